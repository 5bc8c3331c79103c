"""What is collected, in everyday words: "các việc đổi mới", "cách làm mới"."""

from functools import lru_cache

from rules.lexicon import lexicon
from rules.text import words

_LONGEST = 2  # words of "cách làm", "về việc"

Words = tuple[str, ...]


def says_new_ways(text: str) -> bool:
    """Whether a text speaks of new ways of doing things; "về việc đổi mới ..." says what a letter is about."""
    return names_new_ways(words(text))


def names_new_ways(tokens: Words) -> bool:
    """The same for the words of a text."""
    works, better, about = _known()
    for i in range(1, len(tokens)):
        before = [tokens[max(0, i - length) : i] for length in range(1, _LONGEST + 1)]
        begins = any(tokens[i : i + length] in better for length in range(1, _LONGEST + 1))
        if begins and not works.isdisjoint(before) and about.isdisjoint(before):
            return True
    return False


@lru_cache(maxsize=1)
def _known() -> tuple[frozenset[Words], frozenset[Words], frozenset[Words]]:
    known = lexicon().documents
    works, better, about = (frozenset(map(words, said)) for said in (known.works, known.better, known.about))
    return works, better, about
