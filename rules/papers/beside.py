"""What stands in the row or the form of an initiative beside its values, and under which heading: what a correction
by the office can teach (`rules.intake.lessons`).
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rules.document import Cell, Table, Where
from rules.initiative import Headed, Initiative
from rules.papers.extract.lines import Item, Line, is_addressee, origins
from rules.text import fold, words

_LONGEST = 300  # characters that are kept of a text; what is longer was no value of a field
_HEADING = 12  # words
_GUESSED = ("fit", "guess", "taken")  # in the names of rules that take a heading for one that it does not say
_LEAST = 2  # values of an initiative that stand in one row or one column tell which way its table runs


def with_headings(initiatives: Sequence[Initiative], items: Iterable[Item]) -> list[Initiative]:
    """The initiatives of one document with what stands beside their values."""
    if not initiatives:
        return []
    listed = list(items)
    places = _Places([item for item in listed if isinstance(item, Table)])
    lines = [item for item in listed if isinstance(item, Line)]
    own = [_in_tables(one, places) for one in initiatives]
    alone = len(initiatives) == 1
    return [
        Initiative(one.values, tuple(dict.fromkeys((*found, *(_in_lines(one, lines) if alone else ())))))
        for one, found in zip(initiatives, own, strict=True)
    ]


class _Heading(NamedTuple):
    """What heads a column or a row."""

    name: str
    is_long: bool

    @classmethod
    def of(cls, text: str) -> "_Heading":
        name = _name(text)
        return cls(name, len(words(name)) > _HEADING)


def _name(text: str) -> str:
    return fold(text).rstrip(" :.…")


class _Places:
    """Where each cell of the tables stands, and under which row of headings."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self._at: dict[Where, tuple[Table, int, int]] = {}
        self._headings = {id(table): _heading_row(table) for table in tables}
        for table in tables:
            for row, cells in enumerate(table.rows):
                for column, cell in enumerate(cells):
                    if cell.is_origin and cell.text:
                        self._at[cell.where] = (table, row, column)

    def of(self, where: Where) -> tuple[Table, int, int] | None:
        return self._at.get(where)

    def heading(self, table: Table, row: int) -> tuple[_Heading, ...]:
        """By column what heads the rows of a table; () where the row stands above that."""
        at, headings = self._headings[id(table)]
        return headings if at < row else ()


def _heading_row(table: Table) -> tuple[int, tuple[_Heading, ...]]:
    """The first row with letters in two cells."""
    for at, row in enumerate(table.rows):
        if sum(_says(cell) for cell in origins(row)) >= _LEAST:
            return at, tuple(_Heading.of(cell.text) for cell in row)
    return len(table.rows), ()


def _in_tables(initiative: Initiative, places: _Places) -> list[Headed]:
    used = {code: at for code, value in initiative.values.items() if (at := places.of(value.where))}
    if len(used) < _LEAST:
        return []
    table = next(iter(used.values()))[0]
    mine = {code: (row, column) for code, (where, row, column) in used.items() if where is table}
    rows, columns = [row for row, _ in mine.values()], [column for _, column in mine.values()]
    row, column = max(rows, key=rows.count), max(columns, key=columns.count)
    if rows.count(row) >= _LEAST:
        pairs = zip(places.heading(table, row), table.rows[row], strict=False)
    elif columns.count(column) >= _LEAST and column:
        labels = (_Heading.of(_label(line, column)) for line in table.rows)
        pairs = zip(labels, (line[column] for line in table.rows), strict=True)
    else:
        return []
    fields = _fields(initiative)
    known = {where for where, code in fields.items() if not _in_doubt(initiative, code)}
    found = (_headed(heading, cell, fields) for heading, cell in pairs if cell.where not in known)
    return [one for one in found if one]


def _fields(initiative: Initiative) -> dict[Where, str]:
    """By place the field whose value stands there; of several the first."""
    found: dict[Where, str] = {}
    for code, value in initiative.values.items():
        found.setdefault(value.where, code)
    return found


def _in_doubt(initiative: Initiative, field: str) -> bool:
    """Of a heading that everybody knows nothing can be learned."""
    return _is_guessed(initiative.values[field].rule)


@lru_cache(maxsize=512)
def _is_guessed(rule: str) -> bool:
    return any(word in rule for word in _GUESSED)


def _says(cell: Cell) -> bool:
    return cell.text[:1].isalpha() or any(map(str.isalpha, cell.text))


def _label(line: Sequence[Cell], column: int) -> str:
    return next((cell.text for cell in reversed(line[:column]) if _says(cell)), "")


def _headed(heading: _Heading, cell: Cell, fields: dict[Where, str]) -> Headed | None:
    if not cell.is_origin or not heading.name or heading.is_long or not _says(cell):
        return None
    field = fields.get(cell.where, "")
    if (not field and len(cell.text) > _LONGEST) or heading.name == _name(cell.text):
        return None
    return Headed(heading.name, "" if field else cell.text, cell.where, field)


def _in_lines(initiative: Initiative, lines: Sequence[Line]) -> list[Headed]:
    """ "Nhãn lạ: trả lời" beside the labels that were understood, in a paper of one initiative."""
    fields = _fields(initiative)
    found = []
    for line in lines:
        label, colon, answer = line.text.partition(":")
        name, answer = fold(label), answer.strip()
        if (
            is_addressee(line.text)
            or not colon
            or not answer
            or not 0 < len(words(name)) <= _HEADING
            or len(answer) > _LONGEST
        ):
            continue
        field = fields.get(line.where, "")
        if not field or _in_doubt(initiative, field):
            found.append(Headed(name, "" if field else answer, line.where, field))
    return found
