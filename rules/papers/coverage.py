"""The account of a document: what of it was used, what is known and was left, and what nobody explains.

Every line and every row of a table is looked at once more after the reading, by the place from which each value was
taken. What holds words and is neither used nor known (frame, heading, sentence that leads to the list, label that asks
nothing we keep) is named to a person, and the reading is not sure.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rules.document import Cell, Where
from rules.papers.extract.cut import split_labels, style
from rules.papers.extract.draft import Draft, Extraction, Piece
from rules.papers.extract.head import Head
from rules.papers.extract.labels import TITLE, LabelBook
from rules.papers.extract.lines import (
    Item,
    Line,
    cell_lines,
    content,
    is_frame,
    is_signature,
    origins,
)
from rules.papers.extract.people import is_person, people
from rules.papers.extract.shape import is_index_row
from rules.papers.extract.values import is_nothing, noun_quotes
from rules.text import bare, fold, is_blank, without_leaders, words
from rules.titles import title_key

_SHOWN = 60  # characters of a text that a person is shown
_TELLING = 3  # words from which a text may say something
_HEADING = 16  # words of a heading
_NAME = 6  # words of a line that is nothing but the name of who signs
_DAY = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*(?:20)?\d{2})?|\b20\d{2}\b|\bđợt\s+\d", re.IGNORECASE)


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """Something of the document that was not used and is not known."""

    text: str
    is_row: bool = False

    @property
    def sentence(self) -> str:
        what = "dòng của bảng" if self.is_row else "dòng"
        return f"Còn {what} chưa rõ thuộc nội dung nào: “{' '.join(self.text.split())[:_SHOWN]}”."


def unexplained(
    items: Sequence[Item], head: Head, extraction: Extraction, read: Iterable[Draft], book: LabelBook
) -> Iterator[Left]:
    """What of a document was not used for `read` and is not known either, in reading order.

    Nothing is told of a document of which nothing was read.
    """
    drafts = list(read)
    by_drafts = _places(Extraction(), drafts)
    used = by_drafts | _places(extraction, ())
    flat = list(_flat(items, used))
    places = [i for i, (_, taken) in enumerate(flat) if taken]
    if not drafts or not places:
        return
    account = _Account(book, extraction.known, _styles_of_titles(flat, drafts), drafts, _parts(flat))
    known = {id(line) for line in (*head.issuer, *head.title)}
    said = {_without_digits(line.text) for line in (*head.issuer, *head.title)}
    for i, (item, taken) in enumerate(flat):
        if taken:
            if isinstance(item, Line) and item.where not in by_drafts and account.names_another(item):
                yield Left(item.shown)  # in an answer to a question about something else
            continue
        if not isinstance(item, Line):
            if i > places[0] and account.is_open_row(item):
                yield Left(_row_text(item), is_row=True)
        elif id(item) in known or is_frame(item) or _without_digits(item.text) in said:
            if i > places[-1] and is_signature(item.text):
                return
        elif account.is_open(item, i, leads=i < places[0], ends=i > places[-1]):
            yield Left(item.shown)


def _without_digits(text: str) -> str:
    return "".join(char for char in bare(text) if char.isalpha())


def _parts(flat: Sequence[tuple["Line | Row", bool]]) -> frozenset[int]:
    """The places of what stands in a part (below "II. ...") of which nothing was used: it is about something else."""
    others: set[int] = set()
    part: list[int] = []
    headed = some = False
    for i, (item, taken) in enumerate(flat):
        if isinstance(item, Line) and item.is_section and not item.in_table:
            others.update(part if headed and not some else ())
            part, headed, some = [], True, False
        part.append(i)
        some |= taken
    others.update(part if headed and not some else ())
    return frozenset(others)


def _flat(items: Sequence[Item], used: frozenset[Where]) -> Iterator[tuple[Line | Row, bool]]:
    """Lines and rows of tables one after the other, each with whether something of it was used."""
    for item in content(items):
        if isinstance(item, Line):
            yield item, item.where in used
        else:
            for row in item.rows:
                taken = any(_is_used(cell, used) for cell in row)
                yield row, taken


def _is_used(cell: Cell, used: frozenset[Where]) -> bool:
    return cell.where in used or (bool(cell.blocks) and any(line.where in used for line in cell_lines(cell)))


def _places(extraction: Extraction, drafts: Iterable[Draft]) -> frozenset[Where]:
    pieces: list[Piece] = [*extraction.units, *(piece for _, piece in extraction.remarks)]
    for draft in drafts:
        pieces += [piece for several in draft.pieces.values() for piece in several]
        pieces += [*draft.chosen.values(), *draft.implied.values()]
        pieces += [piece for piece in (draft.start, draft.end, draft.unit) if piece]
    return frozenset(piece.where for piece in pieces)


def _styles_of_titles(flat: Sequence[tuple[Line | Row, bool]], drafts: Iterable[Draft]) -> frozenset[str]:
    """In which way the lines are numbered that hold a title."""
    places = {piece.where for draft in drafts for piece in draft.pieces.get(TITLE, ())}
    found = {style(item.number) for item, _ in flat if isinstance(item, Line) and item.where in places}
    return frozenset(found - {"", "-"})


@dataclass(frozen=True)
class _Account:
    """What is needed to tell whether something unused is open."""

    book: LabelBook
    known: frozenset[Where]
    numbers: frozenset[str]  # in which way titles are numbered
    drafts: Sequence[Draft]
    others: frozenset[int]  # places of lines in parts that are about something else

    @cached_property
    def titles(self) -> frozenset[str]:
        """The keys of the names that were read, which hardly any paper needs."""
        return frozenset(title_key(piece.text) for draft in self.drafts for piece in draft.pieces.get(TITLE, ()))

    def is_open(self, line: Line, place: int, *, leads: bool, ends: bool) -> bool:
        """Whether an unused line may hold something that should have been read."""
        if self.names_another(line):
            return True
        if line.where in self.known or line.is_section:
            return False
        if place not in self.others and style(line.number) in self.numbers and len(words(line.text)) >= _TELLING:
            return True
        if ":" in line.text and _says_nothing(line.text.partition(":")[2]):
            return False
        pieces = split_labels(line, self.book)
        if pieces and all(label is not None for label, _ in pieces):
            return any(label.target == "field" and not _says_nothing(value) for label, value in pieces if label)
        if leads or place in self.others or _is_hint(line.text):
            return False
        if len(words(line.text)) <= _HEADING and ":" not in line.text and (line.bold or line.number):
            return False
        return len(words(line.text)) >= _TELLING and not (ends and self._is_harmless(line))

    def names_another(self, line: Line) -> bool:
        """Whether a line has a noun of the campaign with a name in quotes that is no title read."""
        return any(title_key(title) not in self.titles for _, title in noun_quotes(line.text, self.book))

    def _is_harmless(self, line: Line) -> bool:
        """A sentence behind the list that names no person, no number of a row, and nothing that is collected."""
        without_days = _DAY.sub(" ", line.text)
        named = any(is_person(name) for name in people(line.text)) and len(words(line.text)) > _NAME
        return not (named or any(char.isdigit() for char in without_days) or self.book.has_noun(line.text))

    def is_open_row(self, row: Row) -> bool:
        """Whether an unused row holds more than one text, and is no header, total or heading over rows."""
        if is_index_row(row) or any(cell.where in self.known for cell in row):
            return False
        texts = list(dict.fromkeys(fold(cell.text) for cell in origins(row) if not is_nothing(cell.text)))
        return len(texts) > 1 and any(len(words(text)) >= _TELLING for text in texts)


def _says_nothing(value: str) -> bool:
    return is_nothing(value) or is_blank(without_leaders(value))


def _is_hint(text: str) -> bool:
    return text.startswith("(") and text.rstrip(" .").endswith(")")


def _row_text(row: Row) -> str:
    return max((cell.text for cell in row), key=len)
