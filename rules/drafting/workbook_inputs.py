"""The two sheets of the workbook that people fill in: their rows, their columns, and what may stand in a cell.

Writer and taker of the workbook share this table. A row is known by its key, which stands in a column of its own, so
sorting and filtering do no harm; the facts beside it are a picture and are never taken back.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from rules import basis
from rules.campaign import PROXIES, Campaign, Index, Target
from rules.drafting.material import Entry, Material, kinds_of, material_of, shown
from rules.initiative import TITLE
from rules.rulings import Entered
from rules.season import Season
from rules.standing.similar import Alike, Piece, most_alike
from rules.standing.status import UnitStatus, marks
from rules.titles import title_key
from rules.wording import capitalised, clipped

APPRAISAL = "Thẩm định"
BY_HAND = "Số liệu nhập tay"
KEY = "Mã dòng"
"""The label of the column that holds the key of a row."""

TOTAL = "Tổng điểm"
"""The label of the one column with formulas."""

HEADER_ROW = 4
TICK = "x"
NO_AWARD = "Không"

REMARK, AWARD, NAMES = "remark", "award", "names"
PART, WHOLE, LEVEL, PAPER, DAY, SOURCE = "part", "whole", "level", "paper", "day", "source"

_TEXT_AT_MOST = 400  # characters of a text that is shown; all of it is compared

Kind = Literal[
    "points",  # a number from 0 to `most`
    "count",  # a whole number from 0 on
    "text",
    "choice",  # one of `choices`, as written there
    "tick",  # "x" or empty
    "day",  # a date, day first
]
Fact = str | float | None


@dataclass(frozen=True, slots=True)
class InputColumn:
    """A column to fill in; `code` is the column of an `Entered`."""

    code: str
    label: str
    kind: Kind
    most: float | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactColumn:
    label: str
    width: float  # characters
    short: bool = False  # a number or a share, set in the middle
    weighed: bool = False  # against what other years brought, which is not at hand when a workbook comes back


@dataclass(frozen=True, slots=True)
class InputRow:
    """`given`: what was entered so far, by code of the column; `open`: the columns that this row can be filled in."""

    key: str
    facts: tuple[Fact, ...]
    given: Mapping[str, str | float]
    open: frozenset[str]
    unit: str | None = None
    stage: str | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class InputSheet:
    name: str
    title: str
    note: str
    facts: tuple[FactColumn, ...]
    inputs: tuple[InputColumn, ...]
    rows: tuple[InputRow, ...] = field(repr=False)


def input_sheets(
    season: Season, cells: Iterable[UnitStatus], earlier: Sequence[Piece] = ()
) -> tuple[InputSheet, InputSheet]:
    """Both sheets. `earlier`: initiatives of other years, to compare with."""
    known = tuple(cells)
    return appraisal_sheet(season, known, earlier), by_hand_sheet(season, known)


def entered(season: Season) -> Mapping[str, Mapping[str, str | float]]:
    """What stands in the cells at last: row -> column -> value."""
    return MappingProxyType(_latest(season.entered))


def _latest(cells: Iterable[Entered]) -> dict[str, dict[str, str | float]]:
    found: dict[str, dict[str, str | float]] = {}
    for cell in cells:
        row = found.setdefault(cell.row, {})
        row.pop(cell.column, None)
        if cell.value is not None and cell.value != "":
            row[cell.column] = cell.value
    return found


# --- Appraisal --------------------------------------------------------------------------------------------------


def appraisal_columns(campaign: Campaign) -> tuple[InputColumn, ...]:
    """The criteria of the campaign file, then remark and proposal."""
    criteria = [
        InputColumn(one.code, f"{one.label} (0-{one.points:g})", "points", one.points) for one in campaign.criteria
    ]
    awards = (*(award.label for award in campaign.awards), NO_AWARD)
    return (
        *criteria,
        InputColumn(REMARK, "Nhận xét", "text"),
        InputColumn(AWARD, "Đề nghị khen thưởng", "choice", choices=awards),
        InputColumn(NAMES, "Cá nhân, tập thể được đề nghị", "text"),
    )


_APPRAISED = (
    FactColumn("Đơn vị", 16),
    FactColumn("Đợt", 9),
    FactColumn("Tên", 26),
    FactColumn("Người thực hiện", 14),
    FactColumn("Nội dung, kết quả", 34),
    FactColumn("Gần giống với: đơn vị", 13, weighed=True),
    FactColumn("Gần giống với: nội dung", 28, weighed=True),
    FactColumn("Phần văn bản trùng (%)", 9, short=True, weighed=True),
)


def appraisal_sheet(season: Season, cells: Sequence[UnitStatus], earlier: Sequence[Piece]) -> InputSheet:
    campaign, given = season.campaign, entered(season)
    columns = appraisal_columns(campaign)
    found = tuple(appraised(season, cells))
    pieces = [_piece(material, entry) for _, material, entry in found]
    alike = most_alike(pieces, (*pieces, *earlier))
    rows = tuple(
        InputRow(
            key,
            _appraisal_facts(material, entry, piece, like),
            given.get(key, {}),
            frozenset(column.code for column in columns),
            unit=entry.unit.code,
            stage=material.stage.code,
        )
        for (key, material, entry), piece, like in zip(found, pieces, alike, strict=True)
    )
    note = "Chỉ nhập ở các ô nền trắng; gửi lại tệp này cho hộp thư của phòng để ghi nhận"
    return InputSheet(APPRAISAL, f"Thẩm định, {campaign.short}", note, _APPRAISED, columns, rows)


def appraised(season: Season, cells: Sequence[UnitStatus]) -> Iterator[tuple[str, Material, Entry]]:
    """Every initiative once, by its key: as it was last reported, or as it was registered where no report is tied."""
    seen: set[str] = set()
    for stage in reversed(season.campaign.stages):
        material = material_of(season, stage.code, cells)
        for entry in material.this.entries():
            key = initiative_key(entry)
            if key not in seen:
                seen.add(key)
                yield key, material, entry


def initiative_key(entry: Entry) -> str:
    """Known by unit and title; the title is the registered one where a report is tied to it, so points carry over."""
    tied = entry.tie.registered if entry.tie and entry.tie.kind == "same" else None
    title = title_key(tied or entry.title)
    return f"{entry.unit.code}:{hashlib.sha256(title.encode()).hexdigest()[:10]}"


def _appraisal_facts(material: Material, entry: Entry, piece: Piece, like: Alike | None) -> tuple[Fact, ...]:
    people = [shown(spec, entry) for spec in material.campaign.fields if spec.kind == "people"]
    own: tuple[Fact, ...] = (
        entry.unit.label,
        capitalised(material.stage.label),
        entry.title,
        "; ".join(text for text in people if text),
        clipped(piece.text, _TEXT_AT_MOST),
    )
    if like is None:
        return (*own, "", "", None)
    other = like.piece
    return (*own, other.source, clipped(f"“{other.title}” {other.text}", _TEXT_AT_MOST), round(100 * like.share))


def _piece(material: Material, entry: Entry) -> Piece:
    """The initiative in the words of its unit, field by field."""
    specs = material.campaign.fields_of(material.stage.code)
    texts = [shown(spec, entry) for spec in specs if spec.kind == "text" and spec.code != TITLE]
    return Piece(entry.unit.code, entry.unit.label, entry.title, "\n".join(text for text in texts if text))


# --- Figures by hand --------------------------------------------------------------------------------------------

BY_HAND_COLUMNS = (
    InputColumn(PART, "Số đạt", "count"),
    InputColumn(WHOLE, "Tổng số", "count"),
    InputColumn(LEVEL, "Mức đạt được (bằng lời)", "text"),
    InputColumn(PAPER, "Đã nộp bản giấy / qua hệ thống khác (x)", "tick"),
    InputColumn(DAY, "Ngày nhận", "day"),
    InputColumn(SOURCE, "Nguồn số liệu, ghi chú", "text"),
    InputColumn(basis.NUMBER, "Số, ký hiệu văn bản", "text"),
    InputColumn(basis.ISSUED, "Ngày văn bản", "day"),
)
_BY_HAND_FACTS = (FactColumn("Loại", 16), FactColumn("Nội dung", 56), FactColumn("Chỉ tiêu", 12, short=True))


def by_hand_sheet(season: Season, cells: Sequence[UnitStatus]) -> InputSheet:
    """Targets that no mail proves, then units of which nothing has come in a stage."""
    given = entered(season)
    rows = [_target_row(target, given) for target in season.campaign.targets if needs_hand(target)]
    rows += [_index_row(index, given) for index in season.campaign.indices]
    rows += [_document_row(code, season.cited, given) for code in basis.codes(season.campaign)]
    for stage in season.campaign.stages:
        of_stage = [cell for cell in cells if cell.stage == stage.code]
        for _, members in kinds_of(of_stage, season.campaign):
            rows += [_paper_row(season, cell) for cell in members if cell.state in ("owes", "paper")]
    note = "Chỉ nhập ở các ô nền trắng; gửi lại tệp này cho hộp thư của phòng để ghi nhận"
    title = f"Số liệu nhập tay, {season.campaign.short}"
    return InputSheet(BY_HAND, title, note, _BY_HAND_FACTS, BY_HAND_COLUMNS, tuple(rows))


def needs_hand(target: Target) -> bool:
    """No mail proves it, or only something near it."""
    return target.source != "mail" or target.figure in PROXIES


def target_key(code: str) -> str:
    return f"target:{code}"


def paper_key(unit: str, stage: str) -> str:
    return f"paper:{stage}:{unit}"


def _target_row(target: Target, given: Mapping[str, Mapping[str, str | float]]) -> InputRow:
    key = target_key(target.code)
    goal = "" if target.percent is None else f"{'từ ' if target.at_least else ''}{target.percent:g}%"
    filled = {LEVEL, SOURCE} if target.percent is None else {PART, WHOLE, SOURCE}
    facts = ("Chỉ tiêu", f"{target.who}: {target.what}", goal)
    return InputRow(key, facts, given.get(key, {}), frozenset(filled), target=target.code)


def index_key(code: str) -> str:
    return f"index:{code}"


def _index_row(index: Index, given: Mapping[str, Mapping[str, str | float]]) -> InputRow:
    """An index that others publish: its value of this year, in words, and where it stands."""
    key = index_key(index.code)
    return InputRow(key, ("Chỉ số", index.label, index.target), given.get(key, {}), frozenset({LEVEL, SOURCE}))


def _document_row(code: str, campaign: Campaign, given: Mapping[str, Mapping[str, str | float]]) -> InputRow:
    """A document that letters and documents cite; its subject stands in the column for remarks."""
    key = basis.row_of(code)
    facts = ("Văn bản được dẫn", f"{basis.named(code, campaign)} (trích yếu: ghi ở cột ghi chú)", "")
    return InputRow(key, facts, given.get(key, {}), frozenset({basis.NUMBER, basis.ISSUED, SOURCE}))


def _paper_row(season: Season, cell: UnitStatus) -> InputRow:
    """Filled from the marks that stand, for an entry here becomes such a mark."""
    label = season.campaign.stage(cell.stage).label
    own = list(marks(season, "paper", cell.unit.code, cell.stage))
    given: dict[str, str | float] = {PAPER: TICK} if own else {}
    if own and own[-1].until:
        given[DAY] = own[-1].until.isoformat()
    if own and own[-1].reason:
        given[SOURCE] = own[-1].reason
    facts = (f"Chưa gửi {label}", cell.unit.name, "")
    key = paper_key(cell.unit.code, cell.stage)
    return InputRow(key, facts, given, frozenset({PAPER, DAY, SOURCE}), unit=cell.unit.code, stage=cell.stage)
