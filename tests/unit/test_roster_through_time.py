"""Schools that were renamed, merged, or bear one name: who owes what, and whose a paper is, through a season."""

from dataclasses import replace
from datetime import date, time

import pytest

from rules.calendar import moment
from rules.errors import ConfigurationError
from rules.papers.match import unit_index
from rules.roster import Roster
from rules.season import Season
from rules.setup.roster_file import parse_roster
from rules.standing.status import statuses
from rules.submission import Version
from tests.seasons import initiative_of, shipped_campaign

CAMPAIGN = shipped_campaign()
_HEAD = "code,kind,name,short,group,aliases,addresses,valid_from,valid_to"
_ROWS = (
    # renamed on 1/7: one code, two rows
    "thpt-muong-vi,truong,Trường THPT số 2 huyện Bát Xát,THPT số 2 Bát Xát,Bát Xát,,a@x.example,,2024-06-30",
    "thpt-muong-vi,truong,Trường THPT Mường Vi,THPT Mường Vi,Bát Xát,,a@x.example,2024-07-01,",
    # merged on 1/9: the one goes, the other answers to its name from then on
    "thpt-pa-cheo,truong,Trường THPT Pa Cheo,THPT Pa Cheo,Bát Xát,,b@x.example,,2024-08-31",
    "thpt-ban-xeo,truong,Trường THPT Bản Xèo,THPT Bản Xèo,Bát Xát,,c@x.example,,2024-08-31",
    "thpt-ban-xeo,truong,Trường THPT Bản Xèo,THPT Bản Xèo,Bát Xát,Trường THPT Pa Cheo,c@x.example,2024-09-01,",
    # one name in two places
    "thpt-hoang-lien-sp,truong,Trường THPT Hoàng Liên,THPT Hoàng Liên (Sa Pa),Sa Pa,,d@x.example,,",
    "thpt-hoang-lien-yb,truong,Trường THPT Hoàng Liên,THPT Hoàng Liên (Yên Bái),Yên Bái,,e@x.example,,",
)


def _roster(*rows: str) -> Roster:
    return parse_roster("\n".join((_HEAD, *rows)).encode(), "don-vi.csv", CAMPAIGN.unit_kinds).roster


ROSTER = _roster(*_ROWS)


def _season(day: date, *versions: Version) -> Season:
    return Season(CAMPAIGN, ROSTER, moment(day, time(8), CAMPAIGN.calendar), versions)


def _version(unit: str, stage: str, day: date, number: int) -> Version:
    item = initiative_of({"title": "Họp không giấy", "owners": ("Lò Thị Mai",), "result": "Giảm 30%"})
    return Version(number, number, moment(day, time(9), CAMPAIGN.calendar), unit, stage, (item,), False)


def test_a_renamed_school_keeps_what_it_sent_and_is_called_by_the_name_of_the_day() -> None:
    sent = _version("thpt-muong-vi", "registration", date(2024, 6, 3), 1)
    for day, name in (
        (date(2024, 6, 10), "Trường THPT số 2 huyện Bát Xát"),
        (date(2024, 8, 1), "Trường THPT Mường Vi"),
    ):
        (cell,) = [
            cell
            for cell in statuses(_season(day, sent))
            if cell.unit.code == "thpt-muong-vi" and cell.stage == "registration"
        ]
        assert (cell.unit.name, cell.state) == (name, "sent")
    found = ROSTER.find("thpt-muong-vi")
    assert found is not None and found.name == "Trường THPT Mường Vi"


def test_a_school_that_was_merged_owes_until_then_and_nothing_afterwards() -> None:
    before = {cell.unit.code for cell in statuses(_season(date(2024, 8, 20))) if cell.state == "owes"}
    after = {cell.unit.code for cell in statuses(_season(date(2024, 10, 1))) if cell.state == "owes"}
    assert "thpt-pa-cheo" in before and "thpt-pa-cheo" not in after
    assert before - after == {"thpt-pa-cheo"}


@pytest.mark.parametrize(
    ("text", "day", "units"),
    [
        ("TRƯỜNG THPT SỐ 2 HUYỆN BÁT XÁT", date(2024, 6, 10), {"thpt-muong-vi"}),
        ("TRƯỜNG THPT SỐ 2 HUYỆN BÁT XÁT", date(2024, 8, 1), {"thpt-muong-vi"}),  # the old letterhead goes on
        ("TRƯỜNG THPT MƯỜNG VI", date(2024, 8, 1), {"thpt-muong-vi"}),
        ("Trường THPT Pa Cheo", date(2024, 8, 20), {"thpt-pa-cheo"}),
        ("Trường THPT Pa Cheo", date(2024, 10, 1), {"thpt-ban-xeo"}),
        ("TRƯỜNG THPT HOÀNG LIÊN", date(2024, 8, 1), {"thpt-hoang-lien-sp", "thpt-hoang-lien-yb"}),
        ("Trường THPT Hoàng Liên - thị xã Sa Pa", date(2024, 8, 1), {"thpt-hoang-lien-sp"}),
        ("Trường THPT Hoàng Liên, tỉnh Yên Bái", date(2024, 8, 1), {"thpt-hoang-lien-yb"}),
        ("TRƯỜNG THPT BẢN XÈO, HUYỆN BÁT XÁT", date(2024, 10, 1), {"thpt-ban-xeo"}),
    ],
)
def test_a_paper_is_of_whom_its_letterhead_named_on_that_day(text: str, day: date, units: set[str]) -> None:
    assert unit_index(ROSTER.on(day)).named(text) == units


@pytest.mark.parametrize(
    "rows",
    [
        (_ROWS[0].replace("2024-06-30", "2024-07-15"), _ROWS[1]),  # both names at once
        (_ROWS[5], _ROWS[6].replace("Yên Bái,,e", "Sa Pa,,e")),  # one name, one place
    ],
)
def test_two_names_at_once_and_two_schools_nobody_can_tell_apart_are_refused(rows: tuple[str, ...]) -> None:
    with pytest.raises(ConfigurationError):
        _roster(*rows)


def test_an_unknown_code_is_no_unit() -> None:
    assert ROSTER.find("khong-co") is None
    with pytest.raises(KeyError):
        ROSTER.unit("khong-co")
    assert replace(ROSTER, units=()).find("thpt-muong-vi") is None
