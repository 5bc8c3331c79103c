"""Which addresses a report of a mail server speaks of. Formats beyond RFC 3464 are known to flufl.bounce."""

import email
import logging
import re
from collections.abc import Iterable

from flufl.bounce import all_failures

from rules.standing.bounces import Failures

# The library logs what it was given, which holds addresses.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)

LONGEST = 512 * 1024  # bytes of a report that are looked at: what is returned stands behind what is reported

# What the library has been seen to raise on reports that break the rules.
_ERRORS = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)

_TRIES_ON = re.compile(r"\b(?:delay(?:ed)?|warning|deferred)\b|gửi chậm|trì hoãn|tạm thời", re.IGNORECASE)


def failures(raw: bytes, subject: str) -> Failures:
    """Never raises; a report that cannot be read names nobody. `subject` is decoded."""
    try:
        temporary, permanent = all_failures(email.message_from_bytes(raw[:LONGEST]))
    except _ERRORS:
        temporary, permanent = frozenset(), frozenset()
    refused = _addresses(permanent)
    delayed = tuple(address for address in _addresses(temporary) if address not in refused)
    return Failures(delayed, refused, _TRIES_ON.search(subject) is not None)


def _addresses(found: Iterable[bytes | str]) -> tuple[str, ...]:
    told = {one.decode("utf-8", "replace") if isinstance(one, bytes) else one for one in found}
    return tuple(sorted(address.strip(" <>").lower() for address in told))
