"""What people of the office write, and what it orders."""

from datetime import date

import pytest

from rules.intake.answers import Extended, Longer, OnPaper, Received, Told
from rules.intake.office_orders import About, Answer, Asked, Delay, Except, Hold, Order, Send, Stop, Undo
from rules.intake.office_replies import parse_reply
from rules.intake.reply_days import parse_day
from rules.intake.telling import Tell
from rules.standing.questions import EXTENSION, NO, SKIP, UNIT, YES
from tests.seasons import shipped_campaign, shipped_roster

ROSTER = shipped_roster(shipped_campaign())
TODAY = date(2024, 8, 20)
QUESTIONS = Asked(questions=(1, 2, 3, 4, 5, 6, 7, 12))
BATCH = Asked(rows=9)
BT1, BT2 = "thpt-so-1-bao-thang", "thpt-so-2-bao-thang"
ANNOUNCED = ("phong-vp", "phong-ttra", "phong-khtc", BT1, "thpt-so-3-bao-thang", BT2)
NAMED = Asked(rows=len(ANNOUNCED), units=ANNOUNCED)
FOUR = Asked(questions=(1, 2, 3, 4))
ALL = tuple(Answer(number, YES) for number in QUESTIONS.questions)


def _orders(text: str, asked: Asked = QUESTIONS) -> tuple[Order, ...]:
    reply = parse_reply(text, asked, ROSTER, TODAY)
    assert reply.unclear == ()
    return reply.orders


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("1 đúng", (Answer(1, YES),)),
        ("2 THPT số 1 Bảo Thắng", (Answer(2, BT1),)),
        ("3 bỏ qua", (Answer(3, SKIP),)),
        ("4 gia hạn đến 30/8", (Answer(4, Extended(date(2024, 8, 30))),)),
        ("5 đã nộp bản giấy", (Answer(5, OnPaper()),)),
        ("6 nhận ngày 23/8", (Answer(6, Received(date(2024, 8, 23))),)),
        ("1-12 đúng", ALL),
        ("đúng hết", ALL),
        ("hoàn tác 2", (Undo(2),)),
        ("1 không", (Answer(1, NO),)),
    ],
)
def test_the_answers_of_the_letter_are_understood(text: str, orders: tuple[Order, ...]) -> None:
    assert _orders(text) == orders


@pytest.mark.parametrize(
    "text",
    [
        "1 dung",
        "1 đúgn",
        "1 đún",
        "Câu 1: đúng",
        "1. Đúng ạ.",
        "1) đúng nhé",
        "số 1 là đúng rồi",
        "cau 1 - dung roi",
        "1 ok",
        "1: đồng ý",
        "1 dong y",
        "1 ĐÚNG!",
        "- 1 đúng",
        "1=đúng",
        "1 ddungs",
        "việc 1 chính xác",
        "1 đúg",
        "đúng 1",
        "1 đồng ys",
        "1 đúng (là một)",
    ],
)
def test_agreement_is_understood_however_it_is_typed(text: str) -> None:
    assert _orders(text) == (Answer(1, YES),)


@pytest.mark.parametrize(
    "text", ["2 ko", "2 khong phai", "2. sai ạ", "2 không đúng", "2 k", "câu 2: khôgn", "2 khoong", "2 chưa đúng"]
)
def test_denial_is_understood_however_it_is_typed(text: str) -> None:
    assert _orders(text) == (Answer(2, NO),)


@pytest.mark.parametrize(
    "text",
    [
        "2 thpt so 2 bao thang",
        "2 là của THPT số 2 Bảo Thắng",
        "số 2 của trường THPT số 2 huyện Bảo Thắng ạ",
        "2: THPT2 Bảo Thắng",
        "2 thpt-so-2-bao-thang",
        "2 - Trường THPT số 2 Bảo Thắng",
        "2 thptso2 bao thang",
        "2 THPT Bảo Thắng số 2",
    ],
)
def test_a_unit_is_named_as_people_name_it(text: str) -> None:
    assert _orders(text) == (Answer(2, BT2),)


@pytest.mark.parametrize(
    "text",
    [
        "1 đúng, 2 sai, 3 bỏ qua",
        "1 đúng; 2 sai; 3 bỏ qua",
        "1 đúng 2 sai 3 bỏ qua",
        "1 đúng\n2 sai\n3 bỏ qua",
        "1. đúng. 2. sai. 3. bỏ qua.",
        "Kính gửi mailbot,\n\n1 đúng\n2 không\n3 bỏ qua\nCảm ơn.",
        "1 đúng,2 sai,3 bỏ qua",
    ],
)
def test_several_answers_stand_on_one_line_or_on_several(text: str) -> None:
    assert _orders(text) == (Answer(1, YES), Answer(2, NO), Answer(3, SKIP))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1, 2, 3 đúng", (1, 2, 3)),
        ("1 và 2 đúng", (1, 2)),
        ("1-3, 12 đúng", (1, 2, 3, 12)),
        ("từ 1 đến 3 đúng", (1, 2, 3)),
        ("1–3: đúng", (1, 2, 3)),
        ("đúng 1, 2", (1, 2)),
        ("đúng hết trừ 3, 7", (1, 2, 4, 5, 6, 12)),
        ("tất cả đúng, trừ 3 và 7", (1, 2, 4, 5, 6, 12)),
        ("đúng hết\ntrừ 3-7", (1, 2, 12)),
        ("1 2 3 dung", (1, 2, 3)),
        ("10-30 đúng", (12,)),
    ],
)
def test_one_answer_for_several_questions(text: str, numbers: tuple[int, ...]) -> None:
    assert _orders(text) == tuple(Answer(number, YES) for number in numbers)


def test_a_single_answer_is_stronger_than_one_for_all() -> None:
    assert _orders("đúng hết\n3 sai") == tuple(
        Answer(number, NO if number == 3 else YES) for number in QUESTIONS.questions
    )


@pytest.mark.parametrize(
    "text",
    [
        "1 đúng nhưng muộn",
        "1 dừng",
        "dừng",
        "gửi",
        "1 hình như đúng",
        "1 có phải không?",
        "1",
        "2 Bảo Thắng",
        "2 không phải THPT số 1 Bảo Thắng",
        "2 THPT số 1 Bảo Thắng hoặc THPT số 2 Bảo Thắng",
        "9 đúng",
        "4 gia hạn",
        "4 gia hạn đến 31/9",
        "4 gia hạn đến thứ Hai 30/8",
        "trừ 3, 7",
        "2 THPT số 8 Bảo Thắng",
        "đúng hết trừ 9",
        "câu 1 chuyển cho anh Hùng xem",
        "hủy",
    ],
)
def test_what_is_not_wholly_understood_is_asked_back_and_orders_nothing(text: str) -> None:
    reply = parse_reply(text, QUESTIONS, ROSTER, TODAY)
    assert reply.orders == ()
    assert reply.unclear


def test_what_is_unclear_does_not_stop_what_is_clear() -> None:
    reply = parse_reply("1 đúng\n2 chắc là được\n3 sai", QUESTIONS, ROSTER, TODAY)
    assert reply.orders == (Answer(1, YES), Answer(3, NO))
    assert [one.statement for one in reply.unclear] == ["2 chắc là được"]


def test_two_answers_to_one_question_are_none() -> None:
    reply = parse_reply("1 đúng\n1 sai\n2 đúng", QUESTIONS, ROSTER, TODAY)
    assert reply.orders == (Answer(2, YES),)
    assert "hai câu trả lời" in reply.unclear[0].why


def test_an_ambiguous_name_is_asked_back_with_the_names() -> None:
    (unclear,) = parse_reply("2 THPT số 1", QUESTIONS, ROSTER, TODAY).unclear
    assert "có thể là" in unclear.why


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("dừng", (Stop(),)),
        ("dung", (Stop(),)),  # without accents it may be "đúng": stopping harms nobody
        ("DỪNG lại ạ!", (Stop(),)),
        ("đừng gửi", (Stop(),)),
        ("chưa gửi nhé", (Stop(),)),
        ("tạm dừng", (Stop(),)),
        ("gửi", (Send(),)),
        ("gui di", (Send(),)),
        ("Đồng ý gửi.", (Send(),)),
        ("duyệt", (Send(),)),
        ("trừ 3, 7", (Except((3, 7)),)),
        ("tru 3 va 7", (Except((3, 7)),)),
        ("trừ số 3", (Except((3,)),)),
        ("gửi, trừ 3", (Send(), Except((3,)))),
        ("bỏ 3-5", (Except((3, 4, 5)),)),
    ],
)
def test_a_batch_is_stopped_released_or_thinned(text: str, orders: tuple[Order, ...]) -> None:
    assert set(_orders(text, BATCH)) == set(orders)


@pytest.mark.parametrize(
    "text", ["đúng", "gửi lại cho tôi danh sách", "trừ 30", "1 đúng", "dừng\ngửi", "có gửi không?"]
)
def test_what_may_be_meant_otherwise_lets_no_letter_out(text: str) -> None:
    reply = parse_reply(text, BATCH, ROSTER, TODAY)
    assert reply.orders == (Hold(),)
    assert reply.unclear


def test_the_decision_of_the_letter_is_undone_without_its_number() -> None:
    assert _orders("hoàn tác", Asked(decisions=(8,))) == (Undo(8),)
    assert parse_reply("hoàn tác", Asked(decisions=(8, 9)), ROSTER, TODAY).unclear
    assert _orders("hoàn tác hết", Asked(decisions=(8, 9))) == (Undo(8), Undo(9))
    assert _orders("ok cảm ơn", Asked(decisions=(8,))) == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("30/8", date(2024, 8, 30)),
        ("ngay 30 thang 8", date(2024, 8, 30)),
        ("30.8.2024", date(2024, 8, 30)),
        ("het ngay 30-8-24", date(2024, 8, 30)),
        ("thu sau 30/8", date(2024, 8, 30)),
        ("thu hai 30/8", None),
        ("31/9", None),
        ("30/8/2034", None),
        ("5/1", date(2025, 1, 5)),
        ("hom nao do", None),
    ],
)
def test_a_day_is_one_that_exists_and_is_near(text: str, day: date | None) -> None:
    assert parse_day(text, TODAY) == day


# --- As people write ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("bỏ Thanh tra ra nhé, đã nộp giấy rồi", (Except((2,)),)),
        ("trừ THPT số 3 Bảo Thắng", (Except((5,)),)),
        ("Không gửi cho các phòng thuộc Sở", (Except((1, 2, 3)),)),
        ("Đồng ý, nhưng trừ Văn phòng và Thanh tra", (Send(), Except((1, 2)))),
        ("trừ Văn phòng, Thanh tra", (Except((1,)), Except((2,)))),
        ("Chỉ gửi các trường", (Except((1, 2, 3)),)),
        ("gửi, nhưng đừng nhắc THPT số 1 Bảo Thắng", (Send(), Except((4,)))),
        ("tru so 2 bao thang", (Except((6,)),)),
        ("Khoan gửi đã em, để chị báo cáo sếp", (Stop(),)),
    ],
)
def test_units_of_a_batch_are_named_as_people_name_them(text: str, orders: tuple[Order, ...]) -> None:
    assert _orders(text, NAMED) == orders


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Để sau ngày 20/8 hãy gửi", date(2024, 8, 20)),
        ("Hoãn đến thứ Hai", date(2024, 8, 18)),
        ("Khoan gửi, để thứ Sáu", date(2024, 8, 15)),
        ("chuyển sang tuần sau em nhé", date(2024, 8, 18)),
    ],
)
def test_a_batch_is_put_off_to_a_day(text: str, last: date) -> None:
    reply = parse_reply(text, NAMED, ROSTER, date(2024, 8, 13))
    assert (reply.orders, reply.unclear) == ((Delay(last),), ())


@pytest.mark.parametrize(
    "text",
    [
        "Sửa lại cho mềm hơn rồi hãy gửi",
        "Đồng ý, nhưng trừ mấy trường vùng cao",
        "Để mai chị xem đã",
        "dừng, gửi",
        "trừ 99",
        "Gửi, mà sao có cả trường này?",
    ],
)
def test_what_is_unclear_about_a_batch_holds_it(text: str) -> None:
    reply = parse_reply(text, NAMED, ROSTER, TODAY)
    assert reply.unclear
    assert Hold() in reply.orders
    assert Send() not in reply.orders


def test_what_is_unclear_about_a_unit_holds_that_unit_alone() -> None:
    reply = parse_reply("THPT số 3 Bảo Thắng thế nào rồi em?", NAMED, ROSTER, TODAY)
    assert reply.orders == (Hold((5,)),)


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Đồng ý cả 4 việc", {1: YES, 2: YES, 3: YES, 4: YES}),
        ("Nhất trí với đề xuất.", {1: YES, 2: YES, 3: YES, 4: YES}),
        ("OK", {1: YES, 2: YES, 3: YES, 4: YES}),
        ("Việc 1: đồng ý; Việc 2: chưa đồng ý, yêu cầu gửi theo mẫu", {1: YES, 2: NO}),
        ("Việc 3 không đồng ý, yêu cầu nộp đúng hạn", {3: NO}),
        ("3 thì sếp bảo chưa cho gia hạn", {3: NO}),
        ("1 là của THPT số 2 Bảo Thắng, đúng rồi", {1: BT2}),
        ("1 la thu cua truong so 2 bao thang", {1: BT2}),
        ("1 đ, 2 đ, 3 k, 4 bq", {1: YES, 2: YES, 3: NO, 4: SKIP}),
        ("1,2 đúng còn 3,4 không", {1: YES, 2: YES, 3: NO, 4: NO}),
        ("1 va 2 dung; con lai khong", {1: YES, 2: YES, 3: NO, 4: NO}),
        ("1 ddungs; 2 ddungs; 3 gia hanj ddeens 28/8", {1: YES, 2: YES, 3: Extended(date(2024, 8, 28))}),
        ("3 cho lùi đến thứ 6", {3: Extended(date(2024, 8, 23))}),
        ("3 lùi đến hết tuần này", {3: Extended(date(2024, 8, 23))}),
        ("3 gia hạn thêm 5 ngày", {3: Longer(5)}),
        ("4 trả lời: Hạn là hết ngày 24/8.\nGửi bản Word.", {4: Told("Hạn là hết ngày 24/8.\nGửi bản Word.")}),
    ],
)
def test_answers_that_any_colleague_understands(text: str, given: dict[int, object]) -> None:
    reply = parse_reply(text, FOUR, ROSTER, TODAY)
    assert reply.unclear == ()
    assert {one.number: one.given for one in reply.orders if isinstance(one, Answer)} == given


def test_not_yet_is_no_answer() -> None:
    reply = parse_reply("1 chưa, 2 ok", FOUR, ROSTER, TODAY)
    assert reply.orders == (Answer(2, YES),)
    assert [one.statement for one in reply.unclear] == ["1 chưa"]


def test_what_is_said_of_all_at_once_is_known_to_be_so() -> None:
    reply = parse_reply("1 đúng, còn lại đúng", FOUR, ROSTER, TODAY)
    assert [one.broad for one in reply.orders if isinstance(one, Answer)] == [False, True, True, True]


def test_what_an_earlier_letter_asked_is_answered_by_its_number_and_not_with_all() -> None:
    asked = Asked(questions=(7, 8), earlier=(3,))
    assert _orders("3 không", asked) == (Answer(3, NO),)
    assert {one.number for one in _orders("đúng hết", asked) if isinstance(one, Answer)} == {7, 8}


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("Được em, cứ thế mà gửi", (Send(),)),
        ("8h sớm quá nhưng thôi cũng được", (Send(),)),
        ("trừ Bảo Thắng 1, các trường khác vẫn gửi", (Except((4,)), Send())),
        ("Không cần nhắc nữa đâu", (Stop(),)),
    ],
)
def test_a_batch_is_let_go_as_people_say_it(text: str, orders: tuple[Order, ...]) -> None:
    reply = parse_reply(text, NAMED, ROSTER, TODAY)
    assert (set(reply.orders), reply.unclear) == (set(orders), ())


@pytest.mark.parametrize("text", ["Câu 1 để chị hỏi lại đã", "phải xin ý kiến anh Dũng", "còn lại mai chị trả lời"])
def test_what_is_put_off_stays_open_without_a_scolding(text: str) -> None:
    reply = parse_reply(text, Asked(questions=(1, 2)), ROSTER, TODAY)
    assert (reply.orders, reply.unclear, reply.later) == ((), (), True)


@pytest.mark.parametrize("text", ["13 em hỏi lại trường đi", "Cho chị xem nội dung của việc 1"])
def test_what_is_asked_of_mailbot_is_not_put_off(text: str) -> None:
    reply = parse_reply(text, Asked(questions=(1, 13)), ROSTER, TODAY)
    assert (reply.unclear != (), reply.later) == (True, False)


def test_only_goes_on_over_a_list_of_names() -> None:
    (order,) = _orders("Chỉ gửi Văn phòng, THPT số 1 Bảo Thắng thôi", NAMED)
    assert isinstance(order, Except)
    assert {NAMED.units[number - 1] for number in range(1, NAMED.rows + 1) if number not in order.numbers} == {
        "phong-vp",
        "thpt-so-1-bao-thang",
    }


def test_a_denial_that_goes_on_with_what_would_be_right_is_none() -> None:
    reply = parse_reply("câu 1 sai, 1/9/24 đến 31/5/25", Asked(questions=(1, 2)), ROSTER, TODAY)
    assert reply.orders == ()
    assert reply.unclear


def test_whose_it_is_is_told_among_those_that_were_named() -> None:
    schools = ("thpt-so-1-muong-khuong", "thpt-so-2-muong-khuong")
    asked = Asked(questions=(5, 6), abouts=(About(5, UNIT, "", schools),))
    assert parse_reply("Câu 5 số 2", asked, ROSTER, TODAY).orders == (Answer(5, "thpt-so-2-muong-khuong"),)


@pytest.mark.parametrize("said", ["hông phải", "hong phai", "khong phai", "không phải đâu em"])
def test_a_denial_of_what_agrees_is_never_consent(said: str) -> None:
    orders = parse_reply(f"1 {said}", QUESTIONS, ROSTER, TODAY).orders
    assert all(isinstance(order, Answer) and order.given == NO for order in orders)


def test_what_is_called_right_grants_no_wish() -> None:
    def right(text: str) -> set[bool]:
        return {one.right for one in _orders(text) if isinstance(one, Answer)}

    assert right("đúng hết nhé") == {True}
    assert right("đồng ý hết") == {False}


def test_what_a_unit_is_to_be_told_beside_a_decision_is_not_lost() -> None:
    asked = Asked(questions=(1,), abouts=(About(1, EXTENSION, "ptdtnt-bac-ha", ("2024-08-30",), False),))
    answer, told = _orders("Không được. Nhắn trường cố gắng gửi đúng hạn.", asked)
    assert isinstance(answer, Answer) and answer.given == NO
    assert isinstance(told, Tell) and "cố gắng gửi đúng hạn" in told.words
