"""What a mail of the office orders is carried out in the transaction of that mail. What was not understood or not done
is told at once, and to whom nothing proves all of it; else what was done is told together (`rules.letters.done`).

Where its writer is not proven it is proposed to him (`mailbot.proposing`); what only stops is a hold at once.
"""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from mailbot.app import App
from mailbot.correcting import Correcting
from mailbot.deciding import Deciding, Refused
from mailbot.proposing import Done, Weighing, in_words, is_certain, obey, propose
from mailbot.requested import Found, correct, rule, tell
from rules.calendar import local_day, short_day
from rules.intake.answering import only_stops
from rules.intake.decision import OfficeReply
from rules.intake.office_orders import Except, Hold, Order, Send
from rules.intake.office_requests import Ruled
from rules.intake.office_settled import NOT_ORDERED, may_order
from rules.intake.telling import Tell
from rules.letter_kind import ANSWERED
from rules.letters.batches import batch_of, units_of
from rules.letters.done import tells
from rules.letters.letter import AnsweredFacts, LetterOrder
from rules.letters.reminders import batch_named, leaves_anyway
from rules.proposal import Proposal
from rules.season import DECISION
from rules.standing.proposals import always_asks, is_at_the_desk, name_of
from storage.work import UnitOfWork


def follow(reply: OfficeReply, arrival: int, work: UnitOfWork, app: App) -> LetterOrder | None:
    """Do what was ordered, uncommitted, and give the letter that tells it; None where nobody is to be told now."""
    consents = tuple(one for one in reply.orders if _is_consent(one, reply, work, app))
    reply = replace(reply, orders=tuple(one for one in reply.orders if one not in consents))
    if any(isinstance(one, Send) and one.at_once for one in consents) and not reply.orders:
        return _letter(replace(reply, note=_when_it_leaves(reply, app)), Done(), arrival, work, app)
    if (reply.requests or reply.corrections) and not (reply.orders or reply.unclear or reply.note or reply.holds):
        return None  # told by `mailbot.requested`
    if not (reply.orders or reply.unclear or reply.holds or reply.note):
        return _of_the_rest(reply, arrival, work, app)
    done = Done(refused=[(one.statement, one.why) for one in reply.unclear])
    asked = _to_propose(reply, work, app)
    deciding = Deciding(work, app, name_of(reply.by, app.campaign.office), "email", arrival)
    deciding.beside = () if asked else reply.beside
    _hold([*reply.holds, *filter(only_stops, asked)], reply, deciding, done)
    _obey([order for order in reply.orders if order not in asked], reply, deciding, done, app)
    if asked:
        _propose(asked, reply, arrival, done, work, app)
    if deciding.beside and not done.is_nothing:
        done.refused += _not_done(deciding.beside)
    if done.is_nothing and not reply.note:
        return None  # the letter with the code says it all
    later = done.is_plain and not reply.note and tells(reply.letter.batch, app.now(), deciding.season)
    if later and is_certain(reply.weight, app):
        return None  # told with what else was done
    return _letter(reply, done, arrival, work, app)


def _of_the_rest(reply: OfficeReply, arrival: int, work: UnitOfWork, app: App) -> LetterOrder | None:
    """A consent needs no letter; what may be an order beside it does."""
    orders = [one for one in reply.beside if may_order(one)]
    return _letter(reply, Done(refused=_not_done(orders)), arrival, work, app) if orders else None


def _not_done(beside: Iterable[str]) -> list[tuple[str, str]]:
    return [(one, NOT_ORDERED) for one in beside]


def _is_consent(order: Order, reply: OfficeReply, work: UnitOfWork, app: App) -> bool:
    """ "Đồng ý" to what leaves as it was announced: nothing is to be done, and nobody to be told."""
    if not isinstance(order, Send):
        return False
    try:
        return leaves_anyway(work.season(app.campaign, app.roster, app.now()), batch_of(reply.letter))
    except ValueError:
        return False


def _when_it_leaves(reply: OfficeReply, app: App) -> str:
    _, day = batch_named(batch_of(reply.letter))
    opens = app.campaign.calendar.hours.opens
    return f"Đợt thư này tự gửi từ {opens:%H:%M} ngày {short_day(day)}; không gửi sớm hơn giờ đã báo được."


def _obey(orders: Iterable[Order], reply: OfficeReply, deciding: Deciding, done: Done, app: App) -> None:
    for order in orders:
        try:
            result = obey(order, reply.letter, deciding)
        except Refused as why:
            done.refused.append((in_words(order, app), str(why)))
        else:
            if not isinstance(deciding, Weighing):
                done.note(result)


def _to_propose(reply: OfficeReply, work: UnitOfWork, app: App) -> tuple[Order, ...]:
    """The orders whose writer must be asked whether they are his. Once he has confirmed something today, a letter that
    went to his address alone is proof for what harms nobody."""
    if reply.weight == "counts":
        return ()
    season = work.season(app.campaign, app.roster, app.now())
    if tuple(map(str.lower, reply.letter.to)) != (reply.by,) or not is_at_the_desk(reply.by, season, app.now()):
        return reply.orders
    return tuple(order for order in reply.orders if _asks_again(order, reply, work, app))


def _asks_again(order: Order, reply: OfficeReply, work: UnitOfWork, app: App) -> bool:
    weighing = Weighing(work, app, reply.by)
    try:
        obey(order, reply.letter, weighing)
    except Refused:
        return False
    return any(always_asks(one.effects) for one in weighing.found)


def _hold(orders: Iterable[Order], reply: OfficeReply, deciding: Deciding, done: Done) -> None:
    announced = units_of(reply.letter)
    for order in orders:
        units = [announced[number - 1] for number in order.numbers] if isinstance(order, Except | Hold) else []
        try:
            done.held.append(deciding.hold(batch_of(reply.letter), units))
        except Refused as why:
            done.refused.append(("tạm giữ", str(why)))


def _propose(orders: Iterable[Order], reply: OfficeReply, arrival: int, done: Done, work: UnitOfWork, app: App) -> None:
    weighing = Weighing(work, app, name_of(reply.by, app.campaign.office), arrival)
    weighing.beside = reply.beside
    _obey(orders, reply, weighing, done, app)
    found, season = Found(), weighing.season
    for request in reply.requests:
        if isinstance(request, Ruled):
            rule(request, season, found, weighing)
        elif isinstance(request, Tell):
            tell(request, season, found, weighing)
    for worded in reply.corrections:
        correct(worded, season, found, Correcting(weighing, app))
    done.refused += found.refused
    at = work.arrivals.mail(arrival).arrived_at
    wished = Proposal(0, reply.by, arrival, at, reply.words, (), answers=reply.letter.message_id)
    propose(wished, weighing.found, work, app)


def _letter(reply: OfficeReply, done: Done, arrival: int, work: UnitOfWork, app: App) -> LetterOrder | None:
    campaign = app.campaign
    today = local_day(app.now(), campaign.calendar)
    if not reply.to or not campaign.runs_on(today):
        return None
    about = f"stranger:{reply.letter.id}:{sha256(reply.by.encode()).hexdigest()[:16]}" if reply.stranger else arrival
    decisions = tuple(f"{DECISION}{deed.number}" for deed in (*done.deeds, *done.held))
    return LetterOrder(
        kind=ANSWERED,
        key=f"answered:{campaign.code}:{about}",
        to=campaign.office.letters_to if done.held else reply.to,
        facts=AnsweredFacts(
            subject=work.letters.letter(reply.letter.id).subject,
            at=work.arrivals.mail(arrival).arrived_at,
            deeds=tuple(done.deeds),
            undone=tuple(done.undone),
            refused=tuple(done.refused),
            note=reply.note,
            stranger=reply.by if reply.stranger else "",
            held=tuple(done.held),
        ),
        arrival=None if reply.stranger else arrival,
        batch=None if reply.stranger else reply.letter.batch,
        # What the answered letter asked may still be answered here; a letter about a stranger asks nothing.
        items=() if reply.stranger else (*decisions, *reply.letter.items),
    )
