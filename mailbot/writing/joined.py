"""Several letters as one: each guest keeps its words, under its subject, before the small print of the letter."""

from collections.abc import Sequence
from dataclasses import replace

from mailbot.writing.marked import Block, Gap, Heading, Paragraph, SmallPrint, Span, plain

Written = tuple[str, tuple[Block, ...]]  # subject, blocks
_SALUTATION = "Kính gửi:"


def joined(letter: Written, guests: Sequence[Written]) -> Written:
    if not guests:
        return letter
    subject, blocks = letter
    body, small = _parted(blocks)
    told = [block for guest in guests for block in _within(guest)]
    return "; ".join((subject, *(name for name, _ in guests))), (*body, *told, *small)


def _parted(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    end = next((at for at, block in enumerate(blocks) if isinstance(block, SmallPrint)), len(blocks))
    return tuple(blocks[:end]), tuple(blocks[end:])


def _within(guest: Written) -> tuple[Block, ...]:
    subject, blocks = guest
    body = [block for block in _parted(blocks)[0] if not _is_salutation(block)]
    return (Gap(), Heading((Span(subject),), 1), *map(_one_lower, body))


def _is_salutation(block: Block) -> bool:
    return isinstance(block, Paragraph) and plain(block.lines[0]).startswith(_SALUTATION)


def _one_lower(block: Block) -> Block:
    return replace(block, level=2) if isinstance(block, Heading) else block
