"""Initiatives of several readings gathered into one list, each once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from rules.initiative import Initiative
from rules.text import bare
from rules.titles import numbers_of, title_key

SAME = 0.9
"""Likeness by letters from which two titles of one mail are one initiative, if they name the same numbers."""

SAME_BY_OCR = 0.75
"""The same where one of the two was read by OCR, which gets letters and digits wrong."""

_LIKELIEST = 8  # titles that are looked at once more


def of_others(one: Initiative, other: Initiative) -> bool:
    """Whether two initiatives of like titles are of different people, none of them the same: then they are two."""
    for code, value in one.values.items():
        theirs = other.get(code)
        if isinstance(value.value, tuple) and isinstance(theirs, tuple) and value.value and theirs:
            return not {bare(name) for name in value.value} & {bare(name) for name in theirs}
    return False


@dataclass(slots=True)
class Gathering:
    """An ordered list that takes an initiative once: equal titles are found by their key, in constant time."""

    initiatives: list[Initiative] = field(default_factory=list)
    _keys: list[str] = field(default_factory=list)
    _places: dict[str, int] = field(default_factory=dict)

    def add(self, value: Initiative, *, least: float = 1.0, among: int | None = None) -> bool:
        """Add an initiative, or complete the one of the same title; whether it was new.

        `least`: from which likeness a title that is not equal counts as the same; `among`: only the first so many
        initiatives are compared that way.
        """
        key = title_key(value.title)
        place = self._places.get(key)
        if place is None and least < 1.0:
            place = self._like(key, least, among)
        if place is not None and least > SAME_BY_OCR and of_others(self.initiatives[place], value):
            place = None
        if place is None:
            self._take(value, key)
            return True
        known = self.initiatives[place]
        self.initiatives[place] = Initiative({**value.values, **known.values}, (*known.beside, *value.beside))
        return False

    @classmethod
    def of(cls, values: Iterable[Initiative]) -> "Gathering":
        """Of initiatives that are known to be different, however like their titles are."""
        gathering = cls()
        for value in values:
            gathering._take(value, title_key(value.title))
        return gathering

    def take(self, others: "Gathering") -> None:
        """Take what was gathered elsewhere, all of it different from what is here."""
        for value, key in zip(others.initiatives, others._keys, strict=True):
            self._take(value, key)

    def _take(self, value: Initiative, key: str) -> None:
        self._places.setdefault(key, len(self.initiatives))
        self.initiatives.append(value)
        self._keys.append(key)

    def _like(self, key: str, least: float, among: int | None) -> int | None:
        known = self._keys if among is None else self._keys[:among]
        if not known:
            return None
        near = process.extract(
            key, known, scorer=Levenshtein.normalized_similarity, score_cutoff=least, limit=_LIKELIEST
        )
        by_numbers = least > SAME_BY_OCR
        return next((place for name, _, place in near if not by_numbers or numbers_of(name) == numbers_of(key)), None)
