"""The season as it was last read: read anew only where something was recorded since, so that a tick on which nothing
happened costs no more for a season of ten thousand mails than for one of ten.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from rules.calendar import local_day
from rules.campaign import Campaign
from rules.roster import Roster
from rules.season import Season
from storage.work import UnitOfWork

_AT_ONCE = timedelta(0)


class Remembered:
    """Of one process. Not for several threads at a time."""

    def __init__(self) -> None:
        self._kept: tuple[object, Season] | None = None

    def season(
        self, work: UnitOfWork, campaign: Campaign, roster: Roster, now: datetime, fresh: timedelta = _AT_ONCE
    ) -> Season:
        """What is known now. `fresh`: for how long one that was seen a little earlier is good enough; what was derived
        from it then need not be derived again."""
        mark = (work.fingerprint(), campaign.code, local_day(now, campaign.calendar), id(roster))
        if self._kept is None or self._kept[0] != mark or now < self._kept[1].as_of:
            self._kept = (mark, work.season(campaign, roster, now))
        elif now - self._kept[1].as_of > fresh:
            self._kept = (mark, replace(self._kept[1], as_of=now, campaign=campaign))
        return self._kept[1]
