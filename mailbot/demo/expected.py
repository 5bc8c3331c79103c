"""What the script says must be true, worked out from the script alone.

Nothing of mailbot's own reasoning is used here: the gains that the script names are added up as a clerk adds them up
with a pencil, and the days on which units are reminded stand as plain dates.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from mailbot.demo.cast import office_acts, post, season
from mailbot.demo.ordinary import OFFICE
from mailbot.demo.script import GO_LIVE, ZONE, Gain, Paper, Post, Stage, Work
from mailbot.demo.units import units

DUE: dict[Stage, date] = {"registration": date(2024, 8, 25), "report": date(2024, 10, 31)}
INVITATION_DAYS: dict[Stage, date] = {"registration": date(2024, 4, 2), "report": date(2024, 8, 27)}
REMINDER_DAYS: dict[Stage, tuple[date, ...]] = {
    "registration": (date(2024, 8, 6), date(2024, 8, 15), date(2024, 8, 21), date(2024, 8, 23)),
    "report": (date(2024, 10, 11), date(2024, 10, 22), date(2024, 10, 28), date(2024, 10, 30)),
}
OVERDUE_REPORT_DAYS = (date(2024, 11, 1), date(2024, 11, 4))
OFFICE_OPENS = time(7, 30)


@dataclass
class Cell:
    """Where one unit stands in one stage at a moment."""

    unit: str
    stage: Stage
    works: dict[str, Work] = field(default_factory=dict)  # by title
    certain: set[str] = field(default_factory=set)  # titles that somebody who may speak for the unit has sent
    lacks: set[tuple[str, str]] = field(default_factory=set)
    unreported: set[str] = field(default_factory=set)  # registered titles that a report passes over
    mails: int = 0
    first_at: datetime | None = None
    complete_at: datetime | None = None
    assured: bool = False  # at least one mail needs no question

    @property
    def titles(self) -> set[str]:
        return set(self.works)

    @property
    def state(self) -> str:
        if not self.mails:
            return "owes"
        if not self.assured:
            return "provisional"
        return "incomplete" if self.lacks or self.unreported else "sent"

    @property
    def timeliness(self) -> str | None:
        """By the moment at which everything required was first there; before that, by the first mail."""
        moment = self.complete_at or self.first_at
        if moment is None:
            return None
        day, due = moment.astimezone(ZONE).date(), DUE[self.stage]
        return "on-time" if day < due else "last-day" if day == due else "late"

    def confirm(self, gain: Gain) -> None:
        """The office says that a mail counts."""
        self.assured = True
        self.certain |= {work.title for work in gain.works}

    def take(self, gain: Gain, at: datetime) -> None:
        """Enter one mail."""
        if gain.replaces:
            self.works, self.certain, self.lacks = {}, set(), set()
        for title in gain.removed:
            self.works.pop(title, None)
        for work in gain.works:
            self.works[work.title] = work
            self.lacks = {lack for lack in self.lacks if lack[0] != work.title}
        self.lacks |= set(gain.lacks)
        if not gain.provisional:
            self.assured = True
            self.certain |= {work.title for work in gain.works}
        self.mails += 1
        self.first_at = self.first_at or at
        if not self.lacks:
            self.complete_at = self.complete_at or at


def standing(at: datetime) -> dict[tuple[str, Stage], Cell]:
    """Every unit and stage after all mails that arrived until `at`."""
    stages: tuple[Stage, ...] = ("registration", "report")
    cells = {(unit.code, stage): Cell(unit.code, stage) for unit in units() for stage in stages}
    for mail in season():
        if mail.at <= at:
            for gain in mail.gains:
                cells[gain.unit, gain.stage].take(gain, mail.at)
    for act in office_acts():
        if act.at <= at:
            for gain in post(act.about).gains:
                cells[gain.unit, gain.stage].confirm(gain)
    for unit in units():
        report = cells[unit.code, "report"]
        report.unreported = cells[unit.code, "registration"].titles - report.titles if report.mails else set()
    return cells


def waiting_to_be_looked_at(stage: Stage, at: datetime) -> set[str]:
    """Units that sent something nobody could read yet: their reminders say so."""
    return {mail.waits[0] for mail in season() if mail.waits and mail.waits[1] == stage and mail.at <= at}


def owing(stage: Stage, at: datetime) -> set[str]:
    """Units of which nothing at all has come, not even something unreadable."""
    cells = standing(at)
    silent = {unit.code for unit in units() if cells[unit.code, stage].state == "owes"}
    return silent - waiting_to_be_looked_at(stage, at)


def within_reach() -> set[str]:
    """Units of which the office knows an address; it does not write to itself."""
    return {unit.code for unit in units() if unit.addresses and unit.code != OFFICE}


def reminded_on(stage: Stage, day: date) -> set[str]:
    """Units to be reminded on one of the four days: they owe when the office opens."""
    return owing(stage, datetime.combine(day, OFFICE_OPENS, ZONE)) & within_reach()


def invited(stage: Stage) -> set[str]:
    """Units that get their forms at the start of a stage: whoever has sent everything by then needs none."""
    return reminded_on(stage, INVITATION_DAYS[stage])


def returned_forms() -> tuple[Post, ...]:
    """Mails that bring back the form of a letter."""
    return tuple(mail for mail in season() if any(isinstance(one, Paper) and one.on_form for one in mail.enclosures))


def answered() -> tuple[Post, ...]:
    """Mails that get a receipt: submissions, and files that nobody could read, once the campaign is live."""
    return tuple(mail for mail in season() if mail.receipt and mail.at >= GO_LIVE)


def never_answered() -> tuple[Post, ...]:
    """Mails that no letter may ever answer: machines, lists, other people's business, a second delivery."""
    return tuple(mail for mail in season() if mail.receipt is False)


def never_written_to() -> set[str]:
    """Addresses to which no letter may ever go: machines, lists, and strangers who sent nothing of ours."""
    own = {address for unit in units() for address in unit.addresses}
    return {mail.address for mail in never_answered()} - own


def ties(unit: str, at: datetime) -> tuple[set[str], set[str], set[str]]:
    """Titles reported word for word as registered; registered but not so reported; reported but not so registered."""
    cells = standing(at)
    registered, reported = cells[unit, "registration"].titles, cells[unit, "report"].titles
    return registered & reported, registered - reported, reported - registered
