"""Archives, types by content, and sizes that lie."""

import io
import struct
import zipfile

import pytest

from mailbot.reading import kinds
from mailbot.reading.archive import decode_name, safe_name
from mailbot.reading.budget import Budget
from mailbot.reading.files import parse_file
from rules.file_format import FORMATS
from tests.unit.reading.make import docx, p, zipped


def test_each_member_is_a_document() -> None:
    document = parse_file(
        "a.zip", zipped({"thư mục/1.docx": docx(p("x")), "2.txt": "y", "~$1.docx": "z", "__MACOSX/._1": ""})
    )
    assert document.format == "zip"
    assert [(member.name, member.format) for member in document.members] == [("1.docx", "docx"), ("2.txt", "txt")]


def test_a_member_without_a_name_costs_no_other_member() -> None:
    nameless = bytearray(zipped({"x": "một", "2.txt": "hai"}))
    for header, length in ((b"PK\3\4", 30), (b"PK\1\2", 46)):  # APPNOTE 4.3.7, 4.3.12: where the name begins
        nameless[nameless.index(header) + length] = 0
    document = parse_file("a.zip", bytes(nameless))
    assert [member.name for member in document.members] == ["tệp không tên", "2.txt"]
    assert not document.notes


def test_archives_in_archives_end_somewhere() -> None:
    content = b"tep"
    for number in range(12):
        content = zipped({f"{number}.zip" if number else "tep.txt": content})
    deepest = list(parse_file("a.zip", content).walk())[-1]
    assert deepest.unreadable and "lồng nhau" in deepest.unreadable


def test_a_bomb_is_refused_by_what_it_declares_or_by_what_comes_out() -> None:
    bomb = zipped({"a.txt": b"\0" * 90_000_000})
    (member,) = parse_file("a.zip", bomb).members
    assert member.unreadable and "quá lớn" in member.unreadable
    (member,) = parse_file("a.zip", zipped({"a.txt": b"\0" * 20_000_000})).members
    assert member.unreadable and "tỷ lệ nén" in member.unreadable


def test_a_declared_size_that_lies_is_noticed() -> None:
    content = bytearray(zipped({"a.txt": b"x" * 5_000}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.index(signature) + offset
        content[at : at + 4] = struct.pack("<I", 10)
    document = parse_file("a.zip", bytes(content))
    assert all(member.unreadable or len(str(member)) < 2_000 for member in document.members)


def test_too_many_members_are_not_read() -> None:
    document = parse_file("a.zip", zipped({f"{n}.txt": "x" for n in range(30)}), budget=Budget(members=20))
    assert document.unreadable and "quá nhiều" in document.unreadable
    document = parse_file("a.zip", zipped({f"{n}.txt": "x" for n in range(30)}), budget=Budget(documents=10))
    assert len(document.members) == 10 and any("20" in note for note in document.notes)


def test_a_password_is_named() -> None:
    content = bytearray(zipped({"a.txt": b"x"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    document = parse_file("a.zip", bytes(content))
    assert document.unreadable and "mật khẩu" in document.unreadable


def test_a_symbolic_link_is_not_followed() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("lien-ket")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
        archive.writestr("a.txt", "x")
    link, _ = parse_file("a.zip", buffer.getvalue()).members
    assert link.unreadable and "liên kết" in link.unreadable and not link.blocks


def attribute(kind: int, data: bytes) -> bytes:
    return struct.pack("<BII", 2, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def test_winmail_dat_gives_its_attachments() -> None:
    name = "Báo cáo.docx\0".encode("utf-16-le")
    properties = struct.pack("<I", 2) + struct.pack("<HHI", 0x03, 0x3705, 1)
    properties += struct.pack("<HHII", 0x1F, 0x3707, 1, len(name)) + name + b"\0" * (-len(name) % 4)
    content = struct.pack("<IH", 0x223E9F78, 1) + attribute(0x00069002, b"\0" * 14)
    content += attribute(0x00018010, b"BAOCAO~1.DOC\0") + attribute(0x0006800F, docx(p("x")))
    document = parse_file("winmail.dat", content + attribute(0x00069005, properties))
    assert document.format == "tnef"
    assert [(member.name, member.format) for member in document.members] == [("Báo cáo.docx", "docx")]
    for broken in (content[:-20], content[:6]):
        assert parse_file("winmail.dat", broken).unreadable


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\Báo ca\u0301o.docx", "Báo cáo.docx"),
        ("/", "tệp không tên"),
        ("a\u202excod.exe", "axcod.exe"),
        ("tên\nlạ?.docx", "tên lạ.docx"),
    ],
)
def test_names_of_members_are_harmless(path: str, name: str) -> None:
    assert safe_name(path) == name


@pytest.mark.parametrize("raw", ["Đăng ký".encode(), "Đăng ky\u0301".encode("cp1258")])
def test_names_are_repaired_whatever_wrote_them(raw: bytes) -> None:
    assert decode_name(raw) == "Đăng ký"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.4", "pdf"),
        (b"{\\rtf1 x}", "rtf"),
        (b"Rar!\x1a\x07\x01\x00", "rar"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"", "empty"),
        (b"\x00\x01\x02\x03" * 9, "unknown"),
        (b"From: a@b.example\r\nSubject: x\r\n\r\n\x00\x01", "eml"),
        ("Kính gửi Sở".encode(), "txt"),
        (b"\x78\x9f\x3e\x22" + b"x" * 9, "tnef"),
        (b"<?xml version='1.0'?><a/>", "xml"),
    ],
)
def test_the_type_is_told_by_content(content: bytes, kind: str) -> None:
    assert kinds.detect(content) == kind


def test_a_wrong_extension_is_reported_and_a_right_one_not() -> None:
    assert any("docx" in note for note in parse_file("bao-cao.doc", docx(p("x"))).notes)
    assert parse_file("bao-cao.docx", docx(p("x"))).notes == ()
    assert parse_file("Báo cáo số 1.2024", docx(p("x"))).notes == ()


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_what_cannot_be_read_says_why_in_vietnamese(kind: str) -> None:
    document = parse_file(f"a.{kind}", b"\x00\x01\x02")
    assert document.unreadable and document.unreadable.endswith(".")
    assert not document.unreadable.isascii()


def test_a_package_of_pages_is_one_file_that_its_sender_can_export() -> None:
    package = zipped({"Index/Document.iwa": b"\x00\x21\x05\x00", "preview.jpg": b"", "Metadata/Properties.plist": b""})
    document = parse_file("Đăng ký CCHC.pages", package)
    assert (document.format, document.members) == ("iwork", ())
    assert document.unreadable and "xuất ra Word" in document.unreadable
