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


def killed(place: Path, mails: int, kills: int, seed: int) -> tuple[Tally, int]:
    """Deliver, kill at random moments, let the last one run to rest; the tally and how many mails the kills met."""
    if version() is None:
        pytest.skip("Dovecot is not installed")
    chance = random.Random(seed)
    raws = [mail(number) for number in range(mails)]
    with Dovecot(place / "dovecot", MAILBOX, PASSWORD) as dovecot, SmtpSink() as sink:
        (place / "office").mkdir()
        office = Office(place / "office", plain_servers(dovecot.port, sink.port))
        cut = delivered = 0
        for kill in range(kills):
            share = raws[delivered : mails * (kill + 1) // kills]
            for raw in share:
                dovecot.deliver(raw, now_there())
            delivered += len(share)
            with office.start() as daemon:
                # Each life lasts until a few more letters have left: so the cuts fall all over the work.
                goal = min(len(sink.letters) + chance.randint(0, len(share)), delivered)
                daemon.until(lambda goal=goal: len(sink.letters) >= goal, 60)  # type: ignore[misc]
                time.sleep(chance.uniform(0, 1.0 if kill % 2 else 0.1))
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
