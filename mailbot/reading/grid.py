"""Cells with spans, laid out as the rectangular grid of the document model."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from mailbot.reading.budget import CannotRead
from rules.document import Block, Box, Cell, Flow, Table, Text, Where


@dataclass(slots=True)
class Placed:
    """A cell of the source with its place (from 0) and extent. `spot` is where the source has it."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    bold: bool = False
    blocks: tuple[Block, ...] = ()
    spot: str = ""
    box: Box | None = None  # on its page


def holding(row: int, column: int, blocks: Sequence[Block], *, row_span: int = 1, column_span: int = 1) -> Placed:
    """A cell with what stands in it: plain text, unless there is more than one paragraph without a bold beginning."""
    texts = [block for block in blocks if isinstance(block, Text)]
    plain = len(blocks) <= 1 and len(texts) == len(blocks) and not any(text.lead_bold for text in texts)
    return Placed(
        row,
        column,
        "\n".join(filter(None, map(in_words, blocks))),
        row_span=row_span,
        column_span=column_span,
        bold=bool(texts) and all(text.bold or not text.text for text in texts),
        blocks=() if plain else tuple(blocks),
    )


def in_words(block: Block) -> str:
    """A block inside a cell as plain text; nested tables by lines."""
    if isinstance(block, Text):
        return block.shown.strip()
    lines = (" | ".join(cell.text for cell in row if cell.is_origin and cell.text) for row in block.rows)
    return "\n".join(line for line in lines if line)


def lay_out(
    placed: Iterable[Placed],
    where: Where,
    *,
    flow: Flow = "body",
    limit: int = 1_000_000,
    spot: Callable[[int, int], str] | None = None,
) -> Table:
    """A table in which each cell stands in every place it covers.

    Rows and columns that no cell begins in (both leftovers of merging: every place repeats its neighbour) vanish.
    Of two cells that claim one place the first has it. Raises CannotRead beyond `limit` places.
    """
    cells = [cell for cell in placed if cell.row_span > 0 and cell.column_span > 0]
    rows = sorted({cell.row for cell in cells})
    columns = sorted({cell.column for cell in cells})
    if len(rows) * len(columns) > limit:
        raise CannotRead("Bảng quá lớn, không đọc được.")
    owners = _owners(cells, rows, columns)
    spot = spot or (lambda row, column: f"dòng {row + 1}, cột {column + 1}")
    made: dict[int, Cell] = {}  # the repeated form; the first place of each gets the origin
    for number, (row_span, column_span) in _extents(owners).items():
        cell = cells[number]
        place = Where(where.file, where.part, _join(where.spot, cell.spot or spot(cell.row, cell.column)), cell.box)
        made[number] = Cell(cell.text, place, False, row_span, column_span, cell.bold, cell.blocks)
    seen: set[int] = set()
    result = []
    for row_number, owner_row in zip(rows, owners, strict=True):
        line = []
        for column_number, owner in zip(columns, owner_row, strict=True):
            if owner is None:
                place = Where(where.file, where.part, _join(where.spot, spot(row_number, column_number)))
                line.append(Cell("", place))
            else:
                line.append(made[owner] if owner in seen else replace(made[owner], is_origin=True))
                seen.add(owner)
        result.append(tuple(line))
    return Table(tuple(result), where, flow)


def _owners(cells: list[Placed], rows: list[int], columns: list[int]) -> list[list[int | None]]:
    owners: list[list[int | None]] = [[None] * len(columns) for _ in rows]
    for number, cell in enumerate(cells):
        top, bottom = bisect_left(rows, cell.row), bisect_left(rows, cell.row + cell.row_span)
        left, right = bisect_left(columns, cell.column), bisect_left(columns, cell.column + cell.column_span)
        for line in owners[top:bottom]:
            for column in range(left, right):
                if line[column] is None:
                    line[column] = number
    return owners


def _extents(owners: list[list[int | None]]) -> dict[int, tuple[int, int]]:
    """How many rows and columns each cell covers in the grid that is left."""
    found_rows: dict[int, set[int]] = {}
    found_columns: dict[int, set[int]] = {}
    for row, line in enumerate(owners):
        for column, owner in enumerate(line):
            if owner is not None:
                found_rows.setdefault(owner, set()).add(row)
                found_columns.setdefault(owner, set()).add(column)
    return {owner: (len(found_rows[owner]), len(found_columns[owner])) for owner in found_rows}


def _join(*pieces: str) -> str:
    return ", ".join(piece for piece in pieces if piece)


def is_empty(table: Table) -> bool:
    """Whether no cell says anything."""
    return not any(cell.text for row in table.rows for cell in row)
