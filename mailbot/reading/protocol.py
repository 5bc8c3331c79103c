"""What the sandbox and the nursery say to each other. It stands apart so that the daemon need not load the readers."""

import json
import struct
from dataclasses import asdict

from mailbot.reading.budget import Budget
from mailbot.reading.confine import Limits

LENGTH = struct.Struct("!II")  # of the question and of the document that follows it
OUT_OF_MEMORY = 77  # exit code of a child


def question(name: str, scratch: str, limits: Limits, budget: Budget, heavy: bool) -> bytes:
    """What a child is asked, beside the content."""
    asked = {"name": name, "scratch": scratch, "limits": asdict(limits), "budget": asdict(budget), "heavy": heavy}
    return json.dumps(asked).encode()
