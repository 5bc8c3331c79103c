"""A mail for people who look at it: its words, one of its files as bytes, one of its files as pictures.

The daemon's side: children read, what they answer is checked here. A picture is a PNG by its first bytes, or none; a
word is text with a place on the page. A file that breaks its reader ends as a sentence.
"""

import json
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from mailbot.preparing.boundary import UNGUARDED
from mailbot.reading.confine import Limits
from mailbot.reading.sandbox import REASONS, Sandbox
from rules.standing.framing import Word

SHOWN = Limits(cpu=10, wall=60, output=8 * 1024 * 1024)
HANDED_OUT = Limits(cpu=20, wall=60, output=64 * 1024 * 1024)
DRAWN = Limits(
    memory=4 * 1024 * 1024 * 1024, cpu=120, wall=300, file=256 * 1024 * 1024, open_files=512, output=96 * 1024 * 1024
)
_PNG = b"\x89PNG\r\n\x1a\n"
_GONE = "Không tìm thấy tệp này trong thư."


@dataclass(frozen=True, slots=True)
class DrawnPage:
    words: tuple[Word, ...]
    png: bytes


@dataclass(frozen=True, slots=True)
class Drawing:
    """`pages` of the file are drawn, of `of`; `why`: a Vietnamese sentence where none is, with its words as `text`."""

    pages: tuple[DrawnPage, ...] = ()
    of: int = 0
    why: str = ""
    text: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownMail:
    """`files`: name, size in bytes, SHA-256. `why`: a sentence where the mail cannot be shown."""

    subject: str = ""
    sender: str = ""
    to: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    files: tuple[tuple[str, int, str], ...] = ()
    why: str = ""


_MAIL = TypeAdapter(ShownMail)
_TEXT = TypeAdapter(tuple[str, ...])
_WORDS: TypeAdapter[list[tuple[str, int, int, int, int]]] = TypeAdapter(list[tuple[str, int, int, int, int]])


def shown(raw: bytes, sandbox: Sandbox) -> ShownMail:
    answer = sandbox.ask("shown", raw, limits=SHOWN)
    if answer.problem is None and len(answer.parts) == 1:
        try:
            return _MAIL.validate_json(answer.parts[0])
        except ValidationError:
            pass
    return ShownMail(why="Thư này không mở được để xem; lấy thư gốc bằng nút tải về.")


def handed_out(raw: bytes, digest: str, sandbox: Sandbox) -> bytes | None:
    """The bytes of a file of a mail; None where they are not to be had."""
    answer = sandbox.ask("hand_out", raw, {"digest": digest}, limits=HANDED_OUT)
    return answer.parts[0] if answer.problem is None and len(answer.parts) == 1 else None


def drawn(raw: bytes, digest: str, sandbox: Sandbox) -> Drawing:
    if not sandbox.walls.enough:
        return Drawing(why=UNGUARDED)
    answer = sandbox.ask_slowly("draw", raw, {"digest": digest}, limits=DRAWN)
    head, *rest = answer.parts or (b"",)
    pages = tuple(page for words, png in zip(rest[::2], rest[1::2], strict=False) if (page := _page(words, png)))
    if answer.problem is not None and not pages:
        return Drawing(why=REASONS[answer.problem])
    said = _said(head)
    if isinstance(said, dict):
        return _as_words(said)
    return Drawing(pages, max(said, len(pages)) if isinstance(said, int) else len(pages), "" if pages else _GONE)


def _as_words(said: dict[str, Any]) -> Drawing:
    try:
        return Drawing(why=str(said["why"])[:500], text=_TEXT.validate_python(said["text"]))
    except (KeyError, ValidationError):
        return Drawing(why=_GONE)


def _said(part: bytes) -> Any:
    try:
        return json.loads(part)
    except ValueError:
        return None


def _page(words: bytes, png: bytes) -> DrawnPage | None:
    try:
        found = _WORDS.validate_json(words)
    except ValidationError:
        return None
    return DrawnPage(tuple(Word(*one) for one in found), png) if png.startswith(_PNG) else None
