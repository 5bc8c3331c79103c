"""Word 97-2003 (.doc) and RTF: by LibreOffice, which keeps numbering, merged cells and fonts; else by antiword or as
text. LibreOffice 7 loses a table that ends the document, so its tables are compared with antiword's.
"""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree
from striprtf.striprtf import rtf_to_text

from mailbot.reading import compound, docx, libreoffice, plain, programs
from mailbot.reading.budget import Budget, CannotRead, NeedsHeavyReader
from mailbot.reading.cleaning import is_rule, tidy
from mailbot.reading.grid import Placed, lay_out
from mailbot.reading.legacy_fonts import to_unicode
from mailbot.reading.package import parse_xml
from mailbot.reading.vietnamese import legacy_font_of
from rules.document import Block, ParsedDocument, Table, Text, Where
from rules.file_format import refusal

_COMPOUND = b"\xd0\xcf\x11\xe0"
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>]*>")
_NOT_FULL = "Đọc bằng {program}: ô gộp, số thứ tự tự động và phông chữ có thể không đầy đủ."


def parse(name: str, content: bytes, budget: Budget | None = None, *, heavy: bool = True) -> ParsedDocument:
    """Read a .doc; raises CannotRead, and NeedsHeavyReader where LibreOffice is here but not allowed now."""
    budget = budget or Budget()
    if _has_password(content):
        raise CannotRead(refusal("encrypted"))
    if libreoffice.available():
        if not heavy:
            raise NeedsHeavyReader
        try:
            converted = docx.parse(name, libreoffice.convert(content, "doc", "docx"), budget)
        except (programs.ProgramFailed, CannotRead):
            return _by_antiword(name, content, budget)
        return replace(_with_lost_tables(converted, content, budget), format="doc")
    return _by_antiword(name, content, budget)


def _has_password(content: bytes) -> bool:
    """What the file says of itself (MS-DOC 2.5.2, fEncrypted in the FibBase)."""
    if not content.startswith(_COMPOUND):
        return False
    with contextlib.suppress(CannotRead):
        head = compound.stream(content, "WordDocument")[:12]
        return len(head) == 12 and bool(head[11] & 0x01)
    return False


def parse_rtf(name: str, content: bytes, budget: Budget | None = None, *, heavy: bool = True) -> ParsedDocument:
    """Read a .rtf, by LibreOffice or, without it, as text whose cells are told by bars."""
    budget = budget or Budget()
    if libreoffice.available():
        if not heavy:
            raise NeedsHeavyReader
        try:
            converted = docx.parse(name, libreoffice.convert(content, "rtf", "docx"), budget)
            return replace(converted, format="rtf")
        except (programs.ProgramFailed, CannotRead):
            pass  # read as text below
    text: str = rtf_to_text(content.decode("latin-1"), errors="replace")  # type: ignore[no-untyped-call]
    blocks = plain.blocks_of(name, text, budget)
    if not blocks:
        raise CannotRead("Tệp RTF không có nội dung đọc được; đề nghị gửi lại bằng Word.")
    return ParsedDocument(name, "rtf", blocks, notes=(_NOT_FULL.format(program="bộ đọc RTF đơn giản"),))


def _by_antiword(name: str, content: bytes, budget: Budget) -> ParsedDocument:
    path = programs.need("antiword", "antiword", "tệp Word 97-2003 (.doc)")
    try:
        blocks = tuple(_antiword_blocks(path, name, content, budget))
    except programs.ProgramFailed as error:
        raise CannotRead("Tệp Word 97-2003 bị hỏng hoặc quá cũ, không đọc được; đề nghị lưu thành .docx.") from error
    return ParsedDocument(name, "doc", blocks, notes=(_NOT_FULL.format(program="antiword"),))


def _with_lost_tables(document: ParsedDocument, content: bytes, budget: Budget) -> ParsedDocument:
    """Put back a table that ends the document: LibreOffice makes paragraphs of it or drops it."""
    path = programs.find("antiword")
    if path is None:
        return document
    try:
        others = list(_antiword_blocks(path, document.name, content, budget))
    except (programs.ProgramFailed, CannotRead):
        return document
    own = [block for block in document.blocks if block.flow == "body"]
    if not others or not isinstance(others[-1], Table) or not own or isinstance(own[-1], Table):
        return document
    last = others[-1]
    kept = _without_tail(document.blocks, _letters(" ".join(_all_texts((last,)))))
    note = "Bảng cuối tệp được đọc bằng antiword vì LibreOffice làm mất."
    return replace(document, blocks=(*kept, last), notes=(*document.notes, note))


def _without_tail(blocks: tuple[Block, ...], letters: str) -> tuple[Block, ...]:
    """The blocks without the last paragraphs, where these say just those letters; else all of them."""
    said = ""
    for start in range(len(blocks) - 1, -1, -1):
        block = blocks[start]
        if block.flow != "body":
            continue
        if isinstance(block, Table) or len(said) >= len(letters):
            break
        said = _letters(block.shown) + said
        if sorted(said) == sorted(letters):
            return (*blocks[:start], *(later for later in blocks[start:] if later.flow != "body"))
    return blocks


def _letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


def _all_texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Text):
            yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row if cell.is_origin)


def _antiword_blocks(path: str, name: str, content: bytes, budget: Budget) -> Iterator[Block]:
    """Blocks of antiword's DocBook; raises ProgramFailed or CannotRead."""
    with programs.scratch() as folder:
        given = programs.write(folder, "document.doc", content)
        book = programs.run([path, "-x", "db", "-m", "UTF-8.txt", str(given)], seconds=20)
    if len(book) > budget.xml_bytes:
        raise CannotRead("Nội dung tệp quá dài, không đọc tự động.")
    root = parse_xml(_DOCTYPE.sub(b"", book, count=1))
    # The fonts are lost here: what was typed in an old one is told by how little Vietnamese it looks.
    font = legacy_font_of(" ".join(map(str, root.itertext()))) or ""
    paragraphs = tables = 0
    for item in root.iter("para", "title"):
        if any(parent.tag == "entry" for parent in item.iterancestors()):
            continue
        grids = item.findall("informaltable")
        for grid in grids:
            tables += 1
            yield _antiword_table(grid, font, Where(name, "", f"bảng {tables}"), budget)
        text = "" if grids else tidy(to_unicode("".join(map(str, item.itertext())), font))
        if not text or is_rule(text):
            continue
        paragraphs += 1
        bold = [part for part in item.iter("emphasis") if part.get("role") == "bold"]
        whole = tidy(to_unicode("".join(str(t) for part in bold for t in part.itertext()), font)) == text
        yield Text(text, Where(name, "", f"đoạn {paragraphs}"), bold=whole or item.tag == "title")


def _antiword_table(grid: etree._Element, font: str, where: Where, budget: Budget) -> Table:
    placed = []
    for row_number, row in enumerate(grid.iter("row")):
        for column, entry in enumerate(row.iterfind("entry")):
            text = to_unicode("".join(map(str, entry.itertext())), font)
            kept = "\n".join(line for line in tidy(text).split("\n") if line and not is_rule(line))
            placed.append(Placed(row_number, column, kept))
    return lay_out(placed, where, limit=budget.grid)
