"""The unit of work: one transaction over all repositories. Leaving without commit rolls back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from types import TracebackType
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from rules.campaign import Campaign
from rules.intake.lessons import Lesson, lessons, mails_of
from rules.roster import Roster
from rules.rulings import Ruling, Standing, fold, given_to
from rules.season import Season, answered
from rules.submission import Version
from storage.aside import Aside
from storage.doors import Doors
from storage.engine import READ_ONLY, WRITES
from storage.proposals import Proposals
from storage.recorded import Recorded, Repositories, recorded
from storage.repositories import Arrivals, Events, Letters, Notes, Questions, Receipts, Submissions
from storage.rulings import Rulings
from storage.tables import LeaseRow

READ_TO_END = "read-to-end"  # the mailbox was read to its end and everything in it handled
FIRST_START = "first-start"  # when this mailbox was read first, noted once and for ever
EVER = datetime(1970, 1, 1, tzinfo=UTC)  # as the first start: nobody knows it any more, so no mail came before it
PAUSED = "paused"  # no letter but an alarm leaves until a person has looked, as after a restore; the value says why
CLOSED = "closed:"  # and a cap that letters wait for, by what it counts; the value says which was reached
UNTOLD = "untold:"  # the same, until the office was told
CAPS_TOLD = "caps-told"  # when the office was told last of such caps
RESUMED = "resumed"  # letters of before do not count for the caps
ALARM = "alarm:"  # and its name: "1" while it lasts
READING = "reading"  # how far a pass has come that reads very many mails; "" once it has
ALL_DONE = "full-pass"  # and letters were planned and posted: what health is measured by


@lru_cache(maxsize=4)  # a pass has thirty units of work
def _bound(engine: Engine, how: str) -> Engine:
    """The engine for those who only look, or for those who write."""
    return engine.execution_options(**{how: True})


class UnitOfWork:
    """`with UnitOfWork(engine, "cchc-2024") as work: ...; work.commit()`."""

    def __init__(self, engine: Engine, campaign: str, *, read_only: bool = False) -> None:
        self.session = Session(_bound(engine, READ_ONLY if read_only else WRITES), expire_on_commit=False)
        self._read_only = read_only
        self._at_commit: list[Callable[[], None]] = []
        self.arrivals = Arrivals(self.session)
        self.aside = Aside(self.session)
        self.submissions = Submissions(self.session, campaign)
        self.letters = Letters(self.session, campaign)
        self.receipts = Receipts(self.session, campaign)
        self.questions = Questions(self.session, campaign)
        self.events = Events(self.session)
        self.notes = Notes(self.session)
        self.rulings = Rulings(self.session, campaign)
        self.doors = Doors(self.session)
        self.proposals = Proposals(self.session, campaign)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.session.close()  # rolls back what was not committed

    def commit(self) -> None:
        self.session.commit()
        kept, self._at_commit = self._at_commit, []
        for remember in kept:
            remember()

    def flush(self) -> None:
        """Write what is not written yet, without committing."""
        self.session.flush()

    def recorded(self, since: Recorded | None = None) -> Recorded:
        """What is recorded at this moment; `since`: what was recorded at an earlier one, which is not read again."""
        return recorded(
            Repositories(
                self.session, self.arrivals, self.aside, self.submissions, self.letters, self.questions, self.events,
                self.rulings, self.proposals,
            ),
            since,
        )  # fmt: skip

    def season(self, campaign: Campaign, roster: Roster, now: datetime, known: Recorded | None = None) -> Season:
        """Everything known at this moment; `known`: what is recorded at it, where that was read already."""
        return (known or self.recorded()).season(campaign, roster, now, *self.moments())

    def moments(self) -> tuple[datetime | None, datetime | None]:
        """When the mailbox was read to its end last, and when it was read first."""
        read_to_end_at, started_at = self.notes.moments(READ_TO_END, FIRST_START)
        return read_to_end_at, started_at

    def once_kept(self, remember: Callable[[], None]) -> None:
        """What holds of the rows as they are to this transaction may be remembered once that is how they are to all:
        with the next commit, or at once where nothing is written."""
        if self._read_only:
            remember()
        else:
            self._at_commit.append(remember)

    def season_about(
        self,
        campaign: Campaign,
        roster: Roster,
        now: datetime,
        concerned: Callable[[Season], Sequence[str]],
        answers: Sequence[str],
        *,
        speaks: bool = False,
    ) -> Season:
        """What is known of the units that a mail concerns and of the letters it answers: enough to decide it.

        `speaks`: it hands nothing in, so its words may answer what is asked about its unit, or ask what came of it.
        """
        decided = self.rulings.all()
        read_to_end_at, started_at = self.moments()
        known = Season(
            campaign=campaign,
            roster=roster,
            as_of=now,
            rulings=decided,
            letters=self.letters.facts(answers) if answers else (),
            undelivered=self.letters.undelivered(),
            addresses=self.rulings.learned_elsewhere(),
            read_to_end_at=read_to_end_at,
            started_at=started_at,
            proposals=self.proposals.all(),
        )
        units = concerned(known)
        read = self.submissions.read(units, given_to(units, decided))
        if not answers and not (speaks and units):
            return replace(known, read=read)
        questions = answered(self.questions.asked(), decided)
        sent = {one.arrival for one in read}
        return replace(known, read=read, questions=questions, arrivals=self.arrivals.facts(sent))

    def lessons(self, decided: tuple[Ruling, ...] | None = None) -> tuple[Lesson, ...]:
        """What corrections have taught, by the rulings on record; `decided`: these, where they are known already."""
        decided = self.rulings.all() if decided is None else decided
        return lessons(decided, self.arrivals.senders(mails_of(decided)))

    def first_start(self, at: datetime) -> None:
        """Note that the mailbox is read from now on, unless that has been noted. Commits."""
        if self.notes.moment(FIRST_START) is None:
            self.notes.put(FIRST_START, "", at)
            self.commit()

    def standing(self, campaign: str = "") -> Standing:
        """What counts by now of everything that was read, of another campaign where one is named."""
        submissions = Submissions(self.session, campaign) if campaign else self.submissions
        latest = (one for one in submissions.read() if one.superseded_at is None)
        return fold(latest, self.rulings.all(campaign))

    def of_arrival(self, arrival: int) -> tuple[Version, ...]:
        """What counts of one mail."""
        return tuple(one for one in self.standing().versions if one.arrival == arrival)

    def take_lease(self, name: str, holder: str, now: datetime, seconds: float, dead: str | None = None) -> bool:
        """Take or renew the lease of a mailbox; False where another holder has it. Commits.

        A holder whose name begins with `dead` is known to live no longer, whatever the clock says.
        """
        expires = now + timedelta(seconds=seconds)
        row = self.session.get(LeaseRow, name, with_for_update=True)
        if row is not None and row.holder != holder and row.expires_at > now:
            gone = dead is not None and row.holder.startswith(dead)
            if not gone:
                return False
        row = row or LeaseRow(name=name, holder=holder, expires_at=expires)
        row.holder, row.expires_at = holder, expires
        self.session.add(row)
        try:
            self.session.commit()
        except IntegrityError:  # two took a free lease at the same instant
            self.session.rollback()
            return False
        return True

    def free_lease(self, name: str, holder: str) -> None:
        row = self.session.get(LeaseRow, name)
        if row is not None and row.holder == holder:
            self.session.delete(row)
            self.session.commit()
