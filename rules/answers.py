"""What an answer of the office to a question leads to, as effects; storage carries them out.

An answer is `YES`, `NO`, the code of a unit ("whose is it?") or a day ("until when?").
"""

from dataclasses import dataclass
from datetime import date, datetime

from rules import questions as ask
from rules.season import Mark, Question


@dataclass(frozen=True, slots=True)
class Confirm:
    """The versions of a mail count, for this unit where one is named."""

    arrival: int
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """The versions of a mail do not count."""

    arrival: int


@dataclass(frozen=True, slots=True)
class Learn:
    """The sender of a mail may speak for this unit from now on."""

    arrival: int
    unit: str


@dataclass(frozen=True, slots=True)
class Rename:
    """Two titles are one initiative: the mail's title becomes the recorded one."""

    arrival: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The mail takes these titles back."""

    arrival: int
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
    mail = question.arrival or 0
    if question.kind == ask.SIMILAR:
        recorded, new = question.candidates
        return (Rename(mail, new, recorded),) if yes else ()
    if question.kind == ask.UNLISTED:
        return () if yes else (Withdraw(mail, question.candidates),)
    if question.kind == ask.WITHDRAWN:
        return (Confirm(mail),) if yes else (Reject(mail),)
    if question.kind == ask.SIGNATURE:
        return () if yes else (Reject(mail),)
    if question.kind == ask.UNREGISTERED:
        return (_received(question, first_stage, by, at),) if yes else ()
    if question.kind in (ask.UNREADABLE, ask.NOTHING_READ) and yes and question.unit and question.stage:
        return (_received(question, question.stage, by, at),)
    return ()  # a person has seen it; nothing follows for the program


def _about_version(question: Question, answer: Answer) -> tuple[Effect, ...]:
    mail = question.arrival or 0
    if answer == ask.NO:
        return (Reject(mail),)
    unit = question.unit or (question.suggestion if question.suggestion != ask.YES else "")
    if answer != ask.YES:
        unit = str(answer)
    if not unit:
        raise Unanswerable("Chưa rõ là của đơn vị nào: hãy trả lời bằng mã hoặc tên đơn vị.")
    learned = (Learn(mail, unit),) if question.kind == ask.SENDER else ()
    return (Confirm(mail, unit), *learned)


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
