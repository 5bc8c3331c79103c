"""What handling one mail leads to, as a value: every effect, so that all are committed or none."""

from dataclasses import dataclass

from rules.intake.correction_words import Worded
from rules.intake.office_replies import Order, Unclear
from rules.intake.office_requests import Request
from rules.letters.letter import LetterOrder
from rules.season import LetterFacts, Question, Undelivered, Verdict
from rules.submission import Version
from rules.trace import Step


@dataclass(frozen=True, slots=True)
class OfficeReply:
    """The answer to a letter of ours that asked something: what it orders, or why it orders nothing."""

    letter: LetterFacts  # the one that is answered
    by: str  # address of the writer
    to: tuple[str, ...]  # who is told what was done; () nobody
    orders: tuple[Order, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    note: str = ""  # Vietnamese: why nothing of it is considered
    stranger: bool = False  # the writer may decide nothing
    requests: tuple[Request, ...] = ()  # what else is asked beside the orders
    corrections: tuple[Worded, ...] = ()  # of what was read


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person of the office asks mailbot to look up or to do. `to` empty: nobody is told, nothing is done.

    `proven`: the mail answers a letter of ours, or our server vouches for its sender; else it may only look.
    """

    by: str
    to: tuple[str, ...]
    requests: tuple[Request, ...]
    corrections: tuple[Worded, ...] = ()
    proven: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    verdict: Verdict
    reason: str  # Vietnamese, one sentence
    versions: tuple[Version, ...] = ()
    letters: tuple[LetterOrder, ...] = ()
    questions: tuple[Question, ...] = ()  # number 0: given when stored
    trace: tuple[Step, ...] = ()
    reply: OfficeReply | None = None
    wanted: Wanted | None = None
    takes_workbook: bool = False  # what the office filled into the workbook is taken in
    undelivered: tuple[Undelivered, ...] = ()  # what a server says of letters of ours
    secret: bool = False  # a stamp of a state secret: nothing of it is kept where others look
    unit: str | None = None  # whom the trace is about, where the mail submits nothing
    early: bool = False  # it lay there before letters to units began
    keeps_files: bool = False  # of a mail that is not ours: what its files were taken for is kept with its bytes
