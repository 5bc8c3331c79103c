"""mailbot's command line as a process: `python -m tests.trials.process`. In the place and time of the invented office:

addresses that lead nowhere do not keep it from sending, since the servers are the test's own, the wall clock is behind
by whole weeks, and the office has run before, so that what lies there at the start is answered, unless it is to be the
first start.
"""

import os
from datetime import UTC, datetime

import time_machine

from mailbot.cli import main
from mailbot.commands import check
from storage.work import EVER, UnitOfWork
from tests.trials.office import FIRST, behind

if __name__ == "__main__":
    setattr(check, "_PLACEHOLDERS", ())  # noqa: B010
    if FIRST not in os.environ:
        first_start = UnitOfWork.first_start
        setattr(UnitOfWork, "first_start", lambda work, at: first_start(work, EVER))  # noqa: B010
    with time_machine.travel(datetime.now(UTC) - behind(), tick=True):
        main()
