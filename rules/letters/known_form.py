"""The form of one unit, filled in as far as it is known: what it sent, and what it registered and has yet to report."""

from types import MappingProxyType

from rules.initiative import Initiative
from rules.letters.letter import FORM, LetterOrder, ReceiptFacts
from rules.papers.forms import Form, form_of
from rules.roster import Unit
from rules.season import Season
from rules.submission import current, tie


def form_for(order: LetterOrder, season: Season) -> Form | None:
    """The form that a letter carries; None where it carries none."""
    unit = season.roster.find(order.unit)
    if FORM not in order.attach or order.stage is None or unit is None:
        return None
    parts = order.facts.parts if isinstance(order.facts, ReceiptFacts) else ()
    sent = next((part.recorded for part in parts if part.stage.code == order.stage), None)
    return known_form(season, unit, order.stage, sent)


def known_form(season: Season, unit: Unit, stage: str, sent: tuple[Initiative, ...] | None = None) -> Form:
    """`sent`: what the unit has sent in this stage, where that is newer than the season."""
    campaign = season.campaign
    submission = current(season.versions, unit.code, stage, ())
    if sent is None:
        sent = tuple(item.initiative for item in submission.initiatives) if submission else ()
    remarks = {code: value.value for code, value in submission.remarks.items()} if submission else {}
    items = _with_registered(season, unit, stage, sent)
    return form_of(campaign, stage, unit, items, MappingProxyType(remarks))


def _with_registered(season: Season, unit: Unit, stage: str, sent: tuple[Initiative, ...]) -> tuple[Initiative, ...]:
    """In a stage that follows another one, each registered initiative has its place, reported or not."""
    earlier = season.campaign.stage(stage).compared_with
    registered = current(season.versions, unit.code, earlier, ()) if earlier else None
    if registered is None:
        return sent
    asked = {spec.code for spec in season.campaign.fields_of(stage)}
    before = {item.initiative.title: item.initiative for item in registered.initiatives}
    now = {one.title: one for one in sent}
    items = []
    for pair in tie(tuple(before), tuple(now)):
        if pair.reported is not None:
            items.append(now[pair.reported])
        elif pair.registered is not None:
            known = before[pair.registered].values
            items.append(Initiative(MappingProxyType({code: known[code] for code in known if code in asked})))
    return tuple(items)
