"""One line of a paper: which of the readers of lines takes it, asked in this order."""

from collections.abc import Sequence

from rules.papers.extract.cut import Pieces, split_labels
from rules.papers.extract.lines import (
    Item,
    Line,
    is_closing,
    is_date_line,
    is_motto,
    is_number_line,
    is_recipients,
    is_rule,
    is_signature,
)
from rules.papers.extract.walk.events import Closed, CountedOff, Events, Known, ValueEnds
from rules.papers.extract.walk.here import Here
from rules.papers.extract.walk.labelled import (
    as_label,
    heads_a_part,
    is_bullet_of_text,
    is_one_more_label,
    labelled,
    name_alone,
)
from rules.papers.extract.walk.names import (
    below_noun,
    explains_nouns,
    named_by_heading,
    named_by_quote,
    says_stage,
    stands_alone,
)
from rules.papers.extract.walk.over import counts_said, section, stands_over
from rules.papers.extract.walk.paper import Paper
from rules.papers.extract.walk.persons import named_with_person
from rules.papers.extract.walk.running import counts_off, runs_on
from rules.text import is_upper


def heard(line: Line, ahead: Sequence[Item], here: Here, paper: Paper) -> Events:
    """What a line says; `ahead`: what stands below it, as far as a heading reaches."""
    book = paper.book
    if line.flow in ("header", "footer") or (is_rule(line.text) and not line.number):
        return ()
    if _is_frame(line, here):
        return (Closed(),)
    pieces = split_labels(line, book)
    if is_one_more_label(line, pieces, here, paper):
        return as_label(line, book)
    if explains_nouns(line, book):
        return (Known((line.where,)),)
    named = named_by_quote(line, here, book) or stands_alone(line, here, book) or below_noun(line, ahead, here, book)
    if named:
        return named
    pieces = name_alone(line, here) or pieces
    titled = line in paper.above and says_stage(line.text, book)  # "ĐĂNG KÝ SÁNG KIẾN" over the name of the campaign
    counted = None if pieces or titled else counts_off(line, here, book)
    rest = _read(line, pieces, ahead, here, paper)
    return rest if counted is here.counted_off else (CountedOff(counted), *rest)


def _read(line: Line, pieces: Pieces, ahead: Sequence[Item], here: Here, paper: Paper) -> Events:
    if pieces and is_bullet_of_text(line, pieces[0][0], here, paper):
        return runs_on(line, here, paper)
    if any(label for label, _ in pieces) and not heads_a_part(line, pieces, ahead, here, paper):
        return labelled(line, pieces, here, paper)
    named = named_by_heading(line, ahead, here, paper) or named_with_person(line, ahead, here, paper)
    if named:
        return named
    heading = line.is_section and not here.awaits
    return (*stands_over(line, paper), *(section(line, here, paper.book) if heading else _told(line, here, paper)))


def _told(line: Line, here: Here, paper: Paper) -> Events:
    """A line without label that opens nothing: it counts, closes, or goes on."""
    counted = counts_said(line.text, paper.book)
    known = (Known((line.where,)),) if counted else ()
    return (*counted, *known, *((ValueEnds(),) if is_closing(line.text) else runs_on(line, here, paper)))


def _is_frame(line: Line, here: Here) -> bool:
    text = line.text
    return (
        is_motto(text) or is_number_line(text) or is_recipients(text)
        or (is_date_line(text) and not here.awaits) or (is_signature(text) and is_upper(text))
    )  # fmt: skip
