"""The traps of MIME, one by one. Whole mails from real collections are in tests/corpus."""

import base64
import hashlib
import time
from datetime import UTC, datetime

import pytest

from mailbot.mail.message import MAX_ATTACHMENTS, read_mail
from mailbot.mail.parts import BROKEN_BASE64, NOT_BASE64
from rules.mail import Address
from rules.post.manners import judge

DOCX = b"PK\x03\x04" + bytes(range(256)) * 3 + b"word/document.xml"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def single(head: str, body: bytes) -> bytes:
    return f"From: a@b.example\r\nMIME-Version: 1.0\r\n{head}\r\n\r\n".encode() + body


def mixed(*parts: tuple[str, bytes]) -> bytes:
    body = b"".join(b"--bnd\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n" for head, content in parts)
    return single('Content-Type: multipart/mixed; boundary="bnd"', body + b"--bnd--\r\n")


def encoded(content: bytes = DOCX) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n")


def test_the_facts_of_a_mail() -> None:
    raw = (
        b'From: =?utf-8?Q?Nguy=E1=BB=85n_An?= <An@Truong.Example>\r\nTo: b@c.example, "C" <c@d.example>\r\n'
        b"Cc: e@f.example\r\nDate: Fri, 23 Aug 2024 08:00:00 +0700\r\nMessage-ID: <1@truong.example>\r\n"
        b"In-Reply-To: <0@so.example>\r\nReferences: <9@so.example>\r\n <0@so.example>\r\nSubject: x\r\n\r\nxin\r\n"
    )
    mail = read_mail(raw)
    assert mail.digest == hashlib.sha256(raw).hexdigest()
    assert mail.sender == Address("an@truong.example", "Nguyễn An")
    assert mail.to == (Address("b@c.example"), Address("c@d.example", "C"))
    assert mail.cc == (Address("e@f.example"),)
    assert mail.date == datetime(2024, 8, 23, 1, tzinfo=UTC)
    assert mail.message_id == "<1@truong.example>"
    assert mail.in_reply_to == ("<0@so.example>",)
    assert mail.references == ("<9@so.example>", "<0@so.example>")
    assert mail.text == "xin\n"


@pytest.mark.parametrize("encoding", ["base64", "BASE64", "base64 ", "base64;", '"base64"', "base64 (x)"])
def test_an_odd_encoding_header_still_decodes(encoding: str) -> None:
    mail = read_mail(
        mixed((f"Content-Type: {DOCX_TYPE}; name=a.docx\r\nContent-Transfer-Encoding: {encoding}", encoded()))
    )
    assert [(a.content, a.damaged) for a in mail.attachments] == [(DOCX, None)]


@pytest.mark.parametrize(
    "head",
    [
        f"Content-Type: {DOCX_TYPE}",
        f"Content-Type: {DOCX_TYPE}\r\nContent-Disposition: inline",
        "Content-Type: application/octet-stream",
        "Content-Type: text/plain\r\nContent-Disposition: attachment",
        "Content-Type: text/plain",
        "Content-Type: nonsense",
        "Content-Disposition: attachment; filename=",
        f"Content-Type: {DOCX_TYPE}\r\nContent-ID: <x@y>",
    ],
)
def test_a_file_is_an_attachment_whatever_it_is_called(head: str) -> None:
    mail = read_mail(
        mixed(("Content-Type: text/plain", b"xin"), (f"{head}\r\nContent-Transfer-Encoding: base64", encoded()))
    )
    (attachment,) = mail.attachments
    assert attachment.content == DOCX
    assert attachment.name == "phan-2.docx"
    assert attachment.part == "2"
    assert mail.text == "xin"


@pytest.mark.parametrize(
    "name",
    [
        b'filename="Ba=?utf-8?Q?=CC=81o_c=C3=A1o?=.docx"',
        b'filename="=?utf-8?B?QsOhbyA=?= =?utf-8?B?Y8OhbyA=?= =?utf-8?B?MS5kb2N4?="',
        b"filename*=utf-8''B%C3%A1o%20c%C3%A1o%201.docx",
        b"filename*0*=utf-8''B%C3%A1o%20; filename*1*=c%C3%A1o%20; filename*2=1.docx",
        b"filename*0*=utf-8''B%C3; filename*1*=%A1o%20c%C3%A1o%201.docx",
        b"filename*=windows-1258''Ba%ECo%20ca%ECo%201.docx",
        'filename="Báo cáo 1.docx"'.encode(),
        b'filename="Ba\xeco ca\xeco 1.docx"',
    ],
)
def test_every_way_to_write_a_vietnamese_name(name: bytes) -> None:
    head = b"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; " + name
    raw = single("Content-Type: multipart/mixed; boundary=b", b"--b\r\n" + head + b"\r\n\r\nx\r\n--b--\r\n")
    (attachment,) = read_mail(raw).attachments
    assert attachment.name in ("Báo cáo 1.docx", "BaÌo caÌo 1.docx", "Báo cáo.docx")
    assert attachment.name.startswith("Báo cáo")


def test_eight_bit_headers_are_utf_8_or_cp1258() -> None:
    assert read_mail("Subject: Báo cáo quý\r\n\r\n".encode()).subject == "Báo cáo quý"
    assert read_mail(b"Subject: Ba\xeco ca\xeco quy\xec\r\n\r\n").subject == "Báo cáo quý"
    sender = read_mail(b"From: Nguy\xea\xden An <an@truong.example>\r\n\r\n").sender
    assert sender == Address("an@truong.example", "Nguyễn An")


def test_a_line_end_inside_an_encoded_word_makes_no_new_header() -> None:
    mail = read_mail(b"From: a@b.example\r\nSubject: =?utf-8?Q?x=0D=0ABcc:_d@e.example?=\r\n\r\n")
    assert mail.subject == "x  Bcc: d@e.example"
    assert mail.header("Bcc") is None


def test_broken_base64_is_kept_and_flagged() -> None:
    wire = base64.b64encode(DOCX)
    cut = read_mail(
        mixed(("Content-Type: a/b; name=a.docx\r\nContent-Transfer-Encoding: base64", wire[:201]))
    ).attachments[0]
    assert cut.content == DOCX[:150]
    assert cut.damaged == BROKEN_BASE64
    raw = read_mail(mixed(("Content-Type: a/b; name=a.docx\r\nContent-Transfer-Encoding: base64", DOCX))).attachments[0]
    assert raw.content == DOCX
    assert raw.damaged == NOT_BASE64


def test_base64_in_pieces_is_whole() -> None:
    wire = base64.b64encode(DOCX[:100]) + b"\r\n" + base64.b64encode(DOCX[100:])
    assert b"=" in wire[:140]
    (attachment,) = read_mail(
        mixed(("Content-Type: a/b; name=a.docx\r\nContent-Transfer-Encoding: base64", wire))
    ).attachments
    assert (attachment.content, attachment.damaged) == (DOCX, None)


INNER = b"From: x@y.example\r\nSubject: =?utf-8?B?xJDEg25nIGvDvQ==?=\r\n\r\n  nguyen ven \xff\r\n"


@pytest.mark.parametrize(("encoding", "wire"), [("8bit", INNER), ("base64", encoded(INNER))])
def test_a_mail_inside_is_one_attachment_byte_for_byte(encoding: str, wire: bytes) -> None:
    head = f"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: {encoding}"
    mail = read_mail(mixed(("Content-Type: text/plain", b"ngoai"), (head, wire)))
    (attachment,) = mail.attachments
    assert attachment.content == INNER
    assert attachment.name == "Đăng ký.eml"
    assert attachment.media_type == "message/rfc822"
    assert mail.text == "ngoai"
    assert read_mail(attachment.content).subject == "Đăng ký"


def test_the_parts_of_a_mail_inside_are_not_laid_among_the_outer_ones() -> None:
    inner = mixed(("Content-Type: text/plain", b"trong"), ("Content-Type: a/b; name=trong.docx", DOCX))
    inner = inner.replace(b"bnd", b"inner")
    mail = read_mail(
        mixed(("Content-Type: text/plain", b"ngoai"), ("Content-Type: message/rfc822; name=thu.eml", inner))
    )
    assert mail.text == "ngoai"
    assert [a.name for a in mail.attachments] == ["thu.eml"]
    nested = read_mail(mail.attachments[0].content)
    assert (nested.text, [a.name for a in nested.attachments]) == ("trong", ["trong.docx"])


def test_winmail_dat_is_kept() -> None:
    tnef = b"\x78\x9f\x3e\x22" + bytes(50)
    (attachment,) = read_mail(mixed(("Content-Type: application/ms-tnef; name=winmail.dat", tnef))).attachments
    assert (attachment.name, attachment.content) == ("winmail.dat", tnef)


@pytest.mark.parametrize(
    "head",
    [
        'Content-Type: multipart/mixed\r\n\tboundary="bnd"',
        'Content-Type: multipart/mixed; boundary="khac"',
        "Content-Type: multipart/mixed",
    ],
)
def test_a_container_without_its_boundary_is_opened_all_the_same(head: str) -> None:
    body = (
        b"--bnd\r\nContent-Type: a/b; name=a.docx\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + encoded()
        + b"--bnd--\r\n"
    )
    (attachment,) = read_mail(single(head, body)).attachments
    assert (attachment.name, attachment.content) == ("a.docx", DOCX)


def test_a_mail_that_is_nothing_but_a_file_has_that_file() -> None:
    raw = single(f"Content-Type: {DOCX_TYPE}; name=a.docx\r\nContent-Transfer-Encoding: base64", encoded())
    mail = read_mail(raw)
    assert [(a.name, a.content, a.part) for a in mail.attachments] == [("a.docx", DOCX, "1")]
    assert mail.text == ""


def test_a_body_that_carries_a_name_is_both_file_and_text() -> None:
    mail = read_mail(single("Content-Type: text/plain; charset=utf-8; name=thu.txt", "Kính gửi".encode()))
    assert (mail.text, [a.name for a in mail.attachments]) == ("Kính gửi", ["thu.txt"])


@pytest.mark.parametrize(
    ("charset", "data"),
    [
        ("utf-8", "Đăng ký sáng kiến".encode()),
        ("iso-8859-1", "Đăng ký sáng kiến".encode()),
        ("us-ascii", "Đăng ký sáng kiến".encode()),
        ("khong-co", "Đăng ký sáng kiến".encode()),
        ("punycode", "Đăng ký sáng kiến".encode()),
        ("utf-16", "Đăng ký sáng kiến".encode("utf-16")),
        ("windows-1258", b"\xd0\xe3ng ky\xec sa\xecng ki\xea\xecn"),
        ("khong-co", b"\xd0\xe3ng ky\xec sa\xecng ki\xea\xecn"),
    ],
)
def test_vietnamese_text_is_read_under_any_label(charset: str, data: bytes) -> None:
    assert read_mail(single(f"Content-Type: text/plain; charset={charset}", data)).text == "Đăng ký sáng kiến"


@pytest.mark.parametrize(
    ("delsp", "wire", "text"),
    [
        ("", b"Ten sang kien: so hoa \r\nho so\r\nLinh vuc: x", "Ten sang kien: so hoa ho so\nLinh vuc: x"),
        ("; delsp=yes", b"so h \r\noa\r\n", "so hoa\n"),
        ("", b"> mot \r\n> hai\r\nba", "> mot hai\nba"),
        ("", b"> mot \r\nhai", "> mot \nhai"),
        ("", b"het \r\n-- \r\nTruong", "het \n-- \nTruong"),
        ("", b" >khong phai trich", ">khong phai trich"),
    ],
)
def test_flowed_text_is_put_together_again(delsp: str, wire: bytes, text: str) -> None:
    assert read_mail(single(f"Content-Type: text/plain; format=flowed{delsp}", wire)).text == text


def test_too_many_files_are_named_and_not_passed_over() -> None:
    mail = read_mail(mixed(*[("Content-Type: a/b", b"x")] * (MAX_ATTACHMENTS + 5)))
    assert len(mail.attachments) == MAX_ATTACHMENTS + 1
    assert mail.attachments[-1].damaged is not None


def test_a_structure_without_end_is_a_mail_with_defects() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3_000))
    mail = read_mail(b"From: a@b.example\r\nSubject: x\r\n" + deep + b"\r\nxin")
    assert (mail.sender, mail.subject) == (Address("a@b.example"), "x")
    assert mail.defects
    assert any(a.damaged for a in mail.attachments)


@pytest.mark.parametrize("field", [b"X-%d: y\r\n", b"X: " + b"y" * 60 + b" %d\r\n", b" tiep %d\r\n"])
def test_absurd_headers_take_no_time(field: bytes) -> None:
    head = b"".join(field % n for n in range(100_000))
    begun = time.process_time()
    mail = read_mail(b"Subject: x\r\n" + head + b"From: a@b.example\r\n\r\nxin")
    assert time.process_time() - begun < 60  # seconds of the processor; looking back at each line would take hours
    assert mail.sender == Address("a@b.example")
    assert mail.text == "xin"
    assert mail.defects


@pytest.mark.parametrize("where", ["From", "Content-Type", "Content-Disposition", "Return-Path", "part"])
@pytest.mark.parametrize("seed", ["(", ';"', "; ", '"', "<", "=?utf-8?Q?a?= ", "a@b,", " ", "* "])
def test_one_absurd_field_takes_no_time(where: str, seed: str) -> None:
    field = f"a/b; {seed * (300_000 // len(seed))}".encode()
    raw = where.encode() + b": " + field + b"\r\n\r\nxin"
    if where == "part":
        raw = mixed(("Content-Type: text/plain", b"xin"), ("Content-Disposition: " + field.decode(), b"x"))
    begun = time.process_time()
    judge(read_mail(raw))
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "raw", [b"", b"\r\n", b"\x00", b"\xff" * 100, b":", b"From:\r\n\r\n", b"\r\n\r\n--", b"Content-Type: multipart/x"]
)
def test_what_is_no_mail_is_still_a_value(raw: bytes) -> None:
    assert read_mail(raw).digest == hashlib.sha256(raw).hexdigest()
