"""Whose mail is read next, and for how long: what a process remembers of senders.

Nothing hangs on it but the order: a new process begins with everybody equal.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from time import monotonic

from rules.post.turns import HEAD, in_turn, named_sender, slow_seconds
from storage.archive import Archive
from storage.values import Waiting


class Turns:
    def __init__(self) -> None:
        self._served: Counter[str] = Counter()  # mails of a sender that were read since nothing waited
        self._senders: dict[int, str] = {}
        self._slow_seconds: defaultdict[tuple[date, str], float] = defaultdict(float)

    def order(self, waiting: Sequence[Waiting], known: set[str], archive: Archive) -> list[int]:
        """The numbers of mails in the order in which their senders take turns. `known`: addresses that go first."""
        senders = [(one.number, self._sender_of(one, archive)) for one in waiting]
        return in_turn(senders, self._served, known)

    def count(self, mails: Sequence[int]) -> None:
        """These mails have had their turn."""
        self._served.update(self._senders.pop(number, "") for number in mails)

    def nothing_waits(self) -> None:
        self._served.clear()

    @contextmanager
    def slowly(self, raw: bytes, today: date) -> Iterator[float]:
        """The seconds that are left of its sender's day for a slow mail; those that it took are taken off."""
        who, begin = (today, named_sender(raw[:HEAD])), monotonic()
        try:
            yield slow_seconds(self._slow_seconds[who])
        finally:
            self._slow_seconds[who] += monotonic() - begin

    def _sender_of(self, mail: Waiting, archive: Archive) -> str:
        """Looked up in the head of the archived mail, once."""
        if mail.number not in self._senders:
            with suppress(FileNotFoundError), archive.path(mail.digest).open("rb") as file:
                self._senders[mail.number] = named_sender(file.read(HEAD))
        return self._senders.get(mail.number, "")
