"""What does not grow: a mail among many recorded, a unit that wrote often, a start; an evening's rush; 1,000 units.

Processor time of this process, where nothing else is said: what children read is measured in `reading`. The memory of a
long season: `python -m tests.trials.soak` and `python -m tests.trials.first_day`.
"""

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import insert

from mailbot.app import App
from mailbot.demo.servers import ImapServer, SmtpSink
from mailbot.drafts import build_drafts
from mailbot.joining import join_receipts
from mailbot.logs import set_up
from mailbot.memory import give_back, look_for_rings_less_often
from mailbot.outbox import post_waiting
from mailbot.pipeline import one_pass
from mailbot.reading import libreoffice, ocr
from rules.roster import Roster
from storage.tables import ArrivalRow
from tests.app.world import SCHOOL, START, World, installed, mail, registration, world
from tests.bench import corpus
from tests.bench.intake import config_file
from tests.bench.peers import Command, Place
from tests.bench.reading import letter, scan
from tests.bench.watching import watched
from tests.seasons import roster_of, season_of
from tests.servers.dovecot import Dovecot, version

ROUNDS = 5
RECORDED = (500, 50_000)
OFTEN = 40  # mails of one unit
RUSH, PHOTOGRAPHS = 200, 2
DEADLINE = datetime(2024, 8, 24, 9, 0, tzinfo=UTC)  # Saturday, 16:00 in Lào Cai
UNITS = 1_000
BIG = 25_000_000  # bytes


def main() -> None:
    starts()
    recorded()
    often()
    rush()
    big()
    drafts()


def starts() -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        imap, sink = stack.enter_context(ImapServer()), stack.enter_context(SmtpSink())
        place = Place(folder, imap.host, imap.port, imap.user, imap.password, sink.port, "")
        kept = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "code")}  # as pip leaves it
        environment = {"MAILBOT_IMAP__PASSWORD": imap.password, **kept}
        command = (sys.executable, "-m", "mailbot.cli", "--config", str(config_file(place)))
        watched(Command((*command, "once"), environment), folder / "log")
        for words, goal in ((("--help",), "0.15 s"), (("status",), "0.65 s"), (("once",), "0.9 CPU s, nothing new")):
            runs = [watched(Command((*command, *words), environment), folder / "log") for _ in range(ROUNDS)]
            seconds, busy = median(one.seconds for one in runs), median(one.processor for one in runs)
            print(f"mailbot {words[0]}: {seconds:.2f} s, {busy:.2f} CPU s (at most {goal})", flush=True)


def recorded() -> None:
    """One more mail, of a unit that has written nothing yet, with few and with many recorded that are not ours."""
    with _started() as here:
        units = iter([unit for unit in here.app.roster if unit.addresses])
        costs, before = [], 0
        for total in RECORDED:
            rows = [
                {"account": here.app.account, "digest": f"{number:064x}", "size": 1000, "folder": "INBOX",
                 "arrived_at": START - timedelta(minutes=number), "handled_at": START, "state": "done",
                 "verdict": "other"}
                for number in range(before, total)
            ]  # fmt: skip
            with here.app.engine.begin() as connection:
                connection.execute(insert(ArrivalRow), rows)
            before = total
            spent = [_one_more(here, next(units).addresses[0], 1000 * total + n) for n in range(ROUNDS)]
            costs.append(median(spent))
    few, many = RECORDED
    ratio = costs[1] / costs[0]
    print(f"one more mail with {few} / {many} recorded: {costs[0]:.0f} / {costs[1]:.0f} ms, {ratio:.2f}x (at most 1.2)")


def often() -> None:
    """The mails of one unit, each with another initiative."""
    with _started() as here:
        here.app.roster = Roster(tuple(here.app.roster.units))
        address = next(unit.addresses[0] for unit in here.app.roster if unit.addresses)
        spent = [_one_more(here, address, number) for number in range(OFTEN + 2)]
    first, last = median(spent[2:7]), median(spent[-5:])
    print(
        f"a mail of a unit with 4 / {OFTEN}: {first:.0f} / {last:.0f} ms, {last / first:.2f}x (at most 1.3)", flush=True
    )


def without_caps(app: App) -> None:
    """As many letters may leave as there are."""
    limits = app.config.limits
    more = limits.model_copy(update=dict.fromkeys(type(limits).model_fields, 10**6))
    app.config = app.config.model_copy(update={"limits": more})


@contextmanager
def _started() -> Iterator[World]:
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as here:
        without_caps(here.app)
        one_pass(here.app)
        yield here


def _one_more(here: World, sender: str, number: int) -> float:
    """Milliseconds of this process for the pass that takes it in and answers it."""
    here.now += timedelta(minutes=20)
    file = ("dang-ky.docx", registration((f"Số hóa hồ sơ một cửa số {number}",)))
    here.deliver(mail(file, sender=sender, number=number))
    begin = time.process_time()
    done = one_pass(here.app)
    assert done.handled == 1, done
    return 1000 * (time.process_time() - begin)


def rush() -> None:
    """The afternoon of the last day: two units send photographs, and nobody else waits for them."""
    if not (libreoffice.available() and ocr.available()):
        print("the rush of the last day needs LibreOffice and tesseract: left out")
        return
    photograph = scan(libreoffice.convert(letter(), "docx", "pdf"))
    with _started() as here:
        units = [replace(one, addresses=(f"{one.code}@truong.example",)) for one in roster_of(here.app.campaign, RUSH)]
        here.app.roster = Roster(tuple(units))
        here.app.readers = os.cpu_count() or 1
        here.now = DEADLINE
        for number, unit in enumerate(units):
            picture = (("don.jpg", photograph),)
            raw = (
                mail(*picture, sender=unit.addresses[0], number=number)
                if number < PHOTOGRAPHS
                else corpus.mail(number, units)
            )
            here.deliver(raw)
        here.app.sandbox.ready()  # the daemon has been at work for months
        begin, answered = time.monotonic(), len(here.sink.letters)
        seconds: list[float] = []

        def came(_: object) -> None:
            if len(here.sink.letters) == answered + RUSH - PHOTOGRAPHS:
                seconds.append(time.monotonic() - begin)

        here.sink.on_letter = came
        passing = threading.Thread(
            target=lambda: (one_pass(here.app), join_receipts(here.app, early=True), post_waiting(here.app))
        )
        passing.start()
        passing.join()
        left = len(here.sink.letters) - answered
    took = f"{seconds[0]:.1f} s" if seconds else "never"
    print(
        f"{RUSH} mails of the last day, {PHOTOGRAPHS} with photographs: "
        f"the others answered in {took} (at most 8), {left} letters"
    )


def big() -> None:
    """An attachment of 25 MB, and how much the process grows by while it is fetched, kept and read."""
    if version() is None:
        print("the cost of a large attachment is measured with Dovecot: left out")
        return
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        place.chmod(0o755)  # Dovecot reads its files as another user
        dovecot, sink = stack.enter_context(Dovecot(place / "dovecot")), stack.enter_context(SmtpSink())
        (place / "office").mkdir()
        here = stack.enter_context(installed(place / "office", dovecot, sink))
        one_pass(here.app)
        _one_more(here, SCHOOL, 1)  # everything that a mail needs is loaded
        here.now += timedelta(minutes=20)
        here.deliver(mail(("anh.bin", os.urandom(BIG)), number=2))
        give_back()
        before = memory("VmRSS")
        Path("/proc/self/clear_refs").write_text("5", "ascii")  # VmHWM begins anew (proc(5))
        done = one_pass(here.app)
        grown = memory("VmHWM") - before
    print(f"a mail with {BIG // 10**6} MB attached, handled {done.handled}: {grown:.0f} MB (at most 60)", flush=True)


def memory(what: str) -> float:
    """MB of this process."""
    lines = Path("/proc/self/status").read_text("ascii", "replace").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024


def drafts() -> None:
    season = season_of(UNITS)
    with tempfile.TemporaryDirectory() as folder:
        begin, ticks = time.perf_counter(), time.process_time()
        build_drafts(season, "report", Path(folder))
        seconds, busy = time.perf_counter() - begin, time.process_time() - ticks
    print(f"the drafts of {UNITS} units: {seconds:.1f} s, {busy:.1f} CPU s (at most 6)", flush=True)


if __name__ == "__main__":
    set_up("CRITICAL")
    look_for_rings_less_often()  # as every command does
    wanted = sys.argv[1:]
    steps: dict[str, Callable[[], None]] = {
        "starts": starts, "recorded": recorded, "often": often, "rush": rush, "big": big, "drafts": drafts
    }  # fmt: skip
    for step in wanted:
        steps[step]()
    if not wanted:
        main()
