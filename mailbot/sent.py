"""The server's folder of sent mail: whether a letter is there, and a copy of one that left."""

from contextlib import suppress

from mailbot.app import App
from rules.errors import MailboxError


def was_sent(message_id: str, app: App) -> bool:
    """Whether the folder has the letter. A server that cannot tell is taken for no.

    Raises MailboxError where the mailbox cannot be opened just now: then nobody knows.
    """
    app.mailbox.connect()
    with suppress(MailboxError):
        folder = app.mailbox.sent()
        return folder is not None and bool(app.mailbox.find_message_id(folder, message_id))
    return False


def keep_copy(raw: bytes, app: App) -> None:
    """The one write on the server, if the configuration asks for it. A failure costs the copy, not the letter."""
    if app.config.intake.copy_to_sent:
        with suppress(MailboxError):
            app.mailbox.append_sent(raw)
