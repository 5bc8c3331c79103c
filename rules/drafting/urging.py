"""The draft of the công văn that urges units after a deadline: to whom, about what, by when.

Whoever sent something that nobody could read yet, or whose answer the office still owes, is not urged on paper.
"""

import hashlib
from dataclasses import replace

from rules.basis import plan_in_words
from rules.calendar import deadline, inclusive_last_day, local_day, short_day
from rules.drafting.material import Material, has_sent, is_owing, kinds_of
from rules.drafting.report import Appendix, Column, Cover, Foot, Grid, Head, Paragraph, Report, Row
from rules.roster import Unit
from rules.standing.questions import FREEING, WAITS_FOR_A_PERSON
from rules.standing.status import UnitStatus, extension
from rules.wording import capitalised, count, gap, lowered, roman

_LISTED_AT_MOST = 12  # addressees on the first page; more stand in a list behind it
_COLUMNS = (Column("STT", 8, "centre"), Column("Đơn vị", 62), Column("Thủ trưởng đơn vị", 30))


def urging(material: Material) -> Report | None:
    """The công văn of the agency to the units that owe after the deadline; None where nobody does."""
    owing = tuple(cell.unit for cell in material.this.statuses if _is_overdue(material, cell))
    if not owing:
        return None
    campaign, office, stage = material.campaign, material.campaign.office, material.stage
    many = len(owing) > _LISTED_AT_MOST
    to = (_all_of(material, owing),) if many else tuple(unit.name for unit in owing)
    subject = f"đôn đốc gửi {stage.label} {campaign.short}"
    sign = f"{office.agency_code}-{office.archive_code}" if office.archive_code else office.agency_code
    head = Head(office.superior, office.agency, sign, office.place, campaign.year, "", subject, to)
    recipients = ("Như trên", f"Lưu: VT, {office.archive_code}")
    title = office.signer_title or gap("chức vụ người ký")
    foot = Foot(office.signer_authority, title, office.signer_name, recipients)
    opening = tuple(Paragraph(text) for text in _texts(material, owing, many))
    closing = Paragraph(
        f"{office.agency} đề nghị {'đơn vị' if len(owing) == 1 else 'các đơn vị'} quan tâm, thực hiện./."
    )
    appendices = (_list_of(material, owing),) if many else ()
    digest = hashlib.sha256(repr((head, foot, opening, closing, appendices)).encode()).hexdigest()
    return Report(stage.code, "cong-van", head, opening, (), closing, foot, appendices, Cover((), (), (), (), digest))


def _is_overdue(material: Material, cell: UnitStatus) -> bool:
    season, stage = material.season, material.stage
    last = inclusive_last_day(stage, extension(season, cell.unit.code, stage.code))
    over = local_day(season.as_of, season.campaign.calendar) > last
    return over and is_owing(cell) and cell.state == "owes" and not _is_looked_at(material, cell)


def _is_looked_at(material: Material, cell: UnitStatus) -> bool:
    return any(
        question.answer is None
        and question.kind in WAITS_FOR_A_PERSON | FREEING
        and question.unit == cell.unit.code
        and question.stage in (None, cell.stage)
        for question in material.season.questions
    )


def _all_of(material: Material, owing: tuple[Unit, ...]) -> str:
    return f"{count(len(owing))} đơn vị thuộc, trực thuộc {material.campaign.office.agency_short} (danh sách kèm theo)"


def _texts(material: Material, owing: tuple[Unit, ...], many: bool) -> tuple[str, ...]:
    campaign, office, stage = material.campaign, material.campaign.office, material.stage
    today = short_day(local_day(material.season.as_of, campaign.calendar))
    due = [cell for cell in material.this.statuses if is_owing(cell)]
    sent = sum(has_sent(cell) for cell in due)
    them = "đơn vị" if len(owing) == 1 else "các đơn vị có tên " + ("trong danh sách kèm theo" if many else "trên")
    first = (
        f"Thực hiện {plan_in_words(campaign)}, thời hạn gửi {stage.document} về {office.name} là "
        f"{deadline(stage)}. Tính đến ngày {today}, đã có {count(sent)}/{count(len(due))} đơn vị gửi; {them} chưa "
        f"gửi."
    )
    wanted = gap(f"thời hạn cuối; phòng phải báo cáo {office.superior} trước ngày {short_day(campaign.office_due)}")
    second = (
        f"{office.agency} đề nghị thủ trưởng {them} chỉ đạo hoàn thành và gửi {stage.document} về "
        f"{office.name} qua địa chỉ thư điện tử {office.mailbox} trước ngày {wanted}."
    )
    call = f", điện thoại {office.phone}," if office.phone else ""
    third = (
        f"Đơn vị đã gửi bản giấy hoặc gửi qua hệ thống khác đề nghị thông báo cho {office.name}{call} để ghi nhận; "
        "đơn vị có khó khăn, vướng mắc đề nghị phản ánh ngay để được hướng dẫn."
    )
    return first, second, third


def _list_of(material: Material, owing: tuple[Unit, ...]) -> Appendix:
    """By kinds of units, as the campaign orders them."""
    codes = {unit.code for unit in owing}
    rows: list[Row] = []
    place = 0
    for number, (label, cells) in enumerate(kinds_of(material.this.statuses, material.campaign), start=1):
        members = [cell.unit for cell in cells if cell.unit.code in codes]
        rows += [Row((f"{roman(number)}. {capitalised(label)}",), "group")] if members else []
        for unit in members:
            place += 1
            rows.append(Row((str(place), unit.name, unit.head_name)))
    if not any(unit.head_name for unit in owing):  # a list of units without the names of their heads has no such column
        bare = tuple(replace(row, cells=row.cells[:2]) for row in rows)
        return Appendix(_title(material), (Grid(_COLUMNS[:2], bare),))
    return Appendix(_title(material), (Grid(_COLUMNS, tuple(rows)),))


def _title(material: Material) -> str:
    return f"Danh sách đơn vị chưa gửi {lowered(material.stage.document)}"
