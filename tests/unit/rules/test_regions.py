"""Papers are taken apart by their shape: lists without a header, sheets, rows of units, sentences with a person."""

from dataclasses import replace

import pytest

from rules.document import Block, ParsedDocument, Table, Text, Where
from rules.initiative import Reading
from rules.papers.extract.sentences import person_at_start, told_in
from rules.papers.extract.shape import is_list
from tests.unit.rules.papers import SCHOOL, document, grid, header, read, text, title

LISTED = title("BIỂU ĐĂNG KÝ MÔ HÌNH, GIẢI PHÁP, SÁNG KIẾN CCHC NĂM 2024")
HEADS = ("STT", "Tên giải pháp", "Người thực hiện", "Thời gian hoàn thành")
ONE = ("1", "Quét mã xem thời khóa biểu", "Đinh Thị Lụa", "Ngày 15 tháng 9 năm 2024")
TWO = ("2", "Bàn hướng dẫn thủ tục ngày tựu trường", "Nguyễn Hữu Đạt", "Ngày 05 tháng 9 năm 2024")


def registration(*blocks: Block | str | list[Block]) -> Reading:
    (reading,) = read(document(header(SCHOOL), LISTED, *blocks)).readings
    return reading


def titles(reading: Reading) -> list[str]:
    return [one.title for one in reading.initiatives]


def owners(reading: Reading) -> list[object]:
    return [one.get("owners") for one in reading.initiatives]


# --- lists, by their shape ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["Ngày 15 tháng 9 năm 2024", "Số: 45/KH-THPTS1BX ngày 10/9/2024", "Hiệu trưởng"])
def test_one_cell_of_a_counted_list_makes_no_frame_of_it(cell: str) -> None:
    reading = registration(grid(HEADS, (*ONE[:3], cell), TWO))
    assert titles(reading) == [ONE[1], TWO[1]]


def test_the_frame_of_a_document_is_no_list() -> None:
    frame = grid(("SỞ GD&ĐT LÀO CAI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("Số: 1/BC", "Lào Cai, ngày 1/8/2024"))
    assert not is_list(frame)


@pytest.mark.parametrize("heads", [(), (("TT", "Việc", "Ai", "Bao giờ"),)])
def test_a_list_is_read_by_what_stands_in_it_where_its_header_is_missing_or_unknown(
    heads: tuple[tuple[str, ...], ...],
) -> None:
    rows = (("1", ONE[1], ONE[2], "Quý III/2024"), ("2", TWO[1], TWO[2], "Quý IV/2024"))
    reading = registration(grid(*heads, *rows))
    assert titles(reading) == [ONE[1], TWO[1]]
    assert owners(reading) == [(ONE[2],), (TWO[2],)]
    assert [one.get("period") for one in reading.initiatives] == ["Quý III/2024", "Quý IV/2024"]
    assert not reading.sure


def test_a_hint_in_the_head_of_a_column_makes_the_head_no_less_a_head() -> None:
    hint = " (ghi rõ tên gọi; mỗi đơn vị đăng ký ít nhất 01 nội dung bảo đảm tính hợp pháp, hợp lý, hiệu quả, phù hợp)"
    reading = registration(grid(("STT", f"Tên giải pháp{hint}{hint}", "Người thực hiện"), ONE[:3], TWO[:3]))
    assert titles(reading) == [ONE[1], TWO[1]]


@pytest.mark.parametrize("owner", ["Văn thư", "Kế toán"])
def test_an_owner_who_could_sign_ends_no_list(owner: str) -> None:
    reading = registration(grid(HEADS[:3], (*ONE[:2], owner), TWO[:3]))
    assert titles(reading) == [ONE[1], TWO[1]]


def test_a_row_with_a_person_is_no_total_whatever_its_name_begins_with() -> None:
    reading = registration(grid(HEADS[:3], ("", "Cộng đồng số 4.0 của cha mẹ", "Hoàng Thị Nết"), ("", *TWO[1:3])))
    assert titles(reading) == ["Cộng đồng số 4.0 của cha mẹ", TWO[1]]


def test_like_names_of_different_people_are_different_initiatives() -> None:
    rows = (("1", "Quản lý thu qua phần mềm", "Tô Thị Vẻ"), ("2", "Quản lý thư qua phần mềm", "Ma Văn Quý"))
    reading = registration(grid(HEADS[:3], *rows), grid(HEADS[:3], ("3", "Quản lý thu qua phần mềm", "Hà Thị Sim")))
    assert len(reading.initiatives) == 3


def test_a_counted_list_that_could_not_be_read_is_named_and_nothing_is_sure() -> None:
    unknown = grid(("1", "12", "abc"), ("2", "13", "xyz"))
    reading = registration(grid(HEADS, ONE, TWO), text("Danh sách khác:"), unknown)
    assert titles(reading) == [ONE[1], TWO[1]]
    assert not reading.sure
    assert any("bảng đánh số" in doubt for doubt in reading.doubts)


# --- units -------------------------------------------------------------------------------------------------------


def test_a_column_of_units_is_known_by_its_cells_and_a_blank_one_goes_on() -> None:
    names = ("Trường THPT số 1 Bảo Thắng", "", "Trường THPT số 2 Bảo Thắng")
    rows = [(str(i), name, f"Giải pháp quản lý hồ sơ {i}", "Lê Thị Na") for i, name in enumerate(names, 1)]
    found = read(document(LISTED, grid(("STT", "Nơi gửi lên", "Tên giải pháp", "Người thực hiện"), *rows))).readings
    assert {reading.unit.unit: len(reading.initiatives) for reading in found} == {
        "thpt-so-1-bao-thang": 2,
        "thpt-so-2-bao-thang": 1,
    }


# --- sheets ------------------------------------------------------------------------------------------------------


def sheet(name: str, heading: str, table: Table) -> list[Block]:
    where = Where("dk.xlsx", name)
    cells = tuple(tuple(replace(cell, where=where) for cell in row) for row in table.rows)
    return [Text(f"TRƯỜNG {SCHOOL}", where, bold=True), Text(heading, where, bold=True), Table(cells, where)]


def workbook(*sheets: list[Block]) -> ParsedDocument:
    return ParsedDocument("dk.xlsx", "xlsx", tuple(block for blocks in sheets for block in blocks))


REPORTED = ("STT", "Tên giải pháp", "Người thực hiện", "Kết quả đạt được", "Tỷ lệ hoàn thành")


def test_a_sheet_for_each_stage_is_read_for_its_stage() -> None:
    understanding = read(
        workbook(
            sheet("ĐK", "ĐĂNG KÝ GIẢI PHÁP CCHC NĂM 2024", grid(HEADS[:3], ONE[:3])),
            sheet("BC", "BÁO CÁO KẾT QUẢ GIẢI PHÁP CCHC NĂM 2024", grid(REPORTED, (*ONE[:3], "Đã áp dụng", "100%"))),
        )
    )
    assert [reading.stage for reading in understanding.readings] == ["registration", "report"]
    assert len(understanding.documents) == 1


def test_a_sheet_of_instructions_does_not_refuse_the_workbook() -> None:
    example = grid(HEADS[:3], ("(Ví dụ)", "Công sở xanh", "Nguyễn Văn A"))
    understanding = read(
        workbook(
            sheet("HD", "HƯỚNG DẪN NHẬP LIỆU", example),
            sheet("ĐK", "ĐĂNG KÝ GIẢI PHÁP CCHC NĂM 2024", grid(HEADS[:3], ONE[:3])),
        )
    )
    assert [titles(reading) for reading in understanding.readings] == [[ONE[1]]]
    assert [found.kind for found in understanding.documents] == ["registration"]


# --- sentences ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "name", "owner"),
    [
        (
            "Quét mã nộp bài thu hoạch, cô Chấu Thị Sáy thực hiện trong tháng 9",
            "Quét mã nộp bài thu hoạch",
            "Chấu Thị Sáy",
        ),
        ("Số hóa biên bản họp tổ (đồng chí Mạc Văn Thịnh);", "Số hóa biên bản họp tổ", "Mạc Văn Thịnh"),
        ("Sổ hẹn của phòng bảo vệ - đ/c Giàng A Chinh", "Sổ hẹn của phòng bảo vệ", "Giàng A Chinh"),
    ],
)
def test_a_sentence_tells_a_name_and_who_does_it(sentence: str, name: str, owner: str) -> None:
    told = told_in(sentence)
    assert told is not None
    assert (told.title, told.owner) == (name, owner)


@pytest.mark.parametrize("sentence", ["Phân công giáo viên trực, ông bà đến nộp hồ sơ", "Họp, cô giáo chủ nhiệm", ""])
def test_a_form_of_address_without_a_name_tells_of_nobody(sentence: str) -> None:
    assert told_in(sentence) is None
    assert person_at_start(sentence) == ""


def test_numbered_sentences_below_a_table_are_read_and_never_sure() -> None:
    reading = registration(
        grid(HEADS, ONE),
        text("II. CÁC GIẢI PHÁP", bold=True),
        text("1. Bỏ sổ báo giảng giấy, thầy Tẩn Kim Phù thực hiện trong tháng 10/2024."),
    )
    assert titles(reading) == [ONE[1], "Bỏ sổ báo giảng giấy"]
    assert owners(reading)[1] == ("Tẩn Kim Phù",)
    assert not reading.sure


def test_a_numbered_heading_over_a_line_that_begins_with_a_person_names_an_initiative() -> None:
    reading = registration(
        text("1. Sổ trực nội trú điện tử", bold=True),
        text("Đồng chí Thào A Lử; 9/2024; toàn trường."),
        text("2. Hẹn gặp giáo viên chủ nhiệm", bold=True),
        text("Đồng chí Má Thị Dở; 10/2024; toàn trường."),
    )
    assert owners(reading) == [("Thào A Lử",), ("Má Thị Dở",)]
