"""Who is a machine."""

from dataclasses import replace

import pytest

from rules.mail import Address, Attachment, Mail
from rules.post.manners import as_ours, judge, returned_message_ids

UNIT = Address("c2.bacha@laocai.example")
DOCX = Attachment("a.docx", b"PK", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")


def mail(
    subject: str = "Đăng ký sáng kiến",
    text: str = "Kính gửi Sở, trường xin gửi bản đăng ký.",
    sender: Address | None = UNIT,
    files: tuple[Attachment, ...] = (),
    header: tuple[str, str] = ("X-Mailer", "Zimbra"),
) -> Mail:
    return Mail("0" * 64, "<1@x.example>", subject, sender, text=text, attachments=files, headers=(header,))


@pytest.mark.parametrize(
    ("header", "value", "rule"),
    [
        ("Auto-Submitted", "auto-replied", "auto-submitted"),
        ("Auto-Submitted", "auto-generated; owner-email=a@b", "auto-submitted"),
        ("Auto-Submitted", "Auto-Replied (zimbra; vacation)", "auto-submitted"),
        ("Return-Path", "<>", "null-return-path"),
        ("Return-Path", " < > ", "null-return-path"),
        ("Return-Path", "<MAILER-DAEMON@x.example>", "return-path-daemon"),
        ("Precedence", "bulk", "precedence"),
        ("Precedence", "List", "precedence"),
        ("List-Id", "<gd.example>", "list-header"),
        ("List-Unsubscribe", "<mailto:a@b>", "list-header"),
        ("X-Auto-Response-Suppress", "DR, OOF, AutoReply", "response-suppressed"),
        ("X-Autoreply", "yes", "machine-header"),
        ("X-Failed-Recipients", "a@b.example", "failed-recipients"),
        ("X-Mailbot", "cchc-2024/receipt/x", "own-header"),
    ],
)
def test_headers_that_machines_write(header: str, value: str, rule: str) -> None:
    verdict = judge(mail(header=(header, value)))
    assert verdict.automatic
    assert rule in verdict.hits


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Auto-Submitted", "no"),
        ("Auto-Submitted", " No (x)"),
        ("Return-Path", "<a@b.example>"),
        ("Precedence", "first-class"),
        ("X-Auto-Response-Suppress", "None"),
        ("X-Mailer", "Zimbra"),
    ],
)
def test_headers_that_people_have_too(header: str, value: str) -> None:
    assert judge(mail(header=(header, value))).hits == ()


@pytest.mark.parametrize(
    "address",
    [
        "mailer-daemon@x",
        "postmaster@x",
        "no-reply@x",
        "noreply-abc@x",
        "khongtraloi@x",
        "gd-request@x",
        "owner-gd@x",
        "bounces+12@x",
        "do_not_reply@x",
        "thongbao-noreply@x",
        "majordomo@x",
    ],
)
def test_names_behind_which_nobody_sits(address: str) -> None:
    assert judge(mail(sender=Address(address))).automatic


@pytest.mark.parametrize(
    "address", ["c1.tanan@x", "hieutruong@x", "owner@x", "phongreply@x", "reply.nguyen@x", "bounce.tran1@x"]
)
def test_names_of_people(address: str) -> None:
    assert not judge(mail(sender=Address(address))).automatic


@pytest.mark.parametrize(
    "subject",
    [
        "Trả lời tự động: Nhắc báo cáo",
        "Tự động trả lời: x",
        "Re: Thư trả lời tự động",
        "Automatic reply: x",
        "Vắng mặt: x",
        "Out of office: x",
        "[so-gddt] Autoreply: x",
        "Tôi đi công tác Re: Báo cáo",
        "Phản hồi tự động",
    ],
)
def test_absence_in_the_subject(subject: str) -> None:
    verdict = judge(mail(subject=subject))
    assert (verdict.automatic, verdict.out_of_office, verdict.bounce) == (True, True, False)


@pytest.mark.parametrize(
    "text",
    [
        "Hiện tôi đang đi công tác, sẽ trả lời sau ngày 10/3.",
        "Đây là thư trả lời tự động.",
        "Cô đang nghỉ thai sản.",
        "Tôi sẽ phản hồi anh chị ngay khi trở lại cơ quan.",
        "I am currently out of the office.",
    ],
)
def test_absence_in_a_short_note(text: str) -> None:
    assert judge(mail("Re: Nhắc báo cáo", text)).out_of_office


def test_a_person_who_mentions_an_absence_and_sends_a_file_is_a_person() -> None:
    text = "Hiện tôi đang đi công tác nên gửi hơi muộn. Thư hôm qua bị trả lại nên tôi gửi lại."
    assert not judge(mail(text=text, files=(DOCX,))).automatic
    assert judge(mail(text=text)).automatic


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Fwd: Undelivered Mail Returned to Sender", "xin gửi lại"),
        ("Tôi đi công tác, xin gửi báo cáo", "x"),
        ("Báo cáo", "Your message could not be delivered. Xin gửi lại."),
    ],
)
def test_words_alone_do_not_set_aside_a_mail_that_brings_a_file(subject: str, text: str) -> None:
    verdict = judge(mail(subject, text, files=(DOCX,)))
    assert (verdict.automatic, verdict.bounce, verdict.out_of_office) == (True, False, False)


def test_a_person_who_quotes_a_machine_is_a_person() -> None:
    text = "Trường đã nhận được.\n> Đây là thư trả lời tự động.\n> Your message could not be delivered"
    assert not judge(mail("Re: Đã nhận đăng ký", text)).automatic


@pytest.mark.parametrize(
    "subject",
    [
        "Báo cáo kết quả cải cách hành chính",
        "Re: Nhắc nộp báo cáo",
        "Đăng ký sáng kiến: trả lời tự động câu hỏi của phụ huynh",
        "Sáng kiến thư điện tử tự động",
        "Đọc: báo cáo",
        "Delivery of textbooks",
        "Undelivering",
    ],
)
def test_subjects_of_people(subject: str) -> None:
    assert not judge(mail(subject=subject)).automatic


@pytest.mark.parametrize(
    "subject",
    [
        "Undelivered Mail Returned to Sender",
        "Không gửi được thư: Nhắc nộp báo cáo",
        "Mail delivery failed",
        "Failure notice",
        "Delivery Status Notification (Failure)",
        "Thư bị trả lại: x",
        "Gửi thư không thành công",
    ],
)
def test_bounces_by_their_subject(subject: str) -> None:
    verdict = judge(mail(subject=subject))
    assert (verdict.automatic, verdict.bounce) == (True, True)


def test_reports_by_their_parts() -> None:
    status = Attachment("phan-2.txt", b"Status: 5.1.1", "message/delivery-status")
    assert judge(mail(files=(status,))).bounce
    read = Attachment("phan-2.txt", b"", "message/disposition-notification")
    verdict = judge(mail(files=(read,)))
    assert (verdict.automatic, verdict.bounce) == (True, False)


def test_our_own_letter_is_known_by_its_message_id_and_not_by_its_address() -> None:
    verdict = as_ours(judge(mail("Mail delivery failed")))
    assert (verdict.own, verdict.automatic, verdict.bounce) == (True, True, False)
    assert not judge(mail(sender=Address("phongtccb@laocai.example"))).own


def test_the_letter_that_came_back_is_found() -> None:
    original = Attachment(
        "a.eml", b"From: a@b\r\nMessage-ID:\r\n <5@so.example>\r\n\r\nMessage-ID: <6@x>", "message/rfc822"
    )
    returned = mail("Mail delivery failed", "> Message-Id: <7@so.example>\n", files=(original,))
    assert returned_message_ids(returned) == ("<5@so.example>", "<7@so.example>")


@pytest.mark.parametrize(
    "text",
    [
        "Em đang đi công tác nên gửi bằng điện thoại ạ.",
        "Trường đăng ký 01 mô hình. Em đang đi công tác, mong anh chị thông cảm.",
        "Cô đang nghỉ thai sản, trường xin lùi đến 30/8 ạ.",
        "Vâng em sẽ trả lời sau khi hiệu trưởng duyệt ạ.",
        "Tôi đang nghỉ phép, có phải nộp bản giấy không?",
        "Sếp em đi công tác tuần sau mới về ký được ạ",
        "Tôi đề nghị phòng không gửi thư tự động nữa",
        "Em gửi thư không gửi được, máy báo lỗi ạ",
    ],
)
def test_a_sentence_about_an_absence_makes_no_machine(text: str) -> None:
    assert not judge(mail("Re: Nhắc báo cáo", text)).automatic


GROUP = "tccb@so.example"


@pytest.mark.parametrize(
    "headers",
    [
        (("List-ID", "Phòng TCCB <tccb.so.example>"), ("Precedence", "list"), ("List-Unsubscribe", "<https://x>")),
        (("List-Post", "<https://groups.x/tccb>, <mailto:TCCB@so.example>"), ("Mailing-list", "list tccb@so.example")),
    ],
    ids=["named", "posted to"],
)
def test_a_group_that_is_the_mailbox_is_no_list(headers: tuple[tuple[str, str], ...]) -> None:
    came = Mail("0" * 64, "<1@x.example>", "Đăng ký", UNIT, text="Kính gửi Phòng.", headers=headers)
    assert judge(came).automatic
    assert judge(came, (GROUP,)).hits == ()
    assert judge(came, ("khac@so.example",)).automatic
    assert judge(replace(came, headers=(*headers, ("Auto-Submitted", "auto-replied"))), (GROUP,)).automatic
    assert judge(replace(came, sender=Address(GROUP)), (GROUP,)).automatic  # rewritten: nobody knows who wrote
