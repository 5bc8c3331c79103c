"""Excel 97-2003 (.xls) and binary workbooks (.xlsb).

Values come from calamine. It tells neither formats nor what is hidden, so for .xls these are read from the records
(MS-XLS 2.4) beside: a share of 0.8 that people see as 80 % must not arrive as 0.8.
"""

import datetime
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from io import BytesIO

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from mailbot.reading import compound, libreoffice, marks, programs, struck, xlsx
from mailbot.reading.budget import Budget, CannotRead, NeedsHeavyReader
from mailbot.reading.cleaning import one_line, tidy
from mailbot.reading.legacy_fonts import to_unicode
from mailbot.reading.number_format import shown, shown_date
from mailbot.reading.sheet import LAST_COLUMN, Look, Merge, Sheet, SheetCell, to_blocks
from mailbot.reading.vietnamese import legacy_font_of
from rules.document import Block, Cell, ParsedDocument, Text

_BOF, _EOF, _BOUNDSHEET, _FORMAT, _FONT, _XF = 0x0809, 0x000A, 0x0085, 0x041E, 0x0031, 0x00E0
_DEFINED_NAME = 0x0018
_ROW, _COLINFO, _DIMENSIONS, _FILEPASS = 0x0208, 0x007D, 0x0200, 0x002F
_ONE_CELL = frozenset({0x0203, 0x027E, 0x00FD, 0x0006, 0x0201, 0x0205, 0x0204, 0x00D6})
_LOST = "\ufffd"
_MANY_CELLS = frozenset({0x00BD, 0x00BE})  # MULRK: 6 bytes a cell, MULBLANK: 2


@dataclass(slots=True)
class _Records:
    """What the records of one sheet say beside values."""

    looks: dict[tuple[int, int], int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def parse(name: str, content: bytes, budget: Budget | None = None, *, heavy: bool = True) -> ParsedDocument:
    """Read a .xls; raises CannotRead with a Vietnamese sentence, and NeedsHeavyReader where only LibreOffice reads all
    letters of it.

    A long text goes on in another record (MS-XLS 2.4.58), and calamine loses a letter of two halves, as emojis are,
    that lies across the border.
    """
    budget = budget or Budget()
    document = _parse(name, content, budget, "xls")
    if not any(_LOST in cell.text for cell in _cells(document)) or not libreoffice.available():
        return document
    if not heavy:
        raise NeedsHeavyReader
    with suppress(programs.ProgramFailed, CannotRead):
        whole = xlsx.parse(name, libreoffice.convert(content, "xls", "xlsx"), budget)
        return replace(whole, format="xls", properties=document.properties)
    return document


def parse_binary(name: str, content: bytes, budget: Budget | None = None) -> ParsedDocument:
    """Read a .xlsb; raises CannotRead with a Vietnamese sentence."""
    return _parse(name, content, budget or Budget(), "xlsb")


def _cells(document: ParsedDocument) -> Iterator[Cell | Text]:
    for block in document.blocks:
        if isinstance(block, Text):
            yield block
        else:
            yield from (cell for row in block.rows for cell in row)


def _parse(name: str, content: bytes, budget: Budget, kind: str) -> ParsedDocument:
    looks, records = _formats(content) if kind == "xls" else ([], [])
    names = _names(content) if kind == "xls" else ()
    _admit(content, kind, records, budget)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    except (CalamineError, OSError, ValueError) as error:
        if "password" in str(error).lower():
            raise CannotRead("Tệp có mật khẩu, không đọc được; đề nghị gửi lại tệp không đặt mật khẩu.") from error
        raise CannotRead("Tệp Excel bị hỏng, không mở được; đề nghị gửi lại.") from error
    blocks: list[Block] = []
    notes: list[str] = []
    gone: list[str] = []
    for number, entry in enumerate(workbook.sheets_metadata):
        title = one_line(entry.name)
        if entry.typ != SheetTypeEnum.WorkSheet:
            continue
        if entry.visible != SheetVisibleEnum.Visible:
            notes.append(f"Không đọc trang tính bị ẩn “{title}”.")
            continue
        own = records[number] if number < len(records) else _Records()
        sheet = _sheet(title, workbook.get_sheet_by_index(number), own, looks)
        through = _take_out_struck(sheet, own, looks)
        found, remarks = to_blocks(name, sheet, budget)
        blocks += found
        notes += remarks
        gone += through
    return ParsedDocument(name, kind, tuple(blocks), notes=tuple(notes), properties=names, doubts=struck.doubts(gone))


def _take_out_struck(sheet: Sheet, records: _Records, looks: list[Look]) -> list[str]:
    """What stood in cells that are struck through."""
    gone: list[str] = []
    for place, cell in sheet.cells.items():
        index = records.looks.get(place, -1)
        if cell.text and 0 <= index < len(looks) and looks[index].struck:
            gone += ["", cell.text]
            sheet.cells[place] = SheetCell("", cell.bold, cell.centred, cell.bordered)
    return gone


def _names(content: bytes) -> tuple[marks.Mark, ...]:
    """The defined names of the workbook; none where a record is broken."""
    try:
        bodies = [
            body for kind, body in _records_of(compound.stream(content, "Workbook", "Book"), 0) if kind == _DEFINED_NAME
        ]
        return tuple(found for body in bodies if (found := marks.defined_name(body)))
    except (struct.error, IndexError):
        return ()


def _admit(content: bytes, kind: str, records: list[_Records], budget: Budget) -> None:
    """calamine allocates the whole rectangle of a sheet, so that must be bounded before."""
    if kind != "xls":
        return
    for own in records:
        if own.looks:
            area = (max(row for row, _ in own.looks) + 1) * (max(column for _, column in own.looks) + 1)
            if area > 20 * budget.grid or len(own.looks) > budget.cells:
                raise CannotRead("Bảng tính quá lớn, không đọc được; đề nghị chỉ gửi phần danh sách cần nộp.")


def _sheet(title: str, source: CalamineSheet, records: _Records, looks: list[Look]) -> Sheet:
    sheet = Sheet(title, hidden_rows=records.hidden_rows, hidden_columns=records.hidden_columns)
    rows = source.to_python(skip_empty_area=False)
    said = " ".join(value for row in rows for value in row if isinstance(value, str))
    lost_font = legacy_font_of(said) or "" if not looks else ""
    for row_number, row in enumerate(rows):
        for column, value in enumerate(row):
            index = records.looks.get((row_number, column), -1)
            look = looks[index] if 0 <= index < len(looks) else Look()
            text = tidy(_in_words(value, look, lost_font))
            if text or look.bordered:
                sheet.cells[(row_number, column)] = SheetCell(text, look.bold, look.centred, look.bordered)
    for place, index in records.looks.items():
        if place not in sheet.cells and 0 <= index < len(looks) and looks[index].bordered:
            sheet.cells[place] = SheetCell("", bordered=True)
    for (top, left), (bottom, right) in source.merged_cell_ranges or ():
        sheet.merges.append(Merge(top, left, bottom, right))
    return sheet


def _in_words(value: object, look: Look, lost_font: str) -> str:
    match value:
        case str():
            return to_unicode(value, look.font or lost_font)
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return shown(value, "General" if is_date_format(look.number_format) else look.number_format)
        case datetime.date() | datetime.time() | datetime.timedelta():
            return shown_date(value, look.number_format)
    return ""


def _formats(content: bytes) -> tuple[list[Look], list[_Records]]:
    """Cell formats and the records of each sheet in the order of the workbook; empty for the formats before BIFF8."""
    data = compound.stream(content, "Workbook", "Book")
    try:
        return _read_records(data)
    except (struct.error, IndexError):
        return [], []


def _records_of(data: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Type and body of each record from an offset to the end of that substream."""
    position, depth = start, 0
    while position + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, position)
        yield kind, data[position + 4 : position + 4 + size]
        depth += (kind == _BOF) - (kind == _EOF)
        if kind == _EOF and depth <= 0:
            return
        position += 4 + size


def _read_records(data: bytes) -> tuple[list[Look], list[_Records]]:
    formats: dict[int, str] = dict(BUILTIN_FORMATS)
    fonts: list[tuple[bool, str, bool]] = []
    extended: list[bytes] = []
    sheets: list[int] = []
    for kind, body in _records_of(data, 0):
        if kind == _BOF and struct.unpack_from("<H", body)[0] != 0x0600:
            return [], []
        if kind == _FILEPASS:
            raise CannotRead("Tệp có mật khẩu, không đọc được; đề nghị gửi lại tệp không đặt mật khẩu.")
        if kind == _FORMAT:
            formats[struct.unpack_from("<H", body)[0]] = _string(body[2:], struct.unpack_from("<H", body, 2)[0], 2)
        elif kind == _FONT:
            through = bool(struct.unpack_from("<H", body, 2)[0] & 0x0008)
            fonts.append((struct.unpack_from("<H", body, 6)[0] >= 600, _string(body[14:], body[14], 1), through))
        elif kind == _XF:
            extended.append(body)
        elif kind == _BOUNDSHEET:
            sheets.append(struct.unpack_from("<I", body)[0])
    looks = [_look(body, formats, fonts) for body in extended]
    return looks, [_sheet_records(data, start) for start in sheets]


def _look(body: bytes, formats: dict[int, str], fonts: list[tuple[bool, str, bool]]) -> Look:
    font, number_format = struct.unpack_from("<HH", body)
    font -= font > 4  # there is no font 4
    bold, family, through = fonts[font] if font < len(fonts) else (False, "", False)
    borders = struct.unpack_from("<H", body, 10)[0]
    return Look(formats.get(number_format, "General"), bold, body[6] & 0x07 in (2, 6), borders != 0, family, through)


def _sheet_records(data: bytes, start: int) -> _Records:
    found = _Records()
    for kind, body in _records_of(data, start):
        if kind in _ONE_CELL and len(body) >= 6:
            row, column, look = struct.unpack_from("<HHH", body)
            found.looks[(row, column)] = look
        elif kind in _MANY_CELLS:
            row, column = struct.unpack_from("<HH", body)
            step = 6 if kind == 0x00BD else 2
            for number, offset in enumerate(range(4, len(body) - 2 - step + 1, step)):
                found.looks[(row, column + number)] = struct.unpack_from("<H", body, offset)[0]
        elif kind == _ROW:
            height, flags = struct.unpack_from("<H", body, 6)[0] & 0x7FFF, struct.unpack_from("<H", body, 12)[0]
            if flags & 0x20 or height == 0:
                found.hidden_rows.add(struct.unpack_from("<H", body)[0])
        elif kind == _COLINFO:
            first, last, width, _, flags = struct.unpack_from("<HHHHH", body)
            if flags & 0x01 or width == 0:
                found.hidden_columns.update(range(first, min(last, LAST_COLUMN) + 1))
    return found


def _string(body: bytes, length: int, prefix: int) -> str:
    """A string whose length stands in `prefix` bytes before a flag byte (2.5.293, 2.5.294)."""
    wide = body[prefix] & 0x01
    raw = body[prefix + 1 : prefix + 1 + length * (2 if wide else 1)]
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")
