"""When two titles name the same initiative.

People type a title anew each time: other capitals, other quotation marks, accents lost on a phone, a word more. The
key of a title forgives all of that but the last; the likeness of two titles measures it.
"""

from collections.abc import Collection

from rapidfuzz import fuzz

from rules.text import words

SAME = 0.92
"""From here on two titles are one: a typing error or two in a title of ten words, or the words in another order. One
word more in a title of six words ("Họp không giấy tờ" for "Họp không giấy") lies below it and is asked about."""

SIMILAR = 0.65
"""From here on a person is asked. Titles of one field share "ứng dụng công nghệ thông tin trong ..." and still stay
below it unless half of their other words agree too; a lower bound would ask about pairs that nobody confuses."""

_WORDS_OF_A_PART = 3
"""A title that stands whole in the other counts as similar from this many words on; "học bạ số" is three."""


def title_key(title: str) -> str:
    """Equal for titles that differ in accents, placement of tones, case, punctuation and spacing only."""
    return " ".join(words(title)) or title.strip()


def likeness(one: str, other: str) -> float:
    """0..1. Word order does not count; differing numbers never make a pair "same" (lớp 6, lớp 10; số 1, số 2)."""
    first, second = title_key(one), title_key(other)
    if first == second:
        return 1.0
    score = fuzz.token_sort_ratio(first, second) / 100
    if _is_part(first, second):
        score = max(score, SIMILAR)
    if numbers_of(first) != numbers_of(second):
        score = min(score, SAME - 0.01)
    return score


def numbers_of(key: str) -> list[str]:
    """The numbers that the key of a title names, in order of size: titles that differ in them are different."""
    if not any(map(str.isdecimal, key)):
        return []
    return sorted(word.lstrip("0") for word in key.split() if any(char.isdecimal() for char in word))


def _is_part(first: str, second: str) -> bool:
    shorter, longer = sorted((first, second), key=len)
    return len(shorter.split()) >= _WORDS_OF_A_PART and f" {shorter} " in f" {longer} "


def pairs(
    ones: tuple[str, ...],
    others: tuple[str, ...],
    least: float,
    apart: Collection[tuple[str, str]] = (),
) -> tuple[tuple[int, int, float], ...]:
    """One-to-one: (place in `ones`, place in `others`, likeness), the likeliest pairs first, none below `least`.

    `apart`: pairs of titles that a person has said to be different.
    """
    scored = sorted(
        (
            (likeness(one, other), i, j)
            for i, one in enumerate(ones)
            for j, other in enumerate(others)
            if (one, other) not in apart
        ),
        key=lambda found: (-found[0], found[1], found[2]),
    )
    taken: list[tuple[int, int, float]] = []
    left, right = set(range(len(ones))), set(range(len(others)))
    for score, i, j in scored:
        if score >= least and i in left and j in right:
            taken.append((i, j, score))
            left.discard(i)
            right.discard(j)
    return tuple(taken)
