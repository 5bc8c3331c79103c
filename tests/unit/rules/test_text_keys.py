"""Vietnamese text: which spellings are equal, what is a number before a text, what is a quotation."""

import tracemalloc
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.quantities import dates, number, percent, period, span, years_outside_dates
from rules.text import bare, is_section_number, key, likeness, quoted, says, split_number, without_quotes, words

LETTERS = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà", "hòa"),
        ("Uỷ ban", "Ủy ban"),
        ("thuỷ", "thủy"),
        ("CỘNG HOÀ", "cộng hòa"),
        ("Thúy", "Thuý"),
        ("a\u00a0b", "a b"),
    ],
)
def test_the_letter_that_carries_the_tone_does_not_count(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), [("hoàn", "hoan"), ("má", "mà"), ("đa", "da"), ("tổ", "tô")])
def test_the_tone_itself_counts(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("kỹ thuật", "kĩ thuật"), ("quý", "quí"), ("Đăng ký", "đăng kí"), ("tỷ lệ", "tỉ lệ")]
)
def test_i_and_y_at_the_end_of_a_syllable_are_one(one: str, other: str) -> None:
    assert words(one) == words(other)


def test_y_that_is_a_sound_of_its_own_stays() -> None:
    assert bare("ngày thủy huy") == "ngay thuy huy"


@given(LETTERS)
def test_composed_and_decomposed_text_is_one(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert key(text) == key(decomposed)
    assert bare(text) == bare(decomposed)


@given(LETTERS)
def test_the_key_of_a_key_is_itself(text: str) -> None:
    assert key(key(text)) == key(text)
    assert likeness(text, text) == 1.0


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("1. Tên", ("1.", "Tên")),
        ("II/ KẾT QUẢ", ("II/", "KẾT QUẢ")),
        ("I- A", ("I-", "A")),
        ("a) Nội", ("a)", "Nội")),
        ("- Tên", ("-", "Tên")),
        ("1.2. X", ("1.2.", "X")),
        ("(1) “Ngày", ("(1)", "“Ngày")),
        ("2.Tên", ("2.", "Tên")),
        ("01/9/2024 đến", ("", "01/9/2024 đến")),
        ("1.486 lượt", ("", "1.486 lượt")),
        ("V/v đăng ký", ("", "V/v đăng ký")),
        ("Đ/c An", ("", "Đ/c An")),
        ("9-10/2024", ("", "9-10/2024")),
        ("7 giờ 30", ("", "7 giờ 30")),
        ("5.", ("", "5.")),
    ],
)
def test_a_number_before_a_text_is_told_from_a_figure(text: str, split: tuple[str, str]) -> None:
    assert split_number(text) == split


def test_roman_numbers_and_parts_are_those_of_sections() -> None:
    assert all(is_section_number(number) for number in ("I.", "IV/", "II-", "Phần I"))
    assert not any(is_section_number(number) for number in ("1.", "a)", "-", ""))


def test_words_are_asked_for_as_words() -> None:
    assert says("Kế hoạch CCHC năm 2024", "cchc")
    assert not says("CCHCX", "cchc")


def test_only_quotes_that_embrace_all_are_dropped() -> None:
    assert without_quotes("“Ngày không hẹn”") == "Ngày không hẹn"
    assert without_quotes("“5 không” trong “trường”") == "“5 không” trong “trường”"
    assert [text for text, _, _ in quoted('(1) “Một”; (2) "Hai ba"')] == ["Một", "Hai ba"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("100%", 100),
        ("Đạt 87,5 %", 87.5),
        ("95 phần trăm", 95),
        ("6/8 (75%)", 75),
        ("80", 80),
        ("Hoàn thành", None),
        ("", None),
    ],
)
def test_percent_is_what_people_write(text: str, value: float | None) -> None:
    assert percent(text) == value


def test_numbers_have_dots_for_thousands_and_a_comma_for_decimals() -> None:
    assert [number(text) for text in ("1.234,5", "82,85", "07", "12 buổi")] == [1234.5, 82.85, 7.0, None]


def test_dates_are_day_first() -> None:
    text = "25 /8/ 2024, ngày 05 tháng 9 năm 2024, 30.06.24, 31/02/2024"
    assert [day.isoformat() for day in dates(text)] == ["2024-08-25", "2024-09-05", "2024-06-30"]


def test_years_in_dates_of_documents_are_no_years_of_a_campaign() -> None:
    assert years_outside_dates("đăng ký năm 2023 (Kèm theo Công văn số 87 ngày 20/8/2024)") == [2023]


def test_a_period_in_two_places_becomes_one() -> None:
    assert span("tháng 4/2024", "tháng 10/2024") == "Từ tháng 4/2024 đến tháng 10/2024"
    assert span("Từ 1/4", "Đến: 5/4") == "Từ 1/4 đến 5/4"
    assert period("2024-09-15 00:00:00") == "15/09/2024"


def test_two_hundred_bodies_of_mails_leave_nothing_behind() -> None:
    says("Đăng ký sáng kiến", "sáng kiến")
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for number in range(200):
            assert says(f"Kính gửi Phòng, thư số {number}. " + "Lịch họp tuần như sau. " * 100, "lịch họp")
        kept = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert kept < 2_000_000, "with the words of each body kept it would be some 8 MB"
