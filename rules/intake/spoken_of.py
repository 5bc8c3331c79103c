"""What of the recorded things a sentence points at, and how it wants them to read.

People do not quote: "cái họp không giấy", "sửa 744 thành 745", "cô Mẫu ghi sai, đúng là Trần Thị Mậu". What is recorded
says which words of theirs are a title, and which of two figures or names is the old one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from rules.campaign import Topic
from rules.lexicon import lexicon
from rules.papers.extract.people import is_person
from rules.text import bare, fold, key, nfc, quoted, words
from rules.titles import SAME, likeness


@dataclass(frozen=True, slots=True)
class Held:
    """An initiative as it is recorded: its values by field, as people read them; `lacks`: fields without one."""

    title: str
    values: Mapping[str, str]
    lacks: tuple[str, ...] = ()


# --- Titles ---------------------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W_]+")
_RUN = 3  # words of a title that stand together: fewer are anybody's words
_NOUN = re.compile(r"\b(?:nội dung|giải pháp|mô hình|sáng kiến|đề tài|gp|sk|mh|cái|mục)\s*(?:về|là|tên)?\s*$", re.I)


def with_numbers(sentence: str, held: Sequence[Held], topic: Topic) -> str:
    """The sentence with "nội dung 2" where it calls the second title, in quotation marks or by words of it."""
    text = _by_number(_by_place(fold(nfc(sentence)), len(held)), len(held))
    for begin, end, number in sorted(_called(text, held, topic), reverse=True):
        noun = _NOUN.search(text[:begin])
        text = f"{text[: noun.start() if noun else begin]}nội dung {number}{text[end:]}"
    return text


_PLACE = re.compile(
    r"(?<!\d )(?<!hai )(?<!ba )\b(?:nội dung|giải pháp|mô hình|sáng kiến|đề tài|gp|sk|mh|cái|mục)\s+"
    r"(?:(?P<last>cuối cùng|cuối|sau cùng|chót)|đầu(?: tiên)?)\b",
    re.I,
)


def _by_place(text: str, many: int) -> str:
    """ "cái đầu tiên", "giải pháp cuối"."""
    return _PLACE.sub(lambda found: f"nội dung {many if found['last'] else 1}", text)


_ALONE = re.compile(
    r"(?P<before>^(?:dạ,? |em |thì |mà )*|[,;.:(]\s*|\b(?:còn|thì|ở|của|và|con|thi|cua|va)\s+)"
    r"(?:số|so)\s+(?P<number>\d{1,2})(?=\s+(?-i:[^\W\dA-ZĐ])|\s*[:,])"
    r"(?!\s+(?:học sinh|hồ sơ|người|em\s+học|lượt|trang|bản|phiếu))",
    re.I,
)


def _by_number(text: str, many: int) -> str:
    """ "còn số 3 thời gian sửa thành ...": of a list of at least three."""

    def numbered(found: re.Match[str]) -> str:
        meant = int(found["number"]) <= many and many > 1
        return f"{found['before']}nội dung {found['number']}" if meant else found.group()

    return _ALONE.sub(numbered, text)


def _called(text: str, held: Sequence[Held], topic: Topic) -> Iterator[tuple[int, int, int]]:
    """Begin, end and number of what calls exactly one title."""
    inside = quoted(text)
    for said, begin, end in inside:
        numbers = [number for number, one in enumerate(held, 1) if _is_called(said, one.title)]
        if len(numbers) == 1:
            yield begin, end, numbers[0]
    tokens = [found for found in _WORD.finditer(text) if not any(b <= found.start() < e for _, b, e in inside)]
    plain = [bare(found.group()) for found in tokens]
    runs = [(*_longest(plain, list(words(one.title))), number) for number, one in enumerate(held, 1)]
    taken: list[range] = []
    for length, at, number in sorted(runs, reverse=True):
        whole = length == len(words(held[number - 1].title)) and length > 1
        rivals = [other for n, other, m in runs if m != number and n == length and other == at]
        of_topic = " ".join(plain[at : at + length]) in " ".join(bare(phrase) for phrase in (*topic.words, _COMMON))
        place = range(at, at + length)
        overlaps = any(set(place) & set(one) for one in taken)
        noun = length > 1 and _NOUN.search(text[: tokens[at].start()]) is not None
        if (length >= _RUN or whole or noun) and not rivals and not of_topic and not overlaps:
            taken.append(place)
            yield tokens[at].start(), tokens[at + length - 1].end(), number


_COMMON = "thủ tục hành chính"


def _is_called(said: str, title: str) -> bool:
    """The title, or a part of it that stands in quotation marks."""
    short, long = f" {' '.join(words(said))} ", f" {' '.join(words(title))} "
    return likeness(said, title) >= SAME or (len(words(said)) > 1 and short in long)


def _longest(said: Sequence[str], title: Sequence[str]) -> tuple[int, int]:
    """Length and place of the longest run of words of a title."""
    run = SequenceMatcher(None, said, title, autojunk=False).find_longest_match()
    return run.size, run.a


# --- Persons --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Called:
    """A person as a sentence calls her. `addressed`: behind "cô", "đ/c" and the like; else the name stands bare."""

    name: str
    begin: int
    end: int
    addressed: bool

    @property
    def whole(self) -> bool:
        return len(self.name.split()) > 1


_CAPITAL = r"[^\W\d_a-zà-ỹ][^\W\d_]*"
_NAME = rf"{_CAPITAL}(?:\s+{_CAPITAL}){{0,4}}"


def _address() -> str:
    told = sorted((one for one in lexicon().people.address if len(one) > 1), key=len, reverse=True)
    return "|".join(re.escape(one) for one in told)


def persons_in(text: str) -> tuple[Called, ...]:
    """Everybody whom a sentence names: behind a form of address, or by at least two capitalised words."""
    text = nfc(text)
    found: list[Called] = []
    addressed = re.compile(rf"(?<!\w)(?i:{_address()})\.?\s*(?P<name>{_NAME})")
    for hit in addressed.finditer(text):
        if not _begins_a_post(text[hit.start("name") :]):  # "đồng chí Phó Hiệu trưởng"
            found.append(Called(hit["name"], hit.start(), hit.end(), addressed=True))
    for hit in re.finditer(rf"(?<!\w){_CAPITAL}(?:\s+{_CAPITAL}){{1,4}}", text):
        if (
            is_person(hit.group())
            and not _is_post(hit.group())
            and not any(one.begin < hit.end() and hit.start() < one.end for one in found)
        ):
            found.append(Called(hit.group(), hit.start(), hit.end(), addressed=False))
    return tuple(sorted(found, key=lambda one: one.begin))


def _is_post(text: str) -> bool:
    """ "Phó Hiệu" of "Phó Hiệu trưởng"."""
    return any(position.startswith(text.casefold()) for position in lexicon().people.positions)


def _begins_a_post(text: str) -> bool:
    said = f"{text.casefold()} "
    return any(said.startswith(f"{position} ") for position in lexicon().people.positions if " " in position)


# --- Old and new ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Amended:
    """A recorded value that a sentence wants to read otherwise: the whole old text, and the whole new one."""

    number: int  # of the initiative, from 1
    field: str
    old: str
    new: str


_FIGURE = re.compile(r"(?<![\w/.,-])\d+(?:[.,]\d+)*(?![\w/-])(?:\s?%)?")
_OF_A_DAY = re.compile(r"\b(?:ngày|tháng|năm|nội dung|giải pháp|mô hình|sáng kiến|mục|gp)\s*(?:số|thứ)?\s*$", re.I)


def amended(sentence: str, held: Sequence[Held], pointed: Iterable[int], *, removes: bool = False) -> Amended | None:
    """Of two figures or two names in a sentence that corrects, one stands in exactly one recorded value and the other
    in none: it takes its place. A name that is taken out (`removes`) leaves the others. None where it is not so."""
    among = [n for n in pointed if n <= len(held)] or list(range(1, len(held) + 1))
    figures = [
        found.group().replace(" ", "")
        for found in _FIGURE.finditer(sentence)
        if not _OF_A_DAY.search(sentence[: found.start()])
    ]
    found = _of_figures(tuple(dict.fromkeys(figures)), held, among) or _of_names(sentence, held, among)
    return found or (_removed(sentence, held, among) if removes else None)


def _removed(sentence: str, held: Sequence[Held], among: Sequence[int]) -> Amended | None:
    """ "bỏ tên thầy Pao": the first who is named, one of several in exactly one place."""
    called = persons_in(sentence)
    places = list(_holders(called[0].name, held, among)) if called else []
    if len(places) != 1:
        return None
    number, code, name = places[0]
    text = held[number - 1].values[code]
    left = [one for one in text.split("; ") if one != name]
    return Amended(number, code, text, "; ".join(left)) if left else None


def _of_figures(figures: Sequence[str], held: Sequence[Held], among: Sequence[int]) -> Amended | None:
    found: list[Amended] = []
    for one, other in combinations(figures, 2):
        for old, new in ((one, other), (other, one)):
            places = list(_standing(old, held, among))
            if len(places) == 1 and not list(_standing(new, held, among)):
                number, code, text = places[0]
                found.append(Amended(number, code, text, _figure(old).sub(new.rstrip("%"), text, count=1)))
    return found[0] if len(found) == 1 else None


def _figure(figure: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\d.,/]){re.escape(figure.rstrip('%'))}(?![\d/]|[.,]\d)")


def _standing(figure: str, held: Sequence[Held], among: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    for number in among:
        for code, text in held[number - 1].values.items():
            if _figure(figure).search(text):
                yield number, code, text


def _of_names(sentence: str, held: Sequence[Held], among: Sequence[int]) -> Amended | None:
    """ "ghi nhầm cô Mẫu, đúng là Trần Thị Mậu"; or one name that reads almost like exactly one that is recorded."""
    called = persons_in(sentence)
    new = [one for one in called if one.whole and not list(_holders(one.name, held, among))]
    if len({one.name for one in new}) != 1:
        return None
    old = [place for one in called if one.name != new[0].name for place in _holders(one.name, held, among)]
    old = old or list(_nearly(new[0].name, held, among))
    if len(set(old)) != 1:
        return None
    number, code, name = old[0]
    text = held[number - 1].values[code]
    return Amended(number, code, text, text.replace(name, new[0].name))


def _holders(name: str, held: Sequence[Held], among: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    """Where a recorded name is this one, or ends with it as people call each other."""
    said = key(name).split()
    for number, code, recorded in _names(held, among):
        told = key(recorded).split()
        if told == said or (len(said) == 1 and told[-1:] == said):
            yield number, code, recorded


def _nearly(name: str, held: Sequence[Held], among: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    for number, code, recorded in _names(held, among):
        said, told = bare(name).split(), bare(recorded).split()
        alike = len(said) == len(told) and sum(a != b for a, b in zip(said, told, strict=True)) <= 1
        if alike and said[0] == told[0]:
            yield number, code, recorded


def _names(held: Sequence[Held], among: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    for number in among:
        for code, text in held[number - 1].values.items():
            for name in text.split("; "):
                if is_person(name):
                    yield number, code, name
