"""Old Word and Excel, RTF, OpenDocument; and what is missing on the machine."""

import shutil
from functools import cache

import pytest

from mailbot.reading import libreoffice, programs
from mailbot.reading.budget import NeedsHeavyReader
from mailbot.reading.files import parse_file
from mailbot.reading.sandbox import Sandbox
from rules.document import ParsedDocument, Text
from tests.unit.reading.make import docx, p, row, tables, tbl, tc, texts, xlsx
from tests.unit.reading.seeds import odf
from tests.unit.reading.test_numbering import OUTLINE, item

convert = cache(libreoffice.convert)  # several tests look at the same file

SPAN = '<w:gridSpan w:val="2"/>'
WORD = docx(
    p("BÁO CÁO", '<w:jc w:val="center"/>', "<w:b/>")
    + item("Công tác chỉ đạo", 0)
    + tbl(tc("TT") + tc("Thời gian", SPAN), tc("1") + tc("4/2024") + tc("10/2024"))
    + p("Hết.")
    + tbl(tc("Nơi nhận:") + tc("HIỆU TRƯỞNG")),
    numbering=OUTLINE,
)
SHEET = (
    "<cols><col min='3' max='3' width='9' hidden='1' customWidth='1'/></cols><sheetData>"
    + row(1, {"A": "TT", "B": "Tên sáng kiến", "C": "Nháp", "D": "Tỷ lệ", "E": "Ngày"})
    + '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>Một cửa</t></is></c>'
    '<c r="C2" t="inlineStr"><is><t>bỏ</t></is></c><c r="D2" s="1"><v>0.8</v></c><c r="E2" s="2"><v>45529</v></c></row>'
    + row(3, {"A": "2", "B": "ẩn", "C": "bỏ", "D": "x", "E": "y"}, 'hidden="1"')
    + row(4, {"A": "3", "B": "Sổ tay", "C": "bỏ", "D": "đủ", "E": "z"})
    + "</sheetData>"
)
FORMATS = (
    '<fonts count="1"><font><sz val="11"/><name val="Arial"/></font></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
    '<xf numFmtId="9" applyNumberFormat="1"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
)


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_letter_that_old_excel_parts_over_two_records_is_whole() -> None:
    long = [f"{'x' * shift}{'🙂' * 3000}" for shift in (1, 2)]
    sheet = "<sheetData>" + row(1, {"A": long[0]}) + row(2, {"A": long[1]}) + "</sheetData>"
    old = convert(xlsx({"Trang 1": sheet}), "xlsx", "xls")
    document = parse_file("a.xls", old)
    assert document.format == "xls"
    assert [block.text for block in document.blocks if isinstance(block, Text)] == long
    with pytest.raises(NeedsHeavyReader):
        parse_file("a.xls", old, heavy=False)


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
class TestConverted:
    @pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
    def test_a_text_document_keeps_what_it_shows(self, kind: str) -> None:
        document = parse_file(f"bc.{kind}", convert(WORD, "docx", kind))
        assert document.format == kind and document.unreadable is None
        assert texts(document) == ["BÁO CÁO", "I. Công tác chỉ đạo", "Hết."]
        title = document.blocks[0]
        assert isinstance(title, Text) and title.bold and title.centred
        assert [table.texts() for table in tables(document)] == [
            [["TT", "Thời gian", "Thời gian"], ["1", "4/2024", "10/2024"]],
            [["Nơi nhận:", "HIỆU TRƯỞNG"]],
        ]

    @pytest.mark.parametrize("kind", ["xls", "ods"])
    def test_a_workbook_shows_what_excel_shows(self, kind: str) -> None:
        made = convert(xlsx({"ĐK CCHC": SHEET}, styles=FORMATS), "xlsx", kind)
        document = parse_file(f"dk.{kind}", made)
        assert document.format == kind and document.unreadable is None
        rows = tables(document)[0].texts()
        assert rows[0] == ["TT", "Tên sáng kiến", "Tỷ lệ", "Ngày"]
        assert rows[1][:3] == ["1", "Một cửa", "80%"]
        assert rows[2][:2] == ["3", "Sổ tay"]
        assert any("ẩn" in note for note in document.notes)
        if kind == "xls":
            assert rows[1][3] == "25/08/2024"

    @pytest.mark.parametrize("kind", ["doc", pytest.param("rtf", marks=pytest.mark.slow)])
    def test_the_sandbox_lets_libreoffice_work(self, kind: str) -> None:
        with Sandbox() as sandbox:
            document = sandbox.parse(f"bc.{kind}", convert(WORD, "docx", kind))
        assert document.unreadable is None and document.format == kind
        assert not any("không đầy đủ" in note for note in document.notes)
        assert "I. Công tác chỉ đạo" in texts(document)

    def test_without_leave_to_be_slow_a_doc_waits(self) -> None:
        with pytest.raises(NeedsHeavyReader):
            parse_file("bc.doc", convert(WORD, "docx", "doc"), heavy=False)

    @pytest.mark.skipif(shutil.which("antiword") is None, reason="antiword is not installed")
    def test_antiword_serves_where_libreoffice_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        content = convert(WORD, "docx", "doc")
        monkeypatch.setattr(programs, "find", lambda name: None if name == "soffice" else shutil.which(name))
        document = parse_file("bc.doc", content, heavy=False)
        assert "BÁO CÁO" in texts(document)
        assert tables(document)[-1].texts() == [["Nơi nhận:", "HIỆU TRƯỞNG"]]
        assert any("antiword" in note for note in document.notes)

    def test_without_any_program_a_doc_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        content = convert(WORD, "docx", "doc")
        monkeypatch.setattr(programs, "find", lambda name: None)
        document = parse_file("bc.doc", content)
        assert document.unreadable and "cài đặt antiword" in document.unreadable


def test_rtf_without_libreoffice_is_text_with_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "find", lambda name: None)
    first = rb"\trowd\cellx1000\cellx2000 TT\cell Ten\cell\row"
    rtf = rb"{\rtf1\ansi Dang ky\par" + first + rb"\trowd\cellx1000\cellx2000 1\cell A\cell\row}"
    document = parse_file("a.rtf", rtf)
    assert document.format == "rtf" and "Dang ky" in str(document.blocks)


def read(kind: str, inside: str, automatic: str = "") -> ParsedDocument:
    document = parse_file(f"a.{kind}", odf({"odt": "text", "ods": "spreadsheet"}[kind], inside, automatic))
    assert document.unreadable is None, document.unreadable
    return document


def test_open_text_has_headings_lists_and_spaces() -> None:
    lists = (
        '<text:list-style style:name="L">'
        '<text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="."/>'
        '<text:list-level-style-bullet text:level="2" text:bullet-char="-"/></text:list-style>'
    )
    inner = "<text:list><text:list-item><text:p>con</text:p></text:list-item></text:list>"
    body = (
        '<text:h text:outline-level="2">Mục</text:h><text:list text:style-name="L">'
        f"<text:list-item><text:p>một</text:p>{inner}</text:list-item><text:list-item><text:p>hai</text:p></text:list-item></text:list>"
        "<text:p>a<text:s text:c='2'/>b<text:tab/>c<text:line-break/>d</text:p>"
    )
    document = read("odt", body, lists)
    assert texts(document) == ["Mục", "I. một", "- con", "II. hai", "a  b\tc\nd"]
    heading = document.blocks[0]
    assert isinstance(heading, Text) and heading.level == 2


def test_open_text_leaves_out_what_was_deleted() -> None:
    gone = "<text:changed-region><text:deletion><text:p>bỏ</text:p></text:deletion></text:changed-region>"
    body = f"<text:tracked-changes>{gone}</text:tracked-changes><text:p>còn</text:p>"
    document = read("odt", body)
    assert texts(document) == ["còn"] and any("vết sửa" in note for note in document.notes)


def test_open_sheets_leave_out_what_is_hidden() -> None:
    def cells(*values: str) -> str:
        return "".join(f"<table:table-cell><text:p>{value}</text:p></table:table-cell>" for value in values)

    switched_off = '<style:table-properties table:display="false"/>'
    hidden = f'<style:style style:name="H" style:family="table">{switched_off}</style:style>'
    body = (
        '<table:table table:name="S"><table:table-column/>'
        '<table:table-column table:visibility="collapse"/><table:table-column/>'
        f"<table:table-row>{cells('TT', 'bỏ', 'Tên')}</table:table-row>"
        f'<table:table-row table:visibility="collapse">{cells("1", "bỏ", "ẩn")}</table:table-row>'
        f"<table:table-row>{cells('2', 'bỏ', 'B')}</table:table-row></table:table>"
        '<table:table table:name="DM" table:style-name="H">'
        f"<table:table-row>{cells('x')}</table:table-row></table:table>"
    )
    document = read("ods", body, hidden)
    assert tables(document)[0].texts() == [["TT", "Tên"], ["2", "B"]]
    assert len(document.notes) == 3


def test_a_million_repeated_empty_rows_cost_nothing() -> None:
    body = (
        '<table:table table:name="S"><table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row><table:table-row><table:table-cell>'
        "<text:p>cuối</text:p></table:table-cell></table:table-row></table:table>"
    )
    assert texts(read("ods", body)) == ["cuối"]


def test_capabilities_tell_how_to_install_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "find", lambda name: None)
    programs.tesseract_languages.cache_clear()
    told = {capability.name: capability for capability in programs.capabilities()}
    programs.tesseract_languages.cache_clear()
    assert not told["LibreOffice"].available and told["LibreOffice"].remedy.startswith("apt install")
    assert all(capability.purpose for capability in told.values())
