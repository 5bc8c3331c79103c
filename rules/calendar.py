"""Deadlines and working days, in the time zone of the campaign.

A plan that says both "trước ngày 25/8" and "đến hết ngày 25/8" names one day with two readings. Strictly, that day is
already too late; inclusively, the day after it is. Reminders aim at the strict reading, lateness begins after the
inclusive one. An extension names the last day that is in time, so it has one reading only.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from rules.campaign import Calendar, Stage

Timeliness = Literal["on-time", "last-day", "late"]

_DAY = timedelta(days=1)
_SATURDAY = 5
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


# --- Moments ----------------------------------------------------------------------------------------------------


def local(now: datetime, calendar: Calendar) -> datetime:
    """The same moment on the clock of the campaign's time zone. A naive datetime is a ValueError: it is no moment."""
    if now.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return now.astimezone(ZoneInfo(calendar.timezone))


def local_day(now: datetime, calendar: Calendar) -> date:
    return local(now, calendar).date()


def moment(day: date, at: time, calendar: Calendar) -> datetime:
    """The moment at which the clock of the campaign's time zone shows this day and time."""
    return datetime.combine(day, at, ZoneInfo(calendar.timezone))


# --- Working days -----------------------------------------------------------------------------------------------


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Monday to Friday without holidays, as moved by the swaps: a day worked instead of another one counts."""
    if any(swap.on == day for swap in calendar.swaps):
        return True
    if any(swap.off == day for swap in calendar.swaps):
        return False
    return day.weekday() < _SATURDAY and day not in calendar.holidays


def _working_days(day: date, step: timedelta, calendar: Calendar) -> Iterator[date]:
    """The working days before or after a day, nearest first, without the day itself."""
    while True:
        day += step
        if is_working_day(day, calendar):
            yield day


@lru_cache(maxsize=1024)  # every unit asks for the same few days at every tick
def kth_working_day_before(day: date, k: int, calendar: Calendar) -> date:
    """The k-th working day (k >= 1) counted back from a day, which itself does not count."""
    if k < 1:
        raise ValueError("working days are counted from 1")
    days = _working_days(day, -_DAY, calendar)
    for _ in range(k - 1):
        next(days)
    return next(days)


@lru_cache(maxsize=1024)
def next_working_day(day: date, calendar: Calendar) -> date:
    """The first working day after a day."""
    return next(_working_days(day, _DAY, calendar))


@lru_cache(maxsize=1024)
def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """How many working days lie from `start` (included) to `end` (excluded); 0 where `end` is not after `start`."""
    return sum(is_working_day(start + _DAY * n, calendar) for n in range((end - start).days))


def in_office_hours(now: datetime, calendar: Calendar) -> bool:
    here = local(now, calendar)
    return is_working_day(here.date(), calendar) and calendar.hours.opens <= here.time() < calendar.hours.closes


def next_office_moment(now: datetime, calendar: Calendar) -> datetime:
    """Now, where the office is open; else the moment at which it opens next."""
    here = local(now, calendar)
    if in_office_hours(now, calendar):
        return here
    if is_working_day(here.date(), calendar) and here.time() < calendar.hours.opens:
        return moment(here.date(), calendar.hours.opens, calendar)
    return moment(next_working_day(here.date(), calendar), calendar.hours.opens, calendar)


def next_week(after: datetime, calendar: Calendar) -> datetime:
    """When the summary of a week may leave: the first working day from the next Monday on."""
    day = local_day(after, calendar)
    monday = day + timedelta(days=7 - day.weekday())
    day = monday if is_working_day(monday, calendar) else next_working_day(monday, calendar)
    return moment(day, calendar.hours.weekly, calendar)


# --- Deadlines --------------------------------------------------------------------------------------------------


def first_day_too_late(stage: Stage, extension: date | None = None, *, inclusive: bool = False) -> date:
    """The day on which sending is too late. An extension never shortens what the plan allows."""
    by_plan = stage.due + _DAY if inclusive else stage.due
    return by_plan if extension is None else max(by_plan, extension + _DAY)


def strict_last_day(stage: Stage, extension: date | None = None) -> date:
    """The last day that is in time whichever way the plan is read."""
    return first_day_too_late(stage, extension) - _DAY


def inclusive_last_day(stage: Stage, extension: date | None = None) -> date:
    """The last day that is not late."""
    return first_day_too_late(stage, extension, inclusive=True) - _DAY


def timeliness(arrived_at: datetime, stage: Stage, calendar: Calendar, extension: date | None = None) -> Timeliness:
    """How the moment of arrival stands to the deadline: what the plan leaves open is "last-day"."""
    day = local_day(arrived_at, calendar)
    if day < first_day_too_late(stage, extension):
        return "on-time"
    if day < first_day_too_late(stage, extension, inclusive=True):
        return "last-day"
    return "late"


# --- Words ------------------------------------------------------------------------------------------------------


def weekday_name(day: date) -> str:
    return _WEEKDAYS[day.weekday()]


def short_day(day: date) -> str:
    """As NĐ 30/2020/NĐ-CP writes numbers of dates (Phụ lục I, mục II.4): a leading 0 for days below 10, months 1, 2."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"


def deadline(stage: Stage, extension: date | None = None, day_in_words: Callable[[date], str] = short_day) -> str:
    """The one wording of a deadline: "trước ngày 25/8/2024", as the plan says it; "đến hết ngày 30/8/2024" where an
    extension moved it, which names the last day in time. `extension`: the last day in the strict reading will do."""
    if extension is None or extension < stage.due:
        return f"trước ngày {day_in_words(stage.due)}"
    return f"đến hết ngày {day_in_words(extension)}"


def named_day(day: date) -> str:
    """As letters write a date: "thứ Sáu, ngày 23/8/2024"."""
    return f"{weekday_name(day)}, ngày {short_day(day)}"
