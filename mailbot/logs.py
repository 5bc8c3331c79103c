"""Logs: one JSON object per line, without names, addresses, subjects or bodies."""

import errno
import logging
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog

from rules.errors import ServerError


def set_up(level: str = "INFO") -> None:
    """To standard error, where systemd's journal takes them."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=lambda *_: _Lines(),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    # These would write whole mails, or a traceback for each certificate that nobody here can check.
    for name in ("imapclient", "imapclient.imaplib", "apscheduler", "pdfminer", "pyhanko", "mailparser"):
        logging.getLogger(name).setLevel(logging.ERROR)


class _Lines:
    """Writes to standard error. That the disk of the logs is full, or nobody reads them, stops no work."""

    def msg(self, message: str) -> None:
        with suppress(OSError, ValueError):
            print(message, file=sys.stderr, flush=True)  # noqa: T201

    debug = info = warning = error = critical = msg


log: Any = structlog.get_logger("mailbot")


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
