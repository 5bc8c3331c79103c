"""How the tables of a document are to be read, and those that only lay out a page opened into lines."""

from collections.abc import Iterator, Sequence

from rules.document import Cell, Table
from rules.papers.extract.columns import Header, find_header, heads_people
from rules.papers.extract.labels import LabelBook
from rules.papers.extract.lines import Item, Line, cell_lines, grid_of, is_frame_table, lines_of
from rules.papers.extract.shape import first_counted, is_list
from rules.papers.extract.vertical import Row, vertical_rows


def reading_of(table: Table, book: LabelBook) -> tuple[list[Row] | None, Header | None]:
    """How a table is read: by labels in a column, or by a header row; by neither it is only laid out as a table."""
    header = find_header(table, book)
    if header and header.titles and header.labelled > 1 and header.bottom + 1 == first_counted(table):
        return None, header  # "STT | Loại | Tên" right above the row that is counted 1
    rows = vertical_rows(table, book)
    if is_list(table) and _is_a_list_for_sure(rows, header, first_counted(table)):
        return None, None
    if rows and header and header.titles and header.labelled >= max(3, sum(row.label.is_data for row in rows)):
        return None, header
    return (rows, None) if rows else (None, header)


def _is_a_list_for_sure(rows: list[Row] | None, header: Header | None, first: int | None) -> bool:
    """Rows that only say of what kind each is are no labels, and a row of sums among them heads nothing."""
    labels = rows is not None and any(row.label.rule != "noun" and row.label.is_data for row in rows)
    heads = header is not None and (first is None or header.top <= first)
    return not labels and not heads


def unfolded(items: Sequence[Item], book: LabelBook) -> list[Item]:
    """The stream with tables that only lay out a page opened: their lines, and the tables inside them."""
    result: list[Item] = []
    grid = 0  # width of the last table with a header, which a table without one may continue
    for item in items:
        if isinstance(item, Line) or is_frame_table(item):
            result.append(item)
        elif any(reading := reading_of(item, book)) or item.width == grid or is_list(item) or heads_people(item, book):
            grid = item.width if reading[1] or is_list(item) else grid
            result.append(item)
        else:
            for row in item.rows:
                for cell in row:
                    if cell.is_origin:
                        result.extend(unfolded(list(_inside(cell)), book))
    return result


def _inside(cell: Cell) -> Iterator[Item]:
    if any(isinstance(block, Table) for block in cell.blocks):
        for block in cell.blocks:
            if isinstance(block, Table):
                yield grid_of(block)
            else:
                yield from lines_of(block, in_table=True)
    else:
        yield from cell_lines(cell)
