"""The neutral document model: whatever format a unit sends becomes blocks of text and tables.

Merged cells are resolved, automatic numbering is visible, tracked changes are accepted, hidden rows, columns and
sheets are left out. Every piece says where it stands, so that each value read from it can be explained.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Flow = Literal["body", "header", "footer", "textbox", "note"]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points (1/72 inch), from the top left corner of the page as it is shown."""
BODY = "nội dung thư"
"""The name of the document that is the text of a mail itself."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file, in words a clerk understands: `Where("dk.xlsx", "trang tính ĐK CCHC", "ô C7")`."""

    file: str
    part: str = ""  # page, sheet; "" where the file has only one
    spot: str = ""  # paragraph, cell
    box: Box | None = None  # on the page, where the file says where its letters stand

    def __str__(self) -> str:
        return ", ".join(piece for piece in (self.file, self.part, self.spot) if piece)

    def __hash__(self) -> int:
        """Of that in which places of one file differ: a long list asks for it several times a cell."""
        return hash((self.part, self.spot))


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `text` is NFC; line breaks inside it are newlines."""

    text: str
    where: Where
    level: int | None = None  # of a heading, 1 = topmost; None for body text
    bold: bool = False  # the whole paragraph
    centred: bool = False
    number: str = ""  # automatic list number or bullet as shown ("1.", "a)", "-"), not part of `text`
    flow: Flow = "body"
    lead_bold: str = ""  # bold text at the start of a paragraph that goes on in normal weight (a label)

    @property
    def shown(self) -> str:
        """The text as a reader sees it, automatic number included."""
        return f"{self.number} {self.text}" if self.number else self.text


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of a table's grid. A merged cell stands in every place it covers; only one of them `is_origin`."""

    text: str
    where: Where
    is_origin: bool = True
    row_span: int = 1
    column_span: int = 1
    bold: bool = False
    blocks: tuple["Block", ...] = ()  # nested tables and paragraphs, where there is more than plain text


@dataclass(frozen=True, slots=True)
class Table:
    """A rectangular grid: every row has the same number of cells."""

    rows: tuple[tuple[Cell, ...], ...]
    where: Where
    flow: Flow = "body"

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def texts(self) -> list[list[str]]:
        """Row by row, merged text repeated in each place it covers."""
        return [[cell.text for cell in row] for row in self.rows]


Block = Text | Table


@dataclass(frozen=True, slots=True)
class Signature:
    """A digital signature found in a file. `intact` None means that it was not checked."""

    signer: str
    signed_at: str | None  # ISO 8601 as the signature claims
    intact: bool | None
    trusted: bool | None  # chain; None = not checked offline
    note: str = ""  # one Vietnamese sentence where something is wrong


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """One file as read. `unreadable` is one Vietnamese sentence that says why and what would help; else None.

    `members` are the files inside an archive or an attached mail; such a document has no blocks of its own unless
    the mail has a body. `origin` tells how the text was had: "text", or "ocr" which is never sure.
    """

    name: str
    format: str  # "docx", "xlsx", "pdf", "zip", "eml", "body", ...; by content, not by extension
    blocks: tuple[Block, ...] = ()
    unreadable: str | None = None
    members: tuple["ParsedDocument", ...] = ()
    notes: tuple[str, ...] = ()  # Vietnamese: wrong extension, hidden sheet left out, formula not calculated...
    origin: Literal["text", "ocr"] = "text"
    signatures: tuple[Signature, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()  # custom document properties, defined names
    digest: str = ""  # SHA-256 of the file
    doubts: tuple[str, ...] = ()  # Vietnamese: why what was read may not be what is meant (words struck through)
    comments: tuple[str, ...] = ()  # in the margin of a text, on cells of a sheet: not part of the content
    pictures: int = 0  # in it that may show a page; nobody has read them

    def walk(self) -> Iterator["ParsedDocument"]:
        """This document and every file inside it, outermost first."""
        yield self
        for member in self.members:
            yield from member.walk()
