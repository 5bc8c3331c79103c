"""What a file says beside its text: properties, titles of controls, names, QR codes. Forms carry their identity there.

The names under which they are reported (`alias`, `qr`) are those of rules/papers/forms.py; others are as the file has
them.
"""

import struct
from collections.abc import Iterable, Iterator

import zxingcpp
from lxml import etree
from PIL import Image, ImageFilter, ImageMath

from mailbot.reading.cleaning import one_line, tidy
from rules.papers.forms import ALIAS, QR

Mark = tuple[str, str]

_LARGE = 3400  # pixels along a page; from there on a square of the code is wide enough
_MOST = 500  # marks of one file: a form has one control per choice
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_HIDDEN_NAME, _BUILT_IN_NAME = 0x0001, 0x0020
_PTG_STR, _PTG_AREA_3D = 0x17, 0x3B


def custom_properties(root: etree._Element | None) -> Iterator[Mark]:
    """Custom properties of an OOXML package (ISO/IEC 29500-1, 22.3)."""
    for item in root if root is not None else ():
        value = one_line("".join(map(str, item.itertext())))
        if item.get("name") and value:
            yield tidy(item.get("name") or ""), value


def control_titles(root: etree._Element) -> Iterator[Mark]:
    """Titles of the content controls of a Word story (17.5.2.1), each once."""
    found = (one_line(item.get(f"{_W}val") or "") for item in root.iter(f"{_W}alias"))
    yield from _some((ALIAS, title) for title in dict.fromkeys(found) if title)


def of_opendocument(content: etree._Element, meta: etree._Element | None) -> Iterator[Mark]:
    """User-defined properties, named ranges and expressions, titles of controls (ODF 1.3 part 3)."""
    for item in meta.iter(f"{_META}user-defined") if meta is not None else ():
        value = one_line("".join(map(str, item.itertext())))
        if value:
            yield tidy(item.get(f"{_META}name") or ""), value
    named = content.iter(f"{_TABLE}named-range", f"{_TABLE}named-expression")
    for item in named:
        name = item.get(f"{_TABLE}name") or ""
        value = item.get(f"{_TABLE}cell-range-address") or item.get(f"{_TABLE}expression") or ""
        if value and not name.startswith("_xlnm."):
            yield tidy(name), one_line(value)
    found = (one_line(item.get(f"{_LOEXT}alias") or "") for item in content.iter(f"{_LOEXT}content-control"))
    yield from _some((ALIAS, title) for title in dict.fromkeys(found) if title)


def defined_name(body: bytes) -> Mark | None:
    """A Lbl record of a workbook (MS-XLS 2.4.150): a name for a text or for a range of cells; else None.

    A range is told by its columns and rows alone; which sheet it lies on takes other records.
    """
    flags, _, length, size = struct.unpack_from("<HBBH", body)
    if flags & (_HIDDEN_NAME | _BUILT_IN_NAME):
        return None
    wide = body[14] & 0x01
    end = 15 + length * (2 if wide else 1)
    name = body[15:end].decode("utf-16-le" if wide else "latin-1", "replace")
    formula = body[end : end + size]
    if not formula:
        return None
    if formula[0] == _PTG_STR:
        wide = formula[2] & 0x01
        raw = formula[3 : 3 + formula[1] * (2 if wide else 1)]
        return name, one_line(raw.decode("utf-16-le" if wide else "latin-1", "replace"))
    if formula[0] == _PTG_AREA_3D and len(formula) >= 11:
        top, bottom, left, right = (number & 0x3FFF for number in struct.unpack_from("<4H", formula, 3))
        return name, f"${_letter(left)}${top + 1}:${_letter(right)}${bottom + 1}"
    return None


def _letter(column: int) -> str:
    """0 -> "A", 26 -> "AA"."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def qr_codes(picture: Image.Image) -> tuple[Mark, ...]:
    """What the QR codes on a page say, in any position (ISO/IEC 18004).

    A photograph may need further looks: with the shadows taken out of it, edges sharpened or not, and coarse and soft.
    """
    grey = picture.convert("L")
    for look in (_unchanged, _sharpened, _enlarged, evenly_lit):
        found = _read(look(grey))
        if found:
            return tuple(dict.fromkeys((QR, one_line(code.text)) for code in found if code.text))
    return ()


def _unchanged(grey: Image.Image) -> Image.Image:
    return grey


def _sharpened(grey: Image.Image) -> Image.Image:
    """Evenly lit, the grain softened, the edges of the squares drawn apart."""
    return evenly_lit(grey).filter(ImageFilter.GaussianBlur(1)).filter(ImageFilter.UnsharpMask(4, 300, 0))


def _enlarged(grey: Image.Image) -> Image.Image:
    """Squares of two pixels are too few to be told from grain; on a large picture they are larger anyway."""
    if max(grey.size) > _LARGE:
        return grey
    twice = grey.resize((2 * grey.width, 2 * grey.height), Image.Resampling.BICUBIC)
    return twice.filter(ImageFilter.GaussianBlur(1.5))


def evenly_lit(grey: Image.Image) -> Image.Image:
    """The picture without what the light does to the paper: the paper around each spot is taken for white."""
    small = grey.resize((max(grey.width // 16, 1), max(grey.height // 16, 1)), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(4)).resize(grey.size)
    shares: Image.Image = ImageMath.lambda_eval(
        lambda on: on["min"](on["grey"] * 255 / on["max"](on["paper"], 1), 255), grey=grey, paper=paper
    )
    return shares.convert("L")


def _read(grey: Image.Image) -> list[zxingcpp.Barcode]:
    return zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))


def _some(marks: Iterable[Mark]) -> Iterator[Mark]:
    for _, mark in zip(range(_MOST), marks, strict=False):
        yield mark
