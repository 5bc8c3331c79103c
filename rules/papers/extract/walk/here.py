"""Where the reading of a paper stands: all that the next line may depend on."""

from dataclasses import dataclass
from typing import Literal

from rules.campaign import FieldSpec
from rules.papers.extract.columns import Header
from rules.papers.extract.draft import Mode, Piece
from rules.papers.extract.labels import Label

Whose = Literal["open", "next", ""]
"""Of the open initiative, of the next one (its name comes below), or of none."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The label whose value may run on over the next lines."""

    label: Label
    number: str
    empty: bool
    spec: FieldSpec | None = None  # None: the value of an ignored label
    whose: Whose = ""
    remark: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A choice that a heading settles for what is below it."""

    code: str
    choice: Piece
    style: str  # of the heading's number


@dataclass(frozen=True, slots=True)
class Here:
    """What was said above a line. An initiative is open from its name to whatever ends it."""

    mode: Mode | None = None  # how the open initiative was found; None: none is open
    found: bool = False  # at least one initiative stands above
    slot: Slot | None = None
    title_number: str = ""  # of the open initiative
    label_number: str = ""  # of the last label below its title
    area: Area | None = None
    caption: Piece | None = None  # a short heading above, which may name a unit
    past_section: bool = False  # a heading stands between the open initiative and here
    counted_off: Label | None = None  # the line above was "Giải pháp thứ hai"
    elsewhere: bool = False  # below a heading that speaks of another year
    header: Header | None = None  # of the last list

    @property
    def awaits(self) -> bool:
        """Whether the label above still waits for its value."""
        return self.slot is not None and self.slot.empty and self.slot.label.target == "field"
