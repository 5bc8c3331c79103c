"""What handling one mail leads to, as a value: every effect, so that all are committed or none."""

from dataclasses import dataclass

from rules.intake.correction_words import Worded
from rules.intake.office_orders import Order, Unclear
from rules.intake.office_requests import Request
from rules.intake.proof import Weight
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
    weight: Weight = "counts"
    holds: tuple[Order, ...] = ()  # of what is not considered: what only stops, and needs no proof
    words: str = ""  # the writer's own
    beside: tuple[str, ...] = ()  # what else stands there: nothing was done of it, and the writer is told so


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person of the office asks mailbot to look up or to do. `to` empty: nobody is told, nothing is done.

    `weight`: "proposed" shows what would be done, with a code; "refused" may only look things up.
    """

    by: str
    to: tuple[str, ...]
    requests: tuple[Request, ...]
    corrections: tuple[Worded, ...] = ()
    weight: Weight = "counts"
    words: str = ""  # of the mail, in which requests and corrections stand
    answers: str = ""  # Message-ID of the letter that it answers; "": none
    unclear: tuple[Unclear, ...] = ()  # what is no request that we know
    beside: tuple[str, ...] = ()  # as in OfficeReply


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The answer to a letter with codes."""

    letter: str  # its Message-ID
    by: str  # address of the writer, lower case
    to: tuple[str, ...]  # who is told what was done
    chosen: tuple[int, ...] = ()  # numbers of the proposals that it confirms
    drops: tuple[int, ...] = ()  # and of those that it takes back
    wrong: bool = False  # a code that the letter does not show: one of the tries
    note: str = ""  # Vietnamese: why nothing is done


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
    confirms: Confirmation | None = None
    takes_workbook: Weight = "refused"  # what the office filled into the workbook is taken in, or proposed
    undelivered: tuple[Undelivered, ...] = ()  # what a server says of letters of ours
    secret: bool = False  # a stamp of a state secret: nothing of it is kept where others look
    unit: str | None = None  # whom the trace is about, where the mail submits nothing
    early: bool = False  # it lay there before letters to units began
    keeps_files: bool = False  # of a mail that is not ours: what its files were taken for is kept with its bytes
