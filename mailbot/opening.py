"""Mails opened and read in children, with what only the rows know of them: whether a letter is our own."""

from mailbot.app import App
from mailbot.preparing import boundary
from rules.intake.prepared import Prepared, ours


def at_once(raw: bytes, app: App) -> Prepared | None:
    """A mail with everything in it read, in a child. None: that takes the slow readers."""
    found = boundary.at_once(raw, app.frame, app.sandbox)
    return _known_as_ours(found, app) if found else None


def slowly(raw: bytes, app: App) -> Prepared:
    """The same by all means, in as many children as it takes, as long as its sender's time lasts.

    Raises CannotPrepare.
    """
    with app.turns.slowly(raw, app.local(app.now()).date()) as seconds:
        return _known_as_ours(boundary.in_pieces(raw, app.frame, app.sandbox, seconds), app)


def _known_as_ours(found: Prepared, app: App) -> Prepared:
    message_id = found.mail.message_id
    if message_id is None:
        return found
    with app.look() as work:
        return ours(found) if work.letters.is_ours(message_id) else found
