"""What is kept, for commands that only look at it: no server, no reader, no letter. It loads a fraction of `App`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine

from mailbot.config import Config
from mailbot.database import open_database
from mailbot.office_of_rows import claim
from rules.campaign import Campaign
from rules.roster import Roster
from storage.work import UnitOfWork


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Kept:
    """The rows of an installation with what they are read in the light of."""

    campaign: Campaign
    roster: Roster
    engine: Engine
    now: Callable[[], datetime] = utc_now

    def begin(self) -> UnitOfWork:
        return UnitOfWork(self.engine, self.campaign.code)


@contextmanager
def opened(config: Config, campaign: Campaign, roster: Roster, *, begins: bool) -> Iterator[Kept]:
    """Raises what `open_database` raises, and AnotherOffice."""
    kept = Kept(campaign, roster, open_database(config, begins=begins))
    try:
        claim(kept.engine, config.imap.account, kept.now())
        yield kept
    finally:
        kept.engine.dispose()
