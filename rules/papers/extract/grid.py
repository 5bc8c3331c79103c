"""Tables with a header row: one row is one initiative, whatever stands between the rows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from rules.document import Cell, Table, Where
from rules.lexicon import lexicon
from rules.papers.extract.columns import ROW_NUMBER, Header
from rules.papers.extract.cut import answers_in, name_and_answers
from rules.papers.extract.draft import Draft, Extraction, Piece
from rules.papers.extract.labels import TITLE, LabelBook
from rules.papers.extract.lines import is_date_line, is_signature, origins
from rules.papers.extract.people import is_person, people
from rules.papers.extract.shape import is_index_row
from rules.papers.extract.values import exact_choice, is_cross, is_nothing, leading_noun, noun_quotes
from rules.text import bare, fold, is_blank, is_section_number, split_number, words

_PARTS = re.compile(r"[\n;]")
_HEADING = 24  # words of a row across that names people
_EXAMPLE = re.compile(r"(?:vi du|vd|mau)\b[ .:]*$|(?:vi du|vd)\s*:")
_FIRST_OF_EXAMPLES = frozenset("vm")
_FIGURE = re.compile(r"[\d.,/ ]+%?")
_MOST_SIGNED = 3  # cells of a row in which somebody signs
_MOST_HEADING = 2  # texts of a row that heads the rows below it
_SEVERAL = 2  # columns of titles
_COUNT = re.compile(r"(?<!\d)(\d{1,3})(?!\d)")


@dataclass(slots=True)
class _Context:
    """What rows above say of the rows below."""

    unit: Piece | None = None
    implied: dict[str, Piece] = field(default_factory=dict)
    owners: Piece | None = None  # "Đồng chí Lù Thị Sen - Văn thư" over the rows of what she does


def read_rows(
    table: Table, header: Header, book: LabelBook, start: int, *, continues: bool = False
) -> tuple[Extraction, int, Draft]:
    """The initiatives below a header, the row after the last one that belongs to the table, and what its first rows say
    of an initiative above the table.

    `continues`: there is such an initiative, which the end of a page may have cut.
    """
    drafts: list[Draft] = []
    cut = Draft("table")
    remarks: list[tuple[str, Piece]] = []
    counted: list[int] = []
    nameless = unnumbered = 0
    numbers: list[int] = []
    known: list[Where] = []
    context = _Context()
    row = start
    while row < len(table.rows):
        cells = table.rows[row]
        own = [cell for cell in origins(cells) if not is_blank(cell.text)]
        if _ends(cells, own, header):
            break
        above = drafts[-1] if drafts else cut if continues else None
        kind = _row_kind(cells, own, header, above)
        numbers.extend(_number_of(cells, header))
        if kind in ("nothing", "total", "separator"):
            known.extend(cell.where for cell in cells)
        if kind == "total":
            counted.extend(_counts(cells))
        elif kind == "separator":
            _separate(cells, context, book)
        elif kind == "more" and above:
            _continue(above, cells, header)
        if kind == "more" and _is_numbered(cells, header):
            nameless += 1
        elif kind == "data":
            unnumbered += _lacks_number(cells, header)
            drafts.extend(_drafts(cells, header, context, book))
            remarks.extend(_remarks(cells, header))
        row += 1
    marks = tuple(_marks(nameless, unnumbered if numbers else 0, numbers)) if drafts else ()
    return Extraction(tuple(drafts), (), tuple(remarks), marks, tuple(counted), frozenset(known)), row, cut


def _marks(nameless: int, unnumbered: int, numbers: Sequence[int]) -> Iterator[str]:
    """What the numbers of the rows say against the reading."""
    if nameless:
        yield f"Bảng có {nameless:02d} dòng đánh số mà không ghi tên."
    if unnumbered:
        yield f"Bảng có {unnumbered:02d} dòng ghi tên mà không đánh số."
    for one, other in pairwise(numbers):
        if other > one + 1:
            yield f"Số thứ tự trong bảng nhảy từ {one} đến {other}."


def _number_of(cells: tuple[Cell, ...], header: Header) -> Iterator[int]:
    for i in header.index[:1]:
        text = cells[i].text.strip(" .()")
        if cells[i].is_origin and text.isdecimal():
            yield int(text)


def _lacks_number(cells: tuple[Cell, ...], header: Header) -> bool:
    index = header.index
    return bool(index) and all(cells[i].is_origin and is_blank(cells[i].text) for i in index)


def _ends(cells: tuple[Cell, ...], own: list[Cell], header: Header) -> bool:
    if not own or len(own) > _MOST_SIGNED:
        return False
    texts = [fold(cell.text) for cell in own]
    if _is_numbered(cells, header) and any(not is_nothing(cells[i].text) for i in header.titles):
        return False
    titles = {fold(cells[i].text) for i in header.titles}
    return any(is_date_line(text) or (is_signature(text) and (text not in titles or len(texts) == 1)) for text in texts)


def _is_numbered(cells: tuple[Cell, ...], header: Header) -> bool:
    """A row of its own by its number, with something in it."""
    own = [cell for cell in cells if cell.is_origin and not is_nothing(cell.text)]
    return len(own) > 1 and any(
        cells[i].is_origin and ROW_NUMBER.fullmatch(cells[i].text.strip()) for i in header.index
    )


def _row_kind(cells: tuple[Cell, ...], own: list[Cell], header: Header, above: Draft | None) -> str:
    if not own or is_index_row(cells) or _repeats(cells, header) or _is_example(cells, header):
        return "nothing"
    numbered = any(ROW_NUMBER.fullmatch(cells[i].text.strip()) for i in header.index)
    if not numbered and _is_total([fold(cell.text) for cell in own]) and not _names_somebody(cells, header):
        return "total"
    title = [cells[i] for i in header.titles if not is_blank(cells[i].text)]
    if _is_separator(cells, own, header):
        return "separator"
    if title and any(cell.is_origin for cell in title):
        return "more" if above and _hangs_over(cells, header) else "data"
    return "more"


def _names_somebody(cells: tuple[Cell, ...], header: Header) -> bool:
    """A row with a person beside its name is no total, whatever the name begins with."""
    named = [i for i in header.columns if i not in header.titles]
    return any(is_person(name) for i in named if cells[i].is_origin for name in people(cells[i].text))


def _is_example(cells: tuple[Cell, ...], header: Header) -> bool:
    """ "VD | Số hóa hồ sơ | Nguyễn Văn A": the row that the form itself had filled in to show how."""
    return any(_says_example(cells[i].text) for i in (*header.index, *header.titles))


def _says_example(text: str) -> bool:
    first = text.lstrip()[:1]
    if first.isalnum() and bare(first) not in _FIRST_OF_EXAMPLES:
        return False  # as nearly every text
    return _EXAMPLE.match(bare(text)) is not None


def _repeats(cells: tuple[Cell, ...], header: Header) -> bool:
    """The header again at the top of a page. From the right: numbers and names of the left stand in one row only."""
    same, left = 0, len(cells)
    for cell, text in reversed(list(zip(cells, header.bared, strict=False))):
        same, left = same + (bare(cell.text) == text), left - 1
        if (same + left) * 4 < len(cells) * 3:
            return False
    return same * 4 >= len(cells) * 3 and any(cell.text.strip() for cell in cells)


def _is_total(texts: list[str]) -> bool:
    """ "Tổng số: 03", "Bình quân"; not "Tổng đài hỗ trợ phụ huynh" with an author beside it."""
    first = next((text for text in texts if not ROW_NUMBER.fullmatch(text)), "")
    plain = " ".join(words(first))
    figures = all(_FIGURE.fullmatch(text) for text in texts if text != first and not ROW_NUMBER.fullmatch(text))
    counts = any(char.isdigit() for char in plain) or figures
    return len(plain) < 90 and any(plain == word or (counts and plain.startswith(word + " ")) for word in _totals())


@lru_cache(maxsize=1)
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
    distinct: list[str] = []
    for text in (fold(cell.text) for cell in own):
        distinct.extend([] if text in distinct else [text])
        if len(distinct) > _MOST_HEADING:
            return False
    if len(distinct) == 1:
        across = own[0].column_span >= max(2, len(cells) - 1)
        number, _ = split_number(distinct[0])
        column = next((i for i, cell in enumerate(cells) if cell is own[0]), 0)
        heading = is_section_number(number) or _is_grouping(distinct[0])
        return across or heading or (column == 0 and 0 not in header.titles and not ROW_NUMBER.fullmatch(distinct[0]))
    if len(header.columns) > 2:
        first = distinct[0].strip(" .)")
        roman = re.fullmatch(r"[IVX]{1,4}|[A-ZĐ]", first) is not None
        return roman and bool(header.index)
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
    named = len(words(text)) <= _HEADING and not book.has_noun(text) and any(is_person(name) for name in people(text))
    context.owners = Piece(text, cell.where, "row-above") if named else None
    for spec in book.campaign.fields:
        code = exact_choice(spec, text) if spec.kind == "choice" else None
        if code:
            context.implied[spec.code] = Piece(code, cell.where, "row-above")
    if not context.implied and not _is_grouping(text):
        context.unit = Piece(text, cell.where, "row-above")


def _hangs_over(cells: tuple[Cell, ...], header: Header) -> bool:
    """A row that continues the one above on the next page: no number where the others have one, and a small letter."""
    index = header.index
    if not index or any(not is_blank(cells[i].text) for i in index):
        return False
    first = next((cells[i].text.strip() for i in header.titles if not is_blank(cells[i].text)), "")
    return bool(first) and first[0].islower()


def _drafts(cells: tuple[Cell, ...], header: Header, context: _Context, book: LabelBook) -> Iterator[Draft]:
    written = [(i, _titles_of(cells[i], book)) for i in header.titles if not is_nothing(cells[i].text)]
    for i, title, alone in ((i, title, len(titles) == 1) for i, titles in written for title in titles):
        draft = Draft("table", implied=dict(context.implied), unit=context.unit)
        label = header.columns[i].label
        title, labelled = name_and_answers(title, book)
        for code, text in labelled:
            draft.add(code, Piece(text, cells[i].where, "label-in-cell"))
        draft.add(TITLE, Piece(title, cells[i].where, f"column:{label.rule}"))
        if not alone and not labelled:
            draft.marks.append("Một ô của bảng ghi nhiều tên.")
        elif _may_be_several(title):
            draft.marks.append(f"Một ô ghi tên trên nhiều dòng, có thể là nhiều nội dung: “{fold(title)[:60]}”.")
        if label.named:
            draft.implied[label.named[0]] = Piece(label.named[1], cells[i].where, "column-names-kind")
        if label.rule == "taken-as-title":
            draft.marks.append(f"Bảng không có cột tên; cột “{header.texts[i][:40]}” được hiểu là tên.")
        _fill(draft, cells, header, i, book)
        if context.owners:
            _add_owners(draft, context.owners, book)
        if draft.unit and draft.unit.rule == "column":
            context.unit = draft.unit
        yield draft


def _add_owners(draft: Draft, owners: Piece, book: LabelBook) -> None:
    who = next((spec.code for spec in book.asked if spec.kind == "people"), None)
    if who and not draft.has(who):
        draft.add(who, owners)


def _titles_of(cell: Cell, book: LabelBook) -> list[str]:
    """The titles of one cell: several where every line is numbered, or every part of it names its kind."""
    if "\n" in cell.text or ";" in cell.text:
        lines = [line for line in cell.text.split("\n") if line.strip()]
        if len(lines) > 1 and all(split_number(line)[0] for line in lines):
            return [split_number(line)[1] for line in lines]
        parts = [part.strip() for part in _PARTS.split(cell.text) if part.strip()]
        if len(parts) > 1 and all(_names_itself(part, book) for part in parts):
            return parts
    quotes = noun_quotes(cell.text, book)
    if len(quotes) > 1:
        return [f"{noun} “{title}”" for noun, title in quotes]
    return [cell.text]


def _names_itself(text: str, book: LabelBook) -> bool:
    """ "Mô hình “X”", "Giải pháp: Y": a noun of the campaign, and behind quotes or a colon the name."""
    lead = leading_noun(text, book)
    return lead is not None and lead[1].strip()[:1] in (":", "“", '"', "«")


def _may_be_several(text: str) -> bool:
    """Lines of a cell that each begin like a name of their own."""
    if "\n" not in text:
        return False
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return len(lines) > 1 and all(line[0].isupper() and len(words(line)) > 2 for line in lines)


def _of_another_title(column: int, header: Header, title: int) -> bool:
    """ "Mô hình | Phụ trách | Sáng kiến | Tác giả": every title has a column of the sort to its right, its own."""
    alike = header.of(header.columns[column].label.code)
    owners = [max((t for t in header.titles if t < i), default=-1) for i in alike]
    return owners == header.titles and owners[alike.index(column)] != title


def _fill(draft: Draft, cells: Sequence[Cell], header: Header, title: int, book: LabelBook) -> None:
    several = len(header.titles) >= _SEVERAL
    for i, column in header.described:
        cell, label = cells[i], column.label
        if is_blank(cell.text) or (several and label.target == "field" and _of_another_title(i, header, title)):
            continue
        if (
            not cell.is_origin
            and i > 0
            and cells[i - 1].text == cell.text
            and i - 1 in header.columns
            and header.columns[i - 1] == column
        ):
            continue
        if column.choice:
            if is_cross(cell.text):
                draft.chosen[column.choice[0]] = Piece(column.choice[1], cell.where, "cross")
        elif label.target == "field":
            parted = answers_in(cell.text, book)
            for code, part in parted:
                draft.add(code, Piece(part, cell.where, "label-in-cell"))
            if not parted:
                text = "100%" if i in header.shares and cell.text.strip() == "1" else cell.text
                draft.add(label.code, Piece(text, cell.where, f"column:{label.rule}"))
        elif label.target == "unit":
            draft.unit = Piece(cell.text, cell.where, "column")
        elif label.target == "from":
            draft.start = Piece(cell.text, cell.where, f"column:{label.rule}")
        elif label.target == "to":
            draft.end = Piece(cell.text, cell.where, f"column:{label.rule}")


def _continue(draft: Draft, cells: tuple[Cell, ...], header: Header) -> None:
    """A row under a merged title, or the rest of a row on the next page: what is new joins the initiative above."""
    for i, column in header.columns.items():
        cell, label = cells[i], column.label
        if not cell.is_origin or is_blank(cell.text) or column.choice:
            continue
        if label.target == "field" and (not label.is_title or _hangs_over(cells, header)):
            draft.add(label.code, Piece(cell.text, cell.where, f"column:{label.rule}"))


def _remarks(cells: tuple[Cell, ...], header: Header) -> Iterator[tuple[str, Piece]]:
    for i in header.remarks:
        if not is_nothing(cells[i].text):
            yield header.columns[i].label.code, Piece(cells[i].text, cells[i].where, "column")
