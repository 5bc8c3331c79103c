"""Whoever floods the office in the names of some silences nobody else. `make flood` judges the times, too."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.servers.dovecot import version
from tests.trials.flood import Measured, Plan, figures, flood

pytestmark = [pytest.mark.dovecot, pytest.mark.slow]


def test_300_mails_of_all_units_are_answered_in_a_flood_of_400_forged_ones() -> None:
    """What is asserted are counts: how long anybody waited hangs on the machine, and is printed."""
    if version() is None:
        pytest.skip("Dovecot is not installed")
    plan, done = Plan(), Measured()
    with TemporaryDirectory(prefix="mailbot-flood-") as folder:
        Path(folder).chmod(0o755)
        flood(Path(folder), plan, done)
    print("\n" + "\n".join(figures(plan, done)))
    assert done.wrong == []
