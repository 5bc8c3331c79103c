"""What a command answers: lines for the person at the terminal and the exit code of the process."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    lines: tuple[str, ...]
    code: int = 0  # 0: done, or nothing wrong; 1: something must be done first
