"""Kinds of papers that clerks of other offices wrote, each told by its build and by what stands in it."""

import pytest

from rules.document import Block, ParsedDocument
from rules.initiative import Initiative, Reading
from rules.papers.extract.people import people
from rules.text import split_number
from tests.unit.rules.papers import SCHOOL, body, document, grid, header, mail, placed, read, text, title

LISTED = title("DANH SÁCH ĐĂNG KÝ", "Mô hình, giải pháp, sáng kiến CCHC năm 2024")
REPORTED = title("BÁO CÁO", "Kết quả thực hiện giải pháp cải cách hành chính năm 2024")


def registration(*blocks: Block | str | list[Block]) -> ParsedDocument:
    return placed(document(header(SCHOOL), LISTED, *blocks))


def report(*blocks: Block | str | list[Block]) -> ParsedDocument:
    head = header(SCHOOL, "Số: 9/BC-THPTS2BT", day="ngày 29 tháng 10 năm 2024")
    return placed(document(head, REPORTED, *blocks))


def only(paper: ParsedDocument) -> Reading:
    (reading,) = read(paper).readings
    return reading


def one(paper: ParsedDocument) -> Initiative:
    return only(paper).initiatives[0]


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("Kế toán (Lù Thị Mẫu)", ("Lù Thị Mẫu",)),
        ("Lù Thị Mẫu (Kế toán)", ("Lù Thị Mẫu",)),
        ("Tổ Văn phòng (Mạc Thị Mẫu)", ("Tổ Văn phòng",)),
        ("co Pham Hai Mau, Doan truong", ("Pham Hai Mau", "Doan truong")),
        ("THÀO A MẪU - VĂN THƯ; PHẠM THỊ MẪU - GIÁO VIÊN TIN HỌC", ("THÀO A MẪU", "PHẠM THỊ MẪU")),
    ],
)
def test_who_does_it_is_told_from_what_he_is(written: str, named: tuple[str, ...]) -> None:
    assert people(written) == named


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("👉 Ai: Hà Thu Mẫu", ("👉", "Ai: Hà Thu Mẫu")),
        ("✅ Giải pháp 1: Gửi ảnh", ("✅", "Giải pháp 1: Gửi ảnh")),
        ("☒ Mô hình", ("", "☒ Mô hình")),
    ],
)
def test_a_symbol_in_front_of_a_line_is_a_bullet_and_a_ticked_box_is_none(line: str, parts: tuple[str, str]) -> None:
    assert split_number(line) == parts


def test_kinds_are_crossed_under_their_initials() -> None:
    paper = registration(
        grid(
            ("TT", "Tên gọi", "Hình thức (đánh dấu x)", "<", "<", "Người thực hiện", "Làm từ - đến"),
            ("^", "^", "MH", "GP", "SK", "^", "^"),
            ("1", "Một giờ, một chữ ký", "", "x", "", "Vàng Thị Mẫu", "T9/2024 - T5/2025"),
            ("2", "Lịch tuần dùng chung", "x", "", "", "Trần Lệ Mẫu", "Cả năm học"),
        )
    )
    reading = only(paper)
    assert [each.get("type") for each in reading.initiatives] == ["giai-phap", "mo-hinh"]
    assert [each.get("period") for each in reading.initiatives] == ["T9/2024 - T5/2025", "Cả năm học"]


def test_both_ends_of_a_period_on_one_line() -> None:
    paper = registration(
        "Tên sáng kiến: Tủ sách pháp luật điện tử",
        "Người thực hiện: Lò Thị Mẫu",
        "Bắt đầu: 9/2024; Kết thúc: 12/2024",
    )
    assert one(paper).get("period") == "Từ 9/2024 đến 12/2024"


def test_a_vague_heading_yields_to_the_one_above_it() -> None:
    paper = report(
        grid(
            ("TT", "Tên giải pháp", "Người thực hiện", "Đánh giá kết quả", "<"),
            ("^", "^", "^", "Số lượng, khối lượng", "Chất lượng, hiệu quả"),
            ("1", "Duyệt đề hai vòng", "Lò Thị Mẫu", "412 đề được duyệt", "Không lộ, lọt"),
        )
    )
    assert one(paper).get("result") == "412 đề được duyệt Không lộ, lọt"
    assert one(paper).get("period") is None


def test_a_list_that_goes_on_in_another_table_keeps_its_columns() -> None:
    paper = registration(
        grid(("STT", "Tên giải pháp", "Người thực hiện"), ("1", "Sổ đầu bài điện tử", "Lò Thị Mẫu")),
        grid(("2", "Đơn xin ra ngoài qua biểu mẫu", "Phan Văn Mẫu"), ("3", "Lịch ôn chung", "Cổ Văn Mẫu")),
    )
    reading = only(paper)
    assert [each.get("type") for each in reading.initiatives] == ["giai-phap"] * 3
    assert reading.sure, reading.doubts


def test_a_row_of_figures_without_a_number_is_a_total() -> None:
    columns = ("STT", "Tên giải pháp", "Người thực hiện", "Hoàn thành (%)")
    rows = (("1", "Sổ đầu bài điện tử", "Lò Thị Mẫu", "95%"), ("", "Bình quân mức độ hoàn thành", "", "95%"))
    assert len(only(report(grid(columns, *rows))).initiatives) == 1


def test_a_column_of_units_is_no_column_of_fields_whatever_its_heading() -> None:
    columns = ("STT", "Phòng", "Tên giải pháp", "Người thực hiện", "Kết quả")
    rows = (
        ("1", "Phòng KH-TC", "Biểu mẫu đối chiếu công nợ", "Đoàn Minh Mẫu", "40/50 đơn vị"),
        ("2", "Phòng Khảo thí", "Hỏi đáp quy chế thi", "Ngô Thị Mẫu", "1.350 câu"),
    )
    paper = placed(document(REPORTED, grid(columns, *rows)))
    assert {reading.unit.unit for reading in read(paper).readings} == {"phong-khtc", "phong-ktqlcl"}


def test_cells_of_labelled_lines_are_taken_apart() -> None:
    cell = "- Nội dung: soạn tin mẫu cho trưởng thôn\n- Kết quả dự kiến: không ai nhầm ngày nghỉ"
    columns = ("STT", "Tên giải pháp", "Người thực hiện", "Nội dung")
    paper = registration(grid(columns, ("1", "Loa thôn và Zalo", "Lò Thị Mẫu", cell)))
    assert one(paper).get("content") == "soạn tin mẫu cho trưởng thôn"
    assert one(paper).get("expected") == "không ai nhầm ngày nghỉ"


def test_a_name_in_quotes_below_the_title_is_what_the_paper_is_about() -> None:
    head = title("BẢN ĐĂNG KÝ SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH", "NĂM 2024", "“Tra cứu thời hạn nâng lương”")
    paper = placed(document(header(SCHOOL), head, "Nhóm tác giả: Lò Thị Mẫu", "Lĩnh vực: Cải cách chế độ công vụ"))
    assert "Tra cứu thời hạn nâng lương" in one(paper).title
    assert one(paper).get("type") == "sang-kien"


def test_a_note_that_explains_the_words_names_nothing() -> None:
    rows = (("STT", "Tên sáng kiến", "Người thực hiện"), ("1", "Sổ đầu bài điện tử", "Lò Thị Mẫu"))
    note = "Mô hình: cách tổ chức mới; Giải pháp: biện pháp giải quyết một việc; Sáng kiến: theo Điều lệ."
    assert len(only(registration(grid(*rows), note)).initiatives) == 1


def test_the_office_in_a_title_is_to_whom_it_goes() -> None:
    rows = (("STT", "Tên sáng kiến", "Người thực hiện"), ("1", "Số hóa hồ sơ theo thôn", "Ly Seo Mẫu"))
    reading = only(placed(document(text("P.GDTX gửi P.TCCB - đăng ký CCHC 2024"), grid(*rows))))
    assert reading.unit.unit != "phong-tccb"


def test_a_name_that_a_sentence_introduces_is_read() -> None:
    line = "Thực hiện sáng kiến đã đăng ký hồi tháng 8 với tên gọi “Nhận con dấu niềm tin”, tôi xin báo cáo như sau."
    reading = only(report(line))
    assert [each.title for each in reading.initiatives] == ["Nhận con dấu niềm tin"]
    assert not reading.sure


def test_a_mail_that_asks_about_an_earlier_one_registers_nothing() -> None:
    said = "Hôm trước trường em đã gửi đăng ký mô hình “Thứ Sáu xanh” rồi ạ, phòng kiểm tra giúp."
    assert not read(body(said), mail("Hỏi")).readings


def test_names_across_a_table_stand_over_what_is_said_of_each() -> None:
    form = grid(
        ("1", "Giải pháp kiểm tra hồ sơ từ xa", "<"),
        ("^", "Kết quả", "Kiểm tra được 24 trường"),
        ("^", "Người phụ trách", "Dương Thị Mẫu"),
        ("2", "Mô hình “Cẩm nang 5 phút”", "<"),
        ("^", "Kết quả", "Quay xong 06 clip"),
        ("^", "Người phụ trách", "Hầu Thị Mẫu"),
    )
    reading = only(report(form))
    assert [each.title for each in reading.initiatives] == ["Giải pháp kiểm tra hồ sơ từ xa", "Cẩm nang 5 phút"]
    assert [each.get("owners") for each in reading.initiatives] == [("Dương Thị Mẫu",), ("Hầu Thị Mẫu",)]


def test_a_list_whose_rows_are_not_counted_is_known_by_the_people_in_it() -> None:
    rows = (
        ("Việc đã nhận", "Người phụ trách", "Đã làm được"),
        ("Giải pháp: Sổ nội trú điện tử", "Sùng Seo Mẫu", "Đã nhập 385 học sinh"),
        ("Sáng kiến: Phiếu thăm nhà có mã", "Nguyễn Thị Mẫu", "In 385 thẻ"),
    )
    reading = only(report(grid(*rows)))
    assert [each.title for each in reading.initiatives] == ["Sổ nội trú điện tử", "Phiếu thăm nhà có mã"]
    assert [each.get("owners") for each in reading.initiatives] == [("Sùng Seo Mẫu",), ("Nguyễn Thị Mẫu",)]
    assert not reading.sure


def test_sentences_below_a_heading_say_who_does_it_and_how_far_it_is() -> None:
    reading = only(
        report(
            text("Về giải pháp “Bảng tin điện tử”", bold=True, number="1."),
            "Do tổ Văn phòng thực hiện từ tháng 9, đến nay hoàn thành khoảng 75% so với đăng ký.",
            text("Về giải pháp “Bớt một chữ ký”", bold=True, number="2."),
            "Do đồng chí Hứa Văn Mẫu làm chủ, đã áp dụng toàn trường.",
        )
    )
    assert [each.get("owners") for each in reading.initiatives] == [("tổ Văn phòng",), ("Hứa Văn Mẫu",)]
    assert reading.initiatives[0].get("completion") == 75.0
    assert not reading.sure


def test_a_school_of_a_common_name_is_told_by_the_place_in_the_head() -> None:
    columns = ("Trường", "Tên sáng kiến", "Người thực hiện")
    rows = (("THPT số 1", "Bảng Kanban giao ban", "Lê Phú Mẫu"), ("THPT số 4", "Phiếu giao việc có hạn", "Vi Thị Mẫu"))
    head = title("CỤM TRƯỜNG THPT HUYỆN VĂN BÀN", "TỔNG HỢP ĐĂNG KÝ SÁNG KIẾN CCHC NĂM 2024")
    units = {reading.unit.unit for reading in read(placed(document(head, grid(columns, *rows)))).readings}
    assert units == {"thpt-so-1-van-ban", "thpt-so-4-van-ban"}


def test_a_noun_with_more_words_before_a_colon_names_what_stands_behind_it() -> None:
    line = "Sáng kiến đã đăng ký ở lĩnh vực này: Tinh gọn các ban. Người thực hiện: Ngô Thanh Mẫu. Kết quả: còn 11 ban."
    reading = only(report(line))
    assert [each.title for each in reading.initiatives] == ["Tinh gọn các ban"]
    assert reading.initiatives[0].get("owners") == ("Ngô Thanh Mẫu",)
    assert not reading.sure


def test_what_stands_behind_a_name_and_a_colon_is_no_name() -> None:
    line = "Mô hình Họp giao ban đứng: đã tổ chức 8 phiên. Thực hiện: Lưu Đình Mẫu. Tiến độ: 100%."
    assert "đã tổ chức 8 phiên" not in [each.title for one in read(report(line)).readings for each in one.initiatives]


def test_a_value_joined_from_a_label_that_only_resembles_is_named() -> None:
    reading = only(
        registration(
            "1. Tên giải pháp: Sổ theo dõi bằng thẻ màu",
            "2. Người thực hiện: Lò Thị Mẫu",
            "3. Nội dung: Mượn trả bằng thẻ",
            "4. Nội dung chính yếu triển khai: Ba bước trong tuần",
        )
    )
    assert not reading.sure
