"""Headings that name an initiative: by a noun of the campaign, by quotes, by the labels below them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rules.lexicon import lexicon
from rules.papers.extract.cut import bracketed, split_labels, style, told_in
from rules.papers.extract.draft import Draft, Piece
from rules.papers.extract.labels import LabelBook
from rules.papers.extract.lines import Item, Line, is_signature
from rules.papers.extract.passage import beside_name
from rules.papers.extract.people import is_person, people
from rules.papers.extract.sentences import person_at_start
from rules.papers.extract.values import is_nothing, leading_noun, noun_quotes, only_choice
from rules.papers.extract.walk.events import IN_CAPITALS, CountedOff, Events, Named
from rules.papers.extract.walk.here import Here
from rules.papers.extract.walk.paper import Paper
from rules.papers.extract.walk.running import counts_off
from rules.text import bare, is_blank, is_section_number, is_upper, quoted, says, words

_SEVERAL = 2  # nouns that are explained in one line
_LEAD = 8  # words of a heading before the name that it quotes
_BELOW_NOUN = 28  # words of a name below "Mô hình 1"
_LONGEST_TITLE = 320
_LONGEST_NAME = 25  # words
_LONGEST_GROUP = 5  # words
_FEWEST = 3  # words of a name that nothing marks
_QUOTED = 60  # characters of what was not read that a person is shown


def explains_nouns(line: Line, book: LabelBook) -> bool:
    """ "Mô hình: cách tổ chức mới; Giải pháp: biện pháp ...": what the words mean, in a note below a list."""
    if line.text.count(":") < _SEVERAL:
        return False
    plain = bare(line.text)
    told = [noun for noun in book.campaign.topic.nouns if re.search(rf"\b{re.escape(bare(noun))}\s*:", plain)]
    return len(told) > 1 and leading_noun(line.text, book) is not None


# --- before labels are looked for -------------------------------------------------------------------------------------


def named_by_quote(line: Line, here: Here, book: LabelBook) -> Events:
    """ "2. Kết quả thực hiện mô hình “X”", "Về giải pháp “X”": a heading that ends with a noun and a name."""
    found = None if here.awaits else quoted_heading(line, book)
    return (_named(line, *found, "quote-heading", book),) if found else ()


def quoted_heading(line: Line, book: LabelBook) -> tuple[str, str] | None:
    """Noun and name; what opens with them is read elsewhere, and a sentence that registers is no heading."""
    found = noun_quotes(line.text, book)
    if len(found) != 1 or not (line.number or line.bold) or style(line.number) == "-":
        return None
    _, start, end = quoted(line.text)[-1]
    before = line.text[:start]
    if not before or len(words(before)) > _LEAD or not is_blank(line.text[end:]):
        return None
    if any(says(before, stage.label) for stage in book.campaign.stages) or leading_noun(line.text, book):
        return None
    titled = any(label and label.is_title for label, _ in split_labels(line, book))
    return None if titled else found[0]


def stands_alone(line: Line, here: Here, book: LabelBook) -> Events:
    """A centred line that is nothing but a name in quotes, below the title of the paper: what it is about."""
    marks = quoted(line.text)
    if not (line.centred and len(marks) == 1) or not is_blank(line.text[: marks[0][1]] + line.text[marks[0][2] :]):
        return ()
    if here.mode is not None or any(says(marks[0][0], word) for word in book.campaign.topic.words):
        return ()
    return (Named("heading", Piece(line.text, line.where, "quote-below-title"), line.number),)


def below_noun(line: Line, ahead: Sequence[Item], here: Here, book: LabelBook) -> Events:
    """ "Bếp ăn công khai thực đơn" between "Mô hình 1" and the labels of that one."""
    below = ahead[0] if ahead else None
    if here.counted_off is None or not isinstance(below, Line) or counts_off(line, here, book):
        return ()
    if any(split_labels(line, book)):
        return ()
    labelled = any(label for label, _ in split_labels(below, book))
    if not labelled or line.is_section or not 1 < len(words(line.text)) <= _BELOW_NOUN or ":" in line.text:
        return ()
    title = Piece(line.text, line.where, "name-below-noun")
    return Named("form", title, line.number, label=here.counted_off), CountedOff(None)


# --- where no label stands --------------------------------------------------------------------------------------------


def named_by_heading(line: Line, ahead: Sequence[Item], here: Here, paper: Paper) -> Events:
    """A heading that names the initiative of which the lines below it speak."""
    named = named_by_noun(line, line.text, here, paper.book) or _named_by_bare_noun(line, ahead, here, paper)
    if named or not (paper.headings or style(line.number) in paper.heading_styles):
        return named
    if not heads_labels(line, ahead, here, paper):
        return ()
    rule = IN_CAPITALS if is_upper(line.text) and not line.number else "heading-over-labels"
    marks = (f"Tên giống tên một bộ phận: “{line.text[:_QUOTED]}”.",) if _names_group(line.text) else ()
    name, inside = bracketed(line.text, paper.book)
    also = tuple((code, Piece(value, line.where, "label-in-sentence")) for code, value in told_in(inside))
    return (Named("heading", Piece(name.rstrip(" :"), line.where, rule), line.number, also=also, marks=marks),)


def named_by_noun(line: Line, text: str, here: Here, book: LabelBook) -> Events:
    """`1. Mô hình "X"`, `a) Giải pháp: X`: a noun of the campaign that opens a line (or `text`, its beginning)."""
    lead = leading_noun(text, book)
    if lead is None or len(text) > _LONGEST_TITLE + len(line.text) - len(text):
        return ()
    noun, rest = lead[0], lead[1].strip()
    head = words(rest.partition(":")[0])
    told = text != line.text and 0 < len(head) <= _LEAD and ":" in rest and not quoted(rest)
    if told and rest[0].isupper():
        return ()  # "Mô hình Họp đứng: đã tổ chức 8 phiên. Thực hiện: ...": what stands behind the colon is no name
    rest = "".join(rest.partition(":")[1:]) if told else rest  # "Sáng kiến đã đăng ký ở lĩnh vực này: X. ..."
    marks = quoted(rest)
    by_quote = bool(marks) and is_blank(rest[: marks[0][1]])
    by_colon = rest.startswith(":") and not is_nothing(rest[1:])
    if not (by_quote or by_colon) or here.awaits:
        return ()
    stands_out = line.number or line.bold or line.centred or line.in_table or line.text != text
    if by_quote and not stands_out and (marks[0][2] - marks[0][1]) * 2 < len(line.text):
        return ()
    title = marks[0][0] if by_quote else rest[1:].strip()
    if len(title) > _LONGEST_TITLE:
        return ()
    doubt = f"Tên được lấy từ lời văn: “{title[:_QUOTED]}”." if told else ""
    named = _named(line, noun, title, "noun-heading", book, doubt)
    return (_with_rest(named, rest[marks[0][2] :], line, book) if by_quote else named,)


def _with_rest(named: Named, rest: str, line: Line, book: LabelBook) -> Named:
    """What stands behind a name in its line: "Mô hình “X” - thầy Lù Văn A - từ tháng 9"."""
    if len(words(rest)) < _FEWEST - 1:
        return named
    draft = Draft()
    rest, inside = bracketed(rest, book)
    for code, value in told_in(inside):
        draft.add(code, Piece(value, line.where, "label-in-sentence"))
    left = beside_name(draft, rest, line, book)
    also = tuple((code, piece) for code, pieces in draft.pieces.items() for piece in pieces)
    told = f"Phần ghi sau tên được hiểu theo lời văn: “{' '.join(rest.split())[:_QUOTED]}”."
    aside = rest.strip(" .;").startswith("(") and not also  # "(đã đăng ký tại Công văn số 88 ...)"
    return replace(named, also=also, marks=(*named.marks, told) if (also or left) and not aside else named.marks)


def _named_by_bare_noun(line: Line, ahead: Sequence[Item], here: Here, paper: Paper) -> Events:
    """ "II. Giải pháp rà soát sổ sách của giáo viên" over what is said of it, without quotes or a colon."""
    below = ahead[0] if ahead else None
    if here.awaits or not (line.number or line.bold) or not isinstance(below, Line):
        return ()
    lead = leading_noun(line.text, paper.book)
    if lead is None:
        return ()
    rest = lead[1].strip()
    if _is_about_the_paper(line, rest, paper) or ":" in rest or rest.endswith("."):
        return ()
    if not _FEWEST <= len(words(rest)) <= _LONGEST_NAME:
        return ()
    said = ":" in below.text[:_QUOTED] or style(below.number) == "-" or bool(person_at_start(below.text))
    if not said or below.is_section:
        return ()
    doubt = f"Tên không nằm trong ngoặc kép: “{line.text[:_QUOTED]}”."
    return (_named(line, lead[0], line.text, "noun-heading", paper.book, doubt),)


def _is_about_the_paper(line: Line, rest: str, paper: Paper) -> bool:
    """ "Giải pháp đăng ký năm 2024" names a stage, other nouns or the campaign: no name of an initiative."""
    plain = " ".join(words(rest))
    campaign = paper.book.campaign
    stages = [" ".join(words(word)) for stage in campaign.stages for word in stage.words]
    topics = tuple(" ".join(words(word)) for word in campaign.topic.words)
    of_stage = any(f" {word} " in f" {plain} " for word in stages)
    titles = line in paper.above and not line.number
    return of_stage or paper.book.noun_count(rest) > 0 or titles or plain.startswith(topics)


def _named(line: Line, noun: str, title: str, rule: str, book: LabelBook, doubt: str = "") -> Named:
    kind = book.named_kind(words(noun))
    marks = (doubt,) if doubt else ()
    return Named("heading", Piece(title, line.where, rule), line.number, kind=kind, marks=marks)


# --- headings over labels ---------------------------------------------------------------------------------------------


def heads_labels(line: Line, ahead: Sequence[Item], here: Here, paper: Paper) -> bool:
    """A numbered or bold line without label, and below it the labels of an initiative."""
    if not ahead or here.awaits or len(line.text) > _LONGEST_TITLE:
        return False
    if _speaks_of_stage(line.text, paper.book) or counts_off(line, here, paper.book):
        return False
    if _names_choice(line.text, paper.book) or not may_be_title(line, paper):
        return False
    if (is_section_number(line.number) or style(line.number) == "-") and not line.bold:
        return False
    slot = here.slot
    if slot and slot.spec and slot.spec.kind == "people" and any(is_person(name) for name in people(line.text)):
        return False
    return _are_labels(ahead, paper.book)


def _are_labels(below: Sequence[Item], book: LabelBook) -> bool:
    """Whether the lines below begin with the label of a field, and another one follows before the next heading."""
    codes: list[str] = []
    for i, item in enumerate(below):
        if not isinstance(item, Line):
            break
        label, _ = next(iter(split_labels(item, book)), (None, ""))
        if i == 0 and (label is None or label.target != "field" or item.is_section):
            return False
        if label and label.target == "field" and not label.is_title:
            codes.append(label.code)
        elif item.is_section:
            break
    return len(set(codes)) > 1


def may_be_title(line: Line, paper: Paper) -> bool:
    """By its look: capitals, or a number or bold letters."""
    if is_upper(line.text):
        return _names_in_capitals(line, paper)
    return not line.centred and bool(line.number or line.bold)


def _names_in_capitals(line: Line, paper: Paper) -> bool:
    """ "SỔ THEO DÕI BẰNG THẺ MÀU" below the head may name an initiative; "THÔNG TIN CHUNG" heads a part."""
    if line in paper.above or is_section_number(line.number) or is_signature(line.text):
        return False
    tokens = words(line.text)
    parts = (words(part) for part in lexicon().documents.parts)
    return len(tokens) >= _FEWEST and not any(tokens[: len(part)] == part for part in parts)


def _speaks_of_stage(text: str, book: LabelBook) -> bool:
    """A title of the document: it names a stage and what is collected."""
    return book.has_noun(text) and says_stage(text, book)


def says_stage(text: str, book: LabelBook) -> bool:
    """Whether a text names a stage of the campaign."""
    return any(says(text, word) for stage in book.campaign.stages for word in stage.words)


def _names_choice(text: str, book: LabelBook) -> bool:
    """ "CẢI CÁCH THỦ TỤC HÀNH CHÍNH" heads what was done in an area, not an initiative."""
    choices = (spec for spec in book.campaign.fields if spec.kind == "choice")
    return any(only_choice(spec, text) for spec in choices)


def _names_group(text: str) -> bool:
    """ "TỔ VĂN PHÒNG" over labels may be who did something, not what was done."""
    tokens = words(text)
    groups = (words(group) for group in lexicon().people.collectives)
    return len(tokens) <= _LONGEST_GROUP and any(tokens[: len(group)] == group for group in groups)
