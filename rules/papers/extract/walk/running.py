"""Lines without a label: the value of the label above goes on, or they say something of the initiative above them."""

import re

from rules.lexicon import lexicon
from rules.papers.extract.columns import is_period, is_share
from rules.papers.extract.cut import style
from rules.papers.extract.draft import Piece
from rules.papers.extract.fitting import tells_when
from rules.papers.extract.head import kinds_of_documents
from rules.papers.extract.labels import TITLE, Label, LabelBook
from rules.papers.extract.lines import Line
from rules.papers.extract.passage import told_below
from rules.papers.extract.people import is_person, people
from rules.papers.extract.sentences import doer_in, done_in
from rules.papers.extract.values import is_nothing
from rules.papers.extract.walk.events import (
    AreaIs,
    Closed,
    Described,
    Event,
    Events,
    Known,
    Remarked,
    RunsOn,
    UnitNamed,
    ValueEnds,
)
from rules.papers.extract.walk.here import Here, Slot
from rules.papers.extract.walk.over import area_said
from rules.papers.extract.walk.paper import Paper
from rules.text import bare, says, words

_DOES = re.compile(r"^(?:làm|thực hiện|triển khai|áp dụng|tiến hành)\s+(?=từ|trong|vào|đến)", re.IGNORECASE)
_QUOTED = 60  # characters of what was not read that a person is shown
_COUNTING = 40  # characters of a line that counts off
_SHORT_PERIOD = 40  # characters of a printed line that goes on with a period
_NAMES = 12  # words of a line that may go on with names
_KIND_REACH = 2  # words behind the kind of a document that say of which stage it is


def runs_on(line: Line, here: Here, paper: Paper) -> Events:
    """A line without label that opens nothing."""
    if counts_off(line, here, paper.book):
        # "5. Sáng kiến, giải pháp mới" lists those of all areas
        kind = area_said(line, here, paper.book)
        over_all = (AreaIs(None),) if paper.book.noun_count(line.text) > 1 else ()
        return (kind, Closed(keep_number=True)) if kind and kind.area else (*over_all, Closed())
    said = area_said(line, here, paper.book)
    if said is not None and said.area is not None:
        return said, Closed(keep_number=True)
    return ((said,) if said else ()) + _below(here.slot, line, here, paper)


def counts_off(line: Line, here: Here, book: LabelBook) -> Label | None:
    """ "Giải pháp thứ hai": the next initiative begins, its title comes below."""
    label = book.match(line.text) if len(line.text) < _COUNTING and not here.awaits else None
    return label if label is not None and label.rule == "noun" else None


def _below(slot: Slot | None, line: Line, here: Here, paper: Paper) -> tuple[Event, ...]:
    if slot is None:
        return _describes(line, here, paper.book)
    if not slot.empty and _is_sibling(slot, line):
        return (ValueEnds(), *_says_itself(line, here, paper.book))
    if slot.remark:
        piece = Piece(line.shown, line.where, "below-label")
        return () if is_nothing(line.shown) else (Remarked(slot.label.code, piece),)
    if slot.label.target == "unit":
        unit = UnitNamed(Piece(line.text, line.where, "label"))
        return (unit, ValueEnds()) if slot.empty else (ValueEnds(),)
    if slot.spec is None or not slot.whose:
        return (Known((line.where,)),)
    if _speaks_to_the_office(slot, line, paper.book) or not _may_run_on(slot, line, paper):
        return (ValueEnds(),)
    text = line.text if slot.spec.kind != "text" or slot.spec.code == TITLE else line.shown
    return (RunsOn(Piece(text, line.where, f"below-label:{slot.label.rule}")),)


def _describes(line: Line, here: Here, book: LabelBook) -> tuple[Event, ...]:
    """What a sentence without label says of the initiative that a heading above it names: who does it, how far."""
    if here.mode != "heading" or line.in_table:
        return ()
    who = next((spec.code for spec in book.asked if spec.kind == "people"), None)
    share = next((spec.code for spec in book.asked if spec.kind == "percent"), None)
    owner, done = doer_in(line.text), done_in(line.text)
    events: list[Event] = []
    if who and owner:
        mark = f"Người thực hiện được lấy từ lời văn: “{line.text[:_QUOTED]}”."
        events.append(Described(who, Piece(owner, line.where, "person-in-sentence"), mark))
    if share and done:
        mark = f"Mức độ hoàn thành được lấy từ lời văn: “{done}”."
        events.append(Described(share, Piece(done, line.where, "label-in-sentence"), mark))
    if line.number or line.bold or ":" in line.text or here.past_section:
        return tuple(events)
    for code, piece in told_below(line, book).items():
        if code not in [event.code for event in events if isinstance(event, Described)]:
            events.append(Described(code, piece, f"Được lấy từ lời văn dưới tên: “{line.text[:_QUOTED]}”."))
    return tuple(events)


def _says_itself(line: Line, here: Here, book: LabelBook) -> tuple[Event, ...]:
    """ "- Hoàn thành 100%", "- Làm từ 10/9 đến 31/10" among "- Kết quả: ...": what says itself what it is."""
    share = next((spec.code for spec in book.asked if spec.kind == "percent"), None)
    when = next((spec.code for spec in book.asked if spec.kind == "period"), None)
    done = done_in(line.text) if is_share(line.text) else ""
    period = _DOES.sub("", line.text)
    if when and here.mode is not None and ":" not in line.text and not done and tells_when(period):
        mark = f"Thời gian được lấy ở một dòng không có nhãn: “{line.text[:_QUOTED]}”."
        return (Described(when, Piece(period, line.where, "label-in-sentence"), mark),)
    if not share or not done or here.mode is None:
        return ()
    mark = f"Mức độ hoàn thành được lấy từ lời văn: “{done}”."
    return (Described(share, Piece(done, line.where, "label-in-sentence"), mark),)


def _is_sibling(slot: Slot, line: Line) -> bool:
    """A line numbered like the label above it is the next matter, unless it is one more name of a list."""
    if style(line.number) == "" or style(line.number) != style(slot.number):
        return False
    return not (slot.spec and slot.spec.kind == "people" and any(is_person(name) for name in people(line.text)))


def _may_run_on(slot: Slot, line: Line, paper: Paper) -> bool:
    if slot.empty:
        return True
    spec = slot.spec
    if spec is None or line.is_section or (line.bold and not line.in_table and not paper.bold_values):
        return False
    small = line.text[:1].islower() and not line.number
    if spec.code == TITLE or spec.kind in ("choice", "percent", "number", "date", "period"):
        dashed = spec.kind == "period" and style(line.number) == "-" and is_period(line.text)
        printed = paper.wrapped and not line.number and spec.kind == "period" and len(line.text) < _SHORT_PERIOD
        return small or dashed or printed
    if spec.kind == "people":
        return small or paper.wrapped or bool(line.number) or line.in_table or len(words(line.text)) <= _NAMES
    return True


def _speaks_to_the_office(slot: Slot, line: Line, book: LabelBook) -> bool:
    """ "Trường THPT số 2 đề nghị Phòng Tổ chức cán bộ tổng hợp./." behind the last of the numbered answers."""
    if slot.empty or line.number or line.in_table:
        return False
    office = book.campaign.office
    plain = bare(line.text)
    asks = any(bare(word) in plain for word in lexicon().frame.closings)
    ends = plain.rstrip().endswith("./.")
    named = any(says(plain, name) for name in (office.name, office.short, office.agency, *lexicon().units.superiors))
    to_the_office = (asks and ends) or (named and (asks or (ends and bool(slot.number))))
    return _speaks_of_itself(line.text, book) or to_the_office


def _speaks_of_itself(text: str, book: LabelBook) -> bool:
    """ "Bản đăng ký được lập thành 02 bản": a sentence about the paper."""
    said = words(text)
    kinds = (words(kind) for kind in kinds_of_documents())
    kind = next((kind for kind in kinds if said[: len(kind)] == kind), ())
    first = " ".join(said[: len(kind) + _KIND_REACH])
    return bool(kind) and ":" not in text and any(says(first, stage.label) for stage in book.campaign.stages)
