"""What a listed person asks of mailbot in a mail of her own."""

from datetime import date

import pytest

from rules.intake.office_requests import Drafts, FormsFor, Help, Overview, Request, Ruled, Why, requests
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
        ("THPT số 3 Bảo Thắng năm nay không phải đăng ký", Ruled("exempt", ("thpt-so-3-bao-thang",))),
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
        "23: chỉ lấy cho trường nào chưa gửi báo cáo riêng",
    ],
)
def test_other_mails_ask_nothing(text: str) -> None:
    assert requests(text, CAMPAIGN, ROSTER, TODAY) == ()


def test_no_entry_of_the_lexicon_is_a_sentence() -> None:
    assert [p for phrases in lexicon().ordered.values() for p in phrases if len(p.split()) > 3] == []
