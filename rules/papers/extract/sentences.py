"""A name and who does it in one sentence: "1. Quét mã nộp bài, cô Chấu Thị Sáy thực hiện trong tháng 9/2024"."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rules.lexicon import lexicon
from rules.papers.extract.people import is_person, people
from rules.text import bare, words

_PART = re.compile(r"\s*[,;(]\s*|\s+[-–]\s+")
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
