"""The season as it was last read, brought up to date by what was recorded since: a tick costs no more for a season of
ten thousand mails than for one of ten.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from rules.calendar import local_day
from rules.campaign import Campaign
from rules.roster import Roster
from rules.season import Season
from storage.recorded import Recorded
from storage.work import UnitOfWork

_AT_ONCE = timedelta(0)


@dataclass(frozen=True, slots=True)
class _Kept:
    campaign: str
    day: date  # each day begins with a season that is read anew
    roster: Roster
    recorded: Recorded
    moments: tuple[datetime | None, datetime | None]
    season: Season


class Remembered:
    """Of one process. Not for several threads at a time."""

    def __init__(self) -> None:
        self._kept: _Kept | None = None

    def season(
        self, work: UnitOfWork, campaign: Campaign, roster: Roster, now: datetime, fresh: timedelta = _AT_ONCE
    ) -> Season:
        """What is known now. `fresh`: for how long one that was seen a little earlier is good enough; what was derived
        from it then need not be derived again."""
        day, before = local_day(now, campaign.calendar), self._kept
        if before is not None and ((before.campaign, before.day) != (campaign.code, day) or now < before.season.as_of):
            before = None
        known = work.recorded(before.recorded if before else None)
        moments = work.moments()
        same = before is not None and known.says_the_same(before.recorded)
        if before is not None and same and moments == before.moments and roster is before.roster:
            season = before.season
            if now - season.as_of > fresh:
                season = replace(season, as_of=now, campaign=campaign)
        else:
            season = known.season(campaign, roster, now, *moments)
        kept = _Kept(campaign.code, day, roster, known, moments, season)
        work.once_kept(lambda: self._keep(kept))
        return season

    def _keep(self, kept: _Kept) -> None:
        self._kept = kept
