"""Units as people of the office call them."""

import pytest

from rules.intake.unit_words import is_district, units_called, units_within
from tests.seasons import shipped_campaign, shipped_roster

ROSTER = shipped_roster(shipped_campaign())


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Bát Xát 1", {"thpt-so-1-bat-xat"}),
        ("trường nội trú Bắc Hà", {"ptdtnt-bac-ha"}),
        ("KHTC", {"phong-khtc"}),
        ("GDTX", {"tt-kthn-gdtx-tinh", "phong-gdtx"}),
        ("phòng", set()),
        ("số 2", set()),
    ],
)
def test_all_words_of_a_call_stand_in_a_name(text: str, units: set[str]) -> None:
    assert units_called(text, ROSTER) == units


def test_a_district_is_all_its_units() -> None:
    assert is_district("các trường Văn Bàn", ROSTER)
    assert not is_district("Văn Bàn 1", ROSTER)
    assert len(units_called("Văn Bàn", ROSTER)) > 1


def test_units_are_found_within_a_sentence() -> None:
    assert units_within("gửi lại mẫu cho chị Hương bên Bảo Yên 1 giúp chị", ROSTER) == ("thpt-so-1-bao-yen",)
    assert units_within("Trường Chuyên năm nay được miễn", ROSTER) == ("thpt-chuyen-lao-cai",)
    assert units_within("KHTC gửi bản giấy rồi", ROSTER) == ("phong-khtc",)


@pytest.mark.parametrize(
    "text",
    ["trường chuyển sang hộp thư khác", "gửi trong tháng 1", "xem văn bản 2", "Văn bản giấy nộp rồi", "Báo cáo 1 lần"],
)
def test_words_that_only_look_like_a_place_call_nobody(text: str) -> None:
    assert units_within(text, ROSTER) == ()
