"""Access tokens (RFC 6749, 1.4): asked for at every connection, kept while they serve."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

MARGIN = timedelta(minutes=5)  # before its end a token is replaced: a sign-in takes time, and clocks differ


@dataclass(frozen=True, slots=True)
class Token:
    """`expires_at` is aware, by the clock of this machine."""

    value: str = field(repr=False)
    expires_at: datetime


class Source(Protocol):
    def fetch(self) -> Token:
        """A token that was just issued. Raises SignInNeeded where only a person can mend it, SignInAway where another
        try may succeed."""


class Tokens:
    """One account's tokens, for all of its connections; threads may share it."""

    def __init__(self, source: Source, now: Callable[[], datetime]) -> None:
        self._source, self._now = source, now
        self._lock = threading.Lock()
        self._token: Token | None = None

    def __call__(self) -> str:
        """A token that still serves for a while. Raises SignInNeeded or SignInAway."""
        with self._lock:
            token = self._token
            if token is None or not timedelta(0) < token.expires_at - self._now() - MARGIN:
                token = self._source.fetch()
            self._token = token
            return token.value

    def refused(self, value: str) -> None:
        """A server did not take this token, whatever its end: revoked, or one of the clocks is wrong."""
        with self._lock:
            if self._token is not None and self._token.value == value:
                self._token = None

    @property
    def expires_at(self) -> datetime | None:
        """When the token at hand ends; None where there is none."""
        return self._token.expires_at if self._token else None
