"""The calls by which mailbot touches the world, counted; the k-th of them fails or ends the process.

Wrapped as low as possible: what the libraries send to the servers, what the archive asks of the disk, what the
database is asked to write and to commit. So every line of mailbot's own code above them is on trial.
"""

import imaplib
import os
import smtplib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from unittest.mock import patch

from imapclient import IMAPClient
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from storage.work import UnitOfWork

How = Literal["before", "after"]  # the call fails without effect, or its effect is there and nobody learns of it
KILLED = 137


def _imap() -> Exception:
    return imaplib.IMAP4.abort("socket error: EOF")


def _smtp() -> Exception:
    return smtplib.SMTPServerDisconnected("Connection unexpectedly closed")


def _disk() -> Exception:
    return OSError(28, "No space left on device")


def _locked() -> Exception:
    return OperationalError("COMMIT", {}, Exception("database is locked"))


def _full() -> Exception:
    return OperationalError("INSERT", {}, Exception("database or disk is full"))


# (object, attribute, what its failure looks like)
EDGES: tuple[tuple[Any, str, Callable[[], Exception]], ...] = (
    *((IMAPClient, name, _imap) for name in ("login", "list_folders", "select_folder", "search", "fetch")),
    *((smtplib.SMTP, name, _smtp) for name in ("connect", "ehlo", "mail", "rcpt", "docmd", "send", "getreply")),
    (os, "fsync", _disk),
    (Path, "replace", _disk),
    (Path, "read_bytes", _disk),
    (Path, "write_bytes", _disk),
    (UnitOfWork, "commit", _locked),
)


@dataclass
class Trip:
    """Counts the calls; `at` is the one that fails (1 is the first; 0: none), `kill` ends the process instead."""

    at: int = 0
    how: How = "before"
    kill: bool = False
    calls: list[str] = field(default_factory=list)

    def around(self, name: str, call: Callable[[], Any], failure: Callable[[], Exception]) -> Any:
        self.calls.append(name)
        mine = len(self.calls) == self.at
        if mine and self.how == "before":
            self._fail(failure)
        result = call()
        if mine:
            self._fail(failure)
        return result

    def _fail(self, failure: Callable[[], Exception]) -> None:
        if self.kill:
            os._exit(KILLED)
        raise failure()


@contextmanager
def counted(trip: Trip, engine: Engine) -> Iterator[Trip]:
    """All edges of this process under the eyes of `trip`. Transactions and writes of the database count one by one."""

    def writing(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if statement.startswith(("BEGIN", "INSERT", "UPDATE", "DELETE")):
            failure = _locked if statement.startswith("BEGIN") else _full
            trip.around(statement.split(" (")[0].split(" SET")[0].replace("\n", " "), lambda: None, failure)

    with ExitStack() as stack:
        for owner, name, failure in EDGES:
            stack.enter_context(patch.object(owner, name, _wrapped(owner, name, failure, trip)))
        event.listen(engine, "before_cursor_execute", writing)
        stack.callback(event.remove, engine, "before_cursor_execute", writing)
        yield trip


def _wrapped(owner: Any, name: str, failure: Callable[[], Exception], trip: Trip) -> Callable[..., Any]:
    original = getattr(owner, name)
    label = f"{getattr(owner, '__name__', owner)}.{name}"

    def call(*args: Any, **kwargs: Any) -> Any:
        return trip.around(label, lambda: original(*args, **kwargs), failure)

    return call
