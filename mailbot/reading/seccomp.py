"""System calls that a reader process gives up, for itself and all it starts (seccomp(2), BPF as of linux/filter.h).

A filter of our own rather than libseccomp: that is one more system library for a list of numbers, which the kernel
never changes. Names and numbers are those of arch/x86/entry/syscalls/syscall_64.tbl and asm-generic/unistd.h.
"""

import ctypes
import errno
import os
import platform
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _MASKED, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_ALLOW, _ERROR, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}  # audit number, column of the table
_X32 = 0x40000000  # the other way into an x86_64 kernel
_CLONE_THREAD, _CLONE_NEW = 0x00010000, 0x7E020080
_NONE = -1

_NUMBERS = {
    # of sockets
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "accept": (43, 202), "accept4": (288, 242), "sendto": (44, 206), "sendmmsg": (307, 269),
    # of processes and programs
    "clone": (56, 220), "clone3": (435, 435), "fork": (57, _NONE), "vfork": (58, _NONE), "execve": (59, 221),
    "execveat": (322, 281), "setsid": (112, 157), "setpgid": (109, 154), "unshare": (272, 97), "setns": (308, 268),
    # of other processes
    "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131), "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240), "pidfd_send_signal": (424, 424), "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438), "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "kcmp": (312, 272), "process_madvise": (440, 440), "process_mrelease": (448, 448), "prlimit64": (302, 261),
    "setpriority": (141, 140), "sched_setaffinity": (203, 122), "sched_setscheduler": (144, 119),
    "sched_setparam": (142, 118), "sched_setattr": (314, 274), "ioprio_set": (251, 30), "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    # of files, past what Landlock watches
    "chmod": (90, _NONE), "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, _NONE), "lchown": (94, _NONE),
    "fchownat": (260, 54), "truncate": (76, 45), "setxattr": (188, 5), "lsetxattr": (189, 6), "removexattr": (197, 14),
    "lremovexattr": (198, 15), "setxattrat": (463, 463), "removexattrat": (466, 466), "utime": (132, _NONE),
    "utimes": (235, _NONE), "futimesat": (261, _NONE), "utimensat": (280, 88), "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41),
    "chroot": (161, 51), "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "quotactl": (179, 60), "quotactl_fd": (443, 443), "swapon": (167, 224), "swapoff": (168, 225), "acct": (163, 89),
    # of the kernel
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "keyctl": (250, 219),
    "add_key": (248, 217), "request_key": (249, 218), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "kexec_load": (246, 104), "kexec_file_load": (320, 294),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "reboot": (169, 142),
    "syslog": (103, 116), "settimeofday": (164, 170), "clock_settime": (227, 112), "sethostname": (170, 161),
    "setdomainname": (171, 162), "iopl": (172, _NONE), "ioperm": (173, _NONE),
    # of memory and queues that processes of one user share
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "msgget": (68, 186), "msgsnd": (69, 189),
    "msgrcv": (70, 188), "msgctl": (71, 187), "semget": (64, 190), "semop": (65, 193), "semctl": (66, 191),
    "semtimedop": (220, 192), "mq_open": (240, 180), "mq_unlink": (241, 181),
}  # fmt: skip

_PROGRAMS_NEED = frozenset({"execve", "fork", "vfork", "bind", "listen", "accept", "accept4", "utimensat", "utimes"})
_WITH_A_CONDITION = frozenset({"socket", "sendto", "clone", "clone3", "kill", "tgkill", "prlimit64"})

_Step = tuple[int, int, int, int]  # code, how far to jump if true and if not, value


@dataclass(frozen=True, slots=True)
class Calls:
    """`programs`: forks, programs and local sockets are left; `may_signal`: something else guards against signals."""

    programs: bool
    may_signal: bool = False
    spare: tuple[int, ...] = ()  # processes that are never signalled, whatever their numbers


def give_up(calls: Calls) -> bool:
    """From here on. False where the kernel, or this program on this architecture, cannot."""
    steps = _filter(calls)
    if not steps:
        return False
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return bool(libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, program, 0, 0) == 0)


def _filter(calls: Calls) -> list[_Step]:
    """Empty on an architecture that the table does not know."""
    known = _ARCHITECTURES.get(platform.machine())
    if known is None or struct.calcsize("P") != 8:
        return []
    audit, column = known
    steps: list[_Step] = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, audit), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    steps += [(_AT_LEAST, 0, 1, _X32), _refuse(errno.ENOSYS)]
    for name, numbers in _NUMBERS.items():
        if numbers[column] == _NONE:
            continue
        body = list(_body(name, calls))
        if body:
            steps += [(_EQUAL, 0, len(body), numbers[column]), *body]
    return [*steps, (_RETURN, 0, 0, _ALLOW)]


def _body(name: str, calls: Calls) -> Iterator[_Step]:
    """What is done about a call; nothing where it is left. Each body ends the filter."""
    if name in _WITH_A_CONDITION:
        yield from _conditions(name, calls)
    elif not (calls.programs and name in _PROGRAMS_NEED):
        yield _refuse()


def _conditions(name: str, calls: Calls) -> Iterator[_Step]:
    allow = (_RETURN, 0, 0, _ALLOW)
    own = os.getpid()
    if name == "clone3":  # its flags lie in memory; the C library then uses clone
        yield _refuse(errno.ENOSYS)
    elif name == "clone":
        forbidden = _CLONE_NEW if calls.programs else 0
        yield _argument(0)
        if calls.programs:
            yield from ((_MASKED, 0, 1, forbidden), _refuse(), allow)
        else:
            yield from ((_MASKED, 0, 1, _CLONE_THREAD), allow, _refuse())
    elif name == "socket":
        if calls.programs:  # LibreOffice listens for another one of its kind; nobody connects
            yield from (_argument(0), (_EQUAL, 0, 3, socket.AF_UNIX), _argument(1), (_AND, 0, 0, 0xF))
            yield from ((_EQUAL, 1, 0, socket.SOCK_STREAM), _refuse(), allow)
        else:
            yield _refuse()
    elif name == "sendto":  # the way to answer is connected and needs no address
        yield from (_argument(4), (_EQUAL, 0, 2, 0), (_LOAD, 0, 0, 16 + 8 * 4 + 4), (_EQUAL, 1, 0, 0), _refuse(), allow)
    elif name == "prlimit64":
        yield from (_argument(0), (_EQUAL, 2, 0, 0), (_EQUAL, 1, 0, own), _refuse(), allow)
    elif calls.may_signal:
        return
    elif calls.programs:  # a program that hangs is younger than who started it
        yield _argument(0)
        yield (_AT_LEAST, 0, 1, 0x8000_0000)
        yield _refuse()
        for pid in calls.spare:
            yield from ((_EQUAL, 0, 1, pid), _refuse())
        yield from ((_AT_LEAST, 1, 0, own), _refuse(), allow)
    else:
        yield from (_argument(0), (_EQUAL, 1, 0, own), _refuse(), allow)


def _argument(number: int) -> _Step:
    """Load the lower half of an argument, which is all that a number of 32 bits has."""
    return (_LOAD, 0, 0, 16 + 8 * number)


def _refuse(error: int = errno.EPERM) -> _Step:
    return (_RETURN, 0, 0, _ERROR | error)
