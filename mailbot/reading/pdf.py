"""PDF with a text layer: text and tables by position (pdfplumber). Pages without a usable one go to OCR.

Positions matter more than the order of the content: where a font lacks Vietnamese letters these come from a second
font, and engines that follow the content tear the words apart.
"""

import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import pdfplumber
import pypdfium2
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from mailbot.reading import marks, ocr, plain, signatures
from mailbot.reading.budget import Budget, CannotRead, NeedsHeavyReader
from mailbot.reading.cleaning import tidy
from mailbot.reading.layout import Box, Ruled, Word, join_pages, page_blocks
from mailbot.reading.legacy_fonts import scheme_of, to_unicode
from mailbot.reading.vietnamese import legacy_font_of, likeness
from rules.document import Block, ParsedDocument, Table, Where

logging.getLogger("pdfminer").setLevel(logging.ERROR)
_PDFMINER_FAILS = (
    PDFException,
    PdfminerException,
    MalformedPDFException,
    TypeError,
    ValueError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    struct.error,
    zlib.error,
)  # what pdfminer is known to raise on files that viewers still show
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_BOLD = re.compile(r"bold|black|heavy|semibold|-bd|,b", re.IGNORECASE)
_NO_LETTER = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff]")
_PICTURE = re.compile(
    r"[\u2600-\u27bf\u2b00-\u2bff\u2e80-\ud7ff\ufe0f\uf900-\ufaff\U00010000-\U0010ffff]"
)  # pictographs, Chinese, Korean: what the fonts of letters do not have
_HAS_PICTURES = re.compile(
    r"emoji|symbol|dingbat|unifont|dejavu|noto|free(?:sans|serif|mono)|cjk|han(?:s|t|\b)|song|ming|hei|kai|gothic|malgun"
    r"|batang|yahei|uni",
    re.IGNORECASE,
)
_UNKNOWN = "\ufffd"
_FEW_LETTERS = 30  # a page with less says nothing: a scan with a stamp, or an empty page
_GARBAGE_SHARE = 0.05  # of letters without Unicode
_TABLES = {"snap_tolerance": 3, "join_tolerance": 3, "intersection_tolerance": 3, "edge_min_length": 6}


@dataclass(slots=True)
class _Page:
    """A page as it was read."""

    blocks: list[Block]
    needs_ocr: bool = False
    is_picture: bool = False  # a scan, with or without a text layer
    codes: tuple[marks.Mark, ...] = ()  # what QR codes on a scanned page say


def parse(name: str, content: bytes, budget: Budget | None = None, *, heavy: bool = True) -> ParsedDocument:
    """Read a .pdf; raises CannotRead, and NeedsHeavyReader where a page needs OCR that is not allowed now."""
    budget = budget or Budget()
    count = _page_count(content)
    if count > budget.pages:
        raise CannotRead(f"Tệp PDF dài {count} trang, quá giới hạn {budget.pages} trang; không đọc tự động.")
    notes: list[str] = []
    try:
        pages = list(_text_pages(name, content, budget))
    except _PDFMINER_FAILS:
        pages = list(_simple_pages(name, content, budget))
        notes.append("Tệp PDF có chỗ sai chuẩn; chỉ đọc được chữ, không đọc được bảng.")
    scanned = [number for number, page in enumerate(pages) if page.needs_ocr]
    unread: str | None = None
    if scanned:
        if not ocr.available():
            unread = ocr.MISSING
        elif not heavy:
            raise NeedsHeavyReader
        else:
            notes += _recognise(name, content, pages, scanned, budget)
    _see_codes(content, pages, budget)
    blocks = tuple(join_pages([page.blocks for page in pages]))
    if unread and not any(not page.needs_ocr and page.blocks for page in pages):
        raise CannotRead(unread)
    if unread:
        notes.append(f"{len(scanned)} trang là bản quét, chưa đọc được. {unread}")
    return ParsedDocument(
        name, "pdf", blocks, notes=tuple(notes), origin="ocr" if scanned and not unread else "text",
        signatures=signatures.of_pdf(content),
        properties=tuple(dict.fromkeys(code for page in pages for code in page.codes)),
    )  # fmt: skip


def _page_count(content: bytes) -> int:
    try:
        document = pypdfium2.PdfDocument(content)
        try:
            return len(document)
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise CannotRead("Tệp PDF có mật khẩu, không đọc được; đề nghị gửi lại tệp không đặt mật khẩu.") from error
        raise CannotRead("Tệp PDF bị hỏng, không mở được; đề nghị gửi lại.") from error


def _text_pages(name: str, content: bytes, budget: Budget) -> Iterator[_Page]:
    tables = letters = 0
    with pdfplumber.open(io.BytesIO(content)) as document:
        for number, page in enumerate(document.pages, 1):
            words = _words(page)
            letters += sum(len(word.text) for word in words)
            if letters > budget.text_chars:
                raise CannotRead("Nội dung tệp quá dài, không đọc tự động.")
            where = Where(name, f"trang {number}" if len(document.pages) > 1 else "")
            if _is_garbage(words, page):
                yield _Page([], needs_ocr=True, is_picture=True)
            else:
                found = page_blocks(
                    words, _ruled(page), where, float(page.width), first_table=tables + 1, limit=budget.grid
                )
                tables += sum(isinstance(block, Table) for block in found)
                yield _Page(found, is_picture=_picture_share(page) > 0.6)
            page.close()


def _simple_pages(name: str, content: bytes, budget: Budget) -> Iterator[_Page]:
    """The text alone, by pdfium, which forgives more; pages without any go to OCR."""
    document = pypdfium2.PdfDocument(content)
    try:
        for number in range(len(document)):
            text = tidy(document[number].get_textpage().get_text_range())
            where = Where(name, f"trang {number + 1}" if len(document) > 1 else "")
            blocks = [_at(block, where) for block in plain.blocks_of(name, text, budget)]
            yield _Page(blocks, needs_ocr=len(text) < _FEW_LETTERS)
    except pypdfium2.PdfiumError as error:
        raise CannotRead("Tệp PDF bị hỏng, không mở được; đề nghị gửi lại.") from error
    finally:
        document.close()


def _at(block: Block, page: Where) -> Block:
    return replace(block, where=Where(page.file, page.part, block.where.spot))


def _words(page: Any) -> list[Word]:
    """The words of a page, old fonts decoded; rotated text (a stamp, a margin note) comes as it stands."""
    found = []
    for item in page.extract_words(keep_blank_chars=False, return_chars=True, x_tolerance_ratio=0.2):
        fonts = [_SUBSET.sub("", char.get("fontname") or "") for char in item["chars"]]
        bold = 2 * sum(_BOLD.search(font) is not None for font in fonts) > len(fonts)
        legacy = next((font for font in fonts if scheme_of(font)), "")
        said = to_unicode(item["text"], legacy) if legacy else _without_tofu(item)
        if text := tidy(said):
            found.append(Word(text, item["x0"], item["top"], item["x1"], item["bottom"], bold))
    font = legacy_font_of(" ".join(word.text for word in found))
    if font is not None:
        for word in found:
            word.text = tidy(to_unicode(word.text, font))
    return found


def _without_tofu(item: Any) -> str:
    """The word, with a mark in place of each picture that its font has no glyph for.

    A program without a font draws one empty box for all such letters, and its PDF says that each is the first of them.
    """
    text: str = item["text"]
    if not _PICTURE.search(text):
        return text
    return "".join(
        _PICTURE.sub(_UNKNOWN, char["text"]) if not _HAS_PICTURES.search(char.get("fontname") or "") else char["text"]
        for char in item["chars"]
    )


def _is_garbage(words: list[Word], page: Any) -> bool:
    """Whether the text layer cannot be used: hardly any, letters without Unicode, or no Vietnamese to be seen."""
    text = " ".join(word.text for word in words)
    if len(text) < _FEW_LETTERS:
        return bool(page.images) or len(page.curves) > 200
    if len(_NO_LETTER.findall(text)) > _GARBAGE_SHARE * len(text):
        return True
    if _picture_share(page) > 0.6 and len(text) < 200:
        return True  # a scan with the mark of a signing program over it
    return len(words) > 20 and likeness(text) < 0.6 and _picture_share(page) > 0.6


def _picture_share(page: Any) -> float:
    """How much of the page its largest picture covers, from 0 to 1."""
    area = float(page.width) * float(page.height) or 1.0
    return max((abs((i["x1"] - i["x0"]) * (i["bottom"] - i["top"])) / area for i in page.images), default=0.0)


def _ruled(page: Any) -> list[Ruled]:
    """Tables drawn with lines, without those that hold a single cell (a frame around text)."""
    if len(page.edges) > 20_000:
        raise CannotRead("Trang PDF có quá nhiều đường kẻ, không đọc tự động.")
    found = []
    for table in page.find_tables(_TABLES):
        cells = tuple(Box(*map(float, cell)) for cell in table.cells if cell is not None)
        if len(cells) > 1:
            found.append(Ruled(cells))
    return found


def _recognise(name: str, content: bytes, pages: list[_Page], scanned: list[int], budget: Budget) -> list[str]:
    """Fill in the scanned pages by OCR; the notes that this gives."""
    notes = []
    if len(scanned) > budget.ocr_pages:
        notes.append(f"Bản quét quá dài; chỉ nhận dạng {budget.ocr_pages} trang đầu trong {len(scanned)} trang.")
    confidences = []
    document = pypdfium2.PdfDocument(content)
    try:
        for number in scanned[: budget.ocr_pages]:
            where = Where(name, f"trang {number + 1}" if len(pages) > 1 else "")
            read = ocr.read_image(_rendered(document[number], budget), where, budget)
            pages[number].blocks, pages[number].codes = read.blocks, read.codes
            confidences.append(read.confidence)
    finally:
        document.close()
    if confidences:
        notes.append(f"Nội dung đọc bằng nhận dạng chữ (OCR), độ tin cậy khoảng {round(median(confidences))}%.")
    return notes


def _see_codes(content: bytes, pages: list[_Page], budget: Budget) -> None:
    """The QR codes of scanned pages; what a program exported says the same in letters."""
    seen = [number for number, page in enumerate(pages) if page.is_picture and not page.codes]
    if not seen:
        return
    document = pypdfium2.PdfDocument(content)
    try:
        for number in seen[: budget.ocr_pages]:
            pages[number].codes = marks.qr_codes(_rendered(document[number], budget))
    finally:
        document.close()


def _rendered(page: Any, budget: Budget) -> Any:
    """A page as a grey picture at 300 dots per inch, less where that would be too large."""
    width, height = page.get_size()
    scale = min(300 / 72, (budget.pixels / max(width * height, 1.0)) ** 0.5)
    return page.render(scale=scale, grayscale=True).to_pil()
