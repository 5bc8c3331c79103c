"""Every document is read in a process of its own that can die without harm.

The child is forked from a nursery that has the readers loaded. It has limits of memory, processor time, wall time,
output and file size, no network where the system lets a user give it up, and may write in its scratch folder only.
What it answers is data. A child that dies, hangs or talks nonsense is one unreadable file.
"""

import contextlib
import hashlib
import json
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Self

from mailbot.reading import codec, libreoffice
from mailbot.reading.budget import Budget, size_in_words
from mailbot.reading.confine import HEAVY, LIGHT, Limits
from mailbot.reading.kinds import IMAGES, REFUSALS, detect, extension_note
from mailbot.reading.protocol import LENGTH, OUT_OF_MEMORY, question
from rules.document import ParsedDocument
from rules.mail import Mail

ReadMail = Callable[[bytes], Mail]
_START = 60.0  # seconds that the nursery may take to load the readers
_CHUNK = 1 << 20


class _NurseryLost(Exception):
    """The process that children are forked from has ended."""


class _Nursery:
    """A running nursery process. Its control socket is used by one thread at a time."""

    def __init__(self, read_mail: str | None, scratch: Path | None) -> None:
        self._lock = threading.Lock()
        self.scratch = tempfile.mkdtemp(prefix="mailbot-read-", dir=scratch)  # it goes with the nursery
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            number = theirs.fileno()
            arguments = [sys.executable, "-m", "mailbot.reading.nursery", str(number), self.scratch]
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [*arguments, read_mail] if read_mail else arguments,
                pass_fds=[number],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._control.settimeout(_START)
        self.network = bool(self._receive()["network"])

    def begin(self, channel: socket.socket) -> int:
        """Fork a child that talks over `channel`; its process number."""
        with self._lock:
            try:
                socket.send_fds(self._control, [b'{"do":"begin"}'], [channel.fileno()])
            except OSError as error:
                raise _NurseryLost from error
            return self._receive()["pid"]

    def end(self, pid: int) -> int:
        """Kill and reap a child; its exit code, negative for a signal."""
        with self._lock:
            try:
                self._control.send(json.dumps({"do": "end", "pid": pid}).encode())
            except OSError as error:
                raise _NurseryLost from error
            return self._receive()["status"]

    def close(self) -> None:
        self._control.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def _receive(self) -> dict[str, int]:
        try:
            message = self._control.recv(4096)
        except OSError as error:
            raise _NurseryLost from error
        if not message:
            raise _NurseryLost
        answer: dict[str, int] = json.loads(message)
        return answer


class Sandbox:
    """Reads documents in children; safe to use from several threads. Close it, or use it as a context.

    `read_mail` must be a function of a module (it is named to the nursery, not sent). OCR and LibreOffice take turns
    (`heavy_at_once`), so that a long scan does not hold up other documents.
    """

    def __init__(
        self,
        *,
        read_mail: ReadMail | None = None,
        budget: Budget | None = None,
        limits: Limits = LIGHT,
        heavy_limits: Limits = HEAVY,
        heavy_at_once: int = 1,
        scratch: Path | None = None,
    ) -> None:
        self._read_mail = f"{read_mail.__module__}:{read_mail.__qualname__}" if read_mail else None
        self._budget = budget or Budget()
        self._limits = limits
        self._heavy_limits = heavy_limits
        self._turns = threading.BoundedSemaphore(heavy_at_once)
        self._scratch = scratch
        self._nursery: _Nursery | None = None
        self._starting = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        with self._starting:
            if self._nursery is not None:
                self._nursery.close()
                self._nursery = None

    @property
    def nursery_pid(self) -> int | None:
        """The process that children are forked from, None while there is none."""
        return self._nursery.process.pid if self._nursery else None

    @property
    def network(self) -> bool:
        """Whether programs that a reader starts could reach a network; Python in the child never can."""
        return self._running().network

    def warm_up(self) -> None:
        """Load the readers while the caller does something else; the first document then need not wait."""
        threading.Thread(target=self._running, name="nursery", daemon=True).start()

    def ready(self) -> None:
        """Returns once the readers are loaded, or cannot be."""
        with contextlib.suppress(_NurseryLost):
            self._running()

    def parse(self, name: str, content: bytes) -> ParsedDocument:
        """Read one file, by OCR or LibreOffice where needed. Never raises for what is in the file."""
        return self.parse_light(name, content) or self.parse_heavy(name, content)

    def parse_light(self, name: str, content: bytes) -> ParsedDocument | None:
        """Read one file unless it needs OCR or LibreOffice: then None, for the caller to queue it."""
        return self._run(name, content, self._limits, heavy=False)

    def parse_heavy(self, name: str, content: bytes) -> ParsedDocument:
        """Read one file by all means; waits for its turn."""
        with self._turns:
            begin = time.time()
            try:
                return self._run(name, content, self._heavy_limits, heavy=True) or _unreadable(name, content, _STOPPED)
            finally:
                libreoffice.sweep(begin)

    def _run(self, name: str, content: bytes, limits: Limits, *, heavy: bool) -> ParsedDocument | None:
        if len(content) > self._budget.file_bytes:
            return _unreadable(name, content, f"Tệp quá lớn ({size_in_words(len(content))}), không đọc tự động.")
        kind = detect(content)
        if kind in REFUSALS:  # nobody reads it, so no child is needed to say so
            note = extension_note(name, kind)
            return replace(_unreadable(name, content, REFUSALS[kind]), format=kind, notes=(note,) if note else ())
        if kind in IMAGES and not heavy:
            return None
        try:
            return self._ask(name, content, limits, heavy=heavy)
        except _NurseryLost:
            self.close()  # once more with a new one: the nursery may have died of something else
        try:
            return self._ask(name, content, limits, heavy=heavy)
        except _NurseryLost:
            self.close()
            return _unreadable(name, content, _STOPPED)

    def _ask(self, name: str, content: bytes, limits: Limits, *, heavy: bool) -> ParsedDocument | None:
        nursery = self._running()
        try:
            folder = tempfile.mkdtemp(dir=nursery.scratch)
        except FileNotFoundError as error:  # it went with the nursery, or somebody tidied up
            raise _NurseryLost from error
        ours, theirs = socket.socketpair()
        answer = b""
        problem: str | None = None
        try:
            with theirs:
                pid = nursery.begin(theirs)
            try:
                with ours:
                    asked = question(name, folder, limits, self._budget, heavy)
                    answer = _talk(ours, asked, content, limits)
            except TimeoutError:
                problem = _TOO_LONG
            except _TooMuch:
                problem = _TOO_MUCH
            except OSError:
                answer = b""  # the child is gone; its exit code says why
            status = nursery.end(pid)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        if problem is None and answer == b"heavy":
            return None
        if problem is None and answer:
            with contextlib.suppress(ValueError, TypeError, KeyError, RecursionError):
                return replace(codec.load(answer), name=name, digest=_digest(content))
        return _unreadable(name, content, problem or _REASONS.get(status, _STOPPED))

    def _running(self) -> _Nursery:
        with self._starting:
            if self._nursery is None:
                self._nursery = _Nursery(self._read_mail, self._scratch)
            return self._nursery


class DirectReader:
    """The same reading without isolation, for tests and for measuring what isolation costs."""

    def __init__(self, *, read_mail: ReadMail | None = None, budget: Budget | None = None) -> None:
        self._read_mail = read_mail
        self._budget = budget

    def parse(self, name: str, content: bytes) -> ParsedDocument:
        from mailbot.reading.files import parse_file

        return parse_file(name, content, budget=self._budget, read_mail=self._read_mail)


class _TooMuch(Exception):
    """The child answers more than it may."""


_TOO_LONG = "Đọc tệp quá lâu nên đã dừng; đề nghị kiểm tra và gửi lại, nếu được thì gửi bằng Word hoặc Excel."
_TOO_MUCH = "Nội dung tệp quá dài, không đọc tự động."
_NO_MEMORY = "Tệp cần quá nhiều bộ nhớ nên đã dừng đọc; đề nghị gửi tệp gọn hơn."
_STOPPED = "Tệp làm trình đọc dừng đột ngột, không đọc được; đề nghị gửi lại ở định dạng khác (Word, Excel hoặc PDF)."
_REASONS = {-signal.SIGXCPU: _TOO_LONG, OUT_OF_MEMORY: _NO_MEMORY}


def _talk(channel: socket.socket, asked: bytes, content: bytes, limits: Limits) -> bytes:
    """Send the question, read the whole answer; raises TimeoutError, _TooMuch or OSError."""
    deadline = time.monotonic() + limits.wall
    channel.settimeout(limits.wall)
    # In one piece: with the last byte the child may answer and be gone, and sending even nothing would fail then.
    channel.sendall(LENGTH.pack(len(asked), len(content)) + asked + content)
    pieces: list[bytes] = []
    size = 0
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        channel.settimeout(left)
        piece = channel.recv(_CHUNK)
        if not piece:
            return b"".join(pieces)
        size += len(piece)
        if size > limits.output:
            raise _TooMuch
        pieces.append(piece)


def _unreadable(name: str, content: bytes, sentence: str) -> ParsedDocument:
    return ParsedDocument(name, "unknown", unreadable=sentence, digest=_digest(content))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
