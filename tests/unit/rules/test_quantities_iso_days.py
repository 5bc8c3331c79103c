from datetime import date

from rules.quantities import dates


def test_a_day_that_a_program_wrote_is_one_day() -> None:
    assert dates("2024-03-25") == [date(2024, 3, 25)]


def test_days_as_people_write_them_are_still_read() -> None:
    assert dates("từ 05/4/2024 đến ngày 30 tháng 9 năm 2024") == [date(2024, 4, 5), date(2024, 9, 30)]
