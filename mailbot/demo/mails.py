"""The mails of the script as bytes, in the manner of the programs that people use. The same bytes each time.

Written by hand rather than by a library of mailbot: what the demo sends must not depend on what mailbot believes.
RFC 5322 (headers), 2045 (MIME), 2047 (encoded words), 2231 (parameters), 3464 (delivery reports).
"""

import base64
import hashlib
import quopri
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime
from html import escape
from urllib.parse import quote

from mailbot.demo.papers import content, media_type
from mailbot.demo.script import DOMAIN, MAILBOX, ZONE, Client, Enclosure, Post

_AGENTS = {
    "outlook": "Microsoft Outlook 16.0",
    "gmail": "",
    "zimbra": "Zimbra 8.8.15_GA_4484 (ZimbraWebClient)",
    "apple": "Apple Mail (2.3774.500.171)",
    "phone": "iPhone Mail (21F90)",
}
_EOL = "\r\n"


def message_id(key: str, address: str) -> str:
    """The Message-ID of the mail with that key."""
    stem = hashlib.sha256(key.encode()).hexdigest()[:24]
    return f"<{stem}@{address.rpartition('@')[2]}>"


def compose(post: Post, answered: bytes | None = None, form: bytes | None = None) -> bytes:
    """The mail as it arrives. `answered` is the letter of mailbot that it answers (for Re:, replies and bounces); a
    mail without a subject of its own bears that letter's and quotes it. `form` is the file of such a letter that it
    brings back."""
    quoted = _identity(answered) if answered else None
    if answered and not post.subject:
        post = replace(post, subject=f"Re: {_subject(answered)}", body=post.body + _below(post, answered))
    headers = _envelope(post)
    if quoted and post.nature != "list":
        headers += [("In-Reply-To", quoted), ("References", quoted)]
    if post.sender[0] == "Mail Delivery System":
        return _joined(headers, _bounce(post, answered or b""))
    headers += _marks(post)
    return _joined(headers, _body(post, form))


def _subject(letter: bytes) -> str:
    return str(message_from_bytes(letter, policy=default)["Subject"]).removeprefix("Re: ")


def _below(post: Post, letter: bytes) -> str:
    """The answered letter, quoted as the program does it; telephones leave it out."""
    body = message_from_bytes(letter, policy=default).get_body(("plain",))
    text = body.get_content().strip() if isinstance(body, EmailMessage) else ""
    at = post.at.astimezone(ZONE)
    if post.client in ("phone", "apple") or not text:
        return ""
    if post.client == "gmail":
        marked = "\n".join(f"> {line}" for line in text.splitlines())
        return f"\n\nVào {at:%H:%M} ngày {at:%d/%m/%Y} Phòng TCCB <{MAILBOX}> đã viết:\n\n{marked}"
    return (
        f"\n\n________________________________\nTừ: Phòng TCCB <{MAILBOX}>\nĐã gửi: {at:%d/%m/%Y %H:%M}\n"
        f"Đến: {post.address}\nChủ đề: {_subject(letter)}\n\n{text}"
    )


def _envelope(post: Post) -> list[tuple[str, str]]:
    name, address = post.sender
    host = f"mx.{address.rpartition('@')[2]}"
    received = f"from {host} by mail.{DOMAIN} with ESMTPS id {_stem(post)[:11]};{_EOL}\t{format_datetime(post.at)}"
    headers = [
        ("Return-Path", "<>" if _is_automatic(post) else f"<{address}>"),
        *([("Authentication-Results", f"mail.{DOMAIN}; auth=pass smtp.auth={address}")] if post.logged_in else []),
        ("Received", received),
        ("From", f"{_word(name, post.client)} <{address}>" if name else address),
        ("To", _to(post)),
        ("Subject", _word(post.subject, post.client)),
        ("Date", format_datetime(post.claims or post.at)),
        ("Message-ID", message_id(post.key, address)),
        ("MIME-Version", "1.0"),
    ]
    agent = _AGENTS[post.client]
    return [*headers, ("X-Mailer", agent)] if agent and post.nature != "list" else headers


def _to(post: Post) -> str:
    if post.nature == "list":
        return f"ban-doc@{post.address.rpartition('@')[2]}"
    return f"{_word('Phòng TCCB', post.client)} <{MAILBOX}>" if post.client in ("outlook", "zimbra") else MAILBOX


def _marks(post: Post) -> list[tuple[str, str]]:
    """What machines and lists say of themselves (RFC 3834, 2919, 2369)."""
    if post.unmarked:
        return []
    if post.nature == "machine":
        return [("Auto-Submitted", "auto-replied"), ("X-Autoreply", "yes"), ("Precedence", "bulk")]
    if post.nature == "list":
        domain = post.address.rpartition("@")[2]
        return [
            ("List-Id", f"<ban-tin.{domain}>"),
            ("List-Unsubscribe", f"<mailto:huy@{domain}>"),
            ("Precedence", "bulk"),
        ]
    return []


def _is_automatic(post: Post) -> bool:
    return post.nature == "machine" and not post.unmarked


# --- bodies -----------------------------------------------------------------------------------------------------

Part = tuple[list[tuple[str, str]], bytes]


def _body(post: Post, form: bytes | None) -> Part:
    text = _texts(post)
    parts = [_attachment(enclosure, post.client, form) for enclosure in post.enclosures]
    if post.forwards:
        inner = compose(post.forwards)
        parts.append(([("Content-Type", "message/rfc822"), ("Content-Disposition", "attachment")], inner))
    if not parts:
        return text
    return _multipart("mixed", [text, *parts], _stem(post))


def _texts(post: Post) -> Part:
    plain = post.body.replace("\n", _EOL) + _EOL
    if post.client in ("apple", "phone"):
        return _quoted_printable("text/plain; charset=utf-8", plain.encode())
    if post.client == "zimbra":
        return _base64("text/plain; charset=utf-8", plain.encode())
    rows = "".join(f"<p>{escape(line) or '&nbsp;'}</p>" for line in post.body.split("\n"))
    html = f'<html><body style="font-family:Arial">{rows}</body></html>{_EOL}'
    return _multipart(
        "alternative",
        [
            _quoted_printable('text/plain; charset="UTF-8"', plain.encode()),
            _quoted_printable('text/html; charset="UTF-8"', html.encode()),
        ],
        "alt" + _stem(post),
    )


def _attachment(enclosure: Enclosure, client: Client, form: bytes | None) -> Part:
    name, kind = enclosure.name, media_type(enclosure)
    if client == "apple":  # macOS decomposes names, and shows files inside the text
        name = unicodedata.normalize("NFD", name)
        headers = [
            ("Content-Disposition", f"inline;{_EOL}\tfilename*=utf-8''{quote(name)}"),
            ("Content-Type", f'{kind};{_EOL}\tname="{_word(name, client)}"'),
        ]
    elif client == "outlook":
        headers = [
            ("Content-Type", f'{kind};{_EOL}\tname="{_word(name, client)}"'),
            ("Content-Description", _word(name, client)),
            ("Content-Disposition", f'attachment;{_EOL}\tfilename="{_word(name, client)}"'),
        ]
    elif client == "zimbra":
        headers = [
            ("Content-Type", f'{kind}; name="{_word(name, client)}"'),
            ("Content-Disposition", f"attachment;{_continued(name)}"),
        ]
    elif client == "phone":
        headers = [
            ("Content-Type", "application/octet-stream"),
            ("Content-Disposition", f"attachment;{_continued(name)}"),
        ]
    else:
        headers = [
            ("Content-Type", f'{kind}; name="{_word(name, client)}"'),
            ("Content-Disposition", f'attachment; filename="{_word(name, client)}"'),
            ("X-Attachment-Id", f"f_{hashlib.sha256(name.encode()).hexdigest()[:10]}"),
        ]
    headers.append(("Content-Transfer-Encoding", "base64"))
    return headers, _wrapped(content(enclosure, form))


def _continued(name: str) -> str:
    """RFC 2231, 3 and 4: a long encoded name in numbered pieces."""
    coded = quote(name)
    pieces, rest = [], coded
    while rest:
        cut = 60 if len(rest) > 60 else len(rest)
        while cut < len(rest) and "%" in rest[cut - 2 : cut]:
            cut -= 1
        pieces.append(rest[:cut])
        rest = rest[cut:]
    pieces[0] = f"utf-8''{pieces[0]}"
    return ";".join(f"{_EOL}\tfilename*{number}*={piece}" for number, piece in enumerate(pieces))


def _bounce(post: Post, letter: bytes) -> Part:
    """A delivery report (RFC 3464) about a letter of mailbot."""
    lost = post.answers or ""
    human = _quoted_printable("text/plain; charset=utf-8", post.body.replace("\n", _EOL).encode())
    report = (
        f"Reporting-MTA: dns; mail.{DOMAIN}{_EOL}{_EOL}Final-Recipient: rfc822; {lost}{_EOL}Action: failed{_EOL}"
        f"Status: 5.1.1{_EOL}Diagnostic-Code: smtp; 550 5.1.1 <{lost}>: Recipient address rejected{_EOL}"
    )
    status: Part = ([("Content-Type", "message/delivery-status")], report.encode())
    head = letter.replace(b"\r\n", b"\n").split(b"\n\n", 1)[0].replace(b"\n", b"\r\n") + b"\r\n"
    original: Part = ([("Content-Type", "text/rfc822-headers")], head)
    headers, body = _multipart("report; report-type=delivery-status", [human, status, original], _stem(post))
    return [*headers, ("Auto-Submitted", "auto-replied")], body


# --- pieces -----------------------------------------------------------------------------------------------------


def _joined(headers: Iterable[tuple[str, str]], part: Part) -> bytes:
    own, body = part
    head = "".join(f"{name}: {value}{_EOL}" for name, value in [*headers, *own])
    return head.encode("ascii") + b"\r\n" + body


def _multipart(kind: str, parts: list[Part], boundary: str) -> Part:
    mark = f"----=_{boundary}"
    pieces = [f"--{mark}{_EOL}".encode() + _joined([], part) + b"\r\n" for part in parts]
    body = b"".join(pieces) + f"--{mark}--{_EOL}".encode()
    subtype, _, parameters = kind.partition(";")
    more = f";{parameters}" if parameters else ""
    return [("Content-Type", f'multipart/{subtype}{more};{_EOL}\tboundary="{mark}"')], body


def _quoted_printable(kind: str, data: bytes) -> Part:
    coded = quopri.encodestring(data.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    return [("Content-Type", kind), ("Content-Transfer-Encoding", "quoted-printable")], coded


def _base64(kind: str, data: bytes) -> Part:
    return [("Content-Type", kind), ("Content-Transfer-Encoding", "base64")], _wrapped(data)


def _wrapped(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def _word(text: str, client: Client) -> str:
    """RFC 2047: as B or as Q, in pieces of at most 75 characters that never split a character."""
    if text.isascii():
        return text
    form = _encoded_q if client in ("gmail", "apple") else _encoded_b
    pieces, piece = [], ""
    for char in text:
        if piece and len(form(piece + char)) > 72:
            pieces.append(form(piece))
            piece = ""
        piece += char
    return f"{_EOL} ".join([*pieces, form(piece)])


def _encoded_b(text: str) -> str:
    return f"=?utf-8?B?{base64.b64encode(text.encode()).decode()}?="


def _encoded_q(text: str) -> str:
    coded = "".join(chr(byte) if chr(byte).isalnum() and byte < 128 else f"={byte:02X}" for byte in text.encode())
    return f"=?UTF-8?Q?{coded.replace('=20', '_')}?="


def _identity(letter: bytes) -> str | None:
    named = message_from_bytes(letter)["Message-ID"]
    return named.strip() if named else None


def _stem(post: Post) -> str:
    return hashlib.sha256(post.key.encode()).hexdigest()[:20]
