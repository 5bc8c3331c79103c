"""The roster: who owes the campaign something, as of a day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Unit:
    """One row of the roster. `addresses` are ordered: the first is written to, the others where it bounces."""

    code: str
    kind: str  # code of a UnitKind of the campaign
    name: str  # "Trường THPT số 2 huyện Bảo Thắng"
    short: str = ""
    group: str = ""  # district or other grouping, for the figures
    aliases: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()  # lower case
    head_name: str = ""
    head_title: str = ""
    head_address: str = ""
    phone: str = ""
    must_register: bool = True  # False: sends if it likes, is never reminded
    valid_from: date | None = None
    valid_to: date | None = None
    confirmed_by: str = ""
    confirmed_on: date | None = None

    @property
    def label(self) -> str:
        """The name in tables and lists."""
        return self.short or self.name

    def valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Roster:
    """The units in the order of the file."""

    units: tuple[Unit, ...]

    def __iter__(self) -> Iterator[Unit]:
        return iter(self.units)

    def unit(self, code: str) -> Unit:
        """A code that the roster lacks is a KeyError."""
        found = self.find(code)
        if found is None:
            raise KeyError(code)
        return found

    def find(self, code: str | None) -> Unit | None:
        """Of a unit that was renamed, the row that holds last: its history stays under the one code."""
        return self._by_code.get(code or "")

    @cached_property
    def _by_code(self) -> dict[str, Unit]:
        """The last row of a code; a matrix of a thousand units asks for each of them several times."""
        return {unit.code: unit for unit in sorted(self.units, key=lambda unit: unit.valid_from or date.min)}

    def by_address(self, address: str) -> tuple[Unit, ...]:
        """Units that list this address; more than one where schools share a mailbox."""
        folded = address.lower()
        return tuple(unit for unit in self.units if folded in unit.addresses)

    def on(self, day: date) -> "Roster":
        """The units that exist on that day; one that was renamed still answers to what it was called before."""
        return Roster(tuple(self._with_former_names(unit) for unit in self.units if unit.valid_on(day)))

    def _with_former_names(self, unit: Unit) -> Unit:
        former = [
            one
            for one in self._twins.get(unit.code, ())
            if one.valid_to and unit.valid_from and one.valid_to < unit.valid_from
        ]
        names = [name for one in former for name in (one.name, one.short, *one.aliases) if name]
        more = tuple(name for name in dict.fromkeys(names) if name not in (unit.name, unit.short, *unit.aliases))
        return replace(unit, aliases=(*unit.aliases, *more)) if more else unit

    @cached_property
    def _twins(self) -> dict[str, list[Unit]]:
        """Units that stand in several rows, by their code."""
        found: dict[str, list[Unit]] = {}
        for unit in self.units:
            found.setdefault(unit.code, []).append(unit)
        return {code: rows for code, rows in found.items() if len(rows) > 1}
