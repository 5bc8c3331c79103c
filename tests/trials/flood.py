"""The day before a deadline, with somebody who floods the office in the names of others.

`python -m tests.trials.flood` (or `make flood`): 300 ordinary mails of all units, one a second; among them one that the
server cannot hand out, one of 200 photographs, a corrupt workbook in the office's name, and within 24 s 400 forged ones
in the names of 20 units. Real servers, real time, the caps of every installation. What is measured is the time from
the end of the delivery of a mail to the letter that names its Message-ID. At the end the clock is moved ahead, within
the hour, and what still waits must leave.
"""

import argparse
import io
import math
import os
import random
import signal
import statistics
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw

from mailbot.demo.script import MAILBOX
from mailbot.demo.servers import Letter, SmtpSink
from mailbot.demo.units import units
from rules.roster import Unit
from tests.servers.dovecot import Dovecot
from tests.trials.audit import header
from tests.trials.office import AHEAD, PASSWORD, Daemon, Office, mail, message_id, now_there, plain_servers

FORGED_UNITS = 20
FLOOD_SECONDS = 24.0
FORGED, OTHERS = 10_000, 20_000  # numbers of such mails
MOVED = 50  # minutes: what waits for an hour that began with the trial leaves within it
OUTSIDE_P95, INSIDE_P95 = 5.0, 30.0


@dataclass
class Measured:
    """Moments of delivery and of answers, by the number of the mail, as `time.monotonic` tells them."""

    delivered: dict[int, float] = field(default_factory=dict)
    answered: dict[int, list[float]] = field(default_factory=dict)
    flood: float = math.inf  # when it began
    worked_off: float = math.inf  # when all that it left had been read: until then it lasts
    wrong: list[str] = field(default_factory=list)
    letters: int = 0
    at_once: int = 0  # letters before the clock was moved
    photographed: float | None = None
    moved: float | None = None  # when the clock was moved ahead

    def waits(self, numbers: Sequence[int], *, inside: bool) -> list[float]:
        """Seconds from delivery to the answer; to this moment for what has none, so that nothing is left out."""
        now = time.monotonic()
        return sorted(
            self.answered.get(number, [now])[0] - self.delivered[number]
            for number in numbers
            if number in self.delivered and self._inside(number) == inside
        )

    def unanswered(self, numbers: Sequence[int], *, inside: bool) -> int:
        """Delivered, and without an answer before the clock was moved."""
        end = self.moved or time.monotonic()
        return sum(
            self.answered.get(number, [math.inf])[0] > end
            for number in numbers
            if number in self.delivered and self._inside(number) == inside
        )

    def _inside(self, number: int) -> bool:
        return self.flood <= self.delivered[number] < self.worked_off


@dataclass(frozen=True, slots=True)
class Plan:
    ordinary: int = 300
    forged: int = 400
    photographs: int = 200
    pace: float = 1.0  # seconds from one ordinary mail to the next
    withheld: bool = True  # with a mail that the server cannot hand out

    @property
    def reached(self) -> list[Unit]:
        return [unit for unit in units() if unit.addresses]

    def unit(self, number: int) -> Unit:
        return self.reached[number % len(self.reached)]

    @property
    def flooded(self) -> list[int]:
        """The ordinary mails of the units in whose names the forged ones come."""
        return [number for number in range(self.ordinary) if number % len(self.reached) < FORGED_UNITS]

    @property
    def unflooded(self) -> list[int]:
        return sorted({*range(self.ordinary)} - {*self.flooded})


def others(message: EmailMessage, number: int, sender: str, subject: str) -> EmailMessage:
    message["From"], message["To"], message["Subject"] = sender, MAILBOX, subject
    message["Message-ID"] = message_id(number)
    message.set_content("Kính gửi Phòng TCCB, đơn vị gửi đăng ký CCHC năm 2024 như tệp kèm theo.")
    return message


def photographs(count: int, unit: Unit) -> bytes:
    """A registration as so many photographed pages, large enough that none is taken for a logo."""
    message = others(EmailMessage(), OTHERS, unit.addresses[0], "Đăng ký CCHC năm 2024, ảnh chụp")
    chance = random.Random(7)
    for page in range(count):
        sheet = Image.frombytes("L", (620, 877), chance.randbytes(620 * 877)).point(lambda level: 200 + level // 5)
        ImageDraw.Draw(sheet).text((40, 60), f"DANG KY SANG KIEN CCHC, trang {page + 1}", fill=0)
        kept = io.BytesIO()
        sheet.save(kept, "JPEG", quality=30)
        message.add_attachment(kept.getvalue(), maintype="image", subtype="jpeg", filename=f"trang-{page + 1}.jpg")
    return message.as_bytes().replace(b"\n", b"\r\n")


def corrupt_workbook() -> bytes:
    message = others(EmailMessage(), OTHERS + 1, MAILBOX, "Bảng tổng hợp đã nhập số liệu")
    content = b"PK\x03\x04" + random.Random(3).randbytes(40_000)
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename="bang-tong-hop.xlsx")
    return message.as_bytes().replace(b"\n", b"\r\n")


def withheld(dovecot: Dovecot, name: str) -> None:
    """The file of a mail is cut below the server, which then cannot hand it out."""
    for folder in (dovecot.folder / "mail" / dovecot.user / "Maildir" / part for part in ("new", "cur")):
        for file in folder.iterdir():
            before = file.stat()
            if name.encode() in file.read_bytes():
                os.truncate(file, before.st_size // 2)
                os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


class Flood:
    """400 mails from a connection of their own."""

    def __init__(self, dovecot: Dovecot, plan: Plan) -> None:
        self._raws = [mail(FORGED + n, plan.reached[n % FORGED_UNITS]) for n in range(plan.forged)]
        self._client = dovecot.client()
        self._thread = threading.Thread(target=self._pour)

    def _pour(self) -> None:
        begins = time.monotonic()
        for place, raw in enumerate(self._raws):
            time.sleep(max(0.0, begins + FLOOD_SECONDS * place / len(self._raws) - time.monotonic()))
            self._client.append("INBOX", raw, msg_time=now_there())
        self._client.logout()

    def begin(self) -> float:
        self._thread.start()
        return time.monotonic()

    @property
    def is_over(self) -> bool:
        return not self._thread.is_alive()

    def over(self) -> None:
        self._thread.join()


def flood(place: Path, plan: Plan, done: Measured) -> None:
    """Plays the plan and notes in `done` what happens, so that a trial that is ended early has its figures, too."""
    lock = threading.Lock()

    def came(letter: Letter) -> None:
        with lock:
            for name in header(letter.raw, "In-Reply-To").split():
                number = int(name.removeprefix("<thu-").partition("@")[0])
                done.answered.setdefault(number, []).append(time.monotonic())

    (place / "office").mkdir()
    with Dovecot(place / "dovecot", MAILBOX, PASSWORD) as dovecot, SmtpSink(on_letter=came) as sink:
        office = Office(place / "office", plain_servers(dovecot.port, sink.port), limits="")
        with office.start() as daemon:
            daemon.until(lambda: '"serving"' in daemon.log(), 120)
            _deliver(dovecot, plan, done, daemon)
            _await_photographs(daemon, plan, done)
            done.at_once = len(sink.letters)
            stopped = done.moved = time.monotonic()
            if daemon.stop(60) != 0:
                done.wrong.append(f"the daemon ended badly: {daemon.log()[-500:]}")
            if time.monotonic() - stopped > 15:
                done.wrong.append("it took longer than 15 s to stop")
        with office.start(**{AHEAD: str(MOVED)}) as daemon:
            missing = {number for number in range(plan.ordinary) if number not in done.answered}
            with suppress(AssertionError):  # what is missing is told one by one
                daemon.until(lambda: '"event": "pass"' in daemon.log() and missing <= done.answered.keys(), 300)
            daemon.stop(60)
        done.letters = len(sink.letters)
        _judge(plan, done, sink)


def _await_photographs(daemon: Daemon, plan: Plan, done: Measured) -> None:
    """Until the last of the pages has been read for which there was time, and whatever came meanwhile is answered."""
    if not plan.photographs:
        return
    try:
        daemon.until(lambda: OTHERS in done.answered, 1500)
    except AssertionError:
        done.wrong.append("the photographs were not answered within 25 minutes")
    else:
        done.photographed = done.answered[OTHERS][0] - done.delivered[OTHERS]


def _deliver(dovecot: Dovecot, plan: Plan, done: Measured, daemon: Daemon) -> None:
    raws = [mail(number, plan.unit(number)) for number in range(plan.ordinary)]
    beside = _beside(plan)
    poured = Flood(dovecot, plan)
    begins = time.monotonic()
    for number, raw in enumerate(raws):
        time.sleep(max(0.0, begins + plan.pace * number - time.monotonic()))
        if number == plan.ordinary * 4 // 10:
            done.flood = poured.begin()
        for at, other, content in beside:
            if at == number:
                dovecot.deliver(content, now_there())
                done.delivered[other] = time.monotonic()
        if number == plan.ordinary // 4 and plan.withheld:
            dovecot.deliver(mail(OTHERS + 2), now_there())
            withheld(dovecot, message_id(OTHERS + 2))
        dovecot.deliver(raw, now_there())
        done.delivered[number] = time.monotonic()
        if done.worked_off == math.inf and poured.is_over and _nothing_waits(daemon, plan, done):
            done.worked_off = time.monotonic()
    poured.over()


def _nothing_waits(daemon: Daemon, plan: Plan, done: Measured) -> bool:
    """But the photographs and the mail of this moment."""
    return daemon.log().count('"event": "handled"') >= len(done.delivered) + plan.forged - 2


def _beside(plan: Plan) -> Sequence[tuple[int, int, bytes]]:
    pictures = [(plan.ordinary // 10, OTHERS, photographs(plan.photographs, plan.reached[-1]))] * bool(plan.photographs)
    return (*pictures, (plan.ordinary // 5, OTHERS + 1, corrupt_workbook()))


def _judge(plan: Plan, done: Measured, sink: SmtpSink) -> None:
    twice = [n for n, letters in done.answered.items() if len(letters) > 1]
    done.wrong += [f"mail {number} was answered {len(done.answered[number])} times" for number in twice]
    done.wrong += [f"mail {n} was not answered" for n in range(plan.ordinary) if n not in done.answered]
    if late := done.unanswered(plan.unflooded, inside=True) + done.unanswered(plan.unflooded, inside=False):
        done.wrong.append(f"{late} mails of units that nobody flooded had to wait for a cap")
    names = [header(letter.raw, "Message-ID") for letter in sink.letters]
    if len(names) != len(set(names)):
        done.wrong.append("a letter left twice")


def p95(waits: Sequence[float]) -> float:
    return statistics.quantiles(waits, n=20, method="inclusive")[-1] if len(waits) > 1 else max(waits, default=0.0)


def figures(plan: Plan, done: Measured) -> Iterator[str]:
    for whose, numbers in (("the other units", plan.unflooded), (f"the {FORGED_UNITS} units", plan.flooded)):
        for where, inside in (("outside", False), ("inside", True)):
            waits = done.waits(numbers, inside=inside)
            yield (
                f"{whose}, {where} the flood: {len(waits)} mails, {done.unanswered(numbers, inside=inside)} of them "
                f"unanswered before the clock was moved; median {statistics.median(waits or [0]):.1f} s, "
                f"p95 {p95(waits):.1f} s, longest {max(waits, default=0):.1f} s"
            )
    forged = sum(number in done.answered for number in range(FORGED, FORGED + plan.forged))
    lasted = done.worked_off - done.flood
    yield f"{plan.forged} forged mails within {FLOOD_SECONDS:.0f} s, worked off after {lasted:.0f} s"
    yield f"{plan.photographs} photographs: " + (
        f"answered after {done.photographed:.0f} s" if done.photographed is not None else "not answered"
    )
    yield f"forged mails that were answered: {forged} of {plan.forged}; letters in all: {done.letters}, "
    yield f"of them {done.letters - done.at_once} after the clock was moved ahead by {MOVED} minutes"
    yield from (f"WRONG: {one}" for one in done.wrong)


def well(plan: Plan, done: Measured) -> bool:
    outside, inside = (p95(done.waits(plan.unflooded, inside=one)) for one in (False, True))
    return done.moved is not None and not done.wrong and outside <= OUTSIDE_P95 and inside <= INSIDE_P95


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=300)
    options.add_argument("--forged", type=int, default=400)
    options.add_argument("--photographs", type=int, default=200)
    options.add_argument("--without-withheld", action="store_true")
    chosen = options.parse_args()
    plan = Plan(chosen.mails, chosen.forged, chosen.photographs, withheld=not chosen.without_withheld)
    done = Measured()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with TemporaryDirectory(prefix="mailbot-flood-") as folder:
            Path(folder).chmod(0o755)  # Dovecot walks through it as another user
            flood(Path(folder), plan, done)
    finally:  # whatever ended it
        print("\n".join(figures(plan, done)), flush=True)
    print("well" if well(plan, done) else "NOT WELL")
    return 0 if well(plan, done) else 1


if __name__ == "__main__":
    sys.exit(main())
