"""How fast mail is taken in, beside other programs in the same run: 1,000 mails of 104 kB, local Dovecot.

mailbot (a) stores raw mail durably and notes it, as mbsync does; (b) parses it and records the attachments, as one
would with imap-tools; (c) reads and answers it, which django-helpdesk does without reading. Each run is a process of
its own. Another look at the same mailbox, with nothing new in it, is what the start of a program takes.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from mailbot.datafolder import DataFolder
from mailbot.demo.servers import Letter, SmtpSink
from rules.roster import Unit
from tests.bench import peers
from tests.bench.corpus import mail
from tests.bench.peers import Command, Place
from tests.bench.watching import Taken, watched
from tests.servers.dovecot import Dovecot
from tests.servers.postgresql import PostgreSQL, programs
from tests.trials.audit import header
from tests.trials.proxy import Distant

MAILS, FAR_MAILS = 1_000, 100
ROUNDS = 3  # of what takes seconds; the others are played once
ROUND_TRIP = 0.030  # seconds
START = datetime(2024, 8, 20, 1, 0, tzinfo=UTC)

MBSYNC, IMAP_TOOLS, HELPDESK = "mbsync", "imap-tools with glue", "django-helpdesk"
A, B, C = "mailbot (a) raw store, rows", "mailbot (b) parsed, recorded", "mailbot (c) read, answered"
POSTGRESQL = "mailbot (c) on PostgreSQL"
Ratio = tuple[str, str, str, float]  # what is measured of which program beside which, and how much it may be
WHOLE, AFTER = "with the start of the program", "processor time after it"
RATIOS: tuple[Ratio, ...] = (
    (WHOLE, A, MBSYNC, 1.8),
    (AFTER, A, MBSYNC, 1.3),
    (WHOLE, B, IMAP_TOOLS, 1.0),
    (WHOLE, C, HELPDESK, 1.0),
)
FAR_AFTER = "after the start"
FAR_RATIOS: tuple[Ratio, ...] = ((FAR_AFTER, A, MBSYNC, 1.3), (WHOLE, B, IMAP_TOOLS, 1.5))


@dataclass
class Runs:
    """Of one program: looks at a mailbox full of new mail, and at one without."""

    full: list[Taken] = field(default_factory=list)
    idle: list[Taken] = field(default_factory=list)

    def figure(self, what: str) -> float:
        whole, start = (_middle(runs, lambda one: one.seconds) for runs in (self.full, self.idle))
        busy, begin = (_middle(runs, lambda one: one.processor) for runs in (self.full, self.idle))
        return {WHOLE: whole, FAR_AFTER: whole - start, AFTER: busy - begin}[what]

    def __str__(self) -> str:
        peak = max(one.memory for one in self.full)
        start = _middle(self.idle, lambda one: one.seconds)
        busy = _middle(self.full, lambda one: one.processor)
        return f"{self.figure(WHOLE):8.2f} {start:8.2f} {busy:8.2f} {self.figure(AFTER):8.2f} {peak:8.0f}"


def _middle(runs: list[Taken], of: Callable[[Taken], float]) -> float:
    return median(map(of, runs))


@dataclass
class Bench:
    folder: Path
    dovecot: Dovecot
    sink: SmtpSink
    python: str | None  # of the peers
    postgresql: str = ""  # its URL

    def side_by_side(self, mails: int, port: int, rounds: int) -> dict[str, Runs]:
        """Every program on the mailbox of this moment; what deletes mail comes last."""
        found: defaultdict[str, Runs] = defaultdict(Runs)
        for number in range(rounds):
            # In another order each time: what the machine does meanwhile must not always hit the same one.
            for name in (MBSYNC, A, IMAP_TOOLS, B)[:: -1 if number % 2 else 1]:
                self._run(name, port, found)
        for name in (C, POSTGRESQL, HELPDESK):
            before = len(self.sink.letters)
            self._run(name, port, found)
            if name in found:
                letters = self.sink.letters[before:]
                print(f"{name}: {len(letters)} letters answer {_answered(letters)} of {mails} mails", flush=True)
        return found

    def _run(self, name: str, port: int, found: dict[str, Runs]) -> None:
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        place = Place(
            folder,
            self.dovecot.host,
            port,
            self.dovecot.user,
            self.dovecot.password,
            self.sink.port,
            self.dovecot.ca_file,
        )
        command = self._command(name, place)
        if command is None:
            return
        log = folder / "log"
        found[name].full.append(watched(command, log))
        found[name].idle.append(watched(command, log))

    def _command(self, name: str, place: Place) -> Command | None:
        """None where the program cannot be had here."""
        if name == MBSYNC:
            return peers.mbsync(place)
        if name in (IMAP_TOOLS, HELPDESK):
            if self.python is None:
                return None
            make = peers.imap_tools if name == IMAP_TOOLS else peers.helpdesk
            return make(place, self.python)
        if name == POSTGRESQL and not self.postgresql:
            return None
        return mailbot({A: "a", B: "b"}.get(name, "c"), place, self.postgresql if name == POSTGRESQL else "")


def mailbot(step: str, place: Place, database: str = "") -> Command:
    """A step of ours in an office that has begun already."""
    environment = {"MAILBOT_IMAP__PASSWORD": place.password}
    path = config_file(place, database)

    def steps(name: str) -> Command:
        return Command((sys.executable, "-m", "tests.bench.intake_steps", name, str(path)), environment)

    watched(steps("begin"), place.folder / "log")
    return steps(step)


def config_file(place: Place, database: str = "") -> Path:
    path = place.folder / "config.toml"
    limits = (f"{of}_{time}" for of in ("sender", "unit", "address", "kind") for time in ("hour", "day"))
    path.write_text(
        f"""
campaign = "cchc-2024"
data_folder = "{place.folder}"
[imap]
host = "{place.host}"
port = {place.port}
security = "plain"
user = "{place.user}"
junk_daily = false
[smtp]
host = "127.0.0.1"
port = {place.smtp}
security = "plain"
login = false
{f'[database]{chr(10)}url = "{database}"' if database else ""}
[limits]
{chr(10).join(f"{name} = 100000" for name in (*limits, "hour", "day"))}
""",
        encoding="utf-8",
    )
    return path


def _answered(letters: list[Letter]) -> int:
    """How many mails letters answer by name; one that names none answers one."""
    names = [header(letter.raw, "In-Reply-To").split() for letter in letters]
    return len({name for found in names for name in found}) + names.count([])


def _ratios(found: dict[str, Runs], wanted: tuple[Ratio, ...]) -> Iterator[str]:
    for what, ours, theirs, goal in wanted:
        if ours in found and theirs in found:
            ratio = found[ours].figure(what) / found[theirs].figure(what)
            met = "" if ratio <= goal else "  MISSED"
            yield f"{ours} to {theirs}, {what}: {ratio:.2f} (at most {goal}){met}"


def _told(found: dict[str, Runs], wanted: tuple[Ratio, ...]) -> None:
    print(f"{'':<32}{'s':>8} {'of start':>8} {'CPU s':>8} {'after':>8} {'MB':>8}")
    for name, runs in found.items():
        print(f"{name:<32}{runs}")
    for line in _ratios(found, wanted):
        print(line)


def _fill(dovecot: Dovecot, units: tuple[Unit, ...], mails: int) -> None:
    for number in range(mails):
        dovecot.deliver(mail(number, units), START + timedelta(seconds=number))


def _peers() -> str | None:
    try:
        return peers.interpreter()
    except OSError as error:
        print(f"imap-tools and django-helpdesk cannot be installed here, so they are left out: {error}")
        return None


def main() -> None:
    python = _peers()
    print(peers.versions(python, ("imap-tools", "django-helpdesk", "Django")))
    if "isync" not in peers.versions(None, ()):
        print("mbsync is not installed (Debian's isync), so it is left out")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)  # servers read their files as other users
        sink = stack.enter_context(SmtpSink())
        dovecot = stack.enter_context(Dovecot(folder / "dovecot", "bot", "bench"))
        database = stack.enter_context(PostgreSQL(folder / "postgresql", durable=True)).url if programs() else ""
        data = DataFolder(folder)
        campaign = data.campaign("cchc-2024")
        roster = data.roster(campaign.roster, campaign.unit_kinds).roster
        bench = Bench(folder, dovecot, sink, python, database)
        _fill(dovecot, roster.units, MAILS)
        print(f"--- {MAILS} mails, loopback; of what takes seconds the median of {ROUNDS} runs", flush=True)
        _told(bench.side_by_side(MAILS, dovecot.port, ROUNDS), RATIOS)
        dovecot.next_account()
        _fill(dovecot, roster.units, FAR_MAILS)
        bench.postgresql = ""  # whose line is as short as before
        print(f"--- {FAR_MAILS} mails, {1000 * ROUND_TRIP:.0f} ms to the server and back", flush=True)
        with Distant(dovecot.port, ROUND_TRIP) as line:
            _told(bench.side_by_side(FAR_MAILS, line.port, ROUNDS), FAR_RATIOS)


if __name__ == "__main__":
    main()
