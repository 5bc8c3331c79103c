"""What this process knows of itself. No row says it: a crash loses it without harm."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Process:
    stop_asked: threading.Event = field(default_factory=threading.Event)
    wake: Callable[[], None] = lambda: None  # told that a pass has something to do
    tell: Callable[[str], None] = lambda told: None  # shows a person how far a long pass has come
    failing_since: datetime | None = None  # the first pass of which not everything was done, until one is full again
    handed_over: set[int] = field(default_factory=set)  # letters that left and whose rows do not say so yet
    broken: Exception | None = None  # what makes this process stop by itself

    def stopping(self) -> bool:
        return self.stop_asked.is_set()
