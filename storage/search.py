"""An index of words beside the database: SQLite with FTS5 in a file of its own, whatever keeps the rows.

All of it is made from the rows and can be made anew at any time; it is in no backup. What of it is stale is known by
the trace: each mail that is handled and each decision leaves a line there.
"""

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from rules.searching import Term, folded

_SHAPE = 2  # of the tables; another one is made anew
_TABLES = """
create table about (name text primary key, value integer not null);
create table entry (id integer primary key, mail integer not null, kind text not null, unit text not null,
  stage text not null, title text not null, text text not null);
create index entry_mail on entry (mail);
create virtual table words using fts5 (bare, marked, tokenize = "unicode61 remove_diacritics 0");
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found. `mail`: number of the mail it is from."""

    mail: int
    kind: str  # "mail", "item"
    title: str
    text: str
    unit: str = ""
    stage: str = ""


class SearchIndex:
    """Safe to use from several threads; each call is a transaction."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def mark(self) -> int:
        """The last line of the trace that is in here; 0: nothing is."""
        with self._lock, closing(self._open()) as line:
            row = line.execute("select value from about where name = 'mark'").fetchone()
            return int(row[0]) if row else 0

    def put(self, mails: Iterable[int], entries: Sequence[Entry], mark: int) -> None:
        """What these mails give by now takes the place of what they gave before."""
        with self._lock, closing(self._open()) as line, line:
            for mail in mails:
                line.execute("delete from words where rowid in (select id from entry where mail = ?)", (mail,))
                line.execute("delete from entry where mail = ?", (mail,))
            for one in entries:
                values = (one.mail, one.kind, one.unit, one.stage, one.title, one.text)
                number = line.execute(
                    "insert into entry (mail, kind, unit, stage, title, text) values (?, ?, ?, ?, ?, ?)", values
                ).lastrowid
                line.execute(
                    "insert into words (rowid, bare, marked) values (?, ?, ?)",
                    (number, *folded(f"{one.title}\n{one.text}")),
                )
            line.execute("insert or replace into about values ('mark', ?)", (mark,))

    def find(self, terms: Sequence[Term], limit: int) -> list[Entry]:
        """Those that have every word, the likeliest first."""
        if not terms:
            return []
        wanted = " AND ".join(
            f'{"marked" if one.marked else "bare"} : "{one.word}"{"" if one.whole else "*"}' for one in terms
        )
        with self._lock, closing(self._open()) as line:
            rows = line.execute(
                "select mail, kind, title, text, unit, stage from entry join words on words.rowid = entry.id "
                "where words match ? order by bm25(words), entry.id desc limit ?",
                (wanted, limit),
            )
            return [Entry(*row) for row in rows]

    def forget(self) -> None:
        """The rows are others than those that this was made from."""
        with self._lock:
            self._remove()

    def _open(self) -> sqlite3.Connection:
        try:
            line = self._connected()
            row = line.execute("pragma user_version").fetchone()
            if row[0] == _SHAPE:
                return line
            line.close()
        except sqlite3.DatabaseError:  # broken, or something else
            pass
        self._remove()
        line = self._connected()
        with line:
            line.executescript(_TABLES)
            line.execute(f"pragma user_version = {_SHAPE}")
        return line

    def _connected(self) -> sqlite3.Connection:
        line = sqlite3.connect(self._path, timeout=30)
        line.execute("pragma journal_mode = wal")
        line.execute("pragma synchronous = normal")
        return line

    def _remove(self) -> None:
        for ending in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(f"{self._path}{ending}").unlink()
