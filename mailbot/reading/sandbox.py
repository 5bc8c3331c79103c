"""Whatever strangers wrote is read in a process of its own that can die without harm.

The child is forked from a nursery that has the readers loaded. It has limits of memory, processor time, wall time,
output and file size, no network where the system lets a user give it up, and may write in its scratch folder only.
What it answers is data, in parts that count as they came: what it said before it opened a file cannot be altered by
what the file did to it. A child that dies, hangs or talks nonsense is one unreadable file.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import pickle
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, Self

from mailbot.reading import codec, libreoffice
from mailbot.reading.budget import Budget, size_in_words
from mailbot.reading.confine import HEAVY, LIGHT, Limits
from mailbot.reading.protocol import LENGTH, OUT_OF_MEMORY, READ_FILE, Parts, ReadMail, question
from mailbot.reading.walls import ALL, Walls
from rules.document import ParsedDocument
from rules.file_format import advised

Problem = Literal["long", "much", "memory", "stopped"]
_START = 300.0  # seconds that the nursery may take to load the readers: two, or as many as others leave it
_CHUNK = 1 << 20
_SHARED_AT_ONCE = 4  # values that a nursery holds for its children


@dataclass(frozen=True, slots=True)
class ChildAnswer:
    """What a child said, part by part, and why it did not come to its end; None: it did."""

    parts: tuple[bytes, ...]
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """A file for a child: its bytes, or (`task`, `told`) those of what the child takes it out of."""

    name: str
    digest: str
    size: int
    content: bytes
    task: str = READ_FILE
    told: Mapping[str, object] = field(default_factory=dict)


class _NurseryLost(Exception):
    """The process that children are forked from has ended."""


class _Nursery:
    """A running nursery process. Its control socket is used by one thread at a time."""

    def __init__(self, settings: Mapping[str, object], scratch: Path | None) -> None:
        self._lock = threading.Lock()
        self._shared: list[tuple[int, object]] = []
        self.scratch = tempfile.mkdtemp(prefix=_PREFIX, dir=scratch)  # it goes with the nursery
        self._held = _hold(self.scratch)
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            number = theirs.fileno()
            told = json.dumps({"socket": number, "scratch": self.scratch, **settings})
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-m", "mailbot.reading.nursery", told],
                pass_fds=[number],
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._control.settimeout(_START)
        self.walls = Walls(**self._receive()["walls"])

    def share(self, value: object) -> int:
        """Give the nursery a value of ours, which its children then have; its number. Said once, known from then on."""
        with self._lock:
            for number, known in self._shared:
                if known is value or known == value:
                    return number
            number = self._shared[-1][0] + 1 if self._shared else 1
            self._shared = [*self._shared, (number, value)][-_SHARED_AT_ONCE:]
            with os.fdopen(os.memfd_create("shared"), "r+b") as file:
                file.write(pickle.dumps(value))
                file.flush()
                order = json.dumps({"do": "share", "number": number, "known": [one for one, _ in self._shared]})
                self._say(order, file.fileno())
                self._receive()
            return number

    def begin(self, channel: socket.socket) -> int:
        """Fork a child that talks over `channel`; its process number."""
        with self._lock:
            self._say('{"do":"begin"}', channel.fileno())
            return int(self._receive()["pid"])

    def end(self, pid: int) -> int:
        """Kill and reap a child; its exit code, negative for a signal."""
        with self._lock:
            self._say(json.dumps({"do": "end", "pid": pid}))
            return int(self._receive()["status"])

    def close(self) -> None:
        self._control.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.scratch, ignore_errors=True)
        os.close(self._held)

    def _say(self, order: str, *descriptors: int) -> None:
        try:
            socket.send_fds(self._control, [order.encode()], descriptors)
        except OSError as error:
            raise _NurseryLost from error

    def _receive(self) -> dict[str, Any]:
        try:
            message = self._control.recv(4096)
        except OSError as error:
            raise _NurseryLost from error
        if not message:
            raise _NurseryLost
        answer: dict[str, Any] = json.loads(message)
        return answer


class Sandbox:
    """Has children read; safe to use from several threads. Close it, or use it as a context.

    `tasks` names the module that says what else than a file can be read (its `TASKS` and `warm`); `read_mail` must be a
    function of a module: both are named to the nursery, not sent. OCR and LibreOffice take turns (`heavy_at_once`), so
    that a long scan does not hold up other documents. `means`: of what the walls are made (`mailbot.reading.walls`).
    """

    def __init__(
        self,
        *,
        tasks: str | None = None,
        read_mail: ReadMail | None = None,
        budget: Budget | None = None,
        limits: Limits = LIGHT,
        heavy_limits: Limits = HEAVY,
        heavy_at_once: int = 1,
        scratch: Path | None = None,
        means: Sequence[str] = ALL,
    ) -> None:
        named = f"{read_mail.__module__}:{read_mail.__qualname__}" if read_mail else None
        self._settings = {"tasks": tasks, "read_mail": named, "means": list(means)}
        self._budget = budget or Budget()
        self._limits = limits
        self._heavy_limits = heavy_limits
        self._turns = threading.BoundedSemaphore(heavy_at_once)
        self._scratch = scratch
        self._nursery: _Nursery | None = None
        self._starting = threading.Lock()
        self._stopped = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def stop(self) -> None:
        """Whatever is read ends now, and nothing is read any more: every further answer is that a reader stopped."""
        self._stopped = True
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
    def is_gone(self) -> bool:
        """Whether the process that children are forked from has ended by itself."""
        return self._nursery is not None and self._nursery.process.poll() is not None

    @property
    def walls(self) -> Walls:
        """What stands around a reader here. Starts the nursery; without one nothing is read, so that all stand."""
        try:
            return self.running().walls
        except _NurseryLost:
            return Walls(files=True, network=True, processes=True, programs=True)

    def warm_up(self) -> None:
        """Load the readers while the caller does something else; the first document then need not wait."""
        if self._nursery is None:
            threading.Thread(target=self.ready, name="nursery", daemon=True).start()

    def ready(self) -> None:
        """Returns once the readers are loaded, or cannot be."""
        with contextlib.suppress(_NurseryLost):
            self.running()

    def parse(self, name: str, content: bytes) -> ParsedDocument:
        """Read one file, by OCR or LibreOffice where needed. Never raises for what is in the file."""
        return self.parse_light(name, content) or self.parse_heavy(name, content)

    def parse_light(self, name: str, content: bytes) -> ParsedDocument | None:
        """Read one file unless it needs OCR or LibreOffice: then None, for the caller to queue it."""
        file = _alone(name, content)
        said = self._light(file)
        return _opened(file, said) if said is not None else None

    def parse_heavy(self, name: str, content: bytes) -> ParsedDocument:
        """Read one file by all means; waits for its turn."""
        file = _alone(name, content)
        return _opened(file, self._heavy(file))

    def read(self, file: Handed) -> bytes | ParsedDocument:
        """As `parse`, with the document left as the child wrote it (`codec.load`), which takes a tenth of the memory.

        A document where there is none to open: it says why.
        """
        return self._light(file) or self._heavy(file)

    def _light(self, file: Handed) -> bytes | ParsedDocument | None:
        return self._run(file, self._limits, heavy=False)

    def _heavy(self, file: Handed) -> bytes | ParsedDocument:
        with self._turns:
            begin = time.time()
            try:
                said = self._run(file, self._heavy_limits, heavy=True)
                return said or _unreadable(file, REASONS["stopped"])
            finally:
                libreoffice.sweep(begin)

    def _run(self, file: Handed, limits: Limits, *, heavy: bool) -> bytes | ParsedDocument | None:
        if file.size > self._budget.file_bytes:
            return _unreadable(file, f"Tệp quá lớn ({size_in_words(file.size)}), không đọc tự động.")
        told = {**file.told, "name": file.name, "heavy": heavy}
        answer = self.ask(file.task, file.content, told, limits=limits, programs=heavy)
        if answer.problem is not None or len(answer.parts) != 1:
            return _unreadable(file, REASONS[answer.problem or "stopped"])
        (said,) = answer.parts
        return None if said == b"heavy" else said

    def ask(
        self,
        task: str,
        content: bytes,
        told: dict[str, Any] | None = None,
        *,
        shared: object = None,
        limits: Limits | None = None,
        programs: bool = False,
    ) -> ChildAnswer:
        """Have a child do a task of the `tasks` module, or read a file. `programs`: it may start OCR and LibreOffice.

        `shared` is pickled to the nursery, which holds it for all children.
        """
        for _ in range(2):  # once more with a new one: the nursery may have died of something else
            try:
                return self._ask(task, content, told or {}, shared, limits or self._limits, programs)
            except _NurseryLost:
                self.close()
        return ChildAnswer((), "stopped")

    def ask_slowly(self, task: str, content: bytes, told: dict[str, Any], *, limits: Limits) -> ChildAnswer:
        """The same of a task that starts LibreOffice; waits for its turn."""
        with self._turns:
            begin = time.time()
            try:
                return self.ask(task, content, told, limits=limits, programs=True)
            finally:
                libreoffice.sweep(begin)

    def _ask(
        self, task: str, content: bytes, told: dict[str, Any], shared: object, limits: Limits, programs: bool
    ) -> ChildAnswer:
        nursery = self.running()
        number = nursery.share(shared) if shared is not None else None
        try:
            folder = tempfile.mkdtemp(dir=nursery.scratch)
        except FileNotFoundError as error:  # it went with the nursery, or somebody tidied up
            raise _NurseryLost from error
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                pid = nursery.begin(theirs)
            asked = question(task, told, folder, limits, self._budget, programs=programs, shared=number)
            with ours:
                said, problem = _talk(ours, asked, content, limits)
            status = nursery.end(pid)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        if problem is None and not said.whole:
            problem = _PROBLEMS.get(status, "stopped")
        return ChildAnswer(said.found, problem)

    def running(self) -> _Nursery:
        """The nursery, started where there is none. Raises _NurseryLost after `stop`."""
        with self._starting:
            if self._stopped:
                raise _NurseryLost
            if self._nursery is None:
                self._nursery = _Nursery(self._settings, self._scratch)
            return self._nursery


_PREFIX = "mailbot-read-"


def _hold(folder: str) -> int:
    """As long as this is open, and the process lives, nobody takes the folder for a leftover."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    fcntl.flock(held, fcntl.LOCK_EX)
    return held


def clear_leftovers(scratch: Path | None = None) -> int:
    """Remove the scratch folders of processes that were killed together with their nursery; how many there were."""
    found = 0
    for folder in (scratch or Path(tempfile.gettempdir())).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                if os.fstat(place).st_uid == os.getuid():
                    fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder, ignore_errors=True)
                    found += 1
            finally:
                os.close(place)
    return found


class DirectReader:
    """The same reading without isolation, for tests and for measuring what isolation costs."""

    def __init__(self, *, read_mail: ReadMail | None = None, budget: Budget | None = None) -> None:
        self._read_mail = read_mail
        self._budget = budget

    def parse(self, name: str, content: bytes) -> ParsedDocument:
        from mailbot.reading.files import parse_file

        return parse_file(name, content, budget=self._budget, read_mail=self._read_mail)


REASONS: Mapping[Problem, str] = {
    "long": "Đọc tệp quá lâu nên đã dừng; đề nghị kiểm tra và gửi lại, nếu được thì gửi bằng Word hoặc Excel.",
    "much": "Nội dung tệp quá dài, không đọc tự động.",
    "memory": "Tệp cần quá nhiều bộ nhớ nên đã dừng đọc; đề nghị gửi tệp gọn hơn.",
    "stopped": f"Tệp làm trình đọc dừng đột ngột, không đọc được; đề nghị gửi lại ở định dạng khác ({advised()}).",
}
_PROBLEMS: Mapping[int, Problem] = {-signal.SIGXCPU: "long", OUT_OF_MEMORY: "memory"}  # by exit code


def _talk(channel: socket.socket, asked: bytes, content: bytes, limits: Limits) -> tuple[Parts, Problem | None]:
    """Send the question, read what is answered until its end or a limit."""
    deadline = time.monotonic() + limits.wall
    said, size = Parts(), 0
    try:
        channel.settimeout(limits.wall)
        _send(channel, LENGTH.pack(len(asked), len(content)) + asked, content)
        while (left := deadline - time.monotonic()) > 0:
            channel.settimeout(left)
            piece = channel.recv(_CHUNK)
            size += len(piece)
            if size > limits.output:
                return said, "much"
            said.take(piece)
            if said.whole or not piece:
                return said, None
    except TimeoutError:
        pass
    except OSError:
        return said, None  # the child is gone; its exit code says why
    return said, "long"


def _send(channel: socket.socket, *pieces: bytes) -> None:
    """Without a copy of them together: a mail may have tens of megabytes. With the last byte the child may answer and
    be gone, and sending even nothing would fail then."""
    left = [memoryview(piece) for piece in pieces if piece]
    while left:
        sent = channel.sendmsg(left)
        while left and sent >= len(left[0]):
            sent -= len(left.pop(0))
        if sent:
            left[0] = left[0][sent:]


_TOLD = frozenset(
    {"PATH", "LANG", "LANGUAGE", "TZ", "PYTHONPATH", "PYTHONHOME", "PYTHONUTF8", "LD_LIBRARY_PATH", "LIBARCHIVE",
     "TESSDATA_PREFIX"}
)  # fmt: skip


def _environment() -> dict[str, str]:
    """What readers need to be told; passwords may stand in the rest."""
    return {name: value for name, value in os.environ.items() if name in _TOLD or name.startswith("LC_")}


def _alone(name: str, content: bytes) -> Handed:
    return Handed(name, hashlib.sha256(content).hexdigest(), len(content), content)


def _opened(file: Handed, said: bytes | ParsedDocument) -> ParsedDocument:
    if isinstance(said, ParsedDocument):
        return said
    with contextlib.suppress(ValueError, TypeError, KeyError, RecursionError):
        return replace(codec.load(said), name=file.name, digest=file.digest)
    return _unreadable(file, REASONS["stopped"])


def _unreadable(file: Handed, sentence: str) -> ParsedDocument:
    return ParsedDocument(file.name, "unknown", unreadable=sentence, digest=file.digest)
