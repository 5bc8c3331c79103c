"""The Word file, measured block by block against NĐ 30/2020/NĐ-CP, Phụ lục I."""

import io
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from reportlab.pdfbase.pdfmetrics import stringWidth

from mailbot.writing.consolidated import balanced, write_cover, write_docx
from rules.drafting.consolidate import consolidate
from rules.drafting.report import Chart, Report, Section
from tests.seasons import season_of
from tests.waiting import PATIENCE

_CENTRE, _JUSTIFY, _LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
_EMU_PER_MM = 36000
_MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True)
class Block:
    """One line of the decree's table: which text it is, and what it must look like. Sizes are a range in points."""

    name: str
    pattern: str
    sizes: tuple[float, float]
    bold: bool
    italic: bool
    align: Any = _CENTRE
    capitals: bool = False
    body: bool = False  # first-line indent, gap, spacing of body text


_BLOCKS = (
    Block("1 Quốc hiệu", r"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (12, 13), True, False, capitals=True),
    Block("1 Tiêu ngữ", r"Độc lập - Tự do - Hạnh phúc", (13, 14), True, False),
    Block("2 cơ quan chủ quản", r"UBND TỈNH LÀO CAI", (12, 13), False, False, capitals=True),
    Block("2 cơ quan ban hành", r"SỞ GIÁO DỤC VÀ ĐÀO TẠO", (12, 13), True, False, capitals=True),
    Block("3 số, ký hiệu", r"Số:\s+/BC-SGDĐT", (13, 13), False, False),
    Block("4 địa danh, ngày", r"Lào Cai, ngày\s+tháng\s+năm 2024", (13, 14), False, True),
    Block("5a tên loại", r"BÁO CÁO", (13, 14), True, False, capitals=True),
    Block("5a trích yếu", r"Kết quả thực hiện phong trào[\s\S]*", (13, 14), True, False),
    Block("9a Kính gửi", r"Kính gửi: Ủy ban nhân dân tỉnh Lào Cai", (13, 14), False, False),
    Block("6 mở đầu", r"Thực hiện Chỉ thị số .*:", (13, 14), False, False, _JUSTIFY, body=True),
    Block("6 nội dung", r"Có 35/49 đơn vị .*", (13, 14), False, False, _JUSTIFY, body=True),
    Block("6 mục", r"II\. KẾT QUẢ THỰC HIỆN", (13, 14), True, False, _JUSTIFY, capitals=True),
    Block("6 khoản", r"2\. Cải cách thủ tục hành chính", (13, 14), True, False, _JUSTIFY),
    Block("6 kết thúc", r"Trên đây là báo cáo .*\./\.", (13, 14), False, False, _JUSTIFY, body=True),
    Block("7a quyền hạn", r"KT\. GIÁM ĐỐC", (13, 14), True, False, capitals=True),
    Block("7a chức vụ", r"PHÓ GIÁM ĐỐC", (13, 14), True, False, capitals=True),
    Block("7b họ tên", r"Nguyễn Thế Dũng", (13, 14), True, False),
    Block("9b Nơi nhận", r"Nơi nhận:", (12, 12), True, True, _LEFT),
    Block("9b Như trên", r"- Như trên;", (11, 11), False, False, _LEFT),
    Block("9b Lưu", r"- Lưu: VT, TCCB\.", (11, 11), False, False, _LEFT),
    Block("PL số", r"Phụ lục II", (14, 14), True, False),
    Block("PL tên", r"TỔNG HỢP KẾT QUẢ ĐĂNG KÝ .*", (13, 14), True, False, capitals=True),
    Block(
        "PL kèm theo", r"\(Kèm theo Báo cáo số\s+/BC-SGDĐT ngày\s+tháng\s+năm 2024\s+của .*\)", (13, 14), False, True
    ),
)


@pytest.fixture(scope="module")
def report() -> Report:
    return consolidate(season_of(49), "report")


@pytest.fixture(scope="module")
def document(report: Report) -> Any:
    return docx.Document(io.BytesIO(write_docx(report, season_of(49).campaign)))


def _paragraphs(document: Any) -> Iterator[Any]:
    """Every paragraph in the order of the page, tables included."""
    for element in document.element.body.iter(qn("w:p")):
        yield Paragraph(element, document)


def _found(document: Any, pattern: str) -> list[Any]:
    return [made for made in _paragraphs(document) if re.fullmatch(pattern, made.text)]


# --- Blocks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", _BLOCKS, ids=lambda block: block.name)
def test_each_block_has_the_size_weight_and_place_of_the_decree(document: Any, block: Block) -> None:
    found = _found(document, block.pattern)
    assert found, f"{block.name} is not there"
    for made in found:
        runs = [run for run in made.runs if run.text.strip()]
        for run in runs:
            assert run.font.name == "Times New Roman"
            assert block.sizes[0] <= run.font.size.pt <= block.sizes[1]
            assert bool(run.font.bold) == block.bold
            assert bool(run.font.italic) == block.italic
            assert run.font.color.rgb is None and not run.font.underline
        assert made.alignment == block.align
        if block.capitals:
            assert made.text == made.text.upper()
        if block.body:
            form = made.paragraph_format
            assert round(form.first_line_indent.mm, 1) in (10.0, 12.7)
            assert form.space_before.pt + form.space_after.pt >= 6
            assert 1.0 <= form.line_spacing <= 1.5


def test_the_page_is_a4_with_the_margins_of_the_decree(document: Any) -> None:
    for section in document.sections:
        short, long = sorted((section.page_width.mm, section.page_height.mm))
        assert (round(short), round(long)) == (210, 297)
        top, bottom = round(section.top_margin.mm, 1), round(section.bottom_margin.mm, 1)
        left, right = round(section.left_margin.mm, 1), round(section.right_margin.mm, 1)
        assert 20 <= top <= 25 and 20 <= bottom <= 25
        assert 30 <= left <= 35 and 15 <= right <= 20


def test_the_agency_and_the_nation_share_the_text_width_four_to_six(document: Any) -> None:
    head = document.tables[0]
    widths = [cell.width.mm for cell in head.rows[0].cells]
    assert round(sum(widths)) == 155
    assert widths[0] / sum(widths) == pytest.approx(0.4, abs=0.01)
    assert document.element.body.find(qn("w:tbl")).tblPr.find(qn("w:tblBorders")) is None


def test_quoc_hieu_stays_on_one_line(document: Any) -> None:
    (made,) = _found(document, _BLOCKS[0].pattern)
    spacing = made.runs[0]._r.rPr.find(qn("w:spacing"))
    squeeze = int(spacing.get(qn("w:val"))) / 20 if spacing is not None else 0
    assert abs(squeeze) <= 0.5  # points: nobody sees it
    length = (_width(made.text, 13) + squeeze * len(made.text)) * _MM_PER_POINT
    assert length <= document.tables[0].rows[0].cells[1].width.mm


# --- Rules ------------------------------------------------------------------------------------------------------


def _width(text: str, size: float) -> float:
    """Of Times Bold in points, by the metrics of the standard PDF fonts."""
    bare = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return float(stringWidth(bare.replace("Đ", "D").replace("đ", "d"), "Times-Bold", size))


@pytest.mark.parametrize(
    ("pattern", "least", "most"),
    [
        (r"Độc lập - Tự do - Hạnh phúc", 0.97, 1.03),
        (r"SỞ GIÁO DỤC VÀ ĐÀO TẠO", 1 / 3, 1 / 2),
        (r"Kết quả thực hiện phong trào[\s\S]*", 1 / 3, 1 / 2),
    ],
)
def test_a_solid_rule_of_the_right_length_stands_below(document: Any, pattern: str, least: float, most: float) -> None:
    (above,) = _found(document, pattern)
    rule = above._p.getnext()
    border = rule.pPr.find(qn("w:pBdr")).find(qn("w:top"))
    assert border.get(qn("w:val")) == "single"
    indent = rule.pPr.find(qn("w:ind"))
    sides = sum(int(indent.get(qn(f"w:{side}"))) for side in ("left", "right")) / 1440 * 25.4
    cell = next((up for up in rule.iterancestors(qn("w:tc"))), None)
    room = int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) / 1440 * 25.4 if cell is not None else 155
    longest = max(_width(line, above.runs[0].font.size.pt) for line in above.text.split("\n")) * _MM_PER_POINT
    assert least <= (room - sides) / longest <= most


# --- Pages ------------------------------------------------------------------------------------------------------


def test_pages_are_numbered_in_the_header_from_the_second_on(document: Any) -> None:
    first = document.sections[0]
    (made,) = first.header.paragraphs
    assert made.alignment == _CENTRE
    codes = [code.text.strip() for code in made._p.iter(qn("w:instrText"))]
    assert codes == ["PAGE"]
    assert all(13 <= run.font.size.pt <= 14 and not run.font.italic for run in made.runs)
    for section in document.sections:
        assert section.different_first_page_header_footer
        assert not "".join(part.text for part in section.first_page_header.paragraphs)


def test_each_appendix_counts_its_pages_from_one_and_lies_down_where_it_must(document: Any, report: Report) -> None:
    appendices = document.sections[1:]
    assert len(appendices) == len(report.appendices)
    for section, appendix in zip(document.sections[1:], report.appendices, strict=True):
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        wanted = WD_ORIENT.LANDSCAPE if appendix.landscape else WD_ORIENT.PORTRAIT
        assert section.orientation == wanted
    assert any(appendix.landscape for appendix in report.appendices)


def test_tables_repeat_their_header_and_do_not_split_rows(document: Any) -> None:
    ruled = [table for table in document.tables if table._tbl.tblPr.find(qn("w:tblBorders")) is not None]
    assert len(ruled) >= 4
    for table in ruled:
        first, *others = table._tbl.tr_lst
        assert first.trPr.find(qn("w:tblHeader")) is not None
        for row in others:
            assert row.trPr.find(qn("w:cantSplit")) is not None or len("".join(row.itertext())) > 800


def test_columns_of_a_table_fill_the_text_width_exactly(document: Any) -> None:
    for table in document.tables:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.findall(qn("w:gridCol"))]
        assert sum(widths) / 1440 * 25.4 == pytest.approx(155, abs=0.5) or (
            sum(widths) / 1440 * 25.4 == pytest.approx(242, abs=0.5)
        )


def test_the_file_follows_the_order_of_elements_that_word_demands(document: Any) -> None:
    order = [
        "keepNext",
        "keepLines",
        "pageBreakBefore",
        "widowControl",
        "numPr",
        "pBdr",
        "shd",
        "tabs",
        "spacing",
        "ind",
    ]
    order += ["jc", "outlineLvl", "rPr"]
    runs = ["rFonts", "b", "bCs", "i", "iCs", "color", "spacing", "w", "sz", "szCs", "highlight", "u", "lang"]
    rows = ["cantSplit", "tblHeader"]
    tables = ["tblW", "jc", "tblBorders", "tblLayout", "tblCellMar"]
    cells = ["tcW", "gridSpan", "vMerge", "tcBorders", "shd", "vAlign"]
    pages = ["headerReference", "type", "pgSz", "pgMar", "pgNumType", "cols", "titlePg", "docGrid"]
    named = {"w:sectPr": pages, "w:pPr": order, "w:rPr": runs, "w:trPr": rows, "w:tblPr": tables, "w:tcPr": cells}
    for tag, names in named.items():
        for element in document.element.body.iter(qn(tag)):
            found = [child.tag.rpartition("}")[2] for child in element if child.tag.rpartition("}")[2] in names]
            assert found == sorted(found, key=names.index), (tag, found)


def test_a_table_without_a_title_keeps_its_distance_from_the_text_above(document: Any) -> None:
    (above,) = _found(document, r"Trong \d+ chỉ tiêu của kế hoạch có số liệu .*")
    assert above._p.getnext().tag == qn("w:tbl")
    assert above.paragraph_format.space_after.pt >= 4


def test_the_line_under_the_title_of_an_appendix_breaks_before_the_issuer(document: Any) -> None:
    kinds = {"\n" in made.text for made in _found(document, r"\(Kèm theo Báo cáo số[\s\S]*\)")}
    assert kinds == {False, True}  # on a page that lies it fits on one line
    broken = _found(document, r"\(Kèm theo Báo cáo số.*\ncủa Sở Giáo dục và Đào tạo\)")
    assert broken


# --- Pictures ---------------------------------------------------------------------------------------------------


def test_charts_are_pictures_within_the_text_with_their_figures_in_words(document: Any, report: Report) -> None:
    charts = [block for appendix in report.appendices for block in appendix.blocks if isinstance(block, Chart)]
    charts += [block for section in report.walk() for block in section.blocks if isinstance(block, Chart)]
    assert len(charts) >= 5
    told = [shape.get("descr") for shape in document.element.body.iter(qn("wp:docPr"))]
    assert sorted(told) == sorted(chart.in_words for chart in charts)
    for shape in document.inline_shapes:
        assert shape.width.mm == pytest.approx(155, abs=0.5)
        assert shape.height.mm <= 297 - 25 - 20
    names = [str(part.partname) for part in document.part.package.iter_parts()]
    assert sum(name.endswith(".png") for name in names) == len(charts)
    assert not any("/charts/" in name for name in names)


# --- Marks, gaps, bytes -----------------------------------------------------------------------------------------


def test_it_is_marked_as_a_draft_with_gaps_that_cannot_be_overlooked(document: Any) -> None:
    (mark,) = _found(document, "DỰ THẢO")
    assert mark._p.pPr.find(qn("w:pBdr")) is not None
    marked = [run.text for made in _paragraphs(document) for run in made.runs if run.font.highlight_color is not None]
    assert marked and all(text.startswith("[…") for text in marked)


def test_levels_of_parts_are_set_as_the_decree_names_them(report: Report) -> None:
    point = Section("diem", "đ", "Nội dung thứ năm")
    clause = Section("khoan", "1", "Có tiêu đề", sections=(point,))
    part = Section("phan", "I", "Những kết quả", sections=(Section("muc", "I", "Kết quả", sections=(clause,)),))
    made = docx.Document(io.BytesIO(write_docx(replace(report, sections=(part,)), season_of(3).campaign)))
    looks = {
        text: _found(made, re.escape(text))[0] for text in ("Phần I", "NHỮNG KẾT QUẢ", "I. KẾT QUẢ", "1. Có tiêu đề")
    }
    assert all(look.runs[0].font.bold for look in looks.values())
    assert looks["Phần I"].alignment == looks["NHỮNG KẾT QUẢ"].alignment == _CENTRE
    (point_made,) = _found(made, r"đ\) Nội dung thứ năm")
    assert not point_made.runs[0].font.bold


def test_several_addressees_stand_on_a_line_each(report: Report) -> None:
    head = replace(report.head, to=("Ủy ban nhân dân tỉnh Lào Cai", "Sở Nội vụ"))
    made = docx.Document(io.BytesIO(write_docx(replace(report, head=head), season_of(3).campaign)))
    texts = [paragraph.text for paragraph in made.paragraphs]
    at = texts.index("Kính gửi:")
    assert texts[at + 1 : at + 3] == ["- Ủy ban nhân dân tỉnh Lào Cai;", "- Sở Nội vụ."]
    assert made.paragraphs[at].paragraph_format.space_before.pt >= 6  # apart from the box above


@pytest.mark.parametrize("stage", ["registration", "report"])
def test_equal_facts_give_equal_bytes(stage: str) -> None:
    season = season_of(12)
    first, second = (write_docx(consolidate(season, stage), season.campaign) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms:created" not in package.read("docProps/core.xml")
    report = consolidate(season, stage)
    assert write_cover(report, season.campaign) == write_cover(report, season.campaign)


def test_text_of_units_cannot_break_the_file() -> None:
    season = season_of(3)
    versions = tuple(
        replace(
            version,
            initiatives=tuple(
                replace(
                    item, values={**item.values, "title": replace(item.values["title"], value='A\x00\x0b<&>\ud800 "x"')}
                )
                for item in version.initiatives
            ),
        )
        for version in season.versions
    )
    report = consolidate(replace(season, read=versions), "report")
    made = docx.Document(io.BytesIO(write_docx(report, season.campaign)))
    assert any("<&>" in cell.text for table in made.tables for row in table.rows for cell in row.cells)


def test_a_subject_breaks_into_even_lines_between_words() -> None:
    lines = balanced("Tổng hợp kết quả đăng ký mô hình, giải pháp, sáng kiến thuộc phong trào thi đua năm 2024", 131)
    assert lines == ["Tổng hợp kết quả đăng ký mô hình, giải pháp,", "sáng kiến thuộc phong trào thi đua năm 2024"]
    assert balanced("Kết quả đăng ký", 131) == ["Kết quả đăng ký"]


def test_the_note_for_the_office_lists_gaps_checks_and_every_source(report: Report) -> None:
    made = docx.Document(io.BytesIO(write_cover(report, season_of(49).campaign)))
    cells = {cell for table in made.tables for row in table._tbl.tr_lst for cell in _row_texts(row)}
    assert {gap.what for gap in report.cover.gaps} <= cells
    assert {source.digest[:10] for source in report.cover.sources} - {""} <= cells
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert all(f"- {check}" in texts for check in report.cover.checks)
    assert any(report.cover.digest[:16] in text for text in texts)


def _row_texts(row: Any) -> list[str]:
    return ["".join(text.text or "" for text in cell.iter(qn("w:t"))) for cell in row.tc_lst]


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (make system-deps)")
def test_libreoffice_opens_what_is_written(tmp_path: Path) -> None:
    season = season_of(12)
    report = consolidate(season, "report")
    (tmp_path / "report.docx").write_bytes(write_docx(report, season.campaign))
    (tmp_path / "note.docx").write_bytes(write_cover(report, season.campaign))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "report.docx"), str(tmp_path / "note.docx")], check=True, timeout=PATIENCE)
    assert (tmp_path / "report.pdf").stat().st_size > 10_000
    assert (tmp_path / "note.pdf").stat().st_size > 10_000
