"""Where the time of one pass goes: 200 mails of 104 kB with a docx on the embedded servers, by stage."""

import re
import resource
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import event

from mailbot import opening, outbox, pipeline
from mailbot.logs import set_up
from mailbot.pipeline import one_pass
from storage.work import UnitOfWork
from tests.app.world import START, world
from tests.bench.corpus import mail
from tests.bench.growth import without_caps

MAILS = 200
STAGES: tuple[tuple[str, object, str], ...] = (
    ("fetch and archive", pipeline, "read_mailbox"),
    ("decide", pipeline, "decide"),
    ("write and compose letters", pipeline, "enqueue"),
    ("commit", UnitOfWork, "commit"),
    ("hand to SMTP (waiting for it)", outbox, "_posted"),
)


class Stopwatch:
    """Wall time by stage, over all threads; a stage inside another one counts in both."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._lock = threading.Lock()

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            started = time.perf_counter()
            try:
                return function(*arguments, **named)
            finally:
                with self._lock:
                    self.seconds[name] += time.perf_counter() - started

        return run


class Statements:
    """What the database is asked, by verb and table, and how often something is committed."""

    def __init__(self, engine: Any) -> None:
        self.by_kind: Counter[str] = Counter()
        self._heard = ((engine, "before_cursor_execute", self._asked), (engine, "commit", self._committed))
        for one in self._heard:
            event.listen(*one)

    def stop(self) -> None:
        for one in self._heard:
            event.remove(*one)

    @property
    def commits(self) -> int:
        return self.by_kind["COMMIT"]

    @property
    def statements(self) -> int:
        """Those that begin a transaction among them."""
        return sum(self.by_kind.values()) - self.commits

    def _committed(self, connection: Any) -> None:
        self.by_kind["COMMIT"] += 1

    def _asked(self, connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        found = _TABLE.search(statement)
        self.by_kind[f"{statement.split(maxsplit=1)[0].upper()} {found[1] if found else ''}".strip()] += 1

    def lines(self, mails: int) -> Iterator[str]:
        yield f"database, per mail: {self.statements / mails:.1f} statements, {self.commits / mails:.2f} commits"
        for kind, times in self.by_kind.most_common(24):
            yield f"  {kind:<34} {times / mails:6.2f}"


_TABLE = re.compile(r"(?i)\b(?:from|into|update)\s+(\w+)")


def main() -> None:
    set_up("ERROR")
    watch = Stopwatch()
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as here:
        for number in range(MAILS):
            here.deliver(mail(number, here.app.roster.units), START + timedelta(seconds=number))
        here.now = START + timedelta(minutes=30)
        without_caps(here.app)  # or most receipts would wait, and cost nothing
        reading = watch.timed("prepare in children (waiting)", opening.at_once)
        patches = [patch.object(opening, "at_once", reading)]
        patches += [
            patch.object(place, name, watch.timed(stage, getattr(place, name))) for stage, place, name in STAGES
        ]
        for one in patches:
            one.start()
        asked = Statements(here.app.engine)
        started = time.perf_counter()
        one_pass(here.app)
        whole = time.perf_counter() - started
        for one in patches:
            one.stop()
    print(f"one pass over {MAILS} mails: {whole:.1f} s, {1000 * whole / MAILS:.0f} ms each; {here.app.readers} readers")
    for stage, seconds in sorted(watch.seconds.items(), key=lambda item: -item[1]):
        print(f"  {stage:<34} {seconds:6.1f} s  {100 * seconds / whole:5.0f} % of the pass")
    for line in asked.lines(MAILS):
        print(line)
    own, children = (
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"peak memory: this process {own} MB, largest child {children} MB")


if __name__ == "__main__":
    main()
