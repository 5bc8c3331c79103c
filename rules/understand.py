"""From the documents of one mail to what it submits: a verdict per file, a reading per unit and stage."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from rules.campaign import Campaign, Stage
from rules.classify import (
    OTHER,
    UNREADABLE,
    Sight,
    StageChoice,
    all_lines,
    choose_stage,
    covers,
    is_covering_letter,
    judge,
    on_topic,
    says_noun,
    secret_stamp,
)
from rules.document import ParsedDocument, Signature
from rules.extract.draft import Draft, Extraction, Piece
from rules.extract.form import FormReader
from rules.extract.head import Head, head_of, issuer_texts
from rules.extract.imprint import imprint_of
from rules.extract.labels import TITLE, label_book
from rules.extract.layout import unfolded
from rules.extract.lines import Item, Line, is_addressee, is_recipients, stream
from rules.extract.prose import announces_list, read_prose, read_quoted
from rules.extract.returned_form import Returned, differences, returned_form
from rules.extract.values import initiative, only_choice
from rules.gathering import SAME, SAME_BY_OCR, Gathering
from rules.imprint import Imprint, first_of
from rules.initiative import DocumentVerdict, Initiative, Reading, Understanding, UnitGuess, Value
from rules.lexicon import lexicon
from rules.mail import Mail
from rules.match import Evidence, UnitIndex, settle, unit_index
from rules.quantities import years_outside_dates
from rules.roster import Roster
from rules.text import bare, fold, likeness, quoted, words

_COMPARED = 40  # initiatives of two documents that show whether they are one list
_LONG_TITLE = 260
_WRAPPED = frozenset({"pdf", "body", "eml", "text", "txt", "image"})
_OFFICES = frozenset({"truong", "trung", "van", "thanh"})  # first words of names that the comparison shortens


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands around a document: the mail that carries it, or the mail attached to that mail."""

    subject: str = ""
    sender: str = ""  # address
    sender_name: str = ""
    lines: tuple[str, ...] = ()  # of the body
    forwarded: bool = False


@dataclass(slots=True)
class Looked:
    """One document, looked at: what the rules saw, what was read, whose it may be."""

    sight: Sight
    envelope: Envelope
    extraction: Extraction
    initiatives: list[tuple[Draft, Initiative]]
    evidence: list[Evidence]
    verdict: DocumentVerdict
    doubts: list[str] = field(default_factory=list)
    form: Returned | None = None
    imprint: Imprint = field(default_factory=Imprint)
    covering: str = ""  # the stage of a covering letter whose list came in another file


def understand(
    documents: tuple[ParsedDocument, ...], campaign: Campaign, roster: Roster, mail: Mail | None = None
) -> Understanding:
    """Everything that the attachments and the body of one mail (or one file) submit."""
    index = unit_index(roster)
    placed = [
        (document, envelope) for root in documents for document, envelope in _leaves(root, _outer(mail, documents))
    ]
    streams = [stream(document, forwarded=envelope.forwarded) for document, envelope in placed]
    for (document, _), items in zip(placed, streams, strict=True):
        stamp = secret_stamp(document, items)
        if stamp:
            return Understanding((), (), secret=stamp)
    looked = [
        _look(document, envelope, items, campaign, index)
        for (document, envelope), items in zip(placed, streams, strict=True)
    ]
    _cover(looked, campaign)
    readings = _readings(looked, campaign, index)
    empty = tuple(each.verdict.name for each in looked if each.form and each.form.empty)
    notes = tuple(_notes(placed, streams))
    return Understanding(tuple(each.verdict for each in looked), tuple(readings), notes, empty_forms=empty)


# --- documents and what is around them --------------------------------------------------------------------------------


def _outer(mail: Mail | None, documents: Sequence[ParsedDocument]) -> Envelope:
    body = next((document for document in documents if document.format == "body"), None)
    lines = tuple(line.text for line in all_lines(stream(body))) if body else ()
    if mail is None:
        return Envelope(lines=lines)
    sender = mail.sender
    return Envelope(
        mail.subject, sender.address if sender else "", sender.name if sender else "", lines, _is_forward(mail.subject)
    )


def _is_forward(subject: str) -> bool:
    return bare(subject).lstrip("[( ").startswith(("fwd", "fw:", "ct:", "tr:", "chuyen tiep", "tl:"))


def _leaves(document: ParsedDocument, envelope: Envelope) -> Iterator[tuple[ParsedDocument, Envelope]]:
    """The documents that are judged: files, and the bodies of mails; an archive only where it cannot be opened."""
    if document.format == "eml":
        envelope = _inner(document)
    if document.unreadable or document.blocks or not document.members:
        yield replace(document, members=()), envelope
    for member in document.members:
        yield from _leaves(member, envelope)


def _inner(document: ParsedDocument) -> Envelope:
    properties = dict(document.properties)
    name, _, address = properties.get("from", "").rpartition("<")
    lines = tuple(line.text for line in all_lines(stream(replace(document, members=()))))
    subject = properties.get("subject", "")
    return Envelope(subject, address.strip("<> ").lower(), name.strip(), lines, _is_forward(subject))


def _look(
    document: ParsedDocument, envelope: Envelope, items: list[Item], campaign: Campaign, index: UnitIndex
) -> Looked:
    items = unfolded(items, label_book(campaign))
    head = head_of(items, label_book(campaign))
    sight = Sight(document, campaign, head, items, envelope.subject, lines=all_lines(items))
    form = returned_form(document, campaign, index)
    if form is not None:
        return _form(form, sight, envelope)
    margin = [line for line in sight.lines if line.flow in ("header", "footer", "textbox")]
    issuer = _issuer(head, index, margin, from_title=not sight.is_body)
    sight.issuer_is_unit = bool(issuer.units)
    withdrawn = _withdrawn(sight, campaign)
    sight.withdraws = bool(withdrawn)
    sight.choice = choose_stage(sight)
    extraction = Extraction()
    if on_topic(sight):
        extraction = _extract(sight)
    book = label_book(campaign, sight.choice.stage.code if sight.choice.stage else None)
    read = ((draft, initiative(draft, book)) for draft in extraction.drafts)
    initiatives = [(draft, value) for draft, value in read if value is not None]
    initiatives = [
        pair for pair in initiatives if not any(likeness(pair[1].title, title) >= SAME for title in withdrawn)
    ]
    sight.initiatives = len(initiatives)
    sight.by_prose = any(draft.mode == "prose" for draft, _ in initiatives)
    evidence = [issuer, *_evidence(sight, extraction, envelope, campaign, index)]
    looked = Looked(sight, envelope, extraction, initiatives, evidence, judge(sight))
    looked.doubts = list(dict.fromkeys(_doubts(looked)))
    looked.imprint = Imprint() if sight.is_body else imprint_of(items, head)
    return looked


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


def _extract(sight: Sight) -> Extraction:
    """What the document says for its stage; without one, for the first stage of which its sentences speak."""
    stages = [sight.choice.stage] if sight.choice.stage else list(sight.campaign.stages)
    wrapped = sight.document.format in _WRAPPED or sight.document.origin == "ocr"
    content_titles = says_noun(sight.campaign, sight.title)
    if sight.choice.stage:
        book = label_book(sight.campaign, sight.choice.stage.code)
        found = FormReader(book, wrapped=wrapped, content_titles=content_titles).read(sight.items)
        if found.drafts:
            return found
    for stage in stages:
        found = _announced(sight, stage, wrapped=wrapped)
        if found.drafts:
            if sight.choice.stage is None:
                sight.choice = replace(sight.choice, stage=stage, by="sentence")
            return found
    return Extraction()


def _announced(sight: Sight, stage: Stage, *, wrapped: bool) -> Extraction:
    """What sentences name, or the list that a sentence announces where the title does not."""
    book = label_book(sight.campaign, stage.code)
    prose = read_prose(sight.items, stage, book)
    if not prose.drafts and stage.compared_with and sight.choice.by == "title":
        return read_quoted(sight.items, book)
    if sight.choice.stage is not None or not (prose.drafts or announces_list(sight.items, stage, book)):
        return prose
    listed = FormReader(book, wrapped=wrapped, content_titles=False).read(sight.items)
    return listed if len(listed.drafts) >= max(1, len(prose.drafts)) else prose


# --- whose it is ------------------------------------------------------------------------------------------------------


def _issuer(head: Head, index: UnitIndex, margin: Sequence[Line], *, from_title: bool) -> Evidence:
    """The unit in the header block; without one there, in the title ("... của Trường THPT ...")."""
    begun = Evidence("header", frozenset())
    for text, where in issuer_texts(head):
        units = index.named(_without_superior(text, index))
        if len(units) == 1:
            return Evidence("header", units, where)
        if units and (not begun.units or len(units) < len(begun.units)):
            begun = Evidence("header", units, where)
    for line in margin:
        found = index.find(line.text)
        if len(found) == 1:
            return Evidence("header", found[0].units, line.where)
    if begun.units or not from_title:
        return begun
    named = [(mention.units, line.where) for line in head.title for mention in index.find(line.text)]
    if named and len({units for units, _ in named}) == 1:
        return Evidence("header", named[0][0], named[0][1])
    return begun


def _without_superior(text: str, index: UnitIndex) -> str:
    """A header without "SỞ GD&ĐT LÀO CAI" before the name of the unit."""
    tokens = text.split()
    for i, token in enumerate(tokens):
        if i and set(words(token)) & (index.institutions | _OFFICES):
            return " ".join(tokens[i:])
    return text


def _evidence(
    sight: Sight, extraction: Extraction, envelope: Envelope, campaign: Campaign, index: UnitIndex
) -> Iterator[Evidence]:
    labelled = {index.named(piece.text) for piece in extraction.units} - {frozenset[str]()}
    if len(labelled) == 1:
        yield Evidence("label", next(iter(labelled)), extraction.units[0].where)
    yield Evidence("number", _one(index, [sight.head.sign]), sight.head.sign_where)
    if sight.document.format != "body":
        yield Evidence("file-name", _one(index, [sight.stem]))
    office = index.named(campaign.office.name) | index.named(campaign.office.short)
    own = [line.text for line in sight.lines if not is_addressee(line.text) and not is_recipients(line.text)]
    around = [envelope.subject, envelope.sender_name, *(line for line in envelope.lines if not is_addressee(line))]
    yield Evidence("mail-text", _one(index, [*around, *(own if sight.is_body else ())], office))
    senders = index.roster.by_address(envelope.sender) if envelope.sender else ()
    yield Evidence("sender", frozenset(unit.code for unit in senders))
    yield Evidence("text", _one(index, own, office))


def _one(index: UnitIndex, texts: Iterable[str], without: frozenset[str] = frozenset()) -> frozenset[str]:
    """The units that texts name, where all of them name the same; nothing where they name several."""
    named = {mention.units for text in texts for mention in index.find(text)} - {without}
    return next(iter(named)) if len(named) == 1 else frozenset()


def _unit_of(draft: Draft, document: UnitGuess, header: frozenset[str], index: UnitIndex) -> UnitGuess:
    """The unit of one row or form: its own, where it names one, else that of the document."""
    piece = draft.unit
    if piece is None or (piece.rule == "heading-above" and not index.find(piece.text)):
        piece = _named_by_sheet(draft, index)
    if piece is None:
        return document
    found = {mention.units for mention in index.find(piece.text)}
    units = next(iter(found)) if len(found) == 1 else frozenset[str]()
    if not units and not header:
        units = index.named(piece.text)
    if not units or (len(units) > 1 and document.unit in units):
        return document
    source = "column" if piece.rule in ("column", "row-above") else "label"
    if source == "label" and len(header) == 1 and not header & units:
        return document if piece.rule == "heading-above" else replace(document, certain=False)
    if len(units) > 1:
        return UnitGuess(None, source, tuple(sorted(units)), certain=False, where=piece.where)
    return UnitGuess(next(iter(units)), source, where=piece.where)


def _named_by_sheet(draft: Draft, index: UnitIndex) -> Piece | None:
    """The sheet of a workbook may be named for the unit whose initiatives it lists."""
    where = draft.pieces[TITLE][0].where if draft.pieces.get(TITLE) else None
    if where is None or not where.part or not index.find(where.part):
        return None
    return Piece(where.part, where, "heading-above")


# --- sure or not ------------------------------------------------------------------------------------------------------


def _doubts(looked: Looked) -> Iterator[str]:
    """Why a clerk could not take a document over unread."""
    sight, count = looked.sight, len(looked.initiatives)
    if sight.document.origin == "ocr":
        yield "Đọc từ bản quét hoặc ảnh chụp, có thể sai chữ."
    if sight.by_prose:
        yield "Nội dung nằm trong lời văn, không theo biểu mẫu."
    if sight.choice.against:
        yield sight.choice.against
    if sight.choice.by in ("file-name", "sentence") and not sight.is_body:
        yield "Tiêu đề văn bản không cho biết đây là loại văn bản nào."
    stated = set(looked.extraction.counted)
    if stated and count and count not in stated and sum(looked.extraction.counted) != count:
        yield f"Văn bản ghi {max(stated):02d} nội dung nhưng đọc được {count:02d}."
    yield from looked.extraction.marks
    yield from _title_doubts(looked)
    if years_in_doubt(sight):
        yield f"Tiêu đề không ghi năm {sight.campaign.year}."


def _title_doubts(looked: Looked) -> Iterator[str]:
    """Titles that look wrong, and rows whose title could not be understood."""
    for draft, value in looked.initiatives:
        yield from draft.marks
        if len(value.title) > _LONG_TITLE:
            yield f"Tên dài bất thường: “{value.title[:60]}…”."
        elif any(only_choice(spec, value.title) for spec in looked.sight.campaign.fields if spec.kind == "choice"):
            yield f"Tên giống một lĩnh vực hoặc một loại: “{value.title}”."
        elif len(words(value.title)) < 2:
            yield f"Tên ngắn bất thường: “{value.title}”."
    understood = {id(draft) for draft, _ in looked.initiatives}
    for draft in looked.extraction.drafts:
        if id(draft) not in understood and draft.pieces.get(TITLE):
            text = fold(draft.pieces[TITLE][0].text)
            if len(words(text)) > 1 and len(draft.pieces) > 1:
                yield f"Một mục không hiểu được tên: “{text[:60]}”."


def years_in_doubt(sight: Sight) -> bool:
    """The title names another year although the document was made while the campaign ran."""
    named = years_outside_dates(sight.title)
    return bool(named) and sight.campaign.year not in named


def _unit_doubts(guess: UnitGuess, envelope: Envelope, index: UnitIndex) -> Iterator[str]:
    if guess.unit is None:
        yield "Không xác định được đơn vị." if not guess.candidates else "Tên đơn vị có thể là của nhiều đơn vị."
    elif not guess.certain:
        yield "Đơn vị được suy đoán, văn bản không ghi rõ."
    senders = {unit.code for unit in index.roster.by_address(envelope.sender)} if envelope.sender else set()
    if guess.unit and senders and guess.unit not in senders and not envelope.forwarded and guess.rule != "column":
        yield "Địa chỉ gửi là của đơn vị khác."


# --- one reading per unit and stage -----------------------------------------------------------------------------------


def _cover(looked: list[Looked], campaign: Campaign) -> None:
    """A covering letter is of the stage whose list came beside it."""
    for each in looked:
        stage = each.sight.choice.stage
        if each.verdict.kind != OTHER or stage is None or not is_covering_letter(each.sight):
            continue
        if any(other is not each and other.verdict.kind == stage.code for other in looked):
            each.verdict = covers(each.verdict, stage)
            each.covering = stage.code


@dataclass(slots=True)
class _Share:
    """What one document gives to one unit and stage."""

    stage: Stage
    guess: UnitGuess
    looked: Looked
    initiatives: list[Initiative]


def _readings(looked: list[Looked], campaign: Campaign, index: UnitIndex) -> Iterator[Reading]:
    shares = [share for each in looked for share in _shares(each, looked, campaign, index)]
    shares = [share for share in shares if not _repeats_attachment(share, shares)]
    groups: list[list[_Share]] = []
    for share in sorted(shares, key=_exactness):
        group = next((group for group in groups if _belong(group[0], share)), None)
        if group is None:
            groups.append([share])
        else:
            group.append(share)
    order = {stage.code: place for place, stage in enumerate(campaign.stages)}
    for group in sorted(groups, key=lambda group: order[group[0].stage.code]):
        yield _reading(group, looked, index)


def _exactness(share: _Share) -> tuple[bool, bool]:
    """What was read exactly comes first: it stands, and what was read less surely is compared with it."""
    return share.looked.sight.document.origin == "ocr", share.looked.form is None


def _shares(each: Looked, looked: list[Looked], campaign: Campaign, index: UnitIndex) -> Iterator[_Share]:
    stage = each.sight.choice.stage
    if stage is None or each.verdict.kind != stage.code:
        return
    if each.form:
        yield _Share(stage, each.form.guess, each, list(each.form.initiatives))
        return
    document = settle([*each.evidence, *_beside(each, looked)])
    header = next((item.units for item in each.evidence if item.source == "header"), frozenset[str]())
    by_unit: dict[tuple[str | None, tuple[str, ...]], _Share] = {}
    gathered: dict[tuple[str | None, tuple[str, ...]], Gathering] = {}
    mode, before = "", 0
    for draft, value in each.initiatives:
        guess = _unit_of(draft, document, header, index)
        key = (guess.unit, guess.candidates)
        share = by_unit.setdefault(key, _Share(stage, guess, each, []))
        if not guess.certain:
            share.guess = replace(share.guess, certain=False)
        gathering = gathered.setdefault(key, Gathering(share.initiatives))
        if draft.mode != mode:
            mode, before = draft.mode, len(share.initiatives)
        gathering.add(value, least=SAME, among=before)  # rows of one list with like titles are different initiatives
    if not by_unit and each.sight.withdraws:
        by_unit[document.unit, document.candidates] = _Share(stage, document, each, [])
    yield from by_unit.values()


def _beside(each: Looked, looked: list[Looked]) -> Iterator[Evidence]:
    """What the other documents of the mail say about the unit, where they agree."""
    units = {
        item.units
        for other in looked
        if other is not each and other.verdict.kind not in (UNREADABLE,)
        for item in other.evidence
        if item.source in ("header", "label", "number") and len(item.units) == 1
    }
    if len(units) == 1:
        yield Evidence("mail-text", next(iter(units)))


def _repeats_attachment(share: _Share, shares: list[_Share]) -> bool:
    """A body that only names in a sentence what the attached list says in full."""
    sight = share.looked.sight
    if not (sight.is_body and sight.by_prose):
        return False
    return any(other.stage.code == share.stage.code and not other.looked.sight.is_body for other in shares)


def _belong(first: _Share, share: _Share) -> bool:
    if first.stage.code != share.stage.code:
        return False
    if first.guess.unit == share.guess.unit and first.guess.candidates == share.guess.candidates:
        return True
    if first.guess.unit and share.guess.unit:
        return False
    ones, others = first.initiatives[:_COMPARED], share.initiatives[:_COMPARED]
    same = sum(any(likeness(a.title, b.title) >= SAME_BY_OCR for b in ones) for a in others)
    return bool(others) and 2 * same >= len(others)


def _reading(group: list[_Share], looked: list[Looked], index: UnitIndex) -> Reading:
    first = group[0]
    gathering = Gathering()
    doubts: list[str] = []
    guess = next((share.guess for share in group if share.guess.unit), first.guess)
    texts = [share for share in group if share.looked.sight.document.origin != "ocr"]
    for share in group:
        scanned = share.looked.sight.document.origin == "ocr" and bool(texts)
        new = _added(gathering, share, SAME_BY_OCR if scanned else SAME)
        if not scanned:
            doubts.extend(share.looked.doubts)
            doubts.extend(_unlike_forms(first, share))
        elif any(new):
            doubts.append("Bản quét và bản mềm không giống nhau.")
    certain = any(share.guess.unit == guess.unit and share.guess.certain for share in group)
    guess = replace(guess, certain=certain)
    doubts.extend(_unit_doubts(guess, first.looked.envelope, index))
    withdrawn = tuple(dict.fromkeys(title for each in looked for title in _withdrawn(each.sight, each.sight.campaign)))
    return Reading(
        stage=first.stage.code,
        unit=guess,
        sure=not doubts,
        initiatives=tuple(gathering.initiatives),
        files=tuple(dict.fromkeys(share.looked.sight.document.name for share in group)),
        doubts=tuple(dict.fromkeys(doubts)),
        remarks={**_remarks([share.looked.extraction for share in group]), **_remarks_of_forms(group)},
        replaces=any(
            _replaces(each) for each in [*(share.looked for share in group), *(e for e in looked if e.sight.is_body)]
        ),
        withdrawn=withdrawn,
        signatures=_signatures(group),
        imprint=_imprint(group, guess.unit, looked).facts,
    )


def _added(gathering: Gathering, share: _Share, least: float) -> list[bool]:
    """Which initiatives of a share were new; those of one share are compared with those of others only."""
    before = len(gathering.initiatives)
    if not before:
        gathering.take(share.initiatives)
        return [True] * len(share.initiatives)
    return [gathering.add(value, least=least, among=before) for value in share.initiatives]


def _unlike_forms(first: _Share, share: _Share) -> Iterator[str]:
    both = share is not first and first.looked.form and share.looked.form
    if both and differences(first.initiatives, share.initiatives):
        yield "Hai biểu mẫu gửi kèm có nội dung khác nhau."


def _remarks_of_forms(group: list[_Share]) -> dict[str, Value]:
    """The first form that says something says it."""
    found: dict[str, Value] = {}
    for share in group:
        for code, value in share.looked.form.remarks.items() if share.looked.form else ():
            found.setdefault(code, value)
    return found


def _remarks(extractions: list[Extraction]) -> dict[str, Value]:
    gathered: dict[str, list[Piece]] = {}
    for extraction in extractions:
        for code, piece in extraction.remarks:
            gathered.setdefault(code, []).append(piece)
    return {
        code: Value(
            " ".join(dict.fromkeys(fold(piece.text).removesuffix("./.") for piece in pieces)),
            pieces[0].where,
            pieces[0].rule,
        )
        for code, pieces in gathered.items()
    }


def _imprint(group: list[_Share], unit: str | None, looked: list[Looked]) -> Imprint:
    """The register facts of what was sent: those of the covering letter first, then of the files that were read."""
    letters = [each for each in looked if each.covering == group[0].stage.code and _may_be_of(each, unit)]
    files = sorted((share.looked for share in group), key=lambda each: each.sight.document.origin == "ocr")
    return first_of([each.imprint for each in (*letters, *files)])


def _may_be_of(each: Looked, unit: str | None) -> bool:
    named = [item.units for item in each.evidence if item.source == "header" and len(item.units) == 1]
    return not named or unit in named[0]


def _signatures(group: list[_Share]) -> tuple[Signature, ...]:
    return tuple(signature for share in group for signature in share.looked.sight.document.signatures)


# --- what the mail says about earlier ones ----------------------------------------------------------------------------


def _replaces(looked: Looked) -> bool:
    """ "thay thế toàn bộ", "(thay thế bản gửi ngày 12/8)": in the title, the body or the subject."""
    sight = looked.sight
    texts = [sight.title, looked.envelope.subject, *(line.text for line in sight.lines if sight.is_body)]
    plain = [bare(text) for text in texts]
    return any(
        bare(word) in text and f"khong {bare(word)}" not in text
        for text in plain
        for word in lexicon().documents.replaces
    )


def _withdrawn(sight: Sight, campaign: Campaign) -> list[str]:
    """Titles that a mail takes back: "xin rút sáng kiến “X”"."""
    titles: list[str] = []
    for line in sight.lines:
        plain = bare(line.text)
        at = min((plain.find(bare(word)) for word in lexicon().documents.withdraws if bare(word) in plain), default=-1)
        if at < 0 or line.in_table or not says_noun(campaign, line.text) or len(plain) != len(line.text):
            continue
        marks = [title for title, start, _ in quoted(line.text) if start > at]
        _, colon, rest = line.text[at:].partition(":")
        titles.extend(marks or ([rest.strip(" .;")] if colon and len(words(rest)) > 1 else []))
    return titles


def _notes(placed: list[tuple[ParsedDocument, Envelope]], streams: list[list[Item]]) -> Iterator[str]:
    for (document, _), items in zip(placed, streams, strict=True):
        yield from (f"{document.name}: {note}" for note in document.notes)
        text = " ".join(line.text.lower() for line in all_lines(items))
        links = [link for link in lexicon().documents.links if link in text]
        if links:
            yield f"{document.name}: có liên kết cần tải thủ công ({', '.join(links)})."
