"""Mail that lay in the mailbox before anybody was to be answered: recorded, and told to the office in one letter."""

from datetime import datetime

from rules.calendar import local, local_day, short_day
from rules.season import Season
from rules.trace import Step


def lay_there_before(arrived_at: datetime, season: Season) -> Step | None:
    """Why a mail of this moment is too early for a letter to a unit; None: it is not.

    The campaign had not begun, or mailbot had not been started yet: what a person has dealt with for weeks gets no
    receipt on the day on which a program is switched on.
    """
    campaign = season.campaign
    if local_day(arrived_at, campaign.calendar) < campaign.go_live:
        return Step("before-go-live", f"Thư đến trước ngày {short_day(campaign.go_live)}: chỉ ghi nhận.")
    started = season.started_at
    if started is None or arrived_at >= started.replace(microsecond=0):  # servers stamp mails with whole seconds
        return None
    clock = local(started, campaign.calendar)
    return Step(
        "before-first-start",
        f"Thư đến trước khi mailbot bắt đầu chạy ({clock:%H:%M} ngày {short_day(clock.date())}): chỉ ghi nhận.",
    )
