"""A hidden column behind every table of a workbook: what its cells said when it was made (`rules.drafting.cell_marks`).

It is part of the filtered area, so that sorting takes it along.
"""

from typing import cast

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from mailbot.writing.sheets import at, put
from rules.drafting.cell_marks import MARKS, Said, header_marks, marks_of
from rules.drafting.seal import Seal
from rules.drafting.workbook_inputs import HEADER_ROW, KEY
from rules.drafting.workbook_rows import UNMARKED


def mark_cells(book: Workbook, seal: Seal) -> None:
    for made in book.worksheets:
        labels = _labels(made)
        if made.auto_filter.ref and labels:
            _mark(made, labels, seal)


def _labels(made: Worksheet) -> list[str]:
    found: list[str] = []
    while (label := at(made, HEADER_ROW, len(found) + 1).value) is not None:
        found.append(str(label))
    return found


def _mark(made: Worksheet, labels: list[str], seal: Seal) -> None:
    last, column = made.max_row, len(labels) + 1
    put(at(made, HEADER_ROW, column), MARKS, "head")
    put(at(made, HEADER_ROW - 1, column), header_marks(seal, labels), "note", wrap=False)
    told = [(label, place) for place, label in enumerate(labels, start=1) if label not in UNMARKED]
    keys = labels.index(KEY) + 1 if KEY in labels else 0
    for number in range(HEADER_ROW + 1, last + 1):
        row = str(at(made, number, keys).value) if keys else made.title
        cells = [(label, cast(Said, at(made, number, place).value)) for label, place in told]
        put(at(made, number, column), marks_of(seal, row, cells), "fact", wrap=False)
    made.column_dimensions[get_column_letter(column)].hidden = True
    made.auto_filter.ref = f"A{HEADER_ROW}:{get_column_letter(column)}{last}"
