"""Figures: counted from statuses and arrivals, each with what it is measured against.

Nothing is estimated. A target whose figure no mail can prove stands there without a number until a person enters one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from rules.calendar import local_day
from rules.campaign import PROXIES, FieldSpec, Stage, Target
from rules.drafting.material import material_of
from rules.drafting.workbook_inputs import LEVEL, PART, SOURCE, WHOLE, entered, target_key
from rules.figure import Figure
from rules.season import Season
from rules.standing.status import UnitStatus, statuses
from rules.stated import Stated, is_asked, stage_of_targets, stated_in
from rules.submission import Tracked
from rules.wording import capitalised

_ARRIVED = ("sent", "incomplete", "provisional", "paper")
_TIMELINESS = (
    ("on-time", "gửi đúng hạn"),
    ("last-day", "gửi đúng ngày cuối, cần thống nhất cách tính"),
    ("late", "gửi sau thời hạn"),
)


def figures(season: Season, cells: tuple[UnitStatus, ...] | None = None) -> tuple[Figure, ...]:
    """The targets of the plan first, then what each stage that has begun shows. `cells`: the statuses, where known."""
    cells = statuses(season) if cells is None else cells
    return (
        *(_target(target, season, cells) for target in season.campaign.targets),
        *(figure for stage in season.campaign.stages for figure in _of_stage(stage, season, cells)),
        *_of_mail(season),
    )


# --- Targets of the plan ----------------------------------------------------------------------------------------


def _target(target: Target, season: Season, cells: tuple[UnitStatus, ...]) -> Figure:
    """What a person entered goes before what only hints at the target."""
    label, code = f"{target.who}: {target.what}", f"target:{target.code}"
    given = entered(season).get(target_key(target.code), {})
    part, whole, level, said = (given.get(column) for column in (PART, WHOLE, LEVEL, SOURCE))
    if isinstance(part, int | float) and isinstance(whole, int | float):
        return Figure(
            label, int(part), int(whole), target.percent, "hand", code, str(said or ""), last_year=target.last_year
        )
    if level:
        return Figure(
            label, 0, None, target.percent, "hand", code, str(said or ""), level=str(level), last_year=target.last_year
        )
    told = summed(target, season, cells)
    if told.said:
        return Figure(
            label,
            round(told.part),
            round(told.whole),
            target.percent,
            "stated",
            code,
            said=told.said,
            asked=told.asked,
            last_year=target.last_year,
        )
    part, whole = (0, None) if target.source != "mail" else COUNTED[target.figure](target, season, cells)
    proxy = target.source == "mail" and target.figure in PROXIES
    of = _COUNTERS.get(target.figure, "") if target.source == "mail" else ""
    return Figure(
        label, part, whole, target.percent, target.source, code, target.note, proxy, of=of, last_year=target.last_year
    )


@dataclass(frozen=True, slots=True)
class Sum:
    """What the units said of one target, summed; the share of a sum is the share of the sums."""

    part: float
    whole: float
    said: int  # units whose figures are in it
    asked: int  # units that are to say something


def rows_of(target: Target, season: Season, cells: Iterable[UnitStatus]) -> Iterator[tuple[UnitStatus, Stated | None]]:
    """Each unit that is asked for a target, with what it says."""
    if not is_asked(target):
        return
    stage = stage_of_targets(season.campaign)
    for cell in cells:
        if cell.stage == stage and (not target.kinds or cell.unit.kind in target.kinds):
            said = stated_in(cell.submission.remarks) if cell.submission else ()
            row = next((one for one in said if one.target == target.code), None)
            if row is not None or _owing(cell):
                yield cell, row


def is_summed(cell: UnitStatus, row: Stated | None) -> bool:
    """Whether figures are in the sum: nothing is wrong with them, and nobody has to confirm first whose they are."""
    return row is not None and row.counts and cell.state != "provisional"


def summed(target: Target, season: Season, cells: Iterable[UnitStatus]) -> Sum:
    rows = tuple(rows_of(target, season, cells))
    good = [row for cell, row in rows if row is not None and is_summed(cell, row)]
    return Sum(sum(row.part or 0 for row in good), sum(row.whole or 0 for row in good), len(good), len(rows))


def _aimed_at(target: Target, season: Season, cells: tuple[UnitStatus, ...]) -> list[UnitStatus]:
    """The units that a target is about and that owe something in its stage."""
    stage = target.stage or season.campaign.stages[0].code
    return [
        cell
        for cell in cells
        if cell.stage == stage and (not target.kinds or cell.unit.kind in target.kinds) and _owing(cell)
    ]


def _owing(cell: UnitStatus) -> bool:
    """Whoever must send; a volunteer counts neither as sent nor as owing."""
    return cell.unit.must_register and cell.state != "exempt"


def _registered(target: Target, season: Season, cells: tuple[UnitStatus, ...]) -> tuple[int, int | None]:
    aimed = _aimed_at(target, season, cells)
    return sum(cell.state in _ARRIVED for cell in aimed), len(aimed)


def _on_time(target: Target, season: Season, cells: tuple[UnitStatus, ...]) -> tuple[int, int | None]:
    aimed = _aimed_at(target, season, cells)
    return sum(cell.timeliness in ("on-time", "last-day") for cell in aimed), len(aimed)


def _official(target: Target, season: Season, cells: tuple[UnitStatus, ...]) -> tuple[int, int | None]:
    wanted = {
        version.arrival
        for version in season.versions
        if not version.rejected
        and target.stage in (None, version.stage)
        and (not target.kinds or _kind(season, version.unit) in target.kinds)
    }
    mails = [mail for mail in season.arrivals if mail.id in wanted]
    return sum(mail.official for mail in mails), len(mails)


def _signed(target: Target, season: Season, cells: tuple[UnitStatus, ...]) -> tuple[int, int | None]:
    wanted = [
        version
        for version in season.versions
        if not version.rejected
        and target.stage in (None, version.stage)
        and (not target.kinds or _kind(season, version.unit) in target.kinds)
    ]
    return sum(version.signed for version in wanted), sum(len(version.files) for version in wanted)


def _kind(season: Season, code: str | None) -> str:
    unit = season.roster.find(code)
    return unit.kind if unit else ""


COUNTED: dict[str, Callable[[Target, Season, tuple[UnitStatus, ...]], tuple[int, int | None]]] = {
    "registered": _registered,
    "on-time": _on_time,
    "official": _official,
    "signed": _signed,
}
"""The names of `rules.campaign.FIGURES`, each with how it is counted."""


_COUNTERS: Mapping[str, str] = {"official": "thư", "signed": "tệp"}
"""Of what the mailbox shows: a reader would take the number for one of units."""


# --- What a stage shows -----------------------------------------------------------------------------------------


def _of_stage(stage: Stage, season: Season, cells: tuple[UnitStatus, ...]) -> Iterator[Figure]:
    of_stage = [cell for cell in cells if cell.stage == stage.code]
    begun = stage.opens <= local_day(season.as_of, season.campaign.calendar)
    if not begun and not any(cell.state in _ARRIVED for cell in of_stage):
        return
    yield from _sent(stage, season, of_stage)
    yield from _timely(stage, of_stage)
    yield from _initiatives(stage, season, cells)
    if stage.compared_with:
        counts = [cell.reported for cell in of_stage]
        yield Figure(
            label=f"{capitalised(season.campaign.topic.noun)} đã {_label(season, stage.compared_with)} được báo cáo",
            count=sum(reported for reported, _ in counts),
            total=sum(registered for _, registered in counts),
            code=f"reported:{stage.code}",
        )


def _label(season: Season, stage: str) -> str:
    return season.campaign.stage(stage).label


def _sent(stage: Stage, season: Season, cells: list[UnitStatus]) -> Iterator[Figure]:
    owing = [cell for cell in cells if _owing(cell)]
    yield Figure(f"Đơn vị đã gửi {stage.label}", _arrived(owing), len(owing), code=f"sent:{stage.code}")
    for kind in season.campaign.unit_kinds:
        of_kind = [cell for cell in owing if cell.unit.kind == kind.code]
        if of_kind:
            label = f"{capitalised(kind.label)} đã gửi {stage.label}"
            yield Figure(label, _arrived(of_kind), len(of_kind), code=f"sent:{stage.code}:{kind.code}")


def _arrived(cells: list[UnitStatus]) -> int:
    return sum(cell.state in _ARRIVED for cell in cells)


def _timely(stage: Stage, cells: list[UnitStatus]) -> Iterator[Figure]:
    timed = [cell for cell in cells if cell.timeliness is not None]
    for code, words in _TIMELINESS:
        found = sum(cell.timeliness == code for cell in timed)
        if found:
            yield Figure(f"Đơn vị {words} ({stage.label})", found, len(timed), code=f"{code}:{stage.code}")


def _initiatives(stage: Stage, season: Season, cells: tuple[UnitStatus, ...]) -> Iterator[Figure]:
    """How many, and how they spread over every field with choices; what says nothing is counted as such.

    A report that leaves a choice out keeps the one of its registration.
    """
    tracked = [entry.tracked for entry in material_of(season, stage.code, cells).this.entries()]
    noun = season.campaign.topic.noun
    yield Figure(f"Số {noun} ({stage.label})", len(tracked), code=f"initiatives:{stage.code}")
    for spec in season.campaign.fields_of(stage.code):
        if spec.kind == "choice" and tracked:
            yield from _choices(stage, spec, tracked)


def _choices(stage: Stage, spec: FieldSpec, tracked: list[Tracked]) -> Iterator[Figure]:
    known = [item.initiative.get(spec.code) for item in tracked]
    named = [(choice.code, choice.label) for choice in spec.choices]
    for code, label in named:
        found = known.count(code)
        if found:
            text = f"{spec.label}: {label} ({stage.label})"
            yield Figure(text, found, len(known), code=f"choice:{stage.code}:{spec.code}:{code}")
    unsaid = sum(value not in dict(named) for value in known)
    if unsaid:
        text = f"{spec.label}: chưa nêu rõ ({stage.label})"
        yield Figure(text, unsaid, len(known), code=f"choice:{stage.code}:{spec.code}:")


# --- What the mailbox shows -------------------------------------------------------------------------------------


def _of_mail(season: Season) -> Iterator[Figure]:
    mails = [mail for mail in season.arrivals if mail.verdict == "submission"]
    if mails:
        official = sum(mail.official for mail in mails)
        yield Figure("Thư gửi từ hộp thư công vụ", official, len(mails), code="official", of=_COUNTERS["official"])
    files = sum(len(version.files) for version in season.versions if not version.rejected)
    if files:
        signed = sum(version.signed for version in season.versions if not version.rejected)
        yield Figure("Tệp gửi kèm có chữ ký số", signed, files, code="signed", of=_COUNTERS["signed"])
