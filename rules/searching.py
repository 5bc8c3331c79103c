"""Searching as people type: with or without accents, whichever letter bears the tone, whole words or their beginnings.

One folding for what is kept and for what is asked. Each text is kept twice: bare (`rules.text.bare`: no accents, đ is
d) and marked (`rules.text.key`: accents as written, the tone in its last place). A word that is asked with an accent is
looked for among the marked ones, so that "thư" does not find "thu"; one without, among the bare ones.
"""

import re
from dataclasses import dataclass

from rules.text import bare, key

_WORD = re.compile(r"[^\W_]+")
LONGEST = 12  # words of a question


@dataclass(frozen=True, slots=True)
class Term:
    """A word that is asked for. `marked`: with its accents. `whole`: not only the beginning of one."""

    word: str
    marked: bool
    whole: bool


def folded(text: str) -> tuple[str, str]:
    """The bare words and the marked words of a text, each as one line."""
    return " ".join(_WORD.findall(bare(text))), " ".join(_WORD.findall(key(text)))


def asked(text: str) -> tuple[Term, ...]:
    """The words of a question; all of them must be met. The last one may not be typed to its end yet."""
    marked = _WORD.findall(key(text))[:LONGEST]
    found = []
    for place, word in enumerate(marked):
        plain = " ".join(_WORD.findall(bare(word)))
        has_marks = word not in (plain, plain.replace("i", "y"), plain.replace("y", "i"))
        found.append(Term(word if has_marks else plain, has_marks, place < len(marked) - 1))
    return tuple(one for one in found if one.word)


def meets(text: str, terms: tuple[Term, ...]) -> bool:
    """Whether a text has every word."""
    plain, marked = (f" {line} " for line in folded(text))
    return all(f" {one.word}{' ' if one.whole else ''}" in (marked if one.marked else plain) for one in terms)
