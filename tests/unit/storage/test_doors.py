"""The door of the page in the database, as a new installation has it and as an older one gets it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.doors import KEPT
from storage.engine import migrate, open_engine
from storage.work import UnitOfWork

NOW = datetime(2024, 8, 20, 2, 0, tzinfo=UTC)
LASTS = timedelta(minutes=10)


def opened(path: Path) -> UnitOfWork:
    """A database of the version before, brought up to date."""
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine, "0009")
    migrate(engine)
    return UnitOfWork(engine, "cchc-2024")


def test_an_older_database_gets_a_door(tmp_path: Path) -> None:
    with opened(tmp_path / "mailbot.db") as work:
        work.doors.ask("ha@so.example", "letter", NOW, LASTS, "link", "code", "ticket")
        entry = work.doors.by_link("link")
        assert entry is not None and entry.opens(NOW) and not entry.opens(NOW + LASTS)
        found = work.doors.by_ticket("ticket")
        assert found == (entry, "code")
        work.doors.spend(entry, NOW)
        spent = work.doors.by_link("link")
        assert spent is not None and not spent.opens(NOW)


def test_what_is_long_over_goes(tmp_path: Path) -> None:
    with opened(tmp_path / "mailbot.db") as work:
        work.doors.ask("ha@so.example", "letter", NOW, LASTS, "old")
        work.doors.begin("ha@so.example", "old visit", NOW)
        later = NOW + KEPT + timedelta(days=1)
        work.doors.ask("ha@so.example", "letter", later, LASTS, "new")
        assert [one.made_at for one in work.doors.asked_for("ha@so.example")] == [later]
        assert work.doors.visit("old visit") is None
