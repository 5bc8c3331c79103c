"""What is taken from a workbook that a person filled: the input columns only, cell by cell.

An empty cell says nothing, so an old copy that comes back late erases nothing; a dash empties a cell. Facts beside the
inputs are a picture of what is stored: a change there is told and never taken.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from rules.calendar import local_day, short_day
from rules.drafting.seal import Seal, is_stamp, verified
from rules.drafting.workbook_inputs import (
    APPRAISAL,
    BY_HAND,
    DAY,
    KEY,
    PAPER,
    PART,
    SOURCE,
    TICK,
    WHOLE,
    InputColumn,
    InputRow,
    InputSheet,
    input_sheets,
    paper_key,
)
from rules.intake.reply_days import parse_day
from rules.rulings import Effect, Entered, Mark, Unmark
from rules.season import Season
from rules.standing.status import UnitStatus, statuses
from rules.text import bare, fold, key
from rules.wording import clipped, plain

Raw = str | float | bool | date | datetime | None
Sheets = Mapping[str, Sequence[tuple[Raw, ...]]]  # by name: rows from the first one on
Value = str | float

LONGEST_TEXT = 2000  # characters of a remark
_EMPTIED = ("-", "\u2013", "\u2014", "xoa")
_TICKS = frozenset({"x", "v", "\u2713", "\u2714", "co", "1", "true"})
_HEADER_WITHIN = 12  # rows: people put a line or two above a table


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell that was not taken: its place as Excel names it, and why in Vietnamese."""

    sheet: str
    cell: str
    why: str


@dataclass(frozen=True, slots=True)
class Taken:
    entered: tuple[Entered, ...] = ()
    papers: tuple[Mark, ...] = ()
    withdrawn: tuple[tuple[str, str], ...] = ()  # (unit, stage): it did not come on paper after all
    told: tuple[str, ...] = ()  # Vietnamese: what was taken, cell by cell
    refused: tuple[Refusal, ...] = ()
    changed_facts: int = 0  # cells beside the inputs that say something else than what is stored


def is_workbook(names: Sequence[str]) -> bool:
    """Whether the names of the sheets are those of a workbook of ours."""
    return any(key(name) in (key(APPRAISAL), key(BY_HAND)) for name in names)


def seal_in(sheets: Sheets, key: bytes) -> Seal | None:
    """The seal of the draft that came back filled; None where this installation did not make it. `key`: its own."""
    rows = (row for found in sheets.values() for row in found[:_HEADER_WITHIN])
    stamps = {cell for row in rows for cell in row if isinstance(cell, str) and is_stamp(cell)}
    return verified(next(iter(stamps)), key) if len(stamps) == 1 else None


def take(sheets: Sheets, season: Season, cells: Sequence[UnitStatus], by: str, seal: Seal | None = None) -> Taken:
    """Everything that can be taken. `season.as_of` is the moment of entry; `seal`: under which the rows are named."""
    reader = _Reader(season, by, seal)
    known = {key(name): rows for name, rows in sheets.items()}
    for inputs in input_sheets(season, cells):
        rows = known.get(key(inputs.name))
        if rows is not None:
            reader.sheet(inputs, rows)
    return reader.taken()


def still_new(effects: Sequence[Effect], season: Season) -> tuple[Effect, ...]:
    """Of what was taken from a workbook, what would still change something."""
    rows = {row.key: row for sheet in input_sheets(season, statuses(season)) for row in sheet.rows}
    return tuple(effect for effect in effects if _changes(effect, rows))


def _changes(effect: Effect, rows: Mapping[str, InputRow]) -> bool:
    match effect:
        case Entered(key, column, value):
            row = rows.get(key)
            return row is not None and column in row.open and not _same(row.given.get(column), value)
        case Mark(_, stage, unit, until=until, reason=reason):
            row = rows.get(paper_key(unit or "", stage))
            said = {PAPER: TICK, DAY: until.isoformat() if until else None, SOURCE: reason}
            return row is not None and any(not _same(row.given.get(code), value) for code, value in said.items())
        case Unmark(_, stage, unit):
            row = rows.get(paper_key(unit, stage))
            return row is not None and PAPER in row.given
    return False


@dataclass(slots=True)
class _Reader:
    season: Season
    by: str
    seal: Seal | None = None
    _entered: list[Entered] = field(default_factory=list)
    _papers: list[Mark] = field(default_factory=list)
    _withdrawn: list[tuple[str, str]] = field(default_factory=list)
    _told: list[str] = field(default_factory=list)
    _refused: list[Refusal] = field(default_factory=list)
    _changed: int = 0

    def taken(self) -> Taken:
        return Taken(
            tuple(self._entered),
            tuple(self._papers),
            tuple(self._withdrawn),
            tuple(self._told),
            tuple(self._refused),
            self._changed,
        )

    def sheet(self, inputs: InputSheet, rows: Sequence[tuple[Raw, ...]]) -> None:
        head = _head(rows)
        if head is None:
            self._refuse(inputs.name, "A1", f"không thấy cột “{KEY}”; hãy nhập vào tệp do mailbot lập")
            return
        columns = {key(str(label)): place for place, label in enumerate(rows[head]) if label is not None}
        known = {self._named(row.key): row for row in inputs.rows}
        seen: set[str] = set()
        for number, values in enumerate(rows[head + 1 :], head + 2):
            self._row(inputs, _Line(number, values, columns), known, seen)

    def _row(self, inputs: InputSheet, line: "_Line", known: Mapping[str, InputRow], seen: set[str]) -> None:
        code = line.text(KEY)
        given = {column.code: line.raw(column.label) for column in inputs.inputs}
        filled = [column for column in inputs.inputs if not _is_blank(given[column.code])]
        if not code and not filled:
            return
        row = known.get(code)
        if row is None or code in seen:
            if filled:
                plain = self._papers_by_name().get(code, code)
                self._refuse(inputs.name, line.cell(filled[0].label), _why_unknown(plain, code in seen))
            return
        seen.add(code)
        self._changed += sum(
            not _same_fact(line.raw(fact.label), was) for fact, was in zip(inputs.facts, row.facts, strict=True)
        )
        values = dict(self._values(inputs, line, row, filled))
        values = self._consistent(inputs, line, row, values)
        changed = {column: value for column, value in values.items() if not _same(row.given.get(column), value)}
        if row.unit and row.stage and PAPER in row.open:
            self._paper(row, changed, inputs, line)
        else:
            for column, value in changed.items():
                self._entered.append(Entered(row.key, column, value, self.by, self.season.as_of))
        labels = {column.code: column.label for column in inputs.inputs}
        self._told += [
            f"{inputs.name}, ô {line.cell(labels[column])}: {_before(row.given.get(column))}{_shown(value)}"
            for column, value in changed.items()
        ]

    def _named(self, key: str) -> str:
        return self.seal.row(key) if self.seal else key

    def _papers_by_name(self) -> Mapping[str, str]:
        """Keys of rows that are no longer there, since something has come meanwhile."""
        stages, units = self.season.campaign.stages, self.season.roster
        keys = (paper_key(unit.code, stage.code) for stage in stages for unit in units)
        return {self._named(key): key for key in keys}

    def _values(
        self, inputs: InputSheet, line: "_Line", row: InputRow, filled: Sequence[InputColumn]
    ) -> Iterator[tuple[str, Value | None]]:
        for column in filled:
            raw = line.raw(column.label)
            if column.code not in row.open:
                self._refuse(inputs.name, line.cell(column.label), f"dòng này không nhập “{column.label}”")
                continue
            if isinstance(raw, str) and bare(raw).strip() in _EMPTIED:
                yield column.code, None
                continue
            value, why = _parsed(raw, column, local_day(self.season.as_of, self.season.campaign.calendar))
            if why:
                self._refuse(inputs.name, line.cell(column.label), why)
            else:
                yield column.code, value

    def _consistent(
        self, inputs: InputSheet, line: "_Line", row: InputRow, values: dict[str, Value | None]
    ) -> dict[str, Value | None]:
        """Without what makes no sense beside what stands in the same row."""
        whole = {**row.given, **values}
        labels = {column.code: column.label for column in inputs.inputs}
        part, total = whole.get(PART), whole.get(WHOLE)
        if PART in values or WHOLE in values:
            why = ""
            if (part is None) != (total is None):
                why = "cần có cả số đạt và tổng số"
            elif isinstance(part, int | float) and isinstance(total, int | float) and part > total:
                why = (
                    f"số đạt {plain(part)} không thể lớn hơn tổng số {plain(total)}"
                    if total
                    else "tổng số phải lớn hơn 0"
                )
            if why:
                self._refuse(inputs.name, line.cell(labels[PART if PART in values else WHOLE]), why)
                values = {code: value for code, value in values.items() if code not in (PART, WHOLE)}
        if values.get(DAY) and not whole.get(PAPER):
            self._refuse(inputs.name, line.cell(labels[DAY]), f"ghi {TICK} vào cột “{labels[PAPER]}” trước")
            values = {code: value for code, value in values.items() if code != DAY}
        return values

    def _paper(self, row: InputRow, changed: dict[str, Value | None], inputs: InputSheet, line: "_Line") -> None:
        """What came on paper is a mark like any other decision."""
        unit, stage = row.unit or "", row.stage or ""
        if not changed:
            return
        if PAPER in changed and changed[PAPER] is None:
            self._withdrawn.append((unit, stage))
            return
        whole = {**row.given, **changed}
        if not whole.get(PAPER):
            labels = {column.code: column.label for column in inputs.inputs}
            self._refuse(inputs.name, line.cell(labels[SOURCE]), f"ghi {TICK} vào cột “{labels[PAPER]}” trước")
            changed.clear()
            return
        day = date.fromisoformat(str(whole[DAY])) if whole.get(DAY) else None
        reason = str(whole.get(SOURCE) or "")
        self._papers.append(Mark("paper", stage, unit, self.by, self.season.as_of, day, reason))

    def _refuse(self, sheet: str, cell: str, why: str) -> None:
        self._refused.append(Refusal(sheet, cell, why))


# --- Cells ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of a sheet; columns are found by their labels, so moving one does no harm."""

    number: int
    values: tuple[Raw, ...]
    columns: Mapping[str, int]

    def raw(self, label: str) -> Raw:
        place = self.columns.get(key(label))
        return self.values[place] if place is not None and place < len(self.values) else None

    def text(self, label: str) -> str:
        value = self.raw(label)
        return fold(str(value)) if value is not None else ""

    def cell(self, label: str) -> str:
        """ "D7", as Excel names the place."""
        place = self.columns.get(key(label), 0) + 1
        letters = ""
        while place:
            place, rest = divmod(place - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{letters}{self.number}"


def _head(rows: Sequence[tuple[Raw, ...]]) -> int | None:
    """The place of the row of labels."""
    wanted = key(KEY)
    found = (place for place, row in enumerate(rows[:_HEADER_WITHIN]) if any(key(str(one)) == wanted for one in row))
    return next(found, None)


def _why_unknown(code: str, twice: bool) -> str:
    if twice:
        return f"mã dòng {code} có hai lần"
    if code.startswith("paper:"):
        return "đơn vị này đã gửi qua thư hoặc không thuộc diện phải gửi, không cần ghi"
    return "dòng này không có mã dòng, hoặc mã dòng đã bị sửa" if not code else f"không có dòng nào mang mã {code}"


def _is_blank(raw: Raw) -> bool:
    return raw is None or (isinstance(raw, str) and not fold(raw))


def _parsed(raw: Raw, column: InputColumn, today: date) -> tuple[Value | None, str]:
    """(value, "") or (None, why not)."""
    match column.kind:
        case "points" | "count":
            return _number(raw, column)
        case "tick":
            return (TICK, "") if bare(str(raw)).strip(" .") in _TICKS else (None, f"ghi {TICK} hoặc để trống")
        case "day":
            return _day(raw, today)
        case "choice":
            return _choice(str(raw), column)
    text = fold(str(raw))
    if len(text) > LONGEST_TEXT:
        return None, f"dài {len(text)} ký tự, cho phép {LONGEST_TEXT}"
    return text, ""


def _number(raw: Raw, column: InputColumn) -> tuple[Value | None, str]:
    text = fold(str(raw)).replace(",", ".") if isinstance(raw, str) else raw
    if isinstance(text, str):
        if not re.fullmatch(r"\d{1,9}(\.\d{1,3})?", text):
            return None, f"“{clipped(str(raw), 40)}” không phải là số"
        text = float(text)
    if isinstance(text, bool) or not isinstance(text, int | float) or text != text:
        return None, "đây không phải là số"
    if column.kind == "count" and text != int(text):
        return None, f"{plain(text)} không phải là số nguyên"
    if text < 0 or (column.most is not None and text > column.most):
        most = f" đến {plain(column.most)}" if column.most is not None else " trở lên"
        return None, f"{plain(text)} không nằm trong khoảng từ 0{most}"
    return float(text), ""


def _day(raw: Raw, today: date) -> tuple[Value | None, str]:
    day = (
        raw.date() if isinstance(raw, datetime) else raw if isinstance(raw, date) else parse_day(bare(str(raw)), today)
    )
    if day is None:
        return None, f"“{clipped(str(raw), 40)}” không phải là ngày; viết như 23/8/2024"
    if day > today:
        return None, f"ngày {short_day(day)} chưa đến"
    if abs((today - day).days) > 2 * 366:
        return None, f"ngày {short_day(day)} quá xa"
    return day.isoformat(), ""


def _choice(raw: str, column: InputColumn) -> tuple[Value | None, str]:
    found = next((one for one in column.choices if bare(one) == bare(raw)), None)
    return (found, "") if found else (None, f"chỉ chọn một trong: {'; '.join(column.choices)}")


def _same(given: Value | None, value: Value | None) -> bool:
    if isinstance(given, int | float) and isinstance(value, int | float):
        return float(given) == float(value)
    return (given or None) == (value or None)


def _same_fact(raw: Raw, fact: Value | None) -> bool:
    if _is_blank(raw) or fact is None or fact == "":
        return _is_blank(raw) and (fact is None or fact == "")
    if isinstance(raw, int | float) and isinstance(fact, int | float):
        return float(raw) == float(fact)
    return fold(str(raw)) == fold(str(fact))


def _before(value: Value | None) -> str:
    """What stood there, where something did."""
    return "" if value is None else f"{_shown(value)} → "


def _shown(value: Value | None) -> str:
    if value is None:
        return "đã xóa"
    return plain(value) if isinstance(value, int | float) else clipped(value, 80)
