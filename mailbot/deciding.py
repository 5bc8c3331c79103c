"""Carrying out what people of the office decide, by mail, by command or in the workbook.

Each decision is a ruling: kept as it was given, folded over what was read, taken back by one command or one word.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mailbot.app import App
from mailbot.enclosing import with_files
from mailbot.outbox import enqueue
from rules import basis, rulings
from rules.calendar import local, local_day, next_working_day, short_day
from rules.happened import Happened
from rules.intake import answers
from rules.intake.answers import Extended, Given, GivenOrDay, Told
from rules.intake.confirmed import receipt
from rules.intake.effect_words import given_in_words, told
from rules.letter_kind import ANNOUNCEMENT, WRITTEN
from rules.letters import reminders, wishes
from rules.letters.letter import Deed, LetterOrder, WrittenFacts
from rules.roster import Unit
from rules.rulings import Confirm, Effect, Entered, How, Learn, Mark, MarkKind, Ruling, Turn, Unmark
from rules.season import OVERTAKEN, ArrivalFacts, LetterFacts, Question, Season
from rules.standing.bounces import written_to
from rules.standing.overtaken import by_what
from rules.standing.questions import CHANGE, EXEMPTION, EXTENSION, NO, ON_PAPER, SKIP, YES
from rules.standing.ruling_words import NOT_DONE, in_short, mark_in_words
from rules.submission import Version
from rules.trace import Step
from rules.wording import capitalised, count, listed
from storage.work import UnitOfWork

_DOCUMENT = re.compile(r"\d+(?:/\d{4})?/[\w&-]+(?:/[\w&-]+)*")


class Refused(ValueError):
    """A decision that cannot be carried out; the text is Vietnamese and says what would be."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What is kept of a decision beside who gave it and when."""

    kind: str
    said: str
    done: str
    effects: tuple[Effect, ...] = ()
    unit: str | None = None
    stage: str | None = None
    question: int | None = None
    about: int | None = None


class Deciding:
    """The decisions of one person in one transaction, which the caller commits. What is refused has changed nothing."""

    def __init__(self, work: UnitOfWork, app: App, by: str, how: How, arrival: int | None = None) -> None:
        self._work, self._app, self._by, self._how, self._arrival = work, app, by, how, arrival
        self.beside: tuple[str, ...] = ()
        """What else stood in the mail that decides, of which nothing is done: told with the first decision."""

    @property
    def season(self) -> Season:
        """Everything known in this transaction."""
        return self._work.season(self._app.campaign, self._app.roster, self._app.now())

    def mail(self, number: int) -> ArrivalFacts:
        """One that is known, also where it is only filed."""
        return self._work.arrivals.facts({number})[0]

    # - questions -

    def answer(self, number: int, given: GivenOrDay) -> Deed:
        """Answer a question. Raises Refused where there is no such open question or the answer does not fit it."""
        if isinstance(given, date):
            given = Extended(given)
        if isinstance(given, str) and given not in (YES, NO, SKIP) and self._app.roster.find(given) is None:
            raise Refused(f"Không có đơn vị mang mã {given} trong danh sách.")
        season = self.season
        question = self._open(number, season)
        given = answers.counted(question, given, season)
        effects = self._effects(question, given, season)
        campaign, roster = self._app.campaign, self._app.roster
        said = f"câu {number}: {given_in_words(given, roster)}"
        done = f"{capitalised(said)}. {told(question, given, effects, campaign, roster)}"
        whose = _whose(question, effects)
        deed = self.keep(Decided("answer", said, done, effects, whose, question.stage, number, question.arrival))
        told_too = self._receipts(question, effects) + self._tell(question, given, deed.number)
        return replace(deed, text=deed.text + told_too)

    def proposes(self, number: int, *, wishes: bool = True) -> bool:
        """Whether there is something that a person can agree to along with others: a suggestion, or, where her words
        grant `wishes`, that of a unit which the letter tells whole."""
        found = (one for one in self.season.questions if one.number == number)
        return any(one.suggestion or (wishes and _is_told_whole(one)) for one in found)

    def _open(self, number: int, season: Season) -> Question:
        found = next((one for one in season.questions if one.number == number), None)
        if found is None:
            raise Refused(f"Không có câu hỏi số {number}.")
        if found.answer == OVERTAKEN:
            raise Refused(f"Câu {number} không phải trả lời nữa: {by_what(found, season)}.")
        if found.answer is not None:
            earlier = self._work.rulings.of_question(number)
            again = f" Muốn đổi, hoàn tác câu {number} rồi trả lời lại." if earlier else ""
            raise Refused(f"Câu hỏi số {number} đã được trả lời.{again}")
        return found

    def _effects(self, question: Question, given: Given, season: Season) -> tuple[Effect, ...]:
        try:
            return answers.effects(question, given, season, self._by)
        except answers.Unanswerable as wrong:
            raise Refused(str(wrong)) from wrong

    def _receipts(self, question: Question, effects: Sequence[Effect]) -> str:
        """The unit reads once that its submission counts now. Gives what to tell of it."""
        learned = any(isinstance(effect, Learn) for effect in effects)
        sent = 0
        for effect in effects:
            if question.kind in answers.VERSIONS and isinstance(effect, Confirm):
                sent += self._receipt(effect, learned)
        return " Đã gửi thư xác nhận cho đơn vị." if sent else ""

    def _receipt(self, effect: Confirm, learned: bool) -> bool:
        app, season = self._app, self.season
        unit = app.roster.find(effect.unit or effect.part.unit)
        mail = next((one for one in season.arrivals if one.id == effect.part.arrival), None)
        if unit is None or mail is None or not app.may_send():
            return False
        order = receipt(effect.part, unit, mail, season, learned=learned)
        return order is not None and enqueue(order, self._work, app)

    def _tell(self, question: Question, given: Given, ruling: int) -> str:
        """A unit reads what the office said of its wish. Gives what to tell the office of that."""
        outcome = answers.outcome(question, given)
        unit = self._app.roster.find(question.unit)
        if outcome is None or unit is None or not self._app.may_send():
            return ""
        words = given.words if isinstance(given, Told) else ""
        until = answers.until(question, given)
        order = wishes.decided(question, outcome, unit, self.season, ruling, until, words)
        if order is None:
            return ""
        order, enclosed = with_files(order, self.season, self._work, self._app)
        if not enqueue(order, self._work, self._app, enclosed):
            return ""
        return f" Đã gửi {unit.label}: “{words}”." if words else f" Đã báo {unit.label}."

    # - time, paper, exemption -

    def mark(self, kind: MarkKind, stage: str, unit: str | None, until: date | None, reason: str) -> Deed:
        """Extension, exemption, pause, paper: for one unit, or for all where `unit` is None."""
        known = [one.code for one in self._app.campaign.stages]
        if stage not in known:
            raise Refused(f"Không có đợt {stage}; các đợt: {', '.join(known)}.")
        if unit is not None and self._app.roster.find(unit) is None:
            raise Refused(f"Không có đơn vị mang mã {unit} trong danh sách.")
        mark = Mark(kind, stage, unit, self._by, self._app.now(), until, reason)
        deed = self._set((mark,), kind)
        return replace(deed, text=deed.text + self._tell_mark(mark, deed.number))

    def _tell_undone(self, marks: Iterable[Mark | Unmark], ruling: int) -> str:
        """The units read that what they had been told holds no longer. Gives what to tell the office of that."""
        told = []
        for mark in marks:
            unit = self._app.roster.find(mark.unit)
            if unit is None or not self._app.may_send():
                continue
            order = wishes.unmarked(mark.kind, mark.stage, unit, self.season, ruling)
            if order and enqueue(order, self._work, self._app):
                told.append(unit.label)
        return f" Đã báo {listed(told)}." if told else ""

    def _tell_mark(self, mark: Mark, ruling: int) -> str:
        unit = self._app.roster.find(mark.unit)
        if unit is None or not self._app.may_send():
            return ""
        order = wishes.marked(mark, unit, self.season, ruling)
        return f" Đã báo {unit.label}." if order and enqueue(order, self._work, self._app) else ""

    def _set(self, marks: Sequence[Mark], said: str) -> Deed:
        words = (mark_in_words(one, self._app.campaign, self._app.roster) for one in marks)
        units = {one.unit for one in marks}
        return self.keep(
            Decided(
                marks[0].kind,
                said,
                f"{capitalised(listed(words))}.",
                tuple(marks),
                next(iter(units)) if len(units) == 1 else None,
                marks[0].stage,
            )
        )

    # - batches of reminders -

    def stop(self, batch: str, units: Sequence[str] = ()) -> Deed:
        """Stop a batch of reminders that was announced, or take single units out of it."""
        batch, called = self._batch(batch)
        marks = reminders.stop(batch, self._by, self._app.now(), units)
        sent = self._sent(batch)
        going = [one for one in (units or self._announced(batch)) if one not in sent]
        if sent and not going:
            raise Refused(f"Các thư của đợt nhắc {called} đã gửi, không thể dừng.")
        if self._stands(marks):
            raise Refused(f"Đợt nhắc {called} đã được dừng từ trước.")
        deed = self._set(marks, f"dừng {batch}")
        told_of = f" {len(sent)} thư đã gửi trước đó không thu hồi được." if sent and not units else ""
        return replace(deed, text=deed.text + told_of)

    def hold(self, batch: str, units: Sequence[str] = (), until: date | None = None) -> Deed:
        """Keep a batch, or single units of it, back until the end of a day: the next working one where none is named.
        Then it leaves."""
        calendar, now = self._app.campaign.calendar, self._app.now()
        last = until or next_working_day(local_day(now, calendar), calendar)
        batch, called = self._batch(batch)
        marks = reminders.hold(batch, self._by, now, last, units)
        if self._stands(marks):
            raise Refused(f"Đợt nhắc {called} đã được tạm giữ từ trước.")
        return self._set(marks, f"tạm giữ {batch}")

    def release(self, batch: str) -> Deed:
        """Let a batch of reminders out that waits for the office's word."""
        batch, called = self._batch(batch)
        marks = (reminders.release(batch, self._by, self._app.now()),)
        if self._stands(marks):
            raise Refused(f"Đợt nhắc {called} đã được cho gửi từ trước.")
        if self._sent(batch):
            raise Refused(f"Các thư của đợt nhắc {called} đã gửi.")
        self._lift(marks[0])
        return self._set(marks, f"gửi {batch}")

    def _lift(self, released: Mark) -> None:
        """The later word counts: what was stopped of this batch, or held because an answer was unclear, leaves."""
        for ruling in self._work.rulings.all():
            paused = [one for one in ruling.effects if isinstance(one, Mark) and one.kind in ("pause", "hold")]
            same = all(
                (one.stage, one.unit) == (released.stage, None) and (one.kind == "hold" or one.until == released.until)
                for one in paused
            )
            if ruling.counts and paused and same:
                self._work.rulings.turn(ruling.number, Turn("undone", self._by, self._app.now(), self._how))

    def _batch(self, typed: str) -> tuple[str, str]:
        """The name under which a batch is kept, and what people call it. Raises Refused."""
        campaign = self._app.campaign
        try:
            name = reminders.batch_meant(typed, campaign)
        except ValueError as wrong:
            raise Refused(_NO_BATCH.format(batch=typed)) from wrong
        return name, reminders.batch_called(name, campaign)

    def _letters(self, batch: str) -> list[LetterFacts]:
        return self._work.letters.batch(batch)

    def _sent(self, batch: str) -> set[str]:
        """Units whose reminder of this batch has left."""
        return {
            letter.unit or ""
            for letter in self._letters(batch)
            if letter.kind.urges and letter.state in ("sent", "sending")
        }

    def _announced(self, batch: str) -> list[str]:
        items = [item for one in self._letters(batch) if one.kind == ANNOUNCEMENT for item in one.items]
        return [item.removeprefix("unit:") for item in items if item.startswith("unit:")]

    def _stands(self, marks: Iterable[Mark]) -> bool:
        set_before = rulings.marks(self._work.rulings.all())
        known = {(one.kind, one.stage, one.unit, one.until) for one in set_before}
        return all((one.kind, one.stage, one.unit, one.until) in known for one in marks)

    # - the workbook, the campaign file -

    def enter(self, effects: tuple[Effect, ...], file: str) -> Deed:
        """What was entered in the input sheets: cells, what came on paper, and papers that were taken back."""
        return self.take(Decided("workbook", file, f"Đã nhập {count(len(effects))} ô từ bảng tính {file}.", effects))

    def take(self, decided: Decided) -> Deed:
        """What a workbook changes; units read of what holds no longer."""
        deed = self.keep(decided)
        taken_back = [one for one in decided.effects if isinstance(one, Unmark)]
        return replace(deed, text=deed.text + self._tell_undone(taken_back, deed.number))

    def cite(self, code: str, number: str, issued: date, subject: str = "") -> Deed:
        """Number and day of a document, for all letters and documents from now on. Raises Refused."""
        campaign = self._app.campaign
        if code not in basis.codes(campaign):
            raise Refused(f"Không có văn bản mang mã {code}; các mã: {', '.join(basis.codes(campaign))}.")
        if not _DOCUMENT.fullmatch(number.strip()):
            raise Refused(f"“{number}” không phải là số, ký hiệu văn bản; viết như 15/KH-SGDĐT.")
        if issued > local(self._app.now(), campaign.calendar).date():
            raise Refused(f"Ngày {short_day(issued)} chưa đến.")
        told = {basis.NUMBER: number.strip(), basis.ISSUED: issued.isoformat(), basis.SUBJECT: subject.strip()}
        cells = tuple(
            Entered(basis.row_of(code), column, value, self._by, self._app.now())
            for column, value in told.items()
            if value
        )
        name = basis.named(code, campaign)
        done = f"{name}: số {number.strip()} ngày {short_day(issued)}; từ nay thư và văn bản dẫn như vậy."
        return self.keep(Decided("document", f"{code} {number.strip()} {short_day(issued)}", done, cells))

    def note_deadline(self, stage: str, before: date, now: date) -> Deed:
        """A deadline that somebody changed in the campaign file: known, but undone only there."""
        label = self._app.campaign.stage(stage).label
        done = f"Thời hạn {label} đổi từ {short_day(before)} thành {short_day(now)}."
        return self.keep(Decided("deadline", f"thời hạn {now.isoformat()}", done, stage=stage))

    # - a letter to a unit -

    def tell(self, unit: str, words: str) -> Deed:
        """These words to a unit, as they stand. Raises Refused where no letter can leave."""
        found = self._app.roster.find(unit)
        if found is None or not written_to(found, self.season):
            raise Refused("Đơn vị này không có địa chỉ thư nào dùng được.")
        if not self._app.may_send():
            raise Refused(f"Chưa gửi được thư: {'; '.join(self._app.refusals(self._app.now()))}.")
        done = f"Gửi {found.label}: “{words}”."
        deed = self.keep(Decided("told", f"nhắn {unit}: {words}", done, unit=unit))
        self._tell_words(found, words, deed.number)
        return deed

    def _tell_words(self, unit: Unit, words: str, ruling: int) -> None:
        order = LetterOrder(
            kind=WRITTEN,
            key=f"written:{self._app.campaign.code}:{unit.code}:ruling:{ruling}",
            to=written_to(unit, self.season),
            facts=WrittenFacts(unit, "Ý kiến của phòng", words),
            unit=unit.code,
        )
        enqueue(order, self._work, self._app)

    # - undoing -

    def undo(self, number: int) -> str:
        """Take a decision back; it stays in the history. Says what is as it was before, and what else changes."""
        ruling, leaning = self._to_undo(number), self.resting_on(number)
        self._work.rulings.turn(number, Turn("undone", self._by, self._app.now(), self._how))
        self._trace(Step(Happened.UNDO, f"quyết định {number}"), ruling)
        waits = f" Câu hỏi số {ruling.question} lại chờ trả lời." if ruling.question else ""
        told = self._tell_undone([one for one in ruling.effects if isinstance(one, Mark)], number)
        return f"Đã hủy quyết định số {number} ({in_short(ruling)}).{waits}{also_changed(leaning)}{told}"

    def undo_answer(self, question: int) -> str:
        """Take back the answer to a question, by the number that people have read."""
        return self.undo(self.ruling_on(question))

    def ruling_on(self, question: int) -> int:
        """The number of the decision that answers a question. Raises Refused."""
        ruling = self._work.rulings.of_question(question)
        if ruling is None:
            raise Refused(f"Câu {question} chưa được trả lời nên không có gì để hủy.")
        return ruling.number

    def resting_on(self, number: int) -> tuple[Ruling, ...]:
        """Decisions whose object is there only while this one counts. Raises Refused."""
        self._to_undo(number)
        return rulings.leaning_on(number, self._latest(), self._work.rulings.all())

    def _to_undo(self, number: int) -> Ruling:
        ruling = self._work.rulings.find(number)
        if ruling is None:
            raise Refused(f"Không có quyết định số {number}.")
        if ruling.state == "undone":
            raise Refused(f"Quyết định số {number} đã được hủy từ trước.")
        if not ruling.counts:
            raise Refused(f"Quyết định số {number} chưa được xác nhận nên không có gì để hủy.")
        if rulings.taken_back(ruling):
            raise Refused(f"Số {number} là việc hủy một quyết định; muốn lấy lại thì trả lời lại câu hỏi ấy.")
        if ruling.kind == "told":
            raise Refused("Thư đã gửi đơn vị không thu hồi được; muốn nói khác thì nhắn lại.")
        if ruling.kind == "deadline":
            raise Refused("Thời hạn ghi trong tệp phong trào: sửa lại trong tệp ấy, đơn vị sẽ được báo lại.")
        return ruling

    def _latest(self) -> tuple[Version, ...]:
        return tuple(one for one in self._work.submissions.read() if one.superseded_at is None)

    # - keeping -

    def keep(self, decided: Decided) -> Deed:
        """Raises Refused where something that it is about is not there, or not there once."""
        ruling = self._fitting(self.telling(decided))
        self.beside = ()
        number = self._work.rulings.add(ruling)
        self._trace(Step(f"decision:{ruling.kind}", f"quyết định {number}: {ruling.said}"), ruling)
        return Deed(number, ruling.done, ruling.question)

    def telling(self, decided: Decided) -> Decided:
        """The decision with what is told of the rest of its mail."""
        rest = "; ".join(f"“{one}”" for one in self.beside)
        return replace(decided, done=f"{decided.done} {NOT_DONE.format(rest=rest)}") if rest else decided

    def _fitting(self, decided: Decided) -> Ruling:
        """As it would be kept. Raises Refused where something that it is about is not there, or not there once."""
        known = self._work.rulings.all()
        turn = Turn("confirmed", self._by, self._app.now(), self._how)
        ruling = Ruling(
            number=max((one.number for one in known), default=0) + 1,
            kind=decided.kind,
            effects=decided.effects,
            turns=(turn,),
            said=decided.said,
            done=decided.done,
            unit=decided.unit,
            stage=decided.stage,
            question=decided.question,
            about=decided.about,
            arrival=self._arrival,
        )
        if any(one.ruling == ruling for one in rulings.fold(self._latest(), (*known, ruling)).lost):
            raise Refused(_GONE.format(about=decided.about))
        return ruling

    def _trace(self, step: Step, ruling: Ruling) -> None:
        self._work.events.add(self._app.now(), [step], arrival=ruling.about, unit=ruling.unit, by=self._by)


_GONE = (
    "Nội dung này không còn như khi được hỏi: thư đã được đọc lại. Xem nội dung hiện có bằng lệnh mailbot explain "
    "{about}, rồi quyết định theo đó."
)
_NO_BATCH = "Không có đợt thư {batch}; mã đợt thư có dạng “đăng ký 23/8/2024” và ghi ở cuối thư thông báo."


def _is_told_whole(question: Question) -> bool:
    return question.kind in (ON_PAPER, EXEMPTION) or (
        question.kind in (EXTENSION, CHANGE) and bool(question.candidates)
    )


def _whose(question: Question, effects: Iterable[Effect]) -> str | None:
    """The unit that an answer is about, as it is known now."""
    named = (effect.unit for effect in effects if isinstance(effect, Confirm) and effect.unit)
    return next(named, question.unit)


def also_changed(leaning: Sequence[Ruling], *, would: bool = False) -> str:
    """What else changes where a decision is taken back on which others rest."""
    if not leaning:
        return ""
    numbers = listed(f"số {one.number} ({in_short(one)})" for one in leaning)
    then = "sẽ không còn áp dụng được nếu hủy" if would else "không còn áp dụng được"
    return f" Quyết định {numbers} dựa vào quyết định này nên {then}."


# --- By command -----------------------------------------------------------------------------------------------------


def answer(number: int, given: GivenOrDay, by: str, app: App) -> str:
    return by_command(lambda deciding: deciding.answer(number, given), by, app)


def mark(kind: MarkKind, stage: str, unit: str | None, until: date | None, reason: str, by: str, app: App) -> str:
    return by_command(lambda deciding: deciding.mark(kind, stage, unit, until, reason), by, app)


def stop(batch: str, units: Sequence[str], by: str, app: App) -> str:
    return by_command(lambda deciding: deciding.stop(batch, units), by, app)


def release(batch: str, by: str, app: App) -> str:
    return by_command(lambda deciding: deciding.release(batch), by, app)


def cite(code: str, number: str, issued: date, subject: str, by: str, app: App) -> str:
    return by_command(lambda deciding: deciding.cite(code, number, issued, subject), by, app)


def undo(number: int, by: str, app: App, *, sure: bool = True) -> str:
    """Where other decisions rest on this one, and the person is not `sure`, only what would happen is told."""
    with app.begin() as work:
        if not sure and (leaning := Deciding(work, app, by, "command").resting_on(number)):
            return (
                f"Chưa hủy gì.{also_changed(leaning, would=True)}\n"
                f"Vẫn hủy: mailbot decide undo {number} --yes"
            )  # fmt: skip
        done = Deciding(work, app, by, "command").undo(number)
        work.commit()
    return done


def by_command(decide: Callable[[Deciding], Deed], by: str, app: App) -> str:
    """Raises Refused; then nothing is changed."""
    with app.begin() as work:
        deed = decide(Deciding(work, app, by, "command"))
        work.commit()
    return f"{deed.text}\nQuyết định số {deed.number}; hủy bằng lệnh: mailbot decide undo {deed.number}"
