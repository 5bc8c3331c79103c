"""Blocks as a stream of lines and tables, in reading order, with the frame of the document told from its content."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from rules.document import Block, Cell, ParsedDocument, Table, Text, Where
from rules.file_format import format_of
from rules.lexicon import lexicon
from rules.papers.extract.asked import Asked
from rules.papers.extract.shape import is_list
from rules.post.quoting import QUOTED_PART, Said, Voice, voices
from rules.text import bare, fold, is_blank, is_section_number, is_upper, nfc, split_number, words

_DATE_LINE = re.compile(r"(?:^|,\s*)ngay\s*[\d.…_ ]{1,8}\s*thang\s*[\d.…_ ]{1,8}\s*nam\b")
_DIGITS = r"[\d.…_ ]{1,4}"
_PLACE_AND_DAY = re.compile(
    rf"[^\d,:;]{{2,30}},\s*(?:ngay\s*)?{_DIGITS}\s*[/.-]\s*{_DIGITS}\s*[/.-]\s*(?:20)?\d{{2}}\W*"
)
_NUMBER_LINE = re.compile(r"^so\s*:?\s*[\d.…_ ]*\s*/\s*[\w&.\-….]+", re.IGNORECASE)
_MORE_BEHIND = re.compile(r"[^\W\d_]{3,}\.\s+[^\W\d_]\w+(?:\s+\S+){3}")  # "Kính gửi chị Hằng. Trường em báo cáo ..."
_PART = re.compile(r"phan\s+(?:thu\s+)?\w+")
_SHORT = 90  # characters; what is longer is no heading and no signature
_LONGEST_LINE = 20_000  # characters of a paragraph that are read
_SIGNATURE_ROWS = 4
_LONGEST_CLOSING = 15  # words of a line that speaks to its reader
_LONGEST_NAME = 6  # words of a name below a signature
_FRAME_ROWS, _FRAME_WIDTH, _FRAME_TEXT = 8, 6, 220  # rows, columns, characters of a cell line
_STARRED = re.compile(r"\s*\*{1,2}(?P<said>[^*\s][^*]*)\*{1,2}\s*")
_DASHES = re.compile(r"^[\s\-_=*]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line or paragraph: its number apart, its look, its place."""

    text: str
    where: Where
    number: str = ""
    bold: bool = False
    centred: bool = False
    level: int | None = None
    lead_bold: str = ""
    flow: str = "body"
    in_table: bool = False

    @property
    def shown(self) -> str:
        return f"{self.number} {self.text}" if self.number else self.text

    @property
    def is_section(self) -> bool:
        """A heading over several things: "II. KẾT QUẢ", "Phần I", a heading of the first level, capitals alone."""
        return _is_section(self.number, self.text, self.level == 1)


@lru_cache(maxsize=64)
def _is_section(number: str, text: str, first_level: bool) -> bool:
    """Each line is asked several times, one after another."""
    if is_section_number(number) or _PART.fullmatch(bare(text)):
        return True
    return len(text) <= _SHORT * 2 and (first_level or (is_upper(text) and len(words(text)) >= 2))


@dataclass(frozen=True, slots=True)
class Grid(Asked):
    """A table of a stream, with what is asked of it again and again."""

    lines: tuple[Line, ...] = ()
    is_frame: bool = False


Item = Line | Table


def grid_of(table: Table) -> Grid:
    """A table with its lines, looked at once."""
    lines = tuple(chain.from_iterable(cell_lines(cell) for row in table.rows for cell in row if cell.is_origin))
    return Grid(table.rows, table.where, table.flow, lines=lines, is_frame=_is_frame(table, lines))


def stream(document: ParsedDocument, *, forwarded: bool = False) -> list[Item]:
    """The lines and tables of one document: what its writer said or passed on, not what an earlier mail says that is
    merely quoted. `forwarded`: the subject says that all of it is passed on.
    """
    return [item for item, voice in _heard(document, forwarded=forwarded) if voice != "quoted"]


def sender_said(document: ParsedDocument) -> list[Item]:
    """The lines and tables that the writer of a mail wrote."""
    return [item for item, voice in _heard(document) if voice == "own"]


def passes_on(document: ParsedDocument) -> bool:
    """Whether a mail says of itself that it holds another one."""
    return any(voice == "forwarded" for _, voice in _heard(document))


def _heard(document: ParsedDocument, *, forwarded: bool = False) -> list[tuple[Item, Voice]]:
    items = [item for block in document.blocks for item in _items(block)]
    if not format_of(document.format).mailed:
        return [(item, "own") for item in items]
    return list(zip(items, voices([_said(item) for item in items], forward=forwarded), strict=True))


def _said(item: Item) -> Said:
    """A table is a line of its own: it opens nothing, and belongs to what stands above it."""
    text = item.shown if isinstance(item, Line) else "\u25a6"
    return Said(text, item.where.part == QUOTED_PART or text.startswith(">"))


def _items(block: Block) -> Iterator[Item]:
    if isinstance(block, Table):
        yield grid_of(block)
    else:
        yield from lines_of(block)


def lines_of(block: Text, *, in_table: bool = False) -> Iterator[Line]:
    """A paragraph line by line: a break that someone typed is a break."""
    for i, piece in enumerate(_pieces(block.text)):
        starred = _STARRED.fullmatch(piece)
        number, text = (block.number, piece.strip()) if block.number and i == 0 else split_number(piece)
        if starred and not number.strip("*"):
            number, text = split_number(starred["said"])  # "*Họp không giấy*" is how a telephone writes bold letters
        lead = block.lead_bold if i == 0 else ""
        bold = block.bold or starred is not None
        yield Line(fold_tabs(text), block.where, number, bold, block.centred, block.level, lead, block.flow, in_table)


def _pieces(text: str) -> list[str]:
    return [piece[:_LONGEST_LINE] for piece in nfc(text).split("\n") if piece.strip()]


def fold_tabs(text: str) -> str:
    """White space folded, but a tab kept: it parts a label from its value."""
    return "\t".join(fold(piece) for piece in text.split("\t")).strip("\t") if "\t" in text else fold(text)


def cell_lines(cell: Cell) -> list[Line]:
    """The lines of one cell, nested blocks in order."""
    if not cell.blocks:
        numbered = (split_number(piece) for piece in _pieces(cell.text))
        return [Line(fold_tabs(text), cell.where, number, cell.bold, in_table=True) for number, text in numbered]
    lines: list[Line] = []
    for block in cell.blocks:
        if isinstance(block, Text):
            lines.extend(lines_of(block, in_table=True))
        else:
            lines.extend(line for row in block.rows for inner in origins(row) for line in cell_lines(inner))
    return lines


def origins(row: tuple[Cell, ...]) -> list[Cell]:
    """The cells of a row, a merged one once; a cell merged from the row above is there too."""
    return [
        cell for column, cell in enumerate(row) if cell.is_origin or column == 0 or not _same(row[column - 1], cell)
    ]


def _same(left: Cell, cell: Cell) -> bool:
    return left.text == cell.text and (left.column_span > 1 or not left.is_origin)


def table_lines(table: Table) -> tuple[Line, ...]:
    """A table as lines, row by row: for header blocks, signatures and layout tables."""
    return table.lines if isinstance(table, Grid) else grid_of(table).lines


def all_lines(items: Iterable[Item]) -> list[Line]:
    """Every line of a document, those in tables too."""
    lines: list[Line] = []
    for item in items:
        lines.extend(table_lines(item)) if isinstance(item, Table) else lines.append(item)
    return lines


def content(items: Iterable[Item]) -> Iterator[Item]:
    """A stream without the tables that hold the header block or the signatures."""
    return (item for item in items if isinstance(item, Line) or not is_frame_table(item))


def is_motto(text: str) -> bool:
    """The national motto (NĐ 30/2020, Phụ lục I, ô 1)."""
    plain = " ".join(words(text))
    return any(motto in plain for motto in _mottos())


def is_date_line(text: str) -> bool:
    """ "Lào Cai, ngày 04 tháng 11 năm 2024": place and date of a document (ô 4)."""
    plain = bare(text)
    if len(text) > _SHORT or plain.startswith("("):
        return False
    return _DATE_LINE.search(plain) is not None or _PLACE_AND_DAY.fullmatch(plain) is not None


def is_number_line(text: str) -> bool:
    """ "Số: 05/BC-SGDĐT": number and sign of a document (ô 3)."""
    return _NUMBER_LINE.match(bare(text)) is not None


def is_signature(text: str) -> bool:
    """A line that names who signs: "KT. HIỆU TRƯỞNG", "NGƯỜI LẬP BIỂU" (ô 7a)."""
    if len(text) > _SHORT:
        return False
    tokens = " ".join(words(text))
    for prefix in _signed_for():
        tokens = tokens.removeprefix(prefix + " ")
    return tokens in _signatures()


def is_recipients(text: str) -> bool:
    """ "Nơi nhận:" (ô 9b)."""
    return words(text)[:2] == ("noi", "nhan")


def is_addressee(text: str) -> bool:
    """ "Kính gửi: ..." (ô 9a)."""
    said = words(text)
    if not said or said[0] not in _first_of_addressees():
        return False  # as nearly every text
    return " ".join(said).startswith(_addressees()) and not _MORE_BEHIND.search(text)


def is_closing(text: str) -> bool:
    """A sentence after which nothing belongs to the label above it."""
    plain = bare(text).strip(" (-")
    if fold(text).casefold().startswith("kính ") and len(words(text)) <= _LONGEST_CLOSING:
        return True  # "Kính trình xem xét./."
    return plain.startswith(_closings()) or (len(text) <= _SHORT and any(word in plain for word in _thanks()))


def is_frame_table(table: Table) -> bool:
    """A table that holds the header block or the signatures, not data."""
    return table.is_frame if isinstance(table, Grid) else grid_of(table).is_frame


def _is_frame(table: Table, lines: Sequence[Line]) -> bool:
    if len(table.rows) > _FRAME_ROWS or table.width > _FRAME_WIDTH or is_list(table):
        return False
    texts = [line.text for line in lines]
    recipients = any(is_recipients(text) for text in texts)
    marks = [text for text in texts if is_motto(text) or is_number_line(text) or is_date_line(text)]
    signs = (
        [text for text in texts if is_signature(text) and is_upper(text)] if len(table.rows) <= _SIGNATURE_ROWS else []
    )
    if len(table.rows) <= _SIGNATURE_ROWS and not signs:
        heads = [line.text for row in table.rows[:1] for cell in origins(row) for line in list(cell_lines(cell))[:1]]
        signs = heads if all(map(is_signature, heads)) and all(map(_is_of_signature, texts)) else []
    lengths = max((len(text) for text in texts), default=0)
    return bool(marks or signs or recipients) and lengths < _FRAME_TEXT


def _is_of_signature(text: str) -> bool:
    """What stands in a block of signatures: who signs, a name, a day, "(đã ký)"."""
    short = len(words(text)) <= _LONGEST_NAME and ":" not in text
    return is_signature(text) or is_date_line(text) or (short and not any(char.isdigit() for char in text))


def is_signature_table(table: Table) -> bool:
    """The last table of a document: who made it, who signs."""
    texts = [line.text for line in table_lines(table)]
    return any(is_signature(text) or is_recipients(text) for text in texts) and not any(map(is_motto, texts))


@lru_cache(maxsize=1)
def _mottos() -> tuple[str, ...]:
    return tuple(" ".join(words(motto)) for motto in lexicon().frame.motto)


@lru_cache(maxsize=1)
def _signatures() -> frozenset[str]:
    return frozenset(" ".join(words(word)) for word in lexicon().frame.signatures)


@lru_cache(maxsize=1)
def _signed_for() -> tuple[str, ...]:
    return tuple(" ".join(words(word)) for word in lexicon().frame.signed_for)


@lru_cache(maxsize=1)
def _addressees() -> tuple[str, ...]:
    return tuple(" ".join(words(word)) for word in lexicon().frame.addressee)


@lru_cache(maxsize=1)
def _first_of_addressees() -> frozenset[str]:
    return frozenset(word.partition(" ")[0] for word in _addressees())


@lru_cache(maxsize=1)
def _thanks() -> tuple[str, ...]:
    return tuple(bare(word) for word in lexicon().frame.thanks)


@lru_cache(maxsize=1)
def _closings() -> tuple[str, ...]:
    return tuple(bare(word) for word in lexicon().frame.closings)


def is_frame(line: Line) -> bool:
    """What stands around the content of a document, line by line."""
    text = line.text
    return (
        line.flow in ("header", "footer") or is_rule(text) or is_motto(text) or is_number_line(text)
        or is_date_line(text) or is_addressee(text) or is_recipients(text) or is_signature(text) or is_closing(text)
    )  # fmt: skip


def is_rule(text: str) -> bool:
    """A line of dashes."""
    return bool(_DASHES.match(text)) or is_blank(text)
