"""The header of a table, wherever it stands and on however many levels: what each column holds."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, pairwise

from rules.campaign import FieldSpec
from rules.document import Cell, Table
from rules.papers.extract.asked import once
from rules.papers.extract.labels import ALONE, HEADER, NAME_ALONE, TITLE, Label, LabelBook
from rules.papers.extract.lines import origins
from rules.papers.extract.people import is_group, is_person, people
from rules.papers.extract.shape import is_index_row
from rules.papers.extract.values import choice, exact_choice, is_cross, is_nothing, only_choice
from rules.quantities import number, percent, years
from rules.text import bare, fold, is_blank, is_upper, key, spoken, words

_SEARCHED = 60  # rows in which a header is looked for
_LONGEST_LABEL = 130  # characters
_DEEPEST = 4  # rows of one header
_LOOKED_AT = 12  # cells of a column whose header says nothing
_LONGEST_NAMES = 200  # characters
_FEW_WORDS = 12  # of a text that names somebody and says little else
_OF_NAMES = 0.25  # of the words of a longer one
_IN_CAPITALS = 4  # words of a name in capitals
_BEFORE_NAMES = 4  # words before the first name: "Đ/c Phó Hiệu trưởng"
_LEAST = 3  # columns and rows of a list whose rows are not counted
_LONGEST_HEAD = 24  # words; a form on the web has questions for headings
_WORDY = 3  # words of a cell that may be a title
_BOTH_ENDS = 6  # words of a heading that asks from when to when
_RUNNING = 8  # words of running text; "Tốt", "Hoàn thành" may stand for a share
_LONGEST_PERIOD = 60  # characters
_PERIOD = re.compile(
    r"\b\d{1,2}\s*[/.-]\s*(?:20)?\d{2}\b|\b\d{1,2}/\d{1,2}\b|\bca nam\b|\b(?:hang|moi) (?:ngay|tuan|thang|qui|nam)\b"
    r"|\bthang\s*\d|\bt\s?\d{1,2}\b|\bqui\s*(?:[1-4]|i{1,3}\b|iv\b)"
    r"|\bnam(?: hoc)?\s*20\d{2}"
    r"|\b(?:hoc ki|hk)\s*[12i]"
)
_CLOCK = re.compile(r"\s*(?:\d{1,2}/\d{1,2}/\d{4},?|\d{4}-\d{2}-\d{2})[ T]+\d{1,2}:\d{2}(?::\d{2})?\s*")
_LONGEST_SHARE = 12  # characters
_SHARE_SAID = re.compile(
    r"(?:da |moi )?(?:hoan thanh|dat|xong|duoc)\D{0,12}\d{1,3}(?:[.,]\d+)?\s*%\W*"
)  # "Hoàn thành 100%"
_WHOLE = 100
_MOST_OF_IT = 50
_FEWEST_SHARES = 2  # numbers that show together what they are
_HINT = re.compile(r"\([^()]*\)")  # "(ghi rõ tên gọi; ...)": how to fill the column in
_FRACTION = re.compile(r"0[.,]\d+|\d{1,3}(?:[.,]\d+)?\s*%")
_SHARE = 0.7  # of them that must look alike
ROW_NUMBER = re.compile(r"\(?\d{1,3}[.)]?|\d{1,2}\.\d{1,2}\.?")


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds: a label, and for crosses the choice that a cross means."""

    label: Label
    choice: tuple[str, str] | None = None  # (field code, choice code)


@dataclass(frozen=True)
class Header:
    """Where the header stands (rows `top` to `bottom`, both included) and what it says of the columns."""

    top: int
    bottom: int
    columns: dict[int, Column]
    texts: tuple[str, ...]
    shares: frozenset[int] = frozenset()
    """Columns of percents that hold fractions (0.8) or signs (80%), so that a bare 1 is all of it."""
    marks: tuple[str, ...] = ()
    """Vietnamese sentences: columns that were taken for something by what stands in them, or for nothing."""

    @cached_property
    def titles(self) -> list[int]:
        """The columns of titles."""
        return self.of(TITLE)

    @cached_property
    def index(self) -> list[int]:
        """The columns in which the rows are counted."""
        return self.target("index")

    @cached_property
    def remarks(self) -> list[int]:
        """The columns of remarks."""
        return self.target("remark")

    @cached_property
    def described(self) -> list[tuple[int, Column]]:
        """The columns that say something of what the titles name."""
        return [(i, column) for i, column in self.columns.items() if not column.label.is_title]

    @cached_property
    def bared(self) -> tuple[str, ...]:
        """The texts of the header row, accents aside."""
        return tuple(map(bare, self.texts))

    def of(self, code: str) -> list[int]:
        return [i for i, column in self.columns.items() if column.label.target == "field" and column.label.code == code]

    def target(self, target: str) -> list[int]:
        return [i for i, column in self.columns.items() if column.label.target == target]

    @property
    def labelled(self) -> int:
        """How many columns a label of its own heads; a bare noun ("Sáng kiến 2") is not one."""
        return sum(column.label.rule not in ("noun", "column-by-content") for column in self.columns.values())


@once
def find_header(table: Table, book: LabelBook, start: int = 0) -> Header | None:
    """The first row from `start` that reads as a header, with the rows above and below it that belong to it."""
    for i in range(start, min(len(table.rows), start + _SEARCHED)):
        if _reads_as_header(table, i, book):
            return _header(table, i, book)
    return None


def _reads_as_header(table: Table, row: int, book: LabelBook) -> bool:
    cells = [cell for cell in origins(table.rows[row]) if not is_blank(cell.text)]
    if len(cells) < 2 or any(len(_HINT.sub("", cell.text)) > _LONGEST_LABEL for cell in cells):
        return False
    labels = [_label(cell.text, book) for cell in cells]
    hits = [label for label in labels if label is not None]
    data = {(label.target, label.code) for label in hits if label.target in ("field", "remark", "unit")}
    adjacent = any(one and other for one, other in pairwise(labels))
    if not _is_row_of_labels(cells, hits):
        return False
    if _numbers_titles(table, row, book):
        return True
    if not adjacent or 2 * len(hits) < len(cells):
        return False
    return len(data) >= 2 or (len(data) == 1 and any(label.target in ("index", "ignored") for label in hits))


def _numbers_titles(table: Table, row: int, book: LabelBook) -> bool:
    """ "STT | Giải pháp đăng ký | ..." over a row that begins with 1: a header, whatever else stands in it."""
    labels = [
        (i, label) for i, cell in enumerate(table.rows[row]) if cell.is_origin and (label := _label(cell.text, book))
    ]
    index = [i for i, label in labels if label.target == "index"]
    if not index or not any(label.is_title for _, label in labels):
        return False
    below = (table.rows[i] for i in range(row + 1, len(table.rows)))
    counted = islice((cells for cells in below if not is_index_row(cells)), _LOOKED_AT)
    numbers = [cells[index[0]].text.strip(" .()") for cells in counted]
    return any(text.lstrip("0") == "1" for text in numbers)


def _is_row_of_labels(cells: list[Cell], hits: list[Label]) -> bool:
    """A row of a two-column form ("Tên sáng kiến | Số hóa ...") is no header: a label and a value side by side."""
    numbered = ROW_NUMBER.fullmatch(cells[0].text.strip()) is not None
    both = sum(not hit.is_inexact for hit in hits) == len(cells)
    return not numbered and (len(cells) > 2 or both) and not cells[0].text.rstrip().endswith(":")


def _label(text: str, book: LabelBook) -> Label | None:
    hit = book.match(fold(text)) or book.match(fold(_HINT.sub(" ", text)))
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
        column = column_of(table, top, bottom, i, book)
        if column:
            columns[i] = column
    texts = tuple(fold(cell.text) for cell in table.rows[row])
    header = _with_title(Header(top, bottom, _with_both_ends(columns, book), texts))
    kept = {i: column for i, column in columns.items() if not _is_contradicted(column, header, table, i, book)}
    header = by_content(replace(header, columns={i: c for i, c in header.columns.items() if i in kept}), table, book)
    return replace(header, shares=frozenset(_shares(header, table, book)))


def _with_both_ends(columns: dict[int, Column], book: LabelBook) -> dict[int, Column]:
    """ "Thời gian bắt đầu | Thời gian hoàn thành": beside a start stands an end, alone it would be the period."""
    for i, column in columns.items():
        beside = columns.get(i + 1)
        ends = any(one.label.target == "to" for one in columns.values())
        if column.label.target == "from" and not ends and beside and _is_period(beside.label, book):
            return {**columns, i + 1: Column(replace(beside.label, target="to", code="to"))}
    return columns


def _is_contradicted(column: Column, header: Header, table: Table, place: int, book: LabelBook) -> bool:
    """Whether a heading that is no label letter by letter asks for what no cell below it can be.

    "Đã thực hiện" over sentences asks for no percent, "Cơ quan, cá nhân áp dụng" over persons for no unit.
    """
    label, cells = column.label, cells_below(header, table, place)
    if label.rule == NAME_ALONE and looks_like(cells, [spec for spec in book.asked if spec.kind == "people"]):
        return True
    spec = next((spec for spec in book.asked if label.target == "field" and spec.code == label.code), None)
    if spec and spec.kind == "choice" and not column.choice and holds_names(cells):
        return not any(choice(spec, cell) for cell in cells)  # "Nội dung cải cách" may head names as well as areas
    if not cells or column.choice or not label.is_inexact:
        return False
    if label.target == "unit":
        return looks_like(cells, [spec for spec in book.asked if spec.kind == "people"]) is not None
    test = _LOOKS.get(spec.kind) if spec else None
    short = spec is not None and spec.kind == "percent" and min(len(words(cell)) for cell in cells) < _RUNNING
    if spec is None or test is None or spec.kind == "period" or short:
        return False
    named = (test(spec, cell) or (spec.kind == "people" and is_group(cell)) for cell in cells)
    return not any(named) and not (spec.kind == "choice" and any(choice(spec, cell) for cell in cells))


def _shares(header: Header, table: Table, book: LabelBook) -> Iterator[int]:
    for spec in book.campaign.fields:
        for i in header.of(spec.code) if spec.kind == "percent" else ():
            if any(_FRACTION.fullmatch(row[i].text.strip()) for row in table.rows[header.bottom + 1 :]):
                yield i


def by_content(header: Header, table: Table, book: LabelBook) -> Header:
    """Columns with a header that we do not know, by what stands in them: names, percents, areas."""
    if not header.titles:
        return header
    columns = dict(header.columns)
    for i in range(table.width):
        known = columns.get(i)
        if known and not (_is_note(known.label) or _may_ask_when(known.label, header.texts[i], book)):
            continue
        if is_blank(header.texts[i]):
            continue
        cells = [
            row[i].text for row in table.rows[header.bottom + 1 :] if row[i].is_origin and not is_nothing(row[i].text)
        ]
        if known and not _may_ask_when(known.label, header.texts[i], book):
            cells = cells if all(_is_percent(book.asked[0], cell) for cell in cells) else []  # "HT 100%" in a note
        if i in columns and any(percent(cell) is not None and not is_period(cell) for cell in cells):
            continue
        taken = {column.label.code for column in columns.values() if column.label.target == "field"}
        spec = looks_like(cells[:_LOOKED_AT], [spec for spec in book.asked if spec.code not in taken])
        if spec and spec.kind == "period" and i + 1 in columns and columns[i + 1].label.target == "to":
            columns[i] = Column(Label("from", "from", HEADER, "column-by-content"))  # "Khởi đầu | Kết thúc"
        elif spec:
            columns[i] = Column(Label("field", spec.code, HEADER, "column-by-content"))
    return replace(header, columns=columns)


def _is_note(label: Label) -> bool:
    return label.target == "ignored" and label.rule != "other-year"


def _may_ask_when(label: Label, text: str, book: LabelBook) -> bool:
    percents = {spec.code for spec in book.campaign.fields if spec.kind == "percent"}
    return label.target not in ("from", "to") and (label.code in percents or _asks_percent(text, book))


def _asks_percent(text: str, book: LabelBook) -> bool:
    """ "Hoàn thành" may ask how much, or when: its cells tell. Stages that ask no percent know the word, too."""
    return spoken(text).startswith(book.percents)


def looks_like(cells: Sequence[str], specs: Sequence[FieldSpec]) -> FieldSpec | None:
    """The field whose values the cells look like, where they can look like one kind of value only."""
    if not cells:
        return None
    for spec in specs:
        test = _LOOKS.get(spec.kind)
        if spec.kind == "percent" and _are_shares(cells):
            return spec
        if spec.kind == "people" and _are_people_and_groups(cells):
            return spec
        if test and sum(test(spec, cell) for cell in cells) >= _SHARE * len(cells):
            return spec
    return None


def _is_percent(_: FieldSpec, text: str) -> bool:
    return "%" in text and percent(text) is not None and (len(text) < _LONGEST_SHARE or is_share(text))


def is_share(text: str) -> bool:
    """ "Hoàn thành 100%", "Đã xong 80%": a share, and nothing else."""
    return _SHARE_SAID.fullmatch(bare(text)) is not None


def _are_shares(cells: Sequence[str]) -> bool:
    """Bare numbers that can be percents: none above the whole, most of them more than half, and not counted up."""
    numbers = [number(cell) for cell in cells]
    known = [value for value in numbers if value is not None]
    if len(cells) < _FEWEST_SHARES or len(known) < len(cells) or max(known) > _WHOLE:
        return False
    counted = all(other - one == 1 for one, other in pairwise(known))
    return not counted and 2 * sum(value >= _MOST_OF_IT for value in known) > len(known)


def _are_people(text: str) -> bool:
    """Names, with what somebody is; running text in which a name stands is none."""
    if len(text) >= _LONGEST_NAMES:
        return False
    longest = _IN_CAPITALS if is_upper(text) else _LONGEST_NAMES  # "HỒ SƠ SAI SÓT DƯỚI 2%": any word may be a name
    names = [name for name in people(text) if is_person(name) and len(words(name)) <= longest]
    said = len(words(text))
    named = sum(len(words(name)) for name in names)
    return bool(names) and (said <= _FEW_WORDS or named >= _OF_NAMES * said or _begins_with(text, names[0]))


def _begins_with(text: str, name: str) -> bool:
    """Whether a name is the first thing that is said, forms of address and a post aside."""
    return len(words(fold(text).partition(name)[0])) <= _BEFORE_NAMES


def _are_people_and_groups(cells: Sequence[str]) -> bool:
    """Persons, and groups among them: "Tổ Ngữ văn" in a column of names."""
    persons = [_are_people(cell) for cell in cells]
    named = sum(person or is_group(cell) for person, cell in zip(persons, cells, strict=True))
    groups = len(cells) > 1 and named == len(cells) and len({bare(cell) for cell in cells}) > 1
    return (
        (groups or 2 * sum(persons) >= len(cells))
        and named >= _SHARE * len(cells)
        and max(map(len, cells)) < _LONGEST_NAMES
    )


def is_period(text: str) -> bool:
    """Whether a short text names a day, a month, a quarter or a year."""
    return len(text) < _LONGEST_PERIOD and _PERIOD.search(bare(text)) is not None


_LOOKS: dict[str, Callable[[FieldSpec, str], bool]] = {
    "people": lambda _, text: _are_people(text),
    "percent": _is_percent,
    "period": lambda _, text: is_period(text),
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


def column_of(table: Table, top: int, bottom: int, i: int, book: LabelBook) -> Column | None:
    levels = list(
        dict.fromkeys(
            _without_long_hint(table.rows[r][i].text)
            for r in range(top, bottom + 1)
            if not is_blank(table.rows[r][i].text)
        )
    )
    if not levels:
        return None
    own, parents = levels[-1], levels[:-1]
    cross = _cross(table, bottom, i, own, parents, book)
    if cross:
        return cross
    below = [row[i].text for row in table.rows[bottom + 1 : bottom + 1 + _LOOKED_AT] if not is_blank(row[i].text)]
    if below and all(map(_CLOCK.fullmatch, below)):
        return Column(Label("ignored", "", 1.0, "written-at"))  # "18/08/2024 19:22" says when a row was filled in
    if _of_another_year(" ".join(levels), book):
        return Column(Label("ignored", "", 1.0, "other-year"))
    if own.strip(" ().") == "%" and (percents := [spec for spec in book.asked if spec.kind == "percent"]):
        return Column(Label("field", percents[0].code, HEADER, "percent-sign"))
    return next((Column(label) for label in _readings(own, parents, book) if label), None)


def _without_long_hint(text: str) -> str:
    return fold(text) if len(text) <= _LONGEST_LABEL else fold(_HINT.sub(" ", text))


def _of_another_year(text: str, book: LabelBook) -> bool:
    """ "Kết quả năm 2023" beside "Kết quả năm 2024": what another year brought is none of this campaign's."""
    named = years(text)
    return bool(named) and book.campaign.year not in named


def _readings(own: str, parents: list[str], book: LabelBook) -> Iterator[Label | None]:
    """The label of a column from its own text and those above it, the surest first."""
    whole = " ".join([*parents[-1:], own])
    alone = _both_ends(own, book) or book.match(own)
    if alone and alone.target in ("from", "to") and parents:
        period = book.match(parents[-1])
        yield alone if period is None or period.target != "field" or _is_period(period, book) else None
    above = book.match(parents[-1]) if parents else None
    if above and above.target in ("ignored", "remark") and above.score >= ALONE:
        yield above  # "Đề xuất khen thưởng" over "Tập thể" and "Cá nhân"
    if alone and alone.score >= ALONE and not (alone.rule in ("noun", "label-typo") and parents):
        yield alone
    if parents:
        together = book.match(whole)
        yield together if together and together.score >= ALONE else None
    if above and above.target == "field" and above.score >= ALONE and alone and alone.is_vague:
        yield above  # "Đánh giá kết quả" over "Số lượng, khối lượng"
    mistyped = alone is not None and alone.rule == "label-typo"  # "Định lượng" is one letter from "Định hướng"
    yield alone if alone and alone.score >= HEADER and not (mistyped and parents) else None
    if parents:
        for text in (whole, parents[-1], parents[0]):
            label = book.match(text)
            yield label if label and label.score >= HEADER else None
    yield alone if mistyped else None


def _both_ends(text: str, book: LabelBook) -> Label | None:
    """ "Làm từ - đến": a heading that asks for both ends of a period."""
    tokens, when = words(text), next((spec for spec in book.asked if spec.kind == "period"), None)
    if when is None or len(tokens) > _BOTH_ENDS or "den" not in tokens[1:] or "tu" not in tokens[: tokens.index("den")]:
        return None
    return Label("field", when.code, ALONE, "label-part")


def _is_period(label: Label, book: LabelBook) -> bool:
    return any(spec.code == label.code and spec.kind == "period" for spec in book.campaign.fields)


def _cross(table: Table, bottom: int, i: int, own: str, parents: list[str], book: LabelBook) -> Column | None:
    """A column headed by a choice, with crosses below."""
    if not any(spec.kind == "choice" and only_choice(spec, own) for spec in book.campaign.fields):
        return None
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
    header = _without_second_guesses(header, book)
    nouns = _noun_columns(header, book) or _half_noun_columns(header, book)
    for found in (nouns, _content_columns(header, book), _wordy_columns(header, table)):
        columns = [i for i in found if looks_like(cells_below(header, table, i), book.asked) is None]
        if len(columns) == 1:
            label = Label("field", TITLE, HEADER, "taken-as-title")
            return replace(header, columns={**header.columns, columns[0]: Column(label)})
    return header


def _without_second_guesses(header: Header, book: LabelBook) -> Header:
    """Of two columns for one text the one whose heading only resembles a label is open: it may be the names."""
    texts = {spec.code for spec in book.asked if spec.kind == "text"}
    known = {column.label.code for column in header.columns.values() if not column.label.is_inexact}
    kept = {
        i: column
        for i, column in header.columns.items()
        if not (column.label.code in texts & known and column.label.is_inexact)
    }
    return replace(header, columns=kept)


def with_units(header: Header, table: Table, book: LabelBook, names_unit: Callable[[str], bool]) -> Header:
    """The column whose cells name units of the roster, however it is headed ("Phòng", "Nơi gửi")."""
    if header.target("unit"):
        return header
    choices = {spec.code for spec in book.campaign.fields if spec.kind == "choice"}
    for i in range(table.width):
        known = header.columns.get(i)
        open_ = known is None or (known.label.rule == "column-by-content" and known.label.code in choices)
        cells = cells_below(header, table, i) if open_ else []
        if cells and sum(map(names_unit, cells)) >= _SHARE * len(cells):
            unit = Column(Label("unit", "unit", HEADER, "column-by-content"))
            return replace(header, columns={**header.columns, i: unit})
    return header


def cells_below(header: Header, table: Table, column: int) -> list[str]:
    """What stands in a column, as far as it is looked at: not what stands across most of the table."""
    widest = max(1, table.width // 2)
    rows = (row[column] for row in table.rows[header.bottom + 1 :] if not is_index_row(row))
    cells = (cell.text for cell in rows if cell.is_origin and cell.column_span <= widest and not is_nothing(cell.text))
    return list(islice(cells, _LOOKED_AT))


def heads_people(table: Table, book: LabelBook) -> bool:
    """Whether a table whose rows are not counted is a list all the same: short headings, and below them names of people
    beside texts that are all different."""
    if table.width < _LEAST or len(table.rows) < _LEAST or any(not cell.is_origin for cell in table.rows[0]):
        return False
    heads = [fold(cell.text) for cell in table.rows[0]]
    if len(set(heads)) < len(heads) or any(is_blank(head) or len(words(head)) > _LONGEST_HEAD for head in heads):
        return False
    header = Header(0, 0, {}, tuple(heads))
    columns = [cells_below(header, table, i) for i in range(table.width)]
    who = [spec for spec in book.asked if spec.kind == "people"]
    full = [cells for cells in columns if len(cells) == min(len(table.rows) - 1, _LOOKED_AT)]
    named = any(looks_like(cells, who) for cells in full) and not any(looks_like([head], who) for head in heads)
    return named and any(holds_names(cells) and looks_like(cells, book.asked) is None for cells in full)


def holds_names(cells: Sequence[str]) -> bool:
    """Whether the cells may be names: some words, and hardly one twice (two people may do the same)."""
    wordy = sum(len(words(cell)) >= _WORDY for cell in cells)
    several = len({key(cell) for cell in cells})
    return bool(cells) and wordy >= _SHARE * len(cells) and several >= _SHARE * len(cells)


def _noun_columns(header: Header, book: LabelBook) -> list[int]:
    return [i for i, text in enumerate(header.texts) if i not in header.columns and book.has_noun(text)]


def _half_noun_columns(header: Header, book: LabelBook) -> list[int]:
    """ "Cách làm" over a list of "cách làm hay", the first text of each row."""
    halves = {bare(noun).rpartition(" ")[0] for noun in book.campaign.topic.nouns if len(words(noun)) > _WORDY - 1}
    texts = {spec.code for spec in book.asked if spec.kind == "text"}
    first = next((i for i in sorted(header.columns) if header.columns[i].label.code in texts), None)
    return [first] if first is not None and bare(header.texts[first]) in halves else []


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
