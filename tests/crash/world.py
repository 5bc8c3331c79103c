"""Servers that outlive every trial, a data folder as it is before a scene, and what must hold after each trial."""

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path

from mailbot.app import App
from mailbot.commands.ledger import ledger
from mailbot.demo.script import MAILBOX
from mailbot.demo.servers import ImapServer, Letter, SmtpSink
from mailbot.demo.units import ROSTER, units
from rules.roster import Roster
from rules.setup.roster_file import write_roster
from tests.crash.edges import How, Trip, counted
from tests.crash.play import BEFORE, BEGINS, Clock, Remembering, opened, play
from tests.trials.audit import audit
from tests.trials.office import PASSWORD, ROOT, Office, mail, plain_servers

THREE = units()[3:6]
MAILS = (mail(1, THREE[0]), mail(2, THREE[1]))  # the third owes
NEWS = b"From: tin@bao.example\r\nTo: x\r\nMessage-ID: <tin@bao.example>\r\nList-Id: <tin.bao.example>\r\n\r\nTin.\r\n"


@dataclass
class World:
    imap: ImapServer
    sink: SmtpSink
    sandbox: Remembering
    office: Office
    scene: str
    like: App
    before: list[Letter] = field(default_factory=list)  # what had left before the scene
    calls: list[str] = field(default_factory=list)  # the edge calls of an undisturbed scene
    letters: Counter[tuple[str, ...]] = field(default_factory=Counter)  # what must have left after it

    @property
    def blank(self) -> Path:
        return self.office.folder / "blank"

    def keep(self) -> None:
        """What is there now is where each trial begins."""
        shutil.rmtree(self.blank, ignore_errors=True)
        shutil.copytree(self.office.data, self.blank)
        self.before = list(self.sink.letters)

    def afresh(self) -> None:
        """The folder itself stays: it may be a disk of its own."""
        for path in self.office.data.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(self.blank, self.office.data, dirs_exist_ok=True)
        self.sink.letters[:] = self.before

    @contextmanager
    def process(self, clock: Clock) -> Iterator[App]:
        """What a new process on this disk would be."""
        with opened(self.office.config, clock, self.sandbox, self.like) as app:
            yield app

    def rest(self, clock: Clock) -> None:
        """A new process on the same disk, which nothing disturbs."""
        with self.process(clock) as app:
            play(app, clock, self.scene)

    def wrong(self) -> tuple[list[str], int]:
        """What must not be, and how many letters left twice."""
        with self.process(Clock()) as app, app.begin() as work:
            tally = audit(MAILS, ledger(work, app.campaign), self.sink.letters)
            unsettled = [row.state for row in work.letters.facts() if row.state not in ("sent", "stopped")]
        found = list(tally.wrong)
        distinct = {message_from_bytes(letter.raw)["Message-ID"]: outline(letter) for letter in self.sink.letters}
        left = Counter(one for one in distinct.values() if not one[-2].endswith("/alarm"))  # some faults last long
        if left != self.letters:
            found.append(f"missing: {self.letters - left}; too many: {left - self.letters}")
        return [*found, *(f"a letter is {state}" for state in unsettled)], tally.twice


def outline(letter: Letter) -> tuple[str, ...]:
    """To whom, of which kind, in answer to what: the same in each trial."""
    head = message_from_bytes(letter.raw)
    return (*letter.recipients, (head["X-Mailbot"] or "").rpartition("/")[0], head["In-Reply-To"] or "")


@contextmanager
def world_of(scene: str, root: Path) -> Iterator[World]:
    with ImapServer(MAILBOX, PASSWORD) as imap, SmtpSink() as sink, Remembering() as sandbox:
        for raw in (*MAILS, NEWS):
            imap.deliver(raw, BEGINS)
        office = Office(root, plain_servers(imap.port, sink.port))
        campaign = office.data / "campaigns" / "cchc-2024.toml"
        campaign.write_text(campaign.read_text("utf-8").replace('release = "announce"', 'release = "auto"'), "utf-8")
        (office.data / "rosters" / f"{ROSTER}.csv").write_text(write_roster(Roster(THREE)), "utf-8")
        clock = Clock()
        with opened(office.config, clock, sandbox) as first:
            made = World(imap, sink, sandbox, office, scene, first)
        for earlier in BEFORE.get(scene, ()):
            with made.process(clock) as app:
                play(app, clock, earlier)
        made.keep()
        made.rest(clock)  # what is read once in the life of a process has been read then
        made.afresh()
        clock = Clock()
        with made.process(clock) as app, counted(Trip(), app.engine) as trip:
            play(app, clock, scene)
        made.calls = trip.calls
        made.letters = Counter(map(outline, sink.letters))
        yield made


class Killer:
    """Plays a scene in processes that end at a given call. One process has everything loaded and is forked."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.afresh()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.play", str(world.office.config), world.scene],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )
        assert self._answer() == "ready"

    def kill(self, at: int, how: How) -> int:
        """The exit code of the process that was to end at that call."""
        self._world.afresh()
        assert self._process.stdin is not None
        self._process.stdin.write(f"{at} {how}\n")
        self._process.stdin.flush()
        return int(self._answer())

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def __enter__(self) -> "Killer":
        return self

    def __exit__(self, *error: object) -> None:
        self._process.communicate()
