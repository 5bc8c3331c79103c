"""README followed to the letter on bare systems: `make chroots` (root; Debian 12 and 13 by debootstrap; outside CI).

The lines that are run are read out of README.md itself. What a person does between them is done here, each by a
function of its own: the configuration, the campaign file, the list. There is no systemd in a chroot: `systemctl` only
writes down that it was called, and the unit file that README put into its place is started by what it says.

The systems come from where apt of this machine has its packages; pip's settings and the bundle of certificates are
taken along. Every mount and process lives in namespaces of its own, so nothing of them outlives the trial.
"""

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

from openpyxl import Workbook

from tests.waiting import PATIENCE, until

ROOT = Path(__file__).parents[2]
RELEASES = ("bookworm", "trixie")
SECTION = "A real office in ten minutes"
MAILBOX, PASSWORD = "phongtccb@laocai.edu.vn", "Mật khẩu 1"
SCHOOL = "thptmau1@laocai.edu.vn"
BUNDLE = Path("/etc/ssl/certs/ca-certificates.crt")

_FENCE = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SYSTEMCTL = '#!/bin/sh\necho "systemctl $*" >> /var/log/systemctl\n'
_FORM = (
    "TRƯỜNG THPT MẪU MỘT\nBẢN ĐĂNG KÝ MÔ HÌNH, GIẢI PHÁP, SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH NĂM 2027\n\n"
    "1. Tên sáng kiến: Sổ theo dõi văn bản có nhắc hạn tự động\nNgười thực hiện: Tổ Văn phòng\n"
)


class Stumble(Exception):
    """A line of README, or what should follow from it, that did not hold."""


# --- README -----------------------------------------------------------------------------------------------------


def blocks(readme: str, section: str = SECTION) -> list[str]:
    """The commands of a section, one text per block, in their order."""
    begin = readme.index(f"## {section}\n")
    return _FENCE.findall(readme[begin : readme.index("\n## ", begin + 1)])


# --- A bare system ----------------------------------------------------------------------------------------------


def _apt(*arguments: str) -> str:
    return subprocess.run(["apt-get", *arguments], capture_output=True, text=True, check=True).stdout


def mirror() -> str:
    """Where apt of this machine has the packages of its own release from."""
    own = re.search(r"^VERSION_CODENAME=(\w+)", Path("/etc/os-release").read_text("utf-8"), re.MULTILINE)
    rows = _apt("indextargets", "--format", "$(CODENAME) $(REPO_URI)", "Created-By: Packages").splitlines()
    found = next((row.split()[1] for row in rows if own and row.split()[0] == own[1]), None)
    if found is None:
        raise SystemExit("apt names no source of this machine's own release: run apt-get update")
    return found


def make_bare(release: str, place: Path, base: Path | None) -> None:
    """A system with nothing but what debootstrap calls minimal. `base` keeps fresh ones for the next time."""
    kept = base / release if base else None
    if kept is None or not kept.is_dir():
        target = kept or place
        target.parent.mkdir(parents=True, exist_ok=True)
        _told(["debootstrap", "--variant=minbase", release, str(target), mirror()])
    if kept is not None:
        _told(["cp", "-a", "--reflink=auto", str(kept), str(place)])


def furnish(place: Path) -> None:
    """What a machine has that reaches its registries: names, certificates, settings of apt and pip; the project."""
    for file in ("/etc/resolv.conf", "/etc/hosts"):
        shutil.copyfile(file, place / file.lstrip("/"))
    proxies = subprocess.run(["apt-config", "dump", "Acquire"], capture_output=True, text=True, check=True).stdout
    lines = [line for line in proxies.splitlines() if re.match(r"Acquire::(https?::)?[Pp]roxy", line)]
    (place / "etc/apt/apt.conf.d/00machine").write_text("\n".join((*lines, 'APT::Get::Assume-Yes "true";', "")))
    (place / "etc/ssl").mkdir(exist_ok=True)  # no package of a minimal system has made it
    shutil.copyfile(BUNDLE, place / "etc/ssl/machine-certificates.pem")
    (place / "etc/pip.conf").write_text(_pip_settings())
    policy = place / "usr/sbin/policy-rc.d"  # a package starts no service
    policy.write_text("#!/bin/sh\nexit 101\n")
    shim = place / "usr/local/bin/systemctl"
    shim.write_text(_SYSTEMCTL)
    for program in (policy, shim):
        program.chmod(0o755)
    (place / "etc/systemd/system").mkdir(parents=True, exist_ok=True)
    _told(["git", "clone", "--quiet", "--bare", str(ROOT), str(place / "srv/mailbot.git")])
    _told(["git", "clone", "--quiet", str(ROOT), str(place / "srv/trial")])
    _list_of_units().save(place / "srv/danh-sach.xlsx")


def _pip_settings() -> str:
    listed = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True)
    found = dict(re.findall(r"^\S+?\.(index-url|extra-index-url)='(https?://.*)'$", listed.stdout, re.MULTILINE))
    lines = [f"{name} = {value}" for name, value in found.items()]
    return "\n".join(("[global]", "cert = /etc/ssl/machine-certificates.pem", *lines, ""))


def _list_of_units() -> Workbook:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["DANH SÁCH CÁC ĐƠN VỊ"],
        ["STT", "Tên đơn vị", "Email", "Số ĐT"],
        ["I", "CÁC PHÒNG THUỘC SỞ"],
        [1, "Phòng Kế hoạch - Tài chính", "phongkhtc@laocai.edu.vn", "02143820001"],
        ["II", "CÁC TRƯỜNG THPT"],
        [2, "Trường THPT Mẫu Một", SCHOOL, "02143820002"],
        [3, "Trường THPT Mẫu Hai", "Email: thptmau2@laocai.edu.vn / mau2@gmail.com", "02143820003"],
        ["", "Tổng cộng: 03 đơn vị"],
    ):
        sheet.append(row)
    return book


# --- Inside -----------------------------------------------------------------------------------------------------


class Machine:
    """A bare system that is entered. Commands are run by bash as root, as a person at its console would."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.took: list[float] = []
        self._running: list[subprocess.Popen[bytes]] = []

    def mount(self) -> None:
        for kind, name in (("proc", "proc"), ("sysfs", "sys"), ("tmpfs", "tmp")):
            _told(["mount", "-t", kind, kind, str(self.place / name)])
        _told(["mount", "--rbind", "/dev", str(self.place / "dev")])
        (self.place / "tmp").chmod(0o1777)

    def run(self, commands: str, said: str = "", *, name: str = "") -> str:
        """The output of these lines. Raises Stumble where one of them fails."""
        began, worked = time.monotonic(), _processor()
        done = subprocess.run(
            self._call("/bin/bash", "-eo", "pipefail", "-c", commands),
            input=said,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if name:
            self.tell(time.monotonic() - began, f"({_processor() - worked:5.1f} s of a processor)  {name}")
        if done.returncode:
            raise Stumble(f"{name or commands}\n{done.stdout[-4000:]}")
        return done.stdout

    def tell(self, seconds: float, what: str) -> None:
        self.took.append(seconds)
        print(f"{seconds:7.1f} s  {what}", flush=True)

    def start(self, commands: str, log: str) -> None:
        """Runs on until the machine is left."""
        with (self.place / log.lstrip("/")).open("wb") as out:
            self._running.append(
                subprocess.Popen(
                    self._call("/bin/bash", "-c", commands),
                    env=self._environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=subprocess.STDOUT,
                )
            )

    def leave(self) -> None:
        for process in self._running:
            process.terminate()
            process.wait(PATIENCE)

    def file(self, name: str) -> Path:
        return self.place / name.lstrip("/")

    def _call(self, *arguments: str) -> list[str]:
        return ["chroot", str(self.place), *arguments]

    @staticmethod
    def _environment() -> dict[str, str]:
        path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        return {"PATH": path, "HOME": "/root", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}


def follow(machine: Machine, after: int) -> None:
    """README's section, line by line, with what a person does in between; the first blocks may have been done."""
    for number, block in enumerate(blocks((ROOT / "README.md").read_text("utf-8")), 1):
        if number == max(3, after + 1):  # the programs are there, the configuration is next
            open_mail_server(machine)
            write_config(machine, "/etc/mailbot")
        if number <= after:
            continue
        typed = block.replace("REPOSITORY", "/srv/mailbot.git")
        said = machine.run(_in_one_shell(typed), f"{PASSWORD}\n", name=f"{number}. {block.splitlines()[0][:90]}")
        if "new-campaign" in block:
            edit_campaign(machine, "/var/lib/mailbot", "/etc/mailbot")
        if "check-config" in block:
            print("\n".join(f"           {line}" for line in said.splitlines() if "[LƯU Ý]" in line or "THIẾU" in line))
            start_service(machine, "mailbot")
            first_receipt(machine)
        if "mailbot-backup" in block:
            make_copy(machine)
        if "mailbot-b" in block and "useradd" in block:
            second_office(machine)
    nobody_else_reads(machine)


def _in_one_shell(block: str) -> str:
    """The next block is typed where this one leaves off."""
    return f'cd "$(cat /srv/.cwd 2>/dev/null || echo /root)"\n{block}\npwd > /srv/.cwd'


def open_mail_server(machine: Machine) -> None:
    """The office's mail server, which has a certificate of its own. It is no part of the ten minutes."""
    machine.run("apt-get install -y -qq --no-install-recommends dovecot-imapd dovecot-lmtpd")
    server = f"/opt/mailbot/.venv/bin/python -m tests.trials.mail_server /srv/mail '{MAILBOX}' '{PASSWORD}'"
    machine.file("/srv/mail/ports.json").unlink(missing_ok=True)
    shutil.rmtree(machine.file("/srv/mail/dovecot/run"), ignore_errors=True)  # of a trial that goes on
    machine.start(f"cd /srv/trial && exec {server}", "/var/log/mail-server.log")
    until(machine.file("/srv/mail/ports.json").is_file, told=lambda: _tail(machine, "/var/log/mail-server.log"))
    machine.run("install -m 644 /srv/mail/dovecot/cert.pem /etc/mailbot/ca.pem")


def write_config(machine: Machine, folder: str, user: str = MAILBOX) -> None:
    """What README says about config.toml."""
    ports = json.loads(machine.file("/srv/mail/ports.json").read_text())
    path = machine.file(f"{folder}/config.toml")
    head, imap, smtp = re.split(r"(?=^\[imap\]|^\[smtp\])", path.read_text("utf-8"), maxsplit=2, flags=re.MULTILINE)
    smtp, rest = smtp.split("\n[", 1)
    for name, value in {"host": "localhost", "ca_file": "/etc/mailbot/ca.pem"}.items():
        imap, smtp = _set(imap, name, f'"{value}"'), _set(smtp, name, f'"{value}"')
    imap = _set(_set(imap, "user", f'"{user}"'), "password_file", f'"{folder}/password"')
    imap, smtp = _set(imap, "port", str(ports["imap"])), _set(smtp, "port", str(ports["smtp"]))
    path.write_text(f"{head}{imap}{smtp}\n[{rest}", "utf-8")


def _set(text: str, name: str, value: str) -> str:
    changed, times = re.subn(rf'^{name} = (".*?"|\S+)', f"{name} = {value}", text, count=1, flags=re.MULTILINE)
    if not times:
        raise Stumble(f"config.toml has no line {name}")
    return changed


def edit_campaign(machine: Machine, data: str, config: str) -> None:
    """Everything is as the plan says; the campaign runs from today, so that something happens."""
    path = machine.file(f"{data}/campaigns/cchc-2027.toml")
    text = re.sub(r"^to_confirm = \[.*?^\]", "to_confirm = []", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^proposed = .*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^invites = .*\n", "", text, flags=re.MULTILINE)
    today = datetime.now().astimezone().date().isoformat()
    text = re.sub(r"^(go_live|opens) = \d{4}-.*$", rf"\1 = {today}", text, count=2, flags=re.MULTILINE)
    path.write_text(text, "utf-8")
    settings = machine.file(f"{config}/config.toml")
    settings.write_text(_set(settings.read_text("utf-8"), "campaign", '"cchc-2027"'), "utf-8")


def start_service(machine: Machine, unit: str) -> None:
    """What systemd would do by the unit file, short of its walls."""
    text = machine.file(f"/etc/systemd/system/{unit}.service").read_text()
    told = dict(re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE))
    call = f"runuser -u {told['User']} -- sh -c 'umask {told['UMask']}; cd {told['WorkingDirectory']}; exec"
    machine.run(f"{call} {told['ExecStartPre']}'", name=f"{unit}: ExecStartPre")
    machine.start(f"exec {call} {told['ExecStart']}'", f"/var/log/{unit}.log")


def first_receipt(machine: Machine) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = SCHOOL, MAILBOX, "Gửi đăng ký CCHC"
    mail["Message-ID"] = make_msgid(domain="truong.invalid")
    mail.set_content(_FORM)
    # What lies there at the first start is told to the office and not answered.
    until(lambda: '"event": "pass"' in _tail(machine, "/var/log/mailbot.log"))
    began = time.monotonic()
    put = machine.file("/srv/mail/in/.one.eml.new")
    put.write_bytes(mail.as_bytes())
    put.rename(put.with_name("one.eml"))
    until(lambda: _receipts(machine) > 0, told=lambda: _tail(machine, "/var/log/mailbot.log"))
    machine.tell(time.monotonic() - began, "from the first registration to its receipt")


def _receipts(machine: Machine) -> int:
    letters = machine.file("/srv/mail/letters").glob("*.eml")
    return sum(b"/receipt/" in path.read_bytes() for path in letters)


def make_copy(machine: Machine) -> None:
    text = machine.file("/etc/systemd/system/mailbot-backup.service").read_text()
    for line in re.findall(r"^ExecStart(?:Post)?=(.*)$", text, re.MULTILINE):
        machine.run(f"runuser -u mailbot -- bash -c {_quoted(line)}")
    if len(list(machine.file("/srv/mailbot-backup").glob("mailbot-*/manifest.json"))) != 1:
        raise Stumble("the copy of the night is not there")


def second_office(machine: Machine) -> None:
    """Its mailbox is another one of the same server."""
    write_config(machine, "/etc/mailbot-b", f"{MAILBOX}1")
    call = "cd /var/lib/mailbot-b && runuser -u mailbot-b -- mailbot --config /etc/mailbot-b/config.toml"
    machine.run(f"{call} new-campaign 2027 --from cchc-2024")
    edit_campaign(machine, "/var/lib/mailbot-b", "/etc/mailbot-b")
    machine.run(
        "install -m 600 -o mailbot-b /srv/danh-sach.xlsx /var/lib/mailbot-b/"
        f" && {call} roster take --yes danh-sach.xlsx && {call} roster confirm --by 'Lê Văn B'"
        f" && {call} check-config && {call} once",
        name="the second office: roster, check-config, once",
    )
    start_service(machine, "mailbot-b")
    ours, theirs = (json.loads(machine.run(f"cd / && runuser -u {one} -- mailbot --config /etc/{one}/config.toml "
                                           "ledger --json")) for one in ("mailbot", "mailbot-b"))  # fmt: skip
    if not ours or theirs:
        raise Stumble(f"two offices: {len(ours)} and {len(theirs)} mails, expected some and none")


def nobody_else_reads(machine: Machine) -> None:
    """Another user of the machine reads neither the password nor anything that is kept."""
    places = "/var/lib/mailbot /var/lib/mailbot-b /srv/mailbot-backup /etc/mailbot/password /etc/mailbot-b/password"
    seen = machine.run(f"runuser -u nobody -- find {places} -readable 2>/dev/null || true")
    if seen.strip():
        raise Stumble(f"another user reads:\n{seen}")
    open_ = machine.run("find /var/lib/mailbot /var/lib/mailbot-b -name '*.db' -perm /077")
    if open_.strip():
        raise Stumble(f"databases that others could read:\n{open_}")


def _tail(machine: Machine, log: str) -> str:
    path = machine.file(log)
    return path.read_text(errors="replace")[-3000:] if path.exists() else ""


def _processor() -> float:
    """Seconds of processors that finished children used: what counts where the machine is busy with something else."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _quoted(line: str) -> str:
    return "'" + line.replace("'", "'\\''") + "'"


# --- The trial --------------------------------------------------------------------------------------------------


def _told(call: Sequence[str]) -> None:
    done = subprocess.run(call, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise Stumble(f"{' '.join(call)}\n{done.stdout[-2000:]}")


def inside(place: Path, after: int) -> int:
    """The trial of one system, in namespaces that end with this process."""
    machine = Machine(place)
    machine.mount()
    try:
        follow(machine, after)
    except (Stumble, AssertionError) as stumble:
        print(f"STUMBLED: {stumble}", flush=True)
        return 1
    finally:
        machine.leave()
    print(f"{sum(machine.took):7.1f} s  in all, downloads included; nothing stumbled", flush=True)
    return 0


@contextmanager
def _room(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="chroots-") as room:
        yield Path(room)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("releases", nargs="*", default=RELEASES)
    asked.add_argument("--base", type=Path, help="folder in which bare systems are kept for the next time")
    asked.add_argument("--keep", type=Path, help="folder in which the tried systems stay")
    asked.add_argument("--after", type=int, default=0, help="go on in kept systems after this block of README")
    asked.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.inside:
        return inside(given.inside, given.after)
    lacking = [program for program in ("debootstrap", "unshare", "chroot") if shutil.which(program) is None]
    if os.getuid() or lacking:
        raise SystemExit(f"make chroots needs root and debootstrap (apt-get install debootstrap); lacking: {lacking}")
    failed = 0
    with _room(given.keep) as room:
        for release in given.releases:
            print(f"== {release}", flush=True)
            if not given.after:
                make_bare(release, room / release, given.base)
                furnish(room / release)
            failed += subprocess.run(
                ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private",
                 sys.executable, "-m", "tests.trials.chroots", "--inside", str(room / release),
                 "--after", str(given.after)],
                check=False, cwd=ROOT,
            ).returncode  # fmt: skip
    return failed


if __name__ == "__main__":
    sys.exit(main())
