"""What was done as people of the office wrote: told to all of the office, together, where no letter told it at once.

An answer that was understood and done whole needs no letter of its own: what is not, is answered at once. What it did
stands in the next letter that leaves to the office, and by itself where none leaves in time:

- a word on a batch before the batch leaves, at 16:30 or at 07:30;
- what nobody had suggested at 16:30 of the second working day after it;
- what a code confirmed, what was suggested and what was put aside within two weeks. Whoever confirmed it has read what
  it would do, and a code that did not come back is told on the same day; an answer that did not arrive leaves its
  question open, which is counted and asked again.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from rules import letter_kind as kinds
from rules.calendar import is_working_day, local_day, moment, next_week, next_working_day
from rules.campaign import Campaign, Office
from rules.letters.letter import Deed, DoneFacts, Followed, LetterOrder
from rules.letters.reminders import batch_name, batch_named
from rules.letters.together import may_bring
from rules.rulings import Answered, Mark, Ruling, taken_back
from rules.season import DECISION, DONE, Season
from rules.standing.questions import SKIP

_TOLD_WITHIN = timedelta(days=21)
"""What was done before that is no news: an installation that told it in other ways has done so."""


def due(season: Season, now: datetime, leaving: Sequence[LetterOrder] = ()) -> tuple[LetterOrder, ...]:
    """`leaving`: the letters that leave now, which may bring it along."""
    campaign = season.campaign
    if not campaign.runs_on(local_day(now, campaign.calendar)):
        return ()
    untold = _untold(season, now)
    if not untold:
        return ()
    order = _order(untold, season)
    joins = any(may_bring(one, order) for one in leaving)
    return (order,) if joins or any(latest(one, season) <= now for one in untold) else ()


def tells(batch: str | None, now: datetime, season: Season) -> bool:
    """Whether what is done now is told in time by such a letter: a word on a batch before the batch leaves."""
    try:
        leaves = batch_named(batch)[1] if batch else None
    except ValueError:
        return False
    campaign = season.campaign
    return leaves is None or local_day(next_told(now, campaign), campaign.calendar) < leaves


def latest(ruling: Ruling, season: Season) -> datetime:
    """The moment at which it is told in any case."""
    at = ruling.turns[-1].at
    if ruling.turns[0].state == "proposed" or _is_expected(ruling, season):
        return next_week(next_week(at, season.campaign.calendar), season.campaign.calendar)
    if any(isinstance(one, Mark) and one.kind == "pause" for one in ruling.effects):
        return next_told(at, season.campaign)
    calendar = season.campaign.calendar
    day = next_working_day(next_working_day(local_day(at, calendar), calendar), calendar)
    return moment(day, calendar.hours.digest, calendar)


def _is_expected(ruling: Ruling, season: Season) -> bool:
    """As it was suggested, or nothing; and what is let out says so by leaving."""
    if any(isinstance(one, Mark) and one.kind == "release" for one in ruling.effects):
        return True
    given = next((one.answer for one in ruling.effects if isinstance(one, Answered)), None)
    suggested = next((one.suggestion for one in season.questions if one.number == ruling.question), "")
    return given is not None and given in (SKIP, suggested)


def next_told(after: datetime, campaign: Campaign) -> datetime:
    """The beginning or the telling of a working day, whichever comes first."""
    calendar = campaign.calendar
    day = local_day(after, calendar)
    if not is_working_day(day, calendar):
        day = next_working_day(day, calendar)
    moments = (moment(day, at, calendar) for at in (calendar.hours.weekly, calendar.hours.digest))
    return next(
        (one for one in moments if one > after),
        moment(next_working_day(day, calendar), calendar.hours.weekly, calendar),
    )


def _untold(season: Season, now: datetime) -> tuple[Ruling, ...]:
    lately = [one for one in season.rulings if _is_of_a_mail(one) and now - one.turns[-1].at < _TOLD_WITHIN]
    told = {item for letter in season.letters for item in letter.items} if lately else set()
    return tuple(one for one in lately if told.isdisjoint({f"{DECISION}{one.number}", f"{DONE}{one.number}"}))


def _is_of_a_mail(ruling: Ruling) -> bool:
    return ruling.counts and ruling.arrival is not None and ruling.turns[-1].how == "email"


def _to(people: Collection[str], office: Office) -> tuple[str, ...]:
    """All of the office, and who wrote without being among those who get its letters."""
    if office.shared:
        return office.letters_to
    wrote = (one.address for one in office.people if one.decides and one.called in people)
    return tuple(dict.fromkeys((*office.letters_to, *wrote)))


def _order(untold: Sequence[Ruling], season: Season) -> LetterOrder:
    campaign = season.campaign
    people = dict.fromkeys(one.decided.by for one in untold)
    facts = DoneFacts(tuple(_followed(by, [one for one in untold if one.decided.by == by]) for by in people))
    return LetterOrder(
        kind=kinds.DONE,
        key=f"done:{campaign.code}:{max(one.number for one in untold)}",
        to=_to(people, campaign.office),
        facts=facts,
        batch=_batch(untold),
        items=tuple(f"{DECISION}{one.number}" for one in untold),
    )


def _batch(untold: Iterable[Ruling]) -> str | None:
    """The batch that was stopped or thinned, where it was one: a later word lets it out."""
    marks = (effect for one in untold for effect in one.effects if isinstance(effect, Mark) and effect.kind == "pause")
    batches = {batch_name(mark.stage, mark.until) for mark in marks if mark.until}
    return batches.pop() if len(batches) == 1 else None


def _followed(by: str, rulings: Iterable[Ruling]) -> Followed:
    own = tuple(rulings)
    deeds = tuple(Deed(one.number, one.done, one.question) for one in own if not taken_back(one))
    return Followed(by, deeds, tuple(one.done for one in own if taken_back(one)))
