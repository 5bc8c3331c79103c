"""mailbot's command line as a process: `python -m tests.trials.process`. In the place and time of the invented office:

addresses that lead nowhere do not keep it from sending, since the servers are the test's own, and the wall clock is
behind by whole weeks.
"""

from datetime import UTC, datetime

import time_machine

from mailbot.cli import main
from mailbot.commands import check
from tests.trials.office import behind

if __name__ == "__main__":
    setattr(check, "_PLACEHOLDERS", ())  # noqa: B010
    with time_machine.travel(datetime.now(UTC) - behind(), tick=True):
        main()
