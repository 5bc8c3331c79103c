"""The daemon as people run it: a process, a real Dovecot, an SMTP server, and somebody who kills it."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.servers.dovecot import version
from tests.trials.chaos import Trial, trial

pytestmark = pytest.mark.dovecot


@pytest.fixture
def place() -> Iterator[Path]:
    if version() is None:
        pytest.skip("Dovecot is not installed")
    with TemporaryDirectory(prefix="mailbot-trial-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def _judge(done: Trial) -> None:
    print(f"\n{done}")
    assert done.tally.wrong == []
    assert done.tally.recorded == done.tally.receipts == done.tally.mails
    assert done.midst >= done.kills // 3


def test_killed_at_any_moment_it_records_each_mail_once_and_answers_each_once(place: Path) -> None:
    _judge(trial(place, mails=16, kills=2, seed=2024, storm=False))


@pytest.mark.slow
def test_killed_in_a_storm_it_loses_nothing(place: Path) -> None:
    """`make chaos` is the same at length."""
    _judge(trial(place, mails=100, kills=10, seed=5, storm=True))
