"""PDF with a text layer: text and tables by position (pdfplumber). Pages without a usable one go to OCR.

Positions matter more than the order of the content: where a font lacks Vietnamese letters these come from a second
font, and engines that follow the content tear the words apart.
"""

import io
import logging
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any

import pdfplumber
import pypdfium2
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from mailbot.reading import marks, ocr, pdf_typed, plain, signatures, struck
from mailbot.reading.budget import Budget, CannotRead, NeedsHeavyReader
from mailbot.reading.cleaning import tidy
from mailbot.reading.layout import Box, Ruled, Word, join_pages, page_blocks
from mailbot.reading.legacy_fonts import scheme_of, to_unicode
from mailbot.reading.vietnamese import legacy_font_of, likeness
from rules.document import Block, ParsedDocument, Table, Text, Where

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
_A_SCAN = 0.6  # of a page that is covered by one picture
_AGREES = 0.8  # of the words of a layer are those that are read here
_GARBAGE_SHARE = 0.05  # of letters without Unicode
_TABLES = {"snap_tolerance": 3, "join_tolerance": 3, "intersection_tolerance": 3, "edge_min_length": 6}


@dataclass(slots=True)
class _Page:
    """A page as it was read."""

    blocks: list[Block]
    needs_ocr: bool = False
    is_picture: bool = False  # a scan, with or without a text layer
    codes: tuple[marks.Mark, ...] = ()  # what QR codes on a scanned page say
    struck: list[str] = field(default_factory=list)  # words that were struck out
    by_layer: bool = False  # a scan whose text layer says what its letters say


def parse(name: str, content: bytes, budget: Budget | None = None, *, heavy: bool = True) -> ParsedDocument:
    """Read a .pdf; raises CannotRead, and NeedsHeavyReader where a page needs OCR that is not allowed now."""
    budget = budget or Budget()
    count = _page_count(content)
    if count > budget.pages:
        raise CannotRead(f"Tệp PDF dài {count} trang, quá giới hạn {budget.pages} trang; không đọc tự động.")
    notes: list[str] = []
    signed = content
    content, turned = pdf_typed.upright(content)
    try:
        pages = list(_text_pages(name, content, budget, turned))
    except _PDFMINER_FAILS:
        pages = list(_simple_pages(name, content, budget))
        notes.append("Tệp PDF có chỗ sai chuẩn; chỉ đọc được chữ, không đọc được bảng.")
    scanned = [number for number, page in enumerate(pages) if page.needs_ocr]
    doubts = struck.doubts(word for page in pages for word in ("", *page.struck))
    unread: str | None = None
    if scanned:
        if not ocr.available():
            unread = ocr.MISSING
        elif not heavy:
            raise NeedsHeavyReader
        else:
            notes += _recognise(name, content, pages, scanned, budget, turned)
    _see_codes(content, pages, budget)
    blocks = tuple(join_pages([page.blocks for page in pages]))
    if unread and not any(page.blocks for page in pages):
        raise CannotRead(unread)
    if unread:
        notes.append(f"{len(scanned)} trang là bản quét, chưa đọc được. {unread}")
    by_ocr = any(page.needs_ocr and not page.by_layer for page in pages)
    return ParsedDocument(
        name, "pdf", blocks, notes=tuple(notes), origin="ocr" if by_ocr and blocks else "text",
        signatures=signatures.of_pdf(signed),
        properties=tuple(dict.fromkeys(code for page in pages for code in page.codes)), doubts=doubts,
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


def _text_pages(name: str, content: bytes, budget: Budget, turned: frozenset[int] = frozenset()) -> Iterator[_Page]:
    tables = letters = 0
    typed = pdf_typed.typed_over(content)
    with pdfplumber.open(io.BytesIO(content)) as document:
        for number, page in enumerate(document.pages, 1):
            words, gone = typed.get(number - 1, pdf_typed.Typed()).over(_words(page))
            letters += sum(len(word.text) for word in words)
            if letters > budget.text_chars:
                raise CannotRead("Nội dung tệp quá dài, không đọc tự động.")
            where = Where(name, f"trang {number}" if len(document.pages) > 1 else "")
            if _is_garbage(words, page):
                yield _Page([], needs_ocr=True, is_picture=True)
            else:
                found = page_blocks(
                    words,
                    _ruled(page),
                    where,
                    float(page.width),
                    first_table=tables + 1,
                    limit=budget.grid,
                    boxes=number - 1 not in turned,
                )
                tables += sum(isinstance(block, Table) for block in found)
                a_scan = _picture_share(page) > _A_SCAN
                yield _Page(found, needs_ocr=a_scan and bool(found), is_picture=a_scan, struck=gone)
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
    found: list[Word] = []
    for item in page.extract_words(keep_blank_chars=False, return_chars=True, x_tolerance_ratio=0.2):
        fonts = [_SUBSET.sub("", char.get("fontname") or "") for char in item["chars"]]
        bold = 2 * sum(_BOLD.search(font) is not None for font in fonts) > len(fonts)
        legacy = next((font for font in fonts if scheme_of(font)), "")
        said = to_unicode(item["text"], legacy) if legacy else _without_tofu(item)
        found.append(Word(said, item["x0"], item["top"], item["x1"], item["bottom"], bold))
    font = legacy_font_of(" ".join(word.text for word in found))  # before anything of its bytes is tidied away
    for word in found:
        word.text = tidy(to_unicode(word.text, font) if font else word.text)
    return [word for word in found if word.text]


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
    if _picture_share(page) > _A_SCAN and len(text) < 200:
        return True  # a scan with the mark of a signing program over it
    return len(words) > 20 and likeness(text) < 0.6 and _picture_share(page) > _A_SCAN


def _picture_share(page: Any) -> float:
    """How much of the page its largest picture covers, from 0 to 1."""
    area = float(page.width) * float(page.height) or 1.0
    return max((abs((i["x1"] - i["x0"]) * (i["bottom"] - i["top"])) / area for i in page.images), default=0.0)


def _ruled(page: Any) -> list[Ruled]:
    """Tables drawn with lines, without those that hold a single cell (a frame around text)."""
    if len(page.edges) > 20_000:
        raise CannotRead("Trang PDF có quá nhiều đường kẻ, không đọc tự động.")
    found = []
    for table in page.find_tables({**_TABLES, "explicit_horizontal_lines": list(_missing_lines(page))}):
        cells = tuple(Box(*map(float, cell)) for cell in table.cells if cell is not None)
        if len(cells) > 1:
            found.append(Ruled(cells))
    return found


_OPEN_ENDS = 3  # vertical lines that end together


def _missing_lines(page: Any) -> Iterator[float]:
    """Where the page cuts a table without a line: its vertical lines end together, and nothing closes them."""
    upright = [edge for edge in page.edges if edge["orientation"] == "v" and edge["bottom"] - edge["top"] > 6]
    lying = [edge["top"] for edge in page.edges if edge["orientation"] == "h"]
    for end in ("top", "bottom"):
        counted = Counter((round(edge[end] / 3), round(edge["x0"] / 3)) for edge in upright)
        for place, often in Counter(row for row, _ in counted).items():
            at = median(edge[end] for edge in upright if round(edge[end] / 3) == place)
            if often >= _OPEN_ENDS and not any(abs(line - at) < 6 for line in lying):
                yield float(at)


def _recognise(
    name: str, content: bytes, pages: list[_Page], scanned: list[int], budget: Budget, turned: frozenset[int]
) -> list[str]:
    """Fill in the scanned pages by OCR; the notes that this gives."""
    notes = []
    if len(scanned) > budget.ocr_pages:
        notes.append(f"Bản quét quá dài; chỉ nhận dạng {budget.ocr_pages} trang đầu trong {len(scanned)} trang.")
    confidences = []
    document = pypdfium2.PdfDocument(content)
    try:
        for number in scanned[: budget.ocr_pages]:
            where = Where(name, f"trang {number + 1}" if len(pages) > 1 else "")
            page = document[number]
            picture = _rendered(page, budget)
            dots = picture.width / (page.get_width() or 1.0)
            read = ocr.read_image(picture, where, budget, None if number in turned else dots)
            pages[number].codes = read.codes
            pages[number].by_layer = agree(pages[number].blocks, read.blocks)
            if not pages[number].by_layer:
                pages[number].blocks = read.blocks
                confidences.append(read.confidence)
    finally:
        document.close()
    if confidences:
        notes.append(f"Nội dung đọc bằng nhận dạng chữ (OCR), độ tin cậy khoảng {round(median(confidences))}%.")
    return notes


def agree(layer: list[Block], read: list[Block]) -> bool:
    """Whether the text layer that some program laid over a scan says, accents and all, what is read here."""
    said, seen = Counter(_said(layer)), Counter(_said(read))
    return bool(said) and 2 * (said & seen).total() >= _AGREES * (said.total() + seen.total())


def _said(blocks: list[Block]) -> list[str]:
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Text):
            texts.append(block.text)
        else:
            texts += [cell.text for row in block.rows for cell in row if cell.is_origin]
    return [word.strip(".,;:()").lower() for text in texts for word in text.split() if len(word) > 1]


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
