"""Figures of the plan's targets in reports in free words: taken where total and reached are both said, else left."""

import pytest

from rules.document import Where
from rules.papers.extract.lines import Line
from rules.papers.extract.stated_figures import stated_figures
from tests.seasons import shipped_campaign


def _found(*lines: str) -> dict[str, object]:
    made = [Line(text, Where("bao-cao.docx")) for text in lines]
    return {code: value.value for code, value in stated_figures(made, shipped_campaign()).items()}


@pytest.mark.parametrize(
    ("line", "code", "whole", "part"),
    [
        ("- Giải quyết thủ tục hành chính đúng hạn: 118/120 hồ sơ (98,3%).", "tthc-dung-han", "120", "118"),
        (
            "Trong năm, hồ sơ giải quyết đúng hạn 1.250 hồ sơ trên tổng số 1.250 hồ sơ",
            "tthc-dung-han",
            "1.250",
            "1.250",
        ),
        ("Thu không dùng tiền mặt đạt 100% (45/45 khoản thu)", "khong-tien-mat", "45", "45"),
        ("đã gửi thư xin lỗi 3 hồ sơ trong tổng số 3 hồ sơ trễ hẹn", "thu-xin-loi", "3", "3"),
    ],
)
def test_total_and_reached_are_taken_where_both_are_said(line: str, code: str, whole: str, part: str) -> None:
    assert _found(line) == {f"target:{code}": (whole, part, "")}


@pytest.mark.parametrize(
    "line",
    [
        "Giải quyết thủ tục hành chính đúng hạn trước ngày 25/8",
        "Giải quyết thủ tục hành chính đúng hạn đạt 100%",
        "Giải quyết thủ tục hành chính đúng hạn: 118/120 hồ sơ (89%)",
        "Đã tập huấn 118/120 giáo viên (98,3%)",
        "Giải quyết thủ tục hành chính đúng hạn: 118/120 (98,3%), năm trước 96/100 (96%)",
        "Kế hoạch số 12/24 về giải quyết thủ tục hành chính đúng hạn; đạt 50%",
    ],
)
def test_what_is_not_said_in_full_is_left_to_people(line: str) -> None:
    assert _found(line) == {}


def test_of_a_target_said_twice_the_first_counts() -> None:
    lines = ("Thu không dùng tiền mặt: 45/50 (90%)", "Thu không dùng tiền mặt: 50/50 (100%)")
    assert _found(*lines) == {"target:khong-tien-mat": ("50", "45", "")}
