"""What a person changed in the sheets of the workbook that show what units sent, as effects of rulings.

Three states are compared: a cell as the workbook was made (its mark), as it came back, and what is on record now. What
somebody changed and nothing changed on record is a correction; what changed on both sides is named and left alone. A
workbook without marks is of an earlier version of mailbot or has lost them: what differs in it is named, never taken.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rules.calendar import short_day
from rules.campaign import FieldSpec, Stage
from rules.drafting.cell_marks import MARKS, beginning, listed, print_of, said
from rules.drafting.material import Entry, material_of
from rules.drafting.seal import Seal
from rules.drafting.workbook_inputs import KEY
from rules.drafting.workbook_rows import UNIT, cells_of, content, key_of, sheet_of
from rules.initiative import TITLE, Json
from rules.intake.lessons import heading_of
from rules.intake.sheet_lines import Line, Raw, Refusal, Table, is_emptied, table_of
from rules.intake.typed import Unfit, typed_value
from rules.intake.unit_words import ending_so
from rules.papers.match import unit_index
from rules.places import Item, Part
from rules.rulings import NO_MAIL, Add, Correct, Drop, Effect, Held, OfContent, Rename, Submission
from rules.season import Season
from rules.standing.ruling_words import shown_value
from rules.standing.status import UnitStatus, statuses
from rules.text import fold, key
from rules.titles import title_key
from rules.wording import clipped, count, plain

_STRUCK_AT_MOST = 3  # rows, or a tenth of the sheet: a file with fewer of them is an extract
_SHOWN = 80  # characters of a value in a sentence


@dataclass(frozen=True, slots=True)
class OfUnit:
    """What the workbook changes in what a unit sent in a stage. `cells`: where, in case it cannot be kept."""

    unit: str
    stage: str
    effects: tuple[Effect, ...]
    about: int | None  # the mail that it is about, where that is one
    cells: tuple[tuple[str, str], ...]  # sheet and cell


@dataclass(frozen=True, slots=True)
class Compared:
    changes: tuple[OfUnit, ...] = ()
    refused: tuple[Refusal, ...] = ()


def compared(
    sheets: Mapping[str, Sequence[tuple[Raw, ...]]], season: Season, cells: Sequence[UnitStatus], seal: Seal | None
) -> Compared:
    """All sheets of stages that came back, beside what is on record in `season`."""
    known = {key(name): name for name in sheets}
    changes: list[OfUnit] = []
    refused: list[Refusal] = []
    for stage in season.campaign.stages:
        name = known.get(key(sheet_of(stage)))
        if name is None:
            continue
        reader = _Reader(season, stage, name, cells)
        reader.read(sheets[name], seal)
        changes += reader.changes()
        refused += reader.refused
    return Compared(tuple(changes), tuple(refused))


@dataclass
class _Reader:
    season: Season
    stage: Stage
    name: str
    cells: Sequence[UnitStatus]
    refused: list[Refusal] = field(default_factory=list)

    def __post_init__(self) -> None:
        entries = material_of(self.season, self.stage.code, self.cells).this.entries()
        self._entries = {key_of(entry): entry for entry in entries}
        self._by_name = {(entry.unit.code, title_key(entry.title)): entry for entry in entries}
        self._specs = self.season.campaign.fields_of(self.stage.code)
        self._title = next(spec for spec in self._specs if spec.code == TITLE)
        self._effects: dict[str, list[Effect]] = {}
        self._places: dict[str, list[tuple[str, str]]] = {}
        self._added: set[tuple[str, str]] = set()

    def read(self, rows: Sequence[tuple[Raw, ...]], seal: Seal | None) -> None:
        table = table_of(self.name, rows, (UNIT, self._title.label), seal)
        if table is None:
            why = f"không thấy dòng tiêu đề có cột “{UNIT}” và “{self._title.label}” nên không nhận sửa ở trang này"
            self.refused.append(Refusal(self.name, "A1", why))
        elif seal is None or not table.has(KEY, MARKS):
            self._without_marks(table)
        else:
            self._with_marks(table, seal)

    def changes(self) -> Iterator[OfUnit]:
        for unit, effects in self._effects.items():
            mails = {part.arrival for one in effects if (part := _part_of(one)) is not None} - {NO_MAIL}
            about = next(iter(mails)) if len(mails) == 1 else None
            yield OfUnit(unit, self.stage.code, tuple(effects), about, tuple(self._places[unit]))

    # - a workbook of ours -

    def _with_marks(self, table: Table, seal: Seal) -> None:
        by_key = {seal.row(code): entry for code, entry in self._entries.items()}
        made, found, seen, new = table.made(seal), dict[str, list[Line]](), set[str](), list[Line]()
        for line in table.lines:
            if not self._is_blank(line):
                code = line.text(KEY)
                if code:
                    found.setdefault(code, []).append(line)
                else:
                    new.append(line)
        for code, lines in found.items():
            original, *copies = sorted(lines, key=lambda line: -sum(map(line.is_as_made, made)))
            new += copies  # a row that was copied to be filled in anew bears the key of the one it came from
            entry = by_key.get(code) or self._named(original)
            if entry is None:
                self._gone(original, made)
                continue
            seen.add(key_of(entry))
            self._compare(original, entry, made, [one for one in table.labels if one not in made])
        for line in new:
            self._new(line, seen)
        self._struck(table, seal, by_key, seen, set(found))

    def _is_blank(self, line: Line) -> bool:
        """Nobody is there any more, whatever number and key stand beside it."""
        return all(line.is_blank(label) for label in (UNIT, *(spec.label for spec in self._specs)))

    def _gone(self, line: Line, made: Iterable[str]) -> None:
        """A row whose initiative is not on record, or no longer under this name."""
        changed = [label for label in made if not line.is_as_made(label)]
        self.refused += [line.refuse(label, _NO_LONGER) for label in changed]

    def _compare(self, line: Line, entry: Entry, made: frozenset[str], own: Iterable[str]) -> None:
        specs = {key(spec.label): spec for spec in self._specs}
        for label in sorted(made, key=lambda label: line.columns[key(label)]):
            if line.is_as_made(label):
                continue
            spec = specs.get(key(label))
            if spec is not None:
                self._cell(line, spec, entry)
            elif key(label) != key(UNIT):
                self.refused.append(line.refuse(label, _NOT_TAKEN.format(label=label)))
            elif self._unit(line) != entry.unit.code:
                self.refused.append(line.refuse(label, _OTHER_UNIT))
        self.refused += [line.refuse(one, _OWN_COLUMN.format(label=one)) for one in own if not line.is_blank(one)]

    def _cell(self, line: Line, spec: FieldSpec, entry: Entry) -> None:
        now, raw = content(spec, entry), line.raw(spec.label)
        if said(raw) == said(now):
            return
        try:
            value = _typed(spec, raw)
            if value == entry.tracked.initiative.get(spec.code) or (value is None and not said(now)):
                return
            if not line.was(spec.label, now):
                raise Unfit(_STALE.format(now=_quoted(_shown(spec, entry))))
            self._take(line, spec, entry, value)
        except Unfit as why:
            self.refused.append(line.refuse(spec.label, str(why).rstrip(".")))

    def _take(self, line: Line, spec: FieldSpec, entry: Entry, value: Json) -> None:
        was = _shown(spec, entry)
        if spec.code == TITLE:
            title = _title_of(value)
            if (entry.unit.code, title_key(title)) in self._by_name and title_key(title) != title_key(entry.title):
                raise Unfit(_TWICE)
            effects: list[Effect] = [Rename(held.item(place), title, was=was) for held, place in self._held(entry)]
        elif value is None and spec.code in entry.taken:
            raise Unfit("ô này lấy theo bản đăng ký của đơn vị: muốn để trống thì sửa ở trang đăng ký")
        else:
            effects = [
                Correct(
                    held.item(place), spec.code, value, heading_of(held.version.initiatives[place], spec, value), was
                )
                for held, place in self._held(entry)
            ]
        self._change(entry.unit.code, line, spec.label, effects)

    def _held(self, entry: Entry) -> list[tuple[Held, int]]:
        """Every mail that says it: which of them has the last word may change."""
        return [
            (held, place)
            for held in self.season.standing.held
            if (held.version.unit, held.version.stage) == (entry.unit.code, self.stage.code)
            and not held.version.rejected
            for place, one in enumerate(held.version.initiatives)
            if title_key(one.title) == title_key(entry.title)
        ]

    def _change(self, unit: str, line: Line, label: str, effects: Sequence[Effect]) -> None:
        self._effects.setdefault(unit, []).extend(effects)
        self._places.setdefault(unit, []).append((line.sheet, line.cell(label)))

    # - rows that came and went -

    def _new(self, line: Line, seen: set[str]) -> None:
        first = next(label for label in (UNIT, *(spec.label for spec in self._specs)) if not line.is_blank(label))
        unit = self._unit(line)
        try:
            if unit is None:
                raise Unfit("chưa rõ dòng mới này là của đơn vị nào: ghi tên đơn vị như trong danh sách")
            title = _title_of(_typed(self._title, line.raw(self._title.label)))
        except Unfit as why:
            self.refused.append(line.refuse(UNIT if unit is None else first, str(why).rstrip(".")))
            return
        name = (unit, title_key(title))
        known = self._by_name.get(name)
        if name in self._added:
            self.refused.append(line.refuse(self._title.label, _TWICE))
            return
        self._added.add(name)
        if known is not None:
            seen.add(key_of(known))
            self._again(line, known)
            return
        values = dict[str, Json]({TITLE: title})
        for spec in self._specs:
            try:
                value = None if spec.code == TITLE else _typed(spec, line.raw(spec.label))
            except Unfit as why:
                self.refused.append(line.refuse(spec.label, str(why).rstrip(".")))
            else:
                values.update({spec.code: value} if value is not None else {})
        self._add(unit, line, values)

    def _again(self, line: Line, known: Entry) -> None:
        """A row without its key that is on record already: what differs in it cannot be told from what came since."""
        for spec in self._specs:
            if not line.is_blank(spec.label) and not _agrees(line, spec, known):
                self.refused.append(line.refuse(spec.label, _TWICE))

    def _add(self, unit: str, line: Line, values: Mapping[str, Json]) -> None:
        """To the last mail that counts of the unit in this stage; where there is none, it came without a mail."""
        counting = [
            held
            for held in self.season.standing.held
            if (held.version.unit, held.version.stage) == (unit, self.stage.code)
            and not (held.version.rejected or held.version.provisional)
        ]
        effects: list[Effect] = []
        if counting:
            part = counting[-1].part
        else:
            part = Part(NO_MAIL, self.stage.code, unit)
            made = Submission(NO_MAIL, self.season.as_of, self.stage.code, unit)
            effects += [made] if made not in self._effects.get(unit, ()) else []
        self._change(unit, line, self._title.label, [*effects, Add(part, tuple(values.items()))])

    def _struck(
        self, table: Table, seal: Seal, by_key: Mapping[str, Entry], seen: set[str], there: Iterable[str]
    ) -> None:
        """Rows that the list names and that are not there: taken out, or only not part of this file."""
        then = listed(table.texts_above(KEY))
        here = set(map(beginning, there))
        gone = [
            (entry, then[beginning(code)])
            for code, entry in by_key.items()
            if beginning(code) in then and beginning(code) not in here and key_of(entry) not in seen
        ]
        most = max(_STRUCK_AT_MOST, len(then) // 10)
        if len(gone) > most:
            why = _EXTRACT.format(gone=count(len(gone)), all=count(len(then)), most=count(most))
            self.refused.append(Refusal(table.name, "A1", why))
            return
        end = table.lines[-1] if table.lines else None
        for entry, printed in gone:
            place = (table.name, end.cell(UNIT) if end else "A1")
            if print_of(cells_of(entry, self._specs), seal) != printed:
                row = f"dòng {_quoted(entry.title)} của {entry.unit.label}"
                self.refused.append(Refusal(*place, f"{row} đã có thay đổi từ khi lập bảng tính nên chưa bỏ"))
                continue
            drops = [Drop(held.item(number)) for held, number in self._held(entry)]
            self._effects.setdefault(entry.unit.code, []).extend(drops)
            self._places.setdefault(entry.unit.code, []).append(place)

    # - a workbook without marks -

    def _without_marks(self, table: Table) -> None:
        for line in table.lines:
            if self._is_blank(line):
                continue
            entry = self._named(line)
            if entry is None:
                self.refused.append(line.refuse(self._title.label, _UNMARKED))
                continue
            for spec in self._specs:
                if table.has(spec.label) and not _agrees(line, spec, entry):
                    self.refused.append(line.refuse(spec.label, _UNMARKED))

    # - who and what is meant -

    def _named(self, line: Line) -> Entry | None:
        """By unit and title as they stand in the row by now."""
        unit, title = self._unit(line), line.text(self._title.label)
        return self._by_name.get((unit, title_key(title))) if unit and title else None

    def _unit(self, line: Line) -> str | None:
        name, roster = line.text(UNIT), self.season.roster
        if not name:
            return None
        labelled = [unit.code for unit in roster if key(name) in (key(unit.label), key(unit.name), key(unit.code))]
        units = labelled or list(unit_index(roster).named(name) or ending_so(name, roster))
        return units[0] if len(units) == 1 else None


_NO_LONGER = "nội dung của dòng này đã được bỏ, đổi tên hoặc chuyển đi từ khi lập bảng tính"
_NOT_TAKEN = "cột “{label}” do hệ thống lập từ các cột khác nên không nhận sửa"
_OWN_COLUMN = "cột “{label}” không có trong bảng do hệ thống lập"
_OTHER_UNIT = (
    "chuyển nội dung sang đơn vị khác: viết thư cho hộp thư của phòng, ví dụ “thư 17 là của THPT số 2 Bảo Thắng”, "
    "với số thư ghi ở cột “Thư số”"
)
_STALE = "từ khi lập bảng tính, giá trị này đã đổi thành {now}; muốn sửa tiếp thì sửa trong bảng tính lập mới"
_TWICE = "đơn vị đã có nội dung mang tên này ở dòng khác; muốn sửa thì sửa ở dòng ấy"
_EXTRACT = (
    "thiếu {gone} trong {all} dòng nên coi tệp là bản trích và không bỏ nội dung nào; muốn bỏ, mỗi lần xóa nhiều nhất "
    "{most} dòng"
)
_UNMARKED = (
    "khác với số liệu hiện có, nhưng bảng tính này lập từ bản cũ của hệ thống hoặc đã mất mã dòng nên không nhận sửa ở "
    "trang này; đề nghị sửa trong bảng tính lập mới"
)


# --- Whether it is still what was shown -----------------------------------------------------------------------------


def still_there(effects: Sequence[OfContent], season: Season) -> tuple[OfContent, ...]:
    """Of what a workbook changes, what still finds what it was shown beside, and still changes it."""
    if not effects:
        return ()
    now = _Now(season)
    added = [effect.part for effect in effects if isinstance(effect, Add) and now.stands(effect)]
    return tuple(
        one for one in effects if (_part_made(one) in added if isinstance(one, Submission) else now.stands(one))
    )


def _part_made(effect: Submission) -> Part:
    return Part(effect.arrival, effect.stage, effect.unit)


class _Now:
    """What is on record, found by the places that effects name."""

    def __init__(self, season: Season) -> None:
        self._season = season
        cells = statuses(season)
        self._entries = {
            (stage.code, entry.unit.code, title_key(entry.title)): entry
            for stage in season.campaign.stages
            for entry in material_of(season, stage.code, cells).this.entries()
        }
        self._found = {
            (held.part.arrival, place): (held.version.stage, held.version.unit or "", title_key(one.title))
            for held in season.standing.held
            for place, one in zip(held.places, held.version.initiatives, strict=True)
        }

    def stands(self, effect: OfContent) -> bool:
        match effect:
            case Correct(item, code, value, was=was):
                entry = self._entry(item)
                if entry is None or entry.tracked.initiative.get(code) == value:
                    return False
                return _shown(self._season.campaign.field(code), entry) == (was or "")
            case Rename(item, new, was=was):
                entry = self._entry(item)
                return entry is not None and entry.title == was != new
            case Drop(item):
                return self._entry(item) is not None
            case Add(part, values):
                name = title_key(str(dict(values)[TITLE]))
                whose = {(part.stage, part.unit)} | {
                    (held.version.stage, held.version.unit) for held in self._season.standing.held if held.part == part
                }
                return not any((stage or "", unit or "", name) in self._entries for stage, unit in whose)
        return False

    def _entry(self, item: Item) -> Entry | None:
        found = self._found.get((item.part.arrival, item.place))
        return self._entries.get(found) if found else None


# --- Cells ----------------------------------------------------------------------------------------------------------


def _typed(spec: FieldSpec, raw: Raw) -> Json:
    """The value of a cell, whatever Excel made of what was typed; None: it is empty. Raises Unfit."""
    if is_emptied(raw):
        return None
    if isinstance(raw, date):
        return raw.strftime("%Y-%m-%d") if spec.kind == "date" else typed_value(spec, short_day(raw))
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        if spec.kind == "percent" and 0 < raw <= 1:
            raise Unfit(_SHARE.format(one=f"{raw:g}".replace(".", ","), hundred=plain(100 * raw)))
        return float(raw) if spec.kind in ("percent", "number") else typed_value(spec, said(raw).replace(".", ","))
    return typed_value(spec, str(raw))


_SHARE = "chưa rõ {one} là {hundred}% hay {one}%: ghi dạng chữ, ví dụ “{hundred}%”"


def _title_of(value: Json) -> str:
    title = fold(str(value or ""))
    if not any(char.isalpha() for char in title):
        raise Unfit("dòng chưa có tên của nội dung; muốn bỏ nội dung thì xóa cả dòng")
    return title


def _agrees(line: Line, spec: FieldSpec, entry: Entry) -> bool:
    raw = line.raw(spec.label)
    if said(raw) == said(content(spec, entry)):
        return True
    try:
        return _typed(spec, raw) == entry.tracked.initiative.get(spec.code)
    except Unfit:
        return False


def _shown(spec: FieldSpec, entry: Entry) -> str:
    value = entry.tracked.initiative.get(spec.code)
    return "" if value is None else shown_value(value, spec)


def _quoted(text: str) -> str:
    return f"“{clipped(fold(text), _SHOWN)}”" if text else "ô trống"


def _part_of(effect: Effect) -> Part | None:
    match effect:
        case Add(part):
            return part
        case Correct(item) | Rename(item) | Drop(item):
            return item.part
    return None
