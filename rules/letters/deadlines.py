"""A deadline that was changed in the campaign file: units are told once.

Where letters wait for the office (`release` is not "auto"), the office is asked first, since a slip in the file would
otherwise reach every unit.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from rules.calendar import in_office_hours, local_day
from rules.campaign import Stage
from rules.letter_kind import DEADLINE as LETTER
from rules.letters.letter import DeadlineFacts, LetterOrder
from rules.season import Question, Season
from rules.standing.bounces import written_to
from rules.standing.questions import DEADLINE, YES, about_deadline
from rules.standing.status import statuses


@dataclass(frozen=True, slots=True)
class Moved:
    """What a changed deadline leads to now. `settled`: nothing more is to be done, the new day is the known one."""

    stage: Stage
    before: date
    letters: tuple[LetterOrder, ...] = ()
    question: Question | None = None
    settled: bool = False


def moved(season: Season, known: Mapping[str, date], now: datetime) -> tuple[Moved, ...]:
    """`known`: the day of each stage that units were told last, by the code of the stage."""
    campaign = season.campaign
    if not campaign.runs_on(local_day(now, campaign.calendar)):
        return ()
    if not in_office_hours(now, campaign.calendar):
        return ()
    return tuple(_moved(replace(season, as_of=now), known))


def _moved(season: Season, known: Mapping[str, date]) -> Iterator[Moved]:
    campaign = season.campaign
    for stage in campaign.stages:
        before = known.get(stage.code, stage.due)
        if before == stage.due:
            continue
        asked = about_deadline(campaign.code, stage, before)
        given = next((one.answer for one in season.questions if one.kind == DEADLINE and one.key == asked.key), None)
        if campaign.reminders.release == "auto" or given == YES:
            yield Moved(stage, before, tuple(_letters(season, stage, before)), settled=True)
        elif given is None:
            yield Moved(stage, before, question=asked)
        else:
            yield Moved(stage, before, settled=True)


def _letters(season: Season, stage: Stage, before: date) -> Iterator[LetterOrder]:
    code = season.campaign.code
    for cell in statuses(season):
        to = written_to(cell.unit, season)
        if cell.stage == stage.code and cell.state != "exempt" and to:
            yield LetterOrder(
                kind=LETTER,
                key=f"deadline:{code}:{stage.code}:{before.isoformat()}:{stage.due.isoformat()}:{cell.unit.code}",
                to=to,
                facts=DeadlineFacts(stage, cell.unit, before, sent=cell.state in ("sent", "paper")),
                unit=cell.unit.code,
                stage=stage.code,
            )
