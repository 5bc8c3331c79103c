"""The folder a season is played in: made afresh each time, and never one that somebody else made."""

import shutil
from importlib.resources import files
from pathlib import Path

from mailbot.demo.script import DOMAIN, MAILBOX
from mailbot.demo.targets import LAST_YEAR
from mailbot.demo.units import ROSTER, units
from rules.errors import MailbotError
from rules.roster import Roster
from rules.setup.roster_file import write_roster

CAMPAIGN = "cchc-2024"
DATA = "du-lieu"
ARRIVED, SENT, DRAFTS = "thu-den", "thu-di", "van-ban"
_MARK = ".mailbot-demo"
_SHIPPED_DOMAIN = "laocai.edu.vn"


PEOPLE = (("Nguyễn Thu Hà (chạy thử)", "thuha", "decides"), ("Lãnh đạo Sở (chạy thử)", "lanhdao", "reads"))
"""Of the office: name, address before the @, role."""
CONTACT, PHONE = "đồng chí Nguyễn Thu Hà (chạy thử)", "0214 000 0000"


def people() -> tuple[str, ...]:
    """The addresses of the office's people."""
    return tuple(f"{address}@{DOMAIN}" for _, address, _ in PEOPLE)


class FolderInUse(MailbotError):
    """Thư mục này không do bản chạy thử tạo ra nên không xóa; hãy chọn thư mục khác bằng --out."""


def is_ours(out: Path) -> bool:
    """Whether the demo made this folder."""
    return (out / _MARK).is_file()


def prepare(out: Path) -> Path:
    """An empty folder with the settings of an office in it. Raises FolderInUse rather than delete foreign files."""
    if out.exists():
        foreign = not is_ours(out) and any(out.iterdir()) if out.is_dir() else True
        if foreign:
            raise FolderInUse(f"{out}: {FolderInUse.__doc__}")
        shutil.rmtree(out)
    for name in (ARRIVED, SENT, DRAFTS, f"{DATA}/campaigns", f"{DATA}/rosters"):
        (out / name).mkdir(parents=True)
    (out / _MARK).write_text("Thư mục này do `mailbot demo` tạo; lần chạy sau sẽ xóa và làm lại.\n", "utf-8")
    (out / DATA / "campaigns" / f"{CAMPAIGN}.toml").write_text(campaign_text(), "utf-8")
    (out / DATA / "rosters" / f"{ROSTER}.csv").write_text(write_roster(Roster(units())), "utf-8")
    return out


def campaign_text() -> str:
    """The shipped campaign with addresses that lead nowhere, invented people and figures of a year before."""
    shipped = (files("rules") / "campaigns" / f"{CAMPAIGN}.toml").read_text("utf-8")
    for code, reached in LAST_YEAR.items():
        shipped = shipped.replace(f'code = "{code}"\n', f'code = "{code}"\nlast_year = "{reached}"\n', 1)
    people = ", ".join(
        f'{{ name = "{name}", address = "{address}@{DOMAIN}", role = "{role}", letters = false }}'
        for name, address, role in PEOPLE
    )
    shipped = shipped.replace('phone = ""', f'phone = "{PHONE}"').replace('contact = ""', f'contact = "{CONTACT}"')
    return shipped.replace(_SHIPPED_DOMAIN, DOMAIN).replace("\npeople = []\n", f"\npeople = [{people}]\n")


def write_config(out: Path, imap_port: int, smtp_port: int, password: str) -> Path:
    """The `config.toml` an office would write, with the ports of the embedded servers."""
    note = "bản chạy thử: hai máy chủ thư giả nằm ngay trên máy này"
    proof = f'own_hosts = ["mail.{DOMAIN}"]\nauthserv_id = "mail.{DOMAIN}"\n'
    return config_between(imap_port, smtp_port, out, note, CAMPAIGN, MAILBOX, password, proof)


def config_between(
    imap_port: int, smtp_port: int, out: Path, note: str, campaign: str, mailbox: str, password: str, more: str = ""
) -> Path:
    """A `config.toml` between two servers of this machine. `more`: further lines of [imap]; `note`: of what it is."""
    secret = out / DATA / "mat-khau"
    secret.write_text(password + "\n", "utf-8")
    path = out / "config.toml"
    path.write_text(
        f"""# Cấu hình của {note}.
campaign = "{campaign}"
data_folder = "{DATA}"

[imap]
host = "127.0.0.1"
port = {imap_port}
security = "plain"
user = "{mailbox}"
password_file = "{DATA}/{secret.name}"
{more}
[smtp]
host = "127.0.0.1"
port = {smtp_port}
security = "plain"
login = false

[log]
level = "ERROR"
""",
        "utf-8",
    )
    return path
