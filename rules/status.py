"""Where each unit stands in each stage."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rules.roster import Unit
from rules.submission import Submission, Tie

State = Literal[
    "sent",  # everything required is there
    "incomplete",  # something required is missing
    "provisional",  # sent, but a person must confirm it
    "paper",  # the office says that it came on paper or by another system
    "owes",
    "exempt",  # the office exempted it, or it need not send
]
Timeliness = Literal["on-time", "last-day", "late"]


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """One cell of the matrix of units and stages."""

    unit: Unit
    stage: str
    state: State
    timeliness: Timeliness | None  # None where nothing has arrived
    submission: Submission | None
    missing: tuple[tuple[str, str], ...] = ()  # (title, label of a required field that is absent)
    ties: tuple[Tie, ...] = ()  # for a stage that is compared with an earlier one
    first_at: datetime | None = None
    reminders_sent: int = 0

    @property
    def reported(self) -> tuple[int, int]:
        """(reported, registered): "2 trên 3"."""
        registered = [tie for tie in self.ties if tie.registered is not None]
        return sum(tie.kind == "same" for tie in registered), len(registered)
