"""One spelling for what programs write in many ways: NFC, plain spaces, no invisible characters, one letter Đ."""

import re
import unicodedata

_SPACES = dict.fromkeys([0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_INVISIBLE = dict.fromkeys(
    [0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A), 0xFEFF]
)
_BREAKS = dict.fromkeys([0x0B, 0x0C, 0x85, 0x2028, 0x2029], "\n")
_CONTROLS = dict.fromkeys(
    [code for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85)]
)
_BARRED = {0x00D0: "Đ", 0x00F0: "đ", 0x0189: "Đ", 0x0256: "đ"}  # Eth and African D, which look the same on paper
_TABLE = {**_CONTROLS, **_SPACES, **_INVISIBLE, **_BREAKS, **_BARRED}
_MISREAD = re.compile("[ÃÄÅÆ]|á[º»]")  # what the first bytes of Vietnamese letters in UTF-8 are in Windows-1252
_PLAIN = re.compile(r"[ -~\n\t]*")


def tidy(text: str) -> str:
    """NFC; every kind of space is a blank, every kind of line break a newline; each line stripped at both ends."""
    if not _PLAIN.fullmatch(text):
        if _MISREAD.search(text):
            text = _read_rightly(text)
        # Composing comes last: a soft hyphen between a letter and its mark would keep them apart.
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE))
    if "\n" not in text:
        return text.strip()
    return "\n".join(line.strip() for line in text.split("\n")).strip("\n")


def _read_rightly(text: str) -> str:
    """UTF-8 that some program took for Windows-1252 ("Ä\x90Äƒng kÃ½"), as it was meant; any other text unchanged.

    Nothing else passes for it: each letter beyond ASCII must be part of a whole UTF-8 sequence.
    """
    try:
        return b"".join(_byte(character) for character in text).decode("utf-8")
    except UnicodeError:
        return text


def _byte(character: str) -> bytes:
    """The byte that Windows-1252 shows as this letter; the five that it leaves open stand for themselves."""
    return character.encode("latin-1") if "\x80" <= character <= "\x9f" else character.encode("cp1252")


def one_line(text: str) -> str:
    """The text with all white space folded."""
    return " ".join(tidy(text).split())


def is_rule(text: str) -> bool:
    """Whether the text is a line drawn with the keyboard, as under a title; dotted leaders of a form are none."""
    return len(text) > 2 and not text.strip("_-=*~—–─━ ")
