"""Whoever floods the office in the names of some silences nobody else. `make flood` is the same with its figures."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.servers.dovecot import version
from tests.trials.flood import Plan, figures, flood, well

pytestmark = [pytest.mark.dovecot, pytest.mark.slow]


def test_300_mails_of_all_units_are_answered_in_a_flood_of_400_forged_ones() -> None:
    if version() is None:
        pytest.skip("Dovecot is not installed")
    plan = Plan()
    with TemporaryDirectory(prefix="mailbot-flood-") as folder:
        Path(folder).chmod(0o755)
        done = flood(Path(folder), plan)
    print("\n" + "\n".join(figures(plan, done)))
    assert done.wrong == []
    assert well(plan, done)
