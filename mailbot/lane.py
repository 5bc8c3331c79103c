"""The slow lane: OCR, LibreOffice and whatever takes long are read here, beside the flow and never in its way.

One mail at a time is read by a thread of its own; what is read waits until the next pass records it. A mail in the lane
is claimed like any other, so that a crash counts as a try.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from rules.intake.prepared import Prepared
from storage.work import UnitOfWork

Read = Callable[[], Prepared | None]


class SlowLane:
    """`start` from the thread of the passes, and from no other. `waiting`: mails that only slow readers can read."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="slow")
        self.waiting: set[int] = set()
        self._reading: tuple[int, Future[Prepared | None]] | None = None

    @property
    def mail(self) -> int | None:
        """The mail that is read, or that was read and not taken yet."""
        return self._reading[0] if self._reading else None

    def start(self, mail: int, read: Read, then: Callable[[], None]) -> None:
        """Read a mail; `then` is called from the lane's thread once it is ready to be taken."""
        future = self._pool.submit(read)
        self._reading = mail, future
        future.add_done_callback(lambda _: then())

    def ready(self, seconds: float = 0) -> bool:
        """Whether a mail can be taken; waits for it at most so long."""
        return self._reading is not None and bool(wait([self._reading[1]], seconds).done)

    def take(self) -> tuple[int, Future[Prepared | None]]:
        """The mail that is ready, and what was read; the lane is free again."""
        if self._reading is None:
            raise LookupError("nothing was read")
        taken, self._reading = self._reading, None
        return taken

    def close(self, stop_readers: Callable[[], None], begin: Callable[[], UnitOfWork]) -> None:
        """Nothing more is read. The mail that was has not had its turn, if the database still takes that down."""
        mail, self._reading = self.mail, None
        if mail is not None:
            stop_readers()
        self._pool.shutdown(wait=True, cancel_futures=True)
        if mail is not None:
            with suppress(SQLAlchemyError), begin() as work:
                work.arrivals.give_back(mail)
                work.commit()
