"""When something that failed is tried again. A pure table: the clock and the dice are passed in."""

from datetime import datetime, timedelta
from typing import Literal

Kind = Literal["mail", "letter", "server", "withheld", "login"]

_MINUTE = timedelta(minutes=1)

# mail: its handler failed. Three tries, then a person looks; the mails behind it do not wait.
# letter: the server said "later" or the outcome is unknown. Half an hour apart, for days (RFC 5321, 4.5.4.1).
# withheld: the server lists a mail and does not hand it out. Asked for again for ever, since one day it may.
# login: refused. Another password is tried at once; the same one four times in the first hour, then once an hour, so
# that no server locks the account.
# server: no connection. Never given up, and never longer than a minute, so that it is back soon after the network is.
_WAITS: dict[Kind, tuple[timedelta, ...]] = {
    "mail": (_MINUTE, 10 * _MINUTE),
    "letter": (
        _MINUTE,
        5 * _MINUTE,
        15 * _MINUTE,
        *(30 * _MINUTE,) * 6,
        *(timedelta(hours=2),) * 12,
        *(timedelta(hours=6),) * 12,
    ),
    "login": tuple(timedelta(minutes=m) for m in (5, 10, 20, 30, 60)),
    "withheld": (_MINUTE, 5 * _MINUTE, 15 * _MINUTE, *(timedelta(hours=h) for h in (1, 3, 6))),
    "server": tuple(timedelta(seconds=s) for s in (1, 2, 5, 10, 20, 40)),
}
LONGEST = max(wait for waits in _WAITS.values() for wait in waits)
"""No try is ever put off for longer: a moment that is farther away was noted by a clock that was wrong."""

_FOR_EVER: frozenset[Kind] = frozenset({"server", "withheld", "login"})


def tries(kind: Kind) -> int:
    """How often at most, for what is not tried for ever; then a person looks."""
    return len(_WAITS[kind]) + 1


def after(kind: Kind, tries: int, now: datetime, jitter: float = 0.5) -> datetime | None:
    """The moment of the next try after `tries` failed ones (1 or more); None: hold it, a person decides.

    `jitter` from 0 to 1 spreads the moment over the last quarter of the wait, so that many do not come back at once.
    """
    waits = _WAITS[kind]
    if tries > len(waits) and kind not in _FOR_EVER:
        return None
    wait = waits[min(max(tries, 1), len(waits)) - 1]
    return now + wait * (0.75 + 0.25 * min(max(jitter, 0.0), 1.0))
