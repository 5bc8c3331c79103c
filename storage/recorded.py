"""What is recorded, as values, and brought up to date by what is new: a season is made of it.

Rows that are only inserted (readings, questions, rulings with their turns, the trace) are new where their number is
above the highest one that was seen. Of those that change, mails and letters, what is not settled is looked at each
time; whatever changes a settled one leaves a line about it in the trace, in the same commit, and that is how it is
found. What there is little of is read whole.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import NamedTuple, TypeVar

from sqlalchemy import func
from sqlmodel import Session, select

from rules.campaign import Campaign
from rules.filed import Filed, FiledMail
from rules.proposal import Proposal
from rules.roster import Roster
from rules.rulings import Ruling
from rules.season import ArrivalFacts, LetterFacts, Question, Season, Undelivered, WithheldMail, answered, came, settled
from rules.standing.overtaken import closed
from rules.submission import Version
from storage.aside import Aside
from storage.proposals import Proposals
from storage.repositories import Arrivals, Events, Letters, Questions, Submissions
from storage.rulings import Rulings
from storage.tables import ArrivalRow, EventRow, LetterRow, QuestionRow, ReadingRow, TurnRow

AT_ONCE = 5000  # numbers in one statement
_FINAL = ("sent", "refused", "stopped")  # states of a letter that only a line of the trace announces to be left again
_NONE_ABOVE = 2**62
T = TypeVar("T")


class Marks(NamedTuple):
    """The highest numbers that were seen."""

    line: int = 0
    arrival: int = 0
    letter: int = 0
    question: int = 0
    reading: int = 0
    turn: int = 0


_NOTHING = Marks()


@dataclass(frozen=True)
class Recorded:
    """Of a campaign, as the rows were when `marks` were the highest numbers."""

    marks: Marks = _NOTHING
    read: tuple[Version, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    addresses: tuple[tuple[str, str], ...] = ()
    arrivals: tuple[ArrivalFacts, ...] = ()
    filed: Filed = field(default_factory=Filed)
    asked: tuple[Question, ...] = ()
    letters: tuple[LetterFacts, ...] = ()
    absences: tuple[tuple[str, datetime], ...] = ()
    undelivered: tuple[Undelivered, ...] = ()
    withheld: tuple[WithheldMail, ...] = ()
    proposals: tuple[Proposal, ...] = ()

    def season(
        self, campaign: Campaign, roster: Roster, now: datetime, read_to_end_at: datetime | None,
        started_at: datetime | None,
    ) -> Season:  # fmt: skip
        known = Season(
            campaign=campaign,
            roster=roster,
            as_of=now,
            read=self.read,
            rulings=self.rulings,
            arrivals=self.arrivals,
            filed=self.filed,
            questions=answered(self.asked, self.rulings),
            letters=self.letters,
            undelivered=self.undelivered,
            absences=self.absences,
            addresses=self.addresses,
            read_to_end_at=read_to_end_at,
            started_at=started_at,
            withheld=self.withheld,
            proposals=self.proposals,
        )
        return closed(settled(known))

    def says_the_same(self, other: "Recorded") -> bool:
        """Whether nothing but marks differs; of one that was made from another one."""
        names = (one.name for one in fields(self) if one.name != "marks")
        return all(getattr(self, name) is getattr(other, name) for name in names)


@dataclass(frozen=True, slots=True)
class Repositories:
    """Of one transaction, as far as a season is made of them."""

    session: Session
    arrivals: Arrivals
    aside: Aside
    submissions: Submissions
    letters: Letters
    questions: Questions
    events: Events
    rulings: Rulings
    proposals: Proposals


def recorded(rows: Repositories, since: Recorded | None = None) -> Recorded:
    """What is recorded by now; `since`: what it was before, which is not read again."""
    before = since or Recorded()
    marks = _marks(rows.session)
    seen = before.marks
    mails, letters = rows.events.about_what(seen.line, marks.line) if since else (set[int](), set[int]())
    asked = (*before.asked, *rows.questions.asked(seen.question)) if marks.question > seen.question else before.asked
    decided, addresses = before.rulings, before.addresses
    if marks.turn > seen.turn:
        turned = rows.rulings.turned(seen.turn) if since else rows.rulings.all()
        decided, addresses = _merged(decided, turned, _number), rows.rulings.learned_elsewhere()
        mails |= {one.about for one in turned if one.about is not None}
    mails |= {one.arrival for one in asked[len(before.asked) :] if one.arrival is not None}
    known = replace(
        before,
        marks=marks,
        rulings=decided,
        addresses=_same(before.addresses, addresses),
        asked=asked,
        letters=_letters(rows.letters, before, letters, marks.letter),
        undelivered=_same(before.undelivered, rows.letters.undelivered()),
        withheld=_same(before.withheld, rows.aside.all()),
        proposals=_same(before.proposals, rows.proposals.all()),
    )
    if marks.reading > seen.reading:
        known = replace(known, read=_read(rows.submissions, before))
    if marks.line > seen.line:
        absent = rows.events.absences(seen.line, marks.line)
        known = replace(known, absences=(*before.absences, *absent) if absent else before.absences)
    arrivals, filed = _mails(rows.arrivals, before, mails, marks.arrival)
    return replace(known, arrivals=arrivals, filed=filed)


def _marks(session: Session) -> Marks:
    tables = (EventRow, ArrivalRow, LetterRow, QuestionRow, ReadingRow, TurnRow)
    highest = (select(func.coalesce(func.max(table.id), 0)).scalar_subquery() for table in tables)
    return Marks(*session.execute(select(*highest)).one())


def _read(submissions: Submissions, before: Recorded) -> tuple[Version, ...]:
    """Of mails that were read once more every reading: an earlier one is superseded by now."""
    if not before.marks.reading:
        return submissions.read()
    again = submissions.read_after(before.marks.reading)
    kept = (one for one in before.read if one.arrival not in again)
    fresh = (one for part in _parts(again) for one in submissions.read((), part))
    return tuple(sorted((*kept, *fresh), key=lambda one: (one.arrived_at, one.arrival, one.id)))


def _letters(letters: Letters, before: Recorded, touched: Collection[int], newest: int) -> tuple[LetterFacts, ...]:
    open_ones = {one.id for one in before.letters if one.state not in _FINAL}
    wanted = {number for number in touched if number <= before.marks.letter} | open_ones
    if not wanted and newest <= before.marks.letter:
        return before.letters
    found = [
        one for number, part in _above_and(before.marks.letter, wanted) for one in letters.written_after(number, part)
    ]
    return _merged(before.letters, found, lambda one: one.id)


def _mails(
    mails: Arrivals, before: Recorded, touched: Collection[int], newest: int
) -> tuple[tuple[ArrivalFacts, ...], Filed]:  # fmt: skip
    open_ones = {one.id for one in before.arrivals if one.state != "done"}
    wanted = {number for number in touched if number <= before.marks.arrival} | open_ones
    if not wanted and newest <= before.marks.arrival:
        return before.arrivals, before.filed
    found: list[ArrivalFacts] = []
    others: list[FiledMail] = []
    for number, part in _above_and(before.marks.arrival, wanted):
        ours, only_filed = mails.noted_after(number, part)
        found += ours
        others += only_filed
    filed = before.filed.changed(wanted - {one.id for one in before.arrivals}, others)
    gone = wanted - {one.id for one in found}
    kept = tuple(one for one in before.arrivals if one.id not in gone) if gone else before.arrivals
    merged = _merged(kept, found, lambda one: one.id)
    if merged is before.arrivals:
        return merged, filed
    return tuple(sorted(merged, key=came)), filed


def _merged(before: tuple[T, ...], found: Collection[T], number: Callable[[T], int]) -> tuple[T, ...]:
    """What is found takes the place of what has its number, or comes behind it. The very same where nothing differs."""
    if not found:
        return before
    kept = {number(one): one for one in before}
    if all(kept.get(number(one)) == one for one in found):
        return before
    return tuple((kept | {number(one): one for one in found}).values())


def _number(ruling: Ruling) -> int:
    return ruling.number


def _same(before: T, now: T) -> T:
    return before if before == now else now


def _above_and(number: int, others: Collection[int]) -> Iterator[tuple[int, Collection[int]]]:
    """What lies above a number, once, and some others, not too many of them at a time."""
    first, *more = list(_parts(others)) or [[]]
    yield number, first
    yield from ((_NONE_ABOVE, part) for part in more)


def _parts(numbers: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(numbers)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))
