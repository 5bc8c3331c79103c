"""What changed in the facts since an earlier draft, for the one who goes on editing that draft.

A draft keeps a snapshot of its facts beside it. Two snapshots of one stage are compared, and the difference is told in
a short list: who sent, completed, was confirmed; which initiatives came, changed, went; which figures moved.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from rules.drafting.material import Entry, Material
from rules.figure import Figure
from rules.standing.status import State, UnitStatus
from rules.titles import title_key
from rules.wording import count, listed

_NAMED_AT_MOST = 8
_TOLD = ("sent:", "on-time:", "last-day:", "late:", "initiatives:", "reported:", "target:")
_ARRIVED = ("sent", "incomplete", "provisional", "paper")


@dataclass(frozen=True, slots=True)
class ChangedItem:
    """One initiative: its title and a digest of all its values."""

    title: str
    digest: str


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """One unit in one stage; `said` is a digest of what it said once for all its initiatives."""

    stage: str
    unit: str
    name: str
    state: State
    items: tuple[ChangedItem, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Counted:
    code: str
    label: str
    count: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The facts behind one draft; `as_of` is aware."""

    as_of: datetime
    digest: str  # Cover.digest
    units: tuple[UnitFacts, ...]
    figures: tuple[Counted, ...]


SNAPSHOTS: TypeAdapter[Snapshot] = TypeAdapter(Snapshot)
"""Takes a snapshot from JSON and gives it back; a file of another shape is a pydantic.ValidationError."""


def snapshot(material: Material, figures: Iterable[Figure], digest: str) -> Snapshot:
    units = tuple(
        UnitFacts(
            part.stage.code,
            cell.unit.code,
            cell.unit.label,
            cell.state,
            tuple(_item(entry) for entry in entries.get(cell.unit.code, ())),
            _said(cell),
        )
        for part in material.rounds
        for entries in (_by_unit(part.entries()),)
        for cell in part.statuses
    )
    stages = tuple(part.stage.code for part in material.rounds)
    told = tuple(
        Counted(one.code, one.label, one.count, one.total)
        for one in figures
        if one.code.startswith(_TOLD) and (one.code.startswith("target:") or one.code.split(":")[1] in stages)
    )
    return Snapshot(material.season.as_of, digest, units, told)


def _by_unit(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.unit.code, []).append(entry)
    return found


def _item(entry: Entry) -> ChangedItem:
    values = entry.tracked.initiative.values
    bare = sorted((code, repr(value.value)) for code, value in values.items())
    return ChangedItem(entry.title, _digest(repr(bare)))


def _said(cell: UnitStatus) -> str:
    remarks = cell.submission.remarks if cell.submission else {}
    return _digest(repr(sorted((code, repr(value.value)) for code, value in remarks.items()))) if remarks else ""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# --- The difference ---------------------------------------------------------------------------------------------


def changes(old: Snapshot, new: Snapshot, labels: Mapping[str, str]) -> tuple[str, ...]:
    """Vietnamese sentences, the weightiest first; none where the documents are the same. `labels`: of the stages."""
    if old.digest == new.digest:
        return ()
    found = [*_units(old, new, labels), *_items(old, new, labels), *_figures(old, new)]
    return tuple(found or ["Có thay đổi về thông tin chung (người ký, kế hoạch, thư nhắc), không thay đổi số liệu."])


_Test = Callable[[State, State], bool]
_MOVES: tuple[tuple[str, _Test], ...] = (
    ("Mới gửi", lambda old, new: old not in _ARRIVED and new in _ARRIVED and new != "paper"),
    ("Mới ghi nhận đã nộp bản giấy hoặc qua hệ thống khác", lambda old, new: new == "paper"),
    ("Đã bổ sung đủ", lambda old, new: old == "incomplete" and new == "sent"),
    ("Đã được xác nhận", lambda old, new: old == "provisional" and new in ("sent", "incomplete")),
    ("Nay chờ xác nhận", lambda old, new: new == "provisional"),
    ("Nay còn thiếu thông tin", lambda old, new: new == "incomplete"),
    ("Nay không phải gửi", lambda old, new: new == "exempt"),
    ("Nay không còn được tính là đã gửi", lambda old, new: old in _ARRIVED and new == "owes"),
    ("Nay lại thuộc diện phải gửi", lambda old, new: new == "owes"),
    ("Nay đã đủ", lambda old, new: True),
)
"""The first line that holds for a changed state."""


def _places(one: Snapshot) -> dict[tuple[str, str], UnitFacts]:
    return {(unit.stage, unit.unit): unit for unit in one.units}


def _units(old: Snapshot, new: Snapshot, labels: Mapping[str, str]) -> Iterator[str]:
    before, after = _places(old), _places(new)
    moved: dict[tuple[str, str], list[str]] = {}
    for place, unit in after.items():
        was = before[place].state if place in before else "owes"
        if was != unit.state:
            words = next(words for words, holds in _MOVES if holds(was, unit.state))
            moved.setdefault((unit.stage, words), []).append(unit.name)
    for stage in labels:
        for words, _ in _MOVES:
            if names := moved.get((stage, words)):
                yield f"{words} ({labels[stage]}): {_named(names)}."
    gone = [unit.name for place, unit in before.items() if place not in after and unit.state in _ARRIVED]
    if gone:
        yield f"Không còn trong danh sách đơn vị: {_named(list(dict.fromkeys(gone)))}."


def _items(old: Snapshot, new: Snapshot, labels: Mapping[str, str]) -> Iterator[str]:
    for stage, label in labels.items():
        before, after = _listed_items(old, stage), _listed_items(new, stage)
        added = [after[key] for key in after if key not in before]
        changed = [after[key] for key in after if key in before and after[key][1] != before[key][1]]
        removed = [before[key] for key in before if key not in after]
        for words, found in (("Thêm", added), ("Sửa nội dung", changed), ("Bỏ", removed)):
            if found:
                yield f"{words} {count(len(found))} trường hợp ({label}): {_named([name for name, _ in found])}."
        said = [
            unit.name
            for place, unit in _places(new).items()
            if unit.stage == stage and unit.said != (_places(old)[place].said if place in _places(old) else "")
        ]
        if said:
            yield f"Ý kiến mới hoặc được sửa ({label}) của: {_named(said)}."


def _listed_items(one: Snapshot, stage: str) -> dict[tuple[str, str], tuple[str, str]]:
    """Unit and key of the title -> what is shown, and the digest."""
    return {
        (unit.unit, title_key(item.title)): (f"“{item.title}” ({unit.name})", item.digest)
        for unit in one.units
        if unit.stage == stage
        for item in unit.items
    }


def _named(names: list[str]) -> str:
    """All names where they are few, else the first and how many more."""
    if len(names) <= _NAMED_AT_MOST:
        return listed(names)
    return f"{', '.join(names[:_NAMED_AT_MOST])} và {count(len(names) - _NAMED_AT_MOST)} trường hợp khác"


def _figures(old: Snapshot, new: Snapshot) -> Iterator[str]:
    before = {one.code: one for one in old.figures}
    for one in new.figures:
        was = before.get(one.code)
        if was is None or (was.count, was.total) != (one.count, one.total):
            yield f"{one.label}: {_number(was) if was else '0'} → {_number(one)}."
    now = {one.code for one in new.figures}
    yield from (f"{one.label}: {_number(one)} → 0." for one in old.figures if one.code not in now)


def _number(one: Counted) -> str:
    if one.total is None:
        return str(one.count) if not one.code.startswith("target:") else "chưa có"
    return f"{one.count}/{one.total}"
