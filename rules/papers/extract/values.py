"""From pieces of text to values, by the kind of the field; what was left blank or says "không" is no value."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rules.campaign import FieldSpec
from rules.initiative import Initiative, Json, Value
from rules.lexicon import lexicon
from rules.papers.extract.draft import Draft, Piece
from rules.papers.extract.labels import BESIDE_MORE, LENT, TITLE, LabelBook
from rules.papers.extract.people import is_person, people
from rules.quantities import dates, number, percent, period, span
from rules.text import (
    bare,
    first_word,
    fold,
    is_blank,
    quoted,
    says,
    split_number,
    without_and,
    without_leaders,
    without_quotes,
    words,
)

_TICKED = "☑☒✓✔🗹⊠■●◉"
_UNTICKED = "☐□○◯❏❑"
_CROSS = re.compile(r"\s*(?:[xX✓✔☑☒+*●✗✘√v]|\(x\)|\[x\]|có|1)\s*", re.IGNORECASE)
_HEADING_WORDS = frozenset({"va", "ve", "cac", "linh", "vuc", "noi", "dung", "nhom", "thuoc", "nhung", "mot", "so"})
_SHARE_OF_HEADING = 0.6
_WHOLE = 100.0  # "Vượt kế hoạch (109%)" says more than how much of it is done
_NEAR = 60  # characters before a quotation in which its noun stands
_MOST_NAMED = 2  # choices in one answer
_SEVERAL = 2  # pieces of one answer
_NO_TICK = re.compile(r"[\[(]\s*[\])]")
_TICK = re.compile(r"[\[(]\s*[xX✓✔]\s*[\])]")
_HINT = re.compile(
    r"^\s*[(\[<]?\s*(?:ghi|nêu|ví dụ|vd|mô tả|nếu có|điền|ghi rõ|tóm tắt|viết|chọn|trình bày|liệt kê)\b.*[)\]>]\s*\.?$",
    re.IGNORECASE | re.DOTALL,
)
_DASHED = re.compile(r"^\s*[-–.]\s+(?=[^\W_])")
_KIND_BEHIND = re.compile(r"\s*\(([^()]{3,30})\)$")
_GAP = re.compile(r"\.{3,}|…+|_{3,}")
_ENDING = " .;,:/"
_CALLED = re.compile(r"\b(?:ten goi|mang ten|co ten|ten la|goi la|co ten la|ten goi la)$")  # "... mang tên “X”"
_GLUED = re.compile(r"\s*\d{1,2}(?=[^\W\d_])")  # "1Giải pháp: X", where a page gives two columns as one
_WHO = re.compile(r"\s*[,;]|\s*[-–]|\s*(?:do|cua)\s")
_AFTER_QUOTE = re.compile(r"^[\s.;,:/]*(?:\(.*)?$", re.DOTALL)


Bared = tuple[str, tuple[str, str] | None]
"""A name without what stands around it, and the kind (field, choice) that the noun before it says."""


def is_hint(text: str) -> bool:
    """A hint of a form that was left standing: "(ví dụ: Nguyễn Văn A)"."""
    ends = text.rstrip().removesuffix(".").rstrip().endswith((")", "]", ">"))  # as hardly any text does
    return ends and _HINT.match(text) is not None


def is_nothing(text: str) -> bool:
    """Blank, a hint of the form that was left standing, or words for "nothing to say"."""
    if is_blank(text) or is_hint(text):
        return True
    if first_word(text) not in _first_of_nothing():
        return False  # as nearly every text
    plain = " ".join(words(text))
    return plain in _none_words() or (
        plain.startswith(("khong ", "trong ky khong ", "chua ")) and plain.endswith("phat sinh")
    )


def is_cross(text: str) -> bool:
    """Whether a cell is ticked."""
    return bool(_CROSS.fullmatch(text))


@lru_cache(maxsize=1)
def _first_of_nothing() -> frozenset[str]:
    """With which words for "nothing to say" begin."""
    return frozenset(word.partition(" ")[0] for word in (*_none_words(), "khong", "trong", "chua"))


@lru_cache(maxsize=1)
def _none_words() -> frozenset[str]:
    return frozenset(" ".join(words(word)) for word in lexicon().table.none)


@dataclass(frozen=True, slots=True)
class _Told:
    """What was worked out for the drafts above: in a long list the same words come again."""

    book: LabelBook
    values: dict[str, dict[str, Json]] = field(default_factory=dict)  # by field, then by text
    titles: dict[str, Bared] = field(default_factory=dict)

    def value(self, spec: FieldSpec, text: str, convert: Callable[[FieldSpec, str], Json]) -> Json:
        known = self.values.setdefault(spec.code, {})
        if text not in known:
            known[text] = convert(spec, text)
        return known[text]

    def title(self, text: str) -> Bared:
        if text not in self.titles:
            self.titles[text] = bare_title(text, self.book)
        return self.titles[text]


def initiatives(drafts: Iterable[Draft], book: LabelBook) -> list[Initiative | None]:
    """The values of each draft, or None where its title is no title."""
    told = _Told(book)
    asked = [spec for spec in book.asked if spec.code != TITLE]
    return [_initiative(draft, asked, told) for draft in drafts]


def _initiative(draft: Draft, asked: Sequence[FieldSpec], told: _Told) -> Initiative | None:
    title = _title_of(draft, told)
    if title is None:
        return None
    values = {TITLE: title}
    for spec in asked:
        value = _value(spec, draft, told)
        if value is not None:
            values[spec.code] = value
    return Initiative(values)


def _title_of(draft: Draft, told: _Told) -> Value | None:
    """The name itself: `Mô hình "X"` is X."""
    pieces = [piece for piece in draft.pieces.get(TITLE, ()) if not is_nothing(piece.text)]
    if not pieces:
        return None
    text, _ = told.title(" ".join(piece.text for piece in pieces))
    if is_nothing(text) or not (text[0].isalpha() or any(map(str.isalpha, text))):
        return None
    if told.book.says_itself(text):
        return None  # "Tên sáng kiến", "Giải pháp thứ hai" are no names
    return Value(text, pieces[0].where, pieces[0].rule)


def bare_title(text: str, book: LabelBook) -> Bared:
    """A title without number, quotes and the noun before them; and the kind that the noun names."""
    glued = _GLUED.match(text)
    text = text[glued.end() :] if glued and leading_noun(text[glued.end() :], book) else text
    text = without_leaders(text)
    number_, rest = split_number(text)
    text = (fold(rest) if number_ and not number_.strip("().").isalpha() else text).rstrip(_ENDING)
    inside = leading_noun(without_quotes(text), book)
    if inside and inside[1].lstrip().startswith(":"):
        text = without_quotes(text)  # “Giải pháp: Họp không giấy”
    lead = leading_noun(text, book)
    if lead:
        noun, rest = lead
        marks = quoted(rest)
        quote = marks[0][0] if marks and is_blank(rest[: marks[0][1]]) else ""
        if quote and _goes_on(rest[marks[0][2] :]):
            return text, book.named_kind(words(noun))
        name = quote or (rest.lstrip(" :").strip() if rest.lstrip().startswith(":") else "") or _capital_name(rest)
        if name:
            return without_quotes(name.rstrip(_ENDING)), book.named_kind(words(noun))
    behind = _KIND_BEHIND.search(text) if text.endswith(")") else None
    if behind and any(bare(noun) == bare(behind.group(1)) for noun in book.campaign.topic.nouns):
        return without_quotes(text[: behind.start()]), book.named_kind(words(behind.group(1)))
    return (_quoted_at_start(text) or without_quotes(text)).rstrip(_ENDING), None


def _opening_kind(text: str, book: LabelBook) -> tuple[str, str] | None:
    """ "Sáng kiến khảo sát hài lòng bằng mã QR" says of itself what it is; "Sáng kiến kinh nghiệm" is another thing."""
    lead = leading_noun(text, book)
    if lead is None or any(says(text, word) for word in book.campaign.topic.not_words):
        return None
    return book.named_kind(words(lead[0])) if len(words(lead[1])) > 1 else None


def _capital_name(rest: str) -> str:
    """ "Mô hình Họp không giấy": a capital behind the noun begins the name; "CCHC" does not."""
    first = rest.split(" ")[1] if rest.startswith(" ") and len(words(rest)) > 1 else ""
    return rest.strip() if first[:1].isupper() and not first.isupper() else ""


def _goes_on(behind: str) -> bool:
    """Whether a name goes on behind its quotation: `Mô hình “X” trong quản lý Y`; not `..., do cô Z phụ trách`."""
    return not (_AFTER_QUOTE.match(behind) or _WHO.match(bare(behind)))


def _quoted_at_start(text: str) -> str | None:
    """X for `"X"` and `"X" (đã đăng ký ...)`; a quotation that only begins the title is part of it."""
    marks = quoted(text)
    if marks and is_blank(text[: marks[0][1]]):
        inner, _, end = marks[0]
        if _AFTER_QUOTE.match(text[end:]) or not is_blank(text[: marks[0][1]]):
            return inner
    return None


def noun_quotes(text: str, book: LabelBook) -> list[tuple[str, str]]:
    """[("Mô hình", "X"), ("giải pháp", "Y")] for `Mô hình "X" và giải pháp "Y"`: quotes that a noun introduces."""
    return [(noun, title) for noun, title, _, _ in placed_quotes(text, book)]


def placed_quotes(text: str, book: LabelBook) -> list[tuple[str, str, int, int]]:
    """The same, each with where its quotation begins and ends."""
    found = []
    for title, start, end in quoted(text):
        before = bare(text[max(0, start - _NEAR) : start]).rstrip(" :")
        noun = next((noun for noun in book.campaign.topic.nouns if before.endswith(bare(noun))), None)
        called = _CALLED.search(before)
        if noun is None and (called or before.endswith(" la")):
            since = bare(text[:start])
            at, noun = max((since.rfind(bare(noun)), noun) for noun in book.campaign.topic.nouns)
            ends = "." if called else ".,;:"  # "Giải pháp của chúng tôi là “X”"
            noun = noun if at >= 0 and not set(ends) & set(since[at:]) else "" if called else None
        if noun is None:
            noun = next((noun for noun in book.campaign.topic.nouns if before.endswith(_first_words(noun))), None)
        if noun is not None:
            found.append((noun, title, start, end))
    return found


def _first_words(noun: str) -> str:
    """ "cách làm" of "cách làm hay": of a noun of three words or more all but the last, else all of it."""
    tokens = bare(noun).split()
    return " ".join(tokens[:-1] if len(tokens) > _MOST_NAMED else tokens)


def leading_noun(text: str, book: LabelBook) -> tuple[str, str] | None:
    """("Mô hình", ' "X"') for `Mô hình 1 "X"`: a noun of the campaign that opens a text, its ordinal dropped."""
    text = fold(text)
    if bare(text[:1]) not in book.opening_letters:
        return None  # as nearly every text
    plain = bare(text)
    if not plain.startswith(book.openers) or len(plain) != len(text):
        return None
    for noun in book.openers:
        end = len(noun)
        if plain.startswith(noun) and not plain[end : end + 1].isalnum():
            ordinal = re.match(r"\s*(?:(?:thu|so)\s+\w+|\d{1,2})?\s*(?=[:.\-–\"“”«„'‘]|$)", plain[end:])
            rest = text[end + (ordinal.end() if ordinal else 0) :]
            if ordinal and ordinal.group().strip():
                rest = _DASHED.sub(": ", rest)  # "Mô hình số 1 - X", "Giải pháp thứ hai. X"
            return text[:end], rest
    return None


def _value(spec: FieldSpec, draft: Draft, told: _Told) -> Value | None:
    given = draft.pieces.get(spec.code, ())
    pieces = _own([piece for piece in given if not is_nothing(piece.text)]) if given else []
    if spec.kind == "choice":
        return _choice_value(spec, draft, pieces, told)
    if spec.kind == "period" and not pieces and (draft.start or draft.end):
        return _span_value(draft)
    if not pieces:
        return None
    value = told.value(spec, "\n".join(piece.text for piece in pieces), _convert)
    if isinstance(value, tuple) and any(piece.rule.endswith(BESIDE_MORE) for piece in pieces):
        value = _without_places(value)
    return None if value in (None, "", ()) else Value(value, pieces[0].where, pieces[0].rule)


def _without_places(names: tuple[str, ...]) -> tuple[str, ...]:
    """ "Tác giả, chức vụ: Bà Trịnh Thị Hoa, Văn phòng Trung tâm": behind the first person stands where he works."""
    if not is_person(names[0]):
        return names
    return tuple(name for name in names if is_person(name))


def _own(pieces: list[Piece]) -> list[Piece]:
    """Without what stands under a label that asks for this only where no other does, where another does."""
    if len(pieces) < _SEVERAL:
        return pieces
    return [piece for piece in pieces if LENT not in piece.rule.split(":")] or pieces


def _convert(spec: FieldSpec, text: str) -> Json:
    if spec.kind == "people":
        return people(text)
    if spec.kind == "percent":
        share = percent(without_leaders(text))
        return share if share is not None and share <= _WHOLE else None
    if spec.kind == "number":
        return number(without_leaders(text))
    if spec.kind == "date":
        found = dates(text)
        return found[0].isoformat() if len(found) == 1 else None
    if spec.kind == "period":
        return None if _GAP.search(text) and not re.search(r"\d{1,2}\s*/\s*\d", text) else period(without_leaders(text))
    return without_leaders(text)


def _span_value(draft: Draft) -> Value | None:
    start = draft.start.text if draft.start and not is_nothing(draft.start.text) else ""
    end = draft.end.text if draft.end and not is_nothing(draft.end.text) else ""
    first = draft.start if start else draft.end
    if first is None or not (start or end):
        return None
    return Value(span(start, end) if start and end else period(start or end), first.where, first.rule)


def _choice_value(spec: FieldSpec, draft: Draft, pieces: list[Piece], told: _Told) -> Value | None:
    if spec.code in draft.chosen:
        return _settled(draft.chosen[spec.code])
    for piece in pieces:
        code = told.value(spec, piece.text, _only_kind if spec is told.book.kind_field else choice)
        if code:
            return Value(code, piece.where, piece.rule)
    if spec is told.book.kind_field:
        for piece in draft.pieces.get(TITLE, ()):
            named = told.title(piece.text)[1] or _opening_kind(piece.text, told.book)
            if named:
                return Value(named[1], piece.where, "noun-before-title")
    return _settled(draft.implied[spec.code]) if spec.code in draft.implied else None


def _settled(piece: Piece) -> Value:
    return Value(piece.text, piece.where, piece.rule)


def choice(spec: FieldSpec, text: str) -> str | None:
    """The code of the choice that a text names: the ticked one of a list of boxes, else the one that says most."""
    answer = _ticked(text)
    if answer is None:
        return None
    found = _weights(spec, answer)
    if not found:
        return None
    if len(found) > _MOST_NAMED:
        return None  # the list of choices of a blank form is no answer
    return max(found, key=lambda hit: hit[1])[0]


def _only_kind(spec: FieldSpec, text: str) -> str | None:
    """The kind that a text names where it names one only: "Mô hình, giải pháp" is neither."""
    code = choice(spec, text)
    return code if code and len(_weights(spec, _ticked(text) or "")) == 1 else None


def exact_choice(spec: FieldSpec, text: str) -> str | None:
    """The one choice that a text is about, as a heading or a column: little else stands in it."""
    answer = _ticked(text)
    found = _weights(spec, answer) if answer else []
    tokens = [token for token in words(answer or "") if token not in _HEADING_WORDS]
    if len(found) != 1 or not tokens:
        return None
    code, length = found[0]
    if length >= _SHARE_OF_HEADING * len("".join(tokens)):
        return code
    said = without_and(words(answer or ""))  # "Chính quyền điện tử, chính quyền số": the same choice twice
    about = {at for way in spec.ways if way.code == code for at in _spelled_by(way.phrase, said)}
    spelled = sum(len(said[at]) for at in about)
    return code if spelled >= _SHARE_OF_HEADING * len("".join(said)) else None


def only_choice(spec: FieldSpec, text: str) -> str | None:
    """The choice whose words a text consists of, as the head of a column of crosses does."""
    return spec.alone.get(words(text)) if first_word(text) in spec.begun_by else None


def _weights(spec: FieldSpec, text: str) -> list[tuple[str, int]]:
    """Per choice the length of the longest of its words that the text holds, abbreviations read out."""
    tokens = without_and(words(text))
    by_letter: dict[str, list[int]] = {}
    for start, token in enumerate(tokens):
        by_letter.setdefault(token[0], []).append(start)
    found: dict[str, int] = {}
    for way in spec.ways:
        if way.length > found.get(way.code, 0) and any(
            _spells(way.phrase, tokens, start) for start in by_letter.get(way.phrase[0][0], ())
        ):
            found[way.code] = way.length
    return [(option.code, found[option.code]) for option in spec.choices if option.code in found]


def _spelled_by(phrase: tuple[str, ...], tokens: tuple[str, ...]) -> Iterator[int]:
    """The places of the tokens that spell a phrase, wherever it stands."""
    for start in range(len(tokens)):
        yield from range(start, _spells(phrase, tokens, start))


def _spells(phrase: tuple[str, ...], tokens: tuple[str, ...], start: int) -> int:
    """Behind which token the phrase ends that the tokens from `start` spell, where a token may be the initials of
    several words; 0 where they spell another one."""
    at = 0
    while at < len(phrase):
        if start >= len(tokens):
            return 0
        token = tokens[start]
        if token == phrase[at]:
            at += 1
        elif 2 <= len(token) <= len(phrase) - at and all(phrase[at + i][0] == token[i] for i in range(len(token))):
            at += len(token)
        else:
            return 0
        start += 1
    return start


def _ticked(text: str) -> str | None:
    """Where there are boxes, the text of the ticked one (the box may stand before or behind); None if none is."""
    text = _TICK.sub("☒", text)
    text = _NO_TICK.sub("☐", text) if "☒" in text else text
    if not any(mark in text for mark in _TICKED + _UNTICKED):
        return text
    marks = [(match.start(), match.group()) for match in re.finditer(f"[{_TICKED}{_UNTICKED}]", text)]
    ticked = [i for i, (_, mark) in enumerate(marks) if mark in _TICKED]
    if len(ticked) != 1:
        return None
    i = ticked[0]
    behind = is_blank(text[: marks[0][0]])  # the boxes stand before their words
    if behind:
        return text[marks[i][0] + 1 : marks[i + 1][0] if i + 1 < len(marks) else len(text)]
    return text[marks[i - 1][0] + 1 if i else 0 : marks[i][0]]
