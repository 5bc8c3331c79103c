"""Signing in to a server: with the secret as it is now, and seldom while it is refused, so that no account is locked.

One object for all connections to a server, whatever thread they belong to.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from rules.errors import ServerError
from rules.letters import retry
from rules.wording import lowered


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Refusal:
    """`told` as the edge tells it, `logged` for the log; `reason`: a Vietnamese clause for an alarm that has said what
    was refused, "" where there is nothing to add."""

    told: str
    logged: str
    reason: str = ""

    @classmethod
    def of(cls, error: ServerError) -> "Refusal":
        own = lowered(str(error.args[0]).rstrip(".")) if error.args else ""
        return cls(str(error), error.logged, f"máy chủ trả lời: {error.said}" if error.said else own)


class SignIn:
    """`secret` gives what the sign-in of this moment is made with: the password, or what names the sign-in of a person
    where access tokens serve. Another one than the one that was refused is tried at once."""

    def __init__(self, secret: Callable[[], str], now: Callable[[], datetime] = _now) -> None:
        self.secret, self.now = secret, now
        self._lock = threading.Lock()
        self._refused = b""  # the digest of the refused secret
        self._tries = 0  # refusals of it
        self._again: datetime | None = None
        self.refusal = Refusal("", "")  # the last one

    @property
    def is_refused(self) -> bool:
        """The last try was."""
        return self._tries > 0

    @property
    def is_replaced(self) -> bool:
        """There is another secret than the one that was refused, and it has not been tried."""
        return self.is_refused and _digest(self.secret()) != self._refused

    def shares_with(self, other: "SignIn") -> bool:
        """Both servers refuse the same secret: one thing to mend."""
        return self.is_refused and other.is_refused and self._refused == other._refused

    def may_try(self) -> bool:
        with self._lock:
            return self._may_try(self.secret())

    def claim(self) -> str | None:
        """The secret for one try; None where it is not yet time for another one."""
        with self._lock:
            secret = self.secret()
            if not self._may_try(secret):
                return None
            if self._tries and _digest(secret) == self._refused:
                self._again = retry.after("login", self._tries + 1, self.now())  # nobody else tries meanwhile
            return secret

    def refused(self, secret: str, refusal: Refusal) -> None:
        with self._lock:
            digest = _digest(secret)
            self._tries = self._tries + 1 if digest == self._refused else 1
            self._refused, self.refusal = digest, refusal
            self._again = retry.after("login", self._tries, self.now())

    def accepted(self) -> None:
        with self._lock:
            self._refused, self._tries, self._again, self.refusal = b"", 0, None, Refusal("", "")

    def _may_try(self, secret: str) -> bool:
        if not self._tries or self._again is None or _digest(secret) != self._refused:
            return True
        now = self.now()
        return not now < self._again <= now + retry.LONGEST  # a moment beyond was noted by a clock that was wrong


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
