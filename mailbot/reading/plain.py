"""Plain text: files and mail bodies. Lines that a mail program broke are joined, simple tables are found."""

import csv
import io
import re

from mailbot.reading.budget import Budget
from mailbot.reading.cleaning import is_rule, tidy
from mailbot.reading.grid import Placed, lay_out
from mailbot.reading.html import decode
from rules.document import Block, ParsedDocument, Text, Where
from rules.post.quoting import QUOTED_PART

_QUOTE = re.compile(r"^\s*(>\s?)+")
_BROKEN_AT = range(58, 81)  # columns at which mail programs break lines
_RULER = re.compile(r"^[\s|+:=-]+$")


def blocks_of(name: str, text: str, budget: Budget) -> tuple[Block, ...]:
    """Paragraphs and tables of a text; what is quoted with ">" has `where.part` QUOTED_PART."""
    found: list[Block] = []
    lines = text[: budget.text_chars].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    index = 0
    while index < len(lines):
        table_end = _table_end(lines, index)
        if table_end > index:
            found.append(_table(name, lines[index:table_end], len(found), budget))
            index = table_end
            continue
        line = lines[index]
        part = QUOTED_PART if _QUOTE.match(line) else ""
        said = tidy(_QUOTE.sub("", line))
        if said and not is_rule(said):
            previous = found[-1] if found else None
            if isinstance(previous, Text) and previous.where.part == part and _goes_on(lines[index - 1], said):
                found[-1] = Text(f"{previous.text} {said}", previous.where)
            else:
                found.append(Text(said, Where(name, part, f"dòng {index + 1}")))
        index += 1
    return tuple(found)


def _goes_on(before: str, line: str) -> bool:
    """Whether a line continues the one before: that was long and this begins in the middle of a sentence."""
    return (
        len(_QUOTE.sub("", before).rstrip()) in _BROKEN_AT
        and line[0].islower()
        and not before.rstrip().endswith((":", ";"))
    )


def _split(line: str) -> list[str]:
    if "\t" in line.strip():
        return [tidy(cell) for cell in line.strip("\n").split("\t")]
    if line.count("|") >= 2 or re.search(r"\S\s+\|\s+\S", line):
        return [tidy(cell) for cell in line.strip().strip("|").split("|")]
    return []


def _table_end(lines: list[str], start: int) -> int:
    """The end of the run of lines that all have the same number of cells, at least two by two; else `start`."""
    width = len(_split(lines[start]))
    if width < 2:
        return start
    end, rows = start, 0
    while end < len(lines):
        if _RULER.match(lines[end]) and lines[end].strip() and end > start:
            end += 1
            continue
        if len(_split(lines[end])) != width:
            break
        rows += 1
        end += 1
    return end if rows > 1 else start


def _table(name: str, lines: list[str], number: int, budget: Budget) -> Block:
    rows = [_split(line) for line in lines if not _RULER.match(line)]
    placed = [Placed(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    return lay_out(placed, Where(name, "", f"bảng {number + 1}"), limit=budget.grid)


def parse(name: str, content: bytes, budget: Budget | None = None) -> ParsedDocument:
    """Read a text file; comma or semicolon separated values by the name .csv."""
    budget = budget or Budget()
    text = decode(content)
    if name.lower().endswith((".csv", ".tsv")):
        return ParsedDocument(name, "txt", _separated(name, text, budget))
    return ParsedDocument(name, "txt", blocks_of(name, text, budget))


def _separated(name: str, text: str, budget: Budget) -> tuple[Block, ...]:
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:8192], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    placed = []
    for row_number, row in enumerate(csv.reader(io.StringIO(text, newline=""), dialect)):
        placed += [Placed(row_number, column, tidy(cell)) for column, cell in enumerate(row)]
        if len(placed) > budget.cells:
            break
    return (lay_out(placed, Where(name, "", "bảng 1"), limit=budget.grid),) if placed else ()
