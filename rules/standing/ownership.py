"""Whose a submission is: what the document says, beside who sent it.

From alone identifies a sender, never Reply-To. A document may name its unit, but only a sender whom the roster or a
person of the office knows may speak for it without being asked about.
"""

from dataclasses import dataclass

from rules.campaign import Campaign
from rules.document import BODY
from rules.initiative import BY_FORM, Reading, Understanding
from rules.mail import Mail, untagged
from rules.roster import Roster, Unit
from rules.season import QuestionKind, Season
from rules.standing.questions import PROSE, SENDER, UNIT


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote a mail. `units` are those that the address speaks for: more than one where schools share a mailbox."""

    address: str  # "" where the mail names none
    units: tuple[Unit, ...] = ()
    office: bool = False

    @property
    def known(self) -> bool:
        return self.office or bool(self.units)


@dataclass(frozen=True, slots=True)
class Owner:
    """The unit of a reading. Where it is not certain, `ask` is the kind of question and `why` a Vietnamese sentence."""

    unit: Unit | None
    rule: str
    certain: bool
    ask: QuestionKind | None = None
    why: str = ""
    candidates: tuple[str, ...] = ()


def sender_of(mail: Mail, season: Season, roster: Roster) -> Sender:
    """By the addresses of the roster, those of heads of units, and those that the office assigned."""
    address = mail.sender.address.lower() if mail.sender else ""
    if not address:
        return Sender("")
    units = tuple(unit for unit in roster if speaks_for(address, unit, season))
    office = season.campaign.office
    return Sender(office.listed(address), units, True) if office.has(address) else Sender(address, units, False)


def speaks_for(address: str, unit: Unit, season: Season) -> bool:
    """Whether the roster or a person of the office says that this address, in lower case, is one of the unit's."""
    return untagged(address) in {untagged(one) for one in (*unit.addresses, unit.head_address) if one} or (
        untagged(address),
        unit.code,
    ) in {(untagged(known), code) for known, code in season.learned}


def is_the_office(unit: Unit, campaign: Campaign) -> bool:
    """Whether it is the unit that runs the campaign: it is neither reminded by itself nor thanked."""
    office = campaign.office
    return unit.name.casefold() == office.name.casefold() or any(map(office.is_shared, unit.addresses))


def concerned(mail: Mail, understanding: Understanding, season: Season) -> tuple[str, ...]:
    """Codes of all units whose versions may matter for this mail: those it names, and those its sender speaks for."""
    sender = sender_of(mail, season, season.roster)
    named = [code for one in understanding.readings for code in (one.unit.unit, *one.unit.candidates) if code]
    return tuple(dict.fromkeys((*named, *(unit.code for unit in sender.units))))


def owner_of(reading: Reading, sender: Sender, roster: Roster) -> Owner:
    """The first line that holds."""
    guess = reading.unit
    named = roster.find(guess.unit)
    if named is None and guess.candidates:
        return _ambiguous(guess.candidates, roster)
    if named is None:
        return _unnamed(reading, sender)
    if not sender.known:
        return Owner(named, guess.rule, False, SENDER, _stranger(sender, named), (named.code,))
    if not sender.office and named not in sender.units and guess.rule == BY_FORM:
        codes = (named.code, *(unit.code for unit in sender.units))
        return Owner(None, guess.rule, False, UNIT, _form_of_another(sender, named), codes)
    if not sender.office and named not in sender.units:
        return Owner(named, guess.rule, False, SENDER, _other(sender, named), (named.code, sender.units[0].code))
    own = not sender.office and sender.units == (named,) and not guess.candidates
    if not guess.certain and not (own and reading.files == (BODY,)):  # a unit need not name itself in its own mail
        why = f"Tên đơn vị trong văn bản chưa rõ, có thể là {named.name}."
        return Owner(named, guess.rule, False, UNIT, why, (named.code, *guess.candidates))
    return _read(reading, named, guess.rule)


def _read(reading: Reading, unit: Unit, rule: str) -> Owner:
    """The unit is settled; what was read may still be unsure."""
    if reading.sure:
        return Owner(unit, rule, True)
    why = " ".join(reading.doubts) or "Nội dung đọc được chưa chắc chắn."
    return Owner(unit, rule, False, PROSE, why, (unit.code,))


def _ambiguous(candidates: tuple[str, ...], roster: Roster) -> Owner:
    names = [unit.name for unit in (roster.find(code) for code in candidates) if unit]
    return Owner(None, "ambiguous", False, UNIT, f"Văn bản có thể là của {' hoặc '.join(names)}.", candidates)


def _unnamed(reading: Reading, sender: Sender) -> Owner:
    """The document names nobody: it is the sender's own, where the sender is one unit."""
    if len(sender.units) == 1:
        return _read(reading, sender.units[0], "sender")
    if sender.units:
        codes = tuple(unit.code for unit in sender.units)
        return Owner(None, "sender", False, UNIT, "Văn bản không ghi tên đơn vị, địa chỉ gửi dùng chung.", codes)
    return Owner(None, "none", False, UNIT, "Văn bản không ghi tên đơn vị, địa chỉ gửi chưa có trong danh sách.")


def _stranger(sender: Sender, unit: Unit) -> str:
    who = sender.address or "không rõ địa chỉ"
    return f"Địa chỉ gửi ({who}) chưa có trong danh sách, văn bản ghi tên {unit.name}."


def _form_of_another(sender: Sender, unit: Unit) -> str:
    """Its head is printed beforehand, so it says whose form it is, not who filled it in."""
    own = sender.units[0]
    return f"Biểu mẫu là của {unit.name}, thư gửi từ địa chỉ của {own.name} ({sender.address})."


def _other(sender: Sender, unit: Unit) -> str:
    return f"Văn bản của {unit.name} được gửi từ địa chỉ của {sender.units[0].name} ({sender.address})."
