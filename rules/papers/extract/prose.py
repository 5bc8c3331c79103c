"""Initiatives hidden in sentences: "nhà trường đăng ký 02 mô hình: (1) "Ngày không hẹn"; (2) ..." Never sure."""

import re
from collections.abc import Iterator, Sequence

from rules.campaign import Stage
from rules.lexicon import lexicon
from rules.papers.extract.cut import Pieces, bracketed, split_labels
from rules.papers.extract.draft import Draft, Extraction, Piece
from rules.papers.extract.labels import TITLE, LabelBook
from rules.papers.extract.lines import Item, Line, is_addressee, is_closing, is_recipients, is_signature
from rules.papers.extract.passage import Named, sentences, tell, tell_more, tells_more
from rules.papers.extract.people import is_person, people
from rules.papers.extract.sentences import person_at_start
from rules.papers.extract.values import bare_title, is_nothing, leading_noun, noun_quotes, placed_quotes
from rules.text import bare, quoted, says, words
from rules.titles import title_key

_CAMPAIGN_NAME = re.compile(
    r"(?:phong trao|thi dua|phat dong|cuoc van dong|chu de|khau hieu|de an|chu diem)[\s:]*(?:thi dua)?[\s:]*$"
)
_ITEM = re.compile(r"(?:^|[\s;:,.])(?:\(?\d{1,2}[).]|[a-zđ]\))\s+|(?:^|[:;])\s*[-+]\s+|;\s+")
_DASH = re.compile(r"\s[-–]\s+")
_FILE_NAME = re.compile(r"\.[A-Za-z]{3,4}$")
_SENTENCE = re.compile(r"(?:\.|(?<=\?))\s+(?=[^\W\d_])")
_QUESTION = re.compile(r"\?\s*$")
_NUMBER = re.compile(r"(?<!\d)(\d{1,2})\s+$")
_PHRASE_END = re.compile(r"[.;:,(]|\s+(?:do|của|trong năm|từ tháng|với sự)\s+", re.IGNORECASE)
_BY = re.compile(r"\s*,?\s*(?:do|của)\s+", re.IGNORECASE)
_LONGEST_PHRASE = 25  # words of a name that no quotes mark
_LONGEST = 300
_NEAR = 60  # characters before a quotation that say whose name it is
_TELLING = 10  # words of a paragraph that says something of what was named above it
_COUNTED = re.compile(
    r"(?:(?:một|hai|ba|bốn|năm|sáu) là|thứ (?:nhất|hai|ba|tư|năm)(?: là)?)[,:]?\s+(?P<name>[^:“”\"]{8,200}):\s",
    re.IGNORECASE,
)
_SHORTEST = 3  # words of a title that no quotes mark


def read_prose(items: Sequence[Item], stage: Stage, book: LabelBook, *, announced: bool = False) -> Extraction:
    """What sentences and bullets say that the unit registers (or reports).

    `announced`: the paper says elsewhere (title, file name) that it does.
    """
    drafts: list[Draft] = []
    counted: list[int] = []
    named: Draft | None = None  # the only initiative of the line above, which labelled lines below it describe
    open_list: str | None = None  # the sentence "... đăng ký như sau:" that the bullets belong to
    for item in items:
        if not isinstance(item, Line) or is_addressee(item.text):
            continue
        if is_recipients(item.text) or is_signature(item.text):
            break
        if named is not None and open_list is None and _describes(item, named, book):
            continue
        named = None
        announced = announced or _says_stage(item.text, stage)
        if _announces(item.text, stage, book) and not (open_list and item.number and leading_noun(item.text, book)):
            named_here = [*_titles_in(item, stage, book)] or ([*_named_in(item, book)] if announced else [])
            titles = _told(item, named_here, drafts, book)
            counted.extend(_counts(item.text, book))
            drafts.extend(titles)
            named = titles[0] if len(titles) == 1 else None
            heads = item.text.rstrip().endswith(":") or item.is_section
            open_list = item.text if heads and not titles else None
        elif open_list is not None and not item.is_section and not is_closing(item.text):
            if item.number or quoted(item.text):
                drafts.extend(_told(item, list(_bullet(item, open_list, book)), drafts, book))
            elif _ends_list(item, stage):
                open_list = None
        else:
            open_list = None
            named_here = [*_counted_in_words(item, book)] or [*_named_in(item, book)] if announced else []
            titles = _told(item, named_here, drafts, book)
            if drafts and not titles and (tells_more(item.text) or _goes_on(item, drafts)):
                tell_more(drafts[-1], item, book)
            drafts.extend(titles)
            named = titles[0] if len(titles) == 1 else None
    return Extraction(tuple(drafts), counted=tuple(counted))


def read_quoted(items: Sequence[Item], book: LabelBook) -> Extraction:
    """What a report names in running text: "... đã thực hiện mô hình “X” và giải pháp “Y”"."""
    drafts: list[Draft] = []
    for item in items:
        if not isinstance(item, Line) or is_addressee(item.text):
            continue
        if is_recipients(item.text) or is_signature(item.text):
            break
        titles = _told(item, list(_named_in(item, book)), drafts, book)
        if drafts and not titles and tells_more(item.text):
            tell_more(drafts[-1], item, book)
        drafts.extend(titles)
    return Extraction(tuple(drafts))


def _named_in(line: Line, book: LabelBook) -> Iterator[Draft]:
    """What a line names with a noun, and quotation marks or a capital behind it, whatever it says of it."""
    for sentence in _telling(line.text):
        quotes = noun_quotes(sentence, book)
        for noun, title in quotes:
            yield _draft(title, noun, line, book, "prose-quote")
        if not quotes:
            yield from _phrases_after(sentence, 0, line, book)


def _counted_in_words(line: Line, book: LabelBook) -> Iterator[Draft]:
    """ "Một là, Bàn giao ca trực bằng phiếu năm dòng: ...": a name that is counted in words, up to the colon."""
    found = _COUNTED.match(line.text)
    name = found["name"].strip(" .") if found else ""
    if _SHORTEST <= len(words(name)) <= _LONGEST_PHRASE and not quoted(name):
        yield _draft(name, "", line, book, "prose-phrase")


def _goes_on(line: Line, drafts: Sequence[Draft]) -> bool:
    """Whether a paragraph of a letter about one thing says more of it: running text before the letter ends."""
    told = len(drafts) == 1 and len(drafts[0].pieces) == 1
    return (
        told and not line.number and not line.bold and not is_closing(line.text) and len(words(line.text)) >= _TELLING
    )


def _told(line: Line, titles: list[Draft], before: Sequence[Draft], book: LabelBook) -> list[Draft]:
    """Those of a line that are new, each with what the line says of it; one named before is told of, too."""
    known = {title_key(draft.pieces[TITLE][0].text): draft for draft in before}
    own = {title_key(draft.pieces[TITLE][0].text): draft for draft in reversed(titles)}
    new = {key: draft for key, draft in own.items() if key not in known}
    named: dict[int, Named] = {}
    for _, title, start, end in placed_quotes(line.text, book):
        draft = known.get(title_key(title)) or own.get(title_key(title))
        if draft is not None and draft not in [one.draft for one in named.values()]:
            named[start] = Named(draft, start, end)
    for draft in new.values():
        start = line.text.find(draft.pieces[TITLE][0].text)
        if start >= 0 and draft not in [one.draft for one in named.values()]:
            named[start] = Named(draft, start, start + len(draft.pieces[TITLE][0].text))
    tell(line, [named[start] for start in sorted(named)], book)
    return [draft for draft in titles if draft in new.values()]


def _says_stage(text: str, stage: Stage) -> bool:
    """ "nhà trường xin đăng ký hai nội dung": what is named below is of that stage."""
    return not _asks(text) and any(says(_unquoted(text), word) for word in stage.words)


def _telling(text: str) -> list[str]:
    """Without the sentences that ask or promise: "xin gia hạn nộp báo cáo sáng kiến “X”" reports nothing."""
    return [one for _, one in sentences(text) if not (_asks(one) or _QUESTION.search(one))]


def _asks(text: str) -> bool:
    return any(says(text, word) for word in lexicon().documents.asks)


def _describes(line: Line, draft: Draft, book: LabelBook) -> bool:
    """Whether a labelled line says something of the initiative that the sentence above it names; then it is kept."""
    pieces = split_labels(line, book)
    if not pieces or any(
        label is None or label.is_title or label.target not in ("field", "ignored") for label, _ in pieces
    ):
        return False
    for label, value in pieces:
        if label and label.target == "field" and value and not draft.has(label.code):
            draft.add(label.code, Piece(value.strip(" ."), line.where, "label-below-sentence"))
    return True


def announces_list(items: Sequence[Item], stage: Stage, book: LabelBook) -> bool:
    """Whether a heading or a sentence says that a list of the stage follows: "... đăng ký các mô hình sau:"."""
    return any(
        isinstance(item, Line)
        and (item.is_section or item.text.rstrip().endswith(":"))
        and _announces(item.text, stage, book)
        for item in items
    )


def _announces(text: str, stage: Stage, book: LabelBook) -> bool:
    """A sentence says that the unit registers; what another says (a paper was not sent) takes nothing back."""
    text = _unquoted(text)
    announcing = [one for one in _SENTENCE.split(text) if not _asks(one) and not _QUESTION.search(one)]
    return book.has_noun(text) and any(says(one, word) for one in announcing for word in stage.words)


def _unquoted(text: str) -> str:
    """The sentence without what stands in quotes, which is a title and announces nothing."""
    kept, since = [], 0
    for _, start, end in quoted(text):
        kept.append(text[since:start])
        since = end
    return " ".join([*kept, text[since:]])


def _ends_list(line: Line, stage: Stage) -> bool:
    """A sentence ends a list before it began, unless it announces it again ("... đăng ký các nội dung sau:")."""
    return len(line.text) > 40 and not (
        line.text.rstrip().endswith(":") or any(says(line.text, word) for word in stage.words)
    )


def _titles_in(line: Line, stage: Stage, book: LabelBook) -> Iterator[Draft]:
    pieces = split_labels(line, book)
    text = pieces[0][1] if pieces and pieces[0][0] is None else line.text
    plain = bare(text)
    if len(plain) != len(text):
        return
    verb = min((plain.find(bare(word)) for word in stage.words if bare(word) in plain), default=-1)
    found = (
        [*_quoted_after(text, verb, line, book)]
        or [*_listed_after(text, verb, line, stage, book)]
        or [*_phrases_after(text, verb, line, book)]
    )
    if len(found) == 1:
        _add_labels(found[0], pieces, line)
    yield from found


def _quoted_after(text: str, verb: int, line: Line, book: LabelBook) -> Iterator[Draft]:
    since, lead = max(verb, 0), ""
    for title, start, end in quoted(text):
        if start > verb and not _CAMPAIGN_NAME.search(bare(text[max(0, start - _NEAR) : start])):
            lead = text[since:start] if book.has_noun(text[since:start]) else lead
            yield _draft(title, lead, line, book, "prose-quote")
        since = max(since, end)


def _phrases_after(text: str, verb: int, line: Line, book: LabelBook) -> Iterator[Draft]:
    """ "xin đăng ký mô hình Trường học không giấy tờ do đồng chí Vũ Thị Hậu phụ trách": a name without quotes.

    A capital behind the noun begins it, a mark, a person or the end of the sentence ends it.
    """
    plain = bare(text)
    topics = tuple(bare(word) for word in book.campaign.topic.words)
    for noun in book.campaign.topic.nouns:
        for found in re.finditer(rf"\b{re.escape(bare(noun))}\s+", plain[max(verb, 0) :]):
            rest = text[max(verb, 0) + found.end() :]
            title = _PHRASE_END.split(rest, maxsplit=1)[0].strip(" .")
            first = title.split(" ")[0]
            if not (first[:1].isupper() and not first.isupper()) or bare(title).startswith(topics):
                continue
            if _SHORTEST <= len(words(title)) <= _LONGEST_PHRASE:
                draft = _draft(title, noun, line, book, "prose-phrase")
                _add_person(draft, rest[len(title) :], line, book)
                yield draft


def _add_person(draft: Draft, text: str, line: Line, book: LabelBook) -> None:
    """ "do đồng chí Vũ Thị Hậu phụ trách" behind a name."""
    who = next((spec.code for spec in book.asked if spec.kind == "people"), None)
    found = _BY.match(text)
    owner = person_at_start(text[found.end() :]) if found else ""
    if who and owner:
        draft.add(who, Piece(owner, line.where, "person-in-sentence"))


def _listed_after(text: str, verb: int, line: Line, stage: Stage, book: LabelBook) -> Iterator[Draft]:
    colon = text.find(":", max(verb, 0))
    if colon < 0:
        return
    for piece in _ITEM.split(text[colon + 1 :]):
        title = _SENTENCE.split(piece.strip(" .;"))[0].strip(" .;")
        if (
            len(words(title)) >= _SHORTEST
            and len(title) <= _LONGEST
            and not is_nothing(title)
            and not _is_paper(title, stage)
        ):
            yield _draft(title, text[max(verb, 0) : colon], line, book, "prose-list")


def _is_paper(text: str, stage: Stage) -> bool:
    """What a mail carries ("01 công văn", "danh sách đăng ký", "DK.docx") or asks is no title."""
    if "?" in text or _FILE_NAME.search(text):
        return True
    counted = re.match(r"\d{1,2}\s+", text)
    rest = bare(text[counted.end() :] if counted else text)
    paper = any(rest.startswith(bare(word)) for word in lexicon().documents.papers)
    return paper and (counted is not None or any(says(text, word) for word in stage.words))


def _add_labels(draft: Draft, pieces: Pieces, line: Line) -> None:
    for label, value in pieces:
        if label and label.target == "field" and not label.is_title and value:
            draft.add(label.code, Piece(value.strip(" ."), line.where, "label-in-sentence"))


def _is_sentence(text: str) -> bool:
    return ". " in text.rstrip(". ")


def _bullet(line: Line, lead: str, book: LabelBook) -> Iterator[Draft]:
    pieces = split_labels(line, book)
    text = pieces[0][1] if pieces and pieces[0][0] is None else line.text
    if pieces and pieces[0][0] is not None and not pieces[0][0].is_title:
        return
    if pieces and pieces[0][0] is not None:
        text = pieces[0][1]
    text, inside = bracketed(text.strip(), book)
    text, owner = _without_owner(text)
    marks = quoted(text)
    title = marks[0][0] if marks and marks[0][1] < 40 else text.strip(" .;")
    if (
        len(words(title)) < (2 if marks else _SHORTEST)
        or len(title) > _LONGEST
        or is_nothing(title)
        or _is_sentence(title)
    ):
        return
    draft = _draft(title, text[: marks[0][1]] if marks else lead, line, book, "prose-bullet")
    _add_labels(draft, (*pieces, *inside), line)
    who = next((spec.code for spec in book.asked if spec.kind == "people"), None)
    if owner and who and not draft.has(who):
        draft.add(who, Piece(owner, line.where, "person-behind-dash"))
    yield draft


def _without_owner(text: str) -> tuple[str, str]:
    """ "Bàn ký nhanh - đ/c Lê Thị Tơ, thời gian 10/2024": a person behind a dash is who does it, and ends the title."""
    for dash in _DASH.finditer(text):
        owner = text[dash.end() :].partition(",")[0].strip(" .;")
        if any(is_person(name) for name in people(owner)) and not quoted(owner):
            return text[: dash.start()].strip(), owner
    return text, ""


def _draft(title: str, before: str, line: Line, book: LabelBook, rule: str) -> Draft:
    draft = Draft("prose")
    lead = leading_noun(title, book)
    clean, named = bare_title(title, book)
    draft.add(TITLE, Piece(title if lead else clean, line.where, rule))
    kind = named or book.named_kind(words(_last_clause(before)))
    if kind:
        draft.implied[kind[0]] = Piece(kind[1], line.where, "noun-in-sentence")
    return draft


def _last_clause(text: str) -> str:
    """Of several sentences before a title, only the last speaks of it."""
    return re.split(r"\.\s", text)[-1]


def _counts(text: str, book: LabelBook) -> Iterator[int]:
    plain = bare(text)
    for noun in book.campaign.topic.nouns:
        for found in re.finditer(rf"\b{re.escape(bare(noun))}\b", plain):
            number = _NUMBER.search(plain[: found.start()])
            if number:
                yield int(number.group(1))
                return
