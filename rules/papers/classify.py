"""What can be told of one document by its head and its words: its matter, its issuer, its year, its stage.

What that weighs is decided in `rules.papers.evidence`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import PurePath

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from rules.campaign import Campaign, Stage
from rules.document import ParsedDocument, Table
from rules.file_format import format_of
from rules.initiative import DocumentVerdict
from rules.lexicon import lexicon
from rules.papers.extract.cut import split_labels
from rules.papers.extract.head import Head, is_subject
from rules.papers.extract.labels import Label, LabelBook, label_book
from rules.papers.extract.layout import reading_of
from rules.papers.extract.lines import Item, Line, content, is_date_line, origins
from rules.papers.extract.new_ways import says_new_ways
from rules.papers.gathering import SAME
from rules.quantities import dates, years, years_outside_dates
from rules.text import bare, fold, likeness, says, words

OTHER, UNREADABLE = "other", "unreadable"
_OCR_LIKENESS = 86.0  # of a word of the topic in what OCR read
_FIRST = 3  # lines in which a letter says when it was written
_TOP = 15  # lines in which a paper says what it is about
_SHORT_PHRASE = 8  # letters; a shorter phrase is compared as one word
_LETTER_BY_LETTER = 0.95  # score of a label that stands in the book, in whatever order


@dataclass(frozen=True, slots=True)
class StageChoice:
    """Of which stage a document speaks, by what, and what speaks against it."""

    stage: Stage | None
    by: str = ""  # "title", "columns", "file-name", "subject", "sentence"
    against: str = ""  # Vietnamese: why a person should look


@dataclass(slots=True)
class Sight:
    """Everything that the rules look at."""

    document: ParsedDocument
    campaign: Campaign
    head: Head
    items: Sequence[Item]
    subject: str = ""  # of the mail around the document
    choice: StageChoice = StageChoice(None)
    initiatives: int = 0
    titles: tuple[str, ...] = ()  # of these initiatives
    withdrawn: tuple[str, ...] = ()  # titles that it takes back
    by_prose: bool = False
    headed: bool = False  # a heading that asks for names of initiatives stands over those that were read
    outcomes: bool = False  # most of them say what comes of them, as only one stage asks
    areas: bool = False  # answers place most of them in an area of the campaign
    described: int = 0  # fields that most initiatives have beside their title and kind
    issuer_is_unit: bool = False
    lines: Sequence[Line] = field(default_factory=tuple)

    @property
    def stem(self) -> str:
        return PurePath(self.document.name).stem

    @property
    def is_body(self) -> bool:
        return format_of(self.document.format).letter

    @property
    def withdraws(self) -> bool:
        return bool(self.withdrawn)

    def takes_back(self, title: str) -> bool:
        return any(likeness(title, one) >= SAME for one in self.withdrawn)

    @property
    def title(self) -> str:
        return self.head.text


def other_campaign(sight: Sight) -> bool:
    """Its own title, or without one the file name, speaks of a campaign with like words (SKKN)."""
    text = sight.title if sight.head.title else sight.stem
    topic = sight.campaign.topic
    return says_any(text, topic.not_words) and not says_any(text, topic.words)


def other_year(sight: Sight) -> bool:
    """The title names other years only, and the document was not made while this campaign ran."""
    year = sight.campaign.year
    named = years_outside_dates(sight.title)
    made = [
        *sight.head.dated,
        *(day.year for line in sight.head.title if not _cites(line.text) for day in dates(line.text)),
    ]
    if named:
        return year not in named and year not in sight.head.dated
    if made:
        return year not in made
    return bool(years(sight.stem)) and year not in years(sight.stem) and sight.campaign.year not in years(sight.subject)


def _cites(text: str) -> bool:
    """ "(Thực hiện Kế hoạch số 244/KH-SGDĐT ngày 29/12/2023)": the date of another paper."""
    return re.search(r"\bso\s*:?\s*[\d.…_]+\s*/", bare(text)) is not None or text.lstrip().startswith("(")


def by_the_office(sight: Sight) -> bool:
    """Issued by the agency that runs the campaign, not by one of its units."""
    office = sight.campaign.office
    issuer = " ".join(line.text for line in sight.head.issuer)
    if sight.issuer_is_unit:
        return False
    signed = f" {' '.join(words(office.agency_code))} " in f" {' '.join(words(sight.head.sign))} "
    above = says(issuer, "ubnd") or says(issuer, "ủy ban nhân dân")
    return signed or (above and (says(issuer, office.agency) or says(issuer, office.agency_short)))


def never_ours(sight: Sight) -> bool:
    """A kind of document that is never a submission: an invitation, minutes, a bulletin."""
    first = " ".join(words(" ".join(line.text for line in sight.head.title[:2])))
    return any(
        first.startswith(" ".join(words(kind)) + " ") or first == " ".join(words(kind))
        for kind in lexicon().documents.never
    )


def other_period(sight: Sight) -> bool:
    """A report of a quarter or half a year that does not speak of the initiatives in its title."""
    titled = says_noun(sight.campaign, sight.title)
    return says_any(sight.title, lexicon().documents.other_periods) and not titled


def names_nothing_collected(sight: Sight) -> bool:
    """A list of people who register for a course: "đăng ký" and the campaign, but none of what it collects."""
    book = label_book(sight.campaign)
    said = (sight.title, sight.stem, sight.subject, *(line.text for line in sight.lines))
    if sight.headed and sight.described > 1 and says_any(sight.title, sight.campaign.topic.words):
        return (
            False  # of the campaign, and a column or a label asks for names: that they are called otherwise is little
        )
    if sight.described > 1 and sight.choice.by == "title" and says_any(sight.title, sight.campaign.topic.words):
        return False  # of the campaign and a stage, and of each is said who does it and more
    if sight.described >= (1 if sight.choice.by == "date" else 2) and _says_so_below(sight):
        return False  # its first lines say what it is
    if (
        sight.outcomes
        and sight.described > 1
        and says_any(f"{sight.title} {said[1]} {said[2]}", sight.campaign.topic.words)
    ):
        return False  # of the campaign, and each says who did it and what came of it
    return sight.document.origin != "ocr" and not any(book.has_noun(text.replace("_", " ")) for text in said)


def names_our_matter(sight: Sight) -> bool:
    """The paper or its mail names the campaign, or calls what it lists a new way of doing things."""
    said = (sight.title, sight.stem.replace("_", " "), sight.subject, *(line.text for line in sight.lines[:_TOP]))
    return any(says_any(text, sight.campaign.topic.words) or says_new_ways(text) for text in said)


def _says_so_below(sight: Sight) -> bool:
    """A sentence at the top names the campaign and a stage: "Trường xin đăng ký cải cách hành chính năm 2024, gồm:"."""
    topic, stages = sight.campaign.topic.words, sight.campaign.stages
    return sight.choice.by == "date" or any(
        says_any(line.text, topic) and any(says_any(line.text, stage.words) for stage in stages)
        for line in sight.lines[:_TOP]
    )


def covers(verdict: DocumentVerdict, stage: Stage) -> DocumentVerdict:
    """The verdict on a covering letter, whose list came in another file of the same mail."""
    reason = f"Văn bản gửi kèm {stage.document} có trong cùng thư."
    return DocumentVerdict(verdict.name, stage.code, reason, verdict.digest, ("covering-letter",), verdict.misses)


def is_covering_letter(sight: Sight) -> bool:
    """A letter of the unit about a stage that has no list of its own but says that one is attached."""
    stage = sight.choice.stage
    if stage is None or sight.is_body or sight.initiatives or not on_topic(sight) or not sight.head.addressed:
        return False
    return any(
        says_any(line.text, lexicon().frame.attached) or says_noun(sight.campaign, line.text) for line in sight.lines
    )


def on_topic(sight: Sight) -> bool:
    """Whether a document is about this campaign: its title says so, or it says so where the title leaves it open."""
    topic = sight.campaign.topic.words
    if says_any(sight.title, topic) or (sight.document.origin == "ocr" and _nearly_says(sight.title, topic)):
        return True
    if sight.is_body:
        return says_any(sight.subject, topic) or any(says_any(line.text, topic) for line in sight.lines)
    open_title = (
        not sight.head.title
        or says_noun(sight.campaign, sight.title)
        or bool(_stages_said(sight.title, sight.campaign))
    )
    if not open_title:
        return False
    around = f"{sight.stem} {sight.subject}"
    if says_any(around.replace("_", " "), topic):
        return True
    return any(
        says_any(line.text, topic) or (sight.document.origin == "ocr" and _nearly_says(line.text, topic))
        for line in sight.lines
    )


def says_noun(campaign: Campaign, text: str) -> bool:
    """Whether a text names what the campaign collects."""
    return says_any(text, campaign.topic.nouns)


def says_any(text: str, phrases: Iterable[str]) -> bool:
    return any(says(text, phrase) for phrase in phrases)


def _nearly_says(text: str, phrases: Iterable[str]) -> bool:
    """The same for what OCR read: a wrong letter, a space too few."""
    plain, tokens = bare(text), words(text)
    joined = "".join(tokens)
    for phrase in phrases:
        letters = "".join(words(phrase))
        if len(letters) >= 4 and letters in joined:
            return True
        if len(letters) > _SHORT_PHRASE and fuzz.partial_ratio(bare(phrase), plain) >= _OCR_LIKENESS:
            return True
        if len(letters) >= 4 and any(abs(len(t) - len(letters)) <= 1 and OSA.distance(t, letters) <= 1 for t in tokens):
            return True
    return False


# --- of which stage ---------------------------------------------------------------------------------------------------


def choose_stage(sight: Sight) -> StageChoice:
    """The stage by the title; where that says several or none, by the columns, the file name, the mail."""
    campaign = sight.campaign
    columns = _stage_by_columns(sight, surely=True)
    said = _stages_said(sight.title, campaign) or _stages_nearly_said(sight)
    if len(said) == 1 and columns not in (None, said[0]) and _stage_by_columns(sight, surely=True, least=2):
        return StageChoice(columns, "columns", _contradiction(said[0], columns))
    if len(said) > 1 and _says_outright(sight.title, said[0]):
        return StageChoice(said[0], "title", _contradiction(said[0], columns))
    if len(said) > 1 and columns is None and said[0].compared_with:
        earlier = next((stage for stage in said if stage.code == said[0].compared_with), said[0])
        return StageChoice(earlier, "title", f"Tiêu đề nêu cả {said[0].label} và {earlier.label}.")
    if len(said) == 1 or (said and columns is None):
        stage = said[0]
        return StageChoice(stage, "title", _contradiction(stage, columns))
    if said and columns in said:
        return StageChoice(columns, "title")
    around = _first_said((sight.stem, sight.subject), campaign)
    columns = columns or _stage_by_columns(sight, surely=False)
    if columns is not None:
        return StageChoice(columns, "columns")
    if around is not None:
        return StageChoice(around, "file-name")
    inside = _first_said((line.text for line in sight.lines[:12]), campaign)
    if inside and sight.is_body:
        return StageChoice(inside, "sentence")
    written = stage_when_written(sight)
    if written is not None and _says_topic_above(sight) and not _says_what_it_is(sight):
        return StageChoice(written, "date")
    if inside and written is None and not sight.head.title:
        return StageChoice(inside, "sentence")
    return StageChoice(campaign.stages[0], "withdrawal") if sight.withdraws else StageChoice(None)


def _says_topic_above(sight: Sight) -> bool:
    """Whether the campaign is named where a paper says what it is about."""
    topic = sight.campaign.topic.words
    return says_new_ways(sight.title) or any(says_any(line.text, topic) for line in sight.lines[:_TOP])


def _says_what_it_is(sight: Sight) -> bool:
    """Whether the title names a sort of paper of its own: a decision, a plan, a list of honours."""
    known = lexicon().documents
    stages = {words(word) for stage in sight.campaign.stages for word in (*stage.words, stage.label)}
    others = (kind for kind in known.kinds if not any(words(kind) == said[: len(words(kind))] for said in stages))
    kinds = (*known.never, *others, *known.honours)
    said = says_any(sight.title, [kind for kind in kinds if words(kind) != ("ket", "qua")])
    return said and not is_subject(sight.title)


def stage_when_written(sight: Sight) -> Stage | None:
    """The stage that was open on the day of the paper."""
    first = (line.text for i, line in enumerate(sight.lines) if is_date_line(line.text) or i < _FIRST)
    written = next((day for text in first for day in dates(text)), None)
    begun = [stage for stage in sight.campaign.stages if written is not None and stage.opens <= written]
    return (
        max(begun, key=lambda stage: stage.opens) if begun and written and written.year == sight.campaign.year else None
    )


def _says_outright(title: str, stage: Stage) -> bool:
    """ "BÁO CÁO KẾT QUẢ THỰC HIỆN / Đăng ký mô hình ...": a title that opens with the whole name of a stage."""
    return bare(title).startswith(bare(stage.label)) and len(words(stage.label)) > 1


def _contradiction(stage: Stage, columns: Stage | None) -> str:
    if columns is None or columns.code == stage.code:
        return ""
    return f"Tiêu đề là {stage.document} nhưng các cột lại là của {columns.document}."


def _first_said(texts: Iterable[str], campaign: Campaign) -> Stage | None:
    for text in texts:
        said = _stages_said(text.replace("_", " "), campaign)
        if said:
            return said[0]
    return None


def _stages_said(text: str, campaign: Campaign) -> list[Stage]:
    """The stages that a title names, the first named first; "kết quả ... đã đăng ký" names no registration."""
    plain = f" {' '.join(words(text))} "
    for stage in campaign.stages:
        label = " ".join(words(stage.label))
        plain = plain.replace(f" da {label} ", " ").replace(f" duoc {label} ", " ")
        plain = plain.replace(f" ket qua {label} ", f" {label} ").replace(f" tinh hinh {label} ", f" {label} ")
    for word in lexicon().documents.about:  # "Báo cáo về việc đăng ký ...": what it is about counts, not what it is
        _, said, about = plain.partition(f" {' '.join(words(word))} ")
        plain = f" {about}" if said and any(says(about, stage.label) for stage in campaign.stages) else plain
    hits: list[tuple[int, int, Stage]] = []
    for stage in campaign.stages:
        phrases = [f" {' '.join(words(word))} " for word in (*stage.words, stage.label)]
        places = [(plain.find(phrase), -len(phrase)) for phrase in phrases if phrase in plain]
        if places and not any(f" {' '.join(words(word))} " in plain for word in stage.not_words):
            at, length = min(places)
            hits.append((at, length, stage))
    return [stage for _, _, stage in sorted(hits, key=lambda hit: hit[:2])]


def _stages_nearly_said(sight: Sight) -> list[Stage]:
    """The same for a title that OCR read, where a letter is wrong or a space is missing."""
    if sight.document.origin != "ocr":
        return []
    return [
        stage for stage in sight.campaign.stages if _nearly_says(sight.title, [w for w in stage.words if len(w) > 5])
    ]


def _stage_by_columns(sight: Sight, *, surely: bool, least: int = 1) -> Stage | None:
    """The stage of which labels and columns name `least` fields of its own; `surely`: letter by letter.

    "Hiệu quả kỳ vọng" has a word of the reports in it and is none of their labels.
    """
    book = label_book(sight.campaign)
    votes = {stage.code: set[str]() for stage in sight.campaign.stages}
    for label in _field_labels(sight.items, book):
        code, asked = label.code, sight.campaign.field(label.code).stages
        if label.rule == "label-short" or (surely and label.score < _LETTER_BY_LETTER):
            continue
        if len(asked) == 1 and asked[0] in votes:
            votes[asked[0]].add(code)
    best = max(votes.values(), key=len, default=set[str]())
    winners = [code for code, codes in votes.items() if len(codes) == len(best)]
    return sight.campaign.stage(winners[0]) if len(best) >= least and len(winners) == 1 else None


def _field_labels(items: Sequence[Item], book: LabelBook) -> Iterable[Label]:
    for item in content(items):
        if isinstance(item, Table):
            rows, header = reading_of(item, book)
            if header:
                yield from (c.label for c in header.columns.values() if c.label.target == "field")
            yield from (row.label for row in rows or () if row.label.target == "field")
        else:
            for label, _ in split_labels(item, book):
                if label and label.target == "field" and (":" in item.text or label.score >= 0.99):
                    yield label


# --- state secrets ----------------------------------------------------------------------------------------------------

_HEAD_LINES = 40


def secret_stamp(document: ParsedDocument, items: Sequence[Item]) -> str | None:
    """A stand-alone stamp MẬT, TỐI MẬT or TUYỆT MẬT in the head: a whole line, cell or text box, in capitals."""
    seen = 0
    for item in items:
        margin = not isinstance(item, Table) and item.flow in ("header", "textbox")
        for text in [item.shown] if isinstance(item, Line) else islice(_printed(item), max(0, _HEAD_LINES - seen)):
            if (seen < _HEAD_LINES or margin) and (stamp := _stamp(text)):
                return stamp
            seen += 0 if margin else 1
    return None


def _printed(table: Table) -> Iterator[str]:
    """What is printed in a table, line by line."""
    return (line for row in table.rows for cell in origins(row) for line in cell.text.split("\n"))


def _stamp(text: str) -> str | None:
    plain = fold(text).strip(' .:*-–[]()|"“”')
    spaced, spoken = plain.replace(" ", ""), bare(plain)
    for capital, joined, labelled in _stamps():
        if plain == capital or (len(plain) > len(capital) and spaced == joined) or spoken in labelled:
            return capital
    return None


@lru_cache(maxsize=1)
def _stamps() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Each stamp in capitals, without spaces, and behind the words that introduce it."""
    stamps = [(fold(stamp).upper(), bare(stamp)) for stamp in lexicon().frame.secret]
    before = ("do mat", "dau mat", "muc do mat")
    return tuple(
        (capital, capital.replace(" ", ""), tuple(f"{one}: {said}" for one in before)) for capital, said in stamps
    )
