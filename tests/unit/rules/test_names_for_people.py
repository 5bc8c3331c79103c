"""Codes and names that people read are Vietnamese; those of earlier letters are still understood."""

import pytest

from rules.drafting.draft_names import called
from rules.letters.reminders import batch_called, batch_meant
from tests.seasons import shipped_campaign

CAMPAIGN = shipped_campaign()


@pytest.mark.parametrize(
    "typed",
    [
        "registration:2024-08-23",
        "đăng ký 23/8/2024",
        "dang ky 23/08/2024",
        "Đăng ký ngày 23/8/2024",
        "đăng ký: 23.8.2024",
    ],
)
def test_a_batch_is_known_by_what_letters_call_it_and_by_its_code(typed: str) -> None:
    assert batch_meant(typed, CAMPAIGN) == "registration:2024-08-23"


@pytest.mark.parametrize("typed", ["", "đăng ký", "23/8/2024", "khen thưởng 23/8/2024", "registration:hôm nay"])
def test_what_names_no_batch_is_none(typed: str) -> None:
    with pytest.raises(ValueError):
        batch_meant(typed, CAMPAIGN)


def test_a_batch_reads_as_a_stage_and_a_day() -> None:
    assert batch_called("registration:2024-04-02", CAMPAIGN) == "đăng ký 02/4/2024"
    assert batch_called("report:2024-11-01", CAMPAIGN) == "báo cáo kết quả 01/11/2024"


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("cchc-2024-report-20241101-0700-du-thao.docx", "du-thao-bao-cao-ket-qua-20241101-0700.docx"),
        ("cchc-2024-registration-20240826-1630-so-lieu-2.xlsx", "so-lieu-dang-ky-20240826-1630-2.xlsx"),
        ("so-lieu.xlsx", "so-lieu.xlsx"),
    ],
)
def test_files_of_a_draft_have_vietnamese_names(kept: str, read: str) -> None:
    assert called(kept, CAMPAIGN) == read
