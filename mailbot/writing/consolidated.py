"""The consolidated document as a Word file, set by NĐ 30/2020/NĐ-CP; the note for the office as another.

What a person must give (number, date, signature) is left blank in its place.
"""

import io
import math
from collections.abc import Iterable, Sequence
from typing import Any

from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm

from mailbot.writing import charts, word
from mailbot.writing.metrics import bold_width
from mailbot.writing.package import fixed
from mailbot.writing.profile import (
    DRAFT,
    HALF_SHARES,
    HEAD_SHARES,
    KEPT_TOGETHER,
    LOOKS,
    MOTTO,
    MOTTO_SQUEEZE,
    NATION,
    TEXT_WIDTH,
    WIDE_TEXT,
)
from rules.campaign import Campaign
from rules.drafting.brief import Brief
from rules.drafting.report import (
    Appendix,
    Block,
    Chart,
    Column,
    Cover,
    Foot,
    Grid,
    Head,
    Paragraph,
    Report,
    Row,
    Section,
    appendix_name,
)

LETTER = "Công văn"  # what a document is that names no kind

_MM_PER_POINT = 25.4 / 72
_AGENCY_RULE = 0.4  # of the text: between a third and a half
_SUBJECT_WIDTH = 0.85  # of the text block: the subject is set in even lines within it
_BLANK = "     "  # where a person writes a number
_OUTLINE = {"phan": 0, "muc": 0, "khoan": 1, "diem": 2}
_REGULAR = 0.93  # of the width of bold type
_PADDING = 3.0  # mm beside the text of a cell
_WORD_AT_MOST = 28.0  # mm; a longer word (an address) may be broken
_SHORT = 24.0  # mm; a column of such texts is not folded ...
_SHORT_IN_ALL = 0.6  # ... as long as this share of the table is not passed
_EVEN, _EVEN_WIDE = 0.7, 0.9  # 1: columns grow with their texts; less: short columns get a little more
_BEFORE_TABLE = 6.0  # points between a text and a table without a title
_KEPT_ROWS = 3  # the head and two rows
_BRIEF_CHART = 0.72  # of the text block: six lines and a picture stay on half a page
_WIDE_FROM = 7  # columns; a table with as many gets the smaller type


def write_docx(report: Report, campaign: Campaign) -> bytes:
    """The document itself. Equal reports give equal bytes."""
    document = word.blank_document()
    _head(document, report.head)
    for block in report.opening:
        _block(document, block, TEXT_WIDTH)
    for section in report.sections:
        _section(document, section)
    word.paragraph(document, report.closing.text, "body").paragraph_format.keep_with_next = True
    _foot(document, report.foot)
    for number, appendix in enumerate(report.appendices, start=1):
        name = appendix_name(number, len(report.appendices))
        _appendix(document, appendix, name, _attached(report.head, campaign))
    title = f"{report.head.kind or LETTER} {report.head.subject}"
    return _saved(document, title, report.head.agency, report.cover.digest)


def write_cover(report: Report, campaign: Campaign) -> bytes:
    """The note for the office: gaps, checks, internal tables and the manifest. It goes to nobody else."""
    document = word.blank_document()
    word.paragraph(document, "GHI CHÚ KÈM DỰ THẢO", "appendix")
    word.paragraph(document, f"{report.head.kind} {report.head.subject}", "attached")
    _notes(document, report.cover)
    for number, appendix in enumerate(report.cover.appendices, start=1):
        _appendix(document, appendix, f"Biểu {number}", "(Tài liệu nội bộ, không gửi kèm văn bản)")
    _appendix(document, _manifest(report.cover, campaign), "Nguồn số liệu", "(Tài liệu nội bộ, không gửi kèm văn bản)")
    return _saved(document, f"Ghi chú kèm dự thảo {report.head.subject}", report.head.agency, report.cover.digest)


def write_brief(brief: Brief, campaign: Campaign) -> bytes:
    """The half page for the leader who signs."""
    document = word.blank_document()
    word.paragraph(document, "TÓM TẮT TRÌNH LÃNH ĐẠO", "appendix")
    word.paragraph(document, brief.subject, "attached")
    for line in brief.lines:
        word.paragraph(document, line.text, "brief", lead=line.lead)
    if brief.chart:
        _chart(document, brief.chart, _BRIEF_CHART * TEXT_WIDTH)
    agency = campaign.office.agency
    return _saved(document, f"Tóm tắt trình lãnh đạo {brief.subject}", agency, brief.digest)


# --- The file ---------------------------------------------------------------------------------------------------


def _saved(document: Any, title: str, creator: str, identifier: str) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return fixed(out.getvalue(), title=title, creator=creator, identifier=identifier)


# --- First page -------------------------------------------------------------------------------------------------


def _head(document: Any, head: Head) -> None:
    left, right = word.widths(HEAD_SHARES, TEXT_WIDTH)
    made = word.table(document, HEAD_SHARES, TEXT_WIDTH, ruled=False)
    agency, nation = word.row(made, (left, right))
    word.paragraph(agency, head.superior.upper(), "superior")
    word.paragraph(agency, head.agency.upper(), "agency")
    word.rule(agency, left, _AGENCY_RULE * min(left, _bold_mm(head.agency.upper(), "agency")))
    word.paragraph(nation, NATION, "nation", squeeze=MOTTO_SQUEEZE)
    word.paragraph(nation, MOTTO, "motto")
    word.rule(nation, right, _bold_mm(MOTTO, "motto"))
    number, day = word.row(made, (left, right))
    word.paragraph(number, f"Số:{_BLANK}/{head.sign}", "number")
    if not head.kind:
        word.paragraph(number, f"V/v {head.subject}", "regarding")
    mark = word.paragraph(number, DRAFT, "draft")
    word.boxed(mark, left, _bold_mm(DRAFT, "draft") + 6)
    word.paragraph(day, f"{head.place}, ngày{_BLANK}tháng{_BLANK}năm {head.year}", "date")
    for cell in (agency, nation, number, day):
        word.drop_first(cell)
    if head.kind:
        _title(document, head)
    _addressees(document, head.to)


def _title(document: Any, head: Head) -> None:
    word.paragraph(document, head.kind.upper(), "kind")
    lines = balanced(head.subject, _SUBJECT_WIDTH * TEXT_WIDTH)
    word.paragraph(document, "\n".join(lines), "subject")
    word.rule(document, TEXT_WIDTH, _AGENCY_RULE * max(_bold_mm(line, "subject") for line in lines))


def _bold_mm(text: str, look: str) -> float:
    return bold_width(text, LOOKS[look].size) * _MM_PER_POINT


def balanced(text: str, width: float) -> list[str]:
    """A title in as few lines as fit into `width` mm, all of about the same length."""
    words = _atoms(text)
    count = max(1, math.ceil(_bold_mm(text, "subject") / width))
    aim = _bold_mm(text, "subject") / count
    lines: list[str] = []
    for place, word_ in enumerate(words):
        grown = f"{lines[-1]} {word_}" if lines else word_
        too_long = _bold_mm(grown, "subject") > width
        reached = bool(lines) and _bold_mm(lines[-1], "subject") >= aim - _bold_mm(word_, "subject") / 2
        if not place or too_long or (reached and len(lines) < count):
            lines.append(word_)
        else:
            lines[-1] = grown
    return lines


def _atoms(text: str) -> list[str]:
    """The words of a subject; two syllables of one word, and a number and its noun, stay on one line."""
    found: list[str] = []
    for syllable in text.split():
        pair = f"{found[-1]} {syllable}" if found else syllable
        if found and (pair.casefold().rstrip(",;") in KEPT_TOGETHER or syllable.rstrip(",;").isdigit()):
            found[-1] = pair
        else:
            found.append(syllable)
    return found


def _addressees(document: Any, to: tuple[str, ...]) -> None:
    """One addressee stands behind the colon; several each on a line, dashes below the colon."""
    if len(to) == 1:
        word.paragraph(document, f"Kính gửi: {to[0]}", "to")
        return
    start = 40.0
    first = word.paragraph(document, "Kính gửi:", "to-first")
    first.paragraph_format.left_indent = Mm(start - 20)
    for place, name in enumerate(to, start=1):
        line = word.paragraph(document, f"- {name}{'.' if place == len(to) else ';'}", "to-line")
        line.paragraph_format.left_indent = Mm(start)


# --- Body -------------------------------------------------------------------------------------------------------


def _section(document: Any, section: Section) -> None:
    mark = {"phan": f"Phần {section.number}", "diem": f"{section.number})"}.get(section.level, f"{section.number}.")
    title = section.title.upper() if section.level in ("phan", "muc") else section.title
    if section.level == "phan":
        word.paragraph(document, mark, "phan")
        heading = word.paragraph(document, title, "phan")
    else:
        heading = word.paragraph(document, f"{mark} {title}", section.level)
    word.outline(heading, _OUTLINE[section.level])
    for block in section.blocks:
        _block(document, block, TEXT_WIDTH)
    for part in section.sections:
        _section(document, part)


def _block(document: Any, block: Block, width: float) -> None:
    if isinstance(block, Paragraph):
        text = f"- {block.text}" if block.role == "item" else block.text
        made = word.paragraph(document, text, block.role, lead=block.lead)
        made.paragraph_format.keep_with_next = text.endswith(":")  # what it announces follows
    elif isinstance(block, Grid):
        _grid(document, block, width)
    else:
        _chart(document, block, width)


def _chart(document: Any, chart: Chart, width: float) -> None:
    holder = word.paragraph(document, "", "table-title")
    holder.paragraph_format.keep_with_next = False
    word.picture(holder, charts.picture(chart, width), width, chart.in_words)


def _grid(document: Any, grid: Grid, width: float) -> None:
    if grid.title:
        word.paragraph(document, grid.title, "table-title")
    else:
        word.room_below(document, _BEFORE_TABLE)
    wide = len(grid.columns) >= _WIDE_FROM
    head, body = ("wide-head", "wide-cell") if wide else ("table-head", "cell")
    mms = fitted(grid, width, LOOKS[body].size)
    made = word.table(document, mms, width, ruled=True)
    for cell, column in zip(word.row(made, mms, header=True), grid.columns, strict=True):
        word.fill(cell, column.label, head, grey=True)
        cell.vertical_alignment = 1
    for row in grid.rows:
        _row(made, row, grid.columns, mms, body)
    _keep_first(made)


def _keep_first(made: Any) -> None:
    """The head of a table and its first rows stay on one page."""
    for row in made._tbl.tr_lst[:_KEPT_ROWS]:
        for paragraph in row.iter(qn("w:p")):
            properties = paragraph.get_or_add_pPr()
            properties.get_or_add_keepNext().val = True


def fitted(grid: Grid, width: float, size: float) -> list[float]:
    """Widths in mm: no word is broken, what is left goes to the columns with much to say, else by their shares."""
    columns = list(zip(*(row.cells for row in grid.rows if row.kind != "group"), strict=True))
    labels = [column.label for column in grid.columns]
    least = [
        max(_widest_word((label,), size), min(_WORD_AT_MOST, _widest_word(texts, size * _REGULAR))) + _PADDING
        for label, texts in zip(labels, columns or [()] * len(labels), strict=True)
    ]
    wanted = [
        max(floor, _typical(texts, size)) for floor, texts in zip(least, columns or [()] * len(least), strict=True)
    ]
    for place in sorted(range(len(least)), key=lambda place: wanted[place]):
        if wanted[place] <= _SHORT and sum(least) - least[place] + wanted[place] <= _SHORT_IN_ALL * width:
            least[place] = wanted[place]
    room = width - sum(least)
    if room <= 0:
        return word.widths(least, width)
    if sum(wanted) <= width:
        rest = word.widths([column.share for column in grid.columns], width - sum(wanted))
        return [own + more for own, more in zip(wanted, rest, strict=True)]
    power = _EVEN_WIDE if len(columns) >= _WIDE_FROM else _EVEN
    more = [(want - floor) ** power for want, floor in zip(wanted, least, strict=True)]
    return [floor + extra for floor, extra in zip(least, word.widths(more, room), strict=True)]


def _widest_word(texts: Iterable[str], size: float) -> float:
    return max((bold_width(word_, size) * _MM_PER_POINT for text in texts for word_ in text.split()), default=0.0)


def _typical(texts: Sequence[str], size: float) -> float:
    """The length in mm on one line that nine in ten texts of a column do not exceed."""
    lengths = sorted(bold_width(text, size * _REGULAR) * _MM_PER_POINT for text in texts)
    return lengths[(len(lengths) * 9) // 10] + _PADDING if lengths else 0.0


def _row(made: Any, row: Row, columns: tuple[Column, ...], mms: list[float], look: str) -> None:
    if row.kind == "group":
        cells = word.row(made, mms)
        word.fill(word.span(cells), row.cells[0], look, bold=True)
        for paragraph in cells[0].paragraphs:
            paragraph.paragraph_format.keep_with_next = True
        return
    looks = [word.aligned(look, column.align, row.kind == "total") for column in columns]
    word.filled_row(made, mms, row.cells, looks, _lines(row, mms, LOOKS[look].size))


def _lines(row: Row, mms: list[float], size: float) -> int:
    """About how many lines the highest cell needs; a letter is a little less than half its size wide."""
    letter = 0.45 * size * _MM_PER_POINT
    return max(math.ceil(len(text) * letter / mm) for text, mm in zip(row.cells, mms, strict=True))


# --- Signature, appendices --------------------------------------------------------------------------------------


def _foot(document: Any, foot: Foot) -> None:
    """Recipients at the left, signature at the right, on one page."""
    word.paragraph(document, "", "recipient").paragraph_format.keep_with_next = True
    made = word.table(document, HALF_SHARES, TEXT_WIDTH, ruled=False)
    left, right = word.row(made, word.widths(HALF_SHARES, TEXT_WIDTH))
    word.paragraph(left, "Nơi nhận:", "recipients")
    for place, name in enumerate(foot.recipients, start=1):
        word.paragraph(left, f"- {name}{'.' if place == len(foot.recipients) else ';'}", "recipient")
    for line in (foot.authority, foot.title):
        if line:
            word.paragraph(right, line.upper(), "authority")
    word.paragraph(right, foot.name or "[… họ và tên]", "signer")
    word.drop_first(left)
    word.drop_first(right)


def _attached(head: Head, campaign: Campaign) -> str:
    """The line under the title of an appendix; number and date are a person's."""
    issuer = head.agency
    kind = head.kind or LETTER
    return f"(Kèm theo {kind} số{_BLANK}/{head.sign} ngày{_BLANK}tháng{_BLANK}năm {campaign.year} của {issuer})"


def _appendix(document: Any, appendix: Appendix, name: str, attached: str) -> None:
    """A section of its own whose pages count from 1."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    word.page(section, landscape=appendix.landscape)
    _count_from_one(section)
    width = WIDE_TEXT if appendix.landscape else TEXT_WIDTH
    word.outline(word.paragraph(document, name, "appendix"), 0)
    lines = balanced(appendix.title.upper(), _SUBJECT_WIDTH * width)
    word.paragraph(document, "\n".join(lines), "appendix-title")
    word.paragraph(document, _in_two(attached, width), "attached")
    for block in appendix.blocks:
        _block(document, block, width)


def _in_two(attached: str, width: float) -> str:
    """Broken before the issuer where it is longer than a line."""
    fits = _bold_mm(attached, "attached") * _REGULAR <= width
    head, of, issuer = attached.rpartition(" của ")
    return attached if fits or not of else f"{head}\n{of.strip()} {issuer}"


def _count_from_one(section: Any) -> None:
    properties = section._sectPr
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    number = word.element("w:pgNumType", start=1)
    following = [properties.find(qn(tag)) for tag in ("w:cols", "w:titlePg", "w:docGrid")]
    next(found for found in following if found is not None).addprevious(number)


# --- The note ---------------------------------------------------------------------------------------------------

_GAP_COLUMNS = (Column("STT", 8, "centre"), Column("Vị trí", 36), Column("Nội dung cần bổ sung", 56))


def _notes(document: Any, cover: Cover) -> None:
    if cover.since:
        _changes(document, cover)
    word.paragraph(document, "1. Nội dung cần người có trách nhiệm bổ sung", "khoan")
    if cover.gaps:
        rows = tuple(Row((str(place), gap.where, gap.what)) for place, gap in enumerate(cover.gaps, start=1))
        _grid(document, Grid(_GAP_COLUMNS, rows), TEXT_WIDTH)
    else:
        word.paragraph(document, "Không có.", "body")
    word.paragraph(document, "2. Việc cần kiểm tra trước khi trình ký", "khoan")
    for text in cover.checks:
        word.paragraph(document, f"- {text}", "item")
    word.paragraph(document, f"Mã số liệu của bản dự thảo này: {cover.digest[:16]}.", "body")


def _changes(document: Any, cover: Cover) -> None:
    """What to carry over into a draft that a person has edited meanwhile."""
    word.paragraph(document, f"Thay đổi so với bản dự thảo lập lúc {cover.since}", "khoan")
    if not cover.changes:
        word.paragraph(document, "Số liệu không thay đổi.", "body")
        return
    told = "Bản dự thảo đã sửa vẫn giữ nguyên. Nếu dùng tiếp thì cần đưa vào các thay đổi sau:"
    word.paragraph(document, told, "body").paragraph_format.keep_with_next = True
    for text in cover.changes:
        word.paragraph(document, f"- {text}", "item")


_SOURCE_COLUMNS = (
    Column("STT", 5, "centre"),
    Column("Đơn vị", 20),
    Column("Đợt", 11),
    Column("Bản số", 7, "centre"),
    Column("Thời điểm nhận", 12, "centre"),
    Column("Tệp", 21),
    Column("Số lượng", 7, "centre"),
    Column("Tình trạng", 12),
    Column("Còn thiếu", 20),
    Column("Mã nội dung", 11, "centre"),
)


def _manifest(cover: Cover, campaign: Campaign) -> Appendix:
    """Every version that was counted, and every unit of which nothing is there."""
    rows = tuple(_manifest_rows(cover, campaign))
    return Appendix("Các bản gửi đến được tính trong dự thảo", (Grid(_SOURCE_COLUMNS, rows),), landscape=True)


def _manifest_rows(cover: Cover, campaign: Campaign) -> Iterable[Row]:
    for place, source in enumerate(cover.sources, start=1):
        version = str(source.version) if source.version is not None else ""
        number = str(source.initiatives) if source.version is not None else ""
        label = campaign.stage(source.stage).label
        files = "; ".join(source.files)
        told = (source.name, label, version, source.arrived, files, number, source.state, source.missing)
        yield Row((str(place), *told, source.digest[:10]))
