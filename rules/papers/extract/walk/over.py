"""Headings over several initiatives: the area of those below, how many there are, whose they are, of which year."""

import re
from collections.abc import Iterator

from rules.campaign import FieldSpec
from rules.lexicon import lexicon
from rules.papers.extract.cut import style
from rules.papers.extract.draft import Piece
from rules.papers.extract.labels import LabelBook
from rules.papers.extract.lines import Line
from rules.papers.extract.values import exact_choice, only_choice
from rules.papers.extract.walk.events import (
    AreaIs,
    Captioned,
    Closed,
    Counted,
    Event,
    Events,
    Interrupted,
    OfAnotherYear,
    RemarkExpected,
)
from rules.papers.extract.walk.here import Area, Here
from rules.papers.extract.walk.paper import Paper
from rules.quantities import years_outside_dates
from rules.text import bare, is_section_number, words

_COUNTED = re.compile(r"(?:gom|co|tong (?:so|cong):?|dang ki)\s+(?:thuc hien\s+)?(\d{1,2})\s")
_IN_WORDS = re.compile(r"^\s*\([^()]{2,12}\)")  # "03 (ba)"
_COUNT_REACH = 60  # characters behind a number in which what is counted stands
_HEADING_REACH = 120  # characters of a heading that names a choice
_GROUP = 6  # words of a heading that names a choice behind a word for what it is
_CAPTION = 14  # words of a heading that may name a unit
_MORE = (("thong", "tin"), ("chi", "tiet"))  # "THÔNG TIN CHI TIẾT" goes on about the initiative above it
_ALL_OF = frozenset({"cac", "nhung", "nhom", "ve", "phan", "mot", "so"})
_REMARK = 0.6  # how surely a heading must ask for a remark


def stands_over(line: Line, paper: Paper) -> Iterator[Event]:
    """What a line that stands out says of all that is below it."""
    if line.number or line.bold or line.is_section:
        speaks = line not in paper.above and _speaks_of_another_year(line, paper.book)
        yield OfAnotherYear(speaks)
        if len(words(line.text)) <= _CAPTION:
            yield Captioned(Piece(line.text, line.where, "heading-above"))


def _speaks_of_another_year(line: Line, book: LabelBook) -> bool:
    """ "Phần 1. Đã đăng ký năm 2023": what is listed below it is none of this campaign's."""
    named = years_outside_dates(line.text)
    over = book.has_noun(line.text) or is_section_number(line.number)
    return bool(named) and book.campaign.year not in named and over


def section(line: Line, here: Here, book: LabelBook) -> Events:
    """A heading over a part of the paper."""
    label = book.match(line.text)
    more = is_section_number(line.number) or words(line.text)[:2] in _MORE
    asks = label is not None and label.target == "remark" and label.score >= _REMARK
    area = area_said(line, here, book)
    return (
        Interrupted() if more and here.mode is not None else Closed(),
        *((RemarkExpected(label, line.number),) if label is not None and asks else ()),
        *((area,) if area else ()),
        *counts_said(line.text, book),
    )


def area_said(line: Line, here: Here, book: LabelBook) -> AreaIs | None:
    """A heading that names a choice settles it for the initiatives below; the next one of its sort ends that."""
    text = line.text.partition(":")[0].strip(" .:")
    if len(text) > _HEADING_REACH:
        return None
    kind = _kind_alone(line, book)
    if kind is not None:
        return AreaIs(Area(kind[0], Piece(kind[1], line.where, "heading-above"), style(line.number)))
    if line.number or line.bold or line.is_section:
        for spec in book.campaign.fields:
            code = _choice_said(spec, text) if spec.kind == "choice" and spec is not book.kind_field else None
            if code:
                return AreaIs(Area(spec.code, Piece(code, line.where, "heading-above"), style(line.number)))
    if here.area is None:
        return None
    over_all = bool(line.number) and len(words(text)) <= _CAPTION and book.noun_count(text) > 1
    looks_so = bool(line.number) or (line.bold and len(words(text)) <= _GROUP)
    like_it = looks_so and style(line.number) == here.area.style
    return AreaIs(None) if line.is_section or over_all or like_it else None


def _choice_said(spec: FieldSpec, text: str) -> str | None:
    """ "Cải cách thể chế", also behind a word for what it is, and shortened: "Khối thể chế", "Mảng thủ tục"."""
    said = exact_choice(spec, text)
    rest = words(text)[1:]
    if said or not rest or len(rest) > _GROUP:
        return said
    begun = {way.code for way in spec.ways if len(rest) > 1 and way.phrase[: len(rest)] == rest}
    return only_choice(spec, text.partition(" ")[2]) or (begun.pop() if len(begun) == 1 else None)


def _kind_alone(line: Line, book: LabelBook) -> tuple[str, str] | None:
    """ "II. GIẢI PHÁP", "1. Các mô hình": what all those below it are; "Mô hình 1" begins one."""
    if not line.number:
        return None
    tokens = tuple(token for token in words(line.text) if token not in _ALL_OF)
    return book.named_kind(tokens) if tokens in book.nouns else None


def counts_said(text: str, book: LabelBook) -> tuple[Counted, ...]:
    """ "Danh sách gồm 04 sáng kiến": how many the document says there are."""
    plain = bare(text)
    counted = []
    for found in _COUNTED.finditer(plain):
        behind = _IN_WORDS.sub("", plain[found.end() : found.end() + _COUNT_REACH]).lstrip()
        if any(behind.startswith(bare(noun)) for noun in (*book.campaign.topic.nouns, *lexicon().table.items)):
            counted.append(Counted(int(found.group(1))))
    return tuple(counted)
