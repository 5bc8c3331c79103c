"""The text of a mail itself, which for some units is the whole submission."""

from mailbot.reading import html, plain, struck
from mailbot.reading.budget import Budget, CannotRead
from rules.document import BODY, Block, ParsedDocument
from rules.file_format import MAIL_BODY


def parse_body(text: str, html_text: str, budget: Budget | None = None) -> ParsedDocument | None:
    """The body as a document, None where it is empty. HTML goes first: plain text has lost the tables."""
    blocks, doubts = body_blocks(BODY, text, html_text, budget or Budget())
    return ParsedDocument(BODY, MAIL_BODY, blocks, doubts=doubts) if blocks else None


def body_blocks(name: str, text: str, html_text: str, budget: Budget) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks of whichever form of the body says something, and a sentence where words in it are struck through."""
    gone: list[str] = []
    if html_text.strip():
        try:
            blocks = html.blocks_of(name, html_text, budget, gone)
        except CannotRead:
            blocks = ()
        if blocks:
            return blocks, struck.doubts(gone)
    return plain.blocks_of(name, text, budget), ()
