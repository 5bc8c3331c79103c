"""What a unit says, as values, and in which light it is heard."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from rules.campaign import Campaign, Stage
from rules.intake.spoken_of import Held

Kind = Literal[
    "paper",  # handed in on paper or by another system: `day`, `detail` its number
    "value",  # a field of an initiative: `field`, `value`
    "change",  # something recorded should read otherwise: `old`, `value`, or neither
    "keep",  # what was asked about stays
    "withdraw",
    "same",  # two titles that it was asked about are one
    "apart",  # or two
    "time",  # more time: `day` until when, `detail` why
    "exempt",  # asks to be freed
    "nothing",  # has nothing to send
    "form",  # cannot open it, did not get it, got the wrong one
    "already",  # says that it has sent
    "roster",  # another address, head or telephone: `detail` the new one
    "question",
    "link",  # files behind a link
    "will",  # will send: `day`
    "thanks",
    "other",  # business that is not the campaign's
    "says",  # anything else
]


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that a unit says. `quote`: its words; `titles`: what stands in quotation marks beside it; `items`: the
    numbers by which it points at initiatives ("giải pháp 2"). Of a value: `like` is the number of the initiative that
    has the same one, 0: none; `adds`: it comes beside the value that is there; `corrects`: it takes the place of one. A
    change with a `field` says the whole old and the whole new value.
    """

    kind: Kind
    quote: str
    day: date | None = None
    detail: str = ""
    field: str = ""
    value: str = ""
    old: str = ""
    titles: tuple[str, ...] = ()
    items: tuple[int, ...] = ()
    like: int = 0
    adds: bool = False
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class Listening:
    """In which light a mail is heard. `last_day`: the last one that is in time for this unit; `held`: what it has sent
    for this stage; `asked`: it was asked whether what a newer list lacks still stands; `alike`: whether two titles are
    one; `written`: the letter that it answers was written by a person."""

    campaign: Campaign
    stage: Stage
    today: date
    last_day: date
    has_files: bool = False
    held: tuple[Held, ...] = ()
    asked: bool = False
    alike: bool = False
    written: bool = False


A_WEEK = "week"  # of what will be sent: not on one day
RECEIVED = "received"  # of what will be sent, beside thanks for the letter: nobody need answer
MERGED = "merged"  # of a change: put together or taken apart, which only a person does
