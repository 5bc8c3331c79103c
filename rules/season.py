"""Everything known of a running campaign at one moment, as one value.

The storage room builds it; statuses, reminders, letters to the office and the consolidated document are computed
from it alone. So each of them can be asked "as of" any day, and shown without being done.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Final, Literal

from rules import rulings
from rules.basis import filled
from rules.campaign import Campaign
from rules.filed import Filed, FiledMail
from rules.letter_kind import KINDS, LetterKind
from rules.proposal import Proposal
from rules.roster import Roster
from rules.rulings import Entered, Mark, Ruling, Standing, fold
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
    before_go_live: bool = False  # or before the first start: recorded, and no unit is answered
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
    account: str = ""
    uidvalidity: int = 0


QuestionKind = Literal[
    "unit",
    "sender",
    "prose",
    "similar",
    "unlisted",
    "taken-back",
    "withdrawn",
    "unregistered",
    "unreadable",
    "nothing-read",
    "extension",
    "secret",
    "junk",
    "signature",
    "machine",
    "bounce",
    "deadline",
    "template",
    "forged",
    "suspect",
    "on-paper",
    "exemption",
    "sent-already",
    "change",
    "relayed",
    "roster",
    "asked",
    "says",
    "lost",
]
"""What they ask stands beside their names in `rules.standing.questions`."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person can decide. `number` is what the office types in an answer."""

    number: int
    key: str  # exists once
    kind: QuestionKind
    arrival: int | None
    unit: str | None
    stage: str | None
    text: str  # one Vietnamese sentence: what is known and what is asked
    suggestion: str = ""  # code of the suggested unit or a word the office can answer
    candidates: tuple[str, ...] = ()
    asked_at: datetime | None = None
    answer: str | None = None
    answered_at: datetime | None = None  # None as well where nobody had to
    ruling: int | None = None  # the decision that it is about


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
    items: tuple[str, ...] = ()
    """What an answer may name ("question:3", "decision:2", "unit:<code>" in order), and what the letter stands for:
    "letter:<key>" of one that it brought along, "told:<moment>" up to which it tells what came, "done:2" of a decision
    that it tells beside what it is about: taken back by its number, and by no word that may mean something else."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Its own key, and those of the letters that it brought along."""
        return (self.key, *(item.removeprefix(BROUGHT) for item in self.items if item.startswith(BROUGHT)))

    @property
    def carried_drafts(self) -> bool:
        """Whether the workbook left with it, for itself or for a letter that it brought along."""
        return any(kind.with_drafts for name in self.keys if (kind := KINDS.get(name.partition(":")[0])))

    @property
    def told_until(self) -> datetime | None:
        """Aware; None where it does not tell what came."""
        return max(
            (datetime.fromisoformat(one.removeprefix(TOLD)) for one in self.items if one.startswith(TOLD)), default=None
        )

    @property
    def asks(self) -> bool:
        """Whether an answer may name anything."""
        return any(not item.startswith((BROUGHT, TOLD)) for item in self.items)


BROUGHT, TOLD, DECISION, DONE = "letter:", "told:", "decision:", "done:"


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A server said that a letter of ours did not arrive at one of its addresses.

    Not `permanent`: it tries on, or the mailbox may take the next letter. Such a report is counted and changes nothing.
    """

    letter: int  # LetterFacts.id
    address: str
    permanent: bool
    at: datetime  # when the report arrived


@dataclass(frozen=True)
class Season:
    """`read` and `rulings` are what is kept; what counts is folded from them, once per value.

    `questions` are those that were asked, with the answers that people gave; see `settled`.
    """

    campaign: Campaign
    roster: Roster
    as_of: datetime  # aware
    read: tuple[Version, ...] = ()  # every reading of every mail, in order of arrival
    rulings: tuple[Ruling, ...] = ()  # in order of number, whatever their state
    arrivals: tuple[ArrivalFacts, ...] = ()  # in order of arrival, but for those that are only filed
    filed: Filed = field(default_factory=Filed)  # mail that is not ours, and of which nothing else is kept
    questions: tuple[Question, ...] = ()  # open ones and answered ones
    letters: tuple[LetterFacts, ...] = ()
    addresses: tuple[tuple[str, str], ...] = ()  # (address, unit) that people assigned in other campaigns
    started_at: datetime | None = None  # when the mailbox was read first; None: nobody knows
    read_to_end_at: datetime | None = None  # the last complete pass over the mailbox
    undelivered: tuple[Undelivered, ...] = ()  # in order of arrival
    absences: tuple[tuple[str, datetime], ...] = ()  # (unit, when): its mailbox said that nobody is there
    withheld: tuple[WithheldMail, ...] = ()  # in the order in which they were set aside
    proposals: tuple[Proposal, ...] = ()  # in order of number, settled ones too

    @cached_property
    def standing(self) -> Standing:
        """What counts of the latest readings under what people decided."""
        latest = (one for one in self.read if one.superseded_at is None or one.superseded_at > self.as_of)
        return fold(latest, self.rulings)

    @property
    def versions(self) -> tuple[Version, ...]:
        """As they count, in order of arrival."""
        return self.standing.versions

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        return rulings.marks(self.rulings)

    @cached_property
    def learned(self) -> tuple[tuple[str, str], ...]:
        """(address, unit): whom an address speaks for by the word of a person of the office."""
        return tuple(sorted({**dict(self.addresses), **dict(rulings.learned(self.rulings))}.items()))

    @cached_property
    def entered(self) -> tuple[Entered, ...]:
        """From the input sheets of the workbook, in order."""
        return rulings.entered(self.rulings)

    @cached_property
    def cited(self) -> Campaign:
        """The campaign with number and day of its documents as people entered them."""
        return filled(self.campaign, self.entered)

    @property
    def as_wished(self) -> "Season":
        """As it would stand, were everything confirmed that is only proposed."""
        if not any(one.state == "proposed" for one in self.rulings):
            return self
        seen = rulings.as_if_confirmed(self.rulings)
        return settled(replace(self, rulings=seen, questions=answered(self.questions, seen)))

    def at(self, moment: datetime) -> "Season":
        """What was known at an earlier moment, or what is known now seen from a later one. `moment` is aware."""
        seen = rulings.at_moment(self.rulings, moment)
        asked = tuple(one for one in self.questions if one.asked_at is None or one.asked_at <= moment)
        filed, unread = self.filed.at(moment)
        mails = (*(_not_yet(one, moment) for one in self.arrivals if one.arrived_at <= moment), *map(_unfiled, unread))
        then = replace(
            self,
            as_of=moment,
            read=tuple(_unsuperseded(one, moment) for one in self.read if one.known_at <= moment),
            rulings=seen,
            arrivals=tuple(sorted(mails, key=came)) if unread else mails,
            filed=filed,
            questions=answered(_unanswered(asked, self.rulings, moment), seen),
            letters=tuple(_unsent(one, moment) for one in self.letters if one.created_at <= moment),
            undelivered=tuple(one for one in self.undelivered if one.at <= moment),
            absences=tuple(told for told in self.absences if told[1] <= moment),
            withheld=tuple(one for one in self.withheld if one.since <= moment),
            proposals=tuple(_unsettled(one, moment) for one in self.proposals if one.at <= moment),
        )
        return settled(then)


FOUND: Final = "found"  # what a question is answered with that closed by itself
OVERTAKEN: Final = "overtaken"  # and one that an event has answered (`rules.standing.overtaken`)
LOST: Final = "lost"
"""The kind of question that a ruling raises whose object another reading no longer has, or has several times."""


def settled(season: Season) -> Season:
    """Questions about lost decisions are closed by themselves once their object is there again, or the decision was
    undone; of several about one decision the last one is open."""
    if not any(one.kind == LOST and one.answer is None for one in season.questions):
        return season
    lost = {one.ruling.number for one in season.standing.lost}
    last = {one.ruling: one.number for one in season.questions if one.ruling is not None}
    waits = {number for ruling, number in last.items() if ruling in lost}
    return replace(season, questions=tuple(_found_again(one, waits) for one in season.questions))


def _found_again(question: Question, waits: Collection[int]) -> Question:
    closed = question.kind == LOST and question.ruling is not None and question.number not in waits
    return replace(question, answer=FOUND) if closed and question.answer is None else question


def answered(questions: Iterable[Question], decided: Iterable[Ruling]) -> tuple[Question, ...]:
    """Questions with the answers that stand."""
    found = rulings.answers(decided)
    return tuple(
        replace(one, answer=found[one.number][0], answered_at=found[one.number][1].at) if one.number in found else one
        for one in questions
    )


def _unanswered(questions: Iterable[Question], decided: Iterable[Ruling], moment: datetime) -> Iterator[Question]:
    """Without what was answered later or by nobody, and without what any ruling said of them."""
    ruled = {effect.question for one in decided for effect in one.effects if isinstance(effect, rulings.Answered)}
    for one in questions:
        later = one.answered_at is not None and one.answered_at > moment
        by_itself = one.answer is not None and one.answered_at is None
        yield replace(one, answer=None, answered_at=None) if later or by_itself or one.number in ruled else one


def _unsuperseded(version: Version, moment: datetime) -> Version:
    later = version.superseded_at is not None and version.superseded_at > moment
    return replace(version, superseded_at=None) if later else version


def _not_yet(mail: ArrivalFacts, moment: datetime) -> ArrivalFacts:
    """A mail that waited to be read then."""
    if mail.handled_at is None or mail.handled_at <= moment:
        return mail
    return replace(mail, state="arrived", verdict=None, reason="", handled_at=None)


def _unfiled(mail: FiledMail) -> ArrivalFacts:
    """A mail that was filed later."""
    return ArrivalFacts(mail.number, mail.arrived_at, "arrived", None, "", before_go_live=mail.early)


def came(mail: ArrivalFacts) -> tuple[datetime, int]:
    """What the order of arrival is."""
    return mail.arrived_at, mail.id


def _unsent(letter: LetterFacts, moment: datetime) -> LetterFacts:
    """A letter that waited to leave then."""
    if letter.sent_at is None or letter.sent_at <= moment:
        return letter
    return replace(letter, state="queued", sent_at=None)


def _unsettled(proposal: Proposal, moment: datetime) -> Proposal:
    """A proposal that was still open then."""
    if proposal.settled_at is None or proposal.settled_at <= moment:
        return proposal
    return replace(proposal, state="open", settled_at=None, why="")
