"""The daemon as people run it: a process, a real Dovecot, an SMTP server, and somebody who kills it."""

import random
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from mailbot.demo.script import MAILBOX
from mailbot.demo.servers import SmtpSink
from tests.servers.dovecot import Dovecot, version
from tests.trials.audit import Tally, audit
from tests.trials.office import PASSWORD, Office, mail, now_there, plain_servers

pytestmark = pytest.mark.dovecot


@pytest.fixture
def place() -> Iterator[Path]:
    with TemporaryDirectory(prefix="mailbot-trial-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def slow_sink() -> SmtpSink:
    """Takes a while to answer, so that cuts fall between its having a letter and its saying so."""
    return SmtpSink(on_letter=lambda letter: time.sleep(0.02))


def killed(place: Path, mails: int, kills: int, seed: int) -> tuple[Tally, int]:
    """Deliver, kill at random moments, let the last one run to rest; the tally and how many mails the kills met."""
    if version() is None:
        pytest.skip("Dovecot is not installed")
    chance = random.Random(seed)
    raws = [mail(number) for number in range(mails)]
    with Dovecot(place / "dovecot", MAILBOX, PASSWORD) as dovecot, slow_sink() as sink:
        (place / "office").mkdir()
        office = Office(place / "office", plain_servers(dovecot.port, sink.port))
        cut = delivered = 0
        for kill in range(kills):
            share = raws[delivered : mails * (kill + 1) // kills]
            for raw in share:
                dovecot.deliver(raw, now_there())
            delivered += len(share)
            with office.start() as daemon:
                if kill % 2:  # while letters leave
                    goal = min(len(sink.letters) + chance.randint(1, len(share) // 2), delivered)
                    daemon.until(lambda goal=goal: len(sink.letters) >= goal, 60)  # type: ignore[misc]
                    time.sleep(chance.uniform(0, 0.05))
                else:  # while mail is fetched and handled
                    daemon.until(lambda: '"serving"' in daemon.log(), 60)
                    time.sleep(chance.uniform(0, 1.5))
                cut += len(sink.letters) < delivered
                daemon.kill()
        with office.start() as daemon:
            daemon.until(lambda: len({letter.raw for letter in sink.letters}) >= mails, 300)
            daemon.until(lambda: '"event": "pass"' in daemon.log(), 60)
            assert daemon.stop() == 0, daemon.log()
        tally = audit(raws, office.ask("ledger"), sink.letters)
    return tally, cut


def _judge(tally: Tally, cut: int, kills: int) -> None:
    print(f"\nkill -9 at {kills} moments ({cut} in the midst of the work): {tally}")
    assert tally.wrong == []
    assert tally.recorded == tally.receipts == tally.mails
    assert tally.twice <= kills
    assert cut >= kills // 2


def test_killed_at_any_moment_it_records_each_mail_once_and_answers_each_once(place: Path) -> None:
    _judge(*killed(place, mails=40, kills=4, seed=2024), kills=4)


@pytest.mark.slow
def test_killed_ten_times_among_two_hundred_mails_it_loses_nothing(place: Path) -> None:
    _judge(*killed(place, mails=200, kills=10, seed=5), kills=10)
