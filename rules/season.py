"""Everything known of a running campaign at one moment, as one value.

The storage room builds it; statuses, reminders, letters to the office and the consolidated document are computed
from it alone. So each of them can be asked "as of" any day, and shown without being done.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from rules.campaign import Campaign
from rules.letter_kind import LetterKind
from rules.roster import Roster
from rules.rulings import Entered, Mark
from rules.submission import Version

LetterState = Literal["waiting", "queued", "sending", "sent", "refused", "held", "stopped"]
ArrivalState = Literal["arrived", "done", "held"]
Verdict = Literal[
    "submission",  # gave at least one version
    "unclear",  # may be a submission; a person decides
    "other",  # not ours: filed without a word
    "automatic",  # a machine wrote it: never answered
    "own",  # a letter of ours
    "answer",  # a person of the office answers a letter of ours
]


@dataclass(frozen=True, slots=True)
class ArrivalFacts:
    """A mail as the figures and the office's letters need it; nothing of mail that is not ours but its verdict."""

    id: int
    arrived_at: datetime
    state: ArrivalState
    verdict: Verdict | None
    reason: str  # Vietnamese
    sender: str = ""  # address; "" where the mail is not ours
    sender_name: str = ""
    subject: str = ""  # "" where the mail is not ours
    official: bool = False  # from one of the official mail domains
    attachments: tuple[str, ...] = ()
    signed: int = 0
    before_go_live: bool = False
    folder: str = "INBOX"
    handled_at: datetime | None = None  # when it was decided; None: not yet, or not known
    tries: int = 0


@dataclass(frozen=True, slots=True)
class WithheldMail:
    """A mail that the server lists and does not hand out; nobody knows what is in it."""

    id: int
    folder: str
    uid: int
    since: datetime  # when it was asked for first
    reason: str  # Vietnamese
    said: str = ""  # the server's own words, "" where it said nothing
    tries: int = 1
    next_try_at: datetime | None = None
    arrived_at: datetime | None = None  # None: the server does not tell that either


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person can decide. `number` is what the office types in an answer."""

    number: int
    key: str  # exists once
    kind: str  # "unit", "sender", "similar", "unlisted", "unregistered", "unreadable", "prose", "bounce", ...
    arrival: int | None
    unit: str | None
    stage: str | None
    text: str  # one Vietnamese sentence: what is known and what is asked
    suggestion: str = ""  # code of the suggested unit or a word the office can answer
    candidates: tuple[str, ...] = ()
    asked_at: datetime | None = None
    answer: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """A row of the outbox without its bytes."""

    id: int
    kind: LetterKind
    key: str
    to: tuple[str, ...]
    unit: str | None
    stage: str | None
    state: LetterState
    created_at: datetime
    sent_at: datetime | None = None
    message_id: str = ""
    arrival: int | None = None
    batch: str | None = None
    items: tuple[str, ...] = ()  # what an answer may name: "question:3", "decision:2", "unit:<code>" in order


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A server said that a letter of ours did not arrive at one of its addresses.

    Not `permanent`: it tries on, or the mailbox may take the next letter. Such a report is counted and changes nothing.
    """

    letter: int  # LetterFacts.id
    address: str
    permanent: bool
    at: datetime  # when the report arrived


@dataclass(frozen=True, slots=True)
class Season:
    campaign: Campaign
    roster: Roster
    as_of: datetime  # aware
    versions: tuple[Version, ...] = ()  # in order of arrival
    marks: tuple[Mark, ...] = ()
    arrivals: tuple[ArrivalFacts, ...] = ()  # in order of arrival
    questions: tuple[Question, ...] = ()  # open ones and answered ones
    letters: tuple[LetterFacts, ...] = ()
    learned: tuple[tuple[str, str], ...] = ()  # (address, unit) that a person of the office assigned
    read_to_end_at: datetime | None = None  # the last complete pass over the mailbox
    entered: tuple[Entered, ...] = ()  # from the input sheets of the workbook, in order
    undelivered: tuple[Undelivered, ...] = ()  # in order of arrival
    absences: tuple[tuple[str, datetime], ...] = ()  # (unit, when): its mailbox said that nobody is there
    withheld: tuple[WithheldMail, ...] = ()  # in the order in which they were set aside

    def at(self, moment: datetime) -> "Season":
        """What was known at an earlier moment, or what is known now seen from a later one. `moment` is aware."""
        return replace(
            self,
            as_of=moment,
            versions=tuple(version for version in self.versions if version.arrived_at <= moment),
            marks=tuple(mark for mark in self.marks if mark.at <= moment),
            arrivals=tuple(arrival for arrival in self.arrivals if arrival.arrived_at <= moment),
            questions=tuple(asked for asked in self.questions if asked.asked_at is None or asked.asked_at <= moment),
            letters=tuple(letter for letter in self.letters if letter.created_at <= moment),
            entered=tuple(cell for cell in self.entered if cell.at <= moment),
            undelivered=tuple(one for one in self.undelivered if one.at <= moment),
            absences=tuple(told for told in self.absences if told[1] <= moment),
            withheld=tuple(one for one in self.withheld if one.since <= moment),
        )
