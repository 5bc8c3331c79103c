"""Decisions of people whom nothing proves: weighed, shown to them with a code, carried out when the code comes back.

What is carried out is what was shown. It is weighed once more before: where something has changed nothing is done, and
the letter comes again with what would be done now.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from types import MappingProxyType

from mailbot.app import App
from mailbot.deciding import Decided, Deciding, Refused, also_changed
from mailbot.enclosing import with_changes
from mailbot.outbox import enqueue
from rules.basis import named
from rules.calendar import local_day, short_day
from rules.intake.answers import Given
from rules.intake.documents_told import Cite
from rules.intake.effect_words import given_in_words
from rules.intake.office_orders import Answer, Delay, Except, Hold, Order, Send, Stop, Undo
from rules.intake.proof import Weight
from rules.intake.sheet_lines import Refusal
from rules.intake.telling import Tell
from rules.intake.workbook_words import SHOWN, Change, changes_of, not_taken, told
from rules.letter_kind import CODE
from rules.letters.batches import batch_of, units_of
from rules.letters.letter import CodeFacts, Deed, LetterOrder, Wish
from rules.proposal import Proposal
from rules.roster import Unit
from rules.rulings import Confirm, Mark, Ruling, TakeBack, Turn, Unmark
from rules.season import DECISION, LetterFacts, Question, Season
from rules.standing.proposals import CHANGED, expiry, matters_of, name_of, overdue, to_show
from rules.standing.questions import YES
from rules.standing.ruling_words import in_short
from storage.work import UnitOfWork

_LATE = "quá thời hạn xác nhận"
_FIRST_WORDS = 120  # characters


@dataclass
class Done:
    """What came of a mail."""

    deeds: list[Deed] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    held: list[Deed] = field(default_factory=list)

    @property
    def is_plain(self) -> bool:
        """All was understood and done: the letter that tells what was done in a day will do."""
        return not (self.undone or self.refused or self.held)

    @property
    def is_nothing(self) -> bool:
        return not (self.deeds or self.undone or self.refused or self.held)

    def note(self, result: Deed | str) -> None:
        """A decision, or what was taken back."""
        if isinstance(result, Deed):
            self.deeds.append(result)
        else:
            self.undone.append(result)


def is_certain(weight: Weight, app: App) -> bool:
    """Whether our server proved the writer. Where From was believed, or a code of the same day, whoever was written in
    the name of reads at once what was done."""
    return weight == "counts" and app.config.decisions != "trusting"


# --- What an order does -----------------------------------------------------------------------------------------


def obey(order: Order, letter: LetterFacts, deciding: Deciding) -> Deed | str:
    """Carry out one order in answer to a letter; of what was taken back, what it was. Raises Refused."""
    match order:
        case Answer(number, given, broad, right):
            if broad and given == YES and not deciding.proposes(number, wishes=not right):
                raise Refused(_NOT_PROPOSED.format(number=number))
            if type(deciding) is Deciding and _was_told(number, letter, deciding):
                deciding.undo_answer(number)  # "câu 1 không", in answer to the letter that told "câu 1 đúng"
            return deciding.answer(number, given)
        case Stop():
            return deciding.stop(batch_of(letter))
        case Send():
            return deciding.release(batch_of(letter))
        case Except(numbers) | Hold(numbers):
            announced = units_of(letter)
            return deciding.stop(batch_of(letter), [announced[number - 1] for number in numbers])
        case Delay(until, numbers):
            announced = units_of(letter)
            return deciding.hold(batch_of(letter), [announced[number - 1] for number in numbers], until=until)
        case Undo(number, question):
            return deciding.undo_answer(number) if question else deciding.undo(number)
        case Cite(code, number, issued, subject):
            return deciding.cite(code, number, issued, subject)
        case Tell(unit, words):
            return deciding.tell(unit, words)


def _was_told(question: int, letter: LetterFacts, deciding: Deciding) -> bool:
    """Whether the letter that is answered told of the answer to this question."""
    try:
        return f"{DECISION}{deciding.ruling_on(question)}" in letter.items
    except Refused:
        return False


def in_words(order: Order, app: App) -> str:
    match order:
        case Answer(number, given):
            return f"{number} {given_in_words(given, app.roster)}"
        case Stop():
            return "dừng"
        case Send():
            return "gửi"
        case Except(numbers):
            return f"trừ {', '.join(map(str, numbers))}"
        case Hold(numbers):
            return f"tạm dừng {', '.join(map(str, numbers))}".strip()
        case Delay(until, numbers):
            return " ".join(
                part for part in ("giữ", ", ".join(map(str, numbers)), f"đến hết ngày {short_day(until)}") if part
            )
        case Undo(number, question):
            return f"hoàn tác {'câu ' if question else ''}{number}"
        case Cite(code, number, issued):
            return f"{named(code, app.campaign)}: số {number} ngày {short_day(issued)}"
        case Tell(unit, words):
            return f"nhắn {app.roster.unit(unit).label}: {words}"


_NOT_PROPOSED = "việc này chưa có gợi ý nên cần trả lời riêng, ví dụ {number} đúng"


class Weighing(Deciding):
    """The same decisions, not taken: `found` is what would be kept, and nothing is written."""

    def __init__(self, work: UnitOfWork, app: App, by: str, arrival: int | None = None) -> None:
        super().__init__(work, app, by, "email", arrival)
        self.found: list[Ruling] = []

    def keep(self, decided: Decided) -> Deed:
        self.found.append(self._fitting(self.telling(decided)))
        self.beside = ()
        return Deed(0, decided.done)

    def undo(self, number: int) -> str:
        leaning = self.resting_on(number)
        ruling = self._to_undo(number)
        done = f"Hủy quyết định số {number} ({in_short(ruling)}).{also_changed(leaning, would=True)}"
        self.keep(Decided("undo", f"hoàn tác {number}", done, (TakeBack(number),), ruling.unit, ruling.stage))
        return done

    def _receipt(self, effect: Confirm, learned: bool) -> bool:
        return False

    def _tell(self, question: Question, given: Given, ruling: int) -> str:
        return ""

    def _tell_mark(self, mark: Mark, ruling: int) -> str:
        return ""

    def _tell_undone(self, marks: Iterable[Mark | Unmark], ruling: int) -> str:
        return ""

    def _tell_words(self, unit: Unit, words: str, ruling: int) -> None:
        pass

    def _lift(self, released: Mark) -> None:
        pass


# --- Proposing --------------------------------------------------------------------------------------------------


def propose(
    wished: Proposal, found: Sequence[Ruling], work: UnitOfWork, app: App, refused: Sequence[Refusal] = ()
) -> bool:
    """Keep what a mail wishes as proposed, and show it to its writer as soon as may be; uncommitted. Whether it was
    shown now, and with it what of a workbook was `refused`."""
    if not found:
        return False
    keep(wished, found, work)
    return show(wished.person, work, app, beside={wished.arrival: refused})


def name(proposal: Proposal, app: App) -> str:
    return name_of(proposal.person, app.campaign.office)


def keep(wished: Proposal, found: Iterable[Ruling], work: UnitOfWork) -> None:
    numbers = [
        work.rulings.add(replace(one, turns=(replace(one.turns[0], state="proposed", at=wished.at),))) for one in found
    ]
    work.proposals.add(replace(wished, rulings=tuple(numbers)))


def rulings_of(proposal: Proposal, work: UnitOfWork) -> list[Ruling]:
    """Those that still wait: some may have been settled on the page."""
    return [one for one in work.rulings.all() if one.number in proposal.rulings and one.state == "proposed"]


# --- Showing ----------------------------------------------------------------------------------------------------


def show(
    person: str,
    work: UnitOfWork,
    app: App,
    *,
    at_once: bool = False,
    beside: Mapping[int, Sequence[Refusal]] = MappingProxyType({}),
) -> bool:
    """Write the letter with codes to somebody, if one is due now; uncommitted. `beside`: what was refused of the
    workbooks of mails."""
    campaign, now = app.campaign, app.now()
    season = work.season(campaign, app.roster, now)
    shown = to_show(person, season, now, at_once=at_once)
    if not shown or not campaign.runs_on(local_day(now, campaign.calendar)):
        return False
    mark, codes = secrets.token_hex(16), _distinct(len(shown), app.codes)
    changed = {one.arrival for one in season.proposals if one.why == CHANGED}
    order = LetterOrder(
        kind=CODE,
        key=f"code:{campaign.code}:{mark[:16]}",
        to=(person,),
        facts=CodeFacts(
            choices=tuple(
                _choice(one, code, beside.get(one.arrival, ()), season, work)
                for one, code in zip(shown, codes, strict=True)
            ),
            mark=mark,
            expires=expiry(now, campaign),
            rival=any(matters_of(one, season) & matters_of(two, season) for one, two in combinations(shown, 2)),
            again=any(one.arrival in changed for one in shown),
        ),
        arrival=shown[-1].arrival,
        also=tuple(dict.fromkeys(one.arrival for one in shown[:-1] if one.arrival != shown[-1].arrival)),
        items=tuple(f"proposal:{one.number}" for one in shown),
    )
    changes = _changes([ruling for one in shown for ruling in rulings_of(one, work)], season)
    refused = [one for refusals in beside.values() for one in refusals]
    too_much = told(changes).more or len(not_taken(refused)) > SHOWN
    enclosed = with_changes(changes, refused, campaign) if too_much else ()
    if not enqueue(order, work, app, enclosed):
        return False
    letter = work.letters.named(order.key).message_id
    for one, code in zip(shown, codes, strict=True):
        seen = replace(one, code=code, mark=mark, letter=letter, shown_at=now, expires_at=expiry(now, campaign))
        work.proposals.show(seen)
        for ruling in rulings_of(one, work):
            work.rulings.turn(ruling.number, Turn("proposed", name(one, app), now, "email", letter))
    return True


def _distinct(number: int, draw: Callable[[], str]) -> list[str]:
    codes: list[str] = []
    while len(codes) < number:
        code = draw()
        codes += [code] if code not in codes else []
    return codes


def _choice(proposal: Proposal, code: str, refused: Sequence[Refusal], season: Season, work: UnitOfWork) -> Wish:
    """What a workbook changes is shown value by value."""
    reasons = not_taken(refused)
    waiting = rulings_of(proposal, work)
    deeds = tuple(one.done for one in waiting if one.kind != "workbook")
    return Wish(
        code,
        proposal.at,
        short(proposal.words),
        deeds,
        told(_changes(waiting, season)),
        tuple((one.place, one.why) for one in reasons[:SHOWN]),
        max(0, len(reasons) - SHOWN),
    )


def _changes(waiting: Sequence[Ruling], season: Season) -> list[Change]:
    return [change for one in waiting if one.kind == "workbook" for change in changes_of(one.effects, season)]


def tend(season: Season, work: UnitOfWork, app: App) -> bool:
    """Let lapse what nobody confirmed in time, and show what had to wait; uncommitted. Whether anything changed."""
    late = overdue(season, app.now())
    for one in late:
        lapse(one, _LATE, work, app)
    waiting = dict.fromkeys(one.person for one in season.proposals if one.is_open and not one.is_shown)
    for person in waiting:
        show(person, work, app)
    return bool(late or waiting)


def lapse(proposal: Proposal, why: str, work: UnitOfWork, app: App) -> None:
    now = app.now()
    work.proposals.settle(proposal.number, "lapsed", now, why)
    for ruling in rulings_of(proposal, work):
        work.rulings.turn(ruling.number, Turn("lapsed", name(proposal, app), now, "email"))


def short(words: str) -> str:
    """The first words of a mail, on one line."""
    return " ".join(words.split())[:_FIRST_WORDS]
