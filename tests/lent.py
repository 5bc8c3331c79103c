"""Children from the one nursery that all tests of this process share: loading the readers takes a second, and its walls
stand around each child anew. What is lent cannot be closed by who borrows it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from mailbot.preparing import boundary
from mailbot.reading.sandbox import Sandbox


class Lent(Sandbox):
    """Of one app. Stopping it ends whatever the nursery does, as it would with a nursery of its own."""

    def __init__(self, owner: Sandbox) -> None:
        super().__init__(tasks=boundary.TASKS)
        self._owner, self._ended = owner, False

    def close(self) -> None:
        """Only a nursery that is gone is put away, so that the next one is asked."""
        nursery = self._owner._nursery
        if self._ended or (nursery is not None and nursery.process.poll() is not None):
            self._owner.close()

    def stop(self) -> None:
        self._ended = True
        super().stop()

    def _running(self):  # type: ignore[no-untyped-def]  # what a sandbox keeps to itself
        return super()._running() if self._ended else self._owner._running()


@contextmanager
def lending() -> Iterator[None]:
    """Every app that is built meanwhile borrows."""
    with boundary.children() as owner:
        real: Callable[..., Sandbox] = boundary.children

        def children(scratch: Path | None = None) -> Sandbox:
            return Lent(owner) if scratch is None else real(scratch)

        with patch.object(boundary, "children", children):
            yield
