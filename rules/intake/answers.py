"""What an answer of the office to a question leads to, as effects of a ruling.

An answer is `YES`, `NO`, `SKIP`, the code of a unit ("whose is it?"), a day ("until when?"), or what the office knows
otherwise: that it came on paper, or on which day it came.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rules.calendar import local_day, next_working_day, short_day, strict_last_day
from rules.document import Where
from rules.initiative import TITLE
from rules.intake.lessons import spelling_of
from rules.intake.typed import Unfit, typed_value
from rules.letters.letter import Outcome
from rules.letters.wishes import TOLD
from rules.places import Item, Part, Place
from rules.rulings import (
    Answered,
    Apart,
    Confirm,
    Correct,
    Drop,
    Effect,
    Held,
    Learn,
    Mark,
    Reject,
    Rename,
    Withdraw,
    in_force,
    part_again,
    part_of,
)
from rules.season import Question, Season
from rules.standing import questions as ask
from rules.standing.status import extension


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


@dataclass(frozen=True, slots=True)
class Told:
    """What the unit is told, in the words of the office."""

    words: str


@dataclass(frozen=True, slots=True)
class Longer:
    """So many days more than the unit has; `working`: days on which the office works."""

    days: int
    working: bool = False


Given = str | Extended | OnPaper | Received | Told | Longer
GivenOrDay = Given | date


def written(given: GivenOrDay) -> str:
    """An answer as it is stored and shown: one word, a code, or a word and a day."""
    match given:
        case Extended(until):
            return until.isoformat()
        case OnPaper(on):
            return f"paper {on.isoformat()}" if on else "paper"
        case Received(on):
            return f"received {on.isoformat()}"
        case Told(words):
            return f"told {words}"
        case Longer(days):
            return f"longer {days}"
    return str(given)


def outcome(question: Question, given: Given) -> Outcome | None:
    """What a unit reads of an answer to its wish, or to something of its own that was tentative; None: nothing."""
    if isinstance(given, Told):
        return "words"
    if question.kind in (ask.UNIT, ask.SENDER, ask.PROSE):
        return "refused" if given == ask.NO else None
    if question.kind not in TOLD or given == ask.SKIP:
        return None
    agreed = given == ask.YES or isinstance(given, Extended | OnPaper | Received)
    return "agreed" if agreed else "refused"


def until(question: Question, given: Given) -> date | None:
    """The day that an answer names, or that the unit named and the answer takes over."""
    match given:
        case Extended(day):
            return day
        case OnPaper(on):
            return on
        case Received(on):
            return on
    return ask.day_wished(question) if given == ask.YES else None


class Unanswerable(ValueError):
    """The answer does not fit the question. The text is Vietnamese and says what would."""


VERSIONS = (ask.UNIT, ask.SENDER, ask.PROSE, ask.MACHINE, ask.FORGED)


def effects(question: Question, answer: GivenOrDay, season: Season, by: str) -> tuple[Effect, ...]:
    """What follows from the answer, given now: the question is closed by it. Raises Unanswerable where it does not
    fit the kind of question. What it is about is what the mail read like when the question was asked.
    """
    given = counted(question, Extended(answer) if isinstance(answer, date) else answer, season)
    _check_day(given, season)
    return (*_Answering(question, season, by).effects(given), Answered(question.number, written(given)))


def counted(question: Question, given: Given, season: Season) -> Given:
    """ "thêm 5 ngày" as the day that it comes to, counted from the last day that the unit has."""
    if not isinstance(given, Longer) or not question.unit or not question.stage:
        return given
    return Extended(longer(given, question.unit, question.stage, season))


def longer(given: Longer, unit: str, stage: str, season: Season) -> date:
    """The last day of a unit that gets so many days more than it has."""
    known = season.campaign.stage(stage)
    last = strict_last_day(known, extension(season, unit, stage))
    if given.working:
        for _ in range(given.days):
            last = next_working_day(last, season.campaign.calendar)
        return last
    return last + timedelta(days=given.days)


def _check_day(given: Given, season: Season) -> None:
    """A day that cannot be meant is asked again: more time that is over, a paper that comes tomorrow."""
    today = local_day(season.as_of, season.campaign.calendar)
    if isinstance(given, Extended) and given.until < today:
        raise Unanswerable(f"Ngày {short_day(given.until)} ở trước hôm nay. Gia hạn đến ngày nào?")
    if isinstance(given, OnPaper | Received) and given.on is not None and given.on > today:
        raise Unanswerable(f"Ngày {short_day(given.on)} chưa tới. Nhận ngày nào?")


_OF_UNITS = (ask.ON_PAPER, ask.EXEMPTION, ask.SENT, ask.CHANGE, ask.RELAYED, ask.ROSTER, ask.ASKED, ask.SAYS)


@dataclass(frozen=True, slots=True)
class _Answering:
    question: Question
    season: Season
    by: str

    def effects(self, answer: Given) -> tuple[Effect, ...]:
        if isinstance(answer, Longer):
            raise Unanswerable("Câu hỏi này không hỏi về thời hạn.")
        if isinstance(answer, Told):
            return self._in_words()
        if self.question.kind in _OF_UNITS and not isinstance(answer, Extended | OnPaper | Received):
            return () if answer == ask.SKIP else self._of_unit(answer)
        if isinstance(answer, Extended) or self.question.kind == ask.EXTENSION:
            return self._about_time(answer)
        if isinstance(answer, OnPaper | Received):
            return self._about_arrival(answer)
        if self.question.kind in VERSIONS:
            return self._about_version(answer)
        return () if answer == ask.SKIP else self._about_content(yes=_yes(answer))

    # - what a unit says in plain words -

    def _in_words(self) -> tuple[Effect, ...]:
        """The unit reads the sentence; nothing else follows."""
        if self.question.kind not in ask.ANSWERED_IN_WORDS or not self.question.unit:
            raise Unanswerable("Câu hỏi này không do đơn vị nêu nên không gửi câu phúc đáp được.")
        return ()

    def _of_unit(self, answer: str) -> tuple[Effect, ...]:
        question = self.question
        if question.kind in (ask.ASKED, ask.SAYS) or (question.kind == ask.CHANGE and not question.candidates):
            raise Unanswerable(f"Câu này cần lời phúc đáp; viết: {question.number} trả lời: (câu gửi đơn vị).")
        yes = _yes(answer)
        if question.kind == ask.RELAYED:
            return self._relayed() if yes else ()
        if question.kind == ask.ROSTER:
            address = next(iter(question.candidates), "")
            return (Learn(address.lower(), question.unit or ""),) if yes and address else ()
        if not yes:
            return ()
        if question.kind == ask.CHANGE:
            return self._changed()
        if not question.unit or not question.stage:
            raise Unanswerable("Chưa rõ là của đơn vị nào, đợt nào: hãy dùng lệnh mailbot decide.")
        if question.kind == ask.ON_PAPER:
            return (self._received(question.stage, ask.day_wished(question)),)
        if question.kind == ask.SENT:
            return (self._received(question.stage),)
        exempt = Mark("exempt", question.stage, question.unit, self.by, self.season.as_of)
        return (exempt,)

    def _relayed(self) -> tuple[Effect, ...]:
        number, answer = ask.relayed_by(self.question)
        other = next((one for one in self.season.questions if one.number == number), None)
        if other is None or other.answer is not None:
            raise Unanswerable(f"Câu {number} đã được trả lời.")
        return effects(other, answer, self.season, self.by)

    def _changed(self) -> tuple[Effect, ...]:
        """The newest part that says it is corrected; what is taken back goes wherever it stands."""
        wanted = ask.wanted_by(self.question)
        items = [item for item in self._held(wanted.title) if item.part.stage == self.question.stage] if wanted else []
        if wanted is None or not items:
            raise Unanswerable("Nội dung này không còn như khi được hỏi.")
        if not wanted.code:
            return tuple(Drop(item) for item in items)
        if wanted.code == TITLE:
            return (Rename(items[-1], wanted.new),)
        spec = next(one for one in self.season.campaign.fields if one.code == wanted.code)
        try:
            value = typed_value(spec, wanted.new)
        except Unfit as wrong:
            raise Unanswerable(str(wrong)) from wrong
        return (Correct(items[-1], wanted.code, value),)

    # - what is asked of a person beside -

    def _about_content(self, *, yes: bool) -> tuple[Effect, ...]:
        question = self.question
        if question.kind == ask.SIMILAR:
            return (self._about_titles(*question.candidates, one=yes),)
        if question.kind == ask.UNLISTED:
            return () if yes else (self._withdraw(question.candidates),)
        if question.kind == ask.TAKEN_BACK:
            return (self._withdraw(question.candidates),) if yes else ()
        if question.kind == ask.WITHDRAWN:
            return (Confirm(self._part()),) if yes else (Reject(self._part()),)
        if question.kind == ask.SIGNATURE:
            return () if yes else (Reject(self._part()),)
        if question.kind == ask.UNREGISTERED:
            return (self._received(self._first_stage),) if yes else ()
        if question.kind == ask.NOTHING_READ and yes:
            raise Unanswerable(
                f"Câu này hỏi thư gửi gì; viết {question.number} nội dung: (tên); người thực hiện: (ai), hoặc bỏ qua."
            )
        return ()  # a person has seen it; nothing follows for the program

    def _about_version(self, answer: str) -> tuple[Effect, ...]:
        part, suggested = self._part(), self.question.suggestion
        if answer in (ask.NO, ask.SKIP):
            return (Reject(part),)
        unit = self.question.unit or (suggested if suggested != ask.YES else "")
        if answer != ask.YES:
            unit = answer
        if not unit:
            raise Unanswerable("Chưa rõ là của đơn vị nào: hãy trả lời bằng mã hoặc tên đơn vị.")
        senders = [mail.sender.lower() for mail in self.season.arrivals if mail.id == part.arrival and mail.sender]
        learned = (Learn(sender, unit) for sender in senders if self.question.kind == ask.SENDER)
        return (Confirm(part, unit, self._spelling(unit)), *learned)

    def _spelling(self, unit: str) -> str:
        held = part_again(self._part(), self.season.standing.held)[0]
        return spelling_of(held[0].version, unit) if len(held) == 1 else ""

    def _about_time(self, answer: Given) -> tuple[Effect, ...]:
        question = self.question
        if answer in (ask.NO, ask.SKIP):
            return ()
        if question.kind == ask.EXTENSION and answer == ask.YES and (wished := ask.day_wished(question)):
            answer = Extended(wished)
        if question.kind not in (ask.EXTENSION, *ask.UNSEEN, *_OF_UNITS):
            raise Unanswerable("Câu hỏi này không hỏi về gia hạn; gia hạn bằng lệnh mailbot decide extend.")
        if not isinstance(answer, Extended):
            raise Unanswerable("Gia hạn đến ngày nào? Hãy trả lời bằng ngày, ví dụ 30/8.")
        if not question.unit or not question.stage:
            raise Unanswerable("Chưa rõ gia hạn cho đơn vị nào, đợt nào: hãy dùng lệnh gia hạn.")
        return (Mark("extension", question.stage, question.unit, self.by, self.season.as_of, answer.until),)

    def _about_arrival(self, answer: OnPaper | Received) -> tuple[Effect, ...]:
        """What came on paper counts as sent; what mailbot has counts as received on that day."""
        question = self.question
        stage = self._first_stage if question.kind == ask.UNREGISTERED else question.stage
        if not question.unit or not stage:
            raise Unanswerable("Chưa rõ là của đơn vị nào: trước hết hãy trả lời bằng tên đơn vị.")
        if isinstance(answer, Received) and question.kind in (*VERSIONS, ask.SIGNATURE):
            arrived = Mark("arrived", stage, question.unit, self.by, self.season.as_of, answer.on)
            return (*self._about_version(ask.YES), arrived) if question.kind in VERSIONS else (arrived,)
        rejected = (Reject(self._part()),) if question.kind in VERSIONS else ()
        return (*rejected, self._received(stage, answer.on))

    @property
    def _first_stage(self) -> str:
        return self.season.campaign.stages[0].code

    def _received(self, stage: str, on: date | None = None) -> Mark:
        question = self.question
        return Mark("paper", stage, question.unit, self.by, self.season.as_of, on, question.text)

    # - what it is about -

    def _part(self) -> Part:
        return part_asked_about(self.question, self.season)

    def _about_titles(self, recorded: str, new: str, *, one: bool) -> Effect:
        part = self._part()
        arrived = next(self._held(new, arrival=part.arrival), None) or Item(part, Place(new, Where("")))
        known = next(self._held(recorded, besides=part.arrival), None) or next(self._held(recorded), None)
        if one:
            return Rename(arrived, recorded, known)
        return Apart(known or Item(part, Place(recorded, Where(""))), arrived)

    def _withdraw(self, titles: tuple[str, ...]) -> Withdraw:
        return Withdraw(self._part(), titles, tuple(next(self._held(title), None) for title in titles))

    def _held(self, title: str, arrival: int = 0, besides: int = 0) -> Iterator[Item]:
        """Where the unit has an initiative of this title, as it is named by now."""
        for held in self.season.standing.held:
            own = held.version.unit == self.question.unit and held.version.arrival != besides
            if own and arrival in (0, held.version.arrival):
                yield from _named(title, held)


def _named(title: str, held: Held) -> Iterator[Item]:
    return (held.item(place) for place, one in enumerate(held.version.initiatives) if one.title == title)


def part_asked_about(question: Question, season: Season) -> Part:
    """What the mail gave to unit and stage of the question, as it read when the question was asked."""
    asked = in_force(season.read, question.asked_at or season.as_of)
    whose = (question.arrival, question.unit)
    found = [one for one in asked if (one.arrival, one.unit) == whose and question.stage in (None, one.stage)]
    return part_of(found[0]) if len(found) == 1 else Part(question.arrival or 0, question.stage, question.unit)


def _yes(answer: Given) -> bool:
    if answer in (ask.YES, ask.NO):
        return answer == ask.YES
    raise Unanswerable("Câu hỏi này chỉ cần trả lời đúng hoặc không.")
