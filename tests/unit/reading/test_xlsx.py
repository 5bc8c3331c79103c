"""Excel workbooks: what is visible, with the values that were last shown."""

import io
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.styles import Alignment, Border, Font, Side

from mailbot.reading.files import parse_file
from rules.document import ParsedDocument, Text
from tests.unit.reading.make import row, tables, texts, xlsx

Value = str | int | float | date | None
LINE = Side(style="thin")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)


def read(book: openpyxl.Workbook) -> ParsedDocument:
    buffer = io.BytesIO()
    book.save(buffer)
    document = parse_file("dk.xlsx", buffer.getvalue())
    assert document.unreadable is None, document.unreadable
    return document


def filled(rows: list[list[Value]], *, first: int = 1, boxed: bool = False) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "ĐK CCHC"
    for number, values in enumerate(rows, first):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(number, column, value)
            if boxed:
                cell.border = BOX
    return book


LIST: list[list[Value]] = [["TT", "Tên sáng kiến", "Tác giả"], [1, "Một cửa", "Lý Thị A"], [2, "Sổ tay", "Vàng A B"]]


def test_rows_above_and_below_the_table_are_paragraphs() -> None:
    book = filled(LIST, first=4)
    sheet = book["ĐK CCHC"]
    sheet["A1"] = "DANH SÁCH ĐĂNG KÝ"
    sheet["A1"].font = Font(bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet.merge_cells("A1:C1")
    sheet["A9"] = "Tổng số: 02"
    document = read(book)
    assert [type(block).__name__ for block in document.blocks] == ["Text", "Table", "Text"]
    assert texts(document) == ["DANH SÁCH ĐĂNG KÝ", "Tổng số: 02"]
    title = document.blocks[0]
    assert isinstance(title, Text) and title.bold and title.centred
    assert tables(document)[0].texts() == [
        ["TT", "Tên sáng kiến", "Tác giả"],
        ["1", "Một cửa", "Lý Thị A"],
        ["2", "Sổ tay", "Vàng A B"],
    ]


def test_every_value_says_where_it_stands() -> None:
    (table,) = tables(read(filled(LIST, first=4)))
    assert str(table.rows[1][1].where) == "dk.xlsx, trang tính “ĐK CCHC”, ô B5"


def test_a_row_that_separates_groups_stays_in_the_table() -> None:
    rows: list[list[Value]] = [LIST[0], ["I. Phòng chuyên môn"], LIST[1], LIST[2]]
    assert len(tables(read(filled(rows)))[0].rows) == 4


def test_borders_tell_two_tables_of_one_sheet_apart() -> None:
    book = filled([["Tên", "Một cửa"], ["Tác giả", "A"]], boxed=True)
    sheet = book["ĐK CCHC"]
    for number, values in enumerate([["Tên", "Sổ tay"], ["Tác giả", "B"]], 5):
        for column, value in enumerate(values, 1):
            sheet.cell(number, column, value).border = BOX
    assert [table.texts() for table in tables(read(book))] == [
        [["Tên", "Một cửa"], ["Tác giả", "A"]],
        [["Tên", "Sổ tay"], ["Tác giả", "B"]],
    ]


def test_merged_cells_stand_in_every_place_they_cover() -> None:
    rows: list[list[Value]] = [["Đơn vị", "Tên", "Từ"], ["THPT số 1", "a", "x"], [None, "b", "y"]]
    book = filled(rows)
    book["ĐK CCHC"].merge_cells("A2:A3")
    (table,) = tables(read(book))
    assert [cell.text for cell in (table.rows[1][0], table.rows[2][0])] == ["THPT số 1", "THPT số 1"]
    assert [cell.is_origin for cell in (table.rows[1][0], table.rows[2][0])] == [True, False]


def test_hidden_rows_columns_and_sheets_are_left_out_and_told() -> None:
    book = filled([["TT", "Tên", "Nháp", "Tác giả"], [1, "a", "bỏ", "x"], [2, "ẩn", "bỏ", "y"], [3, "c", "bỏ", "z"]])
    sheet = book["ĐK CCHC"]
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    hidden = book.create_sheet("DM")
    hidden["A1"] = "danh mục"
    hidden.sheet_state = "hidden"
    document = read(book)
    assert tables(document)[0].texts() == [["TT", "Tên", "Tác giả"], ["1", "a", "x"], ["3", "c", "z"]]
    assert len(document.notes) == 3
    assert any("“DM”" in note for note in document.notes)


def test_dates_percents_and_numbers_look_as_on_the_screen() -> None:
    book = filled([["Ngày", "Tỷ lệ", "Điện thoại", "Mã", "Tiền", "Điểm", "Giờ"]])
    sheet = book["ĐK CCHC"]
    looks: list[tuple[Value, str]] = [
        (date(2024, 8, 25), "dd/mm/yyyy"),
        (0.875, "0.0%"),
        (912345678901, "General"),
        (7, "000"),
        (1234567, "#,##0"),
        (8.7, "General"),
    ]
    for column, (value, form) in enumerate(looks, 1):
        sheet.cell(2, column, value).number_format = form
    sheet["G2"] = datetime(2024, 8, 25, 14, 30)  # noqa: DTZ001 - a cell has no time zone
    assert tables(read(book))[0].texts()[1:] == [
        ["25/08/2024", "87,5%", "912345678901", "007", "1.234.567", "8,7", "25/08/2024 14:30"],
    ]


def test_a_formula_gives_its_last_value_or_a_note() -> None:
    cells = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>SUM(A1)</f></c><c r="C1" t="str"><f>X</f><v>chữ</v></c>'
    document = parse_file("dk.xlsx", xlsx({"S": f'<sheetData><row r="1">{cells}</row></sheetData>'}))
    assert tables(document)[0].texts() == [["2", "chữ"]]
    assert any("B1" in note for note in document.notes)


def test_rich_text_and_escapes_are_read() -> None:
    item = '<is><r><rPr><rFont val=".VnTime"/></rPr><t>Céng </t></r><r><t>hòa_x000D_</t></r></is>'
    document = parse_file(
        "a.xlsx", xlsx({"S": f'<sheetData><row r="1"><c r="A1" t="inlineStr">{item}</c></row></sheetData>'})
    )
    assert texts(document) == ["Cộng hòa"]


def test_references_may_be_left_out() -> None:
    cells = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row>"
    document = parse_file("a.xlsx", xlsx({"S": f"<sheetData>{cells}</sheetData>"}))
    assert tables(document)[0].texts() == [["1", "2"], ["3", "4"]]


@pytest.mark.parametrize("merge", ["", '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'])
def test_a_cell_in_the_last_corner_costs_nothing(merge: str) -> None:
    corner = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>góc</t></is></c></row>'
    content = xlsx({"S": f"<sheetData>{row(1, {'A': 'đầu', 'B': 'x'})}{corner}</sheetData>{merge}"})
    document = parse_file("a.xlsx", content)
    assert document.unreadable is None and "đầu" in str(document)


def test_a_sheet_that_would_be_a_giant_grid_is_refused_in_words() -> None:
    diagonal = "".join(
        f'<row r="{n}"><c r="{openpyxl.utils.get_column_letter(n)}{n}"><v>1</v></c></row>' for n in range(1, 1500)
    )
    document = parse_file("a.xlsx", xlsx({"S": f"<sheetData>{diagonal}</sheetData>"}))
    assert document.unreadable and "quá lớn" in document.unreadable


def test_names_that_the_workbook_defines_are_properties() -> None:
    book = filled(LIST)
    book.defined_names["mailbot_form"] = openpyxl.workbook.defined_name.DefinedName(
        "mailbot_form", attr_text="'S'!$A$1"
    )
    assert read(book).properties == (("mailbot_form", "'S'!$A$1"),)


def test_an_empty_workbook_has_no_blocks() -> None:
    assert read(openpyxl.Workbook()).blocks == ()
