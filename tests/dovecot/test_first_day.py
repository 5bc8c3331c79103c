"""The first start on a mailbox that has been in use for years. `make first-day` is the same with 20,000 mails."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.servers.dovecot import version
from tests.trials.first_day import MOST, first_day

pytestmark = [pytest.mark.dovecot, pytest.mark.slow]


def test_a_mailbox_in_use_for_years_is_taken_over_with_bounded_memory_and_without_a_storm() -> None:
    if version() is None:
        pytest.skip("Dovecot is not installed")
    with TemporaryDirectory(prefix="mailbot-first-day-") as folder:
        Path(folder).chmod(0o755)
        found = first_day(Path(folder), old=3000, new=10, patience=1500)
    print(f"\n{found}")
    assert list(found.wrong()) == []
    assert found.daemon < MOST
