"""The head of a document: who issues it, its number, to whom it goes, and what its title says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rules.document import Table, Where
from rules.lexicon import lexicon
from rules.papers.extract.columns import find_header
from rules.papers.extract.cut import split_labels
from rules.papers.extract.labels import LabelBook
from rules.papers.extract.lines import (
    Item,
    Line,
    cell_lines,
    is_addressee,
    is_date_line,
    is_frame_table,
    is_number_line,
    is_rule,
    is_signature_table,
    table_lines,
)
from rules.quantities import years
from rules.text import bare, is_section_number, is_upper, words

_SEARCHED = 60  # items of a stream in which the head ends
_MOST = 8  # lines of a title
_SENTENCE = 12  # words
_LONGEST = 240  # characters of a line of a title
_PLACE_AND_MONTH = re.compile(r"[^,:\d]{2,30},\s*(?:dau |giua |cuoi )?thang\s*\d{1,2}\s*(?:nam\s*)?[/.-]?\s*20\d\d\W*")
_MOTTO = re.compile(r"(?:cong\s+hoa\s+xa\s+hoi\s+chu\s+nghia|doc\s+lap\s*[-–.]?\s*tu\s+do)", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:^|\s)v/v:?\s", re.IGNORECASE)
_SIGN = re.compile(r"^so\s*:?\s*[\d.…_ ]*/\s*([\w&.\-…]+)", re.IGNORECASE)


@dataclass(slots=True)
class Head:
    """What stands above the content. `issuer` is the header block without the motto, line by line."""

    issuer: list[Line] = field(default_factory=list)
    sign: str = ""  # "BC-THPTS2BT" of "Số: 96/BC-THPTS2BT"
    sign_where: Where | None = None
    dated: list[int] = field(default_factory=list)  # years in the place-and-date line
    title: list[Line] = field(default_factory=list)
    addressed: bool = False  # "Kính gửi"

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.title)


def head_of(items: Sequence[Item], book: LabelBook) -> Head:
    """The head of a stream of lines and tables."""
    head = Head()
    for item in items[:_SEARCHED]:
        if isinstance(item, Table):
            if not is_frame_table(item) or (head.title and is_signature_table(item)):
                _above_header(item, head, book)
                break
            for line in table_lines(item):
                _frame_line(line, head)
        elif not _take(item, head, book):
            break
    return head


def _above_header(table: Table, head: Head, book: LabelBook) -> None:
    """Rows of a sheet that stand over the header row of its list."""
    header = find_header(table, book)
    for row in table.rows[: header.top] if header else ():
        for cell in row:
            if cell.is_origin:
                for line in cell_lines(cell):
                    _take(line, head, book)


def _frame_line(line: Line, head: Head) -> None:
    """A line of the header table: issuer, number, date, "V/v"."""
    before, motto = _without_motto(line.text)
    if motto:
        if before:
            head.issuer.append(_with_text(line, before))
        return
    if _common(line, head):
        return
    if head.sign or head.dated or _SUBJECT.search(bare(line.text)):
        head.title.append(line)
    else:
        head.issuer.append(line)


def _common(line: Line, head: Head) -> bool:
    if is_rule(line.text):
        return True
    if is_number_line(line.text):
        sign = _SIGN.match(bare(line.text))
        head.sign, head.sign_where = sign.group(1) if sign else "", line.where
        subject = _SUBJECT.search(bare(line.text))
        if subject and len(bare(line.text)) == len(line.text):
            head.title.append(_with_text(line, line.text[subject.start() :].strip()))
        return True
    if is_date_line(line.text):
        head.dated.extend(years(line.text))
        return True
    return False


def _take(line: Line, head: Head, book: LabelBook) -> bool:
    """Whether the line still belongs to the head."""
    if line.flow == "footer":
        return True
    before, motto = _without_motto(line.text)
    if motto:
        if before:
            head.issuer.append(_with_text(line, before))
        return True
    if _common(line, head):
        return True
    if is_addressee(line.text):
        head.addressed = True
        return bool(not head.title)
    if _is_of_a_letter(line):
        head.addressed = True
        return True
    if (_is_issuer(line) or _goes_on(line, head)) and not _speaks(line.text, book):
        head.issuer.append(line)
        return True
    if is_section_number(line.number) or len(line.text) > _LONGEST or _is_sentence(line):
        return False
    return _entitles(line, head, book)


def _is_of_a_letter(line: Line) -> bool:
    """ "Các đồng chí thân mến,", "Si Ma Cai, cuối tháng 10 năm 2024": how a letter begins."""
    if line.centred or line.bold or is_upper(line.text):
        return False
    return line.text.rstrip().endswith(",") or _PLACE_AND_MONTH.fullmatch(bare(line.text)) is not None


def _entitles(line: Line, head: Head, book: LabelBook) -> bool:
    """A line where the title stands: taken for it where it may be; whether what follows may still be of the head."""
    if _goes_on_below(line, head):
        head.title.append(line)
        return len(head.title) < _MOST
    labels = [label for label, _ in split_labels(line, book) if label]
    if any(label.target in ("field", "remark", "unit") for label in labels) and not _is_title(line, book):
        return not head.title and all(label.target == "unit" for label in labels)  # "Đơn vị: ..." over the title
    if line.number and not line.centred and head.title:
        return False
    if head.title and not (
        line.centred or line.bold or is_upper(line.text) or line.text.startswith("(") or len(head.title) < 3
    ):
        return False
    if not labels or _names_kind(line) or _is_title(line, book):
        head.title.append(line)
    return len(head.title) < _MOST


def _goes_on_below(line: Line, head: Head) -> bool:
    """A centred line in bold right below another one: the rest of the title, whatever label stands in it."""
    above = head.title[-1] if head.title else None
    return (
        above is not None
        and all((one.centred and one.bold and not one.number) for one in (above, line))
        and (":" not in line.text)
    )


def _is_sentence(line: Line) -> bool:
    """Running text, which says what somebody does and is no title of anything."""
    stands_out = line.centred or line.bold or is_upper(line.text) or line.text.startswith("(")
    ends = line.text.rstrip().endswith((".", ":", ";")) or ". " in line.text
    return not stands_out and ends and len(words(line.text)) > _SENTENCE


def is_subject(text: str) -> bool:
    """ "V/v đăng ký sáng kiến": the subject of a letter (NĐ 30/2020, Phụ lục I, ô 5b)."""
    return _SUBJECT.search(bare(text)) is not None


def kinds_of_documents() -> tuple[str, ...]:
    """Every name of a kind of document that the lexicon knows."""
    documents = lexicon().documents
    return (*documents.never, *documents.lists, *documents.kinds)


def _is_title(line: Line, book: LabelBook) -> bool:
    """ "DANH SÁCH TẬP THỂ, CÁ NHÂN ĐĂNG KÝ SÁNG KIẾN": a kind of document that speaks, though a label stands in it."""
    if ":" in line.text or not (line.centred or line.bold or is_upper(line.text)):
        return False
    named = any(words(line.text)[: len(words(kind))] == words(kind) for kind in kinds_of_documents())
    return named and _speaks(line.text, book)


def _names_kind(line: Line) -> bool:
    """A line that is nothing but the kind of a document, in capitals: a title, though "Kế hoạch" is a label too."""
    return is_upper(line.text) and any(words(line.text) == words(kind) for kind in kinds_of_documents())


def _speaks(text: str, book: LabelBook) -> bool:
    """Whether a line names what the campaign collects or a stage: then it is a title, not an agency."""
    return book.has_noun(text) or any(
        f" {' '.join(words(word))} " in f" {' '.join(words(text))} "
        for stage in book.campaign.stages
        for word in stage.words
    )


def _goes_on(line: Line, head: Head) -> bool:
    """The rest of a name that was broken over two lines: capitals under the issuer, no kind of document."""
    if (
        not head.issuer
        or head.title
        or head.sign
        or head.dated
        or not is_upper(line.text)
        or len(words(line.text)) > 16
    ):
        return False
    return not any(words(line.text)[: len(words(kind))] == words(kind) for kind in kinds_of_documents())


def _is_issuer(line: Line) -> bool:
    tokens = words(line.text)
    starts = (
        *lexicon().units.superiors,
        *lexicon().units.institutions,
        "huyện",
        "thị xã",
        "thành phố",
        "cụm",
        "dân tộc nội trú",
        "văn phòng",
        "thanh tra",
    )
    return (
        len(tokens) <= 16
        and is_upper(line.text)
        and any(tokens[: len(words(start))] == words(start) for start in starts)
    )


def _without_motto(text: str) -> tuple[str, bool]:
    plain = bare(text)
    found = _MOTTO.search(plain)
    if not found:
        return text, False
    return (text[: found.start()].strip(" |\t-") if len(plain) == len(text) else ""), True


def _with_text(line: Line, text: str) -> Line:
    return Line(text, line.where, line.number, line.bold, line.centred, line.level, "", line.flow, line.in_table)


def issuer_texts(head: Head) -> Iterator[tuple[str, Where]]:
    """Texts that may name the issuer: all lines together, then each alone."""
    lines = [line for line in head.issuer if line.text]
    if lines:
        yield " ".join(line.shown for line in lines), lines[0].where
    for line in lines:
        yield line.shown, line.where
