"""What is asked from outside after every trial: the server's mails, the letters that left, and the ledger agree."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

from mailbot.demo.servers import Letter


@dataclass
class Tally:
    """Counts, and the sentences that must not exist."""

    mails: int = 0
    recorded: int = 0
    held: int = 0
    receipts: int = 0  # distinct letters
    twice: int = 0  # left again with the same Message-ID
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.mails} mails, {self.recorded} recorded once, {self.held} held; {self.receipts} receipts, "
            f"{self.twice} of them left twice; lost or doubled: {len(self.wrong)}"
        )


def audit(
    raws: Sequence[bytes],
    ledger: Iterable[Mapping[str, Any]],
    letters: Sequence[Letter],
    *,
    may_be_held: bool = False,
    receipts: bool = True,
    most: int = 2,
) -> Tally:
    """Every mail is one arrival with one version and one receipt; no letter left more often than `most` times."""
    tally = Tally(mails=len(raws))
    entries = _by_digest(ledger)
    left = Counter(header(letter.raw, "Message-ID") for letter in letters)
    answers: dict[str, set[str]] = {}
    for letter in letters:
        for name in header(letter.raw, "In-Reply-To").split():  # one letter may answer several
            answers.setdefault(name, set()).add(header(letter.raw, "Message-ID"))
    for raw in raws:
        _mail(raw, entries.get(hashlib.sha256(raw).hexdigest(), {}), answers, tally, may_be_held, receipts)
    tally.twice = sum(count > 1 for count in left.values())
    tally.wrong += [f"{one} left {count} times" for one, count in left.items() if count > most]
    return tally


def _by_digest(ledger: Iterable[Mapping[str, Any]]) -> dict[str, dict[int, Mapping[str, Any]]]:
    """The arrivals of each digest by number: one mail may be seen in several places of the server."""
    found: dict[str, dict[int, Mapping[str, Any]]] = {}
    for entry in ledger:
        found.setdefault(entry["sha256"], {})[entry["arrival"]] = entry
    return found


def _mail(
    raw: bytes,
    arrivals: Mapping[int, Mapping[str, Any]],
    answers: Mapping[str, set[str]],
    tally: Tally,
    may_be_held: bool,
    receipts: bool,
) -> None:
    name = header(raw, "Message-ID")
    if len(arrivals) != 1:
        tally.wrong.append(f"{name} is {len(arrivals)} arrivals")
        return
    (entry,) = arrivals.values()
    if entry["state"] == "held" and may_be_held:
        tally.held += 1
        return
    if entry["state"] != "done" or len(entry["submissions"]) != 1:
        tally.wrong.append(f"{name} is {entry['state']} with {len(entry['submissions'])} versions: {entry['reason']}")
        return
    tally.recorded += 1
    if receipts:
        sent = answers.get(name, set())
        tally.receipts += len(sent)
        if len(sent) != 1:
            tally.wrong.append(f"{name} got {len(sent)} receipts; ledger: {entry['letters']}")


def header(raw: bytes, name: str) -> str:
    return (message_from_bytes(raw)[name] or "").strip()
