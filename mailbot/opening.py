"""Mails opened and read in children, and what only the rows know of them: whether a letter is our own."""

from mailbot.app import App
from mailbot.preparing import boundary
from rules.intake.prepared import Prepared, ours
from storage.work import UnitOfWork


def at_once(raw: bytes, app: App) -> Prepared | None:
    """A mail with everything in it read, in a child. None: that takes the slow readers."""
    return boundary.at_once(raw, app.frame, app.sandbox)


def slowly(raw: bytes, app: App) -> Prepared:
    """The same by all means, in as many children as it takes, as long as its sender's time lasts.

    Raises CannotPrepare.
    """
    with app.turns.slowly(raw, app.local(app.now()).date()) as seconds:
        return boundary.in_pieces(raw, app.frame, app.sandbox, seconds)


def known_as_ours(found: Prepared, work: UnitOfWork) -> Prepared:
    """The same, or that it is a letter of ours which came back."""
    message_id = found.mail.message_id
    return ours(found) if message_id is not None and work.letters.is_ours(message_id) else found
