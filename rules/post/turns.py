"""Whose mail is next: senders take turns, so that nobody waits behind all the mails of one."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from rules.mail import untagged

HEAD = 64 * 1024
"""Bytes of a mail in which its From is looked for."""
SLOW_MAIL = 600.0
"""Seconds of OCR and LibreOffice for one mail. What they do not suffice for is named, and a person is asked."""
SLOW_SENDER = 1800.0  # and for all mails of one sender in a day ...
SLOW_LEAST = 60.0  # ... but so much for each of them

_FROM = re.compile(rb"(?im)^from:([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)")
_END = re.compile(rb"\r?\n\r?\n")
_ADDRESS = re.compile(rb"[^\s<>,;:\"()\[\]\\]{1,128}@[^\s<>,;:\"()\[\]\\]{1,255}")


def named_sender(head: bytes) -> str:
    """The mailbox that From names, lower case; "" where it names none. Only the order of the queue hangs on it."""
    fields = _END.split(head[:HEAD], maxsplit=1)[0]
    found = _FROM.search(fields)
    addresses = _ADDRESS.findall(found[1]) if found else []
    return untagged(addresses[-1].decode("ascii", "replace")) if addresses else ""


def in_turn(
    waiting: Sequence[tuple[int, str]], served: Mapping[str, int], known: Collection[str] = frozenset()
) -> list[int]:
    """The numbers of mails in the order in which they are read. `waiting`: number and sender, in order of arrival;
    `served`: how many mails of a sender were read since nothing waited. Who is not `known` begins one round later:
    names can be invented by the hundred."""
    taken = Counter(served)
    places: list[tuple[int, int, int]] = []
    for place, (number, who) in enumerate(waiting):
        places.append((taken[who] + (who not in known), place, number))
        taken[who] += 1
    return [number for _, _, number in sorted(places)]


def slow_seconds(spent: float) -> float:
    """Seconds of slow reading that a mail gets whose sender has had `spent` of them today."""
    return max(SLOW_LEAST, min(SLOW_MAIL, SLOW_SENDER - spent))
