"""A reader that a hostile file has taken over: tries every door it knows and tells which gave way.

`break_in` runs in a reader child. What it tries stands in the mail as JSON: paths, ports and process numbers of the
house that is being tried.
"""

import ctypes
import errno
import json
import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rules.mail import Mail
from tests.unit.reading.misbehaving import said

_PTRACE_ATTACH, _PTRACE_SEIZE = 16, 0x4206
_FORKS = 300


def break_in(content: bytes) -> Mail:
    house = json.loads(content.partition(b"\n\n")[2])
    return said("\n".join(f"{name}: {_try(attempt, house)}" for name, attempt in DOORS.items()))


def _try(attempt: Callable[[dict[str, Any]], object], house: dict[str, Any]) -> str:
    try:
        attempt(house)
    except OSError as error:
        return f"shut ({errno.errorcode.get(error.errno or 0, type(error).__name__)})"
    return "open"


def _call(name: str, *arguments: Any) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    result = int(getattr(libc, name)(*arguments))
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def _secret_in_the_environment(_: dict[str, Any]) -> None:
    if not any("secret" in value for value in os.environ.values()):
        raise FileNotFoundError(errno.ENOENT, "nothing there")


def _environment_of_the_nursery(_: dict[str, Any]) -> None:
    if b"secret" not in Path(f"/proc/{os.getppid()}/environ").read_bytes():
        raise FileNotFoundError(errno.ENOENT, "nothing there")


def _start(*command: str) -> None:
    """In a process of its own or, where there can be none, in this one's place: then nothing is said any more."""
    try:
        pid = os.fork()
    except OSError:
        os.execv(command[0], list(command))
    if pid == 0:
        try:
            os.execv(command[0], list(command))
        finally:
            os._exit(126)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != 3:
        raise PermissionError(errno.EACCES, "not started")


def _shell_by_the_loader(_: dict[str, Any]) -> None:
    loader = next(Path("/lib64").glob("ld-linux*"), Path("/lib/ld-linux-aarch64.so.1"))
    _start(str(loader), "/bin/sh", "-c", "exit 3")


def _stay_behind(_: dict[str, Any]) -> None:
    """A process that leaves group and session, and sleeps on."""
    pid = os.fork()
    if pid == 0:
        try:
            os.setsid()
        except OSError:
            os._exit(126)
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 126:
        raise PermissionError(errno.EPERM, "it stays in the group, which is ended")


def _fork_much(house: dict[str, Any]) -> None:
    """Each of them sleeps; as another user than root, whom no limit binds."""
    if os.getuid() == 0:
        os.setuid(65534)
    for number in range(_FORKS):
        house["forked"] = number
        if os.fork() == 0:
            time.sleep(600)
            os._exit(0)


def _connect(family: int, kind: int, address: Any) -> None:
    with socket.socket(family, kind) as way:
        way.settimeout(2)
        way.connect(address)
        way.send(b"secret")


def _datagram_to(address: Any) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as way:
        way.sendto(b"secret", address)


def _look_into_memory(house: dict[str, Any]) -> None:
    with Path(f"/proc/{house['daemon']}/mem").open("rb", 0) as memory:
        memory.seek(house["address"])
        memory.read(8)


def _vectors(house: dict[str, Any]) -> None:
    buffer = ctypes.create_string_buffer(8)
    ours = (ctypes.c_uint64 * 2)(ctypes.addressof(buffer), 8)
    theirs = (ctypes.c_uint64 * 2)(house["address"], 8)
    _call("process_vm_readv", house["daemon"], ours, ctypes.c_ulong(1), theirs, ctypes.c_ulong(1), ctypes.c_ulong(0))


def _limits_of_the_daemon(house: dict[str, Any]) -> None:
    _call("prlimit64", house["daemon"], 7, None, ctypes.create_string_buffer(16))


DOORS: dict[str, Callable[[dict[str, Any]], object]] = {
    "read the password file": lambda house: Path(house["password"]).read_bytes(),
    "read the database": lambda house: Path(house["database"]).read_bytes(),
    "read the archive": lambda house: list(Path(house["archive"]).iterdir()),
    "read another mail being read": lambda _: list(Path("..").iterdir()),
    "secret in its environment": _secret_in_the_environment,
    "environment of the nursery": _environment_of_the_nursery,
    "environment of the daemon": lambda house: Path(f"/proc/{house['daemon']}/environ").read_bytes(),
    "memory of the daemon": _look_into_memory,
    "memory of the daemon by process_vm_readv": _vectors,
    "ptrace the daemon": lambda house: _call("ptrace", _PTRACE_SEIZE, house["daemon"], None, None),
    "ptrace the nursery": lambda _: _call("ptrace", _PTRACE_ATTACH, os.getppid(), None, None),
    "write the database": lambda house: Path(house["database"]).open("r+b").close(),
    "truncate the database": lambda house: os.truncate(house["database"], 0),
    "chmod 666 the database": lambda house: Path(house["database"]).chmod(0o666),
    "chown the database": lambda house: os.chown(house["database"], 65534, 65534),
    "mark the database (xattr)": lambda house: os.setxattr(house["database"], "user.x", b"1"),
    "rename the database": lambda house: Path(house["database"]).rename(f"{house['database']}.old"),
    "delete from the archive": lambda house: Path(house["archive"], "x.eml").unlink(),
    "write outside its folder": lambda house: Path(house["outside"], "x").write_text("x"),
    "link into the outside": lambda house: Path(house["outside"], "link").symlink_to("/etc"),
    "signal the daemon": lambda house: os.kill(house["daemon"], 0),
    "kill the nursery": lambda _: os.kill(os.getppid(), signal.SIGCONT),
    "signal the group of the daemon": lambda house: os.killpg(os.getpgid(house["daemon"]), 0),
    "limit the daemon (prlimit)": _limits_of_the_daemon,
    "TCP": lambda house: _connect(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", house["tcp"])),
    "UDP": lambda house: _connect(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", house["udp"])),
    "raw packets": lambda _: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1),
    "netlink": lambda _: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
    "abstract socket": lambda house: _connect(socket.AF_UNIX, socket.SOCK_STREAM, "\0" + house["abstract"]),
    "socket with a path": lambda house: _connect(socket.AF_UNIX, socket.SOCK_STREAM, house["socket"]),
    "datagram to a path": lambda house: _datagram_to(house["datagrams"]),
    "shared memory (SysV)": lambda _: _call("shmget", 0x4D42, 4096, 0o1666),
    "io_uring": lambda _: _call("syscall", ctypes.c_long(425), ctypes.c_long(1), ctypes.create_string_buffer(120)),
    "new namespaces": lambda _: _call("unshare", 0x10000000),
    "/bin/sh": lambda _: _start("/bin/sh", "-c", "exit 3"),
    "/bin/sh by the loader": _shell_by_the_loader,
    "a process left behind": _stay_behind,
    f"{_FORKS} forks": _fork_much,
}
"""The last ones change the process that tries them."""
