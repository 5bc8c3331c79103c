"""Where everybody stands, on one page: units and stages, what is left to do until when, and six lines for who has a
minute."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from rules.calendar import Timeliness, deadline, local_day, short_day, strict_last_day, working_days_between
from rules.campaign import Stage
from rules.drafting.figures import figures
from rules.figure import Figure
from rules.roster import Unit
from rules.season import Season
from rules.standing.status import State, UnitStatus, extension, statuses
from rules.wording import count, listed, percent

SHORT: dict[State, str] = {
    "sent": "Đủ",
    "incomplete": "Thiếu",
    "provisional": "Tạm ghi",
    "paper": "Bản giấy",
    "owes": "Chưa gửi",
    "exempt": "Miễn",
}
LATER = "Chưa đến đợt"
TIMES: dict[Timeliness, str] = {"on-time": "đúng hạn", "last-day": "ngày cuối", "late": "muộn"}
Only = Literal["", "owes", "late", "asked", "incomplete", "provisional"]
ONLY: dict[Only, str] = {
    "": "Tất cả",
    "owes": "Chưa gửi",
    "incomplete": "Còn thiếu thông tin",
    "provisional": "Tạm ghi",
    "late": "Gửi muộn",
    "asked": "Có việc chờ phòng",
}
_NAMED = 4
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BoardCell:
    """One unit in one stage. `days_left`: working days, None where nothing is owed any more or the stage is over."""

    stage: str
    state: State | Literal["later"]  # later: its stage has not begun, and nothing has come
    words: str
    time: str
    initiatives: int
    gaps: int  # required values that are absent
    reported: tuple[int, int]  # of what was registered
    reminders: int
    days_left: int | None
    extended: date | None

    @property
    def told(self) -> str:
        """All but the state, in a few words."""
        if self.state == "later":
            return ""
        reported = f"báo cáo {self.reported[0]}/{self.reported[1]}" if self.reported[1] else ""
        parts = (
            f"{count(self.initiatives)} nội dung" if self.initiatives else "",
            reported,
            self.time,
            f"thiếu {self.gaps} thông tin" if self.gaps else "",
            _left(self.days_left),
            f"gia hạn {short_day(self.extended)}" if self.extended else "",
            f"nhắc {self.reminders} lần" if self.reminders else "",
        )
        return ", ".join(part for part in parts if part)


def _left(days: int | None) -> str:
    if days is None:
        return ""
    return f"còn {count(days)} ngày" if days > 0 else f"quá {count(-days)} ngày" if days < 0 else "vừa hết hạn"


@dataclass(frozen=True, slots=True)
class BoardRow:
    unit: Unit
    kind: str  # as shown
    cells: tuple[BoardCell, ...]
    last_sign: datetime | None  # when a mail of it arrived last
    absent_at: datetime | None  # its mailbox said that nobody is there
    asked: int  # questions about it that wait for the office


@dataclass(frozen=True, slots=True)
class BoardStage:
    stage: Stage
    deadline: str  # "trước ngày 25/8/2024"
    begun: bool
    working_days_left: int  # 0 where it is over
    counts: tuple[tuple[str, int], ...]  # by state, as shown; before it has begun only of what has come all the same


@dataclass(frozen=True, slots=True)
class Board:
    as_of: datetime
    stages: tuple[BoardStage, ...]
    rows: tuple[BoardRow, ...]
    of: int  # units, with those that a filter leaves out
    targets: tuple[Figure, ...]
    lines: tuple[str, ...]  # Vietnamese, at most six


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the board is looked at; "" everywhere: all of it."""

    only: Only = ""
    stage: str = ""
    kind: str = ""
    group: str = ""


def board(season: Season, wanted: Wanted = Wanted(), known: Sequence[UnitStatus] = ()) -> Board:
    """`known`: the statuses of this season, where they have been asked for already."""
    cells = tuple(known) or statuses(season)
    today = local_day(season.as_of, season.campaign.calendar)
    asked = Counter(one.unit for one in season.questions if one.answer is None and one.unit)
    signs = _signs(season)
    absences = dict(season.absences)
    kinds = {kind.code: kind.label for kind in season.campaign.unit_kinds}
    by_unit: dict[str, list[UnitStatus]] = {}
    for cell in cells:
        by_unit.setdefault(cell.unit.code, []).append(cell)
    rows = [
        BoardRow(
            unit=own[0].unit,
            kind=kinds.get(own[0].unit.kind, own[0].unit.kind),
            cells=tuple(_cell(season, cell, today) for cell in own),
            last_sign=signs.get(code),
            absent_at=absences.get(code),
            asked=asked[code],
        )
        for code, own in by_unit.items()
    ]
    counted = figures(season, cells)
    return Board(
        as_of=season.as_of,
        stages=tuple(_stage(stage, cells, today, season) for stage in season.campaign.stages),
        rows=tuple(row for row in rows if _is_wanted(row, wanted)),
        of=len(rows),
        targets=tuple(one for one in counted if one.code.startswith("target:")),
        lines=tuple(_lines(season, cells, counted, today)),
    )


def _cell(season: Season, cell: UnitStatus, today: date) -> BoardCell:
    stage = season.campaign.stage(cell.stage)
    extended = extension(season, cell.unit.code, cell.stage)
    owed = cell.state in ("owes", "incomplete") and stage.opens <= today
    later = cell.state == "owes" and today < stage.opens
    last = strict_last_day(stage, extended)
    return BoardCell(
        stage=cell.stage,
        state="later" if later else cell.state,
        words=LATER if later else SHORT[cell.state],
        time=TIMES[cell.timeliness] if cell.timeliness else "",
        initiatives=len(cell.submission.initiatives) if cell.submission else 0,
        gaps=len(cell.missing),
        reported=cell.reported,
        reminders=cell.reminders_sent,
        days_left=_days(today, last, season) if owed else None,
        extended=extended,
    )


def _days(today: date, last: date, season: Season) -> int:
    """Working days that are left, today and the last one included; below 0: so many have passed since."""
    calendar = season.campaign.calendar
    if today <= last:
        return max(1, working_days_between(today, last + _DAY, calendar))  # of a weekend one day is left, too
    return -working_days_between(last + _DAY, today + _DAY, calendar)


def _signs(season: Season) -> dict[str, datetime]:
    """When each unit was heard of last: by what was recorded for it, and by mails from its addresses."""
    owners = {address: unit.code for unit in season.roster for address in unit.addresses}
    found: dict[str, datetime] = {}
    heard: list[tuple[str | None, datetime]] = [(one.unit, one.arrived_at) for one in season.versions]
    heard += [(owners.get(mail.sender.lower()), mail.arrived_at) for mail in season.arrivals if mail.sender]
    for code, at in heard:
        if code and (code not in found or found[code] < at):
            found[code] = at
    return found


def _is_wanted(row: BoardRow, wanted: Wanted) -> bool:
    if wanted.kind not in ("", row.unit.kind) or wanted.group not in ("", row.unit.group):
        return False
    own = [cell for cell in row.cells if wanted.stage in ("", cell.stage)]
    match wanted.only:
        case "":
            return True
        case "asked":
            return row.asked > 0
        case "late":
            return any(cell.time == TIMES["late"] for cell in own)
    return any(cell.state == wanted.only for cell in own)


def _stage(stage: Stage, cells: Iterable[UnitStatus], today: date, season: Season) -> BoardStage:
    counts = Counter(cell.state for cell in cells if cell.stage == stage.code)
    last = strict_last_day(stage)
    return BoardStage(
        stage=stage,
        deadline=deadline(stage),
        begun=stage.opens <= today,
        working_days_left=max(0, _days(today, last, season)) if stage.opens <= today else 0,
        counts=tuple(
            (SHORT[state], counts[state])
            for state in SHORT
            if counts[state] and (state != "owes" or stage.opens <= today)
        ),
    )


# --- Six lines ------------------------------------------------------------------------------------------------------


def _lines(season: Season, cells: Collection[UnitStatus], counted: Iterable[Figure], today: date) -> Iterable[str]:
    begun = [stage for stage in season.campaign.stages if stage.opens <= today]
    for stage in begun[-2:]:
        yield _progress(season, stage, [one for one in cells if one.stage == stage.code], today)
    if begun:
        yield _silent(begun[-1], [one for one in cells if one.stage == begun[-1].code])
    targets = [one for one in counted if one.code.startswith("target:")]
    reached = [one for one in targets if one.reached is not None]
    if reached:
        met = sum(one.reached is True for one in reached)
        unknown = len(targets) - len(reached)
        rest = f"; {count(unknown)} chỉ tiêu chưa có số liệu hoặc không tính được từ thư" if unknown else ""
        yield f"Đạt {met}/{len(reached)} chỉ tiêu tính được{rest}."
    waiting = [one for one in season.questions if one.answer is None]
    oldest = min((one.asked_at for one in waiting if one.asked_at), default=None)
    since = f", cũ nhất từ ngày {short_day(local_day(oldest, season.campaign.calendar))}" if oldest else ""
    yield f"{count(len(waiting))} việc chờ phòng quyết định{since}." if waiting else "Không có việc nào chờ phòng."
    yield f"Hạn của phòng với {season.campaign.office.superior}: trước ngày {short_day(season.campaign.office_due)}."


def _progress(season: Season, stage: Stage, own: Collection[UnitStatus], today: date) -> str:
    owing = [one for one in own if one.state != "exempt"]
    arrived = [one for one in owing if one.state != "owes"]
    late = sum(one.timeliness == "late" for one in arrived)
    days = _days(today, strict_last_day(stage), season)
    left = f"còn {count(days)} ngày làm việc" if days > 0 else "đã hết hạn"
    told = "không đơn vị nào phải gửi"
    if owing:
        told = f"{len(arrived)}/{len(owing)} đơn vị đã gửi ({percent(len(arrived), len(owing))})"
    return f"{stage.label[:1].upper()}{stage.label[1:]}: {told}, {count(late)} đơn vị gửi muộn; {left}."


def _silent(stage: Stage, own: Collection[UnitStatus]) -> str:
    missing = [one.unit.label for one in own if one.state == "owes"]
    if not missing:
        return f"Không còn đơn vị nào chưa gửi {stage.label}."
    if len(missing) <= _NAMED:
        return f"Chưa gửi {stage.label}: {listed(missing)}."
    return f"Còn {count(len(missing))} đơn vị chưa gửi {stage.label}."
