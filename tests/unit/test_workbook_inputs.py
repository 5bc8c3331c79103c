"""The sheets that people fill in, the links to originals, the history."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from mailbot.writing.workbook import Records, write_xlsx
from rules.basis import codes, row_of
from rules.calendar import moment
from rules.drafting.consolidate import consolidate
from rules.drafting.workbook_inputs import (
    APPRAISAL,
    BY_HAND,
    HEADER_ROW,
    KEY,
    InputRow,
    InputSheet,
    index_key,
    input_sheets,
    paper_key,
    target_key,
)
from rules.happened import Happened
from rules.rulings import Entered, Mark, Ruling, Turn
from rules.season import Season
from rules.standing.history import TracedDeed, history
from rules.standing.similar import Piece, most_alike
from rules.standing.status import statuses
from rules.submission import Version
from tests.seasons import initiative_of, ruled, season_of

_TEXT = "Rà soát quy trình, phân công rõ người phụ trách từng khâu; công khai kết quả trên trang thông tin của đơn vị"
_ITEM = {"title": "Họp không giấy", "owners": ("A",), "content": _TEXT}


def _version(season: Season, place: int, stage: str, day: date, item: Mapping[str, object]) -> Version:
    return Version(
        id=0,
        arrival=0,
        arrived_at=moment(day, time(9), season.campaign.calendar),
        unit=season.roster.units[place].code,
        stage=stage,
        initiatives=(initiative_of(item),),  # type: ignore[arg-type]
        provisional=False,
        files=("a.docx",),
    )


def _season(*versions: Version) -> Season:
    numbered = tuple(replace(version, id=place, arrival=place + 40) for place, version in enumerate(versions, start=1))
    return replace(season_of(3), read=numbered, rulings=(), arrivals=(), letters=())


_BASE = season_of(3)
_REGISTERED = _version(_BASE, 0, "registration", date(2024, 8, 1), _ITEM)
_REPORTED = _version(_BASE, 0, "report", date(2024, 10, 1), {**_ITEM, "title": "Họp không giấy.", "result": "Giảm 30%"})


def _sheets(season: Season, earlier: tuple[Piece, ...] = ()) -> tuple[InputSheet, InputSheet]:
    return input_sheets(season, statuses(season), earlier)


def _facts(sheet: InputSheet, row: InputRow) -> dict[str, object]:
    return dict(zip((column.label for column in sheet.facts), row.facts, strict=True))


# --- Texts that are alike ---------------------------------------------------------------------------------------


def test_the_share_of_equal_text_is_told_between_units_and_never_within_one() -> None:
    half = " ".join(_TEXT.split()[:11])
    pieces = [
        Piece("a", "A", "Họp không giấy", _TEXT),
        Piece("a", "A", "Họp không giấy", _TEXT),
        Piece("b", "B", "Họp không giấy", half),
        Piece(
            "c", "C", "Ký số học bạ", "Tập huấn giáo viên, ký số hằng tuần, phụ huynh tra cứu trên mạng bất kỳ lúc nào"
        ),
    ]
    first, second, third, fourth = most_alike(pieces, pieces)
    assert first == second and first is not None and first.piece.owner == "b"
    assert third is not None and third.piece.owner == "a"
    words, common = len(f"Họp không giấy {_TEXT}".split()), len(f"Họp không giấy {half}".split())
    assert first.share == third.share == pytest.approx(2 * common / (words + common))
    assert fourth is None


def test_accents_and_case_do_not_hide_a_copy_and_short_titles_are_no_copy() -> None:
    copied = [Piece("a", "A", "X", _TEXT), Piece("b", "B", "X", "ra soat quy trinh, " + _TEXT.upper()[19:])]
    found = most_alike(copied, copied)[0]
    assert found is not None and found.share == 1.0
    short = [Piece("a", "A", "Họp không giấy", ""), Piece("b", "B", "Họp không giấy", "")]
    assert most_alike(short, short) == (None, None)


# --- Appraisal --------------------------------------------------------------------------------------------------


def test_each_initiative_is_appraised_once_under_a_key_that_lasts_from_registration_to_report() -> None:
    (early,) = _sheets(_season(_REGISTERED))[0].rows
    (late,) = _sheets(_season(_REGISTERED, _REPORTED))[0].rows
    assert early.key == late.key
    assert (early.stage, late.stage) == ("registration", "report")
    assert "Giảm 30%" in str(late.facts)


def test_copies_of_other_units_and_of_other_years_stand_side_by_side() -> None:
    other = _version(_BASE, 1, "registration", date(2024, 8, 2), {**_ITEM, "title": "Họp trực tuyến"})
    sheet, _ = _sheets(_season(_REGISTERED, other))
    facts = [_facts(sheet, row) for row in sheet.rows]
    assert [one["Gần giống với: đơn vị"] for one in facts] == [unit.label for unit in _BASE.roster.units[1::-1]]
    assert all(float(str(one["Phần văn bản trùng (%)"])) > 80 for one in facts)
    sheet, _ = _sheets(_season(_REGISTERED), (Piece("cchc-2023:x", "THPT Mẫu, cchc-2023", "Họp không giấy", _TEXT),))
    assert _facts(sheet, sheet.rows[0])["Gần giống với: đơn vị"] == "THPT Mẫu, cchc-2023"


def test_what_was_entered_stands_in_the_next_workbook_the_latest_last() -> None:
    season = _season(_REGISTERED)
    key = _sheets(season)[0].rows[0].key
    told = tuple(
        Entered(key, column, value, "office", season.as_of)
        for column, value in (("tinh-moi", 20.0), ("tinh-moi", 25.0), ("remark", "Tốt"), ("remark", None))
    )
    sheet, _ = _sheets(replace(season, rulings=ruled(*told)))
    assert dict(sheet.rows[0].given) == {"tinh-moi": 25.0}


def test_criteria_and_awards_are_those_of_the_campaign_file() -> None:
    campaign = _BASE.campaign.model_copy(update={"criteria": (), "awards": ()})
    sheet, _ = _sheets(replace(_season(_REGISTERED), campaign=campaign))
    assert [column.code for column in sheet.inputs] == ["remark", "award", "names"]
    assert sheet.inputs[1].choices == ("Không",)
    shipped, _ = _sheets(_season(_REGISTERED))
    points = [column.most for column in shipped.inputs if column.kind == "points"]
    assert sum(most for most in points if most is not None) == 100


# --- Figures by hand --------------------------------------------------------------------------------------------


def test_only_what_no_mail_proves_and_who_has_not_sent_is_asked_for() -> None:
    season = _season(_REGISTERED)
    _, sheet = _sheets(season)
    keys = {row.key for row in sheet.rows}
    counted = {target.code for target in season.campaign.targets if target.figure in ("registered", "on-time")}
    asked = {target_key(target.code) for target in season.campaign.targets if target.code not in counted}
    silent = {paper_key(unit.code, "registration") for unit in season.roster.units[1:]}
    silent |= {paper_key(unit.code, "report") for unit in season.roster}
    cited = {row_of(code) for code in codes(season.campaign)}
    read_elsewhere = {index_key(index.code) for index in season.campaign.indices}
    assert keys == asked | cited | read_elsewhere | silent


def test_what_came_on_paper_is_filled_in_already() -> None:
    unit = _BASE.roster.units[2].code
    mark = Mark("paper", "registration", unit, "office", _BASE.as_of, until=date(2024, 8, 20), reason="văn thư nhận")
    _, sheet = _sheets(replace(_season(_REGISTERED), rulings=ruled(mark)))
    row = next(row for row in sheet.rows if row.key == paper_key(unit, "registration"))
    assert dict(row.given) == {"paper": "x", "day": "2024-08-20", "source": "văn thư nhận"}


# --- The sheets in the file -------------------------------------------------------------------------------------


def _book(season: Season, records: Records | None = None) -> openpyxl.Workbook:
    content = write_xlsx(season, consolidate(season, "report"), records)
    return openpyxl.load_workbook(io.BytesIO(content))


def _labels(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[HEADER_ROW] if cell.value}


@pytest.mark.parametrize("name", [APPRAISAL, BY_HAND])
def test_only_the_cells_to_fill_are_unlocked(name: str) -> None:
    season = season_of(12)
    sheet = _book(season)[name]
    wanted = next(one for one in _sheets(season) if one.name == name)
    labels = _labels(sheet)
    codes = {labels[column.label]: column.code for column in wanted.inputs}
    assert sheet.protection.sheet and not sheet.protection.autoFilter
    for place, row in enumerate(wanted.rows, start=HEADER_ROW + 1):
        free = {codes[cell.column or 0] for cell in sheet[place] if not cell.protection.locked}
        assert free == row.open
        assert sheet.cell(place, labels[KEY]).value == row.key


def test_points_out_of_range_are_refused_while_they_are_typed() -> None:
    sheet = _book(_season(_REGISTERED))[APPRAISAL]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    points = [rule for rule in rules.values() if rule.type == "decimal"]
    assert sorted((rule.formula1, rule.formula2) for rule in points) == [
        ("0", "10"),
        ("0", "20"),
        ("0", "30"),
        ("0", "40"),
    ]
    assert any(rule.type == "list" and "Giấy khen của Giám đốc Sở" in rule.formula1 for rule in rules.values())
    assert len(list(sheet.conditional_formatting)) == 4


# --- Originals and history --------------------------------------------------------------------------------------


def test_each_row_leads_to_the_original_of_its_mail() -> None:
    season = _season(_REGISTERED, _REPORTED)
    records = Records({41: "../archive/ab/ab12.eml", 42: "../archive/cd/cd34.eml"}, history(season, ()))
    book = _book(season, records)
    for name, wanted in (
        ("Đăng ký", ["../archive/ab/ab12.eml"]),
        ("Báo cáo kết quả", ["../archive/cd/cd34.eml"]),
        ("Sổ bản gửi đến", ["../archive/ab/ab12.eml", "../archive/cd/cd34.eml"]),
        ("Lịch sử", ["../archive/ab/ab12.eml", "../archive/cd/cd34.eml"]),
    ):
        sheet = book[name]
        column = _labels(sheet)["Thư số (mở thư gốc)"]
        cells = [sheet.cell(row, column) for row in range(HEADER_ROW + 1, sheet.max_row + 1)]
        assert [cell.hyperlink.target for cell in cells if cell.hyperlink] == wanted
        assert {cell.value for cell in cells} <= {41, 42}


def test_the_history_tells_what_came_what_went_and_what_people_decided_in_order() -> None:
    season = season_of(12)
    sent = tuple(replace(letter, sent_at=season.as_of) for letter in season.letters)
    season = replace(season, letters=(*sent, replace(sent[0], id=99, state="stopped")))
    unit = season.roster.units[0]
    at = datetime.fromisoformat("2024-08-10T10:00:00+07:00")
    deeds = (
        TracedDeed(at + timedelta(hours=1), Happened.RESUMED, "đã xem", "Lan"),
        TracedDeed(at + timedelta(hours=1), Happened.INVITED, "Đăng ký: 12 thư", "Lan"),
    )
    until = Mark("extension", "registration", unit.code, "Lan", at, date(2024, 8, 30))
    turns = (Turn("confirmed", "Lan", at, "command"), Turn("undone", "Hà", at + timedelta(hours=2), "email"))
    season = replace(season, rulings=(Ruling(7, "extension", (until,), turns, unit=unit.code),))
    lines = history(season, deeds)
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    assert len(lines) == len(season.versions) + len(sent) + len(deeds) + len(turns)
    what = f"7: gia hạn đăng ký cho {unit.name} đến hết ngày 30/8/2024"
    extended = next(line for line in lines if line.what == f"Quyết định {what}")
    assert (extended.unit, extended.who) == (unit.label, "Lan")
    assert next(line for line in lines if line.what == f"Hủy quyết định {what}").who == "Hà"
    assert {"Cho gửi thư trở lại: đã xem", "Gửi biểu mẫu: Đăng ký: 12 thư"} <= {line.what for line in lines}
    came = next(line for line in lines if line.mail == 1)
    assert came.what.startswith("Nhận ") and came.who.startswith("vanthu@")
