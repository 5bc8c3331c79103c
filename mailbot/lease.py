"""One mailbot serves a mailbox at a time: the seat on this machine, and a row that keeps other machines away."""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from mailbot.lineage import Lineage
from mailbot.seat import Seat
from rules.errors import LeaseHeld
from storage.work import UnitOfWork

LEASE_SECONDS = 900  # a crash of a whole machine frees it after this time; of a process at once (see seat.py)
RENEW_SECONDS = 30  # nothing that is done between two renewals takes longer than the difference


class Lease:
    """`alive` is told at each step of a pass, since each of them takes or renews the lease."""

    def __init__(self, seat: Seat, lineage: Lineage, account: str, begin: Callable[[], UnitOfWork]) -> None:
        self.seat = seat
        self.alive: Callable[[], None] = lambda: None
        self._lineage, self._account, self._begin = lineage, account, begin
        self._holder = f"{seat.place}:{os.getpid()}:{secrets.token_hex(4)}"
        self._renewed: datetime | None = None

    def take(self, now: datetime) -> None:
        """Take or renew. Raises LeaseHeld where another mailbot serves this mailbox, and RowsReplaced.

        Cheap enough for every step.
        """
        self.alive()
        self._lineage.watch()
        if self._renewed is not None and timedelta(0) <= now - self._renewed < timedelta(seconds=RENEW_SECONDS):
            return
        if not self.seat.take():
            raise LeaseHeld
        with self._begin() as work:
            if not work.take_lease(self._account, self._holder, now, LEASE_SECONDS, f"{self.seat.place}:"):
                self.seat.leave()
                raise LeaseHeld
        self._renewed = now

    def end(self, *, rows_are_sound: bool) -> None:
        """A database that fails just now must not hide why the work ended; the lease then ends by itself."""
        if rows_are_sound:
            with suppress(SQLAlchemyError), self._begin() as work:
                work.free_lease(self._account, self._holder)
        self.seat.leave()
