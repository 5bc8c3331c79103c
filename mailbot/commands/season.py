"""`status`: where units stand."""

from collections.abc import Iterator

from mailbot.commands.outcome import Outcome
from rules.calendar import deadline, local, local_day, short_day
from rules.season import Season
from rules.standing.status import UnitStatus, statuses

STATES = {
    "sent": "đã gửi đủ",
    "incomplete": "còn thiếu thông tin",
    "provisional": "tạm ghi, chờ xác nhận",
    "paper": "đã nộp bằng cách khác",
    "owes": "chưa gửi",
    "exempt": "không phải gửi",
}
TIMELINESS = {"on-time": "đúng hạn", "last-day": "đúng ngày cuối", "late": "quá hạn"}


def status(season: Season) -> Outcome:
    """The matrix of units and stages, and the figures against targets."""
    return Outcome(tuple(_status(season)))


def _status(season: Season) -> Iterator[str]:
    campaign = season.campaign
    yield f"{campaign.short}, tính đến {local(season.as_of, campaign.calendar):%H:%M ngày %d/%m/%Y}"
    cells = statuses(season)
    for stage in campaign.stages:
        own = [cell for cell in cells if cell.stage == stage.code]
        counts = {state: sum(cell.state == state for cell in own) for state in STATES}
        told = "; ".join(f"{STATES[state]}: {count}" for state, count in counts.items() if count)
        yield ""
        yield f"Đợt {stage.label} ({deadline(stage)}): {told}"
        for cell in own:
            yield f"  {cell.unit.label:<40} {_cell(cell)}{_absent(season, cell.unit.code)}"
    waiting = [question for question in season.questions if question.answer is None]
    if waiting:
        yield ""
        yield f"Chờ quyết định ({len(waiting)}):"
        for question in waiting:
            yield f"  {question.number}. {question.text}"


def _absent(season: Season, unit: str) -> str:
    """The last automatic answer that said that nobody is there: a reason to telephone."""
    last = max((at for code, at in season.absences if code == unit), default=None)
    return f", có thư trả lời vắng mặt ngày {short_day(local_day(last, season.campaign.calendar))}" if last else ""


def _cell(cell: UnitStatus) -> str:
    pieces = [STATES[cell.state]]
    if cell.timeliness:
        pieces.append(TIMELINESS[cell.timeliness])
    if cell.submission:
        pieces.append(f"{len(cell.submission.initiatives)} nội dung")
    if cell.ties:
        reported, registered = cell.reported
        pieces.append(f"báo cáo {reported} trên {registered}")
    if cell.missing:
        pieces.append(f"thiếu {len(cell.missing)} thông tin")
    return ", ".join(pieces)
