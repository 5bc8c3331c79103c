"""Databases of 0.1.0, filled by its own program with every kind of decision, upgraded in mid-season.

Beside each `<name>.sql` (written by 0.1.0; the bytes of letters left out) lies what 0.1.0 itself said of it. In
`reread` a mail was read again after it had been rejected: there 0.1.0 forgot the decision.
"""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine

from mailbot.commands.ledger import ledger
from mailbot.writing.consolidated import write_docx
from mailbot.writing.workbook import write_xlsx
from rules.drafting.consolidate import consolidate
from rules.drafting.status_document import status_document
from rules.initiative import Initiative
from rules.intake.early import lay_there_before
from rules.letters import office, reminders
from rules.roster import Roster
from rules.rulings import Answered, Confirm, Entered, Learn, Mark, Reject, Rename, Ruling, Turn, Unmark, Withdraw
from rules.season import Season
from rules.submission import Version
from storage.engine import migrate, open_engine
from storage.mapping import values_from_json
from storage.work import EVER, FIRST_START, UnitOfWork
from tests.office.house import office_campaign
from tests.seasons import shipped_roster

DATA = Path(__file__).parents[2] / "data" / "upgrades"
CAMPAIGN = office_campaign()
ROSTER = Roster(tuple(shipped_roster(CAMPAIGN))[:30])
NAMES = ("decided", "reread")


@pytest.fixture
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    path = tmp_path / "mailbot.db"
    _filled(path, request.param)
    opened = open_engine(f"sqlite:///{path}")
    migrate(opened)
    yield opened
    opened.dispose()


def _filled(path: Path, name: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.executescript((DATA / f"{name}.sql").read_text(encoding="utf-8"))
    connection.close()


def _said(name: str) -> dict[str, Any]:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def _season(engine: Engine, name: str) -> Season:
    with UnitOfWork(engine, CAMPAIGN.code) as work:
        return work.season(CAMPAIGN, ROSTER, datetime.fromisoformat(_said(name)["now"]))


def _plain(value: object) -> Any:
    return json.loads(json.dumps(value, default=str))


def _due(season: Season, at: datetime) -> list[Any]:
    later = replace(season, as_of=at)
    orders = (*reminders.due(later, at), *office.due(later, at))
    return sorted([one.kind.name, one.key, list(one.to), list(one.items)] for one in orders)


def _but_for_fewer_letters(due: list[Any]) -> list[Any]:
    """Since 0.1.0 the office is not reminded by itself, a summary says until when it told, and none leaves beside the
    letter that closes a stage and says the same."""
    closes = any(kind == "closing" for kind, *_ in due)
    kept = [one for one in due if not (closes and one[0] == "weekly")]
    return [
        [*rest, [item for item in items if item != "unit:phong-tccb" and not item.startswith("told:")]]
        for *rest, items in kept
    ]


BOTH = pytest.mark.parametrize(("engine", "name"), [(name, name) for name in NAMES], indirect=["engine"])
DECIDED = pytest.mark.parametrize(("engine", "name"), [("decided", "decided")], indirect=["engine"])


@DECIDED
def test_statuses_are_what_they_were(engine: Engine, name: str) -> None:
    assert _plain(status_document(_season(engine, name))) == _said(name)["status"]


@BOTH
def test_questions_marks_addresses_and_entered_cells_are_what_they_were(engine: Engine, name: str) -> None:
    season, said = _season(engine, name), _said(name)
    questions = [[one.number, one.kind, one.answer, one.answered_at] for one in season.questions]
    marks = [[one.kind, one.stage, one.unit, one.by, one.at, one.until, one.reason] for one in season.marks]
    assert _plain(questions) == said["questions"]
    assert sorted(_plain(marks), key=str) == sorted(said["marks"], key=str)
    assert _plain(season.learned) == said["learned"]
    assert _plain([asdict(one) for one in season.entered]) == said["entered"]


@DECIDED
def test_the_letters_that_are_due_are_what_they_were(engine: Engine, name: str) -> None:
    season, said = _season(engine, name), _said(name)
    assert any(said["due"].values())
    for moment, letters in said["due"].items():
        now = _plain(_due(season, datetime.fromisoformat(moment)))
        assert _but_for_fewer_letters(now) == _but_for_fewer_letters(letters), moment


@BOTH
def test_to_an_office_that_has_run_already_no_mail_came_before_its_first_start(engine: Engine, name: str) -> None:
    season = _season(engine, name)
    assert season.started_at == EVER
    for mail in season.arrivals:
        assert (lay_there_before(mail.arrived_at, season) is not None) == mail.before_go_live
    with UnitOfWork(engine, CAMPAIGN.code) as work:
        work.first_start(season.as_of)
    assert _season(engine, name).started_at == EVER


def test_an_office_that_has_only_read_an_empty_mailbox_has_been_started(tmp_path: Path) -> None:
    assert _first_start_after("read-to-end", tmp_path) == EVER


def test_an_office_that_has_never_read_its_mailbox_is_started_later(tmp_path: Path) -> None:
    assert _first_start_after("office-of-rows", tmp_path) is None


def _first_start_after(fact: str, folder: Path) -> datetime | None:
    """Of the version before: a database with one fact and no mail."""
    opened = open_engine(f"sqlite:///{folder}/mailbot.db")
    migrate(opened, "0008")
    with opened.begin() as connection:
        connection.exec_driver_sql(f"insert into fact values ('{fact}', '', '2024-08-01 00:00:00')")
    migrate(opened)
    with UnitOfWork(opened, CAMPAIGN.code) as work:
        found = work.notes.moment(FIRST_START)
    opened.dispose()
    return found


@DECIDED
def test_the_ledger_says_what_it_said(engine: Engine, name: str) -> None:
    with UnitOfWork(engine, CAMPAIGN.code) as work:
        entries = ledger(work, CAMPAIGN)
    promised = ("arrival", "sha256", "arrived_at", "state", "verdict", "reason", "submissions")
    found, said = ([{key: one[key] for key in promised} for one in each] for each in (entries, _said(name)["ledger"]))
    assert _plain(found) == said


@DECIDED
@pytest.mark.parametrize("stage", ["registration", "report"])
def test_workbook_and_document_are_written_as_from_what_0_1_0_kept(
    engine: Engine, name: str, stage: str, tmp_path: Path
) -> None:
    old = tmp_path / "old.db"
    _filled(old, name)
    season = _season(engine, name)
    as_kept = replace(season, read=tuple(_as_kept(old)), rulings=_only_beside_content(season.rulings))
    for written in (season, as_kept):
        assert written.versions
    sheets, as_said = (_cells(write_xlsx(each, consolidate(each, stage))) for each in (season, as_kept))
    assert sheets == as_said
    assert any(len(rows) > 10 for rows in sheets.values())
    one, other = (write_docx(consolidate(each, stage), CAMPAIGN) for each in (season, as_kept))
    assert one == other


def _cells(workbook: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """Of each sheet but the one of decisions: what those did to content was not kept beside them by 0.1.0."""
    sheets = load_workbook(BytesIO(workbook)).worksheets
    return {sheet.title: list(sheet.values) for sheet in sheets if sheet.title != "Lịch sử"}


def _as_kept(path: Path) -> Iterator[Version]:
    """Versions as 0.1.0 understood its rows: with every decision written into them."""
    with sqlite3.connect(path) as connection:
        connection.row_factory = sqlite3.Row
        rows = list(connection.execute("select * from version order by arrived_at, id"))
    connection.close()
    for row in rows:

        def listed(name: str, row: sqlite3.Row = row) -> tuple[str, ...]:
            return tuple(json.loads(row[name]))

        yield Version(
            id=row["id"],
            arrival=row["arrival_id"],
            arrived_at=datetime.fromisoformat(f"{row['arrived_at']}+00:00"),
            unit=row["unit"],
            stage=row["stage"],
            initiatives=tuple(Initiative(values_from_json(one)) for one in json.loads(row["initiatives"])),
            provisional=bool(row["provisional"]),
            rule=row["rule"],
            replaces=bool(row["replaces"]),
            remarks=values_from_json(json.loads(row["remarks"])),
            signed=row["signed"],
            rejected=bool(row["rejected"]),
            imprint=values_from_json(json.loads(row["imprint"])),
            doubts=listed("doubts"),
            candidates=listed("candidates"),
            withdrawn=listed("withdrawn"),
            files=listed("files"),
            digests=listed("digests"),
        )


def _only_beside_content(rulings: tuple[Ruling, ...]) -> tuple[Ruling, ...]:
    beside = (Mark, Unmark, Learn, Answered, Entered)
    return tuple(
        replace(one, effects=tuple(effect for effect in one.effects if isinstance(effect, beside))) for one in rulings
    )


@BOTH
def test_every_decision_keeps_its_number_its_words_and_whether_it_was_undone(engine: Engine, name: str) -> None:
    with UnitOfWork(engine, CAMPAIGN.code) as work:
        found = {one.number: one for one in work.rulings.all()}
    assert list(found) == list(range(1, 27))
    assert {number for number, one in found.items() if one.state == "undone"} == {11, 13, 21, 24}
    kinds = {type(effect) for one in found.values() for effect in one.effects}
    assert kinds == {Answered, Confirm, Entered, Learn, Mark, Reject, Rename, Unmark, Withdraw}
    assert found[2].done == "Câu 2: không. Nội dung này không được tính."


@BOTH
def test_no_decision_has_lost_what_it_is_about(engine: Engine, name: str) -> None:
    with UnitOfWork(engine, CAMPAIGN.code) as work:
        assert work.standing().lost == ()


@BOTH
def test_each_decision_can_be_undone_and_gives_back_what_was_read(engine: Engine, name: str) -> None:
    with UnitOfWork(engine, CAMPAIGN.code) as work:
        for one in work.rulings.all():
            if one.counts:
                work.rulings.turn(one.number, Turn("undone", "Hà", one.decided.at + timedelta(days=9), "command"))
        season = work.season(CAMPAIGN, ROSTER, datetime.fromisoformat(_said(name)["now"]))
    strangers = {1, 2, 3, 13, 15, 16, 17}
    assert {one.arrival for one in season.versions if one.provisional} == strangers
    assert not any(one.rejected for one in season.versions)
    assert (season.marks, season.learned, season.entered) == ((), (), ())
    assert all(one.answer is None for one in season.questions)
    assert next(one.unit for one in season.versions if one.arrival == 1) == "thpt-so-1-bat-xat"


@pytest.mark.parametrize(("engine", "name"), [("reread", "reread")], indirect=["engine"])
def test_a_decision_that_0_1_0_forgot_in_reading_again_is_in_force_again(engine: Engine, name: str) -> None:
    (before,) = [one for one in _said(name)["ledger"] if one["arrival"] == 17]
    assert not before["submissions"][0]["rejected"]
    (version,) = [one for one in _season(engine, name).versions if one.arrival == 17]
    assert version.rejected


@DECIDED
def test_the_season_is_known_as_it_was_on_any_day_before(engine: Engine, name: str) -> None:
    season = _season(engine, name)
    first = season.at(season.rulings[0].decided.at - timedelta(minutes=1))
    assert [(one.arrival, one.unit, one.provisional) for one in first.versions] == [(1, "thpt-so-1-bat-xat", True)]
    assert [one.answer for one in first.questions] == [None]
    assert season.at(datetime.combine(date(2024, 8, 1), datetime.min.time(), season.as_of.tzinfo)).versions == ()
