"""What waits for a person, read again once corrections have taught something or were undone; what changes is asked."""

from collections.abc import Callable
from hashlib import sha256

from mailbot import opening
from mailbot.app import App
from mailbot.logs import log, where
from rules.errors import ArchiveDamaged
from rules.intake.lessons import Lesson, read_otherwise
from rules.intake.prepared import Prepared
from storage.work import UnitOfWork

_SEEN = "lessons"
"""The note of the last decision that was looked at, and of what was known then."""
_NOTHING = "-"


def read_waiting_again(app: App, handle: Callable[[int, Prepared, str], None]) -> int:
    """How many mails were read again. `handle` records a reading; its text tells questions of this time from others.

    What was known is noted last, so that a pass that breaks off is made up for; a mail that reads as before changes
    nothing. What only slow readers open stays as it was read: nobody waits for it.
    """
    with app.begin() as work:
        turn, seen = work.rulings.newest_turn(), (work.notes.get(_SEEN) or f"0 {_NOTHING}").split()
        if str(turn) == seen[0]:
            return 0
        known = [one for one in work.lessons() if one.counts]
        stamp = _stamp(known)
        numbers = _waiting(known, work, app) if stamp != seen[1] else ()
    for number in numbers:
        prepared = _read(number, app)
        if prepared is not None:
            handle(number, prepared, f"{stamp}-{app.now():%Y%m%d%H%M}")
    with app.begin() as work:
        work.notes.put(_SEEN, f"{turn} {stamp}", app.now())
        work.commit()
    return len(numbers)


def _read(number: int, app: App) -> Prepared | None:
    with app.look() as work:
        mail = work.arrivals.mail(number)
    if mail.forgotten_at is not None:
        return None
    try:
        return opening.at_once(app.archive.open(mail.digest), app)
    except ArchiveDamaged as error:
        log.warning("a mail that waits cannot be read again", arrival=number, **where(error))
        return None


def _stamp(known: list[Lesson]) -> str:
    """Of what counts."""
    told = sorted(f"{one.kind} {one.said} {one.means} {one.sender}" for one in known)
    return sha256("\n".join(told).encode()).hexdigest()[:12] if told else _NOTHING


def _waiting(known: list[Lesson], work: UnitOfWork, app: App) -> tuple[int, ...]:
    waiting = [one for one in work.standing().versions if one.provisional and not one.rejected and one.id > 0]
    senders = work.arrivals.senders({one.arrival for one in waiting})
    return read_otherwise(waiting, known, senders, app.campaign)
