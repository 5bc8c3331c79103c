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
)
from rules.intake.telling import Tell
from rules.lexicon import lexicon
from tests.seasons import shipped_campaign, shipped_roster

CAMPAIGN = shipped_campaign()
ROSTER = shipped_roster(CAMPAIGN)
TODAY = date(2024, 8, 20)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("còn trường nào chưa gửi?", Overview(owing=True)),
        ("Danh sách các trường chưa gửi đâu em?", Overview(owing=True)),
        ("tình hình", Overview()),
        ("cho chị xin bản dự thảo", Drafts()),
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
    "text",
    [
        "cảm ơn em nhé",
        "Danh sách nâng lương các trường chưa gửi",
        "Miễn THPT số 3 Bảo Thắng được không em?",
        "Chiều họp lúc 14 giờ.",
        "Không miễn cho Hoàng Liên đâu nhé",
        "Hoàng Liên xin lùi đến 30/8",
        "Nếu Hoàng Liên không gửi thì miễn",
        "23: chỉ lấy cho trường nào chưa gửi báo cáo riêng",
    ],
)
def test_other_mails_ask_nothing(text: str) -> None:
    assert requests(text, CAMPAIGN, ROSTER, TODAY) == ()


def test_no_entry_of_the_lexicon_is_a_sentence() -> None:
    assert [p for phrases in lexicon().ordered.values() for p in phrases if len(p.split()) > 3] == []
