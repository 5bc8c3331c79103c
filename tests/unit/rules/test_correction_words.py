"""Corrections as people of the office write them."""

import pytest

from rules.intake.correction_words import Meant, Worded, corrections_in
from tests.seasons import shipped_campaign, shipped_roster

CAMPAIGN = shipped_campaign()
ROSTER = shipped_roster(CAMPAIGN)
SECOND = (Meant(17, 2),)


def worded(text: str, asked: tuple[int, ...] = (1, 2, 3, 4)) -> Worded:
    rest, (found,) = corrections_in(text, asked, CAMPAIGN, ROSTER)
    assert rest == ""
    return found


@pytest.mark.parametrize(
    ("text", "kind", "meant", "given"),
    [
        ("sửa câu 2: người thực hiện Lê Thị Hoa", "correct", (Meant(2, question=True),), ("owners", "Lê Thị Hoa")),
        ("mục 2 tên người thực hiện là Lê Thị Hoa", "correct", (Meant(2, question=True),), ("owners", "Lê Thị Hoa")),
        ("mục 17.2 kết quả: Rút 3 ngày; 98% đúng hạn", "correct", SECOND, ("result", "Rút 3 ngày; 98% đúng hạn")),
        ("sua muc 17.2 nguoi thuc hien la Le Thi Hoa", "correct", SECOND, ("owners", "Le Thi Hoa")),
        ("bỏ mục 17.2", "drop", SECOND, ()),
        ("tách 17.2 thành A; B", "split", SECOND, ("A", "B")),
        ("nhập 17.2 và 17.3 thành “Một cửa”", "merge", (*SECOND, Meant(17, 3)), ("Một cửa",)),
        (
            "thêm vào thư 17: Họp không giấy; người thực hiện: Tổ Văn phòng",
            "add",
            (Meant(17),),
            ("Họp không giấy", "owners=Tổ Văn phòng"),
        ),
        ("chuyển thư 17 sang báo cáo kết quả", "move", (Meant(17),), ("report",)),
        (
            "Sửa giúp chị: trường số 1 Sa Pa, nội dung 2 người thực hiện là Hà Yến, không phải thầy Tả.",
            "correct",
            (Meant(0, 2, unit="thpt-so-1-sa-pa"),),
            ("owners", "Hà Yến"),
        ),
        (
            "Sửa người thực hiện của trường số 1 Sa Pa thành Hà Yến",
            "correct",
            (Meant(0, unit="thpt-so-1-sa-pa"),),
            ("owners", "Hà Yến"),
        ),
        ("Bỏ nội dung 2 của Sa Pa 1", "drop", (Meant(0, 2, unit="thpt-so-1-sa-pa"),), ()),
        ("thư 17 là của THPT số 2 Bảo Thắng", "assign", (Meant(17),), ("thpt-so-2-bao-thang",)),
    ],
)
def test_a_correction_is_read(text: str, kind: str, meant: tuple[Meant, ...], given: tuple[str, ...]) -> None:
    found = worded(text)
    assert (found.kind, found.meant, found.given) == (kind, meant, given)


@pytest.mark.parametrize("text", ["1 đúng", "bỏ 3", "4 THPT số 1 Bảo Thắng", "3 gia hạn đến 28/8", "2 không", "dừng"])
def test_an_answer_is_no_correction(text: str) -> None:
    assert corrections_in(text, (1, 2, 3, 4), CAMPAIGN, ROSTER) == (text, ())


BY_TITLE = (Meant(0, unit="thpt-so-1-bat-xat", title="hom thu gop y tren zalo"),)


@pytest.mark.parametrize(
    ("text", "meant", "given"),
    [
        (
            "THPT số 1 Bát Xát gọi điện nhờ sửa: Hòm thư góp ý trên Zalo người thực hiện là Phàn Thị Lai (không phải "
            "Vũ Quang Hưng nữa), thời gian là 9-12/2024.",
            BY_TITLE,
            (("owners", "Phàn Thị Lai"), ("period", "9-12/2024")),
        ),
        (
            "ptdtnt bao yen so truc noi tru: nguoi thuc hien la Hoang Thi Sao khong phai Sáo, truong goi dien bao",
            (Meant(0, unit="ptdtnt-bao-yen", title="so truc noi tru"),),
            (("owners", "Hoang Thi Sao"),),
        ),
        ("Bắc Hà 1 người thực hiện câu 2 là Hoa", (Meant(0, 2, unit="thpt-so-1-bac-ha"),), (("owners", "Hoa"),)),
    ],
)
def test_an_initiative_is_called_by_words_of_its_title(
    text: str, meant: tuple[Meant, ...], given: tuple[tuple[str, str], ...]
) -> None:
    rest, found = corrections_in(text, (), CAMPAIGN, ROSTER)
    assert (rest, {one.meant for one in found}, tuple(one.given for one in found)) == ("", {meant}, given)


def test_the_unit_of_the_sentence_before_is_meant() -> None:
    text = "Cô Lan ở trường Chuyên vừa chuyển đi. Người thực hiện mục lịch công tác tuần đổi thành Lê Bích."
    rest, (found,) = corrections_in(text, (), CAMPAIGN, ROSTER)
    assert rest == "Cô Lan ở trường Chuyên vừa chuyển đi."
    assert found.meant == (Meant(0, unit="thpt-chuyen-lao-cai", title="lich cong tac tuan"),)


@pytest.mark.parametrize("text", ["Gia hạn thời gian cho Hoàng Liên là đến 30/8", "Sa Pa 1 thời gian là bao nhiêu?"])
def test_time_for_a_unit_is_no_correction(text: str) -> None:
    assert corrections_in(text, (), CAMPAIGN, ROSTER)[1] == ()
