"""The daemon's side of the boundary: asks children for what a mail is and says, and checks what they answer.

An ordinary mail takes one child. One that this child cannot finish, because a file needs OCR, runs into a limit or
kills its reader, is taken apart when the slow readers have their turn: each file then has a child, limits and a verdict
of its own, and one bad file costs itself alone.
"""

import hashlib
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mailbot.preparing import wire
from mailbot.reading import codec
from mailbot.reading.confine import Limits
from mailbot.reading.sandbox import REASONS, ChildAnswer, Handed, Problem, Sandbox
from rules.document import BODY, ParsedDocument
from rules.errors import MailbotError
from rules.file_format import FORMATS, MAIL_BODY
from rules.initiative import DocumentVerdict, Understanding
from rules.intake.prepared import Contents, Filled, Frame, Opened, Prepared
from rules.mail import Attachment, Mail

TASKS = "mailbot.preparing.tasks"
MAIL = Limits(cpu=3, wall=20, output=16 * 1024 * 1024)
"""Of a whole mail at once. Ordinary ones take milliseconds; what takes longer, if only on a busy machine, has its
turn among the slow ones. Nothing is said of a mail because of these."""
PIECE = Limits()  # of a file, a body, or all documents together
_HEAD = 1024 * 1024  # bytes of a mail in which its fields end
_ALL_SAID = 64 * 1024 * 1024  # bytes of the documents of one mail, as children write them
_FEWER_TIMES = 3  # how many documents are left out, the largest first, before nothing is understood

DAMAGED: dict[Problem, str] = {
    "long": "thư mở quá lâu nên đã dừng",
    "much": "nội dung thư quá dài",
    "memory": "thư cần quá nhiều bộ nhớ nên đã dừng mở",
    "stopped": "thư làm trình đọc dừng đột ngột",
}
"""Why a mail was not opened, as the file says that stands for its contents."""
UNGUARDED = "Máy chủ chưa có lớp bảo vệ để mở tệp an toàn nên tệp được giữ lại, chưa đọc."
_BEYOND: dict[Problem, str] = {
    "long": "Nội dung tệp quá lớn hoặc quá phức tạp, đọc quá lâu nên đã dừng; đề nghị gửi bản gọn hơn.",
    "much": "Tệp có quá nhiều nội dung so với một bản gửi, không đọc tự động; đề nghị gửi bản gọn hơn.",
    "memory": REASONS["memory"],
    "stopped": REASONS["stopped"],
}


_NO_TIME_LEFT = (
    "Thư có quá nhiều tệp đọc lâu (ảnh chụp, bản quét) nên chưa đọc tệp này; người phụ trách sẽ mở xem, "
    "hoặc đề nghị gửi lại bằng tệp Word, Excel."
)


class CannotPrepare(MailbotError):
    """Không mở được thư này: trình đọc thư dừng đột ngột."""


def children(scratch: Path | None = None) -> Sandbox:
    """A sandbox whose children can prepare mails."""
    return Sandbox(tasks=TASKS, scratch=scratch)


def at_once(raw: bytes, frame: Frame, sandbox: Sandbox) -> Prepared | None:
    """A mail with everything in it read by one child; None where that does not do, whatever the reason."""
    if not sandbox.walls.enough:
        return None
    digest = hashlib.sha256(raw).hexdigest()
    try:
        first, second = _whole(sandbox.ask("mail", raw, shared=frame, limits=MAIL), 2)
        return Prepared(wire.load_opened(first, digest), wire.load_contents(second, frame))
    except wire.Nonsense:
        return None


def in_pieces(raw: bytes, frame: Frame, sandbox: Sandbox, seconds: float = math.inf) -> Prepared:
    """A mail with everything in it read, by OCR and LibreOffice where needed, each piece within limits of its own.

    After so many seconds no further file is opened: it is named as one that nobody has read.
    Raises CannotPrepare where not even the fields of the mail can be read.
    """
    return _Pieces(raw, frame, sandbox, seconds).prepared()


def opened(raw: bytes, frame: Frame, sandbox: Sandbox) -> Opened:
    """What a mail tells of itself, without a look at its files. Raises CannotPrepare."""
    return _Pieces(raw, frame, sandbox).opened()


def filled(name: str, content: bytes, frame: Frame, sandbox: Sandbox) -> Filled | None:
    """The input sheets of a workbook of ours; None where it is none or cannot be read."""
    return _filled(sandbox.ask("filled", content, {"name": name}, shared=frame, limits=PIECE), frame)


def _filled(answer: ChildAnswer, frame: Frame) -> Filled | None:
    try:
        (said,) = _whole(answer, 1)
        return wire.load_contents(said, frame).workbook
    except wire.Nonsense:
        return None


class _Pieces:
    """One mail, piece by piece."""

    def __init__(self, raw: bytes, frame: Frame, sandbox: Sandbox, seconds: float = math.inf) -> None:
        self._until = time.monotonic() + seconds
        self._raw = raw
        self._digest = hashlib.sha256(raw).hexdigest()
        self._frame = frame
        self._sandbox = sandbox

    def opened(self) -> Opened:
        return self._open()[0]

    def prepared(self) -> Prepared:
        opened, rest = self._open()
        if opened.manners.own or opened.manners.bounce:
            return Prepared(opened)
        if not rest:  # only the fields could be read: the file that stands for the rest says why
            (file,) = opened.mail.attachments
            return Prepared(opened, Contents(self._understood(opened, [_shut(file, _sentence(file))])))
        (body,) = rest
        if not self._sandbox.walls.enough:
            left = [_shut(file, UNGUARDED) for file in opened.mail.attachments]
            return Prepared(opened, Contents(self._understood(opened, left)))
        documents: list[_Document] = []
        for place, file in enumerate(opened.mail.attachments):
            if not file.is_ornament:
                documents.append(self._read(file, place, _ALL_SAID - sum(len(one.said) for one in documents)))
        documents += self._body(body)
        return Prepared(opened, Contents(self._understood(opened, documents), self._filled(opened.mail)))

    def _open(self) -> tuple[Opened, Sequence[bytes]]:
        """The mail and its body; without this where it cannot be taken apart."""
        limits = replace(PIECE, output=2 * len(self._raw) + MAIL.output)
        answer = self._ask("open", self._raw, limits=limits)
        try:
            first, *rest = _whole(answer)
            opened = wire.load_opened(first, self._digest)
            if len(rest) == 1:
                return opened, rest
        except (wire.Nonsense, ValueError):
            pass
        return self._fields(answer.problem or "stopped"), ()

    def _fields(self, problem: Problem) -> Opened:
        told = {"digest": self._digest, "damaged": DAMAGED[problem]}
        try:
            (answer,) = _whole(self._ask("headers", self._raw[:_HEAD], told), 1)
            opened = wire.load_opened(answer, self._digest)
        except wire.Nonsense as error:
            raise CannotPrepare from error
        if len(opened.mail.attachments) != 1:
            raise CannotPrepare
        return opened

    def _read(self, file: Attachment, place: int, room: int) -> "_Document":
        """The child takes the file out of the mail by itself: its bytes need not be here once more."""
        if time.monotonic() >= self._until:
            return _shut(file, _NO_TIME_LEFT)
        said = self._sandbox.read(Handed(file.name, file.digest, file.size, self._raw, "part", {"place": place}))
        if isinstance(said, ParsedDocument):
            return _Document(file.name, file.digest, codec.dump(said), said.unreadable)
        return _Document(file.name, file.digest, said) if len(said) <= room else _shut(file, _BEYOND["much"])

    def _body(self, content: bytes) -> list["_Document"]:
        answer = self._ask("body", content)
        try:
            (said,) = _whole(answer, 1)
            return [_Document(BODY, "", said)] if said else []
        except wire.Nonsense:
            return [_document(ParsedDocument(BODY, MAIL_BODY, unreadable=_BEYOND[answer.problem or "stopped"]))]

    def _filled(self, mail: Mail) -> Filled | None:
        if mail.sender is None or not self._frame.campaign.office.has(mail.sender.address):
            return None
        for place, file in enumerate(mail.attachments):
            if FORMATS["xlsx"].names(file.name):
                told = {"name": file.name, "place": place}
                found = _filled(self._ask("filled_part", self._raw, told), self._frame)
                if found is not None:
                    return found
        return None

    def _understood(self, opened: Opened, documents: list["_Document"]) -> Understanding:
        """What they say together. Where that goes beyond a limit, the largest one is left out and named, and so on."""
        problem: Problem = "stopped"
        for _ in range(_FEWER_TIMES + 1):
            found, problem = self._understand(opened, documents)
            if found is not None:
                return found
            readable = [one for one in documents if one.reason is None]
            if not readable:
                break
            largest = max(readable, key=lambda one: len(one.said))
            documents = [_left_out(one, problem) if one is largest else one for one in documents]
        verdicts = (
            DocumentVerdict(one.name, "unreadable", one.reason or _BEYOND[problem], one.digest) for one in documents
        )
        return Understanding(tuple(verdicts), ())

    def _understand(self, opened: Opened, documents: list["_Document"]) -> tuple[Understanding | None, Problem]:
        content = wire.joined([wire.dump_opened(opened), *(one.said for one in documents)])
        told = {"digest": self._digest, "files": [(one.name, one.digest) for one in documents]}
        answer = self._ask("understand", content, told)
        try:
            (found,) = _whole(answer, 1)
            return wire.load_contents(found, self._frame).understanding, "stopped"
        except wire.TooMuch:
            return None, "much"
        except wire.Nonsense:
            return None, answer.problem or "stopped"

    def _ask(
        self, task: str, content: bytes, told: dict[str, Any] | None = None, *, limits: Limits = PIECE
    ) -> ChildAnswer:
        return self._sandbox.ask(task, content, told, shared=self._frame, limits=limits)


def _whole(answer: ChildAnswer, parts: int | None = None) -> tuple[bytes, ...]:
    """The parts of an answer that came to its end. Raises Nonsense for any other."""
    if answer.problem is not None or (parts is not None and len(answer.parts) != parts) or not answer.parts:
        raise wire.Nonsense(answer.problem or "parts")
    return answer.parts


@dataclass(frozen=True, slots=True)
class _Document:
    """A document as its child wrote it. `reason`: why there is nothing in it, in Vietnamese."""

    name: str
    digest: str
    said: bytes
    reason: str | None = None


def _document(unreadable: ParsedDocument) -> _Document:
    return _Document(unreadable.name, unreadable.digest, codec.dump(unreadable), unreadable.unreadable)


def _left_out(document: _Document, problem: Problem) -> _Document:
    return _document(ParsedDocument(document.name, "unknown", unreadable=_BEYOND[problem], digest=document.digest))


def _shut(file: Attachment, sentence: str) -> _Document:
    return _document(ParsedDocument(file.name, "unknown", unreadable=sentence, digest=file.digest))


def _sentence(file: Attachment) -> str:
    reason = file.damaged or ""
    return f"{reason[:1].upper()}{reason[1:]}; đề nghị gửi lại."
