"""What a new roster would change in the one in use, cell by cell, before anything is changed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from rules.roster import Roster, Unit
from rules.setup.roster_file import COLUMNS, RosterReading, cell, title

_CONFIRMATION = ("confirmed_by", "confirmed_on")


@dataclass(frozen=True, slots=True)
class CellChange:
    unit: Unit  # as it was
    column: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.unit.label}: {title(self.column)}: {self.old or '(trống)'} → {self.new or '(trống)'}"


@dataclass(frozen=True, slots=True)
class RosterChanges:
    added: tuple[Unit, ...] = ()
    removed: tuple[Unit, ...] = ()
    changed: tuple[CellChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def lines(self) -> Iterator[str]:
        """The changes as a clerk reads them."""
        if not self:
            yield "Danh sách không có gì thay đổi."
        if self.added:
            yield f"Thêm {len(self.added)} đơn vị:"
            yield from (f"  + {unit.name} ({unit.code})" for unit in self.added)
        if self.removed:
            yield f"Bỏ {len(self.removed)} đơn vị:"
            yield from (f"  - {unit.name} ({unit.code})" for unit in self.removed)
            yield (
                "    Văn bản đã nhận của đơn vị bị bỏ vẫn còn, nhưng không còn ai bị nhắc. Nếu đơn vị giải thể hoặc "
                f"sáp nhập, nên giữ dòng và ghi cột «{title('valid_to')}»."
            )
        if self.changed:
            yield f"Sửa {len(self.changed)} ô:"
            yield from (f"  * {change}" for change in self.changed)


def difference(old: Roster, new: Roster) -> RosterChanges:
    """Units are the same where their codes are."""
    old_codes, new_codes = ({unit.code for unit in roster} for roster in (old, new))
    return RosterChanges(
        added=tuple(unit for unit in new if unit.code not in old_codes),
        removed=tuple(unit for unit in old if unit.code not in new_codes),
        changed=tuple(
            CellChange(unit, column, cell(unit, column), cell(after, column))
            for unit in old
            if (after := new.find(unit.code)) is not None
            for column in COLUMNS
            if cell(unit, column) != cell(after, column)
        ),
    )


def completed(reading: RosterReading, old: Roster) -> Roster:
    """The roster of a file, with what its absent columns do not say taken from the roster in use.

    A unit that changes must be confirmed anew, unless the file itself says who confirmed it.
    """
    return Roster(tuple(_completed(unit, old.find(unit.code), reading.columns) for unit in reading.roster))


def _completed(new: Unit, old: Unit | None, columns: Collection[str]) -> Unit:
    if old is None:
        return new
    whole = replace(new, **{column: getattr(old, column) for column in COLUMNS if column not in columns})
    if "confirmed_by" in columns or all(
        cell(whole, column) == cell(old, column) for column in COLUMNS if column not in _CONFIRMATION
    ):
        return whole
    return replace(whole, confirmed_by="", confirmed_on=None)
