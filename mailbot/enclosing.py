"""The files that letters carry, built from what is there at this moment. The libraries of Word and Excel load when they
are used: on a few days of a season."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mailbot.app import App
from rules.campaign import Campaign
from rules.drafting.draft_names import called
from rules.intake.sheet_lines import Refusal
from rules.intake.workbook_words import Change
from rules.letters.known_form import form_for
from rules.letters.letter import CHANGES, DRAFTS, FORM, Enclosed, LetterOrder, OfficeFacts
from rules.mail import Attachment
from rules.season import Season
from storage.work import UnitOfWork

if TYPE_CHECKING:
    from mailbot.drafts import Drafts


def with_files(
    order: LetterOrder, season: Season, work: UnitOfWork, app: App
) -> tuple[LetterOrder, tuple[Enclosed, ...]]:
    """A letter with the files it carries: the form of a unit, or drafts.

    A letter with drafts tells what changed in the facts since the drafts before them.
    """
    form = form_for(order, season)
    if form is not None:
        from mailbot.writing.forms import form_files

        return order, tuple(Enclosed(FORM, file) for file in form_files(form))
    if order.stage is None or not set(order.attach) & set(DRAFTS):
        return order, ()
    drafts = build_drafts(season, order.stage, app.config.data_folder / "drafts", work, app)
    facts = order.facts
    if isinstance(facts, OfficeFacts):
        facts = replace(facts, drafted_since=drafts.since, draft_changes=drafts.changes)
    made = tuple(
        Enclosed(what, Attachment(called(path.name, season.campaign), path.read_bytes()))
        for what, path in drafts.files.items()
        if what in order.attach
    )
    return replace(order, facts=facts), made


def with_changes(changes: Sequence[Change], refused: Sequence[Refusal], campaign: Campaign) -> tuple[Enclosed, ...]:
    """All that a filled workbook changes, and all that was not taken from it."""
    from mailbot.writing.changes_sheet import changes_file

    return (Enclosed(CHANGES, changes_file(changes, refused, campaign)),)


def build_drafts(season: Season, stage: str, folder: Path, work: UnitOfWork, app: App) -> "Drafts":
    """Document, note and workbook of a stage as files in this folder. `work` is the transaction at hand: a second one
    inside it would wait for it for ever."""
    from mailbot.drafts import build_drafts
    from mailbot.records import kept

    return build_drafts(season, stage, folder, kept(season, work, app.archive, app.key))
