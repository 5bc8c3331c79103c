"""One way to lay out a sheet: title, header row, rows of safe cells, ready to filter and to print.

Text that units wrote is never a formula: it is stored as a string, and marked so that Excel keeps it one when a
person edits the cell (quotePrefix; ISO/IEC 29500-1, 18.8.45). Control characters are removed, the limit of a cell kept.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, cast
from weakref import WeakKeyDictionary

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from mailbot.writing.package import clean
from mailbot.writing.profile import FACE
from rules.drafting.workbook_rows import CELL_LIMIT

Content = str | int | float | date | datetime | None
Tone = Literal[
    "plain", "good", "part", "unsure", "absent", "none", "taken", "fact", "input", "closed", "head", "title", "note"
]

Shown = Literal["text", "number", "percent", "moment", "day", "mark"]

_NAME_LIMIT = 31  # characters of the name of a sheet
_NOT_IN_NAMES = str.maketrans(dict.fromkeys(r"[]:*?/\'", " "))
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")
_SIZE = 11
_LINE = 14.5  # points
_LETTER = 0.8  # of the unit of column widths: the face is narrower than the digits that make the unit
_ROW_LIMIT = 409.0  # points, of Excel
_A4 = 9  # its code in SpreadsheetML
_THIN = Side(style="thin", color="808080")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


@dataclass(frozen=True, slots=True)
class Look:
    """Fill and ink of a cell. Told apart by darkness as well, for prints without colour; the words say it anyway."""

    fill: str | None = None
    ink: str = "000000"
    bold: bool = False
    italic: bool = False
    size: int = _SIZE


LOOKS: dict[Tone, Look] = {
    "plain": Look(),
    "good": Look("E2EFDA"),
    "part": Look("FFD966", bold=True),
    "unsure": Look("BDD7EE", italic=True),
    "absent": Look("9C0006", ink="FFFFFF", bold=True),
    "none": Look("F2F2F2", ink="595959"),
    "taken": Look(italic=True),
    "input": Look(),
    "fact": Look("F2F2F2"),
    "closed": Look("D9D9D9", ink="595959"),
    "head": Look("D9D9D9", bold=True),
    "title": Look(bold=True, size=14),
    "note": Look(italic=True),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its label, its width in characters, and how its values are shown."""

    label: str
    width: float
    shown: Shown = "text"
    printed: bool = True  # columns that are not printed stand behind all that are


@dataclass(frozen=True, slots=True)
class Toned:
    """A value with a tone other than plain."""

    value: Content
    tone: Tone


@dataclass(frozen=True, slots=True)
class Linked:
    """A value that leads to a file; `target` is a URI reference (RFC 3986), relative to the folder of the workbook."""

    value: Content
    target: str | None


Filled = Content | Toned | Linked

_FORMATS = {"number": "#,##0.##", "percent": '0.#"%"', "moment": "dd/mm/yyyy hh:mm", "day": "dd/mm/yyyy"}


def sheet(book: Workbook, name: str, title: str, note: str = "") -> Worksheet:
    """A new sheet with its title in the first row and a note under it, set up for A4."""
    made: Worksheet = book.create_sheet(_free_name(book, name))
    put(at(made, 1, 1), title, "title", wrap=False)
    put(at(made, 2, 1), note, "note", wrap=False)
    made.sheet_view.showGridLines = False
    made.page_setup.orientation = "landscape"
    made.page_setup.paperSize = _A4
    made.page_setup.fitToWidth, made.page_setup.fitToHeight = 1, 0
    made.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    made.print_options.horizontalCentered = True
    margins = made.page_margins
    margins.left = margins.right = 0.4  # inches
    margins.top, margins.bottom, margins.footer = 0.6, 0.7, 0.35
    made.HeaderFooter = HeaderFooter(
        oddFooter=HeaderFooterItem(left=_HeaderFooterPart(text="&A"), center=_HeaderFooterPart(text="Trang &P/&N"))
    )
    return made


def at(made: Worksheet, row: int, column: int) -> Cell:
    """The cell of a sheet without merged cells."""
    return cast(Cell, made.cell(row, column))


def _free_name(book: Workbook, name: str) -> str:
    plain = " ".join(clean(name).translate(_NOT_IN_NAMES).split())[:_NAME_LIMIT] or "Bảng"
    names = {other.casefold() for other in book.sheetnames}
    number = 1
    found = plain
    while found.casefold() in names:
        number += 1
        found = f"{plain[: _NAME_LIMIT - 4]} ({number})"
    return found


def fill(made: Worksheet, fields: Sequence[Field], rows: Iterable[Sequence[Filled]], *, top: int = 4) -> int:
    """Header and rows from row `top` on, filtered, frozen and ready to print. Gives the number of the last row."""
    for column, field in enumerate(fields, start=1):
        put(at(made, top, column), field.label, "head", centred=True)
        made.column_dimensions[get_column_letter(column)].width = field.width
    made.row_dimensions[top].height = row_height(fields, [field.label for field in fields])
    last = top
    for last, row in enumerate(rows, start=top + 1):
        for column, (field, value) in enumerate(zip(fields, row, strict=True), start=1):
            _put_field(at(made, last, column), field, value)
        bare = [value.value if isinstance(value, Toned | Linked) else value for value in row]
        made.row_dimensions[last].height = row_height(fields, bare)
    area = f"A{top}:{get_column_letter(len(fields))}{last}"
    made.auto_filter.ref = area
    made.freeze_panes = at(made, top + 1, min(3, len(fields)))
    made.print_title_rows = f"{top}:{top}"
    made.print_area = f"A1:{get_column_letter(sum(field.printed for field in fields))}{last}"
    return last


def row_height(fields: Sequence[Field], values: Iterable[Content]) -> float:
    """In points, for the tallest text of a row: not every program measures wrapped text by itself."""
    lines = max(
        sum(math.ceil(max(1, len(line)) * _LETTER / field.width) for line in value.split("\n"))
        if isinstance(value, str) and value
        else 1
        for field, value in zip(fields, values, strict=True)
    )
    return min(_ROW_LIMIT, _LINE * lines + 2)


def _put_field(cell: Cell, field: Field, value: Filled) -> None:
    if isinstance(value, Linked):
        _put_field(cell, field, value.value)
        if value.target and value.value not in (None, ""):
            cell.hyperlink = Hyperlink(ref=cell.coordinate, target=value.target, tooltip="Mở thư gốc")
            cell.font = Font(name=FACE, size=_SIZE, color="1F3864", underline="single")
        return
    toned = value if isinstance(value, Toned) else Toned(value, "plain")
    put(cell, toned.value, toned.tone, centred=field.shown != "text")
    if not isinstance(toned.value, str):
        cell.number_format = _FORMATS.get(field.shown, "General")


def put(cell: Cell, value: Content, tone: Tone = "plain", *, centred: bool = False, wrap: bool = True) -> None:
    """One value into one cell; text stays text whatever it begins with."""
    quoted = False
    if isinstance(value, str):
        text = safe(value)
        cell.value = text or None
        if text:
            cell.data_type = "s"
            quoted = text.startswith(_STARTS_FORMULA)
    else:
        cell.value = value
    styled: Any = cell  # the array of styles has no name in the stubs
    known = _STYLES.setdefault(styled.parent.parent, {})
    if (tone, centred, wrap) not in known:
        _dress(cell, tone, centred=centred, wrap=wrap)
        known[tone, centred, wrap] = styled._style
    styled._style = StyleArray(known[tone, centred, wrap])
    if quoted:
        cell.quotePrefix = True


_STYLES: WeakKeyDictionary[Workbook, dict[tuple[Tone, bool, bool], Any]] = WeakKeyDictionary()
"""What a look became in a workbook: giving it to a cell anew takes ten times as long as copying it."""


def _dress(cell: Cell, tone: Tone, *, centred: bool, wrap: bool) -> None:
    look = LOOKS[tone]
    cell.font = Font(name=FACE, size=look.size, bold=look.bold, italic=look.italic, color=look.ink)
    horizontal = "center" if centred else "left"
    vertical = "center" if tone == "head" else "top"
    cell.alignment = Alignment(horizontal=horizontal, vertical=vertical, wrap_text=wrap)
    if tone not in ("title", "note"):
        cell.border = _BORDER
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)
    cell.quotePrefix = False


def safe(text: str) -> str:
    """Text as a cell can hold it: NUL and other control characters are gone, and it is not too long."""
    text = clean(text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"
