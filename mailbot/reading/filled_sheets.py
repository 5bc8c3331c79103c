"""The cells of a workbook that a person filled and sent back."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from rules.intake.workbook_taken import Raw, is_workbook

LARGEST = 20 * 1024 * 1024  # bytes of the file
_UNPACKED = 200 * 1024 * 1024  # bytes that it may declare to hold
_ROWS, _COLUMNS = 20_000, 80
_BROKEN = (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, EOFError, ParseError)


def read_filled(content: bytes) -> Mapping[str, Sequence[tuple[Raw, ...]]] | None:
    """The input sheets by name; None where the file is no workbook of ours or cannot be read."""
    if len(content) > LARGEST or not _is_small(content):
        return None
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        if not is_workbook(book.sheetnames):
            return None
        wanted = [name for name in book.sheetnames if is_workbook((name,))]
        return {
            name: [
                tuple(map(_raw, row)) for row in book[name].iter_rows(max_row=_ROWS, max_col=_COLUMNS, values_only=True)
            ]
            for name in wanted
        }
    except _BROKEN:
        return None


def _is_small(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return sum(info.file_size for info in package.infolist()) <= _UNPACKED
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def _raw(value: object) -> Raw:
    if value is None or isinstance(value, str | int | float | bool | date | datetime):
        return value
    return value.isoformat() if isinstance(value, time) else str(value)
