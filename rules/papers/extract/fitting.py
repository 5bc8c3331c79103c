"""Columns whose heading says nothing to us: which field each holds, found for all of them together.

What stands in a column speaks (names, running prose, figures and outcomes), what its heading has in common with a label,
and where it stands. The best assignment of all columns to the fields that are still free is taken; by how much it is
better than the best one without it says how far it can be trusted. Whatever is found here a person is asked about.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import median

from rules.campaign import FieldSpec
from rules.document import Table
from rules.lexicon import lexicon
from rules.papers.extract.columns import Column, Header, cells_below, holds_names, looks_like
from rules.papers.extract.labels import HEADER, TITLE, Label, LabelBook
from rules.text import is_blank, says, words

_ENOUGH = 0.4
"""Least score of a column for a field: less is no reason to take it for anything."""
_CLEAR = 0.2
"""Margin over the next best assignment from which the columns decide; below it they hardly differ."""
_PROSE = 6  # words from which a cell is running text
_MOST = 8  # columns that are assigned; a table of more unknown ones is none of ours
_BY_HEADING = 0.5
_QUOTED = 40  # characters of a heading that a person is shown

Scores = Mapping[tuple[int, str], float]


@dataclass(frozen=True, slots=True)
class Fit:
    """A column and the field it is taken for; `margin`: what the next best assignment scores less."""

    column: int
    code: str
    margin: float


def fitted(header: Header, table: Table, book: LabelBook, *, titles: bool) -> Header:
    """The header with a field for each unknown column that fits one, and a sentence for each that was not explained.

    `titles`: whether a column of names may be taken for the titles where none is headed so.
    """
    unknown = [i for i in range(table.width) if i not in header.columns and _says_something(header, table, i)]
    if not unknown or len(unknown) > _MOST:
        return header
    free = _free(header, book, titles=titles)
    scores = {
        (i, spec.code): score for i in unknown for spec in free if (score := _score(header, table, i, spec, book)) > 0
    }
    fits = assign(unknown, scores)
    columns = dict(header.columns)
    marks: list[str] = []
    for fit in fits:
        rule = "column-by-fit" if fit.margin >= _CLEAR else "column-by-guess"
        columns[fit.column] = Column(Label("field", fit.code, HEADER, rule))
        label = next(spec.label for spec in free if spec.code == fit.code)
        marks.append(f"Cột “{_shown(header, fit.column)}” được hiểu là “{label}” theo nội dung các ô.")
    left = [i for i in unknown if i not in columns]
    marks += [f"Cột “{_shown(header, i)}” có nội dung nhưng không rõ là thông tin gì." for i in left]
    return replace(header, columns=columns, marks=(*header.marks, *marks))


def assign(columns: Sequence[int], scores: Scores) -> list[Fit]:
    """The assignment of columns to fields, each field once, whose scores add up to most; columns may stay without."""
    total, chosen = _best(tuple(columns), scores)
    fits = []
    for column, code in chosen:
        without = {pair: score for pair, score in scores.items() if pair != (column, code)}
        fits.append(Fit(column, code, total - _best(tuple(columns), without)[0]))
    return fits


def _best(columns: tuple[int, ...], scores: Scores) -> tuple[float, tuple[tuple[int, str], ...]]:
    """By dynamic programming over the columns and the fields that those before them took."""
    codes = sorted({code for _, code in scores})

    @lru_cache(maxsize=None)
    def rest(place: int, taken: int) -> tuple[float, tuple[tuple[int, str], ...]]:
        if place == len(columns):
            return 0.0, ()
        best = rest(place + 1, taken)
        for bit, code in enumerate(codes):
            score = scores.get((columns[place], code), 0.0)
            if score >= _ENOUGH and not taken & 1 << bit:
                more, chosen = rest(place + 1, taken | 1 << bit)
                if score + more > best[0]:
                    best = (score + more, ((columns[place], code), *chosen))
        return best

    return rest(0, 0)


def _says_something(header: Header, table: Table, column: int) -> bool:
    return not is_blank(header.texts[column]) and bool(cells_below(header, table, column))


def _shown(header: Header, column: int) -> str:
    return header.texts[column][:_QUOTED]


def _free(header: Header, book: LabelBook, *, titles: bool) -> list[FieldSpec]:
    """The fields of running text that no column has yet; the title only where a list of titles is expected."""
    taken = {column.label.code for column in header.columns.values() if column.label.target == "field"}
    text = [spec for spec in book.asked if spec.kind == "text" and spec.code not in taken]
    return [spec for spec in text if spec.code != TITLE or (titles and not header.titles)]


def _score(header: Header, table: Table, column: int, spec: FieldSpec, book: LabelBook) -> float:
    cells = cells_below(header, table, column)
    if looks_like(cells, book.asked) is not None:
        return 0.0  # people, periods, percents and choices are known by themselves
    length = median(len(words(cell)) for cell in cells)
    if spec.code == TITLE:
        return 0.6 * holds_names(cells) - 0.02 * column + _by_heading(header, column, spec, book)
    prose = min(1.0, length / _PROSE)
    outcome = sum(map(tells_outcome, cells)) / len(cells)
    of_stage = len(spec.stages) == 1  # what only one stage asks is its outcome, expected or reached
    content = outcome if of_stage else 0.75 * (1 - outcome)
    return 0.25 * prose + 0.5 * content + _by_heading(header, column, spec, book)


def _by_heading(header: Header, column: int, spec: FieldSpec, book: LabelBook) -> float:
    label = book.match(header.texts[column])
    if label is None or label.target != "field":
        return 0.0
    return _BY_HEADING * label.score if label.code == spec.code else -_BY_HEADING * label.score


def tells_outcome(text: str) -> bool:
    """Whether a text tells what comes of something: a share, or words such as "giảm", "không còn"."""
    return "%" in text or any(says(text, word) for word in lexicon().table.outcomes)
