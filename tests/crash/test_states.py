"""The table of states in ARCHITECTURE.md, executed: whatever call fails, wherever the process dies, all ends well."""

import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path

import pytest

from mailbot.commands.ledger import ledger
from mailbot.demo.script import MAILBOX
from mailbot.demo.servers import ImapServer, Letter, SmtpSink
from mailbot.demo.units import ROSTER, units
from mailbot.mail.message import read_mail
from mailbot.reading.sandbox import Sandbox
from rules.roster import Roster
from rules.roster_file import write_roster
from tests.crash.edges import KILLED, How, Trip, counted
from tests.crash.play import BEGINS, Clock, opened, play
from tests.trials.audit import audit
from tests.trials.office import PASSWORD, ROOT, Office, mail, plain_servers

THREE = units()[3:6]
MAILS = (mail(1, THREE[0]), mail(2, THREE[1]))  # the third owes
NEWS = b"From: tin@bao.example\r\nTo: x\r\nMessage-ID: <tin@bao.example>\r\nList-Id: <tin.bao.example>\r\n\r\nTin.\r\n"
SAMPLE = 10  # kills of the quick suite
PARTS = 4  # so that several processors share the work


@dataclass
class World:
    """The servers, which outlive every trial, and a data folder as it is before the first pass."""

    imap: ImapServer
    sink: SmtpSink
    sandbox: Sandbox
    root: Path
    office: Office
    calls: list[str] = field(default_factory=list)
    letters: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def afresh(self) -> None:
        shutil.rmtree(self.office.data)
        shutil.copytree(self.root / "blank", self.office.data)
        self.sink.letters.clear()

    def rest(self, clock: Clock) -> None:
        """A new process on the same disk, which nothing disturbs."""
        with opened(self.office.config, clock, self.sandbox) as app:
            play(app, clock)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    root = tmp_path_factory.mktemp("states")
    with ImapServer(MAILBOX, PASSWORD) as imap, SmtpSink() as sink, Sandbox(read_mail=read_mail) as sandbox:
        for raw in (*MAILS, NEWS):
            imap.deliver(raw, BEGINS)
        office = Office(root, plain_servers(imap.port, sink.port))
        campaign = office.data / "campaigns" / "cchc-2024.toml"
        campaign.write_text(campaign.read_text("utf-8").replace('release = "announce"', 'release = "auto"'), "utf-8")
        (office.data / "rosters" / f"{ROSTER}.csv").write_text(write_roster(Roster(THREE)), "utf-8")
        clock = Clock()
        with opened(office.config, clock, sandbox):
            pass  # the schema is made once
        shutil.copytree(office.data, root / "blank")
        made = World(imap, sink, sandbox, root, office)
        with opened(office.config, clock, sandbox) as app, counted(Trip(), app.engine) as trip:
            play(app, clock)
        made.calls = trip.calls
        made.letters = Counter(map(_letter, sink.letters))
        yield made


def _letter(letter: Letter) -> tuple[str, ...]:
    head = message_from_bytes(letter.raw)
    return (*letter.recipients, (head["X-Mailbot"] or "").rpartition("/")[0], head["In-Reply-To"] or "")


def _wrong(world: World) -> tuple[list[str], int]:
    """What must not be, and how many letters left twice."""
    with opened(world.office.config, Clock(), world.sandbox) as app, app.begin() as work:
        tally = audit(MAILS, ledger(work), world.sink.letters)
        unsettled = [row.state for row in work.letters.facts() if row.state not in ("sent", "stopped")]
    found = list(tally.wrong)
    distinct = {message_from_bytes(letter.raw)["Message-ID"]: _letter(letter) for letter in world.sink.letters}
    if Counter(distinct.values()) != world.letters:
        found.append(f"letters differ: {Counter(distinct.values())} instead of {world.letters}")
    return [*found, *(f"a letter is {state}" for state in unsettled)], tally.twice


def test_the_afternoon_is_what_the_trials_need(world: World) -> None:
    kinds = Counter(letter[-2].rpartition("/")[2] for letter in world.letters.elements())
    assert [kinds[one] for one in ("receipt", "reminder", "digest")] == [2, 1, 1]
    assert all(
        any(call.startswith(edge) for call in world.calls) for edge in ("IMAPClient", "SMTP", "os", "UnitOfWork")
    )


def _raise(world: World, how: How, part: slice) -> None:
    wrong: list[str] = []
    twice = 0
    numbers = range(1, len(world.calls) + 1)[part]
    for at in numbers:
        world.afresh()
        clock = Clock()
        with opened(world.office.config, clock, world.sandbox) as app, counted(Trip(at, how), app.engine):
            play(app, clock)
        world.rest(clock)
        found, again = _wrong(world)
        wrong += [f"{how} call {at} ({world.calls[at - 1]}) failed: {one}" for one in found]
        twice += again
    print(
        f"\n{len(numbers)} of {len(world.calls)} calls failed once each, {how}: {twice} letters twice, wrong: {wrong}"
    )
    assert wrong == []
    # Only where the answer to a letter was lost on its way: nobody can know then.
    assert twice <= sum(name == "SMTP.getreply" for name in world.calls)


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_call_fails_nothing_is_lost_and_nothing_doubled(world: World, part: int) -> None:
    _raise(world, "before", slice(part, None, PARTS))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_answer_is_lost_nothing_is_lost_and_nothing_doubled(world: World, part: int) -> None:
    _raise(world, "after", slice(part, None, PARTS))


def _kill(world: World, at: int, how: How) -> tuple[list[str], int]:
    world.afresh()
    command = [sys.executable, "-m", "tests.crash.play", str(world.office.config), str(at), how]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == KILLED, ended.stderr
    world.rest(Clock())
    found, again = _wrong(world)
    return [f"killed {how} call {at} ({world.calls[at - 1]}): {one}" for one in found], again


def _kills(world: World, cuts: list[tuple[int, How]]) -> None:
    results = [_kill(world, at, how) for at, how in cuts]
    wrong = [one for found, _ in results for one in found]
    twice = sum(again for _, again in results)
    print(f"\n{len(cuts)} kills: {twice} letters left twice, wrong: {len(wrong)}")
    assert wrong == []


def test_killed_at_a_sample_of_calls_a_new_process_sets_everything_right(world: World) -> None:
    chance = random.Random(2024)
    every: list[tuple[int, How]] = [(at, how) for at in range(1, len(world.calls) + 1) for how in ("before", "after")]
    _kills(world, chance.sample(every, SAMPLE))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
def test_killed_at_any_call_a_new_process_sets_everything_right(world: World, part: int) -> None:
    every: list[tuple[int, How]] = [(at, how) for at in range(1, len(world.calls) + 1) for how in ("before", "after")]
    _kills(world, every[part::8])
