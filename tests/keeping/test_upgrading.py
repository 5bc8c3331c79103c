"""A new version on what an older one keeps: only `upgrade` touches it, after a copy, and in mid-season nothing is
sent twice and nothing forgotten."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from mailbot.app import App
from mailbot.cli import cli
from mailbot.commands.health import facts
from mailbot.config import Config, load_config
from mailbot.daemon import tick
from mailbot.database import SchemaNewer, SchemaOlder, state_of
from mailbot.deciding import answer
from mailbot.demo.script import MAILBOX
from mailbot.demo.servers import ImapServer, SmtpSink
from mailbot.mail.message import read_mail
from mailbot.packing import unpack
from mailbot.reading.sandbox import Sandbox
from storage.engine import MIGRATIONS, migrate, open_engine
from tests.crash.play import Clock, opened
from tests.trials.audit import header
from tests.trials.office import PASSWORD, Office, plain_servers

KEPT = Path(__file__).parents[1] / "data" / "upgrades" / "0.1.0.tar.gz"  # a copy that `mailbot backup` 0.1.0 made
# Tuesday, 20/8/2024, 09:35 in Vietnam. It holds: three mails that were answered, one open question, a batch of
# reminders that was announced for the next morning, and a receipt that waits since the SMTP server was away.
STOPPED = datetime(2024, 8, 20, 2, 35, tzinfo=UTC)
COMMANDS = (
    ("run",), ("once",), ("status",), ("remind", "--dry-run"), ("draft",), ("forms",), ("invite", "registration"),
    ("ledger",), ("explain", "1"), ("held",), ("requeue", "1"), ("reparse",), ("export", "1", "x.eml"), ("health",),
    ("verify",), ("doctor",), ("resume",), ("decide", "list"), ("decide", "answer", "1", "đúng"),
)  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Office, ImapServer, SmtpSink]]:
    with ImapServer(MAILBOX, PASSWORD) as imap, SmtpSink() as sink:
        yield Office(tmp_path, plain_servers(imap.port, sink.port)), imap, sink


def put(office: Office) -> list[bytes]:
    """The data folder as version 0.1.0 left it; the mails that the server holds."""
    unpack(KEPT, office.folder)
    shutil.rmtree(office.data)
    (office.folder / "mailbot").rename(office.data)
    mails = [path.read_bytes() for path in office.data.glob("archive/??/*.eml")]
    return sorted(mails, key=lambda raw: header(raw, "Message-ID"))


def config_of(office: Office) -> Config:
    return load_config(office.config)


def revisions() -> list[str]:
    return sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def made_by(office: Office, revision: str) -> Path:
    """A database as another version made it."""
    path = office.data / "mailbot.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine, min(revision, revisions()[-1]))
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = :it"), {"it": revision})
    engine.dispose()
    return path


@pytest.mark.parametrize(("version", "sentence"), [("older", SchemaOlder), ("newer", SchemaNewer)])
def test_no_command_but_upgrade_touches_what_another_version_keeps(
    office: tuple[Office, ImapServer, SmtpSink], version: str, sentence: type[Exception]
) -> None:
    here, _, sink = office
    file = made_by(here, revisions()[-2] if version == "older" else "9999")
    before = file.read_bytes()
    for command in COMMANDS:
        done = CliRunner().invoke(cli, ["--config", str(here.config), *command])
        assert (type(done.exception), done.output) == (sentence, ""), command
    assert here.start("status").ended() == (1, "", f"{sentence.__doc__}\n")
    if version == "newer":
        assert here.start("upgrade").ended()[0] == 1
    assert file.read_bytes() == before
    assert sink.letters == []


def test_upgrade_makes_a_copy_first_unless_it_is_told_not_to(office: tuple[Office, ImapServer, SmtpSink]) -> None:
    here, _, _ = office
    made_by(here, revisions()[-2])
    code, out, _ = here.start("upgrade", "--no-backup").ended()
    assert (code, "Đã nâng cấp" in out, (here.data / "backups").exists()) == (0, True, False)
    (here.data / "mailbot.db").unlink()
    made_by(here, revisions()[-2])
    assert here.start("upgrade").ended()[0] == 0
    (copy,) = (here.data / "backups").iterdir()
    engine = open_engine(f"sqlite:///{copy / 'mailbot.db'}")
    with engine.connect() as connection:
        assert connection.execute(text("select version_num from alembic_version")).scalar() == revisions()[-2]
    engine.dispose()
    assert state_of(config_of(here)) == "current"
    code, out, _ = here.start("upgrade").ended()  # as the unit file calls it before each start
    assert (code, len(list((here.data / "backups").iterdir()))) == (0, 1)


def test_where_the_copy_fails_nothing_is_migrated(office: tuple[Office, ImapServer, SmtpSink]) -> None:
    here, _, _ = office
    made_by(here, revisions()[-2])
    (here.data / "backups").write_text("", "utf-8")  # no folder can be made there
    code, _, words = here.start("upgrade").ended()
    assert (code, words.count("\n")) == (1, 1)
    assert state_of(config_of(here)) == "older"


def test_upgrade_copies_rows_under_another_address(tmp_path: Path) -> None:
    with ImapServer(MAILBOX, PASSWORD) as imap, SmtpSink() as sink:
        elsewhere = tmp_path / "dau-do.db"
        here = Office(tmp_path, plain_servers(imap.port, sink.port), more=f'[database]\nurl = "sqlite:///{elsewhere}"')
        made_by(here, revisions()[-2]).rename(elsewhere)
        assert here.start("upgrade").ended()[0] == 0
        (copy,) = (here.data / "backups").iterdir()
        assert (copy / "mailbot.db").is_file()


def test_commands_that_look_back_make_no_database(office: tuple[Office, ImapServer, SmtpSink]) -> None:
    here, _, _ = office
    code, out, words = here.start("ledger").ended()
    assert (code, out, words.count("\n")) == (1, "", 1)
    assert here.start("upgrade").ended()[0] == 0
    assert not (here.data / "mailbot.db").exists()
    assert here.start("doctor").ended()[0] == 0
    assert (here.data / "mailbot.db").exists()


def season_goes_on(here: Office, imap: ImapServer, sink: SmtpSink) -> Counter[str]:
    """The day after the upgrade; the letters that left, by kind."""
    clock = Clock(STOPPED)
    with Sandbox(read_mail=read_mail) as sandbox, opened(here.config, clock, sandbox) as app:
        assert open_questions(app) == [1]
        for hours in (0.5, 0.6, 6, 7, 7.1, 22, 22.1, 24):
            clock.now = STOPPED + timedelta(hours=hours)
            assert tick(app)
        with app.begin() as work:
            assert {letter.state for letter in work.letters.facts()} == {"sent"}
        assert answer(1, "yes", "Người thử", app)
    return Counter(message_from_bytes(letter.raw)["X-Mailbot"].split("/")[1] for letter in sink.letters)


def open_questions(app: App) -> list[int]:
    with app.begin() as work:
        return [question.number for question in work.questions.all() if question.answer is None]


def test_an_upgrade_on_the_twentieth_of_august_sends_nothing_twice_and_forgets_nothing(
    office: tuple[Office, ImapServer, SmtpSink],
) -> None:
    here, imap, sink = office
    for raw in put(here):
        imap.deliver(raw, STOPPED - timedelta(hours=1))
    engine = open_engine(config_of(here).database_url)
    with engine.connect() as connection:
        rows = connection.execute(text("select message_id, state from letter")).all()
    known: dict[str, str] = {row[0]: row[1] for row in rows}
    engine.dispose()
    assert Counter(known.values()) == {"sent": 9, "queued": 1}
    code, _, words = here.start("upgrade").ended()
    assert (code, words) == (0, "")
    kinds = season_goes_on(here, imap, sink)
    left = Counter(header(letter.raw, "Message-ID") for letter in sink.letters)
    assert [name for name, state in known.items() if left[name] != (state == "queued")] == []
    assert max(left.values()) == 1
    assert kinds == {"receipt": 1, "reminder": 1, "digest": 1}


def test_a_copy_of_an_older_version_comes_back_and_asks_for_upgrade(
    office: tuple[Office, ImapServer, SmtpSink],
) -> None:
    here, _, sink = office
    code, out, _ = here.start("restore", str(KEPT)).ended()
    assert code == 0
    assert ("mailbot upgrade" in out) == (state_of(config_of(here)) == "older")
    assert here.start("upgrade").ended()[0] == 0
    with (
        Sandbox(read_mail=read_mail) as sandbox,
        opened(here.config, Clock(STOPPED + timedelta(hours=1)), sandbox) as app,
    ):
        assert tick(app)
        assert "khôi phục" in facts(app)["paused"]
    assert sink.letters == []
