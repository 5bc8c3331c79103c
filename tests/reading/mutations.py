"""What small, natural changes do to a reading: `python -m tests.reading.mutations FOLDER... [--misses]`.

Each change is one that the next clerk makes without a thought: a column moved, the numbers left out, an empty row, the
header printed again on the second page. A reader that understands loses nothing by it, and is never sure of a title
that it altered. What is compared is the reading of the same document without the change.
"""

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rules.document import Block, Cell, ParsedDocument, Table, Text, Where
from rules.initiative import Understanding
from rules.papers.extract.columns import Header
from rules.papers.extract.labels import label_book
from rules.papers.extract.layout import reading_of
from rules.papers.extract.lines import is_frame_table
from rules.papers.understand import understand
from rules.text import bare
from rules.titles import title_key
from tests.reading.ablation import KEPT, readable
from tests.reading.collections import Case, cases
from tests.unit.rules.papers import campaign, roster

HERE = Where("sửa.docx", "", "chỗ thêm vào")
CONTACTS = (("TT", "Họ và tên", "Chức vụ", "Số điện thoại"), ("1", "Vàng A Páo", "Văn thư", "0912 000 111"))
Rows = tuple[tuple[Cell, ...], ...]
Change = Callable[[ParsedDocument], ParsedDocument | None]
"""The changed document; None where there is nothing to change."""


def _in_lists(change: Callable[[Table, Header], tuple[Block, ...]]) -> Change:
    """A change of every table with a header that names titles."""
    book = label_book(campaign())

    def changed(document: ParsedDocument) -> ParsedDocument | None:
        blocks: list[Block] = []
        for block in document.blocks:
            if isinstance(block, Table) and not is_frame_table(block):
                header = reading_of(block, book)[1]
                blocks.extend(change(block, header) if header and header.titles else (block,))
            else:
                blocks.append(block)
        return None if tuple(blocks) == document.blocks else replace(document, blocks=tuple(blocks))

    return changed


def _rows(change: Callable[[Table, Header], Iterable[tuple[Cell, ...]]]) -> Change:
    def changed(table: Table, header: Header) -> tuple[Block, ...]:
        return (replace(table, rows=tuple(tuple(row) for row in change(table, header))),)

    return _in_lists(changed)


def _cells(column: Callable[[Header], Iterable[int]], change: Callable[[str], str], *, heads: bool = False) -> Change:
    """A change of the texts in some columns: of their headings, or of what stands below."""

    def changed(table: Table, header: Header) -> Iterator[tuple[Cell, ...]]:
        places = set(column(header))
        for r, row in enumerate(table.rows):
            is_head = header.top <= r <= header.bottom
            here = places if is_head == heads and (is_head or r > header.bottom) else set()
            yield tuple(
                replace(cell, text=change(cell.text), blocks=()) if c in here and cell.text.strip() else cell
                for c, cell in enumerate(row)
            )

    return _rows(changed)


def _empty(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(Cell("", HERE) for _ in row)


def _without_column(table: Table, header: Header) -> Iterator[tuple[Cell, ...]]:
    places = {i for i in header.index if all(row[i].column_span == 1 for row in table.rows)}
    return (tuple(cell for c, cell in enumerate(row) if c not in places) for row in table.rows)


def _column_moved(table: Table, header: Header) -> Iterator[tuple[Cell, ...]]:
    """The first column of titles, last: where nothing is merged."""
    place = header.titles[0]
    whole = all(cell.column_span == 1 for row in table.rows for cell in row)
    return ((*row[:place], *row[place + 1 :], row[place]) if whole else row for row in table.rows)


def _one_column_more(table: Table, header: Header) -> Iterator[tuple[Cell, ...]]:
    return (
        (*row, Cell("Ghi chú" if header.top <= r <= header.bottom else "", HERE)) for r, row in enumerate(table.rows)
    )


def _spaced(table: Table, header: Header) -> Iterator[tuple[Cell, ...]]:
    for r, row in enumerate(table.rows):
        yield row
        if r > header.bottom and all(cell.row_span == 1 for cell in row):
            yield _empty(row)


def _cut_at(table: Table, header: Header) -> int:
    """The row in the middle of a list that nothing merged hangs over."""
    first, last = header.bottom + 1, len(table.rows)
    free = [
        r
        for r in range(first + 1, last)
        if all(cell.row_span == 1 for row in table.rows[r - 1 : r + 1] for cell in row)
    ]
    return free[len(free) // 2] if free else last


def _header_again(table: Table, header: Header) -> Iterator[tuple[Cell, ...]]:
    at = _cut_at(table, header)
    yield from table.rows[:at]
    if at < len(table.rows):
        yield from table.rows[header.top : header.bottom + 1]
        yield from table.rows[at:]


def _in_two(table: Table, header: Header) -> tuple[Block, ...]:
    at = _cut_at(table, header)
    if at == len(table.rows):
        return (table,)
    return replace(table, rows=table.rows[:at]), replace(table, rows=table.rows[at:])


def _summed(table: Table, header: Header) -> Iterator[tuple[Cell, ...]]:
    count = sum(bool(row[header.titles[0]].text.strip()) for row in table.rows[header.bottom + 1 :])
    yield from table.rows
    yield (Cell("", HERE), Cell(f"Tổng cộng: {count:02d}", HERE), *(Cell("", HERE) for _ in table.rows[0][2:]))


def _behind(*blocks: Block) -> Change:
    """Something below all that is there but the signatures."""

    def changed(document: ParsedDocument) -> ParsedDocument | None:
        data = [i for i, block in enumerate(document.blocks) if isinstance(block, Table) and not is_frame_table(block)]
        if not data:
            return None
        at = data[-1] + 1
        return replace(document, blocks=(*document.blocks[:at], *blocks, *document.blocks[at:]))

    return changed


def _above(line: str) -> Change:
    return lambda document: replace(document, blocks=(Text(line, HERE), *document.blocks)) if document.blocks else None


def _texts(change: Callable[[Text], Text]) -> Change:
    def changed(document: ParsedDocument) -> ParsedDocument | None:
        blocks = tuple(change(block) if isinstance(block, Text) else block for block in document.blocks)
        return None if blocks == document.blocks else replace(document, blocks=blocks)

    return changed


def _spaced_colon(block: Text) -> Text:
    head, colon, value = block.text.partition(":")
    return replace(block, text=f"{head.rstrip()} : {value.strip()}", lead_bold="") if colon else block


def _plain_look(block: Text) -> Text:
    return replace(block, bold=False, centred=False, lead_bold="", level=None)


def _in_two_lines(text: str) -> str:
    said = text.split()
    return " ".join(said[: len(said) // 2]) + "\n" + " ".join(said[len(said) // 2 :]) if len(said) > 1 else text


def _people(header: Header) -> list[int]:
    return [i for spec in campaign().fields if spec.kind == "people" for i in header.of(spec.code)]


def _every(header: Header) -> range:
    return range(len(header.texts))


CHANGES: Mapping[str, Change] = {
    "another file name": lambda document: replace(document, name=f"Scan_0001.{document.format}"),
    "titles last": _rows(_column_moved),
    "no numbers": _rows(_without_column),
    "one column more": _rows(_one_column_more),
    "empty rows": _rows(_spaced),
    "header again": _rows(_header_again),
    "list in two": _in_lists(_in_two),
    "a row of sums": _rows(_summed),
    "titles in capitals": _cells(lambda header: header.titles, str.upper),
    "titles in quotes": _cells(lambda header: header.titles, lambda text: f"“{text.strip(' “”')}”"),
    "forms of address": _cells(_people, lambda text: text if text[:3].lower() == "đ/c" else f"Đ/c {text}"),
    "headings in two lines": _cells(_every, _in_two_lines, heads=True),
    "headings without accents": _cells(_every, bare, heads=True),
    "headings in capitals": _cells(_every, str.upper, heads=True),
    "a closing sentence": _behind(Text("Trên đây là nội dung của nhà trường, kính đề nghị cấp trên xem xét.", HERE)),
    "a list of contacts": _behind(
        Text("Đầu mối liên hệ:", HERE), Table(tuple(tuple(Cell(one, HERE) for one in row) for row in CONTACTS), HERE)
    ),
    "a number of the form above": _above("Mẫu số 02"),
    "a space before the colon": _texts(_spaced_colon),
    "nothing in bold": _texts(_plain_look),
}  # fmt: skip


@dataclass(slots=True)
class Outcome:
    """What one change did to all documents to which it could be made."""

    documents: int = 0
    unread: int = 0
    altered: int = 0
    titles: int = 0
    lost: int = 0
    sure_and_wrong: int = 0
    misses: tuple[str, ...] = ()

    def line(self, name: str) -> str:
        return (
            f"{name:<28} documents {self.documents:>3}  unread {self.unread:>2}  titles altered in {self.altered:>2}"
            f"  (sure {self.sure_and_wrong})  lost {self.lost}/{self.titles}"
        )


def compare(name: str, before: Understanding, after: Understanding, outcome: Outcome) -> None:
    wanted, got = _titles(before), _titles(after)
    outcome.documents += 1
    outcome.titles += len(wanted)
    outcome.lost += len(wanted - got)
    outcome.unread += not got
    if got and got != wanted:
        sure = any(reading.sure for reading in after.readings)
        outcome.altered += 1
        outcome.sure_and_wrong += sure
    if got != wanted:
        lost, more = sorted(wanted - got), sorted(got - wanted)
        outcome.misses += (f"{name}: lost {lost[:2]}, surplus {more[:2]}",)


def _titles(understood: Understanding) -> set[str]:
    return {title_key(one.title) for reading in understood.readings for one in reading.initiatives}


def outcomes(known: list[tuple[Case, Understanding]]) -> Iterator[tuple[str, Outcome]]:
    """Every change, made to every document that is read as expected without it."""
    for name, change in CHANGES.items():
        outcome = Outcome()
        for case, before in known:
            if changed := change(case.document):
                compare(case.name, before, understand((changed,), campaign(), roster()), outcome)
        yield name, outcome


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    for name, outcome in outcomes(list(readable(cases(options.folders, KEPT)))):
        print(outcome.line(name))
        for line in outcome.misses if options.misses else ():
            print(f"  {line}")


if __name__ == "__main__":
    main()
