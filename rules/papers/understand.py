"""From the documents of one mail to what it submits: a verdict per file, a reading per unit and stage."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rules.campaign import Campaign, Stage
from rules.document import ParsedDocument
from rules.imprint import Imprint
from rules.initiative import DocumentVerdict, Initiative, Understanding
from rules.lexicon import lexicon
from rules.mail import Mail
from rules.papers.classify import (
    OTHER,
    Sight,
    StageChoice,
    all_lines,
    choose_stage,
    says_noun,
    secret_stamp,
)
from rules.papers.doubts import doubts_of
from rules.papers.earlier import withdrawn_titles
from rules.papers.evidence import judge
from rules.papers.extract.draft import Draft, Extraction
from rules.papers.extract.form import FormReader
from rules.papers.extract.head import head_of
from rules.papers.extract.imprint import imprint_of
from rules.papers.extract.labels import label_book
from rules.papers.extract.layout import unfolded
from rules.papers.extract.lines import Item, passes_on, sender_said, stream
from rules.papers.extract.prose import announces_list, read_prose, read_quoted
from rules.papers.extract.returned_form import Returned, returned_form
from rules.papers.extract.values import initiative
from rules.papers.gathering import SAME
from rules.papers.looked import Envelope, Looked
from rules.papers.match import UnitIndex, unit_index
from rules.papers.readings import cover, readings_of
from rules.papers.whose import evidence_of, issuer_of
from rules.post.quoting import is_forward
from rules.roster import Roster
from rules.text import likeness, words

_WRAPPED = frozenset({"pdf", "body", "eml", "text", "txt", "image"})


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
    cover(looked, campaign)
    readings = readings_of(looked, campaign, index)
    empty = tuple(each.verdict.name for each in looked if each.form and each.form.empty)
    notes = tuple(_notes(placed, streams))
    return Understanding(tuple(each.verdict for each in looked), tuple(readings), notes, empty_forms=empty)


# --- documents and what is around them --------------------------------------------------------------------------------


def _outer(mail: Mail | None, documents: Sequence[ParsedDocument]) -> Envelope:
    body = next((document for document in documents if document.format == "body"), None)
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
        yield replace(document, members=()), envelope
    for member in document.members:
        yield from _leaves(member, envelope)


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
    items = unfolded(items, label_book(campaign))
    head = head_of(items, label_book(campaign))
    sight = Sight(document, campaign, head, items, envelope.subject, lines=all_lines(items))
    form = returned_form(document, campaign, index)
    if form is not None:
        return _form(form, sight, envelope)
    margin = [line for line in sight.lines if line.flow in ("header", "footer", "textbox")]
    issuer = issuer_of(head, index, margin, from_title=not sight.is_body)
    sight.issuer_is_unit = bool(issuer.units)
    withdrawn = withdrawn_titles(sight, campaign)
    sight.withdraws = bool(withdrawn)
    sight.choice = choose_stage(sight)
    extraction = _extract(sight)
    book = label_book(campaign, sight.choice.stage.code if sight.choice.stage else None)
    read = ((draft, initiative(draft, book)) for draft in extraction.drafts)
    initiatives = [(draft, value) for draft, value in read if value is not None]
    initiatives = [
        pair for pair in initiatives if not any(likeness(pair[1].title, title) >= SAME for title in withdrawn)
    ]
    if initiatives and all(_names_a_unit(value.title, index) for _, value in initiatives):
        initiatives = []  # a list of units, whatever is counted beside them
    sight.initiatives = len(initiatives)
    sight.by_prose = any(draft.mode == "prose" for draft, _ in initiatives)
    sight.described = _described(initiatives, campaign)
    evidence = [issuer, *evidence_of(sight, extraction, envelope, campaign, index)]
    verdict, against = judge(sight)
    looked = Looked(sight, envelope, extraction, initiatives, evidence, verdict)
    looked.doubts = list(dict.fromkeys((*against, *doubts_of(looked))))
    looked.imprint = Imprint() if sight.is_body else imprint_of(items, head)
    return looked


def _names_a_unit(title: str, index: UnitIndex) -> bool:
    return any(mention.start == 0 and mention.end >= len(words(title)) for mention in index.find(title))


def _described(initiatives: list[tuple[Draft, Initiative]], campaign: Campaign) -> int:
    """How many fields most of the initiatives have, beside the title and what a noun says of the kind."""
    kinds = label_book(campaign).kind_field
    counts = sorted(
        len([code for code in value.values if not kinds or code != kinds.code]) - 1 for _, value in initiatives
    )
    return counts[len(counts) // 2] if counts else 0


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
        found = FormReader(book, wrapped=wrapped, content_titles=content_titles, above=sight.head.title).read(
            sight.items
        )
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


def _notes(placed: list[tuple[ParsedDocument, Envelope]], streams: list[list[Item]]) -> Iterator[str]:
    for (document, _), items in zip(placed, streams, strict=True):
        yield from (f"{document.name}: {note}" for note in document.notes)
        text = " ".join(line.text.lower() for line in all_lines(items))
        links = [link for link in lexicon().documents.links if link in text]
        if links:
            yield f"{document.name}: có liên kết cần tải thủ công ({', '.join(links)})."
