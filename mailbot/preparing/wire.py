"""The values of a prepared mail as bytes and back, and what is asked of them before the daemon uses them.

JSON that is checked against the types, never pickle: what a child says may have been written by whoever took it over,
and unpickling runs code. That it is well formed says nothing of whether it is true: a file can only speak for the mail
that brought it, and who sent that is said before the file is opened.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from rules.initiative import TITLE, Understanding
from rules.intake.prepared import Contents, Filled, Frame, Opened
from rules.intake.sheet_lines import Raw, Sheets
from rules.mail import Attachment

MAX_FILES = 501  # of one mail, with the line that names those left out
MAX_DOCUMENTS = 5_000  # of one mail, with what is in archives
MAX_READINGS = 500
MAX_INITIATIVES = 2_000
_DIGEST = re.compile(r"[0-9a-f]{64}")

Value = TypeVar("Value")


class Nonsense(Exception):
    """What a child said is not what it was asked."""


class TooMuch(Nonsense):
    """It is more than one mail may say."""


# A cell of a workbook that is a day would come back as text, which is also a value.
@dataclass(frozen=True, slots=True)
class _Day:
    day: date


@dataclass(frozen=True, slots=True)
class _Moment:
    moment: datetime


_Cell = str | int | float | bool | _Day | _Moment | None


@dataclass(frozen=True, slots=True)
class _Workbook:
    name: str
    sheets: dict[str, tuple[tuple[_Cell, ...], ...]]


@dataclass(frozen=True, slots=True)
class _Contents:
    understanding: Understanding
    workbook: _Workbook | None


def dump_opened(opened: Opened) -> bytes:
    return _dump(_openings(), opened)


def load_opened(data: bytes, digest: str) -> Opened:
    """`digest`: of the mail that was opened. Raises Nonsense."""
    opened = _load(_openings(), data)
    mail = opened.mail
    if mail.digest != digest or mail.gist is None or mail.html or not _DIGEST.match(mail.gist.identity):
        raise Nonsense("mail")
    if len(mail.attachments) > MAX_FILES or not all(map(_is_bare, mail.attachments)):
        raise Nonsense("attachments")
    for moment in (mail.date, opened.received):
        if moment is not None and moment.tzinfo is None:
            raise Nonsense("moment")
    return opened


def dump_contents(contents: Contents) -> bytes:
    filled = contents.workbook
    workbook = _Workbook(filled.name, _packed(filled.sheets)) if filled else None
    return _dump(_sayings(), _Contents(contents.understanding, workbook))


def load_contents(data: bytes, frame: Frame) -> Contents:
    """Raises Nonsense."""
    found = _load(_sayings(), data)
    _check(found.understanding, frame)
    filled = found.workbook
    return Contents(found.understanding, Filled(filled.name, _unpacked(filled.sheets)) if filled else None)


def _check(understanding: Understanding, frame: Frame) -> None:
    """It speaks of stages, units and fields that there are, and of no more than one mail says."""
    stages = {stage.code for stage in frame.campaign.stages}
    units = {unit.code for unit in frame.roster}
    kinds = {*stages, "other", "unreadable"}
    if len(understanding.documents) > MAX_DOCUMENTS or len(understanding.readings) > MAX_READINGS:
        raise TooMuch("documents")
    if sum(len(reading.initiatives) for reading in understanding.readings) > MAX_INITIATIVES:
        raise TooMuch("initiatives")
    if any(document.kind not in kinds for document in understanding.documents):
        raise Nonsense("kind")
    for reading in understanding.readings:
        named = {code for code in (reading.unit.unit, *reading.unit.candidates) if code}
        if reading.stage not in stages or named - units:
            raise Nonsense("reading")
        if any(TITLE not in one.values for one in reading.initiatives):
            raise Nonsense("initiative")


def _is_bare(file: Attachment) -> bool:
    return not file.content and file.seen is not None and bool(_DIGEST.fullmatch(file.seen.digest))


def _packed(sheets: Sheets) -> dict[str, tuple[tuple[_Cell, ...], ...]]:
    return {name: tuple(tuple(map(_pack, row)) for row in rows) for name, rows in sheets.items()}


def _unpacked(sheets: Mapping[str, tuple[tuple[_Cell, ...], ...]]) -> Sheets:
    return {name: [tuple(map(_unpack, row)) for row in rows] for name, rows in sheets.items()}


def _pack(raw: Raw) -> _Cell:
    if isinstance(raw, datetime):
        return _Moment(raw)
    return _Day(raw) if isinstance(raw, date) else raw


def _unpack(cell: _Cell) -> Raw:
    if isinstance(cell, _Moment):
        return cell.moment
    return cell.day if isinstance(cell, _Day) else cell


@cache
def _openings() -> TypeAdapter[Opened]:
    return TypeAdapter(Opened)


@cache
def _sayings() -> TypeAdapter[_Contents]:
    return TypeAdapter(_Contents)


def _dump(adapter: TypeAdapter[Value], value: Value) -> bytes:
    try:
        return adapter.dump_json(value)
    except PydanticSerializationError:  # halves of a character, which some mail programs make
        text = json.dumps(adapter.dump_python(value), default=_plain, ensure_ascii=False)
        return text.encode("utf-8", "replace")


def _plain(value: date | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value.isoformat()


def _load(adapter: TypeAdapter[Value], data: bytes) -> Value:
    try:
        return adapter.validate_json(data, strict=True)
    except ValidationError as error:
        raise Nonsense("types") from error


def joined(pieces: Iterator[bytes] | list[bytes]) -> bytes:
    """Several pieces as one; JSON of their sizes and the bytes behind it."""
    kept = list(pieces)
    sizes = json.dumps([len(piece) for piece in kept]).encode()
    return b"".join((len(sizes).to_bytes(4, "big"), sizes, *kept))


def split(data: bytes) -> list[bytes]:
    head = 4 + int.from_bytes(data[:4], "big")
    sizes: list[Any] = json.loads(data[4:head])
    pieces = []
    for size in sizes:
        pieces.append(data[head : head + size])
        head += size
    return pieces
