"""Photographs of the pages of one list, which come as files of their own and in any order: put together again.

A page that has no title and whose table goes on with the numbers of another page's table, column by column, is the
next page of that one. Where the numbers do not tell, nothing is put together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rules.document import Cell, ParsedDocument, Table
from rules.initiative import DocumentVerdict, Reading
from rules.papers.classify import OTHER
from rules.text import bare

_SEVERAL = 2
_LEAST = 3  # columns; of fewer no number tells that it is one list
_STRAY = 12  # letters before a table that are no title: a page number, a speck


@dataclass(frozen=True, slots=True)
class Pages:
    """`documents`: in the given order, each first page with what the next ones add. `following`: places of these next
    pages -> place of the first page of their list; they are no papers of their own.
    """

    documents: tuple[ParsedDocument, ...]
    following: dict[int, int]

    def verdicts(self, verdicts: Sequence[DocumentVerdict]) -> Iterator[DocumentVerdict]:
        """Of the next pages: what their list was taken for."""
        for place, first in self.following.items():
            page, name = self.documents[place], self.documents[first].name
            kind = next((one.kind for one in verdicts if one.name == name), OTHER)
            yield DocumentVerdict(page.name, kind, f"Trang tiếp theo của tệp {name}.", page.digest)

    def with_all(self, reading: Reading) -> Reading:
        """The reading with the names of all pages that it was read from."""
        named = (
            self.documents[place].name
            for place, first in self.following.items()
            if self.documents[first].name in reading.files
        )
        return replace(reading, files=tuple(dict.fromkeys((*reading.files, *named))))


def together(documents: Sequence[ParsedDocument]) -> Pages:
    made, following = list(documents), dict[int, int]()
    photographed = [place for place, one in enumerate(documents) if one.origin == "ocr"]
    if len(photographed) < _SEVERAL:
        return Pages(tuple(made), following)
    for first in sorted(photographed, key=lambda place: _begins_at(documents[place])):
        if first in following:
            continue
        while True:
            left = [place for place in photographed if place not in following]
            place = _next_page(made[first], documents, left)
            if place is None:
                break
            made[first] = _joined(made[first], documents[place])
            following[place] = first
    return Pages(tuple(made), following)


def _begins_at(document: ParsedDocument) -> int:
    """With which number its list begins: who begins at 1 is asked first for the pages that go on."""
    table = _last_table(document)
    numbers = (number for row in table.rows if (number := _number(row)) is not None) if table else iter(())
    return next(numbers, 1)


def _next_page(list_: ParsedDocument, documents: Sequence[ParsedDocument], among: Sequence[int]) -> int | None:
    """The one page that goes on with the list; None where none does, or several."""
    table = _last_table(list_)
    last = _number(table.rows[-1]) if table else None
    if table is None or last is None or table.width < _LEAST:
        return None
    found = []
    for place in among:
        top = _table_at_the_top(documents[place])
        if top is not None and top.width == table.width and _first_number(top, table) == last + 1:
            found.append(place)
    return found[0] if len(found) == 1 else None


def _joined(list_: ParsedDocument, page: ParsedDocument) -> ParsedDocument:
    blocks, table, top = list(list_.blocks), _last_table(list_), _table_at_the_top(page)
    if table is None or top is None:
        return list_
    at, below = blocks.index(table), page.blocks.index(top)
    rows = top.rows[1:] if _is_head(top.rows[0], table) else top.rows
    blocks[at] = Table((*table.rows, *rows), table.where, table.flow)
    return replace(list_, blocks=(*blocks, *page.blocks[below + 1 :]), doubts=(*list_.doubts, *page.doubts))


def _last_table(document: ParsedDocument) -> Table | None:
    tables = [block for block in document.blocks if isinstance(block, Table) and block.rows]
    return tables[-1] if tables else None


def _table_at_the_top(document: ParsedDocument) -> Table | None:
    for block in document.blocks:
        if isinstance(block, Table):
            return block if block.rows else None
        if len(block.text) > _STRAY:
            return None
    return None


def _first_number(top: Table, table: Table) -> int | None:
    rows = top.rows[1:] if _is_head(top.rows[0], table) else top.rows
    return _number(rows[0]) if rows else None


def _is_head(row: Sequence[Cell], table: Table) -> bool:
    """A heading that is printed on each page."""
    return [bare(cell.text) for cell in row] in ([bare(cell.text) for cell in above] for above in table.rows[:2])


def _number(row: Sequence[Cell]) -> int | None:
    text = row[0].text.strip(" .)")
    return int(text) if text.isdecimal() and len(text) < 4 else None


def is_stray_page(document: ParsedDocument) -> bool:
    """A photograph that begins with a list: where nothing was taken of it, it may be a page of what was."""
    top = _table_at_the_top(document) if document.origin == "ocr" else None
    return top is not None and top.width >= _LEAST and len(top.rows) > 1
