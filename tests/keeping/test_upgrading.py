"""A new version on what an older one keeps: only `upgrade` touches it, after a copy, and in mid-season nothing is
sent twice and nothing forgotten."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlalchemy import text

from mailbot.app import App
from mailbot.commands.health import facts
from mailbot.config import load_config
from mailbot.daemon import tick
from mailbot.database import SchemaNewer, SchemaOlder, state_of
from mailbot.deciding import answer
from mailbot.demo.script import MAILBOX
from mailbot.demo.servers import ImapServer, SmtpSink
from mailbot.preparing.boundary import children
from storage.engine import MIGRATIONS, migrate, open_engine
from tests.crash.play import Clock, opened
from tests.keeping.kept import KEPT, STOPPED, Typed, put
from tests.trials.audit import header
from tests.trials.office import PASSWORD, Office, plain_servers

COMMANDS = (
    ("run",), ("once",), ("status",), ("remind", "--dry-run"), ("draft",), ("forms",), ("invite", "registration"),
    ("ledger",), ("explain", "1"), ("held",), ("requeue", "1"), ("reparse",), ("export", "1", "x.eml"), ("health",),
    ("verify",), ("doctor",), ("resume",), ("decide", "list"), ("decide", "answer", "1", "đúng"),
)  # fmt: skip


@pytest.fixture
def typed(
    office: tuple[Office, ImapServer, SmtpSink], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Typed:
    return Typed(office[0], monkeypatch, capsys)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Office, ImapServer, SmtpSink]]:
    with ImapServer(MAILBOX, PASSWORD) as imap, SmtpSink() as sink:
        yield Office(tmp_path, plain_servers(imap.port, sink.port)), imap, sink


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
    office: tuple[Office, ImapServer, SmtpSink], typed: Typed, version: str, sentence: type[Exception]
) -> None:
    here, _, sink = office
    file = made_by(here, revisions()[-2] if version == "older" else "9999")
    before = file.read_bytes()
    for command in COMMANDS:
        assert typed(*command) == (1, "", f"{sentence.__doc__}\n"), command
    if version == "newer":
        assert typed("upgrade")[0] == 1
    assert file.read_bytes() == before
    assert sink.letters == []


def test_upgrade_makes_a_copy_first_unless_it_is_told_not_to(
    office: tuple[Office, ImapServer, SmtpSink], typed: Typed
) -> None:
    here, _, _ = office
    made_by(here, revisions()[-2])
    code, out, _ = typed("upgrade", "--no-backup")
    assert (code, "Đã nâng cấp" in out, (here.data / "backups").exists()) == (0, True, False)
    (here.data / "mailbot.db").unlink()
    made_by(here, revisions()[-2])
    assert typed("upgrade")[0] == 0
    (copy,) = (here.data / "backups").iterdir()
    engine = open_engine(f"sqlite:///{copy / 'mailbot.db'}")
    with engine.connect() as connection:
        assert connection.execute(text("select version_num from alembic_version")).scalar() == revisions()[-2]
    engine.dispose()
    assert state_of(load_config(here.config)) == "current"
    code, out, _ = typed("upgrade")  # as the unit file calls it before each start
    assert (code, len(list((here.data / "backups").iterdir()))) == (0, 1)


def test_where_the_copy_fails_nothing_is_migrated(office: tuple[Office, ImapServer, SmtpSink], typed: Typed) -> None:
    here, _, _ = office
    made_by(here, revisions()[-2])
    (here.data / "backups").write_text("", "utf-8")  # no folder can be made there
    code, _, words = typed("upgrade")
    assert (code, words.count("\n")) == (1, 1)
    assert state_of(load_config(here.config)) == "older"


def test_upgrade_copies_rows_under_another_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with ImapServer(MAILBOX, PASSWORD) as imap, SmtpSink() as sink:
        elsewhere = tmp_path / "dau-do.db"
        here = Office(tmp_path, plain_servers(imap.port, sink.port), more=f'[database]\nurl = "sqlite:///{elsewhere}"')
        made_by(here, revisions()[-2]).rename(elsewhere)
        assert Typed(here, monkeypatch, capsys)("upgrade")[0] == 0
        (copy,) = (here.data / "backups").iterdir()
        assert (copy / "mailbot.db").is_file()


def test_commands_that_look_back_make_no_database(office: tuple[Office, ImapServer, SmtpSink], typed: Typed) -> None:
    here, _, _ = office
    code, out, words = typed("ledger")
    assert (code, out, words.count("\n")) == (1, "", 1)
    assert typed("upgrade")[0] == 0
    assert not (here.data / "mailbot.db").exists()
    typed("doctor")  # which names, too, what the hand of this test left open to others
    assert (here.data / "mailbot.db").exists()


def season_goes_on(here: Office, imap: ImapServer, sink: SmtpSink) -> Counter[str]:
    """The day after the upgrade; the letters that left, by kind."""
    clock = Clock(STOPPED)
    with children() as sandbox, opened(here.config, clock, sandbox) as app:
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
        season = work.season(app.campaign, app.roster, app.now())
        return [question.number for question in season.questions if question.answer is None]


def test_an_upgrade_on_the_twentieth_of_august_sends_nothing_twice_and_forgets_nothing(
    office: tuple[Office, ImapServer, SmtpSink], typed: Typed
) -> None:
    here, imap, sink = office
    for raw in put(here):
        imap.deliver(raw, STOPPED - timedelta(hours=1))
    engine = open_engine(load_config(here.config).database_url)
    with engine.connect() as connection:
        rows = connection.execute(text("select message_id, state from letter")).all()
    known: dict[str, str] = {row[0]: row[1] for row in rows}
    engine.dispose()
    assert Counter(known.values()) == {"sent": 9, "queued": 1}
    code, _, words = typed("upgrade")
    assert (code, words) == (0, "")
    kinds = season_goes_on(here, imap, sink)
    left = Counter(header(letter.raw, "Message-ID") for letter in sink.letters)
    assert [name for name, state in known.items() if left[name] != (state == "queued")] == []
    assert max(left.values()) == 1
    assert kinds == {"receipt": 1, "reminder": 1}


def test_a_copy_of_an_older_version_comes_back_and_asks_for_upgrade(
    office: tuple[Office, ImapServer, SmtpSink], typed: Typed
) -> None:
    here, _, sink = office
    code, out, _ = typed("restore", str(KEPT))
    assert code == 0
    assert ("mailbot upgrade" in out) == (state_of(load_config(here.config)) == "older")
    assert typed("upgrade")[0] == 0
    with (
        children() as sandbox,
        opened(here.config, Clock(STOPPED + timedelta(hours=1)), sandbox) as app,
    ):
        assert tick(app)
        assert "khôi phục" in facts(app)["paused"]
    assert sink.letters == []
