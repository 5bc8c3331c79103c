"""The workbook: what stands in its cells, how it prints, and that nothing of a unit is ever a formula."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from mailbot.reading.filled_sheets import read_filled
from mailbot.writing.consolidated import write_docx
from mailbot.writing.sheets import at, put, safe
from mailbot.writing.workbook import Records, write_xlsx
from rules.document import Where
from rules.drafting.consolidate import consolidate
from rules.drafting.seal import seal_of
from rules.drafting.workbook_rows import CELL_LIMIT
from rules.initiative import Initiative, Value
from rules.intake.workbook_taken import seal_in
from rules.season import Season
from rules.standing.status import statuses
from tests.seasons import season_of
from tests.waiting import PATIENCE

_INJECTIONS = (
    "=1+1",
    '=HYPERLINK("http://x.example","y")',
    "+84912345678",
    "-5 ngày",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "=cmd|' /C calc'!A0",
    "|x",
    "%x",
)


def _book(season: Season) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(_bytes(season)))


def _bytes(season: Season) -> bytes:
    return write_xlsx(season, consolidate(season, season.campaign.stages[-1].code))


def _titled(season: Season, titles: Mapping[int, str]) -> Season:
    """The season with other titles in the first initiative of each version."""

    def changed(item: Initiative, text: str) -> Initiative:
        return replace(item, values={**item.values, "title": replace(item.values["title"], value=text)})

    versions = tuple(
        replace(version, initiatives=(changed(version.initiatives[0], titles[place]), *version.initiatives[1:]))
        if place in titles
        else version
        for place, version in enumerate(season.versions)
    )
    return replace(season, read=versions)


def _column(sheet: Worksheet, label: str) -> list[object]:
    header = next(cell for cell in sheet[4] if cell.value == label)
    return [sheet.cell(row, header.column).value for row in range(5, sheet.max_row + 1)]


@pytest.fixture(scope="module")
def season() -> Season:
    return season_of(49)


@pytest.fixture(scope="module")
def book(season: Season) -> Workbook:
    return _book(season)


# --- Content ----------------------------------------------------------------------------------------------------


def test_each_initiative_has_a_row_with_all_its_fields(book: Workbook, season: Season) -> None:
    for stage, name in (("registration", "Đăng ký"), ("report", "Báo cáo kết quả")):
        items = [item for version in season.versions if version.stage == stage for item in version.initiatives]
        sheet = book[name]
        assert sorted(map(str, _column(sheet, "Tên mô hình, giải pháp, sáng kiến"))) == sorted(
            item.title for item in items
        )
        labels = [cell.value for cell in sheet[4]]
        assert [spec.label for spec in season.campaign.fields_of(stage)] == [
            label for label in labels if label in {spec.label for spec in season.campaign.fields}
        ]
        owners = sum(bool(item.get("owners")) for item in items)
        assert sum(bool(value) for value in _column(sheet, "Người thực hiện")) == owners


def test_the_matrix_shows_every_unit_in_every_stage(book: Workbook, season: Season) -> None:
    sheet = book["Tình trạng"]
    assert _column(sheet, "Đơn vị") == [unit.label for unit in season.roster]
    owing = [cell for cell in statuses(season) if cell.stage == "report" and cell.state == "owes"]
    assert _column(sheet, "Báo cáo kết quả: tình trạng").count("Chưa gửi") == len(owing) > 0


def test_what_came_in_is_listed_as_a_register_with_its_numbers_left_to_a_person(book: Workbook, season: Season) -> None:
    sheet = book["Sổ bản gửi đến"]
    assert len(_column(sheet, "STT")) == len(season.versions)
    assert not any(_column(sheet, "Số đến")) and not any(_column(sheet, "Số, ký hiệu"))


def test_the_register_shows_what_the_paper_says_of_itself(season: Season) -> None:
    here = Where("ds.docx")
    facts = {"number": "87", "sign": "THPTS2BT", "issued": "2024-08-20", "kind": "Công văn",
             "subject": "đăng ký sáng kiến", "signer": "Lò Văn Mẫu", "issuer": "TRƯỜNG LẠ"}  # fmt: skip
    imprint = {code: Value(text, here, "test") for code, text in facts.items()}
    told = replace(season.versions[0], id=999, unit=None, imprint=imprint)
    sheet = _book(replace(season, read=(told,)))["Sổ bản gửi đến"]
    names = ("Số, ký hiệu", "Ngày văn bản", "Tên loại", "Trích yếu", "Người ký", "Cơ quan, tổ chức ban hành")
    shown = [str(_column(sheet, name)[0]) for name in names]
    assert shown == ["87/THPTS2BT", "2024-08-20 00:00:00", "Công văn", "đăng ký sáng kiến", "Lò Văn Mẫu", "TRƯỜNG LẠ"]


def test_a_version_nobody_can_place_is_in_the_register(season: Season) -> None:
    lost = replace(season.versions[0], id=999, unit=None, provisional=True)
    sheet = _book(replace(season, read=(*season.read, lost)))["Sổ bản gửi đến"]
    assert "(chưa rõ đơn vị)" in _column(sheet, "Cơ quan, tổ chức ban hành")


def test_charts_are_native_and_draw_cells(book: Workbook) -> None:
    charts = getattr(book["Biểu đồ"], "_charts")  # noqa: B009 - openpyxl has no public name for them
    assert len(charts) == 6
    for chart in charts:
        for series in chart.series:
            assert series.val.numRef.f.startswith("'Biểu đồ'!")


def test_a_campaign_of_other_stages_gets_other_sheets(season: Season) -> None:
    stage = season.campaign.stage("report").model_copy(update={"label": "tổng kết [cuối/năm]: " + "dài " * 10})
    campaign = season.campaign.model_copy(update={"stages": (season.campaign.stages[0], stage)})
    names = _book(replace(season, campaign=campaign)).sheetnames
    assert any(name.startswith("Tổng kết cuối năm") and len(name) <= 31 for name in names)


def test_a_campaign_of_one_stage_and_one_field_needs_no_code(season: Season) -> None:
    campaign = season.campaign
    stage = campaign.stages[0].model_copy(update={"code": "idea", "label": "gửi ý tưởng"})
    title = campaign.field("title").model_copy(
        update={"label": "Tên ý tưởng", "stages": ("idea",), "required_in": ("idea",)}
    )
    update = {"stages": (stage,), "fields": (title,), "remarks": (), "targets": ()}
    versions = tuple(replace(version, stage="idea") for version in season.versions if version.stage == "registration")
    other = replace(season, campaign=campaign.model_copy(update=update), read=versions, rulings=(), letters=())
    book = _book(other)
    assert len(_column(book["Gửi ý tưởng"], "Tên ý tưởng")) == sum(len(version.initiatives) for version in versions)
    assert write_docx(consolidate(other, "idea"), other.campaign)[:2] == b"PK"


# --- Sheets that can be read and printed ------------------------------------------------------------------------


def test_tables_are_frozen_filtered_and_ready_to_print(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.print_area and sheet.page_setup.orientation == "landscape"
        fit = sheet.sheet_properties.pageSetUpPr
        assert sheet.page_setup.fitToWidth == 1 and fit is not None and fit.fitToPage
        if sheet.title != "Biểu đồ":
            assert sheet.freeze_panes == "C5" and sheet.auto_filter.ref.startswith("A4:")
            assert sheet.print_title_rows == "$4:$4"


def test_states_are_told_by_words_and_by_darkness(book: Workbook) -> None:
    sheet = book["Tình trạng"]
    looks = {}
    for row in sheet.iter_rows(min_row=5):
        for cell in row:
            if cell.value in ("Đã gửi", "Chưa gửi", "Đã gửi, còn thiếu"):
                looks[cell.value] = (cell.fill.fgColor.rgb, cell.font.color.rgb, cell.font.bold)
    darkness = {word: sum(int(fill[at : at + 2], 16) for at in (2, 4, 6)) for word, (fill, _, _) in looks.items()}
    assert darkness["Chưa gửi"] < 300 < darkness["Đã gửi, còn thiếu"] < darkness["Đã gửi"]
    assert looks["Chưa gửi"][1].endswith("FFFFFF")


# --- Text of units ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", _INJECTIONS)
def test_no_text_of_a_unit_becomes_a_formula(text: str) -> None:
    season = _titled(season_of(12), dict.fromkeys(range(200), text))
    content = _bytes(season)
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for cell in row]
    found = [cell for cell in cells if cell.value == safe(text)]
    assert found
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in found if not text.startswith(("\t", "\r")))
    formulas = {re.sub(r"\d+", "1", str(cell.value)) for cell in cells if cell.data_type == "f"}
    assert formulas == {'=IF(COUNT(J1:M1)=1,"",SUM(J1:M1))'}  # the sum of the points, and nothing else
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/"):
                assert package.read(name).count(b"<f>") in (0, sum(cell.data_type == "f" for cell in cells))


@given(st.text(max_size=300))
@settings(max_examples=150)
def test_any_text_can_be_kept_and_read_again(text: str) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    put(at(sheet, 1, 1), text)
    out = io.BytesIO()
    book.save(out)
    read = openpyxl.load_workbook(io.BytesIO(out.getvalue())).worksheets[0]["A1"]
    assert (read.value or "") == safe(text)
    assert read.data_type in ("s", "n")


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    assert len(safe("a" * 40_000)) == CELL_LIMIT
    assert safe("a" * 40_000).endswith("…")
    assert safe("a\x00b\x1bc\ud800d") == "a b c d"


# --- Bytes ------------------------------------------------------------------------------------------------------


def test_equal_facts_give_equal_bytes() -> None:
    season = season_of(12)
    content = _bytes(season)
    assert content == _bytes(season)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert b"dcterms:modified" not in package.read("docProps/core.xml")


def test_a_sealed_workbook_is_equal_for_equal_facts_and_differs_for_another_key() -> None:
    season = season_of(12)
    report = consolidate(season, "registration")

    def sealed(key: bytes) -> bytes:
        return write_xlsx(season, report, Records(key=key))

    assert sealed(b"one") == sealed(b"one")
    found = read_filled(sealed(b"one"))
    assert found is not None
    assert seal_in(found, b"one") == seal_of(b"one", report.cover.digest)
    assert seal_in(found, b"two") is None
    plain = read_filled(_bytes(season))
    assert plain is not None and seal_in(plain, b"one") is None


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (make system-deps)")
def test_libreoffice_opens_what_is_written(tmp_path: Path) -> None:
    (tmp_path / "season.xlsx").write_bytes(_bytes(_titled(season_of(12), {0: "=1+1"})))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "csv"]
    command[-1] = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
    subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "season.xlsx")], check=True, timeout=PATIENCE)
    (made,) = tmp_path.glob("*.csv")
    assert "=1+1" in made.read_text(encoding="utf-8")
