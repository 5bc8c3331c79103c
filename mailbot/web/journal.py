"""*Nhật ký*: who decided what when by which way, with undo; what was learnt of addresses."""

from starlette.responses import Response

from mailbot.deciding import Deciding, also_changed
from mailbot.web.page import Call, to
from rules.letters.letter import Deed
from rules.standing.decided import decided

SHOWN = 200


def journal(call: Call) -> Response:
    season = call.page.season()
    unit = call.asked("unit")
    lines = decided(season, unit or None)
    return call.show(
        "journal.html",
        lines=lines[:SHOWN],
        left_out=max(0, len(lines) - SHOWN),
        learned=season.learned,
        unit=unit,
        units=call.app.roster.units,
    )


def undo(call: Call) -> Response:
    """Takes back what was decided. Where other decisions rest on it, they are named first."""
    numbers = [int(one) for one in call.all_given("number") if one.isdecimal()]
    back = call.given("back") or "/nhat-ky"

    def act(deciding: Deciding) -> list[Deed]:
        for number in reversed(numbers):
            deciding.undo(number)
        return [Deed(number, "") for number in numbers]

    if not call.given("sure"):
        with call.app.look() as work:
            known = {one.number for one in work.rulings.all()}
            looking = Deciding(work, call.app, "", "page")
            still = [one for one in numbers if one in known]
            leaning = [one for number in still for one in looking.resting_on(number) if one.number not in numbers]
        if leaning:
            warning = also_changed(leaning, would=True).strip()
            return call.show("undo.html", numbers=numbers, warning=warning, back=back)
    return call.decide(act, back) if numbers else to(back)
