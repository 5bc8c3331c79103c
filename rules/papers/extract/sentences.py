"""A name and who does it in one sentence: "1. Quét mã nộp bài, cô Chấu Thị Sáy thực hiện trong tháng 9/2024"."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rules.lexicon import lexicon
from rules.papers.extract.people import is_group, is_person, people
from rules.text import bare, words

_PART = re.compile(r"\s*[,;(]\s*|\s+[-–]\s+")
_DOER = re.compile(r"(?:^|(?<=[\s(]))(?:[Dd]o|[Gg]iao(?: cho)?|[Pp]hân công)\s+")
_NAMED = re.compile(r"(?:^|(?<=[\s(,]))(?:[Nn]gười thực hiện|[Tt]ác giả|[Nn]gười phụ trách)(?:\s+là)?\s+")
_GROUP_DOES = re.compile(r"(?P<who>[^,.;:]{3,40}?)\s+(?:phụ trách|thực hiện|làm|chủ trì|đảm nhiệm|đảm nhận)\b")
_GROUP_FIRST = re.compile(
    r"(?P<who>[^,.;:]{3,40}?)\s+"
    r"(?:phụ trách|chủ trì|đảm nhiệm|đảm nhận|chịu trách nhiệm|làm (?:trước|điểm|thử|đầu mối))\b"
)
_AND = re.compile(r"\s*(?:\([^()]*\))?\s*(?:,|và|cùng|;)\s+(?=[^\W\d_])")
_MOST_BETWEEN = 3  # words of a post between a form of address and a name
_DONE = re.compile(r"hoan thanh(?:\s+[a-z]+){0,3}\s*:?\s+(\d{1,3}(?:,\d+)?)\s*%")
_SHORTEST = 3  # words of a name
_LONGEST = 40
_WORD_BREAK = re.compile(r"[\s(,;]+")
_NAME_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Told:
    """What one sentence says: the name of an initiative, who does it, and the rest as it was written."""

    title: str
    owner: str
    rest: str


def person_at_start(text: str) -> str:
    """ "đồng chí Thào A Lử phụ trách" -> "Thào A Lử": a form of address, and behind it a name in capitals.

    A post may stand between them: "đồng chí kế toán Trần Thị Thơm".
    """
    plain = bare(text).lstrip()
    address = next((word for word in _address() if plain.startswith(word + " ")), None)
    if address is None or len(plain) != len(text.lstrip()):
        return ""
    return _name_at_start(_without_post(text.lstrip()[len(address) :]))


def _without_post(text: str) -> str:
    tokens = text.split()
    small = next((i for i, word in enumerate(tokens[: _MOST_BETWEEN + 1]) if word[:1].isupper()), 0)
    post = words(" ".join(tokens[:small]))
    return " ".join(tokens[small:]) if post and post in _posts() else text


def _name_at_start(text: str) -> str:
    """Words in capitals at the beginning that can be the name of a person; else ""."""
    name: list[str] = []
    for word in text.split():
        if not (_NAME_WORD.match(word) and word[0].isupper()):
            break
        name.append(word.strip(".,;)"))
        if word[-1] in ".,;)":
            break
    found = " ".join(name)
    return found if len(name) > 1 and any(is_person(one) for one in people(found)) else ""


def doers_in(text: str, *, cued: bool = False) -> list[str]:
    """Everybody whom a sentence names with a form of address, and who is joined to them: "cô A và thầy B".

    `cued`: only where the sentence says that they do it ("do cô A", "cô A phụ trách").
    """
    if cued and not doer_in(text):
        return []
    found: list[str] = []
    for start in [0, *(cut.end() for cut in _WORD_BREAK.finditer(text))]:
        name = person_at_start(text[start:])
        if name and name not in found:
            found.append(name)
            behind = text[text.find(name, start) + len(name) :]
            while (joined := _AND.match(behind)) and (more := _person_joined(behind[joined.end() :])):
                found.append(more)
                behind = behind[behind.find(more) + len(more) :]
    return found or _named_by_cue(text)


def _person_joined(text: str) -> str:
    """A name behind "và"; "Phó Hiệu trưởng" behind a comma says what somebody is."""
    first = words(text)[:_MOST_BETWEEN]
    return "" if any(first[: len(post)] == post for post in _posts()) else _name_at_start(text)


def _named_by_cue(text: str) -> list[str]:
    """ "do Lù Seo Páo thực hiện": a name behind the word for who does it, without a form of address."""
    names = (_name_at_start(text[cut.end() :]) for cut in _DOER.finditer(text))
    labelled = (_names_at_start(text[cut.end() :]) for cut in _NAMED.finditer(text))
    return [name for name in names if name][:1] or next((found for found in labelled if found), [])


def _names_at_start(text: str) -> list[str]:
    """ "Lý A Sình và Vàng Thị Páo": behind the label of the field, without a colon."""
    found: list[str] = []
    while name := _name_at_start(text) if not found else _person_joined(text):
        found.append(name)
        behind = text[text.find(name) + len(name) :]
        joined = _AND.match(behind)
        text = behind[joined.end() :] if joined else ""
    return found


def group_in(text: str) -> str:
    """ "Tổ Sinh học làm trước, ...", "do tổ Văn phòng thực hiện": a group that does it; "" where there is none."""
    found = doer_in(text)
    if found and is_group(found):
        return found
    first = _GROUP_FIRST.match(text)
    return first["who"] if first and is_group(first["who"]) else ""


def doer_in(text: str) -> str:
    """Who does it: "Do đồng chí Hứa Văn Khương làm chủ", "Do tổ Văn phòng thực hiện"; else ""."""
    for found in _DOER.finditer(text):
        rest = text[found.end() :]
        person = person_at_start(rest)
        if person:
            return person
        group = _GROUP_DOES.match(rest)
        if group and is_group(group["who"]):
            return group["who"]
    return person_at_start(text)


def done_in(text: str) -> str:
    """ "hoàn thành khoảng 87% so với đăng ký" -> "87%"; "" where nothing says how far it is."""
    found = _DONE.search(bare(text))
    return f"{found.group(1)}%" if found else ""


def told_in(text: str) -> Told | None:
    """The name and the person of a sentence, where a form of address shows who it is; else None."""
    for cut in _PART.finditer(text):
        owner = person_at_start(text[cut.end() :]) or ("(" in cut.group() and _name_at_start(text[cut.end() :])) or ""
        title = text[: cut.start()].strip(" .:")
        if owner:
            enough = _SHORTEST <= len(words(title)) <= _LONGEST
            return Told(title, owner, text[cut.end() :].strip(" .;)")) if enough else None
    return None


@lru_cache(maxsize=1)
def _posts() -> frozenset[tuple[str, ...]]:
    return frozenset(words(post) for post in lexicon().people.positions)


@lru_cache(maxsize=1)
def _address() -> tuple[str, ...]:
    return tuple(sorted((bare(word) for word in lexicon().people.address), key=len, reverse=True))
