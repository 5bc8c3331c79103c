"""A process that is killed at the same instant of posting again and again: at worst a letter leaves twice, and where
nobody can know whether it left, a person is told."""

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mailbot.alarms import FILE
from mailbot.app import App
from mailbot.daemon import tick
from mailbot.demo.script import MAILBOX
from mailbot.demo.servers import ImapServer, SmtpSink
from mailbot.mail.smtp import Outgoing
from mailbot.outbox import release
from tests.crash.play import BEGINS, Clock, Remembering, opened
from tests.trials.office import PASSWORD, Office, mail, message_id, plain_servers


class Killed(BaseException):
    """No handler of mailbot's catches it, as none runs after SIGKILL."""


def _dies(*args: Any, **kwargs: Any) -> Any:
    raise Killed


def after_the_server_took_it(patch: pytest.MonkeyPatch) -> None:
    send: Callable[..., Any] = Outgoing.send

    def taken(self: Outgoing, *args: Any) -> Any:
        send(self, *args)
        raise Killed

    patch.setattr(Outgoing, "send", taken)


def after_the_server_took_the_second(patch: pytest.MonkeyPatch) -> None:
    send: Callable[..., Any] = Outgoing.send
    letters: list[None] = []

    def taken(self: Outgoing, *args: Any) -> Any:
        answer = send(self, *args)
        letters.append(None)
        if len(letters) == 2:
            raise Killed
        return answer

    patch.setattr(Outgoing, "send", taken)


def before_anything_left(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(smtplib.SMTP, "mail", _dies)


def between_the_note_and_the_letter(patch: pytest.MonkeyPatch) -> None:
    send: Callable[..., Any] = smtplib.SMTP.send

    def dies(self: smtplib.SMTP, data: str | bytes) -> None:
        if len(data) > 1000:  # no command is that long
            raise Killed
        send(self, data)

    patch.setattr(smtplib.SMTP, "send", dies)


@pytest.fixture
def imap() -> Iterator[ImapServer]:
    with ImapServer(MAILBOX, PASSWORD) as server:
        server.deliver(mail(1), BEGINS)
        yield server


@pytest.fixture
def posting(tmp_path: Path, imap: ImapServer) -> Iterator["Posting"]:
    with SmtpSink() as sink, Remembering() as sandbox:
        yield Posting(Office(tmp_path, plain_servers(imap.port, sink.port)), sink, sandbox)


class Posting:
    """One receipt on its way, in as many processes as it takes."""

    def __init__(self, office: Office, sink: SmtpSink, sandbox: Remembering) -> None:
        self.office, self.sink, self.sandbox, self.clock = office, sink, sandbox, Clock()
        self._like: App | None = None

    @contextmanager
    def process(self) -> Iterator[App]:
        with opened(self.office.config, self.clock, self.sandbox, self._like) as app:
            self._like = app
            yield app

    def killed(self, times: int, how: Callable[[pytest.MonkeyPatch], None]) -> None:
        for _ in range(times):
            with pytest.MonkeyPatch.context() as patch, self.process() as app:
                how(patch)
                with pytest.raises(Killed):
                    tick(app)
            self.clock.now += timedelta(minutes=20)

    def goes_on(self, released: bool = False) -> int:
        """A new process that nothing disturbs; how many letters are held after it."""
        with self.process() as app:
            if released:
                with app.begin() as work:
                    (held,) = work.letters.held()
                release(held.id or 0, app)
            for _ in range(3):
                tick(app)
                self.clock.now += timedelta(minutes=20)
            with app.begin() as work:
                return len(work.letters.held())

    def copies(self, number: int = 1) -> int:
        answered = f"In-Reply-To: {message_id(number)}".encode()
        return sum(answered in letter.raw for letter in self.sink.letters)


@pytest.mark.parametrize(("times", "copies", "held"), [pytest.param(1, 2, 0, marks=pytest.mark.slow), (2, 2, 1)])
def test_killed_after_the_server_took_it_a_letter_leaves_twice_at_worst(
    posting: Posting, times: int, copies: int, held: int
) -> None:
    posting.killed(times, after_the_server_took_it)
    assert posting.goes_on() == held
    assert posting.copies() == copies


def test_killed_a_third_time_at_the_same_instant_it_does_not_leave_again(posting: Posting) -> None:
    posting.killed(2, after_the_server_took_it)
    with pytest.MonkeyPatch.context() as patch, posting.process() as app:
        after_the_server_took_it(patch)
        with pytest.raises(Killed):  # the alarm is the next letter; it may leave
            tick(app)
    posting.clock.now += timedelta(minutes=20)
    assert posting.goes_on() == 1
    assert posting.copies() == 2
    assert "mailbot held" in (posting.office.data / FILE).read_text("utf-8")


@pytest.mark.parametrize(("again", "copies", "held"), [(0, [1, 1, 2], 0), (1, [1, 1, 2], 1), (2, [1, 2, 2], 1)])
def test_of_letters_of_one_round_only_that_whose_turn_it_was_may_come_again(
    posting: Posting, imap: ImapServer, again: int, copies: list[int], held: int
) -> None:
    """Those behind it have not left, and are not held for that; the last process here dies with one of them."""
    for number in (2, 3):
        imap.deliver(mail(number), BEGINS)
    posting.killed(1, after_the_server_took_the_second)
    posting.killed(again, after_the_server_took_it)
    assert posting.goes_on() == held
    assert sorted(posting.copies(number) for number in (1, 2, 3)) == copies


@pytest.mark.parametrize("times", [pytest.param(2, marks=pytest.mark.slow), 3])
def test_killed_before_anything_left_it_leaves_once(posting: Posting, times: int) -> None:
    posting.killed(times, before_anything_left)
    assert posting.goes_on() == 0
    assert posting.copies() == 1


def test_where_nobody_knows_whether_it_left_a_person_is_told_and_decides(posting: Posting) -> None:
    posting.killed(2, between_the_note_and_the_letter)
    assert posting.copies() == 0
    assert posting.goes_on() == 1
    assert "mailbot held" in (posting.office.data / FILE).read_text("utf-8")
    assert posting.goes_on(released=True) == 0
    assert posting.copies() == 1
    assert not (posting.office.data / FILE).exists()
