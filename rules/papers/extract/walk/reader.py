"""A paper read from top to bottom."""

from collections.abc import Sequence

from rules.document import Table
from rules.papers.extract.draft import Extraction
from rules.papers.extract.lines import Item, Line
from rules.papers.extract.walk.events import Closed, Headed, Step, Steps
from rules.papers.extract.walk.fold import Found, apply, extraction
from rules.papers.extract.walk.heard import heard
from rules.papers.extract.walk.here import Here
from rules.papers.extract.walk.lists import list_steps
from rules.papers.extract.walk.paper import Paper
from rules.papers.extract.walk.tables import table_steps

_AHEAD = 7  # lines in which the labels of a heading's initiative must begin


def read_paper(items: Sequence[Item], paper: Paper) -> Extraction:
    """Everything that the stream of a paper says about initiatives."""
    found = Found()
    for i, item in enumerate(items):
        _take(item, items[i + 1 : i + 1 + _AHEAD], found, paper)
    apply(Closed(), found, paper)
    return extraction(found)


def _take(step: Step, ahead: Sequence[Item], found: Found, paper: Paper) -> None:
    if isinstance(step, Line | Table | Headed):
        for each in _says(step, ahead, found.here, paper):
            _take(each, (), found, paper)
    else:
        apply(step, found, paper)


def _says(step: Line | Table | Headed, ahead: Sequence[Item], here: Here, paper: Paper) -> Steps:
    if isinstance(step, Line):
        return heard(step, ahead, here, paper)
    return table_steps(step, here, paper) if isinstance(step, Table) else list_steps(step, here, paper)
