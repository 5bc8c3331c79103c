"""What one document is: of which stage of the campaign, or other, or unreadable; and why, in one sentence.

The policy is one ordered table of named rules: the first that holds decides, the names of those that held and of those
that did not are kept with the verdict.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from rules.campaign import Campaign, Stage
from rules.document import ParsedDocument, Table
from rules.initiative import DocumentVerdict
from rules.lexicon import lexicon
from rules.papers.extract.cut import split_labels
from rules.papers.extract.head import Head
from rules.papers.extract.labels import Label, LabelBook, label_book
from rules.papers.extract.layout import reading_of
from rules.papers.extract.lines import Item, Line, is_frame_table, origins, table_lines
from rules.quantities import dates, years, years_outside_dates
from rules.text import bare, fold, says, words

OTHER, UNREADABLE = "other", "unreadable"
_OCR_LIKENESS = 86.0  # of a word of the topic in what OCR read
_SHORT_PHRASE = 8  # letters; a shorter phrase is compared as one word
_LETTER_BY_LETTER = 0.95  # score of a label that stands in the book, in whatever order
_BODY_FORMATS = frozenset({"body", "eml"})


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
    withdraws: bool = False
    by_prose: bool = False
    issuer_is_unit: bool = False
    lines: Sequence[Line] = field(default_factory=tuple)

    @property
    def stem(self) -> str:
        return PurePath(self.document.name).stem

    @property
    def is_body(self) -> bool:
        return self.document.format in _BODY_FORMATS

    @property
    def title(self) -> str:
        return self.head.text


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the policy: when `test` holds, the document is `kind` for this reason."""

    name: str
    test: Callable[[Sight], bool]
    kind: str | None  # None: the stage that was found
    reason: str


def _unreadable(sight: Sight) -> bool:
    return sight.document.unreadable is not None


def _empty(sight: Sight) -> bool:
    return not sight.items


def _other_campaign(sight: Sight) -> bool:
    """Its own title, or without one the file name, speaks of a campaign with like words (SKKN)."""
    text = sight.title if sight.head.title else sight.stem
    topic = sight.campaign.topic
    return _says_any(text, topic.not_words) and not _says_any(text, topic.words)


def _other_year(sight: Sight) -> bool:
    """The title names other years only, and the document was not made while this campaign ran."""
    year = sight.campaign.year
    named = years_outside_dates(sight.title)
    made = [*sight.head.dated, *(day.year for day in dates(sight.title))]
    if named:
        return year not in named and year not in sight.head.dated
    if made:
        return year not in made
    return bool(years(sight.stem)) and year not in years(sight.stem) and sight.campaign.year not in years(sight.subject)


def _by_the_office(sight: Sight) -> bool:
    """Issued by the agency that runs the campaign, not by one of its units."""
    office = sight.campaign.office
    issuer = " ".join(line.text for line in sight.head.issuer)
    if sight.issuer_is_unit:
        return False
    signed = f" {' '.join(words(office.agency_code))} " in f" {' '.join(words(sight.head.sign))} "
    above = says(issuer, "ubnd") or says(issuer, "ủy ban nhân dân")
    return signed or (above and (says(issuer, office.agency) or says(issuer, office.agency_short)))


def _never_ours(sight: Sight) -> bool:
    """A kind of document that is never a submission: an invitation, minutes, a bulletin."""
    first = " ".join(words(" ".join(line.text for line in sight.head.title[:2])))
    return any(
        first.startswith(" ".join(words(kind)) + " ") or first == " ".join(words(kind))
        for kind in lexicon().documents.never
    )


def _other_period(sight: Sight) -> bool:
    """A report of a quarter or half a year that does not speak of the initiatives in its title."""
    titled = says_noun(sight.campaign, sight.title)
    return _says_any(sight.title, lexicon().documents.other_periods) and not titled


def _off_topic(sight: Sight) -> bool:
    return not on_topic(sight)


def _without_stage(sight: Sight) -> bool:
    return sight.choice.stage is None


def _names_nothing_collected(sight: Sight) -> bool:
    """A list of people who register for a course: "đăng ký" and the campaign, but none of what it collects."""
    book = label_book(sight.campaign)
    said = (sight.title, sight.stem, sight.subject, *(line.text for line in sight.lines))
    return sight.document.origin != "ocr" and not any(book.has_noun(text.replace("_", " ")) for text in said)


def _nothing_in_it(sight: Sight) -> bool:
    return sight.initiatives == 0 and not sight.withdraws


def _by_title(sight: Sight) -> bool:
    return sight.choice.by == "title"


def _by_prose(sight: Sight) -> bool:
    return sight.by_prose


def _by_columns(sight: Sight) -> bool:
    return sight.choice.by == "columns"


def _always(_: Sight) -> bool:
    return True


POLICY: tuple[Rule, ...] = (
    Rule("unreadable", _unreadable, UNREADABLE, "{unreadable}"),
    Rule("empty", _empty, OTHER, "Tệp không có nội dung chữ."),
    Rule(
        "other-campaign", _other_campaign, OTHER, "Văn bản thuộc phong trào khác ({other_words}), không phải {short}."
    ),
    Rule("other-year", _other_year, OTHER, "Văn bản của năm khác, không phải năm {year}."),
    Rule("by-the-office", _by_the_office, OTHER, "Văn bản do {agency} ban hành, không phải bản nộp của đơn vị."),
    Rule("never-ours", _never_ours, OTHER, "Loại văn bản này không phải là bản nộp của đơn vị."),
    Rule("other-period", _other_period, OTHER, "Báo cáo định kỳ, không phải báo cáo kết quả của phong trào."),
    Rule("off-topic", _off_topic, OTHER, "Văn bản không nói về {short}."),
    Rule("without-stage", _without_stage, OTHER, "Văn bản không phải là {stages}."),
    Rule("nothing-collected", _names_nothing_collected, OTHER, "Văn bản không nhắc đến {nouns} nào."),
    Rule(
        "nothing-in-it",
        _nothing_in_it,
        OTHER,
        "Không có {nouns} nào được ghi trong văn bản (mẫu trống, kế hoạch hoặc văn bản chung).",
    ),
    Rule("by-title", _by_title, None, "Tiêu đề cho biết đây là {document}, có {count} nội dung."),
    Rule("by-prose", _by_prose, None, "Trong lời văn có nội dung {label}: {count} nội dung, cần kiểm tra lại."),
    Rule("by-columns", _by_columns, None, "Các cột, các mục cho biết đây là {document}, có {count} nội dung."),
    Rule("by-surroundings", _always, None, "Tên tệp hoặc thư gửi cho biết đây là {document}, có {count} nội dung."),
)


def judge(sight: Sight) -> DocumentVerdict:
    """The verdict on one document, with the rules that held and those that did not."""
    misses: list[str] = []
    for rule in POLICY:
        if rule.test(sight):
            kind = rule.kind or (sight.choice.stage.code if sight.choice.stage else OTHER)
            return _verdict(sight, kind, rule, tuple(misses))
        misses.append(rule.name)
    raise AssertionError("the last rule always holds")


def _verdict(sight: Sight, kind: str, rule: Rule, misses: tuple[str, ...]) -> DocumentVerdict:
    campaign, stage = sight.campaign, sight.choice.stage
    reason = rule.reason.format(
        unreadable=sight.document.unreadable or "",
        other_words=", ".join(campaign.topic.not_words[:1]),
        short=campaign.short,
        year=campaign.year,
        agency=campaign.office.agency,
        stages=" hoặc ".join(each.document for each in campaign.stages),
        nouns=campaign.topic.noun,
        document=stage.document if stage else "",
        label=stage.label if stage else "",
        count=f"{sight.initiatives:02d}",
    )
    return DocumentVerdict(
        sight.document.name,
        kind,
        reason,
        sight.document.digest,
        (rule.name,),
        misses,
        sight.initiatives,
        kind == OTHER and _is_foreign(sight, rule),
        not sight.is_body,
    )


_SAYS_WHAT_IT_IS = frozenset({"other-campaign", "never-ours", "other-period"})


def _is_foreign(sight: Sight, rule: Rule) -> bool:
    """Known to be something else: by its kind, or by a title of its own that speaks of none of our matters."""
    if rule.name in _SAYS_WHAT_IT_IS:
        return True
    if rule.name == "by-the-office":
        return not on_topic(sight)
    titled = bool(sight.head.title) and not _says_any(sight.title, sight.campaign.topic.words)
    return rule.name in ("off-topic", "without-stage") and titled and not says_noun(sight.campaign, sight.title)


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
        _says_any(line.text, lexicon().frame.attached) or says_noun(sight.campaign, line.text) for line in sight.lines
    )


def on_topic(sight: Sight) -> bool:
    """Whether a document is about this campaign: its title says so, or it says so where the title leaves it open."""
    topic = sight.campaign.topic.words
    if _says_any(sight.title, topic) or (sight.document.origin == "ocr" and _nearly_says(sight.title, topic)):
        return True
    if sight.is_body:
        return _says_any(sight.subject, topic) or any(_says_any(line.text, topic) for line in sight.lines)
    open_title = (
        not sight.head.title
        or says_noun(sight.campaign, sight.title)
        or bool(_stages_said(sight.title, sight.campaign))
    )
    if not open_title:
        return False
    around = f"{sight.stem} {sight.subject}"
    if _says_any(around.replace("_", " "), topic):
        return True
    return any(
        _says_any(line.text, topic) or (sight.document.origin == "ocr" and _nearly_says(line.text, topic))
        for line in sight.lines
    )


def says_noun(campaign: Campaign, text: str) -> bool:
    """Whether a text names what the campaign collects."""
    return _says_any(text, campaign.topic.nouns)


def _says_any(text: str, phrases: Iterable[str]) -> bool:
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
    if sight.is_body:
        inside = _first_said((line.text for line in sight.lines[:12]), campaign)
        if inside:
            return StageChoice(inside, "sentence")
    return StageChoice(campaign.stages[0], "withdrawal") if sight.withdraws else StageChoice(None)


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


def _stage_by_columns(sight: Sight, *, surely: bool) -> Stage | None:
    """The stage whose own fields (asked in no other) the labels and columns name; `surely`: letter by letter.

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
    return sight.campaign.stage(winners[0]) if best and len(winners) == 1 else None


def _field_labels(items: Sequence[Item], book: LabelBook) -> Iterable[Label]:
    for item in items:
        if isinstance(item, Table):
            if is_frame_table(item):
                continue
            rows, header = reading_of(item, book)
            if header:
                yield from (c.label for c in header.columns.values() if c.label.target == "field")
            yield from (row.label for row in rows or () if row.label.target == "field")
        else:
            for label, _ in split_labels(item, book):
                if label and label.target == "field" and (":" in item.text or label.score >= 0.99):
                    yield label


def all_lines(items: Sequence[Item]) -> list[Line]:
    """Every line of a document, those in tables too."""
    lines: list[Line] = []
    for item in items:
        lines.extend(table_lines(item)) if isinstance(item, Table) else lines.append(item)
    return lines


# --- state secrets ----------------------------------------------------------------------------------------------------

_HEAD_LINES = 40


def secret_stamp(document: ParsedDocument, items: Sequence[Item]) -> str | None:
    """A stand-alone stamp MẬT, TỐI MẬT or TUYỆT MẬT in the head: a whole line, cell or text box, in capitals."""
    seen = 0
    for item in items:
        lines = (
            [line for row in item.rows for cell in origins(row) for line in _cell_as_lines(cell.text)]
            if isinstance(item, Table)
            else [item.shown]
        )
        margin = not isinstance(item, Table) and item.flow in ("header", "textbox")
        for text in lines:
            if (seen < _HEAD_LINES or margin) and (stamp := _stamp(text)):
                return stamp
            seen += 0 if margin else 1
    return None


def _cell_as_lines(text: str) -> list[str]:
    return text.split("\n")


def _stamp(text: str) -> str | None:
    plain = fold(text).strip(' .:*-–[]()|"“”')
    spaced = plain.replace(" ", "")
    for stamp in lexicon().frame.secret:
        capital = fold(stamp).upper()
        if plain == capital or (len(plain) > len(capital) and spaced == capital.replace(" ", "")):
            return capital
        if bare(plain) in (f"do mat: {bare(stamp)}", f"dau mat: {bare(stamp)}", f"muc do mat: {bare(stamp)}"):
            return capital
    return None
