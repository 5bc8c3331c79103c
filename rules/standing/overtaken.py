"""Questions that an event has answered: what was unreadable came again, who asked for time has sent.

They stay answerable, but nobody is asked about them any more.
"""

from collections.abc import Iterable, Mapping

from rules.calendar import local_day, short_day
from rules.rulings import MarkKind
from rules.season import Question, Season
from rules.standing.questions import (
    EXEMPTION,
    EXTENSION,
    NOTHING_READ,
    ON_PAPER,
    PROSE,
    SENDER,
    SENT,
    UNIT,
    UNREADABLE,
    UNREGISTERED,
)
from rules.standing.status import UnitStatus, marks, statuses
from rules.titles import SAME, pairs

_OF_SENDING = frozenset({UNREADABLE, NOTHING_READ, EXTENSION, EXEMPTION, ON_PAPER, SENT})
_OF_READING = frozenset({UNIT, SENDER, PROSE})
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
    if question.asked_at is None:
        return ""
    if question.kind in _OF_READING and any(_is_asked_again(question, one) for one in season.questions):
        return "thư đã được đọc lại và hỏi lại"
    if question.unit is None:
        return ""
    if question.kind == UNREGISTERED:
        first = season.campaign.stages[0]
        cell = cells.get((question.unit, first.code))
        return f"đơn vị đã gửi {first.label}" if cell and cell.state in _DONE else ""
    cell = cells.get((question.unit, question.stage or ""))
    if question.kind == PROSE and (by := _came_readable(question, season)):
        return by
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


def _is_asked_again(question: Question, later: Question) -> bool:
    """The same mail was read once more, and what it asks by now was asked: of one unit and stage there is one."""
    same = (later.arrival, later.stage) == (question.arrival, question.stage) and later.kind in _OF_READING
    return same and later.number > question.number and question.unit in (None, later.unit)


def _came_readable(question: Question, season: Season) -> str:
    """What waits came once more in a mail that leaves no doubt: the list as a scan, and then as a Word file."""
    own = [one for one in season.versions if (one.unit, one.stage) == (question.unit, question.stage)]
    asked = [one for one in own if one.arrival == question.arrival and one.provisional]
    later = [one for one in own if one.arrival != question.arrival and not one.provisional and not one.rejected]
    known = tuple(initiative.title for one in later for initiative in one.initiatives)
    wanted = tuple(initiative.title for one in asked for initiative in one.initiatives)
    if not wanted or len(pairs(wanted, known, SAME)) < len(wanted):
        return ""
    day = short_day(local_day(later[-1].arrived_at, season.campaign.calendar))
    return f"đơn vị đã gửi cùng nội dung trong bản đọc được ngày {day}"
