"""What a listed person asks of mailbot in a mail of her own."""

from datetime import date

import pytest

from rules.intake.answers import Longer
from rules.intake.office_requests import (
    Drafts,
    FormsFor,
    Help,
    Overview,
    Pending,
    Request,
    Ruled,
    StateOf,
    Why,
    requests,
    wishes,
)
from rules.intake.telling import Tell
from rules.lexicon import lexicon
from tests.seasons import shipped_campaign, shipped_roster

CAMPAIGN = shipped_campaign()
ROSTER = shipped_roster(CAMPAIGN)
TODAY = date(2024, 8, 20)
BAT_XAT = ("thpt-so-1-bat-xat", "thpt-so-2-bat-xat", "thcs-thpt-bat-xat", "ptdtnt-bat-xat")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("còn trường nào chưa gửi?", Overview(owing=True)),
        ("Danh sách các trường chưa gửi đâu em?", Overview(owing=True)),
        ("tình hình", Overview()),
        ("Bao nhiêu phần trăm rồi, các phòng với các trường riêng ra?", Overview(shares=True)),
        ("cho chị xin bản dự thảo", Drafts()),
        ("Cho tôi xin bản tổng hợp đăng ký", Drafts("registration")),
        ("vì sao câu 7?", Why(7)),
        ("trợ giúp", Help()),
        ("gửi lại biểu mẫu cho THPT số 2 Bảo Thắng", FormsFor(("thpt-so-2-bao-thang",))),
        (
            "THPT số 3 Bảo Thắng năm nay không phải đăng ký",
            Ruled("exempt", ("thpt-so-3-bao-thang",), stage="registration"),
        ),
        ("Thanh tra cũng khỏi báo cáo luôn", Ruled("exempt", ("phong-ttra",), stage="report")),
        ("Cho nội trú Bắc Hà thêm 3 ngày nhé", Ruled("extension", ("ptdtnt-bac-ha",), more=Longer(3))),
        ("Hoàng Liên gửi chưa em?", StateOf(("thpt-hoang-lien",))),
        ("Vì sao THPT số 3 TP Lào Cai vẫn báo chưa nộp?", StateOf(("thpt-so-3-tp-lao-cai",))),
        ("cho chị xem câu 4", Why(4)),
        ("Còn việc nào chờ chị không?", Pending()),
        ("Cho chị danh sách đơn vị chưa nộp kèm số điện thoại", Overview(owing=True, phones=True)),
        ("Nhắn trường Sa Pa 1 là mai chị lên", Tell("thpt-so-1-sa-pa", "Mai phòng lên.")),
        ("Không nhắc THPT số 3 Bảo Thắng nữa, trường nộp giấy rồi", Ruled("paper", ("thpt-so-3-bao-thang",))),
        (
            "Gia hạn cho THPT số 1 Bảo Thắng đến 30/8",
            Ruled("extension", ("thpt-so-1-bao-thang",), date(2024, 8, 30)),
        ),
    ],
)
def test_a_request_is_understood(text: str, found: Request) -> None:
    assert requests(text, CAMPAIGN, ROSTER, TODAY) == (found,)


@pytest.mark.parametrize(
    ("text", "found", "left"),
    [
        (
            "Gia hạn nội trú Bắc Hà đến 30/8, miễn Hoàng Liên",  # each its own
            (Ruled("extension", ("ptdtnt-bac-ha",), date(2024, 8, 30)), Ruled("exempt", ("thpt-hoang-lien",))),
            (),
        ),
        (
            "Các trường ở Bát Xát cho lùi đến hết 28/8 vì mưa lũ sạt đường, viết thư báo các trường luôn.",
            (Ruled("extension", BAT_XAT, date(2024, 8, 28)),),
            (),
        ),
        (
            "Thanh tra không phải đăng ký. Đừng nhắc bên đó nữa.",
            (Ruled("exempt", ("phong-ttra",), stage="registration"),),
            (),
        ),
        (
            "Hoàng Liên báo mất file, gửi lại cho trường biểu mẫu đăng ký, bảo trường nộp trong ngày mai.",
            (
                Tell("thpt-hoang-lien", "Đề nghị đơn vị nộp trong ngày mai."),
                FormsFor(("thpt-hoang-lien",), "registration"),
            ),
            (),
        ),
        (
            "Miễn Hoàng Liên, xóa Sa Pa 1 khỏi danh sách",
            (Ruled("exempt", ("thpt-hoang-lien",)),),
            ("xóa Sa Pa 1 khỏi danh sách",),
        ),
        ("Hoàng Liên cho lùi đến thứ Sáu 31/8", (), ()),
        (
            "Văn thư chuyển lên bản giấy của Sa Pa 1, đề ngày 18/8, đến Sở ngày 19/8. Ghi cho trường là đã nộp.",
            (Ruled("paper", ("thpt-so-1-sa-pa",), date(2024, 8, 19)),),
            (),
        ),
        ("Hoàng Liên xin miễn, tôi chưa đồng ý", (), ()),
        (
            "KHTC miễn đăng ký, báo cáo vẫn làm",
            (Ruled("exempt", ("phong-khtc",), stage="registration"),),
            ("báo cáo vẫn làm",),
        ),
    ],
)
def test_a_mail_is_understood_whole(text: str, found: tuple[Request, ...], left: tuple[str, ...]) -> None:
    wished = wishes(text, CAMPAIGN, ROSTER, TODAY)
    assert (wished.requests, wished.left) == (found, left)


@pytest.mark.parametrize(
    "text",
    [
        "cảm ơn em nhé",
        "Danh sách nâng lương các trường chưa gửi",
        "Miễn THPT số 3 Bảo Thắng được không em?",
        "Chiều họp lúc 14 giờ.",
        "Không miễn cho Hoàng Liên đâu nhé",
        "Bỏ miễn cho Thanh tra, vẫn phải nộp",
        "Hoàng Liên xin lùi đến 30/8",
        "Nếu Hoàng Liên không gửi thì miễn",
        "23: chỉ lấy cho trường nào chưa gửi báo cáo riêng",
    ],
)
def test_other_mails_ask_nothing(text: str) -> None:
    assert requests(text, CAMPAIGN, ROSTER, TODAY) == ()


def test_no_entry_of_the_lexicon_is_a_sentence() -> None:
    assert [p for phrases in lexicon().ordered.values() for p in phrases if len(p.split()) > 3] == []
