"""Where each unit stands."""

import pytest

from rules.rulings import Mark
from rules.season import Season
from rules.standing.questions import NO, SIMILAR
from rules.standing.status import UnitStatus, extension, status_of, statuses
from rules.submission import Version
from tests.unit.rules.making import BAO_THANG, MIEN, ROSTER, item, letter, mark, on, question, season, version

ONE, TWO, LACKING = item("Ngày không hẹn"), item("Họp không giấy"), item("Ngày không hẹn", owners=None)


def cell(where: Season, stage: str = "registration", unit: str = "bao-thang") -> UnitStatus:
    return next(one for one in statuses(where) if one.unit.code == unit and one.stage == stage)


@pytest.mark.parametrize(
    ("state", "versions", "marks"),
    [
        ("owes", (), ()),
        ("sent", (version(1, "1/8", ONE),), ()),
        ("incomplete", (version(1, "1/8", LACKING),), ()),
        ("sent", (version(1, "1/8", LACKING), version(2, "2/8", ONE)), ()),
        ("provisional", (version(1, "1/8", ONE, provisional=True),), ()),
        ("provisional", (version(1, "1/8", LACKING, provisional=True),), ()),
        ("provisional", (version(1, "1/8", LACKING), version(2, "2/8", ONE, provisional=True)), ()),
        ("sent", (version(1, "1/8", ONE), version(2, "2/8", TWO, provisional=True)), ()),
        ("owes", (version(1, "1/8", ONE, rejected=True),), ()),
        ("owes", (version(1, "1/8", ONE), version(2, "2/8", withdrawn=("Ngày không hẹn",))), ()),
        ("paper", (), (mark("paper", "bao-thang"),)),
        ("paper", (version(1, "1/8", LACKING),), (mark("paper", "bao-thang"),)),
        ("sent", (version(1, "1/8", ONE),), (mark("paper", "bao-thang"),)),
        ("exempt", (), (mark("exempt", "bao-thang"),)),
        ("exempt", (), (mark("exempt", None),)),
        ("owes", (), (mark("exempt", "bac-ha"),)),
        ("owes", (), (mark("exempt", "bao-thang", stage="report"),)),
        ("sent", (version(1, "1/8", ONE),), (mark("exempt", "bao-thang"),)),
    ],
)
def test_the_state_follows_from_versions_and_marks(
    state: str, versions: tuple[Version, ...], marks: tuple[Mark, ...]
) -> None:
    assert cell(season("10/8", *versions, marks=marks)).state == state


def test_a_unit_that_need_not_send_owes_nothing_and_may_send() -> None:
    assert cell(season("10/8"), unit="mien").state == "exempt"
    assert cell(season("10/8", version(1, "1/8", ONE, unit="mien")), unit="mien").state == "sent"


@pytest.mark.parametrize(
    ("arrived", "marks", "expected"),
    [
        ("24/8 23:59", (), "on-time"),
        ("25/8 00:00", (), "last-day"),
        ("26/8 00:00", (), "late"),
        ("28/8", (mark("extension", "bao-thang", "30/8"),), "on-time"),
        ("28/8", (mark("extension", None, "30/8"),), "on-time"),
        ("31/8", (mark("extension", "bao-thang", "30/8"),), "late"),
        ("28/8", (mark("arrived", "bao-thang", "23/8"),), "on-time"),
    ],
)
def test_timeliness_follows_the_arrival_and_the_decisions_of_the_office(
    arrived: str, marks: tuple[Mark, ...], expected: str
) -> None:
    assert cell(season("1/9", version(1, arrived, ONE), marks=marks)).timeliness == expected


def test_lateness_is_judged_by_the_first_complete_version() -> None:
    found = cell(season("1/9", version(1, "20/8", LACKING), version(2, "27/8", ONE)))
    assert (found.timeliness, found.first_at) == ("late", version(1, "20/8").arrived_at)


def test_nothing_arrived_has_no_timeliness() -> None:
    assert cell(season("1/9")).timeliness is None


def test_two_of_three_are_reported_and_the_missing_one_is_owed() -> None:
    registered = version(1, "1/8", ONE, TWO, item("Ký số học bạ"))
    found = cell(season("20/10", registered, version(2, "1/10", ONE, TWO, stage="report")), "report")
    assert (found.reported, found.state) == ((2, 3), "incomplete")
    assert [tie.registered for tie in found.ties if tie.kind == "not-reported"] == ["Ký số học bạ"]


def test_a_registration_that_nobody_confirmed_binds_nobody() -> None:
    registered = version(1, "1/8", ONE, TWO, provisional=True)
    found = cell(season("20/10", registered, version(2, "1/10", ONE, stage="report")), "report")
    assert (found.reported, found.state) == ((1, 2), "sent")


def test_what_is_similar_waits_for_a_person_and_is_not_held_against_the_unit() -> None:
    registered = version(1, "1/8", item("Mô hình Ngày không hẹn tại bộ phận một cửa"))
    where = season("20/10", registered, version(2, "1/10", ONE, stage="report"))
    assert cell(where, "report").state == "sent"
    pair = ("Mô hình Ngày không hẹn tại bộ phận một cửa", "Ngày không hẹn")
    answered = question(SIMILAR, "bao-thang", "report", NO)
    object.__setattr__(answered, "candidates", pair)
    found = cell(season("20/10", *where.versions, questions=(answered,)), "report")
    assert ([tie.kind for tie in found.ties], found.state) == (["not-reported", "new"], "incomplete")


def test_only_reminders_that_left_are_counted() -> None:
    letters = (
        letter("reminder", "a", "6/8", "bao-thang"),
        letter("overdue", "b", "26/8", "bao-thang"),
        letter("receipt", "c", "6/8", "bao-thang"),
        letter("reminder", "d", "6/8", "bac-ha"),
    )
    assert cell(season("1/9", letters=letters)).reminders_sent == 2


def test_units_that_do_not_exist_on_the_day_are_left_out() -> None:
    gone = [unit for unit in ROSTER if unit is not MIEN]
    assert {one.unit.code for one in statuses(season("1/9"))} == {*(unit.code for unit in gone), "mien"}
    assert len(statuses(season("1/9"))) == len(ROSTER.units) * 2


def test_one_cell_alone_is_the_same_as_in_the_matrix() -> None:
    where = season("20/10", version(1, "1/8", ONE, TWO), version(2, "1/10", ONE, stage="report"))
    for stage in where.campaign.stages:
        assert status_of(where, BAO_THANG, stage) == cell(where, stage.code)


def test_the_longest_extension_counts() -> None:
    marks = (
        mark("extension", None, "28/8"),
        mark("extension", "bao-thang", "30/8"),
        mark("extension", "bac-ha", "1/9"),
    )
    assert extension(season("1/8", marks=marks), "bao-thang", "registration") == on("30/8")
