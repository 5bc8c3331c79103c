"""A sheet of the workbook as it came back: its lines, cells found by the labels of their columns, and what of it still
stands as it was made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from rules.drafting.cell_marks import MARKS, is_as_made, is_of_header, marks_in
from rules.drafting.seal import Seal
from rules.drafting.workbook_inputs import KEY
from rules.drafting.workbook_rows import UNMARKED
from rules.text import bare, fold, key

Raw = str | float | bool | date | datetime | None
Sheets = Mapping[str, Sequence[tuple[Raw, ...]]]  # by name: rows from the first one on

HEADER_WITHIN = 12  # rows: people put a line or two above a table
_UNMARKED = frozenset(map(key, UNMARKED))
_EMPTIED = ("-", "\u2013", "\u2014", "xoa")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell that was not taken: its place as Excel names it, and why in Vietnamese."""

    sheet: str
    cell: str
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet; columns are found by their labels, so moving one does no harm."""

    sheet: str
    number: int
    values: tuple[Raw, ...]
    columns: Mapping[str, int]
    seal: Seal | None = None
    marks: frozenset[str] = frozenset()

    def raw(self, label: str) -> Raw:
        place = self.columns.get(key(label))
        return self.values[place] if place is not None and place < len(self.values) else None

    def text(self, label: str) -> str:
        value = self.raw(label)
        return fold(str(value)) if value is not None else ""

    def is_blank(self, label: str) -> bool:
        return is_blank(self.raw(label))

    def cell(self, label: str) -> str:
        """ "D7", as Excel names the place."""
        place = self.columns.get(key(label), 0) + 1
        letters = ""
        while place:
            place, rest = divmod(place - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{letters}{self.number}"

    def was(self, label: str, value: Raw) -> bool:
        """Whether this stood in the cell when the workbook was made."""
        row = self.text(KEY) if key(KEY) in self.columns else self.sheet
        return self.seal is not None and is_as_made(self.seal, row, label, value, self.marks)

    def is_as_made(self, label: str) -> bool:
        return self.was(label, self.raw(label))

    def refuse(self, label: str, why: str) -> Refusal:
        return Refusal(self.sheet, self.cell(label), why)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet below its header. `labels`: as written there, those that tell something by themselves."""

    name: str
    above: Sequence[tuple[Raw, ...]]
    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    columns: Mapping[str, int] = field(repr=False)

    def has(self, *labels: str) -> bool:
        return all(key(label) in self.columns for label in labels)

    def made(self, seal: Seal) -> frozenset[str]:
        """Labels of the columns that were there when the workbook was made."""
        marks = marks_in("".join(self.texts_above(MARKS)))
        return frozenset(label for label in self.labels if is_of_header(seal, label, marks))

    def texts_above(self, label: str) -> Iterator[str]:
        """What stands above the header in the column of a label."""
        place = self.columns[key(label)]
        cells = (row[place] for row in self.above if place < len(row))
        return (one for one in cells if isinstance(one, str))


def table_of(name: str, rows: Sequence[tuple[Raw, ...]], wanted: Sequence[str], seal: Seal | None) -> Table | None:
    """The table whose header bears all of these labels; None where there is none."""
    head = _head(rows, wanted)
    if head is None:
        return None
    columns = {key(str(label)): place for place, label in enumerate(rows[head]) if not is_blank(label)}
    labels = tuple(fold(str(one)) for one in rows[head] if not is_blank(one) and key(str(one)) not in _UNMARKED)
    marks = columns.get(key(MARKS))

    def line(number: int, values: tuple[Raw, ...]) -> Line:
        held = values[marks] if marks is not None and marks < len(values) else ""
        return Line(name, number, values, columns, seal, marks_in(held if isinstance(held, str) else ""))

    lines = tuple(line(number, values) for number, values in enumerate(rows[head + 1 :], head + 2))
    return Table(name, rows[:head], labels, lines, columns)


def _head(rows: Sequence[tuple[Raw, ...]], wanted: Sequence[str]) -> int | None:
    """The place of the row of labels."""
    names = {key(one) for one in wanted}
    found = (place for place, row in enumerate(rows[:HEADER_WITHIN]) if names <= {key(str(one)) for one in row})
    return next(found, None)


def is_blank(raw: Raw) -> bool:
    return raw is None or (isinstance(raw, str) and not fold(raw))


def is_emptied(raw: Raw) -> bool:
    """Whether nothing stands in a cell, or a dash or "xóa" with which people empty it."""
    return is_blank(raw) or (isinstance(raw, str) and bare(raw).strip() in _EMPTIED)
