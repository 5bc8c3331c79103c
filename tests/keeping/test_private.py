"""Nobody but its owner reads what mailbot writes, whatever the umask; what is open already is mended and named."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.commands.doctor import doctor
from mailbot.demo.script import MAILBOX
from mailbot.demo.servers import ImapServer, SmtpSink
from mailbot.private import shut, too_open
from tests.app.world import world
from tests.trials.office import PASSWORD, Office, mail, now_there, plain_servers

CARELESS = ("sh", "-c", 'umask 000; exec "$@"', "sh")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with ImapServer(MAILBOX, PASSWORD) as imap, SmtpSink() as sink:
        imap.deliver(mail(1), now_there())
        here = Office(tmp_path, plain_servers(imap.port, sink.port))
        here.prefix = CARELESS
        yield here


def opened_to_others(folder: Path) -> list[str]:
    paths = [folder, *folder.rglob("*")]
    return [str(path.relative_to(folder)) for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077]


@pytest.mark.slow
def test_whatever_the_umask_only_the_owner_reads(office: Office) -> None:
    copies = office.folder / "sao-luu"
    copies.mkdir(mode=0o700)
    assert opened_to_others(office.data) != []  # as the hand of the installer left it
    for command in (
        ("once",),
        ("backup", str(copies)),
        ("draft", "registration"),
        ("roster", "confirm", "--by", "Thử"),
    ):
        code, out, words = office.start(*command).ended()
        assert code == 0, (command, out, words)
    assert opened_to_others(office.data) == []
    assert opened_to_others(copies) == []
    made = {path.name for path in office.data.iterdir()}
    assert {"mailbot.db", "archive", "drafts", "generation", "lock"} <= made


def test_what_is_open_is_named_and_mended_but_not_what_a_link_leads_to(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "data", tmp_path / "cua-nguoi-khac"
    elsewhere.write_text("x", "utf-8")
    elsewhere.chmod(0o644)
    with world(folder) as here:
        assert doctor(here.app).code == 0
        (folder / "templates").mkdir(mode=0o755)
        (folder / "templates" / "la.txt").symlink_to(elsewhere)
        assert stat.S_IMODE((folder / "mailbot.db-wal").stat().st_mode) == 0o600
        (folder / "mailbot.db").chmod(0o644)
        found = doctor(here.app)
        assert found.code == 1
        named = [line for line in found.lines if "Người khác trên máy đọc được" in line]
        assert ["mailbot.db" in line or "templates" in line for line in named] == [True, True]
        assert shut(here.app.config) == 2
        assert too_open(here.app.config) == []
        assert doctor(here.app).code == 0
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o644
