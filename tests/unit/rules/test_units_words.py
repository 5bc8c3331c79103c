"""What becomes of every clause that a unit writes: recorded, proposed, passed on with its words, or named."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest

from rules.initiative import Understanding
from rules.intake.decide import decide
from rules.intake.decision import Decision
from rules.intake.heard import Listening
from rules.intake.spoken_of import Held
from rules.intake.unit_replies import hear
from rules.letters.letter import ReceiptFacts, ReplyFacts
from rules.season import LetterFacts, Season
from rules.standing import questions as ask
from tests.unit.rules.making import incoming, item, letter, mail, on, question, reading, season, understood, version

HERS = ("Lê Thị Hoa",)
ONE = item("Cổng trường văn minh", owners=HERS, period="Tháng 9/2024 - 12/2024")
TWO = item("Họp không giấy trong sinh hoạt tổ chuyên môn", owners=None, period="Tháng 9/2024")
NOTHING = Understanding((), ())


def sent() -> Season:
    """A unit whose second initiative lacks who carries it out, and that has got its receipt."""
    told = letter("receipt", "receipt:1", "14/8", "bao-thang")
    return season("20/8", version(1, "13/8", ONE, TWO), letters=(_named(told),))


def _named(told: LetterFacts) -> LetterFacts:
    return replace(told, message_id="<l1@us>")


def owing() -> Season:
    return season("20/8", letters=(_named(letter("reminder", "reminder:1", "14/8", "bao-thang")),))


def answer(text: str, where: Season | None = None, understanding: Understanding = NOTHING) -> Decision:
    written = mail(subject="Re: CCHC năm 2024", text=text, files=(), in_reply_to=("<l1@us>",))
    return decide(incoming("20/8", written, understanding), where or sent())


def notes(decision: Decision) -> str:
    facts = [one.facts for one in decision.letters]
    said = [
        one.notes if isinstance(one, ReplyFacts) else (one.note,)
        for one in facts
        if isinstance(one, (ReplyFacts, ReceiptFacts))
    ]
    return " ".join(text for texts in said for text in texts)


def kinds(decision: Decision) -> list[str]:
    return [one.kind for one in decision.questions]


# --- Every clause of a mix ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """A sentence of a unit and the words of it that must be found again, in what was recorded, asked or told."""

    text: str
    traces: tuple[str, ...]


MEANT = (
    Said("Người thực hiện nội dung 2 là thầy Giàng A Tủa.", ("Giàng A Tủa",)),
    Said("Nội dung 1 đổi người thực hiện sang cô Vàng Thị Mỷ.", ("Vàng Thị Mỷ",)),
    Said("Thời gian nội dung 1 sửa thành tháng 10/2024 đến tháng 5/2025.", ("10/2024",)),
    Said("Trường xin rút nội dung “Cổng trường văn minh” vì không đủ người.", ("rút",)),
    Said("Bản có dấu đỏ trường đã gửi bưu điện ngày 19/8, công văn số 45/CV-THPT.", ("45/CV-THPT", "19/8")),
    Said("Xin phòng cho trường nộp bổ sung đến hết ngày 30/8.", ("30/8",)),
    Said("Đơn vị có phải gửi thêm bản giấy nữa không ạ?", ("bản giấy nữa không", "Câu hỏi của đơn vị")),
    Said("Từ 1/9 trường dùng hộp thư mới vanthu.bt1@truong.example.", ("vanthu.bt1@truong.example",)),
    Said("Hiệu trưởng mới của trường là thầy Nguyễn Văn Mẫu.", ("Nguyễn Văn Mẫu",)),
    Said("Nhờ phòng làm giúp quyết định cử cô Sáng đi tập huấn.", ("cử cô Sáng",)),
    Said("Nội dung này áp dụng cho cả khối 10 và khối 11 của trường.", ("khối 11",)),
    Said("Đề nghị phòng bỏ tên trường khỏi danh sách chậm nộp đã thông báo.", ("danh sách chậm nộp",)),
    Said("Minh chứng ở đây: https://drive.google.com/abc", ("không mở liên kết", "drive.google.com")),
    Said("Phòng gửi lại giúp trường biểu mẫu, bản cũ mở ra toàn ký tự lạ.", ("Biểu mẫu", "ký tự lạ")),
)
POLITE = (
    "",
    "Kính gửi Phòng Tổ chức cán bộ.",
    "Dạ em chào chị ạ.",
    "Em cảm ơn chị nhiều ạ.",
    "Trân trọng cảm ơn phòng.",
)


def _found(decision: Decision) -> str:
    """All that anybody reads, or that is recorded, of a mail."""
    recorded = [str(value.value) for one in decision.versions for it in one.initiatives for value in it.values.values()]
    asked = [f"{one.text} {' '.join(one.candidates)}" for one in decision.questions]
    return " ".join((decision.reason, *recorded, *asked, notes(decision)))


def test_of_a_mix_of_sentences_nothing_is_lost() -> None:
    dice = random.Random(20240820)
    for _ in range(120):
        chosen = dice.sample(MEANT, dice.choice((1, 2, 2, 3, 4)))
        lines = [dice.choice(POLITE), *(one.text for one in chosen), dice.choice(POLITE)]
        text = dice.choice(("\n", " ")).join(line for line in lines if line)
        decision = answer(text)
        found = _found(decision)
        lost = [one.text for one in chosen if not any(trace in found for trace in one.traces)]
        assert not lost, (text, lost, kinds(decision))


def test_nothing_is_recorded_that_no_sentence_of_a_mix_says() -> None:
    dice = random.Random(7)
    told = MEANT[0]
    others = [one for one in MEANT[1:] if "đổi người" not in one.text]
    for _ in range(60):
        chosen = dice.sample(others, 2)
        decision = answer(" ".join(one.text for one in chosen))
        assert decision.versions == (), chosen
        decision = answer("\n".join((chosen[0].text, told.text, chosen[1].text)))
        owners = [one.get("owners") for kept in decision.versions for one in kept.initiatives if one.title == TWO.title]
        assert owners in ([], [("Giàng A Tủa",)]), chosen


def test_a_polite_mail_is_nobodys_work() -> None:
    dice = random.Random(3)
    for _ in range(20):
        decision = answer("\n".join(dice.sample(POLITE, 3)))
        assert (decision.questions, decision.versions) == ((), ())


# --- What is not meant ----------------------------------------------------------------------------------------------

HELD = (
    Held("Cổng trường văn minh", {"owners": "Lê Thị Hoa", "period": "Tháng 9/2024 - 12/2024"}),
    Held("Họp không giấy", {"owners": "Trần Văn Nam"}, ("period",)),
    Held("Sổ trực điện tử", {"owners": "Lý A Sử"}),
)


def light(stage: str = "registration", held: tuple[Held, ...] = HELD, **more: bool) -> Listening:
    campaign = sent().campaign
    days: Mapping[str, tuple[str, str]] = {"registration": ("22/8", "24/8"), "report": ("29/10", "30/10")}
    today, last = days[stage]
    return Listening(campaign, campaign.stage(stage), on(today), on(last), held=held, **more)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Đồng chí Phó hiệu trưởng phụ trách CCHC đi học ở tỉnh hết tuần sau mới về.", ["says"]),
        ("Số bao nhiêu thì em phải về trường xem lại ạ", ["says"]),
        ("Số liệu kế toán đang đối chiếu, để em hỏi lại kế toán", ["says"]),
        ("Xin được không tham gia đợt này.", ["exempt"]),
        ("26/8 là thứ Hai, nộp thì có bị tính là quá hạn không?", ["question"]),
        ("Nhà trường đang sửa chữa dãy nhà nội trú cho kịp năm học mới.", ["says"]),
        ("Bỏ thầy Nam ra khỏi nội dung 2, thay bằng cô Lý Thị Sa", ["change"]),
        ("Đồng chí trả lời sớm để anh em còn làm.", ["says"]),
        ("Trường có phải đăng ký không, đồng chí trả lời sớm để anh em còn làm?", ["question"]),
    ],
)
def test_what_only_looks_like_a_wish_is_none(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in hear(text, light())] == kinds


def test_a_number_alone_points_at_what_is_listed() -> None:
    said = hear("Còn số 3 thời gian sửa thành 10/2024 đến 5/2025 giúp em.", light())
    assert [(one.kind, one.field, one.items) for one in said] == [("value", "period", (3,))]
    assert [one.items for one in hear("Trường THPT số 3 Bảo Yên gửi ạ", light())] == [()]


def test_a_fallback_is_a_wish() -> None:
    (one,) = hear("Nếu không được đến 5/9 thì cho đến hết 28/8 cũng được ạ.", light(held=()))
    assert (one.kind, one.day) == ("time", on("28/8"))


def test_who_asks_what_became_of_the_wish_wishes_nothing_new() -> None:
    decision = answer("Trường xin lùi từ hôm 18/8 mà chưa thấy phòng trả lời ạ?", season_with_a_wish())
    assert kinds(decision) == [ask.ASKED]


def season_with_a_wish() -> Season:
    return replace(owing(), questions=(question("extension", "bao-thang"),))


def test_nothing_recorded_is_nothing_to_mend() -> None:
    decision = answer("Biểu mẫu ghi Hiệu trưởng, trung tâm thì phải là Giám đốc, phòng gửi lại cho đúng.", owing())
    assert kinds(decision) == [ask.SAYS]


def test_the_words_beside_a_change_reach_the_office() -> None:
    decision = answer(
        "Nội dung này làm cả cấp 2 và cấp 3 của trường. Nội dung 1 đổi người thực hiện sang cô Vàng Thị Mỷ."
    )
    assert kinds(decision) == [ask.CHANGE, ask.SAYS]
    assert "cấp 2 và cấp 3" in decision.questions[1].text


def test_a_letter_names_what_the_unit_wants_to_read_otherwise() -> None:
    said = notes(answer("Nội dung 1 đổi người thực hiện sang cô Vàng Thị Mỷ."))
    assert "người thực hiện của “Cổng trường văn minh” thành “Vàng Thị Mỷ”" in said


def test_an_area_that_is_denied_for_another_is_a_change() -> None:
    area = item("Cổng trường văn minh", owners=HERS, field="tthc")
    where = season("20/8", version(1, "13/8", area), letters=(_named(letter("receipt", "r", "14/8", "bao-thang")),))
    text = "Giải pháp của trường thuộc lĩnh vực tài chính công chứ không phải thủ tục hành chính, nhờ sửa giúp."
    (asked,) = answer(text, where).questions
    assert asked.candidates == ("Cổng trường văn minh", "field", "Cải cách tài chính công")


def test_a_new_initiative_and_what_was_missing_are_both_kept() -> None:
    text = (
        "- Người thực hiện nội dung 2: Lù Thị Pằng\n"
        "- Ngoài ra trường đăng ký thêm sáng kiến “Phiếu hẹn có số thứ tự”, người thực hiện: Trương Văn Hiệu"
    )
    new = reading(item("Phiếu hẹn có số thứ tự", owners=("Trương Văn Hiệu",)), files=("nội dung thư",), sure=False)
    decision = answer(text, understanding=Understanding((), (new,)))
    (kept,) = decision.versions
    assert {one.title: one.get("owners") for one in kept.initiatives} == {
        "Cổng trường văn minh": None,
        TWO.title: ("Lù Thị Pằng",),
        "Phiếu hẹn có số thứ tự": ("Trương Văn Hiệu",),
    }
    assert ask.UNLISTED not in kinds(decision)


REPORT = (
    version(1, "13/8", ONE, TWO),
    version(2, "25/10", item(ONE.title, owners=HERS, result="Đã làm"), stage="report"),
)


def test_the_result_of_what_was_registered_is_told_in_words() -> None:
    where = season("29/10", *REPORT, letters=(_named(letter("receipt", "r", "25/10", "bao-thang", "report")),))
    text = f"Về nội dung “{TWO.title}”, trường báo cáo như sau: đã họp 12 buổi; tự đánh giá hoàn thành 90%."
    written = mail(subject="Re: CCHC năm 2024", text=text, files=(), in_reply_to=("<l1@us>",))
    (kept,) = decide(incoming("29/10", written, NOTHING), where).versions
    told = {one.title: (one.get("result"), one.get("completion")) for one in kept.initiatives}
    assert told[TWO.title] == ("đã họp 12 buổi", 90.0)


# --- Forms ----------------------------------------------------------------------------------------------------------


def _form(content: str | None) -> Understanding:
    said = item(ONE.title, owners=HERS, result=None, period="Tháng 9/2024 - 12/2024", content=content)
    return understood(reading(said, stage="report", repeats=True))


def test_a_form_that_says_more_than_the_registration_is_no_empty_one() -> None:
    where = season(
        "29/10", version(1, "13/8", item(ONE.title, owners=HERS, result=None, period="Tháng 9/2024 - 12/2024"))
    )
    empty = decide(incoming("29/10", mail(), _form(None)), where)
    assert (empty.verdict, empty.versions) == ("unclear", ())
    filled = decide(incoming("29/10", mail(), _form("Đã cập nhật 9 tháng")), where)
    (order,) = filled.letters
    assert filled.verdict == "submission"
    assert isinstance(order.facts, ReceiptFacts)
    assert order.facts.parts[0].missing == ((ONE.title, "Kết quả đạt được"),)


def test_another_address_in_a_form_is_asked_about() -> None:
    told = (("address", "vanthu.moi@truong.example"), ("phone", "0214 3 123 456"))
    decision = decide(incoming("20/8", mail(), understood(reading(ONE, contacts=told))), season("20/8"))
    (asked,) = decision.questions
    assert (asked.kind, asked.candidates) == (ask.ROSTER, ("vanthu.moi@truong.example",))
    known = (("address", "bt1@truong.example"),)
    assert decide(incoming("20/8", mail(), understood(reading(ONE, contacts=known))), season("20/8")).questions == ()


# --- Kinds that other people's mails showed -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Do file scan nặng quá không đính kèm được, phòng thông cảm.", ["says"]),
        ("Trường gửi danh sách 03 đồng chí đề nghị nâng lương, bản giấy đã gửi bưu điện hôm qua.", ["other"]),
        ("Trung tâm đang sắp xếp lại, đến cuối tháng 10 mới ổn định.", ["says"]),
        ("Tiện đây nhờ phòng xác nhận giúp giấy giới thiệu của cô Mai đã nộp tháng trước.", ["says"]),
        ("Hai lần nhắc đều gửi vào hộp thư cũ nên trường không biết", ["says"]),
        ("Có dấu treo thì phòng nhận không", ["question"]),
        ("Nhà trường đề nghị phòng cử cán bộ về tập huấn cách viết sáng kiến, trường sẽ bố trí xe đưa đón.", ["says"]),
        ("Trường nhận được thông tin rồi ạ.", ["thanks"]),
        ("Dạ trường giữ lại cả hai ạ, lần sau là gửi thêm chứ không phải thay", ["keep"]),
        ("Xin phòng 3 hôm nữa", ["time"]),
        ("Báo cáo đang chờ thầy hiệu trưởng đi công tác về ký, 28/8 thầy về", ["time"]),
    ],
)
def test_what_other_people_write_is_heard(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in hear(text, light())] == kinds


def test_of_several_people_none_is_left_out() -> None:
    (kept,) = answer("nguoi thuc hien noi dung 2 la thay Ha Van Tuan pht voi co Luc Thi Bich van thu nha").versions
    assert [one.get("owners") for one in kept.initiatives] == [None, ("Ha Van Tuan", "Luc Thi Bich")]


def test_one_person_for_several_initiatives_fills_no_gap_of_another() -> None:
    assert answer("Nội dung 1 và 3 để một người làm thôi, cô Lê Thị Hoa").versions == ()


def test_a_part_that_stays_says_something_of_the_rest() -> None:
    assert kinds(answer("Phòng cho trường giữ cái 1 thôi")) == [ask.SAYS]


def test_a_new_title_is_no_other_name_of_an_old_one() -> None:
    text = "Trường đăng ký thêm 01 sáng kiến: “Sổ tay điện tử”, người thực hiện Cổ Thị Mai, thực hiện từ tháng 9/2024."
    decision = answer(text)
    (kept,) = decision.versions
    new = kept.initiatives[-1]
    assert decision.questions == ()
    assert [one.title for one in kept.initiatives] == [ONE.title, TWO.title, "Sổ tay điện tử"]
    assert (new.get("owners"), new.get("period")) == (("Cổ Thị Mai",), "từ tháng 9/2024")


def test_whoever_takes_himself_out_takes_nothing_back() -> None:
    (asked,) = answer("Tôi là Lê Thị Hoa, tôi không tham gia nội dung 1, đề nghị thay bằng cô Lý Thị Sa.").questions
    assert asked.candidates == (ONE.title, "owners", "Lý Thị Sa")


def test_a_stranger_who_names_a_unit_and_the_campaign_is_told_to_the_office() -> None:
    text = "Em là văn thư Trường THPT số 1 Bảo Thắng, có thư nhắc báo cáo CCHC phòng gửi vào đây cho em nhé."
    written = mail("lien.vt@mail.example", subject="Đổi mail", text=text, files=())
    decision = decide(incoming("20/8", written, NOTHING), season("20/8"))
    assert kinds(decision) == [ask.NOTHING_READ]
