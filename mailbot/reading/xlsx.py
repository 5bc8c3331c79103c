"""Excel workbooks (ECMA-376 part 1, SpreadsheetML): the visible sheets with the values that were last shown.

The parts are read as a stream of cells instead of through openpyxl's workbook: that lays out every place of a merged
range and of the declared dimension, so one cell at XFD1048576 would cost hours. Its knowledge of formats is used.
"""

import contextlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from mailbot.reading import marks, signatures
from mailbot.reading.budget import Budget, CannotRead
from mailbot.reading.cleaning import one_line, tidy
from mailbot.reading.legacy_fonts import to_unicode
from mailbot.reading.number_format import shown
from mailbot.reading.package import Package
from mailbot.reading.sheet import Merge, Sheet, SheetCell, to_blocks
from rules.document import Block, ParsedDocument, Text, Where

_T = TypeVar("_T")

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})$")
_TRUE = frozenset({"1", "true"})
_DAY_FIRST = {14: "dd/mm/yyyy", 22: "dd/mm/yyyy hh:mm"}  # built-in formats that follow the country


@dataclass(frozen=True, slots=True)
class _Look:
    number_format: str = "General"
    bold: bool = False
    centred: bool = False
    bordered: bool = False
    font: str = ""


class _Looks:
    """Cell formats (18.8): number format, weight, border, font."""

    def __init__(self, root: etree._Element | None) -> None:
        self._looks: list[_Look] = []
        if root is None:
            return
        formats = {
            _integer(f.get("numFmtId")): f.get("formatCode") or "" for f in root.iterfind(f"{_S}numFmts/{_S}numFmt")
        }
        fonts = [
            (_flag(f.find(f"{_S}b")), _attribute(f.find(f"{_S}name"), "val"))
            for f in root.iterfind(f"{_S}fonts/{_S}font")
        ]
        borders = [
            any(side.get("style") not in (None, "none") for side in b) for b in root.iterfind(f"{_S}borders/{_S}border")
        ]
        for item in root.iterfind(f"{_S}cellXfs/{_S}xf"):
            bold, font = _pick(fonts, item.get("fontId"), (False, ""))
            key = _integer(item.get("numFmtId"))
            self._looks.append(
                _Look(
                    formats.get(key) or _DAY_FIRST.get(key) or BUILTIN_FORMATS.get(key, "General"),
                    bold,
                    _attribute(item.find(f"{_S}alignment"), "horizontal") in ("center", "centerContinuous"),
                    _pick(borders, item.get("borderId"), False),
                    font,
                )
            )

    def of(self, index: str | None) -> _Look:
        return _pick(self._looks, index, _Look())


def _pick(items: list[_T], index: str | None, otherwise: _T) -> _T:
    number = _integer(index)
    return items[number] if 0 <= number < len(items) else otherwise


def parse(name: str, content: bytes, budget: Budget | None = None) -> ParsedDocument:
    """Read a .xlsx (also .xlsm, .xltx); raises CannotRead with a Vietnamese sentence."""
    budget = budget or Budget()
    package = Package(content, budget)
    main = package.main_part("xl/workbook.xml")
    workbook = package.xml(main)
    relations = package.relations(main)
    by_kind = dict(relations.values())
    reader = _Reader(
        package,
        _shared_strings(package, by_kind.get("sharedStrings", "")),
        _Looks(_optional(package, by_kind.get("styles", ""))),
        _epoch(workbook),
        budget,
    )
    blocks: list[Block] = []
    notes: list[str] = []
    for item in workbook.iterfind(f"{_S}sheets/{_S}sheet"):
        kind, part = relations.get(item.get(_R_ID) or "", ("", ""))
        title = one_line(item.get("name") or "")
        if kind != "worksheet":
            continue
        if item.get("state") in ("hidden", "veryHidden"):
            notes.append(f"Không đọc trang tính bị ẩn “{title}”.")
            continue
        sheet, uncalculated = reader.sheet(title, part)
        found, remarks = to_blocks(name, sheet, budget)
        boxes = list(_text_boxes(package, part, Where(name, f"trang tính “{title}”", "hộp văn bản")))
        blocks += [*boxes, *found]
        notes += remarks
        if uncalculated:
            listed = ", ".join(uncalculated[:8]) + (", …" if len(uncalculated) > 8 else "")
            notes.append(f"Trang tính “{title}”: có công thức chưa được tính nên không có giá trị (ô {listed}).")
    return ParsedDocument(
        name,
        "xlsx",
        tuple(blocks),
        notes=tuple(notes),
        signatures=signatures.of_package(package),
        properties=(
            *marks.custom_properties(_optional(package, "docProps/custom.xml")),
            *_defined_names(workbook),
        ),
    )


class _Reader:
    """Reads the sheets of one workbook, counting cells over all of them."""

    def __init__(
        self, package: Package, strings: list[str | None], looks: _Looks, epoch: datetime, budget: Budget
    ) -> None:
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
        for event, item in self._stream(part):
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
                    sheet.hidden_columns.append((_integer(item.get("min")) - 1, _integer(item.get("max")) - 1))
            elif item.tag == f"{_S}mergeCell":
                with contextlib.suppress(ValueError, TypeError):
                    sheet.merges.append(_merge(item.get("ref") or ""))
            else:
                continue
            item.clear()
        return sheet, uncalculated

    def _stream(self, part: str) -> Iterator[tuple[str, etree._Element]]:
        data = self._package.read(part, self._budget.xml_bytes)
        row: etree._Element | None = None
        wanted = (f"{_S}row", f"{_S}c", f"{_S}col", f"{_S}mergeCell")
        try:
            for event, item in etree.iterparse(
                io.BytesIO(data), events=("start", "end"), tag=wanted, resolve_entities=False, no_network=True,
                load_dtd=False, remove_comments=True, remove_pis=True,
            ):  # fmt: skip
                yield event, item
                if event == "end" and item.tag == f"{_S}row":
                    parent = row.getparent() if row is not None else None
                    if row is not None and parent is not None:
                        parent.remove(row)
                    row = item
        except etree.XMLSyntaxError as error:
            raise CannotRead("Nội dung XML bên trong tệp bị lỗi, không đọc được; đề nghị gửi lại.") from error

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise CannotRead("Bảng tính quá lớn, không đọc được; đề nghị chỉ gửi phần danh sách cần nộp.")

    def _cell(self, item: etree._Element) -> SheetCell:
        look = self._looks.of(item.get("s"))
        return SheetCell(tidy(to_unicode(self._text(item, look), look.font)), look.bold, look.centred, look.bordered)

    def _text(self, item: etree._Element, look: _Look) -> str:
        if item.get("t") == "inlineStr":
            return _rich_text(item.find(f"{_S}is"), look.font)
        value = item.findtext(f"{_S}v")
        if value is None:
            return ""
        match item.get("t"):
            case "s":
                number = _integer(value)
                return (self._strings[number] or "") if 0 <= number < len(self._strings) else ""
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


def _shared_strings(package: Package, part: str) -> list[str | None]:
    root = package.xml_if_any(part)
    return [_rich_text(item, "") for item in root.iterfind(f"{_S}si")] if root is not None else []


def _rich_text(item: etree._Element | None, font: str) -> str:
    """The text of an item with or without runs (18.4.8); phonetic hints are not text."""
    if item is None:
        return ""
    out = []
    for child in item:
        if child.tag == f"{_S}t":
            out.append(_unescaped(child.text or ""))
        elif child.tag == f"{_S}r":
            own = _attribute(child.find(f"{_S}rPr/{_S}rFont"), "val") or font
            out.append(to_unicode(_unescaped(child.findtext(f"{_S}t") or ""), own))
    return "".join(out)


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
