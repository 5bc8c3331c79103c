"""One pass of the daemon over embedded servers, seen from outside: the mailbox, the SMTP sink, the ledger."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from mailbot import opening
from mailbot.app import App
from mailbot.commands.ledger import ledger
from mailbot.commands.reparse import reparse
from mailbot.demo.servers import free_port
from mailbot.junk import look_into_junk
from mailbot.keeping import verify
from mailbot.rereading import unread
from mailbot.upkeep import forget_others
from rules.errors import MailboxError
from rules.initiative import DocumentVerdict, Understanding
from rules.intake.prepared import Contents
from rules.roster import Roster
from rules.standing.status import UnitStatus, statuses
from tests.app.world import SCHOOL, SCHOOL_CODE, World, mail, registration, world

DOCX = ("dang-ky.docx", registration(("Số hóa hồ sơ một cửa", "Họp không giấy")))


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


def entries(here: World) -> list[dict[str, Any]]:
    with here.app.begin() as work:
        return ledger(work, here.app.campaign)


def invitation() -> bytes:
    document = Document()
    document.add_paragraph("GIẤY MỜI")
    document.add_paragraph("Kính mời anh chị tới dự lễ khai giảng năm học mới.")
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def cell(here: World, unit: str = SCHOOL_CODE, stage: str = "registration") -> UnitStatus:
    with here.app.begin() as work:
        season = work.season(here.app.campaign, here.app.roster, here.now)
    return next(one for one in statuses(season) if (one.unit.code, one.stage) == (unit, stage))


def test_a_registration_is_recorded_and_answered_once(here: World) -> None:
    here.deliver(mail(DOCX))
    first, second = here.one_pass(), here.one_pass()
    assert (first.taken, first.handled, first.whole) == (1, 1, True)
    assert (second.taken, second.handled) == (0, 0)
    assert cell(here).state == "sent"
    assert here.receivers().count(SCHOOL) == 1


def test_the_ledger_has_the_keys_that_are_promised(here: World) -> None:
    here.deliver(mail(DOCX))
    here.one_pass()
    (entry,) = entries(here)
    assert set(entry) == {
        "account", "folder", "uidvalidity", "uid", "arrival", "sha256", "message_id", "arrived_at", "state", "verdict",
        "reason", "attachments", "submissions", "letters", "withheld", "asked", "told",
    }  # fmt: skip
    assert entry["withheld"] is None
    assert (entry["folder"], entry["state"], entry["verdict"]) == ("INBOX", "done", "submission")
    assert entry["message_id"] == "<1@truong.example>"
    assert [set(file) for file in entry["attachments"]] == [{"name", "sha256", "kind", "reason"}]
    (submission,) = entry["submissions"]
    assert set(submission) == {"id", "stage", "unit", "provisional", "rejected", "titles"}
    assert submission["titles"] == ["Số hóa hồ sơ một cửa", "Họp không giấy"]
    (letter,) = entry["letters"]
    assert set(letter) == {"kind", "to", "message_id", "state"}
    assert (letter["kind"], letter["to"], letter["state"]) == ("receipt", [SCHOOL], "sent")


def test_nothing_changes_on_the_server(here: World) -> None:
    here.deliver(mail(DOCX))
    here.deliver(mail(subject="Chúc mừng năm mới", number=2))
    here.one_pass()
    client = here.imap.client()
    client.select_folder("INBOX", readonly=True)
    uids = client.search()
    flags = [tuple(flag for flag in found if flag != b"\\Recent") for found in client.get_flags(uids).values()]
    assert flags == [(), ()]
    client.logout()


def test_a_mail_that_a_colleague_has_read_already_is_taken_like_any_other(here: World) -> None:
    here.deliver(mail(DOCX))
    client = here.imap.client()
    client.select_folder("INBOX")
    client.add_flags(client.search(), [b"\\Seen", b"\\Flagged", b"\\Answered"])
    client.logout()
    here.one_pass()
    assert (cell(here).state, here.receivers().count(SCHOOL)) == ("sent", 1)


def test_where_the_mailbox_cannot_be_read_nobody_is_reminded(here: World) -> None:
    reminders = here.app.campaign.reminders.model_copy(update={"release": "auto"})
    here.app.plan = here.app.campaign.model_copy(update={"reminders": reminders})
    here.app.roster = Roster(tuple(replace(one, must_register=one.code == SCHOOL_CODE) for one in here.app.roster))
    there = here.app.mailbox.settings
    here.app.mailbox.settings = replace(there, port=free_port())
    assert not here.one_pass().whole
    assert SCHOOL not in here.receivers()
    here.app.mailbox.settings = there
    assert here.one_pass().whole
    assert here.receivers().count(SCHOOL) == 1


def test_the_same_mail_in_another_folder_is_one_mail(tmp_path: Path) -> None:
    with world(tmp_path, folders=("INBOX", "CCHC/*")) as here:
        here.imap.create_folder("CCHC/2024")
        raw = mail(DOCX)
        here.deliver(raw)
        here.one_pass()
        here.deliver(raw, folder="CCHC/2024")
        here.one_pass()
        assert here.receivers().count(SCHOOL) == 1
        assert [(entry["folder"], entry["arrival"]) for entry in entries(here)] == [("CCHC/2024", 1), ("INBOX", 1)]


def test_a_mail_that_came_by_two_ways_is_kept_twice_and_answered_once(here: World) -> None:
    here.deliver(mail(DOCX))
    here.deliver(b"Received: from alias.example by mx.example; Tue, 20 Aug 2024 09:00:00 +0700\r\n" + mail(DOCX))
    here.one_pass()
    assert [entry["state"] for entry in entries(here)] == ["done", "done"]
    assert here.receivers().count(SCHOOL) == 1


def test_another_mail_with_the_same_message_id_is_kept_flagged_and_answered(here: World) -> None:
    here.deliver(mail(DOCX))
    here.one_pass()
    here.now += timedelta(minutes=1)
    here.deliver(mail(("bo-sung.docx", registration(("Ngày không hẹn",)))))
    here.one_pass()
    assert here.receivers().count(SCHOOL) == 2
    assert len({entry["arrival"] for entry in entries(here)}) == 2
    with here.app.begin() as work:
        (flag,) = [event for event in work.events.about(arrival=2) if event.rule == "same-message-id"]
    assert flag.reason == "Cùng mã thư với thư 1."


def test_mail_that_is_not_ours_is_filed_without_a_word_and_forgotten(here: World) -> None:
    here.deliver(mail(subject="Đơn xin nghỉ phép", body="Kính gửi anh chị, tôi xin nghỉ phép ngày mai."))
    here.one_pass()
    (entry,) = entries(here)
    assert (entry["verdict"], entry["letters"], entry["attachments"]) == ("other", [], [])
    assert SCHOOL not in here.receivers()
    with here.app.begin() as work:
        row = work.arrivals.mail(1)
        assert (row.subject, row.sender, row.sender_name) == ("", "", "")
    assert here.app.archive.has(entry["sha256"])
    here.now += timedelta(days=29)
    assert forget_others(here.app) == 0
    here.now += timedelta(days=2)
    assert forget_others(here.app) == 1
    assert not here.app.archive.has(entry["sha256"])
    assert entries(here)[0]["sha256"] == entry["sha256"]


def test_what_a_units_file_was_taken_for_is_told_by_the_ledger_and_goes_with_the_bytes(here: World) -> None:
    here.deliver(mail(("ke-hoach.docx", invitation()), subject="Mời dự lễ", body="Kính mời anh chị."))
    here.one_pass()
    (entry,) = entries(here)
    assert (entry["verdict"], entry["asked"], entry["told"]) == ("other", [], None)
    ((file,),) = (entry["attachments"],)
    assert (file["name"], file["kind"]) == ("ke-hoach.docx", "other")
    assert file["reason"]
    here.now += timedelta(days=31)
    forget_others(here.app)
    assert entries(here)[0]["attachments"] == []


def test_a_units_mail_with_a_sign_of_us_is_named_in_the_digest_and_kept(here: World) -> None:
    here.deliver(mail(subject="Về phong trào CCHC", body="Trường đã họp triển khai phong trào CCHC."))
    here.one_pass()
    here.now = here.now.replace(hour=10) + timedelta(days=1)
    here.one_pass()
    (entry,) = entries(here)
    assert (entry["verdict"], entry["submissions"], entry["letters"], entry["asked"]) == ("unclear", [], [], [])
    assert entry["told"]
    here.now += timedelta(days=60)
    assert forget_others(here.app) == 0


def test_lateness_is_judged_by_arrival_never_by_the_date_header(here: World) -> None:
    here.now = datetime(2024, 8, 25, 17, 4, tzinfo=UTC)  # 00:04 on the 26th in Lào Cai
    here.deliver(mail(DOCX, Date="Sun, 25 Aug 2024 23:58:00 +0700"))
    here.one_pass()
    assert cell(here).timeliness == "late"


def test_outside_the_bounds_mail_is_read_and_nothing_is_sent(here: World) -> None:
    here.refusals.append("Danh sách đơn vị chưa được xác nhận.")
    here.deliver(mail(DOCX))
    here.one_pass()
    assert cell(here).state == "sent"
    assert here.sink.letters == []
    here.refusals.clear()
    here.one_pass()
    assert here.receivers().count(SCHOOL) == 1


def test_mail_from_before_go_live_is_recorded_without_a_letter_to_the_unit(here: World) -> None:
    here.deliver(mail(DOCX), datetime(2024, 3, 28, 2, 0, tzinfo=UTC))
    here.one_pass()
    assert cell(here).state == "sent"
    assert SCHOOL not in here.receivers()


def test_mail_from_before_the_first_start_is_recorded_and_only_the_office_is_told(here: World) -> None:
    here.deliver(mail(DOCX), here.now - timedelta(days=3))
    here.one_pass()
    here.now += timedelta(minutes=1)
    here.deliver(mail(("bo-sung.docx", registration(("Ngày không hẹn",))), number=2))
    here.one_pass()
    assert [one["told"] for one in entries(here)] == [None, None]
    assert [len(one["submissions"]) for one in entries(here)] == [1, 1]
    assert here.receivers().count(SCHOOL) == 1
    subjects = [str(message_from_bytes(one.raw, policy=default)["Subject"]) for one in here.sink.letters]
    (told,) = [one for one in subjects if "trước khi" in one]  # beside the batch that is announced in that hour
    assert "01 thư đến trước khi hệ thống bắt đầu chạy" in told


def test_a_second_start_is_not_the_first(here: World) -> None:
    here.one_pass()
    here.now += timedelta(days=2)  # nobody ran it meanwhile
    here.deliver(mail(DOCX), here.now - timedelta(days=1))
    here.one_pass()
    assert here.receivers().count(SCHOOL) == 1


def test_a_likely_submission_in_junk_is_asked_about_and_taken_once_moved(here: World) -> None:
    here.imap.create_folder("Junk")
    raw = mail(DOCX)
    here.deliver(raw, folder="Junk")
    assert look_into_junk(here.app) == 1
    assert look_into_junk(here.app) == 0
    assert SCHOOL not in here.receivers()
    here.deliver(raw)
    here.one_pass()
    assert cell(here).state == "sent"


def test_a_refused_connection_costs_no_letter(here: World) -> None:
    here.sink.answers.append("451 try again later")
    here.deliver(mail(DOCX))
    here.one_pass()
    assert here.receivers().count(SCHOOL) == 0
    here.now += timedelta(minutes=5)
    here.one_pass()
    assert here.receivers().count(SCHOOL) == 1


def test_a_letter_of_unknown_fate_goes_again_with_the_same_message_id(here: World) -> None:
    here.sink.answers.append("take-and-drop")
    here.deliver(mail(DOCX))
    here.one_pass()
    here.now += timedelta(minutes=5)
    here.one_pass()
    copies = [letter.raw for letter in here.sink.letters if SCHOOL in letter.recipients]
    assert len(copies) == 2
    assert copies[0].rstrip() == copies[1].rstrip()


def test_a_letter_of_unknown_fate_that_lies_among_the_sent_ones_does_not_go_again(here: World) -> None:
    here.imap.create_folder("Sent")
    here.app.mailbox.settings = replace(here.app.mailbox.settings, sent_folder="Sent")
    here.sink.answers.append("take-and-drop")
    here.deliver(mail(DOCX))
    here.one_pass()
    (copy,) = (letter.raw for letter in here.sink.letters if SCHOOL in letter.recipients)
    here.deliver(copy, folder="Sent")  # as servers do that keep what they send
    here.now += timedelta(minutes=5)
    here.one_pass()
    assert here.receivers().count(SCHOOL) == 1
    assert [letter["state"] for letter in entries(here)[0]["letters"]] == ["sent"]


def kept(here: World) -> int:
    here.app.mailbox.select("Sent")
    return len(here.app.mailbox.all_uids("Sent"))


def test_a_copy_is_put_among_the_sent_mail_only_where_that_is_configured(here: World) -> None:
    here.imap.create_folder("Sent")
    here.app.mailbox.settings = replace(here.app.mailbox.settings, sent_folder="Sent")
    here.deliver(mail(DOCX))
    here.one_pass()
    assert kept(here) == 0
    intake = here.app.config.intake.model_copy(update={"copy_to_sent": True})
    here.app.config = here.app.config.model_copy(update={"intake": intake})
    here.now += timedelta(minutes=1)
    here.deliver(mail(("bo-sung.docx", registration(("Ngày không hẹn",))), number=2))
    here.one_pass()
    assert kept(here) == 1


def test_a_mail_that_kills_its_handler_is_held_and_the_others_go_on(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = opening.at_once

    def poisoned(raw: bytes, app: App) -> Any:
        if b"<1@truong.example>" in raw:
            raise RuntimeError("poison")
        return honest(raw, app)

    monkeypatch.setattr(opening, "at_once", poisoned)
    here.deliver(mail(DOCX))
    here.deliver(mail(("khac.docx", registration(("Ngày không hẹn",))), number=2))
    for _ in range(4):
        here.one_pass()
        here.now += timedelta(hours=1)
    states = {entry["message_id"] or entry["uid"]: entry["state"] for entry in entries(here)}
    assert sorted(states.values()) == ["done", "held"]
    assert states["<2@truong.example>"] == "done"
    office = [letter for letter in here.sink.letters if here.app.campaign.office.mailbox in letter.recipients]
    assert any(b"held/" in letter.raw for letter in office)


def stamped(stamp: str) -> bytes:
    document = Document()
    document.add_paragraph(stamp)
    document.add_paragraph("TRƯỜNG THPT SỐ 2 HUYỆN BẢO THẮNG")
    document.add_paragraph("DANH SÁCH ĐĂNG KÝ MÔ HÌNH, GIẢI PHÁP, SÁNG KIẾN CẢI CÁCH HÀNH CHÍNH NĂM 2024")
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def test_a_state_secret_goes_into_quarantine_and_nothing_of_it_is_told(here: World) -> None:
    here.deliver(mail(("danh-sach-ngam.docx", stamped("TUYỆT MẬT")), subject="Kế hoạch kín", body="Nội dung kín."))
    here.one_pass()
    (entry,) = entries(here)
    assert (entry["submissions"], entry["attachments"], entry["letters"]) == ([], [], [])
    quarantine = here.app.config.data_folder / "quarantine"
    (file,) = quarantine.iterdir()
    assert (quarantine.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o400)
    assert not here.app.archive.has(entry["sha256"])
    assert verify(here.app) == ()
    told = b"".join(letter.raw for letter in here.sink.letters)
    database = (here.app.config.data_folder / "mailbot.db").read_bytes()
    for word in ("kín", "danh-sach-ngam"):
        assert word.encode() not in told + database
    assert SCHOOL not in here.receivers()


def test_what_was_forgotten_stays_gone_when_it_is_met_again(here: World) -> None:
    raw = mail(subject="Đơn xin nghỉ phép", body="Kính gửi anh chị, tôi xin nghỉ phép ngày mai.")
    here.deliver(raw)
    here.one_pass()
    here.now += timedelta(days=31)
    forget_others(here.app)
    here.deliver(raw)
    here.one_pass()
    assert list(here.app.archive.digests()) == []


def test_a_mail_is_read_again_once_its_format_can_be_read(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after the installation of a program: differences are shown, taken over when asked, told when asked."""
    blind = DocumentVerdict(DOCX[0], "unreadable", "cần cài đặt chương trình đọc", digest=sha256(DOCX[1]).hexdigest())
    honest = opening.at_once

    def unread_for_now(raw: bytes, app: App) -> Any:
        found = honest(raw, app)
        return found and replace(found, contents=Contents(Understanding((blind,), ())))

    with monkeypatch.context() as patched:
        patched.setattr(opening, "at_once", unread_for_now)
        here.deliver(mail(DOCX))
        here.one_pass()
    assert cell(here).state == "owes"
    told = here.receivers().count(SCHOOL)
    assert unread(here.app) == [1]
    shown = reparse([1], here.app, record=False, send=False)
    assert any("thêm: Họp không giấy" in line for line in shown.lines)
    assert cell(here).state == "owes"
    reparse([1], here.app, record=True, send=False)
    here.one_pass()
    assert (cell(here).state, here.receivers().count(SCHOOL)) == ("sent", told)
    assert unread(here.app) == []
    assert "không có gì khác" in reparse([1], here.app, record=True, send=True).lines[0]


def test_no_try_is_counted_while_the_readers_load(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a program that is killed three times as it starts would hold the mail that happens to be first."""
    tries: list[int] = []

    def ready() -> None:
        with here.app.look() as work:
            tries.extend(work.arrivals.mail(number).tries for number in work.arrivals.waiting(here.now))

    monkeypatch.setattr(here.app.sandbox, "ready", ready)
    here.deliver(mail(DOCX))
    here.one_pass()
    assert tries == [0]
    assert [entry["state"] for entry in entries(here)] == ["done"]


def test_a_folder_that_fails_does_not_keep_the_others_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with world(tmp_path, folders=("A", "INBOX")) as here:
        here.imap.create_folder("A")
        here.deliver(mail(DOCX))
        honest = here.app.mailbox.select

        def select(folder: str) -> Any:
            if folder == "A":
                raise MailboxError
            return honest(folder)

        monkeypatch.setattr(here.app.mailbox, "select", select)
        done = here.one_pass()
        assert (done.taken, done.handled, done.whole) == (1, 1, False)
