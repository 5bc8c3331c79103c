"""Vietnamese spelling for tests: which syllables exist, where a tone stands, and which words the domain uses.

A syllable is an onset, a rhyme and a tone. The official spelling of school books is asked for: the tone of an open
"oa", "oe", "uy" stands on its first letter ("hóa", "khỏe", "thủy", "Ủy ban").
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "spelling"

_MARKS = {"": "", "sắc": "\u0301", "huyền": "\u0300", "hỏi": "\u0309", "ngã": "\u0303", "nặng": "\u0323"}
TONES = tuple(_MARKS.values())
_STOPPED = ("", _MARKS["sắc"], _MARKS["nặng"])  # rhymes that end in a stop bear no other tone; "" is none of them

_ONSETS_SPELLED = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RHYMES_SPELLED = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyt uyu
ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu ynh yt
"""
_ONSETS = tuple(_ONSETS_SPELLED.split())
_RHYMES = tuple(_RHYMES_SPELLED.split())
_FRONT = ("e", "ê", "i", "y")


def _letters(syllable: str) -> tuple[str, str]:
    """The letters without a tone, and the tone."""
    decomposed = unicodedata.normalize("NFD", syllable)
    tone = "".join(sign for sign in decomposed if sign in TONES)
    return unicodedata.normalize("NFC", "".join(sign for sign in decomposed if sign not in TONES)), tone


def tone_of(syllable: str) -> str:
    """The combining mark of its tone; "" for the level tone."""
    return _letters(syllable)[1]


def with_tone(syllable: str, tone: str) -> str:
    """The syllable with another tone, on the letter that bears it."""
    letters, _ = _letters(syllable)
    place = _tone_place(letters.lower())
    return unicodedata.normalize("NFC", letters[: place + 1] + tone + letters[place + 1 :])


def _tone_place(letters: str) -> int:
    """The index of the letter that bears the tone: the one with a hat, else by the number of vowels that follow."""
    start = len(_onset_of(letters))
    vowels = [place for place in range(start, len(letters)) if letters[place] in "aăâeêioôơuưy"] or [len(letters) - 1]
    marked = [place for place in vowels if letters[place] in "ăâêôơư"]
    if marked:
        return marked[-1]
    closed = vowels[-1] < len(letters) - 1
    return vowels[1] if len(vowels) > 1 and (closed or len(vowels) > 2) else vowels[0]


def _onset_of(letters: str) -> str:
    found = max((onset for onset in _ONSETS if letters.startswith(onset)), key=len, default="")
    if found == "gi" and not letters[2:3].strip("cmnpt"):
        return "g"  # "gì", "gìn": the i is the vowel
    return found


@cache
def _spelled() -> frozenset[str]:
    """Every syllable that the rules of spelling allow, tones included."""
    found = set()
    for onset in ["", *_ONSETS]:
        for rhyme in _RHYMES:
            if _fits(onset, rhyme):
                stopped = rhyme.endswith(("c", "ch", "p", "t"))
                letters = (
                    onset + rhyme.removeprefix("i") if onset == "gi" and rhyme[:2] in ("iê", "i") else onset + rhyme
                )
                found |= {with_tone(letters, tone) for tone in (_STOPPED[1:] if stopped else TONES)}
    return frozenset(found)


def _fits(onset: str, rhyme: str) -> bool:
    front = rhyme.startswith(_FRONT)
    if onset in ("k", "gh", "ngh"):
        return front
    if onset in ("c", "g", "ng"):
        return not front or (onset == "g" and rhyme in ("i", "in", "iêc", "iêng", "iêt", "ia"))
    if onset == "qu":
        return not rhyme.startswith(("o", "u", "ư", "ô", "ia", "iê")) or rhyme == "ôc"
    if rhyme.startswith("yê"):
        return onset == ""
    if rhyme in ("ynh", "yt"):
        return False
    if rhyme.startswith("iê") or rhyme == "ia":
        return onset != ""
    return True


def is_syllable(syllable: str) -> bool:
    """Whether it is spelled as a Vietnamese syllable, with the tone in its official place."""
    return unicodedata.normalize("NFC", syllable.lower()) in _spelled()


def bare(text: str) -> str:
    """Without any marks: what two spellings of one intended word have in common."""
    decomposed = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


# --- Words of the domain --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """A spelling that is probably wrong, and what stands in the lists instead."""

    word: str
    instead: str

    def __str__(self) -> str:
        return f"“{self.word}”" + (
            f", có phải là {self.instead}?" if self.instead else " không phải là âm tiết tiếng Việt"
        )


@cache
def _list(name: str) -> Mapping[str, frozenset[str]]:
    """The lines of a list by what they are without marks."""
    lists: dict[str, set[str]] = {}
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            lists.setdefault(bare(line), set()).add(line)
    return {key: frozenset(lines) for key, lines in lists.items()}


_SEGMENT = re.compile(r"[^\W\d_]+(?:[ \u00a0-][^\W\d_]+)*")


def segments(text: str) -> Iterator[list[str]]:
    """Runs of words with nothing but a space or a hyphen between them."""
    for run in _SEGMENT.finditer(text):
        yield re.split(r"[ \u00a0-]", run[0])


def misspelled(text: str) -> Iterator[Found]:
    """Words with Vietnamese marks that are no syllables, and pairs that the domain spells with other marks."""
    for words in segments(text):
        for word in words:
            if bare(word) != word.lower() and not is_syllable(word) and not _abbreviation(word):
                yield Found(word, "")
        for place, (first, second) in enumerate(pairwise(words)):
            before = " ".join(words[place - 1 : place + 1]) if place else ""
            after = " ".join(words[place + 1 : place + 3])
            yield from _suspect_pair(first, second, before, after)


def _suspect_pair(first: str, second: str, before: str, after: str) -> Iterator[Found]:
    """Where no known pair agrees in the syllable that the neighbour on its other side vouches for: "địa bàn có"."""
    said = (first.lower(), second.lower())
    known = [tuple(pair.split()) for pair in _list("words.vi.txt").get(bare(f"{first} {second}"), ())]
    vouched = (_is_known(before), _is_known(after))
    if known and not any(all(said[i] == pair[i] or vouched[i] for i in (0, 1)) for pair in known):
        yield Found(f"{first} {second}", " / ".join(sorted(" ".join(pair) for pair in known)))


def _is_known(pair: str) -> bool:
    return pair.lower() in _list("words.vi.txt").get(bare(pair), ())


def _abbreviation(word: str) -> bool:
    """ "SGDĐT": capitals without a vowel between them."""
    return word.isupper() and not set(bare(word)) & set("aeiouy")


def suspects(text: str) -> Iterator[Found]:
    """The same, and single words with marks in which the domain does not use them."""
    yield from misspelled(text)
    for words in segments(text):
        for word in words:
            if word == word.lower() and is_syllable(word):
                known = _list("syllables.vi.txt").get(bare(word), frozenset())
                if known and word not in known:
                    yield Found(word, " / ".join(sorted(known)))
