"""Tables as spreadsheets save them to text: any delimiter, and the encodings of Vietnamese offices.

An old encoding is taken only where it makes the whole text Vietnamese; where letters were lost in saving, no table is
better than a wrong one.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Callable, Sequence

DELIMITERS = (",", ";", "\t", "|")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OLD = ("cp1258", "cp1252")  # Windows with Vietnamese and with Western settings
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VIETNAMESE = frozenset(
    unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for tone in ("", *_TONES)
) | frozenset("đĐ")
_SIGNS = frozenset("\u00a0–—‘’“”…•·°×–§©®±½¼²³₫\ufeff")
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]|\ufffd")

CsvRow = tuple[int, tuple[str, ...]]  # line in the file, cells


def decode(content: bytes) -> str | None:
    """The text in NFC, or None where no encoding gives a text whose letters are all there."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _decoded(content[len(bom) :], encoding)
    if content.count(0) > len(content) // 4:
        return _decoded(content, "utf-16-le" if content[1::2].count(0) >= content[::2].count(0) else "utf-16-be")
    if (text := _decoded(content, "utf-8")) is not None:
        return text
    candidates = (_decoded(content, encoding) for encoding in _OLD)
    return next((text for text in candidates if text is not None and _is_vietnamese(text)), None)


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        text = unicodedata.normalize("NFC", content.decode(encoding))
    except UnicodeDecodeError:
        return None
    return None if _LOST.search(text) else text


def _is_vietnamese(text: str) -> bool:
    return all(char.isascii() or char in _VIETNAMESE or char in _SIGNS for char in text)


def rows(text: str, score: Callable[[Sequence[CsvRow]], int]) -> tuple[CsvRow, ...]:
    """The rows that are not blank, cut at the delimiter under which the table scores highest (the first of equals).

    Raises csv.Error where no delimiter gives rows, for example a cell of more than 131,072 characters.
    """
    return max((_cut(text, delimiter) for delimiter in DELIMITERS), key=score)


def _cut(text: str, delimiter: str) -> tuple[CsvRow, ...]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: list[CsvRow] = []
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            found.append((line, tuple(cells)))
        line = reader.line_num + 1
    return tuple(found)


def write(table: Sequence[Sequence[str]]) -> str:
    """A table as text: commas, quotes where they are needed, one line feed after each row."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    return out.getvalue()
