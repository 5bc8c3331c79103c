"""Papers in ways of their own: sentences, forms of label and answer, lists with headings in other words."""

import pytest

from rules.document import Block
from tests.unit.rules.papers import document, found, grid, header, read, text, title

REGISTERS = title("ĐĂNG KÝ MÔ HÌNH, GIẢI PHÁP CẢI CÁCH HÀNH CHÍNH NĂM 2024")
REPORTS = title("BÁO CÁO", "Kết quả thực hiện mô hình, giải pháp cải cách hành chính năm 2024")
UNIT = "thpt-so-2-bao-thang"


# --- sentences --------------------------------------------------------------------------------------------------------


def test_sentences_of_a_registration_say_who_when_what_and_what_is_hoped_for() -> None:
    said = (
        "Việc đầu tiên là mô hình “Ghế chờ có số” do cô Phàn Thị Lai và thầy Vương Tiến Sơn trông coi, làm từ tháng"
        " 10/2024 đến hết năm học. Khách lấy số ở cổng rồi ngồi chờ. Mong rằng không ai phải đứng ngoài nắng."
    )
    asks = "Nhà trường xin đăng ký một việc như sau."
    got = found(read(document(header(), asks, said, name="Đăng ký CCHC.docx")))["registration", UNIT]["Ghế chờ có số"]
    assert got["owners"] == ("Phàn Thị Lai", "Vương Tiến Sơn")
    assert got["period"] == "từ tháng 10/2024 đến hết năm học"
    assert got["content"] == "Khách lấy số ở cổng rồi ngồi chờ."
    assert got["expected"] == "Mong rằng không ai phải đứng ngoài nắng."


def test_sentences_of_a_report_say_what_came_of_it_and_how_far_it_is() -> None:
    said = (
        "Giải pháp “Hẹn giờ lấy bằng” của thầy Tráng Seo Lềnh. Đã hẹn 31 lượt, không lượt nào chờ quá 5 phút."
        " Đến nay giải pháp hoàn thành 70%."
    )
    got = found(read(document(header(), REPORTS, said)))["report", UNIT]["Hẹn giờ lấy bằng"]
    assert got["owners"] == ("Tráng Seo Lềnh",)
    assert got["result"] == "Đã hẹn 31 lượt, không lượt nào chờ quá 5 phút."
    assert got["completion"] == 70.0


def test_a_question_about_a_name_registers_nothing() -> None:
    asked = "Trường em muốn đăng ký giải pháp “Ghế chờ có số” thì có trùng với trường nào không ạ?"
    assert not read(document(asked, name="nội dung thư", kind="body")).readings


def test_what_stands_behind_a_name_in_its_line_is_read_and_never_sure() -> None:
    line = "1/ Mo hinh “Ghe cho co so” - co Phan Thi Lai - tu thang 10"
    (reading,) = read(document(header(), REGISTERS, line)).readings
    (only,) = reading.initiatives
    assert (only.get("owners"), only.get("period"), reading.sure) == (("Phan Thi Lai",), "tu thang 10", False)


# --- labels in people's own words -------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["Lợi ích mang lại", "Mục tiêu", "Hiệu quả"])
def test_in_a_registration_what_is_aimed_at_is_what_is_hoped_for(label: str) -> None:
    rows = ("STT", "Tên giải pháp", "Người thực hiện", label), ("1", "Ghế chờ có số", "Phàn Thị Lai", "Hết chen lấn")
    got = found(read(document(header(), REGISTERS, grid(*rows))))["registration", UNIT]["Ghế chờ có số"]
    assert got["expected"] == "Hết chen lấn"


def test_an_aim_gives_way_to_what_asks_for_the_outcome() -> None:
    heads = ("STT", "Tên giải pháp", "Người thực hiện", "Mục tiêu", "Kết quả dự kiến")
    rows = heads, ("1", "Ghế chờ có số", "Phàn Thị Lai", "Trật tự hơn", "Hết chen lấn")
    got = found(read(document(header(), REGISTERS, grid(*rows))))["registration", UNIT]["Ghế chờ có số"]
    assert got["expected"] == "Hết chen lấn"


def test_the_answer_says_whose_name_is_asked_for() -> None:
    lines = ("1. Tên: Ghế chờ có số", "- Người làm: Phàn Thị Lai", "- Thời gian: tháng 10/2024", "Tên: Vàng Văn Cán")
    got = found(read(document(header(), REGISTERS, *lines)))["registration", UNIT]
    assert list(got) == ["Ghế chờ có số"]


def test_a_person_behind_a_label_for_how_far_is_who_does_it() -> None:
    form = grid(
        ("1. Giải pháp “Ghế chờ có số”",),
        ("Thực hiện", "Phàn Thị Lai"),
        ("Kết quả", "Hết chen lấn ở cổng trường"),
        ("Hoàn thành", "90%"),
        ("2. Rút gọn lịch trực ban",),
        ("Thực hiện", "Vương Tiến Sơn"),
        ("Kết quả", "Bỏ 02 ca trực trùng nhau"),
        ("Hoàn thành", "75%"),
    )
    got = found(read(document(header(), REPORTS, form)))["report", UNIT]
    assert {name: (one["owners"], one["completion"]) for name, one in got.items()} == {
        "Ghế chờ có số": (("Phàn Thị Lai",), 90.0),
        "Rút gọn lịch trực ban": (("Vương Tiến Sơn",), 75.0),
    }


def test_labels_before_tabs_are_labels() -> None:
    lines = ("Tên việc:\tGhế chờ có số", "Ai làm:\tPhàn Thị Lai", "Lúc nào làm:\ttừ 10/2024")
    got = found(read(document(header(), REGISTERS, *lines)))["registration", UNIT]["Ghế chờ có số"]
    assert (got["owners"], got["period"]) == (("Phàn Thị Lai",), "từ 10/2024")


# --- lists ------------------------------------------------------------------------------------------------------------


def test_a_column_of_kinds_turns_no_list_on_its_side() -> None:
    rows = [(str(i), kind, f"Việc cải tiến số {i}", f"Phàn Thị {name}") for i, kind, name in (
        (1, "Mô hình", "Lai"), (2, "Giải pháp", "Sáo"), (3, "Sáng kiến", "Pà"), (4, "Mô hình", "Dí"),
    )]  # fmt: skip
    listed = grid(("TT", "Loại", "Tên", "Tác giả"), *rows)
    got = found(read(document(header(), REGISTERS, listed)))["registration", UNIT]
    assert [(one["type"], one["owners"]) for one in got.values()][:2] == [
        ("mo-hinh", ("Phàn Thị Lai",)),
        ("giai-phap", ("Phàn Thị Sáo",)),
    ]


def test_people_across_a_table_do_what_stands_below() -> None:
    listed = grid(
        ("TT", "Tên giải pháp", "Nội dung"),
        ("Đồng chí Phàn Thị Lai - Văn thư",),
        ("1", "Ghế chờ có số", "Khách lấy số ở cổng"),
        ("Đồng chí Vương Tiến Sơn - Kế toán",),
        ("2", "Rút gọn lịch trực ban", "Gộp hai ca trực"),
    )
    got = found(read(document(header(), REGISTERS, listed)))["registration", UNIT]
    assert [one["owners"] for one in got.values()] == [("Phàn Thị Lai",), ("Vương Tiến Sơn",)]


def test_a_start_beside_an_end_is_one_period() -> None:
    listed = grid(
        ("TT", "Tên giải pháp", "Người thực hiện", "Thời gian bắt đầu", "Thời gian hoàn thành"),
        ("1", "Ghế chờ có số", "Phàn Thị Lai", "10/2024", "5/2025"),
    )
    got = found(read(document(header(), REGISTERS, listed)))["registration", UNIT]["Ghế chờ có số"]
    assert got["period"] == "Từ 10/2024 đến 5/2025"


def test_a_heading_says_the_kind_of_all_below_it() -> None:
    lines: list[Block | str] = []
    for name, owner in (("Ghế chờ có số", "Phàn Thị Lai"), ("Rút gọn lịch trực ban", "Vương Tiến Sơn")):
        lines += [text(f"1. {name}", bold=True), f"a) Tác giả: {owner}", "b) Thời gian: tháng 10/2024"]
    paper = document(header(), REGISTERS, text("II. GIẢI PHÁP", bold=True), *lines)
    got = found(read(paper))["registration", UNIT]
    assert [one["type"] for one in got.values()] == ["giai-phap", "giai-phap"]


# --- where answers end ------------------------------------------------------------------------------------------------


def test_a_line_in_bold_ends_an_answer() -> None:
    lines: list[Block | str] = []
    for i, name in enumerate(("Ghế chờ có số", "Rút gọn lịch trực ban"), 1):
        lines += [text(f"Tờ số {i}", bold=True), f"Tên gọi: {name}", "Người thực hiện: Phàn Thị Lai"]
        lines += ["Kết quả dự kiến: Hết chen lấn"]
    got = found(
        read(document(header(), REGISTERS, *lines, text("Hiệu trưởng", bold=True), text("Lù A Sẻng", bold=True)))
    )
    assert [one["expected"] for one in got["registration", UNIT].values()] == ["Hết chen lấn"] * 2


def test_the_last_answer_is_no_longer_than_those_of_the_others() -> None:
    lines: list[str] = []
    for name in ("Ghế chờ có số", "Rút gọn lịch trực ban", "Sổ mượn dùng chung"):
        lines += [f"* mô hình “{name}”", "người thực hiện: Phàn Thị Lai", "dự kiến: hết chen lấn"]
    (reading,) = read(document(header(), REGISTERS, *lines, "nhờ chị xem giúp em với")).readings
    assert [one.get("expected") for one in reading.initiatives] == ["hết chen lấn"] * 3
    assert not reading.sure
