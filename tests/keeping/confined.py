"""Reads a Word 97 file and a scan under the calls that the unit file leaves: `python -m tests.keeping.confined UNIT`.

Of the unit only what a program can notice without systemd is set: which system calls it may make and which families of
sockets it may open. Both are inherited by LibreOffice and Tesseract.
"""

import ctypes
import errno
import re
import socket
import subprocess
import sys
from io import BytesIO
from pathlib import Path

from mailbot.mail.message import read_mail
from mailbot.reading.libreoffice import convert
from mailbot.reading.sandbox import Sandbox
from tests.unit.reading.make import docx, p, texts
from tests.unit.reading.test_pdf_and_scans import picture_of

ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM  # seccomp_rule_add(3)
EQUAL = 4  # SCMP_CMP_EQ


class _Condition(ctypes.Structure):
    _fields_ = (("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64))


def settings(unit: Path, name: str) -> list[list[str]]:
    return [line.partition("=")[2].split() for line in unit.read_text("utf-8").splitlines() if line.startswith(name)]


def calls(names: list[str]) -> set[str]:
    """The system calls behind systemd's names of groups."""
    found: set[str] = set()
    for name in names:
        if not name.startswith("@"):
            found.add(name)
            continue
        command = ["systemd-analyze", "syscall-filter", "--no-pager", name]
        lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
        inside = [line.strip() for line in lines if re.match(r"\s+[@\w]", line)]
        found |= calls(inside)
    return found


def allowed(unit: Path) -> set[str]:
    """As systemd.exec(5) reads the lines one after the other; @default is always allowed."""
    found = calls(["@default"])
    for line in settings(unit, "SystemCallFilter="):
        if line[0].startswith("~"):
            found -= calls([line[0][1:], *line[1:]])
        else:
            found |= calls(line)
    return found


def confine(unit: Path) -> None:
    """For this process and all that it starts."""
    library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(REFUSE)))
    for name in sorted(allowed(unit)):
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number < 0:
            continue  # of another architecture
        families: list[int | None] = [None]
        if name == "socket":
            families = [int(getattr(socket, family)) for family in settings(unit, "RestrictAddressFamilies=")[0]]
        for family in families:
            condition = (_Condition * 1)(_Condition(0, EQUAL, family or 0, 0))
            count = 0 if family is None else 1
            assert library.seccomp_rule_add_array(context, ctypes.c_uint32(ALLOW), number, count, condition) == 0
    assert library.seccomp_load(context) == 0


def main(unit: Path) -> None:
    confine(unit)
    try:
        socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)
    except PermissionError:
        print("confined")
    word = convert(docx(p("Đăng ký sáng kiến năm 2024")), "docx", "doc")
    page = BytesIO()
    picture_of(convert(docx(p("Đăng ký sáng kiến năm 2024")), "docx", "pdf")).save(page, "png")
    with Sandbox(read_mail=read_mail) as sandbox:
        for name, content in (("dang-ky.doc", word), ("ban-quet.png", page.getvalue())):
            print(name, " ".join(texts(sandbox.parse_heavy(name, content))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
