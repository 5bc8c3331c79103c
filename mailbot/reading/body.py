"""The text of a mail itself, which for some units is the whole submission."""

from mailbot.reading import html, plain
from mailbot.reading.budget import Budget, CannotRead
from rules.document import BODY, Block, ParsedDocument


def parse_body(text: str, html_text: str, budget: Budget | None = None) -> ParsedDocument | None:
    """The body as a document, None where it is empty. HTML goes first: plain text has lost the tables."""
    blocks = body_blocks(BODY, text, html_text, budget or Budget())
    return ParsedDocument(BODY, "body", blocks) if blocks else None


def body_blocks(name: str, text: str, html_text: str, budget: Budget) -> tuple[Block, ...]:
    """The blocks of whichever form of the body says something."""
    if html_text.strip():
        try:
            blocks = html.blocks_of(name, html_text, budget)
        except CannotRead:
            blocks = ()
        if blocks:
            return blocks
    return plain.blocks_of(name, text, budget)
