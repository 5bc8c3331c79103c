"""How much one file may cost. The limits are checked before any library opens the file.

Decompression bombs are refused by what is counted while unpacking, never by what an archive's directory declares.
"""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


class CannotRead(Exception):
    """The file cannot be read; the message is the one Vietnamese sentence that a unit or the office gets."""


class NeedsHeavyReader(Exception):
    """Only OCR or LibreOffice can read the file, and the caller did not allow them now."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits of one file, sizes in bytes."""

    file_bytes: int = 64 * MEBIBYTE
    members: int = 2_000  # entries of an archive or an office package
    member_bytes: int = 64 * MEBIBYTE  # one entry, unpacked
    unpacked_bytes: int = 200 * MEBIBYTE  # all entries that are read, unpacked
    xml_bytes: int = 32 * MEBIBYTE  # one XML part: a tree in memory is about ten times its text
    ratio: int = 400  # unpacked : packed of one entry; looked at above `ratio_from`
    ratio_from: int = 8 * MEBIBYTE
    depth: int = 3  # archives and mails inside one another
    documents: int = 100  # files read out of one archive or attached mail, all levels together
    cells: int = 400_000  # of one workbook, empty ones included
    grid: int = 1_000_000  # places of one table: rows x columns
    pages: int = 200  # of a PDF with text
    ocr_pages: int = 40
    pixels: int = 80_000_000  # of one image
    text_chars: int = 4_000_000  # of everything that a file yields


def size_in_words(size: int) -> str:
    """A size as people write it in Vietnamese: `size_in_words(1536 * 1024)` is "1,5 MB"."""
    if size < MEBIBYTE:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / MEBIBYTE:.1f} MB".replace(".", ",").replace(",0 ", " ")
