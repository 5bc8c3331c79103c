"""Lines drawn on a scanned page, and the tables they make. Without numpy: PIL shrinks, Python counts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from PIL import Image

from mailbot.reading.layout import Box, Ruled, Word

_STEP = 24  # pixels along a line that are looked at as one
_DARK = 120  # mean grey of such a stretch below which it is ink all along
_INK = 170  # the grey of a pixel that is not paper
_SHORTEST = 3  # such stretches: a stroke of a letter is shorter
_SLACK = 6  # pixels by which the ends of lines that meet may miss each other
_THICK = 9  # pixels between two traces of one line


@dataclass(slots=True)
class _Stroke:
    """A straight line along one axis: from `start` to `end`, at `at` on the other axis."""

    at: float  # the last of its traces
    start: float
    end: float
    first: float = 0.0  # the first of its traces


def find_tables(picture: Image.Image, words: Sequence[Word]) -> list[Ruled]:
    """Tables of a straightened grey page whose cells are drawn; a single frame is none.

    A stroke that runs through the middle of words is a part of letters, not a line.
    """
    across = [stroke for stroke in _strokes(picture) if not _through_words(stroke, words, upright=False)]
    turned = picture.transpose(Image.Transpose.TRANSPOSE)
    down = [stroke for stroke in _strokes(turned) if not _through_words(stroke, words, upright=True)]
    letters = median([word.height for word in words] or [30.0])
    found = []
    for group_across, group_down in _groups(across, down):
        cells = _cells(group_across, group_down, max(2 * _SLACK, 0.7 * letters))
        if len(cells) > 2:
            found.append(Ruled(tuple(cells)))
    return sorted(found, key=lambda table: table.box.top)


def _strokes(picture: Image.Image) -> list[_Stroke]:
    """Horizontal lines. The page is shrunk along the lines, so that each sample stands for a stretch of one."""
    columns = picture.width // _STEP
    if columns < _SHORTEST:
        return []
    samples = picture.crop((0, 0, columns * _STEP, picture.height)).resize(
        (columns, picture.height), Image.Resampling.BOX
    )
    data = samples.tobytes()
    traces: list[_Stroke] = []
    for row in range(picture.height):
        line = data[row * columns : (row + 1) * columns]
        if min(line) >= _DARK:
            continue
        start = None
        for column, level in enumerate(line + b"\xff"):
            if level < _DARK:
                start = column if start is None else start
            elif start is not None:
                if column - start >= _SHORTEST:
                    traces.append(_Stroke(row, start * _STEP, column * _STEP))
                start = None
    return [stroke for stroke in _merged(traces) if _is_unbroken(picture, stroke)]


def _is_unbroken(picture: Image.Image, stroke: _Stroke) -> bool:
    """Whether there is ink all along. Stems of letters above one another leave white between the lines of text."""
    start, end = int(stroke.start) + _STEP // 2, int(stroke.end) - _STEP // 2
    top, bottom = max(int(stroke.first) - 1, 0), min(int(stroke.at) + 2, picture.height)
    band = picture.crop((start, top, end, bottom)).tobytes()
    width = end - start
    rows = [band[at : at + width] for at in range(0, len(band), width)]
    inked = sum(min(column) < _INK for column in zip(*rows, strict=True))
    return bool(inked > 0.93 * width)


def _through_words(stroke: _Stroke, words: Sequence[Word], *, upright: bool) -> bool:
    covered = 0.0
    for word in words:
        low, high, start, end = (
            (word.left, word.right, word.top, word.bottom)
            if upright
            else (word.top, word.bottom, word.left, word.right)
        )
        margin = 0.2 * (high - low)
        if low + margin < stroke.at < high - margin:
            covered += max(0.0, min(end, stroke.end) - max(start, stroke.start))
    return covered > 0.3 * (stroke.end - stroke.start)


def _merged(traces: list[_Stroke]) -> list[_Stroke]:
    """Traces of neighbouring rows that overlap or meet are one line, also where the page is not quite straight."""
    strokes: list[_Stroke] = []
    open_strokes: list[_Stroke] = []
    for trace in traces:
        open_strokes = [stroke for stroke in open_strokes if trace.at - stroke.at <= _THICK]
        for stroke in open_strokes:
            if trace.start <= stroke.end + _STEP and stroke.start <= trace.end + _STEP:
                stroke.start, stroke.end = min(stroke.start, trace.start), max(stroke.end, trace.end)
                stroke.at = max(stroke.at, trace.at)
                break
        else:
            stroke = _Stroke(trace.at, trace.start, trace.end, trace.at)
            strokes.append(stroke)
            open_strokes.append(stroke)
    return strokes


def _groups(across: list[_Stroke], down: list[_Stroke]) -> list[tuple[list[_Stroke], list[_Stroke]]]:
    """Lines that touch one another, directly or through others."""
    strokes = [(stroke, True) for stroke in across] + [(stroke, False) for stroke in down]
    parent = list(range(len(strokes)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for first in range(len(across)):
        for second in range(len(across), len(strokes)):
            if _touch(strokes[first][0], strokes[second][0]):
                parent[root(first)] = root(second)
    groups: dict[int, tuple[list[_Stroke], list[_Stroke]]] = defaultdict(lambda: ([], []))
    for number, (stroke, horizontal) in enumerate(strokes):
        groups[root(number)][0 if horizontal else 1].append(stroke)
    return [(a, d) for a, d in groups.values() if len(a) > 1 and len(d) > 1]


def _touch(across: _Stroke, down: _Stroke) -> bool:
    reach = _STEP
    return across.start - reach <= down.at <= across.end + reach and down.start - reach <= across.at <= down.end + reach


def _cells(across: list[_Stroke], down: list[_Stroke], nearest: float) -> list[Box]:
    """The rectangles between lines: from each corner to the nearest lines that close it. No two lines are closer
    than a letter is high (`nearest`); those that seem so are one.
    """
    ys = _levels([stroke.at for stroke in across], nearest)
    xs = _levels([stroke.at for stroke in down], nearest)
    if len(ys) * len(xs) > 40_000:
        return []
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            right = column + 1
            while right < len(xs) - 1 and not _drawn(down, xs[right], ys[row], ys[row + 1]):
                right += 1
            bottom = row + 1
            while bottom < len(ys) - 1 and not _drawn(across, ys[bottom], xs[column], xs[column + 1]):
                bottom += 1
            if any((r, c) in taken for r in range(row, bottom) for c in range(column, right)):
                right, bottom = column + 1, row + 1
            taken |= {(r, c) for r in range(row, bottom) for c in range(column, right)}
            cells.append(Box(xs[column], ys[row], xs[right], ys[bottom]))
    return cells


def _levels(values: list[float], nearest: float) -> list[float]:
    levels: list[list[float]] = []
    for value in sorted(values):
        if levels and value - levels[-1][0] <= nearest:
            levels[-1].append(value)
        else:
            levels.append([value])
    return [sum(level) / len(level) for level in levels]


def _drawn(strokes: list[_Stroke], at: float, start: float, end: float) -> bool:
    """Whether lines at this level cover most of the stretch."""
    covered = sum(
        max(0.0, min(stroke.end, end) - max(stroke.start, start))
        for stroke in strokes
        if abs(stroke.at - at) <= 3 * _SLACK
    )
    return covered > 0.6 * (end - start)
