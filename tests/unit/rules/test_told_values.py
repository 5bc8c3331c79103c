"""Values, corrections and numbers of initiatives in a sentence, by table."""

import pytest

from rules.intake.told_values import Correction, Told, correction, numbers_of_items, told_values
from tests.seasons import shipped_campaign

FIELDS = shipped_campaign().fields_of("registration")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("giải pháp 2", (2,)),
        ("GP1 và gp 3", (1, 3)),
        ("cái thứ ba", (3,)),
        ("sáng kiến số 2", (2,)),
        ("giải pháp thứ nhất", (1,)),
        ("có một giải pháp năm nay", ()),
        ("nội dung 5/2024", ()),
        ("ngày 2 tháng 9", ()),
    ],
)
def test_people_point_by_numbers(text: str, numbers: tuple[int, ...]) -> None:
    assert numbers_of_items(text) == numbers


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Về giải pháp thứ hai, người trực tiếp thực hiện là bà Hoàng Thị Mai.",
            [Told("owners", "bà Hoàng Thị Mai", (2,))],
        ),
        ("người thực hiện gp2 cũng như gp1 nhé", [Told("owners", "gp1 nhé", (2,), like=1)]),
        (
            "Người thực hiện giải pháp 1 là thầy Nam Anh, giải pháp 2 là cô Lan Chi",
            [Told("owners", "thầy Nam Anh", (1,)), Told("owners", "cô Lan Chi", (2,))],
        ),
        ("Bổ sung thêm chị Phùng Thị Nguyên vào nhé", [Told("owners", "chị Phùng Thị Nguyên", adds=True)]),
        ("tên đúng là “Ký số giáo án” ạ", [Told("title", "Ký số giáo án")]),
        ("- Tên: Họp không giấy", [Told("title", "Họp không giấy")]),
        (
            "chỗ thời gian áp dụng chị sửa thành 9/2024-5/2025 giúp, trường ghi 5/2024 là nhầm.",
            [Told("period", "9/2024-5/2025")],
        ),
        ("việc này do đồng chí Phó Hiệu trưởng phụ trách", []),
        ("Nội dung đó trường vẫn làm", []),
    ],
)
def test_values_are_told_with_what_they_are_of(text: str, told: list[Told]) -> None:
    assert list(told_values(text, FIELDS)) == told


def test_a_figure_is_corrected_by_the_figure() -> None:
    assert correction("ký số 745 học bạ, không phải 744", corrected=False) == Correction("744", "745")
    assert correction("trường đông, không phải ít", corrected=False) is None
