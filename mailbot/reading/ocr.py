"""Scans and photographs: straightened, lines found, letters read by tesseract. What comes out is never sure.

Tables are read cell by cell where lines are drawn: tesseract on a whole page runs neighbouring cells together.
"""

import csv
import io
import math
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import accumulate, pairwise
from statistics import median

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from mailbot.reading import marks, programs
from mailbot.reading.budget import Budget, CannotRead, NeedsHeavyReader
from mailbot.reading.cleaning import tidy
from mailbot.reading.layout import Box, Ruled, Word, join_pages, moved, page_blocks
from mailbot.reading.paper import flattened
from mailbot.reading.ruling import find_tables
from mailbot.reading.vietnamese import likeness
from rules.document import Block, ParsedDocument, Where
from rules.document import Box as PageBox
from rules.file_format import FORMATS

MISSING = "Cần cài đặt tesseract để đọc bản quét, ảnh này (apt install tesseract-ocr tesseract-ocr-vie)."
_DAMAGED = "Ảnh bị hỏng hoặc thuộc loại không hỗ trợ, không đọc được; đề nghị gửi lại."
_TOO_LARGE = "Ảnh quá lớn, không đọc tự động."
_SECONDS = 120.0  # for one run of tesseract
_WIDTH = 2000  # smaller pictures are enlarged to this many pixels across the short side of a page
_LARGEST = 3800
_DASHES = frozenset("-–—~")
_SPECKS = frozenset("|_=.'`‘’\"“”¦,:;^*°·ˆ ")
_SURE_WORD = 25.0  # below this confidence a word is more often a speck than a word


@dataclass(slots=True)
class Recognised:
    """What was read of one picture; confidence in percent."""

    blocks: list[Block] = field(default_factory=list)
    confidence: float = 0.0
    codes: tuple[marks.Mark, ...] = ()  # what QR codes on the page say


def available() -> bool:
    return programs.find("tesseract") is not None and "vie" in programs.tesseract_languages()


def parse(name: str, content: bytes, budget: Budget | None = None, *, heavy: bool = True) -> ParsedDocument:
    """Read a picture of a page (.jpg, .png, .tif, ...); raises CannotRead or NeedsHeavyReader."""
    budget = budget or Budget()
    try:
        with _opened(content) as picture:
            kind = (picture.format or "").lower().replace("jpeg", "jpg").replace("tiff", "tif").replace("heif", "heic")
            _allow(picture, budget)
            if picture.width < 200 or picture.height < 100:
                raise CannotRead("Ảnh quá nhỏ để nhận dạng chữ (có thể là biểu tượng trong thư).")
            if not available():
                raise CannotRead(MISSING)
            if not heavy:
                raise NeedsHeavyReader
            return _read_all(name, kind, picture, budget)
    except Image.DecompressionBombError as error:
        raise CannotRead(_TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise CannotRead(_DAMAGED) from error


def opened(content: bytes, budget: Budget) -> Image.Image:
    """A picture to be shown; raises CannotRead where it is broken or costs more than one file may."""
    try:
        picture = _opened(content)
        _allow(picture, budget)
    except Image.DecompressionBombError as error:
        raise CannotRead(_TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise CannotRead(_DAMAGED) from error
    return picture


def _opened(content: bytes) -> Image.Image:
    """Only the head is read here. Pillow's own limit belongs to the whole process and stays as it is: what it merely
    warns of, `_allow` refuses.
    """
    if FORMATS["heic"].looks(content):
        _know_heif()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(io.BytesIO(content))


@cache
def _know_heif() -> None:
    """Pillow reads what telephones of Apple photograph once it is told how; the library is loaded where one comes."""
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)


def _allow(picture: Image.Image, budget: Budget) -> None:
    """Raises CannotRead where the picture, or this page of it, has more pixels than one file may cost."""
    if picture.width * picture.height > budget.pixels:
        raise CannotRead(_TOO_LARGE)


def _read_all(name: str, kind: str, picture: Image.Image, budget: Budget) -> ParsedDocument:
    pages: list[list[Block]] = []
    confidences: list[float] = []
    codes: list[marks.Mark] = []
    count = getattr(picture, "n_frames", 1) if kind == "tif" else 1
    for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
        if number > min(count, budget.ocr_pages):
            break
        _allow(frame, budget)
        where = Where(name, f"trang {number}" if count > 1 else "")
        read = read_image(ImageOps.exif_transpose(frame.copy()) or frame, where, budget)
        pages.append(read.blocks)
        confidences.append(read.confidence)
        codes += read.codes
    sure = round(median(confidences)) if confidences else 0
    notes = [f"Nội dung đọc bằng nhận dạng chữ (OCR), độ tin cậy khoảng {sure}%."]
    if count > budget.ocr_pages:
        notes.append(f"Ảnh có {count} trang; chỉ nhận dạng {budget.ocr_pages} trang đầu.")
    blocks = tuple(join_pages(pages))
    if not blocks:
        raise CannotRead("Không nhận dạng được chữ nào trong ảnh; đề nghị gửi bản Word, Excel hoặc ảnh rõ hơn.")
    return ParsedDocument(name, kind, blocks, notes=tuple(notes), origin="ocr", properties=tuple(dict.fromkeys(codes)))


def read_image(picture: Image.Image, where: Where, budget: Budget, dots: float | None = None) -> Recognised:
    """Read one page; raises CannotRead where tesseract fails.

    `dots`: pixels of the picture per point of the page that it shows, so that a place on it can be told; a page that
    had to be cut out of its picture, or turned by a quarter, has none.
    """
    onto = _prepared(picture)
    clean = onto.picture
    words = _upright_words(clean)
    if words is None:
        clean, words = _turned(clean)
    tables = find_tables(clean, [seen.word for seen in words])
    if tables:
        words = _with_cells(clean, words, tables)
    good = [word.word for word in words]
    confidence = median([word.confidence for word in words] or [0.0])
    told = dots is not None and onto.scale is not None and clean is onto.picture
    blocks = page_blocks(good, tables, where, float(clean.width), limit=budget.grid, boxes=told)
    if dots is not None and told:
        blocks = [moved(block, partial(onto.back, dots)) for block in blocks]
    return Recognised(blocks, confidence, marks.qr_codes(picture))


def words_on(picture: Image.Image) -> list[tuple[str, float, float, float, float]]:
    """The words of a page as it is shown, not straightened: each with left, top, right, bottom in parts of its width
    and height. None where there is no tesseract, or nothing to be read."""
    if not available():
        return []
    grey = picture.convert("L")
    scale = _WIDTH / min(grey.size)
    if max(grey.size) * scale > _LARGEST:
        scale = _LARGEST / max(grey.size)
    clean = _contrasted(marks.evenly_lit(grey.resize((round(grey.width * scale), round(grey.height * scale)))))
    if not _has_ink(clean):
        return []
    try:
        found = [seen.word for seen in _tesseract([clean], "3")[0]]
    except CannotRead:
        return []
    width, height = clean.size
    return [
        (word.text, word.left / width, word.top / height, word.right / width, word.bottom / height) for word in found
    ]


@dataclass(slots=True)
class _Seen:
    word: Word
    confidence: float


@dataclass(frozen=True, slots=True)
class Onto:
    """A picture as tesseract likes it, and how it came from the one that was given: enlarged, then turned."""

    picture: Image.Image
    scale: float | None  # None: another shape
    angle: float  # degrees, counter-clockwise

    def back(self, dots: float, box: PageBox) -> PageBox:
        """A box of this picture as points of the page; `dots`: pixels of the given picture per point."""
        middle, turn = (self.picture.width / 2, self.picture.height / 2), math.radians(self.angle)
        sine, cosine, per_point = math.sin(turn), math.cos(turn), (self.scale or 1.0) * dots
        corners = [
            (
                (middle[0] + (x - middle[0]) * cosine - (y - middle[1]) * sine) / per_point,
                (middle[1] + (x - middle[0]) * sine + (y - middle[1]) * cosine) / per_point,
            )
            for x in (box[0], box[2])
            for y in (box[1], box[3])
        ]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return round(min(xs), 1), round(min(ys), 1), round(max(xs), 1), round(max(ys), 1)


def _prepared(picture: Image.Image) -> Onto:
    """Grey, without the desk around the sheet, of a size that tesseract likes, evenly lit and straight."""
    given = picture.convert("L")
    grey = flattened(given)
    cut = grey is not given
    short = min(grey.size)
    scale = min(max(1.0, _WIDTH / short), _LARGEST / max(grey.size)) if short < _WIDTH else _LARGEST / max(grey.size)
    if scale > 1.05 or scale < 0.95:
        grey = grey.resize((round(grey.width * scale), round(grey.height * scale)), Image.Resampling.LANCZOS)
    lit = _contrasted(marks.evenly_lit(grey))
    angle = skew(lit)
    return Onto(_by(lit, angle), None if cut else grey.width / given.width, angle if abs(angle) >= _FLAT else 0.0)


_FLAT = 0.025  # degrees


def _straight(picture: Image.Image) -> Image.Image:
    return _by(picture, skew(picture))


def _by(picture: Image.Image, angle: float) -> Image.Image:
    if abs(angle) < _FLAT:
        return picture
    return picture.rotate(angle, Image.Resampling.BICUBIC, expand=False, fillcolor=255)


_PAPER = 245  # lighter than this is paper
_INK = 110  # darker than this is ink for certain


def _contrasted(picture: Image.Image) -> Image.Image:
    """Ink black and paper white. The darkest hundredth of a page is ink, but never what is lighter than `_INK`: on a
    page with three lines of text the noise would be stretched to black specks, on which tesseract spends minutes.
    """
    few = picture.width * picture.height // 100
    counted = accumulate(picture.histogram())
    black = min(next(level for level, count in enumerate(counted) if count > few), _INK)
    return picture.point([max(0, min(255, round((v - black) * 255 / (_PAPER - black)))) for v in range(256)])


def skew(picture: Image.Image) -> float:
    """The angle in degrees by which the picture must be turned (counter-clockwise) so that lines of text lie flat.

    Searched in three passes, the last on a larger copy: a drawn line that drifts by its own width is lost.
    """
    coarse = _flattest(picture, 700, [step / 2 for step in range(-12, 13)])
    fine = _flattest(picture, 700, [coarse + step / 10 for step in range(-5, 6)])
    return _flattest(picture, 1600, [fine + step / 40 for step in range(-5, 6)])


def _flattest(picture: Image.Image, size: int, angles: list[float]) -> float:
    """Of these angles the one at which rows of ink and rows of paper differ most."""
    scale = min(1.0, size / max(picture.size))
    small = ImageOps.invert(picture.resize((round(picture.width * scale), round(picture.height * scale))))
    small = small.point([255 if level > 110 else 0 for level in range(256)])

    def sharpness(angle: float) -> float:
        turned = small.rotate(angle, Image.Resampling.BILINEAR)
        rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
        return float(sum((a - b) ** 2 for a, b in pairwise(rows)))

    return max(angles, key=sharpness)


def _upright_words(picture: Image.Image) -> list[_Seen] | None:
    """The words, or None where they are so bad that the page may lie on its side."""
    words = _tesseract([picture], "3")[0]
    sure = median([seen.confidence for seen in words] or [0.0])
    return words if len(words) > 5 and _uprightness(words) > 0.7 and sure > 70 else None


def _turned(picture: Image.Image) -> tuple[Image.Image, list[_Seen]]:
    """The page in the position in which it reads best. How flat its lines lie is seen only then."""
    best: tuple[float, Image.Image, list[_Seen]] = (-1.0, picture, [])
    for angle in (0, 90, 270, 180):
        turned = picture.rotate(angle, expand=True) if angle else picture
        words = _tesseract([turned], "3")[0]
        score = _uprightness(words) * math.log1p(sum(len(seen.word.text) for seen in words))
        if score > best[0]:
            best = (score, turned, words)
    _, turned, words = best
    straight = _straight(turned) if turned.size != picture.size else turned
    return (turned, words) if straight is turned else (straight, _tesseract([straight], "3")[0])


def _uprightness(words: list[_Seen]) -> float:
    """How much the words look like Vietnamese that runs from left to right, from 0 to 1. tesseract reads lines that
    run upwards as well, but their words come in a strange order.
    """
    long = [seen.word for seen in words if len(seen.word.text) > 3]
    lying = sum(word.right - word.left > word.height for word in long)
    return likeness(" ".join(seen.word.text for seen in words)) * lying / max(len(long), 1)


def _with_cells(picture: Image.Image, words: list[_Seen], tables: list[Ruled]) -> list[_Seen]:
    """The words with those inside tables read anew, each cell as a picture of its own."""
    boxes = [cell for table in tables for cell in table.cells if cell.right - cell.left > 12 < cell.bottom - cell.top]
    crops = [_crop(picture, box) for box in boxes]
    inked = [(box, crop) for box, crop in zip(boxes, crops, strict=True) if _has_ink(crop)]
    if not inked:
        return words
    read = _tesseract([crop for _, crop in inked], "6")
    kept = [seen for seen in words if not any(table.box.holds(seen.word) for table in tables)]
    for (box, _), found in zip(inked, read, strict=True):
        whole = [seen for seen in words if box.holds(seen.word)]
        kept += _better(whole, [_moved(seen, box) for seen in found])
    return kept


_MARGIN = 20  # white around a cell's picture: tesseract misreads letters that touch the edge
_INSET = 6  # of the crop, so that the lines around a cell stay outside


def _crop(picture: Image.Image, box: Box) -> Image.Image:
    inner = picture.crop(
        (round(box.left) + _INSET, round(box.top) + _INSET, round(box.right) - _INSET, round(box.bottom) - _INSET)
    )
    return ImageOps.expand(inner, _MARGIN, fill=255)


def _has_ink(crop: Image.Image) -> bool:
    dark = sum(crop.histogram()[:110])
    return dark > 30


def _moved(seen: _Seen, box: Box) -> _Seen:
    across, down = box.left + _INSET - _MARGIN, box.top + _INSET - _MARGIN
    word = seen.word
    return _Seen(
        Word(word.text, word.left + across, word.top + down, word.right + across, word.bottom + down), seen.confidence
    )


def _better(first: list[_Seen], second: list[_Seen]) -> list[_Seen]:
    """Of two readings of one cell the one with more that is sure."""

    def worth(words: Iterable[_Seen]) -> float:
        return sum(len(seen.word.text) * (seen.confidence - 40) for seen in words)

    return second if worth(second) >= worth(first) else first


def _tesseract(pictures: list[Image.Image], segmentation: str) -> list[list[_Seen]]:
    """The words of each picture, by one run of the program; raises CannotRead."""
    path = programs.need("tesseract", "tesseract-ocr tesseract-ocr-vie", "bản quét, ảnh")
    with programs.scratch() as folder:
        names = []
        for number, picture in enumerate(pictures):
            name = f"{folder}/{number}.png"
            picture.save(name, compress_level=1, dpi=(300, 300))
            names.append(name)
        listing = programs.write(folder, "pages.txt", "\n".join(names).encode())
        try:
            table = programs.run(
                [path, str(listing), "-", "-l", "vie", "--psm", segmentation, "-c", "tessedit_create_tsv=1"],
                seconds=_SECONDS,
                environment={"OMP_THREAD_LIMIT": "1"},
            )
        except programs.ProgramFailed as error:
            raise CannotRead("Nhận dạng chữ (OCR) không thành công; đề nghị gửi bản Word hoặc Excel.") from error
    return _words(table.decode("utf-8", "replace"), len(pictures))


def _words(table: str, count: int) -> list[list[_Seen]]:
    """tesseract's TSV: level, page, block, paragraph, line, word, left, top, width, height, confidence, text."""
    found: list[list[_Seen]] = [[] for _ in range(count)]
    for row in csv.reader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if len(row) != 12 or row[0] != "5":
            continue
        text, confidence = tidy(row[11]), float(row[10])
        if confidence < _SURE_WORD:
            continue
        # Remains of drawn lines stick to words; a dash alone begins an item of a list.
        text = "-" if text in _DASHES else text.strip("|_¦[]") if len(text) > 1 else text
        left, top, width, height = (float(value) for value in row[6:10])
        if text and not set(text) <= _SPECKS:
            found[int(row[1]) - 1].append(_Seen(Word(text, left, top, left + width, top + height), confidence))
    return found
