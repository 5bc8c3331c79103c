"""Forms that people fill in otherwise than they were asked to: understood, or a doubt says what to look at."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import docx
import openpyxl
import pytest
from docx.shared import Cm
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from PIL import Image

from mailbot.reading.files import parse_file
from mailbot.writing.forms import form_files
from rules.papers import forms
from rules.papers.extract.returned_form import Returned, returned_form
from rules.papers.match import unit_index
from tests.seasons import shipped_campaign, shipped_roster

CAMPAIGN = shipped_campaign()
ROSTER = shipped_roster(CAMPAIGN)
_FORM = forms.form_of(CAMPAIGN, "registration", ROSTER.unit("thpt-so-2-bao-thang"), (), {})
WORD, EXCEL = (file.content for file in form_files(_FORM))
REPORT = form_files(forms.form_of(CAMPAIGN, "report", ROSTER.unit("thpt-so-2-bao-thang"), (), {}))[0].content
ONE = [("Cổng trường văn minh", ("Lê Thị Hoa",))]
BOTH = [*ONE, ("Họp không giấy", ("Trần Văn Nam",))]
_LIST = (
    ("TT", "Tên sáng kiến", "Người thực hiện"),
    ("1", "Cổng trường văn minh", "Lê Thị Hoa"),
    ("2", "Họp không giấy", "Trần Văn Nam"),
)


def _read(name: str, document: Any) -> Returned:
    out = io.BytesIO()
    document.save(out)
    found = returned_form(parse_file(name, out.getvalue()), CAMPAIGN, unit_index(ROSTER))
    assert found is not None
    return found


def _said(found: Returned) -> list[tuple[str, object]]:
    return [(one.title, one.get("owners")) for one in found.initiatives]


def _block(document: Any) -> Any:
    return next(one for one in document.tables if forms.is_block_title(one.cell(0, 0).text, CAMPAIGN))


def _row(document: Any, label: str) -> Any:
    return next(row for row in _block(document).rows[1:] if row.cells[0].paragraphs[0].text.startswith(label))


def _fill(table: Any, rows: Sequence[Sequence[str]]) -> None:
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


@pytest.mark.parametrize(
    "typed",
    [
        lambda cell, text: cell.add_paragraph(text),
        lambda cell, text: cell.paragraphs[0].add_run(f": {text}"),
    ],
)
def test_what_is_typed_behind_the_labels_is_read(typed: Callable[[Any, str], object]) -> None:
    document = docx.Document(io.BytesIO(WORD))
    typed(_row(document, "Tên").cells[0], "Cổng trường văn minh")
    typed(_row(document, "Người").cells[0], "Lê Thị Hoa")
    found = _read("dk.docx", document)
    assert not found.empty
    assert _said(found) == ONE


def test_two_titles_in_one_cell_are_two_initiatives_and_a_person_looks() -> None:
    document = docx.Document(io.BytesIO(WORD))
    _row(document, "Tên").cells[-1].text = "1. Cổng trường văn minh\n2. Họp không giấy"
    _row(document, "Người").cells[-1].text = "1. Lê Thị Hoa\n2. Trần Văn Nam"
    found = _read("dk.docx", document)
    assert _said(found) == BOTH
    assert any("Một ô ghi 2 tên" in doubt for doubt in found.doubts)


def test_a_list_that_was_pasted_behind_a_block_is_read_row_by_row() -> None:
    document = docx.Document(io.BytesIO(WORD))
    pasted = document.add_table(len(_LIST), len(_LIST[0]))
    _fill(pasted, _LIST)
    _block(document)._tbl.addnext(pasted._tbl)
    assert _said(_read("dk.docx", document)) == BOTH


def test_a_list_that_was_pasted_into_a_cell_is_read_row_by_row() -> None:
    document = docx.Document(io.BytesIO(WORD))
    _fill(_row(document, "Tên").cells[-1].add_table(len(_LIST), len(_LIST[0])), _LIST)
    assert _said(_read("dk.docx", document)) == BOTH


def test_a_cell_that_was_merged_over_two_rows_is_said_of_both() -> None:
    book = openpyxl.load_workbook(io.BytesIO(EXCEL))
    sheet = book.active
    assert sheet is not None
    head = next(row for row in sheet.iter_rows() if sum("hực hiện" in str(cell.value) for cell in row) > 1)
    labels = [str(cell.value or "") for cell in head]
    title, people = (labels.index(next(one for one in labels if one.startswith(name))) + 1 for name in ("Tên", "Người"))
    begin = int(head[0].row or 0) + 1
    first = next(row for row in range(begin, begin + 9) if not isinstance(sheet.cell(row, title), MergedCell))
    sheet.cell(first, title).value = "Cổng trường văn minh"
    sheet.cell(first + 1, title).value = "Họp không giấy"
    sheet.cell(first, people).value = "Lê Thị Hoa"
    sheet.merge_cells(start_row=first, end_row=first + 1, start_column=people, end_column=people)
    assert _said(_read("dk.xlsx", book)) == [*ONE, ("Họp không giấy", ("Lê Thị Hoa",))]


def test_an_example_left_standing_and_a_reference_are_nobodys_name() -> None:
    document = docx.Document(io.BytesIO(WORD))
    _row(document, "Tên").cells[-1].text = "Cổng trường văn minh"
    _row(document, "Người").cells[-1].text = "(ví dụ: Nguyễn Văn A - tổ Văn phòng)"
    assert _said(_read("dk.docx", document)) == [("Cổng trường văn minh", None)]
    for elsewhere in ("như trên", "Xem danh sách kèm theo"):
        _row(document, "Người").cells[-1].text = elsewhere
        found = _read("dk.docx", document)
        assert _said(found) == [("Cổng trường văn minh", None)]
        assert any(elsewhere in doubt for doubt in found.doubts)


def test_a_row_without_a_title_is_no_empty_form() -> None:
    for title in ("", "Như đã đăng ký"):
        document = docx.Document(io.BytesIO(WORD))
        _row(document, "Tên").cells[-1].text = title
        _row(document, "Người").cells[-1].text = "Lê Thị Hoa"
        found = _read("dk.docx", document)
        assert _said(found) == []
        assert not found.empty
        assert any("Lê Thị Hoa" in doubt for doubt in found.doubts)


def test_letters_that_stand_apart_are_one_name() -> None:
    document = docx.Document(io.BytesIO(WORD))
    _row(document, "Tên").cells[-1].text = "Cổng trường văn minh"
    _row(document, "Người").cells[-1].text = "L ê  T h ị  H o a"
    assert _said(_read("dk.docx", document)) == ONE


def test_nothing_to_register_is_no_initiative_called_nothing() -> None:
    document = docx.Document(io.BytesIO(WORD))
    _row(document, "Tên").cells[-1].text = "Không"
    found = _read("dk.docx", document)
    assert (found.empty, found.initiatives) == (False, ())
    assert any("Không" in doubt for doubt in found.doubts)


def test_what_is_written_beside_the_table_is_not_called_an_empty_form() -> None:
    document = docx.Document(io.BytesIO(WORD))
    document.add_paragraph("Trường đăng ký giải pháp Lịch trực ban điện tử do thầy Vảng thực hiện từ tháng 9.")
    found = _read("dk.docx", document)
    assert not found.empty
    assert any("ngoài bảng" in doubt for doubt in found.doubts)


def test_answers_that_were_merged_into_one_cell_are_given_to_their_labels_and_a_person_looks() -> None:
    document = docx.Document(io.BytesIO(WORD))
    title, people = _row(document, "Tên"), _row(document, "Người")
    title._tr.addnext(people._tr)
    merged = title.cells[-1].merge(people.cells[-1])
    merged.text = "Cổng trường văn minh"
    merged.add_paragraph("Lê Thị Hoa")
    found = _read("dk.docx", document)
    assert _said(found) == ONE
    assert found.doubts


def test_ditto_marks_say_what_the_block_above_says() -> None:
    document = docx.Document(io.BytesIO(WORD))
    first, second = [one for one in document.tables if forms.is_block_title(one.cell(0, 0).text, CAMPAIGN)]
    for table, title, people, period in (
        (first, "Cổng trường văn minh", "Lê Thị Hoa", "Tháng 9/2024"),
        (second, "Họp không giấy", "như trên", '"'),
    ):
        for row in table.rows[1:]:
            label = row.cells[0].paragraphs[0].text
            said = next(
                (
                    text
                    for name, text in (("Tên", title), ("Người", people), ("Thời", period))
                    if label.startswith(name)
                ),
                "",
            )
            row.cells[-1].text = said
    found = _read("dk.docx", document)
    assert _said(found) == [*ONE, ("Họp không giấy", ("Lê Thị Hoa",))]
    assert [one.get("period") for one in found.initiatives] == ["Tháng 9/2024", "Tháng 9/2024"]


def test_two_kinds_at_once_are_asked_about() -> None:
    document = docx.Document(io.BytesIO(WORD))
    _row(document, "Tên").cells[-1].text = "Cổng trường văn minh"
    _row(document, "Loại").cells[-1].text = "Mô hình, sáng kiến"
    found = _read("dk.docx", document)
    assert found.initiatives[0].get("type") is None
    assert any("chưa rõ chọn mục nào" in doubt for doubt in found.doubts)


def test_what_is_struck_through_without_another_answer_is_no_empty_form() -> None:
    document = docx.Document(io.BytesIO(WORD))
    cell = _row(document, "Tên").cells[-1]
    cell.text = "Cổng trường văn minh"
    cell.paragraphs[0].runs[0].font.strike = True
    found = _read("dk.docx", document)
    assert not found.empty
    assert any("Cổng trường văn minh" in doubt for doubt in found.doubts)


def test_comments_of_a_person_are_named_and_ours_are_not() -> None:
    book = openpyxl.load_workbook(io.BytesIO(EXCEL))
    sheet = book.active
    assert sheet is not None
    assert not _read("dk.xlsx", book).doubts
    book = openpyxl.load_workbook(io.BytesIO(EXCEL))
    assert book.active is not None
    book.active["B17"].comment = Comment("cô Hoa làm", "Văn thư")
    found = _read("dk.xlsx", book)
    assert not found.empty
    assert any("cô Hoa làm" in doubt for doubt in found.doubts)


def test_a_picture_in_the_form_is_named() -> None:
    document, picture = docx.Document(io.BytesIO(WORD)), io.BytesIO()
    Image.new("RGB", (800, 800), "white").save(picture, "PNG")
    document.add_picture(picture, width=Cm(12))
    found = _read("dk.docx", document)
    assert not found.empty
    assert any("01 ảnh" in doubt for doubt in found.doubts)


def test_titles_typed_by_telex_are_read_with_their_accents() -> None:
    document = docx.Document(io.BytesIO(WORD))
    _row(document, "Tên").cells[-1].text = "Hopj khoong giaays towf"
    assert [one.title for one in _read("dk.docx", document).initiatives] == ["Họp không giấy tờ"]


@pytest.mark.parametrize(
    "title",
    [
        "Cổng trường văn minh - người thực hiện: Lê Thị Hoa - thời gian: 9/2024",
        "Mô hình: Cổng trường văn minh\nNgười thực hiện: Lê Thị Hoa\nThời gian: 9/2024",
        "Tên mô hình: Cổng trường văn minh; Tác giả: Lê Thị Hoa; Thời gian: 9/2024",
    ],
)
def test_labels_in_the_cell_of_the_title_put_everything_in_its_place(title: str) -> None:
    document = docx.Document(io.BytesIO(WORD))
    _row(document, "Tên").cells[-1].text = title
    found = _read("dk.docx", document)
    assert (_said(found), found.doubts) == (ONE, ())
    assert found.initiatives[0].get("period") == "9/2024"


@pytest.mark.parametrize(
    "title",
    [
        "Cổng trường văn minh (cô Lê Thị Hoa, tổ Văn)",
        "Cổng trường văn minh do cô Lê Thị Hoa thực hiện từ tháng 9/2024",
        "Cổng trường văn minh, cô Lê Thị Hoa",
    ],
)
def test_whoever_stands_in_the_title_is_named_and_a_person_looks(title: str) -> None:
    document = docx.Document(io.BytesIO(WORD))
    _row(document, "Tên").cells[-1].text = title
    found = _read("dk.docx", document)
    assert _said(found) == ONE
    assert any("Lê Thị Hoa" in doubt for doubt in found.doubts)


def test_words_with_capitals_in_a_title_are_nobody() -> None:
    document = docx.Document(io.BytesIO(WORD))
    _row(document, "Tên").cells[-1].text = "Cổng Trường Văn Minh - Họp Không Giấy"
    found = _read("dk.docx", document)
    assert (_said(found), found.doubts) == ([("Cổng Trường Văn Minh - Họp Không Giấy", None)], ())


def test_what_stands_below_a_value_stays_where_it_was_written() -> None:
    document = docx.Document(io.BytesIO(REPORT))
    _row(document, "Tên").cells[-1].text = "Cổng trường văn minh"
    _row(document, "Kết quả").cells[-1].text = "Mức độ hoàn thành: 100%\nĐã ký số 745 học bạ"
    (one,) = _read("bc.docx", document).initiatives
    assert (one.get("completion"), one.get("result")) == (100, "Đã ký số 745 học bạ")


def test_of_two_figures_neither_is_the_value() -> None:
    document = docx.Document(io.BytesIO(REPORT))
    _row(document, "Tên").cells[-1].text = "Cổng trường văn minh"
    _row(document, "Mức độ").cells[-1].text = "90-100%"
    found = _read("bc.docx", document)
    assert found.initiatives[0].get("completion") is None
    assert any("90-100%" in doubt for doubt in found.doubts)


@pytest.mark.parametrize(
    ("title", "people"),
    [
        ("- Cổng trường văn minh\n- Họp không giấy", "- Lê Thị Hoa\n- Trần Văn Nam"),
        ("Cổng trường văn minh\nHọp không giấy", "Lê Thị Hoa\nTrần Văn Nam"),
        ("Cổng trường văn minh; Họp không giấy", "Lê Thị Hoa; Trần Văn Nam"),
        ("Giải pháp 1: Cổng trường văn minh\nGiải pháp 2: Họp không giấy", "GP1: Lê Thị Hoa; GP2: Trần Văn Nam"),
    ],
)
def test_titles_that_are_parted_as_the_people_are_two(title: str, people: str) -> None:
    document = docx.Document(io.BytesIO(WORD))
    _row(document, "Tên").cells[-1].text = title
    _row(document, "Người").cells[-1].text = people
    found = _read("dk.docx", document)
    assert _said(found) == BOTH
    assert any("Một ô ghi 2 tên" in doubt for doubt in found.doubts)


def test_a_title_in_the_heading_of_its_block_is_the_title() -> None:
    document = docx.Document(io.BytesIO(WORD))
    _block(document).cell(0, 0).paragraphs[0].add_run(": Cổng trường văn minh")
    _row(document, "Người").cells[-1].text = "Lê Thị Hoa"
    assert _said(_read("dk.docx", document)) == ONE


def test_columns_that_were_exchanged_are_read() -> None:
    document = docx.Document(io.BytesIO(WORD))
    for label, text in (("Tên", "Cổng trường văn minh"), ("Người", "Lê Thị Hoa")):
        cells = _row(document, label).cells
        cells[-1].text, cells[0].text = cells[0].text, text
    assert _said(_read("dk.docx", document)) == ONE


def test_what_was_written_over_the_labels_is_no_empty_form() -> None:
    document = docx.Document(io.BytesIO(WORD))
    _row(document, "Tên").cells[0].text = "Cổng trường văn minh"
    found = _read("dk.docx", document)
    assert not found.empty
    assert any("Cổng trường văn minh" in doubt for doubt in found.doubts)


def test_lines_below_the_table_are_read_by_their_labels() -> None:
    document = docx.Document(io.BytesIO(WORD))
    document.add_paragraph("Tên: Cổng trường văn minh")
    document.add_paragraph("Người thực hiện: Lê Thị Hoa")
    assert _said(_read("dk.docx", document)) == ONE


def test_a_signed_form_that_nobody_filled_in_is_empty() -> None:
    document = docx.Document(io.BytesIO(WORD))
    document.paragraphs[0].insert_paragraph_before("Lào Cai, ngày 12 tháng 8 năm 2024")
    document.add_paragraph("Nguyễn Văn Hùng")
    found = _read("dk.docx", document)
    assert (found.empty, found.doubts) == (True, ())


@pytest.mark.parametrize("somebody", ["cô Hoa", "Đang phân công"])
def test_whoever_is_not_named_in_full_is_asked_for(somebody: str) -> None:
    document = docx.Document(io.BytesIO(WORD))
    _row(document, "Tên").cells[-1].text = "Cổng trường văn minh"
    _row(document, "Người").cells[-1].text = somebody
    found = _read("dk.docx", document)
    assert _said(found) == [("Cổng trường văn minh", None)]
    assert any(somebody in doubt for doubt in found.doubts)


def test_nothing_more_beside_a_title_asks_nobody() -> None:
    document = docx.Document(io.BytesIO(WORD))
    first, second = [one for one in document.tables if forms.is_block_title(one.cell(0, 0).text, CAMPAIGN)]
    for table, title in ((first, "Cổng trường văn minh"), (second, "Không có")):
        next(row for row in table.rows[1:] if row.cells[0].text.startswith("Tên")).cells[-1].text = title
    found = _read("dk.docx", document)
    assert (_said(found), found.doubts) == ([("Cổng trường văn minh", None)], ())


def test_a_list_on_a_sheet_of_its_own_is_read_where_ours_is_blank() -> None:
    book = openpyxl.load_workbook(io.BytesIO(EXCEL))
    sheet = book.create_sheet("Sheet2")
    for row in _LIST:
        sheet.append(row)
    assert _said(_read("dk.xlsx", book)) == BOTH


def test_a_title_in_the_column_of_numbers_is_the_title() -> None:
    book = openpyxl.load_workbook(io.BytesIO(EXCEL))
    sheet = book.active
    assert sheet is not None
    head = next(row for row in sheet.iter_rows() if sum("hực hiện" in str(cell.value) for cell in row) > 1)
    people = next(cell.column for cell in head if str(cell.value).startswith("Người"))
    below = int(head[0].row or 0) + 1
    sheet.cell(below, 1).value = "Cổng trường văn minh"
    sheet.cell(below, int(people or 0)).value = "Lê Thị Hoa"
    assert _said(_read("dk.xlsx", book)) == ONE


@pytest.mark.parametrize(
    "people", ["1. Lê Thị Hoa 2. Trần Văn Nam", "LÊ THỊ HOA, trần văn nam", "lê thị hoa; trần văn nam"]
)
def test_no_name_of_several_gets_lost(people: str) -> None:
    document = docx.Document(io.BytesIO(WORD))
    _row(document, "Tên").cells[-1].text = "Cổng trường văn minh"
    _row(document, "Người").cells[-1].text = people
    (one,) = _read("dk.docx", document).initiatives
    assert [name.title() for name in one.get("owners")] == ["Lê Thị Hoa", "Trần Văn Nam"]  # type: ignore[union-attr]


def test_what_stands_between_labels_stays_where_it_was_written() -> None:
    document = docx.Document(io.BytesIO(WORD))
    _row(document, "Tên").cells[-1].text = "Cổng trường văn minh"
    _row(document, "Nội dung").cells[
        -1
    ].text = "Người thực hiện: Lê Thị Hoa\nTrực cổng mỗi sáng\nThời gian: tháng 9/2024"
    (one,) = _read("dk.docx", document).initiatives
    assert (one.get("owners"), one.get("content")) == (("Lê Thị Hoa",), "Trực cổng mỗi sáng")


def test_a_list_typed_below_the_signature_is_no_empty_form() -> None:
    document = docx.Document(io.BytesIO(WORD))
    document.add_paragraph("1. Cổng trường văn minh - Lê Thị Hoa")
    found = _read("dk.docx", document)
    assert not found.empty
    assert any("Cổng trường văn minh" in doubt for doubt in found.doubts)


@pytest.mark.parametrize("remark", ["(mục này không có)", "Xin rút, do trường đã đăng ký"])
def test_what_takes_the_place_of_a_title_is_none(remark: str) -> None:
    document = docx.Document(io.BytesIO(WORD))
    first, second = [one for one in document.tables if forms.is_block_title(one.cell(0, 0).text, CAMPAIGN)]
    for table, title in ((first, "Cổng trường văn minh"), (second, remark)):
        next(row for row in table.rows[1:] if row.cells[0].text.startswith("Tên")).cells[-1].text = title
    found = _read("dk.docx", document)
    assert _said(found) == [("Cổng trường văn minh", None)]
    assert bool(found.doubts) == remark.startswith("Xin")
