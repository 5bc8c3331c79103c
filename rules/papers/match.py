"""Whose document it is: names of units as people write them, against the roster.

A name is compared as a sequence of words without accents, "trường", "huyện" and the like, where one written word may
stand for several by their initials ("THPTS2BT", "P.GDTrH", "TPLC"). The digit and the district are never fuzzy: what
fits several units is ambiguous, what fits none is unknown.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rules.document import Where
from rules.initiative import UnitGuess
from rules.lexicon import lexicon
from rules.roster import Roster, Unit
from rules.text import words

Key = tuple[str, ...]
Source = Literal["header", "label", "column", "number", "file-name", "mail-text", "sender", "text"]

# In this order evidence decides; what stands in the document itself comes before what stands around it.
ORDER: tuple[Source, ...] = ("column", "header", "label", "number", "file-name", "mail-text", "sender", "text")
_STRONG: frozenset[Source] = frozenset({"header", "label", "column", "number"})
_PARTS = re.compile(r"\d+|[^\W\d]+")
_DIGITS = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "mot": "1", "hai": "2", "ba": "3", "bon": "4"}  # after "số"
_LEVELS = frozenset({"thpt", "thcs", "ptdtnt", "dtnt", "thcsthpt"})
_LONGEST_KEY = 24  # words


@dataclass(frozen=True, slots=True)
class Mention:
    """Units that a stretch of text may mean; `exact` 1.0 where no word was abbreviated."""

    units: frozenset[str]
    start: int
    end: int
    exact: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one source says: one unit, several it may be, or (empty) none."""

    source: Source
    units: frozenset[str]
    where: Where | None = None


@lru_cache(maxsize=1)
def _shortenings() -> tuple[tuple[Key, Key], ...]:
    pairs = ((words(long), words(short)) for long, short in lexicon().units.short)
    return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))


@lru_cache(maxsize=1)
def _dropped() -> frozenset[str]:
    return frozenset(token for word in lexicon().units.dropped for token in words(word))


@lru_cache(maxsize=4096)
def canonical(text: str) -> Key:
    """The words of a name in the form in which names are compared; "số 02" is "2"."""
    tokens: list[str] = []
    for word in words(text.replace("_", " ")):
        tokens.extend((word,) if word.isalpha() else _PARTS.findall(word))
    for i, token in enumerate(tokens[1:], 1):
        if token.isdigit():
            level = tokens[i - 1].removesuffix("so").removesuffix("s")
            tokens[i - 1] = level if level in _LEVELS else tokens[i - 1]  # THPTS2, THPTSo2 = THPT số 2
    tokens = _shortened(tokens)
    if "so" in tokens:
        tokens = [_DIGITS.get(token, token) if i and tokens[i - 1] == "so" else token for i, token in enumerate(tokens)]
    kept: list[str] = []
    dropped = _dropped()
    for i, token in enumerate(tokens):
        if token in dropped or (token in ("so", "s") and i + 1 < len(tokens) and tokens[i + 1].isdigit()):
            continue
        kept.append(token.lstrip("0") or "0" if token.isdigit() else token)
    return tuple(kept)


@lru_cache(maxsize=1)
def _first_of_shortenings() -> frozenset[str]:
    return frozenset(long[0] for long, _ in _shortenings())


def _shortened(tokens: list[str]) -> list[str]:
    if _first_of_shortenings().isdisjoint(tokens):
        return tokens
    for long, short in _shortenings():
        if long[0] not in tokens:
            continue
        i = 0
        while i + len(long) <= len(tokens):
            if tuple(tokens[i : i + len(long)]) == long and long != short:
                tokens[i : i + len(long)] = short
            i += 1
    return tokens


@lru_cache(maxsize=1)
def _superiors() -> frozenset[str]:
    return frozenset(token for word in lexicon().units.superiors for token in words(word)[:1] if len(words(word)) == 1)


class UnitIndex:
    """The names of a roster, ready to be looked for."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self._keys: dict[Key, frozenset[str]] = {}
        for unit in roster:
            for name in names_of(unit):
                self._add(name, unit)
        for unit in roster:
            if unit.group and len(self._keys.get(canonical(unit.name), frozenset())) > 1:
                self._add(f"{unit.name} {unit.group}", unit)  # two units of one name are told apart by their places
        self._by_letter: dict[str, list[Key]] = {}
        for key in self._keys:
            self._by_letter.setdefault(key[0][0], []).append(key)
        self.institutions = _institutions(roster)
        self.find = lru_cache(maxsize=2048)(self._find)
        self.named = lru_cache(maxsize=2048)(self._named)
        self._begun_by = lru_cache(maxsize=8192)(self._keys_begun)

    def _add(self, name: str, unit: Unit) -> None:
        key = canonical(name)
        if key:
            self._keys[key] = self._keys.get(key, frozenset()) | {unit.code}

    def _find(self, text: str) -> tuple[Mention, ...]:
        """Every name in running text, the longest at each place; generic names ("Văn phòng") do not count there."""
        tokens = canonical(text)
        mentions: list[Mention] = []
        at = 0
        while at < len(tokens):
            best = self._best_at(tokens, at)
            torn = best and at > 0 and tokens[at - 1] in _LEVELS  # the end of another school's name
            if best and not torn and self._can_be_found(tokens[at:], best):
                mentions.append(best)
                at = best.end
            else:
                at += 1
        return tuple(mentions)

    def _best_at(self, tokens: Key, at: int) -> Mention | None:
        keys = self._begun_by(tokens[at])
        if not keys:
            return None
        found: dict[tuple[int, float], frozenset[str]] = {}
        for key in keys:
            for end, exact in _spelled(key, tokens, at):
                found[end, exact] = found.get((end, exact), frozenset()) | self._keys[key]
        if not found:
            return None
        end, exact = max(found)
        return Mention(found[end, exact], at, end, exact)

    def _keys_begun(self, token: str) -> tuple[Key, ...]:
        """The names that a written word can begin; the same words come again and again in a list."""
        return tuple(key for key in self._by_letter.get(token[0], ()) if any(True for _ in _reads(token, key)))

    def _named(self, text: str) -> frozenset[str]:
        """Units that a whole text names (a header line, a label, a cell): exact, inside it, or only the beginning."""
        tokens = canonical(text)
        if not tokens:
            return frozenset()
        if tokens in self._keys:
            return self._keys[tokens]
        mentions = self._find(text)
        if mentions:
            return (
                mentions[0].units
                if len({m.units for m in mentions}) == 1
                else frozenset().union(*(m.units for m in mentions))
            )
        return self._reordered(tokens) or self._begun(tokens)

    def _reordered(self, tokens: Key) -> frozenset[str]:
        """ "THPT Bảo Thắng số 2"."""
        same = [units for key, units in self._keys.items() if sorted(key) == sorted(tokens)]
        return frozenset().union(*same) if same else frozenset()

    def _begun(self, tokens: Key) -> frozenset[str]:
        """ "Trường THPT số 1" begins the names of several units: ambiguous, not unknown."""
        if len(tokens) < 2 or tokens[0] not in self.institutions:
            return frozenset()
        begun = [units for key, units in self._keys.items() if key[: len(tokens)] == tokens]
        return frozenset().union(*begun) if begun else frozenset()

    def _can_be_found(self, tokens: Key, mention: Mention) -> bool:
        """A name in running text begins with an institution or has three words; two initials alone prove nothing."""
        length = mention.end - mention.start
        first = tokens[0]
        joined = "".join(tokens[:length])
        institution = first in self.institutions or first.startswith(
            ("thpt", "thcs", "ptdtnt", "dtnt", "ttgdtx", "pgd", "ttktth")
        )
        if mention.exact < 1.0:
            return institution and len(joined) >= 5
        ours = tokens[length - 1] in _superiors() and length >= 2  # "Văn phòng Sở"
        return (institution and (length > 1 or len(joined) >= 5)) or length >= 3 or ours


def _institutions(roster: Roster) -> frozenset[str]:
    """Words with which names of units begin: those of the lexicon, and those that several units of the roster share."""
    known = {token for word in lexicon().units.institutions for token in words(word)[:1]}
    firsts = Counter(canonical(unit.name)[:1] for unit in roster)
    return frozenset(known | {first[0] for first, times in firsts.items() if first and times > 1})


def names_of(unit: Unit) -> Iterator[str]:
    """Every way in which the roster writes a unit."""
    yield from (name for name in (unit.name, unit.short, *unit.aliases) if name)


def _spelled(key: Key, tokens: Key, at: int) -> Iterator[tuple[int, float]]:
    """Ends of the stretches from `at` that spell a key, with how much of it was written out."""
    states = [(0, at, 0)]  # (key words done, next token, key words written out)
    while states:
        done, now, whole = states.pop()
        if done == len(key):
            yield now, whole / len(key)
            continue
        if now < len(tokens) and now - at < _LONGEST_KEY:
            states.extend((done + used, now + 1, whole + full) for used, full in _reads(tokens[now], key[done:]))


def _reads(token: str, key: Key) -> Iterator[tuple[int, int]]:
    """In how many ways one written word reads as the next words of a key: (words used, of these written out)."""
    if token == key[0]:
        yield 1, 1
        return
    if token.isdigit() or key[0].isdigit():
        return
    for prefix in ("tp", "tx", "h"):  # TPLC = TP Lào Cai
        if token.startswith(prefix) and len(token) > len(prefix) + 1:
            yield from _by_pieces(token[len(prefix) :], key, 0, 0)
    yield from _by_pieces(token, key, 0, 0)


def _by_pieces(rest: str, key: Key, used: int, full: int) -> Iterator[tuple[int, int]]:
    if not rest:
        if used >= 2:
            yield used, full
        return
    if used == len(key) or key[used].isdigit():
        return
    if rest.startswith(key[used]):
        yield from _by_pieces(rest[len(key[used]) :], key, used + 1, full + 1)
    if rest[0] == key[used][0] and len(key[used]) > 1:
        yield from _by_pieces(rest[1:], key, used + 1, full)


def settle(evidence: Iterable[Evidence]) -> UnitGuess:
    """One answer from all sources, in the written order.

    The first source that names one unit decides. One that fits several is narrowed by those after it. Two that stand
    in the document and contradict each other, or a name that stands only around the document, are no certainty.
    """
    ranked = _ranked(evidence)
    if not ranked:
        return UnitGuess(None, "none", certain=False)
    first = ranked[0]
    if len(first.units) > 1:
        return _narrowed(first, ranked[1:])
    labelled = [one.units for one in ranked if one.source == "label" and not one.units & first.units]
    if first.source == "header" and labelled and len(labelled[0]) == 1:
        return _between(first, labelled[0], ranked)
    unit = next(iter(first.units))
    agreeing = [item for item in ranked[1:] if item.units == first.units]
    against = [item for item in ranked[1:] if item.source in _STRONG and unit not in item.units]
    certain = not against and (first.source in _STRONG or bool([i for i in agreeing if i.source != "text"]))
    return UnitGuess(unit, first.source, certain=certain, where=first.where)


def _between(header: Evidence, label: frozenset[str], ranked: Sequence[Evidence]) -> UnitGuess:
    """A head and a label that name two units: a paper copied from another school. Whatever else says it counts, and
    where nothing does a person is asked; it is never certain."""
    votes = [(sum(one.units == units for one in ranked), units) for units in (header.units, label)]
    (most, unit), (fewest, _) = sorted(votes, key=lambda vote: -vote[0])
    if most > fewest:
        return UnitGuess(next(iter(unit)), "header+label", certain=False, where=header.where)
    return UnitGuess(None, "header+label", tuple(sorted(header.units | label)), certain=False, where=header.where)


def is_decided(evidence: Iterable[Evidence]) -> bool:
    """Whether sources of which none comes later name one unit: what the running text says cannot change that."""
    return any(len(item.units) == 1 for item in _ranked(evidence)[:1])


def _ranked(evidence: Iterable[Evidence]) -> list[Evidence]:
    return sorted((item for item in evidence if item.units), key=lambda item: ORDER.index(item.source))


def _narrowed(first: Evidence, others: Sequence[Evidence]) -> UnitGuess:
    left, rule = first.units, first.source
    sources: list[Source] = []
    for item in others:
        common = left & item.units
        if common and common != left:
            left, sources = common, [*sources, item.source]
        if len(left) == 1:
            certain = any(source in _STRONG or source in ("sender", "file-name") for source in sources)
            return UnitGuess(next(iter(left)), "+".join([rule, *sources]), certain=certain, where=first.where)
    return UnitGuess(None, "+".join([rule, *sources]), tuple(sorted(left)), certain=False, where=first.where)


@lru_cache(maxsize=8)
def unit_index(roster: Roster) -> UnitIndex:
    """The index of a roster; made once."""
    return UnitIndex(roster)
