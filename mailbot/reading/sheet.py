"""One sheet of any workbook: sparse cells in, the visible blocks out.

A sheet holds more than a table: titles above, signatures below. Rows that frame the table become paragraphs, so that
the rules meet the same picture as in a Word document.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from openpyxl.utils import get_column_letter

from mailbot.reading.budget import Budget, CannotRead
from mailbot.reading.grid import Placed, lay_out
from rules.document import Block, Text, Where

LAST_COLUMN = 16_383  # from 0, of the largest sheets there are


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell shows what it holds."""

    number_format: str = "General"
    bold: bool = False
    centred: bool = False
    bordered: bool = False
    font: str = ""
    struck: bool = False  # the whole cell; letters struck one by one are told apart in .xlsx alone


@dataclass(slots=True)
class SheetCell:
    text: str
    bold: bool = False
    centred: bool = False
    bordered: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, all four edges included, from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """What a reader found; rows and columns from 0."""

    name: str
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def column_hidden(self, column: int) -> bool:
        return column in self.hidden_columns

    def hide_columns(self, first: int, last: int) -> None:
        self.hidden_columns.update(range(max(first, 0), min(last, LAST_COLUMN) + 1))


def to_blocks(file: str, sheet: Sheet, budget: Budget) -> tuple[list[Block], list[str]]:
    """The blocks of what is visible, and remarks on what was left out. Raises CannotRead on an oversized grid."""
    spoken = {place: cell for place, cell in sheet.cells.items() if cell.text}
    visible = {
        (row, column): cell
        for (row, column), cell in spoken.items()
        if row not in sheet.hidden_rows and not sheet.column_hidden(column)
    }
    notes = _hidden_notes(sheet, spoken)
    _lift_out_of_hidden(sheet, spoken, visible)
    if not visible:
        return [], notes
    rows = sorted({row for row, _ in visible})
    columns = sorted({column for _, column in visible})
    if len(rows) * len(columns) > budget.grid:
        raise CannotRead("Bảng tính quá lớn, không đọc được; đề nghị chỉ gửi phần danh sách cần nộp.")
    placed = _placed(sheet, visible, rows, columns)
    return list(_blocks(file, sheet, placed, budget)), notes


def _hidden_notes(sheet: Sheet, spoken: Iterable[tuple[int, int]]) -> list[str]:
    rows = sorted({row + 1 for row, _ in spoken if row in sheet.hidden_rows})
    columns = sorted({column for _, column in spoken if sheet.column_hidden(column)})
    notes = []
    if rows:
        notes.append(f"Trang tính “{sheet.name}”: không đọc {len(rows)} dòng bị ẩn ({_some(map(str, rows))}).")
    if columns:
        notes.append(f"Trang tính “{sheet.name}”: không đọc cột bị ẩn ({_some(map(get_letter, columns))}).")
    return notes


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:8]) + (", …" if len(listed) > 8 else "")


def get_letter(column: int) -> str:
    """The letters of a column counted from 0."""
    return str(get_column_letter(column + 1))


def _lift_out_of_hidden(
    sheet: Sheet, spoken: dict[tuple[int, int], SheetCell], visible: dict[tuple[int, int], SheetCell]
) -> None:
    """A merged cell shows its text as long as any part of it is visible, also when its first row is hidden."""
    for merge in sheet.merges:
        cell = spoken.get((merge.top, merge.left))
        if cell is None or (merge.top, merge.left) in visible:
            continue
        row = next(
            (r for r in range(merge.top, min(merge.bottom, merge.top + 10_000) + 1) if r not in sheet.hidden_rows), None
        )
        column = next((c for c in range(merge.left, merge.right + 1) if not sheet.column_hidden(c)), None)
        if row is not None and column is not None:
            visible.setdefault((row, column), cell)


def _placed(
    sheet: Sheet, visible: dict[tuple[int, int], SheetCell], rows: list[int], columns: list[int]
) -> list[Placed]:
    """Cells with the extent that their merged range has among the rows and columns in use."""
    ranges: dict[tuple[int, int], Merge] = {}
    for merge in sheet.merges:
        top = rows[i] if (i := bisect_left(rows, merge.top)) < len(rows) and rows[i] <= merge.bottom else None
        left = (
            columns[i] if (i := bisect_left(columns, merge.left)) < len(columns) and columns[i] <= merge.right else None
        )
        if top is not None and left is not None:
            ranges[(top, left)] = merge
    placed = []
    covered: set[tuple[int, int]] = set()
    for row, column in sorted(visible):
        if (row, column) in covered:
            continue
        cell = visible[(row, column)]
        found = Placed(row, column, cell.text, bold=cell.bold, spot=f"ô {get_letter(column)}{row + 1}")
        extent = ranges.get((row, column))
        if extent is not None:
            last_row = rows[bisect_right(rows, extent.bottom) - 1]
            last_column = columns[bisect_right(columns, extent.right) - 1]
            found.row_span = last_row - row + 1
            found.column_span = last_column - column + 1
            covered |= {
                (r, c)
                for r in rows[bisect_left(rows, row) : bisect_right(rows, last_row)]
                for c in columns[bisect_left(columns, column) : bisect_right(columns, last_column)]
            }
        placed.append(found)
    return placed


def _blocks(file: str, sheet: Sheet, placed: list[Placed], budget: Budget) -> Iterable[Block]:
    where = Where(file, f"trang tính “{sheet.name}”")
    by_row: dict[int, list[Placed]] = {}
    for cell in placed:
        by_row.setdefault(cell.row, []).append(cell)
    reach = {row: max(cell.row + cell.row_span for cell in cells) for row, cells in by_row.items()}
    for is_table, rows in _regions(sheet, by_row, reach):
        if is_table:
            inside = [cell for row in rows for cell in by_row[row]]
            yield lay_out(inside, where, limit=budget.grid, spot=lambda r, c: f"ô {get_letter(c)}{r + 1}")
            continue
        for cell in (cell for row in rows for cell in by_row[row]):
            look = sheet.cells.get((cell.row, cell.column))
            centred = bool(look and look.centred)
            yield Text(cell.text, Where(file, where.part, cell.spot), bold=cell.bold, centred=centred)


def _regions(sheet: Sheet, by_row: dict[int, list[Placed]], reach: dict[int, int]) -> list[tuple[bool, list[int]]]:
    """Runs of rows that form a table (True) or stand alone as paragraphs (False).

    Borders tell the tables where the sheet has them; else everything from the first to the last row of three cells
    or more is one table. Elsewhere, rows with several cells side by side are a table of their own.
    """
    core = _bordered(sheet, by_row) or _wide(by_row)
    kinds: list[tuple[int, int]] = []  # row, and the number of its table, 0 for a paragraph
    number = 0
    previous: int | None = None
    end = -1
    for row in sorted(by_row):
        in_core = core.get(row)
        wide = len(by_row[row]) > 1 or row < end
        key = in_core if in_core is not None else (-1 if wide else None)
        if key is None:
            kinds.append((row, 0))
        else:
            if key != previous:
                number += 1
            kinds.append((row, number))
        previous = key
        end = max(end, reach[row]) if key is not None else -1
    return [(number > 0, [row for row, _ in run]) for number, run in groupby(kinds, key=lambda item: item[1])]


def _bordered(sheet: Sheet, by_row: dict[int, list[Placed]]) -> dict[int, int]:
    """Row -> number of its bordered block. Blocks are apart where a row without borders stands between them."""
    ruled: dict[int, int] = {}
    for (row, _), cell in sheet.cells.items():
        if cell.bordered and row not in sheet.hidden_rows:
            ruled[row] = ruled.get(row, 0) + 1
    core: dict[int, int] = {}
    number, last = 0, None
    for row in sorted(set(ruled) | set(by_row)):
        if ruled.get(row, 0) < 2:
            last = None
            continue
        if last is None or (row - last > 1 and not all(r in sheet.hidden_rows for r in range(last + 1, row))):
            number += 1
        last = row
        if row in by_row:
            core[row] = number
    return core if sum(len(by_row[row]) > 1 for row in core) > 1 else {}


def _wide(by_row: dict[int, list[Placed]]) -> dict[int, int]:
    """Rows from the first to the last that has three cells or more, those merged from above counted."""
    width: dict[int, int] = {}
    for cells in by_row.values():
        for cell in cells:
            for row in range(cell.row, cell.row + cell.row_span) if cell.row_span < 1000 else (cell.row,):
                width[row] = width.get(row, 0) + 1
    wide = [row for row in by_row if width.get(row, 0) > 2]
    first, last = min(wide, default=0), max(wide, default=-1)
    return {row: 1 for row in by_row if first <= row <= last}
