"""The small pieces of a Word file: paragraphs by their look, real rules, tables that break well, page numbers.

python-docx gives the package and the tree; what it has no words for (borders of a paragraph, repeated header rows,
fields) is put into the tree as WordprocessingML (ISO/IEC 29500-1, part 17).
"""

import io
import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from mailbot.writing.package import clean
from mailbot.writing.profile import BOTTOM, FACE, HEADER, LEFT, LOOKS, PAGE, RIGHT, TOP, Align, Look

_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_GAP = re.compile(r"(\[…[^\]]*\])")
_TAKES_MORE = re.compile(r"[\n\t]|\[…")  # than one run of text
_TC, _P = qn("w:tc"), qn("w:p")
_TWIPS_PER_MM = 1440 / 25.4
_RULE_GAP = 3.0  # points between a text and its rule: marks below letters must not touch it
_CELL_SIDE = 1.2  # mm between a cell's border and its text
_CELL_TOP = 0.4  # mm above and below it
_STYLES = frozenset({"Header", "Header Char", "Footer", "Footer Char"})  # what python-docx gives to new parts
_UNUSED = frozenset({"stylesWithEffects", "customXml", "numbering", "thumbnail"})  # kinds of relations
_TALL = 24  # lines; a higher row may break over pages, a lower one moves as a whole


def twips(mm: float) -> int:
    return round(mm * _TWIPS_PER_MM)


def element(tag: str, **attributes: object) -> Any:
    """`element("w:tab", val=3)` is <w:tab w:val="3"/>."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


# --- The file --------------------------------------------------------------------------------------------------


def blank_document() -> Any:
    """An empty A4 document whose default face is the decree's, with the page number in its header."""
    return docx.Document(io.BytesIO(_blank()))


@cache
def _blank() -> bytes:
    """The empty document, made once: python-docx brings 800 kB of styles that nothing here uses."""
    document = docx.Document()
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in list(defaults):
        defaults.remove(old)
    defaults.append(element("w:rFonts", ascii=FACE, hAnsi=FACE, eastAsia=FACE, cs=FACE))
    defaults.append(element("w:sz", val=round(2 * LOOKS["body"].size)))
    defaults.append(element("w:lang", val="vi-VN", eastAsia="vi-VN"))
    section = document.sections[0]
    page(section, landscape=False)
    page_number(section.header)
    _lighten(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _lighten(document: Any) -> None:
    """Drops the parts and styles of the library's template that no document of ours refers to."""
    for style in list(document.styles):
        if style.name not in _STYLES and not style.element.default:
            style.element.getparent().remove(style.element)
    for owner in (document.part, document.part.package):
        for number, relation in list(owner.rels.items()):
            if relation.reltype.rpartition("/")[2] in _UNUSED:
                owner.rels.pop(number)


def page(section: Any, *, landscape: bool) -> None:
    """A4 with the margins of the profile; the first page of a section shows no number."""
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    short, long = PAGE
    section.page_width, section.page_height = (Mm(long), Mm(short)) if landscape else (Mm(short), Mm(long))
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance = section.footer_distance = Mm(HEADER)
    section.different_first_page_header_footer = True


# --- Paragraphs -------------------------------------------------------------------------------------------------


def paragraph(where: Any, text: str, look: str | Look, *, lead: str = "", squeeze: float = 0.0) -> Any:
    """A paragraph at the end of a document or cell. Gaps in the text are marked in yellow."""
    look = LOOKS[look] if isinstance(look, str) else look
    made = where.add_paragraph()
    shape(made, look)
    if lead:
        _run(made, f"{lead} ", look, bold=True)
    for number, line in enumerate(clean(text).split("\n")):
        if number:
            made.runs[-1].add_break()
        for piece in _GAP.split(line):
            if piece:
                run = _run(made, piece, look)
                if _GAP.fullmatch(piece):
                    run.font.highlight_color = WD_COLOR_INDEX.YELLOW
                if squeeze:
                    spacing = element("w:spacing", val=round(squeeze * 20))  # twentieths of a point
                    run._r.get_or_add_rPr().insert_element_before(spacing, "w:sz", "w:highlight")
    return made


def picture(holder: Any, png: bytes, width: float, words: str) -> None:
    """A picture `width` mm wide in a paragraph; `words` stand for it where it is not seen."""
    drawn = holder.add_run().add_picture(io.BytesIO(png), width=Mm(width))._inline.docPr
    drawn.set("name", f"Biểu đồ {drawn.get('id')}")
    drawn.set("descr", clean(words))


def room_below(where: Any, points: float) -> None:
    """Room between the last paragraph, if one stands last, and what follows it."""
    last = next((one for one in reversed(where.element.body) if one.tag != qn("w:sectPr")), None)
    if last is not None and last.tag == qn("w:p"):
        Paragraph(last, where).paragraph_format.space_after = Pt(points)


def shape(made: Any, look: Look) -> None:
    """Alignment, indents and gaps of a paragraph."""
    if made._p.pPr is None:
        made._p.insert(0, copy(_paragraph_form(look)))
    else:
        _set_form(made, look)


@cache
def _paragraph_form(look: Look) -> Any:
    """The properties of a look, made once and copied: a long table has ten thousand paragraphs of the same."""
    made = Paragraph(OxmlElement("w:p"), None)  # type: ignore[arg-type]  # it stands in no document
    _set_form(made, look)
    return made._p.pPr


def _set_form(made: Any, look: Look) -> None:
    form = made.paragraph_format
    form.alignment = _ALIGN[look.align]
    form.first_line_indent = Mm(look.first)
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.line_spacing = look.lines
    form.keep_with_next = look.keep_next
    form.widow_control = True


def _run(made: Any, text: str, look: Look, *, bold: bool = False) -> Any:
    run = element("w:r")
    run.append(copy(_run_form(look.size, look.bold or bold, look.italic)))
    made._p.append(run)
    shown = Run(run, made)
    if "\t" in text:
        shown.text = text  # a tab is an element of its own
    elif text:
        run.append(_said(text))
    return shown


def _said(text: str) -> Any:
    said = element("w:t")
    _put(said, text)
    return said


def _put(said: Any, text: str) -> None:
    said.text = text
    if text != text.strip():
        said.set(qn("xml:space"), "preserve")


@cache
def _run_form(size: float, bold: bool, italic: bool) -> Any:
    run = Run(OxmlElement("w:r"), None)  # type: ignore[arg-type]  # it stands in no document
    run.font.name, run.font.size = FACE, Pt(size)
    run.font.bold, run.font.italic = bold, italic
    properties = run._r.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), FACE)
    return properties


def rule(where: Any, width: float, length: float) -> None:
    """A solid rule of `length` mm in the middle of a column `width` mm wide: the border of an empty small paragraph."""
    made = where.add_paragraph()
    shape(made, Look(1, align="centre", before=_RULE_GAP))
    form = made.paragraph_format
    side = max(0.0, (width - length) / 2)
    form.left_indent = form.right_indent = Mm(side)
    form.line_spacing = Pt(3)
    _run(made, "", Look(1))
    _borders(made, ("top",), 6)


def boxed(made: Any, width: float, length: float) -> None:
    """A frame around a paragraph in a column `width` mm wide, `length` mm long."""
    side = max(0.0, (width - length) / 2)
    made.paragraph_format.left_indent = made.paragraph_format.right_indent = Mm(side)
    _borders(made, ("top", "left", "bottom", "right"), 8)


def _borders(made: Any, sides: Iterable[str], eighths: int) -> None:
    borders = element("w:pBdr")
    for side in sides:
        borders.append(element(f"w:{side}", val="single", sz=eighths, space=1, color="000000"))
    properties = made._p.get_or_add_pPr()
    properties.insert_element_before(
        borders,
        *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"),
    )


def outline(made: Any, level: int) -> None:
    """Lets the paragraph appear in the navigation pane. `level` 0 is the topmost."""
    made._p.get_or_add_pPr().append(element("w:outlineLvl", val=level))


def page_number(where: Any) -> None:
    """The number of the page, centred, as a field (NĐ 30, Phụ lục I, mục I.7)."""
    made = where.paragraphs[0]
    shape(made, LOOKS["page"])
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), (None, "2"), ("end", "")):
        run = _run(made, "", LOOKS["page"])
        if kind is None:
            run.text = text
        elif kind:
            run._r.append(element("w:fldChar", fldCharType=kind))
        else:
            code = element("w:instrText")
            code.text = f" {text} "
            run._r.append(code)


# --- Tables -----------------------------------------------------------------------------------------------------


def table(where: Any, shares: Sequence[float], width: float, *, ruled: bool) -> Any:
    """An empty table of fixed width in mm whose columns take their shares of it."""
    made = where.add_table(rows=0, cols=len(shares))
    properties = made._tbl.tblPr
    for old in list(properties):
        properties.remove(old)
    for new in _table_properties(width, ruled):
        properties.append(new)
    for column, mm in zip(made.columns, widths(shares, width), strict=True):
        column.width = Mm(mm)
    return made


def widths(shares: Sequence[float], width: float) -> list[float]:
    return [width * share / sum(shares) for share in shares]


def _table_properties(width: float, ruled: bool) -> list[Any]:
    """In the order that the schema asks for: width, centring, borders, layout, margins."""
    made = [element("w:tblW", w=twips(width), type="dxa"), element("w:jc", val="center")]
    if ruled:
        borders = element("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            borders.append(element(f"w:{side}", val="single", sz=4, space=0, color="000000"))
        made.append(borders)
    made.append(element("w:tblLayout", type="fixed"))
    margins = element("w:tblCellMar")
    for side, mm in (("top", _CELL_TOP), ("left", _CELL_SIDE), ("bottom", _CELL_TOP), ("right", _CELL_SIDE)):
        margins.append(element(f"w:{side}", w=twips(mm if ruled else 0), type="dxa"))
    return [*made, margins]


def row(made: Any, mms: Sequence[float], *, header: bool = False, lines: int = 1) -> list[Any]:
    """A new row with empty cells. `lines` is about how many lines it will have: only tall rows may break."""
    added = made._tbl.add_tr()
    properties = added.get_or_add_trPr()
    if lines <= _TALL:
        properties.append(element("w:cantSplit"))
    if header:
        properties.append(element("w:tblHeader"))
    return [_cell(added, made, mm) for mm in mms]


def _cell(row_: Any, table_: Any, mm: float) -> Any:
    made = copy(_cell_form(mm))
    row_.append(made)
    return _Cell(made, table_)


@cache
def _cell_form(mm: float) -> Any:
    made, properties = element("w:tc"), element("w:tcPr")
    properties.append(element("w:tcW", type="dxa", w=twips(mm)))
    made.append(properties)
    made.append(element("w:p"))
    return made


def filled_row(made: Any, mms: Sequence[float], texts: Sequence[str], looks: Sequence[Look], lines: int) -> None:
    """A new row with these texts. Rows of the same looks are copies of one row: a long table has thousands."""
    added = copy(_row_form(tuple(mms), tuple(looks), lines <= _TALL))
    made._tbl.append(added)
    for place, text, look in zip(added.iterchildren(_TC), map(clean, texts), looks, strict=True):
        line = place[-1]
        if _TAKES_MORE.search(text):
            place.remove(line)
            paragraph(_Cell(place, made), text, look)
        else:
            _say(line, text)


@lru_cache(maxsize=256)
def _row_form(mms: tuple[float, ...], looks: tuple[Look, ...], whole: bool) -> Any:
    made, properties = element("w:tr"), element("w:trPr")
    if whole:
        properties.append(element("w:cantSplit"))
    made.append(properties)
    for mm, look in zip(mms, looks, strict=True):
        place = copy(_cell_form(mm))
        place.replace(place[-1], copy(_line_form(look)))
        made.append(place)
    return made


@cache
def _line_form(look: Look) -> Any:
    """A paragraph that is made for one line of text."""
    made, run = element("w:p"), element("w:r")
    run.append(copy(_run_form(look.size, look.bold, look.italic)))
    run.append(element("w:t"))
    made.append(copy(_paragraph_form(look)))
    made.append(run)
    return made


def _say(line: Any, text: str) -> None:
    """One line of text into a paragraph that is made for it."""
    if text:
        _put(line[-1][-1], text)
    else:
        line.remove(line[-1])


@cache
def aligned(look: str, align: Align | None, bold: bool) -> Look:
    """A look of the profile as a column or a row wants it."""
    base = LOOKS[look]
    return replace(base, align=align or base.align, bold=bold or base.bold)


def fill(
    cell: Any, text: str, look: str, *, align: Align | None = None, bold: bool = False, grey: bool = False
) -> None:
    """The text of a cell in place of the empty paragraph that it starts with."""
    first, text = cell._tc.find(_P), clean(text)
    if _TAKES_MORE.search(text):
        paragraph(cell, text, aligned(look, align, bold))
        cell._tc.remove(first)
    else:
        line = copy(_line_form(aligned(look, align, bold)))
        _say(line, text)
        cell._tc.replace(first, line)
    if grey:
        cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill="EDEDED"))


def span(cells: Sequence[Any]) -> Any:
    """The cells of a new row as one. The library would look through the whole table for what stands above them."""
    first, *others = cells
    if others:
        properties = first._tc.tcPr
        properties.tcW.set(qn("w:w"), str(sum(cell._tc.tcPr.tcW.w for cell in cells)))
        properties.append(element("w:gridSpan", val=len(cells)))
        for cell in others:
            cell._tc.getparent().remove(cell._tc)
    return first


def drop_first(cell: Any) -> None:
    """Removes the empty paragraph that a new cell starts with, once others follow it."""
    cell._tc.remove(cell.paragraphs[0]._p)
