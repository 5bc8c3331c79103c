"""A figure: something counted, and what it is measured against."""

from dataclasses import dataclass
from typing import Literal

from rules.wording import count, percent


@dataclass(frozen=True, slots=True)
class Figure:
    """A counted figure, with what it is measured against."""

    label: str
    count: int
    total: int | None = None
    target_percent: float | None = None
    source: Literal["mail", "stated", "hand"] = "mail"
    code: str = ""  # "sent:report", "choice:registration:field:tthc", "target:<code>": what it counts, for programs
    note: str = ""  # Vietnamese: what the figure leaves out
    proxy: bool = False  # it only hints at what the target asks: shown with its note, never judged
    level: str = ""  # what a person entered where the target is no share
    said: int | None = None  # how many units gave figures that were summed; None: it is no sum
    asked: int = 0  # how many units are to give some
    of: str = ""  # Vietnamese: what is counted, where it is neither units nor their figures ("tệp")
    last_year: str = ""  # what was reached the year before, as people wrote it

    @property
    def known(self) -> bool:
        """Whether there is anything to show. What no mail can prove has no number until a person enters one."""
        return self.source == "mail" or bool(self.total) or self.count > 0 or bool(self.level)

    @property
    def reached(self) -> bool | None:
        """Whether it reaches its target; None where that cannot be said."""
        share = self.percent
        if share is None or self.target_percent is None or self.proxy:
            return None
        return share >= self.target_percent

    @property
    def shown(self) -> str:
        """As a document writes it: "118/120 (98,3%)", or the level in words."""
        if self.level or not self.total:
            return self.level
        return f"{count(self.count)}/{count(self.total)} ({percent(self.count, self.total)})"

    @property
    def percent(self) -> float | None:
        return None if not self.total else 100 * self.count / self.total
