"""The roster: who owes the campaign something, as of a day."""

from collections.abc import Iterator
from dataclasses import dataclass
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
        return next(unit for unit in self.units if unit.code == code)

    def find(self, code: str | None) -> Unit | None:
        return self._by_code.get(code or "")

    @cached_property
    def _by_code(self) -> dict[str, Unit]:
        """The first of a code; a matrix of a thousand units asks for each of them several times."""
        return {unit.code: unit for unit in reversed(self.units)}

    def by_address(self, address: str) -> tuple[Unit, ...]:
        """Units that list this address; more than one where schools share a mailbox."""
        folded = address.lower()
        return tuple(unit for unit in self.units if folded in unit.addresses)

    def on(self, day: date) -> "Roster":
        """The units that exist on that day."""
        return Roster(tuple(unit for unit in self.units if unit.valid_on(day)))
