"""What the tests of one process make once and lend to each other, because making it costs more than most of them do.

Children come from one nursery: loading the readers takes a second, and its walls stand around each child anew. The
tables of a new database are copied from one that all migrations made, and templates are compiled once.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partialmethod
from pathlib import Path
from unittest.mock import patch

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from sqlalchemy import Engine

from mailbot import database
from mailbot.preparing import boundary
from mailbot.reading.sandbox import Sandbox
from storage.engine import migrate


class Lent(Sandbox):
    """Of one app, which cannot close what is lent. Stopping it ends whatever the nursery does, as if it had its own."""

    def __init__(self, owner: Sandbox) -> None:
        super().__init__(tasks=boundary.TASKS)
        self._owner, self._ended = owner, False

    def close(self) -> None:
        """Only a nursery that is gone is put away, so that the next one is asked."""
        if self._ended or self._owner.is_gone:
            self._owner.close()

    def stop(self) -> None:
        self._ended = True
        super().stop()

    def running(self):  # type: ignore[no-untyped-def]  # the class of a nursery is the sandbox's own
        return super().running() if self._ended else self._owner.running()


class Compiled(BytecodeCache):
    """Templates of this process, by everything that their code depends on."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        options = (environment.autoescape, environment.trim_blocks, environment.lstrip_blocks, environment.sandboxed)
        key = repr((name, filename, type(environment), options, sorted(environment.filters), sorted(environment.tests)))
        bucket = Bucket(environment, key, self.get_source_checksum(source))
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


class Blank:
    """A database in memory as the migrations leave it."""

    def __init__(self) -> None:
        self._rows: sqlite3.Connection | None = None

    def migrate(self, engine: Engine, to: str = "head") -> None:
        """As `storage.engine.migrate`, for a database that has no tables yet."""
        if engine.dialect.name != "sqlite" or to != "head":
            migrate(engine, to)
            return
        if self._rows is None:
            migrate(engine)
            self._rows = sqlite3.connect(":memory:", check_same_thread=False)
            with closing(sqlite3.connect(str(engine.url.database))) as made:
                made.backup(self._rows)
            return
        with engine.connect() as connection:
            into = connection.connection.driver_connection
            assert isinstance(into, sqlite3.Connection)
            connection.rollback()  # a backup writes in a transaction of its own
            self._rows.backup(into)


@contextmanager
def lending() -> Iterator[None]:
    """Every app that is built meanwhile borrows."""
    with boundary.children() as owner, ExitStack() as lent:
        real: Callable[..., Sandbox] = boundary.children

        def children(scratch: Path | None = None) -> Sandbox:
            return Lent(owner) if scratch is None else real(scratch)

        lent.enter_context(patch.object(boundary, "children", children))
        lent.enter_context(patch.object(database, "migrate", Blank().migrate))
        compiled = partialmethod(Environment.__init__, bytecode_cache=Compiled())
        lent.enter_context(patch.object(Environment, "__init__", compiled))
        yield
