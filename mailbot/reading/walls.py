"""Which walls stand around readers here: found out by trying, in a child that is confined like any other."""

import json
import os
import socket
import sys
import sysconfig
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import mailbot
import rules
from mailbot.reading import libreoffice, programs
from mailbot.reading.confine import SCOPED, Places, keep_to, landlock_version
from mailbot.reading.seccomp import Calls, give_up

LANDLOCK, SECCOMP, NAMESPACE = "landlock", "seccomp", "namespace"
ALL = (LANDLOCK, SECCOMP, NAMESPACE)
"""The means of which walls are made. Fewer are used to try what holds without."""
LANDLOCK_OF_2022 = "landlock-2"
"""As the kernel of Debian 12 has it, to be tried elsewhere."""

_SYSTEM = (
    "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/usr/share", "/usr/local/share",
    "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/etc/libreoffice", "/etc/passwd", "/etc/group",
    "/etc/nsswitch.conf", "/etc/mime.types", "/etc/papersize", "/var/cache/fontconfig", "/var/lib/libreoffice",
    "/var/spool/libreoffice",
    "/proc/cpuinfo", "/proc/meminfo", "/proc/filesystems", "/proc/stat", "/proc/sys/vm", "/proc/sys/kernel",
    "/sys/devices/system/cpu", "/dev/urandom", "/dev/random", "/dev/zero",
)  # fmt: skip
"""What libraries, fonts and the programs need of a Debian or Ubuntu; nothing of it is anybody's own."""
_LOADERS = ("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1")  # the kernel starts programs with them
_PROGRAMS = ("antiword", "lsar", "tesseract", "unar")


def confine(scratch: str, *, with_programs: bool, means: tuple[str, ...], spare: tuple[int, ...]) -> None:
    """Wall this process in, for good. Programs have more doors left than readers alone."""
    version = landlock_version()
    version = min(version, 2) if LANDLOCK_OF_2022 in means else version if LANDLOCK in means else 0
    scoped = version >= SCOPED
    if version > 0:
        listed = _programs() if with_programs else ()
        own = (f"/proc/{os.getpid()}",)
        keep_to(version, Places(scratch, (*_readable(), *own), listed, libreoffice.SOCKETS if with_programs else None))
    if SECCOMP in means:
        give_up(Calls(with_programs, may_signal=with_programs and scoped, spare=spare))


@cache
def _readable() -> tuple[str, ...]:
    """Python with what is installed for it, our own code, and the system's share. Never the folder we were started in:
    that may be the data folder."""
    paths = sysconfig.get_paths()
    python = (paths["stdlib"], paths["platstdlib"], paths["purelib"], paths["platlib"], f"{sys.base_prefix}/lib")
    code = (path for package in (mailbot, rules) for path in package.__path__)
    return tuple(dict.fromkeys((*python, *code, *libreoffice.folders(), *_SYSTEM)))


@cache
def _programs() -> tuple[str, ...]:
    found = [*map(programs.find, _PROGRAMS), libreoffice.program(), *_LOADERS]
    return tuple(os.path.realpath(path) for path in found if path)


@dataclass(frozen=True, slots=True)
class Walls:
    """What a reader that a file took over cannot do; each was tried."""

    files: bool = False  # read or write what is not its own
    network: bool = False
    processes: bool = False  # see into, signal or outlive others
    programs: bool = False

    @property
    def enough(self) -> bool:
        """Where neither files nor the network are closed, what strangers send is not opened."""
        return self.files or self.network


def try_walls(scratch: str, means: tuple[str, ...]) -> Walls:
    """In a child that is confined in a folder below `scratch` like a reader. Call it with a single thread."""
    folder, canary = Path(scratch) / "trial", Path(scratch) / "canary"
    folder.mkdir()
    canary.write_text("", encoding="ascii")
    for find in (_readable, _programs):  # here, or each child would look for them
        find()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        _try(folder, canary, writing, means)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        said = told.read(4096)
    os.waitpid(pid, 0)
    canary.unlink(missing_ok=True)
    folder.rmdir()
    found: dict[str, Any] = {}
    for line in said.splitlines():
        with suppress(ValueError):
            found |= json.loads(line)
    return Walls(**{name: found.get(name) is True for name in ("files", "network", "processes", "programs")})


def _try(folder: Path, canary: Path, channel: int, means: tuple[str, ...]) -> None:
    parent = os.getppid()
    try:
        confine(str(folder), with_programs=False, means=means, spare=(parent,))
        told = {
            "files": _refused(canary.read_bytes) and _refused(lambda: canary.write_bytes(b"x")),
            "network": _refused(_reach_a_network),
            "processes": _refused(lambda: os.kill(parent, 0)) and _refused(os.fork),
        }
        os.write(channel, json.dumps(told).encode() + b"\n")
        # Where it is not refused, nobody is left to say so.
        refused = _refused(lambda: os.execv("/bin/true", ["true"]))  # noqa: S606
        os.write(channel, json.dumps({"programs": refused}).encode())
    finally:
        os._exit(0)


def _refused(attempt: Callable[[], object]) -> bool:
    try:
        done = attempt()
    except (PermissionError, _Unreachable):
        return True
    except OSError:
        return False
    if attempt is os.fork and done == 0:
        os._exit(0)
    return False


class _Unreachable(Exception):
    """There is no way out of here."""


def _reach_a_network() -> None:
    """A datagram to an address that is never assigned (RFC 5737): nothing is sent where there is no route."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(("192.0.2.1", 9))
        except OSError as error:
            if len(socket.if_nameindex()) <= 1:
                raise _Unreachable from error
            raise
