"""Letters that do not arrive, from the report at the server to the next letter."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from mailbot.commands.season import status
from mailbot.deciding import answer
from mailbot.mail.message import read_mail
from rules.roster import Roster
from rules.season import Question
from rules.standing.questions import BOUNCE, YES
from tests.app.world import SCHOOL, SCHOOL_CODE, World, mail, registration, world

SECOND = "vanphong@thptso2.example"
DOCX = ("dang-ky.docx", registration(("Số hóa hồ sơ một cửa",)))


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    """One school with two addresses owes its registration; reminders leave by themselves."""
    with world(tmp_path) as made:
        units = (replace(unit, must_register=unit.code == SCHOOL_CODE) for unit in made.app.roster)
        made.app.roster = Roster(
            tuple(replace(unit, addresses=(SCHOOL, SECOND)) if unit.code == SCHOOL_CODE else unit for unit in units)
        )
        reminders = made.app.campaign.reminders.model_copy(update={"release": "auto"})
        made.app.plan = made.app.campaign.model_copy(update={"reminders": reminders})
        yield made


def last_letter_to(address: str, here: World) -> str:
    """The Message-ID of the letter that the sink took last for this address."""
    raw = [letter.raw for letter in here.sink.letters if address in letter.recipients][-1]
    return str(message_from_bytes(raw)["Message-ID"])


def report(message_id: str, address: str, action: str = "failed", status: str = "5.1.1") -> bytes:
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.example
To: phongtccb@laocai.edu.vn
Subject: Mail delivery report
Message-ID: <{action}-{address}-{message_id[1:9]}@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

See below.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}

--b--
""".encode()


def bounces(here: World) -> list[Question]:
    return [question for question in here.season().questions if question.kind == BOUNCE]


def test_a_reminder_that_comes_back_goes_to_the_next_address_and_the_office_is_asked_once(here: World) -> None:
    here.one_pass()
    assert here.receivers().count(SCHOOL) == 1
    assert here.cell().reminders_sent == 1
    here.now += timedelta(minutes=2)
    here.deliver(report(last_letter_to(SCHOOL, here), SCHOOL))
    here.one_pass()
    here.one_pass()
    assert (here.receivers().count(SCHOOL), here.receivers().count(SECOND)) == (1, 1)
    assert here.cell().reminders_sent == 1
    (question,) = bounces(here)
    assert SECOND in question.text
    here.now += timedelta(minutes=2)
    here.deliver(report(last_letter_to(SECOND, here), SECOND))
    here.one_pass()
    here.one_pass()
    assert here.cell().reminders_sent == 0
    assert [asked.candidates for asked in bounces(here)] == [(SCHOOL,), (SECOND,)]
    assert here.receivers().count(SCHOOL) == 1


def last_texts(address: str, here: World) -> list[str]:
    return [read_mail(letter.raw).text for letter in here.sink.letters if address in letter.recipients]


def test_a_receipt_that_comes_back_goes_as_it_was_to_the_next_address_and_the_office_is_told(here: World) -> None:
    here.deliver(mail(DOCX))
    here.one_pass()
    here.now += timedelta(minutes=2)
    here.deliver(report(last_letter_to(SCHOOL, here), SCHOOL))
    for _ in range(3):
        here.one_pass()
    assert last_texts(SCHOOL, here) == last_texts(SECOND, here)
    (again,) = (letter.raw for letter in here.sink.letters if SECOND in letter.recipients)
    assert message_from_bytes(again)["To"] == SECOND
    assert message_from_bytes(again)["In-Reply-To"] == "<1@truong.example>"
    assert message_from_bytes(again)["Message-ID"] != last_letter_to(SCHOOL, here)
    (question,) = bounces(here)
    assert f"từ nay gửi tới {SECOND}, kể cả thư này" in question.text
    here.deliver(report(last_letter_to(SECOND, here), SECOND))
    for _ in range(2):
        here.one_pass()
    assert (here.receivers().count(SCHOOL), here.receivers().count(SECOND)) == (1, 1)
    assert "không còn địa chỉ nào khác" in bounces(here)[1].text
    answer(bounces(here)[0].number, YES, "chi.tccb@laocai.edu.vn", here.app)
    here.now += timedelta(minutes=5)
    here.one_pass()
    assert (here.receivers().count(SCHOOL), here.receivers().count(SECOND)) == (2, 1)


def test_a_receipt_that_is_refused_at_once_goes_to_the_next_address(here: World) -> None:
    here.sink.refused[SCHOOL] = "550 5.1.1 no such user"
    here.deliver(mail(DOCX))
    for _ in range(3):
        here.one_pass()
    assert (here.receivers().count(SCHOOL), here.receivers().count(SECOND)) == (0, 1)


def test_an_acknowledgement_that_came_back_from_a_stranger_goes_to_nobody_else(here: World) -> None:
    here.deliver(mail(DOCX, sender="hieutruong@thu.example"))
    here.one_pass()
    told = (here.receivers().count(SCHOOL), here.receivers().count(SECOND))
    assert told == (1, 1)  # that a stranger wrote in its name, a unit reads at each of its addresses
    here.deliver(report(last_letter_to("hieutruong@thu.example", here), "hieutruong@thu.example"))
    for _ in range(2):
        here.one_pass()
    assert (here.receivers().count(SCHOOL), here.receivers().count(SECOND)) == told
    assert [question.candidates for question in bounces(here)] == [("hieutruong@thu.example",)]


def test_the_office_may_vouch_for_an_address_and_it_is_written_to_again(here: World) -> None:
    here.one_pass()
    here.deliver(report(last_letter_to(SCHOOL, here), SCHOOL))
    here.one_pass()
    here.deliver(report(last_letter_to(SECOND, here), SECOND))
    here.one_pass()
    here.now += timedelta(minutes=5)
    answer(bounces(here)[0].number, YES, "chi.tccb@laocai.edu.vn", here.app)
    here.one_pass()
    assert (here.receivers().count(SCHOOL), here.receivers().count(SECOND)) == (2, 1)
    here.now += timedelta(minutes=5)
    here.deliver(report(last_letter_to(SCHOOL, here), SCHOOL))
    here.one_pass()
    assert [asked.answer for asked in bounces(here)] == [YES, None, None]


def test_the_same_report_read_again_changes_nothing(here: World) -> None:
    here.one_pass()
    here.deliver(report(last_letter_to(SCHOOL, here), SCHOOL))
    here.one_pass()
    with here.app.begin() as work:
        work.arrivals.requeue(1)
        work.commit()
    here.one_pass()
    assert len(here.season().undelivered) == 1
    assert len(bounces(here)) == 1
    assert here.receivers().count(SECOND) == 1


def test_a_delay_is_counted_and_changes_nothing(here: World) -> None:
    here.one_pass()
    here.deliver(report(last_letter_to(SCHOOL, here), SCHOOL, "delayed", "4.4.1"))
    here.one_pass()
    assert [one.permanent for one in here.season().undelivered] == [False]
    assert (here.cell().reminders_sent, bounces(here), here.receivers().count(SECOND)) == (1, [], 0)


def test_a_report_about_a_letter_that_is_not_ours_marks_nobody(here: World) -> None:
    here.one_pass()
    here.deliver(report("<someone@else.example>", SCHOOL))
    here.one_pass()
    assert (here.season().undelivered, bounces(here)) == ((), [])


def test_an_address_that_the_server_refuses_at_once_is_as_bad(here: World) -> None:
    here.sink.refused[SCHOOL] = "550 5.1.1 no such user"
    here.one_pass()
    here.one_pass()
    assert (here.receivers().count(SCHOOL), here.receivers().count(SECOND)) == (0, 1)
    assert len(bounces(here)) == 1
    assert here.cell().reminders_sent == 1


def test_an_address_is_not_bad_where_the_server_dislikes_us(here: World) -> None:
    here.sink.refused[SCHOOL] = "550 5.7.1 rejected by policy"
    here.one_pass()
    here.one_pass()
    assert (here.season().undelivered, here.receivers().count(SECOND)) == ((), 0)


def test_an_out_of_office_answer_is_noted_on_the_unit_and_not_answered(here: World) -> None:
    here.one_pass()
    before = len(here.sink.letters)
    asked = last_letter_to(SCHOOL, here)
    here.deliver(
        mail(
            sender="hieutruong@thu.example",
            subject="Trả lời tự động",
            body="Tôi đang đi công tác đến hết ngày 30/8.",
            In_Reply_To=asked,
            Auto_Submitted="auto-replied",
        )
    )
    here.one_pass()
    assert len(here.sink.letters) == before
    assert [unit for unit, _ in here.season().absences] == [SCHOOL_CODE]
    told = [line for line in status(here.season()).lines if "vắng mặt" in line]
    assert told
    assert all("THPT số 2 Bảo Thắng" in line for line in told)
    assert here.cell().reminders_sent == 1


def test_every_attachment_is_in_the_ledger_whatever_became_of_it(here: World) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr(*DOCX)
    here.deliver(mail(("ho-so.zip", packed.getvalue()), DOCX))
    here.one_pass()
    (entry,) = here.ledger()
    assert [file["name"] for file in entry["attachments"]] == ["ho-so.zip", "dang-ky.docx"]
    assert all(len(file["sha256"]) == 64 for file in entry["attachments"])
    with here.app.begin() as work:
        kept = work.arrivals.files(1)
    assert [(file.name, file.attached) for file in kept if file.digest and not file.attached] == [(DOCX[0], False)]


def test_a_template_that_cannot_be_used_is_told_to_the_office(here: World) -> None:
    folder = here.app.config.data_folder / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "receipt.vi.txt").write_text("Tiêu đề: x\n\n{% if %}\n", encoding="utf-8")
    here.deliver(mail(DOCX))
    here.one_pass()
    asked = [question for question in here.season().questions if question.kind == "template"]
    assert len(asked) == 1
    assert "receipt.vi.txt" in asked[0].text
    assert here.receivers().count(SCHOOL) == 1
