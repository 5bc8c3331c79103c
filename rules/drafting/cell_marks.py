"""What a workbook carries, hidden, of how it was made: a mark of each cell beside its row, a list of the rows.

So what somebody changed is told from what changed on record since, wherever a row was sorted to and whatever program
saved the file. The marks of a row name its cells by their labels: columns may be moved.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from rules.drafting.seal import MARK, Seal
from rules.text import fold, key

MARKS = "Dấu dòng"
"""The label of the hidden column that holds the marks of a row."""

Said = str | int | float | bool | date | datetime | None

_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:[.,]\d+)?")
_NAME, _PRINT = 10, 6  # characters of a row in the list: of its key, of what stood in it
_CELL = 32_000  # characters of the list within one cell


def said(value: Said) -> str:
    """What a cell says, whatever way a program keeps it: a number may come back as text, a day as midnight."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, datetime):
        whole = (value + timedelta(microseconds=500_000)).replace(microsecond=0, tzinfo=None)
        return whole.isoformat().removesuffix("T00:00:00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        text = fold(value)
        return _number(float(text.replace(",", "."))) if _NUMBER.fullmatch(text) else text
    return _number(float(value))


def _number(value: float) -> str:
    rounded = round(value, 6)
    return str(int(rounded)) if rounded.is_integer() else repr(rounded)


# --- Of a row -------------------------------------------------------------------------------------------------------


def marks_of(seal: Seal, row: str, cells: Iterable[tuple[str, Said]]) -> str:
    """The marks of a row. `row`: its key as the sheet shows it, or the name of the sheet; cells with their labels."""
    return "".join(seal.mark(row, key(label), said(value)) for label, value in cells)


def marks_in(text: str) -> frozenset[str]:
    return frozenset(text[place : place + MARK] for place in range(0, len(text), MARK))


def is_as_made(seal: Seal, row: str, label: str, value: Said, marks: Collection[str]) -> bool:
    return seal.mark(row, key(label), said(value)) in marks


def header_marks(seal: Seal, labels: Iterable[str]) -> str:
    """Which columns there were: what somebody put beside them is his own."""
    return marks_of(seal, _HEADER, ((label, "") for label in labels))


def is_of_header(seal: Seal, label: str, marks: Collection[str]) -> bool:
    return is_as_made(seal, _HEADER, label, "", marks)


_HEADER = "header"


# --- Of a sheet -----------------------------------------------------------------------------------------------------


def print_of(cells: Iterable[tuple[str, Said]], seal: Seal) -> str:
    """What stands in a row, so that a row that was taken out is known to have changed on record since."""
    return seal.mark("row", "", "\0".join(f"{key(label)}\0{said(value)}" for label, value in cells))


def list_of(rows: Iterable[tuple[str, str]]) -> Sequence[str]:
    """The rows of a sheet as text for a few cells: each by its key as the sheet shows it, and its print."""
    whole = "".join(f"{row[:_NAME]}{printed}" for row, printed in rows)
    size = _CELL - _CELL % (_NAME + _PRINT)
    return [whole[place : place + size] for place in range(0, len(whole), size)]


def listed(texts: Iterable[str]) -> Mapping[str, str]:
    """Beginning of the key -> print."""
    size = _NAME + _PRINT
    whole = "".join(texts)
    pieces = (whole[place : place + size] for place in range(0, len(whole) - size + 1, size))
    return {piece[:_NAME]: piece[_NAME:] for piece in pieces}


def beginning(row: str) -> str:
    """Of the key of a row, as lists hold it."""
    return row[:_NAME]
