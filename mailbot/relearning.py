"""What waits for a person, read again once corrections have taught something or were undone; what changes is asked."""

from collections.abc import Callable
from hashlib import sha256

from mailbot.app import App
from mailbot.logs import log, where
from mailbot.rereading import NotKept, read_again
from rules.errors import ArchiveDamaged
from rules.intake.lessons import Lesson, read_otherwise
from rules.intake.prepared import Prepared
from storage.work import UnitOfWork

_SEEN = "lessons"
"""The note of what was known when what waits was read last."""
_NOTHING = "-"


def read_waiting_again(app: App, handle: Callable[[int, Prepared, str], None]) -> int:
    """How many mails were read again. `handle` records a reading; its text tells questions of this time from others.

    What was known is noted last, so that a pass that breaks off is made up for; a mail that reads as before changes
    nothing.
    """
    with app.begin() as work:
        known = [one for one in work.lessons() if one.counts]
        stamp = _stamp(known)
        if (work.notes.get(_SEEN) or _NOTHING) == stamp:
            return 0
        numbers = _waiting(known, work, app)
    for number in numbers:
        try:
            handle(number, read_again(number, app).prepared, f"{stamp}-{app.now():%Y%m%d%H%M}")
        except (NotKept, ArchiveDamaged) as error:
            log.warning("a mail that waits cannot be read again", arrival=number, **where(error))
    with app.begin() as work:
        work.notes.put(_SEEN, stamp, app.now())
        work.commit()
    return len(numbers)


def _stamp(known: list[Lesson]) -> str:
    """Of what counts."""
    told = sorted(f"{one.kind} {one.said} {one.means} {one.sender}" for one in known)
    return sha256("\n".join(told).encode()).hexdigest()[:12] if told else _NOTHING


def _waiting(known: list[Lesson], work: UnitOfWork, app: App) -> tuple[int, ...]:
    waiting = [one for one in work.standing().versions if one.provisional and not one.rejected and one.id > 0]
    senders = work.arrivals.senders({one.arrival for one in waiting})
    return read_otherwise(waiting, known, senders, app.campaign)
