"""What a person changes in the sheets that show what units sent comes back as corrections; what does not is named."""

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from mailbot.reading.filled_sheets import read_filled
from mailbot.writing.workbook import Records, write_xlsx
from rules.drafting.cell_marks import MARKS, said
from rules.drafting.consolidate import consolidate
from rules.drafting.material import Entry, material_of
from rules.drafting.workbook_inputs import BY_HAND, HEADER_ROW, KEY
from rules.drafting.workbook_rows import UNIT
from rules.intake.workbook_taken import Taken, seal_in, still_new, take
from rules.intake.workbook_words import SHOWN, changes_of, not_taken, told
from rules.rulings import NO_MAIL, Add, Correct, Drop, Effect, Entered, Rename, Ruling, Submission, Turn
from rules.season import Season
from rules.standing.status import statuses
from tests.seasons import season_of, shipped_campaign

DAY = date(2024, 11, 1)
CAMPAIGN = shipped_campaign()
MADE_BY = b"k" * 32
SHEET, REPORTS = "Đăng ký", "Báo cáo kết quả"
TITLE = next(one.label for one in CAMPAIGN.fields if one.code == "title")
OWNERS = next(one.label for one in CAMPAIGN.fields if one.code == "owners")
KIND = next(one.label for one in CAMPAIGN.fields if one.kind == "choice" and "registration" in one.stages)
PERIOD = next(one.label for one in CAMPAIGN.fields if one.kind == "period")
DONE = next(one.label for one in CAMPAIGN.fields if one.kind == "percent")
FIRST = HEADER_ROW + 1


@cache
def _season() -> Season:
    return season_of(12, as_of=DAY)


def _entries(season: Season, stage: str = "registration") -> tuple[Entry, ...]:
    return material_of(season, stage, statuses(season)).this.entries()


@cache
def _made(key: bytes = MADE_BY) -> bytes:
    return write_xlsx(_season(), consolidate(_season(), "registration"), Records(key=key))


def _labels(made: Worksheet) -> dict[str, int]:
    return {str(cell.value): place for place, cell in enumerate(made[HEADER_ROW], 1)}


def _changed(change: Callable[[Workbook], None], key: bytes = MADE_BY) -> bytes:
    book = load_workbook(io.BytesIO(_made(key)))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(values: Mapping[tuple[int, str], object], sheet: str = SHEET) -> Callable[[Workbook], None]:
    """By row from 0 and label."""

    def change(book: Workbook) -> None:
        labels = _labels(book[sheet])
        for (row, label), value in values.items():
            book[sheet].cell(FIRST + row, labels[label]).value = value  # type: ignore[assignment]

    return change


def _taken(content: bytes, season: Season | None = None, key: bytes = MADE_BY) -> Taken:
    sheets, known = read_filled(content), season or _season()
    assert sheets is not None
    return take(sheets, known, statuses(known), "thuha@so.example", seal_in(sheets, key))


def _lines(taken: Taken) -> list[str]:
    return [line for _, lines in told(changes_of(taken.effects, _season())).groups for line in lines]


def _under(*effects: Effect) -> Season:
    """The season once this counts."""
    known = _season()
    number = max((one.number for one in known.rulings), default=0) + 1
    ruling = Ruling(number, "workbook", effects, (Turn("confirmed", "thuha@so.example", known.as_of, "email"),))
    return replace(known, rulings=(*known.rulings, ruling))


# --- What is taken --------------------------------------------------------------------------------------------------


def test_a_workbook_that_nobody_changed_gives_nothing() -> None:
    assert _taken(_made()) == Taken()


def test_a_changed_cell_is_a_correction_of_its_initiative() -> None:
    entry = _entries(_season())[0]
    taken = _taken(_changed(_cells({(0, OWNERS): "Lê Thị Hoa; Trần Văn Tú"})))
    (change,) = taken.contents
    (effect,) = change.effects
    assert isinstance(effect, Correct)
    assert (change.unit, effect.field, effect.value) == (entry.unit.code, "owners", ("Lê Thị Hoa", "Trần Văn Tú"))
    corrected = next(one for one in _entries(_under(effect)) if one.title == entry.title)
    assert corrected.tracked.initiative.get("owners") == ("Lê Thị Hoa", "Trần Văn Tú")
    assert "→ “Lê Thị Hoa; Trần Văn Tú”" in _lines(taken)[0]


def test_another_name_is_a_new_name_and_an_emptied_cell_says_nothing() -> None:
    taken = _taken(_changed(_cells({(0, TITLE): "Một tên hoàn toàn khác", (1, OWNERS): None})))
    assert {type(one) for one in taken.effects} == {Rename, Correct}
    assert {one.title for one in _entries(_under(*taken.effects))} >= {"Một tên hoàn toàn khác"}
    assert any("(để trống)" in line for line in _lines(taken))
    assert any("đổi tên thành “Một tên hoàn toàn khác”" in line for line in _lines(taken))


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (date(2024, 9, 1), "01/9/2024"),  # Excel made a day of what was typed
        ("  Tháng 9/2024 ", "Tháng 9/2024"),
        (2024, "2024"),
    ],
)
def test_what_excel_makes_of_a_period_is_text_again(value: object, wanted: str) -> None:
    (effect,) = _taken(_changed(_cells({(0, PERIOD): value}))).effects
    assert isinstance(effect, Correct) and effect.value == wanted


@pytest.mark.parametrize(("value", "wanted"), [("87,5%", 87.5), ("87.5", 87.5), (42, 42.0), ("x", None), (0.85, None)])
def test_numbers_stored_as_text_count_and_shares_are_asked_about(value: object, wanted: float | None) -> None:
    taken = _taken(_changed(_cells({(0, DONE): value}, REPORTS)))
    assert [one.value for one in taken.effects if isinstance(one, Correct)] == ([wanted] if wanted else [])
    assert len(taken.refused) == (0 if wanted else 1)


def test_the_same_number_as_text_and_the_same_text_otherwise_spaced_are_no_change() -> None:
    entry = _entries(_season(), "report")[0]
    share = entry.tracked.initiative.get("completion")
    assert isinstance(share, float)
    values = {(0, DONE): f"{share:g} %".replace(".", ","), (0, TITLE): f" {entry.title}  "}
    assert _taken(_changed(_cells(values, REPORTS))) == Taken()


def test_a_row_without_a_key_is_a_new_initiative_of_its_unit() -> None:
    unit = _entries(_season())[0].unit

    def add(book: Workbook) -> None:
        made = book[SHEET]
        made.insert_rows(FIRST + 2)
        _cells({(2, UNIT): unit.label, (2, TITLE): "Bàn hỗ trợ nộp hồ sơ", (2, OWNERS): "Lê Thị Hoa"})(book)

    taken = _taken(_changed(add))
    (effect,) = taken.effects
    assert isinstance(effect, Add) and not taken.refused
    assert "Bàn hỗ trợ nộp hồ sơ" in {one.title for one in _entries(_under(effect)) if one.unit == unit}
    assert _taken(_changed(add), _under(effect)) == Taken()  # sent twice it is there once


def test_a_new_row_of_a_unit_that_has_sent_nothing_came_without_a_mail() -> None:
    owing = next(one.unit for one in statuses(_season()) if one.stage == "report" and one.state == "owes")
    rows = len(_entries(_season(), "report"))
    taken = _taken(_changed(_cells({(rows, UNIT): owing.name, (rows, TITLE): "Bàn hỗ trợ nộp hồ sơ"}, REPORTS)))
    assert [type(one) for one in taken.effects] == [Submission, Add]
    assert isinstance(taken.effects[0], Submission) and taken.effects[0].arrival == NO_MAIL
    assert any(one.unit == owing for one in _entries(_under(*taken.effects), "report"))


def test_a_copied_row_that_was_filled_in_anew_is_a_new_one_and_the_original_stays() -> None:
    def copied(book: Workbook) -> None:
        made = book[SHEET]
        made.insert_rows(FIRST)
        for place, cell in enumerate(made[FIRST + 1], start=1):
            made.cell(FIRST, place).value = cell.value
        _cells({(0, TITLE): "Bàn hỗ trợ nộp hồ sơ"})(book)

    assert [type(one) for one in _taken(_changed(copied)).effects] == [Add]


def _deleted(book: Workbook) -> None:
    book[SHEET].delete_rows(FIRST)


def _cleared(book: Workbook) -> None:
    for cell in book[SHEET][FIRST][1:12]:
        cell.value = None


def _struck_through(book: Workbook) -> None:
    for cell in book[SHEET][FIRST]:
        cell.font = Font(name=cell.font.name, strike=True)


@pytest.mark.parametrize("struck", [_deleted, _cleared, _struck_through])
def test_a_struck_row_is_no_initiative_any_more(struck: Callable[[Workbook], None]) -> None:
    first = _entries(_season())[0]
    taken = _taken(_changed(struck))
    assert [type(one) for one in taken.effects] == [Drop]
    assert first.title not in {one.title for one in _entries(_under(*taken.effects)) if one.unit == first.unit}


def test_sorting_and_moving_columns_change_nothing() -> None:
    def sorted_anew(book: Workbook) -> None:
        made = book[SHEET]
        rows = [[cell.value for cell in row] for row in made.iter_rows(min_row=FIRST)]
        for number, row in enumerate(reversed(rows), start=FIRST):
            for column, value in enumerate(row, start=1):
                made.cell(number, column).value = value
        for cells in made.iter_rows(min_row=HEADER_ROW):
            cells[1].value, cells[2].value = cells[2].value, cells[1].value

    assert _taken(_changed(sorted_anew)) == Taken()


# --- What is named instead ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "cell", "why"),
    [
        ({(0, KIND): "linh tinh"}, "D5", "một trong các lựa chọn"),
        ({(0, TITLE): None}, "C5", "xóa cả dòng"),
        ({(0, UNIT): "Phòng khác"}, "B5", "chuyển nội dung sang đơn vị khác"),
        ({(0, "Xác nhận"): "đã xác nhận"}, "J5", "không nhận sửa"),
    ],
)
def test_what_is_not_taken_is_named_with_sheet_cell_and_reason(
    values: dict[tuple[int, str], object], cell: str, why: str
) -> None:
    taken = _taken(_changed(_cells(values)))
    assert taken.effects == ()
    (refused,) = taken.refused
    assert (refused.sheet, refused.cell) == (SHEET, cell)
    assert why in refused.why


def test_a_new_row_of_nobody_is_named() -> None:
    rows = len(_entries(_season()))
    taken = _taken(_changed(_cells({(rows, TITLE): "Của ai?"})))
    assert taken.effects == ()
    assert "đơn vị nào" in taken.refused[0].why


def test_a_value_that_changed_on_record_meanwhile_is_not_overwritten() -> None:
    filled = _changed(_cells({(0, OWNERS): "Lê Thị Hoa"}))
    other = _taken(_changed(_cells({(0, OWNERS): "Trần Văn Tú"}))).effects
    taken = _taken(filled, _under(*other))
    assert taken.effects == ()
    assert "đã đổi thành “Trần Văn Tú”" in taken.refused[0].why
    assert _taken(filled, _under(*_taken(filled).effects)) == Taken()  # the same again is nothing new
    assert _taken(_made(), _under(*other)) == Taken()  # whoever changed nothing takes nothing back


def test_a_row_whose_initiative_is_gone_is_named_only_where_it_was_changed() -> None:
    gone = _under(*_taken(_changed(_deleted)).effects)
    assert _taken(_made(), gone) == Taken()
    taken = _taken(_changed(_cells({(0, OWNERS): "Lê Thị Hoa"})), gone)
    assert (taken.effects, len(taken.refused)) == ((), 1)
    assert "đã được bỏ" in taken.refused[0].why


def test_a_row_that_changed_meanwhile_is_not_struck() -> None:
    other = _taken(_changed(_cells({(0, OWNERS): "Trần Văn Tú"}))).effects
    taken = _taken(_changed(_deleted), _under(*other))
    assert taken.effects == ()
    assert "đã có thay đổi" in taken.refused[0].why


def test_an_extract_strikes_nothing() -> None:
    taken = _taken(_changed(lambda book: book[SHEET].delete_rows(FIRST, len(_entries(_season())) - 1)))
    assert taken.effects == ()
    assert "bản trích" in taken.refused[0].why


def test_sheets_beside_are_named() -> None:
    def scribbled(book: Workbook) -> None:
        book["Tình trạng"].cell(FIRST, 5).value = "Đã gửi rồi mà"
        book.create_sheet("Nháp").cell(1, 1).value = "gọi lại cho trường"

    taken = _taken(_changed(scribbled))
    assert taken.effects == ()
    assert [(one.sheet, one.cell) for one in taken.refused] == [("Tình trạng", "E5"), ("Nháp", "A1")]


def test_reasons_of_one_kind_stand_together() -> None:
    filled = _cells({(0, KIND): "linh tinh", (1, KIND): "linh tinh", (2, KIND): "gì đó"})
    assert [one.place for one in not_taken(_taken(_changed(filled)).refused)] == [
        f"{SHEET}, ô D5, D6",
        f"{SHEET}, ô D7",
    ]


def test_the_same_change_of_several_stands_once_and_a_long_list_is_cut() -> None:
    several = [n for n, one in enumerate(_entries(_season())) if one.unit == _entries(_season())[3].unit]
    taken = _taken(_changed(_cells({(row, PERIOD): "Cả năm 2024" for row in several})))
    listing = told(changes_of(taken.effects, _season()))
    assert len(taken.contents) == 1 and listing.lines <= len(several)
    everything = {(row, OWNERS): f"Người số {row}" for row in range(len(_entries(_season())))}
    many = changes_of(_taken(_changed(_cells(everything))).effects, _season())
    cut = told(many, at_most=5)
    assert sum(len(lines) for _, lines in cut.groups) == 5 and cut.lines == len(many) <= SHOWN


# --- Workbooks of other makers --------------------------------------------------------------------------------------


def test_a_workbook_of_the_version_before_is_taken_where_it_is_filled_in_and_says_the_rest() -> None:
    """Without keys nobody can tell what was changed; its input sheets work as they did."""
    assert _taken(_made(b""), key=b"") == Taken()
    target = next(one for one in CAMPAIGN.targets if one.source == "stated" and one.percent is not None)

    def filled(book: Workbook) -> None:
        made = book[BY_HAND]
        labels = _labels(made)
        row = next(n for n in range(FIRST, made.max_row) if made.cell(n, labels[KEY]).value == f"target:{target.code}")
        made.cell(row, labels["Số đạt"]).value, made.cell(row, labels["Tổng số"]).value = 38, 39
        _cells({(0, OWNERS): "Lê Thị Hoa"})(book)

    taken = _taken(_changed(filled, b""), key=b"")
    assert all(isinstance(one, Entered) for one in taken.effects) and len(taken.effects) == 2
    (refused,) = taken.refused
    assert (refused.sheet, refused.cell) == (SHEET, "F5")
    assert "bản cũ" in refused.why


def test_a_workbook_of_another_office_is_not_compared() -> None:
    taken = _taken(_changed(_cells({(0, OWNERS): "Lê Thị Hoa"}), b"another"))
    assert taken.effects == ()
    assert "đã mất mã dòng" in taken.refused[0].why


def test_a_sheet_copied_into_a_file_of_its_own_is_known() -> None:
    def alone(book: Workbook) -> None:
        _cells({(0, OWNERS): "Lê Thị Hoa"})(book)
        for name in book.sheetnames:
            if name != SHEET:
                book.remove(book[name])

    assert [type(one) for one in _taken(_changed(alone)).effects] == [Correct]


# --- Input sheets ---------------------------------------------------------------------------------------------------


def test_what_was_entered_meanwhile_is_not_entered_over_by_an_older_workbook() -> None:
    target = next(one for one in CAMPAIGN.targets if one.source == "stated" and one.percent is not None)

    def fill(part: int) -> Callable[[Workbook], None]:
        def change(book: Workbook) -> None:
            made = book[BY_HAND]
            labels = _labels(made)
            facts = [str(made.cell(n, labels["Nội dung"]).value) for n in range(FIRST, made.max_row + 1)]
            row = FIRST + next(n for n, text in enumerate(facts) if target.what in text)
            made.cell(row, labels["Số đạt"]).value, made.cell(row, labels["Tổng số"]).value = part, 39

        return change

    first = _taken(_changed(fill(38)))
    assert len(first.entered) == 2
    later = _under(*first.effects)
    assert _taken(_made(), later) == Taken()  # the old copy, in which the cells are empty
    other = _taken(_changed(fill(30)), later)
    assert other.effects == ()
    assert "đã thành 38" in other.refused[0].why


# --- Shown, and confirmed later -------------------------------------------------------------------------------------


def test_what_changed_since_it_was_shown_is_not_done() -> None:
    effects = _taken(_changed(_cells({(0, OWNERS): "Lê Thị Hoa", (1, TITLE): "Tên khác hẳn"}))).effects
    assert still_new(effects, _season()) == effects
    assert still_new(effects, _under(*effects)) == ()
    other = _taken(_changed(_cells({(0, OWNERS): "Trần Văn Tú"}))).effects
    assert [type(one) for one in still_new(effects, _under(*other))] == [Rename]


def test_cells_say_the_same_whatever_program_saved_them() -> None:
    assert said("38") == said(38) == said(38.0) and said("38,5") == said(38.5)
    assert said(date(2024, 8, 23)) == said(datetime(2024, 8, 23, tzinfo=UTC))
    assert said("0912 345 678") == "0912 345 678" and said("0912") != said(912)
    assert said("một\n dòng") == said("một dòng") and said(None) == said("") == said("  ")


def test_marks_are_hidden() -> None:
    book = load_workbook(io.BytesIO(_made()))
    for made in book.worksheets:
        labels = _labels(made)
        if MARKS in labels:
            letter = get_column_letter(labels[MARKS])
            assert made.column_dimensions[letter].hidden
            assert letter in str(made.auto_filter.ref)  # so that sorting takes it along
    assert all(MARKS not in _labels(made) for made in load_workbook(io.BytesIO(_made(b""))).worksheets)
