"""What people of the office decide in sentences of their own."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from types import ModuleType

import pytest

from rules.intake import (
    answering,
    batch_clauses,
    batch_orders,
    correction_words,
    denials,
    office_answers,
    office_clauses,
    office_requests,
    office_settled,
    pointed,
    reply_days,
    statements,
    telling,
    verdicts,
)
from rules.intake.answers import Extended, Given, Longer, OnPaper, Told
from rules.intake.beneath import beneath, numbered
from rules.intake.decided_words import LONGEST, tokens
from rules.intake.office_orders import About, Answer, Asked, Delay, Except, Hold, Order, Send, Stop, Undo
from rules.intake.office_replies import parse_reply
from rules.intake.telling import Tell
from rules.lexicon import lexicon
from rules.post.own_words import said
from rules.standing import questions as ask
from rules.standing.questions import NO, SKIP, YES
from tests.seasons import shipped_campaign, shipped_roster

ROSTER = shipped_roster(shipped_campaign())
TODAY = date(2024, 8, 20)  # a Tuesday
BT1, BT2 = "thpt-so-1-bao-thang", "thpt-so-2-bao-thang"
ABOUT = (
    About(1, ask.UNIT, "", (BT1, BT2), suggested=False),
    About(2, ask.PROSE, "thpt-so-1-sa-pa"),
    About(3, ask.EXTENSION, "ptdtnt-bao-thang", ("2024-08-30",), suggested=False),
    About(4, ask.UNREADABLE, "thpt-so-3-bao-thang", ("x.pages",), suggested=False),
    About(5, ask.EXEMPTION, "thpt-hoang-lien", suggested=False),
    About(6, ask.ON_PAPER, "thpt-so-2-van-ban", ("2024-08-12",), suggested=False),
    About(7, ask.SIMILAR, "thpt-so-1-bat-xat", ("a", "b")),
    About(8, ask.ASKED, "thpt-so-1-muong-khuong", suggested=False),
    About(9, ask.BOUNCE, "thpt-so-2-si-ma-cai", ("a@b",)),
    About(10, ask.CHANGE, "thpt-so-1-bac-ha", ("t", "owners", "Hoa")),
)
QUESTIONS = Asked(questions=tuple(range(1, 11)), abouts=ABOUT)


def _day(day: int) -> date:
    return date(2024, 8, day)


def _until(day: int) -> Extended:
    return Extended(_day(day))


@pytest.mark.parametrize(
    ("text", "given"),
    [
        # whom: by name, by what it is about, by place in the list
        ("Cái của Sa Pa là đúng em ạ", {2: YES}),
        ("trường nội trú Bảo Thắng xin lùi thì đồng ý, nhưng chỉ đến 27/8", {3: _until(27)}),
        ("Việc gia hạn chị không đồng ý, hạn là hạn", {3: NO}),
        ("hai cái tên kia là một thôi", {7: YES}),
        ("Địa chỉ của Si Ma Cai hỏng rồi, bỏ đi", {9: NO}),
        ("Hai câu đầu đúng, câu cuối không", {1: YES, 2: YES, 10: NO}),
        ("1 cái này của số 1", {1: BT1}),
        ("Câu 2 không phải của Sa Pa 1 mà của Sa Pa 2", {2: "thpt-so-2-sa-pa"}),
        ("2 của Sa Pa 2 chứ không phải Sa Pa 1", {2: "thpt-so-2-sa-pa"}),
        ("Câu 1: số 1.", {1: BT1}),
        ("1. BT1 2. đúng", {1: BT1, 2: YES}),
        ("Chị thống nhất mấy việc sau: 2, 7, 9. Riêng 5 thì không.", {2: YES, 7: YES, 9: YES, 5: NO}),
        ("Chào em, chị trả lời các câu hỏi như sau: câu 2 đúng, câu 7 sai", {2: YES, 7: NO}),
        # when
        ("Câu 3 cho trường nợ đến mùng 5 tháng sau", {3: Extended(date(2024, 9, 5))}),
        ("câu 3 lùi đến cuối tuần sau", {3: _until(30)}),
        ("câu 3 hạn 26/8 là cuối cùng, không lùi nữa", {3: _until(26)}),
        ("câu 5, ý chị là cho họ nộp muộn đến 30/8 chứ không miễn", {5: _until(30)}),
        ("cau 3 cho den thu 6", {3: _until(23)}),
        ("Câu 3 cho thêm 1 tuần", {3: Longer(7)}),
        ("hết tuần sau nhé câu 3", {3: _until(30)}),
        ("Câu 3: trường đang thi, bận lắm. Thôi cho họ đến cuối tháng.", {3: _until(31)}),
        # reasons, wishes and courtesy around it
        ("Câu 3 thì chị gọi rồi, họ hứa thứ Sáu gửi, em cho họ đến hết thứ Sáu nhé", {3: _until(23)}),
        ("Hoàng Liên xin miễn thì không được, trường nào cũng phải có", {5: NO}),
        ("Lãnh đạo Sở không đồng ý miễn cho Hoàng Liên", {5: NO}),
        ("Câu 5 trường ít người, mới thành lập, miễn cho họ", {5: YES}),
        ("câu 3 sếp bảo không được", {3: NO}),
        ("5 chưa được, trường vẫn có thể đăng ký", {5: NO}),
        ("câu 5 thì phải đăng ký, không miễn cho ai cả", {5: NO}),
        ("Việc số 3 không gia hạn, các trường khác đều nộp đúng hạn được", {3: NO}),
        ("Câu 10 thì mong trường sửa cho đúng, nhưng thôi đồng ý", {10: YES}),
        # what agrees and what denies depends on the question
        ("câu 10 chị sửa trong bảng tính rồi", {10: SKIP}),
        ("Câu 8 chị gọi điện trả lời cô ấy rồi", {8: SKIP}),
        ("câu 6: nhận 14/8, bản giấy có dấu đỏ", {6: OnPaper(date(2024, 8, 14))}),
        ("Câu 6 chị không thấy có trong sổ công văn", {6: NO}),
        ("caau 7 ddungs, caau 5 khoong", {7: YES, 5: NO}),
        ("Văn Bàn 2 đúng là có bản giấy, văn thư nhận hôm 12/8", {6: OnPaper(date(2024, 8, 12))}),
        ("Câu 6 thì chị có nhận được đâu", {6: NO}),
        ("7 khác nhau đấy, một cái về học bạ một cái về họp", {7: NO}),
        ("9: chị gọi rồi, trường bảo địa chỉ ấy bỏ từ hè", {9: NO}),
        ("8 khỏi trả lời, chị nói chuyện rồi", {8: SKIP}),
    ],
)
def test_a_clause_decides_by_whom_it_names_and_what_it_says(text: str, given: dict[int, Given]) -> None:
    reply = parse_reply(text, QUESTIONS, ROSTER, TODAY)
    assert reply.unclear == ()
    assert {one.number: one.given for one in reply.orders if isinstance(one, Answer)} == given
    assert len(reply.orders) == len(given)


@pytest.mark.parametrize(
    "text",
    [
        "nếu họ nộp trước thứ Sáu thì câu 3 cho",
        "câu 3 hình như sếp đồng ý rồi",
        "3 được, miễn là trường nộp đủ",
        "Câu 3 thêm cho họ mấy hôm",
        "Câu 2 của ai đấy em?",
        "cho chị xem câu 2",
        "câu 3 em tự quyết đi",
        "câu 2 kong đồng ý đâu",
        "thế nào cũng được",
        "Câu 3 mà trường nộp muộn nữa thì thôi không nhận",
        "câu 3 gia hạn đến thứ Hai 30/8",  # a Friday
        "câu 3 gia hạn đến 31/9",
        "đấy là của THPT số 2 Sa Pa",
    ],
)
def test_doubts_conditions_and_questions_decide_nothing(text: str) -> None:
    reply = parse_reply(text, QUESTIONS, ROSTER, TODAY)
    assert reply.orders == ()
    assert reply.unclear


def test_what_is_said_of_all_leaves_out_what_is_excepted() -> None:
    for text in ("Trừ câu 5 ra thì đúng hết", "Chị duyệt hết, trừ việc của Hoàng Liên"):
        reply = parse_reply(text, QUESTIONS, ROSTER, TODAY)
        assert {one.number for one in reply.orders if isinstance(one, Answer)} == {1, 2, 3, 4, 6, 7, 8, 9, 10}
        assert reply.unclear == ()


def test_what_is_to_be_mended_behind_an_answer_is_asked_back() -> None:
    reply = parse_reply("2 đúng, nhưng sửa tên cô Lan thành Lân", QUESTIONS, ROSTER, TODAY)
    assert reply.orders == (Answer(2, YES),)
    assert reply.unclear


def test_a_bare_consent_counts_where_all_is_suggested_alone() -> None:
    assert parse_reply("ok em", QUESTIONS, ROSTER, TODAY).orders == ()
    suggested = Asked(questions=(2, 7), abouts=(ABOUT[1], ABOUT[6]))
    assert len(parse_reply("ok em", suggested, ROSTER, TODAY).orders) == 2


def test_what_nobody_knows_yet_stays_open_without_a_scolding() -> None:
    reply = parse_reply("Câu 2, 6 ok. Câu 1 chị không rõ. Mấy việc kia để chị hỏi anh Dũng.", QUESTIONS, ROSTER, TODAY)
    assert ({one.number for one in reply.orders if isinstance(one, Answer)}, reply.unclear) == ({2, 6}, ())
    assert reply.later


def test_who_asked_for_time_may_be_freed_altogether() -> None:
    reply = parse_reply("Câu 3: miễn cho họ luôn", QUESTIONS, ROSTER, TODAY)
    assert (reply.freed, reply.orders, reply.unclear) == (("ptdtnt-bao-thang",), (), ())


# --- Sentences for units --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        (
            "bảo Mường Khương là mỗi trường ít nhất một nội dung, cá nhân cũng được",
            (Answer(8, Told("Mỗi trường ít nhất một nội dung, cá nhân cũng được.")),),
        ),
        (
            "8 bảo họ là hạn hết ngày 24/8, không cần đóng dấu nhé",
            (Answer(8, Told("Hạn hết ngày 24/8, không cần đóng dấu.")),),
        ),
        ("8 - hạn cuối là 24/8, gửi qua email này", (Answer(8, Told("Hạn cuối là 24/8, gửi qua email này.")),)),
        ("4 em bảo họ gửi lại bản Word giúp chị", (Answer(4, Told("Đề nghị đơn vị gửi lại bản Word.")),)),
        ("câu 3 bảo họ là phòng đồng ý đến 28/8", (Answer(3, _until(28)),)),  # the letter of that decision tells it
        (
            "5 không, yêu cầu trường gửi theo mẫu",
            (Answer(5, NO), Tell("thpt-hoang-lien", "Đề nghị đơn vị gửi theo mẫu.")),
        ),
        (
            "9 hỏi lại trường địa chỉ mới",  # what the unit is asked stays open
            (Tell("thpt-so-2-si-ma-cai", "Đề nghị đơn vị cho biết địa chỉ mới."),),
        ),
        (
            "Hoàng Liên trả lời trường thế này: Mỗi đơn vị ít nhất 01 nội dung; đề nghị gửi trước ngày 25/8",
            (Tell("thpt-hoang-lien", "Mỗi đơn vị ít nhất 01 nội dung; đề nghị gửi trước ngày 25/8."),),
        ),
        (
            "Nhắn Hoàng Liên: gửi lại bản Word. Hạn là thứ Sáu. 6 đúng",
            (Answer(6, YES), Tell("thpt-hoang-lien", "Gửi lại bản Word. Hạn là thứ Sáu.")),
        ),
        (
            "3 đến 28/8, nhớ ghi trong thư trả lời là đây là lần duy nhất",
            (Answer(3, _until(28)), Tell("ptdtnt-bao-thang", "Đây là lần duy nhất.")),
        ),
        (
            "5 hỏi lại trường: không có việc gì mới thật à?",
            (Tell("thpt-hoang-lien", "Đề nghị đơn vị cho biết: không có việc gì mới thật à?"),),
        ),
        (
            "Nhắn Hoàng Liên là mai chị lên; 6 đúng",
            (Answer(6, YES), Tell("thpt-hoang-lien", "Mai phòng lên.")),
        ),
    ],
)
def test_units_are_told_what_she_has_them_told(text: str, orders: tuple[Order, ...]) -> None:
    reply = parse_reply(text, QUESTIONS, ROSTER, TODAY)
    assert (set(reply.orders), reply.unclear) == (set(orders), ())


@pytest.mark.parametrize("text", ["chị bảo họ rồi", "8 trường này hỏi suốt, phiền quá", "bảo họ nhé"])
def test_what_she_tells_of_is_sent_to_nobody(text: str) -> None:
    reply = parse_reply(text, QUESTIONS, ROSTER, TODAY)
    assert not any(isinstance(one, Tell) or isinstance(getattr(one, "given", None), Told) for one in reply.orders)


# --- Batches --------------------------------------------------------------------------------------------------------

UNITS = ("phong-vp", "phong-khtc", BT1, "thpt-so-1-sa-pa", "thpt-hoang-lien", "ptdtnt-bac-ha")
BATCH = Asked(rows=len(UNITS), units=UNITS)
BEFORE = date(2024, 8, 13)


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("Gửi đi em. Chị đang họp trên tỉnh, chiều về chị xem lại danh sách.", (Send(),)),
        ("Chị đồng ý với danh sách trên.", (Send(),)),
        ("Em cứ gửi đi, riêng Hoàng Liên thì thôi vì trường vừa bị lũ", (Send(), Except((5,)))),
        (
            "Được em, nhưng Sa Pa 1 họ vừa gọi cho chị sáng nay bảo chiều gửi, nên khỏi nhắc họ",
            (Send(), Except((4,))),
        ),
        ("Các phòng thì để chị nhắc trực tiếp, em gửi trường thôi", (Except((1, 2)),)),
        ("Gửi các trường trước, phòng tính sau", (Except((1, 2)),)),
        ("nhất trí gửi, lưu ý số 5 vừa nộp xong", (Send(), Except((5,)))),
        ("Sa Pa 1: gửi; Hoàng Liên: không", (Except((5,)),)),
        ("Sa Pa 1 gửi qua iOffice rồi, em ghi là đã nộp, đừng nhắc nữa", (Except((4,)),)),
        ("Chị nghĩ chưa nên gửi lúc này.", (Stop(),)),
        ("Thôi không cần nhắc đợt này nữa, các trường gửi gần hết rồi", (Stop(),)),
        ("Khoan đã em nhé, đợi chị hỏi ý kiến anh Dũng", (Stop(),)),
        ("Mai hãy gửi nhé, hôm nay các trường đang họp", (Delay(date(2024, 8, 13)),)),
        ("Nội trú Bắc Hà mới đổi hiệu trưởng, để họ tuần sau hãy nhắc", (Delay(date(2024, 8, 18), (6,)),)),
        ("Duyệt. Riêng Hoàng Liên, Sa Pa 1 hoãn đến thứ Hai", (Send(), Delay(date(2024, 8, 18), (5, 4)))),
        ("Gửi luôn bây giờ đi em, không cần đợi mai.", (Send(),)),
        ("gửi hết trừ Hoàng Liên và nội trú Bắc Hà", (Send(), Except((5, 6)))),
        ("Riêng phòng KHTC chị nhắc rồi, không cần gửi. Các đơn vị khác gửi bình thường", (Send(), Except((2,)))),
        ("Sa Pa 1 nộp bản giấy sáng nay rồi, những nơi còn lại cứ nhắc", (Send(), Except((4,)))),
        ("1, 3 và 5 bỏ ra, còn lại gửi", (Send(), Except((1, 3, 5)))),
        ("Hoàng Liên đang thi nên thôi", (Except((5,)),)),
        ("Hoãn tới 16/8", (Delay(date(2024, 8, 15)),)),
        ("Chị chưa xem kỹ, em cứ để đấy", (Stop(),)),
    ],
)
def test_a_batch_is_ordered_in_sentences(text: str, orders: tuple[Order, ...]) -> None:
    reply = parse_reply(text, BATCH, ROSTER, BEFORE)
    assert (set(reply.orders), reply.unclear) == (set(orders), ())


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Sửa “đề nghị” thành “yêu cầu” rồi hãy gửi", ()),
        ("Thôi khoan gửi. Để chiều mai 2h hãy gửi.", ()),  # letters leave in the morning
        ("Đồng ý, nhưng trừ mấy trường vùng cao", ()),
        ("Hoàng Liên bảo là đã gửi rồi, em kiểm tra lại xem", (5,)),
        ("Hoàng Liên thôi", (5,)),  # it alone, or not it?
        ("Chiều nay 4h hẵng gửi", ()),
        ("gửi lại cho chị danh sách", ()),
        ("ai nộp rồi thì đừng nhắc", ()),
        ("Sa Pa 1 thì gửi", ()),
        ("Gửi đi nhưng thêm câu chúc đầu năm học", ()),
        ("Sa Pa 1 mới đổi hiệu trưởng", (4,)),
    ],
)
def test_what_is_unclear_holds_the_batch_or_whom_it_names(text: str, held: tuple[int, ...]) -> None:
    reply = parse_reply(text, BATCH, ROSTER, BEFORE)
    assert reply.unclear
    assert Hold(held) in reply.orders
    assert not any(isinstance(one, Send | Stop | Undo) for one in reply.orders)


# --- Between the lines of the quoted letter -------------------------------------------------------------------------

LETTER = """> 1. Trường A xin lùi. Có đồng ý không?
>    Thư: 14:40 ngày 20/8
> Trả lời: 1 đúng; 1 không
{first}
> 2. Trường B xin miễn. Có đồng ý không?
> Trả lời: 2 đúng; 2 không
{second}
>
> Việc nào chưa trả lời vẫn chờ.
{below}
"""


def test_an_answer_below_its_question_has_its_number() -> None:
    text = LETTER.format(first="đồng ý em nhé", second="không được", below="")
    assert said(numbered(text, (1, 2))).split("\n") == ["1. đồng ý em nhé", "2. không được"]


def test_an_answer_below_a_line_without_a_number_is_about_the_unit_that_the_line_names() -> None:
    text = (
        "Trả lời dưới từng mục.\n\n> Trường PTDTNT Bảo Thắng đề nghị lùi thời hạn: “xin nộp\n"
        "> đến hết ngày 30/8/2024”.\nĐược.\n\n"
        "> Trường THPT Hoàng Liên đề nghị được miễn.\nkhông\n\n> Đây là bản của đơn vị nào?\nđể tôi hỏi\n"
    )
    words = said(beneath(text, QUESTIONS, ROSTER))
    assert "3. Được." in words and "5. không" in words and "\nđể tôi hỏi" in words


def test_an_answer_below_the_whole_letter_is_about_all_of_it() -> None:
    text = LETTER.format(first=">", second=">", below="đúng hết nhé")
    assert said(numbered(text, (1, 2))).strip() == "đúng hết nhé"


# --- Open questions of earlier letters, and what is said of several -------------------------------------------------

EARLIER = Asked(questions=(3, 6), also=(2, 5), abouts=ABOUT)


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Sa Pa 1 ghi nhận được; Hoàng Liên không miễn", {2: YES, 5: NO}),  # meant by the unit
        ("Sa Pa 1, Văn Bàn 2 ok cả", {2: YES, 6: YES}),  # one of an earlier letter, one of this
        ("đồng ý hết", {3: YES, 6: YES}),  # all of this letter
        ("Câu 3 đồng ý, nhưng chỉ đến hết 27/8 thôi, 30/8 tôi phải trình danh sách rồi", {3: _until(27)}),
        ("3 cho thêm 2 ngày thôi, tức là đến hết 26/8", {3: _until(26)}),
        ("Các trường xin lùi thì đồng ý, đến 28/8", {3: _until(28)}),
        ("noi tru bao thang ko gia han dau, van ban so 2 thi giay minh nhan roi hom 13", {3: NO, 6: OnPaper(_day(13))}),
    ],
)
def test_a_question_of_an_earlier_letter_is_meant_by_its_unit_alone(text: str, given: dict[int, Given]) -> None:
    reply = parse_reply(text, EARLIER, ROSTER, TODAY)
    assert ({one.number: one.given for one in reply.orders if isinstance(one, Answer)}, reply.unclear) == (given, ())


def test_a_number_that_the_letter_does_not_list_is_no_question_of_an_earlier_one() -> None:
    assert parse_reply("2 đúng", EARLIER, ROSTER, TODAY).orders == ()


def test_a_bare_answer_beside_another_one_is_not_for_all() -> None:
    assert parse_reply("Được\n\nkhông", EARLIER, ROSTER, TODAY).orders == ()


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Sa Pa 1 đúng, còn Hoàng Liên thì tôi không đồng ý đâu nhé", {2: YES, 5: NO}),
        ("Hai trường Hoàng Liên và nội trú Bảo Thắng không gia hạn, không miễn gì hết", {3: NO, 5: NO}),
        ("Sa Pa 1, Văn Bàn 2 ok cả", {2: YES, 6: YES}),
        ("6 rồi nhé, nhận hôm thứ Sáu tuần trước", {6: OnPaper(_day(16))}),
        ("Đồng ý cho Sa Pa 1, trừ Hoàng Liên (không miễn)", {2: YES, 5: NO}),
    ],
)
def test_each_unit_has_its_answer(text: str, given: dict[int, Given]) -> None:
    reply = parse_reply(text, QUESTIONS, ROSTER, TODAY)
    assert ({one.number: one.given for one in reply.orders if isinstance(one, Answer)}, reply.unclear) == (given, ())


def test_what_frees_and_binds_in_one_breath_is_asked_back() -> None:
    assert parse_reply("Miễn cho Hoàng Liên đăng ký nhưng vẫn phải báo cáo", QUESTIONS, ROSTER, TODAY).orders == ()


@pytest.mark.parametrize("text", ["chuyển hồ sơ sang Thanh tra", "lập bảng riêng cho huyện", "lap bang cho huyen"])
def test_what_speaks_of_something_else_decides_nothing(text: str) -> None:
    reply = parse_reply(f"2 đúng, {text}", QUESTIONS, ROSTER, TODAY)
    assert [one for one in reply.orders if isinstance(one, Answer)] == [Answer(2, YES)]


def test_the_boarding_school_of_a_district_is_not_all_of_it() -> None:
    listed = Asked(rows=3, units=("ptdtnt-bao-yen", "thpt-so-3-bao-yen", "phong-vp"))
    reply = parse_reply("Gửi, trừ cái nội trú ở Bảo Yên", listed, ROSTER, BEFORE)
    assert set(reply.orders) == {Send(), Except((1,))}


# --- The lexicon ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", [lexicon().decided, lexicon().ordered, lexicon().told])
def test_no_entry_of_the_lexicon_is_a_sentence(table: Mapping[str, Sequence[str]]) -> None:
    assert [phrase for phrases in table.values() for phrase in phrases if len(phrase.split()) > LONGEST] == []


_GRAMMAR = (
    answering, batch_clauses, batch_orders, correction_words, denials, office_answers, office_clauses,
    office_requests, office_settled, pointed, reply_days, statements, telling, verdicts,
)  # fmt: skip
_PHRASE = re.compile(rf"(?:[^\W\d_]+(?: |\\s[+*])){{{LONGEST},}}[^\W\d_]+")


@pytest.mark.parametrize("module", _GRAMMAR, ids=lambda module: module.__name__.rpartition(".")[2])
def test_no_pattern_of_the_grammar_holds_a_sentence(module: ModuleType) -> None:
    patterns = [one.pattern.replace("\\b", "|") for one in vars(module).values() if isinstance(one, re.Pattern)]
    assert [hit[0] for pattern in patterns for hit in _PHRASE.finditer(pattern)] == []


def test_the_test_of_patterns_sees_a_sentence() -> None:
    assert _PHRASE.search(r"\bchị đồng ý hết\b".replace("\\b", "|"))


def test_accents_count_where_they_are_put() -> None:
    assert [one.meanings for one in tokens("đúng")] == [frozenset({"agree", "is_right"})]
    assert not any(one.means("agree") for one in tokens("dừng"))
    assert any(one.means("agree") for one in tokens("dung"))


@pytest.mark.parametrize(("slip", "meant"), [("đúng hêt", "đúng hết"), ("duyêt", "duyệt")])
def test_a_syllable_that_cannot_be_without_a_tone_lost_it_in_typing(slip: str, meant: str) -> None:
    assert [one.meanings for one in tokens(slip)] == [one.meanings for one in tokens(meant)] != [frozenset()]


def test_another_tone_is_another_word() -> None:
    assert [one.meanings for one in tokens("máy hỏng")] != [one.meanings for one in tokens("máy hông")]


def test_a_day_that_there_is_not_is_shown_as_it_was_written() -> None:
    (one,) = parse_reply("3 đồng ý lùi đến thứ Sáu 31/8 nhé", EARLIER, ROSTER, TODAY).unclear
    assert "không có ngày “thứ Sáu 31/8”" in one.why
