"""The unit of work: one transaction over all repositories. Leaving without commit rolls back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from rules.campaign import Campaign
from rules.roster import Roster
from rules.season import Season
from storage.aside import Aside
from storage.decisions import Decisions, Workbook
from storage.engine import READ_ONLY
from storage.repositories import Arrivals, Events, Letters, Notes, Questions, Receipts, Submissions
from storage.tables import LeaseRow

READ_TO_END = "read-to-end"  # the mailbox was read to its end and everything in it handled
PAUSED = "paused"  # no letter but an alarm leaves until a person has looked, as after a restore; the value says why
CLOSED = "closed:"  # and a cap that letters wait for, by what it counts; the value says which was reached
UNTOLD = "untold:"  # the same, until the office was told
CAPS_TOLD = "caps-told"  # when the office was told last of such caps
RESUMED = "resumed"  # letters of before do not count for the caps
ALARM = "alarm:"  # and its name: "1" while it lasts
ALL_DONE = "full-pass"  # and letters were planned and posted: what health is measured by


class UnitOfWork:
    """`with UnitOfWork(engine, "cchc-2024") as work: ...; work.commit()`."""

    def __init__(self, engine: Engine, campaign: str, *, read_only: bool = False) -> None:
        bound = engine.execution_options(**{READ_ONLY: True}) if read_only else engine
        self.session = Session(bound, expire_on_commit=False)
        self.arrivals = Arrivals(self.session)
        self.aside = Aside(self.session)
        self.submissions = Submissions(self.session, campaign)
        self.letters = Letters(self.session, campaign)
        self.receipts = Receipts(self.session, campaign)
        self.questions = Questions(self.session, campaign)
        self.events = Events(self.session)
        self.notes = Notes(self.session)
        self.decisions = Decisions(self.session, campaign)
        self.workbook = Workbook(self.session, campaign)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.session.close()  # rolls back what was not committed

    def commit(self) -> None:
        self.session.commit()

    def season(self, campaign: Campaign, roster: Roster, now: datetime) -> Season:
        """Everything known at this moment."""
        return Season(
            campaign=campaign,
            roster=roster,
            as_of=now,
            versions=self.submissions.versions(),
            marks=self.questions.marks(),
            arrivals=self.arrivals.facts(),
            questions=self.questions.all(),
            letters=self.letters.facts(),
            undelivered=self.letters.undelivered(),
            absences=self.events.absences(),
            learned=self.questions.learned(),
            read_to_end_at=self.notes.moment(READ_TO_END),
            entered=self.workbook.entered(),
            withheld=self.aside.all(),
        )

    def season_about(
        self,
        campaign: Campaign,
        roster: Roster,
        now: datetime,
        concerned: Callable[[Season], Sequence[str]],
        answered: Sequence[str],
    ) -> Season:
        """What is known of the units that a mail concerns and of the letters it answers: enough to decide it."""
        known = Season(
            campaign=campaign,
            roster=roster,
            as_of=now,
            marks=self.questions.marks(),
            questions=self.questions.all() if answered else (),
            letters=self.letters.facts(answered),
            undelivered=self.letters.undelivered(),
            learned=self.questions.learned(),
            read_to_end_at=self.notes.moment(READ_TO_END),
        )
        return replace(known, versions=self.submissions.versions(concerned(known)))

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
