"""Twenty people at the page while units hand in: `python -m tests.trials.desk --minutes 10`.

One daemon serves mailbox and page, Dovecot and an SMTP server stand beside it, everything in real time. First units
write alone, then at the same pace while each of the people clicks every ten seconds: looks at every view, opens
mails, puts units on pause and takes that back. They came in by letter and code. Measured are the time from the
delivery of a mail to its receipt, alone and beside people, and the time of each page.
"""

import argparse
import os
import random
import re
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from tempfile import TemporaryDirectory

from httpx2 import Client, HTTPError, Response

from mailbot.demo.script import MAILBOX
from mailbot.demo.servers import Letter, SmtpSink, free_port
from mailbot.demo.units import ROSTER, units
from rules.roster import Roster, Unit
from rules.setup.roster_file import write_roster
from tests.servers.dovecot import Dovecot
from tests.trials.audit import header
from tests.trials.office import OWN, PASSWORD, Office, mail, now_there, plain_servers
from tests.waiting import until

PEOPLE, EVERY = 20, 10.0  # seconds from one click of a person to the next
MINUTES, MAILS = 10.0, 500
ALONE = 0.2  # of the time units write alone
SLOWER, PAGES_P95 = 2.0, 1.0
_OUTSIDE = "https://mailbot.so.example"
_CODE = re.compile(r"\b(\d{3}) (\d{3})\b")
_LOOKS = (
    "/viec", "/tinh-hinh", "/tinh-hinh?loc=owes", "/thu-den", "/thu-di", "/van-ban", "/nhat-ky", "/suc-khoe",
    "/tim?q=hoc+ba", "/tim?q=học bạ khối", "/don-vi/{unit}", "/viec/thu/{mail}", "/viec/thu/{mail}",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Click:
    what: str
    seconds: float
    wrong: str = ""


@dataclass
class Measured:
    """Moments by the number of the mail, as `time.monotonic` tells them."""

    delivered: dict[int, float] = field(default_factory=dict)
    answered: dict[int, float] = field(default_factory=dict)
    clicks: list[Click] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    load: float = 0.0  # of the machine, over five minutes
    alone: int = 0  # so many mails came while nobody clicked

    def waits(self, *, alone: bool) -> list[float]:
        """Seconds from delivery to the receipt; to now for what has none, so that nothing is left out."""
        now = time.monotonic()
        return [self.answered.get(n, now) - at for n, at in self.delivered.items() if (n < self.alone) == alone]


class Person:
    """Somebody with a browser of her own."""

    def __init__(self, number: int, address: str) -> None:
        self.mail = f"nguoi{number}@so.example"
        self._chance = random.Random(number)
        self._client = Client(base_url=address, timeout=60)
        self._own = {"Origin": address}
        self._decided: list[str] = []  # by number; it is taken back with the next decision
        self._units = [one.code for one in units()][number::PEOPLE]  # whom she decides about, and nobody else

    def comes_in(self, letters: Sequence[Letter]) -> None:
        assert self._client.post("/vao", data={"address": self.mail}, headers=self._own).status_code == 303
        until(lambda: bool(self._codes(letters)), 60)
        code = self._codes(letters)[0]
        answer = self._client.post("/vao/ma", data={"code": code[1] + code[2]}, headers=self._own)
        assert answer.headers["location"] == "/", answer.text

    def _codes(self, letters: Sequence[Letter]) -> list[re.Match[str]]:
        """Of the letters to her; the office's other letters reach her as well."""
        hers = (message_from_bytes(one.raw, policy=default) for one in letters if self.mail in one.recipients)
        bodies = (body.get_content() for one in hers if (body := one.get_body(("plain",))))
        return [code for body in bodies if (code := _CODE.search(body))]

    def clicks(self, mails: int) -> Click:
        """One click, where so many mails are on record: four of five look, the fifth decides something, which the next
        such click takes back."""
        if self._chance.random() >= 0.2:
            path = self._chance.choice(_LOOKS)
            filled = path.format(unit=self._chance.choice(self._units), mail=self._chance.randrange(1, max(2, mails)))
            return self._timed(path.partition("?")[0], lambda: self._client.get(filled))
        if self._decided:
            told = {"number": self._decided.pop(), "sure": "1", "back": "/viec"}
            return self._timed("undo", lambda: self._client.post("/hoan-tac", data=told, headers=self._own))
        unit = self._chance.choice(self._units)
        told = {"act": "pause", "stage": "registration", "day": f"{now_there():%Y-%m-%d}", "reason": "thử"}
        return self._timed("decide", lambda: self._client.post(f"/don-vi/{unit}", data=told, headers=self._own))

    def _timed(self, what: str, call: Callable[[], Response]) -> Click:
        begin = time.monotonic()
        try:
            answer = call()
        except HTTPError as error:
            return Click(what, time.monotonic() - begin, repr(error))
        onward = answer.headers.get("location", "")
        if what == "decide" and (found := re.search(r"qd=(\d+)", onward)):
            self._decided.append(found[1])
        well = answer.status_code in (200, 303) and "loi=" not in onward and not onward.startswith("/vao")
        return Click(what, time.monotonic() - begin, "" if well else f"{answer.status_code} {onward}")


def work(person: Person, number: int, ends: float, done: Measured) -> None:
    """Until then, a click every ten seconds; nobody waits for the others' moment."""
    due = time.monotonic() + EVERY * number / PEOPLE
    while due < ends:
        time.sleep(max(0.0, due - time.monotonic()))
        done.clicks.append(person.clicks(len(done.answered)))
        due = max(due + EVERY, time.monotonic())


def desk(place: Path, minutes: float, mails: int, done: Measured) -> None:
    """Plays it and notes in `done` what happens, so that a trial that is ended early has its figures, too."""

    def came(letter: Letter) -> None:
        for name in header(letter.raw, "In-Reply-To").split():
            number = int(name.removeprefix("<thu-").partition("@")[0])
            done.answered.setdefault(number, time.monotonic())

    pace, port = 60 * minutes / mails, free_port()
    done.alone = max(1, round(ALONE * mails))
    (place / "office").mkdir()
    with Dovecot(place / "dovecot", MAILBOX, PASSWORD) as dovecot, SmtpSink(on_letter=came) as sink:
        web = f'[web]\nenabled = true\nport = {port}\naddress = "{_OUTSIDE}"\n'
        office = Office(place / "office", plain_servers(dovecot.port, sink.port), more=web)
        people = [Person(number, f"http://127.0.0.1:{port}") for number in range(PEOPLE)]
        _name(people, office)
        _address(office, done.alone + mails)
        with office.start() as daemon:
            daemon.until(lambda: '"serving"' in daemon.log(), 120)
            for person in people:
                person.comes_in(sink.letters)
            _deliver(range(done.alone), pace, dovecot, done)
            ends = time.monotonic() + 60 * minutes
            threads = [threading.Thread(target=work, args=(one, at, ends, done)) for at, one in enumerate(people)]
            for thread in threads:
                thread.start()
            _deliver(range(done.alone, done.alone + mails), pace, dovecot, done)
            for thread in threads:
                thread.join()
            daemon.until(lambda: done.delivered.keys() <= done.answered.keys(), 120)
            if daemon.stop(60) != 0:
                done.wrong.append("the daemon ended badly")
            done.load = os.getloadavg()[1]
            done.wrong += [line[:300] for line in daemon.log().splitlines() if _tells_of_trouble(line)][:5]


def _name(people: Sequence[Person], office: Office) -> None:
    """The people of the office, in the campaign file."""
    file = office.data / "campaigns" / "cchc-2024.toml"
    named = ", ".join(f'{{ name = "Người {place}", address = "{one.mail}" }}' for place, one in enumerate(people))
    text, times = re.subn(r"(?m)^people = \[.*\]$", f"people = [{named}]", file.read_text("utf-8"))
    assert times == 1
    file.write_text(text, "utf-8")


def sender(number: int) -> Unit:
    """The unit that sends, with the address from which it does: who writes again and again is answered in one receipt
    for several mails, and waits for it by design."""
    reached = [unit for unit in units() if unit.addresses and unit.code != OWN]  # the office does not thank itself
    return _writing(reached[number % len(reached)], number // len(reached))


def _writing(unit: Unit, number: int) -> Unit:
    return replace(unit, addresses=(unit.addresses[0].replace("@", f".{number}@"),))


def _address(office: Office, mails: int) -> None:
    """Every address that writes, in the roster."""
    many = mails // sum(bool(unit.addresses) for unit in units()) + 1
    roster = Roster(
        tuple(
            replace(unit, addresses=(unit.addresses[0], *(_writing(unit, n).addresses[0] for n in range(many))))
            if unit.addresses
            else unit
            for unit in units()
        )
    )
    (office.data / "rosters" / f"{ROSTER}.csv").write_text(write_roster(roster), "utf-8")


def _deliver(numbers: range, pace: float, dovecot: Dovecot, done: Measured) -> None:
    begins = time.monotonic()
    for place, number in enumerate(numbers):
        time.sleep(max(0.0, begins + pace * place - time.monotonic()))
        dovecot.deliver(mail(number, sender(number)), now_there())
        done.delivered[number] = time.monotonic()


def _tells_of_trouble(line: str) -> bool:
    return "locked" in line or '"level": "error"' in line or "Traceback" in line


def p95(waits: Sequence[float]) -> float:
    return statistics.quantiles(waits, n=20, method="inclusive")[-1] if len(waits) > 1 else max(waits, default=0.0)


def figures(done: Measured) -> Iterator[str]:
    for alone in (True, False):
        waits = done.waits(alone=alone)
        told = f"receipts {'alone' if alone else 'beside people'}: {len(waits)} mails"
        yield f"{told}, median {statistics.median(waits or [0]):.2f} s, p95 {p95(waits):.2f} s"
    seconds = [one.seconds for one in done.clicks]
    yield f"load of the machine: {done.load:.1f} for {os.cpu_count()} processors"
    yield f"pages: {len(seconds)} clicks, median {statistics.median(seconds or [0]):.2f} s, p95 {p95(seconds):.2f} s"
    for what in sorted({one.what for one in done.clicks}):
        own = [one.seconds for one in done.clicks if one.what == what]
        yield f"  {what}: {len(own)}, median {statistics.median(own):.2f} s, longest {max(own):.2f} s"
    yield from (f"WRONG: {what} ({times})" for what, times in Counter(troubles(done)).items())


def troubles(done: Measured) -> Iterator[str]:
    yield from done.wrong
    yield from (f"{one.what}: {one.wrong}" for one in done.clicks if one.wrong)


def well(done: Measured) -> bool:
    in_time = p95(done.waits(alone=False)) <= SLOWER * p95(done.waits(alone=True))
    return not [*troubles(done)] and in_time and p95([one.seconds for one in done.clicks]) <= PAGES_P95


def trial(minutes: float, mails: int) -> bool:
    done = Measured()
    try:
        with TemporaryDirectory(prefix="mailbot-desk-") as folder:
            Path(folder).chmod(0o755)  # Dovecot walks through it as another user
            desk(Path(folder), minutes, mails, done)
    finally:  # whatever ended it
        print("\n".join(figures(done)), flush=True)
    print("well" if well(done) else "NOT WELL")
    return well(done)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=MINUTES)
    options.add_argument("--mails", type=int, default=MAILS)
    chosen = options.parse_args()
    return 0 if trial(chosen.minutes, chosen.mails) else 1


if __name__ == "__main__":
    sys.exit(main())
