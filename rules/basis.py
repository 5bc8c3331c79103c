"""What letters and documents of a campaign are founded on: its plan and whatever else is cited.

Number and day of a document may stand in the campaign file, or a person enters them once, by mail, by command or in
the workbook; from then on every letter and every document cites them. What nobody has said stays a gap.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from rules.calendar import short_day
from rules.campaign import Campaign, Plan, Reference
from rules.rulings import Entered
from rules.wording import capitalised, gap

PLAN = "plan"
"""The code under which the plan itself is entered."""

NUMBER, ISSUED, SUBJECT = "number", "issued", "source"
"""The columns of an `Entered` about a document."""

FURTHER_AT_MOST = 4
"""Further documents that the office can enter: `further(1)` and so on."""

_ROW = "document:"
_Cited = TypeVar("_Cited", Plan, Reference)
_KIND = re.compile(r"^\s*\d+\s*/\s*(?:\d{4}/)?(?P<sign>[A-ZĐa-z]+)\b")
_LETTER = "Công văn"  # it has the sign of nobody but who wrote it
# NĐ 30/2020/NĐ-CP, Phụ lục III: the sign of each kind of document in its number.
_KINDS = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "QC": "Quy chế",
    "QYĐ": "Quy định",
    "TC": "Thông cáo",
    "TB": "Thông báo",
    "HD": "Hướng dẫn",
    "CTR": "Chương trình",
    "KH": "Kế hoạch",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "BC": "Báo cáo",
    "TTR": "Tờ trình",
    "GM": "Giấy mời",
}


def row_of(code: str) -> str:
    return f"{_ROW}{code}"


def is_document(row: str) -> bool:
    return row.startswith(_ROW)


def further(number: int) -> str:
    """The code of a document that the campaign file does not name."""
    return f"van-ban-{number}"


def urging_code(stage: str) -> str:
    """The code of our own công văn that urges units in a stage; known once a person gave it a number."""
    return f"don-doc-{stage}"


@dataclass(frozen=True, slots=True)
class Known:
    """What a person entered of one document."""

    number: str = ""
    issued: date | None = None
    subject: str = ""


def entered_of(cells: Iterable[Entered]) -> Mapping[str, Known]:
    """By code; of each cell the last word counts."""
    found: dict[str, dict[str, str]] = {}
    for cell in cells:
        if is_document(cell.row):
            found.setdefault(cell.row.removeprefix(_ROW), {})[cell.column] = str(cell.value or "")
    return {
        code: Known(told.get(NUMBER, ""), _day(told.get(ISSUED, "")), told.get(SUBJECT, ""))
        for code, told in found.items()
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def filled(campaign: Campaign, cells: Iterable[Entered]) -> Campaign:
    """The campaign with what people entered of the documents that it names."""
    known = entered_of(cells)
    if not known:
        return campaign
    return campaign.model_copy(
        update={
            "plan": _with(campaign.plan, known.get(PLAN, Known())),
            "references": tuple(_with(one, known.get(one.code, Known())) for one in campaign.references),
        }
    )


def _with(named: _Cited, known: Known) -> _Cited:
    told = {NUMBER: known.number, ISSUED: known.issued, SUBJECT: known.subject}
    return named.model_copy(update={name: value for name, value in told.items() if value})


# --- As it is cited -------------------------------------------------------------------------------------------------


def cited(reference: Reference) -> str:
    """ "Chỉ thị số 01/CT-UBND ngày 19/01/2024 của UBND tỉnh Lào Cai về phát động …"."""
    name = reference.kind.lower()
    number = reference.number or gap(f"số, ký hiệu của {name}")
    issued = short_day(reference.issued) if reference.issued else gap(f"ngày ban hành {name}")
    issuer = f" của {reference.issuer}" if reference.issuer else ""
    return f"{reference.kind} số {number} ngày {issued}{issuer}{about(reference.subject)}"


def about(subject: str) -> str:
    return f" về {subject.removeprefix('về ')}" if subject else ""


def plan_as_reference(campaign: Campaign) -> Reference:
    plan = campaign.plan
    return Reference(
        code=PLAN,
        kind="Kế hoạch",
        number=plan.number,
        issued=plan.issued,
        issuer=campaign.office.agency,
        subject=plan.subject,
        confirmed_by=plan.confirmed_by,
    )


def plan_in_words(campaign: Campaign) -> str:
    """The launching plan, with gaps for what nobody has said."""
    return cited(plan_as_reference(campaign))


def founded_on(campaign: Campaign) -> str:
    """What a letter to units carries out: the plan by number and day once both are known, before that the movement."""
    plan = campaign.plan
    return plan_in_words(campaign) if plan.number and plan.issued else campaign.name


def basis(campaign: Campaign) -> tuple[Reference, ...]:
    """What a document cites as its basis, in this order: directives of superiors, plans, last the launching plan."""
    return (*(one for one in campaign.references if one.use == "basis"), plan_as_reference(campaign))


def kind_of(number: str) -> str:
    """The kind of a document by the sign in its number: "12/HD-SGDĐT" is a Hướng dẫn."""
    found = _KIND.match(number)
    return _KINDS.get(found["sign"].upper(), _LETTER) if found else _LETTER


def guidance(campaign: Campaign, cells: Iterable[Entered]) -> tuple[Reference, ...]:
    """What was issued to lead the campaign, by day: from its file, entered by people, and our own công văn.

    A document without number and day is none yet.
    """
    known = entered_of(cells)
    own = {urging_code(stage.code): f"đôn đốc gửi {stage.label} {campaign.short}" for stage in campaign.stages}
    others = {further(place): "" for place in range(1, FURTHER_AT_MOST + 1)}
    found = [one for one in filled(campaign, cells).references if one.use == "guidance"]
    for code, subject in {**own, **others}.items():
        told = known.get(code, Known())
        found.append(
            Reference(
                code=code,
                kind=kind_of(told.number),
                number=told.number,
                issued=told.issued,
                issuer=campaign.office.agency,
                subject=told.subject or subject,
            )
        )
    return tuple(
        sorted(
            (one for one in found if one.number and one.issued),
            key=lambda one: (one.issued or date.min, one.number),
        )
    )


def codes(campaign: Campaign) -> tuple[str, ...]:
    """Every document of which number and day can be entered."""
    own = (urging_code(stage.code) for stage in campaign.stages)
    return (PLAN, *(one.code for one in campaign.references), *own, *map(further, range(1, FURTHER_AT_MOST + 1)))


def named(code: str, campaign: Campaign) -> str:
    """What a person calls one of these documents."""
    if code == PLAN:
        return "Kế hoạch phát động"
    for stage in campaign.stages:
        if code == urging_code(stage.code):
            return f"Công văn đôn đốc gửi {stage.label}"
    found = next((one for one in campaign.references if one.code == code), None)
    if found is None:
        return f"Văn bản chỉ đạo, triển khai {code.rpartition('-')[2]}"
    return capitalised(f"{found.kind} {found.subject or f'của {found.issuer}'}")


@dataclass(frozen=True, slots=True)
class Listed:
    """A document of which number and day can be entered, as it stands now."""

    code: str
    name: str
    number: str
    issued: date | None
    subject: str  # "": nobody entered another than its name says


def listed(campaign: Campaign, cells: Iterable[Entered]) -> tuple[Listed, ...]:
    """All of them; of those that nobody has named yet only the next one."""
    told = entered_of(cells)
    now = filled(campaign, cells)
    cited_ones = {PLAN: plan_as_reference(now), **{one.code: one for one in now.references}}
    found = []
    for code in codes(campaign):
        known, one = told.get(code, Known()), cited_ones.get(code)
        number, issued = (one.number, one.issued) if one else (known.number, known.issued)
        found.append(Listed(code, named(code, campaign), number, issued, known.subject))
    spare = {further(place) for place in range(1, FURTHER_AT_MOST + 1)} - {one.code for one in found if one.number}
    later = sorted(spare)[1:]
    return tuple(one for one in found if one.code not in later)


def unconfirmed(campaign: Campaign) -> tuple[Reference, ...]:
    """Documents that nobody has compared with their originals."""
    return tuple(one for one in (plan_as_reference(campaign), *campaign.references) if not one.confirmed_by)
