"""The mails that benchmarks take in: 104 kB each, a Word file of two initiatives and a picture that nobody reads."""

import random
from collections.abc import Sequence
from email.message import EmailMessage
from io import BytesIO

from docx import Document

from rules.roster import Unit

MAIL_BYTES = 104_000


def registration(number: int, unit: str) -> bytes:
    """A Word file with one table of two initiatives of a unit."""
    document = Document()
    document.add_paragraph("SỞ GIÁO DỤC VÀ ĐÀO TẠO LÀO CAI")
    document.add_paragraph(unit.upper())
    document.add_paragraph("DANH SÁCH ĐĂNG KÝ MÔ HÌNH, GIẢI PHÁP, SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH NĂM 2024")
    table = document.add_table(rows=3, cols=4)
    for cell, text in zip(
        table.rows[0].cells,
        ("STT", "Tên mô hình, giải pháp, sáng kiến", "Người thực hiện", "Nội dung chính"),
        strict=True,
    ):
        cell.text = text
    for row in (1, 2):
        values = (
            str(row),
            f"Số hóa hồ sơ một cửa số {number}-{row}",
            "Nguyễn Văn Mẫu",
            "Rút ngắn thời gian xử lý hồ sơ",
        )
        for cell, text in zip(table.rows[row].cells, values, strict=True):
            cell.text = text
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def mail(number: int, units: Sequence[Unit]) -> bytes:
    """About 104 kB: the filler is a picture that nobody can read, as logos in signatures are."""
    writing = [unit for unit in units if unit.addresses]
    unit = writing[number % len(writing)]
    message = EmailMessage()
    message["From"] = unit.addresses[0]
    message["To"] = "phongtccb@laocai.edu.vn"
    message["Subject"] = f"Dang ky CCHC 2024 ({number})"
    message["Message-ID"] = f"<bench-{number}@truong.example>"
    message.set_content("Kính gửi Phòng TCCB, đơn vị gửi đăng ký.")
    message.add_attachment(
        registration(number, unit.name),
        maintype="application",
        subtype="octet-stream",
        filename=f"dang-ky-{number}.docx",
    )
    filler = random.Random(number).randbytes(max(0, (MAIL_BYTES - len(message.as_bytes())) * 3 // 4 - 400))
    message.add_attachment(filler, maintype="image", subtype="png", filename="logo.png")
    return message.as_bytes()
