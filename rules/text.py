"""Vietnamese text as people type it, and the keys by which two spellings of one thing are equal.

Three strengths of equality: `nfc` (the same characters), `key` (case, white space, kind of quotation mark and dash,
and the letter that carries the tone do not count: "Uỷ ban" = "Ủy ban"), `bare` (accents do not count either).
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from rapidfuzz.distance import Levenshtein

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_ODD = re.compile(
    "[\u00ad\u200b\u200c\u200d\u2060\ufeff\u00a0\u202f]"
)  # the invisible ones, and spaces that do not break
_SAME = str.maketrans(
    {
        "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u3000": " ",
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u00ab": '"', "\u00bb": '"', "\u2033": '"',
        "\u2018": "'", "\u2019": "'", "\u02bc": "'",
    }
)  # fmt: skip
_MARKS = "\u0302\u0306\u031b" + _TONES  # of vowels, and tones
_PLAIN = {ord(letter): plain for letter, plain in zip("đ", "d", strict=True)} | {
    ord(letter): vowel
    for vowel in "aeiouy"
    for mark in ("", *"\u0302\u0306\u031b")
    for tone in ("", *_TONES)
    if len(letter := unicodedata.normalize("NFC", vowel + mark + tone)) == 1 and not letter.isascii()
}
"""Vietnamese letters in lower case -> the same without accents."""
_TO_ASCII = _SAME | _PLAIN | dict.fromkeys(map(ord, _MARKS), "")
_FINAL_Y = re.compile(r"(?:(?<=[bcdghklmnprstvx])|(?<=\bqu))y\b")  # kỹ = kĩ, quý = quí; not thủy, ngày
_WORD = re.compile(r"[^\W_]+")
_ONLY_WORDS = {code: " " for code in range(128) if not chr(code).isalnum()}
_LETTER_RUN = re.compile(r"[^\W\d_][^\W\d_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W\d_]*)*")
_SYMBOL = (
    "[\U0001f300-\U0001f5f8\U0001f5fa-\U0001faff\u2190-\u21ff\u2460-\u2473\u2600-\u260f\u2613-\u2712\u2719-\u27bf"
    "\u2b00-\u2bff]\ufe0f?"
)
"""A symbol that stands in front of a line as a bullet ("👉", "✅", "→", "①"); boxes that are ticked are answers."""
_NUMBERING = re.compile(
    rf"""^\s*(?P<number>
        (?:phần|mục|chương)\s+(?:thứ\s+)?(?:[ivx]{{1,5}}|\d{{1,2}}|(?-i:[A-ZĐ])|nhất|hai|ba|bốn|năm)\b\s*[.:)/-]?
      | \(?(?:\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})\s*[.)/]+(?!\d)
      | \d{{1,2}}\s*[-:]\s+ | \d{{1,2}}(?:\.\d{{1,2}}){{1,3}}\s+
      | \(?(?-i:[IVX]{{1,5}})\s*[.)/]+(?!v\b) | (?-i:[IVX]{{1,5}})\s*[-:]\s* | \(?[ivx]{{2,5}}\s*[.)]+
      | (?-i:[A-ZĐ])\.?\d{{1,2}}\s*[.)]+(?=\s)
      | \(?[a-zđ]\s*[.)]+(?=\s|[^\W\d_]) | \(?[^\W\d_]\)+(?=\s)
      | (?:{_SYMBOL}\s*)+(?=[^\W_]|["“(])
      | [-+*•●○▪▫■□◦➢➤✓✔·–—]+(?=\s|[^\W\d_]|["“(])
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|_{3,}|(?:\.\s){4,}\.?)")
_NUMERALS = frozenset("ivxIVX")
_HEADS = frozenset("pmcPMC")  # of "phần", "mục", "chương"
_BLANK = re.compile(r"[\s.…_\-:;,/()|*]*")


_SHORT = 400  # letters: labels, names, titles, cells
_Given = TypeVar("_Given")


def _remembered(made: Callable[[str], _Given]) -> Callable[[str], _Given]:
    """Short texts come again and again. Long ones are asked about many times in a row and then never again, and
    thousands of them, each with its words, would fill the memory of a process that reads mails for weeks."""
    of_short, of_long = lru_cache(maxsize=16384)(made), lru_cache(maxsize=16)(made)

    @wraps(made)
    def remembered(text: str) -> _Given:
        return of_short(text) if len(text) <= _SHORT else of_long(text)

    return remembered


@_remembered
def nfc(text: str) -> str:
    """The text in Unicode NFC, without invisible characters, no-break spaces made plain."""
    if _ODD.search(text):
        text = text.translate(_INVISIBLE).replace("\u00a0", " ").replace("\u202f", " ")
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """NFC on one line: every run of white space is one space."""
    return " ".join(nfc(text).split())


def _tone_last(word: re.Match[str]) -> str:
    letters = word.group()
    tones = "".join(mark for mark in letters if mark in _TONES)
    return "".join(mark for mark in letters if mark not in _TONES) + tones


@_remembered
def key(text: str) -> str:
    """What is equal for a reader: case, spacing, tone placement, kinds of quotes and dashes do not count."""
    plain = unicodedata.normalize("NFD", fold(text).translate(_SAME).casefold())
    return unicodedata.normalize("NFC", _LETTER_RUN.sub(_tone_last, plain))


def file_words(text: str) -> str:
    """For names of files: "Báo cáo kết quả" -> "bao-cao-ket-qua"."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "-".join("".join(letter for letter in plain if letter.isalnum() or letter == " ").split())


@_remembered
def bare(text: str) -> str:
    """Lower case without accents, one space between words; punctuation stays; "kỹ" is "kĩ", as both are correct."""
    quick = " ".join(text.split()).casefold().translate(_TO_ASCII)
    if quick.isascii():
        return (
            _FINAL_Y.sub("i", quick) if "y" in quick else quick
        )  # as nearly every text; what else may stand in one takes the longer way
    plain = unicodedata.normalize("NFD", fold(text).translate(_SAME).casefold()).replace("đ", "d")
    return _FINAL_Y.sub("i", "".join(mark for mark in plain if not unicodedata.combining(mark)))


@_remembered
def words(text: str) -> tuple[str, ...]:
    """The words of `bare(text)`, punctuation dropped."""
    plain = bare(text)
    return tuple(plain.translate(_ONLY_WORDS).split() if plain.isascii() else _WORD.findall(plain))


@_remembered
def accented(text: str) -> tuple[str, ...]:
    """The words of `words(text)` with their accents."""
    return tuple(_WORD.findall(fold(text).casefold()))


@_remembered
def spoken(text: str) -> str:
    """The words of `bare(text)` with one space between, and one at each end, so that `" a b " in` asks for words."""
    return " " + " ".join(words(text)) + " "


def has_words(text: str, least: int) -> bool:
    """Whether a text has at least so many words: hardly any must be taken apart for that."""
    chunks = text.split(maxsplit=least)[:least]
    return (len(chunks) == least and all(chunk[0].isalnum() for chunk in chunks)) or len(words(text)) >= least


def first_word(text: str) -> str:
    """The first of `words(text)`, without looking at what stands behind it; "" for a text without words."""
    for chunk in text.split(maxsplit=1)[:1]:
        if found := words(chunk):
            return found[0]
    return next(iter(words(text)), "")


def says(text: str, phrase: str) -> bool:
    """Whether the words of `phrase` stand in the text one after another, accents aside."""
    return spoken(phrase) in spoken(text)


def initials(text: str) -> str:
    """ "sk" for "sáng kiến"; "" for a single word."""
    tokens = words(text)
    return "".join(token[0] for token in tokens) if len(tokens) > 1 else ""


def without_and(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Words without "và", which says nothing between the things that it joins."""
    return tuple(word for word in tokens if word != "va")


def likeness(one: str, other: str) -> float:
    """0..1 by letters without accents; 1 is the same text for a hurried reader."""
    return float(Levenshtein.normalized_similarity(" ".join(words(one)), " ".join(words(other))))


def split_number(text: str) -> tuple[str, str]:
    """A leading number or bullet ("1.", "II/", "a)", "-") and the rest; ("", text) where there is none."""
    found = None if _begins_with_a_word(text) else _NUMBERING.match(text)
    if not found or not text[found.end() :].strip():
        return "", text.strip()
    return found["number"].strip(), text[found.end() :].strip()


def _begins_with_a_word(text: str) -> bool:
    """Two letters that begin neither a Roman number nor "phần": as nearly every text, which is told so at once."""
    return text[:2].isalpha() and len(text) > 1 and text[0] not in _NUMERALS and text[0] not in _HEADS


_ROMAN = re.compile(r"\(?[IVX]{1,5}\s*[.)/:-]+|(?:Phần|PHẦN|phần)\b.*|(?:Chương|CHƯƠNG|Mục|MỤC)\b.*")


def is_section_number(number: str) -> bool:
    """Whether a number is that of a section: Roman, or "Phần ..." (NĐ 30/2020, Phụ lục I)."""
    return bool(_ROMAN.fullmatch(number.strip()))


def is_blank(text: str) -> bool:
    """Nothing but white space, leaders and punctuation: a place that was left to be filled in."""
    return not text[:1].isalnum() and _BLANK.fullmatch(text) is not None


def without_leaders(text: str) -> str:
    """The text without dotted leaders, which fill the line around a value."""
    return fold(_LEADERS.sub(" ", text) if "." in text or "…" in text or "_" in text else text)


def at_leaders(text: str) -> tuple[str, str] | None:
    """("Tên đơn vị", "X") for "Tên đơn vị ........ X"; None without leaders or without a text before them."""
    found = _LEADERS.search(text)
    if not found or not text[: found.start()].strip(" :."):
        return None
    return text[: found.start()].strip(), without_leaders(text[found.end() :])


def is_upper(text: str) -> bool:
    """Whether the letters are capitals; a text without letters is not."""
    letters = list(filter(str.isalpha, text))
    return bool(letters) and sum(map(str.isupper, letters)) >= 0.9 * len(letters)


_QUOTES = (("“", "”"), ('"', '"'), ("«", "»"), ("‘", "’"), ("„", "”"), ("“", "“"), ("”", "”"), ("''", "''"))
_OPENING = frozenset(opening[0] for opening, _ in _QUOTES)
_QUOTED = re.compile(r"[“„«\"”]\s*([^“”„«»\"]{2,300}?)\s*[”“»\"]")


def quoted(text: str) -> list[tuple[str, int, int]]:
    """Every quotation: its text, where it begins and where it ends (quotes included)."""
    return [(found.group(1), found.start(), found.end()) for found in _QUOTED.finditer(text)]


def without_quotes(text: str) -> str:
    """The text without quotes that embrace all of it."""
    text = text.strip()
    if text[:1] not in _OPENING:
        return text
    for opening, closing in _QUOTES:
        inner = text[len(opening) : -len(closing)]
        embraced = text.startswith(opening) and text.endswith(closing) and len(text) > len(opening) + len(closing)
        if embraced and not any(mark in inner for mark in (opening, closing)):
            return inner.strip()
    return text
