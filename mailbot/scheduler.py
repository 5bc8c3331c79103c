"""The clock of `mailbot run`. APScheduler holds no truth: what is due is computed from dates and rows at each tick.

All work happens in one thread, so nothing overlaps. A second thread waits in IDLE and brings the next pass forward.
APScheduler goes by the wall clock: where that is set back, the next pass would be hours or years away. So a pass that
is overdue by a clock that nobody can set is brought forward, too.
"""

import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from types import FrameType
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from mailbot.logs import log
from mailbot.service import STOPPING, tell

TICK, DUE = "tick", "due"


class Clock:
    """Calls `one_pass` every `seconds`, and at once when woken. `stop` waits until the pass at hand is done."""

    def __init__(
        self, one_pass: Callable[[], object], seconds: float, timezone: str, stopping: threading.Event
    ) -> None:
        self.zone = ZoneInfo(timezone)
        self.stopping = stopping
        self._one_pass, self._seconds = one_pass, seconds
        self._at_work, self._rested_since = False, time.monotonic()
        self.scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(1)},
            # A tick that was late is made up for once, however late. Two never run at a time, since there is one
            # thread; a second one may wait for it: what was announced during a pass has a pass of its own.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 2},
            timezone=self.zone,
        )
        self.scheduler.add_job(self._pass, "interval", seconds=seconds, id=TICK, next_run_time=datetime.now(self.zone))

    def _pass(self) -> None:
        self._at_work = True
        try:
            self._one_pass()
        finally:
            self._at_work, self._rested_since = False, time.monotonic()

    def wake(self) -> None:
        """New mail was announced: have the next pass now."""
        if not self.stopping.is_set():
            self.scheduler.modify_job(TICK, next_run_time=datetime.now(self.zone))

    def wake_in(self, seconds: float) -> None:
        """Have a pass after so long, if none comes before."""
        if not self.stopping.is_set():
            at = datetime.now(self.zone) + timedelta(seconds=seconds)
            self.scheduler.add_job(self.wake, "date", run_date=at, id=DUE, replace_existing=True)

    def run(self, wait_for_mail: Callable[[threading.Event], bool] | None = None) -> None:
        """Until SIGTERM or SIGINT. `wait_for_mail` blocks until mail is announced, and returns whether it was."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self.scheduler.start()
        watcher = threading.Thread(target=self._watch, args=(wait_for_mail,), daemon=True) if wait_for_mail else None
        if watcher is not None:
            watcher.start()
        while not self.stopping.wait(self._seconds):
            if not self._at_work and time.monotonic() - self._rested_since > 2 * self._seconds:
                log.warning("clock was set back")
                self.wake()
        tell(STOPPING)
        log.info("stopping")
        self.scheduler.shutdown(wait=True)
        log.info("stopped")

    def _watch(self, wait_for_mail: Callable[[threading.Event], bool]) -> None:
        while not self.stopping.is_set():
            if wait_for_mail(self.stopping):
                self.wake()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()
