"""What a unit has sent so far: a set of initiatives, folded from all versions that arrived."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from rules.initiative import Initiative, Value


@dataclass(frozen=True, slots=True)
class Version:
    """What one mail contributed to one unit and stage. Versions are never changed, only confirmed or rejected."""

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
    digests: tuple[str, ...] = ()  # SHA-256 of the files it was read from: the same content again is no new version


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
