"""Figures as pictures: bars and courses over time, in the face of the document.

One engine for the Word document and for letters. Nothing of the machine enters: the face lies beside this file, and
the library sets type without the system's help, so equal charts are equal bytes. A fill tells its series apart in
print without colour, and every value that the eye cannot read off stands in figures.
Excel's charts are native ones, made by openpyxl from the cells of the workbook.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from rules.drafting.report import Chart

# Dark and light, with an outline: told apart in print without colour.
FILLS = ("1F4E79", "BFBFBF")

_FONTS = Path(__file__).with_name("fonts")
_INK, _OUTLINE, _GRID = "#000000", "#404040", "#D9D9D9"
_FINE = 3  # drawn so many times larger than shown, then reduced: smooth edges
_MM_PER_POINT = 25.4 / 72
_BAR = 7.5  # mm for each lying bar
_FRAME = 32.0  # mm for title, axis and legend
_HEIGHT = 75.0  # mm of charts whose height does not grow with their bars
_TITLE, _TEXT = 13.0, 11.0  # points
_LINE = 1.2  # of the size, from one line of a text to the next
_MARGIN = 3.0  # mm
_NAMES = 0.42  # of the width: names of lying bars take no more
_FULL = 0.62  # of the room of a bar that is filled


def height(chart: Chart) -> float:
    """In mm: lying bars need room for each name."""
    return _FRAME + _BAR * len(chart.categories) if chart.kind == "bars" else _HEIGHT


def picture(chart: Chart, width: float, dots: float = 8.0) -> bytes:
    """The chart as PNG, `width` mm wide and `height` mm tall, with `dots` pixels for each mm."""
    sheet = _Sheet(width, height(chart), dots)
    room = _titled(sheet, chart, _Box(_MARGIN, _MARGIN, width - _MARGIN, height(chart) - _MARGIN))
    room = _with_legend(sheet, chart, room)
    (_line if chart.kind == "line" else _bars)(sheet, chart, room)
    return sheet.png()


@dataclass(frozen=True, slots=True)
class _Box:
    """A part of the sheet in mm from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


class _Sheet:
    """White paper measured in mm; type is measured in points."""

    def __init__(self, width: float, tall: float, dots: float) -> None:
        self._scale = dots * _FINE
        self._dots = dots
        self._image = Image.new("RGB", (round(width * dots) * _FINE, round(tall * dots) * _FINE), "white")
        self._draw = ImageDraw.Draw(self._image)

    def rule(self, points: Iterable[tuple[float, float]], ink: str, thick: float) -> None:
        self._draw.line([self._at(*point) for point in points], ink, round(thick * self._scale), joint="curve")

    def box(self, box: _Box, fill: str, ink: str = _OUTLINE) -> None:
        corners = (*self._at(box.left, box.top), *self._at(box.right, box.bottom))
        self._draw.rectangle(corners, f"#{fill}", ink, round(0.15 * self._scale))

    def dot(self, x: float, y: float, radius: float, ink: str) -> None:
        self._draw.circle(self._at(x, y), radius * self._scale, ink)

    def write(self, x: float, y: float, text: str, anchor: str, size: float = _TEXT, ink: str = _INK) -> None:
        """`anchor`: l, m or r and then m (middle of the line), as Pillow names them."""
        self._draw.text(self._at(x, y), text, ink, self._face(size), anchor)

    def title(self, x: float, y: float, text: str) -> None:
        self._draw.text(self._at(x, y), text, _INK, self._face(_TITLE, bold=True), "mm")

    def width(self, text: str, size: float = _TEXT, *, bold: bool = False) -> float:
        """Of a text on one line, in mm."""
        return self._face(size, bold=bold).getlength(text) / self._scale

    def folded(self, text: str, width: float, size: float = _TEXT, *, bold: bool = False) -> list[str]:
        """The text in lines of at most `width` mm, broken between words."""
        lines: list[str] = []
        for word in text.split():
            if lines and self.width(f"{lines[-1]} {word}", size, bold=bold) <= width:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines

    def png(self) -> bytes:
        out = io.BytesIO()
        self._image.reduce(_FINE).save(out, "PNG", dpi=(self._dots * 25.4, self._dots * 25.4))
        return out.getvalue()

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return round(x * self._scale), round(y * self._scale)

    def _face(self, size: float, *, bold: bool = False) -> ImageFont.FreeTypeFont:
        return _face("Bold" if bold else "Regular", round(size * _MM_PER_POINT * self._scale))


@cache
def _face(weight: str, pixels: int) -> ImageFont.FreeTypeFont:
    """The basic layout needs no library of the system; Vietnamese letters are single characters (NFC)."""
    path = _FONTS / f"LiberationSerif-{weight}.ttf"
    return ImageFont.truetype(path, pixels, layout_engine=ImageFont.Layout.BASIC)


# --- Frame ------------------------------------------------------------------------------------------------------


def _leading(size: float) -> float:
    """From one line of a text to the next, in mm."""
    return size * _LINE * _MM_PER_POINT


def _titled(sheet: _Sheet, chart: Chart, room: _Box) -> _Box:
    """The title at the top; gives what is left below it."""
    top = room.top
    for line in _evenly(sheet, chart.title, room.width):
        sheet.title((room.left + room.right) / 2, top + _leading(_TITLE) / 2, line)
        top += _leading(_TITLE)
    return _Box(room.left, top + 2, room.right, room.bottom)


def _evenly(sheet: _Sheet, title: str, width: float) -> list[str]:
    """A title in as few lines as it needs, all of about one length: no single word is left for the last one."""
    tried = [sheet.folded(title, width * share / 20, _TITLE, bold=True) for share in range(20, 9, -1)]
    return [lines for lines in tried if len(lines) == len(tried[0])][-1]


def _with_legend(sheet: _Sheet, chart: Chart, room: _Box) -> _Box:
    """Several series are named at the bottom; gives what is left above them."""
    if len(chart.series) < 2:
        return room
    side, gap = 3.0, 8.0
    widths = [side + 1.5 + sheet.width(series.name) for series in chart.series]
    at = (room.left + room.right - sum(widths) - gap * (len(widths) - 1)) / 2
    middle = room.bottom - _leading(_TEXT) / 2
    for number, (series, width) in enumerate(zip(chart.series, widths, strict=True)):
        sheet.box(_Box(at, middle - side / 2, at + side, middle + side / 2), _fill(number))
        sheet.write(at + side + 1.5, middle, series.name, "lm")
        at += width + gap
    return _Box(room.left, room.top, room.right, room.bottom - _leading(_TEXT) - 1.5)


def _fill(number: int) -> str:
    return FILLS[number % len(FILLS)]


def _sums(chart: Chart) -> list[float]:
    """The whole length of each stack."""
    return [sum(values) for values in zip(*(series.values for series in chart.series), strict=True)]


def _scale(largest: float) -> tuple[int, int]:
    """The step and the end of the axis of values: round, and at most about eight lines."""
    steps = (factor * 10**power for power in range(12) for factor in (1, 2, 5))
    step = next(step for step in steps if largest / step <= 8)
    return step, max(step, -(-int(largest) // step) * step)


def _number(value: float) -> str:
    return f"{value:g}"


# --- Kinds ------------------------------------------------------------------------------------------------------


def _bars(sheet: _Sheet, chart: Chart, room: _Box) -> None:
    """Lying bars, the first on top, names at the left."""
    widest = max((sheet.width(name) for name in chart.categories), default=0)
    names = min(widest, _NAMES * room.width) + 2
    step, end = _scale(max(_sums(chart), default=0))
    beyond = max(sheet.width(text) for text in ("000", *_beyond(sheet, chart, 0))) + 2
    plot = _Box(room.left + names, room.top, room.right - beyond, room.bottom - _leading(_TEXT) - 1)
    for value in range(0, end + 1, step):
        x = plot.left + plot.width * value / end
        sheet.rule([(x, plot.top), (x, plot.bottom)], _GRID if value else _OUTLINE, 0.15)
        sheet.write(x, plot.bottom + 1 + _leading(_TEXT) / 2, str(value), "mm")
    tall = plot.height / max(1, len(chart.categories))
    size = _one_size(sheet, chart.categories, names - 2, tall)
    for place, name in enumerate(chart.categories):
        middle = plot.top + tall * (place + 0.5)
        _named(sheet, sheet.folded(name, names - 2, size), plot.left - 2, middle, size)
        _lying(sheet, chart, place, _Box(plot.left, middle - tall * _FULL / 2, plot.right, middle + tall * _FULL / 2))


def _one_size(sheet: _Sheet, names: Sequence[str], width: float, tall: float) -> float:
    """In which all names fit beside their bars, on as many lines as each needs."""
    size = _TEXT
    while size > _TEXT / 2 and any(len(sheet.folded(name, width, size)) * _leading(size) > tall for name in names):
        size -= 0.5
    return size


def _named(sheet: _Sheet, lines: Sequence[str], right: float, middle: float, size: float) -> None:
    """A name at the left of its bar."""
    top = middle - _leading(size) * len(lines) / 2
    for number, line in enumerate(lines):
        sheet.write(right, top + _leading(size) * (number + 0.5), line, "rm", size)


def _lying(sheet: _Sheet, chart: Chart, place: int, box: _Box) -> None:
    """One bar or stack, its values in it where they fit and behind it where they do not; 0 is not written."""
    _, end = _scale(max(_sums(chart), default=0))
    left, middle = box.left, (box.top + box.bottom) / 2
    for number, series in enumerate(chart.series):
        right = left + box.width * series.values[place] / end
        if right > left:
            sheet.box(_Box(left, box.top, right, box.bottom), _fill(number))
        text = _number(series.values[place])
        if len(chart.series) > 1 and right - left >= sheet.width(text) + 1:
            sheet.write((left + right) / 2, middle, text, "mm", ink="#FFFFFF" if number == 0 else _INK)
        left = right
    sheet.write(left + 1.5, middle, "; ".join(_beyond(sheet, chart, box.width / end, place)), "lm")


def _beyond(sheet: _Sheet, chart: Chart, unit: float, place: int | None = None) -> Iterator[str]:
    """What is written behind the bars (behind all of them: no place), where one of a value is `unit` mm long."""
    places = range(len(chart.categories)) if place is None else [place]
    for series in chart.series:
        for value in (series.values[at] for at in places):
            if len(chart.series) == 1 and value:
                yield _number(value)
            elif value and 0 < unit * value < sheet.width(_number(value)) + 1:
                yield f"{series.name.lower()}: {_number(value)}"


def _line(sheet: _Sheet, chart: Chart, room: _Box) -> None:
    """A course: a dot for each value at its place, the last one in figures."""
    step, end = _scale(max((value for series in chart.series for value in series.values), default=0))
    left = room.left + sheet.width(str(end)) + 2
    plot = _Box(left, room.top + _leading(_TEXT), room.right, room.bottom - _leading(_TEXT) - 1)
    for value in range(0, end + 1, step):
        y = plot.bottom - plot.height * value / end
        sheet.rule([(plot.left, y), (plot.right, y)], _GRID if value else _OUTLINE, 0.15)
        sheet.write(plot.left - 1.5, y, str(value), "rm")
    across = _across(chart, plot)
    _dated(sheet, chart, across, plot.bottom + 1 + _leading(_TEXT) / 2)
    for number, series in enumerate(chart.series):
        heights = [plot.bottom - plot.height * value / end for value in series.values]
        points = list(zip(across, heights, strict=True))
        if not points:
            continue
        sheet.rule(points, f"#{_fill(number)}", 0.7)
        for x, y in points:
            sheet.dot(x, y, 0.8, f"#{_fill(number)}")
        sheet.write(across[-1], heights[-1] - _leading(_TEXT) * 0.7, _number(series.values[-1]), "mm")


def _across(chart: Chart, plot: _Box) -> list[float]:
    """Where each value stands: by its place if the chart knows places, else evenly."""
    places = chart.places or tuple(range(len(chart.categories)))
    room = _Box(plot.left + 3, plot.top, plot.right - 5, plot.bottom)
    spread = max(places, default=0) - min(places, default=0) or 1
    return [room.left + room.width * (place - places[0]) / spread for place in places]


def _dated(sheet: _Sheet, chart: Chart, across: list[float], middle: float) -> None:
    """The names below the places, as many as have room; the newest is always there."""
    free = float("inf")
    for x, name in reversed(list(zip(across, chart.categories, strict=True))):
        half = sheet.width(name) / 2
        if x + half < free:
            sheet.write(x, middle, name, "mm")
            free = x - half - 2
