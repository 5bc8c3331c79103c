"""On which days a unit is urged: steps before the strict deadline, and after the inclusive one.

Steps are counted from dates alone, so an outage loses none: whoever asks on a later day is told the latest step that
has come. Two readings of one deadline leave a day (and the free days after it) on which nobody is urged: the strict
reading says that it is too late, the inclusive one that it is not late yet.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rules.calendar import (
    first_day_too_late,
    inclusive_last_day,
    is_working_day,
    kth_working_day_before,
    local_day,
    next_working_day,
    strict_last_day,
    working_days_between,
)
from rules.campaign import Campaign, Stage
from rules.letter_kind import INVITATION, OVERDUE, REMINDER, LetterKind
from rules.letters.letter import ReminderFacts
from rules.rulings import Mark
from rules.season import Season
from rules.standing.bounces import returned
from rules.standing.status import UnitStatus, marks

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


def kind_of_step(invitation: bool, overdue: bool) -> LetterKind:
    return INVITATION if invitation else OVERDUE if overdue else REMINDER


@dataclass(frozen=True, slots=True)
class Urging:
    """One step for one unit: `step` working days before the deadline, or the number of the letter after it, from 1."""

    stage: Stage
    unit: str
    step: int
    overdue: bool
    day: date  # on which it is due
    ends: date  # the first day on which this letter would no longer be true
    extended_to: date | None = None
    invitation: bool = False  # the letter at the start of the stage; its step is 0

    @property
    def kind(self) -> LetterKind:
        return kind_of_step(self.invitation, self.overdue)

    def key(self, campaign: str) -> str:
        """Exists once. An extended deadline is another deadline, with reminders of its own; there is one invitation."""
        if self.invitation:
            return f"{self.kind}:{campaign}:{self.stage.code}:{self.unit}"
        kind = self.kind
        extended = f":{self.extended_to.isoformat()}" if self.extended_to else ""
        return f"{kind}:{campaign}:{self.stage.code}:{self.unit}:{self.step}{extended}"


def urgings(season: Season, stage: Stage, unit: str) -> tuple[Urging, ...]:
    """All steps of a unit in a stage, in the order of days.

    Steps from before `go_live` never happen, nor those from before an extension was granted: the unit was reminded of
    the earlier deadline on those days.
    """
    campaign = season.campaign
    granted = _extension(season, unit, stage.code)
    extended_to = granted.until if granted and granted.until and granted.until >= stage.due else None
    since = campaign.go_live
    if granted and extended_to:
        since = max(since, local_day(granted.at, campaign.calendar) + _DAY)
    found = [
        Urging(stage, unit, step, overdue, day, ends, extended_to)
        for step, overdue, day, ends in (*_before(campaign, stage, extended_to), *_after(campaign, stage, extended_to))
        if day >= since
    ]
    found += [one for one in _invitation(campaign, stage, unit, extended_to) if one.day >= campaign.go_live]
    return tuple(sorted(found, key=lambda urging: urging.day))


def latest(season: Season, stage: Stage, unit: str, day: date) -> Urging | None:
    """The last step that has come by this day, where it still holds; earlier ones that were missed are not made up."""
    come = [urging for urging in urgings(season, stage, unit) if urging.day <= day]
    return come[-1] if come and day < come[-1].ends else None


def _extension(season: Season, unit: str, stage: str) -> Mark | None:
    """The decision that gives a unit the most time."""
    granted = [mark for mark in marks(season, "extension", unit, stage) if mark.until]
    return max(granted, key=lambda mark: (mark.until, mark.at), default=None)


def invitation(campaign: Campaign, stage: Stage, unit: str, day: date, extended_to: date | None = None) -> Urging:
    """The letter with the forms, true until the deadline."""
    ends = first_day_too_late(stage, extended_to)
    return Urging(stage, unit, 0, False, day, ends, extended_to, invitation=True)


def _invitation(campaign: Campaign, stage: Stage, unit: str, extended_to: date | None) -> Iterator[Urging]:
    if stage.invites is not None:
        yield invitation(campaign, stage, unit, _working_day_from(stage.invites, campaign), extended_to)


def _before(campaign: Campaign, stage: Stage, extended_to: date | None) -> Iterator[tuple[int, bool, date, date]]:
    too_late = first_day_too_late(stage, extended_to)
    for step in campaign.reminders.working_days_before:
        yield step, False, kth_working_day_before(too_late, step, campaign.calendar), too_late


def _after(campaign: Campaign, stage: Stage, extended_to: date | None) -> Iterator[tuple[int, bool, date, date]]:
    """Until the office itself must be done: what comes later cannot be in its report."""
    day = next_working_day(inclusive_last_day(stage, extended_to), campaign.calendar)
    start, step = day, 1
    while day < campaign.office_due and (stage.overdue.at_most == 0 or step <= stage.overdue.at_most):
        yield step, True, day, campaign.office_due
        if stage.overdue.every == "week":
            day = _working_day_from(start + _WEEK * step, campaign)
        else:
            day = next_working_day(day, campaign.calendar)
        step += 1


def _working_day_from(day: date, campaign: Campaign) -> date:
    return day if is_working_day(day, campaign.calendar) else next_working_day(day, campaign.calendar)


def facts(urging: Urging, status: UnitStatus, season: Season, leaves_on: date) -> ReminderFacts:
    """What the letter says on the day on which it leaves."""
    campaign = season.campaign
    steps = urgings(season, urging.stage, urging.unit)
    too_late = first_day_too_late(urging.stage, urging.extended_to)
    return ReminderFacts(
        status=status,
        stage=urging.stage,
        unit=status.unit,
        step=urging.step,
        overdue=urging.overdue,
        last_day=strict_last_day(urging.stage, urging.extended_to),
        working_days_left=0 if urging.overdue else working_days_between(leaves_on, too_late, campaign.calendar),
        office_due=campaign.office_due,
        invitation=urging.invitation,
        before=_before_it(season, urging, leaves_on),
        last=bool(steps) and steps[-1].day <= urging.day,
        leaves_on=leaves_on,
    )


def _before_it(season: Season, urging: Urging, leaves_on: date) -> tuple[date, ...]:
    """The days of the letters about this stage that the unit has got; what came back it has not."""
    back = returned(season)
    days = (
        local_day(letter.created_at, season.campaign.calendar)
        for letter in season.letters
        if letter.kind.planned
        and (letter.unit, letter.stage) == (urging.unit, urging.stage.code)
        and letter.state in ("queued", "sending", "sent")
        and letter.id not in back
    )
    return tuple(sorted(day for day in days if day < leaves_on))
