"""From looked-at documents to one reading per unit and stage."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from rules.campaign import Campaign, Stage
from rules.document import Signature
from rules.imprint import Imprint, first_of
from rules.initiative import Initiative, Reading, UnitGuess, Value
from rules.papers.classify import OTHER, covers, is_covering_letter
from rules.papers.doubts import unit_doubts
from rules.papers.earlier import replaces
from rules.papers.extract.draft import Draft, Extraction, Piece
from rules.papers.extract.labels import TITLE
from rules.papers.extract.returned_form import differences
from rules.papers.extract.stated_figures import stated_figures
from rules.papers.gathering import SAME, SAME_BY_OCR, Gathering
from rules.papers.looked import Looked
from rules.papers.match import UnitIndex, settle
from rules.papers.whose import beside, unit_of
from rules.stated import stage_of_targets
from rules.text import fold, likeness

_COMPARED = 40  # initiatives of two documents that show whether they are one list


def cover(looked: list[Looked], campaign: Campaign) -> None:
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
    gathering: Gathering
    stated: Mapping[str, Value]  # figures of targets, in a report in free words

    @property
    def initiatives(self) -> list[Initiative]:
        return self.gathering.initiatives


def readings_of(looked: list[Looked], campaign: Campaign, index: UnitIndex) -> Iterator[Reading]:
    """One reading per unit and stage, in the order of the stages."""
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
        yield _Share(stage, each.form.guess, each, Gathering.of(each.form.initiatives), {})
        return
    stated = _stated(each, stage)
    document = settle([*each.evidence, *beside(each, looked)])
    header = next((item.units for item in each.evidence if item.source == "header"), frozenset[str]())
    by_unit: dict[tuple[str | None, tuple[str, ...]], _Share] = {}
    guesses: dict[tuple[str, str, str], UnitGuess] = {}
    mode, before = "", 0
    said = " ".join(line.text for line in (*each.sight.head.issuer, *each.sight.head.title))
    for draft, value in each.initiatives:
        told = _told(draft)
        if told not in guesses:
            guesses[told] = unit_of(draft, document, header, index, said)
        guess = guesses[told]
        key = (guess.unit, guess.candidates)
        if key not in by_unit:
            by_unit[key] = _Share(stage, guess, each, Gathering(), stated)
        share = by_unit[key]
        if not guess.certain:
            share.guess = replace(share.guess, certain=False)
        if draft.mode != mode:
            mode, before = draft.mode, len(share.initiatives)
        share.gathering.add(value, least=SAME, among=before)  # like titles of one list are different initiatives
    if not by_unit and each.sight.withdraws:
        by_unit[document.unit, document.candidates] = _Share(stage, document, each, Gathering(), stated)
    yield from by_unit.values()


def _told(draft: Draft) -> tuple[str, str, str]:
    """What of a row or form tells whose it is: a list names the same few units again and again."""
    title = draft.pieces.get(TITLE)
    part = title[0].where.part if title else ""
    return (draft.unit.rule, draft.unit.text, part) if draft.unit else ("", "", part)


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
    doubts.extend(unit_doubts(guess, first.looked.envelope, index))
    withdrawn = tuple(dict.fromkeys(title for each in looked for title in each.sight.withdrawn))
    return Reading(
        stage=first.stage.code,
        unit=guess,
        sure=not doubts,
        initiatives=tuple(gathering.initiatives),
        files=tuple(dict.fromkeys(share.looked.sight.document.name for share in group)),
        doubts=tuple(dict.fromkeys(doubts)),
        remarks={
            **_first_of(share.stated for share in group),
            **_remarks([share.looked.extraction for share in group]),
            **_first_of(share.looked.form.remarks for share in group if share.looked.form),
        },
        replaces=any(
            replaces(each) for each in [*(share.looked for share in group), *(e for e in looked if e.sight.is_body)]
        ),
        withdrawn=withdrawn,
        signatures=_signatures(group),
        imprint=_imprint(group, guess.unit, looked).facts,
        repeats=all(share.looked.form is not None and share.looked.form.repeats for share in group),
        contacts=tuple(
            dict.fromkeys(told for share in group if share.looked.form for told in share.looked.form.contacts)
        ),
    )


def _added(gathering: Gathering, share: _Share, least: float) -> list[bool]:
    """Which initiatives of a share were new; those of one share are compared with those of others only."""
    before = len(gathering.initiatives)
    if not before:
        gathering.take(share.gathering)
        return [True] * len(share.initiatives)
    return [gathering.add(value, least=least, among=before) for value in share.initiatives]


def _unlike_forms(first: _Share, share: _Share) -> Iterator[str]:
    both = share is not first and first.looked.form and share.looked.form
    if both and differences(first.initiatives, share.initiatives):
        yield "Hai biểu mẫu gửi kèm có nội dung khác nhau."


def _first_of(told: Iterable[Mapping[str, Value]]) -> dict[str, Value]:
    """The first document that says something says it."""
    found: dict[str, Value] = {}
    for values in told:
        for code, value in values.items():
            found.setdefault(code, value)
    return found


def _stated(each: Looked, stage: Stage) -> dict[str, Value]:
    """Figures of targets in a report in free words: of the whole paper, however many units it lists."""
    asked = stage.code == stage_of_targets(each.sight.campaign)
    return stated_figures(each.sight.lines, each.sight.campaign) if asked else {}


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
