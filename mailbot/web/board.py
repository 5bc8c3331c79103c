"""*Tình hình*: units and stages, as of any day; targets, charts, and six lines for who has a minute."""

from datetime import date
from typing import cast

from starlette.responses import Response

from mailbot.web.page import Call, Page
from mailbot.writing import charts
from rules.calendar import local_day
from rules.drafting.board import ONLY, Only, Wanted, board
from rules.drafting.counting import course_chart, groups_chart
from rules.drafting.material import material_of
from rules.drafting.report import Chart
from rules.season import Season
from rules.standing.status import UnitStatus, statuses

_WIDTH, _DOTS = 150.0, 6.0  # mm, and pixels for each


def state(call: Call) -> Response:
    day = _day(call)
    season = call.page.season(day)
    only = cast(Only, call.asked("loc")) if call.asked("loc") in ONLY else ""
    wanted = Wanted(only, call.asked("dot"), call.asked("loai"), call.asked("nhom"))
    cells = _cells(call, season)
    drawn = call.page.once(season, "charts", lambda: _charts(season, cells))
    return call.show(
        "board.html",
        board=call.page.once(season, wanted, lambda: board(season, wanted, cells)),
        wanted=wanted,
        only=ONLY,
        day=day,
        today=local_day(call.app.now(), call.app.campaign.calendar),
        groups=sorted({one.group for one in season.roster if one.group}),
        charts=[(name, chart.title, chart.in_words) for name, chart in drawn.items()],
    )


def make_ready(page: Page) -> None:
    """What everybody looks at first, before somebody does."""
    season = page.season()
    cells = page.once(season, "cells", lambda: statuses(season))
    page.once(season, "charts", lambda: _charts(season, cells))
    page.once(season, Wanted(), lambda: board(season, Wanted(), cells))


def drawn(call: Call) -> Response:
    """A chart as a picture."""
    season = call.page.season(_day(call))
    cells = _cells(call, season)
    found = call.page.once(season, "charts", lambda: _charts(season, cells))
    chart = found.get(call.request.path_params["name"])
    if chart is None:
        return call.show("trouble.html", 404, what="Không có biểu đồ này.")
    return Response(charts.picture(chart, _WIDTH, _DOTS), media_type="image/png")


def _cells(call: Call, season: Season) -> tuple[UnitStatus, ...]:
    return call.page.once(season, "cells", lambda: statuses(season))


def _charts(season: Season, cells: tuple[UnitStatus, ...]) -> dict[str, Chart]:
    """By name: how a stage filled, and how far each group is."""
    today = local_day(season.as_of, season.campaign.calendar)
    found: dict[str, Chart] = {}
    for stage in season.campaign.stages:
        if stage.opens > today:
            continue
        course = course_chart([one for one in cells if one.stage == stage.code], stage, season.campaign.calendar)
        if course is not None:
            found[f"dien-bien-{stage.code}"] = course
        groups = groups_chart(material_of(season, stage.code, cells).this)
        if groups is not None:
            found[f"dia-ban-{stage.code}"] = groups
    return found


def _day(call: Call) -> date | None:
    """The day as of which one looks; None: now."""
    try:
        return date.fromisoformat(call.asked("ngay"))
    except ValueError:
        return None
