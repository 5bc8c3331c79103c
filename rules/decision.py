"""What handling one mail leads to, as a value: every effect, so that all are committed or none."""

from dataclasses import dataclass

from rules.letter import LetterOrder
from rules.season import Question, Verdict
from rules.submission import Version


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the trace that `explain` prints: the rule in code words, the reason in Vietnamese."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    verdict: Verdict
    reason: str  # Vietnamese, one sentence
    versions: tuple[Version, ...] = ()
    letters: tuple[LetterOrder, ...] = ()
    questions: tuple[Question, ...] = ()  # number 0: given when stored
    trace: tuple[Step, ...] = ()
