"""What is taken from a workbook that a person filled and sent back: input sheets cell by cell, and the sheets that show
what units sent (`rules.intake.content_rows`).

An empty cell of an input sheet that was empty says nothing, so an old copy that comes back late erases nothing; a dash
empties a cell, and so does whoever empties one that was filled. What somebody changed elsewhere is named and not taken.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from rules.calendar import local_day, short_day
from rules.drafting.cell_marks import MARKS
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
from rules.drafting.workbook_rows import sheet_of
from rules.intake.content_rows import OfUnit, compared, still_there
from rules.intake.reply_days import parse_day
from rules.intake.sheet_lines import HEADER_WITHIN, Line, Raw, Refusal, Sheets, Table, is_blank, is_emptied, table_of
from rules.rulings import Effect, Entered, Mark, OfContent, Unmark
from rules.season import Season
from rules.standing.status import UnitStatus, statuses
from rules.text import bare, fold, key
from rules.wording import clipped, listed, plain

Value = str | float

LONGEST_TEXT = 2000  # characters of a remark
_TICKS = frozenset({"x", "v", "\u2713", "\u2714", "co", "1", "true"})


@dataclass(frozen=True, slots=True)
class Taken:
    entered: tuple[Entered, ...] = ()
    papers: tuple[Mark, ...] = ()
    withdrawn: tuple[tuple[str, str], ...] = ()  # (unit, stage): it did not come on paper after all
    contents: tuple[OfUnit, ...] = ()  # what units sent, unit by unit
    refused: tuple[Refusal, ...] = ()

    @property
    def inputs(self) -> tuple[Effect, ...]:
        """What was entered in the input sheets."""
        gone = (Unmark("paper", stage, unit) for unit, stage in self.withdrawn)
        return (*self.entered, *self.papers, *gone)

    @property
    def effects(self) -> tuple[Effect, ...]:
        return (*self.inputs, *(effect for one in self.contents for effect in one.effects))


def is_workbook(names: Sequence[str]) -> bool:
    """Whether the names of the sheets are those of a workbook of ours."""
    return any(key(name) in (key(APPRAISAL), key(BY_HAND)) for name in names)


def seal_in(sheets: Sheets, key: bytes) -> Seal | None:
    """The seal of the draft that came back filled; None where this installation did not make it. `key`: its own."""
    rows = (row for found in sheets.values() for row in found[:HEADER_WITHIN])
    stamps = {cell for row in rows for cell in row if isinstance(cell, str) and is_stamp(cell)}
    return verified(next(iter(stamps)), key) if len(stamps) == 1 else None


def take(sheets: Sheets, season: Season, cells: Sequence[UnitStatus], by: str, seal: Seal | None = None) -> Taken:
    """Everything that can be taken. `season.as_of` is the moment of entry; `seal`: under which the rows are named."""
    reader = _Reader(season, by, seal)
    known = {key(name): name for name in sheets}
    inputs = input_sheets(season, cells)
    for one in inputs:
        name = known.get(key(one.name))
        if name is not None:
            reader.sheet(one, sheets[name])
    found = compared(sheets, season, cells, seal)
    ours = {*(key(one.name) for one in inputs), *(key(sheet_of(stage)) for stage in season.campaign.stages)}
    others = [name for name in sheets if key(name) not in ours]
    beside = [refusal for name in others for refusal in _beside(name, sheets[name], season, seal)]
    return reader.taken(found.changes, (*found.refused, *beside))


def still_new(effects: Sequence[Effect], season: Season) -> tuple[Effect, ...]:
    """Of what was taken from a workbook, what would still change something, and still what was shown."""
    of_inputs = any(not isinstance(effect, OfContent) for effect in effects)
    sheets = input_sheets(season, statuses(season)) if of_inputs else ()
    rows = {row.key: row for sheet in sheets for row in sheet.rows}
    contents = still_there([effect for effect in effects if isinstance(effect, OfContent)], season)
    return tuple(one for one in effects if (one in contents if isinstance(one, OfContent) else _changes(one, rows)))


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


# --- Sheets that nothing is taken from ------------------------------------------------------------------------------


def _beside(name: str, rows: Sequence[tuple[Raw, ...]], season: Season, seal: Seal | None) -> Iterator[Refusal]:
    """What somebody changed there; of a workbook without marks nobody can tell that."""
    if seal is None or not any(not is_blank(one) for row in rows for one in row):
        return
    table = table_of(name, rows, (MARKS,), seal)
    if table is None:
        if not any(key(name) == key(one) for one in _WITHOUT_TABLE):
            yield Refusal(name, "A1", "trang này không do hệ thống lập")
        return
    made = table.made(seal)
    taken = listed(f"“{one}”" for one in (*(sheet_of(stage) for stage in season.campaign.stages), APPRAISAL, BY_HAND))
    for line in table.lines:
        changed = [one for one in table.labels if not line.is_as_made(one) and (one in made or not line.is_blank(one))]
        why = f"trang này chỉ để xem, không nhận sửa; phần của phòng sửa và nhập ở các trang {taken}"
        for label in changed if line.marks else [one for one in changed if not line.is_blank(one)]:
            yield line.refuse(label, why)


_WITHOUT_TABLE = ("Biểu đồ",)


# --- Input sheets ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reader:
    season: Season
    by: str
    seal: Seal | None = None
    _entered: list[Entered] = field(default_factory=list)
    _papers: list[Mark] = field(default_factory=list)
    _withdrawn: list[tuple[str, str]] = field(default_factory=list)
    _refused: list[Refusal] = field(default_factory=list)

    def taken(self, contents: tuple[OfUnit, ...], refused: tuple[Refusal, ...]) -> Taken:
        return Taken(
            tuple(self._entered),
            tuple(self._papers),
            tuple(self._withdrawn),
            contents,
            (*self._refused, *refused),
        )

    def sheet(self, inputs: InputSheet, rows: Sequence[tuple[Raw, ...]]) -> None:
        table = table_of(inputs.name, rows, (KEY,), self.seal)
        if table is None:
            self._refused.append(
                Refusal(inputs.name, "A1", f"không thấy cột “{KEY}”; hãy nhập vào tệp do hệ thống lập")
            )
            return
        made = table.made(self.seal) if self.seal and table.has(MARKS) else None
        known = {self._named(row.key): row for row in inputs.rows}
        seen: set[str] = set()
        for line in table.lines:
            self._row(inputs, table, line, made, known, seen)

    def _row(
        self,
        inputs: InputSheet,
        table: Table,
        line: Line,
        made: frozenset[str] | None,
        known: Mapping[str, InputRow],
        seen: set[str],
    ) -> None:
        code = line.text(KEY)
        filled = [one for one in inputs.inputs if self._is_filled(one, line, made)]
        if not code and not filled:
            return
        row = known.get(code)
        if row is None or code in seen:
            if filled:
                plain = self._papers_by_name().get(code, code)
                self._refuse(line, filled[0].label, _why_unknown(plain, code in seen))
            return
        seen.add(code)
        self._facts(inputs, table, line, row, made)
        values = dict(self._values(inputs, line, row, filled, made is not None))
        values = self._consistent(inputs, line, row, values)
        changed = {column: value for column, value in values.items() if not _same(row.given.get(column), value)}
        if row.unit and row.stage and PAPER in row.open:
            self._paper(row, changed, inputs, line)
        else:
            for column, value in changed.items():
                self._entered.append(Entered(row.key, column, value, self.by, self.season.as_of))

    def _is_filled(self, column: InputColumn, line: Line, made: frozenset[str] | None) -> bool:
        """Whether somebody filled a cell in; with marks, whether he changed it."""
        if made is None or not line.marks:
            return not line.is_blank(column.label)
        return column.label in made and not line.is_as_made(column.label)

    def _facts(self, inputs: InputSheet, table: Table, line: Line, row: InputRow, made: frozenset[str] | None) -> None:
        """What stands beside the inputs is a picture: a change there is named and never taken."""
        if made is None:
            changed = [
                fact.label
                for fact, was in zip(inputs.facts, row.facts, strict=True)
                if table.has(fact.label) and not fact.weighed and not _same_fact(line.raw(fact.label), was)
            ]
            self._refused += [line.refuse(label, _FACT_NOW) for label in changed]
            return
        asked = {key(one.label) for one in inputs.inputs}
        for label in table.labels:
            if key(label) in asked or line.is_as_made(label):
                continue
            if label in made:
                self._refuse(line, label, _FACT)
            elif not line.is_blank(label):
                self._refuse(line, label, f"cột “{label}” không có trong bảng do hệ thống lập")

    def _named(self, key: str) -> str:
        return self.seal.row(key) if self.seal else key

    def _papers_by_name(self) -> Mapping[str, str]:
        """Keys of rows that are no longer there, since something has come meanwhile."""
        stages, units = self.season.campaign.stages, self.season.roster
        keys = (paper_key(unit.code, stage.code) for stage in stages for unit in units)
        return {self._named(key): key for key in keys}

    def _values(
        self, inputs: InputSheet, line: Line, row: InputRow, filled: Sequence[InputColumn], marked: bool
    ) -> Iterator[tuple[str, Value | None]]:
        for column in filled:
            raw = line.raw(column.label)
            if column.code not in row.open:
                self._refuse(line, column.label, f"dòng này không nhập “{column.label}”")
                continue
            if is_emptied(raw):
                value, why = None, ""
            else:
                value, why = _parsed(raw, column, local_day(self.season.as_of, self.season.campaign.calendar))
            now = row.given.get(column.code)
            if not why and marked and not _same(now, value) and not line.was(column.label, _as_written(now, column)):
                why = f"từ khi lập bảng tính, ô này đã thành {_shown(now)}; muốn sửa thì nhập vào bảng tính lập mới"
            if why:
                self._refuse(line, column.label, why)
            else:
                yield column.code, value

    def _consistent(
        self, inputs: InputSheet, line: Line, row: InputRow, values: dict[str, Value | None]
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
                self._refuse(line, labels[PART if PART in values else WHOLE], why)
                values = {code: value for code, value in values.items() if code not in (PART, WHOLE)}
        if values.get(DAY) and not whole.get(PAPER):
            self._refuse(line, labels[DAY], f"ghi {TICK} vào cột “{labels[PAPER]}” trước")
            values = {code: value for code, value in values.items() if code != DAY}
        return values

    def _paper(self, row: InputRow, changed: dict[str, Value | None], inputs: InputSheet, line: Line) -> None:
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
            self._refuse(line, labels[SOURCE], f"ghi {TICK} vào cột “{labels[PAPER]}” trước")
            changed.clear()
            return
        day = date.fromisoformat(str(whole[DAY])) if whole.get(DAY) else None
        reason = str(whole.get(SOURCE) or "")
        self._papers.append(Mark("paper", stage, unit, self.by, self.season.as_of, day, reason))

    def _refuse(self, line: Line, label: str, why: str) -> None:
        self._refused.append(line.refuse(label, why))


_FACT = "ô này do hệ thống lập nên không nhận sửa"
_FACT_NOW = "ô này do hệ thống lập nên không nhận sửa, nay khác với số liệu hiện có"


# --- Cells ----------------------------------------------------------------------------------------------------------


def _why_unknown(code: str, twice: bool) -> str:
    if twice:
        return f"mã dòng {code} có hai lần"
    if code.startswith("paper:"):
        return "đơn vị này đã gửi qua thư hoặc không thuộc diện phải gửi, không cần ghi"
    return "dòng này không có mã dòng, hoặc mã dòng đã bị sửa" if not code else f"không có dòng nào mang mã {code}"


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
    if is_blank(raw) or fact is None or fact == "":
        return is_blank(raw) and (fact is None or fact == "")
    if isinstance(raw, int | float) and isinstance(fact, int | float):
        return float(raw) == float(fact)
    return fold(str(raw)) == fold(str(fact))


def _as_written(value: Value | None, column: InputColumn) -> Raw:
    """As it stands in a workbook."""
    return date.fromisoformat(value) if column.kind == "day" and isinstance(value, str) else value


def _shown(value: Value | None) -> str:
    if value is None:
        return "để trống"
    return plain(value) if isinstance(value, int | float) else f"“{clipped(value, 80)}”"
