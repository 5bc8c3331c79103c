"""Tables whose labels stand in a column: a form of two columns, or a transposed list with an initiative per column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.document import Cell, Table
from rules.lexicon import lexicon
from rules.papers.extract.asked import once
from rules.papers.extract.labels import ALONE, HEADER, TITLE, Label, LabelBook
from rules.papers.extract.lines import origins
from rules.papers.extract.values import leading_noun
from rules.text import fold, is_blank, split_number, words

_EXACT = 0.99
_FEWEST = 3  # words of a name
_LONGEST_NAME = 25
_JUDGED_BY = 40  # rows of a long table by which it is judged
_ROW_NUMBERS = 4  # characters of a row number


@dataclass(frozen=True, slots=True)
class Row:
    """One label and the cells beside it, one per initiative (a form has one)."""

    label: Label
    text: str
    number: str
    head: Cell
    values: tuple[Cell, ...]


@once
def vertical_rows(table: Table, book: LabelBook) -> list[Row] | None:
    """The labelled rows of a table that is read from top to bottom, or None for another kind of table."""
    if len(table.rows) > _JUDGED_BY and not _begins_with_labels(table, book):
        return None
    by_row = [list(_pairs(row, book)) for row in table.rows]
    by_row = _with_names_across(table, by_row)
    filled = sum(1 for row in table.rows if any(not is_blank(cell.text) for cell in row))
    labelled = sum(1 for pairs in by_row if any(pair.label.is_data for pair in pairs))
    known = sum(1 for pairs in by_row if pairs)
    rows = [pair for pairs in by_row for pair in pairs if not is_form_head(pair, book)]
    titled = any(row.label.is_title for row in rows)
    if labelled < 2 or 2 * known < filled or (not titled and labelled < 3):
        return None
    return rows


def _with_names_across(table: Table, by_row: list[list[Row]]) -> list[list[Row]]:
    """The rows with those across the table as titles, where labels stand below each of them and none asks for a name.

    "1. Rà soát sổ sách" over "Người làm | ...", "Kết quả | ..." names an initiative, whatever its words.
    """
    across = [
        i
        for i, row in enumerate(table.rows[:-1])
        if (cell := _across(row)) and _may_be_name(cell.text) and by_row[i + 1] and not by_row[i]
    ]
    asked = (pair.label for pairs in by_row for pair in pairs if pair.label.is_title)
    if not across or any(label.rule != "heading-row" for label in asked):
        return by_row
    below = [{pair.label.code for pair in by_row[i + 1]} for i in across]
    if len(across) > 1 and not all(codes & below[0] for codes in below):
        return by_row
    numbers = [split_number(fold(table.rows[i][0].text))[0] for i in across]
    if not all(numbers) and len(across) == 1:
        return by_row  # one text in bold over a form may be anything
    return [
        pairs or (list(_heading(row)) if i in across else [])
        for i, (row, pairs) in enumerate(zip(table.rows, by_row, strict=True))
    ]


def _across(row: tuple[Cell, ...]) -> Cell | None:
    cells = origins(row)
    return cells[0] if len(cells) == 1 and cells[0].column_span > 1 else None


def _may_be_name(text: str) -> bool:
    return _FEWEST <= len(words(split_number(fold(text))[1])) <= _LONGEST_NAME and not text.rstrip().endswith(":")


def _heading(row: tuple[Cell, ...]) -> Iterator[Row]:
    number, cells = _without_number(row)
    own, _ = split_number(fold(cells[0].text))
    yield Row(Label("field", TITLE, HEADER, "heading-row"), cells[0].text, number or own, cells[0], (cells[0],))


def _begins_with_labels(table: Table, book: LabelBook) -> bool:
    """Whether labels stand in most of the first rows: a long list is told from a form without asking every row."""
    first = [row for row in table.rows[:_JUDGED_BY] if any(not is_blank(cell.text) for cell in row)]
    return 2 * sum(any(True for _ in _pairs(row, book)) for row in first) >= len(first)


def form_heads(table: Table, book: LabelBook) -> Iterator[Cell]:
    """The cells of rows over a form that only say what its columns are: "Nội dung | Thông tin đăng ký"."""
    for row in table.rows:
        for pair in _pairs(row, book):
            if is_form_head(pair, book):
                yield from (pair.head, *pair.values)


def _pairs(row: tuple[Cell, ...], book: LabelBook) -> Iterator[Row]:
    number, cells = _without_number(row)
    if _is_heading_row(cells, book):
        title = Label("field", TITLE, HEADER, "heading-row")
        yield Row(title, cells[0].text, number, cells[0], (cells[0],))
        return
    at = 0
    while at + 1 < len(cells):
        label = _label(cells[at].text, book, HEADER)
        beside = _label(cells[at + 1].text, book, _EXACT)
        if label is None or (beside is not None and beside.rule == "label"):
            return  # two labels side by side head columns
        end = at + 2
        while end < len(cells) and not (end + 1 < len(cells) and _label(cells[end].text, book, ALONE)):
            end += 1
        own, text = split_number(fold(cells[at].text))
        yield Row(label, text, number or own, cells[at], tuple(cells[at + 1 : end]))
        at = end


def has_heading_rows(table: Table, book: LabelBook) -> bool:
    """Whether names stand across the table, over the labels of what is said of each."""
    return any(_is_heading_row(_without_number(row)[1], book) for row in table.rows)


def _without_number(row: tuple[Cell, ...]) -> tuple[str, list[Cell]]:
    """The number in front of a row, "" where there is none, and its other cells."""
    cells = origins(row)
    number = ""
    while cells and _is_row_number(cells[0].text) and len(cells) > 1:
        number, cells = number or cells[0].text.strip(), cells[1:]
    return number, cells


def _is_heading_row(cells: list[Cell], book: LabelBook) -> bool:
    return len(cells) == 1 and cells[0].column_span > 1 and _names_itself(cells[0].text, book)


def _names_itself(text: str, book: LabelBook) -> bool:
    """ "Giải pháp kiểm tra hồ sơ từ xa" across the table, over the labels of what is said of it."""
    lead = leading_noun(split_number(fold(text))[1], book)
    return lead is not None and len(words(lead[1])) >= _FEWEST


def _is_row_number(text: str) -> bool:
    text = text.strip(" .)(")
    numeral = text.isdigit() or text.upper() in ("I", "II", "III", "IV", "V", "VI", "VII")
    return is_blank(text) or (numeral and len(text) <= _ROW_NUMBERS)


def _label(text: str, book: LabelBook, needed: float) -> Label | None:
    hit = book.match(fold(text).rstrip(" :"))
    return hit if hit and hit.score >= needed else None


def is_form_head(row: Row, book: LabelBook) -> bool:
    """The row "Nội dung | Thông tin đăng ký" over a form, "Nội dung | Sáng kiến 1 | Sáng kiến 2" over a list."""
    texts = [cell.text for cell in row.values if not is_blank(cell.text)]
    if not texts or row.label.is_title or row.head.text.rstrip().endswith(":"):
        return False
    return all(_heads_a_form(text, book) for text in texts)


def heads_a_form(cells: Sequence[Cell]) -> bool:
    """A row that only says what the columns are, whatever else it could ask: "Mục | Nội dung kê khai"."""
    said = [" ".join(words(cell.text)) for cell in cells]
    return len(said) > 1 and all(text in _form_heads() for text in said)


def _heads_a_form(text: str, book: LabelBook) -> bool:
    plain = " ".join(words(text))
    label = book.match(text)
    numbered = label is not None and label.rule == "noun" and any(char.isdigit() for char in text)
    return plain in _form_heads() or plain.startswith("thong tin ") or numbered


@lru_cache(maxsize=1)
def _form_heads() -> frozenset[str]:
    return frozenset(" ".join(words(word)) for word in lexicon().table.form_heads)
