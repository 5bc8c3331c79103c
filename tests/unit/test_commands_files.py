"""The commands about campaigns, rosters and the installation, on a data folder of their own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from pydantic import SecretStr

from mailbot.commands.campaign import make_campaign
from mailbot.commands.check import Check, Checks, Installation, broken, checks, is_placeholder, refusals, report
from mailbot.commands.roster import confirm_roster, read_roster, show_roster, take_roster
from mailbot.config import Config, ImapSettings, SmtpSettings
from mailbot.datafolder import DataFolder
from mailbot.drafts import build_drafts
from mailbot.reading.files import parse_file
from rules.campaign import Campaign
from rules.drafting.figures import figures
from rules.errors import ConfigurationError
from rules.roster import Roster
from rules.setup.roster_file import confirmed, write_roster
from rules.wording import count
from tests.seasons import people, season_of

NOW = datetime(2024, 6, 3, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path)


@pytest.fixture
def campaign(folder: DataFolder) -> Campaign:
    return folder.campaign("cchc-2024")


def yes(lines: Sequence[str]) -> bool:
    return True


def no(lines: Sequence[str]) -> bool:
    return False


def with_real_addresses(folder: DataFolder, campaign: Campaign) -> None:
    """The shipped units with addresses that lead somewhere (none is written to)."""
    units = folder.roster("laocai-2024", campaign.unit_kinds).roster
    real = Roster(tuple(replace(unit, addresses=(f"{unit.code}@laocai.edu.vn",)) for unit in units))
    folder.write("rosters", "laocai-2024", write_roster(real).encode(), NOW)


def workbook(path: Path, rows: Sequence[Sequence[object]], title_sheet: bool = False) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if title_sheet:
        sheet.append(["Ghi chú của văn thư"])
        sheet = book.create_sheet("Danh sách")
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


# --- The data folder --------------------------------------------------------------------------------------------


def test_a_file_in_the_data_folder_shadows_the_shipped_one(folder: DataFolder, campaign: Campaign) -> None:
    text = folder.find("campaigns", "cchc-2024").read_text("utf-8")
    own = folder.own("campaigns", "cchc-2024")
    own.parent.mkdir()
    own.write_text(text.replace("đồng chí", "anh/chị", 1), "utf-8")
    assert campaign.address_form == "đồng chí"
    assert folder.campaign("cchc-2024").address_form == "anh/chị"


def test_a_campaign_that_is_not_there_is_told_with_those_that_are(folder: DataFolder) -> None:
    with pytest.raises(ConfigurationError, match=r"không có phong trào «cchc-1999».*cchc-2024"):
        folder.campaign("cchc-1999")


def test_a_replaced_file_is_kept(folder: DataFolder) -> None:
    assert folder.write("rosters", "x", b"1", NOW) is None
    kept = folder.write("rosters", "x", b"2", NOW)
    assert kept is not None
    assert (kept.read_bytes(), folder.own("rosters", "x").read_bytes()) == (b"1", b"2")
    assert folder.names("rosters") == ("laocai-2024", "x")


# --- roster -----------------------------------------------------------------------------------------------------


def test_taking_a_roster_shows_first_and_changes_nothing_without_a_yes(folder: DataFolder, campaign: Campaign) -> None:
    shown: list[str] = []

    def ask(lines: Sequence[str]) -> bool:
        shown.extend(lines)
        return False

    path = workbook(folder.root / "ds.xlsx", [["Tên đơn vị", "Loại", "Email"], ["Trường Mới", "trường", "m@x.example"]])
    outcome = take_roster(folder, campaign, path, parse_file, ask, NOW)
    assert "Thêm 1 đơn vị:" in shown
    assert "Bỏ 49 đơn vị:" in shown
    assert (outcome.lines, outcome.code) == (("Chưa thay đổi gì.",), 1)
    assert not folder.own("rosters", "laocai-2024").exists()


def test_taking_a_roster_keeps_the_old_one_and_what_absent_columns_say(folder: DataFolder, campaign: Campaign) -> None:
    rows: list[list[object]] = [["DANH SÁCH"], [], ["STT", "Tên đơn vị", "Loại", "Email", "SĐT", "Từ ngày"]]
    old = folder.roster("laocai-2024", campaign.unit_kinds).roster
    for number, unit in enumerate(old, 1):
        address = "moi@truong.example" if unit.code == "thpt-so-1-sa-pa" else unit.addresses[0]
        rows.append([number, unit.name.upper(), unit.kind, address, 214000000.0, datetime(2024, 4, 1)])  # noqa: DTZ001
    sheet = workbook(folder.root / "ds.xlsx", rows, title_sheet=True)
    first = take_roster(folder, campaign, sheet, parse_file, yes, NOW)
    assert "Đã ghi" in first.lines[0]
    unit = folder.roster("laocai-2024", campaign.unit_kinds).roster.unit("thpt-so-1-sa-pa")
    assert unit.addresses == ("moi@truong.example",)
    assert (unit.group, unit.phone, unit.valid_from) == ("Sa Pa", "0214000000", date(2024, 4, 1))
    again = take_roster(folder, campaign, folder.root / "ds.xlsx", parse_file, no, NOW)
    assert again.lines[0] == "Danh sách không có gì thay đổi."
    with_real_addresses(folder, campaign)
    second = confirm_roster(folder, campaign, "Lê Thị Mẫu", [], NOW)
    assert any("Danh sách cũ được giữ" in line for line in second.lines)


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b""])
def test_a_damaged_workbook_is_a_problem_with_a_remedy(folder: DataFolder, campaign: Campaign, content: bytes) -> None:
    path = folder.root / "ds.xlsx"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError) as caught:
        read_roster(path, campaign.unit_kinds, parse_file)
    assert all(problem.remedy for problem in caught.value.problems)


def test_a_workbook_cut_anywhere_is_a_problem(folder: DataFolder, campaign: Campaign) -> None:
    whole = workbook(folder.root / "ds.xlsx", [["Tên", "Loại"], ["Trường A", "trường"]]).read_bytes()
    path = folder.root / "cut.xlsx"
    for length in range(4, len(whole) - 1, 97):
        path.write_bytes(whole[:length])
        with pytest.raises(ConfigurationError):
            read_roster(path, campaign.unit_kinds, parse_file)


def test_confirming_names_who_and_when_for_all_or_for_some(folder: DataFolder, campaign: Campaign) -> None:
    with_real_addresses(folder, campaign)
    some = confirm_roster(folder, campaign, "Lê Thị Mẫu", ["phong-vp"], NOW)
    assert "đã xác nhận 1 đơn vị" in some.lines[0]
    roster = folder.roster("laocai-2024", campaign.unit_kinds).roster
    assert [unit.code for unit in roster if unit.confirmed_by] == ["phong-vp"]
    confirm_roster(folder, campaign, "Lê Thị Mẫu", [], NOW)
    roster = folder.roster("laocai-2024", campaign.unit_kinds).roster
    assert {(unit.confirmed_by, unit.confirmed_on) for unit in roster} == {("Lê Thị Mẫu", TODAY)}


def test_the_day_of_a_confirmation_is_that_of_the_office(folder: DataFolder, campaign: Campaign) -> None:
    with_real_addresses(folder, campaign)
    confirm_roster(folder, campaign, "Lê Thị Mẫu", [], datetime(2024, 6, 3, 23, 0, tzinfo=UTC))
    roster = folder.roster("laocai-2024", campaign.unit_kinds).roster
    assert roster.units[0].confirmed_on == date(2024, 6, 4)


def test_without_anybody_to_ask_nothing_is_taken_and_the_way_to_take_it_is_named(
    folder: DataFolder, campaign: Campaign
) -> None:
    path = workbook(folder.root / "ds.xlsx", [["Tên đơn vị", "Email"], ["Trường Mới", "m@moi.vn"]])
    outcome = take_roster(folder, campaign, path, parse_file, lambda lines: None, NOW)
    assert outcome.code == 1
    assert f"mailbot roster take --yes {path}" in outcome.lines[-1]
    assert not folder.own("rosters", "laocai-2024").exists()


@pytest.mark.parametrize("codes", [[], ["phong-vp"]])
def test_units_with_placeholders_for_addresses_are_never_confirmed(
    folder: DataFolder, campaign: Campaign, codes: list[str]
) -> None:
    outcome = confirm_roster(folder, campaign, "Lê Thị Mẫu", codes, NOW)
    assert outcome.code == 1
    assert "địa chỉ thư đặt tạm" in outcome.lines[0]
    assert "mailbot roster take" in outcome.lines[1]
    assert not folder.own("rosters", "laocai-2024").exists()


@pytest.mark.parametrize(("by", "codes"), [("Lê Thị Mẫu", ["khong-co"]), (" ", [])])
def test_a_confirmation_by_nobody_or_of_nothing_is_refused(
    folder: DataFolder, campaign: Campaign, by: str, codes: list[str]
) -> None:
    assert confirm_roster(folder, campaign, by, codes, NOW).code == 1
    assert not folder.own("rosters", "laocai-2024").exists()


def test_showing_the_roster_names_every_unit_and_what_is_missing(folder: DataFolder, campaign: Campaign) -> None:
    lines = show_roster(folder, campaign, TODAY).lines
    assert sum("chưa xác nhận" in line for line in lines) == 49
    assert any(line == "Trường trực thuộc: 38" for line in lines)


# --- new-campaign -----------------------------------------------------------------------------------------------


def test_a_new_campaign_comes_with_its_roster_unconfirmed_and_is_never_overwritten(folder: DataFolder) -> None:
    outcome = make_campaign(folder, 2027, "cchc-2024", NOW)
    assert outcome.code == 0
    assert any("Nguyễn Thế Dũng" in line for line in outcome.lines)
    new = folder.campaign("cchc-2027")
    units = folder.roster(new.roster, new.unit_kinds).roster
    assert len(units.units) == 49
    assert not any(unit.confirmed_by for unit in units)
    assert make_campaign(folder, 2027, "cchc-2024", NOW).code == 1
    assert make_campaign(folder, 2024, "cchc-2024", NOW).code == 1


def test_a_new_campaign_brings_along_what_the_last_draft_shows_of_the_targets(folder: DataFolder) -> None:
    season = season_of(12)
    build_drafts(season, "report", folder.root / "drafts")
    make_campaign(folder, 2025, "cchc-2024", NOW)
    told = {target.code: target.last_year for target in folder.campaign("cchc-2025").targets if target.last_year}
    counted = {one.code: one for one in figures(season)}
    assert set(told) == {"dang-ky-phong", "dang-ky-don-vi"}
    for code, text in told.items():
        figure = counted[f"target:{code}"]
        assert text.startswith(f"{count(figure.count)}/{count(figure.total or 0)} (")


# --- check-config -----------------------------------------------------------------------------------------------

READY = Config(
    imap=ImapSettings(host="imap.laocai.edu.vn", user="phongtccb@laocai.edu.vn", password=SecretStr("x")),
    smtp=SmtpSettings(host="smtp.laocai.edu.vn", user="phongtccb@laocai.edu.vn", password=SecretStr("x")),
)


@pytest.fixture
def units(folder: DataFolder, campaign: Campaign) -> Roster:
    """A confirmed roster with addresses that lead somewhere (none is written to)."""
    roster = folder.roster("laocai-2024", campaign.unit_kinds).roster
    real = Roster(tuple(replace(unit, addresses=(f"{unit.code}@laocai.edu.vn",)) for unit in roster))
    return confirmed(real, "Lê Thị Mẫu", TODAY)


def refused(config: Config, campaign: Campaign, roster: Roster, today: date = TODAY) -> str:
    return "\n".join(refusals(config, campaign, roster, today))


def test_a_complete_installation_may_send(campaign: Campaign, units: Roster) -> None:
    assert refused(READY, campaign, units) == ""
    outcome = report(checks(READY, campaign, units, TODAY))
    assert (outcome.code, outcome.lines[-1]) == (0, "Được gửi thư.")


def test_the_shipped_files_alone_may_not_send(folder: DataFolder, campaign: Campaign) -> None:
    shipped = folder.roster("laocai-2024", campaign.unit_kinds).roster
    said = refused(Config(), campaign, shipped)
    for part in ("chỉ có địa chỉ thư mẫu", "chưa ai xác nhận 49 đơn vị", "chưa ghi máy chủ đọc thư", "roster confirm"):
        assert part in said
    outcome = report(checks(Config(), campaign, shipped, TODAY))
    assert outcome.code == 1
    assert outcome.lines[0].startswith("[KHÔNG GỬI]")


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2024, 3, 31), "bắt đầu thứ Hai, ngày 01/4/2024"),
        (date(2024, 4, 1), ""),
        (date(2024, 12, 31), ""),
        (date(2025, 1, 1), "mailbot new-campaign 2025 --from cchc-2024"),
    ],
)
def test_the_campaign_bounds_sending(campaign: Campaign, units: Roster, today: date, said: str) -> None:
    found = refused(READY, campaign, units, today)
    assert said in found
    assert bool(said) == bool(found)


def test_what_nobody_has_confirmed_stops_sending(campaign: Campaign, units: Roster) -> None:
    assert "Người ký" in refused(READY, campaign.model_copy(update={"to_confirm": ("Người ký: ai?",)}), units)
    one = replace(units.units[3], confirmed_by="")
    assert one.label in refused(READY, campaign, Roster((*units.units[:3], one, *units.units[4:])))


def test_one_placeholder_among_real_addresses_stops_sending(campaign: Campaign, units: Roster) -> None:
    one = replace(units.units[0], addresses=(*units.units[0].addresses, "mau@truong.invalid"))
    assert one.label in refused(READY, campaign, Roster((one, *units.units[1:])))
    office = campaign.office.model_copy(update={"mailbox": "phong@so.example"})
    assert "phong@so.example" in refused(READY, campaign.model_copy(update={"office": office}), units)


def test_units_that_are_no_longer_valid_are_not_looked_at(campaign: Campaign, units: Roster) -> None:
    gone = replace(units.units[0], confirmed_by="", valid_to=date(2024, 1, 1))
    assert refused(READY, campaign, Roster((gone, *units.units[1:]))) == ""


@pytest.mark.parametrize(
    ("config", "imap", "said"),
    [
        ({}, {}, "mọi quyết định qua thư đều phải xác nhận bằng mã"),
        ({"decisions": "proven"}, {}, "không ai quyết định được qua thư"),
        ({"decisions": "trusting"}, {}, "ai giả được địa chỉ của phòng"),
        ({}, {"authserv_id": "mx.so.vn"}, "chưa ghi own_hosts"),
        ({}, {"authserv_id": "mx.so.vn", "own_hosts": ("mail.so.vn",), "senders_bound": True}, "senders_bound = true"),
        ({}, {}, "hộp thư chung phongtccb@laocai.edu.vn"),
    ],
)
def test_what_a_decision_by_mail_is_worth_is_said(
    campaign: Campaign, units: Roster, config: dict[str, object], imap: dict[str, object], said: str
) -> None:
    configured = READY.model_copy(update={"imap": READY.imap.model_copy(update=imap), **config})
    warned = [str(check) for check in checks(configured, campaign, units, TODAY) if check.level == "warn"]
    assert any(said in line for line in warned)


def test_where_people_and_their_server_are_known_nothing_is_warned_of(campaign: Campaign, units: Roster) -> None:
    office = campaign.office.model_copy(update={"people": people("thuha@laocai.edu.vn")})
    imap = READY.imap.model_copy(update={"authserv_id": "mx.so.vn", "own_hosts": ("mail.so.vn",)})
    found = checks(
        READY.model_copy(update={"imap": imap}), campaign.model_copy(update={"office": office}), units, TODAY
    )
    said = [(check.level, check.what) for check in found if "decisions" in check.what or "authserv_id" in check.what]
    assert [level for level, _ in said] == ["fine"]


def test_what_is_missing_but_does_no_harm_is_a_warning(campaign: Campaign, units: Roster) -> None:
    silent = replace(units.units[0], addresses=())
    schools = Roster((silent, *(unit for unit in units.units[1:] if unit.kind != "trung-tam")))
    config = READY.model_copy(update={"smtp": READY.smtp.model_copy(update={"user": "khac@laocai.edu.vn"})})
    found = checks(config, campaign, schools, TODAY)
    warned = "\n".join(str(check) for check in found if check.level == "warn")
    for part in ("kế hoạch phát động", "trung tâm trực thuộc", "không nhắc được qua thư", "khac@laocai.edu.vn"):
        assert part in warned
    assert not any(check.level == "refuse" for check in found)


@pytest.mark.parametrize(
    ("server", "change", "said"),
    [
        ("imap", {"host": ""}, "máy chủ đọc thư"),
        ("imap", {"user": ""}, "tên đăng nhập để đọc thư"),
        ("imap", {"password": SecretStr("")}, "MAILBOT_IMAP__PASSWORD"),
        ("imap", {"security": "plain"}, "không mã hóa"),
        ("imap", {"security": "plain", "host": "127.0.0.1"}, ""),
        ("smtp", {"password": SecretStr("")}, "MAILBOT_SMTP__PASSWORD"),
        ("smtp", {"user": "", "login": False}, ""),
        ("imap", {"ca_file": "/khong/co/ca.pem"}, "tệp chứng thư /khong/co/ca.pem"),
        ("smtp", {"ca_file": "/khong/co/ca.pem"}, "kiểm tra ca_file trong [smtp]"),
        ("smtp", {"ca_file": "/khong/co/ca.pem", "security": "plain", "host": "127.0.0.1"}, ""),
    ],
)
def test_the_servers_must_be_known(
    campaign: Campaign, units: Roster, server: str, change: dict[str, object], said: str
) -> None:
    config = READY.model_copy(update={server: getattr(READY, server).model_copy(update=change)})
    found = refused(config, campaign, units)
    assert said in found
    assert bool(said) == bool(found)


def test_other_rooms_add_their_checks(campaign: Campaign, units: Roster) -> None:
    def templates(here: Installation) -> Checks:
        yield Check("refuse", f"mẫu thư của {here.campaign.code} hỏng", "sửa")

    assert "mẫu thư của cchc-2024 hỏng" in str(checks(READY, campaign, units, TODAY, [templates])[0])


def test_broken_files_are_told_whole(folder: DataFolder) -> None:
    folder.write("campaigns", "hong", b'code = "hong"\n', NOW)
    with pytest.raises(ConfigurationError) as caught:
        folder.campaign("hong")
    outcome = broken(caught.value)
    assert outcome.code == 1
    assert len(outcome.lines) == len(caught.value.problems) + 1


@pytest.mark.parametrize(
    ("address", "placeholder"),
    [
        ("a@truong.example", True),
        ("a@example.com", True),
        ("a@mail.example.org", True),
        ("a@x.invalid", True),
        ("a@example.com.vn", False),
        ("a@myexample.com", False),
        ("a@laocai.edu.vn", False),
        ("", False),
    ],
)
def test_placeholders_are_the_names_that_lead_nowhere(address: str, placeholder: bool) -> None:
    assert is_placeholder(address) is placeholder
