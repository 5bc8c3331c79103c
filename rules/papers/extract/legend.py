"""Numbers that stand for areas: "Lĩnh vực ghi theo số: 1 - Cải cách thể chế; 2 - Cải cách thủ tục hành chính; ..."."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rules.campaign import Campaign, FieldSpec
from rules.document import Where
from rules.papers.extract.draft import Extraction, Piece
from rules.papers.extract.lines import Line
from rules.papers.extract.values import exact_choice

_ENTRY = re.compile(r"(?:^|[;,(:]\s*)(?P<number>\d{1,2})\s*[-–.:)=]\s*(?P<text>[^;\d][^;]*)")
_FEWEST = 3  # entries of a legend


def with_legend(found: Extraction, lines: Iterable[Line], campaign: Campaign) -> Extraction:
    """What was read, with the words of a legend instead of the numbers that stand for them."""
    lines = list(lines)
    known: set[Where] = set()
    for spec in campaign.fields:
        if spec.kind != "choice" or not any(_is_number(piece.text) for piece in _pieces(found, spec)):
            continue
        entries = list(_entries(lines, spec))
        meant = {number: text for number, text, _ in entries}
        if len(meant) >= _FEWEST:
            known.update(where for *_, where in entries)
            for draft in found.drafts:
                pieces = draft.pieces.get(spec.code, [])
                pieces[:] = [replace(piece, text=meant.get(_number(piece.text), piece.text)) for piece in pieces]
    return replace(found, known=found.known | known) if known else found


def _pieces(found: Extraction, spec: FieldSpec) -> Iterator[Piece]:
    return (piece for draft in found.drafts for piece in draft.pieces.get(spec.code, ()))


def _entries(lines: Iterable[Line], spec: FieldSpec) -> Iterator[tuple[str, str, Where]]:
    for line in lines:
        for entry in _ENTRY.finditer(line.shown):
            if exact_choice(spec, entry["text"]) is not None:
                yield _number(entry["number"]), entry["text"].strip(" .;"), line.where


def _is_number(text: str) -> bool:
    return _number(text).isdecimal()


def _number(text: str) -> str:
    return text.strip(" .()").lstrip("0")
