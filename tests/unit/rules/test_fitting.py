"""Headings and labels that nobody knows: what they ask for is found together, by what stands under them."""

import pytest

from rules.papers.extract.fitting import Fit, assign, tells_outcome
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
