"""Who is not proven decides by a code that went to his own address; no forgery that was tried decides."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from itertools import count
from pathlib import Path

import pytest

from mailbot.confirming import settle
from mailbot.deciding import Refused, answer
from mailbot.demo.script import MAILBOX
from rules.rulings import learned
from storage.tables import RulingRow
from tests.app.test_bounces import report
from tests.office.house import CLERK, FORM, House, house, mail, office_campaign, others, reply, text_of
from tests.seasons import people

STRANGER = "hoalan.gv@thu.example"
COLLEAGUE = "minh@so.example"
UNIT = "thpt-so-2-bao-thang"
RECORDED, COUNTS = (UNIT, True, False), (UNIT, False, False)
LOGGED_IN = f"mx.so.example; auth=pass smtp.auth={CLERK}"


def _numbered(built: House) -> House:
    numbers = count(1)
    built.app.codes = lambda: f"{next(numbers) * 111_111 % 1_000_000:06}"
    return built


@pytest.fixture
def office(tmp_path: Path) -> Iterator[House]:
    campaign = office_campaign()
    listed = campaign.office.model_copy(update={"people": people(CLERK, COLLEAGUE)})
    with house(tmp_path / "office", campaign.model_copy(update={"office": listed}), decisions="confirmed") as opened:
        yield _numbered(opened)


def _kind(letter: EmailMessage) -> str:
    return str(letter["X-Mailbot"]).split("/")[1]


def _answered(letters: list[EmailMessage]) -> list[EmailMessage]:
    return [letter for letter in letters if _kind(letter) == "answered"]


def _kinds(letters: list[EmailMessage]) -> list[str]:
    return sorted(map(_kind, letters))


def _asked(office: House) -> EmailMessage:
    """A stranger's mail has come, and the office was asked about it at the end of the day."""
    office.receive(mail(STRANGER, "Gửi đăng ký CCHC", FORM))
    office.tick()
    (asked,) = [letter for letter in office.until(13, 16, 31) if _kind(letter) == "questions"]
    return asked


def _says(office: House, letter: EmailMessage, text: str, **more: str) -> list[EmailMessage]:
    office.receive(reply(letter, text, **more))
    return office.tick()


def _coded(office: House, text: str = "1 đúng") -> EmailMessage:
    """The clerk has answered, and got the letter with the code."""
    return _coded_of(office, _asked(office), text)


def _coded_of(office: House, asked: EmailMessage, text: str = "1 đúng") -> EmailMessage:
    (letter,) = _says(office, asked, text)
    assert (_kind(letter), letter["To"]) == ("code", CLERK)
    return letter


def _code(letter: EmailMessage, which: int = 0) -> str:
    return str(re.findall(r"Mã: (\d{3} \d{3})", text_of(letter))[which])


def _state(office: House) -> tuple[str | None, bool, bool]:
    return office.unit_of(1)


# --- The way it is meant --------------------------------------------------------------------------------------------


def test_what_would_be_done_is_shown_and_done_when_the_code_comes_back(office: House) -> None:
    letter = _coded(office)
    assert "được ghi nhận cho Trường THPT số 2" in text_of(letter)
    assert _state(office) == RECORDED
    letters = _says(office, letter, f"xác nhận {_code(letter)}")
    assert _state(office) == COUNTS
    assert _kinds(letters) == ["receipt"]  # she has read what would be done
    assert "hoàn tác câu 1" in text_of(_announced(office))  # the next letter to the office
    with office.app.begin() as work:
        assert learned(work.rulings.all()) == ((STRANGER, UNIT),)
        (ruling,) = work.rulings.all()
        assert ruling.decided.at == ruling.turns[0].at  # it counts from the arrival of what was confirmed


def test_whoever_is_proven_is_not_asked(office: House) -> None:
    _with_proof(office)
    assert _kinds(_proven(office, _asked(office), "1 đúng")) == ["receipt"]
    assert _state(office) == COUNTS


def _with_proof(office: House) -> None:
    """The receiving server says who logged in."""
    imap = office.app.config.imap.model_copy(update={"authserv_id": "mx.so.example", "own_hosts": ("mail.so.example",)})
    office.app.config = office.app.config.model_copy(update={"imap": imap})


def _proven(office: House, letter: EmailMessage, text: str) -> list[EmailMessage]:
    received = b"Received: from x by mail.so.example with ESMTPSA id 1; Tue, 13 Aug 2024 16:31:40 +0700\r\n"
    office.receive(f"Authentication-Results: {LOGGED_IN}\r\n".encode() + received + reply(letter, text).as_bytes())
    return office.tick()


def test_what_was_understood_and_done_is_told_with_the_next_letter_and_taken_back_there(office: House) -> None:
    _with_proof(office)
    _proven(office, _asked(office), "1 đúng")
    told = _announced(office)
    assert "hoàn tác câu 1" in text_of(told)
    (undone,) = _proven(office, told, "hoàn tác câu 1")
    assert "lại chờ trả lời" in text_of(undone)
    assert _state(office) == RECORDED


def test_a_word_on_a_batch_is_told_on_its_day_and_taken_back_there(office: House) -> None:
    _with_proof(office)
    assert _proven(office, _announced(office), "dừng") == []
    (told,) = [letter for letter in office.until(14, 16, 31) if _kind(letter) == "done"]
    assert _reminded(office.until(15, 7, 31)) == 0
    assert _reminded(_proven(office, told, "hoàn tác 1")) == others(office.app)


def test_a_late_word_on_a_batch_is_answered_before_the_batch_would_leave(office: House) -> None:
    _with_proof(office)
    announced = _announced(office)
    assert _proven(office, announced, "trừ 3") == []
    office.until(14, 20)
    (told,) = _proven(office, announced, "dừng")
    assert (_kind(told), told["To"]) == ("answered", CLERK)
    assert _reminded(office.until(15, 7, 31)) == 0


def test_the_shared_mailbox_confirms_for_itself(tmp_path: Path) -> None:
    campaign = office_campaign()
    shared = campaign.model_copy(update={"office": campaign.office.model_copy(update={"people": ()})})
    with house(tmp_path / "shared", shared, decisions="confirmed") as office:
        (letter,) = _says(_numbered(office), _asked(office), "1 đúng", sender=MAILBOX)
        assert letter["To"] == MAILBOX
        assert office.tick() == []  # it came to the mailbox itself, and is known as ours
        _says(office, letter, f"xác nhận {_code(letter)}", sender=MAILBOX)
        assert _state(office) == COUNTS
        with office.app.begin() as work:
            assert {one.decided.by for one in work.rulings.all()} == {"hộp thư chung"}


# --- What never decides ---------------------------------------------------------------------------------------------


def test_from_and_token_decide_nothing_and_ok_without_the_code_is_answered(office: House) -> None:
    letter = _coded(office)
    assert _state(office) == RECORDED
    (told,) = _says(office, letter, "ok")
    assert "chưa có mã" in text_of(told)
    assert _state(office) == RECORDED
    _says(office, letter, f"xác nhận {_code(letter)}")
    assert _state(office) == COUNTS


def test_a_guessed_code_is_tried_five_times(office: House) -> None:
    letter = _coded(office)
    for guess in range(5):
        (told,) = _says(office, letter, f"xác nhận 90000{guess}")
        assert _state(office) == RECORDED
    assert "sai năm lần" in text_of(told)
    (told,) = _says(office, letter, f"xác nhận {_code(letter)}")
    assert "hết hiệu lực" in text_of(told)
    assert _state(office) == RECORDED


def test_a_code_lasts_three_working_days(office: House) -> None:
    letter = _coded(office)  # Tuesday
    office.until(16, 23, 50)
    office.until(17, 0, 10)
    (told,) = [one for one in _says(office, letter, f"xác nhận {_code(letter)}") if _kind(one) == "answered"]
    assert "hết hiệu lực" in text_of(told)
    assert _state(office) == RECORDED


def test_a_code_that_was_used_does_nothing_again(office: House) -> None:
    asked = _asked(office)
    letter = _coded_of(office, asked)
    _says(office, letter, f"xác nhận {_code(letter)}")
    assert _says(office, asked, "hoàn tác câu 1") == []  # it asks for a code of its own, ten minutes later
    (undo,) = office.tick(minutes=11)
    assert _kind(undo) == "code"
    _says(office, undo, f"xác nhận {_code(undo)}")
    assert _state(office) == RECORDED
    (again,) = _says(office, letter, f"Xác nhận {_code(letter)}")
    assert "từ trước" in text_of(again)
    assert _state(office) == RECORDED


def test_whoever_says_no_has_it_dropped(office: House) -> None:
    letter = _coded(office)
    (told,) = _says(office, letter, "không")
    assert "Đã bỏ" in text_of(told)
    (late,) = _says(office, letter, f"xác nhận {_code(letter)}")
    assert "hết hiệu lực" in text_of(late)
    assert _state(office) == RECORDED


def _reads_otherwise(office: House, arrival: int, unit: str) -> None:
    """The mail is read anew, as a better reader would: what it gave is another unit's."""
    with office.app.begin() as work:
        (version,) = work.submissions.of_arrival(arrival)
        work.submissions.keep(arrival, (replace(version, unit=unit),), office.now + timedelta(seconds=1))
        work.commit()


def test_where_the_paper_was_read_anew_nothing_is_done_and_the_letter_comes_again(office: House) -> None:
    letter = _coded(office)
    _reads_otherwise(office, 1, "thpt-so-1-bao-thang")
    (again,) = _says(office, letter, f"xác nhận {_code(letter)}")
    assert (_kind(again), "đã thay đổi" in text_of(again)) == ("code", True)
    assert office.unit_of(1) == ("thpt-so-1-bao-thang", True, False)
    _says(office, again, f"xác nhận {_code(again)}")
    assert _state(office) == COUNTS


# --- Settled on the page ---------------------------------------------------------------------------------------------


def _settle(office: House, number: int, *, agreed: bool) -> None:
    with office.app.begin() as work:
        settle(number, "Nguyễn Thu Hà", work, office.app, agreed=agreed)
        work.commit()


def _proposals(office: House) -> list[str]:
    with office.app.begin() as work:
        return [one.state for one in work.proposals.all()]


def test_what_is_agreed_to_on_the_page_is_done_whole_and_its_code_does_nothing_again(office: House) -> None:
    letter = _coded(office)
    _settle(office, 1, agreed=True)
    assert (_state(office), _proposals(office)) == (COUNTS, ["confirmed"])
    assert _kinds(office.tick()) == ["receipt"]  # the unit reads it, as by mail
    (told,) = _says(office, letter, f"xác nhận {_code(letter)}")
    assert "từ trước" in text_of(told)
    with pytest.raises(Refused, match="không còn chờ"):
        _settle(office, 1, agreed=True)


def test_what_is_refused_on_the_page_lapses_with_its_code(office: House) -> None:
    letter = _coded(office)
    _settle(office, 1, agreed=False)
    assert (_state(office), _proposals(office)) == (RECORDED, ["lapsed"])
    (told,) = _says(office, letter, f"xác nhận {_code(letter)}")
    assert "hết hiệu lực" in text_of(told)


def test_taking_back_is_agreed_to_on_the_page(office: House) -> None:
    asked = _asked(office)
    letter = _coded_of(office, asked)
    _says(office, letter, f"xác nhận {_code(letter)}")
    _says(office, asked, "hoàn tác câu 1")
    _settle(office, 2, agreed=True)
    assert (_state(office), _proposals(office)) == (RECORDED, ["confirmed", "confirmed"])
    assert not any("code" in _kinds(office.tick(minutes=11)) for _ in range(2))  # there is nothing left to confirm


def test_of_one_mail_a_part_is_settled_on_the_page_and_the_rest_by_its_code(alone: House) -> None:
    asked = _more_time(alone, 0)
    alone.receive(mail(tuple(alone.app.roster)[1].addresses[0], "Xin gia hạn", "Đơn vị xin gia hạn nộp đăng ký sáng "
                       "kiến CCHC đến ngày 30/8."))  # fmt: skip
    asked = next((one for one in alone.tick(minutes=12) if _kind(one) == "questions"), asked)
    (letter,) = _says(alone, asked, "1 gia hạn đến 30/8\n2 gia hạn đến 30/8")
    _settle(alone, 1, agreed=True)
    assert (_extended(alone), _proposals(alone)) == (1, ["open"])
    _says(alone, letter, f"xác nhận {_code(letter)}")
    assert (_extended(alone), _proposals(alone)) == (2, ["confirmed"])


def test_what_the_paper_no_longer_says_is_not_agreed_to_on_the_page(office: House) -> None:
    _coded(office)
    _reads_otherwise(office, 1, "thpt-so-1-bao-thang")
    with pytest.raises(Refused, match="đã thay đổi"):
        _settle(office, 1, agreed=True)
    assert _proposals(office) == ["open"]


# --- What has changed since -----------------------------------------------------------------------------------------


def test_where_something_changed_nothing_is_done_and_the_letter_comes_again(office: House) -> None:
    letter = _coded(office)
    with office.app.begin() as work:
        (proposal,) = work.proposals.all()
        shown = work.rulings.find(proposal.rulings[0])
        assert shown is not None
        row = work.session.get_one(RulingRow, shown.number)
        row.effects = [{**row.effects[0], "unit": "thpt-so-1-bao-thang"}, *row.effects[1:]]
        work.session.add(row)
        work.commit()
    (again,) = _says(office, letter, f"xác nhận {_code(letter)}")
    assert (_kind(again), "đã thay đổi" in text_of(again)) == ("code", True)
    assert _state(office) == RECORDED
    (old,) = _says(office, letter, f"Xác nhận {_code(letter)}!")
    assert "hết hiệu lực" in text_of(old)
    _says(office, again, f"xác nhận {_code(again)}")
    assert _state(office) == COUNTS


def test_what_somebody_else_has_decided_meanwhile_is_told(office: House) -> None:
    letter = _coded(office)
    answer(1, "no", "Chị Hà", office.app)
    (told,) = _answered(_says(office, letter, f"xác nhận {_code(letter)}"))
    assert "đã được giải quyết cách khác" in text_of(told)
    assert _state(office) == (UNIT, True, True)


def test_two_wishes_about_one_matter_stand_in_one_letter_each_with_its_own_code(office: House) -> None:
    asked = _asked(office)
    (first,) = _says(office, asked, "1 đúng")
    assert _says(office, asked, "1 không") == []  # within ten minutes it waits
    (both,) = office.tick(minutes=11)
    assert "trái nhau" in text_of(both)
    assert "“1 đúng”" in text_of(both) and "“1 không”" in text_of(both)
    (old,) = _says(office, first, f"xác nhận {_code(first)}")
    assert "thay bằng" in text_of(old)
    _says(office, both, f"xác nhận {_code(both, 1)}")
    assert _state(office) == (UNIT, True, True)
    with office.app.begin() as work:
        assert [one.state for one in work.proposals.all()] == ["lapsed", "confirmed"]


def test_a_code_is_not_enough_once_another_answer_has_come(office: House) -> None:
    asked = _asked(office)
    (first,) = _says(office, asked, "1 đúng")
    _says(office, asked, "1 không")
    (both,) = _says(office, first, f"xác nhận {_code(first)}")
    assert (_kind(both), "trái nhau" in text_of(both)) == ("code", True)
    assert _state(office) == RECORDED


# --- Stopping needs no proof ----------------------------------------------------------------------------------------


def _announced(office: House) -> EmailMessage:
    (announced,) = [letter for letter in office.until(14, 7, 31) if _kind(letter) == "announcement"]
    return announced


def _reminded(letters: list[EmailMessage]) -> int:
    return sum(_kind(letter) in ("reminder", "overdue") for letter in letters)


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path / "strict", decisions="proven") as opened:
        yield opened


def test_who_is_not_proven_stops_for_a_day_and_all_of_the_office_read_it(strict: House) -> None:
    (told,) = _says(strict, _announced(strict), "dừng")
    assert _kind(told) == "answered"
    assert "không xác nhận được người gửi" in text_of(told)
    assert "đến hết ngày 15/8/2024" in text_of(told)
    assert _reminded(strict.until(15, 7, 31)) == 0
    assert _reminded(strict.until(16, 7, 31)) == others(strict.app)


def test_what_is_taken_out_is_held_alone(strict: House) -> None:
    _says(strict, _announced(strict), "trừ 3, 7")
    assert _reminded(strict.until(15, 7, 31)) == others(strict.app) - 2
    assert _reminded(strict.until(16, 7, 31)) == 2


def test_a_stop_holds_at_once_and_the_code_makes_it_last(office: House) -> None:
    letters = _says(office, _announced(office), "dừng")
    assert _kinds(letters) == ["answered", "code"]
    told, letter = sorted(letters, key=_kind)
    assert {str(told["To"]), str(letter["To"])} == {f"{CLERK}, {COLLEAGUE}", CLERK}
    _says(office, letter, f"xác nhận {_code(letter)}")
    assert _reminded(office.until(15, 7, 31)) == _reminded(office.until(16, 7, 31)) == 0


def test_while_it_is_proposed_nothing_leaves_that_it_would_stop_and_dropping_it_lets_the_hold_end(
    office: House,
) -> None:
    letter = next(one for one in _says(office, _announced(office), "dừng") if _kind(one) == "code")
    assert _reminded(office.until(16, 7, 31)) == 0  # the hold is over, the proposal is open
    assert _reminded(_says(office, letter, "không")) > 0


def _queued(office: House) -> int:
    with office.app.begin() as work:
        return sum(one.kind.urges and one.state == "queued" for one in work.letters.facts())


def _late(office: House) -> int:
    """The server does not take the reminders of the batch on its day; how many wait."""
    office.smtp.answers.extend(["451 4.3.0 try again later"] * others(office.app))
    assert _reminded(office.until(15, 7, 31)) == 0
    return _queued(office)


def test_what_is_already_queued_is_held_too_and_leaves_once_the_hold_is_over(office: House) -> None:
    announced = _announced(office)
    waiting = _late(office)
    assert waiting == others(office.app)
    letter = next(one for one in _says(office, announced, "dừng") if _kind(one) == "code")
    assert (_reminded(office.tick(hours=2)), _queued(office)) == (0, waiting)  # the server takes letters again
    assert _reminded(office.until(16, 7, 31)) == _reminded(office.until(16, 22)) == 0
    assert _says(office, letter, "không") and _queued(office) == waiting  # who says so at night wakes nobody
    office.until(18, 9)  # Sunday
    assert _reminded(office.until(19, 7, 31)) == waiting


def test_what_is_already_queued_is_stopped_by_the_code(office: House) -> None:
    announced = _announced(office)
    _late(office)
    letter = next(one for one in _says(office, announced, "dừng") if _kind(one) == "code")
    _says(office, letter, f"xác nhận {_code(letter)}")
    assert (_reminded(office.tick(hours=2)), _queued(office)) == (0, 0)


# --- Few letters ----------------------------------------------------------------------------------------------------


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[House]:
    """Letters to the office go to one address. It is the day before the last but one: no question waits."""
    with house(tmp_path / "alone", decisions="confirmed") as opened:
        opened.until(22, 8)
        yield _numbered(opened)


def _more_time(office: House, unit: int, day: int = 30) -> EmailMessage:
    """A unit asks for more time: the office is asked at once."""
    address = tuple(office.app.roster)[unit].addresses[0]
    text = f"Đơn vị xin gia hạn nộp đăng ký sáng kiến CCHC đến ngày {day}/8."
    office.receive(mail(address, f"Xin gia hạn {unit}", text))
    (asked,) = [letter for letter in office.tick(minutes=12) if _kind(letter) == "questions"]
    return asked


def _extended(office: House) -> int:
    with office.app.begin() as work:
        season = work.season(office.app.campaign, office.app.roster, office.now)
        return sum(mark.kind == "extension" for mark in season.marks)


def test_after_a_code_answers_count_until_midnight_but_for_what_binds_or_takes_back(alone: House) -> None:
    asked = _more_time(alone, 0)
    (letter,) = _says(alone, asked, "1 gia hạn đến 30/8")
    assert _extended(alone) == 0
    assert _answered(_says(alone, letter, f"xác nhận {_code(letter)}")) == []
    assert _extended(alone) == 1
    assert "code" not in _kinds(_says(alone, _more_time(alone, 1), "2 gia hạn đến 30/8"))
    assert _extended(alone) == 2
    assert "code" in _kinds(_says(alone, asked, "hoàn tác câu 1"))
    assert _extended(alone) == 2
    alone.until(23, 9)
    assert "code" in _kinds(_says(alone, _more_time(alone, 2), "3 gia hạn đến 30/8"))
    assert _extended(alone) == 2


def test_what_comes_within_ten_minutes_is_joined_and_what_is_beyond_three_waits(alone: House) -> None:
    asked = [_more_time(alone, unit) for unit in range(6)]
    (first,) = _says(alone, asked[0], "1 gia hạn đến 30/8")
    assert _says(alone, asked[1], "2 gia hạn đến 30/8") == _says(alone, asked[2], "3 gia hạn đến 30/8") == []
    (second,) = alone.tick(minutes=11)
    assert (text_of(first).count("Mã: "), text_of(second).count("Mã: ")) == (1, 2)
    alone.tick(minutes=11)
    assert _kinds(_says(alone, asked[3], "4 gia hạn đến 30/8")) == ["code"]
    alone.tick(minutes=11)
    assert _says(alone, asked[4], "5 gia hạn đến 30/8") == []
    assert alone.tick(minutes=11) == []
    (digest,) = [one for one in alone.until(22, 16, 31) if _kind(one) == "digest"]
    assert "chờ xác nhận" in text_of(digest)
    codes = " ".join(f"xác nhận {_code(second, which)}\n" for which in (0, 1))
    letters = _says(alone, second, codes)
    assert _extended(alone) == 2
    assert "code" in _kinds([*letters, *alone.tick(minutes=1)])  # there is room for the fifth now


def test_a_letter_with_a_code_that_comes_back_is_an_alarm(office: House) -> None:
    letter = _coded(office)
    office.receive(report(str(letter["Message-ID"]), CLERK))
    letters = [one for one in office.tick() if _kind(one) == "alarm"]
    assert [str(one["To"]) for one in letters] == [f"{CLERK}, {COLLEAGUE}, {MAILBOX}"]
    assert "không đến nơi" in text_of(letters[0])


# --- A clerk's day --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proven", "letters", "keys"),
    [pytest.param(True, 0, 0, marks=pytest.mark.slow), (False, 2, 2 * len("xác nhận 111111"))],
)
def test_a_day_of_ten_answers_takes_two_codes_at_most(alone: House, proven: bool, letters: int, keys: int) -> None:
    """Nine answers to questions and one that takes an answer back."""
    seen, typed = 0, 0
    if proven:
        imap = alone.app.config.imap.model_copy(
            update={"authserv_id": "mx.so.example", "own_hosts": ("mail.so.example",)}
        )
        alone.app.config = alone.app.config.model_copy(update={"imap": imap})

    def answer_with(text: str, letter: EmailMessage) -> list[EmailMessage]:
        raw = reply(letter, text).as_bytes()
        head = (
            f"Authentication-Results: {LOGGED_IN}\r\n"
            "Received: from x by mail.so.example with ESMTPSA id 1; Thu, 22 Aug 2024 09:00:00 +0700\r\n"
        )
        alone.receive(head.encode() + raw if proven else raw)
        return alone.tick()

    letter: EmailMessage | None = None
    for unit in range(10):
        asking, day = unit % 6, 30 + unit // 6  # six units, three of them twice
        text, letter = f"{unit + 1} gia hạn đến {day}/8", _more_time(alone, asking, day) if unit < 9 else letter
        assert letter is not None
        came = answer_with("hoàn tác 1" if unit == 9 else text, letter)
        for coded in [one for one in came if _kind(one) == "code"]:
            seen += 1
            typed += len(f"xác nhận {_code(coded).replace(' ', '')}")
            came += answer_with(f"xác nhận {_code(coded).replace(' ', '')}", coded)
    assert (seen, typed) == (letters, keys)
    assert _extended(alone) == 8
