"""Next year's campaign file: dates moved, comments kept, nothing taken for granted."""

from datetime import date
from pathlib import Path

import pytest

from rules.errors import ConfigurationError
from rules.setup.campaign_file import parse_campaign
from rules.setup.new_campaign import moved_day, new_campaign

ROOT = Path(__file__).parents[2]
SHIPPED = (ROOT / "rules" / "campaigns" / "cchc-2024.toml").read_text("utf-8")
OTHER = (ROOT / "tests" / "data" / "campaigns" / "sang-tao-2025.toml").read_text("utf-8")


def test_every_date_moves_by_as_many_years() -> None:
    new = parse_campaign(new_campaign(SHIPPED, "cchc-2024.toml", 2027).text, "cchc-2027.toml")
    assert (new.code, new.roster, new.year) == ("cchc-2027", "laocai-2027", 2027)
    assert [stage.due for stage in new.stages] == [date(2027, 8, 25), date(2027, 10, 31)]
    assert (new.go_live, new.office_due, new.closes) == (date(2027, 4, 1), date(2027, 11, 5), date(2027, 12, 31))
    assert {day.year for day in new.calendar.holidays} == {2027}
    assert "2024" not in new.name + new.short + new.plan.subject


def test_dates_of_the_following_year_stay_in_the_following_year() -> None:
    new = parse_campaign(new_campaign(OTHER, "sang-tao-2025.toml", 2027).text, "sang-tao-2027.toml")
    assert new.closes == date(2028, 1, 30)
    assert new.plan.issued == date(2027, 1, 24)


def test_comments_stay_where_they_are_and_citations_keep_their_date() -> None:
    text = new_campaign(SHIPPED, "cchc-2024.toml", 2027).text
    assert '"trước ngày 25/8" và "đến hết ngày 25/8": giữ cả hai cách hiểu' in text
    assert "Công văn 2450/VPCP-KGVX ngày 12/4/2024" in text
    assert text.startswith("# Phong trào thi đua CCHC năm 2027")
    kept = [line for line in SHIPPED.splitlines() if line.startswith("#") and "2024" not in line]
    assert set(kept) <= set(text.splitlines())


def test_what_certainly_changes_is_emptied() -> None:
    new = parse_campaign(new_campaign(OTHER, "sang-tao-2025.toml", 2026).text, "sang-tao-2026.toml")
    assert new.plan.number == ""
    assert new.calendar.swaps == ()


def test_every_fact_that_a_person_must_confirm_is_listed_and_kept_in_the_file() -> None:
    new = new_campaign(SHIPPED, "cchc-2024.toml", 2027)
    said = "\n".join(new.facts)
    for part in (
        "Nguyễn Thế Dũng",
        "Số, ký hiệu, ngày ban hành",
        "«đăng ký»: mở thứ Năm, ngày 01/4/2027; hạn thứ Tư, ngày 25/8/2027 (năm 2024: Chủ nhật, ngày 25/8/2024)",
        "Ngày nghỉ lễ, Tết năm 2027",
        "hoán đổi năm 2027",
        "«laocai-2027»",
        "phongtccb@laocai.edu.vn",
        "Chỉ tiêu «don-thu»: Các phòng thuộc Sở xử lý đơn, khiếu nại, tố cáo: từ 95%",
    ):
        assert part in said
    campaign = parse_campaign(new.text, "cchc-2027.toml")
    assert campaign.to_confirm == new.facts
    assert sum(fact.startswith("Chỉ tiêu") for fact in new.facts) == len(campaign.targets)


def test_a_copy_of_a_copy_lists_its_own_facts_once() -> None:
    first = new_campaign(SHIPPED, "cchc-2024.toml", 2025)
    second = new_campaign(first.text, "cchc-2025.toml", 2026)
    assert second.text.count("to_confirm") == first.text.count("to_confirm")
    assert parse_campaign(second.text, "cchc-2026.toml").to_confirm == second.facts


def test_the_way_back_gives_the_same_campaign_but_for_what_was_emptied() -> None:
    there = new_campaign(SHIPPED, "cchc-2024.toml", 2026)
    back = parse_campaign(new_campaign(there.text, "cchc-2026.toml", 2024).text, "cchc-2024.toml")
    old = parse_campaign(SHIPPED, "cchc-2024.toml")
    same = {"to_confirm": (), "calendar": old.calendar}
    assert back.model_copy(update=same) == old


def test_a_code_without_the_year_gets_it() -> None:
    text = SHIPPED.replace('code = "cchc-2024"', 'code = "cchc"').replace('roster = "laocai-2024"', 'roster = "laocai"')
    new = new_campaign(text, "cchc.toml", 2027)
    assert (new.code, new.roster) == ("cchc-2027", "laocai-2027")
    assert parse_campaign(new.text, "cchc-2027.toml").roster == "laocai-2027"


def test_the_last_day_of_february_moves_to_a_day_there_is() -> None:
    assert moved_day(date(2024, 2, 29), 3) == date(2027, 2, 28)
    assert moved_day(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_a_wrong_source_is_told_with_its_problems() -> None:
    with pytest.raises(ConfigurationError, match=r"cchc-2024.toml, dòng \d+"):
        new_campaign(SHIPPED.replace("percent = 95", "percent = 950", 1), "cchc-2024.toml", 2027)
