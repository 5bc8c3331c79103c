"""The process that reader children are forked from: `python -m mailbot.reading.nursery SOCKET SCRATCH [READ-MAIL]`.

It has all readers loaded and a single thread, so a fresh child per document costs milliseconds. It never touches a
document itself. Messages come over a SEQPACKET socket (see sandbox.py); when that closes, everything here ends,
and what readers put into the scratch folder goes: the daemon may have been killed while it read.
"""

import contextlib
import gc
import importlib
import json
import os
import shutil
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

import pyhanko.sign.validation  # noqa: F401 - loaded here once, not in each child

from mailbot.reading import codec, files, libreoffice
from mailbot.reading.budget import Budget, NeedsHeavyReader
from mailbot.reading.confine import Limits, leave_network, set_limits, write_only_under
from mailbot.reading.protocol import LENGTH, OUT_OF_MEMORY

ReadMail = Callable[[bytes], Any]


def main(arguments: list[str]) -> None:
    control = socket.socket(fileno=int(arguments[0]))
    read_mail = _resolve(arguments[2]) if len(arguments) > 2 else None
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the daemon, which then closes the socket
    alone = leave_network()
    gc.collect()
    gc.freeze()  # children share what is loaded
    try:
        control.send(json.dumps({"ready": os.getpid(), "network": not alone}).encode())
        _serve(control, read_mail)
    finally:
        shutil.rmtree(arguments[1], ignore_errors=True)


def _serve(control: socket.socket, read_mail: ReadMail | None) -> None:
    children: set[int] = set()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 4096, 1)
        if not message:
            break
        order = json.loads(message)
        if order["do"] == "begin":
            pid = os.fork()
            if pid == 0:
                control.close()
                _child(descriptors[0], read_mail)
            os.close(descriptors[0])
            children.add(pid)
            control.send(json.dumps({"pid": pid}).encode())
        else:
            status = _end(order["pid"]) if order["pid"] in children else 0
            children.discard(order["pid"])
            control.send(json.dumps({"status": status}).encode())
    for pid in children:
        _end(pid)


def _end(pid: int) -> int:
    """Kill a child with all it started and reap it: until then its number cannot be given to another process."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _child(descriptor: int, read_mail: ReadMail | None) -> None:
    """Answer one question and vanish, whatever happens."""
    code = 1
    gc.disable()  # a child lives for one document; collecting would copy the pages it shares with the nursery
    try:
        os.setsid()
        os.set_inheritable(descriptor, False)
        # Never closed here but by the exit: who sees its end kills us, and our exit code must stand by then.
        channel = socket.socket(fileno=descriptor)
        channel.sendall(_answer(channel, read_mail))
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    finally:
        os._exit(code)


def _answer(channel: socket.socket, read_mail: ReadMail | None) -> bytes:
    with channel.makefile("rb") as stream:
        question_size, content_size = LENGTH.unpack(stream.read(LENGTH.size))
        question = json.loads(stream.read(question_size))
        content = stream.read(content_size)
    os.environ.update(HOME=question["scratch"], TMPDIR=question["scratch"])
    os.chdir(question["scratch"])
    write_only_under(question["scratch"], sockets=libreoffice.SOCKETS if question["heavy"] else None)
    set_limits(Limits(**question["limits"]))
    budget = Budget(**question["budget"])
    try:
        document = files.parse_file(
            question["name"], content, budget=budget, read_mail=read_mail, heavy=question["heavy"]
        )
    except NeedsHeavyReader:
        return b"heavy"
    return codec.dump(document)


def _resolve(reference: str) -> ReadMail:
    module, _, name = reference.partition(":")
    found: ReadMail = getattr(importlib.import_module(module), name)
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
