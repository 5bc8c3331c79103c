"""What holds for any bytes and any letter."""

import unicodedata
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.mail.compose import Envelope, compose
from mailbot.mail.message import read_mail
from rules.mail import Address, Attachment
from rules.post.filenames import MAX_BYTES, safe_name

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
SIGNS = ' ,.;:()<>@"\\[]=?_%&+–-/0123456789'
words = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + SIGNS, min_size=1, max_size=150)
lines = words.map(lambda text: " ".join(text.split())).filter(bool)
anything = st.text(max_size=200)


def envelope(subject: str, name: str = "") -> Envelope:
    return Envelope(
        subject=subject,
        sender=Address("phong@so.example", name),
        to=(Address("a@b.example", name), Address("c@d.example"), Address("e@f.example", name[::-1].strip())),
        message_id="<thu.1@so.example>",
        date=datetime(2024, 8, 23, 1, tzinfo=UTC),
        mark="cchc-2024/receipt/abc",
        auto_submitted="auto-replied",
        in_reply_to=("<x@y.example>",),
        references=("<w@y.example>", "<x@y.example>"),
    )


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@given(subject=lines, name=lines, file=lines)
def test_a_letter_reads_back_as_it_was_written(subject: str, name: str, file: str) -> None:
    written = envelope(subject, name)
    file = safe_name(file, "x") + ".docx"
    mail = read_mail(compose(written, "Kính gửi\nxong", "<p>Kính gửi</p>", [Attachment(file, b"PK\x03\x04")]))
    assert mail.subject == nfc(subject)
    assert mail.sender is not None
    assert mail.sender == Address("phong@so.example", nfc(name))
    assert [a.address for a in mail.to] == ["a@b.example", "c@d.example", "e@f.example"]
    assert mail.to[0].name == nfc(name)
    assert [(a.name, a.content) for a in mail.attachments] == [(safe_name(file, "x"), b"PK\x03\x04")]
    assert (mail.text, mail.html) == ("Kính gửi\nxong\n", "<p>Kính gửi</p>\n")
    assert mail.header("X-Mailbot") == "cchc-2024/receipt/abc"
    assert (mail.in_reply_to, mail.references) == (written.in_reply_to, written.references)
    assert mail.defects == ()


@given(subject=anything, name=anything, text=anything, html=anything)
@settings(max_examples=50)
def test_a_letter_is_seven_bits_wide_in_short_lines_and_always_the_same(
    subject: str, name: str, text: str, html: str
) -> None:
    raw = compose(envelope(subject, name), text, html)
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert raw == compose(envelope(subject, name), text, html)


@given(subject=anything, name=anything)
def test_no_text_of_a_stranger_makes_a_header_or_a_recipient(subject: str, name: str) -> None:
    mail = read_mail(compose(envelope(f"x\r\nBcc: z@z.example\r\n{subject}", f"y\nBcc: z@z.example\r{name}"), "x"))
    assert mail.header("Bcc") is None
    assert {a.address for a in mail.to} == {"a@b.example", "c@d.example", "e@f.example"}


@given(name=st.text(max_size=400))
def test_any_name_becomes_a_safe_one(name: str) -> None:
    safe = safe_name(name, "phan-1.bin")
    assert safe
    assert safe == nfc(safe)
    assert len(safe.encode()) <= MAX_BYTES
    assert not set(safe) & set('/\\<>:"|?*')
    assert safe.strip(" .") == safe
    assert all(unicodedata.category(c) not in ("Cc", "Cf", "Cs") for c in safe)
    assert safe == safe_name(safe, "khac")


fragments = st.sampled_from(
    [
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b"Content-Type: multipart/alternative; boundary=c\r\n",
        b"Content-Type: message/rfc822\r\n",
        b"Content-Type: text/html; charset=utf-7\r\n",
        b"Content-Type: application/x; name*0*=utf-8''%E1; name*1=x\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Transfer-Encoding: x-uuencode\r\n",
        b"Content-Transfer-Encoding: quoted-printable\r\n",
        b'Content-Disposition: attachment; filename="=?utf-8?B?/w?="\r\n',
        b"From: =?x?Q?=FF?= <a@b>, :;<<\r\n",
        b"Subject: =?utf-8?B?####?= =?iso-2022-jp?B?GyRC?=\r\n",
        b"Date: 99 Foo 99999999999999999999 25:61:61 +9999\r\n",
        b"References: <<a> b@c <d@e>\r\n",
        b"Received: from x (helo=[1]) by ; ,,\r\n",
        b"\r\n",
        b"--b\r\n",
        b"--b--\r\n",
        b"--c\r\n",
        b"begin 644 a\r\n#0V%T\r\n`\r\nend\r\n",
        b"UEsDBA==\r\n",
    ]
)


@given(pieces=st.lists(st.one_of(fragments, st.binary(max_size=30)), max_size=30))
@settings(max_examples=300)
def test_no_bytes_make_the_reader_raise(pieces: list[bytes]) -> None:
    mail = read_mail(b"".join(pieces))
    for attachment in mail.attachments:
        assert attachment.name == safe_name(attachment.name, "x")
    for value in (mail.subject, mail.text, mail.html, *(value for _, value in mail.headers)):
        value.encode("utf-8")
