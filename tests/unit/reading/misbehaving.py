"""Readers that do what hostile files may make a real one do; the sandbox imports them by name."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import NoReturn

from rules.mail import Mail

MAIL = b"From: a@b.example\nSubject: x\n\nbody"


def said(text: str) -> Mail:
    return Mail(digest="", message_id=None, subject="", sender=None, text=text)


def hang(_: bytes) -> NoReturn:
    while True:
        time.sleep(3600)


def spin(_: bytes) -> NoReturn:
    while True:
        pass


def crash(_: bytes) -> Mail:
    os.kill(os.getpid(), signal.SIGSEGV)
    return said("")


def leave(_: bytes) -> NoReturn:
    os._exit(0)


def fill_memory(_: bytes) -> Mail:
    return said("x" * len(bytearray(3_000_000_000)))


def talk_without_end(_: bytes) -> Mail:
    return said("câu này dài\n" * 50_000)


def fail(_: bytes) -> NoReturn:
    raise RuntimeError


def about(what: str) -> bytes:
    """A mail whose text tells a reader of this module what to try."""
    return MAIL.replace(b"body", what.encode())


def _told(content: bytes) -> str:
    return content.partition(b"\n\n")[2].decode()


def connect(content: bytes) -> Mail:
    try:
        with socket.create_connection(("127.0.0.1", int(_told(content))), timeout=2):
            return said("connected")
    except OSError as error:
        return said(type(error).__name__)


def write_outside(content: bytes) -> Mail:
    results = []
    for path in (Path(_told(content)) / "outside", Path("inside")):
        try:
            path.write_text("x")
            results.append(f"{path.name}: yes")
        except OSError as error:
            results.append(f"{path.name}: {type(error).__name__}")
    return said("\n".join(results))


def start_a_program(_: bytes) -> NoReturn:
    """One that the walls leave, and that waits for what nobody says."""
    subprocess.Popen(["antiword", "-"], stdin=subprocess.PIPE)
    hang(b"")
