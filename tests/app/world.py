"""A small installation on embedded servers: the real app, a clock that the test moves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document

from mailbot.app import App, build_app
from mailbot.commands.ledger import ledger
from mailbot.config import Config, ImapSettings, SmtpSettings
from mailbot.datafolder import DataFolder
from mailbot.demo.servers import ImapServer, SmtpSink
from mailbot.pipeline import Pass, one_pass
from rules.season import Season
from rules.standing.status import UnitStatus, statuses
from tests.seasons import uninvited
from tests.servers.dovecot import Dovecot

START = datetime(2024, 8, 20, 2, 0, tzinfo=UTC)  # Tuesday, 09:00 in Lào Cai
SCHOOL = "thptso2baothang@laocai-edu.example"
SCHOOL_CODE = "thpt-so-2-bao-thang"


def registration(
    titles: tuple[str, ...], unit: str = "TRƯỜNG THPT SỐ 2 HUYỆN BẢO THẮNG", owner: str = "Nguyễn Văn Mẫu"
) -> bytes:
    """A Word list of initiatives in the commonest layout."""
    document = Document()
    document.add_paragraph("SỞ GIÁO DỤC VÀ ĐÀO TẠO LÀO CAI")
    document.add_paragraph(unit)
    document.add_paragraph("DANH SÁCH ĐĂNG KÝ MÔ HÌNH, GIẢI PHÁP, SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH NĂM 2024")
    table = document.add_table(rows=1, cols=3)
    for cell, label in zip(
        table.rows[0].cells, ("STT", "Tên mô hình, giải pháp, sáng kiến", "Người thực hiện"), strict=True
    ):
        cell.text = label
    for number, title in enumerate(titles, 1):
        for cell, text in zip(table.add_row().cells, (str(number), title, owner), strict=True):
            cell.text = text
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def mail(
    *files: tuple[str, bytes],
    sender: str = SCHOOL,
    subject: str = "Đăng ký mô hình, giải pháp CCHC năm 2024",
    body: str = "Kính gửi Phòng TCCB.",
    number: int = 1,
    **headers: str,
) -> bytes:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "phongtccb@laocai.edu.vn"
    message["Subject"] = subject
    message["Message-ID"] = f"<{number}@truong.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


@dataclass
class World:
    imap: ImapServer | Dovecot
    sink: SmtpSink
    app: App
    now: datetime = START
    refusals: list[str] = field(default_factory=list)

    def deliver(self, raw: bytes, when: datetime | None = None, folder: str = "INBOX") -> None:
        self.imap.deliver(raw, when or self.now, folder)

    def one_pass(self) -> Pass:
        return one_pass(self.app)

    def season(self) -> Season:
        with self.app.begin() as work:
            return work.season(self.app.campaign, self.app.roster, self.now)

    def cell(self, unit: str = SCHOOL_CODE, stage: str = "registration") -> UnitStatus:
        return next(one for one in statuses(self.season()) if (one.unit.code, one.stage) == (unit, stage))

    def ledger(self) -> list[dict[str, Any]]:
        with self.app.begin() as work:
            return ledger(work, self.app.campaign)

    def receivers(self) -> list[str]:
        return [address for letter in self.sink.letters for address in letter.recipients]


@contextmanager
def world(folder: Path, folders: tuple[str, ...] = ("INBOX",), authserv_id: str = "") -> Iterator[World]:
    """Everything up and running; nothing delivered yet."""
    with ImapServer() as imap, SmtpSink() as sink, installed(folder, imap, sink, folders, authserv_id) as here:
        yield here


@contextmanager
def installed(
    folder: Path,
    imap: ImapServer | Dovecot,
    sink: SmtpSink,
    folders: tuple[str, ...] = ("INBOX",),
    authserv_id: str = "",
) -> Iterator[World]:
    """The installation on servers that run already."""
    config = Config(
        data_folder=folder,
        imap=ImapSettings(
            host=imap.host,
            port=imap.port,
            security="plain",
            user=imap.user,
            password=imap.password,
            folders=folders,
            authserv_id=authserv_id,
        ),
        smtp=SmtpSettings(host=sink.host, port=sink.port, security="plain", login=False),
    )
    data = DataFolder(folder)
    campaign = uninvited(data.campaign("cchc-2024"))
    roster = data.roster(campaign.roster, campaign.unit_kinds).roster
    app = build_app(config, campaign, roster)
    here = World(imap, sink, app)
    app.now = app.sign_in.now = app.sign_in_to_send.now = lambda: here.now
    app.refusals = lambda now: here.refusals
    try:
        yield here
    finally:
        app.close()
