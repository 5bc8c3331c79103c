"""One table of a paper: a frame, a form, a list with a header, a list that goes on from above, or laid out text."""

from collections.abc import Iterator
from dataclasses import replace

from rules.document import Cell, Table
from rules.papers.extract.draft import Draft, Extraction, Piece
from rules.papers.extract.fitting import header_by_shape
from rules.papers.extract.labels import TITLE, LabelBook
from rules.papers.extract.layout import reading_of
from rules.papers.extract.lines import cell_lines, is_frame_table, table_lines
from rules.papers.extract.shape import is_list
from rules.papers.extract.values import is_nothing
from rules.papers.extract.vertical import Row, form_heads
from rules.papers.extract.walk.events import Answered, Closed, Headed, Known, Listed, Marked, Step, Steps, ValueEnds
from rules.papers.extract.walk.fold import put
from rules.papers.extract.walk.here import Here
from rules.papers.extract.walk.lists import continued, first_words, rows_below
from rules.papers.extract.walk.paper import Paper
from rules.text import is_blank, words

_LONGEST_NAME = 25  # words
_NARROW = 2  # columns of a table that may be a form
_SHOWN = 40  # characters of a label that a person is shown


def table_steps(table: Table, here: Here, paper: Paper) -> Steps:
    """A table taken apart: events, and lines and lists to be read in turn."""
    if is_frame_table(table):
        return (Closed(),)
    rows, header = reading_of(table, paper.book)
    if rows:
        heads = Known(tuple(cell.where for cell in form_heads(table, paper.book)))
        return (heads, *_form(rows, here, paper))
    goes_on = continued(table, here.header, paper.book) if header is None else None
    if goes_on:
        return rows_below(table, goes_on, 0, here, paper.book)
    if not (header and header.titles) and (paper.content_titles or here.header):
        header = header_by_shape(table, paper.book, paper.names_unit) or header
    if header:
        above = (
            line for row in table.rows[: header.top] for cell in row if cell.is_origin for line in cell_lines(cell)
        )
        return (*above, Headed(table, header))
    if here.header and here.header.titles and len(here.header.texts) == table.width and table.width > _NARROW:
        return rows_below(table, here.header, 0, here, paper.book)
    return tuple(_laid_out(table))


def _laid_out(table: Table) -> Iterator[Step]:
    if is_list(table):
        yield Marked(f"Có bảng đánh số không đọc được thành nội dung: “{first_words(table)}”.")
    yield from table_lines(table)


# --- forms ------------------------------------------------------------------------------------------------------------


def _form(rows: list[Row], here: Here, paper: Paper) -> Iterator[Step]:
    """Labels in a column, and behind each what is answered: one initiative, or one in every column."""
    titles = [row for row in rows if row.label.is_title]
    wide = [row for row in titles if len([cell for cell in row.values if not is_nothing(cell.text)]) > 1]
    if wide:
        yield Closed()
        yield Listed(_by_columns(rows, len(wide[0].values)))
        return
    if not (titles or here.mode is not None or paper.titled):
        asked = _named_by_noun(rows, paper.book)
        if asked is not None:
            yield Marked(f"Phiếu không có mục tên; mục “{asked.text[:_SHOWN]}” được hiểu là tên.")
            title = replace(asked, label=replace(asked.label, code=TITLE, rule="taken-as-title"))
            rows = [title if row is asked else row for row in rows]
    for row in rows:
        cell = next((cell for cell in row.values if not is_blank(cell.text)), row.values[0])
        yield Known(tuple(cell.where for cell in _left(row)))
        yield Answered(row.label, _text(cell), cell.where, row.number)
        yield ValueEnds()
    yield Closed(keep_next=True)


def _named_by_noun(rows: list[Row], book: LabelBook) -> Row | None:
    """ "Nội dung sáng kiến, giải pháp | Thi thử trực tuyến" in a form that asks for no name: that is it."""
    kinds = {spec.code: spec.kind for spec in (*book.campaign.fields, *book.campaign.remarks)}
    for row in rows:
        answer = row.values[0].text if row.values else ""
        asks = row.label.target == "field" and kinds.get(row.label.code) == "text"
        if asks and 1 < len(words(answer)) <= _LONGEST_NAME and book.has_noun(row.text):
            return row
    return None


def _by_columns(rows: list[Row], width: int) -> Extraction:
    """A list turned on its side: every column is an initiative."""
    drafts: list[Draft] = []
    remarks: list[tuple[str, Piece]] = []
    for i in range(width):
        draft = Draft("table")
        for row in rows:
            cell = row.values[min(i, len(row.values) - 1)] if len(row.values) in (1, width) else None
            if cell is None or is_blank(cell.text):
                continue
            piece = Piece(_text(cell), cell.where, f"row:{row.label.rule}")
            put(draft, row.label, piece)
            if row.label.target == "remark" and not is_nothing(piece.text):
                remarks.append((row.label.code, piece))
        drafts.extend([draft] if draft.pieces.get(TITLE) else [])
    known = frozenset(cell.where for row in rows for cell in _left(row))
    return Extraction(tuple(drafts), remarks=tuple(remarks), known=known)


def _left(row: Row) -> tuple[Cell, ...]:
    return (row.head,) if row.label.is_data else (row.head, *row.values)


def _text(cell: Cell) -> str:
    return "\n".join(line.shown for line in cell_lines(cell)) or cell.text
