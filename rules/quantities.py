"""Dates, numbers, percents and periods as people write them: day first, comma for decimals, "T8/2024", "Quý III"."""

import re
from datetime import date

from rules.text import bare, fold

_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_PERCENT = re.compile(rf"({_NUMBER})\s*(?:%|％|phan tram\b)")
_BARE_NUMBER = re.compile(rf"(?:>=|<=|≥|≤|~)?\s*({_NUMBER})\s*%?")
_DATE = re.compile(
    r"(?:ngay\s+)?(?<!\d)(?P<d>\d{1,2})\s*(?:[/.-]|\s+thang\s+)\s*(?P<m>\d{1,2})\s*(?:[/.-]|,?\s+nam\s+)\s*(?P<y>\d{4}|\d{2})(?!\d)"
)
_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?:[t ]00:00:00)?")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_BROKEN = re.compile(r"(?<=\d)- (?=\d)")  # "9-" at the end of a line, "10/2024" on the next
_CLOCK = re.compile(r"(\d{4})-(\d{2})-(\d{2})[ T]00:00:00")


def number(text: str) -> float | None:
    """The one number a text consists of: "1.234,5" is 1234.5, "82,85" is 82.85; None where there is more or less."""
    found = _BARE_NUMBER.fullmatch(bare(text).strip(" ."))
    return _value(found.group(1)) if found else None


def _value(digits: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        digits = digits.replace(".", "")
    return float(digits.replace(",", "."))


def percent(text: str, *, bare_number: bool = True) -> float | None:
    """Per cent, 0..1000: "95 %", "đạt 87,5%", "100" (where a bare number may stand). Words are no percent."""
    plain = bare(text)
    found = _PERCENT.search(plain)
    if found:
        return _value(found.group(1))
    return number(text) if bare_number else None


def dates(text: str) -> list[date]:
    """Every complete date of the text, day first; what is no day of the calendar is left out."""
    found = []
    plain = bare(text)
    for match in [*_DATE.finditer(plain), *_ISO.finditer(plain)]:
        year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
        try:
            found.append(date(year, int(match["m"]), int(match["d"])))
        except ValueError:
            continue
    return found


def years(text: str) -> list[int]:
    """Years from 2000 to 2099 that the text names."""
    return [int(year) for year in _YEAR.findall(text)]


def years_outside_dates(text: str) -> list[int]:
    """Years that the text speaks of, not those in the dates of documents it refers to."""
    return years(_ISO.sub(" ", _DATE.sub(" ", bare(text))))


def period(text: str) -> str:
    """A period as written, on one line; a date that a spreadsheet wrote out is day first."""
    text = _BROKEN.sub("-", fold(_CLOCK.sub(lambda m: f"{m[3]}/{m[2]}/{m[1]}", text)))
    return text.rstrip(" ;,.").strip()


def span(start: str, end: str) -> str:
    """A period that stands in two places: "Từ ... đến ..."."""
    start, end = _trimmed(start, "tu"), _trimmed(end, "den")
    if start and end:
        return f"Từ {start} đến {end}"
    return f"Từ {start}" if start else f"Đến {end}"


def _trimmed(text: str, word: str) -> str:
    text = period(text)
    first, _, rest = text.partition(" ")
    return rest.strip() if bare(first).strip(":") == word else text
