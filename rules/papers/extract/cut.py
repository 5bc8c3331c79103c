"""Text cut at its labels, wherever it stands: a line, a part of a sentence, brackets behind a name, a cell of a table.

A label stands before a colon, before leaders, in bold, before a tab, alone on the line, or inside it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from rules.papers.extract.columns import looks_like
from rules.papers.extract.labels import ALONE, INLINE, NAME_ALONE, Label, LabelBook
from rules.papers.extract.lines import Line
from rules.papers.extract.people import is_person, people
from rules.text import at_leaders, is_blank, is_section_number, quoted, split_number, words

_LABEL_REACH = 110  # characters before the colon of a label
_REMEMBERED = 400  # characters of a text whose pieces are kept
_BEHIND = " .;,"  # brackets at the end of a text
_BRACKETS = re.compile(r"\s*\((?P<inside>[^()]*:[^()]*)\)[\s.;,]*$")
_COLON = re.compile(r":")
_WORD_START = re.compile(r"(?<![^\W_])[^\W\d_]")
_BREAK = re.compile(r"[.;\t\n“”\"]")
_END = re.compile(r"[.;,()\]”\"\t]\s*$|\s\s$|\s[-–]\s*$")
_AFTER_MARK = re.compile(r"[;,(]\s*$")  # "...; tác giả: ...", "(tác giả: ...": a small letter begins a label there, too
_SAYS_WHAT = re.compile(r":\s*$")
_EXACT, _TITLE = 0.99, 0.95
_NEXT_NUMBER = re.compile(r"(?:^|\s)\(?(?:\d{1,2}|[a-zđ])[.)]\s*$")
_MOST_INNER = 40  # colons of a line that are looked at
_LONGEST_INNER = 8  # words of a label inside a line
_MAY_STAND_ALONE = frozenset({"field", "remark", "unit", "ignored"})  # labels, on a line without a colon


Pieces = tuple[tuple[Label | None, str], ...]
"""What stands before the first label, under None, then each label with its value; () for a text without labels."""


def split_labels(line: Line, book: LabelBook) -> Pieces:
    """A line cut at its labels."""
    lead = line.lead_bold if line.text.startswith(line.lead_bold) else ""
    return _split(line.text, lead, book) if len(line.text) <= _REMEMBERED else _cut(line.text, lead, book)


def answers_in(text: str, book: LabelBook) -> list[tuple[str, str]]:
    """By field what stands in a cell in which labels part everything: "- Nội dung: soạn tin mẫu\n- Kết quả: ..."."""
    if ":" not in text:
        return []
    parts: list[tuple[str, str]] = []
    for line in filter(str.strip, text.split("\n")):
        pieces = _pieces(line, book)
        if not pieces or any(label is None or label.target != "field" or label.is_title for label, _ in pieces):
            return []
        parts.extend((label.code, value) for label, value in pieces if label)
    return parts if len(parts) > 1 and all(value for _, value in parts) else []


def name_and_answers(text: str, book: LabelBook) -> tuple[str, list[tuple[str, str]]]:
    """A name, and by field what stands under it in its cell or in brackets behind it.

    "Xe thư viện\nTác giả: Bùi Văn Giỏi", "Xe thư viện (tác giả: Bùi Văn Giỏi; thời gian: tháng 9)".
    """
    if ":" not in text:
        return text, []
    name, inside = bracketed(text, book)
    kept: list[str] = []
    answers: list[tuple[str, str]] = []
    for line in name.split("\n"):
        pieces = _pieces(line, book) if kept and ":" in line else ()
        below = bool(pieces) and all(_is_told(label, value, _EXACT) for label, value in pieces)
        answers.extend(told_in(pieces) if below else ())
        kept.extend([] if below else [line])
    return "\n".join(kept), [*answers, *told_in(inside)]


def bracketed(text: str, book: LabelBook) -> tuple[str, Pieces]:
    """A text without the brackets at its end, and what they say, where labels part all of it; else the text and ()."""
    found = _BRACKETS.search(text) if text.rstrip(_BEHIND).endswith(")") else None
    pieces = _pieces(found["inside"], book) if found and found.start() else ()
    if found is None or not pieces or not all(_is_told(label, value, ALONE) for label, value in pieces):
        return text, ()
    return text[: found.start()], pieces


def _is_told(label: Label | None, value: str, least: float) -> bool:
    """Whether something that is no name is said under a label which is that sure."""
    if label is None or label.is_title or label.target not in ("field", "ignored"):
        return False
    return label.score >= least and not is_blank(value)


def told_in(pieces: Pieces) -> Iterator[tuple[str, str]]:
    """By field what labels say."""
    return ((label.code, value) for label, value in pieces if label and label.target == "field")


def _pieces(text: str, book: LabelBook) -> Pieces:
    """A line of a cell, or what stands in brackets, cut at its labels, each of them before a colon."""
    said = split_number(text.strip())[1]
    pieces = _split(said, "", book) if ":" in said and len(said) <= _REMEMBERED else ()
    return tuple((label, value.rstrip(" ;,")) for label, value in pieces)


def _cut(text: str, lead_bold: str, book: LabelBook) -> Pieces:
    first = _first_label(text, lead_bold, book)
    if first is None:
        cuts = list(_inner_labels(text, 0, book))
        if not cuts:
            return ()
        before: Pieces = ((None, text[: cuts[0][1]].strip().removesuffix("(").rstrip()),)
    else:
        inner = _inner_labels(text, first[2], book)
        cuts = [first, *(cut for cut in inner if cut[0].target != "to" or first[0].target == "from")]
        before = ()
    return (*before, *_valued(text, cuts))


_split = lru_cache(maxsize=4096)(_cut)  # each line of a paper is looked at from several sides


def _valued(text: str, cuts: Sequence[tuple[Label, int, int]]) -> Iterator[tuple[Label, str]]:
    for i, (label, start, end) in enumerate(cuts):
        stop = cuts[i + 1][1] if i + 1 < len(cuts) else len(text)
        value = text[end:stop].strip(" \t")
        value = _without_number(value, cuts[i + 1][0]) if i + 1 < len(cuts) else value
        opened = text[:start].count("(") > text[:start].count(")") and value.count(")") > value.count("(")
        yield label, value.rstrip(_BEHIND).removesuffix(")") if opened else value


def _without_number(value: str, following: Label) -> str:
    """A value without the number of the label behind it; "lớp 9. Kết quả: ..." ends with a number of its own."""
    found = _NEXT_NUMBER.search(value)
    before = value[: found.start()] if found else value
    ends = not before or following.is_title or _END.search(f"{before} ") is not None
    return before if found and (ends or ")" in found.group()) else value


def _first_label(text: str, lead_bold: str, book: LabelBook) -> tuple[Label, int, int] | None:
    """The label that opens a text: before a colon, before leaders, in bold, before a tab, or alone."""
    colon = text.find(":")
    if 0 < colon <= _LABEL_REACH and (label := _before_colon(text[:colon], text[colon + 1 :], book)):
        return label, 0, colon + 1
    for end in (text.find("\t"), len(lead_bold)):
        if 0 < end < len(text):
            label = book.match(text[:end].rstrip(" :"))
            if label and label.score >= ALONE - 0.1:
                return label, 0, end
    marks = quoted(text)
    if marks and 0 < marks[0][1] <= _LABEL_REACH:
        label = book.match(text[: marks[0][1]])
        if label and label.score >= ALONE and label.rule != "noun":
            return label, 0, marks[0][1]
    leaders = at_leaders(text)
    if leaders:
        label = book.match(leaders[0])
        if label and label.score >= INLINE:
            return label, 0, len(leaders[0])
    label = book.match(text) if len(text) <= _LABEL_REACH else None
    if label and label.score >= ALONE and label.rule not in ("noun", "label-typo") and label.target in _MAY_STAND_ALONE:
        return label, 0, len(text)
    return None


def _before_colon(text: str, value: str, book: LabelBook) -> Label | None:
    if quoted(text):
        return None  # `giải pháp "X"; người làm: ...`
    label = book.match(text)
    if label is None:
        return _meant(text, value, book)
    if label.rule == NAME_ALONE and (is_blank(value) or any(is_person(name) for name in people(value))):
        return None  # "Tên: Nguyễn Văn A" below a letter
    sure = label.score >= INLINE or (label.target == "remark" and label.score >= 0.6)
    return label if sure or label.rule == "noun" else None


def _meant(short: str, value: str, book: LabelBook) -> Label | None:
    """ "T/g: Nguyễn Văn A" asks who, "TG: 9/2024" asks when: the value tells what an abbreviation stands for."""
    meant = {label.code: label for label in book.abbreviated(short)}
    spec = looks_like([value], [spec for spec in book.asked if spec.code in meant])
    return meant[spec.code] if spec else None


def _inner_labels(text: str, start: int, book: LabelBook) -> Iterator[tuple[Label, int, int]]:
    """Labels inside a line: "... Người phụ trách: A. Thời gian: ...", "Nguyễn Văn A Chức vụ: Giáo viên".

    Behind the end of something a sure label is enough; in the middle of words it must be one of the book, letter by
    letter, of two words at least.
    """
    for colon in islice(_COLON.finditer(text, start), _MOST_INNER):
        since = max(start, colon.start() - _LABEL_REACH)
        starts = [found.start() for found in _WORD_START.finditer(text, since, colon.start())][-_LONGEST_INNER:]
        for at in starts:
            inner = text[at : colon.start()]
            if _BREAK.search(inner):
                continue
            before = text[since:at]
            label = book.exact(inner) or (book.match(inner) if _SAYS_WHAT.search(before) else None)
            numbered = _NEXT_NUMBER.search(before) is not None
            behind_end = not before.strip() or numbered or _END.search(before) is not None
            small = not inner[0].isupper()
            if label and label.is_title and _SAYS_WHAT.search(before) and words(inner)[:1] == ("ten",):
                yield label, at, colon.end()  # "Nhà trường đăng ký: tên việc: Bốc thăm ca trực; ..."
                break
            if small and not (label and label.target == "field" and _AFTER_MARK.search(before)):
                continue  # in the middle of a sentence
            if label and _may_stand_inside(label, inner, numbered=numbered, behind_end=behind_end):
                yield label, at, colon.end()
                break


def _may_stand_inside(label: Label, inner: str, *, numbered: bool, behind_end: bool) -> bool:
    """A title's label only behind a number ("... 2. Tên sáng kiến: ..."), where two lines were joined into one."""
    if label.is_title:
        return numbered and label.score >= _TITLE and words(inner)[:1] == ("ten",)
    if label.target == "to":  # "Bắt đầu: 9/2024; Kết thúc: 12/2024"
        return behind_end and label.rule == "label"
    if label.target not in _MAY_STAND_ALONE:
        return False
    exact = label.rule == "label" and label.score >= _EXACT and " " in inner.strip()
    return exact or (behind_end and label.score >= ALONE)


def style(number: str) -> str:
    """The sort of a number: "1.", "1/", "a)", "I.", "-"; numbers of one list are of one sort."""
    number = number.strip()
    if not number:
        return ""
    if is_section_number(number):
        return "I"
    core = number.strip("(). /:-")
    if not core:
        return "-"
    sort = "1" if core.replace(".", "").isdigit() else "a"
    opening = "(" if number.startswith("(") else ""
    closing = "" if number[-1].isalnum() else number[-1]
    return f"{sort}{core.count('.')}{opening}{closing}"
