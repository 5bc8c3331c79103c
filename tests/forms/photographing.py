"""A page as a telephone takes it: lying askew on a desk, seen at an angle, half in the shadow of the hand, noisy.

Everything is drawn with Pillow from a seed, so that a picture that is read wrongly can be had again.
"""

import io
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

Point = tuple[float, float]

_ORIENTATION = 274  # EXIF: how the telephone was held (TIFF 6.0, Orientation)
_EXIF_OF_TURN = {0: 1, 90: 6, 180: 3, 270: 8}


@dataclass(frozen=True)
class Shot:
    """How a picture is taken. `long_edge`: pixels of the file; messengers shrink what a telephone gives."""

    seed: int
    long_edge: int = 3000
    turned: int = 0  # degrees by which the telephone was turned: 0, 90, 180, 270
    noted: bool = False  # whether the file says that it was turned, as telephones do and messengers do not
    quality: int = 75
    harsh: bool = False  # a dark room, a hasty hand


def photograph(page: Image.Image, shot: Shot) -> bytes:
    """The JPEG file."""
    dice = random.Random(shot.seed)
    desk = _on_a_desk(page.convert("RGB"), dice)
    scale = shot.long_edge / max(desk.size)
    seen = desk.resize((round(desk.width * scale), round(desk.height * scale)), Image.Resampling.BICUBIC)
    lit = ImageChops.multiply(seen, _light(seen.size, dice, shot))
    blurred = lit.filter(ImageFilter.GaussianBlur(_blur(dice, shot) * shot.long_edge / 3000))
    noisy = _with_noise(blurred, dice.uniform(14, 22) if shot.harsh else dice.uniform(4, 12), dice)
    out, exif = io.BytesIO(), Image.Exif()
    if shot.noted:
        exif[_ORIENTATION] = _EXIF_OF_TURN[shot.turned]
    held = noisy.rotate(shot.turned, expand=True)
    held.save(out, "JPEG", quality=shot.quality, exif=exif)
    return out.getvalue()


def _blur(dice: random.Random, shot: Shot) -> float:
    """Radius in pixels of a picture 3000 pixels long."""
    return dice.uniform(1.4, 2.2) if shot.harsh else dice.uniform(0.5, 1.4)


def _on_a_desk(page: Image.Image, dice: random.Random) -> Image.Image:
    """The page as a four-sided figure on a larger ground: turned by some degrees, its far side shorter."""
    width, height = page.size
    across, down = round(width * 1.16), round(height * 1.12)
    tones = [dice.randint(70, 150), dice.randint(60, 120), dice.randint(40, 100)]
    ground = Image.new("RGB", (across, down), tuple(tones))
    ground = Image.blend(ground, noise(ground.size, 60, dice).convert("RGB"), 0.15)
    left, top = (across - width) / 2, (down - height) / 2
    corners = [(left, top), (left + width, top), (left + width, top + height), (left, top + height)]
    lean = dice.uniform(-0.05, 0.05) * width
    slope = dice.uniform(-0.03, 0.03) * height
    moved = [
        (x + dice.uniform(-0.015, 0.015) * width + side * lean, y + dice.uniform(-0.015, 0.015) * height + up * slope)
        for (x, y), side, up in zip(corners, (1, -1, 0, 0), (1, -1, -0.5, 0.5), strict=True)
    ]
    coefficients = _perspective(moved, [(0, 0), (width, 0), (width, height), (0, height)])
    laid = page.transform(ground.size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC)
    mask = Image.new("L", ground.size, 0)
    ImageDraw.Draw(mask).polygon(moved, fill=255)
    return Image.composite(laid, ground, mask)


def _perspective(seen: Sequence[Point], real: Sequence[Point]) -> list[float]:
    """The eight coefficients by which Pillow finds for each point that is seen the point of the page."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(seen, real, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return _solved(rows)


def _solved(rows: list[list[float]]) -> list[float]:
    """Gaussian elimination with the largest pivot; each row ends with its right side."""
    count = len(rows)
    for place in range(count):
        best = max(range(place, count), key=lambda number: abs(rows[number][place]))
        rows[place], rows[best] = rows[best], rows[place]
        pivot = rows[place][place]
        rows[place] = [value / pivot for value in rows[place]]
        for number in range(count):
            factor = rows[number][place]
            if number != place and factor:
                rows[number] = [a - factor * b for a, b in zip(rows[number], rows[place], strict=True)]
    return [row[-1] for row in rows]


def _light(size: tuple[int, int], dice: random.Random, shot: Shot) -> Image.Image:
    """Brighter on one side, yellowish, with the soft shadow of a hand and a telephone."""
    darkest = dice.randint(70, 110) if shot.harsh else dice.randint(120, 180)
    slope = Image.linear_gradient("L").rotate(dice.choice((0, 90, 180, 270))).resize(size)
    ramp = slope.point([round(darkest + (245 - darkest) * level / 255) for level in range(256)])
    shade = Image.new("L", size, 255)
    x, y = dice.uniform(0, 0.7) * size[0], dice.uniform(0.2, 0.8) * size[1]
    wide, high = dice.uniform(0.3, 0.8) * size[0], dice.uniform(0.2, 0.5) * size[1]
    ImageDraw.Draw(shade).ellipse((x, y, x + wide, y + high), fill=dice.randint(130, 190))
    shade = shade.resize((size[0] // 16, size[1] // 16)).filter(ImageFilter.GaussianBlur(4)).resize(size)
    light = ImageChops.multiply(ramp, shade)
    return Image.merge("RGB", (light, light.point([round(level * 0.97) for level in range(256)]), _blue(light)))


def _blue(light: Image.Image) -> Image.Image:
    return light.point([round(level * 0.86) for level in range(256)])


def _with_noise(picture: Image.Image, sigma: float, dice: random.Random) -> Image.Image:
    grey = noise(picture.size, sigma, dice)
    grain = Image.merge("RGB", (grey, grey, grey))
    return ImageChops.add(picture, grain, 1, -128)


def noise(size: tuple[int, int], sigma: float, dice: random.Random) -> Image.Image:
    """Grey noise around 128 with a standard deviation of `sigma` levels, the mean of three even ones.

    Not Pillow's `effect_noise`: that draws from the C library's generator, which no seed of ours reaches.
    """
    one, two, three = (Image.frombytes("L", size, dice.randbytes(size[0] * size[1])) for _ in range(3))
    mean = Image.blend(Image.blend(one, two, 1 / 2), three, 1 / 3)
    spread = 256 / math.sqrt(12 * 3)  # the standard deviation of the mean of three even draws from 256 levels
    return mean.point([max(0, min(255, round(128 + (level - 127.5) * sigma / spread))) for level in range(256)])


def as_read(photo: bytes) -> Image.Image:
    """As a program opens it: turned as the file says."""
    picture = Image.open(io.BytesIO(photo))
    return ImageOps.exif_transpose(picture) or picture
