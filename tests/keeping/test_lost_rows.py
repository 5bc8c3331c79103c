"""The database is gone, older than the archive, or replaced meanwhile: nothing is lost, nothing leaves twice."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot import alarms
from mailbot.app import App
from mailbot.commands.health import facts
from mailbot.commands.ledger import ledger
from mailbot.daemon import tick
from mailbot.demo.script import MAILBOX
from mailbot.demo.servers import ImapServer, SmtpSink
from mailbot.lineage import LOST, OLDER, RowsReplaced
from mailbot.mail.message import read_mail
from mailbot.outbox import resume
from mailbot.preparing.boundary import children
from mailbot.reading.sandbox import Sandbox
from mailbot.rebuilding import rebuild
from tests.crash.play import BEGINS, Clock, opened
from tests.keeping.kept import Typed
from tests.trials.office import PASSWORD, Office, mail, plain_servers

MAILS = tuple(mail(number) for number in range(3))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with children() as shared:
        yield shared


class Place:
    """An office that answered three mails; its clock and its servers outlive each process."""

    def __init__(self, folder: Path, imap: ImapServer, sink: SmtpSink, sandbox: Sandbox) -> None:
        self.imap, self.sink, self.sandbox, self.clock = imap, sink, sandbox, Clock()
        self.office = Office(folder, plain_servers(imap.port, sink.port))
        self.rows = self.office.data / "mailbot.db"
        for raw in MAILS:
            imap.deliver(raw, BEGINS)
        self.run()

    def process(self) -> AbstractContextManager[App]:
        return opened(self.office.config, self.clock, self.sandbox)

    def later(self, app: App) -> bool:
        self.clock.now += timedelta(minutes=5)
        return tick(app)

    def run(self) -> None:
        with self.process() as app:
            assert self.later(app) and self.later(app)

    def left(self) -> list[str]:
        """Subjects of what left, without alarms: those must leave."""
        found = [read_mail(letter.raw).subject for letter in self.sink.letters]
        return [subject for subject in found if not subject.startswith("Cảnh báo")]


@pytest.fixture
def place(tmp_path: Path, sandbox: Sandbox) -> Iterator[Place]:
    with ImapServer(MAILBOX, PASSWORD) as imap, SmtpSink() as sink:
        yield Place(tmp_path, imap, sink, sandbox)


def remove_rows(place: Place) -> None:
    for path in place.rows.parent.glob("mailbot.db*"):
        path.unlink()


def go_back(place: Place) -> None:
    """The rows of a while ago, as somebody copied them by hand."""
    kept = place.rows.read_bytes()
    place.imap.deliver(mail(7), place.clock.now)
    place.run()
    remove_rows(place)
    place.rows.write_bytes(kept)


@pytest.mark.parametrize(("loses", "reason"), [(remove_rows, LOST), (go_back, OLDER)])
def test_without_its_rows_mailbot_starts_as_after_a_restore(
    place: Place, loses: Callable[[Place], None], reason: str
) -> None:
    loses(place)
    before = place.left()
    with place.process() as app:
        for _ in range(3):
            place.later(app)
        assert facts(app)["paused"] == reason
        assert "mailbot rebuild" in facts(app)["paused"]
    assert place.left() == before
    assert (place.office.data / alarms.FILE).exists()


@pytest.mark.parametrize("loses", [remove_rows, go_back])
def test_rebuilding_makes_the_rows_anew_and_nothing_leaves_twice(place: Place, loses: Callable[[Place], None]) -> None:
    before = Counter(place.left())
    loses(place)
    after = Counter(place.left())
    client = place.imap.client()  # one mail is no longer on the server
    client.select_folder("INBOX")
    client.delete_messages(client.search(["HEADER", "Message-ID", "<thu-0@truong.example>"]))
    client.expunge()
    client.logout()
    with place.process() as app:
        found = rebuild(app)
        assert (found.whole, found.held) == (True, 0)
        assert found.verdicts["submission"] == len(MAILS) + (after != before)
        again = rebuild(app)
        assert (again.verdicts, again.unsent) == (found.verdicts, Counter())
        assert resume("Người thử", app)
        for _ in range(2):
            place.later(app)
        with app.begin() as work:
            entries = ledger(work, app.campaign)
    assert Counter(place.left()) == after
    assert all(len(entry["submissions"]) == 1 for entry in entries)
    new = place.left()
    place.imap.deliver(mail(9), place.clock.now)
    place.run()
    assert len(place.left()) == len(new) + 1  # what comes from now on is answered


def test_rebuilding_by_command_says_what_a_person_must_look_at(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    remove_rows(place)
    typed = Typed(place.office, monkeypatch, capsys)
    code, out, _ = typed("rebuild")
    assert code == 0
    for words in ("3 thư", "Không gửi thư nào", "mailbot decide", "mailbot resume"):
        assert words in out
    place.rows.write_bytes(b"khong phai co so du lieu" * 1000)
    assert typed("status")[0] == 1
    assert typed("rebuild")[0] == 0  # what was broken lies beside
    assert [path.name for path in place.office.data.glob("before-rebuild-*/mailbot.db")] == ["mailbot.db"]


def deleted(rows: Path) -> None:
    rows.unlink()


def another_file(rows: Path) -> None:
    shutil.copyfile(rows, rows.with_name("x"))
    rows.with_name("x").replace(rows)


@pytest.mark.parametrize("loses", [deleted, another_file])
def test_rows_that_go_while_mailbot_runs_are_noticed_within_a_pass(place: Place, loses: Callable[[Path], None]) -> None:
    with place.process() as app:
        assert place.later(app)
        before = len(place.sink.letters)
        place.imap.deliver(mail(8), place.clock.now)
        loses(place.rows)
        assert not place.later(app)
        assert isinstance(app.process.broken, RowsReplaced)
        assert app.process.stop_asked.is_set()
    assert len(place.sink.letters) == before


def test_older_rows_written_over_the_open_file_are_noticed_within_a_pass(place: Place) -> None:
    with place.process() as app:
        assert place.later(app)
        with app.begin() as work:
            work.notes.put("generation", "1", place.clock.now)
            work.commit()
        assert not place.later(app)
        assert isinstance(app.process.broken, RowsReplaced)


@pytest.mark.slow
def test_the_daemon_ends_with_a_sentence_and_an_alarm_file(place: Place) -> None:
    with place.office.start() as daemon:
        daemon.until(lambda: '"event": "pass"' in daemon.log(), 120)
        place.rows.unlink()
        code, _, words = daemon.ended(60)
    assert code == 1
    assert words.strip().splitlines()[-1] == str(RowsReplaced())
    assert "mailbot rebuild" in (place.office.data / alarms.FILE).read_text("utf-8")
