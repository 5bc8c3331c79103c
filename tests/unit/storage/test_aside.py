"""Mails that the server lists and does not hand out, as rows; and the way there from the version before."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from rules.letters import retry
from storage.aside import Numbering, Refusal
from storage.engine import MIGRATIONS, migrate, open_engine
from storage.values import Seen
from storage.work import UnitOfWork

NOW = datetime(2024, 8, 20, 2, 0, tzinfo=UTC)
INBOX = Numbering("bot", "INBOX", 7)
REFUSED = Refusal(5, "kết nối bị ngắt giữa chừng", "", NOW - timedelta(hours=1))


@pytest.fixture
def work(tmp_path: Path) -> Iterator[UnitOfWork]:
    engine = open_engine(f"sqlite:///{tmp_path / 'm.db'}")
    migrate(engine)
    with UnitOfWork(engine, "c") as opened:
        yield opened
    engine.dispose()


def test_a_withheld_mail_is_asked_for_at_growing_intervals_and_never_given_up(work: UnitOfWork) -> None:
    now, gaps = NOW, []
    for _ in range(12):
        tries = work.aside.note(INBOX, REFUSED, now)
        assert tries is not None
        again = retry.after("withheld", tries, now, jitter=1)
        assert again is not None
        work.aside.ask_again(INBOX, REFUSED.uid, again)
        assert work.aside.and_due(INBOX, again - timedelta(seconds=1)) == ({5}, [])
        assert work.aside.and_due(INBOX, again) == ({5}, [5])
        gaps.append(again - now)
        now = again
    assert gaps == sorted(gaps)
    assert (gaps[0], gaps[-1]) == (timedelta(minutes=1), retry.LONGEST)
    (one,) = work.aside.all()
    assert (one.tries, one.since, one.arrived_at) == (12, NOW, NOW - timedelta(hours=1))


def test_a_mail_that_is_stored_already_is_not_set_aside(work: UnitOfWork) -> None:
    work.arrivals.note(Seen("bot", "INBOX", 7, 5, "d" * 64, 10, NOW))
    assert work.aside.note(INBOX, REFUSED, NOW) is None


def test_what_was_set_aside_under_an_earlier_numbering_is_met_again_under_the_new_one(work: UnitOfWork) -> None:
    work.aside.note(INBOX, REFUSED, NOW)
    assert not work.aside.renumbered(INBOX, NOW)
    assert work.aside.renumbered(Numbering("bot", "INBOX", 8), NOW)
    assert work.aside.all() == ()


def test_a_database_of_the_version_before_keeps_its_mails_and_can_set_some_aside(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'm.db'}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        connection.execute(
            text(
                "insert into arrival (account, digest, size, arrived_at, folder, state, tries, reason, sender,"
                " sender_name, subject, official, signed, before_go_live)"
                " values ('bot', 'd', 1, :at, 'INBOX', 'done', 1, '', '', '', '', 0, 0, 0)"
            ),
            {"at": "2024-08-20 02:00:00.000000"},
        )
    migrate(engine)
    with UnitOfWork(engine, "c") as work:
        assert work.arrivals.mail(1).arrived_at == NOW
        assert work.aside.note(INBOX, REFUSED, NOW) is not None
        work.commit()
    engine.dispose()
