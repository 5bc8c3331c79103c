"""The tables. Rows are how values sleep: they are checked in rules/ and mapped in `storage.mapping`.

All moments are aware and stored in UTC. SQLModel does not validate table models, so the few things that must never
be wrong are constraints of the database.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Column, Index, Integer, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING

# UIDs and UIDVALIDITY use all 32 bits (RFC 9051, 2.3.1.1), which do not fit into PostgreSQL's signed integer.
_NZ_NUMBER = BigInteger().with_variant(Integer(), "sqlite")


class FolderRow(SQLModel, table=True):
    """How far a folder has been read. `watermark` never passes a mail that is not stored or set aside."""

    __tablename__ = "folder"

    account: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    uidvalidity: int = Field(sa_type=_NZ_NUMBER)
    watermark: int = Field(default=0, sa_type=_NZ_NUMBER)


class ArrivalRow(SQLModel, table=True):
    """One mail: the same bytes are one arrival, in however many folders they were seen."""

    __tablename__ = "arrival"
    __table_args__ = (
        UniqueConstraint("account", "digest"),
        CheckConstraint("state in ('arrived', 'done', 'held')", name="state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    account: str
    digest: str
    size: int
    message_id: str | None = Field(default=None, index=True)
    arrived_at: datetime = Field(index=True)
    folder: str
    state: str = Field(default="arrived", index=True)
    tries: int = 0
    next_try_at: datetime | None = None
    handled_at: datetime | None = None
    verdict: str | None = Field(default=None, index=True)
    reason: str = ""
    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    official: bool = False
    signed: int = 0
    before_go_live: bool = False
    forgotten_at: datetime | None = None  # when the raw bytes of a mail that is not ours went
    head: str | None = None  # SHA-256 of its header as the server hands it out: it is known by that without its body


class LocationRow(SQLModel, table=True):
    """Where a mail was seen on the server (RFC 9051, 2.3.1.1: folder, UIDVALIDITY and UID name a message)."""

    __tablename__ = "location"
    __table_args__ = (UniqueConstraint("account", "folder", "uidvalidity", "uid"),)

    id: int | None = Field(default=None, primary_key=True)
    account: str
    folder: str
    uidvalidity: int = Field(sa_type=_NZ_NUMBER)
    uid: int = Field(sa_type=_NZ_NUMBER)
    arrival_id: int = Field(foreign_key="arrival.id", index=True)


class WithheldRow(SQLModel, table=True):
    """A mail that the server lists and does not hand out: set aside, and asked for again and again until it does."""

    __tablename__ = "withheld"
    __table_args__ = (UniqueConstraint("account", "folder", "uidvalidity", "uid"),)

    id: int | None = Field(default=None, primary_key=True)
    account: str
    folder: str
    uidvalidity: int = Field(sa_type=_NZ_NUMBER)
    uid: int = Field(sa_type=_NZ_NUMBER)
    since: datetime
    arrived_at: datetime | None = None  # INTERNALDATE, where the server tells that
    reason: str  # Vietnamese
    said: str = ""  # the server's own words
    tries: int = 0
    next_try_at: datetime | None = None
    ended_at: datetime | None = None
    end: str = ""  # "taken", "gone" (removed on the server), "renumbered" (the folder is read again from the start)


class FileRow(SQLModel, table=True):
    """An attachment of a mail, or a file inside it, with what it was judged to be."""

    __tablename__ = "file"

    id: int | None = Field(default=None, primary_key=True)
    arrival_id: int = Field(foreign_key="arrival.id", index=True)
    name: str
    digest: str = Field(index=True)
    size: int = 0
    kind: str | None = None
    reason: str = ""
    attached: bool = True  # False: inside an archive, or the body


class ReadingRow(SQLModel, table=True):
    """A mail was read: of its readings the latest counts. Only ever inserted."""

    __tablename__ = "reading"

    id: int | None = Field(default=None, primary_key=True)
    campaign: str
    arrival_id: int = Field(foreign_key="arrival.id", index=True)
    at: datetime


class VersionRow(SQLModel, table=True):
    """What one mail contributed to one unit and stage, as it was read then. Only ever inserted."""

    __tablename__ = "version"
    __table_args__ = (Index("ix_version_campaign_stage_unit", "campaign", "stage", "unit"),)

    id: int | None = Field(default=None, primary_key=True)
    campaign: str
    arrival_id: int = Field(foreign_key="arrival.id", index=True)
    reading_id: int = Field(foreign_key="reading.id", index=True)
    arrived_at: datetime
    unit: str | None = None
    stage: str
    initiatives: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    remarks: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    provisional: bool = False
    doubts: list[str] = Field(sa_column=Column(JSON, nullable=False))
    candidates: list[str] = Field(sa_column=Column(JSON, nullable=False))
    rule: str = ""
    replaces: bool = False
    withdrawn: list[str] = Field(sa_column=Column(JSON, nullable=False))
    files: list[str] = Field(sa_column=Column(JSON, nullable=False))
    digests: list[str] = Field(sa_column=Column(JSON, nullable=False))
    signed: int = 0
    imprint: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False, server_default="{}"))


class LetterRow(SQLModel, table=True):
    """The outbox. The key exists once; bytes and Message-ID are fixed when the row is made."""

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("key"),
        UniqueConstraint("message_id"),
        CheckConstraint(
            "state in ('waiting', 'queued', 'sending', 'sent', 'refused', 'held', 'stopped')", name="state"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    campaign: str
    kind: str
    key: str
    unit: str | None = None
    stage: str | None = None
    batch: str | None = Field(default=None, index=True)
    recipients: list[str] = Field(sa_column=Column(JSON, nullable=False))
    subject: str = ""
    message_id: str
    raw: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    arrival_id: int | None = Field(default=None, foreign_key="arrival.id", index=True)
    state: str = Field(default="queued", index=True)
    tries: int = 0
    created_at: datetime
    not_before: datetime | None = None
    next_try_at: datetime | None = None
    sent_at: datetime | None = None
    note: str = ""  # why it was refused, held or stopped
    items: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]"))
    """What an answer may name by its number: "question:3", "decision:2", "unit:<code>" in the order of the list."""


class ReceiptRow(SQLModel, table=True):
    """A receipt that waits for others to the same address, so that one letter answers them all; then its letter."""

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("key"),)

    id: int | None = Field(default=None, primary_key=True)
    campaign: str
    key: str
    address: str = Field(index=True)
    arrival_id: int = Field(foreign_key="arrival.id", index=True)
    unit: str | None = None
    stage: str | None = None
    attach: list[str] = Field(sa_column=Column(JSON, nullable=False))
    threaded: bool
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    due_at: datetime
    letter_id: int | None = Field(default=None, foreign_key="letter.id", index=True)


class BounceRow(SQLModel, table=True):
    """A server said that a letter did not arrive at an address; temporary failures are kept to be counted."""

    __tablename__ = "bounce"
    __table_args__ = (UniqueConstraint("arrival_id", "letter_id", "address"),)

    id: int | None = Field(default=None, primary_key=True)
    arrival_id: int | None = Field(default=None, foreign_key="arrival.id", index=True)  # NULL: refused at once
    letter_id: int = Field(foreign_key="letter.id", index=True)
    address: str
    permanent: bool
    at: datetime  # when the report arrived


class QuestionRow(SQLModel, table=True):
    """Something only a person can decide. The id is the number that the office types; its answer is a ruling."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("key"),)

    id: int | None = Field(default=None, primary_key=True)
    campaign: str
    key: str
    kind: str
    arrival_id: int | None = Field(default=None, foreign_key="arrival.id")
    unit: str | None = None
    stage: str | None = None
    text: str
    suggestion: str = ""
    candidates: list[str] = Field(sa_column=Column(JSON, nullable=False))
    asked_at: datetime


class RulingRow(SQLModel, table=True):
    """What a person decided, as effects that are folded over what was read. Only ever inserted."""

    __tablename__ = "ruling"

    id: int | None = Field(default=None, primary_key=True)
    campaign: str = Field(index=True)
    kind: str
    said: str  # as it was given: "1 đúng", or the arguments of a command
    done: str  # Vietnamese: what followed
    unit: str | None = Field(default=None, index=True)
    stage: str | None = None
    question_id: int | None = Field(default=None, foreign_key="question.id")
    about_id: int | None = Field(default=None, foreign_key="arrival.id", index=True)  # the mail it is about
    arrival_id: int | None = Field(default=None, foreign_key="arrival.id")  # the mail in which it was given
    effects: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))


class TurnRow(SQLModel, table=True):
    """A ruling was proposed, confirmed, lapsed or undone; the last turn says whether it counts. Only ever inserted."""

    __tablename__ = "turn"
    __table_args__ = (CheckConstraint("state in ('proposed', 'confirmed', 'lapsed', 'undone')", name="state"),)

    id: int | None = Field(default=None, primary_key=True)
    ruling_id: int = Field(foreign_key="ruling.id", index=True)
    state: str
    by: str
    at: datetime
    how: str  # "email", "command", "workbook", "page", "file"
    shown: str = ""  # of a proposal: Message-ID of the letter in which its effects were shown


class ProposalRow(SQLModel, table=True):
    """What one mail in the name of the office wishes; its rulings are proposed until the code comes back."""

    __tablename__ = "proposal"
    __table_args__ = (CheckConstraint("state in ('open', 'confirmed', 'lapsed')", name="state"),)

    id: int | None = Field(default=None, primary_key=True)
    campaign: str = Field(index=True)
    person: str  # address, lower case
    arrival_id: int = Field(foreign_key="arrival.id", index=True)
    at: datetime
    words: str
    rulings: list[int] = Field(sa_column=Column(JSON, nullable=False))
    answers: str = ""  # Message-ID of the letter that the mail answered
    code: str = ""
    mark: str = ""
    letter: str = ""  # Message-ID of the letter that shows it
    tries: int = 0
    shown_at: datetime | None = None
    expires_at: datetime | None = None
    state: str = "open"
    settled_at: datetime | None = None
    why: str = ""


class EventRow(SQLModel, table=True):
    """The append-only trace of every decision, of programs and of people. No bodies, no names, no addresses."""

    __tablename__ = "event"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    rule: str
    reason: str = ""
    arrival_id: int | None = Field(default=None, index=True)
    letter_id: int | None = Field(default=None, index=True)
    unit: str | None = Field(default=None, index=True)
    by: str = ""  # a person, or "" for the program


class LeaseRow(SQLModel, table=True):
    """Who serves a mailbox. Only the holder may read and send; a lease that is not renewed ends."""

    __tablename__ = "lease"

    name: str = Field(primary_key=True)
    holder: str
    expires_at: datetime


class FactRow(SQLModel, table=True):
    """Single facts of the running program: the last full pass, which junk was reported on which day."""

    __tablename__ = "fact"

    name: str = Field(primary_key=True)
    value: str
    at: datetime


class EntryRow(SQLModel, table=True):
    """Somebody asked to come in to the page. Of link and code only digests are kept."""

    __tablename__ = "entry"

    id: int | None = Field(default=None, primary_key=True)
    link: str = Field(unique=True)  # SHA-256 of what stands in the link
    code: str = ""  # SHA-256 of the browser's ticket and the code; "": no code was given
    ticket: str = Field(default="", index=True)  # SHA-256 of what the browser keeps that asked
    person: str = Field(index=True)
    way: str
    made_at: datetime
    expires_at: datetime
    wrong: int = 0
    spent_at: datetime | None = None


class VisitRow(SQLModel, table=True):
    """Somebody is in, or was. What the browser keeps is known by its digest."""

    __tablename__ = "visit"

    id: int | None = Field(default=None, primary_key=True)
    token: str = Field(unique=True)  # SHA-256
    person: str = Field(index=True)
    begun_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None
