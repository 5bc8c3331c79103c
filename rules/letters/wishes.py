"""What units wish of the office: they read the answer, also when it is no, and before the deadline that there is none.

Three working days before the last day that is in time a unit whose wish nobody decided reads that the deadline stands;
the office is told of all of these on the same day (`rules.letters.office`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from rules.calendar import (
    first_day_too_late,
    in_office_hours,
    inclusive_last_day,
    kth_working_day_before,
    local_day,
    strict_last_day,
)
from rules.campaign import Stage
from rules.letter_kind import DECISION, UNDECIDED
from rules.letters.letter import FORM, DecisionFacts, LetterOrder, Outcome, UndecidedFacts
from rules.letters.wished import unless_stopped
from rules.roster import Unit
from rules.rulings import Mark, MarkKind
from rules.season import Question, Season
from rules.standing.bounces import written_to
from rules.standing.overtaken import open_questions
from rules.standing.questions import EXEMPTION, EXTENSION, ON_PAPER, ROSTER, UNREADABLE, WISHES
from rules.standing.status import WANTING, extension, status_of

DAYS_BEFORE = 3  # working days before the first day that is too late

TOLD = WISHES | {ROSTER, UNREADABLE}
"""Kinds of questions whose answer the unit reads."""


def open_wishes(season: Season, stage: Stage) -> tuple[Question, ...]:
    """What units wished in a stage and nobody has answered, nor anything overtaken."""
    if not any(one.answer is None and one.kind in WISHES for one in season.questions):
        return ()
    return tuple(one for one in open_questions(season) if one.kind in WISHES and one.unit and one.stage == stage.code)


def overdue_for_decision(season: Season, stage: Stage, now: datetime) -> tuple[Question, ...]:
    """Of these the ones whose unit must know now: it still owes, asked before the day, and the deadline is not past."""
    calendar = season.campaign.calendar
    today = local_day(now, calendar)
    return tuple(
        one
        for one in open_wishes(season, stage)
        if (day := _day(season, stage, one.unit or "")) <= today <= _last_day(season, stage, one.unit or "")
        and one.asked_at is not None
        and local_day(one.asked_at, calendar) < day
        and (unit := season.roster.find(one.unit)) is not None
        and status_of(season, unit, stage).state in WANTING
    )


def _day(season: Season, stage: Stage, unit: str) -> date:
    too_late = first_day_too_late(stage, extension(season, unit, stage.code))
    return kth_working_day_before(too_late, DAYS_BEFORE, season.campaign.calendar)


def _last_day(season: Season, stage: Stage, unit: str) -> date:
    return strict_last_day(stage, extension(season, unit, stage.code))


def due(season: Season, now: datetime) -> tuple[LetterOrder, ...]:
    """The letters to units that nobody has decided what they wished, once for a deadline."""
    campaign = season.campaign
    if not campaign.runs_on(local_day(now, campaign.calendar)):
        return ()
    if not in_office_hours(now, campaign.calendar):
        return ()
    season = replace(season, as_of=now)
    return unless_stopped(_undecided(season, now), season, lambda known: _undecided(known, now))


def _undecided(season: Season, now: datetime) -> Iterator[LetterOrder]:
    known = {letter.key for letter in season.letters}
    for stage in season.campaign.stages:
        wishes = overdue_for_decision(season, stage, now)
        for code in dict.fromkeys(one.unit for one in wishes):
            unit = season.roster.find(code)
            to = written_to(unit, season) if unit else ()
            last_day = _last_day(season, stage, code or "")
            key = f"undecided:{season.campaign.code}:{stage.code}:{code}:{last_day.isoformat()}"
            if unit is None or not to or key in known or status_of(season, unit, stage).state not in WANTING:
                continue  # whoever has sent everything is held to no deadline
            quotes = tuple(words_of(one) or one.text for one in wishes if one.unit == code)
            yield LetterOrder(UNDECIDED, key, to, UndecidedFacts(stage, quotes, last_day), unit.code, stage.code)


def words_of(question: Question) -> str:
    """What the unit said, as the question quotes it; "" where it does not."""
    found = _QUOTED.search(question.text)
    return found["quote"] if found else ""


_QUOTED = re.compile(r": “(?P<quote>.*)”[.,](?: |$)", re.DOTALL)


def decided(
    question: Question, outcome: Outcome, unit: Unit, season: Season, ruling: int, until: date | None, words: str
) -> LetterOrder | None:
    """The letter that tells a unit what the office said of its wish; `season` knows the decision by now."""
    campaign = season.campaign
    today = local_day(season.as_of, campaign.calendar)
    to = written_to(unit, season)
    if not to or not campaign.runs_on(today):
        return None
    stage = campaign.stage(question.stage) if question.stage else None
    if question.kind == UNREADABLE and (stage is None or status_of(season, unit, stage).state not in WANTING):
        return None
    extended = extension(season, unit.code, stage.code) if stage else None
    in_time = stage is not None and today <= inclusive_last_day(stage, extended)
    return LetterOrder(
        kind=DECISION,
        key=f"decision:{campaign.code}:{question.number}:{ruling}",
        to=to,
        facts=DecisionFacts(
            about=_about(question, until),
            outcome=outcome,
            stage=stage,
            quote=words_of(question) if question.kind in TOLD else "",
            last_day=strict_last_day(stage, extended) if stage and in_time else None,
            until=until,
            words=words,
        ),
        unit=unit.code,
        stage=question.stage,
        arrival=question.arrival,
        threaded=question.kind in TOLD,
        attach=(FORM,) if question.kind == UNREADABLE else (),
    )


def _about(question: Question, until: date | None) -> str:
    """Who asked to be freed and got more time reads of the time."""
    if question.kind == EXEMPTION and until is not None:
        return EXTENSION
    return question.kind if question.kind in TOLD else "version"


_OF_MARKS: Mapping[MarkKind, str] = {"extension": EXTENSION, "exempt": EXEMPTION, "paper": ON_PAPER}
"""By what kind of wish a decision is told that nobody had wished."""


def marked(mark: Mark, unit: Unit, season: Season, ruling: int) -> LetterOrder | None:
    """The letter that tells a unit what the office decided of it without having been asked."""
    campaign, kind = season.campaign, _OF_MARKS.get(mark.kind)
    to = written_to(unit, season)
    if kind is None or not to or not campaign.runs_on(local_day(season.as_of, campaign.calendar)):
        return None
    facts = DecisionFacts(kind, "agreed", campaign.stage(mark.stage), "", until=mark.until)
    return LetterOrder(DECISION, f"decision:{campaign.code}:mark:{ruling}", to, facts, unit.code, mark.stage)


def unmarked(kind: MarkKind, stage: str, unit: Unit, season: Season, ruling: int) -> LetterOrder | None:
    """The letter that tells a unit that what it had been told holds no longer; `season` knows that by now. None where
    the unit owes nothing, or nobody had told it."""
    campaign, about = season.campaign, _OF_MARKS.get(kind)
    to, owed = written_to(unit, season), campaign.stage(stage)
    today = local_day(season.as_of, campaign.calendar)
    if about is None or not to or not campaign.runs_on(today) or status_of(season, unit, owed).state not in WANTING:
        return None
    extended = extension(season, unit.code, stage)
    last = strict_last_day(owed, extended) if today <= inclusive_last_day(owed, extended) else None
    facts = DecisionFacts(about, "undone", owed, "", last_day=last)
    return LetterOrder(DECISION, f"decision:{campaign.code}:undone:{ruling}:{unit.code}", to, facts, unit.code, stage)
