"""Vietnamese typed by Telex while the keyboard put no accents on: "ddoongf ys" is "đồng ý"."""

import re
import unicodedata

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


# --- Whole texts, with their accents --------------------------------------------------------------------------------

_HATS = {"aa": "â", "aw": "ă", "ee": "ê", "oo": "ô", "ow": "ơ", "uw": "ư", "dd": "đ"}
_MARKS = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_SYLLABLE = re.compile(
    r"(?P<head>ngh|ng|nh|gh|gi(?=[aeouy])|kh|ph|th|tr|ch|qu|dd|[bcdghklmnprstvx])?"
    r"(?P<heart>[aeiouyw]{1,5})(?P<early>[sfrxj](?=[cmnpt]))?(?P<tail>ch|ng|nh|[cmnpt])?(?P<tone>[sfrxj])?",
    re.IGNORECASE,
)
_SIGN = re.compile(
    r"aa|aw|ee|oo|ow|uw|^dd|[aeiouyw](?:ch|ng|nh|[cmnpt])?[sfrxj]$|[aeiouyw][sfrxj](?:ch|ng|nh|[cmnpt])$", re.IGNORECASE
)
_LEAST = 2  # words with a sign of Telex
_SHARE = 0.4  # of all words


def accented(text: str) -> str:
    """A text that was typed by Telex while nothing put accents on it, with its accents: "Hopj khoong giaays towf" is
    "Họp không giấy tờ". Any other text as it stands: no word of Vietnamese without accents bears such signs."""
    tokens = re.findall(r"[^\W\d_]+", text)
    if not text.isascii() or sum(_SIGN.search(one) is not None for one in tokens) < max(_LEAST, _SHARE * len(tokens)):
        return text
    if not all(_SYLLABLE.fullmatch(one) or one.isupper() for one in tokens):
        return text
    return re.sub(r"[^\W\d_]+", lambda found: _with_accents(found.group()), text)


def _with_accents(word: str) -> str:
    parts = _SYLLABLE.fullmatch(word)
    if parts is None:
        return word
    head, heart, tail = parts["head"] or "", parts["heart"].lower(), parts["tail"] or ""
    heart = heart.replace("uow", "ươ")
    for typed, letter in _HATS.items():
        heart = heart.replace(typed, letter)
    if "w" in heart:
        return word
    mark = _MARKS.get((parts["tone"] or parts["early"] or "").lower(), "")
    at = _bearer(heart, tail)
    told = ("đ" if head.lower() == "dd" else head.lower()) + heart[: at + 1] + mark + heart[at + 1 :] + tail.lower()
    made = unicodedata.normalize("NFC", told)
    return made.upper() if word.isupper() and len(word) > 1 else made.capitalize() if word[0].isupper() else made


def _bearer(heart: str, tail: str) -> int:
    """Which letter bears the tone."""
    hats = [at for at, letter in enumerate(heart) if letter in "âăêôơư"]
    if hats:
        return hats[-1]
    if len(heart) == 1:
        return 0
    if len(heart) > 2 or tail or heart in ("oa", "oe", "uy"):
        return 1
    return 0
