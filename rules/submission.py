"""What a unit has sent so far: a set of initiatives, folded from all versions that arrived.

A further mail adds what is new and updates what has the same title; it removes only what it says that it removes.
What nobody has confirmed yet (a provisional version) may add and fill gaps, but never overwrites or removes what is
certain; once confirmed, the fold is simply made anew and its values count like any others.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from rules.initiative import TITLE, Initiative, Value
from rules.titles import SAME, SIMILAR, pairs, title_key


@dataclass(frozen=True, slots=True)
class Version:
    """What one mail contributed to one unit and stage: as read, or as it counts under what people decided
    (`rules.rulings.standing`). What was read is never changed; reading again makes further versions.
    """

    id: int  # 0 until it is stored
    arrival: int
    arrived_at: datetime  # aware; what decides lateness
    unit: str | None  # None: nobody knows yet whose it is
    stage: str
    initiatives: tuple[Initiative, ...]
    provisional: bool  # recorded, stops reminders, waits for a person
    doubts: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()  # units it may belong to, where ambiguous
    rule: str = ""  # the rule that found the unit
    replaces: bool = False
    withdrawn: tuple[str, ...] = ()
    remarks: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    files: tuple[str, ...] = ()
    signed: int = 0  # attachments with an intact digital signature
    rejected: bool = False  # a person said that it does not count
    imprint: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))  # register facts, rules.imprint
    digests: tuple[str, ...] = ()  # SHA-256 of the files it was read from: the same content again is no new version
    read_at: datetime | None = None  # when it became known; None: on arrival
    superseded_at: datetime | None = None  # when the mail was read anew

    @property
    def known_at(self) -> datetime:
        return self.read_at or self.arrived_at


@dataclass(frozen=True, slots=True)
class Tracked:
    """One initiative of a submission with the versions that brought it and that last changed it."""

    initiative: Initiative
    first: int  # Version.id
    last: int
    provisional: bool = False  # every version that carries it is provisional
    unlisted_since: int | None = None  # a newer list lacks it: kept, and asked about


@dataclass(frozen=True, slots=True)
class Submission:
    """The state of one unit in one stage."""

    unit: str
    stage: str
    initiatives: tuple[Tracked, ...]
    versions: tuple[Version, ...]
    first_at: datetime  # arrival of the first version
    complete_at: datetime | None  # arrival of the first version after which nothing required was missing
    provisional: bool  # no version is certain
    remarks: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Changes:
    """What one version changed, by titles."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()  # recorded earlier, absent from this list, kept
    same: tuple[str, ...] = ()


TieKind = Literal["same", "similar", "new", "not-reported"]


@dataclass(frozen=True, slots=True)
class Tie:
    """A reported initiative beside the registered one it is about."""

    kind: TieKind
    registered: str | None  # title
    reported: str | None  # title
    likeness: float = 1.0  # 0..1


# --- Folding ----------------------------------------------------------------------------------------------------

_EMPTY: tuple[object, ...] = (None, "", ())


def merge(old: Submission | None, version: Version, required: tuple[str, ...]) -> tuple[Submission, Changes]:
    """The submission after one more version, and what that version changed.

    `version.unit` must be known (ValueError otherwise). A version that is already folded changes nothing.
    """
    if version.unit is None:
        raise ValueError("a version without a unit belongs to no submission")
    if old is None:
        old = Submission(version.unit, version.stage, (), (), version.arrived_at, None, provisional=True)
    if version in old.versions:
        return old, Changes(same=tuple(item.title for item in version.initiatives))
    tracked, changes = _fold(old.initiatives, version)
    complete = bool(tracked) and not any(item.initiative.missing(required) for item in tracked)
    return (
        Submission(
            unit=old.unit,
            stage=old.stage,
            initiatives=tracked,
            versions=(*old.versions, version),
            first_at=min(old.first_at, version.arrived_at),
            complete_at=(old.complete_at or (version.arrived_at if complete else None)) if tracked else None,
            provisional=old.provisional and version.provisional,
            remarks=_later_wins(old.remarks, version.remarks, certain=not version.provisional),
        ),
        changes,
    )


def current(versions: Iterable[Version], unit: str, stage: str, required: tuple[str, ...]) -> Submission | None:
    """All versions of a unit and stage that nobody rejected, folded in order of arrival; None where there is none."""
    submission: Submission | None = None
    for version in sorted(versions, key=lambda version: (version.arrived_at, version.arrival, version.id)):
        if version.unit == unit and version.stage == stage and not version.rejected:
            submission, _ = merge(submission, version, required)
    return submission


def _fold(recorded: tuple[Tracked, ...], version: Version) -> tuple[tuple[Tracked, ...], Changes]:
    listed = _by_key(version.initiatives)
    kept = {title_key(item.initiative.title): item for item in recorded}
    added: list[str] = []
    updated: list[str] = []
    same: list[str] = []
    for key, initiative in listed.items():
        before = kept.get(key)
        if before is None:
            kept[key] = Tracked(initiative, version.id, version.id, version.provisional)
            added.append(initiative.title)
            continue
        kept[key] = _carried_on(before, initiative, version)
        changed = _bare(kept[key].initiative) != _bare(before.initiative)
        (updated if changed else same).append(initiative.title)
    gone = () if version.provisional else _gone(recorded, listed, version)
    removed = tuple(kept.pop(key).initiative.title for key in gone)
    unlisted = _unlisted(recorded, listed, gone)
    for key in unlisted:
        kept[key] = replace(kept[key], unlisted_since=kept[key].unlisted_since or version.id)
    titles = tuple(kept[key].initiative.title for key in unlisted)
    return tuple(kept.values()), Changes(tuple(added), tuple(updated), removed, titles, tuple(same))


def _by_key(initiatives: tuple[Initiative, ...]) -> dict[str, Initiative]:
    """The initiatives of one version; what it names twice (a table and its summary, two authors) is one."""
    found: dict[str, Initiative] = {}
    for initiative in initiatives:
        key = title_key(initiative.title)
        before = found.get(key)
        found[key] = initiative if before is None else joined(before, initiative)
    return found


def joined(first: Initiative, second: Initiative) -> Initiative:
    """Two entries of one title in one mail: neither is later, so lists are united and the first text stands."""
    values = dict(_later_wins(first.values, second.values, certain=False))
    for code, value in second.values.items():
        before = values[code].value
        if isinstance(before, tuple) and isinstance(value.value, tuple):
            values[code] = replace(values[code], value=tuple(dict.fromkeys((*before, *value.value))))
    return Initiative(MappingProxyType(values), (*first.beside, *second.beside))


def _carried_on(before: Tracked, initiative: Initiative, version: Version) -> Tracked:
    certain = not version.provisional or before.provisional
    values = _later_wins(before.initiative.values, initiative.values, certain=certain)
    after = Initiative(values)
    changed = _bare(after) != _bare(before.initiative)
    return Tracked(
        initiative=after,
        first=before.first,
        last=version.id if changed else before.last,
        provisional=before.provisional and version.provisional,
        unlisted_since=before.unlisted_since if version.provisional else None,
    )


def _later_wins(old: Mapping[str, Value], new: Mapping[str, Value], *, certain: bool) -> Mapping[str, Value]:
    """A later value replaces an earlier one, an absent later value erases nothing; what is unsure only fills gaps.

    A value that says the same again leaves the earlier one with its source standing.
    """
    values = dict(old)
    for code, value in new.items():
        before = values.get(code)
        if before is None or before.value in _EMPTY or (certain and _says_otherwise(value, before)):
            values[code] = value
    return MappingProxyType(values)


def _says_otherwise(value: Value, before: Value) -> bool:
    """Neither nothing nor the same again, nor again what a person has corrected since."""
    return value.value not in _EMPTY and value.value not in (before.value, before.instead)


def _bare(initiative: Initiative) -> dict[str, object]:
    """The values without their sources; another spelling of the same title is no change."""
    return {code: value.value for code, value in initiative.values.items() if code != TITLE}


def _gone(recorded: tuple[Tracked, ...], listed: Mapping[str, Initiative], version: Version) -> tuple[str, ...]:
    """Keys that this version removes: withdrawn by name, or absent from a list that replaces everything."""
    if not version.withdrawn and not (version.replaces and listed):
        return ()
    titles = tuple(item.initiative.title for item in recorded)
    keys = tuple(title_key(title) for title in titles)
    named = {keys[i] for i, _, _ in pairs(titles, version.withdrawn, SAME)}
    replaced = set(keys) if version.replaces and listed else set()
    return tuple(key for key in keys if key in named | replaced and key not in listed)


def _unlisted(
    recorded: tuple[Tracked, ...], listed: Mapping[str, Initiative], gone: tuple[str, ...]
) -> tuple[str, ...]:
    """Keys that a newer list lacks.

    A mail that repeats nothing of what is recorded is an addition (two teachers of one school write separately), not a
    newer list; only a mail that names some of it again is taken to have left the others out.
    """
    keys = tuple(title_key(item.initiative.title) for item in recorded)
    if not any(key in listed for key in keys):
        return ()
    return tuple(key for key in keys if key not in listed and key not in gone)


# --- Registered and reported ------------------------------------------------------------------------------------


def tie(
    registered: tuple[str, ...], reported: tuple[str, ...], apart: Collection[tuple[str, str]] = ()
) -> tuple[Tie, ...]:
    """Each registered title beside the reported one that it is about, in the order of registration, then the new ones.

    `apart`: pairs of (registered, reported) that a person has said to be different.
    """
    paired = {i: (j, score) for i, j, score in pairs(registered, reported, SIMILAR, apart)}
    ties = [_beside(title, reported, paired.get(place)) for place, title in enumerate(registered)]
    taken = {j for j, _ in paired.values()}
    ties.extend(Tie("new", None, title, 0.0) for place, title in enumerate(reported) if place not in taken)
    return tuple(ties)


def _beside(title: str, reported: tuple[str, ...], found: tuple[int, float] | None) -> Tie:
    if found is None:
        return Tie("not-reported", title, None, 0.0)
    place, score = found
    return Tie("same" if score >= SAME else "similar", title, reported[place], score)
