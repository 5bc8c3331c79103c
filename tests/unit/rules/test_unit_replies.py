"""What units say in plain words, by table: what is heard, and what is not."""

from datetime import date

import pytest

from rules.intake.unit_replies import Heard, Listening, hear
from rules.lexicon import lexicon
from tests.seasons import shipped_campaign

CAMPAIGN = shipped_campaign()
LIGHT = Listening(CAMPAIGN, CAMPAIGN.stage("registration"), date(2024, 8, 13), date(2024, 8, 24))
REPORTING = Listening(CAMPAIGN, CAMPAIGN.stage("report"), date(2024, 10, 21), date(2024, 10, 30))


def heard(text: str, light: Listening = LIGHT) -> list[str]:
    return [one.kind for one in hear(text, light)]


def only(text: str, light: Listening = LIGHT) -> Heard:
    (one,) = hear(text, light)
    return one


def test_no_entry_of_the_lexicon_is_a_sentence() -> None:
    long = [phrase for phrases in lexicon().said.values() for phrase in phrases if len(phrase.split()) > 3]
    assert long == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Nhà trường đã gửi bản giấy qua văn thư Sở ạ.", ["paper"]),
        ("truong em da nop ban cung tai phong roi a", ["paper"]),
        ("Trường đã nộp bản giấy rồi, có phải gửi lại không ạ?", ["paper", "question"]),
        ("Trường sẽ nộp bản giấy vào thứ Sáu.", ["will"]),
        ("Trường chưa nộp bản giấy được.", ["says"]),
        ("Bản giấy gửi về đâu ạ?", ["question"]),
        ("Dạ giữ lại ạ.", ["keep"]),
        ("Dạ vẫn như cũ ạ", ["keep"]),
        ("Trường xin rút giải pháp “Hòm thư góp ý” ạ.", ["withdraw"]),
        ("Trường đang nhập học, xin lùi đến 30/8 được không ạ?", ["time"]),
        ("E là trường không kịp ạ.", ["time"]),
        ("Em xin lỗi vì gửi muộn ạ.", ["thanks"]),
        ("Đơn vị ít người, đề nghị được miễn đăng ký.", ["exempt"]),
        ("Năm nay trường không có sáng kiến nào ạ.", ["nothing"]),
        ("Nếu không có sáng kiến thì có phải gửi gì không ạ?", ["question"]),
        ("File không mở được ạ.", ["form"]),
        ("Trường không nhận được biểu mẫu, đề nghị gửi lại.", ["form"]),
        ("Trường xin gửi kèm biểu của đơn vị.", ["says"]),
        ("Trường em đã gửi từ hôm 10/8 rồi, sao vẫn nhắc ạ?", ["already"]),
        ("Từ nay trường dùng địa chỉ mới vanthu@truong.example ạ.", ["roster"]),
        ("Hiệu trưởng mới của trường là thầy Nguyễn Văn Mẫu.", ["roster"]),
        ("Cá nhân có được tính không ạ", ["question"]),
        ("moi truong dang ky may cai, ca nhan co duoc tinh khong", ["question"]),
        ("Em gửi ở đây: https://drive.google.com/xyz", ["link"]),
        ("Vâng, trường sẽ gửi trước 20/8.", ["will"]),
        ("Trường sẽ gửi vào ngày 28/8.", ["time"]),
        ("Cảm ơn phòng, trường đã nhận được thư ạ.", ["thanks"]),
        ("Dạ vâng ạ.", ["thanks"]),
        ("Anh cho em hỏi hồ sơ nâng lương của cô Mai với ạ.", ["other"]),
        ("Gia hạn hợp đồng nhân viên nấu ăn", ["other"]),
        ("Do cô văn thư nghỉ thai sản nên xin lùi đến hết tuần này.", ["time"]),
        ("Trường đã họp hội đồng thi đua sáng nay.", ["says"]),
        ("", []),
    ],
)
def test_what_a_unit_says_is_heard(text: str, kinds: list[str]) -> None:
    assert heard(text) == kinds


def test_several_things_in_one_mail_are_each_heard() -> None:
    said = "Kính gửi phòng,\nTrường đã gửi bản giấy ngày 12/8.\nXin hỏi có cần gửi bản Word không ạ?\nTrân trọng"
    assert heard(said) == ["paper", "question"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("xin lùi đến hết ngày 30/8/2024", date(2024, 8, 30)),
        ("xin thêm 5 ngày ạ", date(2024, 8, 29)),
        ("xin lùi đến hết tuần sau", date(2024, 8, 23)),
        ("xin lùi đến thứ Hai tuần sau", date(2024, 8, 19)),
        ("xin gia hạn đến cuối tháng", date(2024, 8, 31)),
        ("xin nộp muộn", None),
    ],
)
def test_a_wish_for_time_has_its_day(text: str, day: date | None) -> None:
    one = only(text)
    assert (one.kind, one.day) == ("time", day)


def test_a_reason_is_told_with_the_wish() -> None:
    assert only("Nhà trường xin lùi đến 30/8 do tập trung tuyển sinh.").detail == "tập trung tuyển sinh"


def test_a_paper_copy_has_number_and_day() -> None:
    one = only("Nhà trường đã gửi bản giấy, Công văn số 87/THPTS1BT ngày 12/8/2024 qua văn thư Sở ạ.")
    assert (one.detail, one.day) == ("87/THPTS1BT", date(2024, 8, 12))


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Dạ người thực hiện là cô Lê Thị Hoa, văn thư ạ.", "owners", "cô Lê Thị Hoa, văn thư"),
        ("Mô hình do thầy Trần Văn Mẫu phụ trách.", "owners", "thầy Trần Văn Mẫu"),
        ("Thời gian thực hiện: tháng 9/2024", "period", "tháng 9/2024"),
    ],
)
def test_a_value_is_told_with_its_field(text: str, field: str, value: str) -> None:
    one = only(text)
    assert (one.kind, one.field, one.value) == ("value", field, value)


def test_whom_to_turn_to_is_no_author() -> None:
    assert heard("Đầu mối: cô Nga, số điện thoại 0977123456") == ["roster"]


def test_a_question_about_a_field_is_no_value() -> None:
    assert heard("Người thực hiện là ai ạ?") == ["question"]


def test_a_correction_has_what_was_and_what_is() -> None:
    change, value = hear("Xin đính chính: ký số 745 học bạ, không phải 744; mức độ hoàn thành 100%.", REPORTING)
    assert (change.kind, change.old, change.value) == ("change", "744", "745")
    assert (value.field, value.value) == ("completion", "100%")
