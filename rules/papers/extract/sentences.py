"""A name and who does it in one sentence: "1. Quét mã nộp bài, cô Chấu Thị Sáy thực hiện trong tháng 9/2024"."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rules.lexicon import lexicon
from rules.papers.extract.people import is_group, is_person, people
from rules.text import bare, words

_PART = re.compile(r"\s*[,;(]\s*|\s+[-–]\s+")
_DOER = re.compile(r"(?:^|(?<=[\s(]))(?:[Dd]o|[Gg]iao(?: cho)?|[Pp]hân công)\s+")
_GROUP_DOES = re.compile(r"(?P<who>[^,.;:]{3,40}?)\s+(?:phụ trách|thực hiện|làm|chủ trì|đảm nhiệm|đảm nhận)\b")
_DONE = re.compile(r"hoan thanh(?:\s+(?:khoang|duoc|tren|dat|toi|den)){0,2}\s+(\d{1,3}(?:,\d+)?)\s*%")
_SHORTEST = 3  # words of a name
_LONGEST = 40
_NAME_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Told:
    """What one sentence says: the name of an initiative, who does it, and the rest as it was written."""

    title: str
    owner: str
    rest: str


def person_at_start(text: str) -> str:
    """ "đồng chí Thào A Lử phụ trách" -> "Thào A Lử": a form of address, and behind it a name in capitals."""
    plain = bare(text).lstrip()
    address = next((word for word in _address() if plain.startswith(word + " ")), None)
    if address is None or len(plain) != len(text.lstrip()):
        return ""
    name: list[str] = []
    for word in text.lstrip()[len(address) :].split():
        if not (_NAME_WORD.match(word) and word[0].isupper()):
            break
        name.append(word.strip(".,;)"))
        if word[-1] in ".,;)":
            break
    found = " ".join(name)
    return found if len(name) > 1 and any(is_person(one) for one in people(found)) else ""


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
        owner = person_at_start(text[cut.end() :])
        title = text[: cut.start()].strip(" .:")
        if owner:
            enough = _SHORTEST <= len(words(title)) <= _LONGEST
            return Told(title, owner, text[cut.end() :].strip(" .;)")) if enough else None
    return None


@lru_cache(maxsize=1)
def _address() -> tuple[str, ...]:
    return tuple(sorted((bare(word) for word in lexicon().people.address), key=len, reverse=True))
