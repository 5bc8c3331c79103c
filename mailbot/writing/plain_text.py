"""The plain text form of a letter: wrapped, tables aligned, a letter on its own."""

import textwrap
from collections.abc import Iterable

from mailbot.writing.marked import (
    Bar,
    Block,
    Copy,
    Drawing,
    Frame,
    Gap,
    Grid,
    Heading,
    Line,
    Paragraph,
    Points,
    Quote,
    SmallPrint,
    TemplateItem,
    TemplateRow,
    plain,
)

WIDTH = 72  # columns: leaves room for a few levels of quoting (RFC 3676, 4.2)
_BAR_CELLS = 30


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
        case Gap() | Drawing():
            return []
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
        case TemplateItem(number, line, rows):
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
            case SmallPrint() | Drawing():
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


def _item_text(number: str, line: Line, rows: tuple[TemplateRow, ...]) -> list[str]:
    lead = f"{number}. "
    indent = " " * len(lead)
    text = _wrapped(plain(line), lead, indent)
    for row in rows:
        text += _wrapped(f"{plain(row.label)}: {plain(row.value)}", indent, indent + "  ")
    return [*text, ""] if len(text) > 1 else text  # what takes several lines stands apart


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
