"""The Excel workbook of a season: every initiative, every unit, every figure, and where each came from.

Columns follow the fields of the campaign file. It is a picture of what is stored; nothing is computed in cells.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, ParagraphProperties, RegularTextRun
from openpyxl.drawing.text import Paragraph as DrawnParagraph
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from mailbot.writing.charts import FILLS, height
from mailbot.writing.input_sheets import write_input_sheet
from mailbot.writing.marked_cells import mark_cells
from mailbot.writing.package import clean, fixed
from mailbot.writing.profile import FACE
from mailbot.writing.sheets import Content, Field, Filled, Linked, Shown, Tone, Toned, at, fill, put, row_height, sheet
from rules.calendar import local, short_day
from rules.campaign import Campaign, FieldSpec, Stage
from rules.drafting.cell_marks import list_of, print_of
from rules.drafting.counting import course_chart, groups_chart, shares_chart
from rules.drafting.cover import STATES
from rules.drafting.figures import figures, is_summed, rows_of
from rules.drafting.material import Entry, Material, material_of
from rules.drafting.report import Chart, Report
from rules.drafting.seal import Seal, seal_of
from rules.drafting.workbook_inputs import HEADER_ROW, KEY, input_sheets
from rules.drafting.workbook_rows import PLACE, UNIT, cells_of, content, key_of, sheet_of
from rules.figure import Figure
from rules.imprint import ISSUER, KIND, SIGNER, SUBJECT, Imprint
from rules.season import ArrivalFacts, Season
from rules.standing.history import HistoryLine, history
from rules.standing.similar import Piece
from rules.standing.status import UnitStatus, statuses
from rules.stated import Stated, asked_targets, label_of
from rules.submission import Version
from rules.wording import capitalised

_WIDTHS = {"text": 36.0, "choice": 16.0, "people": 18.0, "period": 14.0, "percent": 10.0, "number": 10.0, "date": 12.0}
_TONES: dict[str, Tone] = {
    "sent": "good",
    "incomplete": "part",
    "provisional": "unsure",
    "paper": "good",
    "owes": "absent",
    "exempt": "none",
}
_TIMES = {"on-time": "Đúng hạn", "last-day": "Trong ngày cuối", "late": "Sau hạn"}
_TIES = {"same": "Đã đăng ký", "similar": "Tên gần giống", "new": "Ngoài đăng ký"}
_SOURCES = {"mail": "Đếm từ hộp thư", "stated": "Đơn vị nêu trong báo cáo", "hand": "Phòng nhập tay"}
_CHART_WIDTH = 20.0  # cm; of a chart that starts in column E and ends before column P
_FIRST_LINE = 4  # of what stands under the title of a sheet
_UNPLACED = "(chưa rõ đơn vị)"


@dataclass(frozen=True, slots=True)
class Records:
    """What the season itself does not hold: where the originals lie, what happened, what other years brought.

    `originals`: number of a mail -> URI reference of its archived bytes, relative to the folder of the workbook.
    """

    originals: Mapping[int, str] = field(default_factory=dict)
    history: tuple[HistoryLine, ...] = ()
    earlier: tuple[Piece, ...] = ()
    key: bytes = field(default=b"", repr=False)  # of the installation


def write_xlsx(season: Season, report: Report, records: Records | None = None) -> bytes:
    """The workbook of the whole season; `report` gives its notes. Equal facts give equal bytes."""
    records = records or Records(history=history(season, ()))
    book = Workbook()
    book.remove(book.worksheets[0])
    cells, seal = statuses(season), seal_of(records.key, report.cover.digest)
    _status_sheet(book, season, cells)
    for stage in season.campaign.stages:
        _stage_sheet(book, material_of(season, stage.code, cells), records, seal)
    _figures_sheet(book, figures(season, cells))
    for inputs in input_sheets(season, cells, records.earlier):
        write_input_sheet(book, inputs, seal)
    _register_sheet(book, season, records)
    _targets_sheet(book, season, cells)
    _remarks_sheets(book, season, cells)
    _charts_sheet(book, [material_of(season, stage.code, cells) for stage in season.campaign.stages])
    _history_sheet(book, season.campaign, records)
    _notes_sheet(book, report, season.campaign)
    if seal:
        mark_cells(book, seal)
    out = io.BytesIO()
    book.save(out)
    office = season.campaign.office
    title = f"Theo dõi {season.campaign.name}"
    return fixed(out.getvalue(), title=title, creator=office.agency, identifier=report.cover.digest)


def _moment(at: datetime | None, campaign: Campaign) -> datetime | None:
    """On the clock of the campaign and without its zone, as Excel keeps moments."""
    return local(at, campaign.calendar).replace(tzinfo=None, microsecond=0) if at else None


def _kind(cell: UnitStatus, campaign: Campaign) -> str:
    return capitalised(
        next((kind.label for kind in campaign.unit_kinds if kind.code == cell.unit.kind), cell.unit.kind)
    )


# --- Status -----------------------------------------------------------------------------------------------------


def _status_sheet(book: Workbook, season: Season, cells: Sequence[UnitStatus]) -> None:
    campaign = season.campaign
    made = sheet(
        book, "Tình trạng", f"Tình trạng các đơn vị, {campaign.short}", "Mỗi đợt: tình trạng, lúc nhận, thời hạn"
    )
    fields = [Field("STT", 6, "number"), Field("Đơn vị", 30), Field("Loại", 18), Field("Địa bàn", 15)]
    for stage in campaign.stages:
        name = capitalised(stage.label)
        fields += [
            Field(f"{name}: tình trạng", 20, "mark"),
            Field(f"{name}: nhận lúc", 17, "moment"),
            Field(f"{name}: thời hạn", 14, "mark"),
            Field(f"{name}: số lượng", 10, "number"),
            Field(f"{name}: thư nhắc", 10, "number"),
        ]
    by_unit: dict[str, list[UnitStatus]] = {}
    for cell in cells:
        by_unit.setdefault(cell.unit.code, []).append(cell)
    fill(made, fields, [_status_row(place, row, campaign) for place, row in enumerate(by_unit.values(), start=1)])


def _status_row(place: int, cells: list[UnitStatus], campaign: Campaign) -> list[Content | Toned]:
    unit = cells[0].unit
    row: list[Content | Toned] = [place, unit.label, _kind(cells[0], campaign), unit.group]
    for cell in cells:
        number = len(cell.submission.initiatives) if cell.submission else None
        row += [
            Toned(STATES[cell.state], _TONES[cell.state]),
            _moment(cell.first_at, campaign),
            Toned(_TIMES[cell.timeliness], "part" if cell.timeliness == "late" else "plain") if cell.timeliness else "",
            number,
            cell.reminders_sent or None,
        ]
    return row


# --- Initiatives ------------------------------------------------------------------------------------------------


def _stage_sheet(book: Workbook, material: Material, records: Records, seal: Seal | None) -> None:
    """One row per initiative with all fields of its stage; with a seal, what is changed in it can be taken back."""
    stage, campaign = material.stage, material.campaign
    note = "Mỗi dòng một mô hình, giải pháp, sáng kiến hoặc nội dung tương đương"
    note += "; chữ nghiêng: báo cáo không nêu, lấy theo bản đăng ký của đơn vị" if stage.compared_with else ""
    note += _TAKEN_BACK if seal else ""
    made = sheet(book, sheet_of(stage), f"{capitalised(stage.label)}, {campaign.short}", note)
    specs = campaign.fields_of(stage.code)
    fields = [Field(PLACE, 6, "number"), Field(UNIT, 22)]
    fields += [Field(spec.label, _WIDTHS[spec.kind], _shown_as(spec)) for spec in specs]
    fields += [Field("Đối chiếu đăng ký", 13, "mark")] if stage.compared_with else []
    fields += [Field("Xác nhận", 11, "mark"), Field("Còn thiếu", 22, printed=False)]
    fields += [Field("Lấy theo đăng ký", 22, printed=False)] if stage.compared_with else []
    fields += [
        Field("Nhận lúc", 17, "moment", printed=False),
        Field("Thời hạn", 14, "mark", printed=False),
        Field("Loại đơn vị", 18, printed=False),
        Field("Địa bàn", 15, printed=False),
        Field("Bản số (đầu, cuối)", 11, "mark", printed=False),
        Field("Thư số (mở thư gốc)", 11, "mark", printed=False),
        Field("Tệp", 36, printed=False),
        *([Field(KEY, 20, printed=False)] if seal else []),
    ]
    entries = material.this.entries()
    rows = [_entry_row(place, entry, specs, material, records) for place, entry in enumerate(entries, 1)]
    if seal:
        named = [(seal.row(key_of(entry)), print_of(cells_of(entry, specs), seal)) for entry in entries]
        rows = [[*row, key] for row, (key, _) in zip(rows, named, strict=True)]
        _name_rows(made, len(fields), seal, list_of(named))
    fill(made, fields, rows)


_TAKEN_BACK = "; sửa ô, thêm dòng, xóa dòng rồi gửi lại tệp này cho hộp thư của phòng để ghi nhận"
_LISTED_IN = 2  # cells above the header, for the list of the rows


def _name_rows(made: Worksheet, column: int, seal: Seal, names: Sequence[str]) -> None:
    """Above the keys: the stamp of the draft, and which rows there were. Where they are too many for their cells, a row
    that was taken out cannot be told."""
    for row, text in enumerate(names[:_LISTED_IN] if len(names) <= _LISTED_IN else (), start=1):
        put(at(made, row, column), text, "note", wrap=False)
    put(at(made, HEADER_ROW - 1, column), seal.stamp, "note", wrap=False)
    made.column_dimensions[get_column_letter(column)].hidden = True


_SHOWN: dict[str, Shown] = {"percent": "percent", "number": "number", "date": "day"}


def _shown_as(spec: FieldSpec) -> Shown:
    return _SHOWN.get(spec.kind, "text")


def _entry_row(
    place: int, entry: Entry, specs: Sequence[FieldSpec], material: Material, records: Records
) -> list[Filled]:
    campaign, cell = material.campaign, entry.status
    row: list[Filled] = [place, entry.unit.label]
    for spec in specs:
        value = content(spec, entry)
        row.append(Toned(value, "taken") if spec.code in entry.taken else value)
    own_missing = "; ".join(label for title, label in cell.missing if title == entry.title)
    taken = "; ".join(spec.label for spec in specs if spec.code in entry.taken)
    first = _version(cell, entry.tracked.first)
    if material.stage.compared_with:
        row.append(_TIES.get(entry.tie.kind, "") if entry.tie else "")
    row += [
        Toned("Chờ xác nhận", "unsure") if entry.provisional else "",
        Toned(own_missing, "part") if own_missing else "",
        *([taken] if material.stage.compared_with else []),
        _moment(first.arrived_at if first else cell.first_at, campaign),
        _TIMES[cell.timeliness] if cell.timeliness else "",
        _kind(cell, campaign),
        entry.unit.group,
        f"{entry.tracked.first}, {entry.tracked.last}",
        _original(_version(cell, entry.tracked.last), records),
        _files(cell, entry),
    ]
    return row


def _original(version: Version | None, records: Records) -> Filled:
    """The number of the mail that brought a version, leading to its archived bytes."""
    return Linked(version.arrival, records.originals.get(version.arrival)) if version else None


def _version(cell: UnitStatus, number: int) -> Version | None:
    versions = cell.submission.versions if cell.submission else ()
    return next((version for version in versions if version.id == number), None)


def _files(cell: UnitStatus, entry: Entry) -> str:
    version = _version(cell, entry.tracked.last)
    return "; ".join(version.files) if version else ""


# --- Figures ----------------------------------------------------------------------------------------------------

_FIGURE_FIELDS = (
    Field("STT", 6, "number"),
    Field("Nội dung", 80),
    Field("Thực hiện", 12, "number"),
    Field("Tổng số", 12, "number"),
    Field("Tỷ lệ (%)", 12, "number"),
    Field("Chỉ tiêu (%)", 12, "number"),
    Field("Đánh giá", 18, "mark"),
    Field("Nguồn số liệu", 26, "mark"),
    Field("Ghi chú", 44),
)


def _figures_sheet(book: Workbook, counted: Sequence[Figure]) -> None:
    note = "Chỉ tiêu chưa có số liệu để trống; không suy đoán"
    made = sheet(book, "Số liệu, chỉ tiêu", "Số liệu và chỉ tiêu của kế hoạch", note)
    fill(made, _FIGURE_FIELDS, [_figure_row(place, figure) for place, figure in enumerate(counted, start=1)])


def _figure_row(place: int, figure: Figure) -> list[Content | Toned]:
    share = round(figure.percent, 1) if figure.percent is not None else None
    done: Content = figure.level or figure.count if figure.known else None
    goal = figure.target_percent
    source = _SOURCES[figure.source]
    return [place, figure.label, done, figure.total, share, goal, _judged(figure), source, figure.note]


def _judged(figure: Figure) -> Content | Toned:
    if figure.target_percent is None:
        return ""
    if figure.percent is None:
        return Toned("Chưa có số liệu", "unsure")
    if figure.reached is None:
        return Toned("Số liệu tham khảo", "none")
    return Toned("Đạt", "good") if figure.reached else Toned("Chưa đạt", "part")


# --- Register of what came in -----------------------------------------------------------------------------------

# Incoming documents as NĐ 30/2020/NĐ-CP, Phụ lục VI, describes them; what only a person gives is left empty.
_REGISTER_FIELDS = (
    Field("STT", 6, "number"),
    Field("Ngày đến", 17, "moment"),
    Field("Số đến", 9, "mark"),
    Field("Cơ quan, tổ chức ban hành", 30),
    Field("Số, ký hiệu", 16, "mark"),
    Field("Ngày văn bản", 13, "day"),
    Field("Tên loại", 28),
    Field("Trích yếu", 40),
    Field("Người ký", 20),
    Field("Đơn vị nhận", 18),
    Field("Xác nhận", 14, "mark"),
    Field("Bản số", 8, "number", printed=False),
    Field("Thư số (mở thư gốc)", 11, "mark", printed=False),
    Field("Tiêu đề thư", 36, printed=False),
    Field("Người gửi", 36, printed=False),
    Field("Tệp kèm theo", 40, printed=False),
    Field("Chữ ký số", 9, "number", printed=False),
    Field("Thời hạn", 13, "day", printed=False),
    Field("Mã nội dung tệp", 20, printed=False),
)


_REGISTER_NOTE = (
    "Số, ngày, trích yếu, người ký lấy từ văn bản đơn vị gửi, để trống nếu văn bản không ghi; số đến do văn thư ghi"
)


def _register_sheet(book: Workbook, season: Season, records: Records) -> None:
    title = f"Sổ theo dõi bản gửi đến, {season.campaign.short}"
    made = sheet(book, "Sổ bản gửi đến", title, _REGISTER_NOTE)
    mails = {mail.id: mail for mail in season.arrivals}
    rows = [
        _register_row(place, version, mails.get(version.arrival), season, records)
        for place, version in enumerate(season.versions, start=1)
    ]
    fill(made, _REGISTER_FIELDS, rows)


def _register_row(
    place: int, version: Version, mail: ArrivalFacts | None, season: Season, records: Records
) -> list[Filled]:
    campaign = season.campaign
    unit = season.roster.find(version.unit)
    stage = campaign.stage(version.stage)
    imprint = Imprint(version.imprint)
    judged = Toned("Không tính", "none") if version.rejected else Toned("Chờ xác nhận", "unsure")
    return [
        place,
        _moment(version.arrived_at, campaign),
        "",
        unit.name if unit else Toned(imprint.get(ISSUER) or _UNPLACED, "unsure"),
        imprint.reference,
        imprint.day,
        imprint.get(KIND) or capitalised(stage.document),
        imprint.get(SUBJECT),
        imprint.get(SIGNER),
        campaign.office.short,
        judged if version.rejected or version.provisional else "",
        version.id,
        _original(version, records),
        mail.subject if mail else "",
        _sender(mail),
        "; ".join(version.files),
        version.signed or None,
        stage.due,
        "\n".join(digest[:16] for digest in version.digests),
    ]


def _sender(mail: ArrivalFacts | None) -> str:
    if mail is None:
        return ""
    return f"{mail.sender_name} <{mail.sender}>" if mail.sender_name else mail.sender


# --- Targets, unit by unit ------------------------------------------------------------------------------------------

_TARGET_FIELDS = (
    Field("STT", 6, "number"),
    Field("Chỉ tiêu", 44),
    Field("Đơn vị", 30),
    Field("Tổng số", 12, "number"),
    Field("Số đạt", 12, "number"),
    Field("Ghi chú", 30),
    Field("Tình trạng", 34),
)


def _targets_sheet(book: Workbook, season: Season, cells: Sequence[UnitStatus]) -> None:
    """What each unit says of each target, and what is summed."""
    rows: list[list[Content | Toned]] = []
    for target in asked_targets(season.campaign):
        for cell, row in rows_of(target, season, cells):
            rows.append([len(rows) + 1, label_of(target), cell.unit.label, *_target_cells(cell, row)])
    if rows:
        title = f"Chỉ tiêu theo đơn vị, {season.campaign.short}"
        made = sheet(
            book, "Chỉ tiêu theo đơn vị", title, "Theo báo cáo của các đơn vị; tổng hợp ở trang “Số liệu, chỉ tiêu”"
        )
        fill(made, _TARGET_FIELDS, rows)


def _target_cells(cell: UnitStatus, row: Stated | None) -> list[Content | Toned]:
    if row is None:
        return ["", "", "", Toned("Chưa nêu", "unsure")]
    state: Content | Toned = (
        "Đã cộng" if is_summed(cell, row) else Toned(capitalised(row.asked or "chưa cộng"), "unsure")
    )
    whole, part = (text if value is None else value for text, value in _figures_of(row))
    return [whole, part, row.note, state]


def _figures_of(row: Stated) -> tuple[tuple[str, float | None], tuple[str, float | None]]:
    return (row.whole_text, row.whole), (row.part_text, row.part)


# --- Remarks ----------------------------------------------------------------------------------------------------


def _remarks_sheets(book: Workbook, season: Season, cells: Sequence[UnitStatus]) -> None:
    """What units say once for all their initiatives, one row per unit and stage."""
    specs = season.campaign.remarks
    if not specs:
        return
    made = sheet(book, "Ý kiến của đơn vị", f"Ý kiến của các đơn vị, {season.campaign.short}", "Nguyên văn")
    fields = [Field("STT", 6, "number"), Field("Đơn vị", 30), Field("Đợt", 20), Field("Xác nhận", 14, "mark")]
    fields += [Field(spec.label, 60) for spec in specs]
    said = [cell for cell in cells if cell.submission and any(spec.code in cell.submission.remarks for spec in specs)]
    fill(made, fields, [_remark_row(place, cell, specs, season.campaign) for place, cell in enumerate(said, start=1)])


def _remark_row(place: int, cell: UnitStatus, specs: Sequence[FieldSpec], campaign: Campaign) -> list[Content | Toned]:
    remarks = cell.submission.remarks if cell.submission else {}
    texts = [str(remarks[spec.code].value) if spec.code in remarks else "" for spec in specs]
    unsure: Content | Toned = Toned("Chờ xác nhận", "unsure") if cell.state == "provisional" else ""
    return [place, cell.unit.label, capitalised(campaign.stage(cell.stage).label), unsure, *texts]


# --- History ----------------------------------------------------------------------------------------------------

_HISTORY_FIELDS = (
    Field("STT", 6, "number"),
    Field("Thời điểm", 17, "moment"),
    Field("Việc", 70),
    Field("Đơn vị", 28),
    Field("Người thực hiện", 34),
    Field("Thư số (mở thư gốc)", 12, "mark"),
)


def _history_sheet(book: Workbook, campaign: Campaign, records: Records) -> None:
    note = "Thư đến, thư đi và quyết định của phòng, theo thời gian"
    made = sheet(book, "Lịch sử", f"Lịch sử, {campaign.short}", note)
    rows = [
        [
            place,
            _moment(line.at, campaign),
            line.what,
            line.unit,
            line.who,
            Linked(line.mail, records.originals.get(line.mail)) if line.mail is not None else None,
        ]
        for place, line in enumerate(records.history, start=1)
    ]
    fill(made, _HISTORY_FIELDS, rows)


# --- Charts -----------------------------------------------------------------------------------------------------


def _charts_sheet(book: Workbook, materials: Sequence[Material]) -> None:
    """Each chart above the cells that it draws."""
    made = sheet(book, "Biểu đồ", "Biểu đồ", "Vẽ từ các bảng số liệu cạnh biểu đồ")
    made.column_dimensions["A"].width = 44
    line = _FIRST_LINE
    for charts in _charts(materials):
        if charts and line > _FIRST_LINE:
            made.row_breaks.append(Break(id=line - 1))
        for chart in charts:
            line = _draw(made, chart, line)
    made.print_area = f"A1:P{line}"
    made.page_setup.fitToHeight = max(1, len(materials))


def _charts(materials: Sequence[Material]) -> Iterator[list[Chart]]:
    """The charts of each stage, which share a page."""
    for material in materials:
        part = material.this
        found = (
            course_chart(part.statuses, part.stage, material.campaign.calendar),
            shares_chart(material, part),
            groups_chart(part),
        )
        yield [chart for chart in found if chart]


def _draw(made: Worksheet, chart: Chart, line: int) -> int:
    """The data at the left, the chart beside it; gives the first free line below both."""
    put(at(made, line, 1), chart.title, "head")
    for column, series in enumerate(chart.series, start=2):
        put(at(made, line, column), series.name, "head", centred=True)
        made.column_dimensions[at(made, line, column).column_letter].width = 13  # characters
    for place, category in enumerate(chart.categories):
        put(at(made, line + 1 + place, 1), category)
        for column, series in enumerate(chart.series, start=2):
            put(at(made, line + 1 + place, column), series.values[place], centred=True)
    heads = [Field(chart.title, 44), *(Field(series.name, 13) for series in chart.series)]
    made.row_dimensions[line].height = row_height(heads, [head.label for head in heads])
    last = line + len(chart.categories)
    drawn = _native(chart)
    drawn.add_data(
        Reference(made, min_col=2, max_col=1 + len(chart.series), min_row=line, max_row=last), titles_from_data=True
    )
    drawn.set_categories(Reference(made, min_col=1, min_row=line + 1, max_row=last))
    for number, series in enumerate(drawn.series):
        paint = FILLS[number % len(FILLS)]
        series.graphicalProperties = GraphicalProperties(solidFill=paint)
        series.graphicalProperties.line.solidFill = paint if chart.kind == "line" else "404040"
        if chart.kind == "line":
            series.smooth = False
        else:
            series.dLbls = _labels("FFFFFF" if number == 0 and len(chart.series) > 1 else "000000")
    made.add_chart(drawn, f"E{line}")
    return max(last, line + round(drawn.height * 2)) + 2  # a row is half a centimetre high


def _native(chart: Chart) -> BarChart | LineChart:
    drawn: BarChart | LineChart
    if chart.kind == "line":
        drawn = LineChart()
    else:
        drawn = BarChart()
        drawn.type = "bar" if chart.kind == "bars" else "col"
        drawn.grouping = "stacked" if len(chart.series) > 1 else "clustered"
        drawn.overlap = 100 if len(chart.series) > 1 else None
        drawn.gapWidth = 60
    drawn.title = Title(tx=Text(rich=_rich(chart.title)), overlay=False)
    drawn.width, drawn.height = _CHART_WIDTH, height(chart) / 10  # type: ignore[assignment] # cm; the stubs say int
    drawn.legend = drawn.legend if len(chart.series) > 1 else None
    if drawn.legend:
        drawn.legend.position = "b"
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill="D9D9D9")))
    drawn.y_axis.crosses = "max" if chart.kind == "bars" else "autoZero"
    drawn.x_axis.scaling.orientation = "maxMin" if chart.kind == "bars" else "minMax"
    drawn.y_axis.scaling.min = 0
    drawn.y_axis.number_format = "0"
    return drawn


def _labels(ink: str) -> DataLabelList:
    """The value at each bar in an ink that can be read on its fill; 0 is not written."""
    face = CharacterProperties(sz=1000, latin=Font(typeface=FACE), solidFill=ink)
    text = RichText(p=[DrawnParagraph(pPr=ParagraphProperties(defRPr=face), endParaRPr=face)])
    shown_not = dict.fromkeys(("showSerName", "showCatName", "showLegendKey", "showPercent"), False)
    return DataLabelList(numFmt="0;;", txPr=text, showVal=True, **shown_not)


def _rich(text: str) -> RichText:
    face = CharacterProperties(sz=1300, b=True, latin=Font(typeface=FACE), solidFill="000000")
    run = RegularTextRun(t=clean(text), rPr=face)
    return RichText(p=[DrawnParagraph(pPr=ParagraphProperties(defRPr=face), r=[run])])


# --- Notes ------------------------------------------------------------------------------------------------------


def _notes_sheet(book: Workbook, report: Report, campaign: Campaign) -> None:
    title = "Ghi chú kèm dự thảo"
    made = sheet(book, "Ghi chú", title, f"{report.head.kind} {report.head.subject}")
    rows: list[list[Content | Toned]] = [["Cần bổ sung", gap.where, gap.what] for gap in report.cover.gaps]
    rows += [["Cần kiểm tra", "", text] for text in report.cover.checks]
    rows += [["Ký hiệu màu", Toned(STATES[state], tone), _EXPLAINED[state]] for state, tone in _TONES.items()]
    for stage in campaign.stages:
        rows.append(["Thời hạn", capitalised(stage.label), _deadline(stage)])
    rows.append(["Mã số liệu", "", report.cover.digest])
    fill(made, (Field("Mục", 18), Field("Vị trí", 40), Field("Nội dung", 100)), rows)


_EXPLAINED = {
    "sent": "Đã gửi đủ thông tin bắt buộc",
    "incomplete": "Đã gửi, còn thiếu thông tin bắt buộc hoặc chưa báo cáo đủ nội dung đã đăng ký",
    "provisional": "Đã gửi, thông tin chờ người có trách nhiệm xác nhận; không bị nhắc",
    "paper": "Gửi bản giấy hoặc qua hệ thống khác, theo xác nhận của phòng",
    "owes": "Thuộc diện phải gửi, chưa nhận được",
    "exempt": "Không thuộc diện phải gửi hoặc được miễn",
}


def _deadline(stage: Stage) -> str:
    opens, due = short_day(stage.opens), short_day(stage.due)
    return f"Từ ngày {opens} đến ngày {due}; “trong ngày cuối” là ngày {due}"
