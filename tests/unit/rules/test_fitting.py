"""Headings and labels that nobody knows: what they ask for is found together, by what stands under them."""

import pytest

from rules.campaign import FieldSpec
from rules.papers.extract.fitting import Fit, assign, likeness, tells_outcome
from rules.papers.extract.labels import label_book
from rules.papers.extract.lines import stream
from rules.papers.extract.own_labels import own_labels
from tests.unit.rules.papers import CODE as UNIT
from tests.unit.rules.papers import campaign, differences, document, grid, header, read, title

HEAD = (header(), *title("DANH SÁCH ĐĂNG KÝ", "Mô hình, giải pháp, sáng kiến CCHC năm 2024"))
PHIEU = (header(), *title("PHIẾU ĐĂNG KÝ", "Sáng kiến, giải pháp CCHC năm 2024"))
FIRST = ("Ngày không hẹn", "Lý Thị Mẩy", "Xếp lịch tiếp dân vào một ngày; ai đến cũng được gặp.", "Giảm 40% giờ chờ.")
SECOND = ("Họp không giấy", "Vàng A Páo", "Gửi tài liệu trước ba ngày trên nhóm chung.", "Không còn in tài liệu họp.")
CODES = ("title", "owners", "content", "expected")
UNKNOWN = ("Gọi là gì", "Danh tính", "Lối làm", "Trái ngọt")


def meant(values: tuple[str, ...]) -> dict[str, object]:
    pairs = dict(zip(CODES[1:], values[1:], strict=True))
    return {**pairs, "owners": (values[1],)}


WANTED = {("registration", UNIT): {FIRST[0]: meant(FIRST), SECOND[0]: meant(SECOND)}}
WANTED_AS_SOLUTIONS = {
    key: {name: {**values, "type": "giai-phap"} for name, values in found.items()} for key, found in WANTED.items()
}


def test_a_list_whose_headings_nobody_knows_is_read_and_asked_about() -> None:
    understanding = read(document(*HEAD, grid(("TT", *UNKNOWN), ("1", *FIRST), ("2", *SECOND))))
    assert differences(WANTED, understanding) == []  # type: ignore[arg-type]
    (reading,) = understanding.readings
    assert not reading.sure
    assert "Cột “Gọi là gì” được hiểu là “Tên mô hình, giải pháp, sáng kiến” theo nội dung ghi ở đó." in reading.doubts


def test_a_form_whose_labels_nobody_knows_is_read_and_asked_about() -> None:
    lines = [f"{number}. {label}: {value}" for number, (label, value) in enumerate(zip(UNKNOWN, FIRST, strict=True), 1)]
    understanding = read(document(*PHIEU, *lines))
    wanted = {("registration", UNIT): {FIRST[0]: meant(FIRST)}}
    assert differences(wanted, understanding) == []  # type: ignore[arg-type]
    assert not understanding.readings[0].sure


def test_labels_in_the_first_column_over_an_initiative_in_each_of_the_others() -> None:
    rows = [(label, one, other) for label, one, other in zip(UNKNOWN, FIRST, SECOND, strict=True)]
    understanding = read(document(*HEAD, grid(*rows)))
    assert differences(WANTED, understanding) == []  # type: ignore[arg-type]


def test_a_column_that_was_not_explained_is_named() -> None:
    known = ("STT", "Tên sáng kiến", "Tác giả", "Nội dung", "Kết quả dự kiến", "Đôi điều")
    rows = (("1", *FIRST, "Có bà con giúp"), ("2", *SECOND, "Đang chờ mạng"))
    (reading,) = read(document(*HEAD, grid(known, *rows))).readings
    assert not reading.sure
    assert reading.doubts[:1] == ("Cột “Đôi điều” có nội dung nhưng không rõ là thông tin gì.",)


def test_an_unknown_label_ends_the_answer_before_it() -> None:
    lines = ("1. Tên sáng kiến: Ngày không hẹn", "2. Lời nhắn: Rất mong được dự", "3. Tác giả: Lý Thị Mẩy")
    (reading,) = read(document(*PHIEU, *lines)).readings
    assert [one.title for one in reading.initiatives] == ["Ngày không hẹn"]
    assert not reading.sure


def test_areas_with_a_colon_ask_nothing() -> None:
    lines = ("1. Cải cách thể chế: Không có.", "2. Tài chính công: Công khai dự toán.", "3. Chế độ công vụ: Tốt.")
    assert read(document(header(), *title("BÁO CÁO", "Công tác CCHC quý III năm 2024"), *lines)).readings == ()


@pytest.mark.parametrize(
    ("scores", "wanted"),
    [
        ({}, []),
        ({(1, "a"): 0.9, (2, "b"): 0.8}, [("a", 1), ("b", 2)]),
        ({(1, "a"): 0.9, (2, "a"): 0.8, (1, "b"): 0.7}, [("b", 1), ("a", 2)]),  # together, not one by one
        ({(1, "a"): 0.1}, []),
    ],
)
def test_all_are_assigned_together(scores: dict[tuple[int, str], float], wanted: list[tuple[str, int]]) -> None:
    assert [(one.code, one.place) for one in assign([1, 2], scores)] == wanted


def test_the_margin_is_what_the_next_best_assignment_lacks() -> None:
    (only,) = assign([1], {(1, "a"): 0.9, (1, "b"): 0.8})
    assert only.code == "a" and only.margin == pytest.approx(0.1)
    assert not only.is_clear and Fit(1, "a", 0.5).is_clear


def test_what_comes_of_something_is_told_by_shares_and_words() -> None:
    assert tells_outcome("Giảm 40% thời gian") and tells_outcome("Phụ huynh không phải đi lại")
    assert not tells_outcome("Lập biểu mẫu dùng chung")


def test_a_letter_asks_nothing() -> None:
    lines = document("Gửi anh: em chào anh ạ", "Về việc hôm qua: em đã làm", "Lưu ý: mai họp").blocks
    book = label_book(campaign(), "registration")
    assert own_labels(stream(document(*lines)), book, lambda _: False, titles=False) == ((), [])


# --- what answers look like -------------------------------------------------------------------------------------------


def specs(code: str) -> FieldSpec:
    return campaign().field(code)


@pytest.mark.parametrize(
    ("code", "answer", "least", "most"),
    [
        ("owners", "Lý Thị Mẩy - Văn thư", 1.0, 1.0),
        ("owners", "Tổ Văn phòng", 0.6, 0.8),  # a group may be a name of something, too
        ("owners", "Cử giáo viên biết tiếng Mông đến chợ phiên Cán Cấu, Sín Chéng giúp bà con làm đơn", 0.0, 0.0),
        ("owners", "HỒ SƠ SAI SÓT DƯỚI 2%", 0.0, 0.0),  # in capitals any words may be a name
        ("period", "từ tháng 9 đến tháng 10 năm 2024; sơ kết trước ngày 31/10/2024, rút kinh nghiệm", 0.8, 0.9),
        ("period", "Mỗi tháng giải quyết được khoảng 60 lượt thủ tục tại chỗ; học sinh không phải nghỉ học", 0.0, 0.0),
        ("completion", "Hoàn thành 90%, còn 03 phòng chưa dán mã", 0.8, 0.9),
        ("completion", "Giảm 90% thời gian chờ của phụ huynh", 0.0, 0.0),
        ("type", "☐ Mô hình ☒ Giải pháp ☐ Sáng kiến", 1.0, 1.0),
        ("field", "Xây dựng chính quyền điện tử, chính quyền số", 1.0, 1.0),
    ],
)
def test_how_much_an_answer_looks_like_a_value(code: str, answer: str, least: float, most: float) -> None:
    assert least <= likeness(specs(code), (answer,)) <= most


# --- where labels stand, and how often they come ----------------------------------------------------------------------


def test_headings_on_two_levels_over_numbers_of_columns_and_rows_across() -> None:
    listed = grid(
        ("STT", *UNKNOWN[:2], "Lúc nào", "<", *UNKNOWN[2:]),
        ("^", "^", "^", "Bắt đầu", "Kết thúc", "^", "^"),
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"),
        ("I", "TẬP THỂ", "<", "<", "<", "<", "<"),
        ("1", *FIRST[:2], "5/2024", "10/2024", *FIRST[2:]),
        ("II", "CÁ NHÂN", "<", "<", "<", "<", "<"),
        ("2", *SECOND[:2], "6/2024", "9/2024", *SECOND[2:]),
    )
    (reading,) = read(document(*HEAD, listed)).readings
    assert [one.title for one in reading.initiatives] == [FIRST[0], SECOND[0]]
    assert [one.get("period") for one in reading.initiatives] == ["Từ 5/2024 đến 10/2024", "Từ 6/2024 đến 9/2024"]
    assert [one.get("content") for one in reading.initiatives] == [FIRST[2], SECOND[2]]


def test_unknown_labels_below_names_that_need_none() -> None:
    lines: list[str] = []
    for number, (name, who, how, what) in enumerate((FIRST, SECOND), 1):
        lines += [
            f"{number}. Giải pháp {number}: {name}",
            f"- Danh tính: {who}",
            f"- Lối làm: {how}",
            f"- Hoa lợi: {what}",
        ]
    assert differences(WANTED_AS_SOLUTIONS, read(document(*HEAD, *lines))) == []  # type: ignore[arg-type]


def test_the_row_that_counts_off_what_stands_below_asks_nothing() -> None:
    rows = [("Thông tin", "Đăng ký 1", "Đăng ký 2")]
    rows += [(label, one, other) for label, one, other in zip(UNKNOWN, FIRST, SECOND, strict=True)]
    assert differences(WANTED, read(document(*HEAD, grid(*rows)))) == []  # type: ignore[arg-type]


def test_a_name_in_which_a_unit_stands_is_no_unit() -> None:
    named = "Phòng tiếp phụ huynh trực tuyến vào tối thứ Ba hằng tuần của Trường THPT số 2 Bảo Thắng"
    lines = (f"1. Gọi là gì: {named}", "2. Danh tính: Lý Thị Mẩy", f"3. Lối làm: {FIRST[2]}")
    (reading,) = read(document(*PHIEU, *lines)).readings
    assert [one.title for one in reading.initiatives] == [named]


def test_what_is_asked_once_gives_way_to_what_is_asked_of_each() -> None:
    lines = ["Lời ngỏ: Trường chúng tôi ở xa trung tâm, đường đi lại khó khăn, phụ huynh ít dùng máy tính."]
    for values in (FIRST, SECOND):
        lines += [f"- {label}: {value}" for label, value in zip(UNKNOWN, values, strict=True)]
    assert differences(WANTED, read(document(*PHIEU, *lines))) == []  # type: ignore[arg-type]
