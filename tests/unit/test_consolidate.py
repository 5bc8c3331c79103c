"""The consolidated document as a value: what it says, counted here again by hand."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from types import MappingProxyType

import pytest

from rules.calendar import moment
from rules.campaign import FieldSpec
from rules.drafting.consolidate import consolidate
from rules.drafting.figures import figures
from rules.drafting.outstanding import measured
from rules.drafting.report import Appendix, Grid, Paragraph, Report
from rules.drafting.workbook_inputs import appraised, target_key
from rules.roster import Roster
from rules.rulings import Entered
from rules.season import Season
from rules.standing.status import statuses
from rules.submission import Version
from rules.wording import capitalised, clipped, count, items_of, letter, percent, plain, roman
from tests.seasons import initiative_of, ruled, season_of, shipped_campaign


def _text(report: Report) -> str:
    """All paragraphs of the body."""
    blocks = [*report.opening, *(block for section in report.walk() for block in section.blocks), report.closing]
    return "\n".join(f"{block.lead} {block.text}".strip() for block in blocks if isinstance(block, Paragraph))


def _grids(report: Report) -> list[Grid]:
    return [block for section in report.walk() for block in section.blocks if isinstance(block, Grid)]


def _rows_of(season: Season, stage: str) -> dict[str, list[Version]]:
    """By unit, straight from the versions: the season of these tests has one version per unit and stage."""
    found: dict[str, list[Version]] = {}
    for version in season.versions:
        if version.stage == stage and version.unit is not None:
            found.setdefault(version.unit, []).append(version)
    return found


def _season(*versions: Version, size: int = 3) -> Season:
    base = season_of(size)
    numbered = tuple(replace(version, id=place, arrival=place) for place, version in enumerate(versions, start=1))
    return replace(base, read=numbered, rulings=(), arrivals=(), letters=())


def _version(unit: str, stage: str, day: date, *values: Mapping[str, object], **more: object) -> Version:
    campaign = shipped_campaign()
    version = Version(
        id=0,
        arrival=0,
        arrived_at=moment(day, time(9), campaign.calendar),
        unit=unit,
        stage=stage,
        initiatives=tuple(initiative_of(each) for each in values),  # type: ignore[arg-type]
        provisional=False,
        files=("a.docx",),
    )
    return replace(version, **more)  # type: ignore[arg-type]


# --- Words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (count(0), "0"),
        (count(5), "05"),
        (count(49), "49"),
        (count(1234), "1.234"),
        (plain(95.0), "95"),
        (plain(26.25), "26,3"),
        (percent(45, 49), "91,8%"),
        (percent(999, 1000), "99,9%"),
        (percent(4999, 5000), "99,9%"),
        (percent(0, 0), "-"),
        (roman(4), "IV"),
        (roman(19), "XIX"),
        (letter(5), "đ"),
        (capitalised("đơn vị"), "Đơn vị"),
    ],
)
def test_numbers_and_dates_are_written_as_a_public_office_writes_them(made: str, wanted: str) -> None:
    assert made == wanted


def test_a_long_text_is_cut_after_a_sentence_and_says_so() -> None:
    text = "Rà soát quy trình. Công khai kết quả trên trang thông tin. Đánh giá hằng tháng tại cuộc họp."
    assert clipped(text, 70) == "Rà soát quy trình. Công khai kết quả trên trang thông tin. …"
    assert clipped(text, 500) == text


def test_a_list_of_a_unit_loses_its_bullets() -> None:
    assert items_of("- Một\n+ Hai\n1. Ba\n\n  a) Bốn") == ("Một", "Hai", "Ba", "Bốn")


# --- Figures ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [3, 49, 150])
@pytest.mark.parametrize("stage", ["registration", "report"])
def test_the_figures_of_the_text_equal_an_independent_count(size: int, stage: str) -> None:
    season = season_of(size)
    text = _text(consolidate(season, stage))
    sent = _rows_of(season, stage)
    paper = {mark.unit for mark in season.marks if mark.kind == "paper" and mark.stage == stage}
    number = len(set(sent) | paper)
    initiatives = sum(len(version.initiatives) for versions in sent.values() for version in versions)
    told = re.findall(r"Có (\S+)/(\S+) đơn vị đã gửi .*? với tổng số (\S+) mô hình", text)
    assert (count(number), count(size), count(initiatives)) == told[-1]


def test_what_was_registered_is_held_against_what_is_reported() -> None:
    one, two = {"title": "Họp không giấy", "owners": ("A",)}, {"title": "Ngày không hẹn", "owners": ("B",)}
    units = [unit.code for unit in season_of(3).roster]
    season = _season(
        _version(units[0], "registration", date(2024, 8, 1), one, two),
        _version(units[0], "report", date(2024, 10, 1), {**one, "result": "Giảm 30% số trang in"}),
    )
    report = consolidate(season, "report")
    assert "Trong 02 nội dung đã đăng ký, 01 nội dung có kết quả." in _text(report)
    left = next(part for part in report.cover.appendices if "chưa có báo cáo kết quả" in part.title)
    assert [row.cells[2] for block in left.blocks if isinstance(block, Grid) for row in block.rows] == [
        "Ngày không hẹn"
    ]


def test_a_report_that_names_no_area_keeps_the_one_of_its_registration_and_says_so() -> None:
    units = [unit.code for unit in season_of(3).roster]
    item = {"title": "Họp không giấy", "owners": ("A",), "result": "Giảm 30% số trang"}
    season = _season(
        _version(units[0], "registration", date(2024, 8, 1), {**item, "field": "tthc", "type": "mo-hinh"}),
        _version(units[0], "report", date(2024, 10, 1), item),
        _version(units[1], "registration", date(2024, 8, 1), {**item, "field": "tthc"}),
        _version(units[1], "report", date(2024, 10, 1), {**item, "field": "cong-vu"}),
        _version(units[2], "report", date(2024, 10, 1), item),
    )
    report = consolidate(season, "report")
    areas = {section.title: section.blocks[0] for section in report.walk() if section.level == "khoan"}
    assert areas["Cải cách thủ tục hành chính"].text.startswith("01 đơn vị thực hiện 01 mô hình.")  # type: ignore[union-attr]
    assert any("01 nội dung đơn vị chưa nêu lĩnh vực" in check for check in report.cover.checks)
    table = next(part for part in report.appendices if "kết quả thực hiện" in part.title)
    grid = next(block for block in table.blocks if isinstance(block, Grid))
    place = [column.label for column in grid.columns].index("Lĩnh vực cải cách hành chính")
    assert [row.cells[place] for row in grid.rows if row.kind == "data"] == [
        "Cải cách thủ tục hành chính (**)",
        "Cải cách chế độ công vụ",
        "",
    ]
    assert any(isinstance(block, Paragraph) and block.text.startswith("(**)") for block in table.blocks)
    counted = {figure.code: figure.count for figure in figures(season)}
    assert counted["choice:report:field:tthc"] == 1
    assert counted["choice:report:field:"] == 1


# --- What is told one by one ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Rút ngắn từ 5 ngày xuống 2 ngày; 98% hồ sơ đúng hạn", 3),
        ("Hoàn thành trước ngày 30/9/2024, năm học 2023-2024", 0),
        ("Phụ huynh đánh giá tốt", 0),
        ("1.250 học sinh, tiết kiệm 18 triệu đồng", 2),
    ],
)
def test_only_figures_with_a_measure_make_a_result_measurable(text: str, figures: int) -> None:
    assert measured(text) == figures


def test_what_a_person_entered_goes_before_a_hint_and_fills_a_gap() -> None:
    season = season_of(3)
    hinted = next(target for target in season.campaign.targets if target.figure == "official")
    unknown = next(target for target in season.campaign.targets if target.code == "tthc-dung-han")
    level = next(target for target in season.campaign.targets if target.percent is None)

    def given(code: str, **cells: str | float) -> tuple[Entered, ...]:
        return tuple(Entered(target_key(code), name, value, "office", season.as_of) for name, value in cells.items())

    told = (
        *given(hinted.code, part=9, whole=10, source="Văn phòng Sở thống kê"),
        *given(unknown.code, part=120.0, whole=120.0),
        *given(level.code, level="nhóm 5"),
    )
    counted = {figure.code: figure for figure in figures(replace(season, rulings=ruled(*told)))}
    assert counted[f"target:{hinted.code}"].reached is False
    assert counted[f"target:{unknown.code}"].reached is True
    assert counted[f"target:{level.code}"].level == "nhóm 5"
    grid = next(
        grid
        for grid in _grids(consolidate(replace(season, rulings=ruled(*told)), "report"))
        if grid.columns[-1].label == "Đánh giá"
    )
    cells = [row.cells[3] for row in grid.rows if row.kind == "data"]
    assert "09/10 (90%)" in cells and "120/120 (100%)" in cells and "nhóm 5" in cells


def test_whom_the_office_proposes_leaves_the_agency_and_whom_a_unit_proposes_does_not() -> None:
    units = season_of(3).roster.units
    value = initiative_of({"title": "x"}).values["title"]
    wish = MappingProxyType({"commendation": replace(value, value="- Tổ Văn phòng;\n- Bà Lò Thị Mai.")})
    item = {"title": "Họp không giấy", "owners": ("Trần Văn An",), "result": "Giảm 30% số trang"}
    season = _season(
        _version(units[0].code, "report", date(2024, 10, 1), item, remarks=wish),
        _version(units[1].code, "report", date(2024, 10, 1), {**item, "title": "Ngày không hẹn"}),
        _version(units[2].code, "report", date(2024, 10, 1), {**item, "title": "Một cửa thân thiện"}),
    )
    keys = [key for key, _, _ in appraised(season, statuses(season))]
    told = (
        (keys[0], "award", "Giấy khen của Giám đốc Sở"),
        (keys[0], "tinh-moi", 25.0),
        (keys[1], "award", "Bằng khen của Chủ tịch UBND tỉnh"),
        (keys[1], "names", "Tổ Hành chính; Vàng Thị Sáng"),
        (keys[2], "award", "Không"),
    )
    entered = tuple(Entered(row, column, value, "office", season.as_of) for row, column, value in told)
    report = consolidate(replace(season, rulings=ruled(*entered)), "report")

    def rows(parts: tuple[Appendix, ...], title: str) -> list[tuple[str, ...]]:
        found = [part for part in parts if part.title.startswith(title)]
        return [row.cells for part in found for block in part.blocks if isinstance(block, Grid) for row in block.rows]

    assert [(row[1], row[4], row[5]) for row in rows(report.appendices, "Tập thể, cá nhân đề nghị")] == [
        ("Tổ Hành chính", "", "Bằng khen của Chủ tịch UBND tỉnh"),
        ("Vàng Thị Sáng", "", "Bằng khen của Chủ tịch UBND tỉnh"),
        ("Trần Văn An", "25", "Giấy khen của Giám đốc Sở"),
    ]
    wished = rows(report.cover.appendices, "Cá nhân, tập thể do đơn vị đề nghị")
    text = _text(report)
    assert (
        "Đề nghị khen thưởng 01 tập thể, 02 cá nhân có thành tích trong phong trào (danh sách tại Phụ lục II): "
        "Bằng khen của Chủ tịch UBND tỉnh: 01 tập thể, 01 cá nhân; Giấy khen của Giám đốc Sở: 01 cá nhân."
    ) in text
    assert [row[1:] for row in wished] == [(units[0].label, "Tổ Văn phòng"), (units[0].label, "Bà Lò Thị Mai")]
    assert "Lò Thị Mai" not in repr((report.sections, report.appendices))


# --- Gaps, marks and what stays inside ----------------------------------------------------------------------------


def test_every_gap_of_the_text_is_listed_in_the_cover_note() -> None:
    report = consolidate(season_of(49), "report")
    grids = "\n".join(cell for grid in _grids(report) for row in grid.rows for cell in row.cells)
    gaps = [what for what in re.findall(r"\[…\s*([^\]]*)\]", f"{_text(report)}\n{grids}") if what]
    assert len(gaps) == len(report.cover.gaps)
    assert all(any(gap.what.startswith(what) for gap in report.cover.gaps) for what in gaps)


def test_what_nobody_confirmed_is_marked_and_named_to_the_office() -> None:
    unit = season_of(3).roster.units[0]
    item = {"title": "Họp không giấy", "owners": ("A",)}
    season = _season(_version(unit.code, "registration", date(2024, 8, 1), item, provisional=True))
    report = consolidate(season, "registration")
    rows = [
        row.cells
        for part in report.appendices
        for block in part.blocks
        if isinstance(block, Grid)
        for row in block.rows
    ]
    assert any("Họp không giấy (*)" in cells for cells in rows)
    assert any(unit.label in check and "xác nhận" in check for check in report.cover.checks)
    confirmed = _season(_version(unit.code, "registration", date(2024, 8, 1), item))
    assert "(*)" not in repr(consolidate(confirmed, "registration").appendices)


def test_what_is_not_counted_is_told_to_the_office() -> None:
    item = {"title": "Họp không giấy", "owners": ("A",)}
    versions = [_version(unit, "registration", date(2024, 8, 1), item) for unit in ("", "truong-da-giai-the")]
    season = _season(replace(versions[0], unit=None), versions[1])
    report = consolidate(season, "registration")
    assert "01 bản gửi đến chưa rõ của đơn vị nào, chưa được tính vào số liệu." in report.cover.checks
    assert "01 bản gửi đến của đơn vị ngoài danh sách hiện hành, chưa được tính vào số liệu." in report.cover.checks
    assert "Chưa có đơn vị nào" in _text(report)


def test_a_unit_of_a_kind_the_campaign_does_not_name_is_not_lost() -> None:
    season = season_of(3)
    roster = Roster(tuple(replace(unit, kind="khac") for unit in season.roster))
    report = consolidate(replace(season, roster=roster), "registration")
    rows = [row for part in report.appendices for block in part.blocks if isinstance(block, Grid) for row in block.rows]
    registered = sum(len(versions[0].initiatives) for versions in _rows_of(season, "registration").values())
    assert sum(len(row.cells) == 9 for row in rows if row.kind == "data") == registered


def test_nothing_is_numbered_dated_or_signed() -> None:
    for stage in ("registration", "report"):
        report = consolidate(season_of(3), stage)
        assert report.head.sign.startswith("BC-")
        assert not re.search(r"\d+\s*/\s*BC-", repr(report))


def test_the_manifest_names_every_version_and_every_silence() -> None:
    season = season_of(49)
    sources = consolidate(season, "report").cover.sources
    counted = {source.version for source in sources if source.version is not None}
    assert counted == {version.id for version in season.versions}
    silent = {source.unit for source in sources if source.version is None and source.stage == "report"}
    assert silent == {unit.code for unit in season.roster} - set(_rows_of(season, "report"))
    assert all(len(source.digest) == 64 for source in sources if source.version is not None)


def test_the_digest_changes_with_the_facts_and_only_with_them() -> None:
    season = season_of(12)
    one = consolidate(season, "report").cover.digest
    later = replace(season, as_of=datetime.fromisoformat("2024-11-02T09:30:00+07:00"))
    assert consolidate(later, "report").cover.digest == one
    fewer = replace(season, read=season.read[:-1])
    assert consolidate(fewer, "report").cover.digest != one


def test_an_empty_season_gives_a_document_that_says_so() -> None:
    season = replace(_season(), read=())
    for stage in ("registration", "report"):
        text = _text(consolidate(season, stage))
        assert "Chưa có đơn vị nào trong số 03 đơn vị thuộc diện phải gửi đã gửi" in text


# --- Another campaign -------------------------------------------------------------------------------------------


def test_a_field_added_in_the_campaign_file_appears_in_the_tables() -> None:
    season = season_of(3)
    cost = FieldSpec(
        code="cost", label="Kinh phí (triệu đồng)", labels=("Kinh phí",), kind="number", stages=("report",)
    )
    campaign = season.campaign.model_copy(update={"fields": (*season.campaign.fields, cost)})
    unit = season.roster.units[0].code
    item = {"title": "Họp không giấy", "owners": ("A",), "result": "Giảm 30% số trang", "cost": 12.5}
    changed = replace(_season(_version(unit, "report", date(2024, 10, 1), item)), campaign=campaign)
    report = consolidate(changed, "report")
    grid = next(block for block in report.appendices[0].blocks if isinstance(block, Grid))
    place = [column.label for column in grid.columns].index("Kinh phí (triệu đồng)")
    assert [row.cells[place] for row in grid.rows if row.kind == "data"] == ["12,5"]


def test_a_campaign_with_one_stage_and_other_words_needs_no_code() -> None:
    season = season_of(3)
    stage = season.campaign.stage("registration").model_copy(
        update={"code": "idea", "label": "gửi ý tưởng", "document": "phiếu ý tưởng", "compared_with": None}
    )
    title = FieldSpec(
        code="title", label="Tên ý tưởng", labels=("Tên",), kind="text", stages=("idea",), required_in=("idea",)
    )
    topic = season.campaign.topic.model_copy(update={"called": "ý tưởng"})
    update = {"stages": (stage,), "fields": (title,), "remarks": (), "targets": (), "topic": topic}
    campaign = season.campaign.model_copy(update=update)
    unit = season.roster.units[0].code
    changed = replace(_season(_version(unit, "idea", date(2024, 8, 1), {"title": "Vườn rau"})), campaign=campaign)
    report = consolidate(changed, "idea")
    assert "Có 01/03 đơn vị đã gửi phiếu ý tưởng, với tổng số 01 ý tưởng" in _text(report)
    assert "sáng kiến" not in repr((report.sections, report.appendices))
