"""What an answer of the office to a question leads to, as effects; storage carries them out.

An answer is `YES`, `NO`, `SKIP`, the code of a unit ("whose is it?"), a day ("until when?"), or what the office knows
otherwise: that it came on paper, or on which day it came.
"""

from dataclasses import dataclass
from datetime import date, datetime

from rules.rulings import Mark
from rules.season import Question
from rules.standing import questions as ask


@dataclass(frozen=True, slots=True)
class Part:
    """What one mail contributed to one unit and stage: a list may hold several units, each asked about by itself."""

    arrival: int
    stage: str | None
    unit: str | None  # as recorded; None: nobody knew whose it is


@dataclass(frozen=True, slots=True)
class Confirm:
    """The part counts, for this unit where one is named."""

    part: Part
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """The part does not count."""

    part: Part


@dataclass(frozen=True, slots=True)
class Learn:
    """The sender of a mail may speak for this unit from now on."""

    arrival: int
    unit: str


@dataclass(frozen=True, slots=True)
class Rename:
    """Two titles are one initiative: the part's title becomes the recorded one."""

    part: Part
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The part takes these titles back."""

    part: Part
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetMark:
    mark: Mark


Effect = Confirm | Reject | Learn | Rename | Withdraw | SetMark


@dataclass(frozen=True, slots=True)
class Extended:
    """More time: `until` is the last day that is in time."""

    until: date


@dataclass(frozen=True, slots=True)
class OnPaper:
    """It came on paper or by another system; `on` is the day on which it counts as received, where one is named."""

    on: date | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """It counts as received on this day."""

    on: date


Given = str | Extended | OnPaper | Received
Answer = Given | date


def written(given: Answer) -> str:
    """An answer as it is stored and shown: one word, a code, or a word and a day."""
    match given:
        case Extended(until):
            return until.isoformat()
        case OnPaper(on):
            return f"paper {on.isoformat()}" if on else "paper"
        case Received(on):
            return f"received {on.isoformat()}"
    return str(given)


class Unanswerable(ValueError):
    """The answer does not fit the question. The text is Vietnamese and says what would."""


def effects(question: Question, answer: Answer, by: str, at: datetime, first_stage: str) -> tuple[Effect, ...]:
    """What follows from the answer. Raises Unanswerable where it does not fit the kind of question."""
    if isinstance(answer, date):
        answer = Extended(answer)
    if isinstance(answer, Extended) or question.kind == ask.EXTENSION:
        return _about_time(question, answer, by, at)
    if isinstance(answer, OnPaper | Received):
        return _about_arrival(question, answer, by, at, first_stage)
    if question.kind in VERSIONS:
        return _about_version(question, answer)
    return _about_content(question, answer, by, at, first_stage)


VERSIONS = (ask.UNIT, ask.SENDER, ask.PROSE, ask.MACHINE, ask.FORGED)


def _about_content(question: Question, answer: str, by: str, at: datetime, first_stage: str) -> tuple[Effect, ...]:
    if answer == ask.SKIP:
        return ()
    yes = _yes(answer)
    part = _part(question)
    if question.kind == ask.SIMILAR:
        recorded, new = question.candidates
        return (Rename(part, new, recorded),) if yes else ()
    if question.kind == ask.UNLISTED:
        return () if yes else (Withdraw(part, question.candidates),)
    if question.kind == ask.WITHDRAWN:
        return (Confirm(part),) if yes else (Reject(part),)
    if question.kind == ask.SIGNATURE:
        return () if yes else (Reject(part),)
    if question.kind == ask.UNREGISTERED:
        return (_received(question, first_stage, by, at),) if yes else ()
    if question.kind in _UNSEEN and yes and question.unit and question.stage:
        return (_received(question, question.stage, by, at),)
    return ()  # a person has seen it; nothing follows for the program


_UNSEEN = (ask.UNREADABLE, ask.NOTHING_READ)


def _part(question: Question) -> Part:
    return Part(question.arrival or 0, question.stage, question.unit)


def _about_version(question: Question, answer: str) -> tuple[Effect, ...]:
    part = _part(question)
    if answer in (ask.NO, ask.SKIP):
        return (Reject(part),)
    unit = question.unit or (question.suggestion if question.suggestion != ask.YES else "")
    if answer != ask.YES:
        unit = answer
    if not unit:
        raise Unanswerable("Chưa rõ là của đơn vị nào: hãy trả lời bằng mã hoặc tên đơn vị.")
    learned = (Learn(part.arrival, unit),) if question.kind == ask.SENDER else ()
    return (Confirm(part, unit), *learned)


def _about_time(question: Question, answer: Given, by: str, at: datetime) -> tuple[Effect, ...]:
    if answer in (ask.NO, ask.SKIP):
        return ()
    if question.kind not in (ask.EXTENSION, *_UNSEEN):
        raise Unanswerable("Câu hỏi này không hỏi về gia hạn; gia hạn bằng lệnh mailbot decide extend.")
    if not isinstance(answer, Extended):
        raise Unanswerable("Gia hạn đến ngày nào? Hãy trả lời bằng ngày, ví dụ 30/8.")
    if not question.unit or not question.stage:
        raise Unanswerable("Chưa rõ gia hạn cho đơn vị nào, đợt nào: hãy dùng lệnh gia hạn.")
    return (SetMark(Mark("extension", question.stage, question.unit, by, at, answer.until)),)


def _about_arrival(
    question: Question, answer: OnPaper | Received, by: str, at: datetime, first_stage: str
) -> tuple[Effect, ...]:
    """What came on paper counts as sent; what mailbot has counts as received on that day."""
    stage = first_stage if question.kind == ask.UNREGISTERED else question.stage
    if not question.unit or not stage:
        raise Unanswerable("Chưa rõ là của đơn vị nào: trước hết hãy trả lời bằng tên đơn vị.")
    recorded = question.kind in (*VERSIONS, ask.SIGNATURE)
    if isinstance(answer, Received) and recorded:
        arrived = SetMark(Mark("arrived", stage, question.unit, by, at, answer.on))
        return (*_about_version(question, ask.YES), arrived) if question.kind in VERSIONS else (arrived,)
    rejected = (Reject(_part(question)),) if question.kind in VERSIONS else ()
    return (*rejected, SetMark(Mark("paper", stage, question.unit, by, at, answer.on, question.text)))


def _received(question: Question, stage: str, by: str, at: datetime) -> SetMark:
    return SetMark(Mark("paper", stage, question.unit, by, at, None, question.text))


def _yes(answer: Answer) -> bool:
    if answer in (ask.YES, ask.NO):
        return answer == ask.YES
    raise Unanswerable("Câu hỏi này chỉ cần trả lời đúng hoặc không.")
