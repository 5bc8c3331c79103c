"""What people put over the pages of a PDF without printing it anew: form fields, typed-over notes, words struck out;
files that they attached; pages whose text lies on its side. All of it by pdfium, which shows it to them.
"""

import ctypes
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
from pypdfium2 import raw

from mailbot.reading.budget import Budget
from mailbot.reading.cleaning import tidy
from mailbot.reading.layout import Box, Word

_LINE = 12.0  # points of one line where a field is higher than its text
_LETTER = 5.5  # points, at most; less where the text would not fit its field
_SAMPLE = 400  # letters of a page that are asked which way they run
_MOST = 0.8  # of the letters of a page lie on their side, so it lies on its side
_QUARTERS = {90: 270, 180: 180, 270: 90}  # how letters run (degrees, clockwise) -> how the page is to be turned
_TICKED = "☒"
_HIDDEN = 0x02 | 0x20  # flags of annotations: hidden, not to be viewed (ISO 32000-1, 12.5.3)


@dataclass(slots=True)
class Typed:
    """What lies over one page, in points from the top left corner of the page as it is shown."""

    words: list[Word] = field(default_factory=list)
    struck: list[Box] = field(default_factory=list)

    def over(self, words: list[Word]) -> tuple[list[Word], list[str]]:
        """The words of the page with what was typed over it, and what was struck out. Dots under an answer vanish."""
        gone = [word for word in words if any(box.holds(word) for box in self.struck)]
        kept = [word for word in words if word not in gone and not self._is_covered(word)]
        return [*kept, *self.words], [word.text + " " for word in gone]

    def _is_covered(self, word: Word) -> bool:
        return not word.text.strip("._…- ") and any(
            word.left < typed.right and typed.left < word.right and word.top < typed.bottom and typed.top < word.bottom
            for typed in self.words
        )


def typed_over(content: bytes) -> dict[int, Typed]:
    """What lies over the pages, by their number from 0; pages over which nothing lies are left out."""
    found: dict[int, Typed] = {}
    document = pypdfium2.PdfDocument(content)
    try:
        if document.get_formtype():
            document.init_forms()
        for number in range(len(document)):
            page = document[number]
            if raw.FPDFPage_GetAnnotCount(page.raw) > 0:
                found[number] = _of_page(document, page)
    except pypdfium2.PdfiumError:
        return found  # the page itself is read all the same
    finally:
        document.close()
    return {number: typed for number, typed in found.items() if typed.words or typed.struck}


def _of_page(document: Any, page: Any) -> Typed:
    typed = Typed()
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        try:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            if raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
                continue
            if kind == raw.FPDF_ANNOT_STRIKEOUT:
                typed.struck += _struck(page, annotation)
            elif text := _said(document, annotation, kind):
                typed.words += _words(text, _box(page, annotation))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return typed


def _said(document: Any, annotation: Any, kind: int) -> str:
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return _string(lambda buffer, size: raw.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, size))
    if kind != raw.FPDF_ANNOT_WIDGET or document.formenv is None:
        return ""
    form = document.formenv.raw
    what = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if what in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        return _TICKED if raw.FPDFAnnot_IsChecked(form, annotation) else ""
    if what in (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX):
        return _string(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size))
    return ""


def _string(ask: Any) -> str:
    """A text of pdfium, which is asked for its length in bytes first: UTF-16 with a zero at the end."""
    size = ask(None, 0)
    if not 2 < size < 1_000_000:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    ask(buffer, size)
    return tidy(bytes(buffer).decode("utf-16-le", "replace").rstrip("\x00"))


def _words(text: str, box: Box) -> Iterator[Word]:
    """The words, laid into the box line by line."""
    lines = [line for line in text.split("\n") if line.strip()]
    height = min(_LINE, (box.bottom - box.top) / max(len(lines), 1))
    top = box.top if len(lines) > 1 else (box.top + box.bottom - height) / 2
    for line in lines:
        width, left = min(_LETTER, (box.right - box.left) / len(line)), box.left
        for word in line.split():
            right = left + width * len(word)
            yield Word(word, left, top, right, top + height)
            left = right + width
        top += height


def _box(page: Any, annotation: Any) -> Box:
    rectangle = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, rectangle)
    return _shown(page, [(rectangle.left, rectangle.top), (rectangle.right, rectangle.bottom)])


def _struck(page: Any, annotation: Any) -> Iterator[Box]:
    for index in range(raw.FPDFAnnot_CountAttachmentPoints(annotation)):
        points = raw.FS_QUADPOINTSF()
        if raw.FPDFAnnot_GetAttachmentPoints(annotation, index, points):
            corners = [(points.x1, points.y1), (points.x2, points.y2), (points.x3, points.y3), (points.x4, points.y4)]
            yield _shown(page, corners)


def _shown(page: Any, points: list[tuple[float, float]]) -> Box:
    """The box around points of the page's own space, where it is shown."""
    width, height = page.get_size()
    fine = 10  # pdfium answers in whole units of the device: tenths of a point
    xs, ys = [], []
    for x, y in points:
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page.raw, 0, 0, round(width * fine), round(height * fine), 0, x, y, across, down)
        xs.append(across.value / fine)
        ys.append(down.value / fine)
    return Box(min(xs), min(ys), max(xs), max(ys))


def attached(content: bytes, budget: Budget) -> list[tuple[str, bytes]]:
    """(name, bytes) of the files that are attached to a PDF, as many as one file may hold."""
    document = pypdfium2.PdfDocument(content)
    try:
        count = min(document.count_attachments(), budget.documents)
        found = [document.get_attachment(index) for index in range(count)]
        return [(tidy(one.get_name()) or "tệp đính kèm", bytes(one.get_data())) for one in found]
    except pypdfium2.PdfiumError:
        return []
    finally:
        document.close()


def upright(content: bytes) -> tuple[bytes, frozenset[int]]:
    """The file with pages turned so that their text runs from left to right, and which pages were turned."""
    document = pypdfium2.PdfDocument(content)
    try:
        turned = {number: by for number in range(len(document)) if (by := _lies(document[number]))}
        if not turned:
            return content, frozenset()
        for number, by in turned.items():
            page = document[number]
            page.set_rotation((page.get_rotation() + by) % 360)
        made = io.BytesIO()
        document.save(made)
        return made.getvalue(), frozenset(turned)
    except pypdfium2.PdfiumError:
        return content, frozenset()
    finally:
        document.close()


def _lies(page: Any) -> int:
    """By how many degrees a page must be turned clockwise to be read; 0 where it stands, or says little."""
    text = page.get_textpage()
    count = text.count_chars()
    if count < _SAMPLE // 10:
        return 0
    step = max(1, count // _SAMPLE)
    angles = (raw.FPDFText_GetCharAngle(text.raw, index) for index in range(0, count, step))
    seen = [round(angle * 57.2958 / 90) * 90 % 360 for angle in angles if angle >= 0]
    ways = Counter((way + page.get_rotation()) % 360 for way in seen)
    way, often = ways.most_common(1)[0] if ways else (0, 0)
    return _QUARTERS.get(way, 0) if often >= _MOST * len(seen) else 0
