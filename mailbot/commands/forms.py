"""Commands about forms: writing them as files, and sending each unit its own."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from mailbot.app import App
from mailbot.commands.outcome import Outcome
from mailbot.enclosing import with_files
from mailbot.outbox import enqueue
from mailbot.writing.forms import form_files
from rules.calendar import local_day
from rules.campaign import Campaign, Stage
from rules.errors import MailbotError
from rules.happened import Happened
from rules.letters.known_form import known_form
from rules.letters.reminders import invitations
from rules.papers.forms import Form, form_of
from rules.roster import Roster
from rules.season import Season
from rules.trace import Step


def write_forms(season: Season, stages: Sequence[str], units: Sequence[str], folder: Path) -> Outcome:
    """A blank form of each stage, and for each of these units its own; for every unit where none is named."""
    _known_units(units, season.roster)
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for form in _forms(season, stages, units):
        for file in form_files(form):
            path = folder / file.name
            if path.exists() and path.read_bytes() != file.content:
                raise MailbotError(f"Tệp {path} đã có, nội dung khác; chọn thư mục khác hoặc chuyển tệp cũ đi.")
            path.write_bytes(file.content)
            lines.append(str(path))
    return Outcome(tuple(lines))


def _forms(season: Season, stages: Sequence[str], units: Sequence[str]) -> Iterator[Form]:
    today = local_day(season.as_of, season.campaign.calendar)
    for stage in stages:
        if not units:
            yield form_of(season.campaign, stage)
        for unit in season.roster.on(today):
            if not units or unit.code in units:
                yield known_form(season, unit, stage)


def invite(app: App, stage: str, units: Sequence[str], by: str, *, dry_run: bool) -> Outcome:
    """Queue the letters with the forms; each exists once, and leaves under the caps, when the office is open."""
    _known_units(units, app.roster)
    now = app.now()
    chosen = stage_of(app.campaign, stage)
    with app.begin() as work:
        season = work.season(app.campaign, app.roster, now)
        orders, silent = invitations(season, chosen, units, now)
        lines = [f"Thư mời {chosen.label} kèm biểu mẫu: {len(orders)}"]
        lines += [f"  {app.roster.unit(order.unit or '').name} <{', '.join(order.to)}>" for order in orders]
        lines += [f"Không gửi {len(silent)} đơn vị:"] if silent else []
        lines += [f"  {one.unit.name}: {one.reason}" for one in silent]
        reasons = app.refusals(now)
        if dry_run or reasons:
            return Outcome((*lines, *(f"CHƯA GỬI THƯ: {reason}" for reason in reasons)), 1 if reasons else 0)
        queued = 0
        for order in orders:
            dressed, files = with_files(order, season, work, app)
            queued += enqueue(dressed, work, app, files)
        work.events.add(now, [Step(Happened.INVITED, f"{chosen.label}: {queued} thư")], by=by)
        work.commit()
    return Outcome((*lines, f"Đã đưa {queued} thư vào hàng chờ; lệnh run hoặc once sẽ gửi đi."))


def stage_of(campaign: Campaign, code: str) -> Stage:
    """Raises MailbotError where the campaign has no such stage."""
    known = {stage.code: stage for stage in campaign.stages}
    if code not in known:
        raise MailbotError(f"Không có đợt {code}; các đợt: {', '.join(known)}.")
    return known[code]


def _known_units(units: Sequence[str], roster: Roster) -> None:
    unknown = [code for code in units if roster.find(code) is None]
    if unknown:
        raise MailbotError(f"Không có đơn vị mang mã {', '.join(unknown)} trong danh sách.")
