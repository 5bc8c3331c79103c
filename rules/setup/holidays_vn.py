"""The days off of a year as the library `holidays` knows them: a proposal, which a person compares with the notices.

Lunar days, observed days and swapped working days are other ones each year, so nothing is ever taken over from the
file of another year. What the government decided after the library was made is not in it and is entered by hand.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import holidays

_COUNTRY, _LANGUAGE = "VN", "vi"
_SATURDAY = 5
_INSTEAD = re.compile(r"thay cho ngày (\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day from Monday to Friday that is free; `worked` is the day off that is worked for it, where there is one."""

    day: date
    name: str  # Vietnamese
    worked: date | None = None


def days_off(years: Iterable[int]) -> tuple[DayOff, ...]:
    """In order. Holidays that fall on a weekend need no entry; the day that is free for them is in it."""
    known = holidays.country_holidays(_COUNTRY, years=list(years), language=_LANGUAGE)
    return tuple(DayOff(day, name, _worked(name)) for day, name in sorted(known.items()) if day.weekday() < _SATURDAY)


def _worked(name: str) -> date | None:
    found = _INSTEAD.search(name)
    return date(int(found[3]), int(found[2]), int(found[1])) if found else None
