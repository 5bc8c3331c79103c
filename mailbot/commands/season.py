"""Commands that show the season: status, remind --dry-run, held, explain."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from mailbot.commands.outcome import Outcome
from rules.calendar import deadline, local, local_day, short_day
from rules.campaign import Calendar
from rules.letter_kind import INVITATION, OVERDUE
from rules.letters.reminders import plan
from rules.season import ArrivalFacts, Season, WithheldMail
from rules.standing.explain import explain
from rules.standing.ruling_words import decision_in_words
from rules.standing.status import UnitStatus, statuses
from rules.wording import day_and_time, lowered
from storage.values import FileNote, KeptLetter, KeptMail
from storage.work import UnitOfWork

STATES = {
    "sent": "đã gửi đủ",
    "incomplete": "còn thiếu thông tin",
    "provisional": "tạm ghi, chờ xác nhận",
    "paper": "đã nộp bằng cách khác",
    "owes": "chưa gửi",
    "exempt": "không phải gửi",
}
TIMELINESS = {"on-time": "đúng hạn", "last-day": "đúng ngày cuối", "late": "quá hạn"}
DAYS_SHOWN = 31  # of what `remind --dry-run` looks ahead


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


def outlook(season: Season, days: int = DAYS_SHOWN) -> Outcome:
    """Which reminders would leave on which day, and why other units get none."""
    return Outcome(tuple(_outlook(season, days)))


def _outlook(season: Season, days: int) -> Iterator[str]:
    today = local(season.as_of, season.campaign.calendar).date()
    found = plan(season, [today + timedelta(days=n) for n in range(days)])
    until = short_day(today + timedelta(days=days - 1))
    yield f"Thư nhắc dự kiến từ {short_day(today)} đến {until} (chưa gửi thư nào): {len(found.letters)}"
    for day, order in found.letters:
        unit = season.roster.find(order.unit)
        name = unit.name if unit else ""
        kind = {OVERDUE: "quá hạn", INVITATION: "mời"}.get(order.kind, "nhắc")
        stage = season.campaign.stage(order.stage or "").label
        yield f"  {short_day(day)}  {kind:<8} {stage:<18} {name} <{', '.join(order.to)}>"
    if found.silent:
        yield f"Không nhắc {len(found.silent)} đơn vị:"
        for one in found.silent:
            yield f"  {one.unit.name}: {one.reason}"


def held(
    mails: Sequence[ArrivalFacts],
    withheld: Sequence[WithheldMail],
    calendar: Calendar,
    letters: Sequence[KeptLetter] = (),
) -> Outcome:
    """Mails that could not be handled, those that the server does not hand out, and letters that no server took or of
    which nobody knows whether they left."""
    lines = []
    if mails:
        lines.append(f"{len(mails)} thư bị giữ lại, cần người xem:")
        lines += [f"  {mail.id}: {mail.reason} (thử {mail.tries} lần)" for mail in mails]
        lines.append("Xử lý lại: mailbot requeue SỐ; lấy thư gốc: mailbot export SỐ TỆP.eml")
    if withheld:
        lines.append(f"{len(withheld)} thư máy chủ chưa đưa ra được, mailbot sẽ hỏi lại:")
        lines += [f"  {_withheld(one, calendar)}" for one in withheld]
    if letters:
        lines.append(f"{len(letters)} thư gửi đi bị giữ lại, cần người xem:")
        lines += [f"  {row.id}: {row.subject}, gửi {', '.join(row.recipients)}: {row.note}" for row in letters]
        lines.append("Gửi lại: mailbot requeue SỐ --letter; thôi gửi: mailbot requeue SỐ --letter --drop")
    return Outcome(tuple(lines or ["Không có thư nào bị giữ lại."]))


def _withheld(one: WithheldMail, calendar: Calendar) -> str:
    arrived = f", nhận lúc {day_and_time(one.arrived_at, calendar)}" if one.arrived_at else ""
    again = f", hỏi lại lúc {day_and_time(one.next_try_at, calendar)}" if one.next_try_at else ""
    tried = f"đã hỏi {one.tries} lần từ {day_and_time(one.since, calendar)}"
    return f"{one.folder}, UID {one.uid}{arrived}: {lowered(one.reason)} ({tried}{again})"


def explanation(arrival: KeptMail, work: UnitOfWork, season: Season) -> Outcome:
    """What became of a mail, and by which rules."""
    return Outcome(tuple(_explanation(arrival, work, season)))


def _explanation(arrival: KeptMail, work: UnitOfWork, season: Season) -> Iterator[str]:
    number, campaign = arrival.id, season.campaign
    yield f"Thư {number}, đến lúc {local(arrival.arrived_at, campaign.calendar):%H:%M:%S ngày %d/%m/%Y}"
    yield f"  trạng thái: {arrival.state}; kết luận: {arrival.verdict or 'chưa có'}; {arrival.reason}"
    for file in work.arrivals.files(number):
        yield f"  {_file(file)}"
    versions = [one for one in season.versions if one.arrival == number]
    first = 1
    for version in versions:
        yield from explain(version, campaign, first)
        first += len(version.initiatives)
    for event in work.events.about(arrival=number):
        who = f" ({event.by})" if event.by else ""
        yield f"  {local(event.at, campaign.calendar):%d/%m %H:%M:%S} {event.rule}: {event.reason}{who}".rstrip(": ")
    units = sorted({version.unit for version in versions if version.unit})
    for ruling in work.rulings.about(number, units):
        yield f"  {decision_in_words(ruling, campaign.calendar)}"
    for letter in work.letters.by_arrival().get(number, []):
        yield f"  thư trả lời {letter.kind}: {letter.state}, {letter.message_id}"


def _file(file: FileNote) -> str:
    return f"tệp {file.name}: {file.kind}; {file.reason}"
