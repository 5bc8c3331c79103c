"""The sample collections as tools read them: documents parsed once and kept, expectations beside them."""

import json
import pickle
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from mailbot.mail.message import read_mail
from mailbot.reading.sandbox import DirectReader
from rules.document import Cell, ParsedDocument, Table, Text, Where

ENDING = ".expected.json"


@dataclass(frozen=True)
class Case:
    """One sample: its file, what it says when parsed, and what should be understood of it."""

    name: str
    collection: str
    document: ParsedDocument
    wanted: dict[str, Any]


def cases(folders: list[Path], kept: Path) -> Iterator[Case]:
    """All samples of some folders; `kept`: a folder for parsed documents, so that OCR runs once only."""
    kept.mkdir(parents=True, exist_ok=True)
    for folder in folders:
        for expectation in sorted(folder.glob(f"*{ENDING}")):
            path = expectation.with_name(expectation.name.removesuffix(ENDING))
            wanted = json.loads(expectation.read_text("utf-8"))
            yield Case(path.name, folder.name, _parsed(path, kept / folder.name), wanted)


def _parsed(path: Path, kept: Path) -> ParsedDocument:
    """What a tool itself pickled a moment ago; nobody else writes there."""
    store = kept / f"{path.name}.{_shape()}.pickle"
    if store.exists() and store.stat().st_mtime >= path.stat().st_mtime:
        found: ParsedDocument = pickle.loads(store.read_bytes())
        return found
    document = _reader().parse(path.name, path.read_bytes())
    kept.mkdir(parents=True, exist_ok=True)
    store.write_bytes(pickle.dumps(document))
    return document


@cache
def _shape() -> str:
    """Of the model: what was kept when it had other fields is parsed anew."""
    names = [each.name for kind in (ParsedDocument, Table, Cell, Text, Where) for each in fields(kind)]
    return f"{crc32(' '.join(names).encode()):08x}"


@cache
def _reader() -> DirectReader:
    return DirectReader(read_mail=read_mail)
