"""Letters of heads of schools and papers in words of their own: what they hand in, of which stage, and for whom."""

import pytest

from rules.document import Block
from rules.papers.extract.labels import label_book
from tests.unit.rules.papers import CODE, campaign, document, found, grid, header, read, title

AUGUST, OCTOBER = "Bảo Thắng, ngày 20 tháng 8 năm 2024", "Bảo Thắng, ngày 28 tháng 10 năm 2024"
WHOSE = "Trường THPT số 2 Bảo Thắng xin báo để Sở ghi tên vào phong trào cải cách hành chính năm 2024 hai cách làm."


def letter(
    day: str, *lines: Block | str, name: str = "Thư.docx"
) -> dict[tuple[str, str | None], dict[str, dict[str, object]]]:
    understanding = read(document(day, "Các đồng chí thân mến,", *lines, name=name))
    assert not any(reading.sure for reading in understanding.readings)
    return {key: {name: dict(one) for name, one in each.items()} for key, each in found(understanding).items()}


def test_what_is_called_something_is_named_whatever_it_is() -> None:
    first = "Cách thứ nhất gọi là “Một lớp một đầu mối giấy tờ”, giao đồng chí Tô Thị Hiền."
    second = "Cách thứ hai gọi là “Chấm công không cần giấy”, giao đồng chí Bùi Văn Chiêu."
    got = letter(AUGUST, WHOSE, first, second)["registration", CODE]
    assert {name: one["owners"] for name, one in got.items()} == {
        "Một lớp một đầu mối giấy tờ": ("Tô Thị Hiền",),
        "Chấm công không cần giấy": ("Bùi Văn Chiêu",),
    }


def test_what_is_counted_in_words_is_named_up_to_the_colon() -> None:
    lines = (
        "Một là, Bàn giao ca trực bằng phiếu năm dòng: mỗi ca ghi năm dòng. Việc này do thầy Nguyễn Văn Thủ phụ trách.",
        "Hai là, Ngày không giấy thứ tư: không in, mọi việc trình trên máy. Việc này do cô Đặng Thị Mến phụ trách.",
    )
    got = letter(AUGUST, WHOSE, *lines)["registration", CODE]
    assert list(got) == ["Bàn giao ca trực bằng phiếu năm dòng", "Ngày không giấy thứ tư"]
    assert [one["owners"] for one in got.values()] == [("Nguyễn Văn Thủ",), ("Đặng Thị Mến",)]


@pytest.mark.parametrize(("day", "stage"), [(AUGUST, "registration"), (OCTOBER, "report")])
def test_the_day_of_a_paper_says_of_which_stage_it_is_where_nothing_else_does(day: str, stage: str) -> None:
    rows = (
        ("Số TT", "Công việc mới", "Công chức nhận việc", "Cách tiến hành"),
        ("01", "Lịch nộp báo cáo gắn chuông nhắc", "Lý Thị Mẩy", "Gắn lịch cho 39 đơn vị, nhắc trước 5 ngày"),
        ("02", "Bảng kiểm hồ sơ mua sắm nhỏ", "Vàng A Páo", "Một tờ A4, trường tự đánh dấu trước khi nộp"),
    )
    says = "Công việc mới trong khuôn khổ thi đua cải cách hành chính năm 2024:"
    (reading,) = read(document(header(day=day), says, grid(*rows))).readings
    assert (reading.stage, reading.sure) == (stage, False)
    assert [one.title for one in reading.initiatives] == [rows[1][1], rows[2][1]]
    assert [one.get("content") for one in reading.initiatives] == [rows[1][3], rows[2][3]]


def test_a_letter_of_october_that_speaks_of_the_registration_reports() -> None:
    said = "Mô hình “Văn phòng về bản” đến nay đã có 73 buổi. Cô Nguyễn Thị Nhạn vẫn đảm nhiệm. Nay hoàn thành 85%."
    opens = "Hồi tháng 8 trường THPT số 2 Bảo Thắng có thư đăng ký, nay xin kể lại kết quả."
    assert list(letter(OCTOBER, opens, said)) == [("report", CODE)]


def test_a_file_sent_to_the_office_is_not_the_offices() -> None:
    said = "Tôi là Hiệu trưởng trường THPT số 2 Bảo Thắng, xin đăng ký mô hình cải cách hành chính “Văn phòng về bản”."
    assert list(letter(AUGUST, said, name="Thư gửi phòng TCCB.docx")) == [("registration", CODE)]


def test_a_share_among_answers_with_dashes_is_none_of_their_text() -> None:
    lines = ("1. Tên: Hẹn giờ trả bằng", "- Thực hiện: Lý Thị Mẩy", "- Kết quả: Có 402 lượt hẹn.", "- Hoàn thành 100%")
    paper = document(
        header(day=OCTOBER), *title("BÁO CÁO KẾT QUẢ", "các giải pháp cải cách hành chính năm 2024"), *lines
    )
    (reading,) = read(paper).readings
    (only,) = reading.initiatives
    assert (only.get("result"), only.get("completion"), reading.sure) == ("Có 402 lượt hẹn.", 100.0, False)


def test_two_columns_of_days_are_from_when_to_when() -> None:
    listed = grid(
        ("TT", "Việc xin đăng ký", "Ai làm", "Bắt tay vào", "Xong"),
        ("1", "Hẹn giờ trả bằng, chứng chỉ", "Lý Thị Mẩy", "05/8/2024", "31/10/2024"),
        ("2", "Sổ gốc tra trên máy tính", "Vàng A Páo", "01/9/2024", "30/12/2024"),
    )
    heading = title("BẢNG ĐĂNG KÝ CÁC VIỆC CẢI TIẾN", "thi đua cải cách hành chính năm 2024")
    (reading,) = read(document(header(), *heading, listed)).readings
    assert reading.initiatives[0].get("period") == "Từ 05/8/2024 đến 31/10/2024"


def test_parts_of_a_form_with_letters_go_on_about_the_same() -> None:
    lines = (
        "PHẦN A - NHẬN DIỆN", "A1. Giải pháp mang tên: Phiếu góp ý công văn", "A2. Người đề xuất: Lý Thị Mẩy",
        "PHẦN B - CÁCH TỔ CHỨC", "B1. Khoảng thời gian: tháng 9/2024",
    )  # fmt: skip
    (reading,) = read(document(header(), *title("BẢN ĐĂNG KÝ CCHC NĂM 2024"), *lines)).readings
    assert [(one.title, one.get("period")) for one in reading.initiatives] == [("Phiếu góp ý công văn", "tháng 9/2024")]


@pytest.mark.parametrize("words", ["Sáng kiến mang tên", "Giải pháp có tên là", "Tên gọi của mô hình"])
def test_labels_that_ask_what_something_is_called(words: str) -> None:
    label = label_book(campaign(), "registration").match(words)
    assert label is not None and label.is_title and label.score >= 0.9


# --- files of last year, and what is not asked of every row -----------------------------------------------------------


def test_rows_of_other_years_are_left_and_told() -> None:
    listed = grid(
        ("Năm", "Tên", "Cán bộ", "Thời điểm"),
        ("2023", "Góc đọc sách trong lớp", "Phan Thị Tuyết", "9/2023"),
        ("2024", "Nhật ký việc tốt trên bảng tin", "Lò Thị Thu", "9/2024"),
    )
    (reading,) = read(document(header(), *title("SỔ THEO DÕI ĐĂNG KÝ GIẢI PHÁP CCHC"), listed)).readings
    assert [one.title for one in reading.initiatives] == ["Nhật ký việc tốt trên bảng tin"]
    assert any("2023" in doubt for doubt in reading.doubts)


def test_a_part_about_another_year_is_left() -> None:
    heads = ("TT", "Tên việc mới", "Phụ trách", "Lịch")
    before = grid(heads, ("1", "Sổ chấm cơm điện tử", "Hoàng Văn Ư", "9/2023"))
    now = grid(heads, ("1", "Dán tem quần áo theo mã số", "Lương Thị Sắm", "9/2024"))
    parts = ("Phần 1. Đã đăng ký năm 2023 (để đối chiếu)", before, "Phần 2. Đăng ký năm 2024", now)
    (reading,) = read(document(header(), *title("TỔNG HỢP ĐĂNG KÝ CẢI CÁCH HÀNH CHÍNH"), *parts)).readings
    assert [one.title for one in reading.initiatives] == ["Dán tem quần áo theo mã số"]


def test_what_heads_several_rows_names_none_of_them() -> None:
    listed = grid(
        ("Cho ai", "Việc", "Tên người làm", "Thời gian"),
        ("Chúng tôi làm cho phụ huynh", "Ghế chờ trước phòng văn thư", "Hoàng Thị Len", "9/2024"),
        ("^", "Trả giấy tờ theo vần chữ cái", "Nguyễn Văn Bắc", "10/2024"),
        ("Chúng tôi làm cho giáo viên", "Kho máy chiếu mượn nhanh", "Phùng Văn Sáng", "9/2024"),
        ("^", "Thời khóa biểu tránh trùng phòng", "Hoàng Văn Đạo", "8/2024"),
    )
    (reading,) = read(document(header(day=AUGUST), *title("VIỆC NÊN LÀM - cải cách hành chính 2024"), listed)).readings
    assert [one.title for one in reading.initiatives][:2] == [
        "Ghế chờ trước phòng văn thư",
        "Trả giấy tờ theo vần chữ cái",
    ]


def test_a_name_that_is_that_of_a_unit_asks_whose_it_is() -> None:
    lines = (
        "Tên cơ sở: Trường THPT số 2 Bảo Thắng", "Sáng kiến: Đội chỉ đường áo xanh",
        "Chủ nhân: Đào Thị Thu Hằng", "Hạn: từ 01/9/2024",
    )  # fmt: skip
    (reading,) = read(document(header(), *title("PHIẾU ĐĂNG KÝ SÁNG KIẾN CCHC NĂM 2024"), *lines)).readings
    assert [one.title for one in reading.initiatives] == ["Đội chỉ đường áo xanh"]
