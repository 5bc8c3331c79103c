"""A broken database: one sentence from every command, an alarm file, and no copy that takes the place of a good one."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot import alarms
from mailbot.backup import back_up
from mailbot.config import load_config
from mailbot.daemon import tick
from mailbot.database import RowsDamaged, is_damage
from mailbot.demo.script import MAILBOX
from mailbot.demo.servers import ImapServer, SmtpSink
from mailbot.preparing.boundary import children
from tests.crash.play import Clock, opened
from tests.keeping.kept import STOPPED, Typed, put_current
from tests.keeping.test_upgrading import COMMANDS
from tests.trials.office import PASSWORD, Office, plain_servers

SENTENCE = str(RowsDamaged()) + "\n"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with ImapServer(MAILBOX, PASSWORD) as imap, SmtpSink() as sink:
        here = Office(tmp_path, plain_servers(imap.port, sink.port))
        put_current(here)
        yield here


@pytest.fixture
def typed(office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(office, monkeypatch, capsys)


def damage(office: Office, first: int = 1, pages: int = 8) -> None:
    with (office.data / "mailbot.db").open("r+b") as file:
        file.seek(first * 4096)
        file.write(b"\xab" * pages * 4096)


@pytest.mark.parametrize("first", [0, 1], ids=["the first page", "the pages behind it"])
def test_every_command_says_in_one_sentence_that_the_database_is_broken(
    office: Office, typed: Typed, first: int
) -> None:
    damage(office, first, 40)
    alarm = office.data / alarms.FILE
    for command in (*COMMANDS, ("upgrade",), ("backup", str(office.folder / "sao-luu.tar.gz"))):
        alarm.unlink(missing_ok=True)
        code, out, words = typed(*command)
        assert (code, words) == (1, SENTENCE), (command, out, words)
        assert "mailbot restore" in alarm.read_text("utf-8"), command
    assert not (office.folder / "sao-luu.tar.gz").exists()


def test_a_copy_of_a_broken_database_never_takes_the_place_of_a_good_one(office: Office, typed: Typed) -> None:
    file, folder = office.folder / "sao-luu.tar.gz", office.folder / "sao-luu"
    folder.mkdir()
    for target in (file, folder):
        assert typed("backup", str(target))[0] == 0
    good, before = file.read_bytes(), sorted(folder.iterdir())
    damage(office, 20, 2)  # a page that no command needs to begin
    for target in (file, folder):
        assert typed("backup", str(target))[::2] == (1, SENTENCE)
    assert (file.read_bytes(), sorted(folder.iterdir())) == (good, before)


def test_a_copy_in_which_mails_are_missing_has_a_name_of_its_own(office: Office, typed: Typed) -> None:
    target = office.folder / "sao-luu.tar.gz"
    assert typed("backup", str(target))[0] == 0
    good = target.read_bytes()
    lost, cut = sorted((office.data / "archive").glob("??/*.eml"))[:2]
    lost.unlink()
    cut.write_bytes(b"")
    code, out, _ = typed("backup", str(target))
    assert code == 1
    assert "THIẾU 2 thư gốc" in out and "mailbot verify" in out
    assert target.read_bytes() == good
    assert (office.folder / "sao-luu-thieu.tar.gz").is_file()


def test_a_copy_shares_nothing_with_the_original_and_mails_with_the_copy_before(office: Office) -> None:
    config, target = load_config(office.config), office.folder / "sao-luu"
    target.mkdir()
    copies = [back_up(config, target, STOPPED + timedelta(days=day)).place for day in range(2)]
    (mail, *_) = (path.relative_to(office.data) for path in (office.data / "archive").glob("??/*.eml"))
    assert (copies[0] / mail).samefile(copies[1] / mail)
    whole = (office.data / mail).read_bytes()
    (office.data / mail).write_bytes(b"hong")
    assert (copies[1] / mail).read_bytes() == whole
    (office.data / mail).write_bytes(whole)
    (copies[1] / mail).write_bytes(b"hong")  # on the disk of the copies: the next copy does not build on it
    third = back_up(config, target, STOPPED + timedelta(days=2))
    assert third.missing == ()
    assert (third.place / mail).read_bytes() == whole


def test_a_database_that_breaks_while_mailbot_runs_stops_it(office: Office) -> None:
    clock = Clock(STOPPED + timedelta(hours=1))
    with children() as sandbox, opened(office.config, clock, sandbox) as app:
        assert tick(app)
        app.engine.dispose()
        damage(office, 1, 40)
        assert not tick(app)
        assert app.process.stop_asked.is_set()
        assert app.process.broken is not None and is_damage(app.process.broken)
