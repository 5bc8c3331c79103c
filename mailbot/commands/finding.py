"""What a probe of `doctor` found, as one line for the person at the terminal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    good: bool | None  # None: something optional is missing
    what: str  # Vietnamese

    def __str__(self) -> str:
        mark = {True: "ĐẠT", False: "LỖI", None: "THIẾU"}[self.good]
        return f"{mark:<6} {self.what}"
