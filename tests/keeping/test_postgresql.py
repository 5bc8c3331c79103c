"""An office whose rows are in PostgreSQL: copied whole, brought back whole, and its alone."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.backup import back_up, restore
from mailbot.commands.health import facts
from mailbot.commands.keeping import renamed
from mailbot.commands.ledger import ledger
from mailbot.config import load_config
from mailbot.daemon import tick
from mailbot.database_copy import CannotCopy
from mailbot.demo.script import MAILBOX
from mailbot.demo.servers import ImapServer, SmtpSink
from mailbot.keeping import verify
from mailbot.office_of_rows import AnotherOffice
from tests.crash.play import BEGINS, Clock, Remembering, opened
from tests.servers.postgresql import PostgreSQL, programs
from tests.trials.audit import audit
from tests.trials.office import PASSWORD, Office, mail, plain_servers

MAILS = (mail(1), mail(2))


@pytest.fixture
def database() -> Iterator[str]:
    if programs() is None:
        pytest.skip("PostgreSQL is not installed")
    # Its user must reach the socket, which it cannot below the folder of the test runner.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with PostgreSQL(Path(folder) / "pg") as server:
            yield f'[database]\nurl = "{server.url}"'


@pytest.mark.slow
def test_an_office_on_postgresql_is_copied_brought_back_and_its_alone(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    with ImapServer(MAILBOX, PASSWORD) as imap, SmtpSink() as sink, Remembering() as sandbox:
        servers = plain_servers(imap.port, sink.port)
        office = Office(tmp_path / "a", servers, more=database)
        for raw in MAILS:
            imap.deliver(raw, BEGINS)
        with opened(office.config, clock, sandbox) as app:
            assert tick(app)
        (office.data / "templates").mkdir()
        (office.data / "templates" / "HUONG-DAN.txt").write_text("của phòng", "utf-8")
        config = load_config(office.config)
        copies = tmp_path / "sao-luu.tar.gz"
        assert back_up(config, copies, clock.now).missing == ()
        imap.deliver(mail(3), clock.now)
        with opened(office.config, clock, sandbox) as app:
            clock.now = clock.now.replace(minute=30)
            assert tick(app)
        left = len(sink.letters)
        for path in office.data.glob("archive/??/*.eml"):
            path.unlink()
        (office.data / "templates" / "HUONG-DAN.txt").unlink()

        aside = restore(config, copies, clock.now)
        assert aside is not None and (aside / "mailbot.dump").is_file()
        assert (office.data / "templates" / "HUONG-DAN.txt").read_text("utf-8") == "của phòng"
        with opened(office.config, clock, sandbox) as app:
            assert verify(app, server=False) == ()
            assert facts(app)["paused"]
            with app.begin() as work:
                assert audit(MAILS, ledger(work, app.campaign), sink.letters).wrong == []
            clock.now = clock.now.replace(minute=40)
            tick(app)
            with app.begin() as work:
                assert len(ledger(work, app.campaign)) == len(MAILS) + 1
        assert len(sink.letters) == left or all(b"alarm" in one.raw for one in sink.letters[left:])

        other = Office(tmp_path / "b", servers, more=database)
        text = other.config.read_text("utf-8").replace('host = "127.0.0.1"', 'host = "localhost"', 1)
        other.config.write_text(text, "utf-8")
        with pytest.raises(AnotherOffice) as refused, opened(other.config, clock, sandbox):
            pass
        assert f"{MAILBOX}@127.0.0.1" in str(refused.value)

        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(CannotCopy) as missing:
            back_up(config, tmp_path / "khong.tar.gz", clock.now)
        assert "postgresql-client" in str(missing.value)
        assert not (tmp_path / "khong.tar.gz").exists()


def test_a_mailbox_whose_server_got_another_name_keeps_its_rows(tmp_path: Path) -> None:
    clock = Clock()
    with ImapServer(MAILBOX, PASSWORD) as imap, SmtpSink() as sink, Remembering() as sandbox:
        office = Office(tmp_path, plain_servers(imap.port, sink.port))
        imap.deliver(MAILS[0], BEGINS)
        with opened(office.config, clock, sandbox) as app:
            assert tick(app)
        left = len(sink.letters)
        text = office.config.read_text("utf-8").replace('host = "127.0.0.1"', 'host = "localhost"', 1)
        office.config.write_text(text, "utf-8")
        with pytest.raises(AnotherOffice), opened(office.config, clock, sandbox):
            pass
        config = load_config(office.config)
        with pytest.raises(AnotherOffice):
            renamed(config, "khac@127.0.0.1", clock.now)
        assert "localhost" in renamed(config, f"{MAILBOX}@127.0.0.1", clock.now)
        with opened(office.config, clock, sandbox) as app:
            clock.now = clock.now.replace(minute=30)
            assert tick(app)
            with app.begin() as work:
                assert len(ledger(work, app.campaign)) == 1
        assert sum(b"In-Reply-To" in letter.raw for letter in sink.letters[left:]) == 0
