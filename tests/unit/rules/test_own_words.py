"""The styles in which mail programs quote, in Vietnamese and English."""

import pytest

from rules.post.own_words import said, text_of_html
from rules.post.quoting import own_text

ANSWER = "1 đúng\n2 sai"
LETTER = ("Kính gửi: Phòng Tổ chức cán bộ", "", "1. Thư số 12 của đơn vị nào?", "3 bỏ qua")
MARKED = "\n".join(f"> {line}".rstrip() for line in LETTER)
BARE = "\n".join(LETTER)

STYLES = {
    "gmail-vi": f"{ANSWER}\n\nVào Th 3, 20 thg 8, 2024 vào lúc 16:30 Phòng TCCB <phong@so.example> đã viết:\n\n"
    f"{MARKED}",
    "gmail-vi-wrapped": f"{ANSWER}\n\nVào Th 3, 20 thg 8, 2024 vào lúc 16:30 Phòng TCCB, Sở GD&ĐT\n<phong@so.example>\n"
    f"đã viết:\n\n{MARKED}",
    "gmail-en": f"{ANSWER}\n\nOn Tue, Aug 20, 2024 at 4:30 PM Phong TCCB <phong@so.example> wrote:\n\n{MARKED}",
    "gmail-bare": f"{ANSWER}\n\nOn Tue, Aug 20, 2024 at 4:30 PM Phong TCCB <phong@so.example> wrote:\n\n{BARE}",
    "apple-vi": f"{ANSWER}\n\nVào 20 thg 8, 2024, lúc 16:30, Phòng TCCB <phong@so.example> đã viết:\n\n{MARKED}",
    "outlook-vi": f"{ANSWER}\n\nTừ: Phòng TCCB <phong@so.example>\nĐã gửi: Thứ Ba, 20 Tháng Tám 2024 4:30 CH\n"
    f"Tới: Hà <ha@so.example>\nChủ đề: Cần anh/chị quyết định\n\n{BARE}",
    "outlook-en": f"{ANSWER}\n\nFrom: Phong TCCB <phong@so.example>\nSent: Tuesday, August 20, 2024 4:30 PM\n"
    f"To: Ha <ha@so.example>\nCc: An <an@so.example>\nSubject: x\n\n{BARE}",
    "outlook-web-vi": f"{ANSWER}\n________________________________\nNgười gửi: Phòng TCCB <phong@so.example>\n"
    f"Ngày gửi: 20 tháng 8 2024 16:30\nNgười nhận: Hà\nTiêu đề: x\n\n{BARE}",
    "outlook-old": f"{ANSWER}\n\n-----Original Message-----\nFrom: Phong\n\n{BARE}",
    "outlook-phone": f"{ANSWER}\n\nTải Outlook cho iOS\n________________________________\nTừ: Phòng TCCB\n"
    "Đã gửi: 20/8\n"
    f"Chủ đề: x\n{BARE}",
    "zimbra-vi": f'{ANSWER}\n\n\nTừ: "Phòng TCCB" <phong@so.example>\nĐến: "Hà" <ha@so.example>\n'
    f"Đã gửi: Thứ Ba, 20 Tháng 8, 2024 16:30:00\nChủ đề: x\n\n{BARE}",
    "zimbra-en": f"{ANSWER}\n\n----- Original Message -----\nFrom: Phong\nTo: Ha\nSent: Tue\nSubject: x\n\n{BARE}",
    "zimbra-original-vi": f"{ANSWER}\n\n----- Thư gốc -----\nTừ: Phòng\n{BARE}",
    "zimbra-marked": f"{ANSWER}\n\n----- Vào 20 Th08, 2024, Phòng TCCB phong@so.example đã viết:\n{MARKED}",
    "bottom": f"On 20/08/2024 16:30, Phòng TCCB wrote:\n{MARKED}\n\n{ANSWER}",
    "between": "Vào 20/08/2024 16:30, Phòng TCCB đã viết:\n> Kính gửi\n>> 9 đúng\n1 đúng\n> 2. Thư\n2 sai\n> 3 bỏ qua",
    "bars": f"{ANSWER}\n\nPhòng TCCB <phong@so.example> đã viết:\n| Kính gửi\n| 3 bỏ qua",
    "nothing-quoted": ANSWER,
}

SIGNATURES = {
    "rule": "\n-- \nNguyễn Thu Hà\nĐiện thoại 0214",
    "closing": "\nTrân trọng!\nNguyễn Thu Hà\n3 bỏ qua",
    "closing-official": "\nTrân trọng./.\nPhòng TCCB",
    "thanks": "\nXin trân trọng cảm ơn!\n--------\nHà",
    "phone": "\nĐã gửi từ iPhone của tôi",
    "phone-en": "\nSent from my Samsung Galaxy",
    "disclaimer": "\nThư này và các tệp đính kèm có thể chứa thông tin bảo mật.\n1 sai",
    "disclaimer-en": "\nThis email and any attachments are confidential and intended solely for\n3 bỏ qua",
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("signature", ["", *SIGNATURES])
def test_an_answer_is_found_in_every_style_of_quoting(style: str, signature: str) -> None:
    signed = STYLES[style]
    if signature and style in ("bottom", "between"):
        signed += "\n" + SIGNATURES[signature]
    elif signature:
        signed = signed.replace(ANSWER, ANSWER + "\n" + SIGNATURES[signature], 1)
    kept = [line for line in said(signed).splitlines() if line.strip()]
    assert kept == ANSWER.splitlines()


def test_a_report_with_periods_is_no_quoted_mail() -> None:
    text = "Kính gửi Sở\nTừ: 01/4/2024\nĐến: 30/8/2024\nNội dung: sáng kiến số hóa\nHết"
    assert own_text(text) == text


def test_a_row_of_a_table_is_no_quoted_line() -> None:
    assert own_text("| a | b |\n| 1 | 2 |") == "| a | b |\n| 1 | 2 |"


@pytest.mark.parametrize(
    "html",
    [
        "<div>1 đúng</div><div>2 sai</div><div class='gmail_quote'><div class='gmail_attr'>Vào lúc</div>3 bỏ qua</div>",
        "<p>1 đúng<br>2 sai</p><blockquote type='cite'>3 bỏ qua</blockquote>",
        "<style>p{}</style><p>1 đúng</p><p>2 sai</p><div id='divRplyFwdMsg'>Từ: x</div><div>3 bỏ qua</div>",
        "<div>1 đúng</div><div>2 sai</div><hr id='zwchr' data-marker='__DIVIDER__'><div>3 bỏ qua</div>",
    ],
)
def test_html_alone_gives_the_same_answer(html: str) -> None:
    assert text_of_html(html) == ANSWER


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Em nhận được rồi ạ!\n\nĐặng Thị Kim Oanh\nPhó Hiệu trưởng - THPT Hoàng Liên", "Em nhận được rồi ạ!"),
        ("1 đúng\n\n\nLò Văn Mẫu\nPhòng TCCB\nĐT: 0214 000 000\n", "1 đúng"),
        ("Em bổ sung người thực hiện ạ.\n\nLê Thị Hoa\nNguyễn Văn Nam", None),
        ("Người thực hiện:\n\nLê Thị Hoa\nTổ Văn phòng", None),
        ("Em bổ sung ạ.\n\nLê Thị Hoa\nĐã làm xong phần một, còn phần hai thì tháng sau.", None),
        ("Lê Thị Hoa\nTổ Văn phòng", None),
    ],
)
def test_a_block_below_that_names_its_writer_is_a_signature_and_names_asked_for_are_none(
    text: str, left: str | None
) -> None:
    assert said(text).strip() == (text if left is None else left)
