"""Questions that an event has answered: what was unreadable came again, who asked for time has sent.

They stay answerable, but nobody is asked about them any more.
"""

from collections.abc import Iterable, Mapping

from rules.calendar import local_day, short_day
from rules.rulings import MarkKind
from rules.season import Question, Season
from rules.standing.questions import EXEMPTION, EXTENSION, NOTHING_READ, ON_PAPER, SENT, UNREADABLE, UNREGISTERED
from rules.standing.status import UnitStatus, marks, statuses

_OF_SENDING = frozenset({UNREADABLE, NOTHING_READ, EXTENSION, EXEMPTION, ON_PAPER, SENT})
_DONE = ("sent", "paper", "exempt")
Cells = Mapping[tuple[str, str], UnitStatus]


def open_questions(season: Season, cells: Iterable[UnitStatus] | None = None) -> tuple[Question, ...]:
    """Those that wait for a person: neither answered nor overtaken. `cells`: statuses, where they are known already."""
    waiting = tuple(one for one in season.questions if one.answer is None)
    if not waiting:
        return ()
    known = {(cell.unit.code, cell.stage): cell for cell in (statuses(season) if cells is None else cells)}
    return tuple(one for one in waiting if not overtaken(one, season, known))


def overtaken(question: Question, season: Season, cells: Cells) -> str:
    """By what, in a Vietnamese clause; "" where a person must still answer."""
    if question.unit is None or question.asked_at is None:
        return ""
    if question.kind == UNREGISTERED:
        first = season.campaign.stages[0]
        cell = cells.get((question.unit, first.code))
        return f"đơn vị đã gửi {first.label}" if cell and cell.state in _DONE else ""
    cell = cells.get((question.unit, question.stage or ""))
    if question.kind not in _OF_SENDING or cell is None:
        return ""
    label = season.campaign.stage(cell.stage).label
    kinds: tuple[MarkKind, ...] = ("paper", "exempt")
    said = (mark for kind in kinds for mark in marks(season, kind, question.unit, cell.stage))
    if any(mark.at > question.asked_at for mark in said):
        return f"phòng đã ghi nhận đơn vị không phải gửi {label}"
    later = [one for one in cell.submission.versions if one.arrived_at > question.asked_at] if cell.submission else []
    certain = [one for one in later if not one.provisional]
    if (cell.state == "sent" and later) or (certain and question.kind in (UNREADABLE, NOTHING_READ)):
        day = short_day(local_day(later[-1].arrived_at, season.campaign.calendar))
        return f"đơn vị đã gửi {label} ngày {day}"
    return ""
