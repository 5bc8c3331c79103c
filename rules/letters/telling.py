"""What letters to the office tell of the mails that came, and up to when they have told it.

A mail of ours is named in the next letter that tells; that letter leaves on the day itself where a person should look,
else it is the summary of a week. So the office reads of each mail once, and on quiet days nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import NamedTuple

from rules import letter_kind as kinds
from rules.calendar import local_day, moment, short_day
from rules.campaign import Campaign
from rules.filed import Kind
from rules.letters.letter import Recorded
from rules.season import ArrivalFacts, LetterFacts, Season
from rules.standing.proposals import told_of

OURS = ("submission", "unclear")
Period = tuple[datetime, datetime]


def told_until(season: Season) -> datetime:
    """The moment up to which the office has been told; before the first letter, when the campaign began."""
    told = (_until(letter, season.campaign) for letter in season.letters)
    begins = moment(season.campaign.go_live, time(0), season.campaign.calendar)
    return max((begins, *filter(None, told)))


def _until(letter: LetterFacts, campaign: Campaign) -> datetime | None:
    """Digests of 0.1.0 say it by the day in their key."""
    if letter.told_until is None and letter.kind == kinds.DIGEST:
        day = date.fromisoformat(letter.key.rpartition(":")[2])
        return moment(day, campaign.calendar.hours.digest, campaign.calendar)
    return letter.told_until


def told_on(letters: Iterable[LetterFacts], arrivals: Iterable[ArrivalFacts], campaign: Campaign) -> dict[int, date]:
    """By the number of a mail of ours the day of the letter that names it; what none has told yet is missing."""
    until = sorted(filter(None, (_until(letter, campaign) for letter in letters)))
    found = {}
    for mail in arrivals:
        named = mail.verdict in OURS and not mail.before_go_live
        end = next((end for end in until if (mail.handled_at or mail.arrived_at) <= end), None)
        if named and end:
            found[mail.id] = local_day(end, campaign.calendar)
    return found


class Came(NamedTuple):
    """What came in a time, of mail that is only filed how many of each kind."""

    mails: tuple[ArrivalFacts, ...]
    filed: Mapping[Kind, int] = MappingProxyType({})

    def how_many(self, kind: Kind) -> int:
        return sum(mail.verdict == kind for mail in self.mails) + self.filed.get(kind, 0)


def between(season: Season, period: Period) -> Came:
    """By the moment of handling: what came at 16:29 and was read at 16:31 belongs to the next letter, not to none."""
    since, until = period
    mails = tuple(
        mail
        for mail in season.arrivals
        if not mail.before_go_live and since < (mail.handled_at or mail.arrived_at) <= until
    )
    return Came(mails, season.filed.between(since, until))


def something_happened(season: Season, period: Period) -> bool:
    """Something of ours came, or a decision waits for its code or lapsed. Newsletters are nothing."""
    ours = any(mail.verdict in OURS or mail.state == "held" for mail in between(season, period).mails)
    return ours or bool(told_of(season, period, waiting=False))


def needs_the_office(season: Season, period: Period) -> bool:
    """A mail bears a sign of us and nothing of it is recorded or asked; a decision waits for its code, or lapsed."""
    asked = {question.arrival for question in season.questions}
    unseen = any(mail.verdict == "unclear" and mail.id not in asked for mail in between(season, period).mails)
    return unseen or bool(told_of(season, period, waiting=False))


def recorded(season: Season, mails: Iterable[ArrivalFacts]) -> tuple[Recorded, ...]:
    """What was recorded from these mails: by stage the units, each with its days."""
    calendar = season.campaign.calendar
    days = {mail.id: local_day(mail.arrived_at, calendar) for mail in mails if mail.verdict == "submission"}
    found = []
    for stage in season.campaign.stages:
        units: dict[str, list[str]] = {}
        for version in season.versions:
            unit = season.roster.find(version.unit)
            if version.stage == stage.code and version.arrival in days and unit is not None:
                units.setdefault(unit.label, []).append(_day(days[version.arrival]))
        named = tuple(f"{label} ({', '.join(dict.fromkeys(of))})" for label, of in units.items())
        found += [Recorded(stage.label, named)] if named else []
    return tuple(found)


def _day(day: date) -> str:
    """ "06/8": the year stands in the letter."""
    return short_day(day).rpartition("/")[0]
