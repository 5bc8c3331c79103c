"""What repositories give and take: rows never leave this package."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, NamedTuple, TypeVar, cast

from rules.letter_kind import LetterKind, letter_kind
from rules.season import ArrivalState, LetterState, Verdict
from storage.tables import ArrivalRow, EventRow, LetterRow, LocationRow

T = TypeVar("T")


def known(row_id: int | None) -> int:
    """The id of a row that the database has seen."""
    if row_id is None:
        raise ValueError("the row has not been stored yet")
    return row_id


@dataclass(frozen=True, slots=True)
class Seen:
    """A mail as it was met on the server."""

    account: str
    folder: str
    uidvalidity: int
    uid: int
    digest: str
    size: int
    arrived_at: datetime
    message_id: str | None = None
    head: str | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """A mail that is known, as far as it can be recognised before it is fetched."""

    digest: str
    size: int
    head: str
    arrived_at: datetime


@dataclass(frozen=True, slots=True)
class Location:
    """Where a mail was seen on the server."""

    account: str
    folder: str
    uidvalidity: int
    uid: int
    arrival_id: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mail that is to be handled."""

    number: int
    tries: int
    digest: str


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A mail as it is kept. `subject` and `sender` are empty where it is not ours."""

    id: int
    account: str
    digest: str
    message_id: str | None
    arrived_at: datetime
    state: ArrivalState
    verdict: Verdict | None
    reason: str
    tries: int
    handled_at: datetime | None
    forgotten_at: datetime | None  # when its bytes went
    before_go_live: bool
    official: bool
    signed: int
    subject: str
    sender: str
    sender_name: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """What letters may quote of a mail that is the campaign's business."""

    subject: str
    sender: str
    sender_name: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What was decided of a mail. `quoted` None leaves what is kept of it."""

    verdict: Verdict
    reason: str
    before_go_live: bool = False
    official: bool = False
    signed: int = 0
    quoted: Quoted | None = None
    secret: bool = False  # its bytes are kept here no longer


@dataclass(frozen=True, slots=True)
class FileNote:
    """A file of a mail with what it was judged to be."""

    name: str
    digest: str
    size: int = 0
    kind: str | None = None
    reason: str = ""
    attached: bool = True


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A letter for the outbox, with the bytes that will be posted."""

    kind: LetterKind
    key: str
    recipients: tuple[str, ...]
    subject: str
    message_id: str
    raw: bytes
    created_at: datetime
    unit: str | None = None
    stage: str | None = None
    batch: str | None = None
    arrival: int | None = None  # the mail that it answers
    waits: bool = False  # for a person
    not_before: datetime | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A letter of the outbox without its bytes."""

    id: int
    campaign: str
    kind: LetterKind
    key: str
    unit: str | None
    stage: str | None
    batch: str | None
    recipients: tuple[str, ...]
    subject: str
    message_id: str
    arrival_id: int | None
    state: LetterState
    tries: int
    created_at: datetime
    sent_at: datetime | None
    note: str
    items: tuple[str, ...]


class Written(NamedTuple):
    """Receipts to an address. `known`: whether a letter has the key that was asked about; `moments`: when they were
    written, in order; `unsent`: whether one has yet to leave."""

    known: bool
    moments: list[datetime]
    unsent: bool


class ReceiptsWaiting(NamedTuple):
    """Receipts to an address that wait for others. `known`: whether one has the key that was asked about, waiting or
    not; `due`: when they leave, None where none waits."""

    known: bool
    due: datetime | None


class LastWord(NamedTuple):
    """The last line of the trace about a letter, with its number."""

    line: int
    letter: int
    rule: str


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the trace."""

    at: datetime
    rule: str
    reason: str
    arrival_id: int | None
    unit: str | None
    by: str


def _of(make: Callable[..., T], row: Any, **others: Any) -> T:
    """A value whose fields are named like the columns of its row."""
    names = (one.name for one in fields(cast(Any, make)) if one.name not in others)
    return make(**{name: getattr(row, name) for name in names}, **others)


def mail_of(row: ArrivalRow) -> KeptMail:
    return _of(KeptMail, row, id=known(row.id))


def location_of(row: LocationRow) -> Location:
    return _of(Location, row)


def letter_of(row: LetterRow) -> KeptLetter:
    return _of(
        KeptLetter,
        row,
        id=known(row.id),
        kind=letter_kind(row.kind),
        recipients=tuple(row.recipients),
        items=tuple(row.items),
    )


def event_of(row: EventRow) -> Event:
    return _of(Event, row)
