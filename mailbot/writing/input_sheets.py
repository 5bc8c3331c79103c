"""The sheets of the workbook that people fill in: facts at the left in grey, white cells to fill, a key at the end.

What may stand in a cell is checked by the program that opens the sheet, too, so that most slips never reach mailbot.
Facts are locked without a password: that keeps hands off them and keeps nobody out.
"""

from datetime import date

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from mailbot.writing.profile import FACE
from mailbot.writing.sheets import Content, Field, Filled, Shown, Toned, at, fill, put, sheet
from rules.drafting.seal import Seal
from rules.drafting.workbook_inputs import HEADER_ROW, KEY, TICK, TOTAL, InputColumn, InputRow, InputSheet

_A3 = 8  # its code in SpreadsheetML
_WIDTHS = {"points": 9.5, "count": 9.0, "text": 22.0, "choice": 15.0, "tick": 14.0, "day": 12.0}
_SHOWN: dict[str, Shown] = {"points": "number", "count": "number", "tick": "mark", "day": "day"}
_KEY_WIDTH = 24.0
_LISTED_AT_MOST = 255  # characters of a list within a validation, of Excel
_SPARE_POINTS = 1_000_000


def write_input_sheet(book: Workbook, inputs: InputSheet, seal: Seal | None = None) -> None:
    """`seal`: of the draft; without one anybody could have made the sheet, and only a command takes it."""
    made = sheet(book, inputs.name, inputs.title, inputs.note)
    made.page_setup.paperSize = _A3
    points = [column for column in inputs.inputs if column.kind == "points"]
    fields = [
        Field("STT", 5, "number"),
        *(Field(column.label, column.width, "mark" if column.short else "text") for column in inputs.facts),
        *(Field(column.label, _WIDTHS[column.kind], _SHOWN.get(column.kind, "text")) for column in inputs.inputs),
        *([Field(TOTAL, 9, "number")] if points else []),
        Field(KEY, _KEY_WIDTH, printed=False),
    ]
    rows = [_row(place, row, inputs.inputs, bool(points), seal) for place, row in enumerate(inputs.rows, start=1)]
    last = fill(made, fields, rows, top=HEADER_ROW)
    if seal:
        put(at(made, HEADER_ROW - 1, len(fields)), seal.stamp, "note", wrap=False)
    first = 2 + len(inputs.facts)
    for number, column in enumerate(inputs.inputs, start=first):
        _open(made, number, [HEADER_ROW + place for place, row in enumerate(inputs.rows, 1) if column.code in row.open])
        _check(made, column, get_column_letter(number), last)
    if points:
        _totals(made, first, len(points), first + len(inputs.inputs), last)
    _lock(made)


def _row(place: int, row: InputRow, columns: tuple[InputColumn, ...], total: bool, seal: Seal | None) -> list[Filled]:
    facts: list[Filled] = [Toned(fact, "fact") for fact in (place, *row.facts)]
    cells: list[Filled] = [
        Toned(_given(row, column), "input" if column.code in row.open else "closed") for column in columns
    ]
    return [
        *facts,
        *cells,
        *([Toned(None, "fact")] if total else []),
        Toned(seal.row(row.key) if seal else row.key, "fact"),
    ]


def _given(row: InputRow, column: InputColumn) -> Content:
    value = row.given.get(column.code)
    return date.fromisoformat(value) if column.kind == "day" and isinstance(value, str) else value


def _open(made: Worksheet, column: int, rows: list[int]) -> None:
    for row in rows:
        at(made, row, column).protection = Protection(locked=False)


def _totals(made: Worksheet, first: int, number: int, column: int, last: int) -> None:
    """The sum of the points of a row, as soon as one is given. The only formula of the workbook."""
    start, end = get_column_letter(first), get_column_letter(first + number - 1)
    for row in range(HEADER_ROW + 1, last + 1):
        cell = at(made, row, column)
        cell.value = f'=IF(COUNT({start}{row}:{end}{row})=0,"",SUM({start}{row}:{end}{row}))'
        cell.font = Font(name=FACE, size=11, bold=True)


# --- What may stand in a cell -----------------------------------------------------------------------------------


def _check(made: Worksheet, column: InputColumn, letter: str, last: int) -> None:
    """A validation that stops nonsense while it is typed, and a dark mark where it was pasted."""
    area = f"{letter}{HEADER_ROW + 1}:{letter}{max(last, HEADER_ROW + 1)}"
    rule = _validation(column)
    if rule is None:
        return
    rule.errorTitle, rule.allow_blank, rule.showErrorMessage = column.label[:32], True, True
    rule.add(area)
    made.add_data_validation(rule)
    if column.kind in ("points", "count"):
        most = f"{column.most:g}" if column.most is not None else str(_SPARE_POINTS)
        look = DifferentialStyle(font=Font(color="FFFFFF", bold=True), fill=PatternFill(bgColor="9C0006"))
        made.conditional_formatting.add(area, Rule("cellIs", operator="notBetween", formula=["0", most], dxf=look))


def _validation(column: InputColumn) -> DataValidation | None:
    if column.kind == "points":
        told = f"Ghi điểm từ 0 đến {column.most:g}."
        return DataValidation("decimal", operator="between", formula1="0", formula2=f"{column.most:g}", error=told)
    if column.kind == "count":
        return DataValidation("whole", operator="greaterThanOrEqual", formula1="0", error="Ghi một số nguyên từ 0.")
    if column.kind == "tick":
        return DataValidation("list", formula1=f'"{TICK}"', error=f"Ghi {TICK} hoặc để trống.")
    if column.kind == "day":
        early = "DATE(2000,1,1)"
        told = "Ghi ngày, ví dụ 23/8/2024."
        return DataValidation("date", operator="greaterThan", formula1=early, error=told)
    listed = ",".join(column.choices)
    if column.kind == "choice" and len(listed) <= _LISTED_AT_MOST and not any("," in one for one in column.choices):
        return DataValidation("list", formula1=f'"{listed}"', error="Chọn một mục trong danh sách, hoặc để trống.")
    return None


def _lock(made: Worksheet) -> None:
    """Facts cannot be typed over; filtering, sorting and the width of columns stay free."""
    protection = made.protection
    protection.sheet = True
    protection.autoFilter = protection.sort = False
    protection.formatColumns = protection.formatRows = False
