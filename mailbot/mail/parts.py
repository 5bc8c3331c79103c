"""One part of a MIME tree: its bytes as they were sent, its name, and what kind of thing it is."""

import base64
import binascii
import quopri
import re
from email.errors import MessageDefect
from email.message import Message

from mailbot.mail.charsets import decode_words, text_of, wire_text

MAX_FIELDS = 2_000
MAX_FIELD = 32 * 1024  # characters: no honest field is longer

_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", ".zip"),
    (b"%PDF-", ".pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),
    (b"Rar!\x1a\x07", ".rar"),
    (b"7z\xbc\xaf\x27\x1c", ".7z"),
    (b"{\\rtf", ".rtf"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
    (b"\x1f\x8b\x08", ".gz"),
    (b"\x78\x9f\x3e\x22", ".dat"),
)
_OPEN_XML = ((b"word/", ".docx"), (b"xl/", ".xlsx"), (b"ppt/", ".pptx"))
_BY_TYPE = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/rtf": ".rtf",
    "application/zip": ".zip",
    "application/ms-tnef": ".dat",
    "application/pgp-signature": ".asc",
    "application/pkcs7-signature": ".p7s",
    "application/pkcs7-mime": ".p7m",
    "application/x-pkcs7-signature": ".p7s",
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/rtf": ".rtf",
}

BROKEN_BASE64 = "mã hóa base64 của tệp bị hỏng hoặc bị cắt"
NOT_BASE64 = "tệp được khai là base64 nhưng không phải base64"


class AbsurdHeader(MessageDefect):
    """A field was shortened, or one too many was left out."""


class Part(Message):
    """A node of the tree whose message/* parts stay as they were sent.

    The parser opens a part by asking for its type, even an encoded one, and cannot give its bytes back unchanged. So it
    is told that such a part is a file; `media_type` says the truth.
    """

    def set_raw(self, name: str, value: str) -> None:
        """What the parser calls for each field: bounded, since readers of parameters are quadratic."""
        if len(value) > MAX_FIELD or len(self) >= MAX_FIELDS:
            self._absurd()
        if len(self) < MAX_FIELDS:
            super().set_raw(name, value[:MAX_FIELD])

    def _absurd(self) -> None:
        if not any(isinstance(defect, AbsurdHeader) for defect in self.defects):
            self.defects = [*self.defects, AbsurdHeader()]

    def get_content_type(self) -> str:
        declared = super().get_content_type()
        return "application/octet-stream" if declared.startswith("message/") else declared

    @property
    def media_type(self) -> str:
        words = super().get_content_type().replace(";", " ").split()
        return words[0] if words and _MEDIA_TYPE.fullmatch(words[0]) else "application/octet-stream"


def content_of(part: Message) -> tuple[bytes, str | None]:
    """(the decoded bytes, why they may not be what was sent). Never raises; a damaged encoding gives what it gives."""
    encoding = _encoding(part)
    return _decode(_wire(part), encoding)


def name_of(part: Message) -> str:
    """The name the sender gave, decoded but not yet safe: Content-Disposition before Content-Type; "" for none.

    RFC 2231 with continuations, RFC 2047 inside a parameter (forbidden there and common), and bare 8-bit bytes.
    """
    view = header_view(part)
    name = view.get_param("filename", None, "content-disposition") or view.get_param("name", None, "content-type")
    if isinstance(name, tuple):
        charset, _, value = name
        try:
            octets = value.encode("latin-1")
        except UnicodeEncodeError:  # not percent-encoded after all
            return decode_words(value)
        from_wire = octets.decode("latin-1") if charset is None else _charset_text(octets, charset)
        return decode_words(from_wire)
    return decode_words(name) if name else ""


def header_view(part: Message) -> Message:
    """The structural headers of a part with their 8-bit bytes as text; parameters can be asked of it."""
    view: Message = Message()
    view.set_default_type(part.get_default_type())
    for key, value in part.raw_items():
        if key.lower() in ("content-type", "content-disposition", "content-id"):
            view[key] = wire_text(value)
    return view


def magic(content: bytes) -> str:
    """The extension that the first bytes speak for, or ""."""
    found = next((ext for start, ext in _MAGIC if content.startswith(start)), "")
    if found == ".zip":
        return next((ext for mark, ext in _OPEN_XML if mark in content), ".zip")
    return found


def default_extension(media_type: str, content: bytes) -> str:
    """For a file without a name."""
    return (
        magic(content)
        or _BY_TYPE.get(media_type)
        or (".txt" if media_type.startswith(("text/", "message/")) else ".bin")
    )


def _charset_text(octets: bytes, charset: str) -> str:
    return text_of(octets, charset)[0]


def _encoding(part: Message) -> str:
    """Content-Transfer-Encoding without what makes the standard library overlook it: blanks, case, comments, quotes."""
    value = wire_text(next((v for k, v in part.raw_items() if k.lower() == "content-transfer-encoding"), ""))
    words = re.sub(r"\([^()]*\)", " ", value[:200]).strip().strip(";\"'").lower().split()
    return words[0].strip(";\"'") if words else ""


def _wire(part: Message) -> bytes:
    """The body of a leaf as it was sent. Without its encoding header the parser returns it untouched."""
    del part["content-transfer-encoding"]
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _decode(wire: bytes, encoding: str) -> tuple[bytes, str | None]:
    if encoding == "base64":
        return _base64(wire)
    if encoding == "quoted-printable":
        return quopri.decodestring(wire), None
    if encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
        return _uuencoded(wire)
    return wire, None


def _base64(wire: bytes) -> tuple[bytes, str | None]:
    compact = wire.translate(None, b"\r\n\t ")
    try:
        return base64.b64decode(compact, validate=True), None
    except (binascii.Error, ValueError):
        pass
    letters = re.sub(rb"[^A-Za-z0-9+/=]", b"", compact)
    if magic(wire.lstrip()) or len(letters) < 0.9 * len(compact):
        return wire, NOT_BASE64
    # Encoders that work in pieces leave padding in the middle.
    pieces = [piece for piece in re.split(rb"=+", letters) if piece]
    content = b"".join(_piece(piece) for piece in pieces)
    whole = len(letters) == len(compact) and all(len(piece) % 4 != 1 for piece in pieces)
    padded = len(letters) % 4 == 0
    return content, None if whole and padded else BROKEN_BASE64


def _piece(letters: bytes) -> bytes:
    """A run without padding; a single letter at the end carries no byte."""
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return base64.b64decode(letters + b"=" * (-len(letters) % 4))


def _uuencoded(wire: bytes) -> tuple[bytes, str | None]:
    lines = wire.splitlines()
    start = next((n for n, line in enumerate(lines) if line.startswith(b"begin ")), -1)
    out: list[bytes] = []
    damaged: str | None = "mã hóa uuencode của tệp bị cắt"
    for line in lines[start + 1 :]:
        if line.strip() in (b"end", b"`"):
            damaged = None
            if line.strip() == b"end":
                break
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Trailing garbage of broken encoders: the first byte says how long the line is.
            length = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
            try:
                out.append(binascii.a2b_uu(line[:length]))
            except binascii.Error:
                return b"".join(out), "mã hóa uuencode của tệp bị hỏng"
    return b"".join(out), damaged
