"""What the sandbox and the nursery say to each other. It stands apart so that the daemon need not load the readers."""

import json
import struct
from dataclasses import asdict
from typing import Any

from mailbot.reading.budget import Budget
from mailbot.reading.confine import Limits

LENGTH = struct.Struct("!II")  # of the question and of the content that follows it
PART = struct.Struct("!I")  # of each part of an answer
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


def parts_of(answer: bytes) -> tuple[bytes, ...]:
    """The whole parts that came; what follows the last of them was cut off."""
    parts, place = [], 0
    while place + PART.size <= len(answer):
        (length,) = PART.unpack_from(answer, place)
        place += PART.size
        if place + length > len(answer):
            break
        parts.append(answer[place : place + length])
        place += length
    return tuple(parts)
