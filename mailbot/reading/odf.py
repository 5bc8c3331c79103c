"""OpenDocument text and spreadsheets (ODF 1.3 part 3), as LibreOffice writes them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from mailbot.reading import marks, struck
from mailbot.reading.budget import Budget, CannotRead
from mailbot.reading.cleaning import is_rule, one_line, tidy
from mailbot.reading.grid import Placed, holding, is_empty, lay_out
from mailbot.reading.legacy_fonts import to_unicode
from mailbot.reading.numbering import in_format
from mailbot.reading.package import Package
from mailbot.reading.sheet import Merge, Sheet, SheetCell, to_blocks
from rules.document import Block, Flow, ParsedDocument, Table, Text, Where

_NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TEXT, _TABLE = _NAMESPACE % "office", _NAMESPACE % "text", _NAMESPACE % "table"
_STYLE, _DRAW = _NAMESPACE % "style", "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_FO = _NAMESPACE % "xsl-fo-compatible"
_SKIPPED = frozenset({f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note-citation", f"{_TEXT}ruby-text",
                      f"{_OFFICE}forms", f"{_TEXT}sequence-decls"})  # fmt: skip
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}


@dataclass(frozen=True, slots=True)
class _Look:
    bold: bool | None = None
    centred: bool | None = None
    font: str = ""
    hidden: bool = False
    bordered: bool = False
    level: int | None = None
    list_name: str = ""
    struck: bool | None = None


@dataclass(frozen=True, slots=True)
class _ListLevel:
    form: str = "decimal"
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1  # how many levels the number shows
    bullet: str = ""


class _Styles:
    """Styles of content.xml and styles.xml with what they inherit (16)."""

    def __init__(self, *roots: etree._Element | None) -> None:
        self._items: dict[tuple[str, str], etree._Element] = {}
        self._faces: dict[str, str] = {}
        self.lists: dict[str, dict[int, _ListLevel]] = {}
        for root in roots:
            if root is None:
                continue
            for item in root.iter(f"{_STYLE}style", f"{_STYLE}default-style"):
                self._items[(item.get(f"{_STYLE}family") or "", item.get(f"{_STYLE}name") or "")] = item
            for item in root.iter(f"{_TEXT}list-style"):
                self.lists[item.get(f"{_STYLE}name") or ""] = _list_levels(item)
            for item in root.iter(f"{_STYLE}font-face"):
                family = item.get("{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}font-family") or ""
                self._faces[item.get(f"{_STYLE}name") or ""] = family.strip("'\"")
        self._known: dict[tuple[str, str], _Look] = {}

    def of(self, family: str, name: str) -> _Look:
        key = (family, name)
        if key not in self._known:
            self._known[key] = self._resolve(family, name)
        return self._known[key]

    def _resolve(self, family: str, name: str) -> _Look:
        look = _Look()
        seen: set[str] = set()
        while name not in seen and (family, name) in self._items:
            seen.add(name)
            item = self._items[(family, name)]
            look = _over(self._own(item), look)
            name = item.get(f"{_STYLE}parent-style-name") or ""
        return look

    def _own(self, item: etree._Element) -> _Look:
        text = item.find(f"{_STYLE}text-properties")
        paragraph = item.find(f"{_STYLE}paragraph-properties")
        table = item.find(f"{_STYLE}table-properties")
        cell = item.find(f"{_STYLE}table-cell-properties")
        weight = None if text is None else text.get(f"{_FO}font-weight")
        face = "" if text is None else text.get(f"{_STYLE}font-name") or ""
        through = None if text is None else text.get(f"{_STYLE}text-line-through-style")
        align = None if paragraph is None else paragraph.get(f"{_FO}text-align")
        level = item.get(f"{_STYLE}default-outline-level") or ""
        return _Look(
            bold=None if weight is None else weight in ("bold", "600", "700", "800", "900"),
            centred=None if align is None else align == "center",
            font=self._faces.get(face, face),
            hidden=(table is not None and table.get(f"{_TABLE}display") == "false")
            or (text is not None and text.get(f"{_TEXT}display") == "none"),
            bordered=cell is not None
            and any("solid" in (cell.get(f"{_FO}border{side}") or "") for side in ("", "-top", "-bottom", "-left")),
            level=int(level) if level.isdecimal() else None,
            list_name=item.get(f"{_STYLE}list-style-name") or "",
            struck=None if through is None else through != "none",
        )


def _over(under: _Look, upper: _Look) -> _Look:
    return _Look(
        under.bold if upper.bold is None else upper.bold,
        under.centred if upper.centred is None else upper.centred,
        upper.font or under.font,
        upper.hidden or under.hidden,
        upper.bordered or under.bordered,
        under.level if upper.level is None else upper.level,
        upper.list_name or under.list_name,
        under.struck if upper.struck is None else upper.struck,
    )


def _list_levels(item: etree._Element) -> dict[int, _ListLevel]:
    levels = {}
    for level in item:
        number = _count(level.get(f"{_TEXT}level"))
        bullet = level.tag == f"{_TEXT}list-level-style-bullet"
        levels[number] = _ListLevel(
            form=_FORMATS.get(level.get(f"{_STYLE}num-format") or "", "decimal"),
            prefix=level.get(f"{_STYLE}num-prefix") or "",
            suffix=level.get(f"{_STYLE}num-suffix") or "",
            start=_count(level.get(f"{_TEXT}start-value")),
            shown=_count(level.get(f"{_TEXT}display-levels")),
            bullet=(level.get(f"{_TEXT}bullet-char") or "•") if bullet else "",
        )
    return levels


def _count(text: str | None) -> int:
    """A repetition or a number that is 1 where nothing is said."""
    return int(text) if text and text.isdecimal() and len(text) < 8 else 1


@dataclass(slots=True)
class _Run:
    text: str
    bold: bool


@dataclass(slots=True)
class _Lists:
    """Counters of the lists that are open or may be continued."""

    counters: dict[str, dict[int, int]] = field(default_factory=dict)

    def next(self, name: str, level: int, levels: dict[int, _ListLevel]) -> str:
        own = levels.get(level)
        if own is None or not name:
            return ""
        if own.bullet:
            return own.bullet if own.bullet < "\ue000" else "•"
        counters = self.counters.setdefault(name, {})
        counters[level] = counters.get(level, own.start - 1) + 1
        for deeper in [number for number in counters if number > level]:
            del counters[deeper]
        numbers = []
        for number in range(max(1, level - own.shown + 1), level + 1):
            other = levels.get(number, own)
            numbers.append(in_format(counters.get(number, other.start), other.form))
        return f"{own.prefix}{'.'.join(filter(None, numbers))}{own.suffix}".strip()


class _Walker:
    def __init__(self, name: str, styles: _Styles, budget: Budget) -> None:
        self._name = name
        self._styles = styles
        self._budget = budget
        self._paragraphs = 0
        self._tables = 0
        self._lists = _Lists()
        self._boxes: list[etree._Element] = []
        self.struck: list[str] = []  # what was struck through; an empty one parts the others

    def blocks(
        self, container: etree._Element, prefix: str, flow: Flow, list_name: str = "", level: int = 0
    ) -> Iterator[Block]:
        for item in container:
            if not isinstance(item.tag, str) or item.tag in _SKIPPED:
                continue
            if item.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                yield from self._paragraph(item, prefix, flow, "")
            elif item.tag == f"{_TABLE}table":
                table = self._table(item, prefix, flow)
                if not is_empty(table):
                    yield table
            elif item.tag == f"{_TEXT}list":
                name = item.get(f"{_TEXT}style-name") or list_name
                if item.get(f"{_TEXT}continue-numbering") != "true" and level == 0:
                    self._lists.counters.pop(name, None)
                yield from self._list(item, prefix, flow, name, level + 1)
            else:
                yield from self.blocks(item, prefix, flow, list_name, level)

    def _list(self, item: etree._Element, prefix: str, flow: Flow, name: str, level: int) -> Iterator[Block]:
        for entry in item:
            fresh = entry.tag == f"{_TEXT}list-item"
            for child in entry:
                if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                    number = self._lists.next(name, level, self._styles.lists.get(name, {})) if fresh else ""
                    fresh = False
                    yield from self._paragraph(child, prefix, flow, number)
                elif child.tag == f"{_TEXT}list":
                    own = child.get(f"{_TEXT}style-name") or name
                    yield from self._list(child, prefix, flow, own, level + 1)

    def _paragraph(self, item: etree._Element, prefix: str, flow: Flow, number: str) -> Iterator[Block]:
        look = self._styles.of("paragraph", item.get(f"{_TEXT}style-name") or "")
        outer, self._boxes = self._boxes, []
        self.struck.append("")
        runs = list(self._runs(item, look))
        boxes, self._boxes = self._boxes, outer
        text = tidy("".join(run.text for run in runs))
        if (text or number) and not is_rule(text):
            self._paragraphs += 1
            spoken = [run for run in runs if run.text.strip()]
            bold = bool(spoken) and all(run.bold for run in spoken)
            heading = item.get(f"{_TEXT}outline-level") if item.tag == f"{_TEXT}h" else None
            yield Text(
                text,
                self._where(prefix, f"đoạn {self._paragraphs}"),
                level=_count(heading) if heading else look.level,
                bold=bold,
                centred=bool(look.centred),
                number=number,
                flow=flow,
                lead_bold="" if bold else _lead(spoken),
            )
        for box in boxes:
            yield from self.blocks(box, ", ".join(filter(None, (prefix, "hộp văn bản"))), "textbox")

    def _runs(self, item: etree._Element, look: _Look) -> Iterator[_Run]:
        def say(text: str | None) -> Iterator[_Run]:
            if text and look.struck:
                self.struck.append(to_unicode(text, look.font))
            elif text and not look.hidden:
                yield _Run(to_unicode(" ".join(text.split("\n")), look.font), bool(look.bold))

        yield from say(item.text)
        for child in item:
            if isinstance(child.tag, str) and child.tag not in _SKIPPED:
                yield from self._inline(child, look)
            yield from say(child.tail)

    def _inline(self, child: etree._Element, look: _Look) -> Iterator[_Run]:
        name = child.tag
        if name == f"{_TEXT}s":
            yield _Run(" " * min(_count(child.get(f"{_TEXT}c")), 200), False)
        elif name == f"{_TEXT}tab":
            yield _Run("\t", False)
        elif name == f"{_TEXT}line-break":
            yield _Run("\n", False)
        elif name == f"{_DRAW}text-box":
            self._boxes.append(child)
        elif name == f"{_TEXT}note":
            return
        elif name == f"{_TEXT}span":
            yield from self._runs(child, _over(look, self._styles.of("text", child.get(f"{_TEXT}style-name") or "")))
        else:
            yield from self._runs(child, look)

    def _table(self, item: etree._Element, prefix: str, flow: Flow) -> Table:
        self._tables += 1
        outer, self._tables = self._tables, 0
        spot = ", ".join(filter(None, (prefix, f"bảng {outer}")))
        placed = []
        for row_number, row in enumerate(_rows(item)):
            column = 0
            for cell in row:
                repeated = min(_count(cell.get(f"{_TABLE}number-columns-repeated")), 512)
                if cell.tag == f"{_TABLE}table-cell":
                    placed.append(self._cell(cell, row_number, column, spot, flow))
                if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                    column += repeated
        self._tables = outer
        return lay_out(placed, self._where(prefix, f"bảng {outer}"), flow=flow, limit=self._budget.grid)

    def _cell(self, cell: etree._Element, row: int, column: int, spot: str, flow: Flow) -> Placed:
        outer, self._paragraphs = self._paragraphs, 0
        blocks = tuple(self.blocks(cell, f"{spot}, dòng {row + 1}, cột {column + 1}", flow))
        self._paragraphs = outer
        return holding(
            row,
            column,
            blocks,
            row_span=min(_count(cell.get(f"{_TABLE}number-rows-spanned")), 10_000),
            column_span=min(_count(cell.get(f"{_TABLE}number-columns-spanned")), 512),
        )

    def _where(self, *spots: str) -> Where:
        return Where(self._name, "", ", ".join(filter(None, spots)))


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Rows of a text table, also those in header rows and groups."""
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in (f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group"):
            yield from _rows(child)


def _lead(runs: list[_Run]) -> str:
    lead = []
    for run in runs:
        if not run.bold:
            break
        lead.append(run.text)
    return one_line("".join(lead))


def _open(
    content: bytes, budget: Budget
) -> tuple[etree._Element, _Styles, etree._Element | None, tuple[marks.Mark, ...]]:
    """The body, all styles, the part of common styles, and what the file says beside its text."""
    package = Package(content, budget)
    if b"encryption-data" in (package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in package else b""):
        raise CannotRead("Tệp có mật khẩu, không đọc được; đề nghị gửi lại tệp không đặt mật khẩu.")
    root = package.xml("content.xml")
    common = package.xml_if_any("styles.xml")
    body = root.find(f"{_OFFICE}body")
    if body is None:
        raise CannotRead("Tệp OpenDocument không có nội dung, không đọc được; đề nghị gửi lại.")
    beside = tuple(marks.of_opendocument(root, package.xml_if_any("meta.xml")))
    return body, _Styles(common, root), common, beside


def parse_text(name: str, content: bytes, budget: Budget | None = None) -> ParsedDocument:
    """Read a .odt; raises CannotRead with a Vietnamese sentence."""
    budget = budget or Budget()
    body, styles, common, beside = _open(content, budget)
    blocks: list[Block] = []
    margins = common.iter(f"{_STYLE}header", f"{_STYLE}footer") if common is not None else iter(())
    footers: list[Block] = []
    gone: list[str] = []
    for margin in margins:
        flow: Flow = "header" if margin.tag == f"{_STYLE}header" else "footer"
        found = list(_Walker(name, styles, budget).blocks(margin, "", flow))
        (blocks if flow == "header" else footers).extend(found)
    for office_text in body.iterfind(f"{_OFFICE}text"):
        walker = _Walker(name, styles, budget)
        blocks += walker.blocks(office_text, "", "body")
        gone += walker.struck
    changed = next(body.iter(f"{_TEXT}tracked-changes"), None) is not None
    notes = ("Văn bản còn vết sửa (track changes); đã đọc như khi chấp nhận mọi sửa đổi.",) if changed else ()
    return ParsedDocument(name, "odt", (*blocks, *footers), notes=notes, properties=beside, doubts=struck.doubts(gone))


def parse_sheets(name: str, content: bytes, budget: Budget | None = None) -> ParsedDocument:
    """Read a .ods; the text of each cell is stored as shown. Raises CannotRead with a Vietnamese sentence."""
    budget = budget or Budget()
    body, styles, _, beside = _open(content, budget)
    blocks: list[Block] = []
    notes: list[str] = []
    left = budget.cells
    for item in body.iter(f"{_TABLE}table"):
        title = one_line(item.get(f"{_TABLE}name") or "")
        if styles.of("table", item.get(f"{_TABLE}style-name") or "").hidden:
            notes.append(f"Không đọc trang tính bị ẩn “{title}”.")
            continue
        sheet, cells = _sheet(title, item, styles, left)
        left -= cells
        found, remarks = to_blocks(name, sheet, budget)
        blocks += found
        notes += remarks
    return ParsedDocument(name, "ods", tuple(blocks), notes=tuple(notes), properties=beside)


def _sheet(title: str, table: etree._Element, styles: _Styles, left: int) -> tuple[Sheet, int]:
    """The sparse sheet and the number of cells it took; repeated cells are only repeated where they say something."""
    sheet = Sheet(title)
    column = 0
    for item in table.iter(f"{_TABLE}table-column"):
        repeated = _count(item.get(f"{_TABLE}number-columns-repeated"))
        if item.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            sheet.hide_columns(column, column + repeated - 1)
        column += repeated
    row_number = cells = 0
    for row in table.iter(f"{_TABLE}table-row"):
        repeated_rows = _count(row.get(f"{_TABLE}number-rows-repeated"))
        own = list(_row_cells(row, styles))
        cells += len(own)
        times = min(repeated_rows, 200) if any(text for _, _, text, _ in own) else min(repeated_rows, 1)
        for copy in range(times):
            for column, cell, text, look in own:
                if cells > left:
                    raise CannotRead("Bảng tính quá lớn, không đọc được; đề nghị chỉ gửi phần danh sách cần nộp.")
                sheet.cells[(row_number + copy, column)] = SheetCell(
                    text, bool(look.bold), bool(look.centred), look.bordered
                )
                cells += copy > 0
                down, across = (_count(cell.get(f"{_TABLE}number-{axis}-spanned")) for axis in ("rows", "columns"))
                if down > 1 or across > 1:
                    sheet.merges.append(
                        Merge(row_number + copy, column, row_number + copy + down - 1, column + across - 1)
                    )
        if row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            sheet.hidden_rows |= set(range(row_number, row_number + min(repeated_rows, 10_000)))
        row_number += repeated_rows
    return sheet, cells


def _row_cells(row: etree._Element, styles: _Styles) -> Iterator[tuple[int, etree._Element, str, _Look]]:
    column = 0
    for cell in row:
        repeated = _count(cell.get(f"{_TABLE}number-columns-repeated"))
        if cell.tag == f"{_TABLE}table-cell":
            look = styles.of("table-cell", cell.get(f"{_TABLE}style-name") or "")
            lines = ("".join(_spoken(p)) for p in cell.iterfind(f"{_TEXT}p"))
            text = tidy(to_unicode("\n".join(lines), look.font))
            if text or look.bordered:
                for copy in range(min(repeated, 200)):
                    yield column + copy, cell, text, look
        column += repeated


def _spoken(item: etree._Element) -> Iterator[str]:
    """The text of a paragraph of a cell, white space that is written as elements included (6.1.2 to 6.1.5)."""
    yield item.text or ""
    for child in item:
        if child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif child.tag == f"{_TEXT}s":
            yield " " * min(_count(child.get(f"{_TEXT}c")), 200)
        elif isinstance(child.tag, str):
            yield from _spoken(child)
        yield child.tail or ""
