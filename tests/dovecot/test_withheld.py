"""A mail that a real Dovecot cannot hand out, because its file is damaged: the others are answered in the same pass."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from mailbot.commands.doctor import doctor
from mailbot.commands.mails import held
from mailbot.demo.servers import SmtpSink
from mailbot.keeping import verify
from tests.app.world import World, installed, mail
from tests.servers.dovecot import Dovecot, version

pytestmark = pytest.mark.dovecot


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    if version() is None:
        pytest.skip("Dovecot is not installed")
    with (
        TemporaryDirectory(prefix="mailbot-dovecot-") as folder,
        Dovecot(Path(folder)) as imap,
        SmtpSink() as sink,
        installed(tmp_path, imap, sink) as made,
    ):
        yield made


def truncated(here: World, number: int) -> tuple[Path, bytes, os.stat_result]:
    """The file of a mail, cut in the middle below the server; and what it was."""
    assert isinstance(here.imap, Dovecot)
    home = here.imap.folder / "mail" / here.imap.user / "Maildir"
    name = f"<{number}@truong.example>".encode()
    (file,) = [path for part in ("new", "cur") for path in (home / part).iterdir() if name in path.read_bytes()]
    raw, before = file.read_bytes(), file.stat()
    os.truncate(file, len(raw) // 2)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    return file, raw, before


def mended(file: Path, raw: bytes, before: os.stat_result) -> None:
    with file.open("r+b") as opened:
        opened.write(raw)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def deliver(here: World, numbers: range) -> None:
    for number in numbers:
        here.deliver(mail(subject="Đơn xin nghỉ phép", body=f"Xin nghỉ phép ngày {number}.", number=number))


def states(here: World) -> dict[int, str]:
    return {entry["uid"]: entry["state"] for entry in here.ledger()}


def told(here: World) -> list[bytes]:
    return [letter.raw for letter in here.sink.letters if b"/withheld/" in letter.raw]


def withheld(here: World) -> dict[str, Any]:
    (entry,) = [one for one in here.ledger() if one["state"] == "withheld"]
    return entry


def test_of_ten_mails_with_a_damaged_one_nine_are_taken_and_the_tenth_once_it_can_be(here: World) -> None:
    deliver(here, range(1, 11))
    file, raw, before = truncated(here, 5)
    done = here.one_pass()
    assert (done.taken, done.handled, done.whole) == (9, 9, True)
    assert states(here) == {uid: "withheld" if uid == 5 else "done" for uid in range(1, 11)}
    assert told(here) == []  # the server may only have stumbled
    for minutes in (2, 10, 30, 120, 600):
        here.now += timedelta(minutes=minutes)
        here.one_pass()
    assert len(told(here)) == 1
    assert withheld(here)["withheld"]["tries"] == 6
    with here.app.look() as work:
        shown = held(work.arrivals.held(), work.aside.all(), here.app.campaign.calendar)
    assert any("INBOX, UID 5" in line for line in shown.lines)
    assert any("UID 5" in line and line.startswith("LỖI") for line in doctor(here.app).lines)
    assert verify(here.app) == ()
    mended(file, raw, before)
    arrived = withheld(here)["arrived_at"]
    here.now += timedelta(hours=7)
    assert here.one_pass().taken == 1
    assert states(here) == dict.fromkeys(range(1, 11), "done")
    assert [entry["arrived_at"] for entry in here.ledger() if entry["uid"] == 5] == [arrived]
    assert len(told(here)) == 1


def test_newer_mail_is_taken_beside_a_damaged_one(here: World) -> None:
    deliver(here, range(1, 61))
    truncated(here, 31)
    assert here.one_pass().taken == 59
    deliver(here, range(61, 64))
    assert here.one_pass().taken == 3
    assert [uid for uid, state in states(here).items() if state != "done"] == [31]


def test_a_damaged_mail_that_somebody_removes_is_missed_no_longer(here: World) -> None:
    deliver(here, range(1, 4))
    truncated(here, 2)
    here.one_pass()
    client = here.imap.client()
    client.select_folder("INBOX")
    client.delete_messages([2])
    client.expunge()
    client.logout()
    here.now += timedelta(minutes=2)
    here.one_pass()
    assert states(here) == {1: "done", 3: "done"}
    assert told(here) == []
