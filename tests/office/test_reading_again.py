"""A mail that is read again keeps what people decided, and every earlier day stays what it was."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot import deciding
from mailbot.handling import handle
from mailbot.rereading import read_again
from rules.initiative import DocumentVerdict, Understanding
from rules.season import Season
from rules.standing.status import statuses
from tests.office.house import FORM, House, house, mail

UNIT, OTHER = "thpt-so-2-bao-thang", "thpt-so-1-bao-thang"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path / "office") as opened:
        opened.receive(mail("hoalan.gv@thu.example", "Gửi đăng ký CCHC", FORM))
        opened.tick()
        yield opened


def _read_anew(office: House) -> None:
    office.now += timedelta(minutes=5)
    handle(1, read_again(1, office.app).prepared, office.app, letters="none")


def _season(office: House) -> Season:
    with office.app.begin() as work:
        return work.season(office.app.campaign, office.app.roster, office.app.now())


def _decided(office: House, given: str) -> int:
    office.now += timedelta(days=1)
    return int(deciding.answer(1, given, "Hà", office.app).rpartition(" ")[2])


@pytest.mark.parametrize(
    ("given", "unit", "provisional", "rejected"),
    [("no", UNIT, True, True), (OTHER, OTHER, False, False), ("yes", UNIT, False, False)],
)
def test_an_answer_survives_any_number_of_readings_and_can_still_be_undone(
    office: House, given: str, unit: str, provisional: bool, rejected: bool
) -> None:
    number = _decided(office, given)
    for _ in range(2):
        _read_anew(office)
        assert office.unit_of(1) == (unit, provisional, rejected)
        assert [one for one in office.questions() if one.answer is None] == []
    assert "lại chờ trả lời" in deciding.undo(number, "Lan", office.app)
    assert office.unit_of(1) == (UNIT, True, False)
    _read_anew(office)
    assert [one.number for one in office.questions() if one.answer is None] == [1]


def test_a_day_before_the_decision_is_what_it_was_then(office: House) -> None:
    then = office.app.now()
    waiting = _season(office)
    _decided(office, "yes")
    known = _season(office)
    before = {(one.unit.code, one.stage): one.state for one in statuses(known.at(then))}
    assert before == {(one.unit.code, one.stage): one.state for one in statuses(waiting)}
    assert before[UNIT, "registration"] == "provisional"
    assert known.at(then).questions == waiting.questions
    assert known.at(then).versions == waiting.versions
    assert {(one.unit.code, one.stage): one.state for one in statuses(known)}[UNIT, "registration"] == "sent"


def test_what_was_undone_counts_in_between(office: House) -> None:
    number = _decided(office, "yes")
    between = office.app.now()
    office.now += timedelta(days=1)
    deciding.undo(number, "Hà", office.app)
    season = _season(office)
    assert [one.provisional for one in season.at(between).versions] == [False]
    assert [one.answer for one in season.at(between).questions] == ["yes"]
    assert [one.provisional for one in season.versions] == [True]


def test_a_mail_that_reads_as_before_leaves_no_second_reading(office: House) -> None:
    _read_anew(office)
    with office.app.begin() as work:
        assert len(work.submissions.read()) == 1


def test_a_reading_that_breaks_off_takes_nothing_away(office: House) -> None:
    """The reader was ended by its limits: the file is unreadable now, and was not."""
    before = office.unit_of(1)
    prepared = read_again(1, office.app).prepared
    (file,) = _season(office).versions[0].files
    broken = Understanding((DocumentVerdict(file, "unreadable", "Đọc quá lâu."),), ())
    handle(1, replace(prepared, contents=replace(prepared.contents, understanding=broken)), office.app, letters="none")
    assert office.unit_of(1) == before
