"""The sheets of the workbook that show what units sent, a row for each initiative: names, keys, and what cells say.

Writer and taker of the workbook share this table, as they share that of the input sheets.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256

from rules.campaign import FieldSpec, Stage
from rules.drafting.cell_marks import MARKS, Said
from rules.drafting.material import Entry, shown
from rules.drafting.workbook_inputs import KEY, TOTAL
from rules.titles import title_key
from rules.wording import capitalised

UNIT = "Đơn vị"
PLACE = "STT"
UNMARKED = frozenset({PLACE, KEY, MARKS, TOTAL})
"""Columns that tell nothing by themselves: who puts a row in numbers the others anew."""

CELL_LIMIT = 32_767  # characters, of Excel
_NAME_LIMIT = 31  # characters of the name of a sheet, of Excel


def sheet_of(stage: Stage) -> str:
    """The name of its sheet."""
    return capitalised(stage.label)[:_NAME_LIMIT]


def row_key(stage: str, unit: str, title: str) -> str:
    return f"row:{stage}:{unit}:{sha256(title_key(title).encode()).hexdigest()[:16]}"


def key_of(entry: Entry) -> str:
    return row_key(entry.status.stage, entry.unit.code, entry.title)


def content(spec: FieldSpec, entry: Entry) -> str | float | date:
    """What stands in the cell of a field."""
    value = entry.tracked.initiative.get(spec.code)
    if spec.kind in ("percent", "number") and isinstance(value, int | float):
        return value
    if spec.kind == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    text = shown(spec, entry)
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"


def cells_of(entry: Entry, specs: Sequence[FieldSpec]) -> Iterator[tuple[str, Said]]:
    """What a row says of its initiative: label and value."""
    yield UNIT, entry.unit.label
    for spec in specs:
        yield spec.label, content(spec, entry)
