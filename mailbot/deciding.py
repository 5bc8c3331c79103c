"""Carrying out what people of the office decide, by mail, by command or in the workbook.

Each decision is a row that keeps what it changed, so that one command or one word takes it back.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mailbot.app import App
from mailbot.outbox import enqueue
from rules.calendar import local, short_day
from rules.campaign import Calendar
from rules.intake import answers
from rules.intake.answers import Answer, Effect, Extended, Given, written
from rules.intake.confirmed import receipt
from rules.intake.decision import Step
from rules.intake.effect_words import given_in_words, mark_in_words, told
from rules.letter_kind import ANNOUNCEMENT, letter_kind
from rules.letters import reminders
from rules.letters.letter import Deed
from rules.rulings import Entered, Mark, MarkKind
from rules.season import Question, Season
from rules.standing.questions import NO, SKIP, YES
from rules.wording import capitalised, listed
from storage.decisions import Change, Overtaken
from storage.mapping import arrival_from_row, question_from_row
from storage.tables import DecisionRow, LetterRow, QuestionRow
from storage.work import UnitOfWork

How = Literal["email", "command", "workbook", "file"]
_HOW = {"email": "qua thư", "command": "bằng lệnh", "workbook": "qua bảng tính", "file": "trong tệp phong trào"}


class Refused(ValueError):
    """A decision that cannot be carried out; the text is Vietnamese and says what would be."""


@dataclass(frozen=True, slots=True)
class _Decided:
    """What is kept of a decision beside its changes."""

    kind: str
    said: str
    done: str
    unit: str | None = None
    stage: str | None = None
    question: int | None = None
    about: int | None = None


class Deciding:
    """The decisions of one person in one transaction, which the caller commits. What is refused has changed nothing."""

    def __init__(self, work: UnitOfWork, app: App, by: str, how: How, arrival: int | None = None) -> None:
        self._work, self._app, self._by, self._how, self._arrival = work, app, by, how, arrival

    # - questions -

    def answer(self, number: int, given: Answer) -> Deed:
        """Answer a question. Raises Refused where there is no such open question or the answer does not fit it."""
        row = self._open(number)
        if isinstance(given, date):
            given = Extended(given)
        if isinstance(given, str) and given not in (YES, NO, SKIP) and self._app.roster.find(given) is None:
            raise Refused(f"Không có đơn vị mang mã {given} trong danh sách.")
        question = question_from_row(row)
        effects = self._effects(question, given)
        with self._work.decisions.watching() as changes:
            for effect in effects:
                self._carry_out(effect)
            self._work.questions.answer(number, written(given), self._by, self._app.now())
        campaign, roster = self._app.campaign, self._app.roster
        said = f"câu {number}: {given_in_words(given, roster)}"
        done = f"{capitalised(said)}. {told(question, given, effects, campaign, roster)}"
        deed = self._keep(
            _Decided("answer", said, done, _whose(question, effects), row.stage, number, row.arrival_id), changes
        )
        return Deed(deed.number, deed.text + self._receipts(question, effects))

    def _open(self, number: int) -> QuestionRow:
        row = self._work.questions.find(number)
        if row is None or row.campaign != self._app.campaign.code:
            raise Refused(f"Không có câu hỏi số {number}.")
        if row.answer is not None:
            earlier = self._work.decisions.of_question(number)
            again = f" Muốn đổi, hoàn tác {earlier.id} rồi trả lời lại." if earlier else ""
            raise Refused(f"Câu hỏi số {number} đã được trả lời.{again}")
        return row

    def _effects(self, question: Question, given: Given) -> tuple[Effect, ...]:
        stages = self._app.campaign.stages
        try:
            return answers.effects(question, given, self._by, self._app.now(), stages[0].code)
        except answers.Unanswerable as wrong:
            raise Refused(str(wrong)) from wrong

    def _carry_out(self, effect: Effect) -> None:
        work = self._work
        match effect:
            case answers.Confirm(part, unit):
                work.submissions.confirm(part, unit)
            case answers.Reject(part):
                work.submissions.reject(part)
            case answers.Learn(arrival, unit):
                address = work.arrivals.row(arrival).sender
                if address:
                    work.questions.learn(address, unit, self._by, self._app.now())
            case answers.Rename(part, old, new):
                work.submissions.rename(part, old, new)
            case answers.Withdraw(part, titles):
                work.submissions.withdraw(part, titles)
            case answers.SetMark(mark):
                work.questions.mark(mark)

    def _receipts(self, question: Question, effects: Sequence[Effect]) -> str:
        """The unit reads once that its submission counts now. Gives what to tell of it."""
        learned = any(isinstance(effect, answers.Learn) for effect in effects)
        sent = 0
        for effect in effects:
            if question.kind in answers.VERSIONS and isinstance(effect, answers.Confirm):
                sent += self._receipt(effect, learned)
        return " Đã gửi thư xác nhận cho đơn vị." if sent else ""

    def _receipt(self, effect: answers.Confirm, learned: bool) -> bool:
        app, work = self._app, self._work
        unit = app.roster.find(effect.unit or effect.part.unit)
        if unit is None or not app.may_send():
            return False
        mail = arrival_from_row(work.arrivals.row(effect.part.arrival))
        known = Season(
            app.campaign,
            app.roster,
            app.now(),
            versions=work.submissions.versions([unit.code]),
            marks=work.questions.marks(),
        )
        order = receipt(effect.part, unit, mail, known, learned=learned)
        return order is not None and enqueue(order, work, app)

    # - time, paper, exemption -

    def mark(self, kind: MarkKind, stage: str, unit: str | None, until: date | None, reason: str) -> Deed:
        """Extension, exemption, pause, paper: for one unit, or for all where `unit` is None."""
        known = [one.code for one in self._app.campaign.stages]
        if stage not in known:
            raise Refused(f"Không có đợt {stage}; các đợt: {', '.join(known)}.")
        if unit is not None and self._app.roster.find(unit) is None:
            raise Refused(f"Không có đơn vị mang mã {unit} trong danh sách.")
        return self._set((Mark(kind, stage, unit, self._by, self._app.now(), until, reason),), kind)

    def _set(self, marks: Sequence[Mark], said: str) -> Deed:
        with self._work.decisions.watching() as changes:
            for one in marks:
                self._work.questions.mark(one)
        words = (mark_in_words(one, self._app.campaign, self._app.roster) for one in marks)
        units = {one.unit for one in marks}
        decided = _Decided(
            marks[0].kind,
            said,
            f"{capitalised(listed(words))}.",
            next(iter(units)) if len(units) == 1 else None,
            marks[0].stage,
        )
        return self._keep(decided, changes)

    # - batches of reminders -

    def stop(self, batch: str, units: Sequence[str] = ()) -> Deed:
        """Stop a batch of reminders that was announced, or take single units out of it."""
        marks = self._of_batch(batch, lambda: reminders.stop(batch, self._by, self._app.now(), units))
        sent = self._sent(batch)
        going = [one for one in (units or self._announced(batch)) if one not in sent]
        if sent and not going:
            raise Refused(f"Các thư của đợt nhắc {batch} đã gửi, không thể dừng.")
        if self._stands(marks):
            raise Refused(f"Đợt nhắc {batch} đã được dừng từ trước.")
        deed = self._set(marks, f"dừng {batch}")
        told_of = f" {len(sent)} thư đã gửi trước đó không thu hồi được." if sent and not units else ""
        return Deed(deed.number, deed.text + told_of)

    def release(self, batch: str) -> Deed:
        """Let a batch of reminders out that waits for the office's word."""
        marks = self._of_batch(batch, lambda: (reminders.release(batch, self._by, self._app.now()),))
        if self._stands(marks):
            raise Refused(f"Đợt nhắc {batch} đã được cho gửi từ trước.")
        if self._sent(batch):
            raise Refused(f"Các thư của đợt nhắc {batch} đã gửi.")
        return self._set(marks, f"gửi {batch}")

    def _of_batch(self, batch: str, marks: Callable[[], tuple[Mark, ...]]) -> tuple[Mark, ...]:
        known = [stage.code for stage in self._app.campaign.stages]
        try:
            found = marks()
        except ValueError as wrong:
            raise Refused(_NO_BATCH.format(batch=batch)) from wrong
        if any(one.stage not in known for one in found):
            raise Refused(_NO_BATCH.format(batch=batch))
        return found

    def _letters(self, batch: str) -> list[LetterRow]:
        return self._work.letters.batch(batch)

    def _sent(self, batch: str) -> set[str]:
        """Units whose reminder of this batch has left."""
        return {
            row.unit or ""
            for row in self._letters(batch)
            if letter_kind(row.kind).urges and row.state in ("sent", "sending")
        }

    def _announced(self, batch: str) -> list[str]:
        items = [item for row in self._letters(batch) if row.kind == ANNOUNCEMENT.name for item in row.items]
        return [item.removeprefix("unit:") for item in items if item.startswith("unit:")]

    def _stands(self, marks: Iterable[Mark]) -> bool:
        known = {(one.kind, one.stage, one.unit, one.until) for one in self._work.questions.marks()}
        return all((one.kind, one.stage, one.unit, one.until) in known for one in marks)

    # - the workbook, the campaign file -

    def enter(
        self, cells: Sequence[Entered], marks: Sequence[Mark], undone: Sequence[tuple[str, str]], file: str
    ) -> Deed:
        """What was entered in the input sheets: cells, what came on paper, and papers that were taken back."""
        with self._work.decisions.watching() as changes:
            for cell in cells:
                self._work.workbook.enter(cell)
            for mark in marks:
                self._work.questions.mark(mark)
            for unit, stage in undone:
                self._work.questions.withdraw("paper", unit, stage, self._app.now())
        total = len(cells) + len(marks) + len(undone)
        return self._keep(_Decided("workbook", file, f"Đã nhập {total} ô từ bảng tính {file}."), changes)

    def note_deadline(self, stage: str, before: date, now: date) -> Deed:
        """A deadline that somebody changed in the campaign file: known, but undone only there."""
        label = self._app.campaign.stage(stage).label
        done = f"Thời hạn {label} đổi từ {short_day(before)} thành {short_day(now)}."
        return self._keep(_Decided("deadline", f"thời hạn {now.isoformat()}", done, stage=stage), ())

    # - undoing -

    def undo(self, number: int) -> str:
        """Take a decision back; it stays in the history. Says what is as it was before."""
        row = self._work.decisions.find(number)
        if row is None:
            raise Refused(f"Không có quyết định số {number}.")
        if row.undone_at is not None:
            raise Refused(f"Quyết định số {number} đã được hủy từ trước.")
        if row.kind == "deadline":
            raise Refused("Thời hạn ghi trong tệp phong trào: sửa lại trong tệp ấy, đơn vị sẽ được báo lại.")
        try:
            self._work.decisions.undo(row, self._by, self._app.now())
        except Overtaken as later:
            raise Refused(
                f"Quyết định số {number} đã bị quyết định sau thay đổi; hãy hoàn tác quyết định sau trước."
            ) from later
        self._trace(Step("undo", f"quyết định {number}"), row)
        waits = f" Câu hỏi số {row.question_id} lại chờ trả lời." if row.question_id else ""
        return f"Đã hủy quyết định số {number} ({row.done.rstrip('.')}).{waits}"

    # - keeping -

    def _keep(self, decided: _Decided, changes: Sequence[Change]) -> Deed:
        row = DecisionRow(
            campaign=self._app.campaign.code,
            kind=decided.kind,
            said=decided.said,
            done=decided.done,
            by=self._by,
            how=self._how,
            at=self._app.now(),
            unit=decided.unit,
            stage=decided.stage,
            question_id=decided.question,
            about_id=decided.about,
            arrival_id=self._arrival,
            changes=list(changes),
        )
        number = self._work.decisions.add(row)
        self._trace(Step(f"decision:{decided.kind}", f"quyết định {number}: {decided.said}"), row)
        return Deed(number, decided.done)

    def _trace(self, step: Step, row: DecisionRow) -> None:
        self._work.events.add(self._app.now(), [step], arrival=row.about_id, unit=row.unit, by=self._by)


_NO_BATCH = "Không có đợt thư {batch}; mã đợt thư có dạng registration:2024-08-23 và ghi ở cuối thư thông báo."


def _whose(question: Question, effects: Iterable[Effect]) -> str | None:
    """The unit that an answer is about, as it is known now."""
    named = (effect.unit for effect in effects if isinstance(effect, answers.Confirm) and effect.unit)
    return next(named, question.unit)


def in_words(row: DecisionRow, calendar: Calendar) -> str:
    """A decision with who, when and how, as `explain` and `decide list` show it."""
    at = local(row.at, calendar).strftime("%H:%M %d/%m/%Y")
    undone = ""
    if row.undone_at:
        undone = f" [đã hủy lúc {local(row.undone_at, calendar):%H:%M %d/%m/%Y}, {row.undone_by or 'không rõ ai'}]"
    return f"quyết định {row.id}, {at}, {row.by or 'không rõ ai'} {_HOW.get(row.how, row.how)}: {row.done}{undone}"


# --- By command -----------------------------------------------------------------------------------------------------


def answer(number: int, given: Answer, by: str, app: App) -> str:
    return _by_command(lambda deciding: deciding.answer(number, given), by, app)


def mark(kind: MarkKind, stage: str, unit: str | None, until: date | None, reason: str, by: str, app: App) -> str:
    return _by_command(lambda deciding: deciding.mark(kind, stage, unit, until, reason), by, app)


def stop(batch: str, units: Sequence[str], by: str, app: App) -> str:
    return _by_command(lambda deciding: deciding.stop(batch, units), by, app)


def release(batch: str, by: str, app: App) -> str:
    return _by_command(lambda deciding: deciding.release(batch), by, app)


def undo(number: int, by: str, app: App) -> str:
    with app.begin() as work:
        done = Deciding(work, app, by, "command").undo(number)
        work.commit()
    return done


def _by_command(decide: Callable[[Deciding], Deed], by: str, app: App) -> str:
    """Raises Refused; then nothing is changed."""
    with app.begin() as work:
        deed = decide(Deciding(work, app, by, "command"))
        work.commit()
    return f"{deed.text}\nQuyết định số {deed.number}; hủy bằng lệnh: mailbot decide undo {deed.number}"
