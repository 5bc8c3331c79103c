"""The archive, the schema and the unit of work, on a real SQLite file."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlmodel import SQLModel

from rules.document import Where
from rules.errors import ArchiveDamaged
from rules.initiative import Initiative, Value
from rules.letter_kind import RECEIPT
from rules.rulings import Confirm, Ruling, Turn, part_of
from rules.submission import Version
from storage.archive import Archive
from storage.engine import migrate, open_engine
from storage.values import NewLetter, Seen
from storage.work import UnitOfWork
from tests.servers.postgresql import PostgreSQL, programs

NOW = datetime(2024, 8, 20, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    if programs() is None:
        pytest.skip("PostgreSQL is not installed")
    # Its user must reach the socket, which it cannot below the folder of the test runner.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with PostgreSQL(Path(folder) / "pg") as server:
            yield server.url


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    sqlite = request.param == "sqlite"
    engine = open_engine(f"sqlite:///{tmp_path}/mailbot.db" if sqlite else request.getfixturevalue("postgresql"))
    migrate(engine)
    yield engine
    if not sqlite:
        SQLModel.metadata.drop_all(engine)
        with engine.begin() as connection:
            connection.exec_driver_sql("drop table alembic_version")
    engine.dispose()


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path}/mailbot.db")
    yield engine
    engine.dispose()


def seen(uid: int = 1, digest: str = "a" * 64, folder: str = "INBOX", uidvalidity: int = 1) -> Seen:
    return Seen("bot", folder, uidvalidity, uid, digest, 10, NOW, "<x@y.example>")


def version(arrival: int) -> Version:
    title = Value("Số hóa hồ sơ", Where("dk.docx", "", "bảng 1, ô B2"), "column")
    owners = Value(("Nguyễn Văn Mẫu", "Tổ Văn phòng"), Where("dk.docx"), "column")
    found = (Initiative({"title": title, "owners": owners}),)
    imprint = {"number": Value("87", Where("cv.docx"), "number-line")}
    return Version(0, arrival, NOW, "thpt-a", "registration", found, provisional=True, imprint=imprint)


def test_the_migrations_make_exactly_the_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    migrate(engine)


def test_sqlite_commits_are_durable(sqlite_engine: Engine) -> None:
    with sqlite_engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_keeping_twice_is_keeping_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    digest = archive.keep(b"From: a\r\n\r\nx")
    assert archive.keep(b"From: a\r\n\r\nx") == digest
    assert list(archive.digests()) == [digest]
    assert archive.open(digest) == b"From: a\r\n\r\nx"


def test_a_cut_off_file_is_written_anew(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    digest = archive.keep(b"whole")
    archive.path(digest).write_bytes(b"wh")
    assert archive.keep(b"whole") == digest
    assert archive.open(digest) == b"whole"


@pytest.mark.parametrize("damage", ["missing", "altered"])
def test_a_damaged_archive_file_is_named(tmp_path: Path, damage: str) -> None:
    archive = Archive(tmp_path / "archive")
    digest = archive.keep(b"whole")
    if damage == "missing":
        archive.path(digest).unlink()
    else:
        archive.path(digest).write_bytes(b"whola")
    with pytest.raises(ArchiveDamaged, match=digest[:12]):
        archive.open(digest)


def test_leaving_without_commit_rolls_back(engine: Engine) -> None:
    with UnitOfWork(engine, "c") as work:
        work.arrivals.note(seen())
    with UnitOfWork(engine, "c") as work:
        assert work.arrivals.waiting(NOW) == []


def test_a_mail_moved_between_folders_is_one_mail(engine: Engine) -> None:
    with UnitOfWork(engine, "c") as work:
        assert work.arrivals.note(seen(uid=1))
        assert not work.arrivals.note(seen(uid=7, folder="CCHC/2024"))
        assert not work.arrivals.note(seen(uid=1))
        work.commit()
        assert len(work.arrivals.waiting(NOW)) == 1
        assert [place.folder for place, _ in work.arrivals.locations()] == ["CCHC/2024", "INBOX"]


def test_a_new_uidvalidity_starts_the_watermark_anew(engine: Engine) -> None:
    with UnitOfWork(engine, "c") as work:
        work.arrivals.set_watermark("bot", "INBOX", 1, 40)
        work.commit()
        assert work.arrivals.watermark("bot", "INBOX", 1) == 40
        assert work.arrivals.watermark("bot", "INBOX", 2) == 0
        work.arrivals.set_watermark("bot", "INBOX", 2, 3)
        work.commit()
        assert work.arrivals.watermark("bot", "INBOX", 2) == 3


def test_the_watermark_never_goes_back(engine: Engine) -> None:
    with UnitOfWork(engine, "c") as work:
        work.arrivals.set_watermark("bot", "INBOX", 1, 40)
        work.arrivals.set_watermark("bot", "INBOX", 1, 30)
        assert work.arrivals.watermark("bot", "INBOX", 1) == 40


def test_a_mail_that_failed_waits_for_its_next_try(engine: Engine) -> None:
    with UnitOfWork(engine, "c") as work:
        work.arrivals.note(seen())
        (arrival,) = work.arrivals.waiting(NOW)
        work.arrivals.claim([arrival])
        assert work.arrivals.mail(arrival).tries == 1
        work.arrivals.later(arrival, "thử lại", NOW + timedelta(minutes=5))
        work.commit()
        assert work.arrivals.waiting(NOW) == []
        assert work.arrivals.waiting(NOW + timedelta(minutes=5)) == [arrival]


def test_versions_come_back_as_they_went(engine: Engine) -> None:
    with UnitOfWork(engine, "c") as work:
        work.arrivals.note(seen())
        (arrival,) = work.arrivals.waiting(NOW)
        assert work.submissions.keep(arrival, [version(arrival)], NOW + timedelta(minutes=1))
        work.commit()
    with UnitOfWork(engine, "c") as work:
        (back,) = work.submissions.read()
        assert back == replace(version(arrival), id=back.id, read_at=NOW + timedelta(minutes=1))


def test_a_mail_that_reads_as_before_is_not_kept_again(engine: Engine) -> None:
    with UnitOfWork(engine, "c") as work:
        work.arrivals.note(seen())
        (arrival,) = work.arrivals.waiting(NOW)
        assert work.submissions.keep(arrival, [version(arrival)], NOW)
        assert not work.submissions.keep(arrival, [version(arrival)], NOW + timedelta(days=1))
        assert len(work.submissions.read()) == 1


def test_a_mail_that_reads_otherwise_keeps_its_earlier_readings(engine: Engine) -> None:
    later, last = NOW + timedelta(days=1), NOW + timedelta(days=2)
    with UnitOfWork(engine, "c") as work:
        work.arrivals.note(seen())
        (arrival,) = work.arrivals.waiting(NOW)
        work.submissions.keep(arrival, [version(arrival)], NOW)
        work.submissions.keep(arrival, [], later)
        work.submissions.keep(arrival, [replace(version(arrival), stage="report")], last)
        work.commit()
        found = [(one.stage, one.read_at, one.superseded_at) for one in work.submissions.read()]
        assert found == [("registration", NOW, later), ("report", last, None)]
        assert [one.stage for one in work.submissions.of_arrival(arrival)] == ["report"]


def test_confirming_one_part_of_a_list_leaves_the_others(engine: Engine) -> None:
    with UnitOfWork(engine, "c") as work:
        work.arrivals.note(seen())
        (arrival,) = work.arrivals.waiting(NOW)
        work.submissions.keep(arrival, [version(arrival), replace(version(arrival), unit="thpt-c")], NOW)
        turn = Turn("confirmed", "Hà", NOW, "command")
        work.rulings.add(Ruling(0, "answer", (Confirm(part_of(version(arrival)), "thpt-b"),), (turn,)))
        work.commit()
        found = {one.unit: one.provisional for one in work.of_arrival(arrival)}
        assert found == {"thpt-b": False, "thpt-c": True}


def letter(key: str, not_before: datetime | None = None) -> NewLetter:
    return NewLetter(RECEIPT, key, ("a@b.example",), "", f"<{key}@x>", b"", NOW, not_before=not_before)


def test_a_letter_cut_off_while_sending_comes_first(engine: Engine) -> None:
    with UnitOfWork(engine, "c") as work:
        first, second = work.letters.add(letter("one")), work.letters.add(letter("two"))
        work.letters.claim([second])
        work.commit()
        assert [waiting.id for waiting in work.letters.waiting(NOW)] == [second, first]
        work.letters.settle(second, "sent", NOW)
        assert [waiting.id for waiting in work.letters.waiting(NOW)] == [first]


def test_a_letter_waits_for_its_moment(engine: Engine) -> None:
    with UnitOfWork(engine, "c") as work:
        work.letters.add(letter("one", NOW + timedelta(hours=1)))
        assert work.letters.waiting(NOW) == []
        assert len(work.letters.waiting(NOW + timedelta(hours=1))) == 1


def test_two_holders_do_not_share_a_lease(engine: Engine) -> None:
    with UnitOfWork(engine, "c") as work:
        assert work.take_lease("bot", "first", NOW, 60)
        assert not work.take_lease("bot", "second", NOW, 60)
        assert work.take_lease("bot", "first", NOW + timedelta(seconds=30), 60)
        assert not work.take_lease("bot", "second", NOW + timedelta(seconds=80), 60)
        assert work.take_lease("bot", "second", NOW + timedelta(seconds=91), 60)


def test_a_folder_of_the_version_before_stays_read_as_far_as_it_was(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'm.db'}")
    migrate(engine, "0012")
    columns, read = "account, name, uidvalidity, watermark, read_at", "'bot', 'INBOX', 7, 41, '2024-08-20 02:00:00'"
    with engine.begin() as connection:
        connection.execute(text(f"insert into folder ({columns}) values ({read})"))
    migrate(engine)
    with UnitOfWork(engine, "c") as work:
        assert work.arrivals.watermark("bot", "INBOX", 7) == 41
    engine.dispose()
