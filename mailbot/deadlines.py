"""Keeps which deadlines units were told last, and has them told where the campaign file names others."""

from datetime import date, datetime

from mailbot.app import App
from mailbot.deciding import Deciding
from rules.letters.deadlines import moved
from rules.letters.letter import LetterOrder
from rules.season import Season
from storage.work import UnitOfWork


def letters_about_moved(season: Season, now: datetime, work: UnitOfWork, app: App) -> list[LetterOrder]:
    """The letters that are due now, with everything else that follows noted, uncommitted."""
    known = _known(work, app)
    letters: list[LetterOrder] = []
    for one in moved(season, known, now):
        if one.question:
            work.questions.ask(one.question, None, now)
        letters += one.letters
        if one.settled:
            Deciding(work, app, "", "file").note_deadline(one.stage.code, one.before, one.stage.due)
            work.notes.put(_name(app, one.stage.code), one.stage.due.isoformat(), now)
    return letters


def _known(work: UnitOfWork, app: App) -> dict[str, date]:
    """What was told last. A stage that is met for the first time is noted as the plan itself told it."""
    noted = work.notes.values(*(_name(app, stage.code) for stage in app.campaign.stages))
    known: dict[str, date] = {}
    for stage in app.campaign.stages:
        told = noted.get(_name(app, stage.code))
        if told is None:
            work.notes.put(_name(app, stage.code), stage.due.isoformat(), app.now())
        known[stage.code] = date.fromisoformat(told) if told else stage.due
    return known


def _name(app: App, stage: str) -> str:
    return f"deadline:{app.campaign.code}:{stage}"
