"""Which units of an announced batch an answer names: by name, short name or kind ("các phòng"), to be left out or to be
the only ones that are written to.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rules.intake import reply_words as say
from rules.intake.unit_words import is_district, units_called, units_within
from rules.papers.match import canonical, names_of, unit_index
from rules.roster import Roster, Unit
from rules.text import spoken

_AND = re.compile(r"\s*(?:,|;|&|\+|/|\bva\b|\bcung\b|\bvoi\b)\s*")
_REASON = re.compile(r"\s+(?:vi|do|boi|tai|bao gio|khi nao)\s+.*$")
_ALL_OF_A_KIND = ("cac", "may", "nhung", "moi", "khoi", "toan bo", "tat ca", "tat ca cac", "toan bo cac")


@dataclass(frozen=True, slots=True)
class Batch:
    """`units`: codes, in the order of their numbers in the letter."""

    units: tuple[str, ...]
    roster: Roster

    def left_out(self, plain: str) -> tuple[int, ...] | None:
        """The numbers of the units that a statement takes out; None where it says nothing of the kind, or names what
        is not clear."""
        if _behind(say.ONLY, plain) is not None:
            return None
        out = _behind(say.OUT, plain)
        return self.named(out) if out is not None else None

    def kept(self, plain: str) -> tuple[int, ...] | None:
        """The numbers of the only units that a statement lets out; None where it says nothing of the kind."""
        only = _behind(say.ONLY, plain)
        return self.named(only) if only is not None else None

    def all_but(self, kept: Sequence[int]) -> tuple[int, ...]:
        return tuple(n for n in range(1, len(self.units) + 1) if n not in kept)

    def named(self, plain: str) -> tuple[int, ...] | None:
        """The numbers of all units that a list of names is about; None where a name is none of them."""
        found: list[int] = []
        pieces = [piece for piece in map(_bare_name, _AND.split(_REASON.sub("", plain))) if piece]
        for piece in pieces:
            rows = self._rows(piece)
            if not rows:
                return None
            found += rows
        return tuple(dict.fromkeys(found)) or None

    def mentioned(self, plain: str) -> tuple[int, ...]:
        """The numbers of units whose names stand anywhere in a text."""
        units = {code for one in unit_index(self.roster).find(plain) for code in one.units if len(one.units) == 1}
        return tuple(self.units.index(code) + 1 for code in self.units if code in units)

    def _rows(self, piece: str) -> Sequence[int]:
        known = (unit_index(self.roster).named(piece) or ending_so(piece, self.roster)) & set(self.units)
        called = known if len(known) == 1 else units_called(piece, self._announced)
        if len(called) == 1 or (called and is_district(piece, self._announced)):
            return [n for n, code in enumerate(self.units, 1) if code in called]
        kind = next((kind for kind in self._kinds() if self._is_kind(piece, kind)), None)
        if kind is None:
            return []
        return [n for n, code in enumerate(self.units, 1) if self.roster.unit(code).kind == kind]

    @property
    def _announced(self) -> list[Unit]:
        return [self.roster.unit(code) for code in self.units]

    def called(self, written: str) -> tuple[int, ...]:
        """The numbers of units that a statement is about, by whatever they are called in it; none where it is not
        sure."""
        found = units_within(written, self._announced)
        return self.mentioned(written) or tuple(self.units.index(code) + 1 for code in found)

    def _kinds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.roster.unit(code).kind for code in self.units))

    def _is_kind(self, piece: str, kind: str) -> bool:
        """ "các phòng", "khối trường", "các trung tâm trực thuộc"."""
        name = kind.replace("-", " ")
        words = piece
        for after in ("thuoc so", "truc thuoc", "truc thuoc so", "cua so"):
            words = words.removesuffix(f" {after}")
        return any(words == f"{all_of} {name}" for all_of in _ALL_OF_A_KIND)


def ending_so(name: str, roster: Roster) -> frozenset[str]:
    """Codes of the units whose name ends like this: "số 2 Bảo Thắng"."""
    wanted = canonical(name)
    if len(wanted) < 2:
        return frozenset()
    ending = (unit.code for unit in roster if any(canonical(one)[-len(wanted) :] == wanted for one in names_of(unit)))
    return frozenset(ending)


def _behind(phrases: Sequence[str], plain: str) -> str | None:
    """A statement without the phrase that stands in it; None where none does."""
    for phrase in sorted(phrases, key=len, reverse=True):
        whole = spoken(plain)
        if f" {phrase} " in whole:
            before, _, after = whole.partition(f" {phrase} ")
            return f"{before} {after}".strip()
    return None


def _bare_name(piece: str) -> str:
    """A name without the small words around it."""
    words = piece.split()
    while words and words[0] in say.AROUND_NAMES:
        del words[0]
    while words and words[-1] in say.AROUND_NAMES:
        del words[-1]
    return " ".join(words)
