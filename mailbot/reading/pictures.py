"""A file as people see it: its pages as pictures, and which word stands where on them.

Runs in a reader's child. What a page of Word or Excel looks like only a program like LibreOffice knows, so these are
converted to PDF first; the words of a page come from the text layer of that PDF. On a scan and a photograph, which
have none, tesseract finds them.
"""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from typing import Any

import pypdfium2
from PIL import Image, ImageOps, ImageSequence

from mailbot.reading import libreoffice, ocr
from mailbot.reading.budget import Budget, CannotRead
from mailbot.reading.files import kind_of
from mailbot.reading.legacy_fonts import to_unicode
from mailbot.reading.programs import ProgramFailed
from mailbot.reading.vietnamese import legacy_font_of, likeness
from rules.file_format import FORMATS

WIDTH = 1200  # pixels of a picture: a page of A4 is sharp on any screen
TALLEST = 4 * WIDTH
PAGES = 40
WORDS = 6000  # of one page
RECOGNISED = 10  # pages of a scan of which the words are found: each takes seconds
_FEW_LETTERS, _MOST_STRANGE = 40, 0.5  # of a page that is a picture; of words that are none in Vietnamese
OFFICE = frozenset({"docx", "doc", "rtf", "odt", "xlsx", "xlsb", "xls", "ods", "pptx", "ppt"})
_NO_PICTURE = "Tệp này không vẽ thành trang được."
_GRAIN = 10_000  # places on a page are counted in so many parts of its width and height


def draw(name: str, content: bytes, budget: Budget) -> Iterator[bytes]:
    """First the number of pages of the file as JSON; then for each page that is drawn its words as JSON
    ([text, left, top, right, bottom], in ten-thousandths of the page) and its picture as PNG. Raises CannotRead."""
    kind = kind_of(content, budget)
    form = FORMATS.get(kind)
    if form is not None and form.reader == "picture":
        yield from _pictures(content, budget)
        return
    if kind in OFFICE:
        try:
            content = libreoffice.convert(content, kind, "pdf")
        except ProgramFailed as failure:
            raise CannotRead("Chưa vẽ được trang của tệp này: LibreOffice chưa cài hoặc không mở được.") from failure
    elif kind != "pdf":
        raise CannotRead(_NO_PICTURE)
    yield from _pages(content)


def _pages(content: bytes) -> Iterator[bytes]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise CannotRead("Tệp PDF hỏng hoặc có mật khẩu nên không vẽ được.") from error
    with closing(document):
        yield _json(len(document))
        recognised = 0
        for number in range(min(len(document), PAGES)):
            page = document[number]
            width, height = page.get_size()
            if width < 1 or height < 1:
                raise CannotRead(_NO_PICTURE)
            words = _words(page, width, height)
            if recognised < RECOGNISED and _is_scan(words):
                recognised += 1
                words = _recognised(page.render(scale=min(2 * WIDTH / width, TALLEST / height)).to_pil()) or words
            yield _json(words)
            yield _png(page.render(scale=min(WIDTH / width, TALLEST / height)).to_pil())


def _is_scan(words: list[list[Any]]) -> bool:
    """Whether the text layer says nothing: there is hardly any, or it is not what is seen (the signing program's mark,
    letters without Unicode)."""
    text = " ".join(word[0] for word in words)
    return len(text) < _FEW_LETTERS or likeness(text) < _MOST_STRANGE


def _recognised(picture: Image.Image) -> list[list[Any]]:
    return [[text, *map(_grains, place)] for text, *place in ocr.words_on(picture)[:WORDS]]


def _grains(part: float) -> int:
    return round(_GRAIN * min(1.0, max(0.0, part)))


def _words(page: Any, width: float, height: float) -> list[list[Any]]:
    """In the order of the text layer, old fonts decoded. A word is as tall as its tallest letter."""
    with closing(page.get_textpage()) as layer:
        text = layer.get_text_range()
        # Where the layer has characters that Python counts otherwise (surrogates), places would be of other letters.
        if len(text) != layer.count_chars():
            text = "".join(layer.get_text_range(at, 1)[:1] or " " for at in range(layer.count_chars()))
        found: list[list[Any]] = []
        for word in re.finditer(r"\S+", text):
            if len(found) >= WORDS:
                break
            boxes = [layer.get_charbox(at) for at in range(*word.span())]
            left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
            right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
            place = (left / width, 1 - top / height, right / width, 1 - bottom / height)
            found.append([word.group(), *map(_grains, place)])
    font = legacy_font_of(" ".join(word[0] for word in found))
    return [[to_unicode(word, font), *place] for word, *place in found] if font else found


def _pictures(content: bytes, budget: Budget) -> Iterator[bytes]:
    picture = ocr.opened(content, budget)
    frames = min(getattr(picture, "n_frames", 1), PAGES)
    yield _json(getattr(picture, "n_frames", 1))
    for number, frame in zip(range(frames), ImageSequence.Iterator(picture), strict=False):
        if frame.width * frame.height > budget.pixels:  # another one than the first
            raise CannotRead(_NO_PICTURE)
        upright = ImageOps.exif_transpose(frame.copy()) or frame
        yield _json(_recognised(upright) if number < RECOGNISED else [])
        upright.thumbnail((WIDTH, TALLEST))
        yield _png(upright.convert("RGB"))


def _png(picture: Image.Image) -> bytes:
    kept = BytesIO()
    picture.save(kept, "PNG", optimize=False, compress_level=6)
    return kept.getvalue()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
