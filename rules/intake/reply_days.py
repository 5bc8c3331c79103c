"""Days as people write them in a mail."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

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


# --- Days within a sentence -----------------------------------------------------------------------------------------

_WITHIN = re.compile(
    r"(?:\b(?P<weekday>thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|t[2-7])\b,?\s*)?"
    r"(?:\bngay |\bhom |\bmung )?(?<![\d/.-])(?P<day>\d{1,2})\s?(?:[/.-]\s?|thang )(?P<month>\d{1,2})"
    r"(?:\s?(?:[/.-]|nam )\s?(?P<year>\d{4}|\d{2}))?(?![\d/%]|\s?hoc)"
)
_MORE = re.compile(
    r"\b(?:them|lui|cham|muon|hoan|gia han)\b[a-z ]{0,12}?\b"
    r"(?P<count>\d{1,2}|mot|hai|ba|nam|muoi) ?(?P<what>ngay|hom|tuan)\b"
)
_COUNTS: Mapping[str, int] = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "muoi": 10}
_WEEKDAY = re.compile(
    r"\b(?P<weekday>thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|t[2-7])\b"
    r"(?:(?P<next> tuan (?:sau|toi))|(?P<last> tuan (?:truoc|roi|vua roi)))?"
)
_THIS_WEEK = re.compile(r"\b(?:het|trong|cuoi)? ?tuan nay\b|\bcuoi tuan\b(?! (?:sau|toi|ke tiep))")
_NEXT_WEEK = re.compile(
    r"\b(?:(?P<part>dau|giua|cuoi|het|trong) )?(?:tuan (?:sau|toi|ke tiep)|(?:sang|qua) tuan\b(?! (?:nay|truoc|roi)))"
)
_WITHIN_A_WEEK: Mapping[str, int] = {"dau": 0, "giua": 2}  # days behind its Monday; else its Friday
_MONTH = re.compile(r"\b(?:het|cuoi) thang(?: (?P<month>\d{1,2})| nay)?\b")
_NEXT_MONTH = re.compile(r"\b(?:ngay|hom|mung) (?P<day>\d{1,2}) thang (?:sau|toi)\b")
_LONE = re.compile(
    r"\b(?:ngay|hom|mung) (?P<day>\d{1,2})\b(?!\s?(?:[/.-]\s?\d|thang (?!nay)|h\b))|"
    r"\b(?P<of_month>\d{1,2}) thang nay\b"
)
_TOMORROW = re.compile(r"(?:^|, )mai\b")  # within a sentence "mai" is a name as well
_NEAR: Mapping[str, int] = {
    "hom nay": 0,
    "chieu nay": 0,
    "trua nay": 0,
    "toi nay": 0,
    "ngay mai": 1,
    "sang mai": 1,
    "chieu mai": 1,
    "ngay kia": 2,
    "hom qua": -1,
    "hom kia": -2,
}
_NEAR_DAYS = re.compile(rf"\b(?:{'|'.join(_NEAR)})\b")


def day_within(plain: str, today: date, last_day: date) -> date | None:
    """The last day that a sentence without accents names, else the one that it counts to or calls otherwise.

    `last_day`: what "thêm 5 ngày" is counted from. A weekday alone is the next one; a week ends on its Friday.
    """
    named = [found for hit in _WITHIN.finditer(plain) if (found := _of_hit(hit, today))]
    if named:
        return named[-1]
    more = _MORE.search(_WEEKDAY.sub(" ", plain))
    if more:
        return last_day + timedelta(days=days_counted(more["count"], more["what"]))
    return called(plain, today)


def days_counted(count: str, what: str) -> int:
    """ "5", "ngay": 5; "mot", "tuan": 7."""
    number = int(count) if count.isdigit() else _COUNTS[count]
    return number * (7 if what == "tuan" else 1)


@dataclass(frozen=True, slots=True)
class Count:
    """So many days more; `working`: days on which the office works."""

    days: int
    working: bool = False


_COUNTED = re.compile(
    r"\b(?:(?P<more>them|lui|lui them|gia han|gia han them|cho them|noi them|cho) (?:\w+ ){0,3}?)?"
    r"(?P<count>\d{1,2}|mot|hai|ba|bon|nam|muoi) ?(?P<what>ngay|hom|tuan|bua)\b(?P<working> lam viec)?(?P<after> nua)?"
    r"(?! sau| truoc| \d)"
)


def days_and_counts(plain: str) -> tuple[tuple[tuple[int, int], ...], Count | None]:
    """Where days stand in a text without accents, in order, and how many more days it gives, if it does."""
    counted = next((hit for hit in _COUNTED.finditer(plain) if hit["more"] or hit["after"]), None)
    places: list[tuple[int, int]] = [(counted.start("count"), counted.end())] if counted else []
    for pattern in (_WITHIN, _NEXT_MONTH, _WEEKDAY, _THIS_WEEK, _NEXT_WEEK, _MONTH, _TOMORROW, _LONE, _NEAR_DAYS):
        for hit in pattern.finditer(plain):
            if not any(start < hit.end() and hit.start() < end for start, end in places):
                places.append((hit.start(), hit.end()))
    count = Count(days_counted(counted["count"], counted["what"]), bool(counted["working"])) if counted else None
    return tuple(sorted(places)), count


def _of_hit(hit: re.Match[str], today: date) -> date | None:
    year = f"/{hit['year']}" if hit["year"] else ""
    return parse_day(f"{hit['day']}/{hit['month']}{year}", today)


def no_such_day(plain: str, today: date) -> str:
    """What is written like a day in a text without accents and is none: "31/9", "thứ Hai 30/8" of a Friday; else ""."""
    return next((hit[0].strip() for hit in _WITHIN.finditer(plain) if not _is_a_day(hit, today)), "")


def _is_a_day(hit: re.Match[str], today: date) -> bool:
    found = _of_hit(hit, today)
    return found is not None and (not hit["weekday"] or _WEEKDAYS[hit["weekday"]] == found.weekday())


def called(plain: str, today: date) -> date | None:
    """Days by other names than their date."""
    monday = today - timedelta(days=today.weekday())
    weekday = _WEEKDAY.search(plain)
    if weekday:
        ahead = _WEEKDAYS[weekday["weekday"]]
        if weekday["next"]:
            return monday + timedelta(days=7 + ahead)
        if weekday["last"]:
            return monday + timedelta(days=ahead - 7)
        return today + timedelta(days=(ahead - today.weekday()) % 7)
    if _THIS_WEEK.search(plain):
        return monday + timedelta(days=4)
    week = _NEXT_WEEK.search(plain)
    if week:
        return monday + timedelta(days=7 + _WITHIN_A_WEEK.get(week["part"] or "", 4))
    month = _MONTH.search(plain)
    if month:
        number = int(month["month"] or today.month)
        return _last_of(today.year, number) if 1 <= number <= 12 else None
    if _TOMORROW.search(plain):
        return today + timedelta(days=1)
    near = next((days for name, days in _NEAR.items() if f" {name} " in f" {plain} "), None)
    if near is not None:
        return today + timedelta(days=near)
    if next_month := _NEXT_MONTH.search(plain):
        return _date(today.year + today.month // 12, today.month % 12 + 1, int(next_month["day"]))
    lone = _LONE.search(plain)
    return _nearest_day(int(lone["day"] or lone["of_month"]), today) if lone else None


def is_a_week(plain: str) -> bool:
    """ "tuần sau" without a weekday: the day that `day_within` gives is its Friday."""
    return _NEXT_WEEK.search(plain) is not None and not (_WEEKDAY.search(plain) or _WITHIN.search(plain))


def sending_day(plain: str, today: date) -> date | None:
    """The day on which something is to leave: of a week its Monday, of several Mondays the next one to come."""
    day = parse_day(re.sub(r"\s+tuan (?:sau|toi|nay)\b", "", plain), today)
    if day is not None or re.search(r"\d\s*(?:[/.-]|thang)\s*\d", plain):
        return day
    if _NEXT_WEEK.search(plain) and not _WEEKDAY.search(plain):
        return today + timedelta(days=7 - today.weekday())
    if plain == "mai":
        return today + timedelta(days=1)
    found = called(plain, today)
    weekday = _WEEKDAY.search(plain)
    return found + timedelta(days=7) if found == today and weekday else found


def _last_of(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _nearest_day(day: int, today: date) -> date | None:
    """ "ngày 30": of this month, else of the next one."""
    months = ((today.year, today.month), (today.year + today.month // 12, today.month % 12 + 1))
    found = [one for one in (_date(year, month, day) for year, month in months) if one]
    if not _date(*months[0], day):  # "ngày 31" on the first of a month of thirty days
        before = today.replace(day=1) - timedelta(days=1)
        found += [one for one in (_date(before.year, before.month, day),) if one]
    return min(found, key=lambda one: abs((one - today).days), default=None)
