"""The facts of a letter as its template sees them: ready words and lists, no rows, no dates to be formatted.

What a template may use is exactly what stands here; `HUONG-DAN.txt` beside the templates explains it to the office.
Which sentence follows from which fact stays in the templates; only choices that no clerk should make stand here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import singledispatch

from mailbot.writing.view_words import QUOTED as QUOTED
from mailbot.writing.view_words import common as common
from mailbot.writing.views_of_decisions import answered, codes, deadline, done, lookup, questions, silent
from mailbot.writing.views_of_sign_in import sign_in, sign_in_void
from mailbot.writing.views_of_wishes import decision, reply, undecided
from mailbot.writing.views_of_words import written
from mailbot.writing.views_to_office import DRAWINGS as DRAWINGS
from mailbot.writing.views_to_office import alarm, announcement, held, office, withheld
from mailbot.writing.views_to_units import acknowledgement, receipt, receipts, reminder
from rules.campaign import Campaign
from rules.letters.letter import (
    FORM,
    AcknowledgementFacts,
    AlarmFacts,
    AnnouncementFacts,
    AnsweredFacts,
    CodeFacts,
    DeadlineFacts,
    DecisionFacts,
    DoneFacts,
    Facts,
    HeldFacts,
    LetterOrder,
    LookupFacts,
    OfficeFacts,
    QuestionsFacts,
    ReceiptFacts,
    ReceiptsFacts,
    ReminderFacts,
    ReplyFacts,
    SignInFacts,
    SignInVoidFacts,
    SilentFacts,
    UndecidedFacts,
    WithheldFacts,
    WrittenFacts,
)
from rules.letters.reminder_plan import kind_of_step
from rules.roster import Roster

Words = dict[str, object]


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies beside the facts when a letter is written. `quoted`: another letter as its reader will see it."""

    order: LetterOrder
    campaign: Campaign
    roster: Roster
    quoted: Callable[[LetterOrder], tuple[str, ...]]

    @property
    def with_form(self) -> Words:
        return {"form": FORM in self.order.attach}


@singledispatch
def view(facts: Facts, desk: Desk) -> Words:
    """The variables of a letter of these facts. Another module registers the view of facts of its own."""
    raise NotImplementedError(type(facts).__name__)


@view.register
def _(facts: ReceiptFacts, desk: Desk) -> Words:
    return {**receipt(desk.order, facts, desk.campaign, desk.roster), **desk.with_form}


@view.register
def _(facts: ReceiptsFacts, desk: Desk) -> Words:
    return {**receipts(desk.order, facts, desk.campaign, desk.roster), **desk.with_form}


@view.register
def _(facts: AcknowledgementFacts, desk: Desk) -> Words:
    return acknowledgement(facts, desk.campaign)


@view.register
def _(facts: ReplyFacts, desk: Desk) -> Words:
    return {**reply(facts, desk.order, desk.campaign, desk.roster), **desk.with_form}


@view.register
def _(facts: DecisionFacts, desk: Desk) -> Words:
    return {**decision(facts, desk.order, desk.roster), **desk.with_form}


@view.register
def _(facts: UndecidedFacts, desk: Desk) -> Words:
    return undecided(facts, desk.order, desk.roster)


@view.register
def _(facts: ReminderFacts, desk: Desk) -> Words:
    return {**reminder(facts, desk.campaign), **desk.with_form}


@view.register
def _(facts: AnnouncementFacts, desk: Desk) -> Words:
    return announcement(facts, desk.campaign, _example(facts, desk))


@view.register
def _(facts: OfficeFacts, desk: Desk) -> Words:
    return office(desk.order, facts, desk.campaign, desk.roster)


@view.register
def _(facts: AlarmFacts, desk: Desk) -> Words:
    return alarm(facts, desk.campaign)


@view.register
def _(facts: HeldFacts, desk: Desk) -> Words:
    return held(facts, desk.campaign)


@view.register
def _(facts: WithheldFacts, desk: Desk) -> Words:
    return withheld(facts, desk.campaign)


@view.register
def _(facts: QuestionsFacts, desk: Desk) -> Words:
    return questions(facts, desk.campaign, desk.roster)


@view.register
def _(facts: AnsweredFacts, desk: Desk) -> Words:
    return answered(facts, desk.campaign)


@view.register
def _(facts: LookupFacts, desk: Desk) -> Words:
    return lookup(facts, desk.order)


@view.register
def _(facts: DoneFacts, desk: Desk) -> Words:
    return done(facts)


@view.register
def _(facts: CodeFacts, desk: Desk) -> Words:
    return codes(facts, desk.campaign)


@view.register
def _(facts: SilentFacts, desk: Desk) -> Words:
    return silent(facts)


@view.register
def _(facts: DeadlineFacts, desk: Desk) -> Words:
    return deadline(facts)


@view.register
def _(facts: WrittenFacts, desk: Desk) -> Words:
    return {**written(facts), **desk.with_form}


@view.register
def _(facts: SignInFacts, desk: Desk) -> Words:
    return sign_in(facts, desk.campaign)


@view.register
def _(facts: SignInVoidFacts, desk: Desk) -> Words:
    return sign_in_void(facts, desk.campaign)


def _example(facts: AnnouncementFacts, desk: Desk) -> tuple[str, ...]:
    """The text of the first of the announced reminders, as the unit will read it."""
    if not facts.reminders:
        return ()
    first = facts.reminders[0]
    kind = kind_of_step(facts.invitation, facts.overdue)
    attach = (FORM,) if first.with_form else ()
    return desk.quoted(LetterOrder(kind, "", first.unit.addresses[:1], first, unit=first.unit.code, attach=attach))
