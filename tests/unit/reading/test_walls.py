"""What a reader that a hostile file took over can still do: every door is tried, with and without each kind of wall."""

import ctypes
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from mailbot.reading import confine, walls
from mailbot.reading.sandbox import Sandbox, clear_leftovers
from rules.document import Text
from tests.unit.reading import burglar, misbehaving

ROOT = Path(__file__).parents[3]
LANDLOCK, SECCOMP, NAMESPACE = walls.LANDLOCK, walls.SECCOMP, walls.NAMESPACE
needs_landlock = pytest.mark.skipif(confine.landlock_version() < 1, reason="the kernel has no Landlock")
SECRET = ctypes.create_string_buffer(b"secret", 8)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """Everything that a burglar would like: files, ports, sockets, and this process as the daemon."""
    monkeypatch.setenv("MAILBOT_IMAP__PASSWORD", "secret")
    for name in ("password", "mailbot.db"):
        (tmp_path / name).write_text("secret")
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "x.eml").write_text("secret")
    with ExitStack() as opened:
        tcp = opened.enter_context(socket.create_server(("127.0.0.1", 0)))
        udp = opened.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        udp.bind(("127.0.0.1", 0))
        for address, kind in (
            (f"\0mailbot-{os.getpid()}", socket.SOCK_STREAM),
            (str(tmp_path / "s"), socket.SOCK_STREAM),
            (str(tmp_path / "d"), socket.SOCK_DGRAM),
        ):
            place = opened.enter_context(socket.socket(socket.AF_UNIX, kind))
            place.bind(address)
            if kind == socket.SOCK_STREAM:
                place.listen()
        yield {
            "password": str(tmp_path / "password"),
            "database": str(tmp_path / "mailbot.db"),
            "archive": str(tmp_path / "archive"),
            "outside": str(tmp_path),
            "daemon": os.getpid(),
            "address": ctypes.addressof(SECRET),
            "tcp": tcp.getsockname()[1],
            "udp": udp.getsockname()[1],
            "abstract": f"mailbot-{os.getpid()}",
            "socket": str(tmp_path / "s"),
            "datagrams": str(tmp_path / "d"),
        }


def break_in(house: dict[str, Any], means: tuple[str, ...], *, heavy: bool) -> dict[str, str]:
    """What each door said; also that nobody is left of the burglar afterwards."""
    with Sandbox(read_mail=burglar.break_in, means=means) as sandbox:
        read = sandbox.parse_heavy if heavy else sandbox.parse
        document = read("goc.eml", misbehaving.about(json.dumps(house)))
        left = ["ps", "-o", "pid=", "--ppid", str(sandbox.nursery_pid)]
        assert subprocess.run(left, capture_output=True, text=True, check=False).stdout == ""
    lines = [line for block in document.blocks if isinstance(block, Text) for line in block.text.splitlines()]
    return dict(line.rsplit(": ", 1) for line in lines)


def shown(title: str, found: dict[str, str]) -> None:
    print(f"\n{title}")
    for door in burglar.DOORS:
        print(f"  {door:<44} {found.get(door, 'not tried')}")


@needs_landlock
@pytest.mark.parametrize(
    "means",
    [(LANDLOCK, SECCOMP, NAMESPACE), (LANDLOCK, SECCOMP), (walls.LANDLOCK_OF_2022, SECCOMP)],
    ids=["all", "no namespace", "no namespace, old Landlock"],
)
@pytest.mark.parametrize("heavy", [False, True], ids=["reader", "reader with programs"])
def test_no_door_gives_way(house: dict[str, Any], means: tuple[str, ...], heavy: bool) -> None:
    found = break_in(house, means, heavy=heavy)
    shown(f"{'a reader with programs' if heavy else 'a reader'}, {' + '.join(means)}", found)
    assert set(found) == set(burglar.DOORS)
    assert [door for door, said in found.items() if said == "open"] == []
    assert Path(house["database"]).read_text() == "secret"


def test_without_landlock_calls_alone_close_the_network_and_other_processes(house: dict[str, Any]) -> None:
    """An old kernel: files of the same user can be read, and nothing can be done with that."""
    found = break_in(house, (SECCOMP,), heavy=False)
    shown("a reader, seccomp alone", found)
    still = {door for door, said in found.items() if said == "open"}
    assert still <= {
        "read the password file", "read the database", "read the archive", "read another mail being read",
        "environment of the daemon", "memory of the daemon", "write the database", "rename the database",
        "delete from the archive", "write outside its folder", "link into the outside",
    }  # fmt: skip


def test_a_daemon_keeps_its_memory_and_environment_to_itself_without_landlock_too() -> None:
    program = (
        "import ctypes; from mailbot.reading import confine; confine.keep_memory_to_oneself(); "
        "print(ctypes.CDLL(None).prctl(3))"  # PR_GET_DUMPABLE
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


@needs_landlock
def test_the_walls_are_known_by_trying(tmp_path: Path) -> None:
    with Sandbox(scratch=tmp_path) as sandbox:
        assert sandbox.walls == walls.Walls(files=True, network=True, processes=True, programs=True)
    with Sandbox(scratch=tmp_path, means=()) as sandbox:
        assert sandbox.walls == walls.Walls()
        assert not sandbox.walls.enough
    with Sandbox(scratch=tmp_path, means=(LANDLOCK,)) as sandbox:
        assert sandbox.walls.files and sandbox.walls.enough and not sandbox.walls.processes


def test_what_a_killed_daemon_left_goes_and_what_a_living_one_uses_stays(tmp_path: Path) -> None:
    (tmp_path / "mailbot-read-old").mkdir()
    (tmp_path / "mailbot-read-old" / "x").write_text("x")
    (tmp_path / "another").mkdir()
    with Sandbox(scratch=tmp_path) as running:
        assert running.parse("a.txt", b"x").unreadable is None
        assert clear_leftovers(tmp_path) == 1
        assert running.parse("a.txt", b"x").unreadable is None
        assert len(list(tmp_path.iterdir())) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["another"]
