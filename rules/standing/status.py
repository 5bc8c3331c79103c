"""Where each unit stands in each stage."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from rules.calendar import Timeliness as Timeliness
from rules.calendar import local_day, moment, timeliness
from rules.campaign import Stage
from rules.roster import Unit
from rules.rulings import Mark, MarkKind
from rules.season import Season
from rules.standing.bounces import returned
from rules.standing.questions import NO, SIMILAR
from rules.submission import Submission, Tie, Version, current, tie

State = Literal[
    "sent",  # everything required is there
    "incomplete",  # something required is missing
    "provisional",  # sent, but a person must confirm it
    "paper",  # the office says that it came on paper or by another system
    "owes",
    "exempt",  # the office exempted it, or it need not send
]
WANTING: tuple[State, ...] = ("owes", "incomplete")
"""Where a unit still has something to send."""


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
        """(reported, registered): 2 of 3."""
        registered = [tie for tie in self.ties if tie.registered is not None]
        return sum(tie.kind == "same" for tie in registered), len(registered)


# --- From versions and marks to statuses ------------------------------------------------------------------------

_NOON = time(12)  # of a day that a person names: far from both ends of it


@dataclass(frozen=True, slots=True)
class _Sorted:
    """A season sorted by unit and stage, so that a matrix of many units is quick."""

    season: Season
    versions: Mapping[tuple[str | None, str], list[Version]]
    reminders: Counter[tuple[str | None, str | None]]
    folded: dict[tuple[str, str], Submission | None] = field(default_factory=dict)  # a stage is compared with another

    def submission(self, unit: str, stage: str) -> Submission | None:
        key = (unit, stage)
        if key not in self.folded:
            required = self.season.campaign.required(stage)
            self.folded[key] = current(self.versions.get(key, []), unit, stage, required)
        return self.folded[key]

    @classmethod
    def of(cls, season: Season) -> "_Sorted":
        versions: dict[tuple[str | None, str], list[Version]] = {}
        for version in season.versions:
            versions.setdefault((version.unit, version.stage), []).append(version)
        back = returned(season)
        sent = (
            letter
            for letter in season.letters
            if letter.kind.urges and letter.state == "sent" and letter.id not in back
        )
        return cls(season, versions, Counter((one.unit, one.stage) for one in sent))


def statuses(season: Season) -> tuple[UnitStatus, ...]:
    """Every unit that exists on the day of the season in every stage, in the order of roster and stages."""
    units = season.roster.on(local_day(season.as_of, season.campaign.calendar))
    known = _Sorted.of(season)
    return tuple(_status(known, unit, stage) for unit in units for stage in season.campaign.stages)


def status_of(season: Season, unit: Unit, stage: Stage) -> UnitStatus:
    """One cell of the matrix."""
    return _status(_Sorted.of(season), unit, stage)


def _status(known: _Sorted, unit: Unit, stage: Stage) -> UnitStatus:
    season, required = known.season, known.season.campaign.required(stage.code)
    versions = known.versions.get((unit.code, stage.code), [])
    submission = known.submission(unit.code, stage.code)
    certain = submission
    if any(version.provisional for version in versions):
        certain = current((v for v in versions if not v.provisional), unit.code, stage.code, required)
    registered = known.submission(unit.code, stage.compared_with) if stage.compared_with else None
    ties = _ties(season, unit.code, stage, registered, submission)
    gaps = bool(missing_of(season, stage, certain)) or _unreported(ties, registered)
    state = _state(season, unit, stage, submission, whole=bool(certain and certain.initiatives) and not gaps)
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
        reminders_sent=known.reminders[unit.code, stage.code],
    )


def _state(season: Season, unit: Unit, stage: Stage, submission: Submission | None, *, whole: bool) -> State:
    """The first line that holds, from the best news to the worst. `whole`: what is certain lacks nothing."""
    if whole:
        return "sent"
    if submission and any(version.provisional for version in submission.versions):
        return "provisional"
    if any(marks(season, "paper", unit.code, stage.code)):
        return "paper"
    if not unit.must_register or any(marks(season, "exempt", unit.code, stage.code)):
        return "exempt"
    return "incomplete" if submission and submission.initiatives else "owes"


def _registered(unit: str, stage: Stage, earlier: list[Version]) -> Submission | None:
    """What this stage is compared with."""
    return current(earlier, unit, stage.compared_with, ()) if stage.compared_with else None


def _unreported(ties: tuple[Tie, ...], registered: Submission | None) -> bool:
    """Whether a registered initiative is certainly not reported; a registration nobody confirmed binds nobody."""
    unsure = {item.initiative.title for item in registered.initiatives if item.provisional} if registered else set()
    return any(found.kind == "not-reported" and found.registered not in unsure for found in ties)


def missing_of(season: Season, stage: Stage, submission: Submission | None) -> tuple[tuple[str, str], ...]:
    """(title, label) of each required field that an initiative of the submission lacks."""
    if submission is None:
        return ()
    campaign, required = season.campaign, season.campaign.required(stage.code)
    return tuple(
        (item.initiative.title, campaign.field(code).label)
        for item in submission.initiatives
        for code in item.initiative.missing(required)
    )


def ties_of(
    season: Season, unit: str, stage: Stage, earlier: list[Version], submission: Submission | None
) -> tuple[Tie, ...]:
    """What a unit reported beside what it registered; nothing for a stage that is compared with none."""
    return _ties(season, unit, stage, _registered(unit, stage, earlier), submission)


def _ties(
    season: Season, unit: str, stage: Stage, registered: Submission | None, submission: Submission | None
) -> tuple[Tie, ...]:
    if stage.compared_with is None:
        return ()
    return tie(_titles(registered), _titles(submission), _apart(season, unit, stage.code))


def _titles(submission: Submission | None) -> tuple[str, ...]:
    return tuple(item.initiative.title for item in submission.initiatives) if submission else ()


def _apart(season: Season, unit: str, stage: str) -> frozenset[tuple[str, str]]:
    """Pairs of titles of which the office said that they are not one initiative: as they were named when it was asked
    about them, and as they are named by now."""
    return frozenset(season.standing.apart) | frozenset(
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
