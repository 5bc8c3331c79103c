"""Numbers as a spreadsheet shows them, with the decimal comma and the day-first dates of Vietnamese Excel."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import CALENDAR_WINDOWS_1900, from_excel

_SECTION = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')  # quoted text, escaped, colour or condition, padding
_MONTH_YEAR = re.compile(r"^[^d]*m[^d]*y[^d]*$", re.IGNORECASE)


def shown(value: float, number_format: str = "General", epoch: datetime = CALENDAR_WINDOWS_1900) -> str:
    """A stored number in its cell's format (ECMA-376 part 1, 18.8.30)."""
    if is_date_format(number_format):
        try:
            return shown_date(from_excel(value, epoch), number_format)
        except (ValueError, OverflowError, TypeError):
            return _plain(value)
    code = _SECTION.sub("", number_format.split(";")[0])
    if "%" in code:
        return f"{_rounded(value * 100, _decimals(code))}%"
    if re.fullmatch(r"0+", code) and float(value).is_integer():
        return f"{int(value):0{len(code)}d}"
    if re.search(r"[0#]", code) and "E" not in code.upper().replace("GENERAL", "") and "/" not in code:
        return _rounded(value, _decimals(code), grouped="," in code.partition(".")[0])
    return _plain(value)


def shown_date(value: object, number_format: str = "") -> str:
    """A date as dd/mm/yyyy, with the time where it has one; a month alone as mm/yyyy."""
    match value:
        case datetime() if value.time() != time():
            return f"{value:%d/%m/%Y %H:%M}"
        case date():
            bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format)
            return f"{value:%m/%Y}" if bare and _MONTH_YEAR.match(bare) else f"{value:%d/%m/%Y}"
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            minutes = int(value.total_seconds()) // 60
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(value)


def _decimals(code: str) -> int:
    return len(re.sub(r"[^0#?]", "", code.partition(".")[2]))


def _rounded(value: float, decimals: int, *, grouped: bool = False) -> str:
    try:
        text = (
            f"{Decimal(repr(value)):,.{min(decimals, 12)}f}"
            if grouped
            else f"{Decimal(repr(value)):.{min(decimals, 12)}f}"
        )
    except (InvalidOperation, ValueError):
        return _plain(value)
    return text.translate(str.maketrans(",.", ".,"))


def _plain(value: float) -> str:
    """General format: whole numbers in full (telephone and identity numbers), others with at most ten digits."""
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10g}".replace(".", ",")
