"""What all tests share: where the sample collection is, what chance may decide, and an honest count of what was left
out.
"""

import gc
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling, Scheduling

from tests.lent import lending

# A run is green or red whatever hypothesis happens to draw and however slow the machine is: the examples are the same
# each time. `--hypothesis-profile=explore` draws new ones, and keeps what it finds for the next run.
_ANY_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fixed", _ANY_MACHINE, derandomize=True, database=None)
settings.register_profile("explore", _ANY_MACHINE, max_examples=2_000)
settings.load_profile("fixed")


def shared_folder() -> Path | None:
    """The collection of sample documents and mails beside the project, where there is one."""
    folder = Path(os.environ.get("MAILBOT_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = shared_folder()
    if folder is None:
        pytest.skip("the sample collection is not beside the project")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _one_nursery() -> Iterator[None]:
    with lending():
        yield


_SEASON = "tests/demo/"


class Shared(LoadFileScheduling):  # type: ignore[misc]  # of a library without types
    """What a module has made stays with the worker that made it, and the season of the demo with one of them: a worker
    that waits while another plays it does nothing."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return _SEASON if file.startswith(_SEASON) else file

    def _assign_work_unit(self, node: Any) -> None:
        """The season first: begun last, it would keep one worker busy long after the others have ended."""
        if _SEASON in self.workqueue:
            self.workqueue.move_to_end(_SEASON, last=False)
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    return Shared(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_finish() -> None:
    """What was loaded by now stays to the end. Searched for garbage again and again, it was a tenth of the work."""
    gc.collect()
    gc.freeze()


def _skips(reporter: pytest.TerminalReporter) -> Counter[str]:
    reasons: Counter[str] = Counter()
    for report in reporter.stats.get("skipped", []):
        place = report.longrepr
        reasons[str(place[2] if isinstance(place, tuple) else place).removeprefix("Skipped: ")] += 1
    return reasons


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    seed = config.getoption("randomly_seed", None)
    if isinstance(seed, int):
        terminalreporter.write_line(f"The order was drawn from seed {seed}: `make test SEED={seed}` has it again.")
    reasons = _skips(terminalreporter)
    if not reasons:
        terminalreporter.write_line("nothing was left out")
        return
    terminalreporter.write_line(f"{sum(reasons.values())} tests were left out:")
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"  {count:4} {reason}")
    terminalreporter.write_line("`make system-deps` installs the servers and programs that they need.")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """With MAILBOT_LEAVE_OUT_NOTHING set, as in CI, a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    wanted = os.environ.get("MAILBOT_LEAVE_OUT_NOTHING")
    if wanted and reporter is not None and _skips(reporter) and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
