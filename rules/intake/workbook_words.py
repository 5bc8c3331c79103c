"""What a workbook changes, in Vietnamese: old and new, by unit, what is alike together; and what was not taken."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rules.calendar import short_day
from rules.drafting.workbook_inputs import (
    BY_HAND_COLUMNS,
    InputColumn,
    appraisal_columns,
    appraised,
    by_hand_sheet,
    entered,
)
from rules.initiative import TITLE, Json
from rules.intake.sheet_lines import Refusal
from rules.letters.letter import Listing
from rules.places import Part
from rules.rulings import Add, Correct, Drop, Effect, Entered, Mark, Rename, Unmark
from rules.season import Season
from rules.standing.ruling_words import effect_in_words, shown_value
from rules.standing.status import statuses
from rules.text import fold
from rules.wording import capitalised, clipped, count, listed, lowered, plain

SHOWN = 30
"""Lines in a letter; what is beyond stands in a sheet that it carries."""

_VALUE = 120  # characters of a value in a line
_TITLES = 3  # named where the same is changed in several
_CELLS = 8  # named for one reason
_EMPTY = "(để trống)"
STRUCK = "bỏ nội dung này"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a workbook changes. `whose`: unit and stage; "": what the office itself entered."""

    whose: str
    about: str  # the initiative, the target, the document
    what: str  # the field; "": all of it
    before: str
    after: str

    @property
    def in_words(self) -> str:
        """Without what it is about."""
        if not self.what:
            return self.after
        if self.before == self.about:
            return f"đổi tên thành {_value(self.after)}"
        return f"{self.what}: {_value(self.before)} → {_value(self.after)}"


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Cells of a sheet that were not taken for one reason."""

    place: str  # "Đăng ký, ô D7, D9"
    why: str


def changes_of(effects: Iterable[Effect], season: Season) -> tuple[Change, ...]:
    """In the order of the effects, each once: what several mails say is one matter."""
    told_of = _Telling(season)
    return tuple(dict.fromkeys(found for one in effects for found in told_of.change(one)))


class _Telling:
    """What effects do to what stands in a season."""

    def __init__(self, season: Season) -> None:
        self._season = season
        self._given = entered(season)
        self._units = {_of(held.part): held.version for held in season.standing.held}

    def change(self, effect: Effect) -> Iterator[Change]:
        campaign = self._season.campaign
        match effect:
            case Correct(item, code, value, was=was):
                spec = campaign.field(code)
                after = "" if value in (None, "", ()) else shown_value(value, spec)
                yield Change(self._whose(item.part), item.place.title, lowered(spec.label), was or "", after)
            case Rename(item, new, was=was):
                before = was or item.place.title
                yield Change(self._whose(item.part), before, lowered(campaign.field(TITLE).label), before, new)
            case Drop(item):
                yield Change(self._whose(item.part), item.place.title, "", "", STRUCK)
            case Add(part, values):
                yield Change(self._whose(part), str(dict(values)[TITLE]), "", "", self._added(values))
            case Entered(row, column, value):
                yield self._cell(row, column, value)
            case Mark() | Unmark():
                words = effect_in_words(effect, campaign, self._season.roster)
                yield Change("", capitalised(words), "", "", "")

    def _whose(self, part: Part) -> str:
        """As it counts: a person may have given the part to another unit or stage."""
        held = self._units.get(_of(part))
        unit, stage = (held.unit, held.stage) if held else (part.unit, part.stage)
        known = self._season.roster.find(unit)
        name = known.label if known else unit or "(chưa rõ đơn vị)"
        return f"{name}, {self._season.campaign.stage(stage).label}" if stage else name

    def _added(self, values: tuple[tuple[str, Json], ...]) -> str:
        fields = ((self._season.campaign.field(code), value) for code, value in values if code != TITLE)
        said = listed(f"{lowered(spec.label)} {_value(shown_value(value, spec))}" for spec, value in fields)
        return f"thêm nội dung này{f', {said}' if said else ''}"

    def _cell(self, row: str, code: str, value: str | float | None) -> Change:
        about, columns = self._rows.get(row, (row, {}))
        column = columns.get(code)
        label = lowered(column.label) if column else code
        before = self._given.get(row, {}).get(code)
        return Change("", about, label, _entered(before, column), _entered(value, column))

    @cached_property
    def _rows(self) -> Mapping[str, tuple[str, Mapping[str, InputColumn]]]:
        """The rows of the input sheets by key: what each is about, and its columns."""
        season, cells = self._season, statuses(self._season)
        judged = {one.code: one for one in appraisal_columns(season.campaign)}
        by_hand = {one.code: one for one in BY_HAND_COLUMNS}
        found = {key: (f"{entry.unit.label}, “{entry.title}”", judged) for key, _, entry in appraised(season, cells)}
        return {**found, **{row.key: (str(row.facts[1]), by_hand) for row in by_hand_sheet(season, cells).rows}}


def _of(part: Part) -> tuple[int, str | None, str | None]:
    return part.arrival, part.stage, part.unit


def _entered(value: str | float | None, column: InputColumn | None) -> str:
    if value is None:
        return ""
    if column is not None and column.kind == "day" and isinstance(value, str):
        return short_day(date.fromisoformat(value))
    return plain(value) if isinstance(value, int | float) else value


def _value(text: str) -> str:
    return f"“{clipped(fold(text), _VALUE)}”" if text else _EMPTY


# --- As lines -------------------------------------------------------------------------------------------------------


def told(changes: Sequence[Change], at_most: int = SHOWN) -> Listing:
    groups: dict[str, list[str]] = {}
    left = at_most
    lines = [(whose, line) for whose, found in _by_unit(changes).items() for line in _alike(found)]
    for whose, line in lines[:left]:
        groups.setdefault(whose, []).append(line)
    return Listing(tuple((whose, tuple(found)) for whose, found in groups.items()), max(0, len(lines) - left))


def in_short(changes: Sequence[Change], file: str) -> str:
    """What a workbook does to what one unit sent in a stage, for lists of decisions."""
    kinds = [sum(map(test, changes)) for test in (_is_edit, _is_new, _is_struck)]
    said = (f"{verb} {count(number)}" for verb, number in zip(("sửa", "thêm", "bỏ"), kinds, strict=True) if number)
    return f"{changes[0].whose if changes else 'Không có gì mới'}: {listed(said)} nội dung theo bảng tính {file}."


def _is_edit(change: Change) -> bool:
    return bool(change.what)


def _is_struck(change: Change) -> bool:
    return not change.what and change.after == STRUCK


def _is_new(change: Change) -> bool:
    return not change.what and change.after != STRUCK


def _by_unit(changes: Iterable[Change]) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for one in changes:
        found.setdefault(one.whose, []).append(one)
    return found


def _alike(changes: Iterable[Change]) -> Iterator[str]:
    """The same change of several initiatives is one line."""
    same: dict[tuple[str, str, str], list[Change]] = {}
    for one in changes:
        kind = (one.what, one.before, one.after)
        same.setdefault(kind if one.what and one.before != one.about else ("", one.about, one.after), []).append(one)
    for found in same.values():
        said = found[0].in_words
        titles = [clipped(one.about, _VALUE) for one in found]
        named = listed(f"“{one}”" if found[0].whose else one for one in titles[:_TITLES])
        more = f" và {count(len(titles) - _TITLES)} nội dung khác" if len(titles) > _TITLES else ""
        yield f"{named}{more}: {said}" if said else named


def not_taken(refused: Iterable[Refusal]) -> tuple[NotTaken, ...]:
    """Cells of one sheet and one reason together."""
    same: dict[tuple[str, str], list[str]] = {}
    for one in refused:
        same.setdefault((one.sheet, one.why), []).append(one.cell)
    return tuple(NotTaken(f"{sheet}, ô {_named(cells)}", why) for (sheet, why), cells in same.items())


def _named(cells: Sequence[str]) -> str:
    known = list(dict.fromkeys(cells))
    more = len(known) - _CELLS
    return ", ".join(known[:_CELLS]) + (f" và {count(more)} ô khác" if more > 0 else "")
