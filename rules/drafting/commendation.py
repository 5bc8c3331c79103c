"""Who is proposed for commendation: by the office in its appraisal, and by the units in their reports.

Nothing is proposed here. A unit's proposal stays its own until the office has appraised it; only what the office
entered leaves the agency.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rules.drafting.material import Entry, Material
from rules.drafting.workbook_inputs import AWARD, NAMES, NO_AWARD, appraised, entered
from rules.papers.extract.people import is_person, people
from rules.roster import Unit
from rules.wording import count, items_of, plain


@dataclass(frozen=True, slots=True)
class Proposed:
    """One line of the list. `title` is empty where a unit proposes for its work as a whole; `points` likewise."""

    name: str
    unit: Unit
    title: str
    award: str
    points: str = ""

    @property
    def is_group(self) -> bool:
        """A tổ, a school, a nhóm; else one person."""
        return not any(is_person(name) for name in people(self.name))


def by_the_office(material: Material) -> tuple[Proposed, ...]:
    """What the appraisal says, the highest form first as the campaign file orders them, then by points."""
    given = entered(material.season)
    cells = tuple(cell for part in material.rounds for cell in part.statuses)
    found = [
        (award, points, proposed)
        for key, _, entry in appraised(material.season, cells)
        for award, points, proposed in _of_row(material, entry, given.get(key, {}))
    ]
    order = [award.label for award in reversed(material.campaign.awards)]
    ranked = sorted(found, key=lambda one: (order.index(one[0]) if one[0] in order else len(order), -one[1]))
    return tuple(proposed for _, _, proposed in ranked)


def counted(proposed: Iterable[Proposed]) -> str:
    """ "02 tập thể, 05 cá nhân"; who stands on two lines is one."""
    groups = {(one.name, one.unit.code): one.is_group for one in proposed}
    kinds = (("tập thể", sum(groups.values())), ("cá nhân", len(groups) - sum(groups.values())))
    return ", ".join(f"{count(number)} {what}" for what, number in kinds if number)


def _of_row(
    material: Material, entry: Entry, given: Mapping[str, str | float]
) -> Iterator[tuple[str, float, Proposed]]:
    award = str(given.get(AWARD, ""))
    if not award or award == NO_AWARD:
        return
    marks = [given.get(one.code) for one in material.campaign.criteria]
    points = sum(mark for mark in marks if isinstance(mark, int | float))
    names = _names(str(given[NAMES])) if NAMES in given else tuple(_owners(material, entry))
    for name in names or (entry.unit.name,):
        yield award, points, Proposed(name, entry.unit, entry.title, award, plain(points) if points else "")


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for line in items_of(text) for part in line.split(";") if (name := part.strip(" .")))


def _owners(material: Material, entry: Entry) -> Iterator[str]:
    for spec in material.campaign.fields:
        value = entry.tracked.initiative.get(spec.code)
        if spec.kind == "people" and isinstance(value, tuple):
            yield from value


def by_the_units(material: Material) -> tuple[Proposed, ...]:
    """What units wrote in the places that the campaign file names for it, in the order of the roster."""
    return tuple(
        Proposed(name, cell.unit, "", "")
        for cell in material.this.statuses
        if cell.submission
        for spec in material.campaign.remarks
        if spec.commends and spec.code in cell.submission.remarks
        for name in _said(str(cell.submission.remarks[spec.code].value))
    )


def _said(text: str) -> tuple[str, ...]:
    return tuple(line.rstrip(" .;") for line in items_of(text) if not line.casefold().startswith("không"))
