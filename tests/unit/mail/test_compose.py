"""How letters look to whoever receives them."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from mailbot.mail.compose import Envelope, Shown, compose, readdressed
from mailbot.mail.message import read_mail
from mailbot.writing.letters import Letters
from rules.mail import Address, Attachment
from rules.post.manners import judge
from tests.unit.writing.letter_cases import CAMPAIGN, ROSTER, cases

_ENVELOPE = Envelope(
    subject="Tình hình đầu tuần",
    sender=Address("phong@so.example", "Phòng"),
    to=(Address("phong@so.example"),),
    message_id="<abc@so.example>",
    date=datetime(2024, 8, 19, tzinfo=UTC),
    mark="cchc-2024/weekly/abc",
    auto_submitted="auto-generated",
)


def _parts(raw: bytes) -> list[EmailMessage]:
    read = message_from_bytes(raw, policy=default)
    return [part for part in read.walk() if isinstance(part, EmailMessage)]


def test_a_picture_lies_beside_the_html_that_shows_it_and_before_the_files() -> None:
    raw = compose(_ENVELOPE, "chữ", '<img src="cid:p@m">', [Attachment("a.docx", b"PK")], [Shown("p@m", b"\x89PNG")])
    assert [part.get_content_type() for part in _parts(raw)] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/octet-stream",
    ]
    image = _parts(raw)[5]
    assert (image["Content-ID"], image.get_content_disposition()) == ("<p@m>", "inline")
    assert image.get_content() == b"\x89PNG"
    assert raw.isascii() and max(map(len, raw.split(b"\r\n"))) <= 78


def test_the_summary_of_the_week_shows_its_course_and_says_it_in_words() -> None:
    case = cases()["weekly-registration"]
    letter = Letters().render(case.order, CAMPAIGN, ROSTER)
    (picture,) = letter.pictures
    assert f'src="cid:{picture.number}"' in letter.html
    assert f'alt="{picture.words}"' in letter.html
    assert picture.words.startswith("Biểu đồ: Số đơn vị đã gửi đăng ký theo thời gian (không kể bản giấy), đến ")
    raw = compose(_ENVELOPE, letter.text, letter.html, (), [Shown(picture.number, picture.content)])
    (image,) = (part for part in _parts(raw) if part.get_content_type() == "image/png")
    assert image.get_content() == picture.content and picture.content.startswith(b"\x89PNG\r\n")


def test_a_letter_says_that_a_program_wrote_it_and_what_it_answers() -> None:
    answer = replace(
        _ENVELOPE,
        auto_submitted="auto-replied",
        in_reply_to=("<1@truong.example>",),
        references=("<1@truong.example>",),
    )
    read = read_mail(compose(answer, "chữ"))
    assert [read.header(name) for name in ("Auto-Submitted", "X-Auto-Response-Suppress", "X-Mailbot")] == [
        "auto-replied", "All", "cchc-2024/weekly/abc",
    ]  # fmt: skip
    assert (read.message_id, read.in_reply_to, read.references) == (
        "<abc@so.example>", ("<1@truong.example>",), ("<1@truong.example>",),
    )  # fmt: skip
    assert (judge(read).own, judge(read).automatic) == (True, True)


def test_a_letter_to_another_address_is_the_same_letter() -> None:
    envelope = replace(_ENVELOPE, to=(Address("a@truong.example", "Văn thư " * 12),), cc=(Address("b@so.example"),))
    raw = compose(envelope, "chữ", "<p>chữ</p>", [Attachment("biểu mẫu.docx", b"PK\r\n\r\nCc: x")])
    later = datetime(2024, 8, 20, tzinfo=UTC)
    old, new = read_mail(raw), read_mail(readdressed(raw, Address("c@truong.example"), "<d@so.example>", later, "m"))
    assert ([one.address for one in new.to], new.cc) == (["c@truong.example"], ())
    assert (new.message_id, new.date, new.header("X-Mailbot")) == ("<d@so.example>", later, "m")
    assert (new.subject, new.sender, new.text, new.html) == (old.subject, old.sender, old.text, old.html)
    assert [file.content for file in new.attachments] == [b"PK\r\n\r\nCc: x"]
    assert new.defects == ()
