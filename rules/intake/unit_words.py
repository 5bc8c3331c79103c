"""Units as people of the office call them: "Bát Xát 1", "nội trú Bắc Hà", "GDTX", "các trường Văn Bàn".

All words of such a call stand in one name of the unit, in whatever order. Whoever asks decides what several units mean.
Within a sentence only what is written like a name counts: without capitals and accents "văn bản 2" is Văn Bàn 2, and
"tháng 1" the first school of Bảo Thắng.
"""

from collections import Counter
from collections.abc import Iterable, Set
from functools import lru_cache

from rules.papers.match import canonical, names_of
from rules.roster import Roster, Unit
from rules.text import bare

_SMALL = frozenset(
    {"truong", "cac", "nhung", "may", "ben", "cua", "cho", "don", "vi", "nha", "huyen", "so", "thi", "ca"}
)
_OF_A_KIND = frozenset({"phong", "thpt", "thcs", "ptdtnt", "trung", "tam", "tt", "gd", "van"})
_SAME = {("noi", "tru"): "ptdtnt"}
_GOES_ON = frozenset({"số", "so", "nội", "trú"})  # small letters within a call
_LONGEST = 4  # words of "nội trú Bắc Hà" and the like, within a sentence
_OF_A_PLACE = 2  # words of the name of a place
_LEVELS = frozenset({"thpt", "thcs", "ptdtnt", "thcsthpt", "dtnt"})
_SCHOOL = ("truong", "thpt")


def units_called(text: str, among: Iterable[Unit], known: Set[str] | None = None) -> frozenset[str]:
    """Codes of the units that a few words call; none where the words name a kind or a number alone. `known`: the words
    of all their names, if somebody has them: who looks at many calls looks there first."""
    wanted = Counter(_tokens(text))
    if not _weighty(wanted) or (known is not None and not wanted.keys() <= known):
        return frozenset()
    return frozenset(unit.code for unit in among if any(wanted <= _words_of(one) for one in names_of(unit)))


def words_of_names(units: Iterable[Unit]) -> frozenset[str]:
    return frozenset(word for unit in units for name in names_of(unit) for word in _words_of(name))


@lru_cache(maxsize=4096)
def _words_of(name: str) -> Counter[str]:
    return Counter(canonical(name))


def is_district(text: str, among: Iterable[Unit]) -> bool:
    """Whether the words are the name of a district and no more: then all its units are meant."""
    tokens = sorted(_tokens(text))
    return any(tokens == sorted(canonical(unit.group)) for unit in among if unit.group)


def units_within(sentence: str, among: Roster | Iterable[Unit]) -> tuple[str, ...]:
    """Codes of the units that a sentence calls without doubt, in order."""
    units, found = tuple(among), list[str]()
    words = [word.strip(".,;:!?()\"'“”") for word in sentence.split()]
    at = 0
    while at < len(words):
        step = 1
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            called = _called_by(words, at, length, units)
            if len(called) == 1:
                found += called
                step = length
                break
        at += step
    return tuple(dict.fromkeys(found))


def _called_by(words: list[str], at: int, length: int, units: Iterable[Unit]) -> frozenset[str]:
    """By so many words that are written like a name: two of weight, an abbreviation, or one behind "trường"."""
    call = words[at : at + length]
    if not all(word[:1].isupper() or word.isdigit() or word.lower() in _GOES_ON for word in call):
        return frozenset()
    weighty = _weighty(_tokens(" ".join(call)))
    abbreviated = any(not set(token) & set("aeiouy") for token in weighty)
    school = any(bare(word) in _SCHOOL for word in words[max(at - 1, 0) : at + length - 1])
    if len(weighty) < _OF_A_PLACE and not abbreviated and not school:
        return frozenset()
    schools = [unit for unit in units if set(canonical(unit.name)) & _LEVELS]
    return units_called(" ".join(call), schools if school else units)


def _weighty(tokens: Iterable[str]) -> list[str]:
    return [token for token in tokens if not token.isdigit() and token not in _OF_A_KIND]


def _tokens(text: str) -> list[str]:
    tokens = [token for token in canonical(text) if token not in _SMALL]
    for pair, short in _SAME.items():
        for at in range(len(tokens) - 1):
            if tuple(tokens[at : at + 2]) == pair:
                tokens[at : at + 2] = [short]
    return tokens


def ending_so(name: str, roster: Roster) -> frozenset[str]:
    """Codes of the units whose name ends like this: "số 2 Bảo Thắng"."""
    wanted = canonical(name)
    if len(wanted) < _OF_A_PLACE:
        return frozenset()
    ending = (unit.code for unit in roster if any(canonical(one)[-len(wanted) :] == wanted for one in names_of(unit)))
    return frozenset(ending)
