"""Word documents (ECMA-376 part 1, WordprocessingML): what a reader of the printed page would see.

python-docx drops content controls, tracked insertions, text boxes and tick boxes when it reads, so this walks the
element tree itself. Deleted and hidden text is left out, merged cells are resolved, automatic numbers are counted.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from mailbot.reading import aside, marks, signatures, struck
from mailbot.reading.budget import Budget, CannotRead
from mailbot.reading.cleaning import is_rule, one_line, tidy
from mailbot.reading.grid import Placed, holding, in_words, is_empty, lay_out
from mailbot.reading.legacy_fonts import scheme_of, to_unicode
from mailbot.reading.numbering import Numbering, W
from mailbot.reading.package import Package
from mailbot.reading.protocol import ReadMember
from mailbot.reading.vietnamese import decoded, is_unicode
from rules.document import Block, Flow, ParsedDocument, Table, Text, Where

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_VML_TEXTPATH = "{urn:schemas-microsoft-com:vml}textpath"

_GONE = frozenset(
    {f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "delInstrText", "rt", "tblPr",
                               "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr")}
)  # fmt: skip
_WRAPPERS = frozenset(
    {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "dir", "bdo")}
)
# Tick boxes and dashes that people insert as symbols of Wingdings, Wingdings 2 and Symbol.
_SYMBOLS = {
    "FE": "☑", "FD": "☒", "52": "☑", "54": "☒", "53": "☒", "A8": "☐", "6F": "☐", "A3": "☐", "71": "☐", "72": "☐",
    "FC": "✓", "FB": "✗", "50": "✓", "B7": "•", "A7": "▪", "2D": "-", "D8": "➢", "E0": "→", "F0": "⇨",
}  # fmt: skip
_TRUE = frozenset({"1", "true", "on"})


@dataclass(frozen=True, slots=True)
class _Look:
    """How text looks, from styles and direct formatting; None where not said."""

    bold: bool | None = None
    hidden: bool | None = None
    font: str = ""
    struck: bool | None = None


@dataclass(frozen=True, slots=True)
class _Style:
    parent: str = ""
    look: _Look = _Look()
    level: int | None = None  # outline level from 0; 9 = body text
    align: str = ""
    list_id: str | None = None
    list_level: int | None = None


@dataclass(slots=True)
class _Run:
    """A piece of text with one look."""

    text: str
    bold: bool = False


class Styles:
    """Paragraph and character styles with what they inherit (17.7)."""

    def __init__(self, root: etree._Element | None) -> None:
        self._items: dict[str, etree._Element] = {}  # read when asked for: templates bring hundreds
        self._resolved: dict[str, _Style] = {}
        self.default = ""
        self._base = _Style()
        for item in root if root is not None else ():
            if item.tag == f"{W}docDefaults":
                self._base = _Style(look=_look(item.find(f"{W}rPrDefault/{W}rPr")))
            elif item.tag == f"{W}style":
                key = item.get(f"{W}styleId") or ""
                self._items[key] = item
                if item.get(f"{W}type") == "paragraph" and (item.get(f"{W}default") or "") in _TRUE:
                    self.default = key

    def of(self, key: str) -> _Style:
        """The style with everything inherited; the document's defaults where it is unknown."""
        if key not in self._resolved:
            self._resolved[key] = self._resolve(key)
        return self._resolved[key]

    def lists(self) -> dict[str, str]:
        """Style -> list, for list styles that definitions refer to."""
        found = {key: _val(item.find(f"{W}pPr/{W}numPr/{W}numId")) for key, item in self._items.items()}
        return {key: number for key, number in found.items() if number}

    def _resolve(self, key: str) -> _Style:
        chain: list[_Style] = []
        seen: set[str] = set()
        while key in self._items and key not in seen:
            seen.add(key)
            chain.append(_style(self._items[key]))
            key = chain[-1].parent
        result = self._base
        for style in reversed(chain):
            result = _Style(
                look=_over(result.look, style.look),
                level=result.level if style.level is None else style.level,
                align=style.align or result.align,
                list_id=result.list_id if style.list_id is None else style.list_id,
                list_level=result.list_level if style.list_level is None else style.list_level,
            )
        return result


def _style(item: etree._Element) -> _Style:
    name = (_val(item.find(f"{W}name")) or "").lower()
    properties = item.find(f"{W}pPr")
    level = _number(_val(_child(properties, "outlineLvl")))
    if level is None and name.startswith("heading ") and name[8:].isdigit():
        level = int(name[8:]) - 1
    numbering = _child(properties, "numPr")
    return _Style(
        parent=_val(item.find(f"{W}basedOn")) or "",
        look=_look(item.find(f"{W}rPr")),
        level=level,
        align=_val(_child(properties, "jc")) or "",
        list_id=_val(_child(numbering, "numId")),
        list_level=_number(_val(_child(numbering, "ilvl"))),
    )


def _look(properties: etree._Element | None) -> _Look:
    if properties is None:
        return _Look()
    fonts = _child(properties, "rFonts")
    font = "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
    one, two = _switch(properties, "strike"), _switch(properties, "dstrike")
    struck_through = None if one is two is None else bool(one or two)
    return _Look(_switch(properties, "b"), _switch(properties, "vanish"), font, struck_through)


def _over(under: _Look, upper: _Look) -> _Look:
    return _Look(
        under.bold if upper.bold is None else upper.bold,
        under.hidden if upper.hidden is None else upper.hidden,
        upper.font or under.font,
        under.struck if upper.struck is None else upper.struck,
    )


def _switch(properties: etree._Element, name: str) -> bool | None:
    """An on/off property (17.17.4): present without a value means on."""
    found = properties.find(f"{W}{name}")
    return None if found is None else (found.get(f"{W}val") or "true") in _TRUE


def _child(item: etree._Element | None, name: str) -> etree._Element | None:
    return None if item is None else item.find(f"{W}{name}")


def _val(item: etree._Element | None) -> str | None:
    return None if item is None else item.get(f"{W}val")


def _number(text: str | None) -> int | None:
    try:
        return None if text is None else int(float(text))
    except (ValueError, OverflowError):
        return None


Inserted = Callable[[str], Sequence[Block]]
"""What a part of the package says that was inserted as a file of its own, by the id of its relation."""


@dataclass(slots=True)
class _Story:
    """What all stories of one file share."""

    inserted: Inserted
    mixed: bool  # text in fonts from before Unicode may be Unicode
    struck: list[str] = field(default_factory=list)  # what was struck through; an empty one parts the others


class _Walker:
    """Walks one story (body, a header, a footer, the notes) and yields its blocks."""

    def __init__(
        self, name: str, part: str, flow: Flow, styles: Styles, numbering: Numbering, budget: Budget, story: _Story
    ) -> None:
        self._name = name
        self._story = story
        self._part = part
        self._flow: Flow = flow
        self._styles = styles
        self._numbering = numbering
        self._budget = budget
        self._paragraphs = 0
        self._tables = 0
        self._carried: list[_Run] = []  # of paragraphs whose end was deleted
        self._boxes: list[etree._Element] = []
        self._captions: list[str] = []  # WordArt

    def blocks(self, container: etree._Element, prefix: str = "", *, flow: Flow | None = None) -> Iterator[Block]:
        flow = flow or self._flow
        for item in container:
            if item.tag == f"{W}p":
                yield from self._paragraph(item, prefix, flow)
            elif item.tag == f"{W}tbl":
                table = self._table(item, prefix, flow)
                if table is not None:
                    yield table
            elif item.tag in _WRAPPERS and not _is_prompt(item):
                yield from self.blocks(item, prefix, flow=flow)
            elif item.tag == f"{W}altChunk":
                yield from self._story.inserted(item.get(_R_ID) or "")
            elif item.tag == f"{_MC}AlternateContent":
                for chosen in _chosen(item):
                    yield from self.blocks(chosen, prefix, flow=flow)

    def _where(self, spot: str) -> Where:
        return Where(self._name, self._part, spot)

    def _paragraph(self, item: etree._Element, prefix: str, flow: Flow) -> Iterator[Block]:
        properties = item.find(f"{W}pPr")
        style = self._styles.of(_val(_child(properties, "pStyle")) or self._styles.default)
        self._story.struck.append("")
        boxes, self._boxes = self._boxes, []
        captions, self._captions = self._captions, []
        runs = self._carried + list(self._runs(item, style.look))
        self._carried = []
        (found_boxes, self._boxes), (found_captions, self._captions) = (self._boxes, boxes), (self._captions, captions)
        mark = _child(_child(properties, "rPr"), "del")
        if mark is not None:
            self._carried = runs
        else:
            yield from self._text(item, runs, style, prefix, flow)
        for caption in found_captions:
            yield Text(caption, self._where(_spot(prefix, "chữ nghệ thuật")), flow="textbox")
        for box in found_boxes:
            yield from self.blocks(box, _spot(prefix, "hộp văn bản"), flow="textbox")

    def _text(self, item: etree._Element, runs: list[_Run], style: _Style, prefix: str, flow: Flow) -> Iterator[Text]:
        properties = item.find(f"{W}pPr")
        text = tidy("".join(run.text for run in runs))
        number = self._list_number(properties, style)
        if (not text and not number) or is_rule(text):
            return
        self._paragraphs += 1
        direct = _number(_val(_child(properties, "outlineLvl")))
        level = style.level if direct is None else direct
        spoken = [run for run in runs if run.text.strip()]
        bold = bool(spoken) and all(run.bold for run in spoken)
        yield Text(
            text,
            self._where(_spot(prefix, f"đoạn {self._paragraphs}")),
            level=level + 1 if level is not None and 0 <= level < 9 and text else None,
            bold=bold,
            centred=(_val(_child(properties, "jc")) or style.align) == "center",
            number=number,
            flow=flow,
            lead_bold="" if bold else _lead(runs),
        )

    def _list_number(self, properties: etree._Element | None, style: _Style) -> str:
        direct = _child(properties, "numPr")
        list_id = _val(_child(direct, "numId")) or style.list_id
        if list_id is None or list_id == "0":
            return ""
        level = _number(_val(_child(direct, "ilvl")))
        if level is None and style.list_level is not None:
            level = style.list_level
        if level is None:
            key = _val(_child(properties, "pStyle")) or self._styles.default
            level = self._numbering.level_of_style(list_id, key)
        if _child(_child(properties, "rPr"), "vanish") is not None:
            return ""
        return tidy(self._numbering.next(list_id, level))

    def _runs(self, item: etree._Element, look: _Look) -> Iterator[_Run]:
        """The visible text under an element, in order; text boxes on the way are put aside."""
        for child in item:
            tag = child.tag
            if tag in _GONE or not isinstance(tag, str) or _is_prompt(child):
                continue
            if tag == f"{W}r":
                own = self._run_look(child, look)
                if not own.hidden:
                    yield from self._runs(child, own)
            elif tag in (f"{W}t", f"{_M}t"):
                yield from self._letters(child.text or "", look)
            elif tag == f"{W}txbxContent":
                self._boxes.append(child)
            elif tag == f"{_MC}AlternateContent":
                for chosen in _chosen(child):
                    yield from self._runs(chosen, look)
            elif tag == _VML_TEXTPATH:
                caption = one_line(child.get("string") or "")
                if caption:
                    self._captions.append(caption)
            elif (sign := _sign(child, look)) is not None:
                yield _Run(sign, bool(look.bold))
            else:
                yield from self._runs(child, look)

    def _letters(self, text: str, look: _Look) -> Iterator[_Run]:
        said = decoded(text, look.font, mixed=self._story.mixed)
        if look.struck:
            self._story.struck.append(said)
        else:
            yield _Run(_private_use(said), bool(look.bold))

    def _run_look(self, run: etree._Element, look: _Look) -> _Look:
        properties = run.find(f"{W}rPr")
        if properties is None:
            return look
        style = _val(properties.find(f"{W}rStyle"))
        if style:
            look = _over(look, self._styles.of(style).look)
        return _over(look, _look(properties))

    def _table(self, item: etree._Element, prefix: str, flow: Flow) -> Table | None:
        self._tables += 1
        spot = _spot(prefix, f"bảng {self._tables}")
        placed: list[Placed] = []
        open_merges: dict[int, Placed] = {}  # by first column
        carried, self._carried = self._carried, []
        outer, self._tables = self._tables, 0
        row_number = 0
        for row in _inside(item, "tr"):
            properties = row.find(f"{W}trPr")
            if _child(properties, "del") is not None or _child(properties, "hidden") is not None:
                continue
            column = _number(_val(_child(properties, "gridBefore"))) or 0
            merges: dict[int, Placed] = {}
            previous: Placed | None = None
            for cell in _inside(row, "tc"):
                cell_properties = cell.find(f"{W}tcPr")
                if _child(cell_properties, "cellDel") is not None:
                    continue
                span = min(max(_number(_val(_child(cell_properties, "gridSpan"))) or 1, 1), 512)
                across = _merge(cell_properties, "hMerge")
                down = _merge(cell_properties, "vMerge")
                if across == "continue" and previous is not None:
                    previous.column_span += span
                elif down == "continue" and column in open_merges:
                    merges[column] = previous = open_merges[column]
                    previous.row_span = row_number - previous.row + 1
                else:
                    previous = self._cell(cell, row_number, column, span, spot, flow)
                    placed.append(previous)
                    if down is not None:
                        merges[column] = previous
                column += span
            open_merges = merges
            row_number += 1
        self._tables, self._carried = outer, carried
        table = lay_out(placed, self._where(spot), flow=flow, limit=self._budget.grid)
        return None if is_empty(table) and not any(cell.blocks for cell in placed) and table.width < 2 else table

    def _cell(self, cell: etree._Element, row: int, column: int, span: int, spot: str, flow: Flow) -> Placed:
        place = f"{spot}, dòng {row + 1}, cột {column + 1}"
        outer, self._paragraphs = self._paragraphs, 0
        blocks = tuple(self.blocks(cell, place, flow=flow))
        self._paragraphs = outer
        return holding(row, column, blocks, column_span=span)


def _inside(item: etree._Element, name: str) -> Iterator[etree._Element]:
    """Children of that name, also those inside content controls and the like."""
    for child in item:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in _WRAPPERS and not _is_prompt(child):
            yield from _inside(child, name)


def _chosen(alternatives: etree._Element) -> list[etree._Element]:
    """Of alternative contents (part 3, 10) the first choice; the fallback where that holds no text."""
    choices = [child for child in alternatives if child.tag == f"{_MC}Choice"][:1]
    fallbacks = [child for child in alternatives if child.tag == f"{_MC}Fallback"]
    speaking = f".//{W}t"
    if choices and (choices[0].find(speaking) is not None or not any(f.find(speaking) is not None for f in fallbacks)):
        return choices
    return fallbacks


def _is_prompt(item: etree._Element) -> bool:
    """A content control that still shows its invitation to type (17.5.2.39)."""
    if item.tag != f"{W}sdt":
        return False
    prompt = item.find(f"{W}sdtPr/{W}showingPlcHdr")
    return prompt is not None and (prompt.get(f"{W}val") or "true") in _TRUE


def _merge(properties: etree._Element | None, name: str) -> str | None:
    found = _child(properties, name)
    return None if found is None else found.get(f"{W}val") or "continue"


def _sign(item: etree._Element, look: _Look) -> str | None:
    """What an empty element stands for, None where it is not a sign."""
    match item.tag.removeprefix(W):
        case "tab" | "ptab":
            return "\t"
        case "br" | "cr":
            return "\n"
        case "noBreakHyphen":
            return "-"
        case "softHyphen":  # byte AD, a letter in TCVN3
            return to_unicode("\xad", look.font)
        case "sym":
            return _symbol(item.get(f"{W}char") or "")
        case "fldChar":
            return _form_field(item)
    return None


def _symbol(code: str) -> str:
    """w:sym (17.3.3.30): a letter of a symbol font in the private use area, or any letter by its code point."""
    if len(code) == 4 and not code.upper().startswith("F0"):
        with contextlib.suppress(ValueError):
            return chr(int(code, 16))
    return _SYMBOLS.get(code.upper()[-2:], "")


def _form_field(item: etree._Element) -> str:
    """The state of a legacy tick box or drop-down list (17.16.7, 17.16.9); other fields show their result as text."""
    box = item.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        state = box.find(f"{W}checked")
        state = box.find(f"{W}default") if state is None else state
        return "☒" if state is not None and (state.get(f"{W}val") or "true") in _TRUE else "☐"
    choice = item.find(f"{W}ffData/{W}ddList")
    if choice is not None:
        entries = [entry.get(f"{W}val") or "" for entry in choice.iterfind(f"{W}listEntry")]
        index = _number(_val(choice.find(f"{W}result"))) or 0
        return entries[index] if 0 <= index < len(entries) else ""
    return ""


def _private_use(text: str) -> str:
    """Symbol-font letters of the private use area as the signs they draw."""
    if not any("\uf000" <= character <= "\uf0ff" for character in text):
        return text
    return "".join(_SYMBOLS.get(f"{ord(c) & 0xFF:02X}", "") if "\uf000" <= c <= "\uf0ff" else c for c in text)


def _lead(runs: list[_Run]) -> str:
    """Bold text at the start of a paragraph that goes on in normal weight."""
    lead = []
    for run in runs:
        if run.text.strip() and not run.bold:
            break
        lead.append(run.text)
    return one_line("".join(lead)) if any(run.bold and run.text.strip() for run in runs) else ""


def _spot(*pieces: str) -> str:
    return ", ".join(piece for piece in pieces if piece)


def parse(name: str, content: bytes, budget: Budget | None = None, inside: ReadMember | None = None) -> ParsedDocument:
    """Read a .docx (also .docm, .dotx); raises CannotRead with a Vietnamese sentence.

    `inside` reads what was inserted as a file of its own (altChunk); without it such a file cannot be read.
    """
    budget = budget or Budget()
    package = Package(content, budget)
    main = package.main_part("word/document.xml")
    document = package.xml(main)
    body = document.find(f"{W}body")
    if body is None:
        raise CannotRead("Tệp Word không có phần thân văn bản, không đọc được; đề nghị gửi lại.")
    relations = package.relations(main)
    by_kind = dict(relations.values())
    styles = Styles(_optional(package, by_kind.get("styles", "")))
    numbering = Numbering(_optional(package, by_kind.get("numbering", "")), styles.lists())

    shared = _Story(_chunks(name, package, relations, inside), _mixes_unicode(document, styles))

    def story(root: etree._Element, part: str, flow: Flow) -> list[Block]:
        return list(_Walker(name, part, flow, styles, numbering, budget, shared).blocks(root, flow=flow))

    margins = _margins(document, relations)
    headers = [story(root, "đầu trang", "header") for kind, root in _stories(package, margins) if kind == "header"]
    own = story(body, "", "body")
    footers = [story(root, "chân trang", "footer") for kind, root in _stories(package, margins) if kind == "footer"]
    notes: list[Block] = []
    for kind in ("footnotes", "endnotes"):
        root = _optional(package, by_kind.get(kind, ""))
        for note in root if root is not None else ():
            if note.get(f"{W}type") in (None, "normal"):
                notes += story(note, "chú thích", "note")
    blocks = [*_once(headers), *own, *_once(footers), *notes]
    return ParsedDocument(
        name,
        "docx",
        tuple(blocks),
        notes=_remarks(document),
        signatures=signatures.of_package(package),
        properties=(
            *marks.custom_properties(_optional(package, "docProps/custom.xml")),
            *marks.control_titles(document),
        ),
        doubts=struck.doubts(shared.struck),
        comments=_comments(_optional(package, by_kind.get("comments", ""))),
        pictures=aside.pictures(body),
    )


def _comments(root: etree._Element | None) -> tuple[str, ...]:
    return aside.comments(root.iter(f"{W}comment")) if root is not None else ()


def _chunks(name: str, package: Package, relations: dict[str, tuple[str, str]], inside: ReadMember | None) -> Inserted:
    """Reads the files that stand in the text as they came (17.17.2): a page, another document. Raises CannotRead."""

    def read(relation: str) -> list[Block]:
        _, part = relations.get(relation, ("", ""))
        found = inside(name, package.read(part)) if inside else None
        if found is None or found.unreadable:
            raise CannotRead("Tệp Word chứa phần chèn từ tệp khác, không đọc được; đề nghị lưu lại bằng Word.")
        return [block for document in found.walk() for block in document.blocks]

    return read


def _mixes_unicode(document: etree._Element, styles: Styles) -> bool:
    """Whether text in a font from before Unicode holds letters that only Unicode has."""
    usual = styles.of(styles.default).look.font
    for run in document.iter(f"{W}r"):
        font = _look(run.find(f"{W}rPr")).font or usual
        if scheme_of(font) and is_unicode("".join(text.text or "" for text in run.iter(f"{W}t"))):
            return True
    return False


_EMBEDDED = (".docx", ".xlsx", ".doc", ".xls", ".pdf")


def embedded(content: bytes, budget: Budget) -> list[tuple[str, bytes]]:
    """(name, bytes) of the files that were inserted into a document as objects."""
    package = Package(content, budget)
    names = [n for n in package.names if n.lower().startswith("word/embeddings/") and n.lower().endswith(_EMBEDDED)]
    return [(name.rpartition("/")[2], package.read(name)) for name in names]


def _optional(package: Package, part: str) -> etree._Element | None:
    """A part that Word can do without: where it is broken, the text is still read."""
    with contextlib.suppress(CannotRead):
        return package.xml_if_any(part)
    return None


def _margins(document: etree._Element, relations: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """(kind, part) of the headers and footers that sections refer to, in order, each once."""
    found: dict[tuple[str, str], None] = {}
    for reference in document.iter(f"{W}headerReference", f"{W}footerReference"):
        kind, target = relations.get(reference.get(_R_ID) or "", ("", ""))
        if kind in ("header", "footer"):
            found[(kind, target)] = None
    return list(found)


def _stories(package: Package, margins: list[tuple[str, str]]) -> Iterator[tuple[str, etree._Element]]:
    for kind, target in margins:
        root = _optional(package, target)
        if root is not None:
            yield kind, root


def _once(stories: list[list[Block]]) -> list[Block]:
    """The stories without those that say the same as an earlier one (first page, even pages, next section)."""
    said: set[str] = set()
    kept: list[Block] = []
    for blocks in stories:
        words = "\n".join(map(in_words, blocks))
        if words and words not in said:
            said.add(words)
            kept += blocks
    return kept


def _remarks(document: etree._Element) -> tuple[str, ...]:
    changed = next(document.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"), None)
    return (
        ("Văn bản còn vết sửa (track changes); đã đọc như khi chấp nhận mọi sửa đổi.",) if changed is not None else ()
    )
