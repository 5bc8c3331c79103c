"""The rows of an installation as one file of a backup, and back: for SQLite and for PostgreSQL."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL, inspect, make_url, text

from mailbot.config import Config
from mailbot.database import RowsDamaged, database_file
from rules.errors import MailbotError
from storage.engine import open_engine
from storage.schema import TABLES


class CannotCopy(MailbotError):
    """Không sao lưu được cơ sở dữ liệu loại này; hãy dùng SQLite hoặc PostgreSQL."""


class RowsCopy(Protocol):
    """One kind of database. `name` is the file in a backup."""

    name: str

    def copy_to(self, folder: Path) -> None:
        """As it is at one moment, while others write. Raises CannotCopy, OSError, sqlite3.Error."""

    def is_sound(self, folder: Path) -> bool:
        """Whether the copy in this folder can be read from its beginning to its end."""

    def put_aside(self, folder: Callable[[], Path]) -> None:
        """Take what is there out of the way, into a folder that is made when it is needed."""

    def bring_back(self, folder: Path) -> None:
        """Put the copy in this folder in the place of what is there."""

    def put_back(self, folder: Path) -> None:
        """Undo `put_aside`."""


def rows_copy(config: Config) -> RowsCopy:
    """Raises CannotCopy for a kind of database that is neither."""
    url = make_url(config.database_url)
    if file := database_file(config):
        return SQLiteCopy(file)
    if url.get_backend_name() == "postgresql":
        return PostgreSQLCopy(url)
    raise CannotCopy


class SQLiteCopy:
    name = "mailbot.db"

    def __init__(self, file: Path) -> None:
        self._file = file

    def copy_to(self, folder: Path) -> None:
        if not self._file.is_file():
            raise CannotCopy(f"Không có cơ sở dữ liệu {self._file} nên chưa có gì để sao lưu.")
        try:
            with closing(sqlite3.connect(self._file)) as source, closing(sqlite3.connect(folder / self.name)) as target:
                source.backup(target)
        except sqlite3.OperationalError:  # locked, full, not to be opened: the rows may be sound
            raise
        except sqlite3.DatabaseError as error:
            raise RowsDamaged from error

    def is_sound(self, folder: Path) -> bool:
        """Said by SQLite of every page; a constraint that points nowhere is damage, too."""
        try:
            with closing(sqlite3.connect(f"file:{folder / self.name}?mode=ro", uri=True)) as rows:
                whole = rows.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                return whole and rows.execute("PRAGMA foreign_key_check").fetchone() is None
        except sqlite3.Error:
            return False

    def put_aside(self, folder: Callable[[], Path]) -> None:
        for path in self._files():
            if path.exists():
                shutil.move(path, folder() / path.name)

    def put_back(self, folder: Path) -> None:
        for path in self._files():
            path.unlink(missing_ok=True)
            if (folder / path.name).exists():
                shutil.move(folder / path.name, path)

    def _files(self) -> list[Path]:
        """The rows, and what was written last (https://sqlite.org/wal.html)."""
        return [self._file.with_name(self._file.name + end) for end in ("", "-wal", "-shm")]

    def bring_back(self, folder: Path) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = self._file.with_name(f".{self._file.name}.new")
        shutil.copyfile(folder / self.name, new)
        new.chmod(0o600)
        new.replace(self._file)


class PostgreSQLCopy:
    """By the programs of PostgreSQL itself (package postgresql-client), in its own format."""

    name = "mailbot.dump"

    def __init__(self, url: URL) -> None:
        self._url = url

    def copy_to(self, folder: Path) -> None:
        self._run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={folder / self.name}")

    def is_sound(self, folder: Path) -> bool:
        try:
            self._run("pg_restore", "--file=/dev/null", str(folder / self.name), connected=False)
        except CannotCopy:
            return False
        return True

    def put_aside(self, folder: Callable[[], Path]) -> None:
        """A dump; the tables go only when the new ones come."""
        if self._ours():
            self.copy_to(folder())

    def bring_back(self, folder: Path) -> None:
        engine = open_engine(self._url.render_as_string(hide_password=False))
        try:
            with engine.begin() as connection:
                for name in self._ours():
                    connection.execute(text(f'drop table "{name}" cascade'))
        finally:
            engine.dispose()
        self._run("pg_restore", "--no-owner", "--single-transaction", "--exit-on-error", str(folder / self.name))

    def put_back(self, folder: Path) -> None:
        if (folder / self.name).is_file():
            self.bring_back(folder)

    def _ours(self) -> list[str]:
        """Tables of mailbot that are there; what else somebody keeps in this database is left alone."""
        engine = open_engine(self._url.render_as_string(hide_password=False))
        try:
            return [name for name in inspect(engine).get_table_names() if name in TABLES]
        finally:
            engine.dispose()

    def _run(self, program: str, *arguments: str, connected: bool = True) -> None:
        where = (f"--dbname={self._where()}",) if connected else ()
        secret = {"PGPASSWORD": self._url.password} if self._url.password else {}
        try:
            subprocess.run(  # noqa: S603 - fixed programs; what they get is our own configuration
                [program, *where, *arguments], check=True, capture_output=True, env={**os.environ, **secret}
            )
        except FileNotFoundError as error:
            remedy = "cài gói postgresql-client (apt install postgresql-client) rồi chạy lại"
            raise CannotCopy(f"Máy này không có chương trình {program} để sao lưu PostgreSQL; {remedy}.") from error
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode("utf-8", "replace").strip().splitlines() or [f"mã thoát {error.returncode}"]
            raise CannotCopy(f"Chương trình {program} của PostgreSQL không làm được: {said[0]}") from error

    def _where(self) -> str:
        """The connection in the words of libpq (33.1.1.1), without the password."""
        url = self._url
        known = {"host": url.host, "port": url.port, "user": url.username, "dbname": url.database, **url.query}
        return " ".join(f"{key}={_quoted(value)}" for key, value in known.items() if value)


def _quoted(value: object) -> str:
    text = ",".join(value) if isinstance(value, tuple) else str(value)
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
