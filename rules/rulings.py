"""What people decide, as values: folded over what was read, never written into it.

A ruling names its object as it read when it was decided (`rules.places`) and takes effect wherever that object stands
in a later reading. So a mail may be read again without losing a decision, a decision may be taken back at any time,
and what was true at any moment can be asked.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import Literal, Protocol, TypeVar

from rules.document import Where
from rules.initiative import TITLE, Initiative, Json, Value
from rules.places import Item, Part, Place, found_again
from rules.submission import Version, joined
from rules.titles import title_key

MarkKind = Literal["exempt", "extension", "paper", "pause", "hold", "arrived", "release"]
How = Literal["email", "command", "workbook", "page", "file"]
State = Literal[
    "proposed",  # somebody who may not decide alone, or is not proven, wishes it; nothing follows yet
    "confirmed",  # it counts
    "lapsed",  # a proposal that nobody confirmed in time, or that another took the place of
    "undone",  # it counted, and was taken back
]


NO_MAIL = 0  # in the place of a mail's number


# --- What is decided ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Confirm:
    """The part counts, for this unit where one is named."""

    part: Part
    unit: str | None = None
    named: str = ""  # as the paper spells the unit, where it was not known by that


@dataclass(frozen=True, slots=True)
class Reject:
    """The part does not count."""

    part: Part


@dataclass(frozen=True, slots=True)
class Assign:
    """The part is this unit's. Whether it counts stays as it was."""

    part: Part
    unit: str
    named: str = ""  # as in Confirm


@dataclass(frozen=True, slots=True)
class Move:
    """The part is of another stage."""

    part: Part
    stage: str


@dataclass(frozen=True, slots=True)
class Rename:
    """Two titles are one initiative: this one takes the name of the other, as that one reads by now."""

    item: Item
    new: str
    like: Item | None = None
    was: str = ""  # the name that stood there when it was decided, where that was told beside


@dataclass(frozen=True, slots=True)
class Apart:
    """Two titles that look alike are not one initiative."""

    one: Item
    other: Item


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The part takes these titles back; `taken` are the initiatives that they named, where they are known."""

    part: Part
    titles: tuple[str, ...]
    taken: tuple[Item | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Add:
    """An initiative that the reading missed: values by the codes of fields, the title among them."""

    part: Part
    values: tuple[tuple[str, Json], ...]


@dataclass(frozen=True, slots=True)
class Drop:
    """No initiative: something else was read as one."""

    item: Item


@dataclass(frozen=True, slots=True)
class Split:
    """What was read as one initiative is several, of these titles; each keeps the other values."""

    item: Item
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """What was read as several initiatives of one part is one; of this title, else of the first one's."""

    items: tuple[Item, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Correct:
    """A value as it should read; None where the field says nothing."""

    item: Item
    field: str
    value: Json
    heading: str = ""  # under which the paper says this value, where it does
    was: str | None = None  # as it read when it was decided, where that was told beside


@dataclass(frozen=True, slots=True)
class Submission:
    """A mail in which nothing was found is one, or what came without a mail is; what it holds is added by hand."""

    arrival: int  # NO_MAIL: it came by telephone, by hand, in a meeting
    arrived_at: datetime  # aware
    stage: str
    unit: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A decision of the office about a unit (None: all units) in a stage."""

    kind: MarkKind
    stage: str
    unit: str | None
    by: str
    at: datetime
    until: date | None = None  # extension: the last day that is in time; pause, hold: the last day without reminders;
    #   arrived, paper: the day on which it counts as received; release: the day of the batch that may leave
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unmark:
    """Every mark of this kind that was set before for this unit and stage alone is taken back."""

    kind: MarkKind
    stage: str
    unit: str


@dataclass(frozen=True, slots=True)
class Learn:
    """An address, in lower case, may speak for this unit from now on."""

    address: str
    unit: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A question is closed with this answer, as `rules.intake.answers.written` writes it."""

    question: int
    answer: str


@dataclass(frozen=True, slots=True)
class Entered:
    """One cell of an input sheet that a person filled: row and column as `rules.drafting.workbook_inputs` names them.

    A later one for the same row and column takes the place of the earlier; `value` None empties the cell.
    """

    row: str
    column: str
    value: str | float | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TakeBack:
    """A ruling is taken back. It is kept where somebody proposes that; what is taken back at once is a turn alone."""

    ruling: int  # number


OfContent = Confirm | Reject | Assign | Move | Rename | Withdraw | Add | Drop | Split | Merge | Correct | Submission
OfParts = Confirm | Reject | Assign | Move | Add
OfItems = Rename | Drop | Split | Merge | Correct
Effect = OfContent | Apart | Mark | Unmark | Learn | Answered | Entered | TakeBack


# --- Who decided it, and whether it counts --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Turn:
    """A ruling came into a state."""

    state: State
    by: str
    at: datetime  # aware
    how: How
    shown: str = ""  # of a proposal: Message-ID of the letter in which its effects were shown


@dataclass(frozen=True, slots=True)
class Ruling:
    """`turns`: oldest first, at least one."""

    number: int  # what people type to take it back; 0 until it is stored
    kind: str  # "answer", "correct", "extension", ...
    effects: tuple[Effect, ...]
    turns: tuple[Turn, ...]
    said: str = ""  # as it was given: "1 đúng", or the arguments of a command
    done: str = ""  # Vietnamese: what followed
    unit: str | None = None
    stage: str | None = None
    question: int | None = None
    about: int | None = None  # the mail it is about
    arrival: int | None = None  # the mail in which it was given

    @property
    def state(self) -> State:
        return self.turns[-1].state

    @property
    def counts(self) -> bool:
        return self.state == "confirmed"

    @property
    def decided(self) -> Turn:
        """Who decided it and when: the last confirmation, of what was never confirmed the proposal. What was
        proposed by mail and then confirmed was decided when that mail arrived."""
        confirmed = [turn for turn in self.turns if turn.state == "confirmed"]
        if confirmed and (self.turns[0].state, self.turns[0].how) == ("proposed", "email"):
            return replace(confirmed[-1], at=self.turns[0].at)
        return confirmed[-1] if confirmed else self.turns[0]

    def seen_at(self, moment: datetime) -> "Ruling | None":
        """As it stood then; None where nobody had thought of it."""
        turns = tuple(turn for turn in self.turns if turn.at <= moment)
        return replace(self, turns=turns) if turns else None


def at_moment(rulings: Iterable[Ruling], moment: datetime) -> tuple[Ruling, ...]:
    """Each as it stood then."""
    return tuple(seen for one in rulings if (seen := one.seen_at(moment)) is not None)


def counting(rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """Those that count, in the order in which they began to."""
    return tuple(sorted((one for one in rulings if one.counts), key=lambda one: (one.decided.at, one.number)))


def as_if_confirmed(rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """As they would stand, were everything confirmed that is proposed."""
    known = tuple(rulings)
    back = {number for one in known if one.state == "proposed" for number in taken_back(one)}
    return tuple(_as_if(one, "undone" if one.number in back else "confirmed", back) for one in known)


def _as_if(ruling: Ruling, state: State, back: Collection[int]) -> Ruling:
    if ruling.state != "proposed" and ruling.number not in back:
        return ruling
    return replace(ruling, turns=(*ruling.turns, replace(ruling.turns[-1], state=state)))


def taken_back(ruling: Ruling) -> tuple[int, ...]:
    """Numbers of the rulings that it takes back."""
    return tuple(effect.ruling for effect in ruling.effects if isinstance(effect, TakeBack))


def in_force(versions: Iterable[Version], moment: datetime) -> tuple[Version, ...]:
    """What had been read by then and nothing had taken the place of: of each mail its reading of then."""
    return tuple(
        version
        for version in versions
        if version.known_at <= moment and (version.superseded_at is None or version.superseded_at > moment)
    )


# --- What follows beside content ------------------------------------------------------------------------------------


def marks(rulings: Iterable[Ruling]) -> tuple[Mark, ...]:
    """The marks that hold."""
    found: list[Mark] = []
    for ruling in counting(rulings):
        for effect in ruling.effects:
            if isinstance(effect, Mark):
                found.append(replace(effect, by=ruling.decided.by, at=ruling.decided.at))
            elif isinstance(effect, Unmark):
                gone = (effect.kind, effect.stage, effect.unit)
                found = [mark for mark in found if (mark.kind, mark.stage, mark.unit) != gone]
    return tuple(found)


def learned(rulings: Iterable[Ruling]) -> tuple[tuple[str, str], ...]:
    """(address, unit): whom an address speaks for by the last word of a person."""
    found = {
        effect.address: effect.unit
        for ruling in counting(rulings)
        for effect in ruling.effects
        if isinstance(effect, Learn)
    }
    return tuple(sorted(found.items()))


def entered(rulings: Iterable[Ruling]) -> tuple[Entered, ...]:
    """Every cell that stands, in the order of entry."""
    return tuple(
        replace(effect, by=ruling.decided.by, at=ruling.decided.at)
        for ruling in counting(rulings)
        for effect in ruling.effects
        if isinstance(effect, Entered)
    )


def answers(rulings: Iterable[Ruling]) -> Mapping[int, tuple[str, Turn]]:
    """By the number of a question: the answer that stands, and who gave it."""
    return {
        effect.question: (effect.answer, ruling.decided)
        for ruling in counting(rulings)
        for effect in ruling.effects
        if isinstance(effect, Answered)
    }


def given_to(units: Collection[str], rulings: Iterable[Ruling]) -> set[int]:
    """Mails of which a person gave something to one of these units."""
    found: set[int] = set()
    for ruling in counting(rulings):
        for effect in ruling.effects:
            if isinstance(effect, Confirm | Assign) and effect.unit in units:
                found.add(effect.part.arrival)
    return found


def given_by_hand(rulings: Iterable[Ruling]) -> set[int]:
    """Mails in which nothing was found and of which a person says that they are submissions."""
    effects = (effect for ruling in counting(rulings) for effect in ruling.effects)
    return {effect.arrival for effect in effects if isinstance(effect, Submission)}


# --- What follows for content ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lost:
    """A ruling whose object is not found in what was read: in `several` places, or in none."""

    ruling: Ruling
    effect: OfContent
    several: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A version as it counts, with what a further ruling would name: its part, and the place of each initiative."""

    version: Version
    part: Part
    places: tuple[Place, ...]

    def item(self, number: int) -> Item:
        """`number` from 0."""
        return Item(self.part, self.places[number])


@dataclass(frozen=True, slots=True)
class Standing:
    held: tuple[Held, ...]  # in order of arrival
    lost: tuple[Lost, ...]
    apart: tuple[tuple[str, str], ...]  # pairs of titles that are not one

    @property
    def versions(self) -> tuple[Version, ...]:
        return tuple(one.version for one in self.held)


def standing(versions: Iterable[Version], rulings: Iterable[Ruling]) -> tuple[Version, ...]:
    """What counts: versions as read, each once, under what people decided."""
    return fold(versions, rulings).versions


def fold(versions: Iterable[Version], rulings: Iterable[Ruling]) -> Standing:
    """What counts, and which rulings found nothing to be about."""
    return _Fold(versions).under(counting(rulings))


def leaning_on(number: int, versions: Sequence[Version], rulings: Sequence[Ruling]) -> tuple[Ruling, ...]:
    """Those whose object is there only while this ruling counts."""
    lost = {one.ruling.number for one in fold(versions, rulings).lost}
    without = fold(versions, [one for one in rulings if one.number != number]).lost
    return tuple(dict.fromkeys(one.ruling for one in without if one.ruling.number not in lost))


@dataclass(eq=False)
class _Entry:
    """An initiative while rulings are applied: as it is by now, and as it will be found again."""

    initiative: Initiative
    place: Place
    read: int = -1  # which initiative of the version it was read as; -1: a ruling made it


class _Draft:
    """A version while rulings are applied. `part` is as read. Most versions are touched by no ruling, and nothing is
    made for those: a season of a thousand units is folded with each look at it."""

    def __init__(self, read: Version, *, by_hand: bool = False) -> None:
        self.read = read
        self.version = read if read.superseded_at is None else replace(read, superseded_at=None)
        self.by_hand = by_hand  # nothing was read: it is there because a person said so

    @cached_property
    def part(self) -> Part:
        return part_of(self.read)

    @cached_property
    def entries(self) -> list[_Entry]:
        pairs = zip(self.read.initiatives, self.part.items, strict=True)
        return [_Entry(one, place, number) for number, (one, place) in enumerate(pairs)]

    def held(self) -> Held:
        if "entries" not in self.__dict__ and not self.by_hand:
            return Held(self.version, self.part, self.part.items)
        initiatives = tuple(one.initiative for one in self.entries)
        provisional = not initiatives if self.by_hand else self.version.provisional
        version = replace(self.version, initiatives=initiatives, provisional=provisional)
        return Held(version, self.part, tuple(one.place for one in self.entries))


class _Fold:
    """One pass over the rulings in their order; then what names other titles takes them as they are by then."""

    def __init__(self, versions: Iterable[Version]) -> None:
        self.drafts = [_Draft(version) for version in versions]
        self.lost: list[Lost] = []
        self._named: list[tuple[_Entry, str, Rename]] = []

    def under(self, rulings: Sequence[Ruling]) -> Standing:
        effects = [(effect, ruling) for ruling in rulings for effect in ruling.effects]
        for effect, ruling in effects:
            if isinstance(effect, OfContent):
                self._take(effect, ruling)
        for entry, title, rename in self._named:
            if entry.initiative.title == title:
                entry.initiative = _named(entry.initiative, self._title(rename.like, title))
        for effect, ruling in effects:
            if isinstance(effect, Withdraw):
                self._withdraw(effect, ruling)
        apart = tuple(self._apart(effect) for effect, _ in effects if isinstance(effect, Apart))
        held = sorted((draft.held() for draft in self.drafts), key=lambda one: _order(one.version))
        return Standing(tuple(held), tuple(self.lost), apart)

    def _take(self, effect: OfContent, ruling: Ruling) -> None:
        match effect:
            case Submission():
                self._submission(effect, ruling)
            case Confirm() | Reject() | Assign() | Move() | Add():
                for draft in self._parts(effect.part, effect, ruling):
                    _change(draft, effect, ruling.number)
            case Merge(items):
                self._rewrite(items, effect, ruling)
            case Rename(item) | Drop(item) | Split(item) | Correct(item):
                self._rewrite((item,), effect, ruling)

    def _parts(self, part: Part, effect: OfContent, ruling: Ruling) -> "list[_Draft]":
        found, several = part_again(part, self.drafts)
        if not found:
            self.lost.append(Lost(ruling, effect, several))
        return found

    def _submission(self, effect: Submission, ruling: Ruling) -> None:
        """Where a later reading found something of that stage, the ruling says whose it is and that it counts."""
        read = [one for one in self.drafts if (one.read.arrival, one.read.stage) == (effect.arrival, effect.stage)]
        if effect.arrival == NO_MAIL:
            read = [one for one in read if one.read.unit == effect.unit]
        for draft in read:
            _change(draft, Confirm(draft.part, effect.unit), ruling.number)
        if not read:
            self.drafts.append(_Draft(_by_hand(effect, ruling.number), by_hand=True))

    def _rewrite(self, items: Sequence[Item], effect: OfItems, ruling: Ruling) -> None:
        found = [self._item(item) for item in items]
        sure = [one for one in found if not isinstance(one, bool)]
        if len(sure) < len(found) or len({id(draft) for draft, _ in sure}) != 1:
            self.lost.append(Lost(ruling, effect, several=True in found))
            return
        entries = [entry for _, entry in sure]
        _rewrite(sure[0][0], entries, effect, ruling.number)
        if isinstance(effect, Rename) and effect.like:
            self._named.append((entries[0], effect.new, effect))

    def _item(self, item: Item) -> "tuple[_Draft, _Entry] | bool":
        """Where it stands by now; False: nowhere, True: in several places."""
        drafts, several = part_again(item.part, self.drafts)
        if not drafts:
            return several
        hits: list[tuple[_Draft, _Entry]] = []
        for draft in drafts:
            entries, unclear = _entries_again(item, draft)
            several = several or unclear
            hits += [(draft, entry) for entry in entries]
        return hits[0] if len(hits) == 1 and not several else several or bool(hits)

    def _withdraw(self, effect: Withdraw, ruling: Ruling) -> None:
        taken = effect.taken or (None,) * len(effect.titles)
        titles = tuple(self._title(one, said) for one, said in zip(taken, effect.titles, strict=True))
        for draft in self._parts(effect.part, effect, ruling):
            draft.version = replace(draft.version, withdrawn=(*draft.version.withdrawn, *titles))

    def _title(self, item: Item | None, otherwise: str) -> str:
        found = self._item(item) if item else False
        return otherwise if isinstance(found, bool) else found[1].initiative.title

    def _apart(self, effect: Apart) -> tuple[str, str]:
        return self._title(effect.one, effect.one.place.title), self._title(effect.other, effect.other.place.title)


def _order(version: Version) -> tuple[datetime, int, int]:
    return version.arrived_at, version.arrival, version.id


def places_of(version: Version) -> tuple[Place, ...]:
    """Where each initiative of a version stands, as it reads."""
    digests = dict(zip(version.files, version.digests, strict=True)) if _digests_fit(version) else {}
    return tuple(
        Place(one.title, one.values[TITLE].where, digests.get(one.values[TITLE].where.file, ""))
        for one in version.initiatives
    )


def _digests_fit(version: Version) -> bool:
    """Versions name the digests of the files that have one: the body of a mail has none."""
    return len(version.files) == len(version.digests) == len(set(version.files))


def part_of(version: Version) -> Part:
    """What a ruling about a version as read is about."""
    return Part(version.arrival, version.stage, version.unit, places_of(version))


class _HasPart(Protocol):
    @property
    def part(self) -> Part:
        """As read."""
        ...


_Any = TypeVar("_Any", bound=_HasPart)


def part_again(part: Part, among: Sequence[_Any]) -> tuple[list[_Any], bool]:
    """What the part is in what was read since; with nothing found, whether several might be it."""
    own = [one for one in among if one.part.arrival == part.arrival]
    exact = [one for one in own if one.part.unit == part.unit and part.stage in (None, one.part.stage)]
    if len(exact) == 1 or (exact and part.stage is None):
        return exact, False
    pool = exact or own
    if part.items:
        held = [one for one in pool if any(found_again(part.items, one.part.items))]
        return (held, False) if len(held) == 1 else ([], len(held) > 1)
    alone = [one for one in pool if part.stage in (None, one.part.stage)]
    return (alone, False) if len(alone) == 1 else ([], len(alone) > 1)


def _entries_again(item: Item, draft: _Draft) -> tuple[list[_Entry], bool]:
    """What was made by a ruling is found by that; what was read, among everything that the part held then. The second:
    whether it might be one of several."""
    place = item.place
    if place.made_by:
        made = [one for one in draft.entries if one.place.made_by == place.made_by]
        named = [one for one in made if title_key(one.place.title) == title_key(place.title)]
        return made if len(made) == 1 else named, False
    then = item.part.items if place in item.part.items else (*item.part.items, place)
    found = found_again(then, draft.part.items)[then.index(place)]
    return ([one for one in draft.entries if one.read == found[0]] if len(found) == 1 else []), len(found) > 1


# --- How each changes what was read ---------------------------------------------------------------------------------


def _change(draft: _Draft, effect: OfParts, number: int) -> None:
    match effect:
        case Confirm(unit=unit):
            whose = unit or draft.version.unit
            draft.version = replace(draft.version, unit=whose, provisional=False, rejected=False, candidates=())
        case Reject():
            draft.version = replace(draft.version, rejected=True)
        case Assign(unit=unit):
            draft.version = replace(draft.version, unit=unit, candidates=())
        case Move(_, stage):
            draft.version = replace(draft.version, stage=stage)
        case Add(_, values):
            draft.entries.append(_added(values, number))


def _by_hand(effect: Submission, number: int) -> Version:
    """`id` below 0: no reading has it."""
    return Version(
        id=-number,
        arrival=effect.arrival,
        arrived_at=effect.arrived_at,
        unit=effect.unit,
        stage=effect.stage,
        initiatives=(),
        provisional=True,
        rule="ruling",
        files=effect.files,
    )


def _added(said: tuple[tuple[str, Json], ...], number: int) -> _Entry:
    where = ruling_place(number)
    values = {code: Value(value, where, "added", confidence=1.0) for code, value in said}
    initiative = Initiative(MappingProxyType(values))
    return _Entry(initiative, Place(initiative.title, where, made_by=number))


def ruling_place(number: int) -> Where:
    """Where a value stands that no paper has."""
    return Where(f"quyết định số {number}")


def _rewrite(draft: _Draft, entries: list[_Entry], effect: OfItems, number: int) -> None:
    first = entries[0]
    place = draft.entries.index(first)
    match effect:
        case Rename(_, title):
            first.initiative = _named(first.initiative, title)
        case Correct(field=code, value=value):
            first.initiative = _corrected(first.initiative, code, value, number)
        case Drop():
            draft.entries.remove(first)
        case Split(_, titles):
            draft.entries[place : place + 1] = [_piece(first, title, number) for title in titles]
        case Merge(_, title):
            draft.entries[place] = _whole(entries, title, number)
            draft.entries = [one for one in draft.entries if one not in entries[1:]]


def _corrected(initiative: Initiative, code: str, value: Json, number: int) -> Initiative:
    values = dict(initiative.values)
    before = values.pop(code, None)
    if value not in (None, "", ()):
        values[code] = Value(value, ruling_place(number), "corrected", before.value if before else None, 1.0)
    return replace(initiative, values=MappingProxyType(values))


def _named(initiative: Initiative, title: str) -> Initiative:
    values = {**initiative.values, TITLE: replace(initiative.values[TITLE], value=title)}
    return replace(initiative, values=MappingProxyType(values))


def _piece(whole: _Entry, title: str, number: int) -> _Entry:
    place = replace(whole.place, title=title, made_by=number)
    return _Entry(_named(whole.initiative, title), place)


def _whole(pieces: Sequence[_Entry], title: str, number: int) -> _Entry:
    initiative = pieces[0].initiative
    for piece in pieces[1:]:
        initiative = joined(initiative, piece.initiative)
    named = _named(initiative, title or pieces[0].initiative.title)
    return _Entry(named, replace(pieces[0].place, title=named.title, made_by=number))
