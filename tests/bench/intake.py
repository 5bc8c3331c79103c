"""How fast mail is taken in, beside a yardstick in the same run: 1,000 mails of 104 kB with a docx, local Dovecot.

(a) durable raw store and a row; (b) with MIME parsed and attachments recorded; (c) with documents read and receipts
handed to an SMTP server. Each is a process of its own, its start included. The yardstick is what one would write with
imap-tools: bulk fetch of 500, a file per mail, a committed SQLite row per mail.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

from docx import Document

from mailbot.demo.servers import SmtpSink
from rules.roster import Unit
from tests.servers.dovecot import Dovecot

MAILS = 1_000
MAIL_BYTES = 104_000
UNITS = 49
START = datetime(2024, 8, 20, 1, 0, tzinfo=UTC)


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


def config_file(folder: Path, dovecot: Dovecot, sink: SmtpSink) -> Path:
    path = folder / "config.toml"
    path.write_text(
        f"""
campaign = "cchc-2024"
data_folder = "{folder}"
[imap]
host = "127.0.0.1"
port = {dovecot.port}
security = "plain"
user = "{dovecot.user}"
junk_daily = false
[smtp]
host = "127.0.0.1"
port = {sink.port}
security = "plain"
login = false
[limits]
sender_hour = 100000
sender_day = 100000
unit_hour = 100000
unit_day = 100000
address_hour = 100000
address_day = 100000
kind_hour = 100000
kind_day = 100000
hour = 100000
day = 100000
""",
        encoding="utf-8",
    )
    return path


def run(step: str, folder: Path, dovecot: Dovecot, sink: SmtpSink) -> float:
    folder.mkdir()
    path = config_file(folder, dovecot, sink)
    environment = os.environ | {"MAILBOT_IMAP__PASSWORD": dovecot.password, "BENCH_PORT": str(dovecot.port)}
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "tests.bench.intake_steps", step, str(path)], check=True, env=environment)
    return time.perf_counter() - started


def main() -> None:
    from mailbot.datafolder import DataFolder

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)  # Dovecot reads its files as another user
        sink = stack.enter_context(SmtpSink())
        dovecot = stack.enter_context(Dovecot(folder / "dovecot", "bot", "bench"))
        data = DataFolder(folder)
        campaign = data.campaign("cchc-2024")
        roster = data.roster(campaign.roster, campaign.unit_kinds).roster
        sizes = 0
        client = dovecot.client()
        for number in range(MAILS):
            raw = mail(number, roster.units)
            sizes += len(raw)
            client.append("INBOX", raw, msg_time=START + timedelta(seconds=number))
        client.logout()
        print(f"{MAILS} mails, {sizes / MAILS / 1000:.0f} kB each")
        yardstick = run("yardstick", folder / "yardstick", dovecot, sink)
        print(f"yardstick  imap-tools, file, committed row      {yardstick:6.1f} s   1.00")
        for step, what in (
            ("a", "raw store and row"),
            ("b", "parsed, attachments recorded"),
            ("c", "read and answered"),
        ):
            seconds = run(step, folder / step, dovecot, sink)
            print(f"({step})        {what:<32} {seconds:11.1f} s   {seconds / yardstick:.2f}")
        print(f"receipts at the SMTP server: {len(sink.letters)}")


if __name__ == "__main__":
    main()
