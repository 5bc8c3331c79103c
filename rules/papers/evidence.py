"""What speaks for and against a document being a submission, weighed; no single sign decides.

Signs stand in families: of one family the strongest that holds counts, so that one thing said twice is one thing. What
adds up to less than `ASKED` is other business; anything else is a submission, of which a person is asked as long as a
sign speaks against it. The threshold follows from what errors cost the office (a submission that nobody sees 50, a
question in vain 1): a paper with initiatives is put before a person unless it is plainly something else.

The weights are set by hand: over 543 submissions and 225 other files, each in whole mails, they miss none and take 4 in
vain; weights fitted by logistic regression miss 2 and take 19 on authors that they never saw
(`python -m tests.reading.weights`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rules.campaign import Campaign
from rules.initiative import DocumentVerdict
from rules.papers.classify import (
    OTHER,
    UNREADABLE,
    Sight,
    by_the_office,
    names_nothing_collected,
    names_our_matter,
    never_ours,
    on_topic,
    other_campaign,
    other_period,
    other_year,
    says_any,
    says_noun,
)
from rules.papers.elsewhere import of_another_movement, of_honours
from rules.papers.extract.lines import is_addressee
from rules.papers.extract.new_ways import says_new_ways
from rules.quantities import years_outside_dates
from rules.text import says, words

_HEAD = 40  # lines in which a letter says to whom it goes
_ONLY_KIND = 1  # words of a title beside those of its stage
_TOP = 15  # lines in which a paper says what it is about
ASKED = 0.0
"""From this sum on a paper with initiatives is a submission, if only an unsure one."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: what it weighs towards a submission (negative: against), and the sentence a person reads."""

    name: str
    family: str
    weight: float
    holds: Callable[[Sight], bool]
    sentence: str = ""  # Vietnamese; of signs against


def _titled_otherwise(sight: Sight) -> bool:
    """It says itself what it is, and names neither the campaign nor what it collects."""
    if sight.is_body:
        return False  # a mail has a subject; its first lines are no title
    spoken = says_any(sight.title, sight.campaign.topic.words) or says_noun(sight.campaign, sight.title)
    spoken = spoken or says_new_ways(sight.title)
    return bool(sight.head.title) and not spoken and not _names_stage_alone(sight)


def _names_stage_alone(sight: Sight) -> bool:
    """ "THƯ BÁO CÁO" says what sort of paper it is, and nothing of what it is about."""
    said = f" {' '.join(words(sight.title))} "
    for word in sorted((word for stage in sight.campaign.stages for word in stage.words), key=len, reverse=True):
        said = said.replace(f" {' '.join(words(word))} ", " ")
    return sight.choice.by == "title" and len(said.split()) <= _ONLY_KIND


def _lists_something_else(sight: Sight) -> bool:
    """A list or a form of other things; running text may register without the words of the campaign, and a list for it
    that says something of each may call them by other words."""
    told = sight.described > 1 or (sight.described and says_new_ways(sight.title))  # people and no more: for a course
    ours = bool(told) and sight.choice.by not in ("", "guess") and names_our_matter(sight)
    return names_nothing_collected(sight) and not (sight.is_body or sight.by_prose or ours)


def _topic_in_title(sight: Sight) -> bool:
    return says_any(sight.title, sight.campaign.topic.words)


def _year_in_title(sight: Sight) -> bool:
    return sight.campaign.year in (*years_outside_dates(sight.title), *sight.head.dated)


def _signed_by_the_agency(sight: Sight) -> bool:
    return by_the_office(sight) and says(sight.head.sign, sight.campaign.office.agency_code)


def _to_the_units(sight: Sight) -> bool:
    """ "Kính gửi: Các đơn vị trực thuộc Sở": a letter to those who should send, not from one of them."""
    office = sight.campaign.office
    to = [line.text for line in sight.lines[:_HEAD] if is_addressee(line.text)]
    several = any(says(text, word) for text in to for word in ("các đơn vị", "các trường", "thủ trưởng các"))
    return several and not any(says(text, name) for text in to for name in (office.short, office.name))


def _by(*places: str) -> Callable[[Sight], bool]:
    return lambda sight: sight.choice.stage is not None and sight.choice.by in places


SIGNS: tuple[Sign, ...] = (
    Sign("topic-in-title", "matter", 3.0, _topic_in_title),
    Sign("on-topic", "matter", 2.0, on_topic),
    Sign("noun-in-title", "matter", 1.5, lambda sight: says_noun(sight.campaign, sight.title)),
    Sign("other-campaign", "other-matter", -8.5, other_campaign, "Văn bản thuộc phong trào khác ({other_words})."),
    Sign("other-movement", "other-matter", -9.0, of_another_movement, "Tiêu đề nêu một phong trào khác."),
    Sign("honours", "other-matter", -6.5, of_honours, "Văn bản về danh hiệu thi đua, khen thưởng."),
    Sign("off-topic", "other-matter", -1.5, lambda sight: not on_topic(sight), "Văn bản không nói về {short}."),
    Sign("titled-otherwise", "other-title", -2.5, _titled_otherwise, "Tiêu đề văn bản không nói về {nouns}."),
    Sign("nothing-collected", "other-title", -8.0, _lists_something_else, "Văn bản không nhắc đến {nouns} nào."),
    Sign("nothing-called-so", "other-title", -2.5, names_nothing_collected, "Văn bản không nhắc đến {nouns} nào."),
    Sign("stage-in-title", "stage", 2.0, _by("title", "form", "withdrawal")),
    Sign("stage-by-columns", "stage", 1.5, _by("columns")),
    Sign("stage-around", "stage", 1.0, _by("file-name", "sentence", "date")),
    Sign(
        "without-stage", "stage", -1.5, lambda sight: sight.choice.stage is None or sight.choice.by == "guess",
        "Văn bản không cho biết là {stages}.",
    ),
    Sign("issued-by-unit", "issuer", 1.0, lambda sight: sight.issuer_is_unit),
    Sign("agency-above", "issuer", -2.5, by_the_office, "Văn bản ghi nơi ban hành là {agency}."),
    Sign("signed-by-the-agency", "issuer", -4.0, _signed_by_the_agency, "Số, ký hiệu là của {agency}."),
    Sign("to-the-units", "addressee", -4.0, _to_the_units, "Văn bản gửi cho các đơn vị, không phải gửi {office}."),
    Sign("this-year", "year", 0.5, _year_in_title),
    Sign("other-year", "year", -9.5, other_year, "Văn bản có thể của năm khác, không phải năm {year}."),
    Sign("never-ours", "kind", -6.5, never_ours, "Không phải bản đăng ký hoặc báo cáo của phong trào."),
    Sign("other-period", "kind", -6.5, other_period, "Tiêu đề là báo cáo định kỳ."),
    Sign("people-named", "content", 1.0, lambda sight: sight.described >= 1),
    Sign("much-described", "content", 3.0, lambda sight: sight.described >= 2),  # fields beside the title
    Sign("titles-alone", "content", -0.5, lambda sight: sight.described == 0),
    Sign("in-prose", "layout", -1.5, lambda sight: sight.by_prose and not sight.is_body),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weighed:
    """The signs that hold, the strongest of each family, and what they add up to."""

    signs: tuple[Sign, ...]

    @property
    def total(self) -> float:
        return sum(sign.weight for sign in self.signs)

    @property
    def against(self) -> tuple[Sign, ...]:
        return tuple(sorted((sign for sign in self.signs if sign.sentence), key=lambda sign: sign.weight))


def weigh(sight: Sight) -> Weighed:
    strongest: dict[str, Sign] = {}
    for sign in SIGNS:
        before = strongest.get(sign.family)
        if (before is None or abs(sign.weight) > abs(before.weight)) and sign.holds(sight):
            strongest[sign.family] = sign
    return Weighed(tuple(strongest.values()))


def judge(sight: Sight) -> tuple[DocumentVerdict, tuple[str, ...]]:
    """The verdict on one document, and what speaks against it although it is taken: sentences for a person."""
    document = sight.document
    if document.unreadable is not None:
        return _verdict(sight, UNREADABLE, document.unreadable, ("unreadable",)), ()
    if not sight.items:
        return _verdict(sight, OTHER, "Tệp không có nội dung chữ.", ("empty",)), ()
    weighed = weigh(sight)
    told = tuple(f"{sign.name} {sign.weight:+g}" for sign in weighed.signs)
    against = tuple(_sentence(sign, sight.campaign) for sign in weighed.against)
    stage = sight.choice.stage
    if stage is not None and (sight.initiatives or sight.withdraws) and weighed.total >= ASKED:
        return _verdict(sight, stage.code, _why_taken(sight), told), against
    if weighed.total >= ASKED or not against:
        nothing = "Không có {nouns} nào được ghi trong văn bản (mẫu trống, kế hoạch hoặc văn bản chung)."
        return _verdict(sight, OTHER, _filled(nothing, sight.campaign), told), ()
    return _verdict(sight, OTHER, against[0], told, foreign=_is_foreign(sight)), ()


def _why_taken(sight: Sight) -> str:
    stage, count = sight.choice.stage, f"{sight.initiatives:02d}"
    document = stage.document if stage else ""
    if sight.choice.by == "title":
        return f"Tiêu đề cho biết đây là {document}, có {count} nội dung."
    if sight.by_prose:
        return f"Trong lời văn có nội dung {stage.label if stage else ''}: {count} nội dung, cần kiểm tra lại."
    if sight.choice.by == "columns":
        return f"Các cột, các mục cho biết đây là {document}, có {count} nội dung."
    return f"Tên tệp hoặc thư gửi cho biết đây là {document}, có {count} nội dung."


def _is_foreign(sight: Sight) -> bool:
    """It says itself that it is something else; that it lacks our words alone makes it nothing else."""
    return any(
        known(sight)
        for known in (other_campaign, of_another_movement, of_honours, never_ours, other_period, _titled_otherwise)
    )


def _sentence(sign: Sign, campaign: Campaign) -> str:
    return _filled(sign.sentence, campaign)


def _filled(sentence: str, campaign: Campaign) -> str:
    return sentence.format(
        other_words=", ".join(campaign.topic.not_words[:1]),
        short=campaign.short,
        year=campaign.year,
        agency=campaign.office.agency,
        office=campaign.office.short,
        stages=" hay ".join(_documents(campaign)),
        nouns=campaign.topic.noun,
    )


def _documents(campaign: Campaign) -> Iterable[str]:
    return (stage.document for stage in campaign.stages)


def _verdict(sight: Sight, kind: str, reason: str, hits: tuple[str, ...], *, foreign: bool = False) -> DocumentVerdict:
    document = sight.document
    return DocumentVerdict(
        document.name,
        kind,
        reason,
        document.digest,
        hits,
        initiatives=sight.initiatives,
        foreign=foreign,
        is_file=not sight.is_body,
        titled=any(says_any(line.text, sight.campaign.topic.words) for line in sight.lines[:_TOP]),
    )
