"""Letters as orders: who gets what, with the facts to be written. How they read is a matter of templates.

A key exists once in the outbox, so an order that is given again is harmless.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from rules.campaign import Stage
from rules.figure import Figure
from rules.initiative import DocumentVerdict, Initiative
from rules.letter_kind import LetterKind
from rules.mail import Attachment
from rules.roster import Unit
from rules.season import ArrivalFacts, Question, WithheldMail
from rules.standing.status import Timeliness, UnitStatus
from rules.submission import Changes, Tie

Draft = Literal["draft-docx", "draft-note", "draft-brief", "draft-xlsx", "draft-urging"]
DRAFTS: tuple[Draft, ...] = ("draft-docx", "draft-note", "draft-brief", "draft-xlsx", "draft-urging")
"""All that is drafted of a stage: the document, the note of what to check in it, the half page for the leader who
signs, the workbook, the công văn to units that owe something where any do."""
Enclosure = Draft | Literal["form", "changes"]
FORM: Literal["form"] = "form"
"""The form of the unit and stage, as Word and as Excel, filled in as far as it is known."""
CHANGES: Literal["changes"] = "changes"
"""All that a filled workbook changes and all that was not taken from it, where that is too much for a letter."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a letter tells. Each class of facts has its view in `mailbot/writing/views.py`."""


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
    recorded: tuple[Initiative, ...] = ()  # the submission as it stands now; nothing for a stranger
    last_day: date | None = None  # the last day in time by decision of the office, where it extended the deadline
    figures: tuple[str, ...] = ()  # Vietnamese: figures of targets in this mail that cannot be right


@dataclass(frozen=True, slots=True)
class ReceiptFacts(Facts):
    arrived_at: datetime
    subject: str
    parts: tuple[ReceiptPart, ...]
    documents: tuple[DocumentVerdict, ...]
    repeated: bool = False  # the same content had been recorded before
    note: str = ""  # one Vietnamese sentence to the sender: what was passed on to the office
    empty_form: bool = False  # our own form came back, and nobody had filled it in


@dataclass(frozen=True, slots=True)
class ReceiptsFacts(Facts):
    """Several mails of one address that are answered together, in the order of arrival."""

    receipts: tuple[ReceiptFacts, ...]


@dataclass(frozen=True, slots=True)
class AcknowledgementFacts(Facts):
    """All that an unknown address may read: whoever wrote in its name chooses no word of the letter."""

    arrived_at: datetime
    unnamed: bool  # the mail does not say of which unit it is


@dataclass(frozen=True, slots=True)
class ReplyFacts(Facts):
    """What a unit said in plain words, and what becomes of it: Vietnamese sentences, the most urgent first."""

    arrived_at: datetime
    subject: str
    quote: str
    notes: tuple[str, ...]
    waits: bool  # the office will answer


Outcome = Literal["agreed", "refused", "words", "undone"]


@dataclass(frozen=True, slots=True)
class DecisionFacts(Facts):
    """What the office said of a wish or a question of a unit. `about`: the kind of the question. "undone": what it had
    said before is taken back."""

    about: str
    outcome: Outcome
    stage: Stage | None
    quote: str  # the unit's words
    last_day: date | None = None  # the last day in time as it stands now, in the strict reading; None: it is past
    until: date | None = None  # the new last day, or the day on which a paper counts as received
    words: str = ""  # of the office, where it answered in words


@dataclass(frozen=True, slots=True)
class UndecidedFacts(Facts):
    """The deadline is near and the office has not decided what the unit wished: it stands."""

    stage: Stage
    wishes: tuple[str, ...]  # the unit's words
    last_day: date  # in the strict reading


@dataclass(frozen=True, slots=True)
class ReminderFacts(Facts):
    """`step` is the number of working days before the strict deadline, or the number of the overdue letter, from 1."""

    status: UnitStatus
    stage: Stage
    unit: Unit
    step: int
    overdue: bool
    last_day: date  # the last day that is in time in the strict reading, extensions included
    working_days_left: int  # 0 when overdue
    office_due: date
    to: tuple[str, ...] = ()  # whom an announced reminder goes to
    invitation: bool = False  # the letter at the start, not one of the reminders
    waiting: tuple[str, ...] = ()  # Vietnamese sentences: what came and what is unclear about it
    before: tuple[date, ...] = ()  # days of the letters that the unit got about this stage, the first one with the form
    last: bool = False  # no step of the plan follows
    leaves_on: date | None = None

    @property
    def with_form(self) -> bool:
        """The first letter brings the form, the last one once more; in between it is sent on request."""
        return self.invitation or not self.before or self.last


@dataclass(frozen=True, slots=True)
class AnnouncementFacts(Facts):
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
    heads: int = 0  # letters that a head of unit gets a copy of, if the office says so
    asked_before: int = 0  # how often this was asked without an answer
    invitation: bool = False  # what leaves are invitations


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of one stage in a period: "THPT số 1 Bát Xát (06/8)"."""

    stage: str  # its label
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeFacts(Facts):
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
    drafted_since: str = ""  # when the draft before the attached one was made, as shown; "": there is none
    draft_changes: tuple[str, ...] = ()  # Vietnamese sentences: what changed in the facts since then
    proposals: tuple[str, ...] = ()  # Vietnamese sentences: decisions that wait for a code, or waited in vain
    recorded: tuple[Recorded, ...] = ()  # from mails of the period
    whole: bool = True  # every unit is shown, and the figures; else only what changed
    asked: int = 0  # open questions that are not repeated here, because another letter of the hour asks
    spoken: tuple[str, ...] = ()  # codes of units of which a question is open: not to be named as silent in public
    dead: frozenset[str] = frozenset()  # addresses at which nothing arrives, lower case
    asked_about: frozenset[int] = frozenset()  # numbers of mails that letters with questions name


@dataclass(frozen=True, slots=True)
class HeldFacts(Facts):
    arrival: ArrivalFacts
    tries: int


@dataclass(frozen=True, slots=True)
class WithheldFacts(Facts):
    mails: tuple[WithheldMail, ...]


@dataclass(frozen=True, slots=True)
class QuestionsFacts(Facts):
    questions: tuple[Question, ...]  # that no such letter has asked yet, in the order of their numbers
    mails: tuple[ArrivalFacts, ...]  # the mails that they are about
    read: tuple[tuple[int, tuple[str, ...]], ...] = ()  # by the number of a question: what was read, title and people
    earlier: int = 0  # open ones that earlier letters asked


@dataclass(frozen=True, slots=True)
class Deed:
    """A decision that was carried out: its number, and what follows, in Vietnamese. An answer bears the number of its
    `question`, which people have read; so this is the one by which they take it back."""

    number: int
    text: str
    question: int | None = None

    @property
    def undo(self) -> str:
        """What a person writes to take it back."""
        return f"hoàn tác câu {self.question}" if self.question else f"hoàn tác {self.number}"


@dataclass(frozen=True, slots=True)
class Listing:
    """What a workbook changes, line by line under the units that it is about; `more` lines stand in the sheet alone."""

    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    more: int = 0

    @property
    def lines(self) -> int:
        return sum(len(lines) for _, lines in self.groups) + self.more


@dataclass(frozen=True, slots=True)
class AnsweredFacts(Facts):
    subject: str  # of the letter that was answered
    at: datetime  # aware; when the answer arrived
    deeds: tuple[Deed, ...] = ()
    undone: tuple[str, ...] = ()  # Vietnamese: what was taken back
    refused: tuple[tuple[str, str], ...] = ()  # (what was written, why nothing was done)
    note: str = ""  # Vietnamese: why nothing of the answer was considered; "": it was
    stranger: str = ""  # the address, where somebody answered who may not
    held: tuple[Deed, ...] = ()  # letters that are kept back until the end of the next working day
    workbook: str = ""  # name of the file, where a filled workbook is answered; then `refused` names its cells
    listing: Listing = Listing()  # what was taken from it
    unlisted: int = 0  # reasons beside `refused`, which stand in the sheet alone
    proposed: bool = False  # what could be taken waits for its code


@dataclass(frozen=True, slots=True)
class Followed:
    """What was done as one person of the office wrote."""

    by: str  # name
    deeds: tuple[Deed, ...]
    undone: tuple[str, ...] = ()  # Vietnamese: what was taken back


@dataclass(frozen=True, slots=True)
class DoneFacts(Facts):
    """Decisions of mails that were understood and done whole, since the last letter that told of such."""

    followed: tuple[Followed, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What one mail in the name of the reader wishes, and the code that has it done."""

    code: str
    at: datetime  # aware; when that mail arrived
    words: str  # the first of it
    deeds: tuple[str, ...]  # Vietnamese sentences: what would be done
    listing: Listing = Listing()  # what a workbook would change
    refused: tuple[tuple[str, str], ...] = ()  # (its cells, why they are not taken)
    unlisted: int = 0  # reasons beside these, which stand in the sheet alone


@dataclass(frozen=True, slots=True)
class CodeFacts(Facts):
    """`rival`: of what is shown two are about one matter, and only one of them can be meant."""

    choices: tuple[Wish, ...]
    mark: str
    expires: datetime  # aware
    rival: bool = False
    again: bool = False  # shown before, and something has changed since


@dataclass(frozen=True, slots=True)
class LookedUp:
    """One thing that was looked up: a heading and Vietnamese lines."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LookupFacts(Facts):
    """What a person of the office asked in a mail of her own, and what was done for it."""

    parts: tuple[LookedUp, ...]
    deeds: tuple[Deed, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()  # (about what, why nothing was done)


@dataclass(frozen=True, slots=True)
class SilentFacts(Facts):
    """Units of which nothing has come in a stage: no mail, no paper, no question."""

    stage: Stage
    last_day: date  # in the strict reading
    units: tuple[tuple[Unit, int | None], ...]  # with the reminders that were sent to each; None: no address is left


@dataclass(frozen=True, slots=True)
class DeadlineFacts(Facts):
    stage: Stage
    unit: Unit
    before: date  # the day that the plan named until now, as the campaign file writes it
    sent: bool  # whether the unit has sent everything already


@dataclass(frozen=True, slots=True)
class AlarmFacts(Facts):
    """Something that only a person can mend: what (a Vietnamese clause), what to do, since when; `over`: until when."""

    what: str
    remedy: str
    since: datetime
    over: datetime | None = None
    passes: bool = False  # by itself: nobody has to do anything
    reason: str = ""  # Vietnamese, where it is known


@dataclass(frozen=True, slots=True)
class WrittenFacts(Facts):
    """What a person of the office writes to a unit."""

    unit: Unit
    subject: str
    text: str  # paragraphs, parted by newlines
    about: str = ""  # subject of the mail that it answers


@dataclass(frozen=True, slots=True)
class SignInFacts(Facts):
    """A person of the office, or somebody in its name, asked to come in to the page. Moments are aware."""

    person: str  # name
    code: str
    link: str
    asked_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class SignInVoidFacts(Facts):
    """So many wrong codes were typed that the letter of this person is void."""

    person: str  # name
    wrong: int
    at: datetime  # aware


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
    also: tuple[int, ...] = ()  # the other mails that it answers
    threaded: bool = True  # False: its reader has not seen that mail, and the letter must not join a thread of it
    not_before: datetime | None = None
    batch: str | None = None  # reminders that are stopped or released together
    waits: bool = False  # for a person's word (release = "approve"), or until the announcement has had its day
    attach: tuple[Enclosure, ...] = field(default=())  # what should come with it; the text names what does (`carrying`)
    items: tuple[str, ...] = ()  # see LetterFacts
    along: tuple["LetterOrder", ...] = ()  # letters of the same hour, told within this one


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that a letter carries, and what the text of the letter calls it."""

    what: Enclosure
    file: Attachment


def carrying(order: LetterOrder, enclosed: Sequence[Enclosed]) -> LetterOrder:
    """The order as it may be written: it names what it carries, and nothing else."""
    return replace(order, attach=tuple(dict.fromkeys(one.what for one in enclosed)))
