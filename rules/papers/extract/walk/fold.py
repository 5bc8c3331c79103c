"""What the events of a paper come to together: the only place where a reading grows."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rules.document import Where
from rules.papers.extract.columns import is_period, looks_like
from rules.papers.extract.draft import Draft, Extraction, Mode, Piece
from rules.papers.extract.labels import TITLE, Label
from rules.papers.extract.values import is_nothing, noun_quotes
from rules.papers.extract.walk import events as said
from rules.papers.extract.walk.here import Here, Slot, Whose
from rules.papers.extract.walk.paper import Paper
from rules.quantities import percent
from rules.text import is_blank, without_leaders, words

_ALIKE = 2  # initiatives that show how long answers of a label are
_SHOWN = 60  # characters of a text that a person is shown
_TOO_MANY = 3  # fields that stand under no title
_ASKED_OUTRIGHT = frozenset({"label:label", "label:title-noun"})
_REPEATED = "Một nhãn xuất hiện nhiều lần dưới cùng một tên, có thể đã gộp nhiều nội dung."


@dataclass(slots=True)
class Found:
    """A reading while it grows."""

    here: Here = field(default_factory=Here)
    open: Draft | None = None
    next: Draft = field(default_factory=Draft)  # what was said before its title was known
    general: Draft = field(default_factory=Draft)  # what was said before any heading over the first title
    lead: set[str] = field(default_factory=set)  # fields that stand before the title in this document
    heads: set[tuple[str, ...]] = field(default_factory=set)  # which labels stood under the open initiative
    drafts: list[Draft] = field(default_factory=list)
    units: list[Piece] = field(default_factory=list)
    remarks: list[tuple[str, Piece]] = field(default_factory=list)
    counted: list[int] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    known: set[Where] = field(default_factory=set)


def extraction(found: Found) -> Extraction:
    """What a reading came to at the end of the paper."""
    drafts = tuple(draft for draft in found.drafts if draft.pieces.get(TITLE))
    if len(drafts) == 1 and not any(map(drafts[0].has, found.general.pieces)):
        _said_in_general(drafts[0], found.general)
    else:
        found.marks.extend(found.general.marks)
    _note_unlike_labels(drafts)
    _end_last_as_others(drafts)
    in_capitals = [draft for draft in drafts if draft.pieces[TITLE][0].rule == said.IN_CAPITALS]
    if len(in_capitals) == 1:
        in_capitals[0].marks.append("Tên được lấy từ một đề mục viết hoa.")
    told = (tuple(found.units), tuple(found.remarks), tuple(found.marks), tuple(found.counted))
    return Extraction(drafts, *told, frozenset(found.known))


def _note_unlike_labels(drafts: Sequence[Draft]) -> None:
    """A name under a label that only resembles one, where others stand under the label itself: "Nội dung thực hiện"."""
    rules = {draft.pieces[TITLE][0].rule for draft in drafts}
    if not rules & _ASKED_OUTRIGHT:
        return
    for draft in drafts:
        first = draft.pieces[TITLE][0]
        if first.rule == "label:label-typo":
            draft.marks.append(f"Tên nằm ở một mục chỉ gần giống mục tên: “{first.text[:_SHOWN]}”.")


def _said_in_general(draft: Draft, general: Draft) -> None:
    """ "I. THÔNG TIN CHUNG" says who does it, "II. NỘI DUNG ĐĂNG KÝ" what: of one initiative it is all of it."""
    for code, pieces in general.pieces.items():
        for piece in pieces:
            draft.add(code, piece)
        draft.marks.append(f"Được lấy từ phần chung phía trên: “{pieces[0].text[:_SHOWN]}”.")


def _end_last_as_others(drafts: Sequence[Draft]) -> None:
    """Where no answer of the others ran on over a line, what runs on behind the very last answer is none of it."""
    *others, last = drafts or (Draft(),)
    alike = [draft for draft in others if draft.mode == last.mode and draft.mode in ("form", "heading")]
    code = next(reversed(last.pieces), None)  # the one behind which the paper ends
    if code is None:
        return
    pieces = last.pieces[code]
    before = [draft.pieces[code] for draft in alike if code in draft.pieces]
    own = [piece for piece in pieces if not piece.rule.startswith("below-label")]
    if len(before) >= _ALIKE and all(len(each) == 1 for each in before) and len(own) == 1 < len(pieces):
        last.pieces[code] = own
        left = next(piece.text for piece in pieces if piece not in own)
        last.marks.append(f"Dòng cuối được hiểu là không thuộc nội dung nào: “{left[:_SHOWN]}”.")


def apply(event: said.Event, found: Found, paper: Paper) -> None:
    """Takes what was said into the reading."""
    if isinstance(event, said.Move):
        found.here = _moved(event, found.here, paper)
    elif isinstance(event, said.Note):
        _note(event, found)
    else:
        _take(event, found, paper)


def _take(
    event: said.Named | said.Answered | said.Valued | said.Repeatable | said.RunsOn | said.Described | said.UnitNamed
    | said.Closed | said.Listed,
    found: Found,
    paper: Paper,
) -> None:  # fmt: skip
    """What changes an initiative."""
    match event:
        case said.Answered():
            _answer(event, found, paper)
        case said.Valued(label, value, where):
            _value(label, value, where, "", found, paper)
        case said.Named():
            _name(event, found)
        case said.RunsOn(piece):
            _run_on(piece, found)
        case said.Closed(keep_number, keep_next):
            _close(found, paper, keep_number=keep_number, keep_next=keep_next)
        case said.Repeatable(head):
            _note_repeated(head, found)
        case said.Described():
            _describe(event, found)
        case said.Listed():
            _list(event, found)
        case said.UnitNamed(piece):
            _unit(piece, found)


def _moved(event: said.Move, here: Here, paper: Paper) -> Here:
    """Where the reading stands after what is said of the lines below."""
    match event:
        case said.ValueEnds(if_given):
            return replace(here, slot=None) if here.slot and not (if_given and here.slot.empty) else here
        case said.Interrupted():
            return replace(here, slot=None, past_section=True)
        case said.RemarkExpected(label, number):
            return replace(here, slot=Slot(label, number, True, paper.specs[label.code], remark=True))
        case said.AreaIs(area):
            return replace(here, area=area)
        case said.Captioned(piece):
            return replace(here, caption=piece)
        case said.OfAnotherYear(speaks):
            return replace(here, elsewhere=speaks) if here.elsewhere is not speaks else here
        case said.CountedOff(label):
            return replace(here, counted_off=label)
        case said.HeaderIs(header):
            return replace(here, header=header)


def _note(event: said.Note, found: Found) -> None:
    match event:
        case said.Remarked(code, piece):
            found.remarks.append((code, piece))
        case said.Counted(count):
            found.counted.append(count)
        case said.Known(places):
            found.known.update(places)
        case said.Marked(sentence, once):
            found.marks.extend([] if once and sentence in found.marks else [sentence])


# --- names ------------------------------------------------------------------------------------------------------------


def _name(event: said.Named, found: Found) -> None:
    where = event.title.where
    draft = _open(event.label, where, event.number, event.mode, found)
    if event.kind:
        draft.implied[event.kind[0]] = Piece(event.kind[1], where, "noun-before-title")
    draft.add(TITLE, event.title)
    for code, piece in event.also:
        draft.add(code, piece)
    draft.marks.extend(event.marks)
    found.here = replace(found.here, slot=None)


def _open(label: Label | None, where: Where, number: str, mode: Mode, found: Found) -> Draft:
    here = found.here
    draft = Draft(mode, implied={here.area.code: here.area.choice} if here.area else {})
    found.lead |= set(found.next.pieces) | set(found.next.chosen)
    draft.take(found.next)
    if label and label.named:
        draft.implied[label.named[0]] = Piece(label.named[1], where, "label-names-kind")
    draft.unit = draft.unit or here.caption
    found.open, found.next, found.heads = draft, Draft(), set()
    if not here.elsewhere:
        found.drafts.append(draft)
    found.here = replace(
        here,
        mode=mode,
        found=here.found or not here.elsewhere,
        title_number=number,
        label_number=number,
        past_section=False,
    )
    return draft


def _close(found: Found, paper: Paper, *, keep_number: bool = False, keep_next: bool = False) -> None:
    if not keep_next:
        nameless = _nameless(found, paper)
        if found.drafts or not found.next.pieces:
            found.marks.extend(nameless)
        else:
            found.general = found.next
            found.general.marks = nameless
        found.next = Draft()
    found.open = None
    number = found.here.title_number if keep_number else ""
    found.here = replace(found.here, mode=None, slot=None, past_section=False, title_number=number)


def _nameless(found: Found, paper: Paper) -> list[str]:
    """People and more beside them without a title: an initiative whose name was not understood."""
    codes = set(found.next.pieces)
    who = any(paper.specs[code].kind == "people" for code in codes if code in paper.specs)
    if len(codes) >= _TOO_MANY or (who and len(codes) > 1):
        return ["Có nội dung không rõ thuộc mô hình, giải pháp, sáng kiến nào."]
    return []


def _list(event: said.Listed, found: Found) -> None:
    if event.more is not None and found.drafts:
        for code, pieces in event.more.pieces.items():
            for piece in pieces:
                found.drafts[-1].add(code, piece)
    found.drafts.extend(event.found.drafts)
    found.remarks.extend(event.found.remarks)
    found.counted.extend(event.found.counted)
    found.marks.extend(event.found.marks)
    found.known |= event.found.known
    found.here = replace(found.here, found=bool(found.drafts))


# --- values -----------------------------------------------------------------------------------------------------------


def _answer(event: said.Answered, found: Found, paper: Paper) -> None:
    label, value, where, number = event.label, event.value, event.where, event.number
    if number:
        found.here = replace(found.here, label_number=number)
    if label.target in ("ignored", "index") or is_nothing(value):
        found.known.add(where)
    value = without_leaders(value) if "\n" not in value else value
    label = _as_answered(label, value, paper)
    if label.is_title:
        _title(label, value, where, number, found, paper)
    elif label.target == "remark":
        if not is_nothing(value):
            found.remarks.append((label.code, Piece(value, where, "label")))
        slot = Slot(label, number, is_blank(value), paper.specs[label.code], remark=True)
        found.here = replace(found.here, slot=slot)
    elif label.target in ("field", "from", "to"):
        _value(label, value, where, number, found, paper)
    else:
        if label.target == "unit" and not is_blank(value):
            _unit(Piece(value, where, "label"), found)
        found.here = replace(found.here, slot=Slot(label, number, is_blank(value)))


def _as_answered(label: Label, value: str, paper: Paper) -> Label:
    """ "Tiến độ: Quý III/2024" answers another question than "Tiến độ: 80%", "Thực hiện: Lù Thị Sen" a third one."""
    who = next((spec for spec in paper.book.asked if spec.kind == "people"), None)
    when = next((spec for spec in paper.book.asked if spec.kind == "period"), None)
    how_much = label.asks_percent and percent(value) is None
    if how_much and when is not None and is_period(value):
        return replace(label, target="field", code=when.code)
    if how_much and who is not None and looks_like([value], [who]) is not None:
        return replace(label, target="field", code=who.code)
    return label


def _title(label: Label, value: str, where: Where, number: str, found: Found, paper: Paper) -> None:
    if is_nothing(value) and not is_blank(value):
        found.here = replace(found.here, slot=None)
        return
    several = noun_quotes(value, paper.book)
    if len(several) > 1:
        for noun, title in several:
            kind = paper.book.named_kind(words(noun))
            _name(said.Named("prose", Piece(title, where, "label:quote"), number, kind=kind), found)
        return
    draft = _open(label, where, number, "form", found)
    if not is_blank(value):
        draft.add(TITLE, Piece(value, where, f"label:{label.rule}"))
    found.here = replace(found.here, slot=Slot(label, number, is_blank(value), paper.specs[TITLE], "open"))


def _value(label: Label, value: str, where: Where, number: str, found: Found, paper: Paper) -> None:
    whose = _whose(label, found)
    spec = paper.specs.get(label.code)
    if is_blank(value) and spec and spec.kind == "people" and found.open and found.open.has(label.code):
        found.here = replace(found.here, slot=None)  # "Người đăng ký" above a signature, not a second time who it is
        return
    if not is_blank(value):
        put(_draft(whose, found), label, Piece(value, where, f"label:{label.rule}"))
    slot = Slot(label, number, is_blank(value), spec, whose)
    found.here = replace(found.here, slot=slot)


def _whose(label: Label, found: Found) -> Whose:
    """The open initiative, or the next one where this label is among those that stand before titles."""
    if found.open is None:
        return "next"
    if not found.open.pieces.get(TITLE):
        return "open"
    again = found.open.has(label.code) and (label.code in found.lead or found.here.past_section)
    return "next" if again else "open"


def _draft(whose: Whose, found: Found) -> Draft:
    return found.open if whose == "open" and found.open is not None else found.next


def put(draft: Draft, label: Label, piece: Piece) -> None:
    """A value into an initiative, by what its label asks for."""
    if label.target == "unit":
        draft.unit = piece
    elif label.target == "from":
        draft.start = draft.start or piece
    elif label.target == "to":
        draft.end = draft.end or piece
    elif label.target == "field":
        draft.add(label.code, piece)
        if label.named:
            draft.implied[label.named[0]] = Piece(label.named[1], piece.where, "label-names-kind")


def _run_on(piece: Piece, found: Found) -> None:
    slot = found.here.slot
    if slot is not None and slot.whose:
        _draft(slot.whose, found).add(slot.label.code, piece)
        found.here = replace(found.here, slot=replace(slot, empty=False))


def _describe(event: said.Described, found: Found) -> None:
    if found.open is not None and not found.open.has(event.code):
        found.open.add(event.code, event.piece)
        found.open.marks.append(event.mark)


def _unit(piece: Piece, found: Found) -> None:
    found.units.append(piece)
    if found.open is None:
        found.next.unit = piece
    elif found.open.unit is None:
        found.open.unit = piece


def _note_repeated(head: tuple[str, ...], found: Found) -> None:
    """The same label twice under one title: a title between them was not understood."""
    slot = found.here.slot
    if slot is None or slot.whose != "open" or found.open is None:
        return
    if head in found.heads:
        found.open.marks.append(_REPEATED)
    found.heads.add(head)
