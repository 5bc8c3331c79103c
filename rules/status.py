"""Where each unit stands in each stage."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from rules.calendar import Timeliness as Timeliness
from rules.calendar import local_day, moment, timeliness
from rules.campaign import Stage
from rules.questions import NO, SIMILAR
from rules.roster import Unit
from rules.season import Mark, MarkKind, Season
from rules.submission import Submission, Tie, Version, current, tie

State = Literal[
    "sent",  # everything required is there
    "incomplete",  # something required is missing
    "provisional",  # sent, but a person must confirm it
    "paper",  # the office says that it came on paper or by another system
    "owes",
    "exempt",  # the office exempted it, or it need not send
]


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """One cell of the matrix of units and stages."""

    unit: Unit
    stage: str
    state: State
    timeliness: Timeliness | None  # None where nothing has arrived
    submission: Submission | None
    missing: tuple[tuple[str, str], ...] = ()  # (title, label of a required field that is absent)
    ties: tuple[Tie, ...] = ()  # for a stage that is compared with an earlier one
    first_at: datetime | None = None
    reminders_sent: int = 0

    @property
    def reported(self) -> tuple[int, int]:
        """(reported, registered): "2 trên 3"."""
        registered = [tie for tie in self.ties if tie.registered is not None]
        return sum(tie.kind == "same" for tie in registered), len(registered)


# --- From versions and marks to statuses ------------------------------------------------------------------------

_NOON = time(12)  # of a day that a person names: far from both ends of it


def statuses(season: Season) -> tuple[UnitStatus, ...]:
    """Every unit that exists on the day of the season in every stage, in the order of roster and stages."""
    units = season.roster.on(local_day(season.as_of, season.campaign.calendar))
    sent: dict[tuple[str | None, str], list[Version]] = {}
    for version in season.versions:
        sent.setdefault((version.unit, version.stage), []).append(version)
    return tuple(_status(season, unit, stage, sent) for unit in units for stage in season.campaign.stages)


def status_of(season: Season, unit: Unit, stage: Stage) -> UnitStatus:
    """One cell of the matrix."""
    sent: dict[tuple[str | None, str], list[Version]] = {}
    for version in season.versions:
        if version.unit == unit.code:
            sent.setdefault((unit.code, version.stage), []).append(version)
    return _status(season, unit, stage, sent)


def _status(season: Season, unit: Unit, stage: Stage, sent: dict[tuple[str | None, str], list[Version]]) -> UnitStatus:
    required = season.campaign.required(stage.code)
    versions = sent.get((unit.code, stage.code), [])
    submission = current(versions, unit.code, stage.code, required)
    ties = ties_of(season, unit.code, stage, sent.get((unit.code, stage.compared_with or ""), []), submission)
    certain = current((v for v in versions if not v.provisional), unit.code, stage.code, required)
    state = _state(season, unit, stage, certain, submission, ties)
    received = received_at(season, unit.code, stage.code, submission)
    return UnitStatus(
        unit=unit,
        stage=stage.code,
        state=state,
        timeliness=_timeliness(season, unit.code, stage, received) if state not in ("owes", "exempt") else None,
        submission=submission,
        missing=missing_of(season, stage, submission),
        ties=ties,
        first_at=submission.first_at if submission else None,
        reminders_sent=_reminders_sent(season, unit.code, stage.code),
    )


def _state(
    season: Season,
    unit: Unit,
    stage: Stage,
    certain: Submission | None,
    submission: Submission | None,
    ties: tuple[Tie, ...],
) -> State:
    """The first line that holds, from the best news to the worst."""
    has = {kind: bool(list(marks(season, kind, unit.code, stage.code))) for kind in ("paper", "exempt")}
    gaps = bool(missing_of(season, stage, certain)) or _unreported(ties, season, unit, stage)
    if certain and certain.initiatives and not gaps:
        return "sent"
    if submission and any(version.provisional for version in submission.versions):
        return "provisional"
    if has["paper"]:
        return "paper"
    if has["exempt"] or not unit.must_register:
        return "exempt"
    return "incomplete" if certain and certain.initiatives else "owes"


def _unreported(ties: tuple[Tie, ...], season: Season, unit: Unit, stage: Stage) -> bool:
    """Whether a registered initiative is certainly not reported; a registration nobody confirmed binds nobody."""
    if stage.compared_with is None:
        return False
    registered = current(season.versions, unit.code, stage.compared_with, ())
    unsure = {item.initiative.title for item in registered.initiatives if item.provisional} if registered else set()
    return any(found.kind == "not-reported" and found.registered not in unsure for found in ties)


def missing_of(season: Season, stage: Stage, submission: Submission | None) -> tuple[tuple[str, str], ...]:
    """(title, label) of each required field that an initiative of the submission lacks."""
    if submission is None:
        return ()
    campaign = season.campaign
    return tuple(
        (item.initiative.title, campaign.field(code).label)
        for item in submission.initiatives
        for code in item.initiative.missing(campaign.required(stage.code))
    )


def ties_of(
    season: Season, unit: str, stage: Stage, earlier: list[Version], submission: Submission | None
) -> tuple[Tie, ...]:
    """What a unit reported beside what it registered; nothing for a stage that is compared with none."""
    if stage.compared_with is None:
        return ()
    registered = current(earlier, unit, stage.compared_with, ())
    return tie(_titles(registered), _titles(submission), _apart(season, unit, stage.code))


def _titles(submission: Submission | None) -> tuple[str, ...]:
    return tuple(item.initiative.title for item in submission.initiatives) if submission else ()


def _apart(season: Season, unit: str, stage: str) -> frozenset[tuple[str, str]]:
    """Pairs of titles of which the office said that they are not one initiative."""
    return frozenset(
        (question.candidates[0], question.candidates[1])
        for question in season.questions
        if question.kind == SIMILAR
        and (question.unit, question.stage) == (unit, stage)
        and question.answer == NO
        and len(question.candidates) == 2
    )


# --- Marks ------------------------------------------------------------------------------------------------------


def marks(season: Season, kind: MarkKind, unit: str, stage: str) -> Iterator[Mark]:
    """The office's decisions of one kind that hold for this unit and stage."""
    for mark in season.marks:
        if mark.kind == kind and mark.stage == stage and mark.unit in (None, unit):
            yield mark


def extension(season: Season, unit: str, stage: str) -> date | None:
    """The last day that is in time by decision of the office, where it extended the deadline."""
    return max((mark.until for mark in marks(season, "extension", unit, stage) if mark.until), default=None)


def received_at(season: Season, unit: str, stage: str, submission: Submission | None) -> datetime | None:
    """The moment that decides lateness: what the office says, else the arrival of the first complete version.

    What is still incomplete is judged by its first arrival, until something complete is there.
    """
    said: MarkKind = "arrived" if submission else "paper"
    days = [mark.until for mark in marks(season, said, unit, stage) if mark.until]
    if days:
        return moment(days[-1], _NOON, season.campaign.calendar)
    return (submission.complete_at or submission.first_at) if submission else None


def _timeliness(season: Season, unit: str, stage: Stage, received: datetime | None) -> Timeliness | None:
    if received is None:
        return None
    return timeliness(received, stage, season.campaign.calendar, extension(season, unit, stage.code))


def _reminders_sent(season: Season, unit: str, stage: str) -> int:
    return sum(
        letter.kind in ("reminder", "overdue")
        and letter.unit == unit
        and letter.stage == stage
        and letter.state == "sent"
        for letter in season.letters
    )
