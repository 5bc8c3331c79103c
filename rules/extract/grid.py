"""Tables with a header row: one row is one initiative, wherever the header stands and on however many levels."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from rules.campaign import FieldSpec
from rules.document import Cell, Table
from rules.extract.draft import Draft, Extraction, Piece
from rules.extract.labels import ALONE, HEADER, TITLE, Label, LabelBook
from rules.extract.lines import is_date_line, is_signature, origins
from rules.extract.people import is_person, people
from rules.extract.values import exact_choice, is_cross, is_nothing, only_choice
from rules.lexicon import lexicon
from rules.quantities import percent
from rules.text import bare, fold, is_blank, is_section_number, split_number, words

_SEARCHED = 60  # rows in which a header is looked for
_LONGEST_LABEL = 130  # characters
_DEEPEST = 4  # rows of one header
_INDEX = re.compile(r"\(?\s*(?:\d{1,2}|[a-zđ]|[ivx]{1,4})(?:\s*=\s*[\d+\-x*/: ]+)?\s*[).]?", re.IGNORECASE)
_ROW_NUMBER = re.compile(r"\(?\d{1,3}[.)]?|\d{1,2}\.\d{1,2}\.?")
_COUNT = re.compile(r"(?<!\d)(\d{1,3})(?!\d)")


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds: a label, and for crosses the choice that a cross means."""

    label: Label
    choice: tuple[str, str] | None = None  # (field code, choice code)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands (rows `top` to `bottom`, both included) and what it says of the columns."""

    top: int
    bottom: int
    columns: dict[int, Column]
    texts: tuple[str, ...]

    def of(self, code: str) -> list[int]:
        return [i for i, column in self.columns.items() if column.label.target == "field" and column.label.code == code]

    def target(self, target: str) -> list[int]:
        return [i for i, column in self.columns.items() if column.label.target == target]

    @property
    def labelled(self) -> int:
        """How many columns a label of its own heads; a bare noun ("Sáng kiến 2") is not one."""
        return sum(column.label.rule not in ("noun", "column-by-content") for column in self.columns.values())

    @property
    def titles(self) -> list[int]:
        return self.of(TITLE)


@dataclass(slots=True)
class _Context:
    """What rows above say of the rows below."""

    unit: Piece | None = None
    implied: dict[str, Piece] = field(default_factory=dict)


def find_header(table: Table, book: LabelBook, start: int = 0) -> Header | None:
    """The first row from `start` that reads as a header, with the rows above and below it that belong to it."""
    for i in range(start, min(len(table.rows), start + _SEARCHED)):
        if _reads_as_header(table, i, book):
            return _header(table, i, book)
    return None


def _reads_as_header(table: Table, row: int, book: LabelBook) -> bool:
    cells = [cell for cell in origins(table.rows[row]) if not is_blank(cell.text)]
    if len(cells) < 2 or any(len(cell.text) > _LONGEST_LABEL for cell in cells):
        return False
    labels = [_label(cell.text, book) for cell in cells]
    hits = [label for label in labels if label is not None]
    data = {(label.target, label.code) for label in hits if label.target in ("field", "remark", "unit")}
    adjacent = any(one and other for one, other in pairwise(labels))
    if not adjacent or 2 * len(hits) < len(cells) or not _is_row_of_labels(cells, hits):
        return False
    return len(data) >= 2 or (len(data) == 1 and any(label.target in ("index", "ignored") for label in hits))


def _is_row_of_labels(cells: list[Cell], hits: list[Label]) -> bool:
    """A row of a two-column form ("Tên sáng kiến | Số hóa ...") is no header: a label and a value side by side."""
    numbered = _ROW_NUMBER.fullmatch(cells[0].text.strip()) is not None
    return not numbered and (len(cells) > 2 or len(hits) == len(cells)) and not cells[0].text.rstrip().endswith(":")


def _label(text: str, book: LabelBook) -> Label | None:
    hit = book.match(fold(text))
    return hit if hit and hit.score >= HEADER else None


def _header(table: Table, row: int, book: LabelBook) -> Header:
    top = row
    while top > 0 and row - top < _DEEPEST and _is_parent_row(table, top - 1):
        top -= 1
    bottom = row
    while bottom + 1 < len(table.rows) and bottom - row < _DEEPEST and _continues_header(table, row, bottom + 1, book):
        bottom += 1
    columns = {}
    for i in range(table.width):
        column = _column(table, top, bottom, i, book)
        if column:
            columns[i] = column
    texts = tuple(fold(cell.text) for cell in table.rows[row])
    return _by_content(_with_title(Header(top, bottom, columns, texts)), table, book)


_LOOKED_AT = 12  # cells of a column whose header says nothing
_WORDY = 3  # words of a cell that may be a title
_SHARE = 0.7  # of them that must look alike


def _by_content(header: Header, table: Table, book: LabelBook) -> Header:
    """Columns with a header that we do not know, by what stands in them: names, percents, areas."""
    if not header.titles:
        return header
    columns = dict(header.columns)
    for i in range(table.width):
        if i in columns or is_blank(header.texts[i]):
            continue
        cells = [
            row[i].text for row in table.rows[header.bottom + 1 :] if row[i].is_origin and not is_nothing(row[i].text)
        ]
        taken = {column.label.code for column in columns.values() if column.label.target == "field"}
        spec = looks_like(cells[:_LOOKED_AT], [spec for spec in book.asked if spec.code not in taken])
        if spec:
            columns[i] = Column(Label("field", spec.code, HEADER, "column-by-content"))
    return replace(header, columns=columns)


def looks_like(cells: Sequence[str], specs: Sequence[FieldSpec]) -> FieldSpec | None:
    """The field whose values the cells look like, where they can look like one kind of value only."""
    if not cells:
        return None
    for spec in specs:
        test = _LOOKS.get(spec.kind)
        if test and sum(test(spec, cell) for cell in cells) >= _SHARE * len(cells):
            return spec
    return None


def _is_percent(_: FieldSpec, text: str) -> bool:
    return "%" in text and len(text) < 12 and percent(text) is not None


def _are_people(_: FieldSpec, text: str) -> bool:
    return any(is_person(name) for name in people(text)) and len(text) < 200


_LOOKS: dict[str, Callable[[FieldSpec, str], bool]] = {
    "people": _are_people,
    "percent": _is_percent,
    "choice": lambda spec, text: exact_choice(spec, text) is not None,
}


def _is_parent_row(table: Table, row: int) -> bool:
    """A row over the header that groups columns: several texts, at least one over several columns, none over all."""
    cells = [cell for cell in origins(table.rows[row]) if not is_blank(cell.text)]
    spans = [cell.column_span for cell in cells]
    return (
        len(cells) >= 2
        and any(span > 1 for span in spans)
        and all(len(cell.text) < _LONGEST_LABEL for cell in cells)
        and table.width > 3
    )


def _continues_header(table: Table, header: int, row: int, book: LabelBook) -> bool:
    above, below = table.rows[row - 1], table.rows[row]
    if is_index_row(below) or any(cell.column_span >= max(2, table.width - 1) for cell in below):
        return False
    hanging = [
        i
        for i, cell in enumerate(below)
        if not cell.is_origin and cell.text == above[i].text and not is_blank(cell.text)
    ]
    own = [i for i, cell in enumerate(below) if cell.is_origin and not is_blank(cell.text)]
    if not own:
        return False
    heads = table.rows[header]
    under = all(heads[i].column_span > 1 or not heads[i].is_origin or is_blank(heads[i].text) for i in own)
    short = all(len(below[i].text) <= 60 for i in own)
    if hanging and len(hanging) < len(below):
        down = all(any(table.rows[header][i].text == below[i].text for i in [j]) for j in hanging)
        across = [i for i in hanging if i > 0 and below[i].text == below[i - 1].text]
        return down and short and len(across) < len(hanging)
    return under and short and not _is_wordy(below, own) and len(own) < table.width - 1


def _is_wordy(row: tuple[Cell, ...], own: list[int]) -> bool:
    return any(len(words(row[i].text)) > 8 for i in own)


def is_index_row(row: tuple[Cell, ...]) -> bool:
    """ "(1) (2) (3)", "A B 1 2": numbers of the columns."""
    cells = [cell.text.strip() for cell in origins(row) if not is_blank(cell.text)]
    if len(cells) < 3 or not all(_INDEX.fullmatch(text) for text in cells):
        return False
    return len(set(cells)) == len(cells)


def _column(table: Table, top: int, bottom: int, i: int, book: LabelBook) -> Column | None:
    levels = list(
        dict.fromkeys(
            fold(table.rows[r][i].text) for r in range(top, bottom + 1) if not is_blank(table.rows[r][i].text)
        )
    )
    if not levels:
        return None
    own, parents = levels[-1], levels[:-1]
    cross = _cross(table, bottom, i, own, parents, book)
    if cross:
        return cross
    return next((Column(label) for label in _readings(own, parents, book) if label), None)


def _readings(own: str, parents: list[str], book: LabelBook) -> Iterator[Label | None]:
    """The label of a column from its own text and those above it, the surest first."""
    whole = " ".join([*parents[-1:], own])
    alone = book.match(own)
    if alone and alone.target in ("from", "to") and parents:
        period = book.match(parents[-1])
        yield alone if period is None or period.target != "field" or _is_period(period, book) else None
    above = book.match(parents[-1]) if parents else None
    if above and above.target in ("ignored", "remark") and above.score >= ALONE:
        yield above  # "Đề xuất khen thưởng" over "Tập thể" and "Cá nhân"
    if alone and alone.score >= ALONE and not (alone.rule == "noun" and parents):
        yield alone
    if parents:
        together = book.match(whole)
        yield together if together and together.score >= ALONE else None
    yield alone if alone and alone.score >= HEADER else None
    if parents:
        for text in (whole, parents[-1], parents[0]):
            label = book.match(text)
            yield label if label and label.score >= HEADER else None


def _is_period(label: Label, book: LabelBook) -> bool:
    return any(spec.code == label.code and spec.kind == "period" for spec in book.campaign.fields)


def _cross(table: Table, bottom: int, i: int, own: str, parents: list[str], book: LabelBook) -> Column | None:
    """A column headed by a choice, with crosses below."""
    own_cells = (row[i] for row in table.rows[bottom + 1 :] if not is_index_row(row))
    cells = [cell.text for cell in own_cells if cell.is_origin and cell.column_span == 1 and not is_blank(cell.text)]
    if any(not is_cross(text) and fold(text) != own for text in cells):
        return None
    parent = next(
        (label for text in reversed(parents) if (label := book.match(text)) and label.target == "field"), None
    )
    for spec in book.campaign.fields:
        if spec.kind != "choice" or (parent and parent.code != spec.code and parent.code != TITLE):
            continue
        code = only_choice(spec, own)
        if code and (cells or parent):
            return Column(Label("field", spec.code, 1.0, "cross"), (spec.code, code))
    return None


def _with_title(header: Header) -> Header:
    """One title column: the surest; without one, the column "Nội dung" where the head says what is listed."""
    titles = header.titles
    if len(titles) > 1:
        kinds = {header.columns[i].label.named for i in titles}
        if None in kinds or len(kinds) < len(titles):
            best = max(titles, key=lambda i: (header.columns[i].label.score, -i))
            columns = {i: column for i, column in header.columns.items() if i == best or i not in titles}
            return replace(header, columns=columns)
    return header


def as_titles(header: Header, table: Table, book: LabelBook) -> Header:
    """The header of a list of initiatives that names no title: the column that must hold them, read as the titles.

    That is the one headed by a noun of the campaign, else the only column of contents, else the only column of longer
    texts whose header says nothing to us.
    """
    for columns in (_noun_columns(header, book), _content_columns(header, book), _wordy_columns(header, table)):
        if len(columns) == 1:
            label = Label("field", TITLE, HEADER, "taken-as-title")
            return replace(header, columns={**header.columns, columns[0]: Column(label)})
    return header


def _noun_columns(header: Header, book: LabelBook) -> list[int]:
    return [i for i, text in enumerate(header.texts) if i not in header.columns and book.has_noun(text)]


def _content_columns(header: Header, book: LabelBook) -> list[int]:
    texts = {spec.code for spec in book.asked if spec.kind == "text"}
    return [
        i
        for i, column in header.columns.items()
        if column.label.code in texts and bare(header.texts[i]).startswith("noi dung")
    ]


def _wordy_columns(header: Header, table: Table) -> list[int]:
    def wordy(i: int) -> bool:
        cells = [
            words(row[i].text)
            for row in table.rows[header.bottom + 1 :]
            if row[i].is_origin and not is_nothing(row[i].text)
        ]
        return bool(cells) and sum(len(cell) >= _WORDY for cell in cells) >= _SHARE * len(cells)

    return [i for i, text in enumerate(header.texts) if i not in header.columns and not is_blank(text) and wordy(i)]


def read_rows(
    table: Table, header: Header, book: LabelBook, start: int, before: Draft | None = None
) -> tuple[Extraction, int]:
    """The initiatives below a header, and the row after the last one that belongs to the table.

    `before` is the last initiative of the table above, which a page break may have cut.
    """
    drafts: list[Draft] = []
    remarks: list[tuple[str, Piece]] = []
    counted: list[int] = []
    nameless = 0
    context = _Context()
    row = start
    while row < len(table.rows):
        cells = table.rows[row]
        if _ends(cells, header):
            break
        above = drafts[-1] if drafts else before
        kind = _row_kind(cells, header, above)
        if kind == "total":
            counted.extend(_counts(cells))
        elif kind == "separator":
            _separate(cells, context, book)
        elif kind == "more" and above:
            _continue(above, cells, header)
        if kind == "more" and _is_numbered(cells, header):
            nameless += 1
        elif kind == "data":
            drafts.extend(_drafts(cells, header, context, book))
            remarks.extend(_remarks(cells, header))
        row += 1
    marks = (f"Bảng có {nameless:02d} dòng đánh số mà không ghi tên.",) if nameless and drafts else ()
    return Extraction(tuple(drafts), (), tuple(remarks), marks, tuple(counted)), row


def _ends(cells: tuple[Cell, ...], header: Header) -> bool:
    texts = [fold(cell.text) for cell in origins(cells) if not is_blank(cell.text)]
    if not texts or len(texts) > 3:
        return False
    titles = {fold(cells[i].text) for i in header.titles}
    return any(is_date_line(text) or (is_signature(text) and (text not in titles or len(texts) == 1)) for text in texts)


def _is_numbered(cells: tuple[Cell, ...], header: Header) -> bool:
    """A row of its own by its number, with something in it."""
    own = [cell for cell in cells if cell.is_origin and not is_nothing(cell.text)]
    return len(own) > 1 and any(
        cells[i].is_origin and _ROW_NUMBER.fullmatch(cells[i].text.strip()) for i in header.target("index")
    )


def _row_kind(cells: tuple[Cell, ...], header: Header, above: Draft | None) -> str:
    own = [cell for cell in origins(cells) if not is_blank(cell.text)]
    texts = [fold(cell.text) for cell in own]
    if not texts or is_index_row(cells) or _repeats(cells, header):
        return "nothing"
    numbered = any(_ROW_NUMBER.fullmatch(cells[i].text.strip()) for i in header.target("index"))
    if not numbered and _is_total(texts):
        return "total"
    title = [cells[i] for i in header.titles if not is_blank(cells[i].text)]
    if _is_separator(cells, own, header):
        return "separator"
    if title and any(cell.is_origin for cell in title):
        return "more" if above and _hangs_over(cells, header) else "data"
    return "more"


def _repeats(cells: tuple[Cell, ...], header: Header) -> bool:
    """The header again at the top of a page."""
    texts = tuple(fold(cell.text) for cell in cells)
    same = sum(bare(one) == bare(other) for one, other in zip(texts, header.texts, strict=False))
    return same * 4 >= len(texts) * 3 and any(texts)


def _is_total(texts: list[str]) -> bool:
    """ "Tổng số: 03", "Bình quân"; not "Tổng đài hỗ trợ phụ huynh" with an author beside it."""
    first = next((text for text in texts if not _ROW_NUMBER.fullmatch(text)), "")
    plain = " ".join(words(first))
    counts = any(char.isdigit() for char in plain) or len(texts) == 1
    return len(plain) < 90 and any(plain == word or (counts and plain.startswith(word + " ")) for word in _totals())


def _totals() -> tuple[str, ...]:
    return tuple(" ".join(words(word)) for word in lexicon().table.totals)


def _counts(cells: tuple[Cell, ...]) -> Iterator[int]:
    for cell in origins(cells):
        plain = bare(cell.text)
        found = _COUNT.findall(plain)
        if plain.startswith("tong so") and len(found) == 1 and "%" not in plain:
            yield int(found[0])


def _is_separator(cells: tuple[Cell, ...], own: list[Cell], header: Header) -> bool:
    """A row that heads the rows below it: one text across the table, or a section number and a text."""
    texts = [fold(cell.text) for cell in own]
    distinct = list(dict.fromkeys(texts))
    if len(distinct) == 1:
        across = own[0].column_span >= max(2, len(cells) - 1)
        number, _ = split_number(distinct[0])
        column = next((i for i, cell in enumerate(cells) if cell is own[0]), 0)
        heading = is_section_number(number) or _is_grouping(distinct[0])
        return across or heading or (column == 0 and 0 not in header.titles and not _ROW_NUMBER.fullmatch(distinct[0]))
    if len(distinct) == 2 and len(header.columns) > 2:
        first = distinct[0].strip(" .)")
        roman = re.fullmatch(r"[IVX]{1,4}|[A-ZĐ]", first) is not None
        return roman and bool(header.target("index"))
    return False


def _is_grouping(text: str) -> bool:
    _, text = split_number(text)
    plain = " ".join(words(text))
    return any(plain == " ".join(words(word)) for word in lexicon().table.grouping)


def _separate(cells: tuple[Cell, ...], context: _Context, book: LabelBook) -> None:
    cell = next(cell for cell in reversed(origins(cells)) if not is_blank(cell.text))
    _, text = split_number(fold(cell.text))
    text = text.strip(" :.")
    context.implied = {}
    for spec in book.campaign.fields:
        code = exact_choice(spec, text) if spec.kind == "choice" else None
        if code:
            context.implied[spec.code] = Piece(code, cell.where, "row-above")
    if not context.implied and not _is_grouping(text):
        context.unit = Piece(text, cell.where, "row-above")


def _hangs_over(cells: tuple[Cell, ...], header: Header) -> bool:
    """A row that continues the one above on the next page: no number where the others have one, and a small letter."""
    index = header.target("index")
    if not index or any(not is_blank(cells[i].text) for i in index):
        return False
    first = next((cells[i].text.strip() for i in header.titles if not is_blank(cells[i].text)), "")
    return bool(first) and first[0].islower()


def _drafts(cells: tuple[Cell, ...], header: Header, context: _Context, book: LabelBook) -> Iterator[Draft]:
    filled = [(i, text) for i in header.titles if not is_nothing(cells[i].text) for text in _titles_of(cells[i])]
    for i, title in filled:
        draft = Draft("table", implied=dict(context.implied), unit=context.unit)
        label = header.columns[i].label
        draft.add(TITLE, Piece(title, cells[i].where, f"column:{label.rule}"))
        if title != cells[i].text:
            draft.marks.append("Một ô của bảng ghi nhiều tên.")
        if label.named:
            draft.implied[label.named[0]] = Piece(label.named[1], cells[i].where, "column-names-kind")
        if label.rule == "taken-as-title":
            draft.marks.append(f"Bảng không có cột tên; cột “{header.texts[i][:40]}” được hiểu là tên.")
        _fill(draft, cells, header)
        if draft.unit and draft.unit.rule == "column":
            context.unit = draft.unit
        yield draft


def _titles_of(cell: Cell) -> list[str]:
    """The titles of one cell: several where every line of it is numbered."""
    lines = [line for line in cell.text.split("\n") if line.strip()]
    numbers = [split_number(line)[0] for line in lines]
    if len(lines) < 2 or not all(numbers):
        return [cell.text]
    return [split_number(line)[1] for line in lines]


def _fill(draft: Draft, cells: Sequence[Cell], header: Header) -> None:
    for i, column in header.columns.items():
        cell, label = cells[i], column.label
        if is_blank(cell.text) or label.is_title:
            continue
        if (
            not cell.is_origin
            and i > 0
            and cells[i - 1].text == cell.text
            and i - 1 in header.columns
            and header.columns[i - 1] == column
        ):
            continue
        piece = Piece(cell.text, cell.where, f"column:{label.rule}")
        if column.choice:
            if is_cross(cell.text):
                draft.chosen[column.choice[0]] = Piece(column.choice[1], cell.where, "cross")
        elif label.target == "field":
            draft.add(label.code, piece)
        elif label.target == "unit":
            draft.unit = Piece(cell.text, cell.where, "column")
        elif label.target == "from":
            draft.start = piece
        elif label.target == "to":
            draft.end = piece


def _continue(draft: Draft, cells: tuple[Cell, ...], header: Header) -> None:
    """A row under a merged title, or the rest of a row on the next page: what is new joins the initiative above."""
    for i, column in header.columns.items():
        cell, label = cells[i], column.label
        if not cell.is_origin or is_blank(cell.text) or column.choice:
            continue
        if label.target == "field" and (not label.is_title or _hangs_over(cells, header)):
            draft.add(label.code, Piece(cell.text, cell.where, f"column:{label.rule}"))


def _remarks(cells: tuple[Cell, ...], header: Header) -> Iterator[tuple[str, Piece]]:
    for i in header.target("remark"):
        if not is_nothing(cells[i].text):
            yield header.columns[i].label.code, Piece(cells[i].text, cells[i].where, "column")
