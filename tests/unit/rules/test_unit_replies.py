"""What units say in plain words, by table: what is heard, and what is not."""

from datetime import date

import pytest

from rules.intake.heard import Heard, Listening
from rules.intake.spoken_of import Held
from rules.intake.unit_replies import hear, replaces_earlier
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


HELD = (
    Held("Ngày không hẹn trong giải quyết thủ tục", {"owners": "Trần Thị Mẫu", "period": "tháng 9/2024"}),
    Held("Họp không giấy trong sinh hoạt tổ chuyên môn", {"owners": "Lò Văn Pao; Lê Thị Hoa"}, ("period",)),
    Held("Ký số học bạ và sổ đầu bài điện tử", {}, ("owners", "period", "field")),
)
KNOWING = Listening(CAMPAIGN, CAMPAIGN.stage("registration"), date(2024, 8, 14), date(2024, 8, 24), held=HELD)
REPORTED = Listening(
    CAMPAIGN, CAMPAIGN.stage("report"), date(2024, 10, 28), date(2024, 10, 30),
    held=(
        Held("Ngày không hẹn", {"result": "ký số 744 học bạ", "completion": "90"}),
        Held("Họp không giấy", {}, ("result",)),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Thầy Hoàng Văn Sơn phụ trách cái học bạ chị nhé",
        "Cái thứ 3 là của thầy Hoàng Văn Sơn",
        "GP3 - thầy Hoàng Văn Sơn",
        "Ký số học bạ: thầy Hoàng Văn Sơn phụ trách ạ",
        "Em bổ sung người thực hiện cho nội dung cuối: Hoàng Văn Sơn",
    ],
)
def test_a_name_is_the_value_of_what_the_sentence_points_at(text: str) -> None:
    one = only(text, KNOWING)
    assert (one.kind, one.field, one.items) == ("value", "owners", (3,))
    assert "Hoàng Văn Sơn" in one.value


@pytest.mark.parametrize(
    "text",
    [
        "Dạ vâng ạ\nHoàng Văn Sơn",
        "Chị liên hệ thầy Hoàng Văn Sơn giúp em",
        "Bổ sung thêm chị nhé, trường đăng ký cả 2.",
    ],
)
def test_a_signature_a_contact_and_a_form_of_address_are_no_value(text: str) -> None:
    assert "value" not in heard(text, KNOWING)


@pytest.mark.parametrize(
    ("text", "light", "field", "new"),
    [
        ("Em ghi nhầm tên cô Mẫu, đúng phải là Trần Thị Mậu.", KNOWING, "owners", "Trần Thị Mậu"),
        ("Bỏ tên thầy Lò Văn Pao, chỉ còn cô Hoa", KNOWING, "owners", "Lê Thị Hoa"),
        ("Nội dung 2 thay thầy Pao là cô Nguyễn Thị Lý, sửa giúp em", KNOWING, "owners", "Nguyễn Thị Lý; Lê Thị Hoa"),
        ("Sửa 744 thành 745 giúp em", REPORTED, "result", "ký số 745 học bạ"),
        ("mức độ hoàn thành 95% chứ không phải 90%", REPORTED, "completion", "95"),
    ],
)
def test_what_is_recorded_tells_the_old_from_the_new(text: str, light: Listening, field: str, new: str) -> None:
    one = only(text, light)
    assert (one.kind, one.field, one.value) == ("change", field, new)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Trường nộp giấy r ạ, chị Lan nhận", ["paper"]),
        ("Bọn em up lên ioffice hôm qua rồi ạ", ["paper"]),
        ("Em đang chờ hiệu trưởng duyệt, xong em gửi liền", ["will"]),
        ("Quy trình này trường đã họp rồi ạ", ["says"]),
        ("Dạ em xin rút kinh nghiệm ạ", ["thanks"]),
        ("Tôi đề nghị phòng không gửi thư tự động nữa", ["says"]),
        ("Em muốn thêm một giải pháp nữa thì làm thế nào", ["question"]),
        ("Em gửi trước qua mail rồi bản giấy gửi sau được không", ["question"]),
        ("Cô Hoa không làm giải pháp 2 nữa", ["change"]),
        ("Bên em năm nay không đăng ký cái nào nhé", ["exempt"]),
        ("Trường không đăng ký kịp", ["time"]),
        ("Mấy ngày nay trường mất điện, xin nộp chậm đến 28/8", ["time"]),
        ("Thông tin như trên là đúng.", ["thanks"]),
        ("Chị nhận được file em gửi hôm qua chưa", ["already"]),
        ("nhà trường thôi không đăng ký nội dung “Họp không giấy trong sinh hoạt tổ chuyên môn” nữa", ["withdraw"]),
        ("Nội dung 1 và 2 xin ghép làm một ạ", ["change"]),
        ("Đơn vị chỉ có 4 biên chế, đề nghị được miễn", ["exempt"]),
    ],
)
def test_words_are_heard_by_what_stands_beside_them(text: str, kinds: list[str]) -> None:
    assert heard(text, KNOWING) == kinds


def test_after_the_deadline_a_day_is_a_promise() -> None:
    late = Listening(CAMPAIGN, CAMPAIGN.stage("registration"), date(2024, 8, 28), date(2024, 8, 24))
    assert heard("Em xin lỗi vì chậm trễ, chiều nay trường gửi ngay ạ.", late) == ["will"]
    assert heard("Thứ Hai 2/9 em gửi được không ạ?", late) == ["time"]


def test_what_comes_with_a_file_is_no_wish_for_time_that_is_past() -> None:
    light = Listening(CAMPAIGN, CAMPAIGN.stage("registration"), date(2024, 8, 23), date(2024, 8, 24), has_files=True)
    assert "time" not in heard("Trường mất mạng đến hôm qua nên giờ mới gửi được, chị thông cảm.", light)
    assert replaces_earlier("Em gửi nhầm bản nháp, chị hủy file lúc nãy và lấy file này giúp em nhé!", light)
    assert not replaces_earlier("Em gửi thêm file này ạ", light)


def test_a_value_that_points_at_nothing_is_of_what_was_pointed_at_before() -> None:
    said = "Bổ sung nội dung 3: người thực hiện là cô Lò Thị Mai; thời gian từ tháng 9/2024 đến tháng 12/2024."
    assert [(one.field, one.items) for one in hear(said, KNOWING)] == [("owners", (3,)), ("period", (3,))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("hoàng văn sơn ạ", "Hoàng Văn Sơn"),
        ("dạ thầy giàng a tủa làm ạ", "thầy Giàng A Tủa"),
        ("Giàng A Tủa (GV Tin), sđt 0986 123 456", "Giàng A Tủa"),
        ("Chị ghi giúp em tên thầy Giàng A Tủa vào mục còn thiếu với ạ.", "thầy Giàng A Tủa"),
        ("Thiếu tác giả đúng không chị? Thầy Giàng A Tủa nhé", "Thầy Giàng A Tủa"),
        ("Người thực hiện nội dung 3 là thầy Giàng A Tủa, trường bổ sung ạ", "thầy Giàng A Tủa"),
        (
            "Bổ sung người thực hiện nội dung 3: ông Giàng A Tủa, Phó Hiệu trưởng; bà Vàng Thị Mỷ, kế toán.",
            "ông Giàng A Tủa, Phó Hiệu trưởng; bà Vàng Thị Mỷ, kế toán",
        ),
    ],
)
def test_a_name_is_heard_however_it_is_written(text: str, value: str) -> None:
    values = [one.value for one in hear(text, KNOWING) if one.kind == "value"]
    assert values == [value]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Chị gửi lại cho em file khác, máy trường không đọc nổi", ["form"]),
        ("Em hỏi có cần gửi thêm file mềm không ạ?", ["question"]),
        ("Phòng gửi nhầm rồi, em cần mẫu báo cáo", ["form"]),
        ("Cô Thào cầm ra sở nộp hôm thứ 6 tuần trước ạ", ["paper"]),
        ("Trường gửi giấy rồi, nếu chưa nhận được thì cho trường nộp lại nhé", ["paper"]),
        ("Em xin thêm thầy Sùng A Dơ vào nhóm làm nội dung 3", ["value"]),
        ("Trường bận lắm, sang tháng 9 mới xong được", ["time"]),
        ("Xin phòng cho trường nộp ngày 27 tháng này", ["time"]),
        ("Vâng em kiểm tra rồi, đúng hết rồi ạ.", ["thanks"]),
        ("Chị xem giúp em đăng ký của trường đã đến nơi chưa", ["already"]),
        ("Hai nội dung đề nghị nhập thành một, lấy tên cái đầu", ["change"]),
    ],
)
def test_small_words_tell_what_is_meant(text: str, kinds: list[str]) -> None:
    assert heard(text, KNOWING) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "Em gửi ngay 2 bản",
        "Đang bận thu học phí",
        "Mô hình “Ngày thứ Bảy không hẹn” ạ",
        "Nội dung thứ 2 ạ",
    ],
)
def test_what_only_looks_like_a_day_is_none(text: str) -> None:
    assert all(one.day is None for one in hear(text, LIGHT))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Dạ là bổ sung thêm ạ, không thay thế", "keep"),
        ("bản mới thay cho bản cũ", "withdraw"),
        ("Bỏ cái cũ đi ạ, trường không đủ người", "withdraw"),
    ],
)
def test_whoever_is_asked_what_became_of_the_rest_answers_that(text: str, kind: str) -> None:
    asked = Listening(
        CAMPAIGN, CAMPAIGN.stage("registration"), date(2024, 8, 14), date(2024, 8, 24), held=HELD, asked=True
    )
    assert heard(text, asked) == [kind]


def test_what_is_renamed_has_its_new_name() -> None:
    one = only("Tên nội dung 3 không phải “Ký số học bạ và sổ đầu bài điện tử” mà là “Ký số học bạ”", KNOWING)
    assert (one.kind, one.field, one.value, one.items) == ("value", "title", "Ký số học bạ", (3,))


def test_a_value_keeps_the_words_of_a_title_that_stand_in_it() -> None:
    one = only("Sửa kết quả nội dung 1: đã thực hiện 12 buổi họp không giấy", REPORTED)
    assert "họp không giấy" in one.value


def test_whoever_has_sent_nothing_registers_in_words() -> None:
    said = "Trường có 1 mô hình “Ngày thứ Bảy không hẹn” do cô Phàn Thị Mẩy làm, phòng ghi giúp"
    assert [(one.field, one.value) for one in hear(said, LIGHT) if one.kind == "value"] == [
        ("title", "Ngày thứ Bảy không hẹn"),
        ("owners", "cô Phàn Thị Mẩy"),
    ]
    refused = "Trường không làm mô hình “Ngày thứ Bảy không hẹn” do cô Phàn Thị Mẩy phụ trách"
    assert "title" not in [one.field for one in hear(refused, LIGHT)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Bản đăng ký trường bỏ vào hòm công văn của Sở sáng thứ Hai rồi nhé", ["paper"]),
        ("Trường gửi qua đường công văn đi, ngày 12/8, chị tìm giúp", ["paper"]),
        ("Trường đổi tên thành THCS và THPT Bảo Thắng từ 1/8", ["change"]),
        ("Email này của hiệu trưởng cũ, phòng bỏ ra khỏi danh sách giúp", ["says"]),
        ("Chị gửi em bản word nhé, bản này em không sửa được", ["form"]),
    ],
)
def test_what_is_said_of_something_else_is_not_said_of_what_was_sent(text: str, kinds: list[str]) -> None:
    assert heard(text) == kinds


def test_whoever_is_named_beside_a_recorded_name_does_not_take_its_place() -> None:
    one = only("Người thực hiện nội dung 1 phải là cô Trần Thị Mẫu và thầy Lý A Sử", KNOWING)
    assert (one.kind, one.value) == ("value", "cô Trần Thị Mẫu và thầy Lý A Sử")


def test_a_time_beside_a_name_is_told_as_well() -> None:
    said = hear("Nội dung 3: Tẩn A Phúc, tháng 10/2024 đến tháng 5/2025", KNOWING)
    assert [(one.field, one.value) for one in said] == [
        ("owners", "Tẩn A Phúc"),
        ("period", "tháng 10/2024 đến tháng 5/2025"),
    ]


def test_of_several_people_none_is_left_out() -> None:
    said = (
        "Nhà trường xin bổ sung: nội dung 3 do đồng chí Bùi Thị Hậu, Phó Hiệu trưởng chủ trì, cùng thực hiện có các "
        "đồng chí Cư Seo Lìn và Nguyễn Phương Mai (GVCN)."
    )
    (one,) = hear(said, KNOWING)
    assert [name in one.value for name in ("Bùi Thị Hậu", "Cư Seo Lìn", "Nguyễn Phương Mai")] == [True] * 3


@pytest.mark.parametrize("text", ["cai hoc ba la e Lo Thi May ke toan lam nhe c", "Phần học bạ cô Lò Thị Mây làm ạ"])
def test_a_word_that_one_title_alone_has_points_at_it(text: str) -> None:
    one = next(one for one in hear(text, KNOWING) if one.kind == "value")
    assert one.items == (3,)


def test_guidance_that_was_deleted_is_no_question() -> None:
    assert "question" not in heard("Em xóa mấy dòng hướng dẫn cho gọn.")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Trường đã gửi đăng ký qua bưu điện, Công văn số 142/CV ngày 12/8/2024. Trường đã nộp rồi ạ.", ["paper"]),
        ("Việc này tôi đã giao cho đồng chí Lử, muộn nhất chiều mai đồng chí ấy gửi.", ["will"]),
        ("Người phụ trách CCHC đi học ở tỉnh đến tuần sau mới về. Trường xin nộp chậm đến 28/8.", ["time"]),
    ],
)
def test_what_goes_with_something_else_is_not_told_twice(text: str, kinds: list[str]) -> None:
    assert heard(text) == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Số liệu kế toán đang đối chiếu, mai em gửi sau", ["will"]),
        ("Nay xin phòng cho đăng ký đúng nội dung như trong báo cáo, trường khỏi làm thêm bản nữa.", ["says"]),
        (
            "Về “Bảng tin điện tử”, trường đã lắp 02 màn hình tại sảnh và niêm yết 38 thủ tục. Còn lại giữ nguyên ạ.",
            ["keep", "says"],
        ),
        ("Trường vẫn giữ nguyên như đã đăng ký ạ.\nKính chúc phòng sức khỏe.", ["keep"]),
    ],
)
def test_nothing_that_is_told_is_lost_beside_what_is_settled(text: str, kinds: list[str]) -> None:
    assert heard(text, KNOWING) == kinds
