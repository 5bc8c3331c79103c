"""The cells of a workbook that a person filled and sent back."""

from collections.abc import Mapping, Sequence

from mailbot.reading import xlsx
from mailbot.reading.budget import CannotRead
from rules.intake.workbook_taken import Raw, is_workbook

LARGEST = 20 * 1024 * 1024  # bytes of the file
_ROWS, _COLUMNS = 20_000, 80


def read_filled(content: bytes) -> Mapping[str, Sequence[tuple[Raw, ...]]] | None:
    """The input sheets by name; None where the file is no workbook of ours or cannot be read."""
    if len(content) > LARGEST:
        return None
    try:
        return xlsx.values(content, _input_sheets, _ROWS, _COLUMNS)
    except CannotRead:
        return None


def _input_sheets(names: Sequence[str]) -> Sequence[str]:
    return [name for name in names if is_workbook((name,))]
