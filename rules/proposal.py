"""A decision that waits for a code: what one mail in the name of the office wishes, and what its writer is shown.

`rules.rulings` keeps the decisions themselves, in the state "proposed"; this is what binds those of one mail together.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ProposalState = Literal["open", "confirmed", "lapsed"]
TRIES = 5  # wrong codes; then what a letter shows can no longer be confirmed


@dataclass(frozen=True, slots=True)
class Proposal:
    """`code` and `mark` are those of the letter in which it was shown last; "" where it has not been shown."""

    number: int  # 0 until it is stored
    person: str  # address, lower case: to it the code goes, and from it the confirmation must come
    arrival: int  # the mail that wishes it
    at: datetime  # aware; when that mail arrived: from then on it counts, once it is confirmed
    words: str  # what was written: the writer's own words, or the name of a workbook
    rulings: tuple[int, ...]  # numbers
    answers: str = ""  # Message-ID of the letter that the mail answered; "": none, it brought a workbook
    code: str = ""  # six digits
    mark: str = ""  # 128 random bits, hexadecimal, in the subject of the letter
    letter: str = ""  # Message-ID of the letter
    tries: int = 0  # wrong codes in answer to that letter
    shown_at: datetime | None = None  # aware
    expires_at: datetime | None = None  # aware
    state: ProposalState = "open"
    settled_at: datetime | None = None
    why: str = ""  # Vietnamese: why it lapsed

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def is_shown(self) -> bool:
        return bool(self.letter)
