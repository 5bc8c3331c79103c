"""A decision keeps what the rows were before, and gives it back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from rules.intake.answers import Part
from rules.rulings import Entered, Mark
from rules.season import Question
from rules.submission import Version
from storage.decisions import Change, Overtaken
from storage.engine import migrate, open_engine
from storage.repositories import Seen
from storage.tables import DecisionRow
from storage.work import UnitOfWork

NOW = datetime(2024, 8, 20, 2, 0, tzinfo=UTC)
LATER = datetime(2024, 8, 21, 2, 0, tzinfo=UTC)
PART = Part(1, "registration", "a")


@pytest.fixture
def work(tmp_path: Path) -> Iterator[UnitOfWork]:
    engine: Engine = open_engine(f"sqlite:///{tmp_path / 'm.db'}")
    migrate(engine)
    with UnitOfWork(engine, "c") as opened:
        opened.arrivals.note(Seen("bot", "INBOX", 1, 1, "d" * 64, 10, NOW))
        opened.submissions.add(Version(0, 1, NOW, "a", "registration", (), provisional=True, candidates=("a",)))
        opened.questions.ask(Question(0, "q", "sender", 1, "a", "registration", "?"), 1, NOW)
        opened.commit()
        yield opened
    engine.dispose()


def _decided(changes: list[Change], work: UnitOfWork) -> DecisionRow:
    row = DecisionRow(
        campaign="c", kind="answer", said="1 đúng", done="", by="a@b.example", how="email", at=NOW, changes=changes
    )
    work.decisions.add(row)
    work.commit()
    return row


def test_everything_that_a_decision_changed_is_as_it_was_before(work: UnitOfWork) -> None:
    before = (work.submissions.versions(), work.questions.all(), work.questions.learned(), work.questions.marks())
    with work.decisions.watching() as changes:
        work.submissions.confirm(PART, "b")
        work.questions.answer(1, "b", "clerk", NOW)
        work.questions.learn("x@y.example", "b", "clerk", NOW)
        work.questions.mark(Mark("extension", "registration", "b", "clerk", NOW, date(2024, 8, 30)))
        work.workbook.enter(Entered("target:x", "part", 3.0, "clerk", NOW))
    row = _decided(changes, work)
    assert work.submissions.versions()[0].unit == "b"
    assert work.workbook.entered() != ()
    work.decisions.undo(row, "clerk", LATER)
    work.commit()
    assert before == (
        work.submissions.versions(),
        work.questions.all(),
        work.questions.learned(),
        work.questions.marks(),
    )
    assert work.workbook.entered() == ()
    assert (row.undone_at, row.undone_by) == (LATER, "clerk")


def test_a_sender_that_was_assigned_to_another_unit_goes_back_to_it(work: UnitOfWork) -> None:
    work.questions.learn("x@y.example", "a", "clerk", NOW)
    work.commit()
    with work.decisions.watching() as changes:
        work.questions.learn("x@y.example", "b", "clerk", LATER)
    work.decisions.undo(_decided(changes, work), "clerk", LATER)
    assert work.questions.learned() == (("x@y.example", "a"),)


def test_a_decision_that_a_later_one_built_on_is_not_undone_under_it(work: UnitOfWork) -> None:
    with work.decisions.watching() as changes:
        work.submissions.confirm(PART, "b")
    first = _decided(changes, work)
    with work.decisions.watching() as changes:
        work.submissions.reject(Part(1, "registration", "b"))
        work.submissions.confirm(Part(1, "registration", "b"), "a")
    second = _decided(changes, work)
    with pytest.raises(Overtaken):
        work.decisions.undo(first, "clerk", LATER)
    assert work.submissions.versions()[0].unit == "a"
    work.decisions.undo(second, "clerk", LATER)
    work.decisions.undo(first, "clerk", LATER)
    assert work.submissions.versions()[0].provisional


def test_what_is_changed_and_changed_back_within_one_decision_leaves_nothing_wrong(work: UnitOfWork) -> None:
    with work.decisions.watching() as changes:
        work.submissions.confirm(PART, "b")
        work.session.flush()
        work.submissions.confirm(Part(1, "registration", "b"), "a")
    work.decisions.undo(_decided(changes, work), "clerk", LATER)
    version = work.submissions.versions()[0]
    assert (version.unit, version.provisional, version.candidates) == ("a", True, ("a",))


def test_a_mail_that_was_read_anew_since_is_left_as_it_is(work: UnitOfWork) -> None:
    with work.decisions.watching() as changes:
        work.submissions.confirm(PART, "b")
    row = _decided(changes, work)
    work.submissions.drop(1)
    work.session.flush()
    work.session.expunge_all()
    work.decisions.undo(work.session.get_one(DecisionRow, row.id), "clerk", LATER)
    assert work.submissions.versions() == ()
