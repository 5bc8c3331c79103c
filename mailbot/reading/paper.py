"""The sheet of paper on a photograph: found as the bright four-sided figure in the middle, and laid flat.

Only what is plainly a sheet is touched. A scan fills its picture, and a page in the shadow has no clear edge: both
stay as they are.
"""

from collections.abc import Sequence
from math import dist

from PIL import Image, ImageDraw

Point = tuple[float, float]

_SMALL = 240  # pixels along the copy in which the sheet is looked for
_SHEET = 100  # marks the sheet in that copy
_LEAST = 0.3  # of the picture that a sheet covers
_FULL = 0.03  # of a side: corners that near to those of the picture need no change
_NEAR = 2.5  # pixels of the copy by which an edge may bulge
_FEW = 20  # pixels; with fewer a side is where its corners are
_LEVELS = range(50, 210, 10)  # of brightness, between a desk and a sheet
_STRAIGHT = 0.06  # by how much of its area the figure may miss four straight sides


def flattened(picture: Image.Image) -> Image.Image:
    """The grey picture cut to the sheet and seen from straight above; the picture itself where no sheet is plain."""
    scale = _SMALL / max(picture.size)
    small = picture.resize((max(1, round(picture.width * scale)), max(1, round(picture.height * scale))))
    corners = _corners(small)
    if corners is None:
        return picture
    seen = [((x + 0.5) / scale, (y + 0.5) / scale) for x, y in corners]
    width = round(max(dist(seen[0], seen[1]), dist(seen[3], seen[2])))
    height = round(max(dist(seen[0], seen[3]), dist(seen[1], seen[2])))
    flat = _perspective([(0, 0), (width, 0), (width, height), (0, height)], seen)
    return picture.transform((width, height), Image.Transform.PERSPECTIVE, flat, Image.Resampling.BICUBIC)


def _corners(small: Image.Image) -> list[Point] | None:
    """The corners of the sheet from the upper left one on, clockwise: of the largest figure that any level of
    brightness gives. Where a shadow falls, a level takes part of the sheet for the desk."""
    found = (figure for level in _LEVELS if (figure := _figure(small, level)) is not None)
    return max(found, key=_area, default=None)


def _figure(small: Image.Image, level: int) -> list[Point] | None:
    """The corners of what is brighter than a level around the middle, where it has four straight sides."""
    width, height = small.size
    mask = small.point([255 if here > level else 0 for here in range(256)])
    if mask.getpixel((width // 2, height // 2)) == 0:
        return None
    ImageDraw.floodfill(mask, (width // 2, height // 2), _SHEET)
    across = _ends(mask)
    edge = [point for first, last, y in across for point in ((first, y), (last, y))]
    area = sum(last - first + 1 for first, last, _ in across)  # what is printed on the sheet belongs to it
    corners: list[Point] = [
        min(edge, key=lambda at: at[0] + at[1]),
        max(edge, key=lambda at: at[0] - at[1]),
        max(edge, key=lambda at: at[0] + at[1]),
        min(edge, key=lambda at: at[0] - at[1]),
    ]
    missed = abs(_area(corners) - area) / area
    if area < _LEAST * width * height or missed > _STRAIGHT or _fills(corners, small.size):
        return None
    edge += [
        point
        for first, last, x in _ends(mask.transpose(Image.Transpose.TRANSPOSE))
        for point in ((x, first), (x, last))
    ]
    return _sharpened(corners, edge)


def _ends(mask: Image.Image) -> list[tuple[int, int, int]]:
    """Of each row with a part of the sheet: the first and the last pixel of it, and the row."""
    pixels, width = mask.tobytes(), mask.width
    rows = [pixels[row * width : (row + 1) * width] for row in range(mask.height)]
    return [(row.find(_SHEET), row.rfind(_SHEET), number) for number, row in enumerate(rows) if _SHEET in row]


def _sharpened(corners: Sequence[Point], edge: Sequence[Point]) -> list[Point]:
    """The corners as the meeting points of the sides: a side has hundreds of pixels, a corner has one."""
    sides = [_side(start, end, edge) for start, end in zip(corners, [*corners[1:], corners[0]], strict=True)]
    return [_meeting(before, after) for before, after in zip([sides[-1], *sides[:-1]], sides, strict=True)]


Line = tuple[Point, Point]  # a point of it, its direction


def _side(start: Point, end: Point, edge: Sequence[Point]) -> Line:
    """The straight line through the edge between two corners, by least squares of the distances to it."""
    length = dist(start, end)
    ahead = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    near = []
    for x, y in edge:
        along = (x - start[0]) * ahead[0] + (y - start[1]) * ahead[1]
        off = (y - start[1]) * ahead[0] - (x - start[0]) * ahead[1]
        if abs(off) < _NEAR and 0.06 * length < along < 0.94 * length:
            near.append((along, off))
    if len(near) < _FEW:
        return start, ahead
    mean_along, mean_off = (sum(values) / len(near) for values in zip(*near, strict=True))
    slope = sum((along - mean_along) * off for along, off in near) / sum((along - mean_along) ** 2 for along, _ in near)
    middle = (
        start[0] + mean_along * ahead[0] - mean_off * ahead[1],
        start[1] + mean_along * ahead[1] + mean_off * ahead[0],
    )
    return middle, (ahead[0] - slope * ahead[1], ahead[1] + slope * ahead[0])


def _meeting(one: Line, other: Line) -> Point:
    (x, y), (dx, dy) = one
    (u, v), (du, dv) = other
    far = ((u - x) * dv - (v - y) * du) / (dx * dv - dy * du)
    return x + far * dx, y + far * dy


def _fills(corners: Sequence[Point], size: tuple[int, int]) -> bool:
    """Whether the figure is nearly the whole picture, or runs out of it: then its corners are not those of a sheet."""
    right, lower = size[0] - 1, size[1] - 1
    touching = sum(x in (0, right) or y in (0, lower) for x, y in corners)
    frame = [(0, 0), (right, 0), (right, lower), (0, lower)]
    return touching > 1 or all(dist(one, other) < _FULL * max(size) for one, other in zip(corners, frame, strict=True))


def _area(corners: Sequence[Point]) -> float:
    following = [*corners[1:], corners[0]]
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(corners, following, strict=True))) / 2


def _perspective(flat: Sequence[Point], seen: Sequence[Point]) -> list[float]:
    """The eight coefficients by which Pillow finds for each point of the flat sheet the one that was seen."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(flat, seen, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for place in range(len(rows)):  # Gaussian elimination, with the largest pivot
        best = max(range(place, len(rows)), key=lambda number: abs(rows[number][place]))
        rows[place], rows[best] = rows[best], rows[place]
        rows[place] = [value / rows[place][place] for value in rows[place]]
        for number, row in enumerate(rows):
            if number != place and row[place]:
                rows[number] = [a - row[place] * b for a, b in zip(row, rows[place], strict=True)]
    return [row[-1] for row in rows]
