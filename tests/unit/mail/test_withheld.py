"""A mail that the server cannot hand out: however it fails, it is found, and the others come."""

from collections.abc import Callable, Sequence

import pytest

from mailbot.mail.connection import Timeouts
from mailbot.mail.imap import CHUNK_BYTES, Fetched, ImapSettings, Mailbox, Withheld
from rules.errors import MailboxError
from tests.servers.scripted import Line, ScriptedServer

DATE = b'INTERNALDATE "17-Jul-2024 02:44:25 +0000"'
BAD = 5
TEN = tuple(range(1, 11))
Fails = Callable[[Line, bytes, int, bool], bytes]  # (line, tag, UID, is the body asked for) -> what is said of it


def body(uid: int) -> bytes:
    return b"Subject: %d\r\n\r\nxin\r\n" % uid


def whole(uid: int, *, bodies: bool) -> bytes:
    if bodies:
        return b"* %d FETCH (UID %d BODY[] {%d}\r\n%s)\r\n" % (uid, uid, len(body(uid)), body(uid))
    return b"* %d FETCH (UID %d RFC822.SIZE %d %s)\r\n" % (uid, uid, len(body(uid)), DATE)


def folder(fails: Fails, bad: Sequence[int] = (BAD,), uids: Sequence[int] = TEN) -> Callable[[Line], None]:
    """A decent server but for what it says when one of the `bad` mails is asked for."""

    def script(line: Line) -> None:
        line.say(b"* OK hello\r\n")
        while heard := line.hear():
            tag, _, command = heard.partition(b" ")
            words = command.removeprefix(b"UID ").split(b" ")
            if words[0] == b"CAPABILITY":
                line.say(b"* CAPABILITY IMAP4rev1\r\n")
            elif words[0] == b"EXAMINE":
                line.say(b"* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 99] x\r\n")
            elif words[0] == b"SEARCH":
                wanted = _asked(words[-1], uids)
                line.say(b"* SEARCH " + b" ".join(b"%d" % uid for uid in wanted) + b"\r\n")
            elif words[0] == b"FETCH" and not _fetch(line, tag, words, uids, bad, fails):
                continue
            line.say(tag + b" OK done\r\n")

    return script


def _asked(words: bytes, uids: Sequence[int]) -> list[int]:
    first, colon, _ = words.partition(b":")
    return [uid for uid in uids if (uid >= int(first) if colon else b"%d" % uid in words.split(b","))]


def _fetch(line: Line, tag: bytes, words: list[bytes], uids: Sequence[int], bad: Sequence[int], fails: Fails) -> bool:
    """Whether the command is still to be answered."""
    bodies = b"BODY.PEEK" in words[2]
    for uid in _asked(words[1], uids):
        if uid not in bad:
            line.say(whole(uid, bodies=bodies))
            continue
        said = fails(line, tag, uid, bodies)
        line.say(said)
        if said.startswith(tag):
            return False
    return True


def _cut(line: Line, said: bytes) -> bytes:
    line.say(said)
    line.cut()
    return b""


def at_the_body(fails: Callable[[Line, bytes], bytes]) -> Fails:
    """Size and moment are given."""
    return lambda line, tag, uid, bodies: fails(line, tag) if bodies else whole(uid, bodies=False)


NO = "[SERVERBUG] Internal error occurred. Refer to server log for more information."
NO_LINE = b" NO " + NO.encode() + b"\r\n"
WAYS: dict[str, tuple[Fails, str]] = {  # and the server's own words
    "cut": (at_the_body(lambda line, tag: _cut(line, b"")), ""),
    "half-a-literal": (at_the_body(lambda line, tag: _cut(line, b"* 5 FETCH (UID 5 BODY[] {99}\r\nnot so much")), ""),
    "bye": (at_the_body(lambda line, tag: _cut(line, b"* BYE Input/output error\r\n")), "Input/output error"),
    "no": (at_the_body(lambda line, tag: tag + NO_LINE), NO),
    "bad": (at_the_body(lambda line, tag: tag + b" BAD no such part\r\n"), "no such part"),
    "no-size": (lambda line, tag, uid, bodies: tag + NO_LINE, NO),
    "passed-over": (lambda line, tag, uid, bodies: b"", ""),
    "body-passed-over": (at_the_body(lambda line, tag: b""), ""),
    "nil": (at_the_body(lambda line, tag: b"* 5 FETCH (UID 5 BODY[] NIL)\r\n"), ""),
    "no-moment": (lambda line, tag, uid, bodies: b"* 5 FETCH (UID 5 RFC822.SIZE 9)\r\n", ""),
    "no-imap": (at_the_body(lambda line, tag: b"Lorem ipsum a@b.example\r\n"), ""),
}


def mailbox(server: ScriptedServer) -> Mailbox:
    return Mailbox(ImapSettings(server.host, server.port, "phong", lambda: "pw", "plain", timeouts=Timeouts(2, 2)))


@pytest.mark.parametrize("way", list(WAYS))
def test_a_mail_that_fails_is_found_and_the_others_come_in_order(way: str) -> None:
    fails, said = WAYS[way]
    with ScriptedServer(folder(fails)) as server:
        box = mailbox(server)
        taken = list(box.take("INBOX", TEN))
    assert [(one.uid, one.raw) for one in taken if isinstance(one, Fetched)] == [
        (uid, body(uid)) for uid in TEN if uid != BAD
    ]
    (withheld,) = [one for one in taken if isinstance(one, Withheld)]
    assert (withheld.folder, withheld.uidvalidity, withheld.uid, withheld.said) == ("INBOX", 7, BAD, said)
    assert withheld.reason and "a@b.example" not in withheld.reason


def test_a_big_mail_that_breaks_in_the_midst_is_found_too() -> None:
    def fails(line: Line, tag: bytes, uid: int, bodies: bool) -> bytes:
        if bodies:
            return _cut(line, b"* 5 FETCH (UID 5 BODY[]<0> {%d}\r\n" % CHUNK_BYTES)
        return b"* 5 FETCH (UID 5 RFC822.SIZE %d %s)\r\n" % (3 * CHUNK_BYTES, DATE)

    with ScriptedServer(folder(fails)) as server:
        taken = list(mailbox(server).take("INBOX", TEN))
    assert [one.uid for one in taken] == [1, 2, 3, 4, 6, 7, 8, 9, 10, 5]
    assert isinstance(taken[-1], Withheld)


def test_a_server_that_gives_no_mail_at_all_is_in_trouble_and_no_mail_is_to_blame() -> None:
    fails, _ = WAYS["no"]
    with ScriptedServer(folder(fails, bad=TEN)) as server:
        box = mailbox(server)
        with pytest.raises(MailboxError, match="SERVERBUG"):
            list(box.take("INBOX", TEN))
        with pytest.raises(MailboxError):  # a single new mail beside old ones
            list(box.take("INBOX", TEN[-1:]))


def test_mails_that_all_fail_are_to_blame_where_the_server_gives_older_ones() -> None:
    fails, _ = WAYS["no"]
    with ScriptedServer(folder(fails, bad=TEN[4:])) as server:
        taken = list(mailbox(server).take("INBOX", TEN[4:]))
    assert [(one.uid, type(one)) for one in taken] == [(uid, Withheld) for uid in TEN[4:]]


def test_the_only_mail_of_a_folder_is_set_aside_as_well() -> None:
    fails, _ = WAYS["cut"]
    with ScriptedServer(folder(fails, uids=(BAD,))) as server:
        (withheld,) = mailbox(server).take("INBOX", [BAD])
    assert isinstance(withheld, Withheld)


def test_a_server_that_cannot_be_reached_again_blames_no_mail() -> None:
    with ScriptedServer(folder(WAYS["cut"][0])) as server:
        box = mailbox(server)
        honest = server.script

        def once_more(line: Line) -> None:
            if server.connections < 3:
                honest(line)

        server.script = once_more
        with pytest.raises(MailboxError):
            list(box.take("INBOX", TEN))


def test_a_line_that_breaks_once_costs_no_mail() -> None:
    broken: list[bool] = []

    def fails(line: Line, tag: bytes, uid: int, bodies: bool) -> bytes:
        if bodies and not broken:
            broken.append(True)
            return _cut(line, b"")
        return whole(BAD, bodies=bodies)

    with ScriptedServer(folder(fails)) as server:
        taken = list(mailbox(server).take("INBOX", TEN))
    assert [(one.uid, type(one)) for one in taken] == [(uid, Fetched) for uid in TEN]
