"""What a program takes, with everything that it starts: time, processor, memory."""

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.bench.peers import Command

_LOOKS_EVERY = 0.025  # seconds


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of the clock, seconds of a processor, and the most MB of all processes that were there at one time."""

    seconds: float
    processor: float
    memory: float


def watched(command: Command, log: Path) -> Taken:
    """Raises RuntimeError, with the end of what it said, where the program fails."""
    with log.open("ab") as out:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command.words, env=os.environ | dict(command.environment), stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
        peak, over = [0], threading.Event()

        def look() -> None:
            while not over.wait(_LOOKS_EVERY):
                peak[0] = max(peak[0], sum(map(_most, _tree(process.pid))))

        watcher = threading.Thread(target=look)
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        over.set()
        watcher.join()
    if process.returncode:
        raise RuntimeError(f"{command.words}: exit {process.returncode}\n{log.read_text(errors='replace')[-2000:]}")
    return Taken(seconds, usage.ru_utime + usage.ru_stime, peak[0] / 1024)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split():
            yield from _tree(int(child))


def _most(pid: int) -> int:
    """The most kilobytes that a process has held; pages that it shares with others count for each."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1])
    return 0
