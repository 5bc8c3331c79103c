"""Ten thousand mails and two hundred hours around a deadline, in one process, with another clock.

`python -m tests.trials.soak` (or `make soak`) prints what the process holds on the way. Servers are beside it: Dovecot,
and an SMTP server that keeps the heads of letters only.
"""

import argparse
import gc
import os
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

from mailbot.app import App
from mailbot.commands.ledger import ledger
from mailbot.daemon import tick
from mailbot.demo.script import MAILBOX
from mailbot.demo.servers import Letter, SmtpSink
from tests.crash.play import Clock, opened
from tests.servers.dovecot import Dovecot
from tests.trials.audit import Tally, audit
from tests.trials.office import PASSWORD, Office, mail, plain_servers

BEGINS = datetime(2024, 8, 19, 0, 0, tzinfo=UTC)  # Monday 07:00 in Lào Cai; the deadline is the Saturday after
EVERY = timedelta(minutes=10)  # from one pass to the next
SUBMISSION = 20  # every so many mails bring a Word file; the others are what else a mailbox gets
SAMPLES = 10


@dataclass(frozen=True, slots=True)
class Held:
    """What the process holds at one moment, its reader children's parent included. Memory in MB."""

    mails: int
    memory: float
    readers: float
    files: int
    threads: int

    def __str__(self) -> str:
        return (
            f"after {self.mails:6} mails: {self.memory:6.1f} MB, readers {self.readers:5.1f} MB, "
            f"{self.files} open files, {self.threads} threads"
        )


@dataclass
class Soak:
    tally: Tally
    passes: int
    full: int
    seconds: float
    held: list[Held]

    @property
    def grown(self) -> float:
        """Memory at the end against the middle, when every kind of work had been done."""
        middle, end = self.held[len(self.held) // 2], self.held[-1]
        return (end.memory + end.readers) / (middle.memory + middle.readers)

    @property
    def flat(self) -> bool:
        files = [one.files for one in self.held]
        return self.grown < 1.1 and max(files) - min(files) <= 4

    def __str__(self) -> str:
        start, middle, end = self.held[0], self.held[len(self.held) // 2], self.held[-1]
        return (
            f"{self.tally}\n{self.full} of {self.passes} passes full, {self.seconds:.0f} s\n"
            f"memory {start.memory:.1f} MB at the start, {middle.memory:.1f} in the middle, "
            f"{end.memory:.1f} at the end\nopen files {start.files}, {middle.files}, {end.files}"
            + "".join(f"\nWRONG: {one}" for one in self.tally.wrong)
        )


def soak(place: Path, mails: int, hours: float, progress: bool = False) -> Soak:
    begins, clock = time.monotonic(), Clock(BEGINS)
    letters: list[Letter] = []
    held: list[Held] = []
    passes = full = 0
    with Dovecot(place / "dovecot", MAILBOX, PASSWORD) as dovecot, SmtpSink() as sink:
        sink.on_letter = lambda letter: _keep_head(letter, letters, sink)
        (place / "office").mkdir()
        office = Office(place / "office", plain_servers(dovecot.port, sink.port))
        with opened(office.config, clock) as app:
            app.readers = os.cpu_count() or 1
            for delivered, raws in _shares(mails, hours):
                for raw in raws:
                    dovecot.deliver(raw, clock.now)
                clock.now += EVERY
                full += tick(app)
                passes += 1
                if delivered * SAMPLES // mails > len(held) - 1:
                    held.append(_held(delivered, app))
                    if progress:
                        print(f"{held[-1]}, {time.monotonic() - begins:.0f} s", flush=True)
            clock.now += EVERY
            tick(app)
            with app.begin() as work:
                entries = ledger(work, app.campaign)
        tally = audit([mail(number) for number in range(0, mails, SUBMISSION)], entries, letters)
        if len(entries) != mails or any(entry["state"] != "done" for entry in entries):
            tally.wrong.append(f"{len(entries)} of {mails} mails in the ledger, or not all done")
    return Soak(tally, passes, full, time.monotonic() - begins, held)


def _keep_head(letter: Letter, letters: list[Letter], sink: SmtpSink) -> None:
    letters.append(Letter(letter.sender, letter.recipients, letter.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"))
    sink.letters.clear()


def _shares(mails: int, hours: float) -> Iterator[tuple[int, list[bytes]]]:
    """What arrives before each pass, and how many that makes."""
    passes, delivered = int(timedelta(hours=hours) / EVERY), 0
    for number in range(passes):
        end = mails * (number + 1) // passes
        yield end, [_mail(one) for one in range(delivered, end)]
        delivered = end


def _mail(number: int) -> bytes:
    return mail(number) if number % SUBMISSION == 0 else other_mail(number)


def other_mail(number: int) -> bytes:
    """A newsletter, an automatic answer, a question about something else."""
    message = EmailMessage()
    message["From"] = f"nguoi-{number % 700}@noi-khac.example"
    message["To"] = MAILBOX
    message["Message-ID"] = f"<khac-{number}@noi-khac.example>"
    if number % 3 == 0:
        message["List-Id"] = "<tin.noi-khac.example>"
    elif number % 3 == 1:
        message["Auto-Submitted"] = "auto-replied"
    message["Subject"] = f"Lịch họp tuần {number % 52}"
    message.set_content("Kính gửi anh chị, lịch họp tuần như sau.\n" * (number % 40 + 1))
    return message.as_bytes().replace(b"\n", b"\r\n")


def _held(delivered: int, app: App) -> Held:
    gc.collect()
    nursery = app.sandbox.nursery_pid
    return Held(
        delivered,
        _resident("self"),
        _resident(str(nursery)) if nursery else 0.0,
        len(list(Path("/proc/self/fd").iterdir())),
        threading.active_count(),
    )


def _resident(process: str) -> float:
    """Resident memory in MB (proc(5))."""
    lines = Path(f"/proc/{process}/status").read_text("ascii", "replace").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=10_000)
    options.add_argument("--hours", type=float, default=200)
    chosen = options.parse_args()
    with TemporaryDirectory(prefix="mailbot-soak-") as folder:
        Path(folder).chmod(0o755)  # Dovecot walks through it as another user
        done = soak(Path(folder), chosen.mails, chosen.hours, progress=True)
    print(done)
    well = done.flat and not done.tally.wrong
    print("flat" if well else "NOT WELL")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
