"""A folder is numbered anew: headers and sizes come, and then only what is not known. Counted on the wire."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from mailbot.demo.servers import SmtpSink
from mailbot.pipeline import read_mailbox
from tests.app.world import World, installed, mail
from tests.servers.dovecot import Dovecot, version
from tests.trials.proxy import Proxy

pytestmark = pytest.mark.dovecot

FILE = bytes(range(256)) * 150  # 38 kB, so that a mail has 52 kB
NEW = 10


@pytest.fixture
def running() -> Iterator[Dovecot]:
    if version() is None:
        pytest.skip("Dovecot is not installed")
    with TemporaryDirectory(prefix="mailbot-dovecot-") as folder, Dovecot(Path(folder)) as server:
        yield server


def raw(number: int) -> bytes:
    return mail(("dang-ky.docx", FILE), number=number, body=f"Thư thứ {number}.")


def needed(known: int) -> int:
    """Octets of the new mails and of every header."""
    head = len(raw(1).replace(b"\n", b"\r\n").partition(b"\r\n\r\n")[0]) + 4
    return NEW * len(raw(1).replace(b"\n", b"\r\n")) + (known + NEW) * head


@pytest.mark.parametrize("known", [10, pytest.param(1_000, marks=pytest.mark.slow)])
def test_ten_new_mails_cost_ten_mails_and_the_headers(running: Dovecot, tmp_path: Path, known: int) -> None:
    with SmtpSink() as sink, installed(tmp_path, running, sink) as here, Proxy(running.port) as line:
        for number in range(known):
            here.deliver(raw(number))
        assert read_through(here, line) == (known, True)
        here.app.mailbox.close()
        running.change_uidvalidity()
        for number in range(known, known + NEW):
            here.deliver(raw(number))
        before = line.octets_down
        assert read_through(here, line) == (NEW, True)
        spent = line.octets_down - before
        here.app.mailbox.close()
        assert NEW * len(raw(1)) < spent <= 1.3 * needed(known)
        places = {(entry["uidvalidity"], entry["uid"]) for entry in here.ledger()}
        assert len(places) == 2 * known + NEW
        assert len({entry["arrival"] for entry in here.ledger()}) == known + NEW


def read_through(here: World, line: Proxy) -> tuple[int, bool]:
    mailbox = here.app.mailbox
    mailbox.settings = replace(mailbox.settings, port=line.port)
    found = read_mailbox(here.app)
    return found.taken, found.whole
