"""Letters as orders: who gets what, with the facts to be written. How they read is a matter of templates.

A key exists once in the outbox, so an order that is given again is harmless.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from rules.campaign import Stage
from rules.initiative import DocumentVerdict, Initiative
from rules.roster import Unit
from rules.season import ArrivalFacts, Question
from rules.status import Timeliness, UnitStatus
from rules.submission import Changes, Tie

LetterKind = Literal[
    "receipt",  # to a unit: what was read
    "reminder",  # to a unit: before the deadline
    "overdue",  # to a unit: after the deadline
    "announcement",  # to the office: reminders that leave on the next working day
    "digest",  # to the office: the day
    "weekly",  # to the office: the matrix and the figures
    "closing",  # to the office: after a deadline
    "office-reminder",  # to the office: its own deadline, with the drafts
    "before-go-live",  # to the office: what had arrived before the start
    "junk",  # to the office: likely submissions found in the spam folder
    "held",  # to the office: a mail that could not be handled
]


@dataclass(frozen=True, slots=True)
class ReceiptPart:
    """What was recorded for one unit and stage."""

    stage: Stage
    unit: Unit | None
    timeliness: Timeliness
    initiatives: tuple[Initiative, ...]  # as this mail gave them
    missing: tuple[tuple[str, str], ...]  # (title, label of a required field) in the submission as it stands now
    changes: Changes
    provisional: bool
    doubts: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()
    first: bool = True  # nothing had been recorded for this unit and stage before


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    arrived_at: datetime
    subject: str
    parts: tuple[ReceiptPart, ...]
    documents: tuple[DocumentVerdict, ...]
    repeated: bool = False  # the same content had been recorded before
    note: str = ""  # one Vietnamese sentence to the sender: what was passed on to the office


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """`step` is the number of working days before the strict deadline, or the how-manieth overdue letter."""

    status: UnitStatus
    stage: Stage
    unit: Unit
    step: int
    overdue: bool
    last_day: date  # the last day that is in time in the strict reading, extensions included
    working_days_left: int  # 0 when overdue
    office_due: date


@dataclass(frozen=True, slots=True)
class AnnouncementFacts:
    """Reminders that leave on `leaves_on` unless stopped; with `approve` they wait for the office's word."""

    stage: Stage
    leaves_on: date
    step: int
    overdue: bool
    reminders: tuple[ReminderFacts, ...]
    needs_approval: bool
    batch: str  # what `mailbot decide stop BATCH` takes
    leaves_at: datetime | None = None  # aware
    note: str = ""  # one Vietnamese sentence where the time to object is shorter or later than planned


@dataclass(frozen=True, slots=True)
class Figure:
    """A counted figure, with what it is measured against."""

    label: str
    count: int
    total: int | None = None
    target_percent: float | None = None
    source: Literal["mail", "stated", "hand"] = "mail"
    code: str = ""  # "sent:report", "choice:registration:field:tthc", "target:<code>": what it counts, for programs

    @property
    def percent(self) -> float | None:
        return None if not self.total else 100 * self.count / self.total


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """Digest, weekly summary, closing summary and the office's own reminder share their material."""

    day: date
    stage: Stage | None  # of a closing summary
    statuses: tuple[UnitStatus, ...]
    figures: tuple[Figure, ...]
    arrivals: tuple[ArrivalFacts, ...]  # of the period, ours only
    questions: tuple[Question, ...]  # open
    filed: int  # mails of the period that are not ours
    automatic: int
    office_due: date
    period: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, slots=True)
class HeldFacts:
    arrival: ArrivalFacts
    tries: int


Facts = ReceiptFacts | ReminderFacts | AnnouncementFacts | OfficeFacts | HeldFacts


@dataclass(frozen=True, slots=True)
class LetterOrder:
    """A letter to be written into the outbox."""

    kind: LetterKind
    key: str
    to: tuple[str, ...]
    facts: Facts
    unit: str | None = None
    stage: str | None = None
    cc: tuple[str, ...] = ()
    arrival: int | None = None  # the mail it answers
    not_before: datetime | None = None
    batch: str | None = None  # reminders that are stopped or released together
    waits: bool = False  # for a person's word (release = "approve"), or until the announcement has had its day
    attach: tuple[Literal["draft-docx", "draft-xlsx"], ...] = field(default=())
