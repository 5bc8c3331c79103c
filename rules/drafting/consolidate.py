"""The consolidated document of one stage: everything known of a season becomes a tree of sections and named gaps.

Two documents come from here: a summary for the leaders of the agency ("tong-hop") and a report to its superior
("bao-cao"); the addressee of the stage says which. Both are drafts: nothing is numbered, dated or signed.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from rules.basis import basis, cited
from rules.calendar import local_day, short_day
from rules.campaign import Campaign
from rules.drafting.appendices import COMMENDED, appendices
from rules.drafting.changes import Snapshot, changes
from rules.drafting.cover import checks, gaps, internal_note, sources
from rules.drafting.figures import figures
from rules.drafting.material import Material, material_of, noun
from rules.drafting.report import Appendix, Cover, Foot, Head, Paragraph, Report, appendix_name
from rules.drafting.sections import sections, sender
from rules.figure import Figure
from rules.season import Season
from rules.standing.status import UnitStatus, statuses
from rules.wording import clock, gap, listed, lowered


def consolidate(season: Season, stage: str) -> Report:
    """The document of this stage from whatever is there at this moment. A stage the campaign lacks is a KeyError."""
    return compose(season, stage, statuses(season), figures(season))


def compose(season: Season, stage: str, cells: Iterable[UnitStatus], counted: Iterable[Figure]) -> Report:
    """The same from statuses and figures that were computed before."""
    material = material_of(season, stage, cells)
    head, foot = _head(material), _foot(material)
    opening = (Paragraph(_opening(material)),)
    known = tuple(counted)
    found = appendices(material, known)
    inside = tuple(part for part in found if not part.internal)
    left_out = tuple(part for part in found if part.internal)
    body = sections(material, known, _named(inside, COMMENDED))
    closing = Paragraph(_closing(material, head))
    notes = (*checks(material, known), *((internal_note(left_out),) if left_out else ()))
    whole = (head, foot, opening, body, closing, found, notes)
    cover = Cover(
        gaps=gaps(opening, body, foot.title, not foot.name),
        checks=notes,
        sources=sources(material),
        appendices=left_out,
        digest=hashlib.sha256(repr(whole).encode()).hexdigest(),
    )
    return Report(stage, material.stage.addressee.kind, head, opening, body, closing, foot, inside, cover)


def _named(inside: tuple[Appendix, ...], title: str) -> str:
    """What the appendix of this title is called: "Phụ lục III"; "" where there is none."""
    place = next((place for place, part in enumerate(inside, start=1) if part.title == title), 0)
    return appendix_name(place, len(inside)) if place else ""


def compared(report: Report, earlier: Snapshot, now: Snapshot, campaign: Campaign) -> Report:
    """The same document with a list of what changed since an earlier draft in the note for the office."""
    labels = {stage.code: stage.label for stage in campaign.stages}
    cover = replace(
        report.cover,
        since=clock(earlier.as_of, campaign.calendar),
        changes=changes(earlier, now, labels),
    )
    return replace(report, cover=cover)


def _head(material: Material) -> Head:
    campaign, office = material.campaign, material.campaign.office
    if material.to_superior:
        superior, agency, code = office.superior, office.agency, office.agency_code
        subject = f"Kết quả thực hiện {campaign.name}"
    else:
        superior, agency, code = f"{office.agency_short} {office.province}", office.name, office.archive_code
        subject = f"Tổng hợp kết quả {material.this.name} {noun(campaign)} thuộc {campaign.name}"
    to = material.stage.addressee.to
    return Head(superior, agency, f"BC-{code}", office.place, campaign.year, "Báo cáo", subject, to)


def _foot(material: Material) -> Foot:
    """Who signs and who gets it; whoever is addressed already is not named again."""
    office, addressee = material.campaign.office, material.stage.addressee
    others = [name for name in addressee.recipients if not any(to.startswith(name) for to in addressee.to)]
    if material.to_superior:
        archive = f"Lưu: VT, {office.archive_code}"
        authority, title, name = office.signer_authority, office.signer_title, office.signer_name
    else:
        archive = f"Lưu: {office.archive_code}"
        authority, title, name = "", office.head_title, office.head_name
    return Foot(authority, title or gap("chức vụ người ký"), name, ("Như trên", *others, archive))


def _opening(material: Material) -> str:
    moment = material.latest()
    calendar = material.campaign.calendar
    there = f"số liệu tính đến ngày {short_day(local_day(moment, calendar))}" if moment else "chưa có số liệu"
    what = f"kết quả {material.this.name} {noun(material.campaign)}"
    founded = "; ".join(map(cited, basis(material.campaign)))
    return f"Thực hiện {founded}, {sender(material)} báo cáo {what} ({there}) như sau:"


def _closing(material: Material, head: Head) -> str:
    to = listed(head.to)
    if material.to_superior:
        subject = lowered(head.subject)
        return f"Trên đây là báo cáo {subject}, {sender(material)} trân trọng báo cáo {to}./."
    return f"{sender(material)} kính trình {to} xem xét, cho ý kiến chỉ đạo./."
