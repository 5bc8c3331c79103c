"""HTML, as files, as mail bodies and as the pages that some programs save under the name .doc or .xls."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from mailbot.reading import struck
from mailbot.reading.budget import Budget, CannotRead
from mailbot.reading.cleaning import is_rule, one_line, tidy
from mailbot.reading.grid import Placed, holding, is_empty, lay_out
from mailbot.reading.legacy_fonts import to_unicode
from rules.document import Block, ParsedDocument, Text, Where
from rules.post.quoting import QUOTED_PART, Markup, markup

_SILENT = frozenset(
    {"script", "style", "head", "title", "template", "noscript", "object", "iframe", "svg", "select", "meta", "link"}
)
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li",
        "main", "nav", "ol", "p", "pre", "section", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
_PLAIN_STYLE = re.compile(r"font-weight\s*:\s*(normal|[1-4]00)", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"(display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_STRUCK = frozenset({"s", "strike", "del"})
_STRUCK_STYLE = re.compile(r"text-decoration[a-z-]*\s*:[^;]*line-through", re.IGNORECASE)
_CENTRED_STYLE = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_FONT_STYLE = re.compile(r"font-family\s*:\s*[\"']?([^\"';,]+)", re.IGNORECASE)
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_DEPTH = 200  # of elements; deeper ones are read as plain text


@dataclass(frozen=True, slots=True)
class _Look:
    bold: bool = False
    centred: bool = False
    font: str = ""
    quoted: bool = False
    preformatted: bool = False
    struck: bool = False


@dataclass(slots=True)
class _Line:
    """The paragraph that is being collected."""

    runs: list[tuple[str, bool]] = field(default_factory=list)
    look: _Look = _Look()
    level: int | None = None
    number: str = ""


class _Walker:
    def __init__(self, name: str, budget: Budget) -> None:
        self._name = name
        self._budget = budget
        self._paragraphs = 0
        self._tables = 0
        self.struck: list[str] = []  # what was struck through; an empty one parts the others
        self._quoted_onwards = False  # an element has said that all that follows is an earlier mail

    def blocks(self, root: etree._Element, look: _Look, prefix: str = "") -> list[Block]:
        found: list[Block] = []
        line = self._walk(root, look, _Line(look=look), found, prefix, 0)
        self._end(line, found, prefix)
        return found

    def _walk(
        self, item: etree._Element, look: _Look, line: _Line, found: list[Block], prefix: str, depth: int
    ) -> _Line:
        """Collect the inside of an element; returns the paragraph that is open at its end."""
        if depth > _DEPTH:
            line.runs.append((" ".join(map(str, item.itertext())), look.bold))
            return line
        self._say(item.text, look, line)
        counter = _first_number(item)
        for child in item:
            if isinstance(child.tag, str):
                line = self._child(child, look, line, found, prefix, depth, counter)
                if child.tag == "li":
                    counter += 1
            self._say(child.tail, look, line)
        return line

    def _child(
        self,
        child: etree._Element,
        outer: _Look,
        line: _Line,
        found: list[Block],
        prefix: str,
        depth: int,
        counter: int,
    ) -> _Line:
        tag = str(child.tag).rpartition("}")[2].lower()
        if tag in _SILENT or _HIDDEN_STYLE.search(child.get("style") or "") or child.get("hidden") is not None:
            return line
        look = _look(child, tag, outer)
        if not self._quoted_onwards and _markup(child, tag) == "onwards":
            self._end(line, found, prefix)
            self._quoted_onwards = True
        if tag == "br":
            line.runs.append(("\n", look.bold))
            return line
        if tag == "input":
            _tick(child, line)
            return line
        if tag == "table":
            self._end(line, found, prefix)
            found += self._table(child, look, prefix, depth)
            return _Line(look=outer)
        if tag not in _BLOCKS:
            return self._walk(child, look, line, found, prefix, depth + 1)
        self._end(line, found, prefix)
        fresh = _Line(look=look, level=int(tag[1]) if re.fullmatch("h[1-6]", tag) else None)
        if tag == "li":
            fresh.number = _item_number(child, counter)
        self._end(self._walk(child, look, fresh, found, prefix, depth + 1), found, prefix)
        return _Line(look=outer)

    def _say(self, text: str | None, look: _Look, line: _Line) -> None:
        if text and look.struck:
            self.struck.append(to_unicode(text, look.font))
        elif text:
            line.runs.append((text if look.preformatted else re.sub(r"[ \t\r\n\f]+", " ", text), look.bold))
            if look.font:
                line.runs[-1] = (to_unicode(line.runs[-1][0], look.font), look.bold)

    def _end(self, line: _Line, found: list[Block], prefix: str) -> None:
        self.struck.append("")
        text = tidy(re.sub(r" +", " ", "".join(run for run, _ in line.runs)))
        text = re.sub(r"\n{2,}", "\n\n", text)
        runs, line.runs = line.runs, []
        if not text or is_rule(text):
            return
        spoken = [(run, bold) for run, bold in runs if run.strip()]
        bold = all(bold for _, bold in spoken)
        part = self._part(line.look)
        for piece in text.split("\n\n"):
            self._paragraphs += 1
            spot = ", ".join(filter(None, (prefix, f"đoạn {self._paragraphs}")))
            found.append(
                Text(
                    piece,
                    Where(self._name, part, spot),
                    level=line.level,
                    bold=bold,
                    centred=line.look.centred,
                    number=line.number,
                    lead_bold="" if bold else _lead(spoken),
                )
            )
            line.number = ""

    def _part(self, look: _Look) -> str:
        return QUOTED_PART if look.quoted or self._quoted_onwards else ""

    def _table(self, table: etree._Element, look: _Look, prefix: str, depth: int) -> list[Block]:
        """A table of data as Table; a table that only arranges the page as the blocks inside it."""
        self._tables += 1
        spot = ", ".join(filter(None, (prefix, f"bảng {self._tables}")))
        where = Where(self._name, self._part(look), spot)
        rows = list(_rows(table))
        captions = [child for child in table if child.tag == "caption"]
        above = [block for caption in captions for block in self._inside(caption, look, prefix, depth)]
        if _arranges(table, rows):
            return above + [
                block for row in rows for cell in _cells(row) for block in self._inside(cell, look, prefix, depth)
            ]
        placed: list[Placed] = []
        taken: dict[int, int] = {}  # column -> rows still covered from above
        for row_number, row in enumerate(rows):
            column = 0
            below = {key: left - 1 for key, left in taken.items() if left > 1}
            for cell in _cells(row):
                while taken.get(column, 0) > 0:
                    column += 1
                across, down = _span(cell, "colspan"), _span(cell, "rowspan")
                down = min(down, len(rows) - row_number)
                placed.append(self._cell(cell, look, row_number, column, across, down, spot, depth))
                for covered in range(column, column + across):
                    if down > 1:
                        below[covered] = down - 1
                column += across
            taken = below
        grid = lay_out(placed, where, limit=self._budget.grid)
        return above if is_empty(grid) else [*above, grid]

    def _inside(self, item: etree._Element, look: _Look, prefix: str, depth: int) -> list[Block]:
        found: list[Block] = []
        own = _look(item, str(item.tag), look)
        self._end(self._walk(item, own, _Line(look=own), found, prefix, depth + 1), found, prefix)
        return found

    def _cell(
        self, cell: etree._Element, look: _Look, row: int, column: int, across: int, down: int, spot: str, depth: int
    ) -> Placed:
        outer, self._paragraphs = self._paragraphs, 0
        blocks = self._inside(cell, look, f"{spot}, dòng {row + 1}, cột {column + 1}", depth)
        self._paragraphs = outer
        return holding(row, column, blocks, row_span=down, column_span=across)


def _look(item: etree._Element, tag: str, outer: _Look) -> _Look:
    style = item.get("style") or ""
    bold = outer.bold or tag in ("b", "strong", "th") or re.fullmatch("h[1-6]", tag) is not None
    bold = (bold or _BOLD_STYLE.search(style) is not None) and _PLAIN_STYLE.search(style) is None
    align = (item.get("align") or "").lower()
    centred = tag == "center" or align == "center" or _CENTRED_STYLE.search(style) is not None
    if not centred and align == "" and "text-align" not in style.lower():
        centred = outer.centred
    font = _FONT_STYLE.search(style)
    return _Look(
        bold=bold,
        centred=centred,
        font=(font[1].strip() if font else item.get("face") or "") or outer.font,
        quoted=outer.quoted or _markup(item, tag) == "inside",
        preformatted=outer.preformatted or tag == "pre",
        struck=outer.struck or tag in _STRUCK or _STRUCK_STYLE.search(style) is not None,
    )


def _markup(item: etree._Element, tag: str) -> Markup | None:
    return markup(tag, {str(name): str(value) for name, value in item.attrib.items()})


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            if not _HIDDEN_STYLE.search(child.get("style") or ""):
                yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from _rows(child)


def _cells(row: etree._Element) -> list[etree._Element]:
    return [c for c in row if c.tag in ("td", "th") and not _HIDDEN_STYLE.search(c.get("style") or "")]


def _arranges(table: etree._Element, rows: list[etree._Element]) -> bool:
    """One column of cells, or tables inside without borders around: the frame of a page, not data."""
    widest = max((len(_cells(row)) for row in rows), default=0)
    return widest <= 1 or (table.find(".//table") is not None and (table.get("border") or "0") == "0")


def _span(cell: etree._Element, name: str) -> int:
    text = (cell.get(name) or "1").strip()
    return min(max(int(text), 1), 1000) if text.isdecimal() else 1


def _first_number(item: etree._Element) -> int:
    start = item.get("start") if item.tag == "ol" else None
    return int(start) if start and start.isdecimal() and len(start) < 6 else 1


def _item_number(item: etree._Element, counter: int) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "-"
    form = parent.get("type") or "1"
    value = item.get("value") or ""
    number = int(value) if value.isdecimal() and len(value) < 6 else counter
    if form in "aA" and number <= 26:
        return f"{chr(ord(form) + number - 1)}."
    return f"{number}."


def _tick(item: etree._Element, line: _Line) -> None:
    if (item.get("type") or "").lower() in ("checkbox", "radio"):
        line.runs.append(("☒" if item.get("checked") is not None else "☐", False))


def _lead(spoken: list[tuple[str, bool]]) -> str:
    lead = []
    for run, bold in spoken:
        if not bold:
            break
        lead.append(run)
    return one_line("".join(lead))


def decode(content: bytes) -> str:
    """Bytes of a text of unknown encoding: a mark at the start, what it declares, UTF-8, then Vietnamese Windows."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    declared = _DECLARED.search(content[:2048])
    for candidate in ("utf-8", declared[1].decode("ascii") if declared else "", "cp1258"):
        try:
            return content.decode(candidate)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("cp1258", "replace")


def blocks_of(name: str, markup: str, budget: Budget, gone: list[str]) -> tuple[Block, ...]:
    """The blocks of a page or body; raises CannotRead where nothing can be made of it. `gone`: takes what is struck
    through, for `struck.doubts`.
    """
    if len(markup) > budget.xml_bytes:
        raise CannotRead("Nội dung HTML quá lớn, không đọc được.")
    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup.replace("\x00", ""))
    if not markup.strip():
        return ()
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml_html.document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise CannotRead("Nội dung HTML bị lỗi, không đọc được; đề nghị gửi lại.") from error
    walker = _Walker(name, budget)
    blocks = tuple(walker.blocks(root, _Look()))
    gone += walker.struck
    return blocks


def parse(name: str, content: bytes, budget: Budget | None = None) -> ParsedDocument:
    """Read a .html file; raises CannotRead with a Vietnamese sentence."""
    budget = budget or Budget()
    gone: list[str] = []
    blocks = blocks_of(name, decode(content), budget, gone)
    return ParsedDocument(name, "html", blocks, doubts=struck.doubts(gone))
