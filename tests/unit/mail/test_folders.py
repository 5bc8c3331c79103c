"""Which folders are read in mailboxes as providers lay them out."""

from collections.abc import Callable

import pytest

from mailbot.mail.imap import ImapSettings, Mailbox
from tests.servers.scripted import Line, ScriptedServer
from tests.unit.mail.test_imap import DECENT, imap
from tests.waiting import PATIENT

GMAIL = (
    r'(\HasNoChildren) "/" "INBOX"',
    r'(\HasChildren \Noselect) "/" "[Gmail]"',
    r'(\All \HasNoChildren) "/" "[Gmail]/T&AOo-n th&AbA-"',
    r'(\HasNoChildren \Trash) "/" "[Gmail]/Th&APk-ng r&AOE-c"',
    r'(\HasNoChildren \Important) "/" "[Gmail]/Quan tr&Hs0-ng"',
    r'(\Drafts \HasNoChildren) "/" "[Gmail]/Nh&AOE-p"',
    r'(\HasNoChildren \Sent) "/" "[Gmail]/&ARAA4w- g&Hu0-i"',
    r'(\Flagged \HasNoChildren) "/" "[Gmail]/C&APM- sao"',
    r'(\HasNoChildren \Junk) "/" "[Gmail]/Spam"',
    r'(\HasChildren) "/" "CCHC"',
    r'(\HasNoChildren) "/" "CCHC/2024"',
)
EXCHANGE = (
    r'(\Marked \HasNoChildren) "/" INBOX',
    r'(\HasChildren \Trash) "/" "Deleted Items"',
    r'(\HasNoChildren) "/" "Deleted Items/CCHC"',
    r'(\HasNoChildren \Drafts) "/" Drafts',
    r'(\HasNoChildren \Junk) "/" "Junk Email"',
    r'(\HasNoChildren \Sent) "/" "Sent Items"',
    r'(\HasNoChildren) "/" Outbox',
    r'(\HasChildren) "/" Calendar',
    r'(\HasNoChildren) "/" "Calendar/Birthdays"',
    r'(\HasNoChildren) "/" Contacts',
    r'(\HasNoChildren) "/" "Conversation History"',
    r'(\HasNoChildren) "/" CCHC',
    r'(\HasNoChildren) "/" "CCHC/Calendar"',  # somebody's own, of that name
)
ZIMBRA = (
    r'(\HasNoChildren) "/" "INBOX"',
    r'(\HasNoChildren \Sent) "/" "Sent"',
    r'(\HasNoChildren \Drafts) "/" "Drafts"',
    r'(\HasNoChildren \Junk) "/" "Junk"',
    r'(\HasNoChildren \Trash) "/" "Trash"',
    r'(\NoInferiors) "/" "Chats"',
    r'(\HasNoChildren) "/" "Emailed Contacts"',
    r'(\HasChildren) "/" "/home/tccb@so.example"',
    r'(\HasNoChildren) "/" "/home/tccb@so.example/Inbox"',
)
COURIER = (  # everything hangs beneath INBOX, and nothing is marked
    r'(\HasChildren) "." "INBOX"',
    r'(\HasNoChildren) "." "INBOX.Sent"',
    r'(\HasNoChildren) "." "INBOX.Trash"',
    r'(\HasNoChildren) "." "INBOX.CCHC"',
)
SHARED = (r'(\HasChildren) "/" "INBOX"', r'(\NonExistent) "/" "Other Users"', r'() "/" "Other Users/tccb/INBOX"')


def listing(listed: tuple[str, ...]) -> Callable[[Line], None]:
    return imap(DECENT | {b"LIST": "".join(f"* LIST {line}\r\n" for line in listed).encode("ascii")})


def _slashed(folder: str) -> str:
    return folder.replace("INBOX.", "INBOX/")


def asking(server: ScriptedServer, folder: str) -> Mailbox:
    return Mailbox(ImapSettings(server.host, server.port, "phong", lambda: "x", "plain", (folder,), timeouts=PATIENT))


@pytest.mark.parametrize(
    ("listed", "read"),
    [
        (GMAIL, ["INBOX", "CCHC", "CCHC/2024"]),
        (EXCHANGE, ["INBOX", "CCHC", "CCHC/Calendar"]),
        (ZIMBRA, ["INBOX", "/home/tccb@so.example", "/home/tccb@so.example/Inbox"]),
        (COURIER, ["INBOX", "INBOX.CCHC"]),
        (SHARED, ["INBOX", "Other Users/tccb/INBOX"]),
    ],
    ids=["gmail", "exchange", "zimbra", "courier", "shared"],
)
def test_a_wildcard_stands_for_folders_in_which_mail_arrives_or_is_filed(
    listed: tuple[str, ...], read: list[str]
) -> None:
    with ScriptedServer(listing(listed)) as server:
        mailbox = asking(server, "*")
        assert mailbox.folders() == read
        assert not set(mailbox.left_out) & set(read)


@pytest.mark.parametrize(
    ("listed", "named"),
    [
        (GMAIL, "[Gmail]/Tên thư"),
        (EXCHANGE, "Deleted Items"),
        (ZIMBRA, "/home/tccb@so.example/Inbox"),
        (SHARED, "Other Users/tccb/INBOX"),
        (COURIER, "INBOX/Trash"),
    ],
    ids=["all mail", "bin", "mounted", "shared", "dots"],
)
def test_what_is_named_is_read_whatever_it_is(listed: tuple[str, ...], named: str) -> None:
    with ScriptedServer(listing(listed)) as server:
        mailbox = asking(server, named)
        assert [_slashed(folder) for folder in mailbox.folders()] == [_slashed(named)]
        assert (mailbox.missing_folders, mailbox.left_out) == ((), ())


def test_what_a_wildcard_leaves_out_is_said() -> None:
    with ScriptedServer(listing(EXCHANGE)) as server:
        mailbox = asking(server, "*")
        mailbox.folders()
        assert {"Outbox", "Calendar/Birthdays", "Deleted Items/CCHC"} <= set(mailbox.left_out)
