"""The disk is full at any write, or read-only; the database is locked; a mail is damaged before it is handled.

What cannot be kept is not acknowledged, and all goes on by itself once there is room.
"""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from email import message_from_bytes
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import event

from mailbot.app import App
from mailbot.commands.health import facts
from mailbot.daemon import tick
from mailbot.pipeline import read_mailbox
from tests.crash.disk import Disk, small_disk
from tests.crash.play import SCENES, Clock, play
from tests.crash.world import MAILS, World, world_of
from tests.trials.office import ROOT
from tests.waiting import PATIENCE

KB = 1024
HOUR = (0, 2, 6, 12)  # minutes between the passes while the disk is full


@pytest.fixture(scope="module", params=["afternoon", "closing"])
def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Disk]]:
    root = tmp_path_factory.mktemp("disk")
    with small_disk(root / "data") as disk, world_of(request.param, root) as world:
        yield world, disk


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world_of("afternoon", tmp_path_factory.mktemp("world")) as made:
        yield made


@pytest.mark.parametrize("step", [480 * KB, pytest.param(16 * KB, marks=pytest.mark.slow)])
def test_whenever_the_disk_is_full_all_goes_on_once_there_is_room(full: tuple[World, Disk], step: int) -> None:
    world, disk = full
    wrong: list[str] = []
    trials = broke_off = left = twice = 0
    enough = False
    while not enough:
        world.afresh()
        clock = Clock(SCENES[world.scene][0])
        with world.process(clock) as app:
            with disk.left(left):
                done = [_tick_later(app, clock, minutes) for minutes in HOUR]
            enough, found = all(done), _acknowledged_and_not_kept(world)
            if trials % 2:  # the process lives on
                play(app, clock, world.scene)
        if trials % 2 == 0:
            world.rest(clock)
        rest, again = world.wrong()
        if trials % 2 and again:
            rest.append("a letter left twice although the process had not died")
        wrong += [f"{left} octets left: {one}" for one in (*found, *rest)]
        trials, broke_off, twice, left = trials + 1, broke_off + (not enough), twice + again, left + step
    how = "a small disk" if disk.own else "a limit on files"
    print(f"\n{world.scene}, {how}: {trials} trials, {broke_off} of them broke off; {twice} letters twice")
    assert wrong == []
    assert broke_off > 2


def _tick_later(app: App, clock: Clock, minutes: int) -> bool:
    clock.now += timedelta(minutes=minutes)
    return tick(app)


def answered(world: World) -> set[str]:
    return {message_from_bytes(letter.raw)["In-Reply-To"] for letter in world.sink.letters}


def _acknowledged_and_not_kept(world: World) -> list[str]:
    found = []
    for raw in MAILS:
        file = world.like.archive.path(sha256(raw).hexdigest())
        if message_from_bytes(raw)["Message-ID"] in answered(world) and not (
            file.exists() and file.read_bytes() == raw
        ):
            found.append(f"{file.name} was acknowledged and is not kept")
    return found


def test_a_database_that_another_program_locks_is_waited_for(world: World) -> None:
    """For longer than the database waits by itself."""

    def impatient(connection: Any, record: object) -> None:
        connection.execute("PRAGMA busy_timeout=20")

    world.afresh()
    clock = Clock()
    with world.process(clock) as app:
        event.listen(app.engine, "connect", impatient)
        app.engine.dispose()
        with closing(sqlite3.connect(str(app.engine.url.database), isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            for minutes in HOUR:
                assert not _tick_later(app, clock, minutes)
            assert (app.config.data_folder / "CANH-BAO.txt").is_file()
            other.execute("ROLLBACK")
        play(app, clock)
        assert facts(app)["healthy"]
    assert world.wrong() == ([], 0)


@pytest.mark.parametrize("damage", ["missing", "altered"])
def test_a_mail_that_is_damaged_before_it_is_handled_is_fetched_again(world: World, damage: str) -> None:
    world.afresh()
    clock = Clock()
    with world.process(clock) as app:
        app.take_lease()
        assert read_mailbox(app) == (3, True, None, 0)
        file = app.archive.path(sha256(MAILS[0]).hexdigest())
        if damage == "altered":
            file.write_bytes(bytes(len(MAILS[0])))
        else:
            file.unlink()
        play(app, clock)
    assert world.wrong() == ([], 0)


def test_full_logs_keep_no_mail_from_its_unit(world: World) -> None:
    world.afresh()
    command = [sys.executable, "-m", "tests.trials.process", "--config", str(world.office.config), "once"]
    with open("/dev/full", "w") as full_disk:  # noqa: PTH123
        ended = subprocess.run(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=full_disk, timeout=PATIENCE, check=False
        )
    assert ended.returncode == 0
    assert {message_from_bytes(raw)["Message-ID"] for raw in MAILS} <= answered(world)
