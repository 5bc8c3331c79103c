"""The trace of what was decided: names of rules, and why."""

from dataclasses import dataclass

OUT_OF_OFFICE = "out-of-office"
"""The rule that hit an automatic answer of somebody who is away."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the trace that `explain` prints: the rule in code words, the reason in Vietnamese."""

    rule: str
    reason: str
