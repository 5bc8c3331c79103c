"""What a reader process may not do, as far as Linux allows an ordinary user to give it up.

Sources: unshare(2), landlock(7), prctl(2), setrlimit(2); system calls are given up in seccomp.py. Each step is tried
on its own: on a kernel without it the others hold. `walls.py` says which stand.
"""

import ctypes
import os
import resource
import stat
import struct
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_CLONE_NEWUSER, _CLONE_NEWNET = 0x1000_0000, 0x4000_0000
_PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 4, 36, 38
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_RULE_PATH_BENEATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_READ = _READ_FILE | _READ_DIR
_CHANGE_TREE = sum(1 << bit for bit in (4, 5, 6, 7, 8, 9, 10, 11, 12))  # remove and make, of every kind
_MAKE_SOCKET = 1 << 9
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15  # from version 2, 3 and 5
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
_CONNECT_OR_BIND = 0b11  # TCP, from version 4
_SCOPES = 0b11  # abstract sockets and signals
SCOPED = 6  # the version of Landlock that knows them


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one reader process and what it starts. Sizes in bytes, times in seconds."""

    memory: int = 1_500 * 1024 * 1024  # address space
    cpu: int = 30
    wall: int = 600  # of a reader that waits for ever; far above `cpu`, so that a busy machine makes no file unreadable
    file: int = 64 * 1024 * 1024  # largest file it may write
    open_files: int = 64
    output: int = 48 * 1024 * 1024  # what it may answer


LIGHT = Limits()
HEAVY = Limits(memory=4 * 1024 * 1024 * 1024, cpu=600, wall=600, file=512 * 1024 * 1024, open_files=512)


def set_limits(limits: Limits) -> None:
    """Limit this process and all it starts (setrlimit); never above what it was given.

    The hard limit of processor time lies a second above the soft one: at the soft one the kernel sends SIGXCPU, which
    tells the parent what happened; at the hard one SIGKILL, which could mean anything.
    """
    wanted = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_CPU: limits.cpu,
        resource.RLIMIT_FSIZE: limits.file,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in wanted.items():
        _, hard = resource.getrlimit(kind)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        above = value + 1 if kind == resource.RLIMIT_CPU and hard != value else value
        resource.setrlimit(kind, (value, above))


def limit_processes(more: int) -> None:
    """How many more processes and threads this user may have from now on. Root is bound by it as little as by others,
    but who was root and is somebody else is (setrlimit(2))."""
    count = 0
    for place in Path("/proc").glob("[0-9]*") if os.getuid() else ():
        with suppress(OSError):
            if place.stat().st_uid == os.getuid():
                count += len(list((place / "task").iterdir()))
    _, hard = resource.getrlimit(resource.RLIMIT_NPROC)
    value = count + more if hard == resource.RLIM_INFINITY else min(count + more, hard)
    resource.setrlimit(resource.RLIMIT_NPROC, (value, value))


def leave_network() -> bool:
    """Move this process into a network namespace without any interface. False where the system refuses."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWNET) == 0:
        return True
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        return False
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        try:
            Path(f"/proc/self/{name}").write_text(text)
        except OSError:
            continue  # without a map the process is nobody, which serves as well
    return True


def collect_orphans() -> None:
    """What a child of this process leaves behind becomes ours to end (PR_SET_CHILD_SUBREAPER)."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def keep_memory_to_oneself() -> None:
    """Memory and environment of this process are closed to others of the same user, whatever the kernel has."""
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def landlock_version() -> int:
    """The version of Landlock that the kernel offers, below 1 where it has none."""
    return int(ctypes.CDLL(None, use_errno=True).syscall(_CREATE_RULESET, None, 0, 1))


@dataclass(frozen=True, slots=True)
class Places:
    """What a reader may do where. `programs` may be started; `sockets` is a folder in which LibreOffice makes one."""

    scratch: str
    readable: tuple[str, ...]
    programs: tuple[str, ...] = ()
    sockets: str | None = None


def keep_to(version: int, places: Places) -> bool:
    """Give up all files but these for this process and all it starts (Landlock of this version). False: that failed.

    From version 4 on also TCP, from 6 on signals to others and abstract sockets.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    writing = _WRITE_FILE | _CHANGE_TREE | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    devices = _IOCTL_DEV if version >= 5 else 0
    handled = struct.pack("Q", _EXECUTE | _READ | writing | devices)
    handled += struct.pack("Q", _CONNECT_OR_BIND) if version >= 4 else b""
    handled += struct.pack("Q", _SCOPES) if version >= SCOPED else b""
    ruleset = libc.syscall(_CREATE_RULESET, handled, len(handled), 0)
    if ruleset < 0:
        return False
    _allow(libc, ruleset, places.scratch, _READ | writing)
    _allow(libc, ruleset, "/dev/null", _READ_FILE | _WRITE_FILE)
    for path in places.readable:
        _allow(libc, ruleset, path, _READ)
    for path in places.programs:
        _allow(libc, ruleset, path, _READ | _EXECUTE)
    if places.sockets is not None:
        _allow(libc, ruleset, places.sockets, _MAKE_SOCKET)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    confined = libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return bool(confined)


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    """Rights below a folder, or to a file, which knows fewer of them. What is not there needs no leave."""
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not stat.S_ISDIR(os.fstat(place).st_mode):
        rights &= _OF_FILES
    libc.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, struct.pack("=Qi", rights, place), 0)
    os.close(place)
