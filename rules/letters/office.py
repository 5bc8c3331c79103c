"""What the office is told, and when. Each letter has a key with its day, so it exists once however often one asks.

| letter          | when                                                                                             |
|-----------------|--------------------------------------------------------------------------------------------------|
| before-go-live  | once, when the campaign has begun and the mailbox was read to the end: what had come before that,  |
|                 | and before the first start                                                                       |
| digest          | 16:30 of a working day on which a person should look at something, or is asked something: all that |
|                 | came since the last letter that told; what is only to be looked at waits for Monday before the   |
|                 | last month of a stage                                                                             |
| weekly          | Monday 07:30, or the first working day of a week whose Monday is free: in the month before a   |
|                 | deadline every week, with every unit; before that only what changed, and no sooner than four weeks |
|                 | after the last letter that told, or where something is to be looked at                             |
| closing         | 07:30 of the working day after the last day (inclusive reading) of a stage                         |
| office-reminder | 07:30, some working days before the office's own deadline, with the drafts                         |
| junk            | at once, once a day: likely submissions in the spam folder                                         |
| held            | at once: a mail that could not be handled                                                          |
| withheld        | a mail that the server did not hand out in two passes                                              |
| questions       | at once in office hours where one of them cannot wait, else with the digest, or on Monday where    |
|                 | nobody waits for the answer and no deadline is near: what was not asked in such a letter yet; what |
|                 | was is counted, and may be answered there as well                                                  |
| undecided       | three working days before the last day (strict reading): a questions letter with what units wished |
|                 | and nobody decided                                                                               |
| silent          | 07:30, two working days before the last day (strict reading): units of which nothing has come      |

Of closing, office-reminder, weekly and digest only the first that is due leaves: it says what the others would. What
leaves in the same hour beside it becomes one letter (`rules.letters.together`).
After an outage the latest of each is made up once, with everything since the one before; older ones are not.
"""

from collections.abc import Iterator
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
from rules.letters.telling import (
    OURS,
    Came,
    between,
    needs_the_office,
    recorded,
    something_happened,
    told_until,
)
from rules.letters.wishes import overdue_for_decision
from rules.season import BROUGHT, TOLD, ArrivalFacts, Question, Season
from rules.standing.bounces import bad_addresses, reachable
from rules.standing.overtaken import open_questions
from rules.standing.proposals import told_of
from rules.standing.questions import (
    CLASSIFIED,
    DEADLINE,
    EXEMPTION,
    EXTENSION,
    FORGED,
    JUNK,
    MACHINE,
    PROSE,
    SENDER,
    SIMILAR,
    UNIT,
    found_in_junk,
)
from rules.standing.status import UnitStatus, statuses

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_MIDNIGHT = time(0)


def due(season: Season, now: datetime) -> tuple[LetterOrder, ...]:
    """The letters to the office whose moment has come and that are not in the outbox yet."""
    campaign = season.campaign
    if not campaign.runs_on(local_day(now, campaign.calendar)):
        return ()
    season = replace(season, as_of=now)
    known = {key for letter in season.letters for key in letter.keys}
    asking = [one for one in (*_questions(season, now), *_undecided(season, now)) if one.key not in known]
    telling = (
        *_closing(season, now),
        *_office_reminder(season, now),
        *_weekly(season, now),
        *_digest(season, now, bool(asking)),
    )
    fresh = [one for one in telling if one.key(campaign) not in known]
    occasions = [*_before_go_live(season), *_first(fresh, season), *_junk(season, now)]
    orders = list(_letters([one for one in occasions if one.key(campaign) not in known], season))
    orders += [order for mail in season.arrivals if mail.state == "held" for order in held(mail, campaign)]
    orders += [*_withheld(season), *asking, *_silent(season, now)]
    return tuple(order for order in orders if order.key not in known)


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
    came: Came
    stage: Stage | None = None
    drafts_of: Stage | None = None  # the stage whose drafts come with it
    whole: bool = True
    tells: bool = True
    instead: tuple[str, ...] = ()  # keys of the letters that need not leave beside it

    def key(self, campaign: Campaign) -> str:
        about = f"{self.stage.code}:" if self.stage else ""
        return f"{self.kind}:{campaign.code}:{about}{self.day.isoformat()}"


# --- When -------------------------------------------------------------------------------------------------------


def _first(due_now: list[_Occasion], season: Season) -> Iterator[_Occasion]:
    """Of letters that tell the same the first one, up to the latest moment of them; and another only where it brings
    other drafts."""
    if not due_now:
        return
    first, *others = due_now
    beside = [one for one in others if one.drafts_of and one.drafts_of != first.drafts_of]
    period = (first.period[0], max(one.period[1] for one in due_now))
    instead = tuple(one.key(season.campaign) for one in others if one not in beside)
    yield replace(first, period=period, came=between(season, period), instead=instead)
    yield from beside


def _digest(season: Season, now: datetime, asking: bool) -> Iterator[_Occasion]:
    """`asking`: a letter with questions leaves now, and may bring along what came."""
    calendar = season.campaign.calendar
    day = _last_working_day(now, calendar.hours.digest, season.campaign)
    period = (told_until(season), moment(day, calendar.hours.digest, calendar))
    if period[0] >= period[1]:
        return
    joins = asking and day == local_day(now, calendar) and something_happened(season, period)
    waits = not _in_the_last_month(season, day) and not told_of(season, period, waiting=False)
    if joins or (needs_the_office(season, period) and not waits):
        yield _Occasion(kinds.DIGEST, day, period, between(season, period))


_QUIET = 28  # days for which nobody is told what needs nobody


def _weekly(season: Season, now: datetime) -> Iterator[_Occasion]:
    campaign = season.campaign
    today = local_day(now, campaign.calendar)
    day = _monday_of(today, campaign)
    at = moment(day, campaign.calendar.hours.weekly, campaign.calendar)
    begun = max(campaign.go_live, min(stage.opens for stage in campaign.stages))
    if not (begun < day < min(campaign.office_due, today - _DAY * today.weekday() + _WEEK) and at <= now):
        return
    since = told_until(season)
    whole = _in_the_last_month(season, day)
    quiet = (day - local_day(since, campaign.calendar)).days < _QUIET and not needs_the_office(season, (since, at))
    if whole or (not quiet and something_happened(season, (since, at))):
        yield _Occasion(kinds.WEEKLY, day, (since, at), between(season, (since, at)), whole=whole)


_MONTH = timedelta(days=30)


def _in_the_last_month(season: Season, day: date) -> bool:
    """Of a stage, or of the office's own time."""
    calendar = season.campaign.calendar
    ends = [
        (stage.due, next_working_day(inclusive_last_day(stage, _extended_for_all(season, stage)), calendar))
        for stage in season.campaign.stages
    ]
    due_by = season.campaign.office_due
    return any(first - _MONTH <= day <= last for first, last in (*ends, (due_by, due_by)))


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
        period = (told_until(season), now)
        yield _Occasion(kinds.CLOSING, day, period, between(season, period), stage, drafts_of=stage)


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
        period = (told_until(season), now)
        begun = [stage for stage in campaign.stages if stage.opens <= max(come)]
        drafts_of = max(begun, key=lambda stage: stage.due, default=None)  # the last one tells of those before it
        yield _Occasion(kinds.OFFICE_REMINDER, max(come), period, between(season, period), drafts_of=drafts_of)


def _before_go_live(season: Season) -> Iterator[_Occasion]:
    begins = moment(season.campaign.go_live, _MIDNIGHT, season.campaign.calendar)
    if season.started_at is not None:
        begins = max(begins, season.started_at)
    read = season.read_to_end_at is not None and season.read_to_end_at >= begins
    early = tuple(mail for mail in season.arrivals if mail.before_go_live)
    if not read or any(mail.state == "arrived" for mail in early) or not any(mail.verdict in OURS for mail in early):
        return
    day = local_day(begins, season.campaign.calendar)
    first = min(filter(None, (early[0].arrived_at, season.filed.first_early())))
    yield _Occasion(kinds.BEFORE_GO_LIVE, day, (first, begins), Came(early, season.filed.early()), tells=False)


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
        day = local_day(now, season.campaign.calendar)
        yield _Occasion(kinds.JUNK, day, (last or mails[0].arrived_at, now), Came(mails), tells=False)


def _last_working_day(now: datetime, at: time, campaign: Campaign) -> date:
    """The last working day on which this hour has passed."""
    day = local_day(now, campaign.calendar)
    while not is_working_day(day, campaign.calendar) or moment(day, at, campaign.calendar) > now:
        day -= _DAY
    return day


# --- What only a person can decide ------------------------------------------------------------------------------

_URGENT = frozenset({CLASSIFIED, DEADLINE})
_FREEING = frozenset({EXTENSION, EXEMPTION})
"""After the deadline the unit is late until it is answered."""
_NOBODY_WAITS = frozenset({UNIT, SENDER, PROSE, SIMILAR})
"""Whether something was read rightly: its unit has its receipt, and is not urged."""
_OF_WHAT_WAS_READ = frozenset({UNIT, SENDER, PROSE, MACHINE, FORGED})
"""Whether something was read rightly, and whose it is, nobody can say who does not see it."""
_SOON = 2  # working days before the day named by the plan: from then on no question about the stage waits ...
_SAME_HOUR = timedelta(minutes=90)  # ... but for the letter of the day, where that leaves within this time


def _questions(season: Season, now: datetime) -> Iterator[LetterOrder]:
    campaign = season.campaign
    listed = {item for letter in season.letters if letter.kind == kinds.QUESTIONS for item in letter.items}
    if all(one.answer is not None or _item(one) in listed for one in season.questions):
        return
    waiting = open_questions(season)
    new = [question for question in waiting if _item(question) not in listed]
    urgent = in_office_hours(now, campaign.calendar) and any(_cannot_wait(one, season, now) for one in new)
    if urgent or any(one.asked_at is None or one.asked_at <= _asked_until(one, season, now) for one in new):
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


def _asked_until(question: Question, season: Season, now: datetime) -> datetime:
    """What came up to this moment is asked: every working day, and before the last month of a stage on Mondays where
    nobody waits for the answer."""
    calendar = season.campaign.calendar
    day = _last_working_day(now, calendar.hours.digest, season.campaign)
    if question.kind not in _NOBODY_WAITS or _in_the_last_month(season, local_day(now, calendar)):
        return moment(day, calendar.hours.digest, calendar)
    monday = _monday_of(local_day(now, calendar), season.campaign)
    at = moment(monday, calendar.hours.weekly, calendar)
    return at if at <= now else moment(_monday_of(monday - _WEEK, season.campaign), calendar.hours.weekly, calendar)


def _monday_of(day: date, campaign: Campaign) -> date:
    """Of the week of this day, or the first working day after it."""
    monday = day - _DAY * day.weekday()
    return monday if is_working_day(monday, campaign.calendar) else next_working_day(monday, campaign.calendar)


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


def _asked_about(season: Season) -> frozenset[int]:
    """Mails that letters with questions name: they need not be told as well."""
    listed = {item for letter in season.letters if letter.kind == kinds.QUESTIONS for item in letter.items}
    waiting = {one.number for one in open_questions(season)}
    return frozenset(
        one.arrival
        for one in season.questions
        if one.arrival is not None and (one.number in waiting or _item(one) in listed)
    )


def _item(question: Question) -> str:
    return f"question:{question.number}"


def _cannot_wait(question: Question, season: Season, now: datetime) -> bool:
    calendar = season.campaign.calendar
    today = local_day(now, calendar)
    told_at = moment(today, calendar.hours.digest, calendar)
    if question.kind in _URGENT:
        return True
    stage = next((stage for stage in season.campaign.stages if stage.code == question.stage), None)
    if stage is None or timedelta(0) < told_at - now <= _SAME_HOUR:
        return False
    if today > stage.due:
        return question.kind in _FREEING
    return working_days_between(today, stage.due, calendar) <= _SOON


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
        if day < campaign.go_live or any(key in letter.keys for letter in season.letters):
            continue
        silent = [cell for cell in statuses(season) if _is_silent(cell, stage, season)]
        units = tuple(
            (one.unit, one.reminders_sent if reachable(one.unit.addresses, season) else None) for one in silent
        )
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
    campaign, came = season.campaign, occasion.came
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
            arrivals=tuple(mail for mail in came.mails if mail.verdict in OURS or mail.state == "held"),
            questions=waiting,
            filed=came.how_many("other"),
            automatic=came.how_many("automatic"),
            office_due=campaign.office_due,
            period=occasion.period,
            proposals=told_of(season, occasion.period),
            recorded=recorded(season, came.mails),
            whole=occasion.whole,
            spoken=tuple(sorted({question.unit for question in waiting if question.unit})),
            dead=bad_addresses(season),
            asked_about=_asked_about(season),
        ),
        items=(*map(_item, waiting), *_stands_for(occasion)),
    )


def _stands_for(occasion: _Occasion) -> Iterator[str]:
    yield from (f"{BROUGHT}{key}" for key in occasion.instead)
    if occasion.tells:
        yield f"{TOLD}{occasion.period[1].isoformat()}"
