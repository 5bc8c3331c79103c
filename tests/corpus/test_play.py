"""All collected mails go through the whole of mailbot as if units had sent them: who is answered, and who never is.

The quick run takes every so many mails, so that each source has its share; the whole is slow.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot import opening
from mailbot.daemon import tick
from mailbot.demo.script import MAILBOX
from mailbot.demo.servers import ImapServer, SmtpSink
from mailbot.preparing import prepare as preparing
from mailbot.preparing.boundary import children
from mailbot.reading.sandbox import Sandbox
from rules.post.manners import Manners
from tests.crash.play import Clock, opened
from tests.trials.office import PASSWORD, Office, paper, plain_servers, writer

pytestmark = pytest.mark.shared

STEP = 23  # of the quick run: every so many mails
_SENDER = re.compile(rb"(?im)^From:.*(?:\r?\n[ \t].*)*\r?\n")
_TYPE = re.compile(rb"(?im)^Content-(?:Type|Transfer-Encoding|Disposition):.*(?:\r?\n[ \t].*)*\r?\n")

Way = Callable[[bytes, int], bytes]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with children() as shared:
        yield shared


def from_a_unit(raw: bytes, number: int) -> bytes:
    """The mail with the first address of a unit in the place of its own sender."""
    head, gap, body = _split(raw)
    address = writer(number).addresses[0].encode()
    return b"From: " + address + b"\r\n" + _SENDER.sub(b"", head + b"\n") + gap + body


def with_a_registration(raw: bytes, number: int) -> bytes:
    """The same, and beside what it was a registration of that unit as a further part."""
    head, _, body = _split(from_a_unit(raw, number))
    types = b"".join(_TYPE.findall(head + b"\n"))
    unit = writer(number)
    mark = b"=_them-%d" % number
    word = (
        b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
        b'Content-Disposition: attachment; filename="dang-ky-%d.docx"\r\n\r\n' % number
    )
    return (
        b'Content-Type: multipart/mixed; boundary="%s"\r\n' % mark  # first: some heads break off in the middle
        + _TYPE.sub(b"", head + b"\n")
        + b"\r\n--%s\r\n" % mark
        + types
        + b"\r\n"
        + body
        + b"\r\n--%s\r\n" % mark
        + word
        + _base64(paper(unit, number))
        + b"\r\n--%s--\r\n" % mark
    )


def _split(raw: bytes) -> tuple[bytes, bytes, bytes]:
    """Header with its last line end but one, the empty line, body."""
    found = re.search(rb"\r?\n\r?\n", raw)
    return (raw[: found.start()], b"\r\n", raw[found.end() :]) if found else (raw, b"\r\n", b"")


def _base64(data: bytes) -> bytes:
    from base64 import encodebytes

    return encodebytes(data)


def answered(shared: Path, folder: str, way: Way, place: Path, sandbox: Sandbox, step: int) -> Counter[str]:
    """How many letters left for units, by the mail they answer; a mail that got none counts 0."""
    files = sorted(file for file in (shared / "mails" / folder).rglob("*.eml"))[::step]
    with ImapServer(MAILBOX, PASSWORD) as imap, SmtpSink() as sink:
        office = Office(place, plain_servers(imap.port, sink.port))
        clock = Clock()
        with opened(office.config, clock, sandbox) as app:
            for number, file in enumerate(files):
                imap.deliver(way(file.read_bytes(), number), clock.now)
            assert tick(app)
            clock.now += timedelta(minutes=11)  # by then everything that is answered together is answered
            assert tick(app)
            with app.begin() as work:
                names = {row.id: row for _, row in work.arrivals.locations()}
                letters = work.letters.facts()
                answers = work.letters.by_arrival()
        assert len(names) == len({way(file.read_bytes(), n) for n, file in enumerate(files)})
        assert [(row.state, row.reason, row.tries) for row in names.values() if row.state != "done"] == []
        assert len(sink.letters) == len([one for one in letters if one.state == "sent"])
    seen = Counter({row.digest: 0 for row in names.values()})
    for arrival, row in names.items():
        seen[row.digest] += sum(set(letter.recipients) != {MAILBOX} for letter in answers.get(arrival or 0, ()))
    seen.update(one.key for one in letters if one.arrival is None and set(one.to) != {MAILBOX})
    return seen
    return seen


def nobody_is_answered(seen: Counter[str]) -> None:
    assert sum(seen.values()) == 0


RUNS = [pytest.param(STEP, id="sample"), pytest.param(1, id="all", marks=pytest.mark.slow)]


@pytest.mark.parametrize("step", RUNS)
@pytest.mark.parametrize("folder", ["never-reply", "ordinary"])
def test_what_submits_nothing_is_not_answered(
    shared: Path, folder: str, tmp_path: Path, sandbox: Sandbox, step: int
) -> None:
    seen = answered(shared, folder, from_a_unit, tmp_path, sandbox, step)
    print(f"\n{folder} as it is: {len(seen)} mails, {sum(seen.values())} letters to units")
    nobody_is_answered(seen)


@pytest.mark.parametrize("step", RUNS)
def test_a_machine_is_not_answered_whatever_it_carries(
    shared: Path, tmp_path: Path, sandbox: Sandbox, step: int
) -> None:
    seen = answered(shared, "never-reply", with_a_registration, tmp_path, sandbox, step)
    print(f"\nnever-reply with a registration: {len(seen)} mails, {sum(seen.values())} letters to units")
    nobody_is_answered(seen)


@pytest.mark.parametrize("step", RUNS)
def test_a_person_who_submits_is_answered_once(shared: Path, tmp_path: Path, sandbox: Sandbox, step: int) -> None:
    seen = answered(shared, "ordinary", with_a_registration, tmp_path, sandbox, step)
    print(f"\nordinary with a registration: {len(seen)} mails, {sum(seen.values())} receipts")
    assert set(seen.values()) == {1}


@pytest.mark.slow
def test_without_manners_machines_would_be_answered(
    shared: Path, tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    rude = Manners(automatic=False, own=False, bounce=False, out_of_office=False, hits=())
    monkeypatch.setattr(preparing, "judge", lambda mail, *of_ours: rude)
    monkeypatch.setattr(opening, "at_once", lambda raw, app: preparing.prepare(raw, app.frame))  # here, not in a child
    seen = answered(shared, "never-reply", with_a_registration, tmp_path, sandbox, STEP)
    with pytest.raises(AssertionError):
        nobody_is_answered(seen)
    assert sum(seen.values()) > len(seen) // 2  # and not for one odd mail only
