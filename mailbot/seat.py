"""The seat before a mailbox on this machine: held by the kernel for a process, so that a crash frees it at once.

The lease in the database keeps other machines away and ends by the clock alone. Who has the seat knows that an earlier
holder of the lease from this very folder is dead, and need not wait for that.
"""

import fcntl
import hashlib
import os
import socket
from pathlib import Path
from typing import IO

from mailbot.config import Config

LOCK = "lock"
_MACHINE_ID = Path("/etc/machine-id")


class Seat:
    """One for a data folder (flock), one for a mailbox whatever the folder (a name in the abstract namespace)."""

    def __init__(self, folder: Path, mailbox: str) -> None:
        self._folder, self._mailbox = folder, mailbox
        self._lock: IO[str] | None = None
        self._name: socket.socket | None = None

    @property
    def place(self) -> str:
        """Names this machine and folder among all that may share a database."""
        machine = _MACHINE_ID.read_text("ascii").strip() if _MACHINE_ID.is_file() else ""
        return f"{socket.gethostname()}:{machine[:8]}:{self._folder.resolve()}"

    def take(self) -> bool:
        """Whether this process has the seat, now or since an earlier call. Raises OSError where the folder refuses."""
        if self._lock is not None:
            return True
        (self._folder / LOCK).touch(0o600)
        lock = (self._folder / LOCK).open("a")  # not inherited by children: they may outlive us
        name = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            name.bind(f"\0mailbot-{os.getuid()}-{hashlib.sha256(self._mailbox.encode()).hexdigest()}")
        except OSError:
            lock.close()
            name.close()
            return False
        self._lock, self._name = lock, name
        return True

    def leave(self) -> None:
        for held in (self._lock, self._name):
            if held is not None:
                held.close()
        self._lock = self._name = None


def seat_of(config: Config) -> Seat:
    server = config.imap
    return Seat(config.data_folder, f"{server.user}@{server.host}:{server.port}")
