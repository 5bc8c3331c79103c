"""Who may write what: a data folder that is read-only, and two machines on one database."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.commands.ledger import ledger
from mailbot.daemon import tick
from mailbot.demo.script import MAILBOX
from mailbot.demo.servers import ImapServer, SmtpSink
from mailbot.lease import Lease
from mailbot.preparing.boundary import children
from mailbot.seat import Seat
from tests.crash.play import BEGINS, Clock, opened
from tests.trials.audit import audit
from tests.trials.office import PASSWORD, Office, bound_by_permissions, mail, now_there, plain_servers

MAILS = tuple(mail(number) for number in range(3))


@pytest.fixture
def servers() -> Iterator[tuple[ImapServer, SmtpSink]]:
    with ImapServer(MAILBOX, PASSWORD) as imap, SmtpSink() as sink:
        yield imap, sink


def closed(folder: Path, is_closed: bool) -> None:
    for place, _, files in os.walk(folder):
        for name in files:
            (Path(place) / name).chmod(0o400 if is_closed else 0o600)
        Path(place).chmod(0o500 if is_closed else 0o700)


@pytest.mark.parametrize("new", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_a_folder_that_is_read_only_is_one_sentence(
    tmp_path: Path, servers: tuple[ImapServer, SmtpSink], new: bool
) -> None:
    imap, sink = servers
    office = Office(tmp_path, plain_servers(imap.port, sink.port))
    office.prefix = bound_by_permissions()
    if not new:
        assert office.start("once").ended()[0] == 0
    closed(office.data, True)
    for command in ("once", "doctor") if new else ("once", "health", "doctor"):
        code, _, words = office.start(command).ended()
        assert code == 1
        what = office.data / "mailbot.db" if new else "cơ sở dữ liệu"
        assert words.strip().splitlines() == [
            f"Không dùng được {what}: không có quyền ghi; kiểm tra chủ sở hữu và quyền của thư mục dữ liệu "
            "rồi chạy lại."
        ]
    closed(office.data, False)
    assert office.start("once").ended()[0] == 0


def test_an_archive_that_becomes_read_only_keeps_no_letter_back_and_loses_no_mail(
    tmp_path: Path, servers: tuple[ImapServer, SmtpSink]
) -> None:
    imap, sink = servers
    office = Office(tmp_path, plain_servers(imap.port, sink.port))
    office.prefix = bound_by_permissions()
    imap.deliver(MAILS[0], now_there())

    def answered() -> int:
        return sum("In-Reply-To" in letter.raw.decode("ascii", "replace") for letter in sink.letters)

    with office.start() as daemon:
        daemon.until(lambda: answered() == 1)
        closed(office.data / "archive", True)
        for raw in MAILS[1:]:
            imap.deliver(raw, now_there())
        daemon.until(lambda: daemon.log().count('"step": "read_mailbox"') > 1)
        assert answered() == 1
        closed(office.data / "archive", False)
        daemon.until(lambda: answered() == len(MAILS))
        assert daemon.stop() == 0
    tally = audit(MAILS, office.ask("ledger"), sink.letters)
    assert (tally.wrong, tally.twice) == ([], 0)


class Elsewhere(Seat):
    """The seat of another machine, where nobody else sits."""

    @property
    def place(self) -> str:
        return f"elsewhere:{super().place}"

    def take(self) -> bool:
        return True


def test_two_machines_on_one_database_take_turns_and_answer_once(
    tmp_path: Path, servers: tuple[ImapServer, SmtpSink]
) -> None:
    imap, sink = servers
    shared = f'[database]\nurl = "sqlite:///{tmp_path / "shared.db"}"'
    offices = [Office(tmp_path / name, plain_servers(imap.port, sink.port), more=shared) for name in ("a", "b")]
    clock = Clock()
    with (
        children() as sandbox,
        opened(offices[0].config, clock, sandbox) as first,
        opened(offices[1].config, clock, sandbox) as second,
    ):
        second.lease = Lease(Elsewhere(offices[1].data, ""), second.lineage, second.account, second.begin)
        imap.deliver(MAILS[0], BEGINS)
        assert tick(first)
        imap.deliver(MAILS[1], BEGINS)
        assert not tick(second)  # stands by
        clock.now += timedelta(minutes=16)  # the first machine has crashed: nothing renews its lease
        assert tick(second)
        imap.deliver(MAILS[2], BEGINS)
        assert not tick(first)  # it was only asleep
        clock.now += timedelta(minutes=1)
        assert tick(second)
        with second.begin() as work:
            tally = audit(MAILS, ledger(work, second.campaign), sink.letters)
    assert (tally.wrong, tally.twice) == ([], 0)
