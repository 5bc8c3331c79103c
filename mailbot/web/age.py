"""How old something may be that was made from what is kept: so old that making it anew takes a small share of the time.

Twenty people who look while mails come in would otherwise have the season read at each click, in the process that
answers those mails.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import perf_counter

SHARE, OLDEST = 25, timedelta(seconds=5)


class Age:
    """Of one thing. By the clock of the installation, so that where nothing moves the clock nothing grows old."""

    def __init__(self) -> None:
        self._until: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Whether it is to be made anew. A clock that was set back ends it."""
        return self._until is None or not now < self._until <= now + OLDEST

    @contextmanager
    def begins(self, clock: Callable[[], datetime]) -> Iterator[None]:
        """Around the making. What changes meanwhile ends it again."""
        begin = perf_counter()
        self._until = clock() + OLDEST
        yield
        if self._until is not None:
            self._until = clock() + min(OLDEST, SHARE * timedelta(seconds=perf_counter() - begin))

    def end(self) -> None:
        self._until = None
