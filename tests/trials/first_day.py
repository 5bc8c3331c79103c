"""The first start on a mailbox that has been in use for years.

`python -m tests.trials.first_day` (or `make first-day`): so many old mails lie there, every twentieth a registration of
a unit; mailbot is started, and while it reads them some units write. Printed are what it says meanwhile, how long that
takes, and the memory of the daemon and of all its processes.
"""

import argparse
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from mailbot.demo.script import MAILBOX
from mailbot.demo.servers import Letter, SmtpSink
from tests.servers.dovecot import Dovecot
from tests.trials.audit import header
from tests.trials.office import FIRST, PASSWORD, Office, mail, message_id, now_there, plain_servers
from tests.trials.soak import other_mail

SUBMISSION = 20  # every so many old mails bring a registration
NEW = 1_000_000  # numbers of the mails that come while the old ones are read
MOST = 200.0  # MB of the daemon


@dataclass
class FirstDay:
    """Memory in MB: `daemon` the most that was resident, `tree` the most of all processes, shared pages once."""

    old: int
    new: int
    seconds: float = 0.0
    daemon: float = 0.0
    tree: float = 0.0
    samples: list[tuple[int, float]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    @property
    def answered(self) -> list[str]:
        """Message-IDs that letters answer."""
        return sorted(name for one in self.letters for name in header(one.raw, "In-Reply-To").split())

    @property
    def of_before(self) -> int:
        return sum("/before-go-live/" in header(one.raw, "X-Mailbot") for one in self.letters)

    def wrong(self) -> Iterator[str]:
        expected = sorted(message_id(NEW + number) for number in range(self.new))
        if self.answered != expected:
            yield f"answered were {len(self.answered)} mails; {self.new} came after the first start"
        if self.of_before != 1:
            yield f"the office got {self.of_before} letters about what lay there before"
        if self.done != {"done": self.old + self.new}:
            yield f"in the end the mails are {dict(self.done)}"
        if not self.told:
            yield "no progress was shown"

    def __str__(self) -> str:
        steps = "".join(f"\n  {mails:6} mails: {memory:6.1f} MB" for mails, memory in self.samples)
        return (
            f"{self.old} old mails, {self.new} new ones: {self.seconds:.0f} s, {len(self.letters)} letters; "
            f"memory at most {self.daemon:.0f} MB, of all processes {self.tree:.0f} MB{steps}\n"
            + "\n".join(f"  {one}" for one in (*self.told[:2], *self.told[-1:]))
            + "".join(f"\nWRONG: {one}" for one in self.wrong())
        )


def first_day(place: Path, old: int, new: int, patience: float) -> FirstDay:
    found, lock = FirstDay(old, new), threading.Lock()

    def came(letter: Letter) -> None:
        with lock:
            found.letters.append(letter)

    (place / "office").mkdir()
    with Dovecot(place / "dovecot", MAILBOX, PASSWORD) as dovecot, SmtpSink(on_letter=came) as sink:
        _fill(dovecot, old)
        office = Office(place / "office", plain_servers(dovecot.port, sink.port))
        begins = time.monotonic()
        with office.start(**{FIRST: "1"}) as daemon:
            daemon.until(lambda: '"serving"' in daemon.log(), 120)
            for number in range(new):
                dovecot.deliver(mail(NEW + number), now_there())
            watched = _Watched(daemon.process.pid, found)

            def over() -> bool:
                watched.look(daemon.log().count('"handled"'))
                return found.of_before == 1 and len(found.answered) >= new

            daemon.until(over, patience)
            found.seconds = time.monotonic() - begins
            found.told = [line for line in daemon.log().splitlines() if line.startswith("Đang đọc hộp thư")]
            daemon.stop(60)
        found.done = Counter(entry["state"] for entry in office.ask("ledger"))
    return found


def _fill(dovecot: Dovecot, old: int) -> None:
    """Straight into the folder of the server, with the moments at which they came: one a quarter of an hour."""
    dovecot.deliver(_old(0), _moment(0, old))
    place = dovecot.folder / "mail" / dovecot.user / "Maildir" / "cur"
    for number in range(1, old):
        at, file = _moment(number, old), place / f"{number:07}.M{number}.host:2,S"
        file.write_bytes(_old(number))
        os.utime(file, (at.timestamp(), at.timestamp()))
        os.chown(file, dovecot.layout.uid, dovecot.layout.gid)


def _moment(number: int, old: int) -> datetime:
    return now_there() - timedelta(minutes=15 * (old - number) + 5)


def _old(number: int) -> bytes:
    return mail(number) if number % SUBMISSION == 0 else other_mail(number)


class _Watched:
    """The memory of a process and of all that it started."""

    def __init__(self, pid: int, found: FirstDay) -> None:
        self._pid, self._found, self._step = pid, found, max(1, found.old // 10)

    def look(self, mails: int) -> None:
        own = _kilobytes(self._pid, "smaps_rollup", "Rss:") / 1024
        self._found.daemon = max(self._found.daemon, own)
        together = sum(_kilobytes(pid, "smaps_rollup", "Pss:") for pid in _tree(self._pid)) / 1024
        self._found.tree = max(self._found.tree, together)
        if mails >= self._step * len(self._found.samples):
            self._found.samples.append((mails, own))
            print(f"after {mails:6} mails: {own:6.1f} MB, all processes {together:6.1f} MB", flush=True)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return
    for child in children:
        yield from _tree(int(child))


def _kilobytes(pid: int, file: str, key: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text("ascii", "replace").splitlines()
    except OSError:  # it has ended
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(key)), 0)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=20_000)
    options.add_argument("--new", type=int, default=20)
    chosen = options.parse_args()
    with TemporaryDirectory(prefix="mailbot-first-day-") as folder:
        Path(folder).chmod(0o755)  # Dovecot walks through it as another user
        found = first_day(Path(folder), chosen.mails, chosen.new, 3600)
    print(found)
    well = not list(found.wrong()) and found.daemon < MOST
    print("well" if well else "NOT WELL")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
