"""One afternoon before a deadline: mail comes, receipts and a reminder leave, the office is told. In compressed time.

`python -m tests.crash.play CONFIG K HOW` plays it in a process that ends at the k-th edge call.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

from mailbot.app import App, build_app
from mailbot.config import load_config
from mailbot.daemon import tick
from mailbot.datafolder import DataFolder
from mailbot.logs import set_up
from mailbot.reading.sandbox import Sandbox
from tests.crash.edges import How, Trip, counted

# Friday 23/8/2024, the last working day: the last reminder is due; the day is told at 16:30. UTC is seven hours behind.
BEGINS = datetime(2024, 8, 23, 8, 0, tzinfo=UTC)
TOLD = timedelta(minutes=91)  # until the office is told of the day
WAITS = (0, 2, 6, 12, 20, 20)  # minutes between two ticks while something is left to do


@dataclass
class Clock:
    now: datetime = BEGINS

    def __call__(self) -> datetime:
        return self.now


def open_app(config_file: Path, clock: Clock, sandbox: Sandbox | None = None) -> App:
    config = load_config(config_file)
    set_up("CRITICAL")
    folder = DataFolder(config.data_folder)
    campaign = folder.campaign(config.campaign)
    app = build_app(config, campaign, folder.roster(campaign.roster, campaign.unit_kinds).roster, clock)
    app.readers = 1  # the same calls in the same order each time
    if sandbox is not None:
        app.sandbox = sandbox
    return app


@contextmanager
def opened(config_file: Path, clock: Clock, sandbox: Sandbox | None = None) -> Iterator[App]:
    app = open_app(config_file, clock, sandbox)
    try:
        yield app
    finally:
        app.mailbox.close()
        app.outgoing.close()
        app.seat.leave()
        if sandbox is None:
            app.sandbox.close()
        app.engine.dispose()


def play(app: App, clock: Clock) -> None:
    """The ticks of the afternoon, through the guard that `run` has around each of them. Where nothing is left to do,
    the ticks that would find nothing are left out."""
    for begins in (BEGINS, BEGINS + TOLD):
        clock.now = max(clock.now, begins)
        for wait in WAITS:
            clock.now += timedelta(minutes=wait)
            if tick(app) and _at_rest(app):
                break


def _at_rest(app: App) -> bool:
    with app.begin() as work:
        letters = any(letter.state in ("queued", "sending") for letter in work.letters.facts())
        return not letters and all(mail.state != "arrived" for mail in work.arrivals.facts())


if __name__ == "__main__":
    file, number, how = sys.argv[1:]
    moment = Clock()
    with opened(Path(file), moment) as running, counted(Trip(int(number), cast(How, how), kill=True), running.engine):
        play(running, moment)
