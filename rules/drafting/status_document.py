"""The value that `mailbot status --json` prints, so that anyone can check mailbot's statuses from outside.

Keys are part of the interface: they are added to, never renamed. Moments are ISO 8601 with an offset in the time zone
of the campaign, days are ISO 8601 days, codes are those of campaign and roster.

- `campaign`, `as_of`, `read_to_end_at` (the last complete pass over the mailbox, or null)
- `stages`: code, label, opens, due, `strict_last_day`, `inclusive_last_day` (the two readings of the plan)
- `units`: code, name, kind, group, must_register, `absent_at` (the last automatic answer that nobody is there, or
  null), and `stages`: by code
    - `state`: sent | incomplete | provisional | paper | owes | exempt
    - `timeliness`: on-time | last-day | late, or null; `first_at`, `complete_at`: moments of arrival, or null
    - `extended_to`: the last day in time by decision of the office, or null
    - `initiatives`: title, `values` by field, `provisional`, `unlisted` (a newer list lacks it), `arrivals` (numbers of
      the mails of the versions that brought it and that last changed it)
    - `missing`: title and label of each required field that is absent
    - `ties`: kind (same | similar | new | not-reported), registered, reported; `reported` of `registered`: numbers
    - `reminders_sent`, `versions`: arrival, provisional, rejected, files
- `unassigned`: versions whose unit nobody knows yet: arrival, stage, candidates, titles
- `questions`: those that wait for a person: number, kind, unit, stage, arrival, text, suggestion, candidates
- `figures`: code, label, count, total, percent, target_percent, source
"""

from datetime import datetime
from typing import Any

from rules.calendar import inclusive_last_day, local, strict_last_day
from rules.campaign import Calendar, Stage
from rules.drafting.figures import figures
from rules.figure import Figure
from rules.season import Question, Season
from rules.standing.status import UnitStatus, extension, statuses
from rules.submission import Tie, Tracked, Version


def status_document(season: Season) -> dict[str, Any]:
    campaign = season.campaign
    cells = statuses(season)
    return {
        "campaign": campaign.code,
        "as_of": _moment(season.as_of, campaign.calendar),
        "read_to_end_at": _moment(season.read_to_end_at, campaign.calendar),
        "stages": [_stage(stage) for stage in campaign.stages],
        "units": [
            {
                "code": unit.code,
                "name": unit.name,
                "kind": unit.kind,
                "group": unit.group,
                "must_register": unit.must_register,
                "absent_at": _moment(_last_absence(season, unit.code), campaign.calendar),
                "stages": {cell.stage: _cell(cell, season) for cell in cells if cell.unit == unit},
            }
            for unit in dict.fromkeys(cell.unit for cell in cells)
        ],
        "unassigned": [_unassigned(one) for one in season.versions if one.unit is None and not one.rejected],
        "questions": [_question(question) for question in season.questions if question.answer is None],
        "figures": [_figure(figure) for figure in figures(season, cells)],
    }


def _moment(moment: datetime | None, calendar: Calendar) -> str | None:
    return local(moment, calendar).isoformat(timespec="seconds") if moment else None


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "code": stage.code,
        "label": stage.label,
        "opens": stage.opens.isoformat(),
        "due": stage.due.isoformat(),
        "strict_last_day": strict_last_day(stage).isoformat(),
        "inclusive_last_day": inclusive_last_day(stage).isoformat(),
    }


def _last_absence(season: Season, unit: str) -> datetime | None:
    return max((at for code, at in season.absences if code == unit), default=None)


def _cell(cell: UnitStatus, season: Season) -> dict[str, Any]:
    calendar, submission = season.campaign.calendar, cell.submission
    extended = extension(season, cell.unit.code, cell.stage)
    versions = [one for one in season.versions if (one.unit, one.stage) == (cell.unit.code, cell.stage)]
    reported, registered = cell.reported
    return {
        "state": cell.state,
        "timeliness": cell.timeliness,
        "first_at": _moment(cell.first_at, calendar),
        "complete_at": _moment(submission.complete_at if submission else None, calendar),
        "extended_to": extended.isoformat() if extended else None,
        "initiatives": [_initiative(item, versions) for item in (submission.initiatives if submission else ())],
        "missing": [{"title": title, "label": label} for title, label in cell.missing],
        "ties": [_tie(tie) for tie in cell.ties],
        "reported": reported,
        "registered": registered,
        "reminders_sent": cell.reminders_sent,
        "versions": [_version(one) for one in versions],
    }


def _initiative(item: Tracked, versions: list[Version]) -> dict[str, Any]:
    arrivals = {one.id: one.arrival for one in versions}
    values = {code: value.value for code, value in item.initiative.values.items()}
    return {
        "title": item.initiative.title,
        "values": {code: list(value) if isinstance(value, tuple) else value for code, value in values.items()},
        "provisional": item.provisional,
        "unlisted": item.unlisted_since is not None,
        "arrivals": list(dict.fromkeys((arrivals[item.first], arrivals[item.last]))),
    }


def _tie(tie: Tie) -> dict[str, Any]:
    return {"kind": tie.kind, "registered": tie.registered, "reported": tie.reported}


def _version(version: Version) -> dict[str, Any]:
    return {
        "arrival": version.arrival,
        "provisional": version.provisional,
        "rejected": version.rejected,
        "files": list(version.files),
    }


def _unassigned(version: Version) -> dict[str, Any]:
    return {
        "arrival": version.arrival,
        "stage": version.stage,
        "candidates": list(version.candidates),
        "titles": [initiative.title for initiative in version.initiatives],
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "number": question.number,
        "kind": question.kind,
        "unit": question.unit,
        "stage": question.stage,
        "arrival": question.arrival,
        "text": question.text,
        "suggestion": question.suggestion,
        "candidates": list(question.candidates),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "code": figure.code,
        "label": figure.label,
        "count": figure.count,
        "total": figure.total,
        "percent": figure.percent,
        "target_percent": figure.target_percent,
        "source": figure.source,
    }
