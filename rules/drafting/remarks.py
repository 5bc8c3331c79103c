"""What units say once for all their initiatives (difficulties, lessons, proposals), gathered with who said it.

Points whose words are alike are one group: it is told by one sentence of one unit, word for word, and by the number
of units that said so. Which sentences are alike is a matter of their words alone, so nothing is understood into them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from rules.campaign import FieldSpec
from rules.drafting.material import Round
from rules.drafting.quoting import sentences
from rules.roster import Unit
from rules.submission import Submission
from rules.text import spoken
from rules.wording import UNCONFIRMED, capitalised, items_of

ALIKE = 80.0
"""Likeness of two sentences (0..100, of their sorted words without accents) from which they are one point."""

_WHOLE = 90.0  # and from here on if one holds all words of the other
_FEW = 4  # words; of so few words all must be the same
_NOTHING = re.compile(r"^(?:không|không có|không có ý kiến.*|không có (?:khó khăn|kiến nghị|đề xuất|vướng mắc).*)$")


@dataclass(frozen=True, slots=True)
class Voice:
    """A point, in the words of the first unit that made it, and the units; True: nobody has confirmed its paper."""

    text: str
    units: tuple[tuple[Unit, bool], ...]
    wordings: tuple[str, ...] = ()  # every way it was put, the told one first

    @property
    def who(self) -> str:
        return "; ".join(unit.label + (f" {UNCONFIRMED}" if provisional else "") for unit, provisional in self.units)


@dataclass(slots=True)
class _Group:
    wordings: list[str]
    keys: list[str]
    units: list[tuple[Unit, bool]]

    def takes(self, key: str) -> bool:
        return any(alike(key, other) for other in self.keys)


def voices(spec: FieldSpec, part: Round) -> tuple[Voice, ...]:
    """The points of all units, said by most first, then in the order of the roster."""
    groups: list[_Group] = []
    said = (
        (text, cell.unit, cell.state == "provisional")
        for cell in part.statuses
        for text in _said(spec, cell.submission)
    )
    for text, unit, provisional in sorted(said, key=lambda one: one[2]):  # what is certain gives the words
        key = spoken(text)
        group = next((one for one in groups if one.takes(key)), None)
        if group is None:
            group = _Group([], [], [])
            groups.append(group)
        if key not in group.keys:
            group.wordings.append(text)
            group.keys.append(key)
        if all(known.code != unit.code for known, _ in group.units):
            group.units.append((unit, provisional))
    found = [Voice(one.wordings[0], tuple(one.units), tuple(one.wordings)) for one in groups]
    return tuple(sorted(found, key=lambda voice: -len(voice.units)))


def shared(found: Sequence[Voice]) -> tuple[Voice, ...]:
    """Those that more than one unit made."""
    return tuple(voice for voice in found if len(voice.units) > 1)


def alike(one: str, other: str) -> bool:
    """Whether two sentences, spoken without accents, say the same with nearly the same words.

    A negation or another number is never a slip of wording.
    """
    if one == other:
        return True
    first, second = one.split(), other.split()
    if min(len(first), len(second)) <= _FEW or _weights(first) != _weights(second):
        return False
    return fuzz.token_sort_ratio(one, other) >= ALIKE or fuzz.token_set_ratio(one, other) >= _WHOLE + _slack(
        first, second
    )


_NEGATIONS = frozenset({"khong", "chua", "chang", "thieu", "du", "het"})


def _weights(words: Sequence[str]) -> frozenset[str]:
    """Words that turn a sentence round, and its numbers."""
    return frozenset(word for word in words if word in _NEGATIONS or any(letter.isdigit() for letter in word))


def _slack(first: Sequence[str], second: Sequence[str]) -> float:
    """Above 100 where one sentence is far longer: then it says more, not the same."""
    return 0.0 if max(len(first), len(second)) <= 1.5 * min(len(first), len(second)) else 100.0


def _said(spec: FieldSpec, submission: Submission | None) -> Iterable[str]:
    """The sentences of one unit, each once, as it wrote them."""
    value = submission.remarks.get(spec.code) if submission else None
    if value is None or not isinstance(value.value, str):
        return ()
    points = (point for line in items_of(value.value) for point in sentences(line))
    return tuple(
        dict.fromkeys(
            capitalised(point).rstrip(".") for point in points if not _NOTHING.match(point.casefold().strip(" ."))
        )
    )
