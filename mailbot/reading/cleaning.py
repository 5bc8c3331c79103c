"""One spelling for what programs write in many ways: NFC, plain spaces, no invisible characters."""

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
_TABLE = {**_CONTROLS, **_SPACES, **_INVISIBLE, **_BREAKS}
_PLAIN = re.compile(r"[ -~\n\t]*")


def tidy(text: str) -> str:
    """NFC; every kind of space is a blank, every kind of line break a newline; each line stripped at both ends."""
    if not _PLAIN.fullmatch(text):
        # Composing comes last: a soft hyphen between a letter and its mark would keep them apart.
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE))
    if "\n" not in text:
        return text.strip()
    return "\n".join(line.strip() for line in text.split("\n")).strip("\n")


def one_line(text: str) -> str:
    """The text with all white space folded."""
    return " ".join(tidy(text).split())


def is_rule(text: str) -> bool:
    """Whether the text is a line drawn with the keyboard, as under a title; dotted leaders of a form are none."""
    return len(text) > 2 and not text.strip("_-=*~—–─━ ")
