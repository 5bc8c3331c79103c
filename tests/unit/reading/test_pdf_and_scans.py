"""PDF by position, scans by OCR. The pages are made by LibreOffice from Word files."""

import io
import shutil

import pypdfium2
import pytest
from PIL import Image, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from mailbot.reading import ocr, programs
from mailbot.reading.budget import Budget, NeedsHeavyReader
from mailbot.reading.files import parse_file
from mailbot.reading.libreoffice import convert
from rules.document import ParsedDocument
from tests.unit.reading.make import docx, p, tables, tbl, tc, texts, with_part

needs_ocr = pytest.mark.skipif(not ocr.available(), reason="tesseract with Vietnamese is not installed")

SIZE = '<w:sz w:val="28"/>'
BORDERS = "<w:tblBorders>" + "".join(
    f'<w:{side} w:val="single" w:sz="6"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
) + "</w:tblBorders>"  # fmt: skip


def page(rows: int = 2) -> str:
    """A letter-headed list as units write it."""
    half = '<w:tcW w:w="4500" w:type="dxa"/>'
    head = tbl(tc("SỞ GD&amp;ĐT LÀO CAI", half) + tc("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", half),
               tc("TRƯỜNG THPT SỐ 9 MƯỜNG HUM", half) + tc("Độc lập - Tự do - Hạnh phúc", half))  # fmt: skip
    widths = [f'<w:tcW w:w="{width}" w:type="dxa"/>' for width in (900, 4500, 3600)]

    def line(*cells: str) -> str:
        return "".join(tc(text, width) for text, width in zip(cells, widths, strict=True))

    lines = [
        line(str(number), "Trả kết quả xác nhận cho học sinh ngay trong ngày làm việc", "Lý Thị Mẩy - Văn thư")
        for number in range(1, rows + 1)
    ]
    table = tbl(line("TT", "Tên sáng kiến, giải pháp", "Người thực hiện"), *lines)
    table = table.replace("<w:tbl>", f"<w:tbl><w:tblPr>{BORDERS}</w:tblPr>")
    apart = '<w:spacing w:before="240" w:after="240"/>'
    title = p("DANH SÁCH ĐĂNG KÝ SÁNG KIẾN", f'{apart}<w:jc w:val="center"/>', f"<w:b/>{SIZE}")
    long = (
        "Nhà trường cam kết triển khai các nội dung đã đăng ký đúng tiến độ "
        "và gửi báo cáo kết quả về Phòng Tổ chức cán bộ."
    )
    return head + title + table + p(long, apart) + p("1. Lĩnh vực: Cải cách thủ tục hành chính")


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return convert(docx(page()), "docx", "pdf")


def picture_of(content: bytes, dots: int = 200) -> Image.Image:
    document = pypdfium2.PdfDocument(content)
    picture: Image.Image = document[0].render(scale=dots / 72, grayscale=True).to_pil()
    document.close()
    return picture


def as_jpeg(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.convert("L").save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def as_scan(picture: Image.Image) -> bytes:
    """A PDF with nothing but a picture."""
    buffer = io.BytesIO()
    picture.convert("L").save(buffer, "PDF", resolution=200)
    return buffer.getvalue()


def check(document: ParsedDocument) -> None:
    assert document.unreadable is None, document.unreadable
    flat = " ".join(texts(document))
    assert "DANH SÁCH ĐĂNG KÝ SÁNG KIẾN" in flat
    listed = [table for table in tables(document) if table.width == 3]
    assert len(listed) == 1
    assert [row[1].text for row in listed[0].rows] == [
        "Tên sáng kiến, giải pháp",
        "Trả kết quả xác nhận cho học sinh ngay trong ngày làm việc",
        "Trả kết quả xác nhận cho học sinh ngay trong ngày làm việc",
    ]


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
class TestMadePages:
    def test_a_pdf_gives_text_tables_and_columns(self, pdf: bytes) -> None:
        document = parse_file("ds.pdf", pdf)
        check(document)
        assert document.origin == "text"
        agency = tables(document)[0].rows[0]
        assert "TRƯỜNG THPT SỐ 9 MƯỜNG HUM" in agency[0].text and "Độc lập" in agency[1].text
        long = next(text for text in texts(document) if text.startswith("Nhà trường"))
        assert long.endswith("Phòng Tổ chức cán bộ.")
        assert "1. Lĩnh vực: Cải cách thủ tục hành chính" in texts(document)

    def test_a_table_over_pages_is_one(self) -> None:
        document = parse_file("ds.pdf", convert(docx(page(60)), "docx", "pdf"))
        (listed,) = (table for table in tables(document) if table.width == 3)
        assert [row[0].text for row in listed.rows] == ["TT", *map(str, range(1, 61))]

    def test_pages_beyond_the_limit_are_refused(self, pdf: bytes) -> None:
        document = parse_file("ds.pdf", pdf, budget=Budget(pages=0))
        assert document.unreadable and "trang" in document.unreadable

    @needs_ocr
    def test_a_scan_is_read_and_said_to_be_one(self, pdf: bytes) -> None:
        document = parse_file("scan.pdf", as_scan(picture_of(pdf)))
        check(document)
        assert document.origin == "ocr" and any("OCR" in note for note in document.notes)

    @needs_ocr
    @pytest.mark.parametrize(
        "angle", [-2.3, *(pytest.param(angle, marks=pytest.mark.slow) for angle in (1.4, 90, 180))]
    )
    def test_a_photograph_is_straightened(self, pdf: bytes, angle: float) -> None:
        turned = picture_of(pdf).rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
        document = parse_file("IMG_1.jpg", as_jpeg(turned.filter(ImageFilter.GaussianBlur(0.6))))
        check(document)
        assert (document.format, document.origin) == ("jpg", "ocr")

    @needs_ocr
    @pytest.mark.slow
    def test_a_word_file_of_pictures_is_read_by_ocr(self, pdf: bytes) -> None:
        content = with_part(docx(p("")), "word/media/image1.jpeg", as_jpeg(picture_of(pdf)))
        document = parse_file("scan.docx", content)
        check(document)
        assert document.origin == "ocr"

    @needs_ocr
    def test_without_leave_to_be_slow_a_scan_waits(self, pdf: bytes) -> None:
        with pytest.raises(NeedsHeavyReader):
            parse_file("scan.pdf", as_scan(picture_of(pdf)), heavy=False)

    def test_without_tesseract_a_scan_says_what_to_install(self, pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
        content = as_scan(picture_of(pdf))
        monkeypatch.setattr(programs, "find", lambda program: None)
        document = parse_file("scan.pdf", content)
        assert document.unreadable and "cài đặt tesseract" in document.unreadable


def test_letters_without_unicode_are_garbage() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.drawString(72, 700, "abc")
    canvas.save()
    document = parse_file("a.pdf", buffer.getvalue())
    assert document.unreadable is None and texts(document) == ["abc"]


def test_a_pdf_with_a_password_and_a_broken_one_say_so() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("mat-khau"))
    canvas.drawString(72, 700, "abc")
    canvas.save()
    locked = parse_file("a.pdf", buffer.getvalue())
    assert locked.unreadable and "mật khẩu" in locked.unreadable
    broken = parse_file("a.pdf", b"%PDF-1.7 nothing")
    assert broken.unreadable and "hỏng" in broken.unreadable


def test_icons_and_giant_pictures_are_refused() -> None:
    for size, word in (((40, 40), "quá nhỏ"), ((3000, 3000), "quá lớn")):
        buffer = io.BytesIO()
        Image.new("L", size, 255).save(buffer, "PNG")
        document = parse_file("a.png", buffer.getvalue(), budget=Budget(pixels=2_000_000))
        assert document.unreadable and word in document.unreadable


def test_how_large_a_picture_may_be_is_said_for_one_file_and_not_for_the_process() -> None:
    before = Image.MAX_IMAGE_PIXELS
    test_icons_and_giant_pictures_are_refused()
    assert before == Image.MAX_IMAGE_PIXELS


@needs_ocr
def test_a_giant_page_behind_a_small_one_is_refused() -> None:
    buffer = io.BytesIO()
    small, giant = Image.new("L", (400, 300), 255), Image.new("L", (3000, 3000), 255)
    small.save(buffer, "TIFF", save_all=True, append_images=[giant], compression="tiff_lzw")
    document = parse_file("a.tif", buffer.getvalue(), budget=Budget(pixels=2_000_000))
    assert document.unreadable and "quá lớn" in document.unreadable
