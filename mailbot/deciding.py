"""Carrying out what a person of the office decides. Each decision is one transaction with a line in the trace."""

from collections.abc import Sequence
from datetime import date

from mailbot.app import App
from rules import answers, reminders
from rules.answers import Answer, Effect
from rules.decision import Step
from rules.questions import NO, YES
from rules.season import Mark, MarkKind
from storage.mapping import question_from_row
from storage.work import UnitOfWork


class Refused(ValueError):
    """A decision that cannot be carried out; the text is Vietnamese and says what would be."""


def answer(number: int, given: Answer, by: str, app: App) -> str:
    """Answer a question. Raises Refused where there is no such open question or the answer does not fit it."""
    with app.begin() as work:
        row = work.questions.find(number)
        if row is None:
            raise Refused(f"Không có câu hỏi số {number}.")
        if row.answer is not None:
            raise Refused(f"Câu hỏi số {number} đã được trả lời.")
        if isinstance(given, str) and given not in (YES, NO) and app.roster.find(given) is None:
            raise Refused(f"Không có đơn vị mang mã {given} trong danh sách.")
        now = app.now()
        try:
            effects = answers.effects(question_from_row(row), given, by, now, app.campaign.stages[0].code)
        except answers.Unanswerable as wrong:
            raise Refused(str(wrong)) from wrong
        for effect in effects:
            _carry_out(effect, by, work, app)
        work.questions.answer(number, str(given), by, now)
        work.events.add(
            now, [Step("answer", f"câu hỏi {number}: {given}")], arrival=row.arrival_id, unit=row.unit, by=by
        )
        work.commit()
        return f"Đã ghi nhận câu trả lời cho câu hỏi {number}."


def _carry_out(effect: Effect, by: str, work: UnitOfWork, app: App) -> None:
    match effect:
        case answers.Confirm(part, unit):
            work.submissions.confirm(part, unit)
        case answers.Reject(part):
            work.submissions.reject(part)
        case answers.Learn(arrival, unit):
            address = work.arrivals.row(arrival).sender
            if address:
                work.questions.learn(address, unit, by, app.now())
        case answers.Rename(part, old, new):
            work.submissions.rename(part, old, new)
        case answers.Withdraw(part, titles):
            work.submissions.withdraw(part, titles)
        case answers.SetMark(mark):
            work.questions.mark(mark)


def mark(kind: MarkKind, stage: str, unit: str | None, until: date | None, reason: str, by: str, app: App) -> str:
    """Extension, exemption, pause, paper: for one unit, or for all where `unit` is None."""
    if stage not in {known.code for known in app.campaign.stages}:
        raise Refused(f"Không có đợt {stage}; các đợt: {', '.join(known.code for known in app.campaign.stages)}.")
    if unit is not None and app.roster.find(unit) is None:
        raise Refused(f"Không có đơn vị mang mã {unit} trong danh sách.")
    return _set_marks((Mark(kind, stage, unit, by, app.now(), until, reason),), app)


def stop(batch: str, units: Sequence[str], by: str, app: App) -> str:
    """Stop a batch of reminders that was announced, or take single units out of it."""
    try:
        marks = reminders.stop(batch, by, app.now(), units)
    except ValueError as wrong:
        raise Refused(_NO_BATCH.format(batch=batch)) from wrong
    return _set_marks(marks, app)


def release(batch: str, by: str, app: App) -> str:
    """Let a batch of reminders out that waits for the office's word."""
    try:
        released = reminders.release(batch, by, app.now())
    except ValueError as wrong:
        raise Refused(_NO_BATCH.format(batch=batch)) from wrong
    return _set_marks((released,), app)


def undo(number: int, by: str, app: App) -> str:
    """Take a mark back; it stays in the history."""
    with app.begin() as work:
        if not work.questions.undo(number, app.now()):
            raise Refused(f"Không có quyết định số {number} đang có hiệu lực.")
        work.events.add(app.now(), [Step("undo", f"quyết định {number}")], by=by)
        work.commit()
    return f"Đã hủy quyết định số {number}."


_NO_BATCH = "Không có đợt nhắc {batch}; tên đợt nhắc có dạng registration:2024-08-23 và ghi trong thư thông báo."


def _set_marks(marks: Sequence[Mark], app: App) -> str:
    with app.begin() as work:
        numbers = [work.questions.mark(one) for one in marks]
        steps = [Step(f"mark:{one.kind}", " ".join((one.stage, one.reason)).strip()) for one in marks]
        for one, step in zip(marks, steps, strict=True):
            work.events.add(app.now(), [step], unit=one.unit, by=one.by)
        work.commit()
    named = ", ".join(str(number) for number in numbers)
    return f"Đã ghi nhận quyết định số {named}; hủy bằng lệnh: mailbot decide undo {named}"
