"""Where in a paper something stands, and finding it again once the paper has been read anew.

A better reader reads other titles, counts other rows, finds units that it missed. What a person said of an initiative
is about that initiative, not about a row of a reading: it is looked for at its place and by its title, and where that
leaves none or several, a person must look. A wrong object is worse than none.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rules.document import Where
from rules.titles import SAME, SIMILAR, likeness, title_key

_APART = 0.1
"""A title that changed must be so much likelier than the next best one: of "Số hóa hồ sơ lớp 6" and "... lớp 7" neither
is found by likeness alone."""


@dataclass(frozen=True, slots=True)
class Place:
    """An initiative as it then read: its title and where that stood."""

    title: str
    where: Where
    digest: str = ""  # SHA-256 of that file, "" where it is not known (the body of a mail)
    made_by: int = 0  # number of the ruling that made it; 0: it was read

    @property
    def row(self) -> tuple[str, str, str]:
        """File, sheet or page, and row or paragraph: a title that is taken from another column has not moved."""
        spot = _CELL.sub(r"\1\2", _COLUMN.sub("", self.where.spot))
        return self.digest or self.where.file, self.where.part, spot


_COLUMN = re.compile(r", cột \d+(, đoạn \d+)*$")  # of "bảng 1, dòng 2, cột 3"
_CELL = re.compile(r"(ô )[A-Z]+(\d+)$")  # of "ô C7"


@dataclass(frozen=True, slots=True)
class Part:
    """What one mail gave to one unit and stage: a list may hold several units, each a part of its own.

    `items` are its initiatives as they read when the part was named: what it is found by when it reads otherwise.
    """

    arrival: int
    stage: str | None  # None: every stage
    unit: str | None  # as read; None: nobody knew whose it is
    items: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One initiative of a part."""

    part: Part
    place: Place


def found_again(then: Sequence[Place], now: Sequence[Place]) -> tuple[tuple[int, ...], ...]:
    """For each place of then, which of now it is: one where that is sure, none or several where a person must look."""
    if tuple(then) == tuple(now):
        return tuple((place,) for place in range(len(now)))
    return _Search(then, now).made()


class _Search:
    """Step by step from what is certain to what is likely; what one step has paired, a later one leaves alone."""

    def __init__(self, then: Sequence[Place], now: Sequence[Place]) -> None:
        self._then, self._now = then, now
        self._like = [[likeness(old.title, new.title) for new in now] for old in then]
        self._pairs: dict[int, int] = {}
        self._unclear: dict[int, tuple[int, ...]] = {}

    def made(self) -> tuple[tuple[int, ...], ...]:
        self._same_titles(str)  # to the letter first: "thu" and "thư" may stand side by side
        self._same_titles(title_key)
        self._nearly_same_titles()
        if self._rows_stand_still():
            self._same_rows()
        self._likely_titles()
        return tuple(
            (self._pairs[old],) if old in self._pairs else self._unclear.get(old, ()) for old in range(len(self._then))
        )

    def _same_titles(self, key_of: Callable[[str], str]) -> None:
        """A title that stands there once; one that stands there more often only where its rows are what they were."""
        old = self._by_title(self._then, self._left(), key_of)
        new = self._by_title(self._now, self._free(), key_of)
        for key in old.keys() & new.keys():
            if len(old[key]) == len(new[key]) == 1:
                self._pairs[old[key][0]] = new[key][0]
                continue
            rows = {self._now[place].row: place for place in new[key]}
            if len(rows) == len(new[key]) and Counter(self._then[one].row for one in old[key]) == Counter(rows.keys()):
                self._pairs.update((one, rows[self._then[one].row]) for one in old[key])
            else:  # one of now for several of then is nobody's for certain
                self._unclear.update((one, tuple(new[key]) if len(new[key]) > 1 else ()) for one in old[key])

    @staticmethod
    def _by_title(
        places: Sequence[Place], numbers: Sequence[int], key_of: Callable[[str], str]
    ) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number in numbers:
            found.setdefault(key_of(places[number].title), []).append(number)
        return found

    def _nearly_same_titles(self) -> None:
        for old in self._left():
            near = [new for new in self._free() if self._like[old][new] >= SAME]
            rivals = [one for one in self._left() if near and self._like[one][near[0]] >= SAME]
            if len(near) == 1 and len(rivals) == 1:
                self._pairs[old] = near[0]

    def _rows_stand_still(self) -> bool:
        """Whether a row still says something: nothing that was found has moved, or nothing at all is where it was."""
        if self._pairs:
            return all(self._then[old].row == self._now[new].row for old, new in self._pairs.items())
        rows = Counter(place.row for place in self._then)
        return rows == Counter(place.row for place in self._now) and max(rows.values(), default=0) == 1

    def _same_rows(self) -> None:
        for old in self._left():
            row = self._then[old].row
            there = [new for new in self._free() if self._now[new].row == row]
            rivals = [one for one in self._left() if self._then[one].row == row]
            if len(there) == 1 and len(rivals) == 1:
                self._pairs[old] = there[0]

    def _likely_titles(self) -> None:
        for old in self._left():
            ranked = sorted(self._free(), key=lambda new: -self._like[old][new])
            likely = [new for new in ranked if self._like[old][new] >= SIMILAR]
            if not likely:
                continue
            best = likely[0]
            others = [self._like[old][new] for new in ranked[1:]]
            rivals = [self._like[one][best] for one in self._left() if one != old]
            if self._like[old][best] - max((*others, *rivals), default=0.0) >= _APART:
                self._pairs[old] = best
            else:
                self._unclear[old] = tuple(likely)

    def _left(self) -> list[int]:
        return [old for old in range(len(self._then)) if old not in self._pairs and old not in self._unclear]

    def _free(self) -> list[int]:
        taken = set(self._pairs.values())
        return [new for new in range(len(self._now)) if new not in taken]
