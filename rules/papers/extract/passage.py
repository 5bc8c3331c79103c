"""What running text says of the initiative that it names: who does it, when, how far it is, what comes of it.

"Mô hình “X” do cô A phụ trách, thực hiện từ tháng 9/2024. Mỗi lớp ... Mong rằng ..." The sentence that names it tells
who and when; what the others tell is seen by how they begin, their figures and where they stand. All of it is asked
about.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rules.campaign import FieldSpec
from rules.lexicon import lexicon
from rules.papers.extract.draft import Draft, Piece
from rules.papers.extract.fitting import tells_outcome
from rules.papers.extract.labels import TITLE, LabelBook
from rules.papers.extract.lines import Line
from rules.papers.extract.people import is_person, people
from rules.papers.extract.sentences import doers_in, done_in, group_in
from rules.text import bare, fold, quoted, says, words

_END = re.compile(r"(?<=[.!?])[\s]+(?=[^\W_]|[“\"(])")
_ABBREVIATED = frozenset({"tp", "tx", "tt", "ths", "ts", "gs", "pgs", "ks", "cn", "bs", "th.s", "t.s", "đ/c", "đ.c"})
_PERIOD = re.compile(
    r"(?<!\w)(?<!bat )(?:(?:ke )?tu|trong|vao|suot|ca|hang|moi|dau|cuoi|giua|thang|qui|hoc ki|hk|nam hoc)\b\s*"
    r"(?:[^,;:().“”\"]|(?<=\d)\.(?=\d)|,\s*(?=\d{1,2}\b)|,\s*(?=i{1,3}v?\b))*"
)
_WHEN = re.compile(
    r"\bthang\s*\d|\bqui\s*(?:[1-4]|i{1,3}\b|iv\b)|\bnam hoc\b|\bhoc ki\b|\bhk\s*[12i]|\b\d{1,2}/\d|\bnam 20\d\d"
    r"|\b(?:dau|cuoi|moi|hang|trong|\d{1,2}) tuan\b|\btuan (?:dau|cuoi|thu|\d)"
    r"|\bca nam\b|\b(?:hang|moi) (?:ngay|tuan|thang|qui|nam)\b|\bngay \d"
)
_PARTS = re.compile(r"(?:(?<!\d)\s+[-–—|]\s*|\s*[-–—|]\s+(?!\d)|\s*;\s*|\t)+")
_BEFORE_DOER = re.compile(r"\s(?:do|được|giao|bởi)\s+(?=(?:các |đồng |thầy|cô|đ/c|ông|bà|anh|chị))", re.IGNORECASE)
_CARRIES = ("phụ trách", "chịu trách nhiệm", "chủ trì", "đảm nhiệm", "đảm nhận", "làm đầu mối", "làm chủ", "theo dõi")
_LABEL_OF_PEOPLE = re.compile(r"\b(người thực hiện|tác giả|người phụ trách)\s*:\s*(?=\w)", re.IGNORECASE)
_GIVEN = re.compile(r"\b(?:giao|giao cho|la) (?:cac )?(?:thay|co|dong chi|d/c|ba|ong|anh|chi)\b")  # who is to do it
_FIRST_WORDS = 6  # in which a sentence says that it hopes
_LONG = 30  # words of one that says who does it and when
_SHORT = 18  # words of a sentence that says who does it, or how far it is, and nothing else
_FEWEST = 3  # words of a sentence that says something


@dataclass(frozen=True, slots=True)
class Named:
    """Where a text names an initiative."""

    draft: Draft
    start: int
    end: int


def sentences(text: str) -> list[tuple[int, str]]:
    """The sentences of a text, each with its place; a full stop in a name or behind "TP" ends none."""
    inside = [(start, end) for _, start, end in quoted(text)]
    found: list[tuple[int, str]] = []
    since = 0
    for cut in _END.finditer(text):
        last = text[since : cut.start()].rsplit(" ", 1)[-1].rstrip(".").casefold()
        if last in _ABBREVIATED or any(start < cut.start() < end for start, end in inside):
            continue
        found.append((since, text[since : cut.start()].strip()))
        since = cut.end()
    return [one for one in (*found, (since, text[since:].strip())) if one[1]]


def tell(line: Line, named: Sequence[Named], book: LabelBook) -> None:
    """Adds to each initiative what the line says of it, up to the sentence that names another."""
    parts = sentences(line.text)
    for i, one in enumerate(named):
        until = named[i + 1].start if i + 1 < len(named) else len(line.text)
        at = max((n for n, (since, _) in enumerate(parts) if since <= one.start), default=0)
        stop = next((n for n, (since, text) in enumerate(parts) if n > at and since + len(text) > until), len(parts))
        since, first = parts[at]
        behind = _LABEL_OF_PEOPLE.sub(r"\1 ", first[max(0, one.end - since) : max(0, until - since)])
        head, colon, said = behind.partition(":")
        _first(one.draft, head, line, book)
        told = [said.strip()] if colon and len(words(said)) > _FEWEST else []
        _others(one.draft, [*told, *(text for _, text in parts[at + 1 : stop])], line, book)


def tells_more(text: str) -> bool:
    """Whether a line that names nothing says who does what was named above it, or how far that is."""
    return any(doers_in(one, cued=True) or done_in(one) for _, one in sentences(text))


def tell_more(draft: Draft, line: Line, book: LabelBook) -> None:
    """Adds what a line says of the initiative that the line above it names."""
    _others(draft, [text for _, text in sentences(line.text)], line, book)


def told_below(line: Line, book: LabelBook) -> dict[str, Piece]:
    """By field what a paragraph below a name says of it."""
    draft = Draft()
    _others(draft, [text for _, text in sentences(line.text)], line, book)
    return {code: pieces[0] for code, pieces in draft.pieces.items()}


def _first(draft: Draft, behind: str, line: Line, book: LabelBook) -> None:
    """Behind the name in its own sentence: who, when, how far."""
    who, when, share = (_kind(book, kind) for kind in ("people", "period", "percent"))
    owners = doers_in(behind) or ([group_in(behind)] if group_in(behind) else [])
    _add(draft, who, "; ".join(owners), line, "person-in-sentence")
    _add(draft, when, period_in(behind), line, "period-in-sentence")
    _add(draft, share, done_in(behind), line, "label-in-sentence")


def _others(draft: Draft, texts: Sequence[str], line: Line, book: LabelBook) -> None:
    """The sentences behind it: each says who, or how far, or what is done, or what comes of it."""
    who, share, when = _kind(book, "people"), _kind(book, "percent"), _kind(book, "period")
    said: list[str] = []
    for text in texts:
        carries = any(says(text, word) for word in _CARRIES) or _GIVEN.search(bare(text)) is not None
        carries = carries and len(words(text)) <= _LONG
        owner, done = doers_in(text, cued=not carries), done_in(text)
        group = "" if owner else group_in(text)
        if who and (owner or group) and not draft.has(who.code):
            _add(draft, who, "; ".join(owner) or group, line, "person-in-sentence")
            if carries or group:
                _add(draft, when, period_in(text), line, "period-in-sentence")
                continue
        if share and done:
            _add(draft, share, done, line, "label-in-sentence")
            if len(words(text)) <= _SHORT:
                continue
        if len(words(text)) >= _FEWEST:
            said.append(text)
    _sort(draft, said, line, book)


def _sort(draft: Draft, said: list[str], line: Line, book: LabelBook) -> None:
    """In a report all that is told came of it; in a registration what is hoped for stands behind what is done."""
    content, outcome = _content(book), _outcome(book)
    if _reports(book):
        _add(draft, outcome, " ".join(said), line, "told-in-sentence")
        return
    hoped = [text for text in said if hopes(text)]
    if not hoped and len(said) > 1 and tells_outcome(said[-1]):
        hoped = said[-1:]
    done = [text for text in said if text not in hoped]
    _add(draft, content, " ".join(done), line, "told-in-sentence")
    _add(draft, outcome, " ".join(hoped), line, "told-in-sentence")


def hopes(text: str) -> bool:
    """Whether a sentence begins by saying what is hoped for: "Mong rằng ...", "Mục tiêu là ..."."""
    first = " ".join(words(text)[:_FIRST_WORDS])
    return any(says(first, word) for word in lexicon().table.hopes)


def period_in(text: str) -> str:
    """When, as a sentence says it: "thực hiện từ tháng 9/2024 đến hết năm học" -> from "từ" on; else ""."""
    text = fold(text)
    plain = bare(text)
    if len(plain) != len(text):
        return ""
    for found in _PERIOD.finditer(plain):
        if _WHEN.search(found.group()):
            shown = text[found.start() : found.end()]
            return _BEFORE_DOER.split(shown, maxsplit=1)[0].strip(" .;,-")
    return ""


def beside_name(draft: Draft, text: str, line: Line, book: LabelBook) -> list[str]:
    """Adds what stands behind a name in its line, "- thầy Lù Văn A - từ tháng 9" or "do thầy A làm từ tháng 9"; what
    is left of it."""
    left = []
    for part in [part.strip(" .,;") for part in _PARTS.split(text) if part.strip(" .,;")]:
        owners = doers_in(part) or _names_alone(part)
        when = period_in(part)
        _add(draft, _kind(book, "people"), "; ".join(owners), line, "person-behind-dash")
        _add(draft, _kind(book, "period"), when, line, "period-in-sentence")
        _add(draft, _kind(book, "percent"), done_in(part), line, "label-in-sentence")
        left.extend([] if owners or when else [part])
    return left


def _names_alone(text: str) -> list[str]:
    """A part that is nothing but names."""
    found = [name for name in people(text) if is_person(name)] if len(words(text)) <= _SHORT else []
    return found if sum(len(words(name)) for name in found) * 2 > len(words(text)) else []


def _add(draft: Draft, spec: FieldSpec | None, text: str, line: Line, rule: str) -> None:
    if spec is not None and text and not draft.has(spec.code):
        draft.add(spec.code, Piece(text, line.where, rule))


def _kind(book: LabelBook, kind: str) -> FieldSpec | None:
    return next((spec for spec in book.asked if spec.kind == kind), None)


def _texts(book: LabelBook) -> Iterator[FieldSpec]:
    return (spec for spec in book.asked if spec.kind == "text" and spec.code != TITLE)


def _outcome(book: LabelBook) -> FieldSpec | None:
    """What only one stage asks is what comes of it, expected or reached."""
    return next((spec for spec in _texts(book) if len(spec.stages) == 1), None)


def _content(book: LabelBook) -> FieldSpec | None:
    return next((spec for spec in _texts(book) if len(spec.stages) > 1), None)


def _reports(book: LabelBook) -> bool:
    """Whether the stage looks back on an earlier one."""
    stage = next((one for one in book.campaign.stages if one.code == book.stage), None)
    return stage is not None and stage.compared_with is not None
