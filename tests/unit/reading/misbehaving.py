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


def connect(_: bytes) -> Mail:
    """Tells whether Python and whether another program get to the network."""
    port = int(os.environ["MAILBOT_TEST_PORT"])
    results = []
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2):
            results.append("python: yes")
    except OSError as error:
        results.append(f"python: {type(error).__name__}")
    script = f"import socket; socket.create_connection(('127.0.0.1', {port}), timeout=2)"
    done = subprocess.run(["/usr/bin/env", "python3", "-c", script], stderr=subprocess.DEVNULL, check=False)
    results.append(f"program: {'yes' if done.returncode == 0 else 'refused'}")
    return said("\n".join(results))


def write_outside(_: bytes) -> Mail:
    results = []
    for path in (Path(os.environ["MAILBOT_TEST_FOLDER"]) / "outside", Path("inside")):
        try:
            path.write_text("x")
            results.append(f"{path.name}: yes")
        except OSError as error:
            results.append(f"{path.name}: {type(error).__name__}")
    return said("\n".join(results))


def start_a_program(_: bytes) -> NoReturn:
    subprocess.Popen(["sleep", "86399"])
    hang(b"")
