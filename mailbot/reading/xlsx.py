"""Excel workbooks (ECMA-376 part 1, SpreadsheetML): the visible sheets with the values that were last shown.

The parts are read as a stream of cells instead of through openpyxl's workbook: that lays out every place of a merged
range and of the declared dimension, so one cell at XFD1048576 would cost hours. Its knowledge of formats is used.
"""

import contextlib
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from mailbot.reading import aside, libreoffice, marks, programs, signatures, struck
from mailbot.reading.budget import Budget, CannotRead, NeedsHeavyReader
from mailbot.reading.cleaning import one_line, tidy
from mailbot.reading.legacy_fonts import scheme_of
from mailbot.reading.number_format import shown
from mailbot.reading.package import Package
from mailbot.reading.sheet import Look, Merge, Sheet, SheetCell, to_blocks
from mailbot.reading.vietnamese import decoded, is_unicode
from rules.document import Block, ParsedDocument, Text, Where

_T = TypeVar("_T")
Value = str | float | bool | datetime | None
AreWanted = Callable[[Sequence[str]], Sequence[str]]

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})$")
_TRUE = frozenset({"1", "true"})
_TOO_LARGE = "Bảng tính quá lớn, không đọc được; đề nghị chỉ gửi phần danh sách cần nộp."
_DAY_FIRST = {14: "dd/mm/yyyy", 22: "dd/mm/yyyy hh:mm"}  # built-in formats that follow the country


@dataclass(frozen=True, slots=True)
class _Said:
    """A text with what of it is struck through."""

    text: str  # without that
    whole: str
    struck: str = ""


class _Looks:
    """Cell formats (18.8): number format, weight, border, font."""

    def __init__(self, root: etree._Element | None) -> None:
        self._looks: list[Look] = []
        self.legacy = False  # some cell is in a font from before Unicode
        if root is None:
            return
        formats = {
            _integer(f.get("numFmtId")): f.get("formatCode") or "" for f in root.iterfind(f"{_S}numFmts/{_S}numFmt")
        }
        fonts = [
            (_flag(f.find(f"{_S}b")), _attribute(f.find(f"{_S}name"), "val"), _flag(f.find(f"{_S}strike")))
            for f in root.iterfind(f"{_S}fonts/{_S}font")
        ]
        borders = [
            any(side.get("style") not in (None, "none") for side in b) for b in root.iterfind(f"{_S}borders/{_S}border")
        ]
        for item in root.iterfind(f"{_S}cellXfs/{_S}xf"):
            bold, font, struck_through = _pick(fonts, item.get("fontId"), (False, "", False))
            key = _integer(item.get("numFmtId"))
            self._looks.append(
                Look(
                    formats.get(key) or _DAY_FIRST.get(key) or BUILTIN_FORMATS.get(key, "General"),
                    bold,
                    _attribute(item.find(f"{_S}alignment"), "horizontal") in ("center", "centerContinuous"),
                    _pick(borders, item.get("borderId"), False),
                    font,
                    struck_through,
                )
            )
        self.legacy = any(scheme_of(font) for _, font, _ in fonts)

    def of(self, index: str | None) -> Look:
        return _pick(self._looks, index, Look())


def _pick(items: list[_T], index: str | None, otherwise: _T) -> _T:
    number = _integer(index)
    return items[number] if 0 <= number < len(items) else otherwise


def parse(name: str, content: bytes, budget: Budget | None = None, *, heavy: bool = True) -> ParsedDocument:
    """Read a .xlsx (also .xlsm, .xltx); raises CannotRead with a Vietnamese sentence, and NeedsHeavyReader.

    A program that writes formulas without their values leaves a list empty: LibreOffice calculates them.
    """
    budget = budget or Budget()
    document, missing = _parse(name, content, budget)
    if not _are_what_is_listed(missing):
        return document
    if not libreoffice.available():
        raise CannotRead(_UNCALCULATED)
    if not heavy:
        raise NeedsHeavyReader
    try:
        calculated, missing = _parse(name, libreoffice.convert(content, "xlsx", "xlsx"), budget)
    except programs.ProgramFailed as error:
        raise CannotRead(_UNCALCULATED) from error
    if _are_what_is_listed(missing):
        raise CannotRead(_UNCALCULATED)
    note = "Công thức chưa có giá trị đã được LibreOffice tính."
    return replace(calculated, notes=(*calculated.notes, note), signatures=document.signatures)


_UNCALCULATED = "Bảng tính có công thức chưa được tính nên không có nội dung; đề nghị mở bằng Excel, lưu lại rồi gửi."


def _are_what_is_listed(missing: Sequence[str]) -> bool:
    """Whether formulas stand below one another: in the rows of a list, not only in its sums."""
    columns = [reference.rstrip("0123456789") for reference in missing]
    return any(columns.count(column) > 1 for column in set(columns))


def _parse(name: str, content: bytes, budget: Budget) -> tuple[ParsedDocument, list[str]]:
    """What the workbook says, and the cells whose formula was never calculated."""
    package = Package(content, budget)
    workbook, reader = _opened(package, budget)
    blocks: list[Block] = []
    notes: list[str] = []
    missing: list[str] = []
    comments: list[str] = []
    pictures = 0
    for item, title, part in _sheets(package, workbook):
        if not _is_shown(item):
            notes.append(f"Không đọc trang tính bị ẩn “{title}”.")
            continue
        sheet, uncalculated = reader.sheet(title, part)
        found, remarks = to_blocks(name, sheet, budget)
        said, drawn = _aside(package, part)
        comments += said
        pictures += drawn
        boxes = list(_text_boxes(package, part, Where(name, f"trang tính “{title}”", "hộp văn bản")))
        blocks += [*boxes, *found]
        notes += remarks
        missing += uncalculated
        if uncalculated:
            listed = ", ".join(uncalculated[:8]) + (", …" if len(uncalculated) > 8 else "")
            notes.append(f"Trang tính “{title}”: có công thức chưa được tính nên không có giá trị (ô {listed}).")
    document = ParsedDocument(
        name,
        "xlsx",
        tuple(blocks),
        notes=tuple(notes),
        signatures=signatures.of_package(package),
        properties=(
            *marks.custom_properties(_optional(package, "docProps/custom.xml")),
            *_defined_names(workbook),
        ),
        doubts=struck.doubts(reader.struck),
        comments=tuple(comments),
        pictures=pictures,
    )
    return document, missing


def _is_shown(item: etree._Element) -> bool:
    return item.get("state") not in ("hidden", "veryHidden")


def _aside(package: Package, part: str) -> tuple[tuple[str, ...], int]:
    """Comments on cells of a sheet, and how many pictures lie on it."""
    said: tuple[str, ...] = ()
    drawn = 0
    for kind, target in package.relations(part).values():
        root = _optional(package, target) if kind in ("comments", "drawing") else None
        if root is None:
            continue
        if kind == "comments":
            said += aside.comments(root.iter("{*}comment"))
        else:
            drawn += aside.pictures(root)
    return said, drawn


def values(content: bytes, are_wanted: AreWanted, rows: int, columns: int) -> dict[str, list[tuple[Value, ...]]] | None:
    """The cells of some sheets as Excel holds them, by the name of the sheet: rows from the first one on, all of one
    width. None where no sheet is wanted. Raises CannotRead.

    `are_wanted` is asked of the names of all sheets and says which; `rows` and `columns` bound what is read.
    """
    budget = Budget()
    package = Package(content, budget)
    main = package.main_part("xl/workbook.xml")
    workbook = package.xml(main)
    wanted = are_wanted([title for _, title, _ in _sheets(package, workbook)])
    if not wanted:
        return None
    workbook, reader = _opened(package, budget)
    return {
        title: reader.values(part, rows, columns) for _, title, part in _sheets(package, workbook) if title in wanted
    }


def _opened(package: Package, budget: Budget) -> tuple[etree._Element, "_Reader"]:
    main = package.main_part("xl/workbook.xml")
    workbook = package.xml(main)
    by_kind = dict(package.relations(main).values())
    strings = _shared_strings(package, by_kind.get("sharedStrings", ""), budget)
    looks = _Looks(_optional(package, by_kind.get("styles", "")))
    return workbook, _Reader(package, strings, looks, _epoch(workbook), budget)


def _sheets(package: Package, workbook: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """Each sheet of cells with its name and its part."""
    relations = package.relations(package.main_part("xl/workbook.xml"))
    for item in workbook.iterfind(f"{_S}sheets/{_S}sheet"):
        kind, part = relations.get(item.get(_R_ID) or "", ("", ""))
        if kind == "worksheet":
            yield item, one_line(item.get("name") or ""), part


class _Reader:
    """Reads the sheets of one workbook, counting cells over all of them."""

    def __init__(self, package: Package, strings: list[_Said], looks: _Looks, epoch: datetime, budget: Budget) -> None:
        self.struck: list[str] = []
        self._mixed = looks.legacy and any(is_unicode(said.whole) for said in strings)
        self._package = package
        self._strings = strings
        self._looks = looks
        self._epoch = epoch
        self._budget = budget
        self._left = budget.cells

    def sheet(self, title: str, part: str) -> tuple[Sheet, list[str]]:
        """The sparse sheet, and the cells whose formula was never calculated."""
        sheet = Sheet(title)
        uncalculated: list[str] = []
        place = _Place()
        for event, item in _stream(self._package, part, _OF_SHEETS, self._budget):
            if event == "start":
                if item.tag == f"{_S}row":
                    place.begin_row(item.get("r"))
                    if item.get("hidden") in _TRUE or item.get("ht") in ("0", "0.0"):
                        sheet.hidden_rows.add(place.row)
                continue
            if item.tag == f"{_S}c":
                self._count()
                where = place.of_cell(item.get("r"))
                cell = self._cell(item)
                if cell.text or cell.bordered:
                    sheet.cells[where] = cell
                if not cell.text and item.find(f"{_S}f") is not None and not item.findtext(f"{_S}v"):
                    uncalculated.append(item.get("r") or "")
            elif item.tag == f"{_S}col":
                if item.get("hidden") in _TRUE or item.get("width") in ("0", "0.0"):
                    sheet.hide_columns(_integer(item.get("min")) - 1, _integer(item.get("max")) - 1)
            elif item.tag == f"{_S}mergeCell":
                with contextlib.suppress(ValueError, TypeError):
                    sheet.merges.append(_merge(item.get("ref") or ""))
            else:
                continue
            item.clear()
        return sheet, uncalculated

    def values(self, part: str, rows: int, columns: int) -> list[tuple[Value, ...]]:
        found: dict[int, dict[int, Value]] = {}
        place = _Place()
        for event, item in _stream(self._package, part, _OF_SHEETS, self._budget):
            if event == "start" and item.tag == f"{_S}row":
                place.begin_row(item.get("r"))
            elif event == "end" and item.tag == f"{_S}c":
                self._count()
                row, column = place.of_cell(item.get("r"))
                value = self._value(item)
                if value is not None and 0 <= row < rows and 0 <= column < columns:
                    found.setdefault(row, {})[column] = value
                item.clear()
        width = 1 + max((column for cells in found.values() for column in cells), default=-1)
        height = 1 + max(found, default=-1)
        if width * height > self._budget.cells:
            raise CannotRead(_TOO_LARGE)
        return [tuple(found.get(row, {}).get(column) for column in range(width)) for row in range(height)]

    def _value(self, item: etree._Element) -> Value:
        """A cell as Excel holds it; a number that is shown as a day is one. What is struck through does not stand."""
        look = self._looks.of(item.get("s"))
        if look.struck:
            return None
        text = item.findtext(f"{_S}v")
        if item.get("t", "n") != "n" or text is None:
            return text in _TRUE if item.get("t") == "b" and text else self._held(item, look) or None
        try:
            number = float(text) if any(sign in text for sign in ".eE") else int(text)
            if not is_date_format(look.number_format):
                return number
            held = from_excel(number, self._epoch, timedelta=is_timedelta_format(look.number_format))
        except (ValueError, OverflowError, TypeError):
            return text or None
        return held if isinstance(held, datetime) else str(held)

    def _held(self, item: etree._Element, look: Look) -> str:
        return self._said(item, look).text if item.get("t") in ("inlineStr", "s") else self._text(item, look)

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise CannotRead(_TOO_LARGE)

    def _cell(self, item: etree._Element) -> SheetCell:
        look = self._looks.of(item.get("s"))
        said = self._said(item, look)
        if look.struck:
            said = _Said("", said.whole, said.whole)
        if said.struck:
            self.struck += ["", self._shown(said.struck, look)]
        return SheetCell(tidy(self._shown(said.text, look)), look.bold, look.centred, look.bordered)

    def _shown(self, text: str, look: Look) -> str:
        return decoded(text, look.font, mixed=self._mixed)

    def _said(self, item: etree._Element, look: Look) -> _Said:
        if item.get("t") == "inlineStr":
            return _rich_text(item.find(f"{_S}is"), look.font)
        if item.get("t") == "s":
            number = _integer(item.findtext(f"{_S}v"))
            return self._strings[number] if 0 <= number < len(self._strings) else _Said("", "")
        text = self._text(item, look)
        return _Said(text, text)

    def _text(self, item: etree._Element, look: Look) -> str:
        """Everything that a cell says, also what is struck through."""
        if item.get("t") in ("inlineStr", "s"):
            return self._said(item, look).whole
        value = item.findtext(f"{_S}v")
        if value is None:
            return ""
        match item.get("t"):
            case "b":
                return "TRUE" if value.strip() in _TRUE else "FALSE"
            case "str" | "e":
                return _unescaped(value)
            case "d":
                with contextlib.suppress(ValueError):
                    return f"{datetime.fromisoformat(value):%d/%m/%Y}"
                return value
        try:
            return shown(float(value), look.number_format, self._epoch)
        except (ValueError, OverflowError):
            return value


_OF_SHEETS = ("row", "c", "col", "mergeCell")


def _stream(package: Package, part: str, tags: tuple[str, ...], budget: Budget) -> Iterator[tuple[str, etree._Element]]:
    """Beginnings and ends of the elements with these tags; the first of `tags` is dropped once the next one is over."""
    data = package.read(part, budget.xml_bytes)
    before: etree._Element | None = None
    wanted = tuple(f"{_S}{tag}" for tag in tags)
    try:
        for event, item in etree.iterparse(
            io.BytesIO(data), events=("start", "end"), tag=wanted, resolve_entities=False, no_network=True,
            load_dtd=False, remove_comments=True, remove_pis=True,
        ):  # fmt: skip
            yield event, item
            if event == "end" and item.tag == wanted[0]:
                parent = before.getparent() if before is not None else None
                if before is not None and parent is not None:
                    parent.remove(before)
                before = item
    except etree.XMLSyntaxError as error:
        raise CannotRead("Nội dung XML bên trong tệp bị lỗi, không đọc được; đề nghị gửi lại.") from error


@dataclass(slots=True)
class _Place:
    """Where the stream stands: references may be left out, then cells follow one another (18.3.1.4)."""

    row: int = -1
    column: int = -1

    def begin_row(self, number: str | None) -> None:
        self.row = _integer(number) - 1 if number else self.row + 1
        self.column = -1

    def of_cell(self, reference: str | None) -> tuple[int, int]:
        found = _REFERENCE.match(reference or "")
        if found:
            self.column = 0
            for character in found[1]:
                self.column = self.column * 26 + ord(character) - ord("A") + 1
            self.column -= 1
            self.row = int(found[2]) - 1
        else:
            self.column += 1
        return self.row, self.column


def _merge(reference: str) -> Merge:
    left, top, right, bottom = (edge or 1 for edge in range_boundaries(reference))
    return Merge(top - 1, left - 1, bottom - 1, right - 1)


def _shared_strings(package: Package, part: str, budget: Budget) -> list[_Said]:
    """One text after the other, so that a table of many strings costs what they say and no tree."""
    if not part or part not in package:
        return []
    return [_rich_text(item, "") for event, item in _stream(package, part, ("si",), budget) if event == "end"]


def _rich_text(item: etree._Element | None, font: str) -> _Said:
    """The text of an item with or without runs (18.4.8); phonetic hints are not text."""
    if item is None:
        return _Said("", "")
    out: list[tuple[str, bool]] = []
    for child in item:
        if child.tag == f"{_S}t":
            out.append((_unescaped(child.text or ""), False))
        elif child.tag == f"{_S}r":
            own = _attribute(child.find(f"{_S}rPr/{_S}rFont"), "val") or font
            text = _unescaped(child.findtext(f"{_S}t") or "")
            out.append((decoded(text, own, mixed=False), _flag(child.find(f"{_S}rPr/{_S}strike"))))
    whole = "".join(text for text, _ in out)
    if not any(through for _, through in out):
        return _Said(whole, whole)
    return _Said(
        "".join(text for text, through in out if not through), whole, "".join(text for text, through in out if through)
    )


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold are written _xHHHH_ (22.9.2.19)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _text_boxes(package: Package, part: str, where: Where) -> Iterator[Text]:
    """Text in shapes that lie on the sheet."""
    for kind, drawing in package.relations(part).values():
        root = _optional(package, drawing) if kind == "drawing" else None
        for body in (
            root.iter("{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}txBody")
            if root is not None
            else ()
        ):
            lines = ("".join(t.text or "" for t in line.iter(f"{_A}t")) for line in body.iterfind(f"{_A}p"))
            text = tidy("\n".join(lines))
            if text:
                yield Text(text, where, flow="textbox")


def _defined_names(workbook: etree._Element) -> Iterator[tuple[str, str]]:
    """Names that the workbook gives to cells; those of Excel itself (print areas, filters) are left out."""
    for item in workbook.iterfind(f"{_S}definedNames/{_S}definedName"):
        name = item.get("name") or ""
        if not name.startswith("_xlnm.") and item.get("hidden") not in _TRUE and item.text:
            yield tidy(name), one_line(item.text)


def _epoch(workbook: etree._Element) -> datetime:
    properties = workbook.find(f"{_S}workbookPr")
    old_mac = properties is not None and properties.get("date1904") in _TRUE
    return CALENDAR_MAC_1904 if old_mac else CALENDAR_WINDOWS_1900


def _optional(package: Package, part: str) -> etree._Element | None:
    with contextlib.suppress(CannotRead):
        return package.xml_if_any(part)
    return None


def _attribute(item: etree._Element | None, name: str) -> str:
    return "" if item is None else item.get(name) or ""


def _flag(item: etree._Element | None) -> bool:
    return item is not None and (item.get("val") or "1") in _TRUE


def _integer(text: str | None) -> int:
    """A count or index; -1 where it is none."""
    try:
        return int(text or "")
    except ValueError:
        return -1
