"""What lies over, under or inside a page: struck words, inserted files, notes, fields, layers, old spellings."""

import io
import zipfile
from collections.abc import Callable

import pypdfium2
import pytest
from PIL import Image, ImageOps
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from mailbot.reading import libreoffice
from mailbot.reading.body import parse_body
from mailbot.reading.cleaning import tidy
from mailbot.reading.files import parse_file
from mailbot.reading.ocr import Onto
from mailbot.reading.pdf import agree
from rules.document import Text, Where
from tests.unit.reading.make import docx, p, read_docx, row, tables, tbl, tc, texts, xlsx

STRUCK = "<w:strike/>"


# --- Words that are struck through ----------------------------------------------------------------------------------


def test_struck_words_of_a_document_are_left_out_and_named() -> None:
    document = read_docx(
        "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>Sổ giấy</w:t></w:r><w:r><w:t>Sổ điện tử</w:t></w:r></w:p>"
        + p("Gạch", run="<w:dstrike/>")
        + p("Không gạch", run='<w:strike w:val="0"/>')
    )
    assert texts(document) == ["Sổ điện tử", "Không gạch"]
    assert document.doubts == ("Có chữ bị gạch ngang, không đọc: “Sổ giấy”, “Gạch”.",)


def test_a_struck_row_says_nothing_and_is_named() -> None:
    struck = "".join(f"<w:tc>{p(text, run=STRUCK)}</w:tc>" for text in ("2", "Hộp thư góp ý"))
    document = read_docx(tbl(tc("1") + tc("Mã QR"), struck))
    (table,) = tables(document)
    assert table.texts() == [["1", "Mã QR"], ["", ""]]
    assert "“Hộp thư góp ý”" in document.doubts[0]


def test_struck_letters_and_struck_cells_of_a_workbook_are_left_out_and_named() -> None:
    styles = "<fonts><font/><font><strike/></font></fonts><cellXfs><xf fontId='0'/><xf fontId='1'/></cellXfs>"
    cells = (
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><r><rPr><strike/></rPr><t>Tên cũ </t></r>'
        "<r><t>Tên mới</t></r>"
        '</is></c><c r="B1" s="1" t="inlineStr"><is><t>Bỏ</t></is></c><c r="C1" t="inlineStr"><is><t>Giữ</t></is></c>'
        "</row></sheetData>"
    )
    document = parse_file("ds.xlsx", xlsx({"Đăng ký": cells}, styles=styles))
    assert tables(document)[0].texts() == [["Tên mới", "Giữ"]]
    assert document.doubts == ("Có chữ bị gạch ngang, không đọc: “Tên cũ”, “Bỏ”.",)


@pytest.mark.parametrize(
    "markup", ["<s>cũ</s>", "<del>cũ</del>", '<span style="text-decoration: line-through">cũ</span>']
)
def test_struck_words_of_a_page_and_of_a_mail_are_left_out_and_named(markup: str) -> None:
    page = f"<html><body><p>Tên {markup} mới</p></body></html>"
    document, body = parse_file("dk.html", page.encode()), parse_body("", page)
    assert body is not None
    for read in (document, body):
        assert texts(read) == ["Tên mới"]
        assert read.doubts == ("Có chữ bị gạch ngang, không đọc: “cũ”.",)


# --- Files inside files ---------------------------------------------------------------------------------------------


def test_a_page_that_was_inserted_into_a_document_is_read_in_its_place() -> None:
    page = "<html><body><p>Bản đăng ký</p></body></html>"
    body = p("Trên") + '<w:altChunk r:id="rX0"/>' + p("Dưới")
    document = parse_file("dk.docx", docx(body, extra={"chen.html": ("aFChunk", page)}))
    assert texts(document) == ["Trên", "Bản đăng ký", "Dưới"]


def test_an_inserted_part_that_nobody_can_read_makes_the_file_unreadable() -> None:
    document = parse_file("dk.docx", docx('<w:altChunk r:id="rX0"/>', extra={"chen.bin": ("aFChunk", "\x00\x01\x02")}))
    assert document.unreadable and "phần chèn" in document.unreadable


def test_the_files_attached_to_a_pdf_are_read_with_it() -> None:
    pdf = pypdfium2.PdfDocument(drawn(lambda canvas: canvas.drawString(72, 700, "Xem tep dinh kem trong tep PDF nay.")))
    pdf.new_attachment("danh sach.docx").set_data(docx(p("Danh sách đăng ký")))
    made = io.BytesIO()
    pdf.save(made)
    document = parse_file("cong-van.pdf", made.getvalue())
    assert [(member.name, texts(member)) for member in document.members] == [("danh sach.docx", ["Danh sách đăng ký"])]


def test_a_word_file_of_2003_is_read_with_all_columns() -> None:
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>STT</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Tên</w:t></w:r></w:p>"
    content = (
        '<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
        'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"><w:body><wx:sect><w:p><w:r><w:t>ĐĂNG KÝ</w:t>'
        f"</w:r></w:p>{table}</w:tc></w:tr></w:tbl></wx:sect></w:body></w:wordDocument>"
    )
    document = parse_file("dk.doc", content.encode())
    assert document.format == "word-xml" and texts(document) == ["ĐĂNG KÝ"]
    assert tables(document)[0].texts() == [["STT", "Tên"]]


def test_a_word_file_saved_as_one_xml_file_is_read() -> None:
    inside = zipped_parts(docx(p("Bản đăng ký")))
    package = "".join(
        f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{data}</pkg:xmlData></pkg:part>' for name, data in inside.items()
    )
    content = (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        f'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{package}</pkg:package>'
    )
    document = parse_file("dk.xml", content.encode())
    assert document.format == "word-xml" and texts(document) == ["Bản đăng ký"]


def zipped_parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name != "[Content_Types].xml"}


# --- Workbooks that show less than they say -------------------------------------------------------------------------


LISTED = (
    "<sheetData>"
    + row(1, {"A": "STT", "B": "Tên"})
    + "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n - 1}</v></c><c r="B{n}"><f>"Giải pháp "&amp;A{n}</f></c></row>' for n in (2, 3)
    )
    + "</sheetData>"
)


def test_without_libreoffice_a_list_of_formulas_is_no_empty_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    document = parse_file("ds.xlsx", xlsx({"Đăng ký": LISTED}))
    assert document.unreadable and "công thức chưa được tính" in document.unreadable


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.skipif(not libreoffice.available(), reason="LibreOffice is not installed")
def test_formulas_without_values_are_calculated() -> None:
    document = parse_file("ds.xlsx", xlsx({"Đăng ký": LISTED}))
    assert tables(document)[0].texts() == [["STT", "Tên"], ["1", "Giải pháp 1"], ["2", "Giải pháp 2"]]


def test_a_sum_without_a_value_is_only_told() -> None:
    sheet = "<sheetData>" + row(1, {"A": "Tên", "B": "Số"}) + '<row r="2"><c r="B2"><f>SUM(1)</f></c></row></sheetData>'
    document = parse_file("ds.xlsx", xlsx({"Đăng ký": sheet}))
    assert (document.unreadable, document.doubts) == (None, ()) and "ô B2" in document.notes[0]


# --- Letters --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("letter", ["Ð", "Ɖ"])
def test_letters_that_look_like_d_with_stroke_are_it(letter: str) -> None:
    assert tidy(f"{letter}ăng ký ðợt 1") == "Đăng ký đợt 1"


@pytest.mark.parametrize("page", ["cp1252", "latin-1"])
def test_text_that_was_taken_for_another_page_is_read_as_it_was_meant(page: str) -> None:
    meant = "Đăng ký giải pháp cải cách hành chính"
    shown = "".join(
        bytes([byte]).decode(page, "ignore") or chr(byte) for byte in meant.encode()
    )  # as programs show bytes that the page leaves open
    assert tidy(shown) == meant


def test_text_that_only_looks_a_little_like_it_stays() -> None:
    assert tidy("ÃO DÀI; Ä là chữ Đức; Âu Lạc") == "ÃO DÀI; Ä là chữ Đức; Âu Lạc"


def test_unicode_text_in_a_font_from_before_it_stays_as_it_is() -> None:
    font = '<w:rFonts w:ascii=".VnTime"/>'
    document = read_docx(p("Phố mới, đường Trần Phú, số nhà Giàng", run=font) + p("Giàng A Pao, tháng 5", run=font))
    assert texts(document) == ["Phố mới, đường Trần Phú, số nhà Giàng", "Giàng A Pao, tháng 5"]


def test_text_in_such_a_font_beside_unicode_is_still_decoded_where_it_reads_better() -> None:
    font = '<w:rFonts w:ascii=".VnTime"/>'
    document = read_docx(p("Đường phố", run=font) + p("§Æt lÞch tiÕp phô huynh", run=font))
    assert texts(document) == ["Đường phố", "Đặt lịch tiếp phụ huynh"]


# --- Pages of a PDF -------------------------------------------------------------------------------------------------


def drawn(*pages: Callable[[Canvas], None]) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


LABELS = ("Don vi:", "Ten giai phap:", "Nguoi thuc hien:")


def labels(canvas: Canvas) -> None:
    for number, label in enumerate(LABELS):
        canvas.drawString(72, 700 - 40 * number, label)


def test_what_is_filled_into_the_fields_of_a_form_stands_behind_its_labels() -> None:
    def page(canvas: Canvas) -> None:
        labels(canvas)
        for number, value in enumerate(("THPT Sa Pa", "Ma QR", "Lan")):
            canvas.acroForm.textfield(name=f"f{number}", value=value, x=200, y=696 - 40 * number, width=200, height=16)

    said = " ".join(cell for line in tables(parse_file("phieu.pdf", drawn(page)))[0].texts() for cell in line)
    assert said == "Don vi: THPT Sa Pa Ten giai phap: Ma QR Nguoi thuc hien: Lan"


def note(subtype: str, rectangle: tuple[int, int, int, int], **more: object) -> object:
    return pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("Annot"),
            "Subtype": pdfdoc.PDFName(subtype),
            "Rect": pdfdoc.PDFArray(rectangle),
            **more,
        }
    )


def test_what_is_typed_over_a_page_is_read_and_the_dots_under_it_are_not() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Ten giai phap: ................................................")
        canvas.drawString(72, 660, "Tai lieu nay do nha truong lap va gui Phong To chuc can bo.")
        canvas._addAnnotation(
            note("FreeText", (160, 696, 400, 712), Contents=pdfdoc.PDFString("Ma QR tai phong bao ve"))
        )

    assert texts(parse_file("phieu.pdf", drawn(page)))[0] == "Ten giai phap: Ma QR tai phong bao ve"


def test_words_struck_out_on_a_page_are_left_out_and_named() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "So giay")
        canvas.drawString(130, 700, "thay bang so dien tu cua nha truong trong nam nay")
        points = pdfdoc.PDFArray([72, 710, 116, 710, 72, 696, 116, 696])
        canvas._addAnnotation(note("StrikeOut", (72, 696, 116, 710), QuadPoints=points))

    document = parse_file("phieu.pdf", drawn(page))
    assert texts(document) == ["thay bang so dien tu cua nha truong trong nam nay"]
    assert document.doubts == ("Có chữ bị gạch ngang, không đọc: “So giay”.",)


@pytest.mark.parametrize("angle", [90, 270, 180])
def test_a_page_whose_text_lies_on_its_side_is_turned(angle: int) -> None:
    corner = {90: (300, 100), 270: (300, 700), 180: (500, 400)}[angle]

    def page(canvas: Canvas) -> None:
        canvas.translate(*corner)
        canvas.rotate(angle)
        canvas.drawString(0, 0, "Danh sach dang ky sang kien cua nha truong nam nay")
        canvas.drawString(0, -30, "Nguoi lap bieu ky ten va ghi ro ho ten o duoi")

    document = parse_file("ngang.pdf", drawn(page))
    assert texts(document)[0].startswith("Danh sach dang ky")
    assert all(block.where.box is None for block in document.blocks)  # it is shown as it lies


def ruled(
    canvas: Canvas, rows: list[list[str]], top: int, *, open_above: bool = False, open_below: bool = False
) -> None:
    edges, height = (60, 100, 300, 500), 30
    bottom = top - height * len(rows)
    for edge in edges:
        canvas.line(edge, top, edge, bottom)
    lines = [top - height * number for number in range(len(rows) + 1)]
    for line in lines[int(open_above) : len(lines) - int(open_below)]:
        canvas.line(edges[0], line, edges[-1], line)
    for number, cells in enumerate(rows):
        for left, text in zip(edges, cells, strict=False):
            canvas.drawString(left + 4, top - height * number - 20, text)


def test_a_row_that_the_page_cuts_without_a_line_is_one_row() -> None:
    first = [
        ["STT", "Ten giai phap", "Cach lam"],
        ["1", "Ma QR", "Lap bang"],
        ["2", "Hop thu gop y", "Buoc mot: ra soat"],
    ]
    second = [["", "", "Buoc hai: cong bo"], ["3", "Hen gio tra", "Niem yet"]]
    content = drawn(
        lambda canvas: ruled(canvas, first, 200, open_below=True),
        lambda canvas: ruled(canvas, second, 780, open_above=True),
    )
    (table,) = tables(parse_file("ds.pdf", content))
    assert [line[0] for line in table.texts()] == ["STT", "1", "2", "3"]
    assert table.texts()[2] == ["2", "Hop thu gop y", "Buoc mot: ra soat Buoc hai: cong bo"]


def test_a_row_without_a_number_stays_its_own_where_rows_need_none() -> None:
    first = [["STT", "Ten giai phap", "Cach lam"], ["1", "Ma QR", "Lap bang"], ["", "Hop thu", "Tong hop"]]
    second = [["", "Hen gio tra", "Niem yet"], ["2", "So dien tu", "Cap nhat"]]
    content = drawn(lambda canvas: ruled(canvas, first, 200), lambda canvas: ruled(canvas, second, 780))
    (table,) = tables(parse_file("ds.pdf", content))
    assert [line[1] for line in table.texts()] == ["Ten giai phap", "Ma QR", "Hop thu", "Hen gio tra", "So dien tu"]


def test_letters_of_the_old_script_under_another_fonts_name_are_all_read() -> None:
    registerFont(TTFont("Vera", "Vera.ttf"))

    def page(canvas: Canvas) -> None:
        canvas.setFont("Vera", 11)
        canvas.drawString(72, 700, "Hép th\xad gãp ý Èn danh vÒ thñ tôc xin nghØ häc cña häc sinh")
        canvas.drawString(72, 660, "§Æt lÞch tiÕp phô huynh qua m· t¹i phßng b¶o vÖ nhµ tr\xadêng")

    said = " ".join(texts(parse_file("cu.pdf", drawn(page))))
    assert "Hộp thư góp ý ẩn danh" in said and "nhà trường" in said


@pytest.mark.parametrize(
    ("layer", "believed"),
    [
        ("Danh sách đăng ký sáng kiến năm 2024", True),
        ("Danh sách đăng ký sáng kiến năm 2O24", True),
        ("Danh sach dang ky sang kien nam 2024", False),
        ("", False),
    ],
)
def test_a_layer_over_a_scan_is_believed_where_it_says_what_is_read(layer: str, believed: bool) -> None:
    where = Where("quet.pdf")
    read = Text("Danh sách đăng ký sáng kiến năm 2024", where)
    assert agree([Text(layer, where)] if layer else [], [read]) is believed


@pytest.mark.parametrize("angle", [0.0, 2.0, -3.0])
def test_a_place_on_a_straightened_scan_is_told_where_the_page_shows_it(angle: float) -> None:
    page = Image.new("L", (600, 800), 255)
    page.paste(0, (100, 200, 140, 220))  # at 2 pixels a point: (50, 100, 70, 110)
    lying = page.rotate(-angle, Image.Resampling.BICUBIC, fillcolor=255).resize((1200, 1600))
    straight = lying.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    seen = ImageOps.invert(straight).getbbox()
    shown = ImageOps.invert(lying).getbbox()
    assert seen and shown
    left, top, right, bottom = map(float, seen)
    told = Onto(straight, 2.0, angle).back(2.0, (left, top, right, bottom))
    assert told == pytest.approx([edge / 4 for edge in shown], abs=2.0)  # a box around a turned box is a little larger
