"""The inputs after public bug reports are read as their expectations say, or told plainly (`field/EXPECTED.md`)."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from mailbot.mail.message import read_mail
from mailbot.preparing.prepare import prepare
from mailbot.reading import libreoffice, ocr
from mailbot.reading.files import parse_file
from rules.document import ParsedDocument
from rules.initiative import Reading, Understanding
from rules.intake.case import Incoming
from rules.intake.decide import decide
from rules.intake.decision import Decision
from rules.intake.prepared import Frame
from rules.letters.letter import ReceiptFacts
from rules.papers.understand import understand
from rules.season import Season
from tests.conftest import shared_folder
from tests.unit.rules.papers import campaign, roster

FIELD = (shared_folder() or Path("nowhere")) / "field"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FIELD.is_dir(), reason="the sample collection is not beside the project"),
]
by_ocr = [pytest.mark.slow, pytest.mark.skipif(not ocr.available(), reason="tesseract is not installed")]
by_office = [
    pytest.mark.slow,
    pytest.mark.libreoffice,
    pytest.mark.skipif(not libreoffice.available(), reason="LibreOffice is not installed"),
]

TITLES = [
    "Đặt lịch tiếp phụ huynh qua mã QR tại phòng bảo vệ",
    "Số hóa sổ theo dõi cấp bản sao văn bằng",
    "Hộp thư góp ý ẩn danh về thủ tục xin nghỉ học",
]
UNIT = "thpt-so-2-bao-yen"


def parsed(name: str) -> ParsedDocument:
    return parse_file(name, (FIELD / name).read_bytes(), read_mail=read_mail)


def understood(name: str) -> Understanding:
    return understand((parsed(name),), campaign(), roster())


def one_reading(name: str) -> Reading:
    (reading,) = understood(name).readings
    assert (reading.stage, reading.unit.unit) == ("registration", UNIT)
    return reading


def titles(reading: Reading) -> list[str]:
    return [initiative.title for initiative in reading.initiatives]


@pytest.mark.parametrize(
    ("name", "sure"),
    [
        ("05-altchunk-whole-body.docx", True),
        ("12-eth-for-d-stroke.docx", True),
        ("19-table-lying-sideways.pdf", True),
        ("21-tcvn3-under-another-font-name.pdf", True),
        ("43-unicode-text-in-vntime-font.docx", True),
        ("39-word-2003-xml.doc", True),
        ("10-struck-words-in-cell.xlsx", False),
        pytest.param("38-spreadsheetml-2003.xls", True, marks=by_office),
        pytest.param("30-titles-are-uncalculated-formulas.xlsx", True, marks=by_office),
        pytest.param("01-scan-with-english-ocr-layer.pdf", False, marks=by_ocr),
        pytest.param("31-only-a-picture.xlsx", False, marks=by_ocr),
        pytest.param("22-iphone-photo.heic", False, marks=by_ocr),
    ],
)
def test_a_list_is_read_with_its_three_titles(name: str, sure: bool) -> None:
    reading = one_reading(name)
    assert titles(reading) == TITLES
    assert reading.sure is sure, reading.doubts


def test_unicode_in_an_old_font_keeps_its_letters() -> None:
    second = one_reading("43-unicode-text-in-vntime-font.docx").initiatives[1]
    assert (second.get("owners"), second.get("period")) == (("Giàng A Pao",), "Tháng 5-10/2024")


def test_a_struck_row_is_left_out_and_named() -> None:
    reading = one_reading("07-struck-row.docx")
    assert titles(reading) == TITLES[:2]
    assert not reading.sure
    assert any(TITLES[2] in doubt for doubt in reading.doubts)


@pytest.mark.parametrize("name", ["15-filled-acroform.pdf", "16-typed-over-freetext.pdf"])
def test_a_form_filled_on_the_screen_is_read(name: str) -> None:
    (initiative,) = one_reading(name).initiatives
    assert initiative.title == TITLES[0]
    assert [initiative.get(code) for code in ("owners", "content", "period")] == [
        ("Lò Thị Mến",), "Phụ huynh quét mã, chọn giờ.", "Tháng 4-10/2024",
    ]  # fmt: skip


def test_a_row_cut_by_the_page_is_one_of_seven() -> None:
    assert len(one_reading("17-row-cut-by-the-page.pdf").initiatives) == 7


def test_a_password_is_told() -> None:
    assert "có mật khẩu" in (parsed("33-password.doc").unreadable or "")


# --- Whole mails ----------------------------------------------------------------------------------------------------


def decided(name: str) -> Decision:
    raw = (FIELD / name).read_bytes()
    at = parsedate_to_datetime(str(message_from_bytes(raw)["Date"]))
    prepared = prepare(raw, Frame(campaign(), roster()))
    opened = prepared.opened
    season = Season(campaign(), roster(), at, started_at=datetime(2024, 1, 1, tzinfo=UTC))
    return decide(
        Incoming(1, at, opened.mail, prepared.understanding, opened.manners, authentication=opened.proof), season
    )


@pytest.mark.parametrize(
    "name",
    [
        "13a-eth-first.eml",
        "13b-plain-again.eml",
        "25-smime-detached.eml",
        "26-word-file-in-p7m.eml",
        "28-through-our-own-google-group.eml",
        "37b-word-after.eml",
    ],
)
def test_a_mail_is_recorded_and_nothing_is_asked(name: str) -> None:
    decision = decided(name)
    (version,) = decision.versions
    assert [one.title for one in version.initiatives] == TITLES
    assert not version.provisional
    assert decision.questions == ()
    (receipt,) = decision.letters
    assert isinstance(receipt.facts, ReceiptFacts)
    assert not any("p7s" in file.name for file in receipt.facts.documents)


@pytest.mark.parametrize(
    "name", ["03-attachment-forgotten.eml", "34-docx-of-18-bytes.eml", "35-wrong-file-attached.eml"]
)
def test_a_mail_without_content_is_answered_and_asked_about(name: str) -> None:
    decision = decided(name)
    assert decision.versions == ()
    assert len(decision.questions) == 1
    assert [letter.kind.name for letter in decision.letters] == ["receipt"]


def test_a_file_of_a_few_letters_is_named_in_the_receipt() -> None:
    (receipt,) = decided("34-docx-of-18-bytes.eml").letters
    assert isinstance(receipt.facts, ReceiptFacts)
    assert [(one.name, "hỏng" in one.reason) for one in receipt.facts.documents] == [("Dang ky.docx", True)]


def test_a_file_of_another_unit_is_asked_about() -> None:
    decision = decided("04-unit-says-registration-file-says-nothing.eml")
    assert [question.kind for question in decision.questions] == ["sender"]
    assert all(version.provisional for version in decision.versions)


def test_a_blank_list_gets_a_receipt_that_says_so() -> None:
    (receipt,) = decided("41-blank-list-sent-again.eml").letters
    assert isinstance(receipt.facts, ReceiptFacts) and receipt.facts.empty_form


def test_what_is_shared_on_a_drive_is_told_with_who_shared_it() -> None:
    decision = decided("27-drive-share.eml")
    (question,) = decision.questions
    assert decision.letters == ()
    assert question.unit == "thpt-so-3-van-ban"
    assert "thptso3vanban@laocai-edu.example" in question.text
    assert "docs.google.com" in question.text
