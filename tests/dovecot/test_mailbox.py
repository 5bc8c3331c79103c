"""What only a real server shows: certificates, special folders, another numbering, its own trace of delivery."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from mailbot.mail.connection import Timeouts
from mailbot.mail.imap import ImapSettings, Mailbox
from mailbot.mail.message import read_mail
from rules.errors import MailboxError
from rules.post.arrival import earlier, own_received
from tests.contract.conftest import MOMENT, mail
from tests.servers.dovecot import Dovecot, version
from tests.waiting import PATIENCE, PATIENT

pytestmark = pytest.mark.dovecot


@pytest.fixture(scope="module")
def running() -> Iterator[Dovecot]:
    if version() is None:
        pytest.skip("Dovecot is not installed")
    with TemporaryDirectory(prefix="mailbot-dovecot-") as folder, Dovecot(Path(folder)) as server:
        yield server


@pytest.fixture
def dovecot(running: Dovecot) -> Dovecot:
    running.next_account()
    return running


def mailbox(dovecot: Dovecot) -> Mailbox:
    return Mailbox(
        ImapSettings(
            "localhost",
            dovecot.tls_port,
            dovecot.user,
            lambda: dovecot.password,
            "tls",
            ca_file=dovecot.ca_file,
            timeouts=Timeouts(PATIENCE, PATIENCE),
        )
    )


def test_a_certificate_that_nobody_vouches_for_is_never_accepted(dovecot: Dovecot) -> None:
    system = Mailbox(
        ImapSettings("localhost", dovecot.tls_port, dovecot.user, lambda: dovecot.password, "tls", timeouts=PATIENT)
    )
    with pytest.raises(MailboxError, match="chứng thư"):
        system.connect()


def test_special_folders_are_found_by_their_use(dovecot: Dovecot) -> None:
    box = mailbox(dovecot)
    assert box.junk() == "Thư rác"
    assert box.sent() == "Sent"
    box.close()


def test_another_numbering_is_noticed_before_any_uid_is_used(dovecot: Dovecot) -> None:
    for name in ("a", "b"):
        dovecot.deliver(mail(name), MOMENT)
    box = mailbox(dovecot)
    before = box.select("INBOX")
    uids = box.all_uids("INBOX")
    dovecot.change_uidvalidity()
    with pytest.raises(MailboxError, match="UIDVALIDITY"):  # the connection is gone, and the folder is not the same
        list(box.fetch("INBOX", uids))
    after = box.select("INBOX")
    assert after.uidvalidity != before.uidvalidity
    assert sorted(f.raw for f in box.fetch("INBOX", box.new_uids("INBOX", 0))) == [mail("a"), mail("b")]
    box.close()


def test_a_mail_that_a_person_moves_keeps_its_bytes_and_its_moment(dovecot: Dovecot) -> None:
    dovecot.deliver(mail("a"), MOMENT)
    client = dovecot.client()
    client.create_folder("CCHC")
    client.select_folder("INBOX")
    client.move(client.search(["ALL"]), "CCHC")
    client.logout()
    box = mailbox(dovecot)
    assert box.all_uids("INBOX") == []
    (moved,) = box.fetch("CCHC", box.all_uids("CCHC"))
    assert (moved.raw, moved.internal_date) == (mail("a"), MOMENT)
    box.close()


def test_the_servers_own_trace_says_when_a_copied_mail_had_arrived(dovecot: Dovecot) -> None:
    dovecot.deliver_by_lmtp(mail("a"))
    box = mailbox(dovecot)
    (delivered,) = box.fetch("INBOX", box.all_uids("INBOX"))
    copied = delivered.internal_date + timedelta(days=3)
    parsed = read_mail(delivered.raw)
    trace = parsed.header("Received")
    assert trace is not None
    host = trace.partition(" by ")[2].split()[0]
    moment = earlier(copied, own_received(parsed, (host,)))
    assert abs(moment - datetime.now(UTC)) < timedelta(minutes=1)
    assert earlier(copied, own_received(parsed, ("mail.khac.example",))) == copied
    box.close()


def test_the_server_may_be_restarted_between_two_calls(dovecot: Dovecot) -> None:
    dovecot.deliver(mail("a"), MOMENT)
    box = mailbox(dovecot)
    assert len(box.all_uids("INBOX")) == 1
    dovecot.stop()
    with pytest.raises(MailboxError):
        box.all_uids("INBOX")
    dovecot.start()
    assert len(box.all_uids("INBOX")) == 1
    box.close()
