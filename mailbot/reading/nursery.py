"""The process that reader children are forked from: `python -m mailbot.reading.nursery SETTINGS`.

It has all readers loaded and a single thread, so a fresh child costs milliseconds. It never touches what strangers
wrote itself. Messages come over a SEQPACKET socket (see sandbox.py); when that closes, everything here ends, and what
readers put into the scratch folder goes: the daemon may have been killed while it read.

What children can do are tasks: functions that get an `Asked` and say what they found, part by part. Reading a file is
one; a module of tasks may be named in the settings.
"""

import contextlib
import gc
import importlib
import json
import os
import pickle
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import pyhanko.sign.validation  # noqa: F401 - loaded here once, not in each child

from mailbot.reading import codec, files, programs, walls
from mailbot.reading.budget import Budget, NeedsHeavyReader
from mailbot.reading.confine import Limits, collect_orphans, leave_network, limit_processes, set_limits
from mailbot.reading.protocol import END, LENGTH, OUT_OF_MEMORY, PART, READ_FILE, ReadMail

_DYING = 2.0  # seconds that a killed process may take to be gone
_PROCESSES = 128  # and threads that a reader and the programs it starts may have together
_YIELDS = 5  # what takes long leaves the processor to ordinary mails, whose senders wait


@dataclass(frozen=True, slots=True)
class Asked:
    """What a child is to do. `shared` is the daemon's own value; `content` is a stranger's."""

    told: Mapping[str, Any]
    content: bytes
    budget: Budget
    shared: Any
    say: Callable[[bytes], None]


Task = Callable[[Asked], None]


@dataclass(slots=True)
class _Nursery:
    """What children inherit."""

    control: socket.socket
    tasks: Mapping[str, Task]
    warm: Callable[[Any], None]
    shared: dict[int, Any]
    means: tuple[str, ...]  # of which the walls are made
    above: tuple[int, ...]  # this process and the daemon


def main(settings: dict[str, Any]) -> None:
    control = socket.socket(fileno=settings["socket"])
    read_mail = _resolve(settings["read_mail"]) if settings["read_mail"] else None
    more = importlib.import_module(settings["tasks"]) if settings["tasks"] else None
    tasks: dict[str, Task] = {READ_FILE: partial(read_file, read_mail=read_mail), **(more.TASKS if more else {})}
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the daemon, which then closes the socket
    _ask_about_programs()
    means = tuple(settings["means"])
    if walls.NAMESPACE in means:
        leave_network()
    collect_orphans()
    try:
        standing = walls.try_walls(settings["scratch"], means)
        above = (os.getpid(), os.getppid())
        _settle()
        control.send(json.dumps({"walls": asdict(standing)}).encode())
        _serve(_Nursery(control, tasks, more.warm if more else _settle_nothing, {}, means, above))
    finally:
        shutil.rmtree(settings["scratch"], ignore_errors=True)


def _ask_about_programs() -> None:
    """What children could not find out by themselves, since it takes a program."""
    programs.tesseract_languages()
    if programs.has_libarchive():
        with contextlib.suppress(ImportError, OSError, TypeError):  # it looks for the library as it is loaded
            importlib.import_module("libarchive")


def _settle() -> None:
    """Children share what is loaded by now."""
    gc.collect()
    gc.freeze()


def _settle_nothing(_: Any) -> None:
    """Nothing is prepared for what is shared."""


def _serve(nursery: _Nursery) -> None:
    children: set[int] = set()
    while True:
        message, descriptors, _, _ = socket.recv_fds(nursery.control, 4096, 1)
        if not message:
            break
        order = json.loads(message)
        if order["do"] == "begin":
            pid = os.fork()
            if pid == 0:
                nursery.control.close()
                _child(descriptors[0], nursery)
            os.close(descriptors[0])
            children.add(pid)
            nursery.control.send(json.dumps({"pid": pid}).encode())
        elif order["do"] == "share":
            _take(order, descriptors[0], nursery)
            nursery.control.send(b'{"shared":1}')
        else:
            status = _end(order["pid"]) if order["pid"] in children else 0
            children.discard(order["pid"])
            nursery.control.send(json.dumps({"status": status}).encode())
    for pid in children:
        _end(pid)


def _take(order: dict[str, Any], descriptor: int, nursery: _Nursery) -> None:
    """Hold a value of the daemon's for children to come."""
    with os.fdopen(descriptor, "rb") as file:
        file.seek(0)
        value = pickle.load(file)  # noqa: S301 - from the daemon, which has it from the office's own files
    nursery.warm(value)
    nursery.shared[order["number"]] = value
    for number in nursery.shared.keys() - set(order["known"]):
        del nursery.shared[number]
    _settle()


def _end(pid: int) -> int:
    """Kill a child with all it started and reap it: until then its number cannot be given to another process."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    _bury(pid)
    return status


def _bury(group: int) -> None:
    """Reap what a child had started: all of it is in its group, was killed with it, and is ours now."""
    until = time.monotonic() + _DYING
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < until:
            if not os.waitpid(-group, os.WNOHANG)[0]:
                time.sleep(0.001)


def _child(descriptor: int, nursery: _Nursery) -> None:
    """Do one task and vanish, whatever happens."""
    code = 1
    gc.disable()  # a child lives for one task; collecting would copy the pages it shares with the nursery
    try:
        os.setsid()
        os.set_inheritable(descriptor, False)
        # Closed by the exit alone: where we fail, who sees its end kills us, and our exit code must stand by then.
        channel = socket.socket(fileno=descriptor)
        _do(channel, nursery)
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    finally:
        os._exit(code)


def _do(channel: socket.socket, nursery: _Nursery) -> None:
    with channel.makefile("rb") as stream:
        question_size, content_size = LENGTH.unpack(stream.read(LENGTH.size))
        question = json.loads(stream.read(question_size))
        content = stream.read(content_size)
    scratch, with_programs = question["scratch"], question["programs"]
    os.environ.update(HOME=scratch, TMPDIR=scratch)
    os.chdir(scratch)
    set_limits(Limits(**question["limits"]))
    if with_programs:
        os.nice(_YIELDS)
        limit_processes(_PROCESSES)
    else:
        programs.forbid()
    walls.confine(scratch, with_programs=with_programs, means=nursery.means, spare=nursery.above)

    def say(part: bytes) -> None:
        channel.sendall(PART.pack(len(part)) + part)

    shared = nursery.shared.get(question["shared"])
    nursery.tasks[question["task"]](Asked(question["told"], content, Budget(**question["budget"]), shared, say))
    channel.sendall(PART.pack(END))


def read_file(asked: Asked, read_mail: ReadMail | None = None) -> None:
    """One file as a document, or that it takes other means."""
    name, heavy = asked.told["name"], asked.told["heavy"]
    try:
        document = files.parse_file(name, asked.content, budget=asked.budget, read_mail=read_mail, heavy=heavy)
    except NeedsHeavyReader:
        asked.say(b"heavy")
    else:
        asked.say(codec.dump(document))


def _resolve(reference: str) -> ReadMail:
    module, _, name = reference.partition(":")
    found: ReadMail = getattr(importlib.import_module(module), name)
    return found


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
