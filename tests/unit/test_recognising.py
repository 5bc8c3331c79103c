"""A mail that is known is recognised by size and header; what is not certain is fetched."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from mailbot.mail.imap import Mailbox, Outline
from mailbot.pipeline import read_mailbox
from mailbot.recognising import head_of
from storage.tables import ArrivalRow
from tests.app.world import World, mail, world

TRACE = b"Received: from a by mx.so.example with ESMTP id 7; Tue, 20 Aug 2024 02:00:00 +0000\r\n"


class Fetches:
    """How many mails were fetched whole."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bodies = 0
        honest = Mailbox.take

        def take(mailbox: Mailbox, folder: str, uids: object) -> object:
            for one in honest(mailbox, folder, uids):  # type: ignore[arg-type]
                self.bodies += 1
                yield one

        monkeypatch.setattr(Mailbox, "take", take)


@pytest.fixture
def fetches(monkeypatch: pytest.MonkeyPatch) -> Fetches:
    return Fetches(monkeypatch)


def read(here: World) -> int:
    found = read_mailbox(here.app)
    assert found.whole
    return found.taken


def also_in(here: World, *folders: str) -> None:
    """From now on these are read as well, as where a person adds them to `folders`."""
    here.app.mailbox.settings = replace(here.app.mailbox.settings, folders=("INBOX", *folders))


def test_a_header_is_the_same_whether_its_body_follows_or_not() -> None:
    raw = mail(body="một\n\nhai", number=1)
    head = raw.partition(b"\n\n")[0]
    assert head_of(raw) == head_of(head) == head_of(head + b"\n\n") == head_of(raw.replace(b"\n", b"\r\n"))
    assert head_of(raw) != head_of(mail(body="một\n\nhai", number=2))


def test_one_mail_under_several_labels_is_one_mail_and_fetched_once(tmp_path: Path, fetches: Fetches) -> None:
    """As Gmail shows it: in the inbox, under a label, and among all mail."""
    with world(tmp_path) as here:
        for folder in ("CCHC", "[Gmail]/All Mail"):
            here.imap.create_folder(folder)
            here.deliver(mail(body="thư 1", number=1), folder=folder)
        here.deliver(mail(body="thư 1", number=1))
        also_in(here, "CCHC", "[Gmail]/All Mail")
        assert read(here) == 1
        assert fetches.bodies == 1
        assert sorted(entry["folder"] for entry in here.ledger()) == ["CCHC", "INBOX", "[Gmail]/All Mail"]
        assert len({entry["arrival"] for entry in here.ledger()}) == 1


def test_a_mail_with_the_same_header_and_size_that_came_at_another_moment_is_fetched(
    tmp_path: Path, fetches: Fetches
) -> None:
    """Without a trace of a server the header is the sender's word alone."""
    with world(tmp_path) as here:
        here.imap.create_folder("CCHC")
        here.deliver(mail(body="thư 1", number=1))
        here.deliver(mail(body="thư 2", number=1), here.now + timedelta(minutes=1), folder="CCHC")
        also_in(here, "CCHC")
        assert read(here) == 2
        assert fetches.bodies == 2


def test_a_trace_of_a_server_tells_mails_apart_whatever_their_moment(tmp_path: Path, fetches: Fetches) -> None:
    """A person who moves a mail between folders may give it another moment."""
    raw = TRACE + mail(body="thư 1", number=1)
    with world(tmp_path) as here:
        here.imap.create_folder("CCHC")
        here.deliver(raw)
        here.deliver(raw, here.now + timedelta(days=1), folder="CCHC")
        also_in(here, "CCHC")
        assert read(here) == 1
        assert fetches.bodies == 1


@pytest.mark.parametrize(
    ("trace", "later", "fetched"),
    [(TRACE, timedelta(0), 1), (b"", timedelta(0), 2), (TRACE, timedelta(days=1), 2)],
)
def test_where_a_server_only_estimates_sizes_trace_and_moment_tell_mails_apart(
    tmp_path: Path, fetches: Fetches, monkeypatch: pytest.MonkeyPatch, trace: bytes, later: timedelta, fetched: int
) -> None:
    """As Exchange does by default."""
    honest = Mailbox.outlines

    def estimated(mailbox: Mailbox, folder: str, uids: Sequence[int]) -> dict[int, Outline]:
        return {uid: replace(one, size=one.size + 137) for uid, one in honest(mailbox, folder, uids).items()}

    monkeypatch.setattr(Mailbox, "outlines", estimated)
    raw = trace + mail(body="thư 1", number=1)
    with world(tmp_path) as here:
        here.imap.create_folder("CCHC")
        here.deliver(raw)
        here.deliver(raw, here.now + later, folder="CCHC")
        also_in(here, "CCHC")
        assert read(here) == 1
        assert fetches.bodies == fetched


def test_where_two_look_alike_both_are_fetched(tmp_path: Path, fetches: Fetches) -> None:
    with world(tmp_path) as here:
        here.imap.create_folder("CCHC")
        here.deliver(mail(body="thư 1", number=1))
        for body in ("thư 1", "thư 2"):
            here.deliver(mail(body=body, number=1), folder="CCHC")
        also_in(here, "CCHC")
        assert read(here) == 2
        assert fetches.bodies == 3


def test_a_mail_of_which_only_the_hash_was_kept_is_recognised_too(tmp_path: Path, fetches: Fetches) -> None:
    with world(tmp_path) as here:
        here.imap.create_folder("CCHC")
        here.deliver(mail(body="thư 1", number=1))
        read(here)
        (digest,) = here.app.archive.digests()
        here.app.archive.forget(digest)
        here.deliver(mail(body="thư 1", number=1), folder="CCHC")
        also_in(here, "CCHC")
        assert read(here) == 0
        assert fetches.bodies == 1
        assert not here.app.archive.has(digest)


def test_mails_that_were_stored_before_headers_were_known_are_recognised_by_what_the_archive_keeps(
    tmp_path: Path, fetches: Fetches
) -> None:
    with world(tmp_path) as here:
        here.imap.create_folder("CCHC")
        for number in (1, 2):
            here.deliver(mail(body=f"thư {number}", number=number))
        read(here)
        with here.app.begin() as work:
            for row in work.session.exec(select(ArrivalRow)):
                row.head = None
                work.session.add(row)
            work.commit()
        (damaged, _) = sorted(here.app.archive.digests())
        here.app.archive.path(damaged).write_bytes(b"")
        for number in (1, 2):
            here.deliver(mail(body=f"thư {number}", number=number), folder="CCHC")
        also_in(here, "CCHC")
        assert read(here) == 0
        assert fetches.bodies == 3  # the damaged one once more


def test_a_folder_with_nothing_known_costs_no_further_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Mailbox, "outlines")
    with world(tmp_path) as here:
        here.deliver(mail(number=1))
        assert read(here) == 1
