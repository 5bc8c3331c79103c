"""The page: the matrix of 1,000 units, a thing of the queue beside its paper, words among 50,000 mails; people."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from starlette.testclient import TestClient

from mailbot.web.site import site
from rules.searching import asked
from storage.search import Entry, SearchIndex
from tests.app.world import registration
from tests.looks.views import invented
from tests.office.house import House, house, mail, office_campaign
from tests.trials import desk
from tests.web.rooms import CLINIC, HERE, with_people

UNITS, MAILS, ROUNDS = 1000, 50_000, 7
PEOPLE_MINUTES, PEOPLE_MAILS = 1.0, 50  # `python -m tests.trials.desk` plays ten minutes and 500
WORDS = ("hồ", "sơ", "số", "hóa", "họp", "không", "giấy", "trường", "tiểu", "học", "thủ", "tục", "phụ", "huynh")


def main() -> None:
    matrix()
    beside()
    search()
    desk.trial(PEOPLE_MINUTES, PEOPLE_MAILS)


def matrix() -> None:
    """As a browser gets it: the first time after something has changed, and while nothing does."""
    with invented(UNITS) as (app, season):
        made = site(app, CLINIC, app.campaign.office.visitors[0])
        with TestClient(made, base_url=HERE) as browser:
            browser.get("/tinh-hinh")

            def changed() -> None:
                anew = replace(season)
                made.state.page.season = lambda day=None: anew

            for what, before in (("after a change", changed), ("while nothing changes", lambda: None)):
                told(f"matrix of {UNITS} units, {what}", partial(browser.get, "/tinh-hinh"), before)


def beside() -> None:
    """A question, and the pages of its paper, which were drawn before."""
    with _asking() as (built, arrival, digest):
        made = site(built.app, CLINIC, built.app.campaign.office.visitors[0])
        with TestClient(made, base_url=HERE) as browser:
            browser.get(f"/giay/{arrival}/{digest}")

            def look() -> None:
                for path in (f"/viec/thu/{arrival}", f"/giay/{arrival}/{digest}", f"/giay/{arrival}/{digest}/1.png"):
                    assert browser.get(path).status_code == 200, path

            told("a thing of the queue with its drawn paper", look)


@contextmanager
def _asking() -> Iterator[tuple[House, int, str]]:
    """An office that a stranger wrote to: the number of his mail, the digest of its paper."""
    with TemporaryDirectory() as folder, house(Path(folder), with_people(office_campaign())) as built:
        message = mail("giaovien@thu.example", "Đăng ký CCHC năm 2024", "Kính gửi Phòng.")
        message.add_attachment(registration(("Họp không giấy",)), "application", "octet-stream", filename="dk.docx")
        built.receive(message)
        built.tick()
        with built.app.look() as work:
            arrival = work.arrivals.facts()[-1].id
            digest = next(one.digest for one in work.arrivals.files(arrival) if one.name == "dk.docx")
        yield built, arrival, digest


def search() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        index = SearchIndex(folder / "search.db")
        entries = [
            Entry(n, "item", " ".join(WORDS[(n * k) % len(WORDS)] for k in range(1, 9)), f"trường số {n} " * 10)
            for n in range(MAILS)
        ]
        begin = time.perf_counter()
        index.put([], entries, 1)
        print(f"{MAILS} entries taken in: {time.perf_counter() - begin:.1f} s")
        told("search, three words", lambda: index.find(asked("trường số hóa"), 100))
        told("search, without accents", lambda: index.find(asked("truong so 4711"), 100))
    finally:
        shutil.rmtree(folder)


def told(what: str, work: Callable[[], object], before: Callable[[], None] = lambda: None) -> None:
    """`before`: what is not measured."""
    spent, busy = [], []
    for _ in range(ROUNDS):
        before()
        begin, ticks = time.perf_counter(), time.process_time()
        work()
        spent.append(time.perf_counter() - begin)
        busy.append(time.process_time() - ticks)
    took = f"median {1000 * median(spent):.0f} ms, slowest {1000 * max(spent):.0f} ms"
    print(f"{what}: {took}; {1000 * median(busy):.0f} ms of a processor", flush=True)


if __name__ == "__main__":
    main()
