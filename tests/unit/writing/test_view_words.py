from datetime import date

import pytest

from mailbot.writing.view_words import clock, day_and_weekday, value_in_words
from rules.campaign import Choice, FieldKind, FieldSpec
from rules.initiative import Json
from tests.seasons import initiative_of
from tests.unit.writing.letter_cases import CAMPAIGN, at


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("text", "Ngày không hẹn", "Ngày không hẹn"),
        ("choice", "mo-hinh", "Mô hình"),
        ("choice", "chưa rõ", "chưa rõ"),
        ("people", ("Trần Thị Mẫu", "Tổ Văn phòng"), "Trần Thị Mẫu, Tổ Văn phòng"),
        ("people", (), ""),
        ("percent", 95.5, "95,5%"),
        ("percent", 100.0, "100%"),
        ("number", 1234567.0, "1.234.567"),
        ("number", 1234.5, "1.234,5"),
        ("date", "2024-08-05", "05/8/2024"),
        ("date", "tháng 8", "tháng 8"),
        ("text", None, ""),
    ],
)
def test_a_value_is_written_as_people_write_it(kind: FieldKind, value: Json, words: str) -> None:
    choices = (Choice(code="mo-hinh", label="Mô hình"),)
    spec = FieldSpec(code="x", label="X", labels=(), kind=kind, stages=("registration",), choices=choices)
    assert value_in_words(spec, initiative_of({"title": "a", "x": value})) == words


def test_days_have_their_weekday_and_times_stay_in_one_piece() -> None:
    assert day_and_weekday(date(2024, 8, 25)) == "25/8/2024 (Chủ nhật)"
    assert clock(at(date(2024, 8, 20)), CAMPAIGN) == "09\u00a0giờ\u00a005\u00a0phút ngày 20/8/2024 (thứ Ba)"
