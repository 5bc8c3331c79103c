"""The consolidated document as a value: what it says, not how it looks.

A tree of sections, appendices, and a cover note for the office. Writers turn it into Word; tests read it as it is.
A gap is written "[… what a person must put here]" in the text and listed in the cover note.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rules.wording import roman

Align = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`basis`: căn cứ, in italics; `item`: one of a list with dashes; `note`: small print under a table."""

    text: str
    role: Literal["body", "basis", "item", "note"] = "body"
    lead: str = ""  # bold words at its start


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    share: float  # of the width of the table
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """`group`: a heading over the rows below it, one text in the first cell; `total`: a sum."""

    cells: tuple[str, ...]
    kind: Literal["data", "group", "total"] = "data"


@dataclass(frozen=True, slots=True)
class Grid:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures to be drawn. `bars` lie (long names), `line` is a course over time."""

    kind: Literal["bars", "line"]
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""  # what the values count
    places: tuple[float, ...] = ()  # where the categories stand along a course; (): evenly

    @property
    def in_words(self) -> str:
        """Every figure of it, for whoever hears the document read aloud."""
        told = (
            f"{one.name}: "
            + "; ".join(f"{name} {value:g}" for name, value in zip(self.categories, one.values, strict=True))
            for one in self.series
        )
        return f"{self.title}. {'. '.join(told)}."


Block = Paragraph | Grid | Chart
Level = Literal["phan", "muc", "khoan", "diem"]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the body (NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.6): phần, mục, khoản or điểm, with its number."""

    level: Level
    number: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()

    def walk(self) -> Iterator["Section"]:
        yield self
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True, slots=True)
class Appendix:
    """A table after the body, numbered by its place. `internal`: not for a reader outside the agency."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False
    internal: bool = False


def appendix_name(place: int, many: int) -> str:
    """NĐ 30/2020/NĐ-CP, Phụ lục I: numbered with Roman figures where there is more than one."""
    return f"Phụ lục {roman(place)}" if many > 1 else "Phụ lục"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands on the first page before the body (ô 1 to 5 and 9a). Number and date are left to a person.

    A công văn has no `kind`; its subject stands under the number (ô 5b).
    """

    superior: str
    agency: str
    sign: str  # "BC-SGDĐT", after the number that a person gives
    place: str
    year: int
    kind: str  # "Báo cáo"; "": a công văn
    subject: str  # trích yếu
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Foot:
    """Signature block and recipients (ô 7 and 9b). Nothing is signed here."""

    authority: str
    title: str
    name: str
    recipients: tuple[str, ...]  # complete lines without dash and stop: "Như trên", ..., "Lưu: VT, TCCB"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a person must supply: where, and what."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Source:
    """One line of the manifest: a version that was counted, or a unit of which nothing is there."""

    unit: str  # code
    name: str
    stage: str
    version: int | None  # Version.id
    arrived: str  # as shown
    files: tuple[str, ...]
    initiatives: int
    state: str  # Vietnamese
    missing: str  # Vietnamese, what is still to come
    digest: str  # SHA-256 of the version's facts, hexadecimal; "" where there is no version


@dataclass(frozen=True, slots=True)
class Cover:
    """The note for the office: what to fill in, what to check, and from what the document was made."""

    gaps: tuple[Gap, ...]
    checks: tuple[str, ...]  # Vietnamese sentences: what a person should look at before signing
    sources: tuple[Source, ...]
    appendices: tuple[Appendix, ...]  # internal ones that are left out of the document
    digest: str  # SHA-256 over all facts: equal digest, equal document
    since: str = ""  # when the draft before this one was made, as shown; "": there is none
    changes: tuple[str, ...] = ()  # Vietnamese sentences: what changed in the facts since then


@dataclass(frozen=True, slots=True)
class Report:
    stage: str
    kind: Literal["tong-hop", "bao-cao", "cong-van"]
    head: Head
    opening: tuple[Block, ...]
    sections: tuple[Section, ...]
    closing: Paragraph
    foot: Foot
    appendices: tuple[Appendix, ...]
    cover: Cover

    def walk(self) -> Iterator[Section]:
        for section in self.sections:
            yield from section.walk()
