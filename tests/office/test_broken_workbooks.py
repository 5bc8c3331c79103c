"""A workbook of the office that arrives broken or huge is a value like a school's: said, never held, never awaited."""

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from mailbot.preparing import boundary
from mailbot.reading.files import parse_file
from mailbot.reading.filled_sheets import read_filled
from tests.app.world import mail
from tests.office.house import CLERK, house
from tests.office.test_workbook_taken import _book
from tests.unit.preparing.test_boundary import FRAME

NAME = "bang-tinh-dang-ky-cchc.xlsx"


def _changed(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = change(name, source.read(name))
            if data is not None:
                target.writestr(name, data)
    return out.getvalue()


def _only(part: str, data: bytes | None) -> Callable[[str, bytes], bytes | None]:
    return lambda name, content: data if name == part else content


_KIND = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def _with_strings(book: bytes, strings: bytes) -> bytes:
    """The workbook with a table of texts, as Excel has one."""
    relation = b'<Relationship Id="texts" Type="%s" Target="sharedStrings.xml"/></Relationships>' % _KIND

    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"</Relationships>", relation) if name == "xl/_rels/workbook.xml.rels" else data

    changed = io.BytesIO(_changed(book, change))
    with zipfile.ZipFile(changed, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/sharedStrings.xml", strings)
    return changed.getvalue()


def _sheet_cut(name: str, content: bytes) -> bytes:
    return content[: len(content) // 2] if name.startswith("xl/worksheets/sheet") else content


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda book: book[: len(book) // 2],
    "a part cut off": lambda book: _changed(book, _sheet_cut),
    "no workbook": lambda book: _changed(book, _only("xl/workbook.xml", None)),
    "no relations": lambda book: _changed(book, _only("xl/_rels/workbook.xml.rels", None)),
    "another root": lambda book: _changed(book, _only("xl/workbook.xml", b"<html/>")),
    "not XML": lambda book: _changed(book, _only("xl/workbook.xml", b"\x00\xff" * 50)),
    "no sheets": lambda book: _changed(
        book, lambda name, data: None if name.startswith("xl/worksheets/sheet") else data
    ),
    "strings cut off": lambda book: _with_strings(book, b"<sst><si><t>a"),
    "bits turned": lambda book: bytes(255 - byte if n % 97 == 0 else byte for n, byte in enumerate(book)),
}


@pytest.mark.parametrize("how", list(BROKEN))
def test_a_workbook_that_is_broken_is_a_value(how: str) -> None:
    content = BROKEN[how](_book())
    sheets = read_filled(content)
    assert sheets is None or how == "no sheets"
    assert sheets is None or not any(sheets.values())
    assert parse_file(NAME, content).unreadable or how in ("no relations", "another root")  # there is nothing to read


@pytest.mark.parametrize("how", ["cut off", "a part cut off", "not XML"])
def test_a_broken_workbook_of_a_clerk_is_asked_about_and_not_held(tmp_path: Path, how: str) -> None:
    with house(tmp_path) as office:
        office.receive(mail((NAME, BROKEN[how](_book())), sender=CLERK, subject="Bảng tính đăng ký CCHC năm 2024"))
        office.tick()
        with office.app.begin() as work:
            row = work.arrivals.mail(1)
            assert (row.state, row.verdict) == ("done", "unclear")
        assert any(NAME in question.text for question in office.questions())


def _many_strings(count: int) -> bytes:
    strings = b"<si><t>a</t></si>" * count
    namespace = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return _with_strings(_book(), b'<sst xmlns="%s">%s</sst>' % (namespace, strings))


def test_a_flood_of_strings_in_a_small_file_is_refused_with_a_reason() -> None:
    content = _many_strings(3_000_000)
    assert len(content) < 300_000
    assert read_filled(content) is None
    document = parse_file(NAME, content)
    assert document.unreadable and "quá lớn" in document.unreadable


def test_a_declared_size_that_lies_about_strings_is_noticed() -> None:
    content = bytearray(_many_strings(3_000_000))
    place = content.find(b"xl/sharedStrings.xml", content.find(b"PK\x01\x02"))
    content[place - 22 : place - 18] = (1_000).to_bytes(4, "little")  # the size unpacked, of the central directory
    assert read_filled(bytes(content)) is None
    assert parse_file(NAME, bytes(content)).unreadable


def test_a_flood_that_reaches_a_child_costs_bounded_time_and_is_answered() -> None:
    """One that fits the budgets of size, but not the processor time of a child."""
    raw = mail((NAME, _list_of(9_000)), subject="Đăng ký CCHC năm 2024")
    with boundary.children() as sandbox:
        before = time.monotonic()
        assert boundary.at_once(raw, FRAME, sandbox) is None
        assert time.monotonic() - before < boundary.MAIL.wall + 30


def _list_of(rows: int) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Đăng ký")
    sheet.append(["DANH SÁCH ĐĂNG KÝ MÔ HÌNH, GIẢI PHÁP, SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH NĂM 2024"])
    sheet.append(["STT", "Tên mô hình, giải pháp, sáng kiến", "Người thực hiện"])
    for number in range(rows):
        sheet.append([number + 1, f"Số hóa hồ sơ {number}", "Nguyễn Văn Mẫu"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_long_workbook_costs_in_proportion_to_its_rows() -> None:
    def seconds(rows: int) -> float:
        content = _list_of(rows)
        started = time.process_time()
        document = parse_file(NAME, content)
        assert document.unreadable is None and document.blocks
        return time.process_time() - started

    seconds(100)  # everything is loaded
    few, many = seconds(1_500), seconds(15_000)
    assert many < 30 * few  # ten times as many; what grows with the square takes a hundred times as long


def test_what_is_read_of_a_filled_workbook_is_what_openpyxl_reads() -> None:
    ours = read_filled(_book())
    assert ours
    theirs = load_workbook(io.BytesIO(_book()), read_only=True, data_only=True)
    for name, rows in ours.items():
        expected = [tuple(cell if cell != "" else None for cell in row) for row in theirs[name].values]
        while expected and not any(cell is not None for cell in expected[-1]):
            expected.pop()
        assert [_stripped(row) for row in rows] == [_stripped(row) for row in expected]


def _stripped(row: tuple[object, ...]) -> tuple[object, ...]:
    kept = list(row)
    while kept and kept[-1] is None:
        kept.pop()
    return tuple(kept)
