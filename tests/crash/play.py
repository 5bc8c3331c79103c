"""Days around a deadline in compressed time: mail comes, receipts and reminders leave, the office is told, drafts are
written.

`python -m tests.crash.play CONFIG SCENE` plays it once undisturbed; then, for each line `K HOW` of its input, in a
child that ends at the k-th edge call, and prints how that ended.
"""

import imaplib
import os
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

from imapclient import IMAPClient

from mailbot.app import App, build_app
from mailbot.config import load_config
from mailbot.daemon import tick
from mailbot.datafolder import DataFolder
from mailbot.logs import set_up
from mailbot.preparing.boundary import TASKS
from mailbot.reading.sandbox import ChildAnswer, Sandbox
from mailbot.reading.walls import Walls
from storage.work import EVER
from tests.crash.edges import How, Trip, counted

# Friday 23/8/2024, the last working day: the last reminder is due; the day is told at 16:30. UTC is seven hours behind.
BEGINS = datetime(2024, 8, 23, 8, 0, tzinfo=UTC)
SCENES: dict[str, tuple[datetime, ...]] = {
    "afternoon": (BEGINS, BEGINS + timedelta(minutes=91)),
    "closing": (datetime(2024, 8, 26, 1, 5, tzinfo=UTC),),  # Monday after the deadline: drafts for the office
    "withheld": (BEGINS,),  # the server does not hand out the second mail at first
}
BEFORE = {"closing": ("afternoon",)}  # the scenes that were played before this one
WITHHELD_UID, HANDED_OUT = 102, BEGINS + timedelta(minutes=30)
WAITS = (0, 2, 6, 12, 20, 20)  # minutes between two ticks while something is left to do


@dataclass
class Clock:
    now: datetime = BEGINS

    def __call__(self) -> datetime:
        return self.now


class Remembering(Sandbox):
    """Reads each file once: what readers do is on trial elsewhere, and here each call comes in the same order."""

    def __init__(self) -> None:
        super().__init__(tasks=TASKS)
        self._known: dict[str, ChildAnswer] = {}

    def ask(self, task: str, content: bytes, *more: Any, **named: Any) -> ChildAnswer:
        key = f"{task} {more} {sha256(content).hexdigest()}"
        if key not in self._known:
            self._known[key] = super().ask(task, content, *more, **named)
        return self._known[key]

    @property
    def walls(self) -> Walls:
        """Asking would start the nursery."""
        return Walls(files=True, network=True, processes=True, programs=True)

    def warm_up(self) -> None:
        """Only a file that is new needs the nursery."""

    def ready(self) -> None:
        """It is, for what is known."""


def open_app(config_file: Path, clock: Clock, sandbox: Sandbox | None = None, like: App | None = None) -> App:
    """The app of an office. `like`: an earlier one of the same office, whose campaign and templates need not be read
    again."""
    config = load_config(config_file)
    set_up("CRITICAL")
    folder = DataFolder(config.data_folder)
    campaign = like.campaign if like else folder.campaign(config.campaign)
    roster = like.roster if like else folder.roster(campaign.roster, campaign.unit_kinds).roster
    app = build_app(config, campaign, roster, clock)
    app.readers = 1  # the same calls in the same order each time
    app.dice = lambda: 1.0  # and at the same moments
    if sandbox is not None:
        app.sandbox = sandbox
    if like is not None:
        app.letters = like.letters
    with app.begin() as work:
        work.first_start(EVER)  # an office that has run before: what lies there is answered
    return app


@contextmanager
def opened(config_file: Path, clock: Clock, sandbox: Sandbox | None = None, like: App | None = None) -> Iterator[App]:
    app = open_app(config_file, clock, sandbox, like)
    try:
        yield app
    finally:
        app.mailbox.close()
        app.outgoing.close()
        app.lease.seat.leave()
        if sandbox is None:
            app.sandbox.close()
        app.engine.dispose()


def play(app: App, clock: Clock, scene: str = "afternoon") -> None:
    """The ticks of a scene, through the guard that `run` has around each of them. Where nothing is left to do, the
    ticks that would find nothing are left out."""
    with withholding(clock) if scene == "withheld" else nullcontext():
        _play(app, clock, scene)


def _play(app: App, clock: Clock, scene: str) -> None:
    for begins in SCENES[scene]:
        clock.now = max(clock.now, begins)
        for wait in WAITS:
            clock.now += timedelta(minutes=wait)
            if tick(app) and _at_rest(app):
                break


@contextmanager
def withholding(clock: Clock) -> Iterator[None]:
    """A server that breaks the line on one mail until a moment of the scene."""
    honest = IMAPClient.fetch

    def fetch(client: IMAPClient, uids: Sequence[int], parts: Sequence[str], *rest: Any) -> Any:
        if WITHHELD_UID in uids and parts == ["BODY.PEEK[]"] and clock.now < HANDED_OUT:
            raise imaplib.IMAP4.abort("socket error: EOF")
        return honest(client, uids, parts, *rest)

    with patch.object(IMAPClient, "fetch", fetch):
        yield


def _at_rest(app: App) -> bool:
    """Asked past the app, so that no call of it is counted."""
    busy = (
        "select 1 from letter where state in ('queued', 'sending') union select 1 from arrival where state = 'arrived'"
        " union select 1 from withheld where ended_at is null"
    )
    with closing(sqlite3.connect(str(app.engine.url.database))) as rows:
        return rows.execute(busy).fetchone() is None


def _killed(config: Path, scene: str, sandbox: Sandbox, like: App, at: int, how: How) -> int:
    """The exit code of a child of this process, which has a single thread and everything loaded."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    moment = Clock()
    with opened(config, moment, sandbox, like) as app, counted(Trip(at, how, kill=True), app.engine):
        play(app, moment, scene)
    os._exit(0)


def main(config: Path, scene: str) -> None:
    moment, sandbox = Clock(), Remembering()
    with opened(config, moment, sandbox) as app:
        play(app, moment, scene)
    sandbox.close()
    print("ready", flush=True)
    for line in sys.stdin:
        number, how = line.split()
        print(_killed(config, scene, sandbox, app, int(number), cast(How, how)), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
