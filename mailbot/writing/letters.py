"""Orders become letters: subject, plain text and HTML, from templates that the office can edit."""

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rules.campaign import Campaign
from rules.errors import ConfigurationError
from rules.letters.letter import LetterOrder
from rules.roster import Roster

if TYPE_CHECKING:
    from mailbot.writing.workshop import Rendered, Workshop


class Letters:
    """Writes letters. Folders come first that the office edits; the shipped templates are always the last resort.

    A template that the office broke never stops a letter: the shipped one is used, and the problem is told. What
    writes loads with the first letter: most passes write none.
    """

    def __init__(self, template_folders: tuple[Path, ...] = ()) -> None:
        self._folders = template_folders

    @cached_property
    def _own(self) -> "Workshop":
        from mailbot.writing.workshop import SHIPPED, Workshop

        return Workshop((*self._folders, SHIPPED))

    @cached_property
    def _shipped(self) -> "Workshop":
        from mailbot.writing.workshop import SHIPPED, Workshop

        return Workshop((SHIPPED,))

    def render(self, order: LetterOrder, campaign: Campaign, roster: Roster) -> "Rendered":
        """The letter. Raises ConfigurationError only where a shipped template itself is broken."""
        try:
            return self._own.render(order, campaign, roster)
        except ConfigurationError as broken:
            return replace(self._shipped.render(order, campaign, roster), problems=broken.problems)
