"""What the pipeline relies on, whatever server stands behind it."""

import threading
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from mailbot.mail import imap
from mailbot.mail.imap import CHUNK_BYTES
from rules.errors import LoginRefused, MailboxError
from tests.contract.conftest import MOMENT, Server, mail
from tests.waiting import PATIENCE


def test_the_bytes_come_back_as_they_were_delivered(server: Server) -> None:
    raw = mail("Báo cáo", "Kính gửi Sở,\r\n.\r\nmột dòng có dấu")
    server.deliver(raw)
    mailbox = server.mailbox()
    mailbox.select("INBOX")
    (fetched,) = mailbox.fetch("INBOX", mailbox.new_uids("INBOX", 0))
    assert fetched.raw == raw


def test_the_moment_of_arrival_keeps_its_instant_across_time_zones(server: Server) -> None:
    hanoi = timezone(timedelta(hours=7))
    server.deliver(mail("a"), when=datetime(2024, 8, 26, 0, 30, tzinfo=hanoi))
    mailbox = server.mailbox()
    (fetched,) = mailbox.fetch("INBOX", mailbox.all_uids("INBOX"))
    assert fetched.internal_date == datetime(2024, 8, 25, 17, 30, tzinfo=UTC)
    assert fetched.internal_date.tzinfo is UTC


def test_only_uids_above_the_watermark_are_new(server: Server) -> None:
    for number in range(3):
        server.deliver(mail(f"m{number}"))
    mailbox = server.mailbox()
    first, second, third = mailbox.all_uids("INBOX")
    assert mailbox.new_uids("INBOX", first) == [second, third]
    assert mailbox.new_uids("INBOX", third) == []
    assert mailbox.new_uids("INBOX", third + 1_000) == []


def test_a_long_folder_is_listed_in_several_questions(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "UIDS_AT_ONCE", 3)
    monkeypatch.setattr(imap, "MOST_QUESTIONS", 1_000)
    for number in range(10):
        server.deliver(mail(f"m{number}"))
    mailbox = server.mailbox()
    uids = mailbox.all_uids("INBOX")
    assert len(uids) == 10
    assert [mailbox.new_uids("INBOX", uid) for uid in uids] == [uids[n + 1 :] for n in range(10)]


def test_reading_leaves_no_trace_on_the_server(server: Server) -> None:
    server.deliver(mail("a"))
    mailbox = server.mailbox()
    mailbox.select("INBOX")
    list(mailbox.fetch("INBOX", mailbox.all_uids("INBOX")))
    mailbox.find_message_id("INBOX", "<a@truong.example>")
    mailbox.close()
    client = server.backend.client()
    client.select_folder("INBOX", readonly=True)
    flags = client.get_flags(client.search(["ALL"]))
    client.logout()
    assert all(b"\\Seen" not in words for words in flags.values())


def test_a_long_list_of_mails_comes_in_order_and_complete(server: Server) -> None:
    for number in range(23):
        server.deliver(mail(f"m{number:02}"))
    mailbox = server.mailbox(batch_mails=5)
    uids = mailbox.all_uids("INBOX")
    fetched = list(mailbox.fetch("INBOX", uids))
    assert [f.uid for f in fetched] == uids
    assert [f.raw for f in fetched] == [mail(f"m{number:02}") for number in range(23)]


def test_a_big_mail_comes_in_chunks_without_a_missing_byte(server: Server) -> None:
    big = mail("to", "".join(f"{n:08}" + "y" * 66 + "\r\n" for n in range(2 * CHUNK_BYTES // 76)))
    server.deliver(mail("a"))
    server.deliver(big)
    server.deliver(mail("b"))
    mailbox = server.mailbox()
    fetched = list(mailbox.fetch("INBOX", mailbox.all_uids("INBOX")))
    assert len(big) > 1.9 * CHUNK_BYTES
    assert [f.raw for f in fetched] == [mail("a"), big, mail("b")]


def test_a_mail_whose_size_is_a_multiple_of_the_chunk_is_whole(server: Server) -> None:
    frame = len(mail("to", ""))
    raw = mail("to", "z" * 70 + "\r\n" + "y" * 6 + "".join("\r\n" + "w" * 98 for _ in range(20_971)))
    raw = raw[: 2 * CHUNK_BYTES - 2] + b"\r\n"
    assert frame < len(raw) == 2 * CHUNK_BYTES
    server.deliver(raw)
    mailbox = server.mailbox()
    (fetched,) = mailbox.fetch("INBOX", mailbox.all_uids("INBOX"))
    assert fetched.raw == raw


def test_a_mail_that_a_person_removed_meanwhile_is_left_out(server: Server) -> None:
    for name in ("a", "b", "c"):
        server.deliver(mail(name))
    mailbox = server.mailbox(batch_mails=1)
    uids = mailbox.all_uids("INBOX")
    client = server.backend.client()
    client.select_folder("INBOX")
    client.delete_messages([uids[1]])
    client.expunge()
    client.logout()
    assert [f.uid for f in mailbox.fetch("INBOX", uids)] == [uids[0], uids[2]]


def test_patterns_find_vietnamese_folders_and_say_which_are_missing(server: Server) -> None:
    server.create_folder("CCHC/Đăng ký")
    server.create_folder("CCHC/Báo cáo")
    server.create_folder("Khác")
    mailbox = server.mailbox(folders=("inbox", "CCHC/*", "Không có"))
    folders = mailbox.folders()
    assert folders[0] == "INBOX"
    assert sorted(folders[1:]) == ["CCHC/Báo cáo", "CCHC/Đăng ký"]
    assert mailbox.missing_folders == ("Không có",)


def test_a_mail_in_a_vietnamese_folder_is_read(server: Server) -> None:
    server.create_folder("CCHC/Đăng ký")
    server.deliver(mail("a"), folder="CCHC/Đăng ký")
    mailbox = server.mailbox()
    (fetched,) = mailbox.fetch("CCHC/Đăng ký", mailbox.all_uids("CCHC/Đăng ký"))
    assert fetched.folder == "CCHC/Đăng ký"


def test_a_letter_is_found_by_its_message_id(server: Server) -> None:
    for name in ("a", "b", "ab"):
        server.deliver(mail(name))
    mailbox = server.mailbox()
    uids = mailbox.all_uids("INBOX")
    assert mailbox.find_message_id("INBOX", "<b@truong.example>") == [uids[1]]
    assert mailbox.find_message_id("INBOX", "<khong-co@truong.example>") == []


def test_a_sent_copy_lands_in_the_configured_folder(server: Server) -> None:
    server.create_folder("Bản lưu")
    mailbox = server.mailbox(sent_folder="Bản lưu")
    mailbox.append_sent(mail("thư đi"))
    assert [f.raw for f in mailbox.fetch("Bản lưu", mailbox.all_uids("Bản lưu"))] == [mail("thư đi")]


def test_a_new_mail_ends_the_wait(server: Server) -> None:
    mailbox = server.mailbox()
    state = mailbox.select("INBOX")
    threading.Timer(0.2, lambda: server.deliver(mail("a"))).start()
    begun = time.monotonic()
    assert mailbox.wait(2 * PATIENCE)
    assert time.monotonic() - begun < PATIENCE
    assert mailbox.select("INBOX").uidnext != state.uidnext


def test_a_quiet_wait_ends_in_time_and_says_so(server: Server) -> None:
    mailbox = server.mailbox()
    mailbox.select("INBOX")
    begun = time.monotonic()
    assert not mailbox.wait(0.3)
    assert time.monotonic() - begun < PATIENCE
    assert mailbox.all_uids("INBOX") == []


def test_a_wrong_password_is_told_from_a_broken_line(server: Server) -> None:
    with pytest.raises(LoginRefused):
        server.mailbox(password=lambda: "khác").connect()


def test_a_folder_that_does_not_exist_is_an_error_and_the_next_call_works(server: Server) -> None:
    server.deliver(mail("a"))
    mailbox = server.mailbox()
    with pytest.raises(MailboxError):
        mailbox.select("Không có")
    assert len(mailbox.all_uids("INBOX")) == 1


def test_a_mail_delivered_again_has_another_uid_in_the_same_folder(server: Server) -> None:
    server.deliver(mail("a"))
    server.deliver(mail("a"))
    mailbox = server.mailbox()
    first, second = mailbox.fetch("INBOX", mailbox.all_uids("INBOX"))
    assert first.uid != second.uid
    assert first.raw == second.raw
    assert first.internal_date == second.internal_date == MOMENT
