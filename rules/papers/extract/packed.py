"""What people pack into one cell of a form: labels with their values, whoever carries it out, several initiatives.

What names itself is read ("Người thực hiện: ..." in the cell of the title); what was only understood has a doubt.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rules.campaign import FieldSpec
from rules.lexicon import lexicon
from rules.papers.extract.form_answers import FormAnswer, is_answer
from rules.papers.extract.labels import INLINE, TITLE, LabelBook
from rules.papers.extract.people import is_person, people
from rules.text import key, words
from rules.wording import clipped, listed

Block = dict[str, FormAnswer]


@dataclass(slots=True)
class Unpacked:
    """Blocks of one initiative each, and the doubts of what was taken apart. Doubts are Vietnamese sentences."""

    blocks: list[Block] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def unpacked(blocks: Iterable[Block], fields: Sequence[FieldSpec], book: LabelBook) -> Unpacked:
    """Every block with each thing in its own place."""
    found = Unpacked()
    specs = {spec.code: spec for spec in fields}
    for block in blocks:
        for one in _apart(_by_label(block, specs, book), specs, found.doubts):
            found.blocks.append(_without_owners(one, specs, found.doubts))
    return found


# --- Labels within an answer ----------------------------------------------------------------------------------------

_LABEL = re.compile(
    r"(?:^|(?P<break>\n)|[;,(.]\s*|\s[-–—+]\s*)\s*[-+*•–]?\s*"
    r"(?P<label>[^\W\d_](?:(?!\s-\s)[^:：\n;,()–—.]){2,50}?)\s*[:：][ \t]*(?=\S)"
)
_ONE_LINE = ("period", "choice", "percent", "number", "date")  # what stands below such a value is not of it
_SHORT_KINDS = ("people", "period", "choice", "percent", "number", "date")
"""Within these and within a title a label may stand anywhere; a text is parted only at its lines, where one names a
field of these kinds or two name other texts."""


def _by_label(block: Block, specs: Mapping[str, FieldSpec], book: LabelBook) -> Block:
    """ "Tên: ... - Người thực hiện: ..." in one cell: to each label what stands behind it, where nothing else does."""
    found = dict(block)
    for code, answer in block.items():
        pieces = list(_pieces(answer.text, code, specs, book))
        if all(piece_code == code for piece_code, _ in pieces) and len(pieces) < 2 and pieces[0][1] == answer.text:
            continue
        own = "\n".join(text for piece_code, text in pieces if piece_code == code and text)
        if code == TITLE and not own:
            continue
        found[code] = FormAnswer(own, answer.where)
        for other, text in pieces:
            there = found.get(other, FormAnswer("", answer.where)) if other != code else None
            if there is not None and text and text not in there.text:
                joined = f"{there.text}\n{text}" if is_answer(there.text) else text
                found[other] = FormAnswer(joined, answer.where)
    return found


def _pieces(text: str, code: str, specs: Mapping[str, FieldSpec], book: LabelBook) -> Iterator[tuple[str, str]]:
    """(field, text) of an answer in the cell of `code`, in order."""
    at, of = 0, code
    for hit, label in _labels(text, code, specs, book):
        before = text[at : hit.start()].strip(" \n\t,;(-–—")
        if before or of != code:
            yield of, _closed(before)
        at, of = hit.end(), label
        line = _end_of(text, at, specs[of].kind)
        if of != code and line > at:
            yield of, text[at:line].strip()
            at, of = line, code
    yield of, _closed(text[at:].strip()) if at else text


def _labels(text: str, code: str, specs: Mapping[str, FieldSpec], book: LabelBook) -> list[tuple[re.Match[str], str]]:
    """What names a field in the cell of `code`. A text in which one line names another text is kept word for word."""
    anywhere = code == TITLE or (code in specs and specs[code].kind in _SHORT_KINDS)
    found: list[tuple[re.Match[str], str]] = []
    for hit in _LABEL.finditer(text):
        label = book.match(hit["label"])
        told = label is not None and label.target == "field" and label.score >= INLINE and label.code in specs
        if not told or label is None or not (anywhere or hit["break"] or not hit.start()):
            continue
        if label.rule == "noun" and (code != TITLE or hit.start() or any(map(str.isdigit, hit["label"]))):
            continue  # "Giải pháp 2: ..." is another one, not another label
        found.append((hit, label.code))
    others = {label for _, label in found} - {code}
    short = any(specs[label].kind in _SHORT_KINDS for label in others)
    return found if anywhere or short or len(others) >= _SEVERAL else []


def _end_of(text: str, at: int, kind: str) -> int:
    """Where a value ends that a label begins in the cell of another one; -1: with the text."""
    end = text.find("\n", at)
    while kind == "people" and end > at and any(map(is_person, people(text[end:].strip().split("\n")[0]))):
        end = text.find("\n", end + 1)
    return end if kind == "people" or kind in _ONE_LINE else -1


def _closed(text: str) -> str:
    """Without the parenthesis that was opened before it."""
    return text.rstrip(" )") if text.count(")") > text.count("(") else text


# --- Several initiatives in one cell --------------------------------------------------------------------------------

_NOUN = r"(?:(?:nội dung|giải pháp|mô hình|sáng kiến|đề tài|gp|sk|mh|nd)\s*(?:số|thứ)?\s*)"
_POINT = re.compile(
    rf"^\s*(?:\(?{_NOUN}?(?P<digit>\d{{1,2}})(?:\s*[.):/-]|\s(?=[^\W\d_]))|(?P<letter>[a-e])\))\s*(?P<text>\S.*)$",
    re.IGNORECASE,
)
_NEXT = re.compile(rf"\n|(?<=[.;,])\s+(?={_NOUN}?\d{{1,2}}\s*[.):]\s?)", re.IGNORECASE)
_BULLET = re.compile(r"^\s*[-+*•–]\s*(?P<text>\S.*)$")
_SEVERAL = 2
_FEWEST = 2  # words of a title


def _apart(block: Block, specs: Mapping[str, FieldSpec], doubts: list[str]) -> Iterator[Block]:
    """Whoever numbers two titles in one cell has two initiatives; what is not parted alike is said of each."""
    titles = _titles(block, specs)
    if len(titles) < _SEVERAL:
        yield block
        return
    doubts.append(f"Một ô ghi {len(titles)} tên, đã tách thành {len(titles)} nội dung; cần người xem.")
    parts = {code: _parts(answer.text, len(titles)) for code, answer in block.items() if code != TITLE}
    for place, title in enumerate(titles):
        shared = {
            code: FormAnswer(parts[code][place], answer.where) if parts[code] else answer
            for code, answer in block.items()
            if code != TITLE
        }
        yield {TITLE: FormAnswer(title, block[TITLE].where), **shared}


def _titles(block: Block, specs: Mapping[str, FieldSpec]) -> tuple[str, ...]:
    """Numbered or with bullets; else lines that have as many people beside them."""
    text = block[TITLE].text if TITLE in block else ""
    points = _numbered(text) or _bulleted(text)
    if points:
        return points
    for pieces in (text.split("\n"), re.split(r"\s*;\s*", text)):
        named = [piece.strip() for piece in pieces if piece.strip()]
        owners = next((block[code].text for code in block if code in specs and specs[code].kind == "people"), "")
        beside = [piece for piece in re.split(r"[;\n]", owners) if piece.strip()]
        whole = all(len(words(piece)) >= _FEWEST and piece[0].isupper() for piece in named)
        if len(named) >= _SEVERAL and len(named) == len(beside) and whole:
            return tuple(named)
    return ()


def _parts(text: str, many: int) -> tuple[str, ...]:
    """An answer that is parted as often as the titles are; () where it is not."""
    for points in (_numbered(text), _bulleted(text), _lined(text)):
        if len(points) == many:
            return points
    return ()


def _lined(text: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in re.split(r"[;\n]", text) if piece.strip())


def _bulleted(text: str) -> tuple[str, ...]:
    found = [_BULLET.match(line) for line in text.split("\n") if line.strip()]
    points = tuple(hit["text"].strip(" ;") for hit in found if hit)
    return points if len(points) == len(found) >= _SEVERAL else ()


def _numbered(text: str) -> tuple[str, ...]:
    """The points of a text that is numbered from its first line on, "1. ... 2. ..."; () where it is not."""
    points: list[str] = []
    for line in filter(str.strip, _NEXT.split(text)):
        found = _POINT.match(line)
        if found and _place(found) == len(points) + 1:
            points.append(found["text"].strip(" ;"))
        elif not points:
            return ()
        else:
            points[-1] += f" {line.strip()}"
    return tuple(points)


def _place(found: re.Match[str]) -> int:
    return int(found["digit"]) if found["digit"] else ord(found["letter"].lower()) - ord("a") + 1


# --- Whoever carries it out, in the title ---------------------------------------------------------------------------

_DOES_IT = re.compile(
    r"[\s,(–-]+(?:do|tác giả|người thực hiện)\s+(?P<who>[^;\n]{4,80}?)\s+"
    r"(?:phụ trách|thực hiện|đảm nhiệm|chủ trì|làm)\b\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_BEHIND = re.compile(
    r"(?:\s*[(,;]\s*|\s+[-–—]\s+)(?:(?:người )?(?:phụ trách|thực hiện)(?: là)?|tác giả(?: là)?|do|của)?\s*"
    r"(?P<who>(?:(?!\s[-–—]\s)[^()\n;,]){4,60})(?P<rest>[^()\n]{0,60})\)?\s*$",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\b(?:từ|trong|tháng|năm học|học kỳ)\s.*\d.*$", re.IGNORECASE)


def _without_owners(block: Block, specs: Mapping[str, FieldSpec], doubts: list[str]) -> Block:
    """ "Cổng trường văn minh (cô Lê Thị Hoa)", "... do cô Lê Thị Hoa thực hiện từ tháng 9" where nobody is named."""
    owners = next((code for code, spec in specs.items() if spec.kind == "people"), None)
    title = block.get(TITLE)
    if owners is None or title is None or (owners in block and is_answer(block[owners].text)):
        return block
    hit = _DOES_IT.search(title.text) or _BEHIND.search(title.text)
    who, when = _who_and_when(hit) if hit else ((), "")
    if hit is None or not who or len(words(title.text[: hit.start()])) < _FEWEST:
        return block
    doubts.append(f"Ô tên có ghi người thực hiện ({clipped(listed(who), _QUOTED)}), đã tách riêng; cần người xem.")
    found = {**block, TITLE: FormAnswer(title.text[: hit.start()].strip(), title.where)}
    found[owners] = FormAnswer("\n".join(who), title.where)
    period = next((code for code, spec in specs.items() if spec.kind == "period"), None)
    if period and when and not (period in block and is_answer(block[period].text)):
        found[period] = FormAnswer(when, title.where)
    return found


_QUOTED = 80  # characters


def _who_and_when(hit: re.Match[str]) -> tuple[tuple[str, ...], str]:
    pieces = [hit["who"], *([hit["rest"]] if "rest" in hit.re.groupindex else [])]
    found = next((at for piece in pieces if (at := _WHEN.search(piece))), None)
    when = found.group().strip(" .,;)") if found else ""
    told = hit["who"].replace(found.group(), "") if found else hit["who"]
    return tuple(name for name in people(told.strip(" ,")) if _is_somebody(name)), when


def _is_somebody(name: str) -> bool:
    """A person by family or middle name: "Họp Không Giấy" has capitals as well."""
    if not is_person(name):
        return False
    tokens = key(name).split()
    families, middles = (set(map(key, one)) for one in (lexicon().people.families, lexicon().people.middles))
    return tokens[0] in families or (len(tokens) > _SEVERAL and tokens[1] in middles)
