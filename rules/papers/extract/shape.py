"""What the shape of a grid says of it, whatever the words in it are."""

import re
from collections.abc import Sequence
from itertools import pairwise

from rules.document import Cell, Table
from rules.papers.extract.asked import once
from rules.text import is_blank

_INDEX = re.compile(r"\(?\s*(?:\d{1,2}|[a-zđ]|[ivx]{1,4})(?:\s*=\s*[\d+\-x*/: ]+)?\s*[).]?", re.IGNORECASE)
_NUMBER = re.compile(r"\(?\s*(\d{1,3})\s*[.)]?")
_COUNTED_IN = 2  # columns from the left in which a list counts its rows
_NARROWEST = 3  # columns of a list
_JUDGED_BY = 3  # rows; behind those that are filled in a form may have more numbers


@once
def numbered_column(table: Table) -> int | None:
    """The column in which the rows of a list are counted from 1, be it only one row."""
    if table.width < _NARROWEST:
        return None
    for column in range(min(_COUNTED_IN, table.width)):
        if _counts([row[column].text.strip() for row in table.rows if row[column].is_origin]):
            return column
    return None


@once
def first_counted(table: Table) -> int | None:
    """The row of a list that is counted 1: what heads its columns stands above it."""
    column = numbered_column(table)
    if column is None:
        return None
    counted = [r for r, row in enumerate(table.rows) if _NUMBER.fullmatch(row[column].text.strip())]
    return next((r for r in counted if not is_index_row(table.rows[r])), counted[0])


def is_index_row(row: tuple[Cell, ...]) -> bool:
    """ "(1) (2) (3)", "A B 1 2": numbers of the columns."""
    texts = [cell.text.strip() for cell in row if cell.is_origin and not is_blank(cell.text)]
    if len(texts) < _NARROWEST or not all(_INDEX.fullmatch(text) for text in texts):
        return False
    return len(set(texts)) == len(texts)


def _counts(texts: Sequence[str]) -> bool:
    numbers = [int(found.group(1)) for text in texts if (found := _NUMBER.fullmatch(text))]
    others = sum(not is_blank(text) for text in texts) - len(numbers)
    if not numbers or numbers[0] != 1 or others > len(numbers) + 2:
        return False
    return all(after in (before + 1, 1) for before, after in pairwise(numbers))


@once
def is_list(table: Table) -> bool:
    """A table whose rows are counted, with something beside each number: a list, and no frame of a document."""
    column = numbered_column(table)
    if column is None:
        return False
    counted = [row for row in table.rows if _NUMBER.fullmatch(row[column].text.strip())]
    filled = [sum(not is_blank(cell.text) for cell in row) >= 2 for row in counted]
    return any(filled) and all(filled[: filled.count(True)][:_JUDGED_BY])
