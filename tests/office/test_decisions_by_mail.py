"""A clerk answers a letter in plain words: what happens, what is told, and what never happens."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlmodel import select

from mailbot.demo.script import MAILBOX
from mailbot.remembered import Remembered
from rules.letter_kind import ANNOUNCEMENT
from rules.rulings import learned
from storage.tables import LetterRow
from tests.office.house import CLERK, FORM, House, house, mail, office_campaign, others, reply, text_of

STRANGER = "hoalan.gv@thu.example"
UNIT = "thpt-so-2-bao-thang"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path / "office") as opened:
        yield opened


def _asked(office: House) -> EmailMessage:
    """A stranger's mail has come, and the office was asked about it at the end of the day."""
    office.receive(mail(STRANGER, "Gửi đăng ký CCHC", FORM))
    office.tick()
    letters = office.until(13, 16, 31)
    (asked,) = [letter for letter in letters if str(letter["X-Mailbot"]).split("/")[1] == "questions"]
    return asked


def _answer(office: House, letter: EmailMessage, text: str, **more: str) -> list[EmailMessage]:
    office.receive(reply(letter, text, **more))
    return office.tick()


def _kind(letter: EmailMessage) -> str:
    return str(letter["X-Mailbot"]).split("/")[1]


def test_what_a_clerk_confirms_counts_is_told_and_the_unit_gets_its_receipt(office: House) -> None:
    asked = _asked(office)
    assert office.unit_of(1) == (UNIT, True, False)
    letters = _answer(office, asked, "1 đúng")
    assert office.unit_of(1) == (UNIT, False, False)
    answered, receipt = sorted(letters, key=_kind)
    assert [_kind(answered), _kind(receipt)] == ["answered", "receipt"]
    assert answered["To"] == CLERK
    assert "hoàn tác câu 1" in text_of(answered)
    assert "xem và xác nhận" in text_of(receipt)
    with office.app.begin() as work:
        assert learned(work.rulings.all()) == ((STRANGER, UNIT),)


def test_the_answer_letter_undoes_what_it_tells(office: House) -> None:
    (answered, *_) = [one for one in _answer(office, _asked(office), "1 đúng") if _kind(one) == "answered"]
    (undone,) = _answer(office, answered, "hoàn tác 1")
    assert office.unit_of(1) == (UNIT, True, False)
    assert "lại chờ trả lời" in text_of(undone)
    with office.app.begin() as work:
        assert learned(work.rulings.all()) == ()
    again = _answer(office, answered, "1 THPT số 1 Bảo Thắng")
    assert office.unit_of(1)[0] == "thpt-so-1-bao-thang"
    assert {_kind(one) for one in again} == {"answered", "receipt"}


def test_what_is_unclear_is_asked_back_and_the_letter_that_asks_can_be_answered(office: House) -> None:
    (back,) = _answer(office, _asked(office), "1 hình như đúng")
    assert "1 hình như đúng" in text_of(back)
    assert office.unit_of(1) == (UNIT, True, False)
    _answer(office, back, "1 bỏ qua")
    assert office.unit_of(1) == (UNIT, True, True)


@pytest.mark.parametrize(
    ("text", "state"), [("hoàn tác câu 1", (UNIT, True, False)), ("Chị nhầm, câu 1 không", (UNIT, True, True))]
)
def test_one_number_is_for_the_question_and_for_taking_its_answer_back(
    office: House, text: str, state: tuple[str, bool, bool]
) -> None:
    (told, *_) = [one for one in _answer(office, _asked(office), "1 đúng") if _kind(one) == "answered"]
    _answer(office, told, text)
    assert office.unit_of(1) == state


def test_a_question_is_answered_once(office: House) -> None:
    asked = _asked(office)
    _answer(office, asked, "1 đúng")
    (told,) = _answer(office, asked, "1 không")
    assert "đã được trả lời" in text_of(told)
    assert "hoàn tác câu 1" in text_of(told)
    assert office.unit_of(1) == (UNIT, False, False)


def test_a_person_who_writes_from_the_mailbox_itself_is_a_person(office: House) -> None:
    letters = _answer(office, _asked(office), "1 đúng", sender=MAILBOX)
    assert office.unit_of(1) == (UNIT, False, False)
    assert {_kind(one) for one in letters} == {"answered", "receipt"}


def test_who_is_not_of_the_office_decides_nothing_and_the_office_is_told_once(office: House) -> None:
    asked = _asked(office)
    (told,) = _answer(office, asked, "1 đúng", sender=STRANGER)
    assert (told["To"], _kind(told)) == (CLERK, "answered")
    assert STRANGER.replace("@", "[@]") in text_of(told)
    assert _answer(office, asked, "đúng hết", sender=STRANGER) == []
    assert office.unit_of(1) == (UNIT, True, False)


def test_an_answer_to_no_letter_of_ours_decides_nothing(office: House) -> None:
    asked = _asked(office)
    token = str(asked["Message-ID"]).strip("<>").replace("0", "1").replace("a", "b")
    assert _answer(office, asked, "1 đúng", In_Reply_To=f"<{token}>", References=f"<{token}>") == []
    office.receive(mail(CLERK, "Re: Cần anh/chị quyết định", "1 đúng"))
    assert office.tick() == []
    assert office.unit_of(1) == (UNIT, True, False)


def test_a_forwarded_letter_decides_nothing_and_the_writer_is_told(office: House) -> None:
    asked = _asked(office)
    forwarded = reply(asked, "1 đúng")
    del forwarded["Subject"]
    forwarded["Subject"] = f"Fwd: {asked['Subject']}"
    office.receive(forwarded)
    (told,) = office.tick()
    assert "chuyển tiếp" in text_of(told)
    assert office.unit_of(1) == (UNIT, True, False)


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "auto-replied"}, {"X_Autoreply": "yes"}, {"Precedence": "bulk"}, {"X_Mailbot": "a/b/c"}],
)
def test_a_machine_decides_nothing_and_is_not_answered(office: House, headers: dict[str, str]) -> None:
    assert _answer(office, _asked(office), "1 đúng", **headers) == []
    assert office.unit_of(1) == (UNIT, True, False)


def test_an_absence_note_decides_nothing(office: House) -> None:
    asked = _asked(office)
    note = mail(
        CLERK,
        f"Trả lời tự động: {asked['Subject']}",
        "Tôi đang đi công tác, sẽ trả lời sau. 1 đúng",
        In_Reply_To=str(asked["Message-ID"]),
    )
    office.receive(note)
    assert office.tick() == []
    assert office.unit_of(1) == (UNIT, True, False)


def test_a_letter_that_is_too_old_decides_nothing_and_the_writer_is_told(office: House) -> None:
    asked = _asked(office)
    with office.app.begin() as work:
        for row in work.session.exec(select(LetterRow)):
            row.created_at -= timedelta(days=60)
        work.commit()
    office.app.remembered = Remembered()  # rows are not changed behind its back but here
    letters = _answer(office, asked, "1 đúng")
    (told,) = [letter for letter in letters if _kind(letter) == "answered"]
    assert "quá cũ" in text_of(told)
    assert office.unit_of(1) == (UNIT, True, False)


@pytest.mark.parametrize(
    ("results", "unit"),
    [
        ("mx.so.example; dmarc=pass header.from=so.example", (UNIT, False, False)),
        ("mx.so.example; dmarc=fail header.from=so.example", (UNIT, True, False)),
        ("mx.evil.example; dmarc=pass header.from=so.example", (UNIT, True, False)),
        ("", (UNIT, True, False)),
    ],
)
def test_where_the_server_gives_proof_it_is_demanded(office: House, results: str, unit: tuple[str, bool, bool]) -> None:
    settings = office.app.config.imap.model_copy(update={"authserv_id": "mx.so.example"})
    office.app.config = office.app.config.model_copy(update={"imap": settings})
    asked = _asked(office)
    _answer(office, asked, "1 đúng", **({"Authentication_Results": results} if results else {}))
    assert office.unit_of(1) == unit


def test_a_mail_that_is_handled_again_decides_nothing_twice(office: House) -> None:
    asked = _asked(office)
    _answer(office, asked, "1 đúng")
    with office.app.begin() as work:
        last = max(place.arrival_id for place, row in work.arrivals.locations() if row.verdict == "answer")
        work.arrivals.requeue(last)
        work.commit()
    assert office.tick() == []
    with office.app.begin() as work:
        assert len(work.rulings.all()) == 1


# --- Batches of reminders -------------------------------------------------------------------------------------------


def _announced(office: House) -> EmailMessage:
    letters = office.until(14, 7, 31)
    (announced,) = [letter for letter in letters if _kind(letter) == "announcement"]
    return announced


def _reminded(letters: list[EmailMessage]) -> set[str]:
    return {str(letter["To"]) for letter in letters if _kind(letter) in ("reminder", "overdue")}


def test_a_batch_that_is_stopped_does_not_leave_and_leaves_again_when_that_is_undone(office: House) -> None:
    announced = _announced(office)
    (told,) = _answer(office, announced, "dừng")
    assert _reminded(office.until(15, 7, 31)) == set()
    assert len(_reminded(_answer(office, told, "hoàn tác"))) == others(office.app)


def test_units_are_taken_out_by_their_numbers_in_the_letter(office: House) -> None:
    announced = _announced(office)
    (row,) = [one for one in office.known() if one.kind == ANNOUNCEMENT]
    _answer(office, announced, "trừ 3, 7")
    reminded = _reminded(office.until(15, 7, 31))
    left_out = {office.app.roster.unit(row.items[place].removeprefix("unit:")).addresses[0] for place in (2, 6)}
    assert len(reminded) == others(office.app) - 2
    assert not reminded & left_out


def test_consent_to_what_leaves_anyway_is_answered_by_its_leaving(office: House) -> None:
    assert _answer(office, _announced(office), "ok em") == []
    assert len(_reminded(office.until(15, 7, 31))) == others(office.app)


def test_whoever_wants_it_at_once_reads_when_it_leaves(office: House) -> None:
    (letter,) = _answer(office, _announced(office), "Gửi ngay bây giờ đi em")
    assert "tự gửi từ 07:30 ngày 15/8" in text_of(letter)
    assert len(_reminded(office.until(15, 7, 31))) == others(office.app)


def test_a_batch_that_left_is_not_stopped_and_the_clerk_is_told(office: House) -> None:
    announced = _announced(office)
    office.until(15, 7, 31)
    (told,) = _answer(office, announced, "dừng")
    assert "đã gửi" in text_of(told)


def test_with_approval_nothing_leaves_without_the_word_and_it_is_asked_again(tmp_path: Path) -> None:
    with house(tmp_path / "office", office_campaign(release="approve")) as office:
        first = _announced(office)
        assert _reminded(office.until(15, 7, 31)) == set()
        (again,) = [letter for letter in office.until(16, 7, 31) if _kind(letter) == "announcement"]
        assert "Việc này đã được hỏi" in text_of(again)
        assert len(_reminded(_answer(office, first, "gửi"))) == others(office.app)


def test_with_approval_a_batch_that_was_stopped_is_not_asked_again(tmp_path: Path) -> None:
    with house(tmp_path / "office", office_campaign(release="approve")) as office:
        _answer(office, _announced(office), "dừng")
        assert [_kind(one) for one in office.until(16, 7, 31) if _kind(one) in ("announcement", "reminder")] == []


def test_what_is_unclear_about_a_batch_holds_it_until_a_later_word_lets_it_out(office: House) -> None:
    announced = _announced(office)
    (told,) = _answer(office, announced, "Sửa lại cho mềm hơn rồi hãy gửi")
    assert "tạm dừng" in text_of(told)
    assert _reminded(office.until(15, 7, 31)) == set()
    assert len(_reminded(_answer(office, told, "gửi"))) == others(office.app)


def test_the_plan_is_given_its_number_once_by_mail_and_letters_cite_it(office: House) -> None:
    letters = _answer(office, _asked(office), "Kế hoạch số 15/KH-SGDĐT ngày 20/3/2024\n1 đúng")
    (told,) = [one for one in letters if _kind(one) == "answered"]
    assert "Kế hoạch phát động: số 15/KH-SGDĐT ngày 20/3/2024" in text_of(told)
    reminders = [*office.until(13, 16, 31), *office.until(14, 7, 31)]
    plan = "Thực hiện Kế hoạch số 15/KH-SGDĐT ngày 20/3/2024 của Sở Giáo dục và Đào tạo về phát động phong trào thi đua"
    assert any(plan in " ".join(text_of(one).split()) for one in reminders if CLERK not in str(one["To"]))
