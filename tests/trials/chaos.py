"""A long trial: mails come, the daemon is killed at any moment, two start at once, both lines misbehave all the time.

`python -m tests.trials.chaos --mails 500 --kills 50 --seed 2024` (or `make chaos`) plays it and judges it from
outside: by the mailbox on the server, by what the SMTP server got, by the files. A seed fixes what is delivered when,
which line fails how and after how many octets, and how long each daemon lives; how far it gets by then is up to the
machine.
"""

import argparse
import hashlib
import json
import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from mailbot.demo.script import MAILBOX
from rules.errors import LeaseHeld
from tests.servers.dovecot import Dovecot
from tests.trials.audit import Tally, audit, header
from tests.trials.office import PASSWORD, Daemon, Office, mail, now_there, plain_servers
from tests.trials.proxy import Fault, Kind, Proxy
from tests.trials.witness import Witness

IMAP_FAULTS: tuple[Kind, ...] = (
    "split",
    "split",
    "split",
    "reset",
    "bye",
    "silence",
    "drip",
    "refuse",
    "wrong-password",
)
SMTP_FAULTS: tuple[Kind, ...] = ("split", "split", "split", "reset", "silence", "drip", "refuse")
SCRATCH = "scratch"  # where readers put parts of documents
LIFE, CALM_LIFE = 20.0, 2.0  # seconds that a daemon serves at most, in a storm and with lines that work
MOMENTS = ("letter", "time", "letter", "start")  # when daemons are killed, one after the other
RIVALS = 5  # every so many starts two start at once


class Storm:
    """While it lasts a proxy is never without a fault; each lasts up to two seconds."""

    def __init__(self, proxy: Proxy, kinds: Sequence[Kind], seed: int) -> None:
        self._proxy, self._kinds, self._chance = proxy, kinds, random.Random(seed)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._blow, daemon=True)

    def _blow(self) -> None:
        while not self._over.is_set():
            after = int(10 ** self._chance.uniform(0, 6.5))  # in the greeting, in a command, deep in a literal
            self._proxy.fault = Fault(self._chance.choice(self._kinds), after)
            self._over.wait(self._chance.uniform(0.2, 2))
        self._proxy.fault = None

    def __enter__(self) -> "Storm":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()


@dataclass
class Trial:
    """What came of it."""

    tally: Tally = field(default_factory=Tally)
    kills: int = 0
    midst: int = 0  # kills while letters were still owed
    refused: int = 0  # daemons that found another at work
    faults: Counter[str] = field(default_factory=Counter)
    stormed: int = 0  # letters that left while the lines misbehaved
    resumed: float = 0.0  # seconds from the end of the faults to the next mail taken or letter posted
    recovery: float = 0.0  # and to a full pass, with all that had piled up
    seconds: float = 0.0

    def __str__(self) -> str:
        faults = ", ".join(f"{count} {kind}" for kind, count in sorted(self.faults.items())) or "none"
        return (
            f"kill -9 at {self.kills} moments ({self.midst} in the midst of the work): {self.tally}\n"
            f"faults felt: {faults}; {self.stormed} letters left meanwhile; "
            f"{self.refused} daemons found another at work and ended\n"
            f"work goes on {self.resumed:.1f} s after the last fault, a full pass is done after {self.recovery:.1f} s; "
            f"{self.seconds:.0f} s in all" + "".join(f"\nWRONG: {one}" for one in self.tally.wrong)
        )


def trial(place: Path, mails: int, kills: int, seed: int, *, storm: bool) -> Trial:
    """Deliver in shares, kill a daemon after each, let the last one run to rest."""
    begins = time.monotonic()
    chance = random.Random(seed)
    raws = [mail(number) for number in range(mails)]
    done = Trial(kills=kills)
    (place / "office").mkdir()
    with (
        Dovecot(place / "dovecot", MAILBOX, PASSWORD) as dovecot,
        Witness() as sink,
        Proxy(dovecot.port) as imap,
        Proxy(sink.port) as smtp,
        ExitStack() as storms,
    ):
        office = Office(place / "office", plain_servers(imap.port, smtp.port))
        (office.folder / SCRATCH).mkdir()
        if storm:
            storms.enter_context(Storm(imap, IMAP_FAULTS, seed))
            storms.enter_context(Storm(smtp, SMTP_FAULTS, seed + 1))
        delivered = 0
        for kill in range(kills):
            while delivered < mails * (kill + 1) // kills:
                dovecot.deliver(raws[delivered], now_there())
                delivered += 1
            _live_and_die(office, sink, kill, chance.uniform(0, LIFE if storm else CALM_LIFE), done)
            done.midst += _answered(sink) < delivered
        done.stormed = len(sink.letters) if storm else 0
        _rest(office, sink, mails, storms, done)
        done.faults = imap.struck + smtp.struck
        tally = audit(raws, office.ask("ledger"), sink.letters, most=kills)
        tally.wrong += done.tally.wrong + _from_outside(dovecot, sink, office, raws)
        done.tally = tally
    done.seconds = time.monotonic() - begins
    return done


def _answered(sink: Witness) -> int:
    return len({name for letter in sink.letters for name in header(letter.raw, "In-Reply-To").split()})


def _live_and_die(office: Office, sink: Witness, number: int, life: float, done: Trial) -> None:
    """A daemon, or two at once, killed as it starts, or after a while, or just when one more letter has left."""
    daemons = [
        office.start(TMPDIR=str(office.folder / SCRATCH)) for _ in range(2 if number % RIVALS == RIVALS - 1 else 1)
    ]
    moment, count = MOMENTS[number % len(MOMENTS)], len(sink.letters)
    if moment != "start":
        _until(lambda: any('"serving"' in daemon.log() for daemon in daemons), 60)
    _until(lambda: moment == "letter" and len(sink.letters) > count, LIFE if moment == "letter" else life)
    for daemon in daemons:
        daemon.kill()
    served = sum('"serving"' in daemon.log() for daemon in daemons)
    done.refused += sum(str(LeaseHeld.__doc__) in daemon.log() for daemon in daemons)
    if served > 1:
        done.tally.wrong.append("two daemons served at a time")


def _until(done: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not done():
        time.sleep(0.01)


def _rest(office: Office, sink: Witness, mails: int, storms: ExitStack, done: Trial) -> None:
    """One more daemon: in the storm, then in calm weather until everything is answered."""
    with office.start() as daemon:
        daemon.until(lambda: '"serving"' in daemon.log())
        storms.close()
        calm, seen = time.monotonic(), len(daemon.log())
        signs = ('"event": "handled"', '"event": "posted"', '"whole": true')
        daemon.until(lambda: any(sign in daemon.log()[seen:] for sign in signs))
        done.resumed = time.monotonic() - calm
        daemon.until(lambda: _full_pass(daemon.log()[seen:]))
        done.recovery = time.monotonic() - calm
        daemon.until(lambda: _answered(sink) >= mails, 1800)  # a letter that was cut off twice waits for minutes
        daemon.until(lambda: daemon.log().count('"event": "pass"') > 1)
        if daemon.stop() != 0:
            done.tally.wrong.append(f"the daemon ended badly: {daemon.log()[-500:]}")


def _full_pass(log: str) -> bool:
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{") and line.endswith("}")]
    return any(line["event"] == "pass" and line["whole"] and not line["failed"] for line in lines)


def _from_outside(dovecot: Dovecot, sink: Witness, office: Office, raws: Sequence[bytes]) -> list[str]:
    """The server's mailbox is as it was, the archive is whole, no letter came again without need, nothing runs on."""
    wrong = [f"{name} left again without need" for name in sink.without_need()]
    client = dovecot.client()
    client.select_folder("INBOX", readonly=True)
    there = client.fetch(client.search(["ALL"]), ["BODY.PEEK[]", "FLAGS"])
    client.logout()
    if Counter(mail[b"BODY[]"] for mail in there.values()) != Counter(raws):
        wrong.append("the mailbox holds other mails than before")
    if any(set(mail[b"FLAGS"]) - {b"\\Recent"} for mail in there.values()):
        wrong.append("a mail was flagged")
    kept = {file.stem: file for file in (office.data / "archive").rglob("*.eml")}
    if kept.keys() != {hashlib.sha256(raw).hexdigest() for raw in raws}:
        wrong.append(f"{len(kept)} files for {len(raws)} mails in the archive")
    wrong += [
        f"{name} is damaged" for name, file in kept.items() if hashlib.sha256(file.read_bytes()).hexdigest() != name
    ]
    code, words, problems = office.start("verify").ended()
    if code:
        wrong.append(f"mailbot verify: {words}{problems}")
    wrong += [f"process {number} runs on" for number in _left_over(office)]
    return wrong + [f"{file.name} is left" for file in (office.folder / SCRATCH).rglob("*") if file.is_file()]


def _left_over(office: Office) -> list[int]:
    """Processes that daemons of this office started and that outlived them by more than a few seconds."""
    mark = f"{Daemon.MARK}={office.folder}".encode()
    for _ in range(100):
        found = []
        for environment in Path("/proc").glob("[0-9]*/environ"):
            try:
                if mark in environment.read_bytes().split(b"\0"):
                    found.append(int(environment.parent.name))
            except OSError:  # it ended, or is none of ours
                continue
        if not found:
            break
        time.sleep(0.1)
    return found


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=500)
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    options.add_argument("--calm", action="store_true", help="with lines that work")
    chosen = options.parse_args()
    print(f"seed {chosen.seed}: {chosen.mails} mails, {chosen.kills} kills", flush=True)
    with TemporaryDirectory(prefix="mailbot-chaos-") as folder:
        os.chmod(folder, 0o755)  # noqa: PTH101  # Dovecot walks through it as another user
        done = trial(Path(folder), chosen.mails, chosen.kills, chosen.seed, storm=not chosen.calm)
    print(done)
    well = not done.tally.wrong and done.tally.recorded == chosen.mails
    print("nothing lost, nothing doubled" if well else "NOT WELL")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
