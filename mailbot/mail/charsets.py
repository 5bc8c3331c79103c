"""Bytes of mails to text: the charset that is declared, unless the bytes themselves know better."""

import codecs
import re
import unicodedata
from email.errors import HeaderParseError
from email.header import decode_header

# Codecs that Python knows and mail does not: they are slow on purpose-made input or interpret escapes.
_NEVER = frozenset({"punycode", "idna", "undefined", "unicode_escape", "raw_unicode_escape", "rot_13", "mbcs", "oem"})
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]+")


def text_of(data: bytes, declared: str | None) -> tuple[str, bool]:
    """(text in NFC, whether it is sure): UTF-8 wins over a declared one-byte charset, cp1258 is the last resort.

    Bytes above 127 that happen to be valid UTF-8 are UTF-8: a sentence in a one-byte charset practically never is.
    """
    codec = _codec(declared)
    if codec and (codec not in _ONE_BYTE or data.isascii()):
        text = _try(data, codec)
        if text is not None:
            return _nfc(text), True
    text = _try(data, "utf-8-sig")
    if text is not None:
        return _nfc(text), True
    if codec:
        text = _try(data, codec)
        if text is not None:
            return _nfc(text), True
    return _nfc(data.decode("cp1258", "replace")), False


def wire_text(value: object) -> str:
    """A header as the parser holds it (8-bit bytes as surrogates): utf-8, then cp1258; NFC, unfolded."""
    raw = (
        str(value).encode("utf-8", "surrogateescape")
        if not _lone(str(value))
        else str(value).encode("utf-8", "replace")
    )
    return unfold(text_of(raw, None)[0])


def unfold(value: str) -> str:
    """RFC 5322, 2.2.3: a line end before white space belongs to the folding; both become one space."""
    lines = (line.strip(" \t") for line in re.split(r"[\r\n]+", value))
    return " ".join(lines).replace("\t", " ").strip()


def decode_words(value: str) -> str:
    """RFC 2047 encoded words, also inside parameters and split inside a character; without controls; NFC."""
    if "=?" not in value:
        return _printable(value)
    try:
        chunks = decode_header(value)
    except (HeaderParseError, ValueError):
        return _printable(value)
    decoded = (chunk if isinstance(chunk, str) else _chunk(chunk, charset) for chunk, charset in chunks)
    return _printable("".join(decoded))


def _chunk(data: bytes, charset: str | None) -> str:
    if charset is None:  # the standard library hands plain text over in this form
        return _try(data, "raw_unicode_escape") or data.decode("latin-1")
    return text_of(data, charset)[0]


def _printable(value: str) -> str:
    value = "".join("\ufffd" if 0xD800 <= ord(c) <= 0xDFFF else c for c in value)
    return _CONTROLS.sub(" ", _nfc(value)).replace("\n", " ").strip()


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _lone(value: str) -> bool:
    """Surrogates that stand for no byte: only a text that never was bytes can hold them."""
    return any(0xD800 <= ord(c) <= 0xDFFF and not 0xDC80 <= ord(c) <= 0xDCFF for c in value)


def _codec(declared: str | None) -> str | None:
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    return None if name.replace("-", "_") in _NEVER else name


def _try(data: bytes, codec: str) -> str | None:
    try:
        text = data.decode(codec)
        text.encode("utf-8")  # some codecs make lone surrogates of bytes
    except (LookupError, ValueError):
        return None
    return text


_ONE_BYTE = frozenset(
    codecs.lookup(name).name
    for name in ("ascii", "latin-1", "iso8859-2", "iso8859-15", "cp1250", "cp1251", "cp1252", "cp1258", "koi8-r")
)
