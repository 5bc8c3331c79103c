"""Figures in sentences, small tables and charts: how many units, of which kinds, in which areas, how far."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rules.calendar import inclusive_last_day, local_day, short_day
from rules.campaign import Calendar, FieldSpec, Stage
from rules.drafting.material import (
    Entry,
    Material,
    Round,
    Tally,
    choice_of,
    groups_of,
    kinds_of,
    noun,
    share_name,
    tally,
)
from rules.drafting.report import Chart, Column, Grid, Paragraph, Row, Series
from rules.standing.status import UnitStatus
from rules.wording import capitalised, count, listed, lowered, percent

_LINES_FROM = 2  # fewer lines make no table
_SHARED_FROM = 10  # units; of fewer a share in per cent says nothing
_BARS_FROM = 3  # fewer bars are told better in words
_DRAWN_FROM = 10  # units or initiatives; fewer need neither table nor chart
_FULL = 100.0


# --- Units ------------------------------------------------------------------------------------------------------


def who_sent(material: Material, part: Round) -> str:
    """How many units sent how much, and in one clause how many of them in time."""
    total = tally(part.statuses)
    document = part.stage.document
    if not total.owing:
        return f"Không có đơn vị nào thuộc diện phải gửi {document}."
    if not total.sent:
        return f"Chưa có đơn vị nào trong số {count(total.owing)} đơn vị thuộc diện phải gửi đã gửi {document}."
    share = f" (đạt {percent(total.sent, total.owing)})" if total.owing >= _SHARED_FROM else ""
    told = (
        f"Có {count(total.sent)}/{count(total.owing)} đơn vị đã gửi {document}{share}, với tổng số "
        f"{count(total.initiatives)} {noun(material.campaign)}{nouns_in_words(material, part.entries())}"
    )
    return f"{told}{_in_time(material, part, total)}."


def _in_time(material: Material, part: Round, total: Tally) -> str:
    """One clause; both readings of the deadline are left to the note for the office."""
    if local_day(material.season.as_of, material.campaign.calendar) <= inclusive_last_day(part.stage):
        return (
            f"; đợt {part.stage.label} chưa kết thúc (thời hạn ngày {short_day(part.stage.due)}), số liệu còn thay đổi"
        )
    timed = total.on_time + total.last_day + total.late
    in_time = total.on_time + total.last_day
    if not timed:
        return ""
    return (
        "; các đơn vị đều gửi trong thời hạn" if in_time == timed else f"; {count(in_time)} đơn vị gửi trong thời hạn"
    )


def is_absent(cell: UnitStatus) -> bool:
    return cell.state == "owes" and cell.unit.must_register


def timeliness_in_words(material: Material, part: Round) -> str:
    """For the note: before the named day, on it, after it; "" where the stage is not over or nothing came."""
    calendar = material.campaign.calendar
    day = short_day(part.stage.due)
    total = tally(part.statuses)
    if local_day(material.season.as_of, calendar) <= inclusive_last_day(part.stage):
        return ""
    if not total.on_time + total.last_day + total.late:
        return ""
    extended = any(mark.kind == "extension" and mark.stage == part.stage.code for mark in material.season.marks)
    allowed = f"trước ngày {day} hoặc trong thời gian được gia hạn" if extended else f"trước ngày {day}"
    parts = [f"{count(total.on_time)} đơn vị gửi {allowed}"]
    if total.last_day:
        parts.append(f"{count(total.last_day)} đơn vị gửi trong ngày {day}")
    if total.late:
        limit = "thời hạn" if extended else f"ngày {day}"
        parts.append(f"{count(total.late)} đơn vị gửi sau {limit}")
    return f"{listed(parts)}."


_UNIT_COLUMNS = (
    Column("Phải gửi", 14, "centre"),
    Column("Đã gửi", 14, "centre"),
    Column("Tỷ lệ", 14, "centre"),
    Column("Số nội dung", 14, "centre"),
)
_Lines = tuple[tuple[str, tuple[UnitStatus, ...]], ...]


def kinds_table(material: Material, part: Round) -> Grid | None:
    lines = kinds_of(part.statuses, material.campaign)
    return _table(part, "Loại đơn vị", lines, f"Kết quả {part.name} theo loại đơn vị")


def places_table(part: Round) -> Grid | None:
    """The units that lie in a place of the roster; those of the agency's seat are in none."""
    return _table(part, "Địa bàn", groups_of(part.statuses), f"Kết quả {part.name} theo địa bàn")


def _table(part: Round, first: str, lines: _Lines, title: str) -> Grid | None:
    """What its units owe and sent, line by line; None where there is only one line to tell."""
    if len(part.statuses) < _DRAWN_FROM or len(lines) < _LINES_FROM:
        return None
    rows = [Row((capitalised(label), *_unit_cells(cells))) for label, cells in lines]
    rows.append(Row(("Tổng số", *_unit_cells(cell for _, cells in lines for cell in cells)), "total"))
    return Grid((Column(first, 44), *_UNIT_COLUMNS), tuple(rows), title)


def _unit_cells(cells: Iterable[UnitStatus]) -> tuple[str, ...]:
    total = tally(tuple(cells))
    return str(total.owing), str(total.sent), percent(total.sent, total.owing), str(total.initiatives)


def groups_chart(part: Round) -> Chart | None:
    """Units that sent and units that did not, by group."""
    groups = groups_of(part.statuses)
    if len(groups) < _BARS_FROM or len(part.statuses) < _DRAWN_FROM:
        return None
    totals = [tally(cells) for _, cells in groups]
    return Chart(
        "bars",
        f"Số đơn vị đã gửi {part.stage.label} theo địa bàn",
        tuple(name for name, _ in groups),
        (
            Series("Đã gửi", tuple(float(total.sent) for total in totals)),
            Series("Chưa gửi", tuple(float(total.missing) for total in totals)),
        ),
        "đơn vị",
    )


def course_chart(statuses: Sequence[UnitStatus], stage: Stage, calendar: Calendar) -> Chart | None:
    """How many units had sent something by the end of each day on which something came."""
    days = sorted(local_day(cell.first_at, calendar) for cell in statuses if cell.first_at is not None)
    distinct = sorted(set(days))
    if len(distinct) < _BARS_FROM or len(days) < _DRAWN_FROM:
        return None
    on_paper = any(cell.state == "paper" and cell.first_at is None for cell in statuses)
    values = tuple(float(sum(day <= end for day in days)) for end in distinct)
    return Chart(
        "line",
        f"Số đơn vị đã gửi {stage.label} theo thời gian{' (không kể bản giấy)' if on_paper else ''}",
        tuple(short_day(day).rpartition("/")[0] for day in distinct),
        (Series("Số đơn vị (cộng dồn)", values),),
        "đơn vị",
        tuple(float((day - distinct[0]).days) for day in distinct),
    )


# --- Initiatives ------------------------------------------------------------------------------------------------


def _choices(material: Material, part: Round) -> list[FieldSpec]:
    return [spec for spec in material.campaign.fields_of(part.stage.code) if spec.kind == "choice"]


def _shares(spec: FieldSpec, entries: Iterable[Entry]) -> tuple[list[tuple[str, int]], int]:
    """The number of entries per choice, in the order of the campaign, and the number that says none."""
    found = Counter(choice_of(spec, entry.tracked.initiative.get(spec.code)) for entry in entries)
    return [(choice.label, found[choice]) for choice in spec.choices], found[None]


def nouns_in_words(material: Material, entries: Sequence[Entry], *, alone: bool = False) -> str:
    """How many of which kind, the kinds themselves as nouns: " (19 giải pháp, 10 mô hình)".

    `alone`: as the object of a sentence, without brackets and with its own noun where nobody says a kind.
    """
    spec = next((one for one in material.campaign.fields if _names_kinds(one)), None)
    shares, unsaid = _shares(spec, entries) if spec else ([], len(entries))
    told = [f"{count(number)} {lowered(label)}" for label, number in sorted(shares, key=lambda one: -one[1]) if number]
    if not told:
        return f"{count(unsaid)} {noun(material.campaign)}" if alone else ""
    said = listed((*told, *([f"{count(unsaid)} nội dung khác"] if unsaid else [])))
    return said if alone else f" ({said})"


def _names_kinds(spec: FieldSpec) -> bool:
    """Whether its values are nouns for what is registered: "giải pháp"."""
    return spec.kind == "choice" and share_name(spec) == "loại"


def shares_chart(material: Material, part: Round) -> Chart | None:
    """The field with the most choices as bars."""
    specs = _choices(material, part)
    widest = max(specs, key=lambda spec: len(spec.choices), default=None)
    if widest is None:
        return None
    entries = part.entries()
    shares, unsaid = _shares(widest, entries)
    bars = [*shares, ("Chưa nêu", unsaid)] if unsaid else shares
    if len(bars) < _BARS_FROM or len(entries) < _DRAWN_FROM:
        return None
    return Chart(
        "bars",
        f"Số {noun(material.campaign)} {part.name} theo {share_name(widest)}",
        tuple(label for label, _ in bars),
        (Series("Số lượng", tuple(float(number) for _, number in bars)),),
        noun(material.campaign),
    )


def progress_in_words(material: Material, part: Round) -> Iterator[Paragraph]:
    """One sentence for each field in per cent: how many are complete, by the units' own judgement."""
    entries = part.entries()
    for spec in material.campaign.fields_of(part.stage.code):
        values = [entry.tracked.initiative.get(spec.code) for entry in entries] if spec.kind == "percent" else []
        stated = [value for value in values if isinstance(value, int | float)]
        if stated:
            done = sum(value >= _FULL for value in stated)
            rest = len(stated) - done
            more = f", {count(rest)} nội dung đang thực hiện" if rest else ""
            yield Paragraph(
                f"Theo tự đánh giá của các đơn vị, {count(done)}/{count(len(stated))} nội dung đã hoàn thành{more}."
            )


def comparison_in_words(material: Material) -> Iterator[Paragraph]:
    """What was registered against what is reported."""
    if material.earlier is None:
        return
    ties = [tie for cell in material.this.statuses for tie in cell.ties]
    same = sum(tie.kind == "same" for tie in ties if tie.registered is not None)
    new = sum(tie.kind == "new" for tie in ties)
    before = len(material.earlier.entries())
    if not before:
        return
    more = f"; {count(new)} nội dung thực hiện thêm ngoài {material.earlier.stage.label}" if new else ""
    yield Paragraph(
        f"Trong {count(before)} nội dung đã {material.earlier.stage.label}, {count(same)} nội dung có kết quả{more}."
    )
