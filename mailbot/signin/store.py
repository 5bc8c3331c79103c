"""What a sign-in leaves on this machine: one file that only mailbot reads, replaced as a whole."""

import json
from pathlib import Path
from typing import Any

from storage.durable import write_whole

NAME = "signin.json"


class Store:
    """A JSON object in a file of mode 0600. What was written is on disk before `write` returns."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME

    def read(self) -> dict[str, Any]:
        """Empty where nobody has signed in yet, or the file is damaged: then a person signs in anew."""
        try:
            found = json.loads(self.path.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def write(self, kept: dict[str, Any]) -> None:
        """Raises OSError, and leaves the file as it was."""
        write_whole(self.path, json.dumps(kept).encode())

    def forget(self) -> bool:
        """Whether there was anything."""
        there = self.path.exists()
        self.path.unlink(missing_ok=True)
        return there
