"""What corrections by the office teach: a heading asks for a field, a spelling means a unit.

Nothing is kept for it: lessons follow from the rulings on record, so that an undone ruling has taught nothing. One
counts from two rulings of different mails on; where all of these came from one sender, it holds for the papers of that
sender alone. Nothing becomes sure by it: what it adds is told as a doubt.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from rules.campaign import Campaign, FieldSpec
from rules.imprint import ISSUER
from rules.initiative import TITLE, Headed, Initiative, Json, Reading, Understanding, UnitGuess, Value
from rules.intake.typed import Unfit, typed_value
from rules.roster import Roster
from rules.rulings import Assign, Confirm, Correct, Ruling, counting
from rules.standing.ownership import Sender
from rules.submission import Version
from rules.text import fold, likeness, words
from rules.wording import listed

RULE = "taught"
_CONFIDENCE = 0.6
_ENOUGH = 2  # mails
_SAME = 0.95  # likeness of what a person typed to what the paper says

Kind = Literal["heading", "spelling"]


@dataclass(frozen=True, slots=True)
class Lesson:
    """`means`: code of a field, or of a unit. `sender`: the one address whose mails taught it, "" where several did."""

    kind: Kind
    said: str  # as it was written first
    means: str
    rulings: tuple[int, ...]
    mails: tuple[int, ...]
    sender: str = ""
    disputed: bool = False  # as many mails teach something else

    @property
    def counts(self) -> bool:
        return len(self.mails) >= _ENOUGH and not self.disputed


@dataclass(frozen=True, slots=True)
class _Taught:
    kind: Kind
    said: str
    means: str
    ruling: int
    mail: int


def lessons(rulings: Iterable[Ruling], senders: Mapping[int, str]) -> tuple[Lesson, ...]:
    """All of them, those that do not count yet too, in the order in which they began. `senders`: addresses by mail."""
    found: dict[tuple[Kind, tuple[str, ...]], dict[str, list[_Taught]]] = {}
    for one in _taught(rulings):
        found.setdefault((one.kind, words(one.said)), {}).setdefault(one.means, []).append(one)
    return tuple(_lesson(meant, said, senders) for said in found.values() for meant in said.values())


def mails_of(rulings: Iterable[Ruling]) -> frozenset[int]:
    """The mails whose corrections teach something."""
    return frozenset(one.mail for one in _taught(rulings))


def _taught(rulings: Iterable[Ruling]) -> Iterator[_Taught]:
    for ruling in counting(rulings):
        for effect in ruling.effects:
            match effect:
                case Correct(item, field, _, heading) if heading:
                    yield _Taught("heading", heading, field, ruling.number, item.part.arrival)
                case Confirm(part, str(unit), named) | Assign(part, unit, named) if named:
                    yield _Taught("spelling", named, unit, ruling.number, part.arrival)


def _lesson(taught: Sequence[_Taught], said: Mapping[str, Sequence[_Taught]], senders: Mapping[int, str]) -> Lesson:
    """`said`: by what it would mean, everything that was taught of these words."""
    first, mails = taught[0], tuple(dict.fromkeys(one.mail for one in taught))
    others = (len({one.mail for one in other}) for means, other in said.items() if means != first.means)
    by = {senders.get(mail, "") for mail in mails}
    return Lesson(
        first.kind,
        first.said,
        first.means,
        tuple(dict.fromkeys(one.ruling for one in taught)),
        mails,
        by.pop() if len(by) == 1 else "",
        disputed=max(others, default=0) >= len(mails),
    )


# --- What a correction teaches --------------------------------------------------------------------------------------


def heading_of(initiative: Initiative, spec: FieldSpec, value: Json) -> str:
    """The heading under which a paper says what a person typed into a field that lacked it; "" where none does."""
    if value in (None, "", ()) or spec.code == TITLE:
        return ""
    said = ((one, one.text or initiative.get(one.field)) for one in initiative.beside if one.field != spec.code)
    return next((one.heading for one, text in said if _is_said(spec, text, value)), "")


def _is_said(spec: FieldSpec, text: Json, value: Json) -> bool:
    given = text if isinstance(text, tuple) else _typed(spec, str(text or ""))
    if isinstance(value, tuple) or isinstance(given, tuple):
        return given == value
    if isinstance(value, str) and isinstance(given, str):
        return likeness(given, value) >= _SAME
    return given is not None and given == value


def spelling_of(version: Version, unit: str) -> str:
    """As the paper spells a unit that it was not known by; "" where it names none, or was read as this unit's."""
    issuer = version.imprint.get(ISSUER)
    return fold(str(issuer.value)) if issuer is not None and issuer.value and version.unit != unit else ""


# --- What is read in the light of it --------------------------------------------------------------------------------


def in_the_light(
    understanding: Understanding, known: Iterable[Lesson], campaign: Campaign, roster: Roster, sender: Sender
) -> Understanding:
    """What a mail says, with what lessons add to it."""
    counting_ones = [one for one in known if one.counts and one.sender in ("", sender.address)]
    heads = {words(one.said): one for one in counting_ones if one.kind == "heading"}
    own = sender.units[0].code if len(sender.units) == 1 else ""  # what names nobody is the sender's anyway
    spellings = (one for one in counting_ones if one.kind == "spelling" and one.means != own)
    names = {words(one.said): one for one in spellings if roster.find(one.means)}
    if not heads and not names:
        return understanding
    readings = (_named(_read(one, heads, campaign), names) for one in understanding.readings)
    return replace(understanding, readings=tuple(readings))


def _named(reading: Reading, names: Mapping[tuple[str, ...], Lesson]) -> Reading:
    """A unit that nothing named for certain is the one that the office meant by this spelling: still a guess."""
    issuer = reading.imprint.get(ISSUER)
    lesson = names.get(words(str(issuer.value))) if issuer is not None else None
    if lesson is None or (reading.unit.unit and reading.unit.certain):
        return reading
    return replace(reading, unit=UnitGuess(lesson.means, RULE, certain=False, where=issuer.where if issuer else None))


def _read(reading: Reading, heads: Mapping[tuple[str, ...], Lesson], campaign: Campaign) -> Reading:
    asked = {spec.code: spec for spec in campaign.fields_of(reading.stage) if spec.code != TITLE}
    used: dict[Lesson, None] = {}
    initiatives = []
    for initiative in reading.initiatives:
        for headed in initiative.beside:
            lesson = heads.get(words(headed.heading))
            if lesson is None or lesson.means not in asked:
                continue
            after = _with(initiative, headed, asked[lesson.means])
            if after is not initiative:
                initiative, used[lesson] = after, None
        initiatives.append(initiative)
    if not used:
        return reading
    kept = tuple(doubt for doubt in reading.doubts if not any(_is_about(doubt, one) for one in used))
    told = tuple(_sentence(one, asked[one.means]) for one in used)
    return replace(reading, initiatives=tuple(initiatives), sure=False, doubts=(*kept, *told))


def _with(initiative: Initiative, headed: Headed, spec: FieldSpec) -> Initiative:
    """The text under a heading as the field that it asks for, where that has no value; a guessed field gives it up."""
    if initiative.get(spec.code) not in (None, "", ()) or headed.field == TITLE:
        return initiative
    values = dict(initiative.values)
    before = values.pop(headed.field, None)
    text = headed.text or (before.value if before else "")
    value = text if isinstance(text, tuple) and spec.kind == "people" else _typed(spec, _plain(text))
    if value in (None, "", ()):
        return initiative
    values[spec.code] = Value(value, headed.where, RULE, confidence=_CONFIDENCE)
    return replace(initiative, values=MappingProxyType(values))


def _plain(text: Json) -> str:
    return "; ".join(text) if isinstance(text, tuple) else str(text or "")


def _typed(spec: FieldSpec, text: str) -> Json:
    try:
        return typed_value(spec, text)
    except Unfit:
        return None


def _is_about(doubt: str, lesson: Lesson) -> bool:
    """Whether a sentence says that nobody knows what this heading means, or guesses it."""
    return f" {' '.join(words(lesson.said))} " in f" {' '.join(words(doubt))} " and "“" in doubt


def _sentence(lesson: Lesson, spec: FieldSpec) -> str:
    numbers = listed(str(number) for number in lesson.rulings)
    return f"Cột, mục “{lesson.said}” được hiểu là “{spec.label}” theo quyết định số {numbers} của phòng."


# --- What waits and reads otherwise by now --------------------------------------------------------------------------


def read_otherwise(
    waiting: Iterable[Version], known: Collection[Lesson], senders: Mapping[int, str], campaign: Campaign
) -> tuple[int, ...]:
    """Mails of which something waits for a person and would read otherwise in the light of the lessons that count."""
    found: dict[int, None] = {}
    for version in waiting:
        sender = senders.get(version.arrival, "")
        own = [one for one in known if one.counts and one.sender in ("", sender)]
        heads = {words(one.said): one for one in own if one.kind == "heading"}
        names = {words(one.said): one.means for one in own if one.kind == "spelling"}
        asked = {spec.code for spec in campaign.fields_of(version.stage)}
        if _is_anothers(version, names) or any(_differs(one, heads, asked) for one in version.initiatives):
            found[version.arrival] = None
    return tuple(found)


def _is_anothers(version: Version, names: Mapping[tuple[str, ...], str]) -> bool:
    issuer = version.imprint.get(ISSUER)
    meant = names.get(words(str(issuer.value))) if issuer is not None else None
    return version.unit != meant if version.rule == RULE else version.unit is None and meant is not None


def _differs(initiative: Initiative, heads: Mapping[tuple[str, ...], Lesson], asked: Collection[str]) -> bool:
    for headed in initiative.beside:
        lesson = heads.get(words(headed.heading))
        lacks = lesson is not None and lesson.means in asked and initiative.get(lesson.means) in (None, "", ())
        if lacks and headed.field != TITLE:
            return True
    taught = [(code, value) for code, value in initiative.values.items() if value.rule == RULE]
    supported = {
        (lesson.means, headed.where) for headed in initiative.beside if (lesson := heads.get(words(headed.heading)))
    }
    return any((code, value.where) not in supported for code, value in taught)
