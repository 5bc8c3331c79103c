"""Days as people write them in a mail."""

import re
from collections.abc import Mapping
from datetime import date

_DAY = re.compile(
    r"(?:(?:het|trong|vao|truoc)\s+)?(?:(?P<weekday>thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn|t[2-7])\s*)?"
    r"(?:ngay|hom|mung)?\s*(?P<day>\d{1,2})\s*(?:[/.-]|thang)\s*(?P<month>\d{1,2})(?:\s*(?:[/.-]|nam)\s*(?P<year>\d{4}|\d{2}))?$"
)
_WEEKDAYS: Mapping[str, int] = {
    **{
        name: day
        for day, name in enumerate(("thu hai", "thu ba", "thu tu", "thu nam", "thu sau", "thu bay", "chu nhat"))
    },
    **{f"thu {day + 2}": day for day in range(6)},
    **{f"t{day + 2}": day for day in range(6)},
    "cn": 6,
}
_HALF_YEAR = 183  # days


def parse_day(plain: str, today: date) -> date | None:
    """A day as people write it ("30/8", "ngày 30 tháng 8 năm 2024", "thứ Sáu 30/8"), without accents; None: none.

    Without a year it is the nearest one. A weekday that does not fit the date makes it no day.
    """
    found = _DAY.fullmatch(plain.strip())
    if not found:
        return None
    day, month = int(found["day"]), int(found["month"])
    if found["year"]:
        year = int(found["year"])
        named = _date(year + 2000 if year < 100 else year, month, day)
    else:
        near = [one for one in (_date(today.year + shift, month, day) for shift in (-1, 0, 1)) if one]
        named = min(near, key=lambda one: abs((one - today).days), default=None)
    if named is None or abs((named - today).days) > 2 * _HALF_YEAR:
        return None
    weekday = found["weekday"]
    return named if weekday is None or _WEEKDAYS[weekday] == named.weekday() else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
