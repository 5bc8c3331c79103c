"""Waiting for what must come true: as long as a slow and busy machine may need, and not a moment longer."""

import time
from collections.abc import Callable

from mailbot.mail.connection import Timeouts

PATIENCE = 600.0
"""Seconds after which something is broken and not merely slow. Nothing that works lasts nearly as long anywhere."""
PATIENT = Timeouts(PATIENCE, PATIENCE)


def until(done: Callable[[], bool], seconds: float = PATIENCE, told: Callable[[], str] = lambda: "") -> None:
    """Returns as soon as `done`; fails after `seconds` with what is `told` then."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, f"not within {seconds:.0f} s: {told()}"
        time.sleep(0.02)
