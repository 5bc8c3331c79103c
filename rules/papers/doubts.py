"""Sure or not: why a clerk could not take a document over unread, in sentences of the office."""

from collections.abc import Iterator

from rules.initiative import UnitGuess
from rules.lexicon import lexicon
from rules.papers.classify import Sight
from rules.papers.extract.labels import TITLE
from rules.papers.extract.people import is_person, people
from rules.papers.extract.values import is_nothing, only_choice
from rules.papers.looked import Envelope, Looked
from rules.papers.match import UnitIndex
from rules.quantities import years_outside_dates
from rules.text import fold, has_words, words

_LONG_TITLE = 260
_SEVERAL = 2  # answers to one question, words of a title
_RESEMBLING = frozenset({"label-start", "label-part", "label-short", "label-soft", "label-typo"})


def doubts_of(looked: Looked) -> Iterator[str]:
    """Why a clerk could not take a document over unread."""
    sight, count = looked.sight, len(looked.initiatives)
    if sight.document.origin == "ocr":
        yield "Đọc từ bản quét hoặc ảnh chụp, có thể sai chữ."
    yield from sight.document.doubts
    if sight.by_prose:
        yield "Nội dung nằm trong lời văn, không theo biểu mẫu."
    if sight.choice.against:
        yield sight.choice.against
    if sight.choice.by in ("file-name", "sentence", "date") and not sight.is_body:
        yield "Tiêu đề văn bản không cho biết đây là loại văn bản nào."
    stated = set(looked.extraction.counted)
    if stated and count and count not in stated and sum(looked.extraction.counted) != count:
        yield f"Văn bản ghi {max(stated):02d} nội dung nhưng đọc được {count:02d}."
    if any(signature.intact is False for signature in sight.document.signatures):
        yield "Tệp đã bị sửa sau khi ký số."
    yield from looked.extraction.marks
    yield from _title_doubts(looked)
    yield from _posts_for_people(looked)
    yield from _lost(looked)
    yield from _joined(looked)
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
        elif any(is_person(name) for name in people(value.title.rpartition(": ")[2] if ": " in value.title else "")):
            yield f"Tên có thể gồm cả người thực hiện: “{value.title[-60:]}”."
        elif not has_words(value.title, _SEVERAL):
            yield f"Tên ngắn bất thường: “{value.title}”."
    understood = {id(draft) for draft, _ in looked.initiatives}
    for draft in looked.extraction.drafts:
        if id(draft) not in understood and draft.pieces.get(TITLE):
            text = fold(draft.pieces[TITLE][0].text)
            if len(words(text)) > 1 and len(draft.pieces) > 1 and not looked.sight.takes_back(text):
                yield f"Một mục không hiểu được tên: “{text[:60]}”."


def _posts_for_people(looked: Looked) -> Iterator[str]:
    """ "Văn thư" beside "Bàn Văn Tả" says what somebody is, not who."""
    posts = {words(post) for post in lexicon().people.positions}
    codes = [spec.code for spec in looked.sight.campaign.fields if spec.kind == "people"]
    for _, value in looked.initiatives:
        for code in codes:
            names = value.get(code)
            for name in names if isinstance(names, tuple) else ():
                if words(name) in posts:
                    yield f"“{name}” là chức danh, không rõ là ai."


def _lost(looked: Looked) -> Iterator[str]:
    """Answers that were given and are no value, such as more than the whole; "Hoàn thành" is no share of anything."""
    stage = looked.sight.choice.stage
    codes = {spec.code for spec in looked.sight.campaign.fields if stage and stage.code in spec.stages}
    for draft, value in looked.initiatives:
        for spec in looked.sight.campaign.fields:
            if spec.code not in codes or value.get(spec.code) is not None:
                continue
            texts = [piece.text for piece in draft.pieces.get(spec.code, ()) if not is_nothing(piece.text)]
            wordy = spec.kind == "percent" and not any(char.isdigit() for text in texts for char in text)
            if texts and not wordy:
                yield f"Không hiểu được “{spec.label}”: “{fold(' '.join(texts))[:60]}”."


def _joined(looked: Looked) -> Iterator[str]:
    """Values made of several answers of which one stands under a label that only resembles one of the field's."""
    for draft, value in looked.initiatives:
        for spec in looked.sight.campaign.fields:
            pieces = draft.pieces.get(spec.code, ())
            if len(pieces) < _SEVERAL:
                continue
            rules = {piece.rule for piece in pieces if not piece.rule.startswith("below-label")}
            several = len(rules) > 1 and value.get(spec.code) is not None and spec.kind != "choice"
            if several and any(link in _RESEMBLING for rule in rules for link in rule.split(":")):
                yield f"“{spec.label}” gộp từ nhiều mục, có mục chỉ gần giống: “{value.title[:60]}”."


def years_in_doubt(sight: Sight) -> bool:
    """The title names another year although the document was made while the campaign ran."""
    named = years_outside_dates(sight.title)
    return bool(named) and sight.campaign.year not in named


def unit_doubts(guess: UnitGuess, envelope: Envelope, index: UnitIndex) -> Iterator[str]:
    if guess.unit is None:
        yield "Không xác định được đơn vị." if not guess.candidates else "Tên đơn vị có thể là của nhiều đơn vị."
    elif not guess.certain:
        yield "Văn bản không ghi tên đơn vị."
    senders = {unit.code for unit in index.roster.by_address(envelope.sender)} if envelope.sender else set()
    if guess.unit and senders and guess.unit not in senders and not envelope.forwarded and guess.rule != "column":
        yield "Địa chỉ gửi là của đơn vị khác."
