"""Next year's campaign file: dates moved, comments kept, nothing taken for granted."""

from datetime import date
from pathlib import Path

import pytest

from mailbot.commands.check import checks
from mailbot.config import Config
from rules.calendar import is_working_day
from rules.errors import ConfigurationError
from rules.setup.campaign_file import parse_campaign
from rules.setup.new_campaign import moved_day, new_campaign
from rules.setup.roster_file import parse_roster

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
    assert new.plan.issued is None  # next year's plan has a day of its own


def test_comments_stay_where_they_are_and_citations_keep_their_date() -> None:
    text = new_campaign(SHIPPED, "cchc-2024.toml", 2027).text
    assert '"trước ngày 25/8" và "đến hết ngày 25/8": giữ cả hai cách hiểu' in text
    assert text.startswith("# Phong trào thi đua CCHC năm 2027")
    kept = [line for line in SHIPPED.splitlines() if line.startswith("#") and "2024" not in line]
    assert set(kept) <= set(text.splitlines())


def test_what_certainly_changes_is_emptied() -> None:
    new = parse_campaign(new_campaign(OTHER, "sang-tao-2025.toml", 2026).text, "sang-tao-2026.toml")
    assert (new.plan.number, new.plan.issued, new.plan.confirmed_by) == ("", None, "")


def test_every_fact_that_a_person_must_confirm_is_listed_and_kept_in_the_file() -> None:
    new = new_campaign(SHIPPED, "cchc-2024.toml", 2027)
    said = "\n".join(new.facts)
    for part in (
        "Nguyễn Thế Dũng",
        "Số, ký hiệu, ngày ban hành",
        "«đăng ký»: mở thứ Năm, ngày 01/4/2027; hạn thứ Tư, ngày 25/8/2027 (năm 2024: Chủ nhật, ngày 25/8/2024)",
        "Lịch nghỉ năm 2027: mailbot đề xuất 12 ngày",
        "Văn bản dẫn «Chỉ thị của UBND tỉnh Lào Cai» (năm 2024: số 01/CT-UBND ngày 19/01/2024)",
        "hạn của đợt «báo cáo kết quả» là Chủ nhật, ngày 31/10/2027; ngày làm việc ngay trước là thứ Sáu",
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
    same = {"to_confirm": (), "calendar": old.calendar, "references": old.references}
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


# --- The calendar of another year -----------------------------------------------------------------------------------

# Written by hand from the notices: for 2024 those that the shipped campaign file names; for 2025 and 2026 the days of
# Bộ luật Lao động, Điều 112, with the observed and swapped days that were announced.
_DAYS_OFF = {
    2024: "1/1 8/2 9/2 12/2 13/2 14/2 18/4 30/4 1/5 2/9 3/9",
    2025: "1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 1/9 2/9",
    2026: "1/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 1/9 2/9 24/11",
}
_SWAPS = {2024: [("29/4", "4/5")], 2025: [("2/5", "26/4")], 2026: [("31/8", "22/8")]}


def _day(text: str, year: int) -> date:
    day, month = text.split("/")
    return date(year, int(month), int(day))


@pytest.mark.parametrize("year", sorted(_DAYS_OFF))
def test_the_days_off_are_those_of_the_notices(year: int) -> None:
    source, file = (SHIPPED, "cchc-2024.toml") if year != 2024 else (
        new_campaign(SHIPPED, "cchc-2024.toml", 2025).text, "cchc-2025.toml"
    )  # fmt: skip
    calendar = parse_campaign(new_campaign(source, file, year).text, f"cchc-{year}.toml").calendar
    assert list(calendar.holidays) == [_day(text, year) for text in _DAYS_OFF[year].split()]
    assert [(swap.off, swap.on) for swap in calendar.swaps] == [
        (_day(off, year), _day(on, year)) for off, on in _SWAPS[year]
    ]


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_every_day_that_was_proposed_waits_for_somebody_and_check_config_says_so(year: int) -> None:
    campaign = parse_campaign(new_campaign(SHIPPED, "cchc-2024.toml", year).text, f"cchc-{year}.toml")
    calendar = campaign.calendar
    swapped = {day for swap in calendar.swaps for day in (swap.off, swap.on)}
    assert set(calendar.proposed) == {*calendar.holidays, *swapped}
    roster = parse_roster((ROOT / "rules/rosters/laocai-2024.csv").read_bytes(), "x.csv", campaign.unit_kinds).roster
    found = checks(Config(), campaign, roster, date(year, 5, 4))
    (told,) = [check for check in found if "do mailbot đề xuất" in check.what]
    assert told.level == "refuse"
    assert all(f"{day.day:02}/" in told.what and str(day.year) in told.what for day in calendar.proposed)


def test_a_day_that_the_library_does_not_know_is_entered_by_hand() -> None:
    text = new_campaign(SHIPPED, "cchc-2024.toml", 2026).text
    swaps = "swaps = [{ off = 2026-01-02, on = 2026-01-10 }, "
    calendar = parse_campaign(text.replace("swaps = [", swaps, 1), "cchc-2026.toml").calendar
    assert not is_working_day(date(2026, 1, 2), calendar) and is_working_day(date(2026, 1, 10), calendar)
    assert date(2026, 1, 2) not in calendar.proposed


def test_a_proposed_day_that_stands_nowhere_is_a_slip() -> None:
    text = new_campaign(SHIPPED, "cchc-2024.toml", 2026).text.replace("    2026-11-24, # Ngày Văn hóa Việt Nam\n", "")
    with pytest.raises(ConfigurationError, match="24/11/2026"):
        parse_campaign(text, "cchc-2026.toml")


def test_what_was_reached_this_year_stands_beside_next_year() -> None:
    par = 'label = "Chỉ số cải cách hành chính (PAR Index)"'
    this = SHIPPED.replace(par, f'{par}\nthis_year = "84,15"')
    new = parse_campaign(
        new_campaign(this, "cchc-2024.toml", 2025, {"khong-tien-mat": "1.900/2.000 (95%)"}).text, "cchc-2025.toml"
    )
    assert {one.code: one.last_year for one in new.targets if one.last_year} == {"khong-tien-mat": "1.900/2.000 (95%)"}
    assert (new.indices[0].last_year, new.indices[0].this_year) == ("84,15", "")
    next_year = new_campaign(this, "cchc-2024.toml", 2025, {"don-thu": "5/5 (100%)"}).text
    later = parse_campaign(new_campaign(next_year, "cchc-2025.toml", 2026).text, "cchc-2026.toml")
    assert not any(one.last_year for one in later.targets)


@pytest.mark.parametrize(
    ("pattern", "domain", "official"),
    [
        ("laocai.edu.vn", "laocai.edu.vn", True),
        ("laocai.edu.vn", "thptso1.laocai.edu.vn", False),
        ("*.laocai.edu.vn", "thptso1.laocai.edu.vn", True),
        ("*.laocai.edu.vn", "laocai.edu.vn", False),
        ("*.laocai.edu.vn", "xlaocai.edu.vn", False),
        (".edu.vn", "thptso1.laocai.EDU.vn", True),
        (".edu.vn", "edu.vn", False),
    ],
)
def test_official_domains_take_suffixes(pattern: str, domain: str, official: bool) -> None:
    text = SHIPPED.replace('["laocai.edu.vn", "laocai.gov.vn"]', f'["{pattern}"]')
    assert parse_campaign(text, "cchc-2024.toml").is_official(domain) is official
