"""Deadlines, working days and office hours, with the dates of 2024 as the cases."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from rules.calendar import (
    first_day_too_late,
    in_office_hours,
    inclusive_last_day,
    is_working_day,
    kth_working_day_before,
    local_day,
    moment,
    named_day,
    next_office_moment,
    next_working_day,
    short_day,
    strict_last_day,
    timeliness,
    working_days_between,
)
from rules.campaign import Addressee, Calendar, Stage, Swap
from rules.standing.status import Timeliness

CALENDAR = Calendar(
    holidays=(date(2024, 4, 18), date(2024, 4, 30), date(2024, 5, 1), date(2024, 9, 2), date(2024, 9, 3)),
    swaps=(Swap(off=date(2024, 4, 29), on=date(2024, 5, 4)),),
)


def stage(due: date) -> Stage:
    return Stage(
        code="registration",
        label="đăng ký",
        document="bản đăng ký",
        opens=date(2024, 4, 1),
        due=due,
        words=("đăng ký",),
        addressee=Addressee(kind="tong-hop", to=("Lãnh đạo Sở",)),
    )


REGISTRATION = stage(date(2024, 8, 25))
REPORT = stage(date(2024, 10, 31))


@pytest.mark.parametrize(
    ("due", "days"),
    [
        (REGISTRATION.due, [date(2024, 8, 6), date(2024, 8, 15), date(2024, 8, 21), date(2024, 8, 23)]),
        (REPORT.due, [date(2024, 10, 11), date(2024, 10, 22), date(2024, 10, 28), date(2024, 10, 30)]),
    ],
)
def test_the_reminders_of_2024_fall_on_the_days_of_the_plan(due: date, days: list[date]) -> None:
    assert [kth_working_day_before(due, k, CALENDAR) for k in (14, 7, 3, 1)] == days


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2024, 8, 23), True),
        (date(2024, 8, 24), False),
        (date(2024, 8, 25), False),
        (date(2024, 9, 2), False),
        (date(2024, 4, 29), False),
        (date(2024, 5, 4), True),
        (date(2024, 5, 5), False),
    ],
)
def test_weekends_holidays_and_swapped_days_are_known(day: date, worked: bool) -> None:
    assert is_working_day(day, CALENDAR) is worked


def test_counting_back_passes_over_holidays_and_counts_a_worked_saturday() -> None:
    assert kth_working_day_before(date(2024, 9, 4), 1, CALENDAR) == date(2024, 8, 30)
    assert kth_working_day_before(date(2024, 5, 6), 1, CALENDAR) == date(2024, 5, 4)
    assert kth_working_day_before(date(2024, 5, 2), 1, CALENDAR) == date(2024, 4, 26)


def test_counting_back_begins_at_one() -> None:
    with pytest.raises(ValueError, match="from 1"):
        kth_working_day_before(date(2024, 8, 25), 0, CALENDAR)


def test_the_next_working_day_passes_over_holidays() -> None:
    assert next_working_day(date(2024, 8, 30), CALENDAR) == date(2024, 9, 4)
    assert next_working_day(date(2024, 5, 2), CALENDAR) == date(2024, 5, 3)
    assert next_working_day(date(2024, 5, 3), CALENDAR) == date(2024, 5, 4)


def test_days_left_count_today_but_not_the_day_that_is_too_late() -> None:
    assert working_days_between(date(2024, 8, 23), REGISTRATION.due, CALENDAR) == 1
    assert working_days_between(date(2024, 8, 6), REGISTRATION.due, CALENDAR) == 14
    assert working_days_between(date(2024, 8, 24), REGISTRATION.due, CALENDAR) == 0
    assert working_days_between(date(2024, 8, 30), REGISTRATION.due, CALENDAR) == 0


def test_between_the_report_and_the_offices_own_deadline_lie_two_full_working_days() -> None:
    assert working_days_between(date(2024, 11, 1), date(2024, 11, 5), CALENDAR) == 2


def test_the_named_day_has_two_readings() -> None:
    assert strict_last_day(REGISTRATION) == date(2024, 8, 24)
    assert inclusive_last_day(REGISTRATION) == date(2024, 8, 25)
    assert first_day_too_late(REGISTRATION) == date(2024, 8, 25)
    assert first_day_too_late(REGISTRATION, inclusive=True) == date(2024, 8, 26)


def test_an_extension_has_one_reading_and_never_shortens() -> None:
    extension = date(2024, 8, 30)
    assert strict_last_day(REGISTRATION, extension) == inclusive_last_day(REGISTRATION, extension) == extension
    assert inclusive_last_day(REGISTRATION, date(2024, 8, 1)) == date(2024, 8, 25)
    assert strict_last_day(REGISTRATION, date(2024, 8, 1)) == date(2024, 8, 24)


@pytest.mark.parametrize(
    ("arrived", "extension", "expected"),
    [
        ("2024-08-24T23:59:59+07:00", None, "on-time"),
        ("2024-08-25T00:00:00+07:00", None, "last-day"),
        ("2024-08-25T23:59:59+07:00", None, "last-day"),
        ("2024-08-26T00:00:00+07:00", None, "late"),
        ("2024-08-25T16:59:59+00:00", None, "last-day"),
        ("2024-08-25T17:00:00+00:00", None, "late"),
        ("2024-08-24T16:59:59+00:00", None, "on-time"),
        ("2024-08-30T23:00:00+07:00", date(2024, 8, 30), "on-time"),
        ("2024-08-31T00:00:00+07:00", date(2024, 8, 30), "late"),
        ("2024-08-25T12:00:00+07:00", date(2024, 8, 25), "on-time"),
        ("2024-08-25T12:00:00+07:00", date(2024, 8, 20), "last-day"),
    ],
)
def test_the_moment_of_arrival_decides_lateness(arrived: str, extension: date | None, expected: Timeliness) -> None:
    assert timeliness(datetime.fromisoformat(arrived), REGISTRATION, CALENDAR, extension) == expected


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime(2024, 8, 25), CALENDAR)  # noqa: DTZ001  the naive value is the case


@pytest.mark.parametrize(
    ("now", "open_"),
    [
        ("2024-08-23T07:29:59+07:00", False),
        ("2024-08-23T07:30:00+07:00", True),
        ("2024-08-23T16:29:59+07:00", True),
        ("2024-08-23T16:30:00+07:00", False),
        ("2024-08-24T09:00:00+07:00", False),
        ("2024-08-23T00:30:00+00:00", True),
    ],
)
def test_the_office_is_open_on_working_days_in_its_hours(now: str, open_: bool) -> None:
    assert in_office_hours(datetime.fromisoformat(now), CALENDAR) is open_


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2024-08-23T09:00:00+07:00", "2024-08-23T09:00:00+07:00"),
        ("2024-08-23T05:00:00+07:00", "2024-08-23T07:30:00+07:00"),
        ("2024-08-23T18:00:00+07:00", "2024-08-26T07:30:00+07:00"),
        ("2024-08-30T18:00:00+07:00", "2024-09-04T07:30:00+07:00"),
        ("2024-05-03T18:00:00+07:00", "2024-05-04T07:30:00+07:00"),
    ],
)
def test_what_may_wait_leaves_when_the_office_opens_next(now: str, expected: str) -> None:
    assert next_office_moment(datetime.fromisoformat(now), CALENDAR) == datetime.fromisoformat(expected)


def test_a_moment_is_made_on_the_campaigns_clock() -> None:
    made = moment(date(2024, 8, 23), time(16, 30), CALENDAR)
    assert made == datetime(2024, 8, 23, 9, 30, tzinfo=UTC)
    assert made.utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 8, 23), "thứ Sáu, ngày 23/8/2024"),
        (date(2024, 8, 25), "Chủ nhật, ngày 25/8/2024"),
        (date(2024, 11, 4), "thứ Hai, ngày 04/11/2024"),
        (date(2025, 2, 1), "thứ Bảy, ngày 01/02/2025"),
    ],
)
def test_days_are_named_as_letters_write_them(day: date, words: str) -> None:
    assert named_day(day) == words
    assert words.endswith(short_day(day))
