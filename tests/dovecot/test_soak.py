"""Many mails in one process: what it holds does not grow with them. `make soak` is the same at length."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.servers.dovecot import version
from tests.trials.soak import soak

pytestmark = [pytest.mark.dovecot, pytest.mark.slow]


def test_memory_and_open_files_stay_flat() -> None:
    if version() is None:
        pytest.skip("Dovecot is not installed")
    with TemporaryDirectory(prefix="mailbot-soak-") as folder:
        Path(folder).chmod(0o755)
        done = soak(Path(folder), mails=1500, hours=30)
    print(f"\n{done}")
    assert done.tally.wrong == []
    assert done.full == done.passes
    assert done.flat
