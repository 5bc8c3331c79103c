"""Questions that an event has answered: what was unreadable came again, who asked for time has sent.

They close by themselves, say by what, and are open again where the event is taken back: nothing of it is kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from rules.calendar import deadline, local_day, short_day
from rules.rulings import MarkKind
from rules.season import OVERTAKEN, Question, Season
from rules.standing.questions import (
    CHANGE,
    EXEMPTION,
    EXTENSION,
    MACHINE,
    NOTHING_READ,
    ON_PAPER,
    PROSE,
    RELAYED,
    SENDER,
    SENT,
    SIMILAR,
    UNIT,
    UNREADABLE,
    UNREGISTERED,
    relayed_by,
    wanted_by,
)
from rules.standing.status import UnitStatus, marks, statuses
from rules.submission import Version
from rules.text import words
from rules.titles import SAME, pairs

_OF_SENDING = frozenset({UNREADABLE, NOTHING_READ, EXTENSION, EXEMPTION, ON_PAPER, SENT})
_OF_READINGS = frozenset({UNIT, SENDER, PROSE, MACHINE})
_OF_TITLES = frozenset({SIMILAR, CHANGE})
_OVERTAKEN = _OF_SENDING | _OF_READINGS | _OF_TITLES | {UNREGISTERED, RELAYED}
_DONE = ("sent", "paper", "exempt")
Cells = Mapping[tuple[str, str], UnitStatus]


def closed(season: Season, known: Iterable[UnitStatus] | None = None) -> Season:
    """The season with these questions closed. `known`: statuses, where they were looked up already."""
    waiting = [one for one in season.questions if one.answer is None and one.kind in _OVERTAKEN]
    if not waiting:
        return season
    cells = {(cell.unit.code, cell.stage): cell for cell in (statuses(season) if known is None else known)}
    over = {one.number for one in waiting if overtaken(one, season, cells)}
    asked = (replace(one, answer=OVERTAKEN) if one.number in over else one for one in season.questions)
    return replace(season, questions=tuple(asked)) if over else season


def open_questions(season: Season, known: Iterable[UnitStatus] | None = None) -> tuple[Question, ...]:
    """Those that wait for a person: neither answered nor overtaken."""
    return tuple(one for one in closed(season, known).questions if one.answer is None)


def by_what(question: Question, season: Season) -> str:
    """What has overtaken it, in a Vietnamese clause; "" nothing."""
    return overtaken(question, season, {(cell.unit.code, cell.stage): cell for cell in statuses(season)})


def overtaken(question: Question, season: Season, cells: Cells) -> str:
    """By what, in a Vietnamese clause; "" where a person must still answer."""
    if question.asked_at is None:
        return ""
    if question.kind in _OF_READINGS and any(_is_asked_again(question, one) for one in season.questions):
        return "thư đã được đọc lại và hỏi lại"
    if question.unit is None:
        return ""
    if question.kind == UNREGISTERED:
        first = season.campaign.stages[0]
        cell = cells.get((question.unit, first.code))
        return f"đơn vị đã gửi {first.label}" if cell and cell.state in _DONE else ""
    if question.kind == RELAYED:
        number, _ = relayed_by(question)
        answered = any(one.number == number and one.answer is not None for one in season.questions)
        return f"câu {number} đã được trả lời" if answered else ""
    cell = cells.get((question.unit, question.stage or ""))
    if cell is None:
        return ""
    if question.kind in _OF_TITLES:
        return _without_its_titles(question, cell)
    if question.kind in _OF_READINGS:
        return _came_readable(question, season)
    return _sent_since(question, season, cell) if question.kind in _OF_SENDING else ""


def _sent_since(question: Question, season: Season, cell: UnitStatus) -> str:
    asked_at = question.asked_at or season.as_of
    label = season.campaign.stage(cell.stage).label
    kinds: tuple[MarkKind, ...] = ("paper", "exempt")
    said = (mark for kind in kinds for mark in marks(season, kind, cell.unit.code, cell.stage))
    if any(mark.at > asked_at for mark in said):
        return f"phòng đã ghi nhận đơn vị không phải gửi {label}"
    longer = [mark for mark in marks(season, "extension", cell.unit.code, cell.stage) if mark.at > asked_at]
    if question.kind == EXTENSION and longer and longer[-1].until:
        return f"phòng đã cho đơn vị gửi {deadline(season.campaign.stage(cell.stage), longer[-1].until)}"
    later = [one for one in cell.submission.versions if one.arrived_at > asked_at] if cell.submission else []
    certain = [one for one in later if not one.provisional]
    if (cell.state == "sent" and later) or (certain and question.kind in (UNREADABLE, NOTHING_READ)):
        return f"đơn vị đã gửi {label} ngày {_day(later[-1], season)}"
    return ""


def _is_asked_again(question: Question, later: Question) -> bool:
    """The same mail was read once more, and what it asks by now was asked: of one unit and stage there is one."""
    same = (later.arrival, later.stage) == (question.arrival, question.stage) and later.kind in _OF_READINGS
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


def _without_its_titles(question: Question, cell: UnitStatus) -> str:
    """A title that it is about stands nowhere any more."""
    wanted = wanted_by(question)
    titles = question.candidates if question.kind == SIMILAR else (wanted.title,) if wanted else ()
    held = {_key(one.initiative.title) for one in cell.submission.initiatives} if cell.submission else set()
    if question.kind == SIMILAR:
        titles = titles[1:]  # the first one may stand in an earlier stage
    gone = next((title for title in titles if _key(title) not in held), None)
    return f"nội dung “{gone}” không còn trong bản đơn vị gửi" if gone else ""


def _key(title: str) -> tuple[str, ...]:
    return tuple(words(title))


def _day(version: Version, season: Season) -> str:
    return short_day(local_day(version.arrived_at, season.campaign.calendar))
