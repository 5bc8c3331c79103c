"""Orders become letters: subject, plain text and HTML, from templates that the office can edit."""

from dataclasses import replace
from pathlib import Path

from mailbot.writing.template_check import check_templates as check_templates
from mailbot.writing.workshop import SHIPPED, Workshop
from mailbot.writing.workshop import Rendered as Rendered
from rules.campaign import Campaign
from rules.errors import ConfigurationError
from rules.letters.letter import LetterOrder
from rules.roster import Roster


class Letters:
    """Writes letters. Folders come first that the office edits; the shipped templates are always the last resort.

    A template that the office broke never stops a letter: the shipped one is used, and the problem is told.
    """

    def __init__(self, template_folders: tuple[Path, ...] = ()) -> None:
        self._own = Workshop((*template_folders, SHIPPED))
        self._shipped = Workshop((SHIPPED,))

    def render(self, order: LetterOrder, campaign: Campaign, roster: Roster) -> Rendered:
        """The letter. Raises ConfigurationError only where a shipped template itself is broken."""
        try:
            return self._own.render(order, campaign, roster)
        except ConfigurationError as broken:
            return replace(self._shipped.render(order, campaign, roster), problems=broken.problems)
