"""The text of a letter as the office edits it, and the two forms it takes.

A letter is written once, as plain text with a few marks at the start of a line, so that a clerk can change a sentence
in any editor and both forms of the letter (plain text and HTML) say the same:

    # heading             ## smaller heading
    ! what is to be done first (a frame)
    - a point of a list
    1. an initiative, a question
       = label: value     belongs to the numbered line above
    | a | b |             a row of a table; the first row is its head
    % 31/49 label         a bar of progress
    @ name                a picture that the program draws
    > line                text to be copied, kept line by line
    ~ line                a letter quoted within a letter
    ---                   what follows is small print
    **bold**              anywhere

One line is one line: it is wrapped when it is sent. Marks inside values are escaped by `escape`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

_NUMBERED = re.compile(r"(\d{1,4})\. +(.*)")
_BAR = re.compile(r"(\d+)/(\d+) +(.*)")
_STARTS_LIKE_A_MARK = re.compile(r"[-#!>~=|%@]|\d{1,4}\.\s")
_SPACES = re.compile(r"[ \x00-\x1f\x7f-\x9f\u2028\u2029]+")  # not the no-break space, which keeps figures together


@dataclass(frozen=True, slots=True)
class Span:
    text: str
    bold: bool = False


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    line: Line
    level: int
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    lines: tuple[Line, ...]
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Frame:
    lines: tuple[Line, ...]
    kind: str = "frame"


@dataclass(frozen=True, slots=True)
class Points:
    lines: tuple[Line, ...]
    kind: str = "points"


@dataclass(frozen=True, slots=True)
class TemplateRow:
    label: Line
    value: Line


@dataclass(frozen=True, slots=True)
class TemplateItem:
    number: str
    line: Line
    rows: tuple[TemplateRow, ...] = ()
    kind: str = "item"


@dataclass(frozen=True, slots=True)
class Grid:
    rows: tuple[tuple[Line, ...], ...]  # the first one is the head; all have the same length
    kind: str = "grid"


@dataclass(frozen=True, slots=True)
class Bar:
    count: int
    total: int
    line: Line
    kind: str = "bar"

    @property
    def share(self) -> int:
        """Whole per cent, 0..100."""
        return max(0, min(100, 100 * self.count // self.total)) if self.total else 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture among those that come with the facts of the letter; plain text goes without it."""

    name: str
    kind: str = "drawing"


@dataclass(frozen=True, slots=True)
class Copy:
    lines: tuple[str, ...]
    kind: str = "copy"


@dataclass(frozen=True, slots=True)
class Quote:
    lines: tuple[str, ...]
    kind: str = "quote"


@dataclass(frozen=True, slots=True)
class SmallPrint:
    kind: str = "small-print"


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty lines. They show in plain text only; HTML has its own distances."""

    kind: str = "gap"


Block = Gap | Heading | Paragraph | Frame | Points | TemplateItem | Grid | Bar | Drawing | Copy | Quote | SmallPrint


# --- Values ---------------------------------------------------------------------------------------------------------


def escape(value: str) -> str:
    """A value as it may stand anywhere in marked text: on one line, and no character of it is a mark."""
    text = _SPACES.sub(" ", value).strip(" ")
    text = re.sub(r"([\\*|])", r"\\\1", text)
    return "\\" + text if _STARTS_LIKE_A_MARK.match(text) else text


def plain(line: Line) -> str:
    return "".join(span.text for span in line)


def spans(text: str) -> Line:
    """The pieces of one line, marks resolved. A lone ** at the end makes nothing bold by accident: it is dropped."""
    if "\\" not in text and "**" not in text:
        return (Span(text),) if text else ()
    found: list[Span] = []
    piece, bold, position = "", False, 0
    while position < len(text):
        if text[position] == "\\" and position + 1 < len(text):
            piece += text[position + 1]
            position += 2
        elif text.startswith("**", position):
            found.append(Span(piece, bold))
            piece, bold = "", not bold
            position += 2
        else:
            piece += text[position]
            position += 1
    found.append(Span(piece, bold))
    return tuple(span for span in found if span.text)


# --- Reading marked text --------------------------------------------------------------------------------------------


def parse(text: str) -> tuple[Block, ...]:
    """The blocks of marked text. Whatever has no mark is a paragraph, so nothing a clerk writes is lost."""
    blocks: list[Block] = []
    lines = [line.strip() for line in text.split("\n")]
    for key, group in groupby(_merged(lines), key=lambda pair: pair[0]):
        blocks.extend(_BUILDERS[key]([line for _, line in group]))
    return tuple(blocks)


def _merged(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each line with the name of its mark; an item goes on while its rows follow."""
    in_item = False
    for line in lines:
        name, rest = _mark(line)
        if name == "row" and not in_item:
            name, rest = "paragraph", line
        in_item = name == "item" or (in_item and name == "row")
        yield ("item" if name == "row" else name), (line if name in ("item", "row") else rest)


def _mark(line: str) -> tuple[str, str]:
    if not line:
        return "gap", ""
    if line == "---":
        return "small-print", ""
    if _NUMBERED.match(line):
        return "item", line
    if line.startswith("%") and _BAR.match(line[1:].strip()):
        return "bar", line[1:].strip()
    if line in _EMPTY:
        return _EMPTY[line], ""
    for mark, name in _MARKS:
        if line.startswith(mark):
            return name, line[len(mark) :].strip()
    return "paragraph", line


_EMPTY = {">": "copy", "~": "quote"}
_MARKS = (
    ("## ", "subheading"),
    ("# ", "heading"),
    ("! ", "frame"),
    ("- ", "points"),
    ("= ", "row"),
    ("| ", "grid"),
    ("@ ", "drawing"),
    ("> ", "copy"),
    ("~ ", "quote"),
)


def _items(lines: list[str]) -> list[Block]:
    items: list[TemplateItem] = []
    for line in lines:
        numbered = _NUMBERED.match(line)
        if numbered:
            items.append(TemplateItem(numbered[1], spans(numbered[2])))
            continue
        label, _, value = line[2:].partition(": ")
        row = TemplateRow(spans(label.strip()), spans(value.strip()))
        items[-1] = TemplateItem(items[-1].number, items[-1].line, (*items[-1].rows, row))
    return list(items)


def _grid(lines: list[str]) -> list[Block]:
    rows = [tuple(spans(cell.strip()) for cell in _cells(line)) for line in lines]
    width = max(len(row) for row in rows)
    return [Grid(tuple(row + ((),) * (width - len(row)) for row in rows))]


def _cells(line: str) -> list[str]:
    line = line.rstrip()
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return re.split(r"(?<!\\)\|", line)


def _bars(lines: list[str]) -> list[Block]:
    found = (_BAR.match(line) for line in lines)
    return [Bar(int(match[1]), int(match[2]), spans(match[3])) for match in found if match]


def _lines(lines: list[str]) -> tuple[Line, ...]:
    return tuple(spans(line) for line in lines)


_BUILDERS: dict[str, Callable[[list[str]], list[Block]]] = {
    "gap": lambda lines: [Gap()],
    "small-print": lambda lines: [SmallPrint()],
    "heading": lambda lines: [Heading(spans(line), 1) for line in lines],
    "subheading": lambda lines: [Heading(spans(line), 2) for line in lines],
    "frame": lambda lines: [Frame(_lines(lines))],
    "points": lambda lines: [Points(_lines(lines))],
    "item": _items,
    "grid": _grid,
    "bar": _bars,
    "drawing": lambda lines: [Drawing(line) for line in lines],
    "copy": lambda lines: [Copy(tuple(plain(spans(line)) for line in lines))],
    "quote": lambda lines: [Quote(tuple(plain(spans(line)) for line in lines))],
    "paragraph": lambda lines: [Paragraph(_lines(lines))],
}
