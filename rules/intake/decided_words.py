"""The words of a clause in which a person of the office decides, by what they mean (`[decided]` of the lexicon).

Accents count where the writer puts them: "đúng" is not "dừng", "bỏ" is not "bộ". Who writes without any is understood
by the bare words. The longest phrase counts, so "không vấn đề" is no denial.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from rapidfuzz.distance import OSA

from rules.lexicon import lexicon
from rules.text import bare, key, nfc

SENTENCE_ENDS = re.compile(
    r"(?:(?<=[^\W\d_][.!?])|(?<=[%)”\"][.!?])|(?<=/\d[.!?])|(?<=/\d\d[.!?])|(?<=/\d\d\d\d[.!?]))\s+"
)
"""Where a sentence of a mail ends; the dot behind a number may belong to the number."""
ASIDE = re.compile(r"(?<=\S)\s*\([^()\n]{4,}\)")
"""What somebody adds in brackets: "(chị mở ra xem rồi, tên đặt linh tinh thôi)"."""
ASIDES = re.compile(r"(?<=\S)\s*\(([^()\n]{4,})\)")
LONGEST = 3  # words of a phrase; a test says so
_WORD = re.compile(r"@\w+|(?:[^\W_][\u0300-\u036f]*)+")  # tones stand behind their syllable
_FORMAL = frozenset(
    {
        "turn", "then", "therefore", "breaks", "over", "before", "at_all", "yet", "lets", "barely", "seen", "unknowing",
        "whole", "contacts", "freed", "until", "hurries", "consents", "reminds", "tag", "undo", "greets", "needless",
        "these", "apart", "enough", "whoever", "at_once", "retract", "others", "right", "the_batch", "to_us",
        "orders", "acts", "notes", "owned", "soon", "that_is",
    }
)  # fmt: skip
"""Meanings that hold a clause together and say nothing by themselves."""


@dataclass(frozen=True, slots=True)
class Token:
    """Words that mean something, or one that means nothing to us. "@unit", "@day", "@number" stand for what was found
    there before."""

    text: str
    meanings: frozenset[str] = frozenset()

    def means(self, *meanings: str) -> bool:
        return not self.meanings.isdisjoint(meanings)

    @property
    def is_unknown(self) -> bool:
        return self.meanings <= _FORMAL


_OF_BATCHES = frozenset(
    {
        "sending",
        "holding",
        "leaving",
        "spared",
        "only",
        "rewrite",
        "until",
        "hurries",
        "consents",
        "reminds",
        "right",
        "the_batch",
        "to_us",
        "others",
        "enough",
        "whoever",
        "at_once",
    }
)
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
    accented = is_accented(exact)
    at = 0
    while at < len(plain):
        token, length = _longest(exact, plain, at, accented=accented, batch=batch)
        yield token
        at += length


_STOPPED = re.compile(r"(?:[cpt]|ch)$")
_TONES = ("", "\u0301", "\u0323")


def _toned(words: tuple[str, ...], known: Mapping[tuple[str, ...], frozenset[str]]) -> frozenset[str] | None:
    """A syllable that ends in c, ch, p or t bears one of two tones in Vietnamese: where it bears none, it was left out
    ("hêt" is "hết")."""
    if (meanings := known.get(words)) is not None or not any(_STOPPED.search(word) for word in words):
        return meanings
    each = ([nfc(word + tone) for tone in _TONES] if _STOPPED.search(word) else [word] for word in words)
    return next((meant for said in product(*each) if (meant := known.get(said)) is not None), None)


def _longest(exact: list[str], plain: list[str], at: int, *, accented: bool, batch: bool) -> tuple[Token, int]:
    with_accents, without = _phrases(batch=batch)
    if plain[at].startswith("@"):
        return Token(plain[at], frozenset({plain[at]})), 1
    for length in range(min(LONGEST, len(plain) - at), 0, -1):
        words, bare_words = tuple(exact[at : at + length]), tuple(plain[at : at + length])
        meanings = _toned(words, with_accents) if accented else without.get(bare_words)
        if meanings is None and accented and length > 1 and not is_accented(words):
            meanings = without.get(bare_words)  # accents left out here and there
        if meanings == frozenset({"tag"}):  # "… thì phải" doubts at the end alone
            meanings = frozenset({"maybe"}) if at + length == len(plain) else None
        if meanings:
            return Token(" ".join(bare_words), meanings), length
    return Token(plain[at]), 1


def unknown_in(text: str, *, batch: bool = False) -> int:
    """How many words of a text mean nothing to us."""
    return sum(not one.meanings for one in tokens(text, batch=batch))


def is_accented(words: Collection[str]) -> bool:
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


def without_reason(words: Sequence[Token]) -> Sequence[Token]:
    """What a clause says before "vì …" and behind the "nên" that follows it."""
    begins = next((place for place, token in enumerate(words) if token.means("why")), None)
    if begins is None:
        return words
    then = next((p for p, token in enumerate(words) if p > begins and token.means("therefore")), None)
    return (*words[:begins], *(words[then + 1 :] if then is not None else ()))


_ASIDE_WORDS = ("small", "we", "they", "tell", "greets", "over", "orders")


def means_nothing(text: str, *, batch: bool = False) -> bool:
    """A greeting, thanks, or small words alone."""
    heard = tokens(text, batch=batch)
    if not heard or "?" in text:
        return not heard
    if all(one.means(*_ASIDE_WORDS) and not one.means("may", "agree", "only", "leaving", "not") for one in heard):
        return True
    first = next((one for one in heard if not one.means("small", "we")), None)
    greets = first is not None and first.means("greets")
    return greets and not any(one.means(*WEIGHTY) or any(map(str.isdigit, one.text)) for one in heard)


WEIGHTY = (
    "agree", "refuse", "not", "extend", "free", "must", "paper", "got", "missing", "keep", "remove", "one", "two",
    "mend", "skip", "done", "later", "maybe", "if", "except", "rest", "sending", "holding", "leaving", "@unit", "@day",
)  # fmt: skip
"""What makes a clause more than a greeting."""


# --- Slips of the finger --------------------------------------------------------------------------------------------

_RIVALS: Sequence[tuple[str, ...]] = (
    ("agree",), ("refuse", "not"), ("skip",), ("maybe", "later", "yet"), ("sending",), ("holding",),
)  # fmt: skip
"""Which meanings compete for a word with slips; one that may be of two is of none."""


def mended(words: Sequence[Token], text: str, *, batch: bool = False) -> tuple[Token, ...]:
    """A clause in which one word alone could decide, and has a slip of the finger: read as the nearest."""
    unknown = [token for token in words if token.is_unknown and not token.means("over", "before", "lets", "whole")]
    others = [token for token in words if token not in unknown]
    if len(unknown) != 1 or not all(one.means("small", "we", "they", "over", "before") for one in others):
        return tuple(words)
    typed = (one for one in _WORD.findall(nfc(text).casefold()) if bare(one) == unknown[0].text)
    meant = _nearest(next(typed, unknown[0].text), batch=batch)
    return tuple(meant if token is unknown[0] and meant else token for token in words)


def _nearest(typed: str, *, batch: bool) -> Token | None:
    as_compared = nfc if is_accented([typed]) else bare
    near: dict[str, set[str]] = {}
    for meaning, phrases in lexicon().decided.items():
        for word in (as_compared(one).casefold() for one in phrases if " " not in one and len(one) > 2):
            close = len(word) > 3 and word[0] == typed[0] and OSA.distance(typed, word, score_cutoff=1) <= 1
            if close and meaning not in (_OF_QUESTIONS if batch else _OF_BATCHES):
                near.setdefault(word, set()).add(meaning)
    groups = {place for found in near.values() for place, rival in enumerate(_RIVALS) if found & set(rival)}
    words = [word for word, found in near.items() if any(found & set(rival) for rival in _RIVALS)]
    return Token(bare(words[0]), frozenset(near[words[0]])) if len(groups) == 1 else None


def may_deny(token: Token) -> bool:
    """ "kong đồng ý": where a denial may be mistyped nothing is agreed to."""
    typed = token.text
    if not token.is_unknown or len(typed) < 4:
        return False
    denials = (bare(one) for one in lexicon().decided["not"] if " " not in one and len(one) > 4)
    return any(
        OSA.distance(typed, one, score_cutoff=1) <= 1 and (len(typed) != len(one) or sorted(typed) == sorted(one))
        for one in denials  # "thong" is a word
    )
