"""What is known of a paper before its lines are read one after another."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rules.campaign import FieldSpec
from rules.papers.extract.cut import split_labels, style
from rules.papers.extract.labels import LabelBook
from rules.papers.extract.lines import Item, Line, all_lines, content
from rules.papers.extract.values import is_nothing, leading_noun
from rules.quantities import years
from rules.text import says

NamesUnit = Callable[[str], bool]
"""Whether a text is the name of a unit of the roster."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One document, read for one stage."""

    book: LabelBook
    specs: Mapping[str, FieldSpec]  # fields and remarks by their code
    wrapped: bool  # printed lines stand for themselves, as in PDF and mail bodies
    content_titles: bool  # a column of contents may be the titles, since the paper says what it lists
    above: tuple[Line, ...]  # the lines of its title
    names_unit: NamesUnit
    bold_values: bool  # answers are printed in bold from end to end
    titled: bool  # some label asks for a name
    headings: bool  # nothing names an initiative, so a heading over labels does
    heading_styles: frozenset[str]  # of the numbers before headings that name one


def paper_of(
    items: Sequence[Item],
    book: LabelBook,
    *,
    wrapped: bool,
    content_titles: bool,
    above: Sequence[Line] = (),
    names_unit: NamesUnit = lambda text: False,
) -> Paper:
    """A paper as its lines show it together."""
    spoken = [i for i, line in enumerate(above) if _is_title_line(line, book)]
    lines = all_lines(content(items))
    headed = [line for line in lines if is_noun_heading(line, book)]
    titled, named = _asked_for_names(lines, book)
    return Paper(
        book,
        {spec.code: spec for spec in (*book.campaign.fields, *book.campaign.remarks)},
        wrapped,
        content_titles,
        tuple(above[: spoken[-1] + 1]) if spoken else (),
        names_unit,
        bold_values=any(line.bold and not line.in_table and _answers(line, book) for line in lines),
        titled=titled,
        headings=not (headed or named),
        heading_styles=frozenset({style(line.number) for line in headed} - {"", "-"}),
    )


def _asked_for_names(lines: Iterable[Line], book: LabelBook) -> tuple[bool, bool]:
    """Whether some label asks for a name, and whether one of them or a noun before a value names an initiative."""
    named = False
    for line in lines:
        for label, value in split_labels(line, book):
            if label and label.is_title:
                if label.rule != "noun":
                    return True, True
                named = named or not is_nothing(value)
    return False, named


def _answers(line: Line, book: LabelBook) -> bool:
    return any(
        label is not None and label.target == "field" and not label.is_title and not is_nothing(value)
        for label, value in split_labels(line, book)
    )


def is_noun_heading(line: Line, book: LabelBook) -> bool:
    """`1. Mô hình "X"`: a heading that begins with what it names."""
    lead = leading_noun(line.text, book) if line.number or line.bold else None
    return lead is not None and lead[1].strip()[:1] in (":", "“", '"', "”")


def _is_title_line(line: Line, book: LabelBook) -> bool:
    """A line of the title says what the document is; a heading right below it names an initiative."""
    topic = book.campaign.topic.words
    return bool(years(line.text)) or book.has_noun(line.text) or any(says(line.text, word) for word in topic)
