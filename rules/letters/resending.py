"""Letters that came back and go once more, as they are, to the next address of their unit: receipts, changed deadlines.

Reminders are not among them: they are written anew while they are still true (`rules.letters.reminders`). Nor is a
letter that was written to somebody who does not speak for the unit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from rules.calendar import local_day
from rules.season import LetterFacts, Season
from rules.standing.bounces import next_address, returned

_MARK = "again:"


@dataclass(frozen=True, slots=True)
class Copy:
    """A letter to be put into the outbox once more. `key` exists once."""

    letter: LetterFacts
    key: str
    to: str


def due(season: Season, now: datetime) -> tuple[Copy, ...]:
    """What is to go again by now. Asking twice is harmless."""
    campaign = season.campaign
    back = returned(season)
    if not back or not campaign.runs_on(local_day(now, campaign.calendar)):
        return ()
    return tuple(copy for letter in season.letters if letter.id in back for copy in _again(letter, back, season))


def _again(letter: LetterFacts, back: frozenset[int], season: Season) -> Iterator[Copy]:
    unit = season.roster.find(letter.unit)
    if not letter.kind.resent or letter.key.startswith(_MARK) or unit is None:
        return
    prefix = f"{_MARK}{letter.id}:"
    attempts = [letter, *(one for one in season.letters if one.key.startswith(prefix))]
    following = next_address(letter, unit, season)
    if following and all(one.id in back for one in attempts):
        yield Copy(letter, f"{prefix}{len(attempts)}", following)
