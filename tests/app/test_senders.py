"""Who may speak for a unit, from the mail at the server to what is recorded."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from mailbot.commands.doctor import doctor
from mailbot.deciding import answer
from rules.drafting.figures import figures
from rules.season import Question
from rules.standing import questions as ask
from rules.standing.status import statuses
from tests.app.world import SCHOOL, World, mail, registration, world

OURS = "mx.so.example"
STRANGER = "hieutruong.thpt@thu.example"
OTHER_SCHOOL, OTHER_CODE = "thptso1baothang@laocai-edu.example", "thpt-so-1-bao-thang"
OTHER_UNIT = "TRƯỜNG THPT SỐ 1 HUYỆN BẢO THẮNG"
FIRST, SECOND = "Số hóa hồ sơ một cửa", "Họp không giấy"
DOCX = ("dang-ky.docx", registration((FIRST, SECOND)))
OFFICE = "chi.tccb@laocai.edu.vn"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


@pytest.fixture
def checked(tmp_path: Path) -> Iterator[World]:
    """An installation whose server checks where mail comes from."""
    with world(tmp_path, authserv_id=OURS) as made:
        yield made


def waiting(here: World) -> list[Question]:
    return [question for question in here.season().questions if question.answer is None]


def letters_to(address: str, here: World) -> list[str]:
    """Subject, text and HTML of each."""
    found = []
    for letter in here.sink.letters:
        if address in letter.recipients:
            parsed = message_from_bytes(letter.raw, policy=policy.default)
            parts = [part.get_content() for part in parsed.walk() if part.get_content_maintype() == "text"]
            found.append("\n".join((str(parsed["Subject"]), *parts)))
    return found


def titles(here: World) -> list[str]:
    submission = here.cell().submission
    return [item.initiative.title for item in submission.initiatives] if submission else []


# --- A private address ------------------------------------------------------------------------------------------


def test_a_first_submission_from_a_private_address_counts_provisionally_and_the_unit_reads_what_came(
    here: World,
) -> None:
    here.deliver(mail(DOCX, sender=STRANGER))
    here.one_pass()
    assert here.cell().state == "provisional"
    to_stranger, to_unit = (letters_to(address, here) for address in (STRANGER, SCHOOL))
    assert [len(to_stranger), len(to_unit)] == [1, 1]
    assert FIRST in to_unit[0]
    assert STRANGER.replace("@", "[@]") in to_unit[0]
    assert [question.kind for question in waiting(here)] == [ask.SENDER]


def test_an_unknown_address_reads_nothing_of_what_was_written_in_its_name_and_once_a_day(here: World) -> None:
    """As where somebody writes in the name of a victim to have our server write to it."""
    lure = "Tài khoản sắp bị khóa, đăng nhập lại tại https://so.evil.com/dang-nhap"
    for number in range(1, 6):
        files = (f"evil.com-{number}.docx", registration((f"{lure} ({number})",)))
        here.deliver(mail(files, sender=f"Evil.com <{STRANGER}>", subject=lure, body=lure, number=number))
    here.one_pass()
    (letter,) = letters_to(STRANGER, here)
    for word in ("evil", "khóa", "http", "docx", "BẢO THẮNG", "Bảo Thắng", "Nguyễn Văn Mẫu"):
        assert word not in letter
    assert here.cell().state == "provisional"
    here.now += timedelta(days=1)
    here.deliver(mail(DOCX, sender=STRANGER, number=9))
    here.one_pass()
    assert len(letters_to(STRANGER, here)) == 2


def test_a_letter_about_a_strangers_mail_joins_no_thread_of_the_unit(here: World) -> None:
    here.deliver(mail(DOCX, sender=STRANGER))
    here.one_pass()
    (raw,) = (letter.raw for letter in here.sink.letters if SCHOOL in letter.recipients)
    head = message_from_bytes(raw)
    assert (head["In-Reply-To"], head["References"]) == (None, None)


def test_the_office_confirms_several_at_once_and_the_addresses_are_remembered(here: World) -> None:
    here.deliver(mail(DOCX, sender=STRANGER))
    other = ("dang-ky.docx", registration(("Ngày không hẹn",), OTHER_UNIT))
    here.deliver(mail(other, sender="vanthu.khac@thu.example", number=2))
    here.one_pass()
    for question in waiting(here):
        answer(question.number, ask.YES, OFFICE, here.app)
    assert (here.cell().state, here.cell(OTHER_CODE).state) == ("sent", "sent")
    here.deliver(mail(("bo-sung.docx", registration(("Ký số học bạ",))), sender=STRANGER, number=3))
    here.one_pass()
    assert here.cell().state == "sent"
    assert "Ký số học bạ" in titles(here)
    assert waiting(here) == []


def test_nobody_replaces_what_is_recorded_before_the_office_knows_the_address(here: World) -> None:
    here.deliver(mail(DOCX))
    here.one_pass()
    forged = ("dang-ky-moi.docx", registration(("Nội dung khác",)))
    here.deliver(mail(forged, sender=STRANGER, number=2, body="Thay thế toàn bộ bản đăng ký đã gửi."))
    here.one_pass()
    assert set(titles(here)) >= {FIRST, SECOND}
    (question,) = (one for one in waiting(here) if one.kind == ask.SENDER)
    answer(question.number, ask.YES, OFFICE, here.app)
    assert titles(here) == ["Nội dung khác"]


def test_one_schools_file_sent_by_another_is_a_question(here: World) -> None:
    here.deliver(mail(DOCX, sender=OTHER_SCHOOL))
    here.one_pass()
    assert here.cell().state == "provisional"
    assert here.cell(OTHER_CODE).state == "owes"
    assert [question.kind for question in waiting(here)] == [ask.SENDER]


def test_reply_to_identifies_nobody(here: World) -> None:
    here.deliver(mail(DOCX, sender=STRANGER, Reply_To=SCHOOL))
    here.one_pass()
    assert here.cell().state == "provisional"
    assert [question.kind for question in waiting(here)] == [ask.SENDER]


# --- What our server found --------------------------------------------------------------------------------------


def failed(number: int = 1, *, below: str = "") -> bytes:
    raw = mail(DOCX, number=number)
    forged = f"Authentication-Results: {below}\r\n".encode() if below else b""
    ours = f"Authentication-Results: {OURS}; dmarc=fail header.from=laocai-edu.example\r\n".encode()
    return ours + forged + raw


def test_a_mail_that_fails_the_check_waits_for_a_person_without_an_answer(checked: World) -> None:
    checked.deliver(failed())
    checked.one_pass()
    assert checked.cell().state == "provisional"
    assert SCHOOL not in checked.receivers()
    (question,) = waiting(checked)
    assert question.kind == ask.FORGED
    assert "DMARC" in question.text
    answer(question.number, ask.YES, OFFICE, checked.app)
    assert checked.cell().state == "sent"


def test_what_fails_the_check_replaces_nothing_in_the_name_of_the_unit(checked: World) -> None:
    checked.deliver(mail(DOCX))
    checked.one_pass()
    own = registration(("Nội dung khác",))
    raw = mail(("moi.docx", own), number=2, body="Thay thế toàn bộ bản đăng ký đã gửi.")
    checked.deliver(f"Authentication-Results: {OURS}; spf=fail smtp.mailfrom={SCHOOL}\r\n".encode() + raw)
    checked.one_pass()
    assert set(titles(checked)) >= {FIRST, SECOND}
    assert checked.receivers().count(SCHOOL) == 1


def test_a_pass_that_the_sender_wrote_himself_is_not_believed(checked: World) -> None:
    checked.deliver(failed(below=f"{OURS}; dmarc=pass header.from=laocai-edu.example"))
    checked.one_pass()
    assert checked.cell().state == "provisional"


def test_a_failed_check_of_somebody_else_proves_nothing(checked: World) -> None:
    checked.deliver(b"Authentication-Results: mx.elsewhere.example; dmarc=fail\r\n" + mail(DOCX))
    checked.one_pass()
    assert checked.cell().state == "sent"
    assert checked.receivers().count(SCHOOL) == 1


def test_without_a_configured_server_no_proof_is_demanded(here: World) -> None:
    here.deliver(failed())
    here.one_pass()
    assert here.cell().state == "sent"


def test_a_request_that_fails_the_check_is_put_before_a_person(checked: World) -> None:
    raw = mail(subject="Xin gia hạn đăng ký sáng kiến CCHC", body="Đơn vị xin gia hạn nộp đăng ký đến 30/8.")
    checked.deliver(f"Authentication-Results: {OURS}; dkim=fail header.d=laocai-edu.example\r\n".encode() + raw)
    checked.one_pass()
    assert [question.kind for question in waiting(checked)] == [ask.SUSPECT]
    assert SCHOOL not in checked.receivers()


def test_a_newsletter_that_fails_the_check_is_filed_like_any_other(checked: World) -> None:
    raw = mail(sender="tin@bao.example", subject="Bản tin", body="Khuyến mãi tháng 8.")
    checked.deliver(f"Authentication-Results: {OURS}; dmarc=fail header.from=bao.example\r\n".encode() + raw)
    checked.one_pass()
    assert (checked.ledger()[0]["verdict"], waiting(checked)) == ("other", [])


# --- The plan asks ----------------------------------------------------------------------------------------------


def test_the_share_of_mail_from_official_domains_is_counted(here: World) -> None:
    here.deliver(mail(DOCX))
    other = ("dang-ky.docx", registration(("Ngày không hẹn",), OTHER_UNIT))
    here.deliver(mail(other, sender="thptso1baothang@laocai.edu.vn", number=2))
    here.one_pass()
    season = here.season()
    (official,) = (one for one in figures(season, statuses(season)) if one.code == "official")
    assert (official.count, official.total) == (1, 2)


# --- What the installer is told ---------------------------------------------------------------------------------


def told_by_doctor(here: World) -> str:
    (line,) = (line for line in doctor(here.app).lines if "authserv_id" in line or "nơi gửi" in line)
    return line


def test_the_doctor_says_which_name_the_server_gives_itself(here: World) -> None:
    here.deliver(failed())
    here.one_pass()
    assert "THIẾU" in told_by_doctor(here)
    assert OURS in told_by_doctor(here)


def test_the_doctor_finds_a_name_that_no_mail_bears(checked: World) -> None:
    checked.deliver(mail(DOCX))
    checked.one_pass()
    assert "LỖI" in told_by_doctor(checked)
    checked.deliver(failed(2))
    checked.one_pass()
    assert "ĐẠT" in told_by_doctor(checked)
