"""What a person fills into the workbook is taken cell by cell; everything else is not."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from openpyxl import load_workbook

from mailbot.reading.filled_sheets import read_filled
from mailbot.writing.workbook import Records, write_xlsx
from rules.drafting.consolidate import consolidate
from rules.drafting.seal import seal_of
from rules.drafting.workbook_inputs import BY_HAND, HEADER_ROW, KEY
from rules.intake.workbook_taken import Taken, seal_in, still_new, take
from rules.intake.workbook_words import changes_of
from rules.rulings import Entered, Mark
from rules.season import Season
from rules.standing.status import statuses
from tests.seasons import ruled, season_of, shipped_campaign

DAY = date(2024, 8, 26)
CAMPAIGN = shipped_campaign()
SHARE = next(one for one in CAMPAIGN.targets if one.source == "stated" and one.percent is not None)
PART, WHOLE, TICKED, RECEIVED, NOTE = (
    "Số đạt",
    "Tổng số",
    "Đã nộp bản giấy / qua hệ thống khác (x)",
    "Ngày nhận",
    "Nguồn số liệu, ghi chú",
)


@cache
def _season() -> Season:
    return season_of(12, as_of=DAY)


@cache
def _book() -> bytes:
    return write_xlsx(_season(), consolidate(_season(), "registration"))


def _filled(sheet: str, row: str, values: Mapping[str, object]) -> bytes:
    """The workbook with some cells filled as Excel fills them."""
    book = load_workbook(io.BytesIO(_book()))
    made = book[sheet]
    labels = {str(cell.value): place for place, cell in enumerate(made[HEADER_ROW], 1)}
    numbers = [n for n in range(HEADER_ROW + 1, made.max_row + 1) if made.cell(n, labels[KEY]).value == row]
    for label, value in values.items():
        made.cell(numbers[0], labels[label]).value = value  # type: ignore[assignment]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _taken(content: bytes) -> Taken:
    sheets = read_filled(content)
    assert sheets is not None
    return take(sheets, _season(), statuses(_season()), "thuha@so.example")


def _paper_row() -> tuple[str, str]:
    owing = next(cell for cell in statuses(_season()) if cell.stage == "registration" and cell.state == "owes")
    return f"paper:registration:{owing.unit.code}", owing.unit.code


def test_rows_of_a_sealed_workbook_are_known_by_their_seal_alone() -> None:
    report = consolidate(_season(), "registration")
    seal = seal_of(b"k" * 32, report.cover.digest)
    assert seal is not None
    book = load_workbook(io.BytesIO(write_xlsx(_season(), report, Records(key=b"k" * 32))))
    made = book[BY_HAND]
    labels = {str(cell.value): place for place, cell in enumerate(made[HEADER_ROW], 1)}
    keys = {str(made.cell(n, labels[KEY]).value): n for n in range(HEADER_ROW + 1, made.max_row + 1)}
    row = keys[seal.row(f"target:{SHARE.code}")]
    for label, value in {PART: 38, WHOLE: 39}.items():
        made.cell(row, labels[label]).value = value
    out = io.BytesIO()
    book.save(out)
    sheets = read_filled(out.getvalue())
    assert sheets is not None
    found = seal_in(sheets, b"k" * 32)
    assert found == seal
    taken = take(sheets, _season(), statuses(_season()), "thuha@so.example", found)
    assert {(one.row, one.value) for one in taken.entered} == {
        (f"target:{SHARE.code}", 38.0),
        (f"target:{SHARE.code}", 39.0),
    }
    unknown = take(sheets, _season(), statuses(_season()), "thuha@so.example")
    assert unknown.entered == () and unknown.refused


def test_what_was_entered_meanwhile_is_no_longer_new() -> None:
    taken = _taken(_filled(BY_HAND, f"target:{SHARE.code}", {PART: 38, WHOLE: 39}))
    row, _ = _paper_row()
    effects: tuple[Entered | Mark, ...] = (*taken.entered, *_taken(_filled(BY_HAND, row, {TICKED: "x"})).papers)
    assert still_new(effects, _season()) == effects
    assert still_new(effects, replace(_season(), rulings=(*_season().rulings, *ruled(*effects)))) == ()


def test_a_workbook_that_nobody_filled_gives_nothing() -> None:
    assert _taken(_book()) == Taken()


def test_figures_are_taken_with_their_cells_told() -> None:
    taken = _taken(_filled(BY_HAND, f"target:{SHARE.code}", {PART: 38, WHOLE: "39", NOTE: "Báo cáo số 12"}))
    assert {(one.row, one.column): one.value for one in taken.entered} == {
        (f"target:{SHARE.code}", "part"): 38.0,
        (f"target:{SHARE.code}", "whole"): 39.0,
        (f"target:{SHARE.code}", "source"): "Báo cáo số 12",
    }
    assert (len(changes_of(taken.effects, _season())), taken.refused) == (3, ())


def test_what_came_on_paper_becomes_a_decision() -> None:
    row, unit = _paper_row()
    taken = _taken(_filled(BY_HAND, row, {TICKED: "X", RECEIVED: "20/8/2024"}))
    assert [(one.kind, one.unit, one.until) for one in taken.papers] == [("paper", unit, date(2024, 8, 20))]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({PART: "rất nhiều", WHOLE: 39}, "không phải là số"),
        ({PART: 40, WHOLE: 39}, "không thể lớn hơn"),
        ({PART: 38}, "cần có cả"),
        ({PART: -1, WHOLE: 39}, "không nằm trong khoảng"),
        ({PART: 3.5, WHOLE: 39}, "số nguyên"),
        ({TICKED: "x"}, "không nhập"),
    ],
)
def test_nonsense_is_refused_cell_by_cell_in_clear_words(values: dict[str, object], why: str) -> None:
    taken = _taken(_filled(BY_HAND, f"target:{SHARE.code}", values))
    assert not taken.entered
    assert not taken.papers
    assert any(why in one.why for one in taken.refused)
    assert all(one.cell[0].isalpha() and one.cell[-1].isdecimal() for one in taken.refused)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({TICKED: "có lẽ"}, "hoặc để trống"),
        ({TICKED: "x", RECEIVED: "31/9/2024"}, "không phải là ngày"),
        ({TICKED: "x", RECEIVED: date(2024, 12, 1)}, "chưa đến"),
        ({RECEIVED: "20/8/2024"}, "trước"),
    ],
)
def test_a_day_that_cannot_be_is_refused(values: dict[str, object], why: str) -> None:
    taken = _taken(_filled(BY_HAND, _paper_row()[0], values))
    assert any(why in one.why for one in taken.refused)


def test_a_changed_fact_is_named_and_never_taken() -> None:
    taken = _taken(_filled(BY_HAND, f"target:{SHARE.code}", {"Nội dung": "Chỉ tiêu khác", "Chỉ tiêu": "1%"}))
    assert taken.effects == ()
    assert [one.cell[0] for one in taken.refused] == ["C", "D"]


def test_a_row_whose_key_was_spoiled_is_refused() -> None:
    taken = _taken(_filled(BY_HAND, f"target:{SHARE.code}", {KEY: "target:khac", PART: 1, WHOLE: 2}))
    assert taken.entered == ()
    assert "không có dòng nào mang mã" in taken.refused[0].why


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 100, _book()[:2000]])
def test_a_file_that_is_no_workbook_of_ours_is_none(content: bytes) -> None:
    assert read_filled(content) is None
