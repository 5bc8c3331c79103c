"""Proposals come back as they went; a database of the version before has none and takes some."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from rules.proposal import Proposal
from storage.engine import MIGRATIONS, migrate, open_engine
from storage.values import Seen
from storage.work import UnitOfWork

NOW = datetime(2024, 8, 20, 2, 0, tzinfo=UTC)
WISH = Proposal(0, "ha@so.example", 1, NOW, "1 đúng", (3, 4), answers="<a@so.example>")


@pytest.fixture
def work(tmp_path: Path) -> Iterator[UnitOfWork]:
    engine = open_engine(f"sqlite:///{tmp_path / 'm.db'}")
    migrate(engine)
    with UnitOfWork(engine, "c") as opened:
        opened.arrivals.note(Seen("bot", "INBOX", 7, 5, "d" * 64, 10, NOW))
        yield opened
    engine.dispose()


def test_a_proposal_comes_back_as_it_went(work: UnitOfWork) -> None:
    number = work.proposals.add(WISH)
    assert work.proposals.all() == (replace(WISH, number=number),)
    shown = replace(
        WISH,
        number=number,
        code="004711",
        mark="0f" * 16,
        letter="<b@so.example>",
        shown_at=NOW,
        expires_at=NOW + timedelta(days=3),
    )
    work.proposals.show(shown)
    assert work.proposals.get(number) == shown
    assert [work.proposals.wrong([number]) for _ in range(2)] == [1, 2]
    work.proposals.settle(number, "lapsed", NOW, "quá hạn")
    assert (work.proposals.get(number).state, work.proposals.get(number).why) == ("lapsed", "quá hạn")


def test_tries_begin_anew_with_another_letter(work: UnitOfWork) -> None:
    number = work.proposals.add(WISH)
    work.proposals.wrong([number])
    work.proposals.show(replace(WISH, number=number, letter="<c@so.example>"))
    assert work.proposals.get(number).tries == 0


def test_a_database_of_the_version_before_has_none_and_takes_some(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'm.db'}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0011")
    migrate(engine)
    with UnitOfWork(engine, "c") as opened:
        assert opened.proposals.all() == ()
        opened.arrivals.note(Seen("bot", "INBOX", 7, 5, "d" * 64, 10, NOW))
        assert opened.proposals.add(WISH) == 1
        opened.commit()
    engine.dispose()
