"""What a reader process may not do, as far as Linux allows an ordinary user to give it up.

Sources: unshare(2), landlock(7), setrlimit(2). Each step is tried on its own: on a kernel without it the others hold.
"""

import ctypes
import os
import resource
import socket
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

_CLONE_NEWUSER, _CLONE_NEWNET = 0x1000_0000, 0x4000_0000
_PR_SET_NO_NEW_PRIVS = 38
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_RULE_PATH_BENEATH = 1
_WRITE_FILE = 1 << 1
_CHANGE_TREE = sum(1 << bit for bit in (4, 5, 6, 7, 8, 9, 10, 11, 12))  # remove and make, of every kind
_SOCKETS = 1 << 9 | 1 << 5  # make them, and remove files
_REFER, _TRUNCATE = 1 << 13, 1 << 14  # from version 2 and 3
_CONNECT_OR_BIND = 0b11  # TCP, from version 4


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one reader process and what it starts. Sizes in bytes, times in seconds."""

    memory: int = 1_500 * 1024 * 1024  # address space
    cpu: int = 30
    wall: int = 60
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


def leave_network() -> bool:
    """Move this process into a network namespace without any interface. False where the system refuses.

    Python's own sockets are closed to it in any case.
    """
    _close_sockets()
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


def landlock_version() -> int:
    """The version of Landlock that the kernel offers, below 1 where it has none."""
    return int(ctypes.CDLL(None, use_errno=True).syscall(_CREATE_RULESET, None, 0, 1))


def write_only_under(folder: str, *, sockets: str | None = None) -> bool:
    """Give up writing anywhere but under `folder`, and TCP, for this process and all it starts (Landlock).

    Under `sockets` local sockets may be made, and files removed. False where the kernel has no Landlock.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = landlock_version()
    if version < 1:
        return False
    writing = _WRITE_FILE | _CHANGE_TREE | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    handled = struct.pack("QQ", writing, _CONNECT_OR_BIND) if version >= 4 else struct.pack("Q", writing)
    ruleset = libc.syscall(_CREATE_RULESET, handled, len(handled), 0)
    if ruleset < 0:
        return False
    _allow(libc, ruleset, folder, writing)
    _allow(libc, ruleset, "/dev/null", _WRITE_FILE)
    if sockets is not None:
        _allow(libc, ruleset, sockets, _SOCKETS)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    confined = libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return bool(confined)


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    libc.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, struct.pack("=Qi", rights, place), 0)
    os.close(place)


def _close_sockets() -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError("a reader has no network")

    for name in ("connect", "connect_ex", "bind", "sendto"):
        setattr(socket.socket, name, refuse)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        setattr(socket, name, refuse)
