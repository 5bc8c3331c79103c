"""What a person of the office looks up by mail."""

import pytest

from rules.letters.lookups import overview, stage_of
from tests.unit.rules.making import item, on, season, version

SENT = version(1, "20/8", item("Ngày không hẹn"))


@pytest.mark.parametrize(
    ("now", "unit", "day", "meant"),
    [
        ("27/8", "bac-ha", "30/8", "registration"),  # the report has begun, and the registration is owed
        ("27/8", "bao-thang", "30/8", "report"),  # what is registered is not owed any more
        ("30/10", "bac-ha", "4/11", "report"),  # both are owed: the one that ends nearest
        ("20/8", "bac-ha", "30/8", "registration"),
    ],
)
def test_a_word_about_a_unit_means_what_it_owes(now: str, unit: str, day: str, meant: str) -> None:
    assert stage_of(unit, season(now, SENT), on(day)).code == meant


def test_shares_are_told_for_each_kind_of_unit() -> None:
    (told,) = overview(season("20/8", SENT), owing=False, shares=True)
    assert "Trường trực thuộc: 1/2 đơn vị đã gửi hoặc nộp (50%)." in told.lines
    assert "Phòng thuộc Sở: 0/1 đơn vị đã gửi hoặc nộp (0%)." in told.lines
    assert not any("%" in one for one in _plain())


def _plain() -> tuple[str, ...]:
    (told,) = overview(season("20/8", SENT), owing=False)
    return told.lines
