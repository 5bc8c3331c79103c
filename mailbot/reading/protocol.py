"""What the sandbox and the nursery say to each other. It stands apart so that the daemon need not load the readers."""

import json
import struct
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from mailbot.reading.budget import Budget
from mailbot.reading.confine import Limits
from rules.document import ParsedDocument
from rules.mail import Mail

ReadMail = Callable[[bytes], Mail]  # opens a mail that is a file; the mail edge knows how
ReadMember = Callable[[str, bytes], ParsedDocument]  # reads a file that is in another one

LENGTH = struct.Struct("!II")  # of the question and of the content that follows it
PART = struct.Struct("!I")  # before each part of an answer: its length, or END
END = 0xFFFF_FFFF
OUT_OF_MEMORY = 77  # exit code of a child
READ_FILE = "file"  # the task that every nursery knows: one file to one document


def question(
    task: str, told: dict[str, Any], scratch: str, limits: Limits, budget: Budget, *, programs: bool, shared: int | None
) -> bytes:
    """What a child is asked, beside the content. `told` goes to the task; `shared` numbers what its nursery holds."""
    asked = {
        "task": task,
        "told": told,
        "scratch": scratch,
        "limits": asdict(limits),
        "budget": asdict(budget),
        "programs": programs,
        "shared": shared,
    }
    return json.dumps(asked).encode()


class Parts:
    """An answer as it comes in: `END` says that it is whole, for who holds the other end open need not be the child."""

    def __init__(self) -> None:
        self.whole = False
        self._found: list[bytes] = []
        self._rest = bytearray()

    @property
    def found(self) -> tuple[bytes, ...]:
        return tuple(self._found)

    def take(self, piece: bytes) -> None:
        self._rest += piece
        while not self.whole and len(self._rest) >= PART.size:
            (length,) = PART.unpack_from(self._rest)
            if length == END:
                self.whole = True
            elif len(self._rest) < PART.size + length:
                return
            else:
                self._found.append(bytes(self._rest[PART.size : PART.size + length]))
                del self._rest[: PART.size + length]
