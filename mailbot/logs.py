"""Logs: one JSON object per line, without names, addresses, subjects or bodies.

Of our own, in these lines: the usual library for such logs cost each command a tenth of a second at its start.
"""

import errno
import json
import logging
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from rules.errors import ServerError


class Log:
    """Writes what happened to standard error, where systemd's journal takes it. That the disk of the logs is full, or
    nobody reads them, stops no work."""

    def __init__(self) -> None:
        self.level = logging.INFO

    def info(self, event: str, **told: object) -> None:
        self._say(logging.INFO, event, told)

    def warning(self, event: str, **told: object) -> None:
        self._say(logging.WARNING, event, told)

    def error(self, event: str, **told: object) -> None:
        self._say(logging.ERROR, event, told)

    def _say(self, level: int, event: str, told: dict[str, object]) -> None:
        if level < self.level:
            return
        at = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        line = {**told, "event": event, "level": logging.getLevelName(level).lower(), "timestamp": at}
        with suppress(OSError, ValueError):
            print(json.dumps(line, ensure_ascii=False, default=repr), file=sys.stderr, flush=True)  # noqa: T201


log = Log()


def set_up(level: str = "INFO") -> None:
    """From this level on, for the libraries too."""
    log.level = logging.getLevelNamesMapping()[level]
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    # These would write whole mails, or a traceback for each certificate that nobody here can check.
    for name in ("imapclient", "imapclient.imaplib", "apscheduler", "pdfminer", "pyhanko", "mailparser"):
        logging.getLogger(name).setLevel(logging.ERROR)


def where(error: BaseException) -> dict[str, str]:
    """A failure for the log: its kind and the line of code it came from. Its words may quote a mail."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    code = trace.tb_frame.f_code if trace is not None else None
    place = f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}" if trace and code else ""
    reason = _reason(error)
    return {"error": type(error).__name__, "at": place, **({"reason": reason} if reason else {})}


def _reason(error: BaseException) -> str:
    """Why, where that can be said without quoting anybody: no path, no statement, no words of a mail."""
    if isinstance(error, ServerError):
        return error.logged
    if isinstance(error, OSError):
        return errno.errorcode.get(error.errno or 0, "")
    return str(getattr(getattr(error, "orig", None), "sqlite_errorname", ""))
