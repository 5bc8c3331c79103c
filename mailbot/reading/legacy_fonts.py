"""Text typed with fonts from before Unicode: TCVN3 (".VnTime") and VNI ("VNI-Times"), told by the font of the run.

Such a run holds Latin-1 letters that only its font shows as Vietnamese. Both schemes put Vietnamese letters on the
bytes of the Windows code page, so the first step is back to bytes.
"""

import unicodedata
from functools import lru_cache
from typing import Literal

Scheme = Literal["tcvn3", "tcvn3-capitals", "vni"]

# TCVN 5712:1993 (VN3), bytes A1 to FF, as glibc's iconv has it.
_TCVN3 = (
    "ĂÂÊÔƠƯĐăâêôơưđẶ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậ"
    "èỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"

# VNI writes a vowel and after it one letter that stands for its marks (in the case of the vowel).
_VNI_MARKS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _CIRCUMFLEX, "á": _CIRCUMFLEX + _ACUTE, "à": _CIRCUMFLEX + _GRAVE, "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE, "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_LETTERS = {
    "ô": "o" + _HORN, "ö": "u" + _HORN, "ñ": "đ", "í": "i" + _ACUTE, "ì": "i" + _GRAVE, "æ": "i" + _HOOK,
    "ó": "i" + _TILDE, "ò": "i" + _DOT, "î": "y" + _DOT,
}  # fmt: skip
_VNI_VOWELS = frozenset("aeouyôö")


@lru_cache(maxsize=512)
def scheme_of(font: str) -> Scheme | None:
    """The scheme of a font by its name, None for Unicode fonts. Capitals of TCVN3 are their own font (".VnTimeH")."""
    name = font.strip().lower()
    if name.startswith((".vn", "vnarial", "vntime")):
        return "tcvn3-capitals" if name.endswith("h") and not name.endswith("tech") else "tcvn3"
    if name.startswith(("vni-", "vni ")):
        return "vni"
    return None


def to_unicode(text: str, font: str) -> str:
    """The text as its font shows it, NFC; unchanged where the font is a Unicode font or the text already is Unicode."""
    scheme = scheme_of(font)
    if scheme is None or (text.isascii() and scheme != "tcvn3-capitals"):
        return text
    if not text.isascii():
        letters = _windows_letters(text)
        if letters is None:
            return text
        text = _from_vni(letters) if scheme == "vni" else _from_tcvn3(letters)
    return text.upper() if scheme == "tcvn3-capitals" else text


def _windows_letters(text: str) -> str | None:
    """Each letter as the Latin-1 letter of its byte on the Windows code page; None where one has no such byte."""
    out = []
    for character in text:
        if ord(character) < 0x100:
            out.append(character)
            continue
        for page in ("cp1252", "cp1258"):
            try:
                out.append(character.encode(page).decode("latin-1"))
                break
            except UnicodeEncodeError:
                continue
        else:
            return None
    return "".join(out)


def _from_tcvn3(letters: str) -> str:
    shown = "".join(_TCVN3[ord(c) - 0xA1] if "\xa1" <= c <= "\xff" else c for c in letters)
    return unicodedata.normalize("NFC", shown)


def _from_vni(letters: str) -> str:
    out: list[str] = []
    previous = ""
    for character in letters:
        lower = character.lower()
        if lower in _VNI_MARKS and previous.lower() in _VNI_VOWELS and previous:
            out.append(_VNI_MARKS[lower])
            previous = ""
            continue
        shown = _VNI_LETTERS.get(lower, lower)
        out.append(shown.upper() if character != lower else shown)
        previous = character
    return unicodedata.normalize("NFC", "".join(out))
