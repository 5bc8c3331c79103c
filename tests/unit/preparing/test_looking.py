"""A mail for people who look: its words, its files, its pages as pictures; or a sentence, whatever a file is."""

from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from mailbot.preparing import boundary
from mailbot.preparing.looking import drawn, handed_out, shown
from mailbot.reading import libreoffice, ocr
from mailbot.reading.sandbox import Sandbox
from tests.app.world import mail, registration


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with boundary.children() as running:
        yield running


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def pdf(*pages: str) -> bytes:
    kept = BytesIO()
    canvas = Canvas(kept, pagesize=(300, 400))
    for text in pages:
        canvas.drawString(30, 350, text)
        canvas.showPage()
    canvas.save()
    return kept.getvalue()


def photograph() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (3000, 4000), "white").save(kept, "JPEG")
    return kept.getvalue()


def test_a_pdf_is_drawn_page_by_page_with_the_places_of_its_words(sandbox: Sandbox) -> None:
    content = pdf("Hop khong giay", "trang hai")
    found = drawn(mail(("a.pdf", content)), digest(content), sandbox)
    assert (found.of, len(found.pages), found.why) == (2, 2, "")
    assert [word.text for word in found.pages[0].words] == ["Hop", "khong", "giay"]
    word = found.pages[0].words[0]
    assert word.left == pytest.approx(1000, abs=60) and 800 < word.top < word.bottom < 1400
    assert Image.open(BytesIO(found.pages[0].png)).width == 1200


def test_a_photograph_is_shown_smaller_and_has_no_words(sandbox: Sandbox) -> None:
    content = photograph()
    (page,) = drawn(mail(("a.jpg", content)), digest(content), sandbox).pages
    assert page.words == () and Image.open(BytesIO(page.png)).size == (1200, 1600)


@pytest.mark.skipif(not ocr.available(), reason="tesseract with Vietnamese is not installed")
def test_the_words_of_a_scan_are_found_where_they_stand(sandbox: Sandbox) -> None:
    """A picture of a page without any text layer."""
    kept = BytesIO()
    canvas = Canvas(kept, pagesize=(595, 842))
    for row in range(12):
        canvas.setFont("Helvetica", 20)
        canvas.drawString(60, 740 - 40 * row, "Hop khong giay trong truong hoc")
    canvas.save()
    page = pypdfium2.PdfDocument(kept.getvalue())[0].render(scale=3).to_pil()
    scan = BytesIO()
    page.save(scan, "JPEG")
    (seen,) = drawn(mail(("a.jpg", scan.getvalue())), digest(scan.getvalue()), sandbox).pages
    word = next(word for word in seen.words if word.text == "Hop")
    assert word.left == pytest.approx(10_000 * 60 / 595, abs=100) and 1000 < word.top < word.bottom < 1400


@pytest.mark.libreoffice
@pytest.mark.skipif(not libreoffice.available(), reason="LibreOffice is not installed")
def test_a_word_file_in_an_archive_is_drawn(sandbox: Sandbox) -> None:
    content = registration(("Họp không giấy",))
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("dang-ky.docx", content)
    found = drawn(mail(("nen.zip", packed.getvalue())), digest(content), sandbox)
    assert found.why == "" and "giấy" in [word.text for word in found.pages[0].words]


def test_a_file_is_handed_out_as_it_came_from_wherever_it_lies(sandbox: Sandbox) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("a/b/trong.txt", "bên trong")
    raw = mail(("nen.zip", packed.getvalue()), ("ngoai.bin", b"\x00\x01"))
    assert handed_out(raw, digest(b"\x00\x01"), sandbox) == b"\x00\x01"
    assert handed_out(raw, digest("bên trong".encode()), sandbox) == "bên trong".encode()
    assert handed_out(raw, digest(b"khac"), sandbox) is None


def test_the_words_of_a_mail_are_shown_as_words(sandbox: Sandbox) -> None:
    raw = mail(("a.docx", registration(("x",))), body="Kính gửi Phòng.\n\nTrường gửi đăng ký.")
    found = shown(raw, sandbox)
    assert found.text == ("Kính gửi Phòng.", "Trường gửi đăng ký.")
    assert [name for name, _, _ in found.files] == ["a.docx"] and found.why == ""


BROKEN = (b"", b"%PDF-1.7 broken", b"PK\x03\x04broken", b"\x89PNG\r\n\x1a\nbroken", b"<html>x</html>")


@pytest.mark.parametrize("content", [*BROKEN, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_cannot_be_drawn_ends_as_a_sentence(sandbox: Sandbox, content: bytes) -> None:
    found = drawn(mail(("a.pdf", content)), digest(content), sandbox)
    assert found.pages == () and found.why.endswith(".")


def test_a_file_of_another_mail_is_not_drawn(sandbox: Sandbox) -> None:
    found = drawn(mail(("a.pdf", pdf("x"))), digest(pdf("khac")), sandbox)
    assert (found.pages, found.why) == ((), "Không tìm thấy tệp này trong thư.")
