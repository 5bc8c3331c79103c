"""The facts of letters to the office as their templates see them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial
from itertools import groupby

from mailbot.writing.view_words import LONGEST_TITLE, clock, day_and_weekday, deadline_of, registered_titles, unbroken
from rules.calendar import (
    local,
    local_day,
    moment,
    short_day,
    working_days_between,
)
from rules.campaign import Calendar, Campaign, Stage
from rules.drafting.counting import course_chart
from rules.drafting.report import Chart
from rules.figure import Figure
from rules.letter_kind import BEFORE_GO_LIVE
from rules.letters.letter import (
    AlarmFacts,
    AnnouncementFacts,
    HeldFacts,
    LetterOrder,
    OfficeFacts,
    ReminderFacts,
    WithheldFacts,
)
from rules.letters.reminders import batch_called
from rules.roster import Roster, Unit
from rules.season import ArrivalFacts, Question
from rules.standing.questions import NO, YES
from rules.standing.status import UnitStatus
from rules.wording import capitalised, clipped, count, listed, lowered, percent, plain

DRAWINGS = "drawings"  # what a template does not write but only names


@dataclass(frozen=True, slots=True)
class WithheldView:
    arrived: str  # "": the server does not tell
    folder: str
    uid: int
    reason: str


@dataclass(frozen=True, slots=True)
class AnnouncedView:
    number: int  # what "trừ 3" means
    unit: str
    to: str
    phone: str
    owes: str


@dataclass(frozen=True, slots=True)
class AnnouncedGroup:
    label: str  # "Phòng thuộc Sở"
    units: tuple[AnnouncedView, ...]


def announcement(facts: AnnouncementFacts, campaign: Campaign, example: tuple[str, ...]) -> dict[str, object]:
    leaves_at = clock(facts.leaves_at, campaign) if facts.leaves_at else ""
    announced = tuple(_announced(number, one) for number, one in enumerate(facts.reminders, 1))
    common, times = Counter(one.owes for one in announced).most_common(1)[0] if announced else ("", 0)
    common = common if times > 1 else ""
    return {
        "stage": facts.stage.label,
        "document": facts.stage.document,
        "count": count(len(facts.reminders)),
        "leaves_on": day_and_weekday(facts.leaves_on),
        "leaves_at": leaves_at or f"giờ làm việc ngày {day_and_weekday(facts.leaves_on)}",
        "step": facts.step,
        "overdue": facts.overdue,
        "invitation": facts.invitation,
        "note": facts.note,
        "needs_approval": facts.needs_approval,
        "batch": batch_called(facts.batch, campaign),
        "reminders": announced,
        "groups": _by_kind(announced, facts, campaign),
        "common": common,
        "heads": count(facts.heads) if facts.heads else "",
        "asked_before": facts.asked_before,
        "too_late": _leaves_too_late(facts, campaign),
        "example": example,
        "example_unit": facts.reminders[0].unit.label if facts.reminders else "",
    }


def _announced(number: int, one: ReminderFacts) -> AnnouncedView:
    to = ", ".join(one.to or one.unit.addresses[:1])
    return AnnouncedView(number, one.unit.label, to, unbroken(one.unit.phone), _owes(one.status, one.stage))


def _by_kind(
    announced: tuple[AnnouncedView, ...], facts: AnnouncementFacts, campaign: Campaign
) -> tuple[AnnouncedGroup, ...]:
    """In the order of their numbers, which is that of the roster."""
    labels = {kind.code: capitalised(kind.label) for kind in campaign.unit_kinds}
    pairs = zip(announced, facts.reminders, strict=True)
    return tuple(
        AnnouncedGroup(labels.get(kind, ""), tuple(view for view, _ in group))
        for kind, group in groupby(pairs, key=lambda pair: pair[1].unit.kind)
    )


def _leaves_too_late(facts: AnnouncementFacts, campaign: Campaign) -> bool:
    """Whether the office closes before the letters may leave: then they stay."""
    closes = moment(facts.leaves_on, campaign.calendar.hours.closes, campaign.calendar)
    return facts.leaves_at is not None and facts.leaves_at >= closes


def _owes(status: UnitStatus, stage: Stage) -> str:
    """What a unit still has to send, in a table cell."""
    if status.state == "owes":
        return f"chưa gửi {stage.label}"
    pieces = [f"thiếu {lowered(label)} ({clipped(title, LONGEST_TITLE)})" for title, label in status.missing]
    pieces += [
        f"chưa báo cáo: {clipped(title, LONGEST_TITLE)}" for title in registered_titles(status.ties, "not-reported")
    ]
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
_SOURCE: Mapping[str, str] = {"mail": "theo thư điện tử nhận được", "stated": "đơn vị tự nêu", "hand": "phòng nhập"}


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
    near: bool  # it is at most a month away, before or behind
    sent: int
    total: int
    share: str  # "63,3%"
    owing: tuple[UnitView, ...]
    public: tuple[UnitView, ...]  # of these the ones that have asked nothing
    incomplete: tuple[UnitView, ...]
    provisional: tuple[UnitView, ...]
    last_day: tuple[UnitView, ...]
    late: tuple[UnitView, ...]
    unfinished: tuple[str, ...]  # "THPT số 1 Bát Xát (02/03)"
    drawing: str  # the name of the picture of its course; "": too little came for one


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
    stages = {stage.code: _stage_view(stage, facts, calendar) for stage in opened}
    closed = facts.stage and (stages.get(facts.stage.code) or _stage_view(facts.stage, facts, calendar))
    shown = opened if facts.stage is None else [facts.stage]
    courses = {_drawing(stage): _course(stage, facts, calendar) for stage in shown}
    return {
        "day": day_and_weekday(facts.day),
        "closed": closed,
        "stages": tuple(stages.values()),
        "current": stages[_nearest(opened, facts.day).code] if opened else None,
        "matrix_stages": tuple(stage.label for stage in opened),
        "matrix": _matrix(facts, campaign, opened),
        "figures": tuple(_figure_view(figure) for figure in facts.figures if _is_target(figure) and _is_known(figure)),
        "without_figure": tuple(figure.label for figure in facts.figures if not _is_known(figure)),
        "counts": tuple(_figure_view(figure) for figure in facts.figures if figure.code.startswith(_ALSO_TOLD)),
        "arrivals": tuple(_arrival_view(arrival, campaign, facts.day) for arrival in facts.arrivals),
        "received": count(len(facts.arrivals)),
        "recorded": facts.recorded,
        "to_see": tuple(
            _arrival_view(arrival, campaign, facts.day)
            for arrival in facts.arrivals
            if arrival.verdict != "submission" and arrival.id not in facts.asked_about
        ),
        "since": short_day(local_day(facts.period[0], calendar)) if facts.period else "",
        "whole": facts.whole,
        "elsewhere": count(facts.asked) if facts.asked else "",
        "last_stage": facts.stage is not None and facts.stage == max(campaign.stages, key=lambda stage: stage.due),
        "questions": tuple(_question_view(question, roster) for question in facts.questions),
        "asked": count(len(facts.questions)),
        "filed": facts.filed,
        "automatic": facts.automatic,
        "office_due": day_and_weekday(facts.office_due),
        "office_due_day": short_day(facts.office_due),
        "office_days_left": count(working_days_between(facts.day, facts.office_due, calendar)),
        "go_live": day_and_weekday(campaign.go_live),
        "started": _first_start(order, facts, campaign),
        "attached": listed(_ATTACHED[one] for one in order.attach),
        "drafted_since": facts.drafted_since,
        "draft_changes": facts.draft_changes,
        "proposals": facts.proposals,
        DRAWINGS: {name: chart for name, chart in courses.items() if chart is not None},
    }


def _first_start(order: LetterOrder, facts: OfficeFacts, campaign: Campaign) -> str:
    """When mailbot was started, where that was after the campaign had begun; else ""."""
    if order.kind != BEFORE_GO_LIVE or facts.period is None:
        return ""
    begun = moment(campaign.go_live, time(0), campaign.calendar)
    return clock(facts.period[1], campaign) if facts.period[1] > begun else ""


def _nearest(stages: Iterable[Stage], day: date) -> Stage:
    """The stage that the day is about: the one whose deadline is nearest, before or behind."""
    return min(stages, key=lambda stage: abs((stage.due - day).days))


_ATTACHED = {
    "draft-docx": "dự thảo văn bản tổng hợp (Word)",
    "draft-note": "phiếu kiểm tra dự thảo (Word)",
    "draft-brief": "tóm tắt nửa trang trình lãnh đạo (Word)",
    "draft-xlsx": "bảng tổng hợp (Excel)",
    "draft-urging": "dự thảo công văn đôn đốc (Word)",
}


_MONTH = timedelta(days=30)


def _stage_view(stage: Stage, facts: OfficeFacts, calendar: Calendar) -> StageView:
    statuses = [status for status in facts.statuses if status.stage == stage.code and status.state != "exempt"]
    sent = sum(status.state in _HAS_SENT for status in statuses)
    units = partial(_units, dead=facts.dead)
    return StageView(
        label=stage.label,
        document=stage.document,
        deadline=deadline_of(stage),
        due=short_day(stage.due),
        over=facts.day > stage.due,
        near=abs(facts.day - stage.due) <= _MONTH,
        sent=sent,
        total=len(statuses),
        share=percent(sent, len(statuses)),
        owing=units(status for status in statuses if status.state == "owes"),
        public=units(status for status in statuses if status.state == "owes" and status.unit.code not in facts.spoken),
        incomplete=units(status for status in statuses if status.state == "incomplete" and status.missing),
        provisional=units(status for status in statuses if status.state == "provisional"),
        last_day=units(status for status in statuses if status.timeliness == "last-day"),
        late=units(status for status in statuses if status.timeliness == "late"),
        unfinished=tuple(
            f"{status.unit.label} ({_part_of(status)})"
            for status in statuses
            if status.state in _HAS_SENT and status.reported[0] < status.reported[1]
        ),
        drawing=_drawing(stage) if _course(stage, facts, calendar) else "",
    )


def _drawing(stage: Stage) -> str:
    return f"course-{stage.code}"


def _course(stage: Stage, facts: OfficeFacts, calendar: Calendar) -> Chart | None:
    return course_chart([status for status in facts.statuses if status.stage == stage.code], stage, calendar)


def _part_of(status: UnitStatus) -> str:
    """How many of the registered initiatives are reported: "02/03"."""
    reported, registered = status.reported
    return f"{count(reported)}/{count(registered)}"


def _units(statuses: Iterable[UnitStatus], dead: frozenset[str]) -> tuple[UnitView, ...]:
    return tuple(_unit_view(status.unit, status.state, dead) for status in statuses)


def _unit_view(unit: Unit, state: str, dead: frozenset[str]) -> UnitView:
    """With the first address at which letters arrive."""
    living = (address for address in unit.addresses if address.lower() not in dead)
    return UnitView(unit.label, unbroken(unit.phone), next(living, ""), _CELL[state])


def _matrix(facts: OfficeFacts, campaign: Campaign, stages: Sequence[Stage]) -> tuple[MatrixGroup, ...]:
    """Units by kind in the order of the campaign file, a cell per stage that has begun."""
    cells: dict[str, dict[str, UnitStatus]] = {}
    units: dict[str, Unit] = {}
    for status in facts.statuses:
        units[status.unit.code] = status.unit
        cells.setdefault(status.unit.code, {})[status.stage] = status
    groups = []
    for kind in campaign.unit_kinds:
        rows = tuple(
            MatrixRow(unit.label, tuple(_cell(cells[code].get(stage.code), stage, facts.day) for stage in stages))
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
    if status.state == "owes" and day > stage.due:
        return words.upper()
    if status.state in _HAS_SENT and status.reported[0] < status.reported[1]:
        words = f"mới {_part_of(status)}"
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
    return figure.known


def _figure_view(figure: Figure) -> FigureView:
    value = count(figure.count)
    if figure.total is not None and figure.percent is not None:
        of = f" {figure.of}" if figure.of else ""
        value = f"{figure.count}/{figure.total}{of} ({percent(figure.count, figure.total)})"
    value = figure.level or value
    target, reached = "", ""
    if figure.target_percent is not None:
        target = plain(figure.target_percent) + "%"
        reached = {True: "đạt", False: "chưa đạt", None: "số liệu tham khảo" if figure.proxy else ""}[figure.reached]
    return FigureView(figure.label, value, target, reached, _SOURCE[figure.source])


def _arrival_view(arrival: ArrivalFacts, campaign: Campaign, day: date) -> ArrivalView:
    here = local(arrival.arrived_at, campaign.calendar)
    time_of_day = f"{here:%H:%M}"
    return ArrivalView(
        time=time_of_day if here.date() == day else f"{here.day:02}/{here.month} {time_of_day}",
        day=short_day(here.date()),
        sender=arrival.sender_name or arrival.sender,
        subject=clipped(arrival.subject, LONGEST_TITLE),
        reason=arrival.reason.rstrip("."),
        files=", ".join(arrival.attachments),
        folder=arrival.folder,
    )


def _question_view(question: Question, roster: Roster) -> QuestionView:
    units = [unit.name for unit in map(roster.find, question.candidates) if unit is not None]
    return QuestionView(
        number=question.number,
        text=question.text,
        suggestion=_suggested(question.suggestion, roster),
        candidates="; ".join(units) if len(units) > 1 else "",  # others stand in the text of the question
    )


def _suggested(suggestion: str, roster: Roster) -> str:
    unit = roster.find(suggestion)
    return unit.name if unit else {YES: "đúng", NO: "không"}.get(suggestion, suggestion)


def alarm(facts: AlarmFacts, campaign: Campaign) -> dict[str, object]:
    return {
        "what": facts.what,
        "reason": facts.reason,
        "remedy": facts.remedy,
        "passes": facts.passes,
        "since": clock(facts.since, campaign),
        "over": clock(facts.over, campaign) if facts.over else "",
    }


def held(facts: HeldFacts, campaign: Campaign) -> dict[str, object]:
    return {
        "arrival": _arrival_view(facts.arrival, campaign, local_day(facts.arrival.arrived_at, campaign.calendar)),
        "number": facts.arrival.id,
        "arrived": clock(facts.arrival.arrived_at, campaign),
        "tries": count(facts.tries),
    }


def withheld(facts: WithheldFacts, campaign: Campaign) -> dict[str, object]:
    return {
        "withheld": [
            WithheldView(
                clock(one.arrived_at, campaign) if one.arrived_at else "", one.folder, one.uid, lowered(one.reason)
            )
            for one in facts.mails
        ],
        "count": count(len(facts.mails)),
    }
