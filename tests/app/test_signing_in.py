"""The server refuses the password: seldom tried, told once with the reason, and mended without a restart."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from smtplib import SMTP
from typing import Any

import pytest
from imapclient import IMAPClient

from mailbot import logs
from mailbot.alarms import FILE
from mailbot.daemon import Watcher, tick
from mailbot.demo.servers import ImapServer, SmtpSink
from mailbot.mail.connection import Timeouts, without_names
from mailbot.mail.imap import ImapSettings, Mailbox
from mailbot.mail.smtp import Outgoing, SmtpSettings
from rules.errors import LoginRefused, MailboxError, SendingError
from tests.app.world import SCHOOL, World, installed, mail, registration, world
from tests.servers.scripted import nobody_listening
from tests.waiting import PATIENCE, PATIENT

DOCX = ("dang-ky.docx", registration(("Số hóa hồ sơ một cửa",)))


class Secret:
    """A password file that somebody edits."""

    def __init__(self, password: str) -> None:
        self.password = password

    def __call__(self) -> str:
        return self.password


def counting(owner: type, name: str, monkeypatch: pytest.MonkeyPatch, counts: Callable[..., bool]) -> list[int]:
    calls: list[int] = []
    honest = getattr(owner, name)

    def call(*args: Any, **more: Any) -> Any:
        if counts(*args[1:]):
            calls.append(1)
        return honest(*args, **more)

    monkeypatch.setattr(owner, name, call)
    return calls


def told(here: World) -> list[str]:
    """The alarms that left or wait, by their key."""
    with here.app.look() as work:
        return [letter.key.split(":")[2] for letter in work.letters.facts() if letter.key.startswith("alarm:")]


def over(here: World) -> list[str]:
    with here.app.look() as work:
        return [letter.key.split(":")[2] for letter in work.letters.facts() if letter.key.startswith("alarm-over:")]


@contextmanager
def sending_with_password(folder: Path) -> Iterator[World]:
    with ImapServer() as imap, SmtpSink(user="phong", password="đúng") as sink, installed(folder, imap, sink) as here:
        settings = SmtpSettings(sink.host, sink.port, "phong", security="plain", timeouts=PATIENT)
        here.app.outgoing = Outgoing(settings, here.app.sign_in_to_send)
        yield here


def test_a_refused_mailbox_is_tried_six_times_an_hour_by_all_connections_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logins = counting(IMAPClient, "login", monkeypatch, lambda *args: True)
    with world(tmp_path) as here:
        secret, right = Secret("sai"), here.imap.password
        sign_in = here.app.sign_in
        sign_in.secret = secret
        here.deliver(mail(DOCX))
        logins.clear()
        watching = here.app.another_mailbox()
        for _ in range(15):
            tick(here.app)
            with pytest.raises(LoginRefused):
                watching.wait(0.1)
            here.now += timedelta(minutes=4)
        assert 2 <= len(logins) <= 6
        assert (told(here), over(here)) == (["login"], [])  # and no second alarm about the same
        assert "từ chối tên đăng nhập hoặc mật khẩu" in (tmp_path / FILE).read_text("utf-8")
        assert SCHOOL not in here.receivers()
        secret.password = right
        tick(here.app)
        assert SCHOOL in here.receivers()
        assert over(here) == ["login"]
        assert not (tmp_path / FILE).exists()


def test_a_corrected_password_is_seen_by_the_watcher_at_once(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        secret, right = Secret("sai"), here.imap.password
        here.app.sign_in.secret = secret
        watcher, stopping = Watcher(here.app), threading.Event()
        tick(here.app)
        threading.Timer(0.5, setattr, (secret, "password", right)).start()
        assert watcher.wait(stopping)  # the pass is brought forward, long before the next try of the old password
        assert tick(here.app)


def test_a_refused_sender_keeps_no_mail_from_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = counting(SMTP, "docmd", monkeypatch, lambda *args: args[0] == "AUTH")
    with sending_with_password(tmp_path) as here:
        secret = Secret("sai")
        sign_in = here.app.sign_in_to_send
        sign_in.secret = secret
        here.deliver(mail(DOCX))
        for _ in range(15):
            tick(here.app)
            here.now += timedelta(minutes=4)
        assert 2 <= len(tries) <= 6
        assert [entry["state"] for entry in here.ledger()] == ["done"]
        assert told(here) == ["login-to-send"]
        assert "535" in (tmp_path / FILE).read_text("utf-8")
        secret.password = "đúng"
        here.now += timedelta(minutes=4)
        tick(here.app)
        assert here.receivers().count(SCHOOL) == 1


def test_a_refused_mailbox_keeps_no_letter_from_leaving(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        here.app.sign_in.secret = Secret("sai")
        tick(here.app)
        tick(here.app)
        assert here.sink.letters != []


def test_the_log_and_the_alarm_say_why_the_server_cannot_be_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(logs.log, "level", logging.WARNING)
    with world(tmp_path) as here, nobody_listening() as port:
        here.app.mailbox.settings = ImapSettings(here.imap.host, port, "phong", lambda: "x", "plain", timeouts=PATIENT)
        for _ in range(3):
            assert not tick(here.app)
            here.now += timedelta(minutes=10)
        lines = map(json.loads, capsys.readouterr().err.splitlines())
        (entry, *_) = [line for line in lines if line["event"] == "mailbox failed"]
        assert entry["reason"] == "connection refused"
        alarm = (tmp_path / FILE).read_text("utf-8")
        assert "Lý do: không đọc được hộp thư: máy chủ từ chối kết nối" in alarm


@pytest.mark.parametrize(
    ("host", "logged"), [("127.0.0.1", "connection refused"), ("khong-co.invalid", "host name not found")]
)
def test_an_error_says_why_in_the_words_of_the_log(host: str, logged: str) -> None:
    patient = Timeouts(PATIENCE, PATIENCE)
    with nobody_listening() as port:
        with pytest.raises(MailboxError) as reading:
            Mailbox(ImapSettings(host, port, "phong", lambda: "x", "tls", timeouts=patient)).connect()
        with pytest.raises(SendingError) as sending:
            Outgoing(SmtpSettings(host, port, security="tls", timeouts=patient)).check()
    assert (reading.value.logged, sending.value.logged) == (logged, logged)


def test_what_a_server_says_of_a_person_stays_out_of_log_and_alarm() -> None:
    said = 'NO user <an@so.example> "Nguyễn Văn An" at /var/mail/an/new is locked'
    assert without_names(said) == "NO user … … at … is locked"
