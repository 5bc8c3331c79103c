"""Rosters as clerks keep them: encodings, delimiters, headers, gaps, mistakes, and what a new one changes."""

import csv
import io
import os
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.campaign import UnitKind
from rules.errors import ConfigurationError, Problem
from rules.roster import Roster, Unit
from rules.setup.csv_text import decode
from rules.setup.roster_changes import completed, difference
from rules.setup.roster_file import (
    COLUMNS,
    NO_UNITS,
    RosterReading,
    confirmed,
    parse_roster,
    parse_rows,
    title,
    unconfirmed,
    write_roster,
)

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "rules" / "rosters" / "laocai-2024.csv"
SHARED = Path(os.environ.get("MAILBOT_SHARED", ROOT.parent / "shared"))
KINDS = (
    UnitKind(code="phong", label="phòng thuộc Sở"),
    UnitKind(code="truong", label="trường trực thuộc"),
    UnitKind(code="trung-tam", label="trung tâm trực thuộc"),
)
HEADER = "STT;Mã;Loại;Tên đơn vị;Tên gọi khác;Email;Điện thoại"
ROWS = (
    "1;thpt-mau;Trường;Trường THPT Mẫu;THPT Mẫu | Trường Mẫu;mau@truong.example; 0912345678",
    "2;phong-mau;phòng thuộc Sở;Phòng Thử nghiệm;;thu@phong.example;",
)


def read(content: bytes | str, known: Roster = NO_UNITS) -> RosterReading:
    return parse_roster(content if isinstance(content, bytes) else content.encode(), "ds.csv", KINDS, known)


def table(*rows: str) -> str:
    return "\n".join((HEADER, *rows)) + "\n"


def problems_of(content: bytes | str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigurationError) as caught:
        read(content)
    return caught.value.problems


# --- What clerks save -------------------------------------------------------------------------------------------


def test_a_school_without_an_address_is_no_repeated_header() -> None:
    rows = [
        (1, ("Mã", "Loại", "Tên", "Người đứng đầu", "Chức vụ")),
        (2, ("a", "trường", "Trường A", "Lê B", "Hiệu trưởng")),
    ]
    assert [unit.code for unit in parse_rows(rows, "ds.xlsx", KINDS).roster] == ["a"]


def test_the_shipped_roster_has_the_49_units_that_nobody_has_confirmed() -> None:
    reading = parse_roster(SHIPPED.read_bytes(), str(SHIPPED), KINDS)
    units = reading.roster.units
    assert len(units) == 49
    assert [sum(unit.kind == kind.code for unit in units) for kind in KINDS] == [10, 38, 1]
    assert all(unit.addresses and unit.addresses[0].endswith(".example") for unit in units)
    assert not any(unit.confirmed_by or unit.confirmed_on for unit in units)
    assert reading.columns == set(COLUMNS)


@pytest.mark.shared
def test_the_shipped_roster_is_the_one_of_the_collection() -> None:
    path = SHARED / "forms" / "units.csv"
    if not path.is_file():
        pytest.skip("the sample collection is not here")
    theirs = read(path.read_bytes())
    ours = parse_roster(SHIPPED.read_bytes(), str(SHIPPED), KINDS).roster
    assert not difference(ours, completed(theirs, ours))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_delimiter_and_encoding_gives_the_same_roster(delimiter: str, encoding: str) -> None:
    expected = read(table(*ROWS)).roster
    out = io.StringIO()
    rows = [HEADER.split(";"), *(row.split(";") for row in ROWS)]
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    assert read(out.getvalue().encode(encoding)).roster == expected


TONES = "\u0300\u0301\u0303\u0309\u0323"


def cp1258(text: str) -> bytes:
    """As Windows writes it: what has no code of its own as a letter and a tone."""
    out = bytearray()
    for char in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", char)
        letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
        tone = "".join(part for part in parts if part in TONES)
        out += (letter + tone).encode("cp1258")
    return bytes(out)


def test_the_old_encoding_of_vietnamese_windows_is_read() -> None:
    text = table(*ROWS, "3;x;phòng;Văn phòng Sở Giáo dục và Đào tạo thị xã Nghĩa Lộ, Ủy ban, Thủy, ướt, ặ, ữ;;;")
    assert decode(cp1258(text)) == text


@pytest.mark.parametrize(
    "content",
    [
        table(*ROWS).encode("cp1252", "replace"),
        "STT;Tên\n1;Tr\ufffdờng\n".encode(),
        b"STT;T\xaan\n1;Tr\xad\xeang THPT\n",  # TCVN3 (ABC)
    ],
)
def test_letters_that_were_lost_in_saving_are_told_never_guessed(content: bytes) -> None:
    (problem,) = problems_of(content)
    assert "đã hỏng khi lưu" in problem.what
    assert "CSV UTF-8" in problem.remedy


def test_the_header_is_found_below_a_title_and_columns_by_what_clerks_call_them() -> None:
    head = "SỞ GIÁO DỤC VÀ ĐÀO TẠO;;\nDANH SÁCH ĐƠN VỊ;;\n;;\n"
    reading = read(f"{head}tên trường ;LOẠI;E-mail\nTrường THPT Mẫu;trường;A@B.example\n")
    (unit,) = reading.roster
    assert (unit.name, unit.kind, unit.addresses) == ("Trường THPT Mẫu", "truong", ("a@b.example",))
    assert reading.columns == {"name", "kind", "addresses"}


def test_a_unit_without_a_code_keeps_the_one_it_has_or_gets_one_from_its_name() -> None:
    text = "Loại;Tên đơn vị\ntrường;Trường THPT số 1 Mẫu\ntrường;Trường THPT số 2 Mẫu\n"
    known = Roster((Unit(code="mau-1", kind="truong", name="TRƯỜNG THPT SỐ 1 MẪU"),))
    assert [unit.code for unit in read(text, known).roster] == ["mau-1", "truong-thpt-so-2-mau"]


@pytest.mark.parametrize(
    ("cell", "addresses"),
    [
        ("a@b.example|C@d.example", ("a@b.example", "c@d.example")),
        ("a@b.example , c@d.example; a@b.example", ("a@b.example", "c@d.example")),
        ("Nguyễn Văn Mẫu <a@b.example>; c@d.example", ("a@b.example", "c@d.example")),
        ("a@b.example\nc@d.example", ("a@b.example", "c@d.example")),
        ("", ()),
    ],
)
def test_several_addresses_stand_in_one_cell_in_their_order(cell: str, addresses: tuple[str, ...]) -> None:
    rows = [(1, ("Loại", "Tên", "Email")), (2, ("trường", "Trường Mẫu", cell))]
    assert parse_rows(rows, "ds.xlsx", KINDS).roster.units[0].addresses == addresses


@pytest.mark.parametrize(
    ("column", "given", "field", "expected"),
    [
        ("Điện thoại", "912345678", "phone", "0912345678"),
        ("Điện thoại", "0214.123.456", "phone", "0214.123.456"),
        ("Bắt buộc", "không", "must_register", False),
        ("Bắt buộc", "", "must_register", True),
        ("Bắt buộc", "X", "must_register", True),
        ("Từ ngày", "01/7/2025", "valid_from", date(2025, 7, 1)),
        ("Đến ngày", "2025-06-30", "valid_to", date(2025, 6, 30)),
        ("Tên gọi khác", "A;B | C\nA", "aliases", ("A", "B", "C")),
        ("Tên viết tắt", " THPT \u00a0Mẫu ", "short", "THPT Mẫu"),
    ],
)
def test_cells_are_read_as_clerks_mean_them(column: str, given: str, field: str, expected: object) -> None:
    rows = [(1, ("Loại", "Tên", column)), (2, ("trường", "Trường Mẫu", given))]
    assert getattr(parse_rows(rows, "ds.xlsx", KINDS).roster.units[0], field) == expected


def test_text_in_decomposed_letters_is_composed() -> None:
    assert read(unicodedata.normalize("NFD", table(*ROWS))).roster == read(table(*ROWS)).roster


# --- What is wrong, and what is worth knowing -------------------------------------------------------------------


def test_all_mistakes_are_told_at_once_with_their_lines() -> None:
    text = table(
        ROWS[0],
        "2;thpt-mau;trường;Trường THPT Khác;;;",
        "3;Mã Lạ;xưởng;Xưởng in;;khong@@co;",
        '4;hai-dong;trường;"Trường\nhai dòng";;;',
        "5;trung;trường;TRƯỜNG THPT MẪU;;;",
        "6;khong-ten;trường;;;;",
    )
    found = [(problem.line, problem.what) for problem in problems_of(text)]
    assert [line for line, _ in found] == [3, 4, 4, 4, 7, 8]
    said = "\n".join(what for _, what in found)
    for part in ("đã dùng ở dòng 2", "«Mã Lạ»", "«xưởng»", "khong@@co", "đã có ở dòng 2", "không có tên đơn vị"):
        assert part in said
    assert all(problem.remedy for problem in problems_of(text))


@pytest.mark.parametrize(
    ("column", "given", "said"),
    [
        ("Bắt buộc", "có lẽ", "không rõ"),
        ("Từ ngày", "31/02/2025", "không phải là một ngày"),
        ("Email", "truong@", "không phải là địa chỉ thư"),
        ("Thư thủ trưởng", "@x.example", "không phải là địa chỉ thư"),
        ("Ngày xác nhận", "01/7/2025", "không có người xác nhận"),
    ],
)
def test_a_cell_that_makes_no_sense_is_told(column: str, given: str, said: str) -> None:
    rows = [(1, ("Loại", "Tên", column)), (5, ("trường", "Trường Mẫu", given))]
    with pytest.raises(ConfigurationError, match=said) as caught:
        parse_rows(rows, "ds.xlsx", KINDS)
    assert {problem.line for problem in caught.value.problems} == {5}


def test_a_validity_that_ends_before_it_begins_is_told() -> None:
    rows = [(1, ("Loại", "Tên", "Từ ngày", "Đến ngày")), (2, ("trường", "Trường Mẫu", "2/1/2025", "1/1/2025"))]
    with pytest.raises(ConfigurationError, match="trước ngày bắt đầu"):
        parse_rows(rows, "ds.xlsx", KINDS)


@pytest.mark.parametrize("text", ["", "một\nhai\n", HEADER + "\n", "\n\n"])
def test_a_table_without_units_is_told(text: str) -> None:
    assert problems_of(text)


def test_what_two_units_share_is_noted_not_refused() -> None:
    text = table(
        "1;a;trường;Trường A;Trường Mẫu;chung@truong.example;",
        "2;b;trường;Trường B;TRƯỜNG MẪU;chung@truong.example;",
    )
    said = "\n".join(map(str, read(text).notes))
    assert "chung@truong.example là của Trường A, Trường B" in said
    assert "vừa chỉ «Trường A», vừa chỉ «Trường B»" in said


def test_what_empty_cells_lead_to_is_told_once_per_column() -> None:
    reading = read(table(ROWS[0], "2;b;trường;Trường B;;;"))
    whole = [str(note) for note in reading.notes if note.line is None]
    assert sum("không có địa chỉ thư" in note and "không nhắc được" in note for note in whole) == 1
    assert any("tất cả đơn vị không có họ tên thủ trưởng" in note for note in whole)


def test_a_column_that_is_not_used_is_noted() -> None:
    notes = parse_rows([(1, ("Loại", "Tên", "Màu sơn")), (2, ("trường", "T", "xanh"))], "ds.xlsx", KINDS).notes
    assert any("«Màu sơn» không dùng đến" in note.what for note in notes)


# --- Writing and changing ---------------------------------------------------------------------------------------

# A "?" inside a word is what is left of a letter that was lost.
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="?\ufffd"), max_size=12)


@given(short=TEXTS, head=TEXTS, phone=TEXTS.filter(lambda text: not text.isdigit()))
def test_a_written_roster_reads_the_same(short: str, head: str, phone: str) -> None:
    unit = Unit(code="a", kind="truong", name="Trường A", short=short, head_name=head, phone=phone)
    first = read(write_roster(Roster((unit,)))).roster
    assert read(write_roster(first)).roster == first


def test_the_shipped_roster_survives_writing_and_reading() -> None:
    roster = confirmed(parse_roster(SHIPPED.read_bytes(), "x.csv", KINDS).roster, "Lê Thị Mẫu", date(2024, 4, 1))
    assert read(write_roster(roster).encode("utf-8-sig")).roster == roster
    assert read(write_roster(unconfirmed(roster))).roster == unconfirmed(roster)


def changes(old: Sequence[Unit], new: Sequence[Unit]) -> str:
    return "\n".join(difference(Roster(tuple(old)), Roster(tuple(new))).lines())


A = Unit(code="a", kind="truong", name="Trường A", addresses=("a@truong.example",))
B = Unit(code="b", kind="truong", name="Trường B")


def test_a_new_roster_tells_what_it_adds_removes_and_changes_cell_by_cell() -> None:
    said = changes([A, B], [replace(A, addresses=("a@truong.example", "a2@truong.example")), replace(B, code="c")])
    assert "Thêm 1 đơn vị:\n  + Trường B (c)" in said
    assert "Bỏ 1 đơn vị:\n  - Trường B (b)" in said
    assert "Trường A: Địa chỉ thư: a@truong.example → a@truong.example | a2@truong.example" in said
    assert changes([A, B], [A, B]) == "Danh sách không có gì thay đổi."


def test_a_column_that_is_absent_changes_nothing_and_an_empty_cell_clears() -> None:
    old = Roster((replace(A, phone="0214.000.0000"),))
    absent = completed(read("Mã;Loại;Tên;Email\na;trường;Trường A;moi@truong.example\n"), old)
    assert absent.units[0].phone == "0214.000.0000"
    assert absent.units[0].addresses == ("moi@truong.example",)
    empty = completed(read("Mã;Loại;Tên;Email;Điện thoại\na;trường;Trường A;;\n"), old)
    assert (empty.units[0].phone, empty.units[0].addresses) == ("", ())


def test_a_unit_that_changes_must_be_confirmed_anew_and_others_keep_their_confirmation() -> None:
    old = confirmed(Roster((A, B)), "Lê Thị Mẫu", date(2024, 4, 1))
    text = "Mã;Loại;Tên;Email\na;trường;Trường A;moi@truong.example\nb;trường;Trường B;\n"
    first, second = completed(read(text), old)
    assert (first.confirmed_by, second.confirmed_by) == ("", "Lê Thị Mẫu")


def test_only_the_named_units_are_confirmed() -> None:
    roster = confirmed(Roster((A, B)), "Lê Thị Mẫu", date(2024, 4, 1), ["b"])
    assert [unit.confirmed_by for unit in roster] == ["", "Lê Thị Mẫu"]


def test_every_column_has_a_name_in_vietnamese() -> None:
    assert len({title(column) for column in COLUMNS}) == len(COLUMNS)


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f"{HEADER}\n{text}".encode("utf-8", "ignore")))
def test_whatever_the_bytes_are_the_answer_is_a_roster_or_problems(content: bytes) -> None:
    try:
        assert read(content).roster.units
    except ConfigurationError as error:
        assert error.problems
