"""Mails that are known and met again, in another folder or under another number: taken by header, size and moment.

That matters where a folder is numbered anew (RFC 9051, 2.3.1.1) or read for the first time, as after a move to another
server: a thousand mails of which ten are new cost ten.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from mailbot.app import App
from mailbot.mail.imap import Outline
from rules.errors import ArchiveDamaged
from storage.aside import Numbering
from storage.values import Met, Seen

_EMPTY_LINE = re.compile(rb"\n\r?\n")
_AT_ONCE = 200  # mails whose headers are read off the archive in one commit


def head_of(raw: bytes) -> str:
    """What names the header of a mail, whether its body follows or not: SHA-256, hexadecimal."""
    return hashlib.sha256(_header(raw)).hexdigest()


def recognised(place: Numbering, uids: Sequence[int], app: App) -> list[Seen]:
    """Those of some mails of a folder that are known for certain. Others are to be fetched.

    Raises MailboxError where the server is away.
    """
    outlines = app.mailbox.outlines(place.folder, uids)
    heads = app.mailbox.heads(place.folder, list(outlines))
    with app.look() as work:
        met = work.arrivals.of_heads(place.account, {head_of(head) for head in heads.values()})
    return [
        Seen(
            place.account, place.folder, place.uidvalidity, uid, one.digest, one.size, outlines[uid].internal_date,
            head=one.head,
        )
        for uid, one in _same(heads, outlines, met)
    ]  # fmt: skip


def know_all_heads(app: App) -> None:
    """Of mails that were stored before headers were known they are read off what the archive keeps, once."""
    while True:
        with app.begin() as work:
            kept = work.arrivals.without_head(app.account, _AT_ONCE)
            work.arrivals.know_heads({number: _head_kept(digest, app) for number, digest in kept.items()})
            work.commit()
        if len(kept) < _AT_ONCE:
            return


def _head_kept(digest: str, app: App) -> str:
    try:
        return head_of(app.archive.open(digest))
    except (ArchiveDamaged, OSError):
        return ""  # then it is fetched once more, as a mail that nobody knows


def _same(heads: Mapping[int, bytes], outlines: Mapping[int, Outline], met: Sequence[Met]) -> Iterator[tuple[int, Met]]:
    """Where two of either side look alike nothing is certain.

    Of the size, the moment and a trace in the header two must agree: no two deliveries share a Received (RFC 5321,
    4.4), a sender may give two mails one header, a person who moves a mail may give it another moment, and some servers
    only estimate a size (Exchange does by default).
    """
    known = defaultdict[str, list[Met]](list)
    for one in met:
        known[one.head].append(one)
    here = {uid: head_of(head) for uid, head in heads.items()}
    often = Counter(here.values())
    for uid, key in here.items():
        if len(known[key]) != 1 or often[key] != 1:
            continue
        (one,) = known[key]
        agree = (one.size == outlines[uid].size, one.arrived_at == outlines[uid].internal_date, _traced(heads[uid]))
        if sum(agree) >= 2:
            yield uid, one


def _header(raw: bytes) -> bytes:
    """Without the empty line that ends it; servers differ in whether they hand that out. No copy is made of the body,
    which may have tens of megabytes."""
    end = _EMPTY_LINE.search(raw)
    return (raw[: end.start() + 1] if end else raw).replace(b"\r\n", b"\n").rstrip(b"\n")


def _traced(head: bytes) -> bool:
    return any(line[:9].lower() == b"received:" for line in head.splitlines())
