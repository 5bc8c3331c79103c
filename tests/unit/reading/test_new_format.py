"""A format of files is added by its entry and its reader: it is read, told by `doctor`, and asked for in letters."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from mailbot.commands.doctor import formats_read
from mailbot.preparing.prepare import prepare
from mailbot.reading import files
from mailbot.reading.files import File, parse_file
from rules.document import ParsedDocument, Text, Where
from rules.file_format import FORMATS, FileFormat
from rules.intake.case import Incoming
from rules.intake.decide import decide
from rules.intake.prepared import Frame
from tests.app.world import mail
from tests.unit.rules.making import BAO_THANG, ROSTER, campaign, season

SLATE = FileFormat("slate", "Slate", ("slate", "slt"), (b"%SLATE",), reader="slate", advised=True, paged=True)
CONTENT = (
    "%SLATE\nTRƯỜNG THPT SỐ 1 BẢO THẮNG\nBẢN ĐĂNG KÝ MÔ HÌNH, GIẢI PHÁP, SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH NĂM 2024\n"
    "1. Tên sáng kiến: Sổ theo dõi văn bản có nhắc hạn tự động\nNgười thực hiện: Tổ Văn phòng"
).encode()
FRAME, SENDER = Frame(campaign(), ROSTER), BAO_THANG.addresses[0]


def read_slate(file: File) -> ParsedDocument:
    lines = file.content.decode().splitlines()[1:]
    return ParsedDocument(file.name, file.format, tuple(Text(line, Where(file.name)) for line in lines))


@pytest.fixture(autouse=True)
def slate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FORMATS, SLATE.name, SLATE)
    monkeypatch.setitem(files.READERS, SLATE.reader, read_slate)


def test_a_file_of_a_new_format_is_told_by_its_bytes_and_read() -> None:
    document = parse_file("a.slate", CONTENT)
    assert (document.format, document.unreadable, document.notes) == ("slate", None, ())
    assert any("slate" in note for note in parse_file("a.docx", CONTENT).notes)


def test_what_a_new_format_holds_is_recorded() -> None:
    prepared = prepare(mail(("dang-ky.slate", CONTENT), sender=SENDER), FRAME)
    (reading,) = prepared.understanding.readings
    assert reading.files == ("dang-ky.slate",)
    assert [one.title for one in reading.initiatives] == ["Sổ theo dõi văn bản có nhắc hạn tự động"]


def test_doctor_names_a_new_format() -> None:
    told, *_ = formats_read(cast(Any, SimpleNamespace()))
    assert "Slate (.slate)" in str(told)


def test_letters_ask_for_a_new_format_where_a_file_cannot_be_read() -> None:
    prepared = prepare(mail(("dang-ky.xyz", b"\x00\x01\x02" * 9), sender=SENDER), FRAME)
    arrived = datetime(2024, 8, 6, 1, tzinfo=UTC)
    incoming = Incoming(1, arrived, prepared.mail, prepared.understanding, prepared.opened.manners)
    (letter,) = decide(incoming, season("6/8")).letters
    assert "Word, Excel, PDF hoặc Slate" in str(letter.facts)


def test_a_new_format_of_pages_is_the_signed_copy_of_what_was_read() -> None:
    assert SLATE in {one for one in FORMATS.values() if one.paged and one.names("Đăng ký.SLT")}
