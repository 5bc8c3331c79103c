"""Lines with labels: which of them answer something, and which only look like it."""

from collections.abc import Sequence

from rules.papers.extract.cut import Pieces, style
from rules.papers.extract.labels import ALONE, TITLE, Label, LabelBook
from rules.papers.extract.lines import Item, Line
from rules.papers.extract.values import leading_noun
from rules.papers.extract.walk.events import Answered, Event, Events, Repeatable, ValueEnds
from rules.papers.extract.walk.here import Here
from rules.papers.extract.walk.names import heads_labels, named_by_noun, quoted_heading
from rules.papers.extract.walk.paper import Paper, is_noun_heading
from rules.papers.extract.walk.running import runs_on
from rules.text import bare, is_blank, is_section_number, words


def labelled(line: Line, pieces: Pieces, here: Here, paper: Paper) -> Events:
    """What a line says by its labels, and before the first of them."""
    events: list[Event] = []
    lead = pieces[0][1] if pieces[0][0] is None else ""
    if lead and not is_blank(lead):
        before = Line(lead, line.where, line.number, line.bold, line.centred)
        events += named_by_noun(line, lead, here, paper.book) or runs_on(before, here, paper)
    events += [Answered(label, value, line.where, line.number) for label, value in pieces if label is not None]
    label, value = pieces[0]
    if label is not None and label.target == "field" and not label.is_title:
        events.append(Repeatable(words(line.text.removesuffix(value) if value else line.text)))
    if lead:
        events.append(ValueEnds(if_given=True))  # the next bullet is another matter
    return events


def name_alone(line: Line, here: Here) -> Pieces:
    """ "Tên: Thẻ mượn thiết bị" below "Giải pháp 1"."""
    head, colon, value = line.text.partition(":")
    if not (here.counted_off and colon and words(head) in (("ten",), ("ten", "goi"))):
        return ()
    return ((Label("field", TITLE, ALONE, "name-below-noun", here.counted_off.named), value.strip()),)


def is_one_more_label(line: Line, pieces: Pieces, here: Here, paper: Paper) -> bool:
    """ "4. Giải pháp: ..." in the list that began with "1. Tên sáng kiến: ...": one more question of the form."""
    if here.mode is None or not paper.titled or here.awaits or leading_noun(line.text, paper.book) is None:
        return False
    if any(label and label.is_title and label.rule != "noun" for label, _ in pieces):
        return False
    within = here.label_number not in ("", here.title_number)
    styles = {style(number) for number in (here.title_number, here.label_number, line.number)}
    return within and len(styles) == 1 and styles.isdisjoint({"", "-"}) and ":" in line.text


def as_label(line: Line, book: LabelBook) -> Events:
    """A line that begins with a noun of the campaign, as a label of a form."""
    head, _, value = line.text.partition(":")
    label = book.exact(f"{head} thực hiện") or Label("ignored", "", 1.0, "noun-in-form")
    return (Answered(label, value.strip(), line.where, line.number),)


def is_bullet_of_text(line: Line, label: Label | None, here: Here, paper: Paper) -> bool:
    """ "- Giải pháp: bố trí người trực" under "Nội dung:", where titles have labels of their own."""
    if label is None or label.rule != "noun" or not paper.titled or style(line.number) != "-":
        return False
    spec = here.slot.spec if here.slot else None
    return spec is not None and spec.kind == "text" and spec.code != TITLE


def heads_a_part(line: Line, pieces: Pieces, ahead: Sequence[Item], here: Here, paper: Paper) -> bool:
    """ "II. KẾT QUẢ THỰC HIỆN" heads a part of a report, though it reads like a label."""
    label, value = pieces[0]
    if label is None or label.target == "remark" or not is_blank(value):
        return False
    if not label.is_title and here.mode is None and _is_over_headings(line, ahead, here, paper):
        return True
    if not is_section_number(line.number):
        return line.level == 1 and not label.is_title and here.mode is None
    if label.is_title:
        return not bare(line.text).startswith("ten ")
    return not is_section_number(here.title_number)


def _is_over_headings(line: Line, ahead: Sequence[Item], here: Here, paper: Paper) -> bool:
    """ "2. Kết quả thực hiện" over "2.1. Tủ giày thông minh" with labels below it: a part, not a label."""
    below = ahead[0] if ahead else None
    if not isinstance(below, Line) or line.text.rstrip().endswith(":"):
        return False
    return (
        heads_labels(below, ahead[1:], here, paper)
        or is_noun_heading(below, paper.book)
        or quoted_heading(below, paper.book) is not None
    )
