"""A list that asks for initiatives and names none: sent without having been filled in."""

from collections.abc import Iterable

from rules.document import Cell, Table
from rules.papers.classify import Sight
from rules.papers.extract.labels import HEADER, LabelBook, label_book
from rules.papers.extract.lines import origins

_LEAST = 2  # headings that are known


def is_blank_list(sight: Sight) -> bool:
    """Whether a paper of a stage of ours has a list whose rows say nothing, and nothing else to record."""
    if sight.initiatives or sight.is_body or sight.choice.stage is None or sight.choice.by != "title":
        return False
    book = label_book(sight.campaign, sight.choice.stage.code)
    return any(isinstance(item, Table) and _is_blank(item, book) for item in sight.items)


def _is_blank(table: Table, book: LabelBook) -> bool:
    for number, row in enumerate(table.rows):
        heads = [label for cell in origins(row) if (label := book.match(cell.text)) and label.score >= HEADER]
        if len(heads) >= _LEAST and any(label.is_title for label in heads):
            below = table.rows[number + 1 :]
            return bool(below) and all(_says_nothing(origins(one)) for one in below)
    return False


def _says_nothing(cells: Iterable[Cell]) -> bool:
    """Numbers of rows and dots to write on."""
    return not any(char.isalpha() for cell in cells for char in cell.text)
