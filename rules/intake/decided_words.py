"""The words of a clause in which a person of the office decides, by what they mean (`[decided]` of the lexicon).

Accents count where the writer puts them: "đúng" is not "dừng", "bỏ" is not "bộ". Who writes without any is understood
by the bare words. The longest phrase counts, so "không vấn đề" is no denial.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.lexicon import lexicon
from rules.text import bare, key, nfc

SENTENCE_ENDS = re.compile(r"(?:(?<=[^\W\d_][.!?])|(?<=[%)”\"][.!?])|(?<=/\d[.!?])|(?<=/\d\d[.!?]))\s+")
"""Where a sentence of a mail ends; the dot behind a number may belong to the number."""
ASIDE = re.compile(r"(?<=\S)\s*\([^()\n]{4,}\)")
"""What somebody adds in brackets: "(chị mở ra xem rồi, tên đặt linh tinh thôi)"."""
_LONGEST = 3  # words of a phrase; a test says so
_WORD = re.compile(r"@\w+|[^\W_]+")


@dataclass(frozen=True, slots=True)
class Token:
    """Words that mean something, or one that means nothing to us. "@unit", "@day", "@number" stand for what was found
    there before."""

    text: str
    meanings: frozenset[str] = frozenset()

    def means(self, *meanings: str) -> bool:
        return not self.meanings.isdisjoint(meanings)


_OF_BATCHES = frozenset({"sending", "holding", "leaving", "spared", "only", "rewrite"})
_OF_QUESTIONS = frozenset(
    {"extend", "free", "must", "paper", "got", "missing", "keep", "remove", "one", "two", "mend", "done", "notify"}
)


def tokens(text: str, *, batch: bool = False) -> tuple[Token, ...]:
    """The phrases of a text in order; of one about a `batch` of letters those that mean something there."""
    return tuple(_tokens(text, batch=batch))


def _tokens(text: str, *, batch: bool) -> Iterator[Token]:
    exact, plain = _WORD.findall(key(text)), _WORD.findall(bare(text))
    if len(exact) != len(plain):
        exact = plain
    accented = _is_accented(exact)
    at = 0
    while at < len(plain):
        token, length = _longest(exact, plain, at, accented=accented, batch=batch)
        yield token
        at += length


def _longest(exact: list[str], plain: list[str], at: int, *, accented: bool, batch: bool) -> tuple[Token, int]:
    with_accents, without = _phrases(batch=batch)
    if plain[at].startswith("@"):
        return Token(plain[at], frozenset({plain[at]})), 1
    for length in range(min(_LONGEST, len(plain) - at), 0, -1):
        words, bare_words = tuple(exact[at : at + length]), tuple(plain[at : at + length])
        meanings = with_accents.get(words) if accented else without.get(bare_words)
        if meanings is None and accented and length > 1 and not _is_accented(words):
            meanings = without.get(bare_words)  # accents left out here and there
        if meanings:
            return Token(" ".join(bare_words), meanings), length
    return Token(plain[at]), 1


def _is_accented(words: Collection[str]) -> bool:
    return any("đ" in word or any(map(unicodedata.combining, unicodedata.normalize("NFD", word))) for word in words)


@lru_cache(maxsize=2)
def _phrases(
    *, batch: bool
) -> tuple[Mapping[tuple[str, ...], frozenset[str]], Mapping[tuple[str, ...], frozenset[str]]]:
    """Meanings by phrase: with accents, without."""
    exact: dict[tuple[str, ...], set[str]] = {}
    plain: dict[tuple[str, ...], set[str]] = {}
    for meaning, phrases in lexicon().decided.items():
        if meaning in (_OF_QUESTIONS if batch else _OF_BATCHES):
            continue
        for phrase in phrases:
            exact.setdefault(tuple(_WORD.findall(key(nfc(phrase)))), set()).add(meaning)
            plain.setdefault(tuple(_WORD.findall(bare(phrase))), set()).add(meaning)
    return (
        {words: frozenset(meanings) for words, meanings in exact.items()},
        {words: frozenset(meanings) for words, meanings in plain.items()},
    )


_THEREFORE = frozenset({"nen", "cho nen", "the nen"})


def without_reason(words: Sequence[Token]) -> Sequence[Token]:
    """What a clause says before "vì …" and behind the "nên" that follows it."""
    begins = next((place for place, token in enumerate(words) if token.means("why")), None)
    if begins is None:
        return words
    then = next((p for p, token in enumerate(words) if p > begins and token.text in _THEREFORE), None)
    return (*words[:begins], *(words[then + 1 :] if then is not None else ()))
