"""Whose a document, a row or a form is: every source of evidence that a document and its mail give."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from rules.campaign import Campaign
from rules.file_format import MAIL_BODY
from rules.initiative import UnitGuess
from rules.papers.classify import UNREADABLE, Sight
from rules.papers.extract.draft import Draft, Extraction, Piece
from rules.papers.extract.head import Head, issuer_texts
from rules.papers.extract.labels import TITLE
from rules.papers.extract.lines import Line, is_addressee, is_recipients
from rules.papers.looked import Envelope, Looked
from rules.papers.match import Evidence, UnitIndex, is_decided
from rules.text import says, words

_OFFICES = frozenset({"truong", "trung", "van", "thanh"})  # first words of names that the comparison shortens


def issuer_of(
    head: Head, index: UnitIndex, margin: Sequence[Line], office: frozenset[str], *, from_title: bool
) -> Evidence:
    """The unit in the header block; without one there, in the title ("... của Trường THPT ...").

    `office`: the unit that runs the campaign, to which a title may be addressed ("P.GDTX gửi P.TCCB").
    """
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
    titled = [(mention.units, line.where) for line in head.title for mention in index.find(line.shown)]
    named = [(units, where) for units, where in titled if units != office] or titled
    if named and len({units for units, _ in named}) == 1:
        return Evidence("header" if named[0][0] != office else "text", named[0][0], named[0][1])
    return begun


def _without_superior(text: str, index: UnitIndex) -> str:
    """A header without "SỞ GD&ĐT LÀO CAI" before the name of the unit."""
    tokens = text.split()
    for i, token in enumerate(tokens):
        if i and set(words(token)) & (index.institutions | _OFFICES):
            return " ".join(tokens[i:])
    return text


def office_of(campaign: Campaign, index: UnitIndex) -> frozenset[str]:
    """The unit that runs the campaign, as the roster has it."""
    return index.named(campaign.office.name) | index.named(campaign.office.short)


def evidence_of(
    issuer: Evidence, sight: Sight, extraction: Extraction, envelope: Envelope, campaign: Campaign, index: UnitIndex
) -> list[Evidence]:
    """What the issuer, labels, the number, the file name and the mail say; the text where they leave it open."""
    found = [issuer, *_stated(sight, extraction, envelope, campaign, index)]
    if contradicted := _contradicted(found):
        found.append(Evidence("text", _named_most(index, sight, contradicted)))
    elif not is_decided(found):
        found.append(Evidence("text", _one(index, _own(sight), office_of(campaign, index))))
    return found


def _contradicted(found: Sequence[Evidence]) -> frozenset[str]:
    """The two units of which the head names one and a label the other."""
    named = [item.units for item in found if item.source in ("header", "label") and len(item.units) == 1]
    return frozenset().union(*named) if len(named) > 1 and named[0] != named[1] else frozenset()


def _named_most(index: UnitIndex, sight: Sight, units: frozenset[str]) -> frozenset[str]:
    """Of two units the one that more lines of a paper name, its head and its signature among them."""
    lines = [line.text for line in sight.lines if not is_addressee(line.text) and not is_recipients(line.text)]
    counts = Counter(unit for text in lines for mention in index.find(text) for unit in mention.units & units)
    (most, times), *others = counts.most_common() or [("", 0)]
    return frozenset({most}) if times > (others[0][1] if others else 0) else frozenset()


def _stated(
    sight: Sight, extraction: Extraction, envelope: Envelope, campaign: Campaign, index: UnitIndex
) -> Iterator[Evidence]:
    labelled = {index.named(piece.text) for piece in extraction.units} - {frozenset[str]()}
    if len(labelled) == 1:
        yield Evidence("label", next(iter(labelled)), extraction.units[0].where)
    yield Evidence("number", _one(index, [sight.head.sign]), sight.head.sign_where)
    office = office_of(campaign, index)
    if sight.document.format != MAIL_BODY:
        sent_to = office if says(sight.stem.replace("_", " "), "gửi") else frozenset[str]()
        yield Evidence("file-name", _one(index, [sight.stem], sent_to))
    around = [envelope.subject, envelope.sender_name, *(line for line in envelope.lines if not is_addressee(line))]
    yield Evidence("mail-text", _one(index, chain(around, _own(sight) if sight.is_body else ()), office))
    senders = index.roster.by_address(envelope.sender) if envelope.sender else ()
    yield Evidence("sender", frozenset(unit.code for unit in senders))


def _own(sight: Sight) -> Iterator[str]:
    """What a paper says itself, line by line, without those to whom it goes."""
    return (line.text for line in sight.lines if not is_addressee(line.text) and not is_recipients(line.text))


def _one(index: UnitIndex, texts: Iterable[str], without: frozenset[str] = frozenset()) -> frozenset[str]:
    """The units that texts name, where all of them name the same; nothing where they name several."""
    named: set[frozenset[str]] = set()
    for text in texts:
        named.update(mention.units for mention in index.find(text) if mention.units != without)
        if len(named) > 1:
            return frozenset()
    return named.pop() if named else frozenset()


def narrowed(units: frozenset[str], said: str, index: UnitIndex) -> frozenset[str]:
    """Of several units of one name those of the only place that a text names: "CỤM TRƯỜNG HUYỆN VĂN BÀN"."""
    here = frozenset(code for code in units if (group := index.roster.unit(code).group) and says(said, group))
    return here if len(here) == 1 else units


def unit_of(draft: Draft, document: UnitGuess, header: frozenset[str], index: UnitIndex, said: str = "") -> UnitGuess:
    """The unit of one row or form: its own, where it names one, else that of the document.

    `said`: what stands in the head of the document, whose place tells units of one name apart.
    """
    piece = draft.unit
    if piece is None or (piece.rule == "heading-above" and not index.find(piece.text)):
        piece = _named_by_sheet(draft, index)
    if piece is None:
        return document
    found = {mention.units for mention in index.find(piece.text)}
    units = next(iter(found)) if len(found) == 1 else frozenset[str]()
    if not units and not header:
        units = index.named(piece.text)
    place = narrowed(units, said, index) if len(units) > 1 and piece.rule == "column" else frozenset[str]()
    units = place if len(place) == 1 else units
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


def beside(each: Looked, looked: list[Looked]) -> Iterator[Evidence]:
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
