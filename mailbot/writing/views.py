"""The facts of a letter as its template sees them: ready words and lists, no rows, no dates to be formatted.

What a template may use is exactly what stands here; `HUONG-DAN.txt` beside the templates explains it to the office.
Which sentence follows from which fact stays in the templates; only choices that no clerk should make stand here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rules.calendar import (
    kth_working_day_before,
    local,
    local_day,
    moment,
    short_day,
    weekday_name,
    working_days_between,
)
from rules.campaign import Campaign, FieldSpec, Stage
from rules.initiative import DocumentVerdict, Initiative
from rules.letter import (
    AnnouncementFacts,
    Figure,
    HeldFacts,
    LetterOrder,
    OfficeFacts,
    ReceiptFacts,
    ReceiptPart,
    ReminderFacts,
)
from rules.questions import NO, YES
from rules.roster import Roster, Unit
from rules.season import ArrivalFacts, Question
from rules.status import UnitStatus
from rules.submission import Tie
from rules.wording import capitalised, clipped, count, ended, percent, plain
from rules.wording import clock as moment_in_words

_LONGEST_VALUE = 220  # characters of one value in a receipt: three lines on a phone held upright are enough to check it
_LONGEST_TITLE = 60  # in the subject of a letter and in table cells
_DAY = timedelta(days=1)


# --- Words ----------------------------------------------------------------------------------------------------------


def day_and_weekday(day: date) -> str:
    """25/8/2024 (Chủ nhật)."""
    return f"{short_day(day)} ({weekday_name(day)})"


def clock(when: datetime, campaign: Campaign) -> str:
    """14 giờ 05 phút ngày 20/8/2024 (thứ Ba)."""
    weekday = weekday_name(local_day(when, campaign.calendar))
    time_of_day, _, day = moment_in_words(when, campaign.calendar).partition(" ngày ")
    return f"{unbroken(time_of_day)} ngày {day} ({weekday})"


def unbroken(text: str) -> str:
    """With no-break spaces: a telephone number or a time of day is not parted at the end of a line."""
    return text.replace(" ", "\u00a0")


def value_in_words(spec: FieldSpec, initiative: Initiative) -> str:
    """A value as a person writes it: labels for codes, names in a row, per cent with a comma; "" where absent."""
    value = initiative.get(spec.code)
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int | float):
        return plain(value) + ("%" if spec.kind == "percent" else "")
    if spec.kind == "date":
        return _date_in_words(value)
    return next((choice.label for choice in spec.choices if choice.code == value), value)


def _date_in_words(value: str) -> str:
    try:
        return short_day(date.fromisoformat(value))
    except ValueError:
        return value


def _deadline(stage: Stage) -> str:
    return f"trước ngày {day_and_weekday(stage.due)}"


# --- What every letter knows ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OfficeView:
    name: str
    short: str
    agency: str
    superior: str
    mailbox: str
    phone: str


def common(campaign: Campaign) -> dict[str, object]:
    office = campaign.office
    return {
        "office": OfficeView(
            name=office.name,
            short=office.short,
            agency=f"{office.agency} {office.place}".strip(),
            superior=office.superior,
            mailbox=office.mailbox,
            phone=unbroken(office.phone),
        ),
        "campaign": campaign.short,
        "campaign_name": campaign.name,
        "noun": campaign.topic.noun,
        "you": campaign.address_form,
    }


# --- Receipt --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RowView:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class ItemView:
    title: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class MissingView:
    title: str
    labels: str  # "Người thực hiện, Kết quả đạt được"


@dataclass(frozen=True, slots=True)
class PairView:
    reported: str
    registered: str


@dataclass(frozen=True, slots=True)
class FileView:
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class PartView:
    unit: str
    stage: str
    document: str
    timeliness: str  # on-time | last-day | late
    deadline: str  # "trước ngày 25/8/2024 (Chủ nhật)"
    due: str  # "25/8/2024"
    first: bool
    provisional: bool
    count: str
    items: tuple[ItemView, ...]
    missing: tuple[MissingView, ...]
    doubts: tuple[str, ...]
    added: tuple[str, ...]
    updated: tuple[str, ...]
    removed: tuple[str, ...]
    unlisted: tuple[str, ...]
    changed: bool
    compared: bool  # the stage is compared with an earlier one
    earlier: str  # label of that stage
    reported: int
    registered: int
    unregistered: bool  # a report of a unit that has registered nothing
    not_reported: tuple[str, ...]
    similar: tuple[PairView, ...]
    new: tuple[str, ...]


def receipt(order: LetterOrder, facts: ReceiptFacts, campaign: Campaign, roster: Roster) -> dict[str, object]:
    arrived = local_day(facts.arrived_at, campaign.calendar)
    parts = tuple(_part(part, campaign) for part in facts.parts)
    units = {part.unit.code: part.unit for part in facts.parts if part.unit is not None}
    unit = roster.find(order.unit) or (next(iter(units.values())) if len(units) == 1 else None)
    codes = {stage.code for stage in campaign.stages}
    stages = [part.stage for part in facts.parts]
    soonest = min((stage.due for stage in stages), default=None)
    return {
        "unit": unit.name if unit else "",
        "unit_short": unit.label if unit else "",
        "arrived": clock(facts.arrived_at, campaign),
        "mail_subject": clipped(facts.subject, _LONGEST_TITLE),
        "repeated": facts.repeated,
        "note": facts.note,
        "stages": " và ".join(dict.fromkeys(stage.label for stage in stages)),
        "parts": parts,
        "todo": _todo(facts, parts),
        "until": _deadline(stages[0]) if soonest and arrived < soonest and len(stages) == 1 else "",
        "unreadable": tuple(_file(one) for one in facts.documents if one.kind == "unreadable"),
        "others": tuple(_file(one) for one in facts.documents if one.digest and one.kind not in (*codes, "unreadable")),
    }


# The body of a mail is a document without a digest: that it is only a covering note, nobody needs to be told.
def _file(document: DocumentVerdict) -> FileView:
    return FileView(document.name, ended(document.reason))


def _todo(facts: ReceiptFacts, parts: tuple[PartView, ...]) -> str:
    """The one thing that the unit should do first."""
    if any(part.unit is None for part in facts.parts):
        return "name-unit"
    unread = any(document.kind == "unreadable" for document in facts.documents)
    if not parts:
        return "resend" if unread else "wait" if facts.note else "unclear"
    if any(part.missing for part in parts):
        return "complete"
    if any(part.unlisted or part.similar or part.new for part in parts):
        return "answer"
    if any(part.provisional for part in parts):
        return "check"
    if any(part.not_reported for part in parts):
        return "report-rest"
    return "unread" if unread else "nothing"


def _part(part: ReceiptPart, campaign: Campaign) -> PartView:
    specs = [spec for spec in campaign.fields_of(part.stage.code) if spec.code != "title"]
    required = campaign.required(part.stage.code)
    changes = part.changes
    return PartView(
        unit=part.unit.name if part.unit else "",
        stage=part.stage.label,
        document=part.stage.document,
        timeliness=part.timeliness,
        deadline=_deadline(part.stage),
        due=short_day(part.stage.due),
        first=part.first,
        provisional=part.provisional,
        count=count(len(part.initiatives)),
        items=tuple(_item(initiative, specs, required) for initiative in part.initiatives),
        missing=missing_by_title(part.missing),
        doubts=tuple(ended(capitalised(doubt)) for doubt in _outermost(part.doubts)),
        added=changes.added,
        updated=changes.updated,
        removed=changes.removed,
        unlisted=changes.unlisted,
        changed=not part.first and bool(changes.added or changes.updated or changes.removed or changes.unlisted),
        compared=part.stage.compared_with is not None,
        earlier=campaign.stage(part.stage.compared_with).label if part.stage.compared_with else "",
        reported=sum(tie.kind == "same" for tie in part.ties),
        registered=sum(tie.registered is not None for tie in part.ties),
        unregistered=bool(part.ties) and not any(tie.registered for tie in part.ties),
        not_reported=_titles(part.ties, "not-reported"),
        similar=tuple(
            PairView(tie.reported, tie.registered)
            for tie in part.ties
            if tie.kind == "similar" and tie.reported and tie.registered
        ),
        new=tuple(tie.reported for tie in part.ties if tie.kind == "new" and tie.reported),
    )


def _outermost(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """Without those that another one repeats."""
    return tuple(one for one in sentences if not any(one != other and one in other for other in sentences))


def _titles(ties: Iterable[Tie], kind: str) -> tuple[str, ...]:
    return tuple(tie.registered for tie in ties if tie.kind == kind and tie.registered)


def _item(initiative: Initiative, specs: Iterable[FieldSpec], required: tuple[str, ...]) -> ItemView:
    rows = []
    for spec in specs:
        value = value_in_words(spec, initiative)
        if value or spec.code in required:
            label = spec.label.removesuffix(" (%)") if value else spec.label
            rows.append(RowView(label, clipped(value, _LONGEST_VALUE) if value else "(chưa có)"))
    return ItemView(initiative.title, tuple(rows))


def missing_by_title(missing: Iterable[tuple[str, str]]) -> tuple[MissingView, ...]:
    labels: dict[str, list[str]] = {}
    for title, label in missing:
        labels.setdefault(title, []).append(label)
    return tuple(MissingView(title, ", ".join(found)) for title, found in labels.items())


# --- Reminder, overdue ----------------------------------------------------------------------------------------------


def reminder(facts: ReminderFacts, campaign: Campaign) -> dict[str, object]:
    stage, unit, status = facts.stage, facts.unit, facts.status
    extended = facts.last_day >= stage.due
    last_working_day = kth_working_day_before(facts.last_day + _DAY, 1, campaign.calendar)
    earlier = campaign.stage(stage.compared_with) if stage.compared_with else None
    reported, registered = status.reported
    return {
        "unit": unit.name,
        "unit_short": unit.label,
        "head": unit.head_name,
        "head_title": unit.head_title,
        "stage": stage.label,
        "document": stage.document,
        "earlier": earlier.label if earlier else "",
        "nothing_sent": status.state == "owes",
        "missing": missing_by_title(status.missing),
        "not_reported": _titles(status.ties, "not-reported"),
        "reported": reported,
        "registered": registered,
        "deadline": f"chậm nhất là hết ngày {day_and_weekday(facts.last_day)}" if extended else _deadline(stage),
        "extended": extended,
        "last_working_day": f"{weekday_name(last_working_day)}, {short_day(last_working_day)}",
        "working_days_left": count(facts.working_days_left),
        "last_chance": facts.working_days_left == 1,
        "step": facts.step,
        "required": _labels(campaign, stage, True),
        "optional": _labels(campaign, stage, False),
        "office_waits": stage.overdue.until_office_deadline,
        "office_due": day_and_weekday(facts.office_due),
    }


def _labels(campaign: Campaign, stage: Stage, required: bool) -> str:
    return "; ".join(
        spec.label for spec in campaign.fields_of(stage.code) if (stage.code in spec.required_in) is required
    )


# --- Announcement ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AnnouncedView:
    unit: str
    to: str
    phone: str
    owes: str


def announcement(facts: AnnouncementFacts, campaign: Campaign, example: tuple[str, ...]) -> dict[str, object]:
    leaves_at = clock(facts.leaves_at, campaign) if facts.leaves_at else ""
    return {
        "stage": facts.stage.label,
        "document": facts.stage.document,
        "count": count(len(facts.reminders)),
        "leaves_on": day_and_weekday(facts.leaves_on),
        "leaves_at": leaves_at or f"giờ làm việc ngày {day_and_weekday(facts.leaves_on)}",
        "step": facts.step,
        "overdue": facts.overdue,
        "note": facts.note,
        "needs_approval": facts.needs_approval,
        "batch": facts.batch,
        "reminders": tuple(
            AnnouncedView(
                one.unit.label,
                ", ".join(one.unit.addresses[:1]),
                unbroken(one.unit.phone),
                _owes(one.status, one.stage),
            )
            for one in facts.reminders
        ),
        "too_late": _leaves_too_late(facts, campaign),
        "example": example,
        "example_unit": facts.reminders[0].unit.label if facts.reminders else "",
    }


def _leaves_too_late(facts: AnnouncementFacts, campaign: Campaign) -> bool:
    """Whether the office closes before the letters may leave: then they stay."""
    closes = moment(facts.leaves_on, campaign.calendar.hours.closes, campaign.calendar)
    return facts.leaves_at is not None and facts.leaves_at >= closes


def _owes(status: UnitStatus, stage: Stage) -> str:
    """What a unit still has to send, in a table cell."""
    if status.state == "owes":
        return f"chưa gửi {stage.label}"
    pieces = [f"thiếu {label.lower()} ({clipped(title, _LONGEST_TITLE)})" for title, label in status.missing]
    pieces += [f"chưa báo cáo: {clipped(title, _LONGEST_TITLE)}" for title in _titles(status.ties, "not-reported")]
    return "; ".join(pieces)


# --- Letters to the office ------------------------------------------------------------------------------------------

_HAS_SENT = ("sent", "incomplete", "provisional", "paper")
_CELL: Mapping[str, str] = {
    "sent": "đủ",
    "incomplete": "thiếu thông tin",
    "provisional": "chờ xác nhận",
    "paper": "bản giấy",
    "owes": "chưa gửi",
    "exempt": "miễn",
}
_SOURCE: Mapping[str, str] = {"mail": "đếm từ hộp thư", "stated": "đơn vị tự nêu", "hand": "phòng nhập"}


@dataclass(frozen=True, slots=True)
class UnitView:
    name: str
    phone: str
    address: str
    state: str


@dataclass(frozen=True, slots=True)
class StageView:
    """One stage in the letters to the office. Counts are of units that owe something, exempt ones left out."""

    label: str
    document: str
    deadline: str
    due: str
    over: bool  # the day named by the plan is past
    sent: int
    total: int
    share: str  # "63,3%"
    owing: tuple[UnitView, ...]
    incomplete: tuple[UnitView, ...]
    provisional: tuple[UnitView, ...]
    last_day: tuple[UnitView, ...]
    late: tuple[UnitView, ...]
    unfinished: tuple[str, ...]  # "THPT số 1 Bát Xát: 2 trên 3"


@dataclass(frozen=True, slots=True)
class MatrixRow:
    unit: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    label: str
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class FigureView:
    label: str
    value: str
    target: str
    reached: str  # "đạt" | "chưa đạt" | ""
    source: str


@dataclass(frozen=True, slots=True)
class ArrivalView:
    time: str
    day: str
    sender: str
    subject: str
    reason: str
    files: str
    folder: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    number: int
    text: str
    suggestion: str
    candidates: str


def office(order: LetterOrder, facts: OfficeFacts, campaign: Campaign, roster: Roster) -> dict[str, object]:
    calendar = campaign.calendar
    opened = [stage for stage in campaign.stages if stage.opens <= facts.day]
    stages = {stage.code: _stage_view(stage, facts) for stage in opened}
    closed = stages.get(facts.stage.code) if facts.stage else None
    return {
        "day": day_and_weekday(facts.day),
        "closed": closed or (_stage_view(facts.stage, facts) if facts.stage else None),
        "stages": tuple(stages.values()),
        "current": stages[_nearest(opened, facts.day).code] if opened else None,
        "matrix_stages": tuple(stage.label for stage in campaign.stages),
        "matrix": _matrix(facts, campaign),
        "figures": tuple(_figure_view(figure) for figure in facts.figures if _is_target(figure) and _is_known(figure)),
        "without_figure": tuple(figure.label for figure in facts.figures if not _is_known(figure)),
        "counts": tuple(_figure_view(figure) for figure in facts.figures if figure.code.startswith(_ALSO_TOLD)),
        "arrivals": tuple(_arrival_view(arrival, campaign, facts.day) for arrival in facts.arrivals),
        "received": count(len(facts.arrivals)),
        "questions": tuple(_question_view(question, roster) for question in facts.questions),
        "asked": count(len(facts.questions)),
        "filed": facts.filed,
        "automatic": facts.automatic,
        "office_due": day_and_weekday(facts.office_due),
        "office_due_day": short_day(facts.office_due),
        "office_days_left": count(working_days_between(facts.day, facts.office_due, calendar)),
        "go_live": day_and_weekday(campaign.go_live),
        "attached": " và ".join(_ATTACHED[one] for one in order.attach),
    }


def _nearest(stages: Iterable[Stage], day: date) -> Stage:
    """The stage that the day is about: the one whose deadline is nearest, before or behind."""
    return min(stages, key=lambda stage: abs((stage.due - day).days))


_ATTACHED = {"draft-docx": "dự thảo văn bản tổng hợp (Word)", "draft-xlsx": "bảng tổng hợp (Excel)"}


def _stage_view(stage: Stage, facts: OfficeFacts) -> StageView:
    statuses = [status for status in facts.statuses if status.stage == stage.code and status.state != "exempt"]
    sent = sum(status.state in _HAS_SENT for status in statuses)
    return StageView(
        label=stage.label,
        document=stage.document,
        deadline=_deadline(stage),
        due=short_day(stage.due),
        over=facts.day > stage.due,
        sent=sent,
        total=len(statuses),
        share=percent(sent, len(statuses)),
        owing=_units(status for status in statuses if status.state == "owes"),
        incomplete=_units(status for status in statuses if status.state == "incomplete" and status.missing),
        provisional=_units(status for status in statuses if status.state == "provisional"),
        last_day=_units(status for status in statuses if status.timeliness == "last-day"),
        late=_units(status for status in statuses if status.timeliness == "late"),
        unfinished=tuple(
            f"{status.unit.label}: {status.reported[0]} trên {status.reported[1]}"
            for status in statuses
            if status.state in _HAS_SENT and status.reported[0] < status.reported[1]
        ),
    )


def _units(statuses: Iterable[UnitStatus]) -> tuple[UnitView, ...]:
    return tuple(_unit_view(status.unit, status.state) for status in statuses)


def _unit_view(unit: Unit, state: str) -> UnitView:
    return UnitView(unit.label, unbroken(unit.phone), ", ".join(unit.addresses[:1]), _CELL[state])


def _matrix(facts: OfficeFacts, campaign: Campaign) -> tuple[MatrixGroup, ...]:
    """Units by kind in the order of the campaign file, a cell per stage."""
    cells: dict[str, dict[str, UnitStatus]] = {}
    units: dict[str, Unit] = {}
    for status in facts.statuses:
        units[status.unit.code] = status.unit
        cells.setdefault(status.unit.code, {})[status.stage] = status
    groups = []
    for kind in campaign.unit_kinds:
        rows = tuple(
            MatrixRow(
                unit.label, tuple(_cell(cells[code].get(stage.code), stage, facts.day) for stage in campaign.stages)
            )
            for code, unit in units.items()
            if unit.kind == kind.code
        )
        if rows:
            groups.append(MatrixGroup(f"{kind.label} ({count(len(rows))})", rows))
    return tuple(groups)


def _cell(status: UnitStatus | None, stage: Stage, day: date) -> str:
    if status is None:
        return ""
    words = _CELL[status.state]
    if status.state == "owes" and day < stage.opens:
        return "chưa đến đợt"
    if status.state == "owes" and day > stage.due:
        return words.upper()
    if status.state in _HAS_SENT and status.reported[0] < status.reported[1]:
        words = f"{status.reported[0]} trên {status.reported[1]}"
    if status.timeliness == "late":
        words += ", muộn"
    if status.timeliness == "last-day":
        words += ", đúng ngày cuối"
    return words


# What is counted beside the targets and stands in no other place of a letter; the rest is in the workbook.
_ALSO_TOLD = ("initiatives:", "reported:", "official", "signed")


def _is_target(figure: Figure) -> bool:
    return figure.code.startswith("target:")


def _is_known(figure: Figure) -> bool:
    """What no mail can prove stands without a number until units state it or a person enters it."""
    return figure.source == "mail" or figure.total is not None or figure.count > 0


def _figure_view(figure: Figure) -> FigureView:
    value = count(figure.count)
    if figure.total is not None and figure.percent is not None:
        value = f"{figure.count}/{figure.total} ({percent(figure.count, figure.total)})"
    target, reached = "", ""
    if figure.target_percent is not None:
        target = plain(figure.target_percent) + "%"
        if figure.percent is not None:
            reached = "đạt" if figure.percent >= figure.target_percent else "chưa đạt"
    return FigureView(figure.label, value, target, reached, _SOURCE[figure.source])


def _arrival_view(arrival: ArrivalFacts, campaign: Campaign, day: date) -> ArrivalView:
    here = local(arrival.arrived_at, campaign.calendar)
    time_of_day = f"{here.hour}:{here.minute:02}"
    return ArrivalView(
        time=time_of_day if here.date() == day else f"{here.day:02}/{here.month} {time_of_day}",
        day=short_day(here.date()),
        sender=arrival.sender_name or arrival.sender,
        subject=clipped(arrival.subject, _LONGEST_TITLE),
        reason=arrival.reason.rstrip("."),
        files=", ".join(arrival.attachments),
        folder=arrival.folder,
    )


def _question_view(question: Question, roster: Roster) -> QuestionView:
    units = [_with_code(unit) for unit in map(roster.find, question.candidates) if unit is not None]
    return QuestionView(
        number=question.number,
        text=question.text,
        suggestion=_suggested(question.suggestion, roster),
        candidates="; ".join(units),  # other candidates stand in the text of the question
    )


def _with_code(unit: Unit) -> str:
    """The code is what an answer names."""
    return f"{unit.name} ({unit.code})"


def _suggested(suggestion: str, roster: Roster) -> str:
    unit = roster.find(suggestion)
    return _with_code(unit) if unit else {YES: "đúng", NO: "không"}.get(suggestion, suggestion)


def held(facts: HeldFacts, campaign: Campaign) -> dict[str, object]:
    return {
        "arrival": _arrival_view(facts.arrival, campaign, local_day(facts.arrival.arrived_at, campaign.calendar)),
        "number": facts.arrival.id,
        "arrived": clock(facts.arrival.arrived_at, campaign),
        "tries": count(facts.tries),
    }
