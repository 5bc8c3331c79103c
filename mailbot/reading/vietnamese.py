"""Whether letters look like Vietnamese: what tells text from the garbage of wrong fonts, code pages and scans."""

import re
import unicodedata

from mailbot.reading.legacy_fonts import to_unicode

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_ONSET = "(?:ngh|ng|nh|gh|gi|kh|ch|ph|qu|th|tr|[bcdđghklmnprstvx])?"
_NUCLEUS = (
    "(?:oai|oay|oao|oeo|uai|uay|uây|uyê|uya|uyu|iêu|yêu|ươi|ươu|uôi|oai|"
    "ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|ôi|ơi|oo|ua|uâ|uê|ui|uô|uơ|uy|ưa|ươ|ưi|ưu|yê|[aăâeêioôơuưy])"
)
_SYLLABLE = re.compile(f"{_ONSET}{_NUCLEUS}(?:ch|ng|nh|[cmnpt])?")
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*", re.UNICODE)


def is_syllable(word: str) -> bool:
    """Whether a word can be a Vietnamese syllable; case does not matter."""
    bare = unicodedata.normalize("NFC", _TONES.sub("", unicodedata.normalize("NFD", word.lower())))
    return _SYLLABLE.fullmatch(bare) is not None


def likeness(text: str) -> float:
    """The share of words that can be Vietnamese, from 0 to 1. Abbreviations in capitals and single letters of
    enumerations do not count; a text without words is 0.
    """
    words = [word for word in _WORD.findall(unicodedata.normalize("NFC", text)) if not _is_abbreviation(word)]
    if not words:
        return 0.0
    weight = sum(len(word) for word in words)
    return sum(len(word) for word in words if is_syllable(word)) / weight


def _is_abbreviation(word: str) -> bool:
    return (len(word) == 1 and word.isascii()) or (len(word) > 1 and word.isupper() and word.isascii())


_UNICODE_ALONE = re.compile("[\u1ea0-\u1ef9]")  # letters that no old scheme can have written


def is_unicode(text: str) -> bool:
    """Whether a text holds Vietnamese letters that exist in Unicode alone."""
    return _UNICODE_ALONE.search(text) is not None


def decoded(text: str, font: str, *, mixed: bool) -> str:
    """The text as its font shows it. `mixed`: other text of the file in such a font is Unicode (typed by a program that
    kept the name of a font that is not there), so that this one is decoded only where it reads better then.
    """
    shown = to_unicode(text, font)
    return text if mixed and shown != text and likeness(shown) <= likeness(text) else shown


def legacy_font_of(text: str) -> str | None:
    """A font of the old scheme in which a whole text was typed, where the source has lost its fonts; else None."""
    if text.isascii():
        return None
    plain = likeness(text)
    if plain > 0.8:
        return None
    font, best = max(
        ((font, likeness(to_unicode(text, font))) for font in (".VnTime", "VNI-Times")), key=lambda x: x[1]
    )
    return font if best > 0.85 and best > plain + 0.15 else None
