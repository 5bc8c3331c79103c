"""ParsedDocument to bytes and back, for the way from the reader child to the daemon.

JSON, not pickle: what a child says may have been written by whoever took it over, and unpickling runs code.
"""

import json
from typing import Any

from rules.document import Block, Cell, ParsedDocument, Signature, Table, Text, Where


def dump(document: ParsedDocument) -> bytes:
    """The document as UTF-8 JSON."""
    return json.dumps(_document(document), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def load(data: bytes) -> ParsedDocument:
    """What `dump` wrote; raises ValueError, TypeError or KeyError on anything else."""
    return _as_document(json.loads(data.decode("utf-8", "replace")))


def _document(document: ParsedDocument) -> dict[str, Any]:
    return {
        "name": document.name,
        "format": document.format,
        "blocks": [_block(block) for block in document.blocks],
        "unreadable": document.unreadable,
        "members": [_document(member) for member in document.members],
        "notes": document.notes,
        "origin": document.origin,
        "signatures": [(s.signer, s.signed_at, s.intact, s.trusted, s.note) for s in document.signatures],
        "properties": document.properties,
        "digest": document.digest,
        "doubts": document.doubts,
    }


def _block(block: Block) -> list[Any]:
    if isinstance(block, Text):
        return [
            "t", block.text, _where(block.where), block.level, block.bold, block.centred, block.number, block.flow,
            block.lead_bold,
        ]  # fmt: skip
    return ["g", [[_cell(cell) for cell in row] for row in block.rows], _where(block.where), block.flow]


def _cell(cell: Cell) -> list[Any]:
    blocks = [_block(block) for block in cell.blocks]
    return [cell.text, _where(cell.where), cell.is_origin, cell.row_span, cell.column_span, cell.bold, blocks]


def _where(where: Where) -> list[Any]:
    return [where.file, where.part, where.spot, *(where.box or ())]


def _as_where(data: list[Any]) -> Where:
    file, part, spot, *box = data
    if not box:
        return Where(str(file), str(part), str(spot))
    left, top, right, bottom = map(float, box)
    return Where(str(file), str(part), str(spot), (left, top, right, bottom))


def _as_document(data: dict[str, Any]) -> ParsedDocument:
    origin = data["origin"]
    if origin not in ("text", "ocr"):
        raise ValueError(origin)
    return ParsedDocument(
        str(data["name"]),
        str(data["format"]),
        tuple(_as_block(block) for block in data["blocks"]),
        None if data["unreadable"] is None else str(data["unreadable"]),
        tuple(_as_document(member) for member in data["members"]),
        tuple(str(note) for note in data["notes"]),
        origin,
        tuple(Signature(*signature) for signature in data["signatures"]),
        tuple((str(key), str(value)) for key, value in data["properties"]),
        str(data["digest"]),
        tuple(str(doubt) for doubt in data["doubts"]),
    )


def _as_block(data: list[Any]) -> Block:
    if data[0] == "t":
        _, text, where, level, bold, centred, number, flow, lead_bold = data
        return Text(text, _as_where(where), level, bold, centred, number, flow, lead_bold)
    _, rows, where, flow = data
    return Table(tuple(tuple(_as_cell(cell) for cell in row) for row in rows), _as_where(where), flow)


def _as_cell(data: list[Any]) -> Cell:
    text, where, is_origin, row_span, column_span, bold, blocks = data
    inside = tuple(_as_block(block) for block in blocks)
    return Cell(text, _as_where(where), is_origin, row_span, column_span, bold, inside)
