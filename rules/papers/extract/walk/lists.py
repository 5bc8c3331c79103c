"""Lists: the rows below a header, a list that goes on in a second table, a table of people beside a title elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import replace

from rules.document import Cell, Table
from rules.papers.extract.columns import (
    ROW_NUMBER,
    Header,
    as_titles,
    by_content,
    cells_below,
    find_header,
    looks_like,
    with_units,
)
from rules.papers.extract.fitting import fitted
from rules.papers.extract.grid import read_rows
from rules.papers.extract.labels import LabelBook
from rules.papers.extract.shape import first_counted
from rules.papers.extract.values import is_nothing
from rules.papers.extract.walk.events import (
    Closed,
    Headed,
    HeaderIs,
    Known,
    Listed,
    Marked,
    Step,
    Steps,
    Valued,
    ValueEnds,
)
from rules.papers.extract.walk.here import Here
from rules.papers.extract.walk.paper import Paper
from rules.text import is_blank, says, words

_YEAR = re.compile(r"20\d\d")
_NARROW = 2  # columns of a table that is no list
_SHOWN = 60  # characters of what was not read that a person is shown


def continued(table: Table, header: Header | None, book: LabelBook) -> Header | None:
    """The header of the list above, where a table of as many columns without one holds the same in each of them."""
    if header is None or not header.titles or table.width != len(header.texts) or table.width <= _NARROW:
        return None
    bare_header = replace(header, top=-1, bottom=-1)
    for i, column in header.columns.items():
        looks = looks_like(cells_below(bare_header, table, i), book.asked)
        if looks is not None and column.label.target == "field" and looks.code != column.label.code:
            return None
    index = header.target("index")
    numbered = not index or any(ROW_NUMBER.fullmatch(row[index[0]].text.strip()) for row in table.rows)
    return header if numbered and first_counted(table) in (0, None) else None


def list_steps(listed: Headed, here: Here, paper: Paper) -> Steps:
    """The rows below a header, once the lines above it were heard."""
    table, header, book = listed.table, listed.header, paper.book
    if not header.titles and (paper.content_titles or any(_titles_a_list(text, book) for text in header.texts)):
        header = by_content(as_titles(header, table, book), table, book)
    if here.elsewhere:
        return ()
    if not header.titles:
        return tuple(_people(table, header, paper))
    table, others = _of_this_year(table, header, book)
    header = fitted(with_units(header, table, book, paper.names_unit), table, book, titles=paper.content_titles)
    known = Known(tuple(cell.where for row in table.rows[header.top : header.bottom + 1] for cell in row))
    marks = (Marked(mark, once=True) for mark in (*header.marks, *others))
    rows = rows_below(table, header, header.bottom + 1, here, book)
    return (Closed(), HeaderIs(header), known, *marks, *rows)


def _of_this_year(table: Table, header: Header, book: LabelBook) -> tuple[Table, list[str]]:
    """The table without the rows of other years, where a column says of which year each row is; and a sentence."""
    year, first = str(book.campaign.year), header.bottom + 1
    for i in range(table.width):
        named = [row[i].text.strip() for row in table.rows[first:]]
        if year in named and len(set(named)) > 1 and all(_YEAR.fullmatch(text) for text in named if text):
            kept = [row for row in table.rows[first:] if row[i].text.strip() in ("", year)]
            others = ", ".join(sorted({text for text in named if text not in ("", year)}))
            mark = f"Bảng có các dòng của năm khác ({others}), không được ghi nhận."
            return replace(table, rows=(*table.rows[:first], *kept)), [mark]
    return table, []


def _titles_a_list(text: str, book: LabelBook) -> bool:
    """ "Mô hình CCHC 2024 đăng ký với Sở" over a column: the list says itself what it lists."""
    return book.has_noun(text) and any(says(text, word) for word in book.campaign.topic.words)


def rows_below(table: Table, header: Header, start: int, here: Here, book: LabelBook) -> Steps:
    """The initiatives of the rows from `start`, and what stands below the last of them."""
    found, end, more = read_rows(table, header, book, start, continues=here.found)
    for draft in found.drafts:
        draft.unit = draft.unit or here.caption
        if here.area and (book.kind_field is None or here.area.code != book.kind_field.code):
            draft.implied.setdefault(here.area.code, here.area.choice)
    return (Listed(found, more), *_rest(Table(table.rows[end:], table.where, table.flow), book))


def _rest(rest: Table, book: LabelBook) -> Iterator[Step]:
    if find_header(rest, book):
        yield rest
    elif any(_counted(row) for row in rest.rows):
        yield Marked(f"Còn dòng đánh số bên dưới không đọc được: “{first_words(rest)}”.")


def _people(table: Table, header: Header, paper: Paper) -> Iterator[Step]:
    """A table of authors beside a title that stands elsewhere (Mẫu đơn, Thông tư 18/2013/TT-BKHCN)."""
    fields = [i for i, column in header.columns.items() if column.label.target == "field"]
    people = [i for i in fields if _asks_who(header.columns[i].label.code, paper)]
    if not people or len(fields) > len(people):
        return
    for row in table.rows[header.bottom + 1 :]:
        cell = row[people[0]]
        if cell.is_origin and not is_blank(cell.text):
            yield Valued(header.columns[people[0]].label, cell.text, cell.where)
    yield ValueEnds()


def _asks_who(code: str, paper: Paper) -> bool:
    return code in paper.specs and paper.specs[code].kind == "people"


def _counted(row: tuple[Cell, ...]) -> bool:
    """A number of a row, and more beside it."""
    return ROW_NUMBER.fullmatch(row[0].text.strip()) is not None and any(not is_nothing(cell.text) for cell in row[1:])


def first_words(table: Table) -> str:
    """How a table begins, for a person who looks for it."""
    texts = (cell.text for row in table.rows for cell in row if len(words(cell.text)) > 1)
    return " ".join(next(texts, "").split())[:_SHOWN]
