"""`remind --dry-run`: which reminders would leave, and why others would not."""

from collections.abc import Iterator
from datetime import timedelta

from mailbot.commands.outcome import Outcome
from rules.calendar import local, short_day
from rules.letter_kind import INVITATION, OVERDUE
from rules.letters.reminders import plan
from rules.season import Season

DAYS_SHOWN = 31


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
