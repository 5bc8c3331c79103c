"""Bytes of a mail to a Mail.

mail-parser reads headers, addresses and defects; this module walks its tree itself, because mail-parser lays the parts
of a nested mail among the outer ones and takes an unnamed file for text.
"""

import email
import hashlib
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import mailparser
from mailparser.exceptions import MailParserError

from mailbot.mail.charsets import decode_words, text_of, wire_text
from mailbot.mail.parts import MAX_FIELD, MAX_FIELDS, Part, content_of, default_extension, header_view, magic, name_of
from rules.mail import Address, Attachment, Mail
from rules.post.filenames import extension, safe_name

# mail-parser logs what it cannot decode, which is what people wrote.
logging.getLogger("mailparser").setLevel(logging.CRITICAL)

MAX_HEADER_BYTES = 512 * 1024
MAX_FIELD_BYTES = MAX_FIELD
MAX_ATTACHMENTS = 500
MAX_DEPTH = 100

TOO_DEEP = "thư lồng nhau quá nhiều lớp, không mở được"
TOO_MANY = "thư có quá nhiều tệp, chỉ mở {limit} tệp đầu"

# What the parsers have been seen to raise on mails made to break them.
_PARSER_ERRORS = (RecursionError, MailParserError, ValueError, TypeError, AttributeError, LookupError, AssertionError)

_MESSAGE_ID = re.compile(r"<[^<>\s]+>")
_BOUNDARY = re.compile(r"^--(?P<boundary>[^\s\"\\\\]{1,200})[ \t]*\r?\nContent-[A-Za-z-]+:", re.MULTILINE)


@dataclass(slots=True)
class _Found:
    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    inline: list[tuple[str, str]] = field(default_factory=list)  # text parts that carry a name
    attachments: list[Attachment] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)


def read_mail(raw: bytes) -> Mail:
    """Reads any bytes as a mail and never raises; what could not be read is named in `defects` or is damaged.

    Text and names are NFC. A mail inside the mail is one attachment, in whose parts this function can be used again.
    """
    digest = hashlib.sha256(raw).hexdigest()
    bounded, defects = _bounded(raw)
    try:
        return _read(digest, bounded, defects)
    except _PARSER_ERRORS as error:
        defects.append(f"structure: {type(error).__name__}")
    return _headers_only(digest, bounded, defects)


def headers_alone(head: bytes, digest: str, damaged: str) -> Mail:
    """The mail that begins with these bytes, as its fields tell it, and one file that is damaged for this reason."""
    bounded, defects = _bounded(head)
    return _headers_only(digest, bounded, defects, damaged)


def _read(digest: str, raw: bytes, defects: list[str]) -> Mail:
    parsed = mailparser.MailParser(_tree(raw))
    found = _Found(defects=defects)
    defects.extend(sorted(parsed.defects_categories))
    for place, part in _leaves(parsed.message):
        _take(place, part, found)
    _promote_named_text(found)
    return _mail(digest, parsed, found)


def _tree(raw: bytes) -> Part:
    return email.message_from_bytes(raw, _class=Part)


def _headers_only(digest: str, raw: bytes, defects: list[str], damaged: str = TOO_DEEP) -> Mail:
    """For a structure that breaks the parser: the headers, and the body as one thing nobody could open."""
    head, body = _split(raw)
    found = _Found(defects=defects)
    found.attachments.append(Attachment("phan-1.bin", body, "application/octet-stream", "1", damaged))
    flat = b"".join(line for line in _fields(head) if not line.lower().startswith(b"content-"))
    try:
        return _mail(digest, mailparser.MailParser(_tree(flat + b"\r\n")), found)
    except _PARSER_ERRORS as error:
        defects.append(f"header: {type(error).__name__}")
    return Mail(digest, None, "", None, attachments=tuple(found.attachments), defects=tuple(defects))


def _mail(digest: str, parsed: mailparser.MailParser, found: _Found) -> Mail:
    message: Part = parsed.message
    headers = tuple((name, decode_words(wire_text(value))) for name, value in message.raw_items())
    first: dict[str, str] = {}
    for name, value in headers:
        first.setdefault(name.lower(), value)
    senders = _addresses(parsed.from_)
    return Mail(
        digest=digest,
        message_id=_message_id(first.get("message-id", "")),
        subject=first.get("subject", ""),
        sender=senders[0] if senders else None,
        to=_addresses(parsed.to),
        cc=_addresses(parsed.cc),
        date=_date(first.get("date", "")),
        text="\n".join(found.plain),
        html="\n".join(found.html),
        attachments=_limited(found),
        headers=headers,
        in_reply_to=_ids(first.get("in-reply-to", "")),
        references=_ids(first.get("references", "")),
        content_type=message.media_type,
        defects=tuple(found.defects),
    )


def _leaves(root: Part) -> Iterator[tuple[str, Part]]:
    """The parts that are not mere containers, in order, with their place. A nested mail is a leaf.

    Raises RecursionError where containers are nested deeper than any mail program nests them.
    """
    stack: list[tuple[str, Part]] = [("", root)]
    while stack:
        place, part = stack.pop()
        if place.count(".") > MAX_DEPTH:
            raise RecursionError(place)
        children = _children(part)
        numbered = [(f"{place}.{n}" if place else str(n), child) for n, child in enumerate(children, 1)]
        stack.extend(reversed(numbered))
        if not children:
            yield place or "1", part


def _children(part: Part) -> list[Part]:
    if not part.media_type.startswith("multipart/"):
        return []
    payload = part.get_payload()
    if isinstance(payload, list):
        return [child for child in payload if isinstance(child, Part)]
    return _reopened(payload) if isinstance(payload, str) else []


def _reopened(body: str) -> list[Part]:
    """The parts of a container whose boundary is missing or another than the one used: the body shows it."""
    start = _BOUNDARY.search(body)
    if start is None:
        return []
    boundary = start["boundary"]
    head = f'Content-Type: multipart/mixed; boundary="{boundary}"\n\n'
    payload = _tree((head + body).encode("ascii", "surrogateescape")).get_payload()
    return [child for child in payload if isinstance(child, Part)] if isinstance(payload, list) else []


def _take(place: str, part: Part, found: _Found) -> None:
    media_type = part.media_type
    if media_type.startswith("multipart/"):  # a container whose boundary never came
        media_type = "text/plain"
    name = name_of(part)
    content, damaged = content_of(part)
    disposition = str(header_view(part).get_content_disposition() or "")
    is_body = media_type in ("text/plain", "text/html") and not name and disposition != "attachment"
    if is_body and not magic(content):
        found_text = _text(part, content, found)
        (found.html if media_type == "text/html" else found.plain).append(found_text)
        if damaged:
            found.defects.append(f"body {place}: {damaged}")
        return
    if not content and not name and media_type != "message/rfc822":
        return
    if media_type in ("text/plain", "text/html") and disposition != "attachment":
        found.inline.append((media_type, _text(part, content, found)))
    attachment = Attachment(_file_name(name, place, media_type, content), content, media_type, place, damaged)
    found.attachments.append(attachment)


def _text(part: Part, content: bytes, found: _Found) -> str:
    view = header_view(part)
    text, sure = text_of(content, view.get_content_charset())
    if not sure:
        found.defects.append("charset: guessed")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if str(view.get_param("format", "")).lower() == "flowed":
        return _flowed(text, delete_space=str(view.get_param("delsp", "")).lower() == "yes")
    return text


def _flowed(text: str, *, delete_space: bool) -> str:
    """RFC 3676: a line that ends in a space goes on in the next one of the same depth of quoting."""
    paragraphs: list[tuple[str, list[str]]] = []  # (quote marks, pieces)
    open_ended = False
    for line in text.split("\n"):
        marks = line[: len(line) - len(line.lstrip(">"))]
        words = line[len(marks) :].removeprefix(" ")
        signature = words == "-- "
        if not (open_ended and paragraphs[-1][0] == marks and not signature):
            paragraphs.append((marks, []))
        open_ended = words.endswith(" ") and not signature
        paragraphs[-1][1].append(words[:-1] if open_ended and delete_space else words)
    return "\n".join(f"{marks} {''.join(pieces)}" if marks else "".join(pieces) for marks, pieces in paragraphs)


def _promote_named_text(found: _Found) -> None:
    """A body that was given a name is a file all the same, and read as the text where there is no other."""
    if found.plain or found.html:
        return
    for media_type, text in found.inline:
        (found.html if media_type == "text/html" else found.plain).append(text)


def _file_name(name: str, place: str, media_type: str, content: bytes) -> str:
    fallback = f"phan-{place}{default_extension(media_type, content)}"
    if media_type == "message/rfc822":
        name = name or _subject_of(content)
        name = safe_name(name, f"thu-{place}")
        return name if extension(name) == ".eml" else f"{name}.eml"
    return safe_name(name, fallback)


def _subject_of(raw: bytes) -> str:
    subject = next((f for f in _fields(_split(raw[:65536])[0]) if f.lower().startswith(b"subject:")), b"subject:")
    return decode_words(wire_text(subject.partition(b":")[2].decode("utf-8", "surrogateescape")))


def _limited(found: _Found) -> tuple[Attachment, ...]:
    if len(found.attachments) <= MAX_ATTACHMENTS:
        return tuple(found.attachments)
    found.defects.append(f"structure: {len(found.attachments)} attachments")
    rest = Attachment("cac-tep-con-lai.bin", b"", part="", damaged=TOO_MANY.format(limit=MAX_ATTACHMENTS))
    return (*found.attachments[:MAX_ATTACHMENTS], rest)


def _addresses(pairs: object) -> tuple[Address, ...]:
    """mail-parser's (name, address) pairs; what has no @ is not an address."""
    if not isinstance(pairs, list):
        return ()
    given = ((decode_words(wire_text(name)), wire_text(address).lower()) for name, address in pairs)
    return tuple(Address(address, name) for name, address in given if "@" in address)


def _message_id(value: str) -> str | None:
    found = _MESSAGE_ID.search(value)
    if found:
        return found.group()
    bare = "".join(value.split()).strip("<>")
    return f"<{bare}>" if bare else None


def _ids(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(value)))


def _date(value: str) -> datetime | None:
    """The sender's Date in UTC; without a zone it is taken for UTC (RFC 5322, 3.3: -0000)."""
    try:
        date = parsedate_to_datetime(value)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _split(raw: bytes) -> tuple[bytes, bytes]:
    end = re.search(rb"\r?\n\r?\n", raw)
    return (raw[: end.end()], raw[end.end() :]) if end else (raw, b"")


def _fields(head: bytes) -> list[bytes]:
    """Header fields with their continuation lines."""
    fields: list[bytes] = []
    for line in head.splitlines(keepends=True):
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1] += line
        elif line.strip():
            fields.append(line)
    return fields


def _bounded(raw: bytes) -> tuple[bytes, list[str]]:
    """`raw` with a header block that the parsers can take in their stride, in UTF-8 where it was 8-bit."""
    head, body = _split(raw)
    if len(head) <= MAX_HEADER_BYTES and head.count(b"\n") <= MAX_FIELDS:
        return (raw, []) if head.isascii() else (_utf8(head) + body, [])
    fields: list[bytes] = []
    for line in head.splitlines(keepends=True):
        if line[:1] in (b" ", b"\t") and fields:
            if len(fields[-1]) + len(line) <= MAX_FIELD_BYTES:
                fields[-1] += line
        elif line.strip() and (len(fields) < MAX_FIELDS // 2 or line[:32].lower().startswith(_NEEDED)):
            fields.append(line if len(line) <= MAX_FIELD_BYTES else line[:MAX_FIELD_BYTES] + b"\r\n")
    kept = b"".join(fields[:MAX_FIELDS])
    return _utf8(kept) + b"\r\n" + body, ["header: too large, shortened"]


_NEEDED = (
    b"from:",
    b"to:",
    b"cc:",
    b"subject:",
    b"date:",
    b"message-id:",
    b"content-",
    b"auto-submitted:",
    b"references:",
)


def _utf8(head: bytes) -> bytes:
    """Line by line: valid UTF-8 stays, other 8-bit text is cp1258."""
    return b"".join(_utf8_line(line) for line in head.splitlines(keepends=True))


def _utf8_line(line: bytes) -> bytes:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return text_of(line, None)[0].encode("utf-8")
    return line
