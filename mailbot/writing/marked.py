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
    > line                text to be copied, kept line by line
    ~ line                a letter quoted within a letter
    ---                   what follows is small print
    **bold**              anywhere

One line is one line: it is wrapped when it is sent. Marks inside values are escaped by `escape`.
"""

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

WIDTH = 72  # columns of the plain text form: leaves room for a few levels of quoting (RFC 3676, 4.2)

_NUMBERED = re.compile(r"(\d{1,4})\. +(.*)")
_BAR = re.compile(r"(\d+)/(\d+) +(.*)")
_STARTS_LIKE_A_MARK = re.compile(r"[-#!>~=|%]|\d{1,4}\.\s")
_SPACES = re.compile(r"[ \x00-\x1f\x7f-\x9f\u2028\u2029]+")  # not the no-break space, which keeps figures together
_BAR_CELLS = 30


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
class Row:
    label: Line
    value: Line


@dataclass(frozen=True, slots=True)
class Item:
    number: str
    line: Line
    rows: tuple[Row, ...] = ()
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


Block = Gap | Heading | Paragraph | Frame | Points | Item | Grid | Bar | Copy | Quote | SmallPrint


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
    ("> ", "copy"),
    ("~ ", "quote"),
)


def _items(lines: list[str]) -> list[Block]:
    items: list[Item] = []
    for line in lines:
        numbered = _NUMBERED.match(line)
        if numbered:
            items.append(Item(numbered[1], spans(numbered[2])))
            continue
        label, _, value = line[2:].partition(": ")
        row = Row(spans(label.strip()), spans(value.strip()))
        items[-1] = Item(items[-1].number, items[-1].line, (*items[-1].rows, row))
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
    "copy": lambda lines: [Copy(tuple(plain(spans(line)) for line in lines))],
    "quote": lambda lines: [Quote(tuple(plain(spans(line)) for line in lines))],
    "paragraph": lambda lines: [Paragraph(_lines(lines))],
}


# --- Plain text -----------------------------------------------------------------------------------------------------


def to_text(blocks: Iterable[Block]) -> str:
    """The plain text form, a letter on its own: wrapped at 72 columns, tables aligned, ends with a newline."""
    lines: list[str] = []
    after_heading = True
    for block in blocks:
        if isinstance(block, Gap):
            lines += [] if after_heading or lines[-1] == "" else [""]
            continue
        lines += _text_of(block)
        after_heading = isinstance(block, Heading | SmallPrint)
    return "\n".join(lines).rstrip("\n") + "\n"


def _text_of(block: Block) -> list[str]:
    match block:
        case Gap():
            return [""]
        case Heading(line, level):
            text = plain(line)
            return _wrapped(text.upper() if level == 1 else text)
        case Paragraph(lines):
            return [row for line in lines for row in _wrapped(plain(line))]
        case Frame(lines):
            rule = "-" * WIDTH
            return [rule, *(row for line in lines for row in _wrapped(plain(line))), rule]
        case Points(lines):
            return [row for line in lines for row in _wrapped(plain(line), "- ", "  ")]
        case Item(number, line, rows):
            return _item_text(number, line, rows)
        case Grid(rows):
            return _grid_text(rows)
        case Bar():
            full = round(_BAR_CELLS * block.share / 100)
            return [*_wrapped(plain(block.line)), "[" + "█" * full + "░" * (_BAR_CELLS - full) + "]"]
        case Copy(lines):
            return ["." * WIDTH, *lines, "." * WIDTH]
        case Quote(lines):
            return [row.rstrip() for line in lines for row in (_wrapped(line, "| ", "| ") if line else ["|"])]
        case SmallPrint():
            return ["_" * WIDTH]


def to_quote(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The lines of a letter as another letter quotes it: not wrapped, without rules, which no phone could hold."""
    lines: list[str] = []
    for block in blocks:
        match block:
            case Gap():
                lines.append("")
            case Frame(framed):
                lines += [plain(line) for line in framed]
            case Paragraph(told):
                lines += [plain(line) for line in told]
            case SmallPrint():
                pass
            case _:
                lines += _text_of(block)
    return tuple("\n".join(lines).strip("\n").split("\n"))


def _wrapped(text: str, first: str = "", then: str = "") -> list[str]:
    then = then or ("  " if text.startswith("- ") else "")
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def _item_text(number: str, line: Line, rows: tuple[Row, ...]) -> list[str]:
    lead = f"{number}. "
    indent = " " * len(lead)
    text = _wrapped(plain(line), lead, indent)
    for row in rows:
        text += _wrapped(f"{plain(row.label)}: {plain(row.value)}", indent, indent + "  ")
    return [*text, ""] if rows else text


_GAP = 2
_NARROWEST = 10


def _grid_text(rows: tuple[tuple[Line, ...], ...]) -> list[str]:
    cells = [[plain(line) for line in row] for row in rows]
    widths = _column_widths(cells)
    head, *body = [_row_text(row, widths) for row in cells]
    return [*head, "-" * min(WIDTH, sum(widths) + _GAP * (len(widths) - 1)), *(line for row in body for line in row)]


def _column_widths(cells: list[list[str]]) -> list[int]:
    """As wide as the longest cell; then the widest columns are narrowed until a row fits, words last."""
    columns = list(zip(*cells, strict=True))
    widths = [max(1, *map(len, column)) for column in columns]
    words = [max((len(word) for cell in column for word in cell.split()), default=1) for column in columns]
    room = WIDTH - _GAP * (len(widths) - 1)
    for floors in (words, [_NARROWEST] * len(widths)):
        while sum(widths) > room:
            wide = [column for column, width in enumerate(widths) if width > floors[column]]
            if not wide:
                break
            widths[max(wide, key=lambda column: widths[column])] -= 1
    return widths


def _row_text(row: list[str], widths: list[int]) -> list[str]:
    columns = [
        textwrap.wrap(text, width, break_on_hyphens=False) or [""] for text, width in zip(row, widths, strict=True)
    ]
    height = max(len(column) for column in columns)
    padded = [column + [""] * (height - len(column)) for column in columns]
    return [
        (" " * _GAP).join(f"{piece:<{width}}" for piece, width in zip(line, widths, strict=True)).rstrip()
        for line in zip(*padded, strict=True)
    ]
