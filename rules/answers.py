"""What an answer of the office to a question leads to, as effects; storage carries them out.

An answer is `YES`, `NO`, the code of a unit ("whose is it?") or a day ("until when?").
"""

from dataclasses import dataclass
from datetime import date, datetime

from rules import questions as ask
from rules.season import Mark, Question


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
Answer = str | date


class Unanswerable(ValueError):
    """The answer does not fit the question. The text is Vietnamese and says what would."""


def effects(question: Question, answer: Answer, by: str, at: datetime, first_stage: str) -> tuple[Effect, ...]:
    """What follows from the answer. Raises Unanswerable where it does not fit the kind of question."""
    if question.kind in (ask.UNIT, ask.SENDER, ask.PROSE, ask.MACHINE):
        return _about_version(question, answer)
    if question.kind == ask.EXTENSION:
        return _about_time(question, answer, by, at)
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
    if question.kind in (ask.UNREADABLE, ask.NOTHING_READ) and yes and question.unit and question.stage:
        return (_received(question, question.stage, by, at),)
    return ()  # a person has seen it; nothing follows for the program


def _part(question: Question) -> Part:
    return Part(question.arrival or 0, question.stage, question.unit)


def _about_version(question: Question, answer: Answer) -> tuple[Effect, ...]:
    part = _part(question)
    if answer == ask.NO:
        return (Reject(part),)
    unit = question.unit or (question.suggestion if question.suggestion != ask.YES else "")
    if answer != ask.YES:
        unit = str(answer)
    if not unit:
        raise Unanswerable("Chưa rõ là của đơn vị nào: hãy trả lời bằng mã hoặc tên đơn vị.")
    learned = (Learn(part.arrival, unit),) if question.kind == ask.SENDER else ()
    return (Confirm(part, unit), *learned)


def _about_time(question: Question, answer: Answer, by: str, at: datetime) -> tuple[Effect, ...]:
    if answer == ask.NO:
        return ()
    if not isinstance(answer, date):
        raise Unanswerable("Gia hạn đến ngày nào? Hãy trả lời bằng ngày, ví dụ 30/8.")
    if not question.unit or not question.stage:
        raise Unanswerable("Chưa rõ gia hạn cho đơn vị nào, đợt nào: hãy dùng lệnh gia hạn.")
    return (SetMark(Mark("extension", question.stage, question.unit, by, at, answer)),)


def _received(question: Question, stage: str, by: str, at: datetime) -> SetMark:
    return SetMark(Mark("paper", stage, question.unit, by, at, None, question.text))


def _yes(answer: Answer) -> bool:
    if answer in (ask.YES, ask.NO):
        return answer == ask.YES
    raise Unanswerable("Câu hỏi này chỉ cần trả lời đúng hoặc không.")
