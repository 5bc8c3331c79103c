"""What the office is told, and when. Each letter has a key with its day, so it exists once however often one asks.

| letter          | when                                                                                             |
|-----------------|--------------------------------------------------------------------------------------------------|
| before-go-live  | once, when the campaign has begun and the mailbox was read to the end: what had come before that,  |
|                 | and before the first start                                                                       |
| digest          | 16:30 of a working day, if something happened since the last digest; what happens on a free day    |
|                 | waits for the next working day, since nobody reads it earlier                                      |
| weekly          | Monday 07:30, or the first working day of a week whose Monday is free, until the office's deadline |
| closing         | 07:30 of the working day after the last day (inclusive reading) of a stage                         |
| office-reminder | 07:30, some working days before the office's own deadline, with the drafts                         |
| junk            | at once, once a day: likely submissions in the spam folder                                         |
| held            | at once: a mail that could not be handled                                                          |
| withheld        | a mail that the server did not hand out in two passes                                              |
| questions       | at once in office hours where one of them cannot wait, else with the digest: what was not asked    |
|                 | in such a letter yet; what was is counted, and may be answered there as well                       |
| undecided       | three working days before the last day (strict reading): a questions letter with what units wished |
|                 | and nobody decided                                                                               |
| silent          | 07:30, two working days before the last day (strict reading): units of which nothing has come      |

After an outage the latest of each is made up once, with everything since the one before; older ones are not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from rules import letter_kind as kinds
from rules.calendar import (
    first_day_too_late,
    in_office_hours,
    inclusive_last_day,
    is_working_day,
    kth_working_day_before,
    local_day,
    moment,
    next_working_day,
    strict_last_day,
    working_days_between,
)
from rules.campaign import Campaign, Stage
from rules.drafting.figures import figures
from rules.figure import Figure
from rules.letter_kind import LetterKind
from rules.letters.letter import (
    DRAFTS,
    HeldFacts,
    LetterOrder,
    OfficeFacts,
    QuestionsFacts,
    SilentFacts,
    WithheldFacts,
)
from rules.letters.lookups import read_of
from rules.letters.wishes import overdue_for_decision
from rules.season import ArrivalFacts, LetterFacts, Question, Season
from rules.standing.overtaken import open_questions
from rules.standing.proposals import told_of
from rules.standing.questions import (
    BOUNCE,
    CLASSIFIED,
    DEADLINE,
    EXEMPTION,
    EXTENSION,
    FORGED,
    JUNK,
    MACHINE,
    PROSE,
    SENDER,
    UNIT,
    found_in_junk,
)
from rules.standing.status import UnitStatus, statuses

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_OURS = ("submission", "unclear")
_MIDNIGHT = time(0)


def due(season: Season, now: datetime) -> tuple[LetterOrder, ...]:
    """The letters to the office whose moment has come and that are not in the outbox yet."""
    campaign = season.campaign
    if not campaign.runs_on(local_day(now, campaign.calendar)):
        return ()
    season = replace(season, as_of=now)
    known = {letter.key for letter in season.letters}
    occasions = (
        *_before_go_live(season),
        *_digest(season, now),
        *_weekly(season, now),
        *_closing(season, now),
        *_office_reminder(season, now),
        *_junk(season, now),
    )
    orders = list(_letters([one for one in occasions if one.key(campaign) not in known], season))
    orders += [order for mail in season.arrivals if mail.state == "held" for order in held(mail, campaign)]
    orders += [*_withheld(season), *_questions(season, now), *_undecided(season, now), *_silent(season, now)]
    return tuple(order for order in orders if order.key not in known)


def told_on(letters: Iterable[LetterFacts], arrivals: Iterable[ArrivalFacts], campaign: Campaign) -> dict[int, date]:
    """By the number of a mail of ours the day of the digest that names it; what no digest has told yet is missing."""
    days = sorted({_day_of(letter.key) for letter in letters if letter.kind == kinds.DIGEST})
    until = [(moment(day, campaign.calendar.hours.digest, campaign.calendar), day) for day in days]
    found = {}
    for mail in arrivals:
        named = mail.verdict in _OURS and not mail.before_go_live
        day = next((day for end, day in until if (mail.handled_at or mail.arrived_at) <= end), None)
        if named and day:
            found[mail.id] = day
    return found


def held(arrival: ArrivalFacts, campaign: Campaign) -> tuple[LetterOrder, ...]:
    """A mail that could not be handled and waits for a person."""
    return (
        LetterOrder(
            kind=kinds.HELD,
            key=f"held:{campaign.code}:{arrival.id}",
            to=campaign.office.letters_to,
            facts=HeldFacts(arrival, arrival.tries),
            arrival=arrival.id,
        ),
    )


_NAMED_AT_ONCE = 50  # of mails that the server withholds, in one letter


def _withheld(season: Season) -> Iterator[LetterOrder]:
    """Each is told once, and several in one letter. What the server gave at the second try is nobody's concern."""
    before = f"withheld:{season.campaign.code}:"
    told = {
        int(number)
        for letter in season.letters
        if letter.kind == kinds.WITHHELD
        for number in letter.key.removeprefix(before).split("+")
    }
    mails = tuple(one for one in season.withheld if one.tries > 1 and one.id not in told)[:_NAMED_AT_ONCE]
    if mails:
        key = before + "+".join(str(one.id) for one in mails)
        yield LetterOrder(kinds.WITHHELD, key, season.campaign.office.letters_to, WithheldFacts(mails))


@dataclass(frozen=True, slots=True)
class _Occasion:
    """A letter whose moment has come: what it is about, before anything is counted for it."""

    kind: LetterKind
    day: date
    period: tuple[datetime, datetime]
    mails: tuple[ArrivalFacts, ...]
    stage: Stage | None = None
    drafts_of: Stage | None = None  # the stage whose drafts come with it

    def key(self, campaign: Campaign) -> str:
        about = f"{self.stage.code}:" if self.stage else ""
        return f"{self.kind}:{campaign.code}:{about}{self.day.isoformat()}"


# --- When -------------------------------------------------------------------------------------------------------


def _digest(season: Season, now: datetime) -> Iterator[_Occasion]:
    calendar = season.campaign.calendar
    day = _last_working_day(now, calendar.hours.digest, season.campaign)
    until = moment(day, calendar.hours.digest, calendar)
    since = _after_the_last(season, kinds.DIGEST, calendar.hours.digest) or moment(
        season.campaign.go_live, _MIDNIGHT, calendar
    )
    if since < until and _something_happened(season, since, until):
        yield _Occasion(kinds.DIGEST, day, (since, until), _between(season, since, until))


def _weekly(season: Season, now: datetime) -> Iterator[_Occasion]:
    campaign = season.campaign
    today = local_day(now, campaign.calendar)
    monday = today - _DAY * today.weekday()
    day = monday if is_working_day(monday, campaign.calendar) else next_working_day(monday, campaign.calendar)
    at = moment(day, campaign.calendar.hours.weekly, campaign.calendar)
    begun = max(campaign.go_live, min(stage.opens for stage in campaign.stages))
    if begun < day < min(campaign.office_due, monday + _WEEK) and at <= now:
        yield _Occasion(kinds.WEEKLY, day, (at - _WEEK, at), _between(season, at - _WEEK, at))


def _closing(season: Season, now: datetime) -> Iterator[_Occasion]:
    """Only of the stage that ended last: a summary of an earlier one would come after its successor."""
    campaign = season.campaign
    ended = []
    for stage in campaign.stages:
        day = next_working_day(inclusive_last_day(stage, _extended_for_all(season, stage)), campaign.calendar)
        if campaign.go_live <= day and moment(day, campaign.calendar.hours.weekly, campaign.calendar) <= now:
            ended.append((day, stage))
    if ended:
        day, stage = max(ended, key=lambda found: found[0])
        opened = moment(stage.opens, _MIDNIGHT, campaign.calendar)
        yield _Occasion(kinds.CLOSING, day, (opened, now), _between(season, opened, now), stage, drafts_of=stage)


def _extended_for_all(season: Season, stage: Stage) -> date | None:
    return max(
        (
            mark.until
            for mark in season.marks
            if mark.kind == "extension" and mark.stage == stage.code and mark.unit is None and mark.until
        ),
        default=None,
    )


def _office_reminder(season: Season, now: datetime) -> Iterator[_Occasion]:
    campaign = season.campaign
    if local_day(now, campaign.calendar) >= campaign.office_due:
        return
    days = (
        kth_working_day_before(campaign.office_due, k, campaign.calendar)
        for k in campaign.reminders.office_working_days_before
    )
    come = [day for day in days if moment(day, campaign.calendar.hours.weekly, campaign.calendar) <= now]
    if come and campaign.go_live <= max(come):
        since = moment(campaign.go_live, _MIDNIGHT, campaign.calendar)
        begun = [stage for stage in campaign.stages if stage.opens <= max(come)]
        drafts_of = max(begun, key=lambda stage: stage.due, default=None)  # the last one tells of those before it
        yield _Occasion(
            kinds.OFFICE_REMINDER, max(come), (since, now), _between(season, since, now), drafts_of=drafts_of
        )


def _before_go_live(season: Season) -> Iterator[_Occasion]:
    begins = moment(season.campaign.go_live, _MIDNIGHT, season.campaign.calendar)
    if season.started_at is not None:
        begins = max(begins, season.started_at)
    read = season.read_to_end_at is not None and season.read_to_end_at >= begins
    early = tuple(mail for mail in season.arrivals if mail.before_go_live)
    if not read or any(mail.state == "arrived" for mail in early) or not any(mail.verdict in _OURS for mail in early):
        return
    day = local_day(begins, season.campaign.calendar)
    yield _Occasion(kinds.BEFORE_GO_LIVE, day, (early[0].arrived_at, begins), early)


def _junk(season: Season, now: datetime) -> Iterator[_Occasion]:
    """What was found since the last such letter: the same mail is reported once."""
    last = max((letter.created_at for letter in season.letters if letter.kind == kinds.JUNK), default=None)
    mails = tuple(
        found_in_junk(question)
        for question in season.questions
        if question.kind == JUNK
        and question.answer is None
        and (last is None or (question.asked_at is not None and question.asked_at > last))
    )
    if mails:
        yield _Occasion(kinds.JUNK, local_day(now, season.campaign.calendar), (last or mails[0].arrived_at, now), mails)


def _last_working_day(now: datetime, at: time, campaign: Campaign) -> date:
    """The last working day on which this hour has passed."""
    day = local_day(now, campaign.calendar)
    while not is_working_day(day, campaign.calendar) or moment(day, at, campaign.calendar) > now:
        day -= _DAY
    return day


def _after_the_last(season: Season, kind: LetterKind, at: time) -> datetime | None:
    """The moment up to which the last letter of this kind told the office."""
    days = [_day_of(letter.key) for letter in season.letters if letter.kind == kind]
    return moment(max(days), at, season.campaign.calendar) if days else None


def _day_of(key: str) -> date:
    return date.fromisoformat(key.rpartition(":")[2])


# --- What only a person can decide ------------------------------------------------------------------------------

_URGENT = frozenset({CLASSIFIED, EXTENSION, BOUNCE, DEADLINE, EXEMPTION})
_OF_WHAT_WAS_READ = frozenset({UNIT, SENDER, PROSE, MACHINE, FORGED})
"""Whether something was read rightly, and whose it is, nobody can say who does not see it."""
_SOON = 2  # working days before the day named by the plan: from then on no question about the stage waits


def _questions(season: Season, now: datetime) -> Iterator[LetterOrder]:
    campaign = season.campaign
    listed = {item for letter in season.letters if letter.kind == kinds.QUESTIONS for item in letter.items}
    if all(one.answer is not None or _item(one) in listed for one in season.questions):
        return
    waiting = open_questions(season)
    new = [question for question in waiting if _item(question) not in listed]
    told_until = moment(
        _last_working_day(now, campaign.calendar.hours.digest, campaign),
        campaign.calendar.hours.digest,
        campaign.calendar,
    )
    urgent = in_office_hours(now, campaign.calendar) and any(_cannot_wait(one, season, now) for one in new)
    if urgent or any(one.asked_at is None or one.asked_at <= told_until for one in new):
        about = {question.arrival for question in new}
        earlier = [question for question in waiting if question not in new]
        yield LetterOrder(
            kind=kinds.QUESTIONS,
            key=f"questions:{campaign.code}:{max(one.number for one in new)}",
            to=campaign.office.letters_to,
            facts=QuestionsFacts(
                tuple(new),
                tuple(mail for mail in season.arrivals if mail.id in about),
                tuple((one.number, read_of(one, season)) for one in new if one.kind in _OF_WHAT_WAS_READ),
                len(earlier),
            ),
            items=(*map(_item, new), *(f"earlier:{one.number}" for one in earlier)),
        )


def _undecided(season: Season, now: datetime) -> Iterator[LetterOrder]:
    """On the day on which the units read that their wish is undecided."""
    if not in_office_hours(now, season.campaign.calendar):
        return
    for stage in season.campaign.stages:
        wishes = overdue_for_decision(season, stage, now)
        if wishes:
            about = {question.arrival for question in wishes}
            yield LetterOrder(
                kind=kinds.QUESTIONS,
                key=f"questions:{season.campaign.code}:undecided:{stage.code}:{stage.due.isoformat()}",
                to=season.campaign.office.letters_to,
                facts=QuestionsFacts(wishes, tuple(mail for mail in season.arrivals if mail.id in about)),
                items=tuple(map(_item, wishes)),
            )


def _item(question: Question) -> str:
    return f"question:{question.number}"


def _cannot_wait(question: Question, season: Season, now: datetime) -> bool:
    if question.kind in _URGENT:
        return True
    campaign = season.campaign
    stage = next((stage for stage in campaign.stages if stage.code == question.stage), None)
    today = local_day(now, campaign.calendar)
    return (
        stage is not None and today <= stage.due and working_days_between(today, stage.due, campaign.calendar) <= _SOON
    )


# --- Units of which nothing has come ----------------------------------------------------------------------------

_CALL_BEFORE = 2  # working days: time to reach a head of unit by telephone, and for the unit to send


def _silent(season: Season, now: datetime) -> Iterator[LetterOrder]:
    campaign = season.campaign
    for stage in campaign.stages:
        day = kth_working_day_before(first_day_too_late(stage), _CALL_BEFORE, campaign.calendar)
        at = moment(day, campaign.calendar.hours.weekly, campaign.calendar)
        key = f"silent:{campaign.code}:{stage.code}:{day.isoformat()}"
        if not at <= now < moment(first_day_too_late(stage, inclusive=True), _MIDNIGHT, campaign.calendar):
            continue
        if day < campaign.go_live or any(letter.key == key for letter in season.letters):
            continue
        units = tuple((cell.unit, cell.reminders_sent) for cell in statuses(season) if _is_silent(cell, stage, season))
        if units:
            facts = SilentFacts(stage, strict_last_day(stage), units)
            yield LetterOrder(kinds.SILENT, key, campaign.office.letters_to, facts, stage=stage.code)


def _is_silent(cell: UnitStatus, stage: Stage, season: Season) -> bool:
    """Owes, and neither a mail from one of its addresses nor a question has come since the stage began."""
    unit, calendar = cell.unit, season.campaign.calendar
    if cell.stage != stage.code or cell.state != "owes":
        return False
    own = {*unit.addresses, unit.head_address, *(address for address, code in season.learned if code == unit.code)}
    wrote = any(
        mail.sender and mail.sender in own and local_day(mail.arrived_at, calendar) >= stage.opens
        for mail in season.arrivals
    )
    return not wrote and not any(one.unit == unit.code and one.stage in (None, stage.code) for one in season.questions)


# --- What -------------------------------------------------------------------------------------------------------


def _something_happened(season: Season, since: datetime, until: datetime) -> bool:
    """Something of ours came or left, or something new waits for a person. Newsletters are nothing."""
    return (
        any(mail.verdict in _OURS or mail.state == "held" for mail in _between(season, since, until))
        or any(question.asked_at and since < question.asked_at <= until for question in season.questions)
        or bool(told_of(season, (since, until), waiting=False))
        or any(letter.kind.urges and letter.sent_at and since < letter.sent_at <= until for letter in season.letters)
    )


def _between(season: Season, since: datetime, until: datetime) -> tuple[ArrivalFacts, ...]:
    """By the moment of handling: what came at 16:29 and was read at 16:31 belongs to the next digest, not to none."""
    return tuple(
        mail
        for mail in season.arrivals
        if not mail.before_go_live and since < (mail.handled_at or mail.arrived_at) <= until
    )


def _letters(occasions: list[_Occasion], season: Season) -> Iterator[LetterOrder]:
    """Statuses and figures are counted once for all of them, and not at all where there is none."""
    if occasions:
        cells = statuses(season)
        counted = figures(season, cells)
        yield from (_letter(occasion, season, cells, counted) for occasion in occasions)


def _letter(
    occasion: _Occasion, season: Season, cells: tuple[UnitStatus, ...], counted: tuple[Figure, ...]
) -> LetterOrder:
    """With the state as it is now, and the mails of the period: ours one by one, the others by number."""
    campaign, mails = season.campaign, occasion.mails
    waiting = open_questions(season)
    return LetterOrder(
        kind=occasion.kind,
        key=occasion.key(campaign),
        to=campaign.office.letters_to,
        stage=occasion.drafts_of.code if occasion.drafts_of else None,
        attach=DRAFTS if occasion.drafts_of else (),
        facts=OfficeFacts(
            day=occasion.day,
            stage=occasion.stage,
            statuses=cells,
            figures=counted,
            arrivals=tuple(mail for mail in mails if mail.verdict in _OURS or mail.state == "held"),
            questions=waiting,
            filed=sum(mail.verdict == "other" for mail in mails),
            automatic=sum(mail.verdict == "automatic" for mail in mails),
            office_due=campaign.office_due,
            period=occasion.period,
            proposals=told_of(season, occasion.period),
        ),
        items=tuple(map(_item, waiting)),
    )
