"""The page: the matrix of 1,000 units, a thing of the queue, words among 50,000 mails."""

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from rules.drafting.board import board
from rules.searching import asked
from storage.search import Entry, SearchIndex
from tests.seasons import season_of

UNITS, MAILS, ROUNDS = 1000, 50_000, 7
WORDS = ("hồ", "sơ", "số", "hóa", "họp", "không", "giấy", "trường", "tiểu", "học", "thủ", "tục", "phụ", "huynh")


def main() -> None:
    season = season_of(UNITS)
    told(f"matrix of {UNITS} units as a value", lambda: board(season))
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


def told(what: str, work: Callable[[], object]) -> None:
    spent = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begin)
    print(f"{what}: median {1000 * median(spent):.0f} ms, slowest {1000 * max(spent):.0f} ms")


if __name__ == "__main__":
    main()
