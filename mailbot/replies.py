"""What a mail of the office orders is carried out in the transaction of that mail; one letter says what was done."""

from dataclasses import dataclass, field
from hashlib import sha256

from mailbot.app import App
from mailbot.deciding import Deciding, Refused
from rules.basis import named
from rules.calendar import local_day, short_day
from rules.intake.answering import batch_of, units_of
from rules.intake.decision import OfficeReply
from rules.intake.documents_told import Cite
from rules.intake.effect_words import given_in_words
from rules.intake.office_replies import Answer, Except, Hold, Order, Send, Stop, Undo
from rules.letter_kind import ANSWERED
from rules.letters.letter import AnsweredFacts, Deed, LetterOrder
from rules.standing.questions import YES
from storage.work import UnitOfWork


@dataclass
class _Done:
    """What came of an answer."""

    deeds: list[Deed] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def follow(reply: OfficeReply, arrival: int, work: UnitOfWork, app: App) -> LetterOrder | None:
    """Do what was ordered, uncommitted, and give the letter that tells it; None where nobody is to be told.

    A mail that is handled again (after `requeue`) decides nothing twice.
    """
    if any(one.arrival == arrival for one in work.rulings.about(arrival)):
        return None
    if (reply.requests or reply.corrections) and not (reply.orders or reply.unclear):
        return None  # told by `mailbot.requested`
    done = _Done(refused=[(one.statement, one.why) for one in reply.unclear])
    deciding = Deciding(work, app, reply.by, "email", arrival)
    for order in reply.orders:
        try:
            _carry_out(order, reply, deciding, done)
        except Refused as why:
            done.refused.append((_in_words(order, app), str(why)))
    return _letter(reply, done, arrival, work, app)


def _carry_out(order: Order, reply: OfficeReply, deciding: Deciding, done: _Done) -> None:
    match order:
        case Answer(number, given, broad):
            if broad and given == YES and not deciding.proposes(number):
                raise Refused(_NOT_PROPOSED.format(number=number))
            done.deeds.append(deciding.answer(number, given))
        case Stop():
            done.deeds.append(deciding.stop(batch_of(reply.letter)))
        case Send():
            done.deeds.append(deciding.release(batch_of(reply.letter)))
        case Except(numbers):
            announced = units_of(reply.letter)
            done.deeds.append(deciding.stop(batch_of(reply.letter), [announced[number - 1] for number in numbers]))
        case Hold(numbers):
            announced = units_of(reply.letter)
            held = deciding.stop(batch_of(reply.letter), [announced[number - 1] for number in numbers])
            done.deeds.append(held)
        case Undo(number):
            done.undone.append(deciding.undo(number))
        case Cite(code, number, issued, subject):
            done.deeds.append(deciding.cite(code, number, issued, subject))


_NOT_PROPOSED = "việc này chưa có gợi ý nên cần trả lời riêng, ví dụ {number} đúng"


def _in_words(order: Order, app: App) -> str:
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
        case Undo(number):
            return f"hoàn tác {number}"
        case Cite(code, number, issued):
            return f"{named(code, app.campaign)}: số {number} ngày {short_day(issued)}"


def _letter(reply: OfficeReply, done: _Done, arrival: int, work: UnitOfWork, app: App) -> LetterOrder | None:
    campaign = app.campaign
    today = local_day(app.now(), campaign.calendar)
    if not reply.to or not campaign.go_live <= today <= campaign.closes:
        return None
    about = f"stranger:{reply.letter.id}:{sha256(reply.by.encode()).hexdigest()[:16]}" if reply.stranger else arrival
    decisions = tuple(f"decision:{deed.number}" for deed in done.deeds)
    return LetterOrder(
        kind=ANSWERED,
        key=f"answered:{campaign.code}:{about}",
        to=reply.to,
        facts=AnsweredFacts(
            subject=work.letters.letter(reply.letter.id).subject,
            at=work.arrivals.mail(arrival).arrived_at,
            deeds=tuple(done.deeds),
            undone=tuple(done.undone),
            refused=tuple(done.refused),
            note=reply.note,
            stranger=reply.by if reply.stranger else "",
        ),
        arrival=None if reply.stranger else arrival,
        batch=None if reply.stranger else reply.letter.batch,
        # What the answered letter asked may still be answered here; a letter about a stranger asks nothing.
        items=() if reply.stranger else (*decisions, *reply.letter.items),
    )
