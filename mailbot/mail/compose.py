"""A letter to MIME. The same letter gives the same bytes, so that the outbox can be checked against what was sent.

The standard library loses spaces when it folds long Vietnamese headers, so names and subjects are encoded here
(RFC 2047) before it sees them.
"""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal
from unicodedata import normalize
from urllib.parse import quote

from rules.mail import Address, Attachment
from rules.post.manners import OWN_HEADER

AutoSubmitted = Literal["auto-replied", "auto-generated"]

MAX_ENCODED_BYTES = 42  # of UTF-8 in one encoded word: 56 letters of base64, below the 75 of RFC 2047, 2
MAX_LINE = 78  # RFC 5322, 2.1.1

_ATOMS = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ADDRESS = re.compile(r"[^\s<>@,;:\"()\[\]\\]+@[^\s<>@,;:\"()\[\]\\]+")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands at the head of a letter. `message_id` has its angle brackets; `date` is aware."""

    subject: str
    sender: Address
    to: tuple[Address, ...]
    message_id: str
    date: datetime
    mark: str  # "<campaign>/<kind>/<token>": how mailbot knows its own letters
    auto_submitted: AutoSubmitted
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    in_reply_to: tuple[str, ...] = ()  # more than one where it answers several (RFC 5322, 3.6.4)
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A PNG that the HTML form shows by its Content-ID, given without brackets (RFC 2392)."""

    number: str
    content: bytes


def compose(
    envelope: Envelope,
    text: str,
    html: str = "",
    attachments: Sequence[Attachment] = (),
    pictures: Sequence[Shown] = (),
) -> bytes:
    """The letter as bytes with CRLF, seven bits wide. Raises ValueError for an address that would not be one.

    RFC 3834, 5 (Auto-Submitted, In-Reply-To, References); X-Auto-Response-Suppress is what Exchange heeds.
    """
    body = _body(text, html, pictures)
    if attachments:
        outer = MIMEMultipart("mixed")
        outer.attach(body)
        for attachment in attachments:
            outer.attach(_file(attachment))
        body = outer
    _fix_boundaries(body, envelope.message_id)
    for part in body.walk():
        del part["MIME-Version"]
    head = "".join(f"{line}\r\n" for line in _head(envelope))
    return head.encode("ascii") + body.as_bytes(policy=_AS_GIVEN)


def readdressed(raw: bytes, to: Address, message_id: str, date: datetime, mark: str) -> bytes:
    """A letter that `compose` made, to somebody else: the same words, another Message-ID."""
    head, gap, body = raw.partition(b"\r\n\r\n")
    fields = re.split(rb"\r\n(?![ \t])", head)
    new = {
        b"date": f"Date: {format_datetime(date)}",
        b"message-id": f"Message-ID: {_token(message_id)}",
        b"to": _addresses("To", (to,)),
        b"cc": "",
        OWN_HEADER.lower().encode(): f"{OWN_HEADER}: {_token(mark)}",
    }
    lines = (new.get(field.partition(b":")[0].lower(), field.decode("ascii")) for field in fields)
    return "\r\n".join(filter(None, lines)).encode("ascii") + gap + body


# The headers of the parts are folded here too; the policy must leave them as they are.
_AS_GIVEN = SMTP.clone(max_line_length=None, refold_source="none", cte_type="7bit", mangle_from_=False)


def _head(envelope: Envelope) -> Iterator[str]:
    yield f"Date: {format_datetime(envelope.date)}"
    yield f"Message-ID: {_token(envelope.message_id)}"
    yield _addresses("From", (envelope.sender,))
    yield _addresses("To", envelope.to)
    if envelope.cc:
        yield _addresses("Cc", envelope.cc)
    if envelope.reply_to:
        yield _addresses("Reply-To", envelope.reply_to)
    yield f"Subject: {_phrase(envelope.subject)}"
    if envelope.in_reply_to:
        yield "In-Reply-To: " + "\r\n ".join(_token(name) for name in envelope.in_reply_to)
    if envelope.references:
        yield "References: " + "\r\n ".join(_token(reference) for reference in envelope.references)
    yield f"Auto-Submitted: {envelope.auto_submitted}"
    yield "X-Auto-Response-Suppress: All"
    yield f"{OWN_HEADER}: {_token(envelope.mark)}"
    yield "MIME-Version: 1.0"


def _body(text: str, html: str, pictures: Sequence[Shown]) -> Message:
    if not html:
        return _text(text, "plain")
    alternative = MIMEMultipart("alternative")
    alternative.attach(_text(text, "plain"))
    alternative.attach(_related(html, pictures) if pictures else _text(html, "html"))
    return alternative


def _related(html: str, pictures: Sequence[Shown]) -> Message:
    """RFC 2387: the HTML form and what it shows."""
    related = MIMEMultipart("related", type="text/html")
    related.attach(_text(html, "html"))
    for picture in pictures:
        part = MIMENonMultipart("image", "png")
        part["Content-Transfer-Encoding"] = "base64"
        part["Content-ID"] = f"<{_token(picture.number)}>"
        part["Content-Disposition"] = "inline"
        part.set_payload(_base64_lines(picture.content))
        related.attach(part)
    return related


def _text(text: str, subtype: str) -> Message:
    """base64: no line is ever too long, and no relay has a reason to change a byte."""
    lines = "\r\n".join(normalize("NFC", text).replace("\x00", "").splitlines()) + "\r\n"
    part = MIMENonMultipart("text", subtype, charset="utf-8")
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(_base64_lines(lines.encode("utf-8")))
    return part


def _file(attachment: Attachment) -> Message:
    main, _, sub = attachment.media_type.partition("/")
    if main in ("multipart", "message") or not re.fullmatch(r"[\w.+-]+/[\w.+-]+", attachment.media_type):
        main, sub = "application", "octet-stream"
    part = MIMEBase(main, sub)
    part["Content-Transfer-Encoding"] = "base64"
    part["Content-Disposition"] = "attachment;\r\n " + ";\r\n ".join(_file_name(attachment.name))
    part.set_payload(_base64_lines(attachment.content))
    return part


def _file_name(name: str) -> list[str]:
    """RFC 2231, in continued pieces where it is long: every mail program in use reads this form."""
    name = _CONTROLS.sub(" ", normalize("NFC", name))
    if name.isascii() and '"' not in name and "\\" not in name and len(name) < 60:
        return [f'filename="{name}"']
    encoded = [quote(character, safe="") for character in name]
    pieces = [""]
    for character in encoded:
        if len(pieces[-1]) + len(character) > 54:
            pieces.append("")
        pieces[-1] += character
    if len(pieces) == 1:
        return [f"filename*=utf-8''{pieces[0]}"]
    return [f"filename*{n}*={'' if n else chr(39).join(('utf-8', '', ''))}{piece}" for n, piece in enumerate(pieces)]


def _base64_lines(data: bytes) -> str:
    encoded = base64.b64encode(data).decode("ascii")
    return "".join(encoded[n : n + 76] + "\r\n" for n in range(0, len(encoded), 76))


def _fix_boundaries(message: Message, message_id: str) -> None:
    """A boundary made of the Message-ID, in place of a random one. "=_" cannot stand in base64 (RFC 2045, 6.7)."""
    containers = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(containers):
        digest = hashlib.sha256(f"{message_id} {number}".encode()).hexdigest()[:24]
        part.set_boundary(f"=_{digest}")
        part.replace_header("Content-Type", str(part["Content-Type"]).replace("; boundary", ";\r\n boundary"))


def _addresses(name: str, addresses: Sequence[Address]) -> str:
    return f"{name}: " + ",\r\n ".join(_address(address) for address in addresses)


def _address(address: Address) -> str:
    if not _ADDRESS.fullmatch(address.address) or not address.address.isascii():
        raise ValueError(f"not an address: {address.address!r}")
    if not address.name:
        return address.address
    name = _phrase(address.name, quoted=True)
    last = len(name.rpartition("\n")[2]) + len("Reply-To: ")
    fold = " " if last + len(address.address) + 4 <= MAX_LINE else "\r\n "
    return f"{name}{fold}<{address.address}>"


def _phrase(value: str, *, quoted: bool = False) -> str:
    """Text of a header on one line or more, without a line end that a stranger chose."""
    value = " ".join(_CONTROLS.sub(" ", normalize("NFC", value)).split())
    if quoted and value and len(value) < 60 and value.isascii() and "=?" not in value:
        return value if _ATOMS.fullmatch(value) else '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'
    if not quoted and len(value) < 60 and value.isascii() and "=?" not in value:
        return value
    return "\r\n ".join(_encoded_words(value))


def _encoded_words(value: str) -> Iterator[str]:
    """Readers drop the folding between encoded words, so every space has to be inside one (RFC 2047, 6.2)."""
    piece = b""
    for character in value:
        data = character.encode("utf-8", "replace")
        if len(piece) + len(data) > MAX_ENCODED_BYTES:
            yield _word(piece)
            piece = b""
        piece += data
    if piece:
        yield _word(piece)


def _word(data: bytes) -> str:
    return f"=?utf-8?B?{base64.b64encode(data).decode('ascii')}?="


def _token(value: str) -> str:
    """An identifier of ours: visible ASCII; what is not is dropped rather than folded."""
    token = re.sub(r"[^!-~]", "", value)
    if not token:
        raise ValueError(f"not an identifier: {value!r}")
    return token
