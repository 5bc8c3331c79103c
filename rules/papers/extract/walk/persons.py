"""Names of initiatives beside a person: "1. Quét mã nộp bài, cô Chấu Thị Sáy thực hiện", or the person below."""

from collections.abc import Sequence

from rules.document import Where
from rules.papers.extract.cut import style
from rules.papers.extract.draft import Piece
from rules.papers.extract.labels import LabelBook
from rules.papers.extract.lines import Item, Line
from rules.papers.extract.passage import period_in
from rules.papers.extract.sentences import doers_in, person_at_start, told_in
from rules.papers.extract.walk.events import Events, Named
from rules.papers.extract.walk.here import Here
from rules.papers.extract.walk.names import may_be_title
from rules.papers.extract.walk.paper import Paper


def named_with_person(line: Line, ahead: Sequence[Item], here: Here, paper: Paper) -> Events:
    """A numbered sentence that names who does it, or a numbered heading over one that begins with a person."""
    if not line.number or line.is_section or here.awaits or _under_text(here):
        return ()
    told = told_in(line.text)
    if told:
        return (_named(line, told.title, told.owner, line.where, paper.book, told.rest),)
    below = ahead[0] if ahead else None
    owner = person_at_start(below.text) if isinstance(below, Line) and not below.number else ""
    if not owner or not isinstance(below, Line) or style(line.number) == "-" or not may_be_title(line, paper):
        return ()
    return (_named(line, line.text.rstrip(" :"), owner, below.where, paper.book),)


def _under_text(here: Here) -> bool:
    """Within an answer that runs on, numbered sentences are its steps."""
    return here.slot is not None and here.slot.spec is not None and here.slot.spec.kind == "text"


def _named(line: Line, title: str, owner: str, where: Where, book: LabelBook, rest: str = "") -> Named:
    who = next((spec.code for spec in book.asked if spec.kind == "people"), None)
    when = next((spec.code for spec in book.asked if spec.kind == "period"), None)
    joined = "; ".join(dict.fromkeys([owner, *doers_in(rest)]))
    also = ((who, Piece(joined, where, "person-in-sentence")),) if who else ()
    if when and period_in(rest):
        also = (*also, (when, Piece(period_in(rest), where, "period-in-sentence")))
    return Named("prose", Piece(title, line.where, "sentence-with-person"), line.number, also=also)
