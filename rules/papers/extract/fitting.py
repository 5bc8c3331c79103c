"""Headings and labels that say nothing to us: which field each asks for, found for all of them together.

What stands under a heading speaks (names, dates, running prose, figures and outcomes), what its words have in common
with a label, and where it stands. The best assignment of all of them to the fields that are still free is taken; by how
much it is better than the best one without it says how far it can be trusted. A person is asked about all that is found
here.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from statistics import median

from rules.campaign import FieldSpec
from rules.document import Table
from rules.lexicon import lexicon
from rules.papers.extract.columns import (
    Column,
    Header,
    cells_below,
    column_of,
    heads_people,
    holds_names,
    is_period,
    looks_like,
    with_units,
)
from rules.papers.extract.labels import HEADER, INLINE, TITLE, Label, LabelBook, Target
from rules.papers.extract.people import is_group
from rules.papers.extract.sentences import person_at_start
from rules.papers.extract.shape import first_counted, is_index_row, is_list, numbered_column
from rules.text import bare, fold, says, spoken, words

_ENOUGH = 0.4
"""Least score of a heading for a field: less is no reason to take it for anything."""
_CLEAR = 0.2
"""Margin over the next best assignment from which it is clear; below it two readings hardly differ."""
_PROSE = 6  # words from which an answer is running text
_LONGEST_NAME = 25  # words
_MOST = 12  # headings that are assigned; a table of more unknown ones is none of ours
_BY_HEADING = 0.5
_LATER = 0.15  # that each text before it speaks against a name
_BY_FIGURES = 0.7  # that figures tell what came of something, where no word does
_RARE = 0.2  # that a label is asked once speaks against it, where others are asked of each initiative
_COUNTED = 0.3  # that figures speak against what is done
_LEAST_DONE = 0.35  # that running text says what is done, though it speaks of what comes of it, too
_BEHIND = 0.1  # that what comes of something stands behind what is done, and both behind the name
_TELLING = 3  # words from which an answer says something, beside what it is
_LOOKS = 0.7  # share of answers that look like one kind of value, if only nearly
_NEARLY = 0.85
_GROUPS = 0.7  # less than a name has: “Phòng họp không giấy” is no group
_LONGEST_SHARE = 12  # words of an answer that says how far something is
_SHARE = re.compile(
    r"(?:da |moi |co ban |chua )?(?:hoan thanh|thuc hien|dat|xong|duoc|vuot)\D{0,20}\d{1,3}(?:[.,]\d+)?\s*%|"
    r"\d{1,3}(?:[.,]\d+)?\s*%(?:\s+\S+){0,3}\W*$"
)
_DONE = re.compile(r"(?:da |moi |dang |co ban |chua )?(?:hoan thanh|xong)\b")
_LONGEST_CLAUSE = 9  # words of a period, or of who does something
_WHEN = re.compile(r"\d|(?:tu|den|trong|truoc|ngay|tuan|thang|qui|nam|hoc|ca|dau|giua|cuoi|moi|hang|ke)\b")
_CLAUSE = re.compile(r"[;.,(]\s|$")
_LONGEST_WHEN = 20  # words of a period and more about it
_WHY, _HOW = ("vì sao", "tại sao", "lý do"), ("thế nào", "cách", "làm sao", "ra sao", "làm gì")
_WHAT, _AIM = ("được gì", "lợi gì", "để làm gì", "nhằm"), "để "
_GUESSED = ("column-by-fit", "column-by-guess")  # of words: where nothing else is named, they are the names
_QUOTED = 40  # characters of a heading that a person is shown

_ENDS: tuple[Target, Target] = ("from", "to")

Scores = Mapping[tuple[int, str], float]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A heading or a label that says nothing to us, what stands under it or behind it, and its place among others."""

    text: str
    answers: tuple[str, ...]
    place: int
    is_rare: bool = False  # answered for few, where others are answered for each initiative


@dataclass(frozen=True, slots=True)
class Fit:
    """The field for which a heading (by its place) is taken; `margin`: what the next best assignment scores less."""

    place: int
    code: str
    margin: float

    @property
    def is_clear(self) -> bool:
        return self.margin >= _CLEAR


def fitted(header: Header, table: Table, book: LabelBook, *, titles: bool) -> Header:
    """The header with a field for each unknown column that fits one, and a sentence for each that was not explained.

    `titles`: whether a column of names may be taken for the titles where none is headed so.
    """
    header = _with_end(header, table, book)
    full = max((len(cells_below(header, table, i)) for i in range(table.width)), default=0)
    unknown = [
        Unknown(header.texts[i], tuple(cells), i, is_rare=len(cells) < _LOOKS * full)
        for i in range(table.width)
        if _is_unknown(header.columns.get(i)) and (cells := cells_below(header, table, i))
    ]
    taken = {column.label.code for column in header.columns.values() if column.label.target == "field"}
    fits, marks = fit(unknown, taken, book, titles=titles, called="Cột")
    columns = dict(header.columns)
    for each in fits:
        rule = "column-by-fit" if each.is_clear else "column-by-guess"
        columns[each.place] = Column(Label("field", each.code, HEADER, rule))
    return replace(header, columns=columns, marks=(*header.marks, *marks))


def _with_end(header: Header, table: Table, book: LabelBook) -> Header:
    """ "Bắt tay vào | Xong", "Mở đầu | Kết thúc": two columns of days side by side are from when to when."""
    when = [spec for spec in book.asked if spec.kind == "period"]
    for i, column in header.columns.items():
        beside = header.columns.get(i + 1)
        is_start = bool(when) and column.label.code == when[0].code and column.label.rule == "column-by-content"
        is_end = i + 1 < table.width and (_is_unknown(beside) or (beside is not None and beside.label.target == "to"))
        if is_start and is_end and looks_like(cells_below(header, table, i + 1), when):
            start, end = (Column(Label(one, one, HEADER, "column-by-content")) for one in _ENDS)
            return replace(header, columns={**header.columns, i: start, i + 1: end})
    return header


def _is_unknown(column: Column | None) -> bool:
    return column is None or column.label.is_vague


def header_by_shape(table: Table, book: LabelBook, names_unit: Callable[[str], bool]) -> Header | None:
    """The columns of a counted list whose header is missing or unknown, by what stands in them; else None.

    People, periods, percents, choices and units show what they are; what the columns of words hold is found together.
    The first of them whose texts are all different holds the names, where nothing better does.
    """
    index, first = numbered_column(table), first_counted(table)
    if index is None and heads_people(table, book):
        first = 1
    elif index is None or first is None or not is_list(table):
        return None
    bottom, texts = _headings(table, first)
    counted = {index: Column(Label("index", "index", 1.0, "counted"))} if index is not None else {}
    header = with_units(Header(0, bottom, counted, texts), table, book, names_unit)
    header = replace(header, columns=_shown_by_contents(header, table, book))
    header = fitted(header, table, book, titles=True)
    open_ = [i for i in range(table.width) if i not in header.columns]
    wordy = {i: column for i, column in header.columns.items() if _is_text(column, book)}
    guessed = [*wordy] if all(column.label.rule in _GUESSED for column in wordy.values()) else []
    left = [i for i in open_ or guessed if holds_names(cells_below(header, table, i))]
    if not header.titles and left:
        title = Column(Label("field", TITLE, HEADER, "taken-as-title"))
        header = replace(header, columns={**header.columns, left[0]: title})
    return header if header.titles else None


def _is_text(column: Column, book: LabelBook) -> bool:
    return any(spec.code == column.label.code and spec.kind == "text" for spec in book.asked)


def _headings(table: Table, first: int) -> tuple[int, tuple[str, ...]]:
    """The last row above the first counted one that is no row across ("I. TẬP THỂ"), and its texts."""
    for row in range(first - 1, -1, -1):
        texts = tuple(fold(cell.text) for cell in table.rows[row])
        if len(set(texts)) > 2 and not is_index_row(table.rows[row]):
            return row, texts
    return first - 1, ("",) * table.width


def _shown_by_contents(header: Header, table: Table, book: LabelBook) -> dict[int, Column]:
    """The columns that a heading or what stands in them shows."""
    columns = dict(header.columns)
    heads = range(table.width if header.bottom >= 0 else 0)
    named = {i: column for i in heads if (column := column_of(table, 0, header.bottom, i, book))}
    open_ = [i for i in range(table.width) if i not in header.columns]
    for i in sorted(open_, key=lambda i: i in named and named[i].label.is_inexact):  # sound labels first
        known = named.get(i)
        taken = {column.label.code for column in columns.values()}
        spec = looks_like(cells_below(header, table, i), [spec for spec in book.asked if spec.code not in taken])
        again = known is not None and known.label.code in taken and known.label.target != "ignored"
        if known and known.label.score >= HEADER and (known.choice or not again):
            columns[i] = known
        elif spec:
            columns[i] = Column(Label("field", spec.code, HEADER, "column-by-content"))
    return columns


def fit(
    unknown: Sequence[Unknown], taken: set[str], book: LabelBook, *, titles: bool, called: str
) -> tuple[list[Fit], list[str]]:
    """The field of each heading that fits one, none of `taken`; and for each heading a sentence for a person.

    `called`: what a heading is to a clerk ("Cột", "Mục").
    """
    if not unknown or len(unknown) > _MOST:
        return [], []
    free = [spec for spec in book.asked if spec.code not in taken and (titles or spec.code != TITLE)]
    behind = 0 if any(spec.code == TITLE for spec in free) else 1  # the name stands elsewhere, before all of them
    wordy = [each.place for each in unknown if not shows(each.answers, book)]
    scores = {
        (each.place, spec.code): score
        for each in unknown
        for spec in free
        if (
            score := _score(each, behind + sum(place < each.place for place in wordy), spec, book)
            - _RARE * each.is_rare
        )
        > 0
    }
    fits = assign([each.place for each in unknown], scores, _order(free))
    found = {one.place: one.code for one in fits}
    clear = {one.place for one in fits if one.is_clear}
    marks = []
    for each in unknown:
        spec = next((spec for spec in free if spec.code == found.get(each.place)), None)
        if spec is None and all(map(_is_code, each.answers)):
            continue  # "Mã: SK01" names a row and says nothing of it
        if spec and each.place in clear and names_part(each.text, spec, book):
            continue  # words and answers say the same
        shown = f"{called} “{each.text[:_QUOTED].strip(' :')}”"
        marks.append(
            f"{shown} được hiểu là “{spec.label}” theo nội dung ghi ở đó."
            if spec
            else f"{shown} có nội dung nhưng không rõ là thông tin gì."
        )
    return fits, marks


def _order(specs: Sequence[FieldSpec]) -> dict[str, int]:
    """In which order texts stand: the name, what is done, what comes of it, which only one stage asks."""
    texts = (spec for spec in specs if spec.kind == "text")
    return {spec.code: 0 if spec.code == TITLE else 2 if len(spec.stages) == 1 else 1 for spec in texts}


def assign(places: Sequence[int], scores: Scores, order: Mapping[str, int] | None = None) -> list[Fit]:
    """The assignment of headings to fields, each field once, whose scores add up to most; headings may stay without.

    `order`: fields that stand behind one another; what stands before a lower one is worth less.
    """
    total, chosen = _best(tuple(places), scores, order or {})
    fits = []
    for place, code in chosen:
        without = {pair: score for pair, score in scores.items() if pair != (place, code)}
        fits.append(Fit(place, code, total - _best(tuple(places), without, order or {})[0]))
    return fits


def _best(
    places: tuple[int, ...], scores: Scores, order: Mapping[str, int]
) -> tuple[float, tuple[tuple[int, str], ...]]:
    """By dynamic programming over the headings and the fields that those before them took."""
    codes = sorted({code for _, code in scores})

    def out_of_order(code: str, taken: int) -> float:
        before = (other for bit, other in enumerate(codes) if taken & 1 << bit)
        return _BEHIND * sum(order.get(other, -1) > order[code] for other in before) if code in order else 0.0

    @cache
    def rest(at: int, taken: int) -> tuple[float, tuple[tuple[int, str], ...]]:
        if at == len(places):
            return 0.0, ()
        best = rest(at + 1, taken)
        for bit, code in enumerate(codes):
            score = scores.get((places[at], code), 0.0)
            if score >= _ENOUGH and not taken & 1 << bit:
                more, chosen = rest(at + 1, taken | 1 << bit)
                worth = score + more - out_of_order(code, taken)
                if worth > best[0]:
                    best = (worth, ((places[at], code), *chosen))
        return best

    return rest(0, 0)


def _score(each: Unknown, rank: int, spec: FieldSpec, book: LabelBook) -> float:
    """How well a field fits: by what the answers look like, and by the words of the heading.

    `rank`: how many headings over running text stand before it.
    """
    heading = _by_heading(each.text, spec, book)
    if spec.kind != "text":
        looks = likeness(spec, each.answers)
        return looks + heading if looks else 0.0
    typed = max((likeness(other, each.answers) for other in book.asked), default=0.0)
    length = median(sum(word.isalpha() for word in words(answer)) for answer in each.answers)
    figures = sum(any(char.isdigit() for char in answer) for answer in each.answers) / len(each.answers)
    of_one_stage = len(spec.stages) == 1  # what only one stage asks is what comes of it, expected or reached
    if spec.code == TITLE and each.is_rare:
        return 0.0  # what stands over several rows, or is asked once, names none of them
    if typed == 1.0 or length < (1 if of_one_stage and figures == 1 else _TELLING):
        return 0.0
    if len(set(each.answers)) == 1 < len(each.answers):
        return heading  # the same in each row says nothing of any of them
    outcome = sum(map(tells_outcome, each.answers)) / len(each.answers)
    if spec.code == TITLE:
        return _named(each, length) - _LATER * rank - 0.3 * outcome + heading
    told = (
        max(outcome, _BY_FIGURES * figures)
        if of_one_stage
        else max(_LEAST_DONE, 0.75 * (1 - outcome) * (1 - _COUNTED * figures))
    )
    placed = 0.0 if of_one_stage or rank != 1 else _right_behind(figures, book) * (1 - outcome)
    return 0.25 * min(1.0, length / _PROSE) + 0.5 * told + placed + heading - 0.25 * typed


def _right_behind(figures: float, book: LabelBook) -> float:
    """What the first text behind a name is worth as what is done: most where nothing came of it yet."""
    if not _is_first_stage(book):
        return _BEHIND if figures < 1 else 0.0
    return 2 * _BEHIND


def _is_first_stage(book: LabelBook) -> bool:
    """Whether nothing can have been reached yet."""
    return any(stage.code == book.stage and not stage.compared_with for stage in book.campaign.stages)


def shows(answers: Sequence[str], book: LabelBook) -> bool:
    """Whether answers show what is asked: names, a period, a share, a choice."""
    return any(likeness(spec, answers) >= _NEARLY for spec in book.asked)


def likeness(spec: FieldSpec, answers: Sequence[str]) -> float:
    """How much answers look like values of a field: 1 where they all but are some, less where they nearly are."""
    if looks_like(answers, [spec]) is not None:
        return _NEARLY if spec.kind == "period" and any(map(tells_outcome, answers)) else 1.0
    if spec.kind == "people" and all(map(person_at_start, answers)):
        return 1.0  # "cô Cấn Thị Nguyệt"
    if spec.kind == "people" and sum(_names_somebody(spec, answer) for answer in answers) >= _LOOKS * len(answers):
        return _GROUPS
    nearly = _NEARLY_LIKE.get(spec.kind)
    return _NEARLY if nearly and sum(map(nearly, answers)) >= _LOOKS * len(answers) else 0.0


def _names_somebody(spec: FieldSpec, text: str) -> bool:
    """A person, a group, or a post that stands for who holds it ("Văn thư")."""
    posts = {words(post) for post in lexicon().people.positions}
    if len(words(text)) > _LONGEST_CLAUSE:
        return False
    return is_group(text) or words(text) in posts or looks_like([text], [spec]) is not None


def tells_when(text: str) -> bool:
    """ "Từ tháng 9 đến tháng 10; sơ kết trước ngày 31/10": when, and more about it."""
    end = _CLAUSE.search(text)
    clause = text[: end.start()] if end else text
    if len(words(text)) > _LONGEST_WHEN:
        return False
    return len(words(clause)) <= _LONGEST_CLAUSE and _WHEN.match(bare(clause)) is not None and is_period(clause)


def _says_how_far(text: str) -> bool:
    """ "Đạt 100% kế hoạch", "Hoàn thành 90%, còn 03 phòng": a share, and what it is of."""
    plain = bare(text)
    return len(words(text)) <= _LONGEST_SHARE and (_SHARE.match(plain) or _DONE.match(plain)) is not None


_NEARLY_LIKE: dict[str, Callable[[str], bool]] = {"period": tells_when, "percent": _says_how_far}


def _named(each: Unknown, length: float) -> float:
    """Names are short, all different, end without a full stop, and stand before what is said of them."""
    if length > _LONGEST_NAME or not holds_names(each.answers):
        return 0.0
    sentences = sum(answer.rstrip().endswith((".", ";")) for answer in each.answers) / len(each.answers)
    return 0.8 - 0.3 * sentences


def _by_heading(text: str, spec: FieldSpec, book: LabelBook) -> float:
    if names_part(text, spec, book):
        return _BY_HEADING
    asked = _asked(text, spec, book)
    if asked:
        return asked
    label = book.match(text)
    if label is None or label.target != "field":
        return 0.0
    if label.code == spec.code:
        return _BY_HEADING * label.score
    return -_BY_HEADING * label.score if label.score >= INLINE else 0.0


def _asked(text: str, spec: FieldSpec, book: LabelBook) -> float:
    """What the question word of a heading says: how it is done, what comes of it, or why, which no text answers.

    What is hoped for ("Muốn được") comes of it while nothing was reached yet.
    """
    if spec.kind != "text" or spec.code == TITLE:
        return 0.0
    if any(says(text, word) for word in _WHY):
        return -_BY_HEADING
    hoped = lexicon().table.hopes if _is_first_stage(book) else ()
    what = fold(text).casefold().startswith(_AIM) or any(says(text, word) for word in (*_WHAT, *hoped))
    how = not what and any(says(text, word) for word in _HOW)
    if how == what:
        return 0.0
    return 0.5 * _BY_HEADING * (1 if what == (len(spec.stages) == 1) else -1)


def names_part(text: str, spec: FieldSpec, book: LabelBook) -> bool:
    """Whether a label of the field stands within a heading: "Hiệu quả kinh tế kỳ vọng đem lại"."""
    return any(label in spoken(text) for label in book.spoken[spec.code] if label.strip().count(" "))


def _is_code(text: str) -> bool:
    return len(words(text)) == 1 and any(char.isdigit() for char in text)


def tells_outcome(text: str) -> bool:
    """Whether a text tells what comes of something: a share, or words such as "giảm", "không còn"."""
    return "%" in text or any(says(text, word) for word in lexicon().table.outcomes)
