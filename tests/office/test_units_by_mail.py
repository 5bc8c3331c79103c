"""Units answer letters in plain words; the office decides; both read what came of it. Over embedded servers."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailbot.deciding import Deciding
from rules.season import Season
from rules.standing import questions as ask
from rules.standing.status import UnitStatus, statuses
from tests.office.house import CLERK, FORM, House, house, mail, reply, text_of

SCHOOL = "thpt-so-2-bao-thang"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path) as opened:
        yield opened


def address(place: House, unit: str = SCHOOL) -> str:
    return place.app.roster.unit(unit).addresses[0]


def reminded(place: House) -> EmailMessage:
    """The reminder that the school gets on the first day of them."""
    place.tick()
    return next(one for one in place.until(14, 7, 31) if address(place) in str(one["To"]))


def says(place: House, letter: EmailMessage, text: str, **later: float) -> list[EmailMessage]:
    place.receive(reply(letter, text, address(place)))
    return place.tick(**later)


def to_unit(letters: list[EmailMessage], place: House) -> list[EmailMessage]:
    return [one for one in letters if address(place) in str(one["To"])]


def season(place: House) -> Season:
    with place.app.look() as work:
        return work.season(place.app.campaign, place.app.roster, place.now)


def cell(place: House) -> UnitStatus:
    return next(one for one in statuses(season(place)) if (one.unit.code, one.stage) == (SCHOOL, "registration"))


def test_a_wish_for_time_is_passed_on_decided_and_told(place: House) -> None:
    letters = says(place, reminded(place), "Nhà trường xin lùi đến hết ngày 30/8/2024 do tập trung tuyển sinh.")
    (told,) = to_unit(letters, place)
    assert "thời hạn chưa thay đổi" in text_of(told)
    asked = next(one for one in place.until(14, 16, 31) if "quyết định" in str(one["Subject"]))
    assert "30/8/2024" in text_of(asked)
    number = next(one.number for one in place.questions() if one.kind == ask.EXTENSION)
    place.receive(reply(asked, f"{number} đúng"))
    (decided,) = to_unit(place.tick(), place)
    assert "đồng ý để đơn vị gửi" in text_of(decided)
    assert "30/8/2024 (thứ Sáu)" in text_of(decided)


def test_no_reminder_while_a_wish_is_open_and_the_unit_reads_before_the_deadline_that_it_is(place: House) -> None:
    says(place, reminded(place), "Nhà trường xin lùi thời hạn ít ngày ạ.")
    letters = [one for day in (15, 16, 19, 20, 21, 22, 23) for hour in (8, 14) for one in place.until(day, hour)]
    (undecided,) = to_unit(letters, place)
    assert "chưa có ý kiến" in text_of(undecided)
    assert any("xin lùi thời hạn" in text_of(one) for one in letters if "quyết định" in str(one["Subject"]))


def test_the_unit_is_told_a_no(place: House) -> None:
    says(place, reminded(place), "Trường ít người, đề nghị được miễn đăng ký năm nay ạ.")
    asked = next(one for one in place.until(14, 16, 31) if "quyết định" in str(one["Subject"]))
    number = next(one.number for one in place.questions() if one.kind == ask.EXEMPTION)
    place.receive(reply(asked, f"{number} không"))
    (decided,) = to_unit(place.tick(), place)
    assert "chưa đồng ý miễn" in text_of(decided)
    assert cell(place).state == "owes"


def test_a_question_is_answered_in_the_words_of_the_office(place: House) -> None:
    says(place, reminded(place), "Cho em hỏi đăng ký gửi bản Word hay bản PDF ạ?")
    asked = next(one for one in place.until(14, 16, 31) if "quyết định" in str(one["Subject"]))
    number = next(one.number for one in place.questions() if one.kind == ask.ASKED)
    place.receive(
        reply(asked, f"{number} trả lời: Trường gửi bản Word.\nKhông cần bản giấy, kể cả khi đã ký.\n\nTrân trọng\nHà")
    )
    letters = place.tick()
    (told,) = to_unit(letters, place)
    assert "Trường gửi bản Word. Không cần bản giấy, kể cả khi đã ký." in text_of(told)
    assert "Trân trọng Hà" not in text_of(told)
    assert any("Trường gửi bản Word" in text_of(one) for one in letters if CLERK in str(one["To"]))


def test_a_missing_value_is_recorded_and_the_receipt_shows_it(place: House) -> None:
    text = FORM.replace("Người thực hiện: Tổ Văn phòng\n", "")
    place.receive(mail(address(place), "Gửi đăng ký CCHC", text))
    (receipt,) = to_unit(place.tick(), place)
    assert cell(place).state in ("incomplete", "provisional")
    says(place, receipt, "Dạ người thực hiện là cô Lê Thị Hoa ạ.")
    held = cell(place).submission
    assert held is not None
    assert held.initiatives[0].initiative.get("owners") == ("Lê Thị Hoa",)


def test_the_form_comes_again_at_once(place: House) -> None:
    (told,) = to_unit(says(place, reminded(place), "Em không mở được file biểu mẫu ạ."), place)
    assert len(list(told.iter_attachments())) == 2


def test_thanks_are_not_answered_and_nobody_is_asked(place: House) -> None:
    before = len(place.questions())
    assert to_unit(says(place, reminded(place), "Dạ em cảm ơn phòng, trường đã nhận được thư ạ."), place) == []
    assert len(place.questions()) == before


def test_two_answers_that_say_nothing_new_get_one_letter(place: House) -> None:
    letter = reminded(place)
    (told,) = to_unit(says(place, letter, "Trường đã họp hội đồng thi đua sáng nay."), place)
    assert to_unit(says(place, letter, "Trường họp xong lúc 10 giờ."), place) == []
    assert to_unit(says(place, told, "Yêu cầu số 12 của quý vị đã vào hàng đợi."), place) == []
    assert sum(one.kind == ask.SAYS for one in place.questions()) == 3


def test_a_vacation_note_in_answer_to_a_reminder_changes_nothing(place: House) -> None:
    letter, before = reminded(place), len(place.questions())
    note = reply(
        letter, "Tôi nghỉ phép từ 14/8 đến hết 30/8/2024, xin lùi lại.", address(place), Auto_Submitted="auto-replied"
    )
    place.receive(note)
    assert to_unit(place.tick(), place) == []
    assert len(place.questions()) == before
    assert cell(place).state == "owes"


def test_a_value_is_given_by_the_number_of_what_it_is_of(place: House) -> None:
    two = FORM + "\n2. Tên sáng kiến: Một cửa điện tử\n"
    place.receive(mail(address(place), "Gửi đăng ký CCHC", two))
    (receipt,) = to_unit(place.tick(), place)
    says(place, receipt, "người thực hiện gp2 cũng như gp1 nhé")
    held = cell(place).submission
    assert held is not None
    assert [one.initiative.get("owners") for one in held.initiatives] == [("Tổ Văn phòng",), ("Tổ Văn phòng",)]


def test_what_comes_without_a_sign_of_us_about_what_was_sent_is_put_before_the_office(place: House) -> None:
    place.receive(mail(address(place), "Gửi đăng ký CCHC", FORM))
    place.tick()
    place.receive(mail(address(place), "Bổ sung", "Bổ sung thêm chị Phùng Thị Nguyên vào nhé"))
    place.tick()
    assert any(one.kind == ask.CHANGE and "Phùng Thị Nguyên" in one.text for one in place.questions())


def test_a_stranger_who_answers_us_is_asked_about(place: House) -> None:
    place.receive(mail("teacher@mail.example", "Gửi đăng ký CCHC", FORM))
    (told, *_) = [one for one in place.tick() if "teacher@mail.example" in str(one["To"])]
    before = len(place.questions())
    place.receive(reply(told, "số 2 ạ, em dùng mail cá nhân", "teacher@mail.example"))
    place.tick()
    assert len(place.questions()) == before + 1


def test_what_was_sent_already_is_told_with_when_and_from_whom(place: House) -> None:
    place.receive(mail(address(place), "Gửi đăng ký CCHC", FORM))
    (receipt,) = to_unit(place.tick(), place)
    (told,) = to_unit(says(place, receipt, "Trường gửi rồi mà sao vẫn nhắc ạ?"), place)
    assert f"từ địa chỉ {address(place)}" in text_of(told)
    assert "đã đủ thông tin" in text_of(told)


def test_a_unit_reads_that_its_paper_counts_no_longer(place: House) -> None:
    says(place, reminded(place), "Trường đã nộp bản giấy ngày 12/8 ạ.")
    asked = next(one for one in place.until(14, 16, 31) if "quyết định" in str(one["Subject"]))
    number = next(one.number for one in place.questions() if one.kind == ask.ON_PAPER)
    place.receive(reply(asked, f"{number} đúng"))
    assert any("ghi nhận đơn vị đã nộp" in text_of(one) for one in to_unit(place.tick(), place))
    with place.app.begin() as work:
        said = Deciding(work, place.app, "Hà", "command").undo_answer(number)
        work.commit()
    assert "Đã báo" in said
    (told,) = to_unit(place.tick(), place)
    assert "rút lại việc ghi nhận bản giấy" in text_of(told)
    assert cell(place).state == "owes"


def test_a_stranger_who_answers_for_a_unit_with_a_new_address_is_proposed_and_the_unit_reads_it(place: House) -> None:
    letter = reminded(place)
    place.receive(reply(letter, "Từ nay chị gửi về địa chỉ của em: van@mail.example nhé.", "van@mail.example"))
    letters = place.tick()
    (question,) = [one for one in place.questions() if one.kind == ask.ROSTER]
    assert (question.unit, question.candidates) == (SCHOOL, ("van@mail.example",))
    (told,) = to_unit(letters, place)
    assert "đề nghị trả lời thư này" in text_of(told)
