"""What `mailbot roster take` makes of the lists that clerks really keep."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from mailbot.cli import cli
from mailbot.commands.roster import read_roster
from mailbot.reading.files import parse_file
from rules.campaign import UnitKind
from rules.errors import ConfigurationError
from rules.setup.roster_file import RosterReading
from tests.unit.clerks import LISTS, ClerksList, Kept, Rows, excel

KINDS = (
    UnitKind(code="phong", label="phòng thuộc Sở"),
    UnitKind(code="truong", label="trường trực thuộc"),
    UnitKind(code="trung-tam", label="trung tâm trực thuộc"),
)


@pytest.mark.parametrize("make", LISTS, ids=lambda make: make.__name__.strip("_"))
def test_a_clerks_list_is_taken_as_it_is(make: Callable[[], ClerksList], tmp_path: Path) -> None:
    kept = make()
    path = tmp_path / kept.file
    path.write_bytes(kept.content)
    units = read_roster(path, KINDS, parse_file).roster.units
    assert tuple(Kept(unit.name, unit.kind, unit.addresses, unit.phone) for unit in units) == kept.units


def _take(content: bytes, path: Path) -> RosterReading:
    path.write_bytes(content)
    return read_roster(path, KINDS, parse_file)


def test_a_doubt_names_the_sheet_the_row_and_what_to_do(tmp_path: Path) -> None:
    rooms = [["Phòng", "Email"], ["Phòng Mẫu", "mau@so.vn"]]
    schools = [["Trường", "Email"], ["Trường A", "a@so.vn"], ["Xưởng in", "xuong@@so"]]
    with pytest.raises(ConfigurationError) as caught:
        _take(excel(("Phòng", rooms, ()), ("Trường", schools, ())), tmp_path / "ds.xlsx")
    told = [str(problem) for problem in caught.value.problems]
    assert len(told) == 2
    assert all("ds.xlsx, trang tính “Trường”, dòng 3: " in one and " → " in one for one in told)
    assert "«Xưởng in» thuộc loại đơn vị nào" in "".join(told)
    assert "«xuong@@so» không phải là địa chỉ thư" in "".join(told)


def test_what_was_told_from_elsewhere_or_passed_over_is_noted(tmp_path: Path) -> None:
    rows = [
        ["Đơn vị", "Số ĐT", "Email"], ["1. Huyện Mẫu"], ["Trường A (địa chỉ mới)", "912000111", "a@so.vn"],
        ["Trường B", "", ""], ["", "", "b@so.vn"], ["NGƯỜI LẬP BIỂU"], ["Vũ Mẫu", "", "vu@so.vn"],
    ]  # fmt: skip
    reading = _take(excel(("DS", rows, ())), tmp_path / "ds.xlsx")
    first, second = reading.roster
    assert (first.name, first.code, first.group, first.phone) == ("Trường A", "truong-a", "Huyện Mẫu", "0912000111")
    assert second.addresses == ("b@so.vn",)
    notes = "\n".join(map(str, reading.notes))
    assert "dòng 3: «(địa chỉ mới)» không thuộc tên đơn vị" in notes
    assert "dòng 5: dòng này được tính vào đơn vị ở dòng trên («Trường B»): thêm b@so.vn" in notes
    assert "dòng 7: có địa chỉ thư dưới phần ký, không đọc" in notes
    assert "được nhận ra từ tên và tiêu đề nhóm: 2 trường trực thuộc" in notes


def test_a_line_that_is_no_unit_is_not_made_one(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Đơn vị", "Email"], ["a)", "Các phòng chuyên môn"], [1, "Phòng Giáo dục Trung học", "gdtrh@so.vn"],
        ["b)", "Đơn vị sự nghiệp"], [2, "Trường Phổ thông DTNT tỉnh", "dtnt@so.vn"], [3, "Trung tâm Mẫu"],
        ["", "(Danh sách có 03 đơn vị)"],
    ]  # fmt: skip
    reading = _take(excel(("DS", rows, ())), tmp_path / "ds.xlsx")
    assert [unit.kind for unit in reading.roster] == ["phong", "truong", "trung-tam"]
    doubts = [note.line for note in reading.notes if "được coi là tiêu đề nhóm" in note.what]
    assert doubts == [4, 7]


def test_rows_that_a_filter_hides_are_told(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["Đơn vị", "Email"], ["Trường A", "a@so.vn"], ["Trường B", "b@so.vn"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    book.save(tmp_path / "ds.xlsx")
    reading = read_roster(tmp_path / "ds.xlsx", KINDS, parse_file)
    assert [unit.name for unit in reading.roster] == ["Trường A"]
    assert any("1 dòng bị ẩn (3)" in note.what for note in reading.notes)


PACKAGES = [make for make in LISTS if make().file.endswith((".xlsx", ".docx"))]  # half of a text is a shorter text


@pytest.mark.parametrize("make", PACKAGES, ids=lambda make: make.__name__.strip("_"))
def test_a_list_that_was_cut_in_the_middle_is_a_sentence(make: Callable[[], ClerksList], tmp_path: Path) -> None:
    kept = make()
    with pytest.raises(ConfigurationError) as caught:
        _take(kept.content[: len(kept.content) // 2], tmp_path / kept.file)
    assert len(caught.value.problems) == 1


def test_taking_a_list_without_a_terminal_changes_nothing_and_names_yes(tmp_path: Path) -> None:
    kept = LISTS[0]()
    (tmp_path / kept.file).write_bytes(kept.content)
    (tmp_path / "config.toml").write_text('campaign = "cchc-2024"\ndata_folder = "du-lieu"\n')
    call = ["--config", str(tmp_path / "config.toml"), "roster", "take", str(tmp_path / kept.file)]
    refused = CliRunner().invoke(cli, call)
    assert refused.exit_code == 1
    assert "roster take --yes" in refused.output
    taken = CliRunner().invoke(cli, [*call, "--yes"])
    assert taken.exit_code == 0, taken.output
    assert "Trường THPT Mẫu Một" in (tmp_path / "du-lieu" / "rosters" / "laocai-2024.csv").read_text("utf-8-sig")
