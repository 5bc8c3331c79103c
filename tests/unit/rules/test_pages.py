"""Photographs of the pages of one list, in whatever order they come."""

from itertools import permutations

import pytest

from rules.document import ParsedDocument
from tests.unit.rules.papers import document, grid, header, mail, read, title

HEAD = ("STT", "Tên giải pháp", "Người thực hiện", "Thời gian")
ROWS = [
    ("1", "Mã QR tại phòng bảo vệ", "Lò Thị Mến", "Tháng 5-10/2024"),
    ("2", "Số hóa sổ cấp bản sao văn bằng", "Giàng A Pao", "Tháng 5-10/2024"),
    ("3", "Hộp thư góp ý ẩn danh của học sinh", "Đặng Văn Tới", "Tháng 6-10/2024"),
    ("4", "Hẹn giờ trả kết quả tại văn thư", "Má Thị Hoa", "Cả năm 2024"),
    ("5", "Tủ sách pháp luật trên máy tính", "Lò Thị Mến", "Cả năm 2024"),
    ("6", "Phiếu hẹn màu tại văn phòng", "Má Thị Hoa", "Cả năm 2024"),
]
TITLE = "DANH SÁCH ĐĂNG KÝ MÔ HÌNH, GIẢI PHÁP, SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH NĂM 2024"


def photograph(name: str, *blocks: object) -> ParsedDocument:
    return document(*blocks, name=name, kind="jpg", origin="ocr")  # type: ignore[arg-type]


FIRST = photograph("1.jpg", header(), title(TITLE), grid(HEAD, *ROWS[:2]))
SECOND = photograph("2.jpg", grid(HEAD, *ROWS[2:4]))  # the heading is printed on each page
THIRD = photograph("3.jpg", grid(*ROWS[4:]), "HIỆU TRƯỞNG", "Hoàng Kim Ngân")


@pytest.mark.parametrize("pages", list(permutations((FIRST, SECOND, THIRD))))
def test_pages_of_one_list_are_one_reading_in_any_order(pages: tuple[ParsedDocument, ...]) -> None:
    understanding = read(pages, mail("Gửi đăng ký CCHC"))
    (reading,) = understanding.readings
    assert [one.title for one in reading.initiatives] == [row[1] for row in ROWS]
    assert set(reading.files) == {"1.jpg", "2.jpg", "3.jpg"}
    assert {one.name: one.kind for one in understanding.documents} == dict.fromkeys(reading.files, "registration")
    assert not reading.sure


@pytest.mark.parametrize(
    "stray",
    [
        photograph("x.jpg", grid(*[(str(number), *row[1:]) for number, row in enumerate(ROWS[4:], 9)])),
        photograph("x.jpg", grid(*[row[:3] for row in ROWS[2:4]])),
    ],
    ids=["other numbers", "other columns"],
)
def test_a_page_that_does_not_go_on_is_named_and_not_put_to_the_list(stray: ParsedDocument) -> None:
    (reading,) = read((FIRST, stray), mail("Gửi đăng ký CCHC")).readings
    assert [one.title for one in reading.initiatives] == [row[1] for row in ROWS[:2]]
    assert any("x.jpg" in doubt for doubt in reading.doubts)


def test_two_pages_that_could_both_go_on_are_not_guessed() -> None:
    twin = photograph("y.jpg", grid(*[(row[0], f"{row[1]} khác", *row[2:]) for row in ROWS[2:4]]))
    (reading,) = read((FIRST, SECOND, twin), mail("Gửi đăng ký CCHC")).readings
    assert [one.title for one in reading.initiatives][:2] == [row[1] for row in ROWS[:2]]
    assert "2.jpg" not in reading.files or "y.jpg" not in reading.files
