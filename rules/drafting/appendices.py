"""The tables behind the body: what was registered, what came of it, and what only the agency itself should see."""

from collections.abc import Iterable, Iterator

from rules.campaign import FieldSpec
from rules.drafting.commendation import by_the_office, by_the_units
from rules.drafting.counting import course_chart, groups_chart
from rules.drafting.figures import rows_of
from rules.drafting.material import Entry, Material, Round, has_sent, kinds_of, marked, named, noun
from rules.drafting.outstanding import eligible
from rules.drafting.plan_targets import unknown
from rules.drafting.remarks import voices
from rules.drafting.report import Align, Appendix, Block, Column, Grid, Paragraph, Row
from rules.figure import Figure
from rules.standing.status import UnitStatus
from rules.stated import asked_targets, label_of, stage_of_targets, stated_in
from rules.wording import GAP, REGISTERED, UNCONFIRMED, capitalised, clipped, day_and_time, plain, roman

_CELL_AT_MOST = 240  # characters; the workbook has the whole text
_CELL_OF_MANY = 130  # the same in a table of very many rows
_MANY = 120  # rows
_TITLE_AT_MOST = 80
_SHARES = {"text": 26.0, "choice": 13.0, "people": 16.0, "period": 12.0, "percent": 9.0, "number": 8.0, "date": 10.0}
_ALIGNED: dict[str, Align] = {"percent": "centre", "number": "centre", "date": "centre", "period": "centre"}
_TIES = {"same": "Đã đăng ký", "similar": "Tên gần giống", "new": "Ngoài đăng ký"}

LEGEND = Paragraph(f"{UNCONFIRMED} Thông tin chờ đơn vị hoặc phòng đầu mối xác nhận.", "note")
TAKEN = Paragraph(f"{REGISTERED} Báo cáo không nêu, lấy theo bản đăng ký của đơn vị.", "note")


COMMENDED = "Tập thể, cá nhân đề nghị khen thưởng"


def appendices(material: Material, figures: Iterable[Figure] = ()) -> tuple[Appendix, ...]:
    """All appendices in their order; the internal ones last."""
    tables = (_initiatives(material, part) for part in material.rounds)
    internal = (
        _wanting(material),
        _unreported(material),
        _without_figures(figures),
        _figures_to_ask(material),
        _said(material),
        _wished(material),
        _candidates(material),
    )
    found = (*tables, _commended(material), _charts(material), *internal)
    return tuple(appendix for appendix in found if appendix is not None)


def _initiatives(material: Material, part: Round) -> Appendix | None:
    """One row per initiative with every field of the campaign, under a heading per kind of unit."""
    entries = part.entries()
    if not entries:
        return None
    specs = material.campaign.fields_of(part.stage.code)
    compared = part.stage.compared_with is not None
    columns = [Column("STT", 6, "centre"), Column("Đơn vị", 16)]
    columns += [Column(spec.label, _SHARES[spec.kind], _ALIGNED.get(spec.kind, "left")) for spec in specs]
    columns += [Column("Đối chiếu đăng ký", 11, "centre")] if compared else []
    limit = _CELL_OF_MANY if len(entries) > _MANY else _CELL_AT_MOST
    rows: list[Row] = []
    place = 0
    for number, (label, cells) in enumerate(kinds_of(part.statuses, material.campaign), start=1):
        codes = {cell.unit.code for cell in cells}
        members = [entry for entry in entries if entry.unit.code in codes]
        if members:
            rows.append(Row((f"{roman(number)}. {capitalised(label)}",), "group"))
        for entry in members:
            place += 1
            rows.append(Row(_cells(place, entry, specs, compared, limit)))
    blocks: tuple[Block, ...] = (Grid(tuple(columns), tuple(rows)),)
    if any(entry.provisional for entry in entries):
        blocks += (LEGEND,)
    if any(entry.taken for entry in entries):
        blocks += (TAKEN,)
    return Appendix(f"Tổng hợp kết quả {part.name} {noun(material.campaign)}", blocks, landscape=True)


def _cells(place: int, entry: Entry, specs: Iterable[FieldSpec], compared: bool, limit: int) -> tuple[str, ...]:
    values = [clipped(marked(spec, entry), limit) + (entry.mark if spec.code == "title" else "") for spec in specs]
    tie = [_TIES.get(entry.tie.kind, "") if entry.tie else ""] if compared else []
    return (str(place), entry.unit.label, *values, *tie)


_COMMENDED_COLUMNS = (
    Column("STT", 6, "centre"),
    Column("Cá nhân, tập thể", 24),
    Column("Đơn vị", 20),
    Column("Thành tích", 32),
    Column("Điểm", 8, "centre"),
    Column("Hình thức đề nghị", 16),
)


def _commended(material: Material) -> Appendix | None:
    """Whom the office proposes after its appraisal."""
    rows = tuple(
        Row((str(place), one.name, one.unit.label, clipped(one.title, _CELL_AT_MOST), one.points, one.award))
        for place, one in enumerate(by_the_office(material), start=1)
    )
    return Appendix(COMMENDED, (Grid(_COMMENDED_COLUMNS, rows),)) if rows else None


def _charts(material: Material) -> Appendix | None:
    blocks: list[Block] = []
    for part in material.rounds:
        blocks += [
            chart
            for chart in (course_chart(part.statuses, part.stage, material.campaign.calendar), groups_chart(part))
            if chart
        ]
    return Appendix("Biểu đồ", tuple(blocks)) if blocks else None


# --- For the agency itself --------------------------------------------------------------------------------------

_WANTING_COLUMNS = (
    Column("STT", 6, "centre"),
    Column("Đơn vị", 26),
    Column("Tình trạng", 20),
    Column("Thời điểm nhận", 16, "centre"),
    Column("Còn thiếu", 32),
)


def _wanting(material: Material) -> Appendix | None:
    """Units that sent nothing, too little, or late."""
    cells = material.this.statuses
    divisions = (
        ("Chưa gửi", [cell for cell in cells if cell.state == "owes" and cell.unit.must_register]),
        ("Còn thiếu thông tin", [cell for cell in cells if cell.state == "incomplete"]),
        ("Gửi sau hạn", [cell for cell in cells if cell.timeliness == "late" and cell.state != "incomplete"]),
    )
    rows: list[Row] = []
    place = 0
    for name, members in divisions:
        if members:
            rows.append(Row((f"{name} ({len(members)})",), "group"))
        for cell in members:
            place += 1
            rows.append(Row((str(place), *_wanting_cells(material, cell, name))))
    if not rows:
        return None
    title = f"Đơn vị chưa gửi, gửi thiếu hoặc gửi sau hạn {material.stage.document}"
    return Appendix(title, (Grid(_WANTING_COLUMNS, tuple(rows)),), internal=True)


def _wanting_cells(material: Material, cell: UnitStatus, name: str) -> tuple[str, ...]:
    received = (cell.submission.complete_at if cell.submission else None) or cell.first_at
    arrived = day_and_time(received, material.campaign.calendar) if received else ""
    state = f"{name}; đã nhắc {cell.reminders_sent} lần" if cell.reminders_sent else name
    return cell.unit.label, state, arrived, missing_in_words(cell)


def missing_in_words(cell: UnitStatus) -> str:
    """ "Người thực hiện (“Họp không giấy”)"; one piece per missing value and per registration that is not reported."""
    fields = [f"{label} (“{clipped(title, _TITLE_AT_MOST)}”)" for title, label in cell.missing]
    left = [tie.registered for tie in cell.ties if tie.kind == "not-reported" and tie.registered and has_sent(cell)]
    return "; ".join([*fields, *(f"chưa có báo cáo về “{clipped(title, _TITLE_AT_MOST)}”" for title in left)])


_UNKNOWN_COLUMNS = (
    Column("STT", 7, "centre"),
    Column("Chỉ tiêu", 50),
    Column("Kế hoạch", 11, "centre"),
    Column("Số liệu tham khảo", 32),
)


def _without_figures(figures: Iterable[Figure]) -> Appendix | None:
    """Targets that the document leaves out, with what hints at them."""
    rows = []
    for place, figure in enumerate(unknown(figures), start=1):
        goal = "-" if figure.target_percent is None else f"{plain(figure.target_percent)}%"
        hint = f"{figure.shown}, theo thư điện tử nhận được. {figure.note}".strip() if figure.total else "chưa có"
        rows.append(Row((str(place), figure.label, goal, hint)))
    title = "Chỉ tiêu chưa có số liệu, không nêu trong văn bản"
    return Appendix(title, (Grid(_UNKNOWN_COLUMNS, tuple(rows)),), internal=True) if rows else None


_ASKED_COLUMNS = (Column("STT", 7, "centre"), Column("Đơn vị", 28), Column("Chỉ tiêu", 33), Column("Cần hỏi lại", 32))


def _figures_to_ask(material: Material) -> Appendix | None:
    """Figures that cannot be right and are in no sum, and who has not said any."""
    rows: list[Row] = []
    for target in asked_targets(material.campaign):
        for cell, row in rows_of(target, material.season, material.this.statuses):
            why = row.asked if row else ""
            if row and not why and row.counts and cell.state == "provisional":
                why = "chờ xác nhận bản gửi của đơn vị, chưa cộng"
            if why:
                rows.append(Row((str(len(rows) + 1), cell.unit.label, label_of(target), capitalised(why))))
    silent = [cell.unit for cell in material.this.statuses if has_sent(cell) and _says_no_figure(material, cell)]
    blocks: tuple[Block, ...] = (Grid(_ASKED_COLUMNS, tuple(rows)),) if rows else ()
    if silent:
        blocks += (Paragraph(f"Đã gửi {material.stage.label}, chưa nêu số liệu chỉ tiêu nào: {named(silent)}."),)
    asked_here = stage_of_targets(material.campaign) == material.stage.code
    title = "Số liệu chỉ tiêu cần hỏi lại đơn vị"
    return Appendix(title, blocks, internal=True) if blocks and asked_here else None


def _says_no_figure(material: Material, cell: UnitStatus) -> bool:
    asked = asked_targets(material.campaign, cell.unit.kind)
    return bool(asked) and not (cell.submission and stated_in(cell.submission.remarks))


_SAID_COLUMNS = (Column("STT", 7, "centre"), Column("Nội dung", 55), Column("Đơn vị nêu", 38))


def _said(material: Material) -> Appendix | None:
    """Every point of every unit with all who made it."""
    rows: list[Row] = []
    for spec in material.spoken:
        said = voices(spec, material.this)
        rows += [Row((spec.label,), "group")] if said else []
        rows += [Row((str(place), voice.text, voice.who)) for place, voice in enumerate(said, start=1)]
    return Appendix("Ý kiến của các đơn vị", (Grid(_SAID_COLUMNS, tuple(rows)),), internal=True) if rows else None


_UNREPORTED_COLUMNS = (Column("STT", 7, "centre"), Column("Đơn vị", 33), Column("Nội dung đã đăng ký", 60))


def unreported(material: Material) -> tuple[tuple[UnitStatus, str], ...]:
    """What was registered and is neither reported nor similar to a reported one: the unit's cell and the title."""
    return tuple(
        (cell, tie.registered)
        for cell in material.this.statuses
        for tie in cell.ties
        if tie.kind == "not-reported" and tie.registered is not None
    )


def _unreported(material: Material) -> Appendix | None:
    left = unreported(material)
    if not left or material.earlier is None:
        return None
    rows = tuple(Row((str(place), cell.unit.label, title)) for place, (cell, title) in enumerate(left, start=1))
    title = f"{capitalised(noun(material.campaign))} đã {material.earlier.stage.label} chưa có {material.stage.label}"
    return Appendix(title, (Grid(_UNREPORTED_COLUMNS, rows),), internal=True)


_WISHED_COLUMNS = (Column("STT", 7, "centre"), Column("Đơn vị đề nghị", 35), Column("Cá nhân, tập thể", 58))


def _wished(material: Material) -> Appendix | None:
    """Whom units propose in their own reports, before any appraisal."""
    rows = tuple(
        Row((str(place), one.unit.label, one.name)) for place, one in enumerate(by_the_units(material), start=1)
    )
    title = "Cá nhân, tập thể do đơn vị đề nghị khen thưởng, chưa thẩm định"
    return Appendix(title, (Grid(_WISHED_COLUMNS, rows),), internal=True) if rows else None


def _candidates(material: Material) -> Appendix | None:
    """Persons and groups behind what is eligible to be told of: for appraisal, proposing is left to people."""
    people = [spec for spec in material.campaign.fields_of(material.stage.code) if spec.kind == "people"]
    if material.earlier is None or not people:
        return None
    rows = [
        Row((str(place), name, entry.unit.label, clipped(entry.title, _CELL_AT_MOST), GAP))
        for place, (name, entry) in enumerate(_persons(eligible(material), people), start=1)
    ]
    if not rows:
        return None
    columns = (
        Column("STT", 6, "centre"),
        Column("Cá nhân, tập thể", 24),
        Column("Đơn vị", 22),
        Column(material.campaign.field("title").label, 34),
        Column("Đề nghị", 14, "centre"),
    )
    title = "Cá nhân, tập thể có kết quả cụ thể để xem xét, đề nghị khen thưởng"
    return Appendix(title, (Grid(columns, tuple(rows)),), internal=True)


def _persons(entries: Iterable[Entry], people: Iterable[FieldSpec]) -> Iterator[tuple[str, Entry]]:
    specs = tuple(people)
    for entry in entries:
        for spec in specs:
            value = entry.tracked.initiative.get(spec.code)
            for name in value if isinstance(value, tuple) else ():
                yield name, entry
