"""The register facts of a document, read from its head and its foot: số, ký hiệu, ngày, trích yếu, người ký."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from rules.document import Table
from rules.imprint import ISSUED, ISSUER, KIND, NUMBER, POSITION, SIGN, SIGNER, SUBJECT, Imprint
from rules.initiative import Value
from rules.lexicon import lexicon
from rules.papers.extract.head import Head, kinds_of_documents
from rules.papers.extract.lines import (
    Item,
    Line,
    cell_lines,
    is_date_line,
    is_frame_table,
    is_motto,
    is_recipients,
    is_signature,
    table_lines,
)
from rules.papers.extract.people import is_person, people
from rules.quantities import dates
from rules.text import bare, fold, is_blank, is_section_number, is_upper, split_number, words

_HEAD = 40  # items in which the number of a document stands
_REACH = 6  # lines between who signs and the name
_NUMBER = re.compile(r"^\s*s[ốo]\s*[:.]?\s*(?P<number>\d{1,5}[a-z]?)?[\s.…_]*/\s*(?P<sign>[\w&.\-]*\w)", re.IGNORECASE)
_ATTACHED = re.compile(
    r"k[eè]m\s+theo\D{0,60}?s[oố]\s*[:.]?\s*(?P<number>\d{1,5}[a-z]?)\s*/\s*(?P<sign>[\w&.\-]*\w)", re.IGNORECASE
)
_SUBJECT = re.compile(r"(?:^|\s)v\s*/\s*v\s*:?\s*", re.IGNORECASE)
_TEMPLATE = re.compile(r"(?:mau|bieu mau|phu luc)(?:\s+so)?\s*[:.]?\s*(?:\d{1,3}[a-z]?|[ivx]{1,4})(?:/[\w\-]+)?[.:]?$")
_LONGEST_KIND = 5  # words
_LETTER = "Công văn"


def imprint_of(items: Sequence[Item], head: Head) -> Imprint:
    """What stands on the paper; nothing is guessed from names of files or mails."""
    facts: dict[str, Value] = {}
    for code, value in (*_numbered(items, head), *_titled(head), *_issued(items), *_signed(items)):
        facts.setdefault(code, value)
    issuer = _issuer(head)
    if issuer:
        facts[ISSUER] = issuer
    return Imprint(facts)


def _lines(items: Sequence[Item]) -> Iterator[Line]:
    for item in items:
        if not isinstance(item, Table):
            yield item
        elif is_frame_table(item):
            yield from table_lines(item)


def _numbered(items: Sequence[Item], head: Head) -> Iterator[tuple[str, Value]]:
    """Its own number, or that of the letter it is attached to ("Kèm theo Công văn số 87/... ngày ...")."""
    for line in _lines(items[:_HEAD]):
        found = _NUMBER.match(line.text)
        if found:
            if found["number"]:
                yield NUMBER, Value(found["number"], line.where, "number-line")
            yield SIGN, Value(found["sign"], line.where, "number-line")
            return
    for line in head.title:
        found = _ATTACHED.search(line.text)
        if found:
            yield NUMBER, Value(found["number"], line.where, "attached-to")
            yield SIGN, Value(found["sign"], line.where, "attached-to")
            for day in dates(line.text[found.end() :])[:1]:
                yield ISSUED, Value(day.isoformat(), line.where, "attached-to")
            return


def _issued(items: Sequence[Item]) -> Iterator[tuple[str, Value]]:
    """The first line of place and date: in the head, or above the signatures of a list."""
    for line in _lines(items):
        if is_date_line(line.text):
            yield from ((ISSUED, Value(day.isoformat(), line.where, "date-line")) for day in dates(line.text)[:1])
            return


def _titled(head: Head) -> Iterator[tuple[str, Value]]:
    """ "V/v ..." of a letter; else the kind of document on its own line and what stands under it."""
    for line in head.title:
        letter = _SUBJECT.search(line.text)
        if letter and not is_blank(line.text[letter.end() :]):
            yield KIND, Value(_LETTER, line.where, "subject-line")
            yield SUBJECT, Value(fold(line.text[letter.end() :]).rstrip(" ."), line.where, "subject-line")
            return
    lines = list(takewhile(_is_titling, (line for line in head.title if not _beside_title(line.text))))
    if len(lines) > 1 and _is_kind(lines[0].text):
        yield KIND, Value(fold(lines[0].text).capitalize(), lines[0].where, "title")
        lines = lines[1:]
    if lines:
        yield SUBJECT, Value(fold(" ".join(line.text for line in lines)).rstrip(" ."), lines[0].where, "title")


def _beside_title(text: str) -> bool:
    """What stands about a title without being one: "(Kèm theo ...)", "MẪU SỐ 01", a line of stars."""
    return text.startswith("(") or is_blank(text) or _TEMPLATE.match(bare(text)) is not None


def _is_titling(line: Line) -> bool:
    """Not yet the text below: "Căn cứ ...;", "... như sau:", "Phần I ..."."""
    return not line.text.rstrip().endswith((":", ";", ",")) and not is_section_number(split_number(line.shown)[0])


def _is_kind(text: str) -> bool:
    """Whether a line over others gives the kind of a document: "BÁO CÁO", "DANH SÁCH ĐĂNG KÝ", "BÁO CÁO TÓM TẮT"."""
    spoken = words(text)
    known = any(spoken[: len(words(kind))] == words(kind) for kind in kinds_of_documents())
    return known and len(spoken) <= _LONGEST_KIND and is_upper(text)


def _issuer(head: Head) -> Value | None:
    """The header block without the superior above it."""
    lines = [line for line in head.issuer if not is_blank(line.text)]
    superiors = [words(word) for word in lexicon().units.superiors]
    if len(lines) > 1 and any(words(lines[0].text)[: len(word)] == word for word in superiors):
        lines = lines[1:]
    return Value(fold(" ".join(line.text for line in lines)), lines[0].where, "header") if lines else None


# --- who signed -------------------------------------------------------------------------------------------------


def _signed(items: Sequence[Item]) -> Iterator[tuple[str, Value]]:
    """The first signature of the document; of several side by side the rightmost, which is that of the head."""
    for i, item in enumerate(items):
        if isinstance(item, Table):
            columns = list(_columns(item)) if is_frame_table(item) else []
        else:
            columns = [list(_following(items, i))] if _signs(item) else []
        last = next((column for column in reversed(columns) if any(_signs(line) for line in column)), None)
        if last is not None:
            yield from _signature(last)
            return


def _columns(table: Table) -> Iterator[list[Line]]:
    if any(is_motto(line.text) for line in table_lines(table)):
        return
    for i in range(table.width):
        yield [line for row in table.rows if row[i].is_origin for line in cell_lines(row[i])]


def _following(items: Sequence[Item], start: int) -> Iterator[Line]:
    for item in items[start : start + _REACH + 1]:
        if isinstance(item, Table) or is_recipients(item.text):
            return
        yield item


def _signs(line: Line) -> bool:
    return is_signature(line.text) and is_upper(line.text)


def _signature(lines: Sequence[Line]) -> list[tuple[str, Value]]:
    """Position and name in one column of lines; a place to sign that has no name yet is no signature."""
    posts = [line for line in lines if _signs(line)]
    if not posts:
        return []
    below = lines[lines.index(posts[-1]) + 1 :]
    for line in below[:_REACH]:
        names = people(line.text) if not line.text.startswith("(") else ()
        if len(names) == 1 and is_person(names[0]) and not bare(line.text).startswith("ki "):
            position = fold(" ".join(post.text for post in posts))
            return [
                (SIGNER, Value(names[0], line.where, "signature")),
                (POSITION, Value(position, posts[0].where, "signature")),
            ]
    return []
