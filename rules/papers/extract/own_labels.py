"""Labels of a paper's own, which no vocabulary knows: what they ask for, by what is answered.

"Gọi là gì: Ngày không hẹn", "Danh tính: Nguyễn Văn A": a label stands before a colon or in the first cell of a row,
like its neighbours. What it asks for is found with all of them together (`rules.papers.extract.fitting`).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rules.document import Cell, Table
from rules.papers.extract.columns import Header, find_header, holds_names, looks_like
from rules.papers.extract.cut import style
from rules.papers.extract.fitting import Unknown, fit, shows
from rules.papers.extract.labels import ALONE, INLINE, LENT, NAME_ALONE, TITLE, LabelBook, Own, Target, Words
from rules.papers.extract.lines import (
    Item,
    Line,
    is_frame,
    is_frame_table,
    origins,
)
from rules.papers.extract.shape import is_list
from rules.papers.extract.values import exact_choice, is_nothing, leading_noun
from rules.papers.extract.vertical import form_heads, has_heading_rows, heads_a_form, vertical_rows
from rules.text import bare, fold, is_blank, split_number, words

_UNDERSTOOD = "Mục “{}” được hiểu là “{}” theo nội dung ghi ở đó."
_LAST_NUMBER = re.compile(r"\s*\d+$")
_RUN = "run"  # the look of a label among lines that begin with one
_SHORT = 4  # words of such a label
_SEVERAL = 2
_DIGITS = re.compile(r"\d+|\b[ivx]+\b")
_DOUBTFUL = ("label-typo", NAME_ALONE)  # rules of labels that a unit behind them contradicts
_LONGEST_HEADING = 300  # characters
_LONGEST = 10  # words of a label
_LONGEST_UNKNOWN = 8  # words of one that nobody knows
_FEWEST = 3  # labels of a form
_NARROW = 3  # columns of a form in a table, with one for numbers
_SHARE = 0.7  # of the answers that are units, for a label to ask whose it is


@dataclass(slots=True)
class _Question:
    """One label of the paper with everything that is answered to it."""

    text: str
    known: tuple[Target, str] | None
    lent: bool  # asks for it only where no other label does
    whose: bool  # a unit is answered to what would ask for something else
    styles: set[str] = field(default_factory=set)  # of its number, "cell" in a table, "bold"
    answers: list[str] = field(default_factory=list)


def own_labels(
    items: Sequence[Item], book: LabelBook, names_unit: Callable[[str], bool], *, titles: bool
) -> tuple[Own, list[str]]:
    """What each unknown label of a form asks for, and sentences for a person; nothing where there is no form.

    `titles`: whether a label may be taken for that of the titles where no label asks for them.
    """
    questions: dict[Words, _Question] = {}
    first = _first_named(items, book)
    named = first is not None
    pairs = [*_pairs(items[first or 0 :], book)]
    counted = () if named else _counted_names(pairs, book)
    for text, answer, look in pairs:
        if _ends_with_number(text):
            continue
        known = book.match(text)
        sure = known is not None and known.score >= INLINE and not known.is_vague
        whose = known is not None and known.rule in _DOUBTFUL and known.target == "field" and names_unit(answer)
        if whose:
            sure = False  # "Nơi đứng chân" is two letters from "Nội dung chính", "Tên cơ sở" asks whose it is
        lent = known is not None and known.rule == LENT
        hit = (known.target, known.code) if known and sure else None
        question = questions.setdefault(words(text), _Question(text, hit, lent, whose))
        question.styles.add(look)
        question.answers.extend([] if is_nothing(answer) else [answer])
    looks = {look for one in questions.values() if one.known or _shows(one, book) for look in one.styles if look}
    taken = {one.known[1] for one in questions.values() if one.known and one.known[0] == "field" and not one.lent}
    often = {len(one.answers) for one in questions.values() if one.known or _shows(one, book)} - {1}
    unknown = [
        (key, one)
        for key, one in questions.items()
        if one.known is None and (one.whose or _is_question(one, looks, often, taken, book))
    ]
    repeated = {len(one.answers) for one in questions.values()}
    several = len(repeated) == 1 and repeated != {1}  # one form after another, each with the same labels
    asked = sum(len(one.answers) for one in questions.values()) if named or several else len(questions)
    taken |= {TITLE} if counted else set()
    own: Own = tuple((words(text), "field", TITLE) for text in counted)
    marks = [_UNDERSTOOD.format(counted[0], _label_of(TITLE, book))] if counted else []
    if not unknown or asked < _FEWEST:
        return own, marks
    titles = titles and TITLE not in taken and not named
    found, told = _fitted(unknown, taken, book, names_unit, titles=titles, named=named, several=several)
    return (*own, *found), [*marks, *told]


def _label_of(code: str, book: LabelBook) -> str:
    return next(spec.label for spec in book.campaign.fields if spec.code == code)


def _ends_with_number(text: str) -> bool:
    return text[-1:].isdigit()


def _counted_names(pairs: Sequence[tuple[str, str, str]], book: LabelBook) -> tuple[str, ...]:
    """ "Việc 1: Cân suất ăn thừa" over its answers, "Việc 2: ..." over the same: what is counted up names each.

    "Bước 1: ...", "Bước 2: ..." one below the other are parts of one answer.
    """
    places = [i for i, (text, _, _) in enumerate(pairs) if _ends_with_number(text)]
    heads = [pairs[i][0] for i in places]
    stems = {bare(_LAST_NUMBER.sub("", head)).strip() for head in heads}
    numbers = [int(head.split()[-1]) for head in heads if head.split()[-1].isdigit()]
    if len(stems) != 1 or len(numbers) < _SEVERAL or numbers != list(range(1, len(heads) + 1)):
        return ()
    below = [pairs[i + 1 : end] for i, end in zip(places, [*places[1:], len(pairs)], strict=True)]
    alike = set.intersection(*({words(text) for text, _, _ in each} for each in below))
    asks = any(label.is_title for text, _, _ in pairs if (label := book.match(text)) and label.rule != "noun")
    return tuple(heads) if alike and not asks and holds_names([pairs[i][1] for i in places]) else ()


def _shows(one: _Question, book: LabelBook) -> bool:
    """Whether what is answered shows what is asked: names, a period, a share."""
    return shows(one.answers, book)


def _first_named(items: Sequence[Item], book: LabelBook) -> int | None:
    """Where the first initiative is named without a label that asks for it: what stands above is not about any.

    One "Giải pháp: ..." may be a label of a form; two are names.
    """
    named = [i for i, item in enumerate(items) if _names_itself(item, book)]
    alone = len(named) == 1 and isinstance(line := items[named[0]], Line) and _is_bare_noun(line.text, book)
    return None if not named or alone else named[0]


def _is_bare_noun(text: str, book: LabelBook) -> bool:
    label = book.match(text.partition(":")[0])
    return ":" in text and label is not None and not any(char.isdigit() for char in text.partition(":")[0])


def _names_itself(item: Item, book: LabelBook) -> bool:
    """Whether something names an initiative without a label: a row across, "1. Mô hình “X”", "Giải pháp 2: Y"."""
    if isinstance(item, Table):
        return has_heading_rows(item, book)
    if len(item.text) > _LONGEST_HEADING:
        return False
    label = book.match(item.text)
    if label is not None and label.rule == "noun" and any(char.isdigit() for char in item.text):
        return True  # "Mô hình 1" over the name
    lead = leading_noun(item.text, book)
    if lead is None:
        return False
    begins = lead[1].strip()[:1]
    return begins in ("“", '"') or (begins == ":" and bool(item.number or item.bold))


def _fitted(
    unknown: list[tuple[Words, _Question]],
    taken: set[str],
    book: LabelBook,
    names_unit: Callable[[str], bool],
    *,
    titles: bool,
    named: bool,
    several: bool,
) -> tuple[Own, list[str]]:
    own: list[tuple[Words, Target, str]] = []
    asked: list[tuple[Words, Unknown]] = []
    for place, (key, one) in enumerate(unknown):
        if sum(map(names_unit, one.answers)) >= _SHARE * len(one.answers):
            own.append((key, "unit", "unit"))
        else:
            rare = len(one.answers) == 1 < max(len(other.answers) for _, other in unknown)
            asked.append((key, Unknown(one.text, tuple(one.answers), place, rare)))
    fits, marks = fit([each for _, each in asked], taken, book, titles=titles, called="Mục")
    codes = {one.place: one.code for one in fits}
    said = {*taken, *codes.values()}
    typed = _typed(said, book)
    if TITLE not in said and not named and len(said if typed and several else typed) < _FEWEST - 1:
        return (), []  # nothing that is described
    for key, each in asked:
        target: Target = "field" if each.place in codes else "ignored"
        own.append((key, target, codes.get(each.place, "")))
    return tuple(own), marks


def _typed(codes: Iterable[str], book: LabelBook) -> list[str]:
    """Fields whose answers show what they are (people, a period, a share): together they describe something."""
    kinds = {spec.code: spec.kind for spec in book.asked}
    return [code for code in codes if kinds.get(code, "text") != "text"]


def _is_question(one: _Question, looks: set[str], often: set[int], taken: set[str], book: LabelBook) -> bool:
    """Whether it stands like the labels that are known, or comes as often; else only what is answered tells.

    A sentence that goes on behind a colon is none: "Dùng 24 biểu tượng cho các nội dung: lịch về thăm nhà, ..."
    """
    if not one.answers or len(words(one.text)) > _LONGEST_UNKNOWN or _is_an_answer(one.text, book):
        return False
    if _shows(one, book) or len(one.answers) in often:
        return True
    if _RUN in one.styles & looks and len(words(one.text)) <= _SHORT:
        return True
    if len(one.answers) == 1 and one.answers[0][0].islower():
        return False
    if looks and one.styles & looks:
        return True
    return TITLE not in taken


def _is_an_answer(text: str, book: LabelBook) -> bool:
    """ "Cải cách thể chế: không có văn bản nào" speaks of an area; it asks nothing."""
    return any(exact_choice(spec, text) for spec in book.campaign.fields if spec.kind == "choice")


def _pairs(items: Sequence[Item], book: LabelBook) -> Iterator[tuple[str, str, str]]:
    """Label, answer and look of each line or row that may hold a question."""
    by_width: dict[int, list[Table]] = {}
    for item in items:
        if isinstance(item, Table) and item.width > _NARROW:
            by_width.setdefault(item.width, []).append(item)
    beside = {width: _label_columns(tables) for width, tables in by_width.items()}
    for i, item in enumerate(items):
        if isinstance(item, Table):
            yield from _side_by_side(item, beside.get(item.width, ())) or _rows(item, book)
        elif not is_frame(item):
            head, colon, value = item.text.partition("\t" if _is_tabbed(item.text) else ":")
            head = head.rstrip(" :")
            below = items[i + 1] if i + 1 < len(items) else None
            if is_blank(value) and isinstance(below, Line) and ":" not in below.text:
                value = below.text
            if not colon and isinstance(below, Line) and not below.number and _is_label(item, book):
                yield item.text, below.text, style(item.number) or ("bold" if item.bold else "")
            if colon and _may_ask(head):
                look = style(item.number) or ("bold" if item.bold or item.lead_bold else "")
                yield head, value.strip(), look or (_RUN if _is_in_a_run(items, i) else "")


def _is_in_a_run(items: Sequence[Item], place: int) -> bool:
    """Whether the lines above and below are a short text before a colon, too, as in a message typed line by line."""
    around = [items[i] for i in (place - 1, place + 1) if 0 <= i < len(items)]
    heads = [item.text.partition(":") for item in around if isinstance(item, Line)]
    return any(colon and not is_blank(value) and 0 < len(words(head)) <= _SHORT for head, colon, value in heads)


def _is_label(line: Line, book: LabelBook) -> bool:
    """A label alone on its line, with what is answered below; "II. KẾT QUẢ" heads a part."""
    label = book.match(line.text) if len(words(line.text)) <= _LONGEST and not line.is_section else None
    return label is not None and label.target == "field" and label.score >= ALONE and label.rule != "noun"


def _is_tabbed(text: str) -> bool:
    """ "Lúc nào làm:\ttháng 9": a tab stands between a label and its answer."""
    head, tab, value = text.partition("\t")
    return bool(tab) and "\t" not in value and not is_blank(value) and ":" not in head.rstrip(" :")


def _rows(table: Table, book: LabelBook) -> Iterator[tuple[str, str, str]]:
    """Rows of a label and an answer; more answers than one only where other rows show that labels stand in front."""
    if is_frame_table(table) or table.width < 2 or _is_listed(table, book):
        return
    heads = {id(cell) for cell in form_heads(table, book)} | {id(cell) for cell in _counts_off(table)}
    several = table.width >= _NARROW and _stands(table, book)
    if table.width > _NARROW and not several:
        return
    for row in table.rows:
        cells = [cell for cell in origins(row) if not is_blank(cell.text)]
        if any(id(cell) in heads for cell in cells) or heads_a_form(cells):
            continue
        if len(cells) > 2 and cells[0].text.strip(" .()").isdecimal():
            cells = cells[1:]
        head = split_number(fold(cells[0].text))[1].rstrip(" :") if len(cells) > 1 else ""
        if head and _may_ask(head) and (len(cells) == 2 or several):
            yield from ((head, cell.text, "cell") for cell in cells[1:])


def _label_columns(tables: Sequence[Table]) -> tuple[int, ...]:
    """Two columns or more in which the same texts come again and again, each beside one of other texts: labels and
    answers side by side, one form below the other, be it in tables of their own."""
    rows = [row for table in tables for row in table.rows]
    width = tables[0].width
    own = [[row[i].text for row in rows if row[i].is_origin and row[i].column_span == 1] for i in range(width)]
    often = [Counter(text for text in texts if not is_blank(text)) for texts in own]
    again = [i for i, texts in enumerate(often) if texts and _SHARE * len(texts) <= sum(n > 1 for n in texts.values())]
    beside = all(i + 1 < width and i + 1 not in again for i in again)
    return tuple(again) if len(again) >= _SEVERAL and again[0] <= 1 and beside else ()


def _side_by_side(table: Table, labels: tuple[int, ...]) -> list[tuple[str, str, str]]:
    """Label, answer and look of each pair of cells where labels stand in these columns."""
    pairs = [(row[i], row[i + 1]) for row in table.rows for i in labels]
    return [
        (split_number(fold(head.text))[1].rstrip(" :"), answer.text, "cell")
        for head, answer in pairs
        if head.is_origin and answer.is_origin and not is_blank(head.text)
    ]


def _counts_off(table: Table) -> Iterator[Cell]:
    """The first row of a list on its side that only counts what stands below: "Thông tin | Đăng ký 1 | Đăng ký 2"."""
    texts = [cell.text for cell in table.rows[0][1:]]
    counted = [_DIGITS.sub("", bare(text)) for text in texts]
    if len(texts) > 1 and len(set(counted)) == 1 and len(set(texts)) == len(texts):
        yield from table.rows[0]


def _is_listed(table: Table, book: LabelBook) -> bool:
    """Whether a row heads the columns, or what stands in the last one is all of one sort: then rows are initiatives."""
    header = find_header(table, book)
    if header is not None and _heads_names(header, table, book):
        return True  # "Giải pháp 1 | Sáng kiến 1" counts what stands below, and heads no column of names
    if table.width > _NARROW:
        return False
    last = [row[-1].text for row in table.rows if row[-1].is_origin and not is_nothing(row[-1].text)]
    return looks_like(last, book.asked) is not None


def _heads_names(header: Header, table: Table, book: LabelBook) -> bool:
    if any(header.columns[i].label.rule != "noun" for i in header.titles):
        return True
    return bool(header.titles) and any(row.label.is_title for row in vertical_rows(table, book) or ())


def _stands(table: Table, book: LabelBook) -> bool:
    """Whether labels stand in the first column: they are known, or a row of the others names people."""
    if is_list(table) or vertical_rows(table, book):
        return not is_list(table)
    rows = [[cell.text for cell in origins(row)[1:] if not is_nothing(cell.text)] for row in table.rows]
    people = [spec for spec in book.asked if spec.kind == "people"]
    return any(len(row) == table.width - 1 and looks_like(row, people) is not None for row in rows)


def _may_ask(head: str) -> bool:
    if head.lstrip().startswith("("):
        return False  # a hint how to fill something in
    return 0 < len(words(head)) <= _LONGEST and not any(mark in head for mark in '.;“”"')
