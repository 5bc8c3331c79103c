"""From words with positions to blocks: what a page of a PDF and a scanned page have in common.

Lengths are in points for a PDF and in pixels for a scan; all thresholds are relative to the height of the letters.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from mailbot.reading.cleaning import is_rule, tidy
from mailbot.reading.grid import Placed, is_empty, lay_out
from rules.document import Block, Cell, Table, Text, Where
from rules.document import Box as PageBox


@dataclass(slots=True)
class Word:
    """A word and its box; y grows downwards."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    bold: bool = False

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, word: Word) -> bool:
        return self.left <= (word.left + word.right) / 2 <= self.right and self.top <= word.middle <= self.bottom


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table drawn with lines: its cells as boxes, merged ones larger than others."""

    cells: tuple[Box, ...]

    @property
    def box(self) -> Box:
        return Box(
            min(cell.left for cell in self.cells),
            min(cell.top for cell in self.cells),
            max(cell.right for cell in self.cells),
            max(cell.bottom for cell in self.cells),
        )


@dataclass(slots=True)
class Line:
    """Words side by side."""

    words: list[Word] = field(default_factory=list)

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def height(self) -> float:
        return median(word.height for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words if any(c.isalnum() for c in word.text))


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Words gathered in lines from top to bottom, each line from left to right."""
    lines: list[Line] = []
    for word in sorted(words, key=lambda w: (w.middle, w.left)):
        for line in reversed(lines[-4:]):
            overlap = min(line.bottom, word.bottom) - max(line.top, word.top)
            if overlap > 0.5 * min(word.height, line.height):
                line.words.append(word)
                break
        else:
            lines.append(Line([word]))
    for line in lines:
        line.words.sort(key=lambda w: w.left)
    return sorted(lines, key=lambda line: line.top)


def page_blocks(
    words: Sequence[Word],
    tables: Sequence[Ruled],
    where: Where,
    width: float,
    *,
    first_table: int = 1,
    limit: int,
    boxes: bool = True,
) -> list[Block]:
    """The blocks of one page in reading order: ruled tables, columns side by side, paragraphs.

    `boxes`: whether the lengths are points of the page as it is shown, so that a place on it can be told.
    """
    tables = sorted(tables, key=lambda table: table.box.top)
    tops = [table.box.top for table in tables]
    bands: dict[int, list[Word]] = {}  # what stands above each table, and below the last
    for word in words:
        if not any(table.box.holds(word) for table in tables):
            bands.setdefault(bisect_right(tops, word.middle), []).append(word)
    counter = _Counter(0, first_table - 1, boxes=boxes)
    blocks: list[Block] = []
    for number in range(len(tables) + 1):
        lines = [line for line in lines_of(bands.get(number, [])) if not is_rule(line.text)]
        blocks += _flow(lines, where, width, counter, limit)
        if number < len(tables):
            ruled = tables[number]
            inside = [word for word in words if ruled.box.holds(word)]
            table = ruled_table(ruled, inside, counter.table(where), limit, boxes=boxes)
            if table is None:
                counter.tables -= 1
            else:
                blocks.append(table)
    return blocks


@dataclass(slots=True)
class _Counter:
    """Numbers of the last paragraph and table of a page."""

    paragraphs: int
    tables: int
    boxes: bool

    def paragraph(self, where: Where, words: Sequence[Word]) -> Where:
        self.paragraphs += 1
        return Where(where.file, where.part, f"đoạn {self.paragraphs}", _around(words) if self.boxes else None)

    def table(self, where: Where) -> Where:
        self.tables += 1
        return Where(where.file, where.part, f"bảng {self.tables}")


def _around(words: Sequence[Word]) -> PageBox | None:
    """The smallest box that holds all words."""
    if not words:
        return None
    edges = (
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
    )
    left, top, right, bottom = (round(float(edge), 1) for edge in edges)
    return left, top, right, bottom


def moved(block: Block, onto: Callable[[PageBox], PageBox]) -> Block:
    """The block with each of its boxes moved to where the page shows it."""

    def placed(where: Where) -> Where:
        return replace(where, box=onto(where.box)) if where.box else where

    if isinstance(block, Text):
        return replace(block, where=placed(block.where))
    rows = tuple(tuple(replace(cell, where=placed(cell.where)) for cell in row) for row in block.rows)
    return replace(block, rows=rows, where=placed(block.where))


def ruled_table(ruled: Ruled, words: Sequence[Word], where: Where, limit: int, *, boxes: bool = False) -> Table | None:
    """The table as a grid: the edges of all boxes make rows and columns. None where it says nothing."""
    tolerance = max(2.0, 0.25 * median([word.height for word in words] or [8.0]))
    columns = _edges([edge for cell in ruled.cells for edge in (cell.left, cell.right)], tolerance)
    rows = _edges([edge for cell in ruled.cells for edge in (cell.top, cell.bottom)], tolerance)
    placed = []
    for cell in sorted(ruled.cells, key=lambda c: (c.top, c.left)):
        top, bottom = _index(rows, cell.top), _index(rows, cell.bottom)
        left, right = _index(columns, cell.left), _index(columns, cell.right)
        inside = [word for word in words if cell.holds(word)]
        text, bold = cell_text(inside, cell)
        box = _around(inside) if boxes else None
        placed.append(Placed(top, left, text, max(bottom - top, 1), max(right - left, 1), bold, box=box))
    table = lay_out(placed, where, limit=limit)
    return None if is_empty(table) else table


def cell_text(words: Sequence[Word], box: Box) -> tuple[str, bool]:
    """The words of a cell as paragraphs, and whether all are bold."""
    lines = lines_of(words)
    if not lines:
        return "", False
    padding = max(0.0, min(line.left for line in lines) - box.left)
    full = max(box.right - padding, *(line.right for line in lines)) - min(line.left for line in lines)
    texts = [lines[0].text]
    for before, line in pairwise(lines):
        if _wrapped(before, line, full):
            texts[-1] = f"{texts[-1]} {line.text}"
        else:
            texts.append(line.text)
    if len(lines) > 1 and all(len(line.text) < 3 and line.text.isupper() for line in lines):
        texts = ["".join(line.text for line in lines)]  # a word that the narrow column broke: "ST", "T"
    kept = [text for text in texts if not is_rule(text)]
    return tidy("\n".join(kept)), all(line.bold for line in lines)


_ITEM = re.compile(r"^\s*([-+*•▪➢✓☐☑☒]|\(?[0-9]{1,2}[.)/]|\(?[a-zđ][.)/]|[IVX]{1,5}[./)])\s")


def _wrapped(before: Line, line: Line, full: float) -> bool:
    """Whether a line goes on with the sentence of the one before: its first word would not have fitted there."""
    if _ITEM.match(line.text + " ") or before.text.endswith(("...", "…")):
        return False
    gap = line.top - before.bottom
    if gap > 0.9 * before.height:
        return False
    first = line.words[0]
    return before.right - before.left + 0.3 * before.height + (first.right - first.left) > full - 0.2 * before.height


def _edges(values: list[float], tolerance: float) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > tolerance:
            kept.append(value)
    return kept


def _index(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda number: abs(edges[number] - value))


def _flow(lines: list[Line], where: Where, width: float, counter: _Counter, limit: int) -> list[Block]:
    """Lines outside ruled tables: runs of lines in columns become tables, the others paragraphs."""
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        end = _columns_end(lines, index, width)
        if end > index:
            blocks.append(_columns_table(lines[index:end], counter.table(where), limit, boxes=counter.boxes))
            index = end
            continue
        end = index + 1
        while end < len(lines) and _columns_end(lines, end, width) == end:
            end += 1
        blocks += _paragraphs(lines[index:end], where, width, counter)
        index = end
    return blocks


def _segments(line: Line) -> list[Line]:
    """The parts of a line that stand apart: a gap far wider than a space."""
    parts = [Line([line.words[0]])]
    for before, word in pairwise(line.words):
        if word.left - before.right > 1.6 * line.height:
            parts.append(Line([word]))
        else:
            parts[-1].words.append(word)
    return parts


def _columns_end(lines: list[Line], start: int, width: float) -> int:
    """The end of the run of lines from `start` that share a white gutter, at least two of them split by it.

    A run may hold lines on one side of the gutter only, but neither begins nor ends before a wide white space.
    Returns `start` where there is no such run.
    """
    if len(_segments(lines[start])) < 2:
        return start
    gutters = _gaps(_segments(lines[start]))
    widest = max(right - left for left, right in gutters)
    end, split_end, splits = start + 1, start + 1, 1
    while end < len(lines):
        line = lines[end]
        if line.top - lines[end - 1].bottom > 8 * line.height:
            break
        narrowed = _common(gutters, _gaps(_segments(line)), line)
        if not narrowed:
            break
        gutters = narrowed
        end += 1
        if len(_segments(line)) > 1:
            splits += 1
            split_end = end
    while split_end < end and _stays_in_column(lines[start:split_end], lines[split_end], gutters, width):
        split_end += 1
    return split_end if splits >= 2 or widest > 4 * lines[start].height else start


def _stays_in_column(above: list[Line], line: Line, gutters: list[tuple[float, float]], width: float) -> bool:
    """Whether a line on one side only still belongs to the columns: on the left while it stays close, on the right
    also further down (the name of the signer), since no paragraph begins there, only a title in the middle.
    """
    gap = line.top - above[-1].bottom
    if any(line.left >= right for _, right in gutters):
        return gap < 8 * line.height and not _is_title(above, line, width)
    return any(line.right <= left for left, _ in gutters) and gap < 0.9 * line.height


def _is_title(above: list[Line], line: Line, width: float) -> bool:
    """Whether a line stands in the middle of the page rather than in the middle of the right column."""
    rightmost = [segments[-1] for upper in above if len(segments := _segments(upper)) > 1]
    column = median((segment.left + segment.right) / 2 for segment in rightmost)
    middle = (line.left + line.right) / 2
    return abs(middle - width / 2) < 0.04 * width < abs(middle - column)


def _gaps(segments: list[Line]) -> list[tuple[float, float]]:
    return [(a.right, b.left) for a, b in pairwise(segments)]


def _common(
    gutters: list[tuple[float, float]], gaps: list[tuple[float, float]], line: Line
) -> list[tuple[float, float]]:
    """The gutters that stay white in one more line, narrowed to what they share."""
    kept = []
    for left, right in gutters:
        spaces = [*gaps, (float("-inf"), line.left), (line.right, float("inf"))]
        best = max(spaces, key=lambda space: min(right, space[1]) - max(left, space[0]))
        low, high = max(left, best[0]), min(right, best[1])
        if high - low > 0.8 * line.height:
            kept.append((low, high))
    return kept


def _columns_table(lines: list[Line], where: Where, limit: int, *, boxes: bool) -> Table:
    """Columns side by side. Two columns without labels (agency and motto, place of receipt and signer) are one row
    whose cells hold all their lines; else a row begins with each line that has something in the first column.
    """
    gutters = _gaps(_segments(lines[0]))
    for line in lines[1:]:
        gutters = _common(gutters, _gaps(_segments(line)), line) or gutters
    limits = [(left + right) / 2 for left, right in gutters]
    cells: list[list[list[Word]]] = []  # line -> column -> words
    for line in lines:
        row: list[list[Word]] = [[] for _ in range(len(limits) + 1)]
        for word in line.words:
            row[bisect_right(limits, (word.left + word.right) / 2)].append(word)
        cells.append(row)
    labelled = sum(bool(row[0]) and row[0][-1].text.endswith(":") for row in cells)
    groups: list[list[list[list[Word]]]] = []
    for row in cells:
        if groups and ((len(limits) == 1 and labelled < 2) or not row[0]):
            groups[-1].append(row)
        else:
            groups.append([row])
    placed = []
    for number, group in enumerate(groups):
        for column in range(len(limits) + 1):
            words = [word for row in group for word in row[column]]
            if len(limits) == 1 and labelled < 2:
                texts = [Line(row[column]).text for row in group if row[column]]
                text = tidy("\n".join(text for text in texts if not is_rule(text)))
            else:
                text = tidy(" ".join(word.text for word in words))
            bold = bool(words) and all(word.bold for word in words)
            box = _around(words) if boxes else None
            placed.append(Placed(number, column, text, bold=bold, box=box))
    return lay_out(placed, where, limit=limit)


def _paragraphs(lines: list[Line], where: Where, width: float, counter: _Counter) -> list[Block]:
    if not lines:
        return []
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    usual = min((b.top - a.bottom for a, b in pairwise(lines) if b.top > a.bottom - 0.5 * a.height), default=0.0)
    groups: list[list[Line]] = []
    for line in lines:
        apart = bool(groups) and line.top - groups[-1][-1].bottom > usual + 0.35 * line.height
        if groups and not apart and _continues(groups[-1], line, left, right, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    blocks: list[Block] = []
    for group in groups:
        text = tidy(" ".join(line.text for line in group))
        if not text or is_rule(text):
            continue
        words = [word for line in group for word in line.words]
        bold = all(line.bold for line in group)
        blocks.append(
            Text(
                text,
                counter.paragraph(where, words),
                bold=bold,
                centred=all(_is_centred(line, left, right, width) for line in group),
                lead_bold="" if bold else _lead(words),
            )
        )
    return blocks


def _continues(group: list[Line], line: Line, left: float, right: float, width: float) -> bool:
    before = group[-1]
    centred = _is_centred(line, left, right, width)
    if centred:
        between = abs((before.left + before.right) / 2 - width / 2) < 0.06 * width
        return between and before.bold == line.bold and _wrapped(before, line, right - left - 4 * line.height)
    if _is_centred(before, left, right, width):
        return False
    if line.left - left > 1.2 * line.height and line.left - before.left > 0.8 * line.height:
        return False  # the first line of a paragraph is indented
    return _wrapped(before, line, right - before.left)


def _is_centred(line: Line, left: float, right: float, width: float) -> bool:
    middle = (line.left + line.right) / 2
    return (
        line.left - left > 3.4 * line.height
        and abs(middle - width / 2) < 0.06 * width
        and line.right < right - line.height
    )


def _lead(words: list[Word]) -> str:
    lead = []
    for word in words:
        if not word.bold and any(c.isalnum() for c in word.text):
            break
        lead.append(word.text)
    return " ".join(lead) if any(word.bold for word in words[: len(lead)]) else ""


_PAGE_NUMBER = re.compile(r"^[-–\s]*(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?[-–\s]*$", re.IGNORECASE)


def join_pages(pages: list[list[Block]]) -> list[Block]:
    """All pages as one sequence: page numbers dropped, tables and sentences that run over a page break joined."""
    joined: list[Block] = []
    for blocks in pages:
        kept = _without_page_number(blocks)
        if joined and kept:
            last, first = joined[-1], kept[0]
            if isinstance(last, Table) and isinstance(first, Table) and last.width == first.width > 1:
                joined[-1] = _continued(last, first)
                kept = kept[1:]
            elif isinstance(last, Text) and isinstance(first, Text) and _runs_on(last, first):
                joined[-1] = Text(
                    f"{last.text} {first.text}", last.where, last.level, last.bold, last.centred, last.number,
                    last.flow, last.lead_bold,
                )  # fmt: skip
                kept = kept[1:]
        joined += kept
    return joined


def _without_page_number(blocks: list[Block]) -> list[Block]:
    ends = {0, len(blocks) - 1}
    return [
        block
        for number, block in enumerate(blocks)
        if not (number in ends and isinstance(block, Text) and _PAGE_NUMBER.match(block.text))
    ]


def _runs_on(last: Text, first: Text) -> bool:
    return first.text[:1].islower() and last.text[-1:] not in ".:;!?" and last.bold == first.bold


def _continued(table: Table, rest: Table) -> Table:
    """Two parts of a table that a page break cut; a repeated header is dropped, a cut row is closed."""
    rows = list(rest.rows)
    head = 0
    while head < min(len(rows), len(table.rows)) and [c.text for c in rows[head]] == [c.text for c in table.rows[head]]:
        head += 1
    rows = rows[head:]
    above = list(table.rows)
    numbered = all(row[0].text for row in above) and above[-1][0].row_span == 1
    if rows and above and _is_cut(above[-1], rows[0], numbered=numbered):
        above[-1] = tuple(_glued(upper, lower) for upper, lower in zip(above[-1], rows[0], strict=True))
        rows = rows[1:]
    return Table((*above, *rows), table.where, table.flow)


def _is_cut(upper: tuple[Cell, ...], lower: tuple[Cell, ...], *, numbered: bool) -> bool:
    """Whether a row goes on on the next page: no new number although every row has one, or a text that begins in the
    middle of a sentence.
    """
    if not upper[0].text or lower[0].text:
        return False
    return (numbered and upper[0].text.strip(" .").isdecimal()) or any(cell.text[:1].islower() for cell in lower)


def _glued(upper: Cell, lower: Cell) -> Cell:
    text = f"{upper.text} {lower.text}".strip()
    return Cell(text, upper.where, upper.is_origin, upper.row_span, upper.column_span, upper.bold, upper.blocks)
