"""Who may come in to the page, as decided from what is kept of asking and of coming in.

A person asks at the door and gets a letter with a link and a code; either lets in once. What is kept of both are
digests (`storage.doors`), so that who reads the database can come in with neither.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

LINK_LASTS = timedelta(minutes=10)
IDLE = timedelta(minutes=15)
"""Nobody has touched the page for so long: whoever sits there now must come in anew."""
LONGEST = timedelta(hours=12)  # of one visit, however busy
WRONG_CODES = 5  # with which a link is void
ASKED_AT_MOST = 3  # letters to one person within ASKED_WITHIN, so that nobody can be flooded by others
ASKED_WITHIN = timedelta(minutes=15)
ASKED_A_DAY = 20

Way = Literal["letter", "command"]


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody asked to come in as `person` (an address, lower case). `spent_at`: it let somebody in, or is void."""

    id: int
    person: str
    way: Way
    made_at: datetime  # aware
    expires_at: datetime
    wrong: int = 0  # codes that were typed wrongly
    spent_at: datetime | None = None

    def opens(self, now: datetime) -> bool:
        return self.spent_at is None and self.wrong < WRONG_CODES and self.made_at <= now < self.expires_at


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody is in."""

    id: int
    person: str
    begun_at: datetime  # aware
    seen_at: datetime
    ended_at: datetime | None = None

    def lasts(self, now: datetime) -> bool:
        return self.ended_at is None and now - self.seen_at < IDLE and now - self.begun_at < LONGEST


def may_ask(earlier: Iterable[Entry], now: datetime) -> bool:
    """Whether one more letter may go to a person. `earlier`: what was asked for this person so far."""
    by_letter = [one.made_at for one in earlier if one.way == "letter"]
    lately = sum(now - at < ASKED_WITHIN for at in by_letter)
    return lately < ASKED_AT_MOST and sum(now - at < timedelta(days=1) for at in by_letter) < ASKED_A_DAY


def how_to_name_people(campaign: str) -> str:
    """What is to be done so that somebody can come in, as the end of a Vietnamese sentence."""
    example = '{ name = "Nguyễn Thu Hà", address = "thuha@donvi.vn", role = "decides" }'
    return f'ghi vào mục [office] trong tệp phong trào {campaign}.toml: people = [{example}]; role = "reads": chỉ xem'
