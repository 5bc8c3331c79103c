"""An initiative while it is being read: the pieces of text under each field, before they become values."""

from dataclasses import dataclass, field
from typing import Literal

from rules.document import Where

Mode = Literal["table", "form", "heading", "prose"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that was taken for a field, where it stands, and by which rule."""

    text: str
    where: Where
    rule: str


@dataclass(slots=True)
class Draft:
    """Pieces by field code; a choice that a label, a heading or a column already settled; a period in two places."""

    mode: Mode = "form"
    pieces: dict[str, list[Piece]] = field(default_factory=dict)
    chosen: dict[str, Piece] = field(default_factory=dict)  # text = choice code
    implied: dict[str, Piece] = field(default_factory=dict)  # the same, where nothing in the initiative says more
    start: Piece | None = None
    end: Piece | None = None
    unit: Piece | None = None
    marks: list[str] = field(default_factory=list)  # Vietnamese sentences: why a person should look

    def add(self, code: str, piece: Piece) -> None:
        self.pieces.setdefault(code, []).append(piece)

    def has(self, code: str) -> bool:
        return bool(self.pieces.get(code)) or code in self.chosen

    def take(self, other: "Draft") -> None:
        """Everything that was read before the title was known."""
        for code, pieces in other.pieces.items():
            self.pieces.setdefault(code, []).extend(pieces)
        self.chosen.update(other.chosen)
        self.implied.update(other.implied)
        self.start, self.end = self.start or other.start, self.end or other.end
        self.unit = self.unit or other.unit


@dataclass(frozen=True, slots=True)
class Extraction:
    """What the reading of one document for one stage found."""

    drafts: tuple[Draft, ...] = ()
    units: tuple[Piece, ...] = ()  # labels that name the unit of the document
    remarks: tuple[tuple[str, Piece], ...] = ()
    marks: tuple[str, ...] = ()  # Vietnamese sentences: why a person should look
    counted: tuple[int, ...] = ()  # how many initiatives the document itself says it holds
    known: frozenset[Where] = (
        frozenset()
    )  # places that were understood and left: headers, totals, labels that ask nothing
