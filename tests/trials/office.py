"""An invented office to be tried hard: its folder, its units, the mails they send, and the daemon as a process."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document

from mailbot.demo.folder import campaign_text
from mailbot.demo.script import MAILBOX
from mailbot.demo.units import ROSTER, units
from rules.roster import Roster, Unit
from rules.setup.roster_file import write_roster
from tests.waiting import PATIENCE, until

ROOT = Path(__file__).parents[2]
PASSWORD = "mat-khau-cua-hop-thu"
OWN = "phong-tccb"
_AS_IF = date(2024, 6, 3)  # a Monday of the registration stage, far from any reminder


@cache
def _blank() -> bytes:
    """A Word file with one initiative, whose unit, title and owner are words to be replaced."""
    document = Document()
    document.add_paragraph("SỞ GIÁO DỤC VÀ ĐÀO TẠO LÀO CAI")
    document.add_paragraph("@UNIT@")
    document.add_paragraph("ĐĂNG KÝ MÔ HÌNH, GIẢI PHÁP, SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH NĂM 2024")
    table = document.add_table(rows=2, cols=4)
    rows = (
        ("STT", "Tên mô hình, giải pháp, sáng kiến", "Người thực hiện", "Nội dung chính"),
        ("1", "@TITLE@", "Nguyễn Văn Mẫu", "Rút ngắn thời gian xử lý hồ sơ"),
    )
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def title(number: int) -> str:
    """Titles so unlike each other that none is asked about as another version of one before."""
    words = ("hồ sơ", "học bạ", "phòng họp", "thư viện", "bếp ăn", "ký túc xá", "lịch công tác", "thu phí", "đơn thư")
    verbs = ("Số hóa", "Công khai", "Rút gọn thủ tục", "Đặt lịch trực tuyến cho", "Ký số", "Tra cứu mã QR", "Khảo sát")
    return f"{verbs[number % 7]} {words[number % 9]} của khối {number}"


def paper(unit: Unit, number: int) -> bytes:
    """A registration of a unit as a Word file."""
    out = BytesIO()
    with ZipFile(BytesIO(_blank())) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = data.replace(b"@UNIT@", unit.name.upper().replace("&", "&amp;").encode())
                data = data.replace(b"@TITLE@", title(number).encode())
            target.writestr(ZipInfo(name, (2024, 1, 2, 0, 0, 0)), data, ZIP_DEFLATED)
    return out.getvalue()


def message_id(number: int) -> str:
    return f"<thu-{number}@truong.example>"


def writer(number: int) -> Unit:
    """One after the other, of the units that have an address; the office does not thank itself."""
    reached = [unit for unit in units() if unit.addresses and unit.code != OWN]
    return reached[number % len(reached)]


def mail(number: int, unit: Unit | None = None) -> bytes:
    """A registration of one initiative, each from the next unit."""
    unit = unit or writer(number)
    message = EmailMessage()
    message["From"] = unit.addresses[0]
    message["To"] = MAILBOX
    message["Subject"] = f"Đăng ký CCHC năm 2024 ({number})"
    message["Message-ID"] = message_id(number)
    message.set_content("Kính gửi Phòng TCCB, đơn vị gửi đăng ký như tệp kèm theo.")
    message.add_attachment(
        paper(unit, number), maintype="application", subtype="octet-stream", filename=f"dang-ky-{number}.docx"
    )
    message.set_boundary(f"thu-{number}")  # the same bytes each time
    return message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


FIRST = "FIRST_START"  # in the environment of a daemon: it has not run before
AHEAD = "MINUTES_AHEAD"  # in the environment of a daemon: by so much its clock has been moved


def behind() -> timedelta:
    """How far the clock of the trial is behind: whole weeks, so that it is about the third of June 2024 there."""
    ahead = timedelta(minutes=float(os.environ.get(AHEAD, "0")))
    return timedelta(weeks=(date.today() - _AS_IF).days // 7) - ahead  # noqa: DTZ011  # about a week is enough


def now_there() -> datetime:
    return datetime.now(UTC) - behind()


NO_LIMITS = """[limits]
sender_hour = 10000
sender_day = 10000
unit_hour = 10000
unit_day = 10000
strangers_hour = 10000
address_hour = 10000
address_day = 10000
kind_hour = 10000
kind_day = 10000
hour = 10000
day = 10000
"""


class Office:
    """A folder with the settings of an office, for servers on given ports."""

    def __init__(
        self,
        folder: Path,
        servers: Mapping[str, str],
        *,
        more: str = "",
        password: str = PASSWORD,
        limits: str = NO_LIMITS,
    ) -> None:
        """`servers` has the text of the sections imap and smtp; `limits` "": those of every installation."""
        self.folder, self.data = folder, folder / "data"
        self.prefix: tuple[str, ...] = ()  # of each command
        for name in ("campaigns", "rosters"):
            (self.data / name).mkdir(parents=True, exist_ok=True)
        (self.data / "campaigns" / "cchc-2024.toml").write_text(campaign_text(), "utf-8")
        (self.data / "rosters" / f"{ROSTER}.csv").write_text(write_roster(Roster(units())), "utf-8")
        self.secret = folder / "password"
        self.secret.write_text(password, "utf-8")
        self.config = folder / "config.toml"
        self.config.write_text(
            f"""data_folder = "data"
[imap]
user = "{MAILBOX}"
password_file = "password"
junk_daily = false
{servers["imap"]}
[smtp]
login = false
{servers["smtp"]}
{limits}{more}
""",
            "utf-8",
        )

    def start(self, *command: str, **environment: str) -> "Daemon":
        return Daemon(self, command or ("run",), environment)

    def ask(self, *command: str) -> Any:
        """What a command answers in JSON."""
        return json.loads(self.start(*command, "--json").ended()[1])


class Daemon:
    """`mailbot run`, or another command, as a process of its own; its output goes to files."""

    MARK = "OFFICE_ON_TRIAL"  # names the office in the environment of all processes that follow from it
    count = 0

    def __init__(self, office: Office, command: tuple[str, ...], environment: Mapping[str, str]) -> None:
        Daemon.count += 1
        stem = office.folder / f"process-{Daemon.count}"
        self.out, self.err = stem.with_suffix(".out"), stem.with_suffix(".err")
        with self.out.open("wb") as out, self.err.open("wb") as err:
            self.process = subprocess.Popen(
                [
                    *office.prefix,
                    sys.executable,
                    "-m",
                    "tests.trials.process",
                    "--config",
                    str(office.config),
                    *command,
                ],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                cwd=ROOT,
                env={**os.environ, Daemon.MARK: str(office.folder), **environment},
                start_new_session=True,
            )

    def kill(self) -> None:
        """-9, to the daemon alone: its children must notice by themselves."""
        self.process.kill()
        self.process.wait(PATIENCE)

    def stop(self, seconds: float = PATIENCE) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def ended(self, seconds: float = PATIENCE) -> tuple[int, str, str]:
        """(exit code, standard output, standard error) of a command that ends by itself."""
        code = self.process.wait(seconds)
        return code, self.out.read_text("utf-8"), self.err.read_text("utf-8")

    def log(self) -> str:
        return self.err.read_text("utf-8")

    def until(self, done: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait for something the daemon does. Raises AssertionError where it ends or takes longer."""

        def over() -> bool:
            happened = done()
            assert happened or self.process.poll() is None, self.log()
            return happened

        until(over, seconds, told=lambda: self.log()[-3000:])

    def __enter__(self) -> "Daemon":
        return self

    def __exit__(self, *error: object) -> None:
        if self.process.poll() is None:
            self.kill()


def bound_by_permissions() -> tuple[str, ...]:
    """Before a command of root: without the power to write what is not writable."""
    without = "-dac_override,-dac_read_search"
    return ("setpriv", "--bounding-set", without, "--inh-caps", without) if os.getuid() == 0 else ()


def plain_servers(imap_port: int, smtp_port: int, more_imap: str = "", more_smtp: str = "") -> dict[str, str]:
    """Embedded servers on the loopback, with timeouts of tests."""
    return {
        "imap": f'host = "127.0.0.1"\nport = {imap_port}\nsecurity = "plain"\npoll_seconds = 10\n'
        f"connect_timeout = 3\nread_timeout = 3\n{more_imap}",
        "smtp": f'host = "127.0.0.1"\nport = {smtp_port}\nsecurity = "plain"\ntimeout = 3\n{more_smtp}',
    }
