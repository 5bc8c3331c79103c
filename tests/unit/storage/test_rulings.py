"""Rulings come back as they went, whatever they say, and are never changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from rules.document import Where
from rules.places import Item, Part, Place
from rules.rulings import (
    Add,
    Answered,
    Apart,
    Assign,
    Confirm,
    Correct,
    Drop,
    Effect,
    Entered,
    Learn,
    Mark,
    Merge,
    Move,
    Reject,
    Rename,
    Ruling,
    Split,
    Submission,
    TakeBack,
    Turn,
    Unmark,
    Withdraw,
)
from storage.engine import migrate, open_engine
from storage.values import Seen
from storage.work import UnitOfWork

NOW = datetime(2024, 8, 20, 2, 0, tzinfo=UTC)
LATER = datetime(2024, 8, 21, 2, 0, tzinfo=UTC)
PLACE = Place("Họp không giấy", Where("dk.docx", "trang 1", "bảng 1, dòng 2, cột 2"), "d" * 64)
PART = Part(1, "registration", "a", (PLACE, replace(PLACE, title="Mã QR", made_by=3)))
ITEM = Item(PART, PLACE)
EVERY: tuple[Effect, ...] = (
    Confirm(PART, "b"),
    Reject(Part(1, None, None)),
    Assign(PART, "b"),
    Move(PART, "report"),
    Rename(ITEM, "Họp trực tuyến", ITEM),
    Apart(ITEM, ITEM),
    Withdraw(PART, ("Mã QR", "Ký số"), (ITEM, None)),
    Add(PART, (("title", "Ký số"), ("owners", ("A", "B")), ("completion", 95.5), ("issued", "2024-08-20"))),
    Drop(ITEM),
    Split(ITEM, ("Một", "Hai")),
    Merge((ITEM, ITEM), "Một"),
    Correct(ITEM, "owners", ("Lê Thị Hoa",)),
    Correct(ITEM, "result", None),
    Submission(1, NOW, "registration", "b", ("a.pdf",)),
    Mark("extension", "registration", None, "Hà", NOW, date(2024, 8, 30), "bão"),
    Unmark("paper", "registration", "b"),
    Learn("x@y.example", "b"),
    Answered(1, "yes"),
    TakeBack(3),
    Entered("target:x", "part", 3.5, "Hà", NOW),
    Entered("target:x", "part", None, "Hà", NOW),
)


@pytest.fixture
def work(tmp_path: Path) -> Iterator[UnitOfWork]:
    engine: Engine = open_engine(f"sqlite:///{tmp_path / 'm.db'}")
    migrate(engine)
    with UnitOfWork(engine, "c") as opened:
        opened.arrivals.note(Seen("bot", "INBOX", 1, 1, "d" * 64, 10, NOW))
        opened.commit()
        yield opened
    engine.dispose()


def test_every_effect_comes_back_as_it_went(work: UnitOfWork) -> None:
    told = Ruling(0, "x", EVERY, (Turn("proposed", "Hà", NOW, "email", "<a@b>"),), "1 đúng", "Đã làm.", "b", about=1)
    number = work.rulings.add(told)
    work.rulings.turn(number, Turn("confirmed", "Lan", LATER, "page"))
    work.commit()
    work.session.expunge_all()
    turns = (*told.turns, Turn("confirmed", "Lan", LATER, "page"))
    assert work.rulings.all() == (replace(told, number=number, turns=turns),)
    assert {type(one) for one in EVERY} == set(Effect.__args__)


def test_rulings_are_found_by_mail_unit_and_number_and_of_their_campaign_alone(work: UnitOfWork) -> None:
    turn = (Turn("confirmed", "Hà", NOW, "command"),)
    first = work.rulings.add(Ruling(0, "x", (), turn, about=1))
    second = work.rulings.add(Ruling(0, "x", (), turn, unit="b"))
    work.commit()
    with UnitOfWork(work.session.get_bind(), "other") as foreign:  # type: ignore[arg-type]
        assert foreign.rulings.find(first) is None
    assert [one.number for one in work.rulings.about(1)] == [first]
    assert [one.number for one in work.rulings.about(1, ["b"])] == [first, second]
    assert work.rulings.find(second + 1) is None


def test_whose_an_address_is_outlasts_the_campaign(work: UnitOfWork) -> None:
    undone = (Turn("confirmed", "Hà", NOW, "command"), Turn("undone", "Hà", LATER, "command"))
    work.rulings.add(Ruling(0, "x", (Learn("x@y.example", "b"),), undone[:1]))
    work.rulings.add(Ruling(0, "x", (Learn("z@y.example", "b"),), undone))
    work.commit()
    with UnitOfWork(work.session.get_bind(), "next") as following:  # type: ignore[arg-type]
        assert following.rulings.learned_elsewhere() == (("x@y.example", "b"),)
