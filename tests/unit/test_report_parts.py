"""What the document says, part by part: the order, what stays inside the office, whose words and whose figures."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from types import MappingProxyType

import pytest

from rules.basis import PLAN, further, row_of
from rules.calendar import inclusive_last_day, local_day, moment
from rules.drafting.brief import brief
from rules.drafting.commendation import Proposed, counted
from rules.drafting.consolidate import compose, consolidate
from rules.drafting.figures import figures
from rules.drafting.material import material_of
from rules.drafting.outstanding import AT_MOST, outstanding, score_of
from rules.drafting.plan_targets import indices_of
from rules.drafting.quoting import LEFT_OUT, sentences, shortened
from rules.drafting.remarks import alike, shared, voices
from rules.drafting.report import Grid, Paragraph, Report, Section
from rules.drafting.workbook_inputs import appraised, entered, index_key, target_key
from rules.initiative import Value
from rules.rulings import Entered, Mark
from rules.season import Season
from rules.standing.status import statuses
from rules.stated import asked_targets, code_of
from rules.submission import Version
from rules.text import spoken
from rules.wording import count, lowered
from tests.seasons import initiative_of, ruled, season_of, shipped_campaign

_ORDER = [
    "Công tác chỉ đạo, triển khai",
    "Kết quả thực hiện",
    "Kết quả thực hiện các chỉ tiêu",
    "Đánh giá chung",
    "Khen thưởng",
    "Phương hướng, nhiệm vụ",
    "Kiến nghị, đề xuất",
]
_VALUE = initiative_of({"title": "x"}).values["title"]


def _paragraphs(report: Report) -> list[str]:
    blocks = [*report.opening, *(block for section in report.walk() for block in section.blocks), report.closing]
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def _section(report: Report, title: str) -> Section:
    return next(section for section in report.walk() if section.title == title)


def _items(section: Section) -> list[str]:
    return [block.text for block in section.blocks if isinstance(block, Paragraph) and block.role == "item"]


def _season(*versions: Version, size: int = 3) -> Season:
    numbered = tuple(replace(version, id=place, arrival=place) for place, version in enumerate(versions, start=1))
    return replace(season_of(size), read=numbered, rulings=(), arrivals=(), letters=())


def _version(unit: str, stage: str, values: Mapping[str, object], remarks: Mapping[str, str] = {}) -> Version:
    told = {code: replace(_VALUE, value=value) for code, value in remarks.items()}
    at = moment(
        date(2024, 8, 1) if stage == "registration" else date(2024, 10, 1), time(9), shipped_campaign().calendar
    )
    return Version(0, 0, at, unit, stage, (initiative_of(values),), False, remarks=MappingProxyType(told))  # type: ignore[arg-type]


def _entered(season: Season, *cells: tuple[str, str, str | float]) -> Season:
    told = tuple(Entered(row, column, value, "Hà", season.as_of) for row, column, value in cells)
    return replace(season, rulings=(*season.rulings, *ruled(*told)))


@pytest.mark.parametrize(
    ("name", "group"),
    [("Tổ Hành chính", True), ("Trường THPT số 1 huyện Bát Xát", True), ("Đoàn Thanh niên", True),
     ("Đoàn Thị Thơm", False), ("Vàng Thị Sáng", False), ("Bà Lò Thị Mai", False)],
)  # fmt: skip
def test_collectives_and_persons_are_counted_apart(name: str, group: bool) -> None:
    unit = season_of(3).roster.units[0]
    twice = [Proposed(name, unit, title, "Giấy khen") for title in ("Họp không giấy", "Ký số học bạ")]
    assert counted(twice) == ("01 tập thể" if group else "01 cá nhân")
    other = Proposed("Phòng Tổ chức cán bộ", unit, "", "Giấy khen")
    assert counted([*twice, other]) == ("02 tập thể" if group else "01 tập thể, 01 cá nhân")


def test_a_document_is_as_of_the_newest_figure_that_it_shows() -> None:
    """A summary of August that is built again in November shows targets that were reported in October."""
    unit, item = season_of(3).roster.units[0], {"title": "Họp không giấy", "owners": ("Lò Thị Mai",)}
    target = asked_targets(shipped_campaign(), unit.kind)[0]
    known = [_version(unit.code, "registration", item)]
    for report, day in (({}, "01/8/2024"), ({code_of(target.code): ("120", "118", "")}, "01/10/2024")):
        told = _version(unit.code, "report", item, report)  # type: ignore[arg-type]  # a row of a form
        (opening,) = consolidate(_season(*known, told), "registration").opening
        assert isinstance(opening, Paragraph) and f"(số liệu tính đến ngày {day})" in opening.text


# --- Order, and what stays inside -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [3, 49, 150])
def test_the_parts_stand_in_the_order_of_a_report(size: int) -> None:
    report = consolidate(season_of(size), "report")
    assert [section.title for section in report.sections] == _ORDER
    assert [section.number for section in report.sections] == ["I", "II", "III", "IV", "V", "VI", "VII"]
    assert [part.title for part in report.sections[3].sections] == [
        "Ưu điểm",
        "Tồn tại, hạn chế và nguyên nhân",
        "Bài học kinh nghiệm",
    ]
    assert str(report.opening[0].text).startswith("Thực hiện Chỉ thị số 01/CT-UBND")  # type: ignore[union-attr]
    summary = consolidate(season_of(size), "registration")
    assert [section.title for section in summary.sections] == [
        "Công tác chỉ đạo, triển khai",
        "Kết quả đăng ký",
        "Kết quả thực hiện các chỉ tiêu",
        "Phương hướng, nhiệm vụ",
        "Kiến nghị, đề xuất",
    ]


@pytest.mark.parametrize("size", [3, 49, 150])
@pytest.mark.parametrize("stage", ["registration", "report"])
def test_what_concerns_only_the_office_stands_in_the_note_alone(size: int, stage: str) -> None:
    season = season_of(size)
    report = consolidate(season, stage)
    text = "\n".join(_paragraphs(report))
    for word in ("nhắc", "đôn đốc", "chưa gửi", "gửi sau", "muộn", "chờ xác nhận", "thống nhất", "(*)", "trường hợp"):
        assert word not in text, word
    assert not re.search(r"\d+ giờ \d+ phút", text)
    assert not any(part.internal for part in report.appendices)
    cells = [cell for cell in statuses(season) if cell.stage == stage]
    absent = [cell.unit for cell in cells if cell.state == "owes"]
    if absent:
        assert any("chưa gửi" in part.title for part in report.cover.appendices)
        assert any(f"{count(len(absent))} đơn vị chưa gửi" in check for check in report.cover.checks)


def test_lateness_is_one_clause_and_its_readings_are_in_the_note() -> None:
    season = season_of(49)
    stage = season.campaign.stage("registration")
    first = {version.unit: version for version in reversed(season.versions) if version.stage == stage.code}
    days = [local_day(version.arrived_at, season.campaign.calendar) for version in first.values()]
    before, after = sum(day < stage.due for day in days), sum(day > inclusive_last_day(stage) for day in days)
    report = consolidate(season, stage.code)
    assert f"; {count(len(days) - after)} đơn vị gửi trong thời hạn." in "\n".join(_paragraphs(report))
    assert any(
        f"{count(before)} đơn vị gửi trước ngày 25/8/2024, {count(len(days) - before - after)} đơn vị gửi trong ngày "
        f"25/8/2024 và {count(after)} đơn vị gửi sau ngày 25/8/2024." in check
        for check in report.cover.checks
    )
    assert any("cần phòng quyết định đúng hạn hay quá hạn" in check for check in report.cover.checks)


def test_before_the_deadline_nobody_is_called_late_or_in_time() -> None:
    text = "\n".join(_paragraphs(consolidate(season_of(49, as_of=date(2024, 8, 20)), "registration")))
    assert "đợt đăng ký chưa kết thúc (thời hạn ngày 25/8/2024), số liệu còn thay đổi" in text
    assert "trong thời hạn" not in text


def test_an_extension_is_told_where_lateness_is_counted() -> None:
    season = season_of(49)
    mark = Mark("extension", "registration", season.roster.units[0].code, "office", season.as_of, date(2024, 8, 30))
    extended = replace(season, rulings=(*season.rulings, *ruled(mark)))
    checks = consolidate(extended, "registration").cover.checks
    assert any("trước ngày 25/8/2024 hoặc trong thời gian được gia hạn" in check for check in checks)


def test_what_was_issued_is_listed_by_day_and_nothing_that_nobody_gave_a_number() -> None:
    season = season_of(3)
    known = _entered(
        season,
        (row_of(PLAN), "number", "15/KH-SGDĐT"),
        (row_of(PLAN), "issued", "2024-03-20"),
        (row_of(further(1)), "number", "40/HD-SGDĐT"),
        (row_of(further(1)), "issued", "2024-04-05"),
        (row_of(further(2)), "number", "41/HD-SGDĐT"),
    )
    items = _items(_section(consolidate(known, "report"), "Công tác chỉ đạo, triển khai"))
    assert [item.split(" của ")[0] for item in items] == [
        "Kế hoạch số 15/KH-SGDĐT ngày 20/3/2024",
        "Hướng dẫn số 40/HD-SGDĐT ngày 05/4/2024",
    ]
    assert _items(_section(consolidate(season, "report"), "Công tác chỉ đạo, triển khai")) == []


# --- By area, in the words of the units -----------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["registration", "report"])
def test_each_area_says_how_many_of_what_by_an_independent_count(stage: str) -> None:
    season = season_of(49)
    material = material_of(season, stage, statuses(season))
    report = consolidate(season, stage)
    kinds = {choice.code: lowered(choice.label) for choice in season.campaign.field("type").choices}
    for choice in season.campaign.field("field").choices:
        own = [one for one in material.this.entries() if one.tracked.initiative.get("field") == choice.code]
        if not own:
            assert not any(section.title == choice.label for section in report.walk())
            continue
        text = _section(report, choice.label).blocks[0].text  # type: ignore[union-attr]
        assert text.startswith(f"{count(len({one.unit.code for one in own}))} đơn vị ")
        said = Counter(one.tracked.initiative.get("type") for one in own)
        for code, number in said.items():
            assert f"{count(number)} {kinds.get(str(code), 'nội dung khác')}" in text


@pytest.mark.parametrize(("size", "stage"), [(3, "report"), (49, "registration"), (49, "report"), (150, "report")])
def test_every_sentence_of_an_example_is_a_piece_of_its_paper(size: int, stage: str) -> None:
    season = season_of(size)
    field = "result" if stage == "report" else "expected"
    papers: dict[str, list[str]] = {}
    for version in season.versions:
        for one in version.initiatives:
            if version.unit and version.stage == stage:
                papers.setdefault(season.roster.unit(version.unit).name, []).append(str(one.get(field) or ""))
    areas = [section for section in consolidate(season, stage).sections[1].sections[1:] if section.level == "khoan"]
    examples = [item for section in areas for item in _items(section)]
    assert 1 <= len(examples) <= AT_MOST
    for example in examples:
        unit, _, rest = example.partition(", “")
        quote = rest.rpartition(": “")[2].removesuffix(".").removesuffix("”")
        for piece in quote.split(LEFT_OUT):
            assert any(piece.strip(" ;.") in paper for paper in papers[unit]), example


def test_no_praise_is_added_to_what_units_wrote() -> None:
    text = "\n".join(_paragraphs(consolidate(season_of(150), "report")))
    for praise in ("xuất sắc", "nổi bật", "hiệu quả cao", "tiêu biểu", "đáng khen", "tích cực"):
        assert praise not in text


def test_the_best_scored_are_told_first_then_those_that_say_most() -> None:
    season = season_of(49)
    cells = statuses(season)
    last = [
        key
        for key, material, entry in appraised(season, cells)
        if material.stage.code == "report" and not entry.provisional and entry.tracked.initiative.get("owners")
    ][-3:]
    scored = _entered(season, *((key, "hieu-qua", 30.0 + place) for place, key in enumerate(last)))
    chosen = outstanding(material_of(scored, "report", cells))
    given = entered(scored)
    points = [score_of(season.campaign, entry, given) for entry in chosen]
    assert points[0] == 32.0
    assert points == sorted(points, reverse=True)
    assert len({entry.unit.code for entry in chosen}) == len(chosen) <= AT_MOST


def test_nothing_unconfirmed_incomplete_or_without_a_result_is_told() -> None:
    season = season_of(49)
    for entry in outstanding(material_of(season, "report", statuses(season))):
        assert not entry.provisional
        assert entry.tie is not None and entry.tie.kind == "same"
        assert entry.tracked.initiative.get("owners") and entry.tracked.initiative.get("result")


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("Giảm 60% số trang in.", 100, "Giảm 60% số trang in."),
        ("- Giảm 60% số trang in;\n- Viên chức đồng tình.", 100, "Giảm 60% số trang in; Viên chức đồng tình."),
        ("Viên chức đồng tình. Giảm 60% số trang in.", 25, "(…) Giảm 60% số trang in."),
        ("Giảm 60% số trang in. Viên chức đồng tình.", 25, "Giảm 60% số trang in. (…)"),
        ("Tiết kiệm 1.250.000 đồng; rút từ 2.5 ngày.", 100, "Tiết kiệm 1.250.000 đồng; rút từ 2.5 ngày."),
        ("Rất dài, và còn dài nữa, không hết", 20, "Rất dài (…)"),
        ("…", 20, ""),
    ],
)
def test_a_text_is_shortened_by_leaving_out_alone(text: str, limit: int, short: str) -> None:
    assert shortened(text, limit) == short
    assert all(piece in text for piece in sentences(text))


# --- What units say in common ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Thiếu máy quét ở các điểm trường lẻ", "Ở các điểm trường lẻ thiếu máy quét", True),
        ("Đường truyền mạng chưa ổn định ở điểm trường", "Đường truyền mạng ở điểm trường chưa ổn định", True),
        ("Kinh phí mua sắm thiết bị còn hạn chế", "Kinh phí mua thiết bị còn hạn chế", True),
        ("Thiếu máy quét", "Thiếu máy in", False),
        ("Đường truyền mạng ổn định ở điểm trường", "Đường truyền mạng chưa ổn định ở điểm trường", False),
        ("Còn 2 điểm trường chưa có mạng", "Còn 5 điểm trường chưa có mạng", False),
        ("Thiếu máy quét", "Thiếu máy quét, máy in và kinh phí đi lại của viên chức văn thư", False),
    ],
)
def test_points_are_one_where_their_words_are_alike(one: str, other: str, same: bool) -> None:
    assert alike(spoken(one), spoken(other)) is same


def test_groups_are_told_by_one_sentence_word_for_word_and_single_ones_stay_in_the_note() -> None:
    units = [unit.code for unit in season_of(12).roster][:4]
    item = {"title": "Họp không giấy", "owners": ("A",), "result": "Giảm 30% số trang"}
    said = (
        "- Thiếu máy quét ở các điểm trường lẻ\n- Viên chức kiêm nhiệm",
        "Ở các điểm trường lẻ thiếu máy quét.",
        "Không có",
        "Thiếu máy quét ở các điểm trường lẻ; chưa có kinh phí.",
    )
    season = _season(
        *(_version(unit, "report", item, {"difficulty": text}) for unit, text in zip(units, said, strict=True)), size=12
    )
    material = material_of(season, "report", statuses(season))
    (group,) = shared(voices(season.campaign.remarks[0], material.this))
    assert {unit.code for unit, _ in group.units} == {units[0], units[1], units[3]}
    report = consolidate(season, "report")
    section = _section(report, "Tồn tại, hạn chế và nguyên nhân")
    assert _items(section) == ["Thiếu máy quét ở các điểm trường lẻ (03 đơn vị)."]
    note = next(part for part in report.cover.appendices if part.title == "Ý kiến của các đơn vị")
    told = [
        row.cells[1] for block in note.blocks if isinstance(block, Grid) for row in block.rows if row.kind == "data"
    ]
    assert told == ["Thiếu máy quét ở các điểm trường lẻ", "Viên chức kiêm nhiệm", "Chưa có kinh phí"]
    lessons = _section(report, "Bài học kinh nghiệm").blocks[0]
    assert lessons.text == "[… bài học kinh nghiệm]"  # type: ignore[union-attr]


# --- Targets --------------------------------------------------------------------------------------------------------


def _with_figures(season: Season) -> tuple[Season, dict[str, list[tuple[int, int]]]]:
    """Every report states every target of its unit; what it states, by target."""
    told: dict[str, list[tuple[int, int]]] = {}
    read = []
    for place, version in enumerate(season.read):
        remarks = dict(version.remarks)
        unit = season.roster.find(version.unit)
        if version.stage == "report" and unit is not None:
            for target in asked_targets(season.campaign, unit.kind):
                whole, part = 50 + place, 45 + place - place % 3
                remarks[code_of(target.code)] = Value((str(whole), str(part), ""), _VALUE.where, "form")
                if not version.provisional:
                    told.setdefault(target.code, []).append((part, whole))
        read.append(replace(version, remarks=MappingProxyType(remarks)))
    return replace(season, read=tuple(read)), told


@pytest.mark.parametrize("size", [49, 150])
def test_the_table_of_targets_shows_sums_and_leaves_out_what_nobody_said(size: int) -> None:
    season, told = _with_figures(season_of(size))
    report = consolidate(season, "report")
    (grid,) = [block for block in _section(report, _ORDER[2]).blocks if isinstance(block, Grid)]
    rows = {row.cells[1]: row.cells for row in grid.rows if row.kind == "data"}
    for target in season.campaign.targets:
        label = target.what[:1].upper() + target.what[1:]
        if target.code in told and len({t.what for t in season.campaign.targets if t.what == target.what}) == 1:
            part, whole = (sum(row[side] for row in told[target.code]) for side in (0, 1))
            assert rows[label][3].startswith(f"{count(part)}/{count(whole)} (")
            assert rows[label][-1] == ("Đạt" if 100 * part / whole >= (target.percent or 0) else "Chưa đạt")
        elif target.source == "hand":
            assert label not in rows
            assert any(target.what in str(part.blocks) for part in report.cover.appendices)


def test_a_target_of_which_only_a_hint_is_counted_is_told_in_the_note() -> None:
    season = season_of(49)
    report = consolidate(season, "report")
    (grid,) = [block for block in _section(report, _ORDER[2]).blocks if isinstance(block, Grid)]
    assert [row.kind for row in grid.rows] == ["group", "data", "group", "data"]
    hinted = [target for target in season.campaign.targets if target.figure in ("signed", "official")]
    left_out = next(part for part in report.cover.appendices if part.title.startswith("Chỉ tiêu chưa có số liệu"))
    told = repr(left_out.blocks)
    assert all(target.what in told and target.note in told for target in hinted)


def test_last_year_and_indices_stand_beside_this_year_where_somebody_said_them() -> None:
    season, _ = _with_figures(season_of(49))
    target = next(one for one in season.campaign.targets if one.code == "khong-tien-mat")
    targets = tuple(
        one.model_copy(update={"last_year": "1.900/2.000 (95%)"}) if one == target else one
        for one in season.campaign.targets
    )
    campaign = season.campaign.model_copy(update={"targets": targets})
    known = _entered(
        replace(season, campaign=campaign),
        (index_key("par-index"), "level", "84,15 điểm, hạng 12"),
        (target_key("xep-loai-ca-nhan"), "level", "98% cá nhân"),
    )
    (grid,) = [b for b in _section(consolidate(known, "report"), _ORDER[2]).blocks if isinstance(b, Grid)]
    assert [column.label for column in grid.columns][3:] == ["Thực hiện", "Năm trước", "Đánh giá"]
    rows = {row.cells[1]: row.cells for row in grid.rows if row.kind == "data"}
    assert rows["Thanh toán không dùng tiền mặt"][4] == "1.900/2.000 (95%)"
    assert rows["Chỉ số cải cách hành chính (PAR Index)"][3] == "84,15 điểm, hạng 12"
    assert indices_of(season)[0].this_year == ""


# --- Tables, hints, half a page ---------------------------------------------------------------------------------------


def test_kinds_and_places_are_two_tables_that_add_up() -> None:
    report = consolidate(season_of(49), "report")
    kinds, places = (grid for grid in _section(report, "Kết quả chung").blocks if isinstance(grid, Grid))
    assert (kinds.columns[0].label, places.columns[0].label) == ("Loại đơn vị", "Địa bàn")
    for grid in (kinds, places):
        *lines, total = grid.rows
        for column in (1, 2, 4):
            assert sum(int(row.cells[column]) for row in lines) == int(total.cells[column])


def test_what_follows_from_targets_and_limits_is_a_hint_within_a_gap() -> None:
    items = _items(_section(consolidate(season_of(49), "report"), "Phương hướng, nhiệm vụ"))
    assert all(item.startswith("[… ") and item.endswith("]") for item in items)
    assert any("để đạt chỉ tiêu" in item and "mới đạt 35/39" in item for item in items)
    assert any("giải pháp khắc phục: “Đường truyền" in item for item in items)


@pytest.mark.parametrize("size", [3, 49, 150])
def test_half_a_page_has_six_lines_and_a_picture_where_there_is_enough_to_draw(size: int) -> None:
    season = season_of(size)
    cells = statuses(season)
    counted = figures(season, cells)
    report = compose(season, "report", cells, counted)
    page = brief(material_of(season, "report", cells), report, counted)
    assert len(page.lines) == 6
    assert (page.chart is not None) == (size >= 10)
    sent = sum(cell.state in ("sent", "incomplete", "provisional", "paper") for cell in cells if cell.stage == "report")
    assert f"Báo cáo kết quả: {count(sent)}/{count(size)} đơn vị" in page.lines[0].text
    assert f"còn {count(len(report.cover.gaps))} chỗ trống" in page.lines[-1].text
