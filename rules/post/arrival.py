"""When a mail arrived. It decides what is in time, so nothing that a sender writes has a say."""

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from re import search

from rules.mail import Mail


def earlier(internal_date: datetime, received: datetime | None) -> datetime:
    """INTERNALDATE (aware), or what `own_received` says where that is earlier; aware, UTC.

    A mail that a person copies between folders may get a new INTERNALDATE; the trace our server wrote at the top
    (RFC 5321, 4.4) still has the true one. `Date:` is the sender's word and is not asked.
    """
    internal = internal_date.astimezone(UTC)
    return min(internal, received) if received else internal


def own_received(mail: Mail, own_hosts: Sequence[str]) -> datetime | None:
    """When the topmost Received says that our own server took the mail in; aware, UTC."""
    top = mail.header("Received")
    if top is None:
        return None
    if not taken_in_by(top, own_hosts):
        return None
    _, _, stamp = top.rpartition(";")
    try:
        moment = parsedate_to_datetime(stamp.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def taken_in_by(received: str, own_hosts: Sequence[str]) -> bool:
    """Whether a Received says that one of our own servers wrote it."""
    clauses, _, _ = received.rpartition(";")
    host = search(r"(?i)\bby\s+([^\s;()]+)", clauses)
    return host is not None and host[1].rstrip(".").lower() in {own.rstrip(".").lower() for own in own_hosts}
