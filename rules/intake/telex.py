"""Vietnamese typed by Telex while the keyboard put no accents on: "ddoongf ys" is "đồng ý"."""

import re

_VOWEL = "aeiouy"
_TONE = re.compile(rf"^(?P<word>[a-z]*[{_VOWEL}][a-z]*?)[sfrxj](?P<end>[a-z]{{0,2}})$")


def untelexed(plain: str) -> str:
    """The words without accents that such a text stands for; what holds no sign of Telex stays as it is."""
    return " ".join(_word(word) for word in plain.split())


def _word(word: str) -> str:
    if not word.isascii() or not word.isalpha():
        return word
    plain = re.sub(r"([aeod])\1", r"\1", word)
    plain = re.sub(rf"(?<=[{_VOWEL}])w", "", plain)
    tone = _TONE.match(plain)
    if tone and tone["end"] in ("", "c", "ch", "m", "n", "ng", "nh", "p", "t", "i", "o", "u", "y", "a"):
        return f"{tone['word']}{tone['end']}"
    return plain
