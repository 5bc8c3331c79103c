"""From the documents of one mail to what it submits: a verdict per file, a reading per unit and stage."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from rules.campaign import Campaign, Stage
from rules.document import Block, ParsedDocument, Table
from rules.file_format import MAIL_BODY, format_of
from rules.imprint import Imprint
from rules.initiative import DocumentVerdict, Initiative, Reading, Understanding
from rules.lexicon import lexicon
from rules.mail import Mail
from rules.papers import forms
from rules.papers.beside import with_headings
from rules.papers.blank import is_blank_list
from rules.papers.classify import (
    OTHER,
    UNREADABLE,
    Sight,
    StageChoice,
    choose_stage,
    on_topic,
    says_any,
    says_noun,
    secret_stamp,
    stage_when_written,
)
from rules.papers.confidence import confident
from rules.papers.coverage import unexplained
from rules.papers.doubts import doubts_of
from rules.papers.earlier import withdrawn_titles
from rules.papers.evidence import judge
from rules.papers.extract.draft import Draft, Extraction, Piece
from rules.papers.extract.head import Head, head_of, is_subject
from rules.papers.extract.imprint import imprint_of
from rules.papers.extract.labels import TITLE, LabelBook, label_book
from rules.papers.extract.layout import unfolded
from rules.papers.extract.legend import with_legend
from rules.papers.extract.lines import Item, all_lines, passes_on, sender_said, stream
from rules.papers.extract.new_ways import says_new_ways
from rules.papers.extract.own_labels import own_labels
from rules.papers.extract.prose import announces_list, read_prose, read_quoted
from rules.papers.extract.returned_form import Returned, returned_form
from rules.papers.extract.values import initiatives as values_of
from rules.papers.extract.walk.over import counts_said
from rules.papers.extract.walk.paper import paper_of
from rules.papers.extract.walk.reader import read_paper
from rules.papers.looked import Envelope, Looked
from rules.papers.match import UnitIndex, canonical, unit_index
from rules.papers.pages import is_stray_page, together
from rules.papers.readings import cover, readings_of
from rules.papers.whose import evidence_of, issuer_of, office_of
from rules.post.quoting import is_forward
from rules.roster import Roster
from rules.text import is_upper, quoted, words

_GUESSED_TITLES = {"column:taken-as-title", "column:column-by-fit", "column:column-by-guess", "label:label-by-fit"}
_WORDS_OF_A_TITLE = 2
_HEADED = {"column:name-alone", "column:label", "label:label", "row:label", "column:title-noun", "label:title-noun"}
_SENTENCE = 6  # words behind a name in quotation marks
_CAPTION = 40  # characters


def understand(
    documents: tuple[ParsedDocument, ...], campaign: Campaign, roster: Roster, mail: Mail | None = None
) -> Understanding:
    """Everything that the attachments and the body of one mail (or one file) submit."""
    index = unit_index(roster)
    placed = [
        (document, envelope) for root in documents for document, envelope in _leaves(root, _outer(mail, documents))
    ]
    pages = together([document for document, _ in placed])
    placed = [(document, envelope) for document, (_, envelope) in zip(pages.documents, placed, strict=True)]
    streams = [stream(document, forwarded=envelope.forwarded) for document, envelope in placed]
    for (document, _), items in zip(placed, streams, strict=True):
        stamp = secret_stamp(document, items)
        if stamp:
            return Understanding((), (), secret=stamp)
    looked = [
        _look(document, envelope, items, campaign, index)
        for place, ((document, envelope), items) in enumerate(zip(placed, streams, strict=True))
        if place not in pages.following
    ]
    cover(looked, campaign)
    readings = (_beside_pages(pages.with_all(one), looked) for one in readings_of(looked, campaign, index))
    empty = tuple(each.verdict.name for each in looked if (each.form.empty if each.form else is_blank_list(each.sight)))
    notes = tuple(_notes(placed, streams))
    verdicts = tuple(_one_verdict_each(looked))
    return Understanding((*verdicts, *pages.verdicts(verdicts)), tuple(readings), notes, empty_forms=empty)


def _beside_pages(reading: Reading, looked: list[Looked]) -> Reading:
    """What was photographed may have a page that could not be put to it: it is named."""
    by_name = {each.sight.document.name: each for each in looked}
    if not any(by_name[name].sight.document.origin == "ocr" for name in reading.files if name in by_name):
        return reading
    stray = [
        name for name, each in by_name.items() if each.verdict.kind == OTHER and is_stray_page(each.sight.document)
    ]
    told = tuple(f"Ảnh {name} có bảng, chưa rõ là trang tiếp theo của danh sách nào." for name in stray)
    return replace(reading, doubts=(*reading.doubts, *told), sure=reading.sure and not told)


# --- documents and what is around them --------------------------------------------------------------------------------


def _outer(mail: Mail | None, documents: Sequence[ParsedDocument]) -> Envelope:
    body = next((document for document in documents if document.format == MAIL_BODY), None)
    lines = tuple(line.text for line in all_lines(sender_said(body))) if body else ()
    if mail is None:
        return Envelope(lines=lines)
    sender = mail.sender
    forwarded = is_forward(mail.subject) or (body is not None and passes_on(body))
    return Envelope(mail.subject, sender.address if sender else "", sender.name if sender else "", lines, forwarded)


def _leaves(document: ParsedDocument, envelope: Envelope) -> Iterator[tuple[ParsedDocument, Envelope]]:
    """The documents that are judged: files, and the bodies of mails; an archive only where it cannot be opened."""
    if document.format == "eml":
        envelope = _inner(document)
    if document.unreadable or document.blocks or not document.members:
        for region in _regions(replace(document, members=())):
            yield region, envelope
    for member in document.members:
        yield from _leaves(member, envelope)


def _regions(document: ParsedDocument) -> Iterator[ParsedDocument]:
    """The sheets of a workbook that have a head of their own, each with the sheets behind it that have none."""
    if not format_of(document.format).sheets:
        yield document
        return
    parts: list[list[Block]] = []
    last = ""
    for block in document.blocks:
        if not parts or (block.where.part != last and _has_a_head(document, block.where.part)):
            parts.append([])
        last = block.where.part
        parts[-1].append(block)
    yield from (replace(document, blocks=tuple(blocks)) for blocks in parts or [[]])


def _has_a_head(document: ParsedDocument, part: str) -> bool:
    """Whether a sheet begins with lines over its table that say what it is, in capitals or in bold."""
    for block in document.blocks:
        if block.where.part == part:
            if isinstance(block, Table):
                return False
            if (is_upper(block.text) or block.bold) and len(words(block.text)) > 2:
                return True
    return False


def _one_verdict_each(looked: list[Looked]) -> Iterator[DocumentVerdict]:
    """One verdict per file: of several regions, that of the first which is of a stage."""
    files: dict[tuple[str, str, int], list[DocumentVerdict]] = {}
    for each in looked:
        document = each.sight.document
        key = (document.name, document.digest, 0 if format_of(document.format).sheets else id(each))
        files.setdefault(key, []).append(each.verdict)
    for found in files.values():
        ours = next((one for one in found if one.kind not in (OTHER, UNREADABLE)), found[0])
        yield replace(
            ours, initiatives=sum(one.initiatives for one in found), foreign=all(one.foreign for one in found)
        )


def _inner(document: ParsedDocument) -> Envelope:
    properties = dict(document.properties)
    name, _, address = properties.get("from", "").rpartition("<")
    lines = tuple(line.text for line in all_lines(sender_said(replace(document, members=()))))
    subject = properties.get("subject", "")
    forwarded = is_forward(subject) or passes_on(document)
    return Envelope(subject, address.strip("<> ").lower(), name.strip(), lines, forwarded)


def _look(
    document: ParsedDocument, envelope: Envelope, items: list[Item], campaign: Campaign, index: UnitIndex
) -> Looked:
    kept, _ = own_labels(items, label_book(campaign), _names_unit(index), titles=not _is_mail(document))
    items = unfolded(items, label_book(campaign).with_own(kept))
    head = head_of(items, label_book(campaign))
    sight = Sight(document, campaign, head, items, envelope.subject, lines=all_lines(items))
    form = returned_form(document, campaign, index)
    if form is not None:
        own = _sheets_of_their_own(document) if form.empty or form.repeats else None
        listed = _look(own, envelope, stream(own, forwarded=envelope.forwarded), campaign, index) if own else None
        if own and listed and listed.initiatives:
            return _beside_a_form(listed, form, own.blocks[0].where.part)
        return _form(form, sight, envelope)
    margin = [line for line in sight.lines if line.flow in ("header", "footer", "textbox")]
    issuer = issuer_of(head, index, margin, office_of(campaign, index), from_title=not sight.is_body)
    sight.issuer_is_unit = bool(issuer.units)
    sight.withdrawn = tuple(withdrawn_titles(sight, campaign))
    sight.choice = choose_stage(sight)
    extraction = with_legend(_extract(sight, index), sight.lines, campaign)
    book = label_book(campaign, sight.choice.stage.code if sight.choice.stage else None)
    _imply_kind(extraction, head, book)
    read = zip(extraction.drafts, values_of(extraction.drafts, book), strict=True)
    by_ocr = document.origin == "ocr"
    initiatives = [(draft, confident(value, by_ocr=by_ocr)) for draft, value in read if value is not None]
    if sight.withdrawn:
        initiatives = [pair for pair in initiatives if not sight.takes_back(pair[1].title)]
    if initiatives and all(_is_a_unit(value.title, index) for _, value in initiatives):
        initiatives = []  # a list of units, whatever is counted beside them
    if all(len(words(value.title)) < _WORDS_OF_A_TITLE for _, value in initiatives):
        initiatives = []  # forms of address, ticks, codes
    initiatives = _headed(initiatives, items)
    sight.initiatives, sight.titles = len(initiatives), tuple(value.title for _, value in initiatives)
    sight.by_prose = any(draft.mode == "prose" for draft, _ in initiatives)
    sight.headed = any(draft.pieces[TITLE][0].rule in _HEADED for draft, _ in initiatives)
    sight.described = _described(initiatives, campaign)
    sight.outcomes = _outcomes(initiatives, campaign)
    sight.areas = _placed(initiatives, campaign)
    evidence = evidence_of(issuer, sight, extraction, envelope, campaign, index)
    verdict, against = judge(sight)
    looked = Looked(sight, envelope, extraction, initiatives, evidence, verdict)
    left = unexplained(items, head, extraction, [draft for draft, _ in initiatives], book)
    looked.doubts = list(dict.fromkeys((*against, *doubts_of(looked), *(each.sentence for each in left))))
    looked.imprint = Imprint() if sight.is_body else imprint_of(items, head)
    return looked


def _sheets_of_their_own(document: ParsedDocument) -> ParsedDocument | None:
    """What stands on sheets beside those of an empty form of ours; None where there are none."""
    if not format_of(document.format).sheets:
        return None
    ours = {block.where.part for block in document.blocks if any(map(_is_of_the_form, _words_of(block)))}
    rest = tuple(block for block in document.blocks if block.where.part not in ours)
    return replace(document, blocks=rest, properties=()) if rest and ours else None


def _is_of_the_form(text: str) -> bool:
    return bool(forms.identities_in(text)) or text.startswith(f"{forms.CHOICES}: ")


def _words_of(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield from (cell.text for row in block.rows for cell in row)
    else:
        yield block.text


def _headed(initiatives: list[tuple[Draft, Initiative]], items: list[Item]) -> list[tuple[Draft, Initiative]]:
    found = with_headings([value for _, value in initiatives], items)
    return [(draft, value) for (draft, _), value in zip(initiatives, found, strict=True)]


def _imply_kind(extraction: Extraction, head: Head, book: LabelBook) -> None:
    """ "ĐĂNG KÝ SÁNG KIẾN" over names of which none says what it is; "V/v ..." only says what a letter is about."""
    own = takewhile(lambda line: not is_subject(line.text), head.title)  # a subject may go on in a second line
    lines = [line for line in own if line.centred or line.bold]
    kind = book.named_kind(words(" ".join(line.text for line in lines)))
    if kind is None:
        return
    for draft in extraction.drafts:
        draft.implied.setdefault(kind[0], Piece(kind[1], lines[0].where, "title-names-kind"))


def _is_a_unit(title: str, index: UnitIndex) -> bool:
    return any(mention.start == 0 and mention.end >= len(words(title)) for mention in index.find(title))


def _described(initiatives: list[tuple[Draft, Initiative]], campaign: Campaign) -> int:
    """How many fields most of the initiatives have, beside the title and what a noun says of the kind."""
    kinds = label_book(campaign).kind_field
    counts = sorted(
        len([code for code in value.values if not kinds or code != kinds.code]) - 1 for _, value in initiatives
    )
    return counts[len(counts) // 2] if counts else 0


def _outcomes(initiatives: list[tuple[Draft, Initiative]], campaign: Campaign) -> bool:
    """Whether most of the initiatives say what only one stage asks: what came of them, or how far they are."""
    own = {spec.code for spec in campaign.fields if len(spec.stages) == 1}
    return 2 * sum(bool(own & set(value.values)) for _, value in initiatives) > len(initiatives)


def _placed(initiatives: list[tuple[Draft, Initiative]], campaign: Campaign) -> bool:
    """Whether an answer puts most of the initiatives into an area of the campaign, which no other campaign has."""
    kinds = label_book(campaign).kind_field
    areas = [spec.code for spec in campaign.fields if spec.kind == "choice" and spec is not kinds]
    placed = sum(any(draft.has(code) and value.get(code) for code in areas) for draft, value in initiatives)
    return 2 * placed > len(initiatives)


def _form(form: Returned, sight: Sight, envelope: Envelope) -> Looked:
    """A form of ours that came back. One that nobody filled in submits nothing."""
    sight.choice = StageChoice(form.stage, "form")
    sight.initiatives = len(form.initiatives)
    kind, reason = form.stage.code, f"Biểu mẫu {form.stage.label} của phong trào, mã {form.identity.code}."
    if form.empty:
        kind, reason = OTHER, "Biểu mẫu của phong trào chưa điền nội dung."
    verdict = DocumentVerdict(sight.document.name, kind, reason, sight.document.digest, hits=("returned-form",))
    initiatives = [(Draft("form"), value) for value in form.initiatives]
    return Looked(sight, envelope, Extraction(), initiatives, [], verdict, list(form.doubts), form)


def _beside_a_form(listed: Looked, form: Returned, part: str) -> Looked:
    """A list on a sheet of its own in a workbook whose form is empty: of the form's stage, and a person looks."""
    reason = f"Biểu mẫu {form.stage.label} để trống, nội dung ghi ở {part}."
    listed.sight.choice = StageChoice(form.stage, "form")
    listed.verdict = replace(listed.verdict, kind=form.stage.code, reason=reason, foreign=False)
    listed.doubts = [reason]
    return listed


def _extract(sight: Sight, index: UnitIndex) -> Extraction:
    """What the document says for its stage; without one, for the stage of which its lists or sentences say most."""
    stages = [sight.choice.stage] if sight.choice.stage else _stages_as_written(sight)
    if sight.choice.stage:
        found = _read_form(sight, sight.choice.stage, index)
        if found.drafts and not all(_is_in_a_sentence(draft) for draft in found.drafts):
            return found
    for stage in stages:
        found = _announced(sight, stage, index)
        if found.drafts:
            if sight.choice.stage is None:
                sight.choice = replace(sight.choice, stage=stage, by="sentence")
            return found
    if sight.choice.stage:
        return _read_form(sight, sight.choice.stage, index)
    return Extraction() if sight.is_body else _guessed(sight, index)


def _is_in_a_sentence(draft: Draft) -> bool:
    """ "Mô hình mang tên “Sáng thứ Sáu lắng nghe”, giao cho Công đoàn ...": a sentence, which looks like a label."""
    text = draft.pieces[TITLE][0].text
    marks = quoted(text)
    behind = text[marks[0][2] :] if marks and not text[: marks[0][1]].strip() else ""
    return len(words(behind)) > _SENTENCE


def _stages_as_written(sight: Sight) -> list[Stage]:
    """All stages, first the one that was open on the day of the paper."""
    written = stage_when_written(sight)
    return sorted(sight.campaign.stages, key=lambda stage: stage is not written)


def _guessed(sight: Sight, index: UnitIndex) -> Extraction:
    """A list that nothing places: read for each stage, taken for the one that it fits best."""
    read = [(stage, _read_form(sight, stage, index)) for stage in sight.campaign.stages]
    stage, found = max(read, key=lambda one: sum(len(draft.pieces) for draft in one[1].drafts))
    if not found.drafts or all(draft.pieces[TITLE][0].rule in _GUESSED_TITLES for draft in found.drafts):
        return Extraction()  # neither the paper nor a column says what is listed
    sight.choice = replace(sight.choice, stage=stage, by="guess")
    return found


def _is_wrapped(sight: Sight) -> bool:
    return format_of(sight.document.format).wraps or sight.document.origin == "ocr"


def _names_unit(index: UnitIndex) -> Callable[[str], bool]:
    """Whether a text is the name of a unit of the roster; a name of something in which a unit stands is none."""

    def names(text: str) -> bool:
        named = sum(mention.end - mention.start for mention in index.find(text))
        return bool(index.named(text)) and (not named or 2 * named >= len(canonical(text)))

    return names


def _is_mail(document: ParsedDocument) -> bool:
    """A mail has labels of its own ("Từ: ...", "Chủ đề: ..."), which ask nothing."""
    return format_of(document.format).letter


def _read_form(sight: Sight, stage: Stage, index: UnitIndex) -> Extraction:
    """Lists and labelled text."""
    book = label_book(sight.campaign, stage.code)
    titled = says_noun(sight.campaign, sight.title) or says_any(sight.title, sight.campaign.topic.words)
    titled = titled or says_new_ways(sight.title) or (sight.is_body and says_noun(sight.campaign, sight.subject))
    titled = titled or (not sight.head.title and not sight.is_body and on_topic(sight))
    titled = (
        titled
        or sight.choice.by == "date"
        or any(_counts_off(line.text, book) or counts_said(line.text, book) for line in sight.lines)
    )
    names_unit = _names_unit(index)
    own, marks = own_labels(sight.items, book, names_unit, titles=titled and not sight.is_body)
    paper = paper_of(
        sight.items,
        book.with_own(own),
        wrapped=_is_wrapped(sight),
        content_titles=titled,
        above=sight.head.title,
        names_unit=names_unit,
    )
    found = read_paper(sight.items, paper)
    return replace(found, marks=(*marks, *found.marks)) if found.drafts else found


def _counts_off(text: str, book: LabelBook) -> bool:
    """ "Sáng kiến số 01" over the answers of a form: what it asks for are initiatives."""
    label = book.match(text) if len(text) < _CAPTION else None
    return label is not None and label.rule == "noun" and any(char.isdigit() for char in text)


def _announced(sight: Sight, stage: Stage, index: UnitIndex) -> Extraction:
    """What sentences name, or the list that a sentence announces where the title does not."""
    book = label_book(sight.campaign, stage.code)
    of_its_day = stage is stage_when_written(sight) and any(_says_a_stage(line.text, sight) for line in sight.lines)
    names_unit = _names_unit(index)
    own, marks = own_labels(sight.items, book, names_unit, titles=False)
    book = book.with_own(own)
    prose = read_prose(sight.items, stage, book, announced=sight.choice.stage is not None or of_its_day)
    prose = replace(prose, marks=(*marks, *prose.marks)) if prose.drafts else prose
    if not prose.drafts and stage.compared_with and sight.choice.by == "title":
        return read_quoted(sight.items, book)
    if sight.choice.stage is not None or not (prose.drafts or announces_list(sight.items, stage, book)):
        return prose
    paper = paper_of(sight.items, book, wrapped=_is_wrapped(sight), content_titles=False, names_unit=names_unit)
    listed = read_paper(sight.items, paper)
    if len(listed.drafts) >= max(1, len(prose.drafts)) or _says_of_each(listed) > _says_of_each(prose):
        return replace(listed, marks=(*marks, *listed.marks))
    return prose


def _says_a_stage(text: str, sight: Sight) -> bool:
    return any(says_any(text, stage.words) for stage in sight.campaign.stages)


def _says_of_each(found: Extraction) -> int:
    """How much is said of what was found, beside names."""
    return sum(len(draft.pieces) - 1 for draft in found.drafts)


def _notes(placed: list[tuple[ParsedDocument, Envelope]], streams: list[list[Item]]) -> Iterator[str]:
    for (document, _), items in zip(placed, streams, strict=True):
        yield from (f"{document.name}: {note}" for note in document.notes)
        text = " ".join(line.text.lower() for line in all_lines(items))
        links = [link for link in lexicon().documents.links if link in text]
        if links:
            yield f"{document.name}: có liên kết cần tải thủ công ({', '.join(links)})."
