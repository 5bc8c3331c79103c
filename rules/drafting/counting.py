"""Figures in sentences and in small tables: how many units, of which kinds, when, in which areas, how far."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rules.calendar import inclusive_last_day, local_day, short_day
from rules.campaign import Calendar, FieldSpec, Stage
from rules.drafting.material import (
    Entry,
    Material,
    Round,
    choice_of,
    groups_of,
    kinds_of,
    named,
    noun,
    share_name,
    tally,
)
from rules.drafting.report import Chart, Column, Grid, Paragraph, Row, Series
from rules.standing.status import UnitStatus
from rules.wording import UNCONFIRMED, capitalised, count, listed, lowered, percent, plain

_NAMED_AT_MOST = 6  # units named in a sentence; more are left to the appendix
_LAST_AT_MOST = 3  # groups named as the last ones
_BARS_FROM = 3  # fewer bars are told better in words
_DRAWN_FROM = 10  # units or initiatives; fewer need neither table nor chart
_FULL = 100.0
_HALF = 50.0


# --- Units ------------------------------------------------------------------------------------------------------


def units_in_words(material: Material, part: Round) -> Iterator[Paragraph]:
    """Who sent, of which kinds, when; who did not is named only to readers inside the agency."""
    yield Paragraph(_who_sent(material, part))
    kinds = kinds_of(part.statuses, material.campaign)
    if len(kinds) > 1:
        yield Paragraph(f"Theo loại đơn vị: {listed(_kind_in_words(label, cells) for label, cells in kinds)}.")
    groups = _groups_in_words(part)
    if groups:
        yield Paragraph(groups)
    yield from timeliness_in_words(material, part)
    absent = [cell.unit for cell in part.statuses if is_absent(cell)]
    if 0 < len(absent) <= _NAMED_AT_MOST and not material.to_superior:
        yield Paragraph(f"Đơn vị chưa gửi: {named(absent)}.")


def _who_sent(material: Material, part: Round) -> str:
    total = tally(part.statuses)
    document = part.stage.document
    if not total.owing:
        return f"Không có đơn vị nào thuộc diện phải gửi {document}."
    if not total.sent:
        return f"Chưa có đơn vị nào trong số {count(total.owing)} đơn vị thuộc diện phải gửi đã gửi {document}."
    sentences = [
        f"Có {count(total.sent)}/{count(total.owing)} đơn vị đã gửi {document} "
        f"(đạt {percent(total.sent, total.owing)}), với tổng số {count(total.initiatives)} {noun(material.campaign)}"
        + (f"; còn {count(total.missing)} đơn vị chưa gửi." if total.missing else ".")
    ]
    if part is material.this and material.earlier is not None:
        sentences.append(_against(material.earlier, total.sent))
    if total.paper:
        sentences.append(
            f"Trong đó, {count(total.paper)} đơn vị gửi bản giấy hoặc qua hệ thống khác, nội dung chưa có để tổng hợp."
        )
    if total.volunteers:
        sentences.append(f"Ngoài ra, {count(total.volunteers)} đơn vị không thuộc diện phải gửi cũng đã gửi.")
    if total.provisional:
        sentences.append(
            f"Thông tin của {count(total.provisional)} đơn vị đang chờ xác nhận, được đánh dấu {UNCONFIRMED}."
        )
    return " ".join(sentences)


def _against(earlier: Round, sent: int) -> str:
    """How many units sent, beside the round before."""
    before = tally(earlier.statuses).sent
    there = f"đợt {earlier.stage.label} ({count(before)} đơn vị)"
    if sent == before:
        return f"Số đơn vị đã gửi bằng {there}."
    more = "tăng" if sent > before else "giảm"
    return f"So với {there}, số đơn vị đã gửi {more} {count(abs(sent - before))} đơn vị."


def _groups_in_words(part: Round) -> str | None:
    """How many groups are complete, and which stand last."""
    totals = [(name, tally(cells)) for name, cells in groups_of(part.statuses)]
    totals = [(name, total) for name, total in totals if total.owing]
    if len(totals) < _BARS_FROM:
        return None
    full = sum(not total.missing for _, total in totals)
    if full == len(totals):
        return f"Theo địa bàn: tất cả {count(full)} địa bàn có 100% đơn vị đã gửi."
    least = min(total.sent / total.owing for _, total in totals)
    last = [(name, total) for name, total in totals if total.sent / total.owing == least]
    share = percent(last[0][1].sent, last[0][1].owing)
    names = listed(name for name, _ in last) if len(last) <= _LAST_AT_MOST else f"{count(len(last))} địa bàn"
    told = f"{count(full)}/{count(len(totals))} địa bàn có 100% đơn vị đã gửi"
    return f"Theo địa bàn: {told}; thấp nhất là {names} ({share})."


def _kind_in_words(label: str, cells: tuple[UnitStatus, ...]) -> str:
    total = tally(cells)
    return f"{count(total.sent)}/{count(total.owing)} {label} ({percent(total.sent, total.owing)})"


def is_absent(cell: UnitStatus) -> bool:
    return cell.state == "owes" and cell.unit.must_register


def timeliness_in_words(material: Material, part: Round) -> Iterator[Paragraph]:
    """Before the named day, on it, after it: both readings of the deadline can be told from the three numbers."""
    calendar = material.campaign.calendar
    day = short_day(part.stage.due)
    if local_day(material.season.as_of, calendar) <= inclusive_last_day(part.stage):
        yield Paragraph(f"Đợt {part.stage.label} chưa kết thúc (thời hạn: ngày {day}), số liệu còn thay đổi.")
        return
    total = tally(part.statuses)
    timed = total.on_time + total.last_day + total.late
    if not timed:
        return
    extended = any(mark.kind == "extension" and mark.stage == part.stage.code for mark in material.season.marks)
    allowed = f"trước ngày {day} hoặc trong thời gian được gia hạn" if extended else f"trước ngày {day}"
    parts = [f"{count(total.on_time)} đơn vị gửi {allowed} ({percent(total.on_time, timed)})"]
    if total.last_day:
        parts.append(f"{count(total.last_day)} đơn vị gửi trong ngày {day} ({percent(total.last_day, timed)})")
    if total.late:
        limit = "thời hạn" if extended else f"ngày {day}"
        parts.append(f"{count(total.late)} đơn vị gửi sau {limit} ({percent(total.late, timed)})")
    yield Paragraph(f"Về thời hạn: {listed(parts)}{'' if total.late else '; không có đơn vị gửi sau thời hạn'}.")


_UNIT_COLUMNS = (
    Column("Đơn vị", 40),
    Column("Phải gửi", 12, "centre"),
    Column("Đã gửi", 12, "centre"),
    Column("Tỷ lệ", 12, "centre"),
    Column("Gửi sau hạn", 12, "centre"),
    Column("Số lượng", 12, "centre"),
)


def units_table(material: Material, part: Round) -> Grid | None:
    """Kinds and groups of units with what they owe and sent; None where there is only one line to tell."""
    divisions = (
        ("Theo loại đơn vị", kinds_of(part.statuses, material.campaign)),
        ("Theo địa bàn", groups_of(part.statuses)),
    )
    rows: list[Row] = []
    if len(part.statuses) < _DRAWN_FROM:
        return None
    for name, lines in divisions:
        if len(lines) > 1:
            rows.append(Row((name,), "group"))
            rows += [Row((capitalised(label), *_unit_cells(cells))) for label, cells in lines]
    if not rows:
        return None
    rows.append(Row(("Tổng số", *_unit_cells(part.statuses)), "total"))
    return Grid(_UNIT_COLUMNS, tuple(rows), f"Kết quả {part.name} theo loại đơn vị và địa bàn")


def _unit_cells(cells: Iterable[UnitStatus]) -> tuple[str, ...]:
    total = tally(cells)
    share = percent(total.sent, total.owing)
    return str(total.owing), str(total.sent), share, str(total.late), str(total.initiatives)


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


def shares_in_words(material: Material, part: Round) -> Iterator[Paragraph]:
    """One sentence for each field with choices: type, area."""
    entries = part.entries()
    for spec in _choices(material, part):
        shares, unsaid = _shares(spec, entries)
        told = sorted((share for share in shares if share[1]), key=lambda share: -share[1])
        if not told:
            continue
        first, *others = [f"{lowered(label)} {_cases(number, len(entries))}" for label, number in told]
        if len(told) > 1 and told[0][1] > told[1][1]:
            sentence = f"Theo {share_name(spec)}, nhiều nhất là {first}; tiếp đến là {'; '.join(others)}"
        else:
            sentence = f"Theo {share_name(spec)}: {'; '.join((first, *others))}"
        sentence += f"; {count(unsaid)} trường hợp đơn vị chưa nêu." if unsaid else "."
        taken = sum(spec.code in entry.taken for entry in entries)
        sentence += f" Có {count(taken)} trường hợp báo cáo không nêu, lấy theo bản đăng ký." if taken else ""
        none = [lowered(label) for label, number in shares if not number]
        if none and len(none) < len(told):
            sentence += f" Chưa có trường hợp nào thuộc {' và '.join(none)}."
        yield Paragraph(sentence)


def _cases(number: int, whole: int) -> str:
    return f"({count(number)} trường hợp, {percent(number, whole)})"


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
    """One sentence for each field in per cent: complete, half, less, not said."""
    entries = part.entries()
    for spec in material.campaign.fields_of(part.stage.code):
        if spec.kind != "percent" or not entries:
            continue
        values = [entry.tracked.initiative.get(spec.code) for entry in entries]
        stated = [value for value in values if isinstance(value, int | float)]
        if not stated:
            yield Paragraph(f"Về {share_name(spec)}: các đơn vị chưa nêu tỷ lệ.")
            continue
        bands = (
            ("đạt 100%", sum(value >= _FULL for value in stated)),
            ("đạt từ 50% đến dưới 100%", sum(_HALF <= value < _FULL for value in stated)),
            ("đạt dưới 50%", sum(value < _HALF for value in stated)),
            ("chưa nêu tỷ lệ", len(entries) - len(stated)),
        )
        told = [f"{count(number)} trường hợp {band}" for band, number in bands if number]
        mean = plain(sum(stated) / len(stated))
        yield Paragraph(
            f"Về {share_name(spec)}, theo tự đánh giá của các đơn vị: {listed(told)}; "
            f"bình quân của các trường hợp có nêu tỷ lệ là {mean}%."
        )


def comparison_in_words(material: Material) -> Iterator[Paragraph]:
    """What was registered against what is reported."""
    if material.earlier is None:
        return
    ties = [tie for cell in material.this.statuses for tie in cell.ties]
    registered = [tie for tie in ties if tie.registered is not None]
    same = sum(tie.kind == "same" for tie in registered)
    similar = sum(tie.kind == "similar" for tie in ties)
    new = sum(tie.kind == "new" for tie in ties)
    before = len(material.earlier.entries())
    what = noun(material.campaign)
    if not before:
        yield Paragraph(f"Không có {what} nào được {material.earlier.stage.label} để đối chiếu với kết quả báo cáo.")
        return
    sentence = (
        f"Trong tổng số {count(before)} {what} đã {material.earlier.stage.label}, {count(same)} trường hợp đã có "
        f"{material.stage.label} (đạt {percent(same, before)})"
    )
    left = before - same - similar
    if left > 0:
        sentence += f"; {count(left)} trường hợp chưa có {material.stage.label}"
    if similar:
        sentence += f"; {count(similar)} trường hợp có tên gần giống, chờ đơn vị xác nhận"
    sentence += "."
    if new:
        sentence += f" Có {count(new)} trường hợp được báo cáo ngoài danh sách đã {material.earlier.stage.label}."
    yield Paragraph(sentence)
