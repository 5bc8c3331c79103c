"""The form as an Excel sheet: one row per initiative, notes on the headings, lists for what is chosen.

All places for answers are text, so that what looks like a formula or a date stays as it was typed. Columns are found
again by their headings and by defined names; nothing is protected.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from mailbot.writing import sheets
from mailbot.writing.form_word import qr_picture
from mailbot.writing.package import fixed
from rules.initiative import TITLE
from rules.papers import forms
from rules.papers.forms import Form, FormRow
from rules.wording import capitalised, lowered

_NUMBER, _FIRST = 1, 2  # columns: the running number, the first field
_WIDTHS: Mapping[str, float] = {"people": 19, "choice": 17, "period": 15, "percent": 11, "number": 11, "date": 12}
_TITLE, _TEXT = 27, 31  # widths
_SPARE = 3  # empty rows below what is known
_TEXT_FORMAT = "@"
_SHEET = "xl/worksheets/sheet1.xml"
_QR_PIXELS = 120
_QR_WIDTH = 18  # of columns
_EMPTY = 27.0  # points, of a row to be filled in
_REMARK = 60.0  # merged cells do not grow with their text
_TARGET = 32.0  # points, of a target: label and hint
_SIGNING = 5  # rows from a signer's title to the name
_HEADING = 20.0  # points, of a row with a heading


def write_form_xlsx(form: Form) -> bytes:
    """The form with what is known filled in. Equal forms give equal bytes."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has one sheet
    rows = forms.field_rows(form.campaign, form.stage.code)
    made = sheets.sheet(book, capitalised(form.stage.label), forms.title(form.stage), capitalised(form.campaign.name))
    last = _FIRST + len(rows) - 1
    lists = _lists(book, rows)
    corner = _corner(rows)
    top = _guidance(made, form, corner - 1)
    _identity(book, made, form, get_column_letter(corner))
    top = _unit(made, form, top, last)
    head, end = _items(book, made, form, rows, lists, top)
    below = _targets(made, form, end + 2, last)
    below = _remarks(made, form, below, last)
    bottom = _signatures(made, form, below + 1, last)
    made.print_area = f"A1:{get_column_letter(max(last, corner))}{bottom}"
    if len(form.items) > forms.ROWS_AT_LEAST:
        made.print_title_rows = f"{head}:{head}"
    out = io.BytesIO()
    book.save(out)
    title = forms.title(form.stage)
    return fixed(
        out.getvalue(),
        title=title,
        creator=form.campaign.office.agency,
        identifier=form.identity.code,
        parts={_SHEET: _growing(out.getvalue())},
        status="",
    )


def _growing(package: bytes) -> bytes:
    """The sheet with rows that grow while somebody types: openpyxl marks every height as one that must stay."""
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        return parts.read(_SHEET).replace(b' customHeight="1"', b"")


# --- Above the list ---------------------------------------------------------------------------------------------


def _across(made: Worksheet, row: int, first: int, last: int, text: str, tone: sheets.Tone = "plain") -> Any:
    """One text over several columns."""
    cell = sheets.at(made, row, first)
    sheets.put(cell, text, tone)
    for column in range(first + 1, last + 1):
        sheets.put(sheets.at(made, row, column), None, tone)
    if last > first:  # merge_cells would work out anew, cell by cell, the borders that stand there already
        made.merged_cells.add(f"{get_column_letter(first)}{row}:{get_column_letter(last)}{row}")
    return cell


def _heading(made: Worksheet, row: int, text: str, column: int = _NUMBER) -> None:
    sheets.put(sheets.at(made, row, column), text, "title", wrap=False)
    made.row_dimensions[row].height = _HEADING


def _corner(rows: Sequence[FormRow]) -> int:
    """The column from which on the upper right corner is wide enough for the QR code; one more where there is none."""
    width = 0.0
    for column in range(_FIRST + len(rows) - 1, _FIRST, -1):
        width += _width(rows[column - _FIRST])
        if width >= _QR_WIDTH:
            return column
    return _FIRST + len(rows)


def _guidance(made: Worksheet, form: Form, last: int) -> int:
    made.row_dimensions[1].height = _HEADING
    told = (*forms.guidance(form.campaign, form.stage.code, sheet=True), f"{_code(form)} ({forms.KEEP}).")
    row = 3
    for row, sentence in enumerate(told, start=3):
        cell = _across(made, row, _NUMBER, last, sentence, "note")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        made.row_dimensions[row].height = 15.0 * (1 + len(sentence) // 130)
    return row + 2


def _code(form: Form) -> str:
    return f"{forms.CODE_LABEL}: {form.identity.code}"


def _unit(made: Worksheet, form: Form, top: int, last: int) -> int:
    _heading(made, top, forms.PART_UNIT)
    row = top
    for row, contact in enumerate(forms.contacts(form.unit), start=top + 1):
        _across(made, row, _NUMBER, _FIRST, contact.label, "head")
        _across(made, row, _FIRST + 1, max(last, _FIRST + 1), contact.value).number_format = _TEXT_FORMAT
    return row + 2


# --- The list ---------------------------------------------------------------------------------------------------


def _items(
    book: Workbook, made: Worksheet, form: Form, rows: Sequence[FormRow], lists: Mapping[str, str], top: int
) -> tuple[int, int]:
    """Heading and rows; the numbers of the row with the labels and of the last row."""
    _heading(made, top, forms.part_items(form.campaign))
    head = top + 1
    end = head + max(forms.ROWS_AT_LEAST, len(form.items) + _SPARE)
    fields = [sheets.Field("STT", 5), *(sheets.Field(row.shown, _width(row)) for row in rows)]
    for column, field in enumerate(fields, start=_NUMBER):
        sheets.put(sheets.at(made, head, column), field.label, "head", centred=True)
        made.column_dimensions[get_column_letter(column)].width = field.width
    made.row_dimensions[head].height = sheets.row_height(fields, [field.label for field in fields])
    for number, place in enumerate(range(head + 1, end + 1), start=1):
        item = form.items[number - 1] if number <= len(form.items) else None
        texts = [forms.written(row.spec, item.get(row.spec.code)) if item else "" for row in rows]
        sheets.put(sheets.at(made, place, _NUMBER), number, centred=True)
        for column, text in enumerate(texts, start=_FIRST):
            cell = sheets.at(made, place, column)
            sheets.put(cell, text)
            cell.number_format = _TEXT_FORMAT
        made.row_dimensions[place].height = max(_EMPTY, sheets.row_height(fields, [number, *texts]))
    for column, row in enumerate(rows, start=_FIRST):
        _column(book, made, row, lists, get_column_letter(column), head, end)
    return head, end


def _width(row: FormRow) -> float:
    return _WIDTHS.get(row.spec.kind, _TITLE if row.spec.code == TITLE else _TEXT)


def _column(
    book: Workbook, made: Worksheet, row: FormRow, lists: Mapping[str, str], letter: str, head: int, end: int
) -> None:
    """The note, the name and the list of one column."""
    note = Comment(row.note, row.label)
    note.width, note.height = 220, 70
    made[f"{letter}{head}"].comment = note
    area = f"${letter}${head + 1}:${letter}${end}"
    name = forms.cells_name(row.spec.code)
    book.defined_names[name] = DefinedName(name, attr_text=f"{quote_sheetname(made.title)}!{area}")
    if row.spec.code in lists:
        listed = DataValidation(type="list", formula1=lists[row.spec.code], allow_blank=True, errorStyle="warning")
        listed.errorTitle, listed.error = "Ngoài danh mục", "Nội dung này không có trong danh mục."
        listed.showErrorMessage = True
        listed.add(area.replace("$", ""))
        made.add_data_validation(listed)


def _lists(book: Workbook, rows: Sequence[FormRow]) -> dict[str, str]:
    """A sheet with the choices of each field; the ranges by field code."""
    chosen = [row for row in rows if row.spec.choices]
    if not chosen:
        return {}
    made: Worksheet = book.create_sheet(forms.CHOICES)
    made.page_setup.orientation = "landscape"
    made.page_setup.fitToWidth, made.page_setup.fitToHeight = 1, 0
    made.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    found = {}
    for column, row in enumerate(chosen, start=1):
        letter = get_column_letter(column)
        made.column_dimensions[letter].width = 60
        sheets.put(sheets.at(made, 1, column), f"Danh mục: {lowered(row.label)}", "head")
        for place, choice in enumerate(row.spec.choices, start=2):
            sheets.put(sheets.at(made, place, column), choice.label)
        found[row.spec.code] = f"{quote_sheetname(forms.CHOICES)}!${letter}$2:${letter}${len(row.spec.choices) + 1}"
    return found


# --- Below the list ---------------------------------------------------------------------------------------------


def _targets(made: Worksheet, form: Form, top: int, last: int) -> int:
    """One row for each target: label, total, reached, remark. The number of the row below."""
    if not form.targets:
        return top
    made.row_breaks.append(Break(id=top - 1))
    _heading(made, top, forms.PART_TARGETS)
    _across(made, top + 1, _NUMBER, last, forms.TARGETS_GUIDE, "note")
    places = _target_places(last)
    for (first, end), label in zip(places, forms.TARGETS_HEAD, strict=True):
        _across(made, top + 2, first, end, label, "head")
    for place, row in enumerate(form.targets, start=top + 3):
        hint = f"\n({row.hint})" if row.hint else ""
        for (first, end), text in zip(places, (row.label + hint, *forms.written_target(form, row)), strict=True):
            tone: sheets.Tone = "head" if first == _NUMBER else "plain"
            _across(made, place, first, end, text, tone).number_format = _TEXT_FORMAT
        made.row_dimensions[place].height = _TARGET
    return top + 4 + len(form.targets)


def _target_places(last: int) -> tuple[tuple[int, int], ...]:
    """First and last column of label, total, reached and remark; the remark takes what is left."""
    whole = _FIRST + 2
    return (_NUMBER, _FIRST + 1), (whole, whole), (whole + 1, whole + 1), (whole + 2, max(last, whole + 2))


def _remarks(made: Worksheet, form: Form, top: int, last: int) -> int:
    rows = forms.remark_rows(form.campaign, form.stage.code)
    if not rows:
        return top
    if not form.targets:
        made.row_breaks.append(Break(id=top - 1))  # what is said once, and who signs, stay on one page
    _heading(made, top, forms.part_remarks(behind_targets=bool(form.targets)))
    place = top
    for place, row in enumerate(rows, start=top + 1):
        _across(made, place, _NUMBER, _FIRST, row.shown, "head")
        text = forms.written(row.spec, form.remarks.get(row.spec.code))
        _across(made, place, _FIRST + 1, max(last, _FIRST + 1), text).number_format = _TEXT_FORMAT
        made.row_dimensions[place].height = _REMARK
    return place + 1


def _signatures(made: Worksheet, form: Form, row: int, last: int) -> int:
    """The number of the last row."""
    title = form.unit.head_title if form.unit and form.unit.head_title else "Thủ trưởng đơn vị"
    name = form.unit.head_name if form.unit else ""
    signers = (
        (_FIRST, forms.SIGNER, "(Ký, ghi rõ họ tên)", ""),
        (max(last - 1, _FIRST + 1), title.upper(), "(Ký, ghi rõ họ tên, đóng dấu)", name),
    )
    for column, role, how, who in signers:
        _heading(made, row, role, column)
        sheets.put(sheets.at(made, row + 1, column), how, "note", wrap=False)
        _heading(made, row + _SIGNING, who, column)
    return row + _SIGNING


def _identity(book: Workbook, made: Worksheet, form: Form, column: str) -> None:
    """The code as a property, as a name, in the footer, and as a picture in the corner."""
    code = form.identity.code
    properties: Any = book
    properties.custom_doc_props.append(StringProperty(name=forms.PROPERTY, value=code))
    book.defined_names[forms.cells_name("form")] = DefinedName(forms.cells_name("form"), attr_text=f'"{code}"')
    picture = Image(io.BytesIO(qr_picture(code)))
    picture.width = picture.height = _QR_PIXELS
    made.add_image(picture, f"{column}1")
    footer: Any = made.HeaderFooter.oddFooter
    footer.left.text, footer.center.text, footer.right.text = code, "", "Trang &P/&N"
