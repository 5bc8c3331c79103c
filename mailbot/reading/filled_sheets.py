"""The cells of a workbook that a person filled and sent back."""

from collections.abc import Mapping, Sequence

from mailbot.reading import xlsx
from mailbot.reading.budget import CannotRead
from rules.drafting.seal import is_stamp
from rules.intake.sheet_lines import Raw
from rules.intake.workbook_taken import is_workbook

LARGEST = 20 * 1024 * 1024  # bytes of the file
_ROWS, _COLUMNS = 20_000, 80
_HEAD = 12  # rows: where the stamp of a draft stands


def read_filled(content: bytes) -> Mapping[str, Sequence[tuple[Raw, ...]]] | None:
    """The sheets by name; None where the file is no workbook of ours or cannot be read. What else a person put beside
    our sheets may be too large to be read; then our input sheets alone are."""
    if len(content) > LARGEST:
        return None
    for wanted in (_all, _input_sheets):
        try:
            return xlsx.values(content, wanted, _ROWS, _COLUMNS) or _copied(content)
        except CannotRead:
            continue
    return None


def _all(names: Sequence[str]) -> Sequence[str]:
    return names if is_workbook(names) else ()


def _input_sheets(names: Sequence[str]) -> Sequence[str]:
    return [name for name in names if is_workbook((name,))]


def _copied(content: bytes) -> Mapping[str, Sequence[tuple[Raw, ...]]] | None:
    """A sheet of ours that somebody copied into a file of its own bears the stamp of its draft."""
    heads = xlsx.values(content, lambda names: names, _HEAD, _COLUMNS) or {}
    stamped = any(isinstance(one, str) and is_stamp(one) for rows in heads.values() for row in rows for one in row)
    return xlsx.values(content, lambda names: names, _ROWS, _COLUMNS) if stamped else None
