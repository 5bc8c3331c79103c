"""What the contract suite cannot ask of a decent server: lies, silence, broken lines."""

import time
from collections.abc import Callable

import pytest

from mailbot.mail.connection import Timeouts
from mailbot.mail.imap import ImapSettings, Mailbox, batches
from rules.errors import LoginRefused, MailboxError
from tests.servers.scripted import Line, ScriptedServer
from tests.waiting import PATIENCE, PATIENT

Answers = dict[bytes, bytes]

DECENT: Answers = {
    b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n",
    b"LOGIN": b"",
    b"EXAMINE": b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 9] x\r\n",
    b"LOGOUT": b"* BYE\r\n",
}


def imap(
    answers: Answers, *, status: bytes = b"OK", cut_at: bytes = b"", silent_at: bytes = b""
) -> Callable[[Line], None]:
    """A server that answers each command with its entry; at `cut_at` the entry ends the connection."""

    def script(line: Line) -> None:
        line.say(b"* OK hello\r\n")
        while heard := line.hear():
            tag, _, command = heard.partition(b" ")
            word = command.removeprefix(b"UID ").split(b" ")[0].upper()
            if word == silent_at:
                line.wait()
                return
            line.say(answers.get(word, b""))
            if word == cut_at:
                return
            line.say(tag + b" " + (status if word == b"LOGIN" else b"OK") + b" done\r\n")

    return script


def mailbox(server: ScriptedServer, timeouts: Timeouts = PATIENT) -> Mailbox:
    return Mailbox(
        ImapSettings(server.host, server.port, "phong", lambda: "pw", "plain", timeouts=timeouts, batch_mails=2)
    )


def test_a_stripped_starttls_is_never_answered_in_plain() -> None:
    heard: list[bytes] = []

    def script(line: Line) -> None:
        line.say(b"* OK hello\r\n")
        while command := line.hear():
            heard.append(command)
            line.say(DECENT.get(command.split(b" ")[1], b"") + command.split(b" ")[0] + b" OK done\r\n")

    with ScriptedServer(script) as server:
        settings = ImapSettings(server.host, server.port, "phong", lambda: "pw", "starttls", timeouts=PATIENT)
        with pytest.raises(MailboxError):
            Mailbox(settings).connect()
    assert heard
    assert not any(b"LOGIN" in command or b"AUTHENTICATE" in command for command in heard)


def test_plain_text_to_another_machine_is_refused_at_once() -> None:
    with pytest.raises(MailboxError):
        ImapSettings("mail.so.example", 143, "phong", lambda: "pw", "plain", timeouts=PATIENT)


def test_a_refused_password_is_told_from_a_server_that_cannot_check_it_now() -> None:
    with ScriptedServer(imap(DECENT, status=b"NO [AUTHENTICATIONFAILED]")) as server, pytest.raises(LoginRefused):
        mailbox(server).connect()
    with ScriptedServer(imap(DECENT, status=b"NO [UNAVAILABLE]")) as server:
        with pytest.raises(MailboxError) as unavailable:
            mailbox(server).connect()
        assert not isinstance(unavailable.value, LoginRefused)
    with ScriptedServer(imap(DECENT, cut_at=b"LOGIN")) as server:
        with pytest.raises(MailboxError) as broken:
            mailbox(server).connect()
        assert not isinstance(broken.value, LoginRefused)


@pytest.mark.parametrize(
    "fetch",
    [
        b'* 1 FETCH (UID 1 RFC822.SIZE 100 INTERNALDATE "17-Jul-2024 02:44:25 +0000" BODY[] {100}\r\nnur die Haelfte',
        b"* BYE shutting down\r\n",
        b"* 1 FETCH (UID 1 RFC822.SIZE",
        b"",
    ],
    ids=["inside-a-literal", "bye", "inside-a-line", "at-once"],
)
def test_a_line_that_breaks_is_an_error_and_the_next_try_starts_afresh(fetch: bytes) -> None:
    with ScriptedServer(imap(DECENT | {b"SEARCH": fetch}, cut_at=b"SEARCH")) as server:
        broken = mailbox(server)
        for _ in range(2):
            with pytest.raises(MailboxError):
                broken.all_uids("INBOX")
        assert server.connections == 2


def test_silence_ends_with_an_error_after_the_timeout() -> None:
    silent = ScriptedServer(imap(DECENT, silent_at=b"SEARCH"))
    with silent as server, pytest.raises(MailboxError, match="không trả lời"):
        mailbox(server, Timeouts(PATIENCE, 0.5)).all_uids("INBOX")


def test_a_mail_of_unknown_size_is_not_passed_over() -> None:
    body = b"Subject: x\r\n\r\nxin\r\n"
    date = b'INTERNALDATE "17-Jul-2024 02:44:25 +0000"'

    def script(line: Line) -> None:
        line.say(b"* OK hello\r\n")
        while heard := line.hear():
            tag, word = heard.split(b" ")[:2]
            answer = DECENT.get(word, b"")
            if b"RFC822.SIZE" in heard:
                answer = b"* 1 FETCH (UID 1 " + date + b")\r\n* 2 FETCH (UID 5 FLAGS (\\Seen))\r\n"
            elif b"BODY.PEEK" in heard:
                answer = b"* 1 FETCH (UID 1 BODY[]<0> {%d}\r\n%s)\r\n" % (len(body), body)
            line.say(answer + tag + b" OK done\r\n")

    with ScriptedServer(script) as server:
        (fetched,) = mailbox(server).fetch("INBOX", [1])
    assert (fetched.uid, fetched.raw) == (1, body)


def test_a_folder_without_uidvalidity_is_not_read() -> None:
    with ScriptedServer(imap(DECENT | {b"EXAMINE": b"* 0 EXISTS\r\n"})) as server, pytest.raises(MailboxError):
        mailbox(server).select("INBOX")


def test_a_folder_numbered_anew_between_two_connections_is_noticed() -> None:
    answers = dict(DECENT)
    with ScriptedServer(imap(answers | {b"FETCH": b""}, cut_at=b"FETCH")) as server:
        box = mailbox(server)
        box.select("INBOX")
        list(box.fetch("INBOX", [1]))
        server.script = imap(answers | {b"EXAMINE": DECENT[b"EXAMINE"].replace(b"UIDVALIDITY 7", b"UIDVALIDITY 8")})
        with pytest.raises(MailboxError, match="UIDVALIDITY"):
            list(box.fetch("INBOX", [1]))
        assert box.select("INBOX").uidvalidity == 8


def test_waiting_without_idle_asks_at_the_end_whether_something_came() -> None:
    answers = DECENT | {b"STATUS": b"* STATUS INBOX (UIDNEXT 10 UIDVALIDITY 7)\r\n"}
    with ScriptedServer(imap(answers)) as server:
        box = mailbox(server)
        box.select("INBOX")
        assert box.wait(0.05)
        assert not box.wait(0.05)


def test_a_stop_signal_ends_the_wait() -> None:
    answers = DECENT | {b"STATUS": b"* STATUS INBOX (UIDNEXT 9 UIDVALIDITY 7)\r\n"}
    with ScriptedServer(imap(answers)) as server:
        settings = ImapSettings(server.host, server.port, "phong", lambda: "pw", "plain", timeouts=PATIENT)
        begun = time.monotonic()
        assert not Mailbox(settings, stopped=lambda: True).wait(2 * PATIENCE)
        assert time.monotonic() - begun < PATIENCE


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({}, []),
        ({1: 10, 2: 10, 3: 10}, [[1, 2], [3]]),
        ({1: 60, 2: 60, 3: 10}, [[1], [2, 3]]),
        ({1: 10, 2: 5_000_000, 3: 10}, [[1], [2], [3]]),
        ({1: 5_000_000}, [[1]]),
    ],
)
def test_batches_are_bounded_in_mails_and_in_bytes(sizes: dict[int, int], expected: list[list[int]]) -> None:
    assert [list(batch) for batch in batches(sizes, mails=2, size=100)] == expected


class Farewells:
    """A server that ends the session at the n-th command named, as when the access token of that session is over."""

    def __init__(self, word: bytes, after: int = 0) -> None:
        self.word, self.left = word, after

    def __call__(self, line: Line) -> None:
        line.say(b"* OK hello\r\n")
        while heard := line.hear():
            tag, _, command = heard.partition(b" ")
            word = command.removeprefix(b"UID ").split(b" ")[0].upper()
            if word == self.word:
                self.left -= 1
                if self.left == -1:
                    line.say(b"* BYE Session invalidated - AccessTokenExpired\r\n")
                    return
            line.say(ANSWERED.get(word, b"") + tag + b" OK done\r\n")


ANSWERED = DECENT | {
    b"LIST": b'* LIST () "/" INBOX\r\n',
    b"SEARCH": b"* SEARCH 4 7\r\n",
    b"STATUS": b"* STATUS INBOX (UIDNEXT 9 UIDVALIDITY 7)\r\n",
}


@pytest.mark.parametrize("word", [b"LIST", b"EXAMINE", b"SEARCH"])
def test_a_session_that_the_server_ended_is_opened_anew_and_asked_again(word: bytes) -> None:
    with ScriptedServer(Farewells(word, after=1)) as server:
        box = mailbox(server)
        for _ in range(2):  # a pass, and another an hour later
            assert box.folders() == ["INBOX"]
            assert box.select("INBOX").uidvalidity == 7
            assert box.new_uids("INBOX", 0) == [4, 7]
        assert server.connections == 2
        box.close()


def test_a_server_that_ends_every_session_is_in_trouble() -> None:
    def script(line: Line) -> None:
        line.say(b"* OK hello\r\n")
        while b"LIST" not in (heard := line.hear()):
            line.say(DECENT[b"CAPABILITY"] if b"CAPABILITY" in heard else b"")
            line.say(heard.partition(b" ")[0] + b" OK done\r\n")
        line.say(b"* BYE not now\r\n")

    with ScriptedServer(script) as server:
        box = mailbox(server)
        with pytest.raises(MailboxError):
            box.folders()
        assert server.connections == 1  # a fresh connection that breaks is not tried again at once


def test_a_folder_that_was_numbered_anew_while_the_session_ended_is_noticed() -> None:
    """The question that is asked again means the UIDs of before."""
    numbering = [7, 8]

    def script(line: Line) -> None:
        line.say(b"* OK hello\r\n")
        while heard := line.hear():
            tag, _, command = heard.partition(b" ")
            if b"SEARCH" in command and numbering:
                return
            if command.startswith(b"EXAMINE"):
                line.say(b"* OK [UIDVALIDITY %d] x\r\n* OK [UIDNEXT 9] x\r\n" % numbering.pop(0))
            elif command.startswith(b"CAPABILITY"):
                line.say(DECENT[b"CAPABILITY"])
            line.say(tag + b" OK done\r\n")

    with ScriptedServer(script) as server:
        box = mailbox(server)
        box.select("INBOX")
        with pytest.raises(MailboxError, match="UIDVALIDITY"):
            box.new_uids("INBOX", 0)


def test_a_wait_whose_session_ended_goes_on_in_a_fresh_one_and_has_the_mailbox_read() -> None:
    with ScriptedServer(Farewells(b"STATUS", after=1)) as server:
        box = mailbox(server)
        box.select("INBOX")
        assert not box.wait(0)
        assert box.wait(0)  # what came meanwhile was not announced
        assert not box.wait(0)
        assert server.connections == 2
        box.close()
    with ScriptedServer(Farewells(b"STATUS")) as server, pytest.raises(MailboxError):
        mailbox(server).wait(0)  # one that never waited is left to the caller, who waits a little
