"""What a line or a table of a paper says, as values; what comes of them together: `rules.papers.extract.walk.fold`."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.document import Table, Where
from rules.papers.extract.columns import Header
from rules.papers.extract.draft import Draft, Extraction, Mode, Piece
from rules.papers.extract.labels import Label
from rules.papers.extract.lines import Line
from rules.papers.extract.walk.here import Area

IN_CAPITALS = "heading-in-capitals"
"""The rule of a name that only its capitals tell."""


@dataclass(frozen=True, slots=True)
class Named:
    """An initiative begins with its name."""

    mode: Mode
    title: Piece
    number: str
    label: Label | None = None  # "Giải pháp 1" on the line above
    kind: tuple[str, str] | None = None  # (field, choice) that the noun before the name says
    also: tuple[tuple[str, Piece], ...] = ()  # what is said of it on the same line, by field
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """A label with what stands behind it, "" where the value comes below."""

    label: Label
    value: str
    where: Where
    number: str


@dataclass(frozen=True, slots=True)
class Valued:
    """A value whose label is known by other means than standing before it."""

    label: Label
    value: str
    where: Where


@dataclass(frozen=True, slots=True)
class Repeatable:
    """The words before the value of a line: twice under one name, a name between them was not understood."""

    head: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunsOn:
    """The value of the label above goes on."""

    piece: Piece


@dataclass(frozen=True, slots=True)
class ValueEnds:
    """What comes belongs to no label above."""

    if_given: bool = False  # only where the label has a value already


@dataclass(frozen=True, slots=True)
class Described:
    """A sentence says a field of the open initiative; it counts where nothing else does."""

    code: str
    piece: Piece
    mark: str


@dataclass(frozen=True, slots=True)
class Remarked:
    """A remark of the document."""

    code: str
    piece: Piece


@dataclass(frozen=True, slots=True)
class RemarkExpected:
    """A heading asks for a remark, which stands below it."""

    label: Label
    number: str


@dataclass(frozen=True, slots=True)
class UnitNamed:
    """A label names the unit."""

    piece: Piece


@dataclass(frozen=True, slots=True)
class Closed:
    """The open initiative ends. `keep_number`: numbers go on below; `keep_next`: what stands before its name waits."""

    keep_number: bool = False
    keep_next: bool = False


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A heading after which the open initiative may go on."""


@dataclass(frozen=True, slots=True)
class AreaIs:
    """A heading settles a choice for what is below it; None ends what an earlier one settled."""

    area: Area | None


@dataclass(frozen=True, slots=True)
class Captioned:
    """A short heading, which may name a unit."""

    piece: Piece


@dataclass(frozen=True, slots=True)
class OfAnotherYear:
    """Whether a heading speaks of another year."""

    speaks: bool


@dataclass(frozen=True, slots=True)
class CountedOff:
    """ "Giải pháp thứ hai" stands alone on a line (None: it does not): the name comes below."""

    label: Label | None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many initiatives the document says there are."""

    count: int


@dataclass(frozen=True, slots=True)
class Known:
    """Places that were understood and left."""

    places: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence for a person; `once`: not again where it was said."""

    sentence: str
    once: bool = False


@dataclass(frozen=True, slots=True)
class HeaderIs:
    """The header of a list, which a table below without one may continue."""

    header: Header


@dataclass(frozen=True, slots=True)
class Listed:
    """What a table holds; `more`: of the last initiative above, which the end of a page had cut."""

    found: Extraction
    more: Draft | None = None


Move = Interrupted | AreaIs | Captioned | OfAnotherYear | CountedOff | HeaderIs | RemarkExpected | ValueEnds
"""What only changes where the reading stands."""
Note = Remarked | Counted | Known | Marked
"""What is only noted."""
Event = Move | Note | Named | Answered | Valued | Repeatable | RunsOn | Described | UnitNamed | Closed | Listed


@dataclass(frozen=True, slots=True)
class Headed:
    """A table below whose header rows are to be read, once the lines above the header were heard."""

    table: Table
    header: Header


Step = Event | Line | Table | Headed
"""What a table is taken apart into: events, and smaller things to be read in turn."""
Events = Sequence[Event]
Steps = Sequence[Step]
