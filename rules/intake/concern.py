"""What binds a mail of a unit to the campaign, where nothing in it could be recorded.

One sign is enough that the mail does not vanish: the office reads of it in its digest, with sender, files and the
sentence why. Signs that speak of a submission are put before a person instead.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rules.campaign import Campaign, Stage
from rules.initiative import DocumentVerdict, Understanding
from rules.lexicon import lexicon
from rules.mail import Mail
from rules.post.own_words import written_in
from rules.post.quoting import own_text
from rules.roster import Unit
from rules.season import Season
from rules.standing.status import status_of
from rules.text import bare, says, split_number
from rules.wording import listed

_SEVERAL = 2  # numbered lines
_AGAIN = ("gửi lại", "nộp lại", "thay thế", "thay cho", "bổ sung", "xin thay", "gửi thêm")
_HANDED_IN = ("gửi", "nộp", "kèm theo", "đính kèm")


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that binds a mail to the campaign."""

    name: str
    sentence: str  # Vietnamese
    asks: bool = False  # a person is asked about it; else it is only told


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a mail says in its own words: subject, names of files, own text; nothing that is quoted."""

    mail: Mail
    campaign: Campaign

    @property
    def head(self) -> str:
        return " . ".join((self.mail.subject, *(attachment.name for attachment in self.mail.attachments)))

    @property
    def own(self) -> str:
        return own_text(written_in(self.mail))

    @property
    def all(self) -> str:
        return f"{self.head} . {self.own}".replace("_", " ")

    @property
    def topic(self) -> bool:
        return says_any(self.all, self.campaign.topic.words)

    @property
    def collected(self) -> bool:
        return says_any(self.all, self.campaign.topic.nouns)

    @property
    def stages(self) -> tuple[Stage, ...]:
        return tuple(stage for stage in self.campaign.stages if says_any(self.all, stage.words))

    @property
    def something_else(self) -> bool:
        """Another campaign with like words, named in the subject or a file name."""
        topic = self.campaign.topic
        return says_any(self.head, topic.not_words) and not says_any(self.head, topic.words)

    @property
    def speaks_of_other_business(self) -> bool:
        return any(says(self.all, phrase) for phrase in lexicon().said["other"])

    @property
    def sends_again(self) -> bool:
        """ "Gửi lại", "thay thế", "bổ sung": it goes on with what it sent before."""
        return says_any(self.all, _AGAIN)

    @property
    def a_submission(self) -> bool:
        """Words of the topic, what is registered, and the name of a stage."""
        return not self.something_else and self.topic and self.collected and bool(self.stages)

    @property
    def one_word_of_it(self) -> bool:
        """One such word is enough for a unit to be told that its file could not be read."""
        if any(word in self.all.casefold() for word in _HANDED_IN):  # with its accents: "GUI" is something else
            return True
        return self.topic or self.collected or bool(self.stages)

    def lists(self, stage: Stage) -> bool:
        """The name of a stage in its own text, and lines that are numbered."""
        numbered = [line for line in self.own.splitlines() if split_number(line)[0].strip("-+*• ")]
        return len(numbered) >= _SEVERAL and says(self.own, stage.label)

    @property
    def forgot_its_file(self) -> bool:
        """ "Gửi kèm bản đăng ký sáng kiến", with nothing attached; a subject of the campaign over nothing."""
        if not self.own.strip() and self.topic and self.stages:
            return not has_files(self.mail)
        attaches = any(bare(phrase) in bare(self.all) for phrase in lexicon().frame.attached)
        return attaches and not has_files(self.mail) and not self.something_else and (self.topic or self.collected)


def says_any(text: str, phrases: Iterable[str]) -> bool:
    return any(says(text, phrase) for phrase in phrases)


def has_files(mail: Mail) -> bool:
    """Whether something is attached besides logos and emblems."""
    return any(not attachment.is_ornament for attachment in mail.attachments)


def signs_of(
    mail: Mail, understanding: Understanding, season: Season, units: tuple[Unit, ...], stage: Stage, *, answers: bool
) -> tuple[Sign, ...]:
    """Every sign of a mail of these units, the strongest first. `answers`: it goes on with a letter of ours.

    `stage`: the one that had begun last when the mail arrived.
    """
    said = Spoken(replace(mail, subject="") if answers else mail, season.campaign)  # the subject then is ours
    found = [*_signs(said, understanding, season, units, stage, answers)]
    return tuple(sorted(found, key=lambda sign: not sign.asks))


def _signs(
    said: Spoken, understanding: Understanding, season: Season, units: tuple[Unit, ...], stage: Stage, answers: bool
) -> Iterator[Sign]:
    campaign = said.campaign
    ornaments = {attachment.name for attachment in said.mail.attachments if attachment.is_ornament}
    files = [found for found in understanding.documents if found.is_file and found.name not in ornaments]
    hidden = [found.name for found in files if found.kind == "other" and found.initiatives and not found.foreign]
    if hidden:
        yield Sign("initiatives-in-file", f"Tệp có nội dung giống {campaign.topic.noun}: {listed(hidden)}.", asks=True)
    if said.a_submission:
        yield Sign("speaks-of-submission", "Đơn vị viết về phong trào nhưng thư không có nội dung ghi nhận được.", True)
    if said.forgot_its_file:
        yield Sign("forgot-its-file", "Đơn vị viết là gửi kèm tệp nhưng thư không có tệp đính kèm.", asks=True)
    if said.collected and said.stages and not said.something_else:
        sentence = f"Thư nói về {said.stages[0].label} {campaign.topic.noun} nhưng không có nội dung ghi nhận được."
        known = bool(files) and all(found.foreign for found in files)  # each says itself that it is something else
        yield Sign("names-stage", sentence, asks=has_files(said.mail) and not known)
    if said.topic:
        yield Sign("names-campaign", f"Thư nhắc đến {campaign.short}, không có nội dung ghi nhận được.")
    if answers:
        yield Sign("answers-us", "Đơn vị viết tiếp thư của mailbot.")
    if said.something_else:
        return
    if stage in said.stages and not said.speaks_of_other_business and _owes(season, units, stage):
        yield Sign("owes-and-names-it", f"Đơn vị chưa gửi {stage.label}; thư nói về việc ấy, không nêu phong trào.")
    if said.stages and said.sends_again and not said.speaks_of_other_business and _sent(season, units, said.stages):
        sentence = f"Đơn vị gửi lại hoặc bổ sung {said.stages[0].label} nhưng không có nội dung ghi nhận được."
        yield Sign("sends-again", sentence, asks=has_files(said.mail) and not all(found.foreign for found in files))
    sent = any(status_of(season, unit, one).submission for unit in units for one in campaign.stages)
    if sent and says_any(said.own, lexicon().said["award"]):
        yield Sign("speaks-of-award", "Đơn vị viết về khen thưởng, không nêu phong trào.")
    yield from _signs_of_files(files, said, season, units, stage)


def _signs_of_files(
    files: Sequence[DocumentVerdict], said: Spoken, season: Season, units: tuple[Unit, ...], stage: Stage
) -> Iterator[Sign]:
    unread = [found.name for found in files if found.kind == "unreadable"]
    if unread:
        yield Sign("unread-file", f"Tệp chưa đọc được: {listed(unread)}.")
    titled = [found.name for found in files if found.titled]
    if titled:
        begun = [one for one in said.stages if one.opens <= stage.opens and says(said.all, one.label)]
        handed_in = any(_owes(season, units, one) for one in begun)
        sentence = f"Tệp gửi kèm nhắc đến {season.campaign.short}: {listed(titled)}."
        yield Sign("names-campaign-in-file", sentence, asks=handed_in)
    unknown = [found.name for found in files if _may_be_ours(found)]
    if not (unknown or said.lists(stage)) or not _owes(season, units, stage):
        return
    if unknown:
        sentence = f"Đơn vị chưa gửi {stage.label}; chưa rõ tệp gửi kèm là gì: {listed(unknown)}."
        yield Sign("owes-and-sends", sentence)
    else:
        yield Sign("owes-and-lists", f"Đơn vị chưa gửi {stage.label}; thư kể nhiều mục, nhắc đến việc {stage.label}.")


def _sent(season: Season, units: tuple[Unit, ...], stages: Iterable[Stage]) -> bool:
    return any(status_of(season, unit, stage).submission for unit in units for stage in stages)


def _owes(season: Season, units: tuple[Unit, ...], stage: Stage) -> bool:
    return any(status_of(season, unit, stage).state == "owes" for unit in units)


def _may_be_ours(found: DocumentVerdict) -> bool:
    """It does not say itself that it is something else, or says so and lists initiatives all the same."""
    return found.kind == "other" and (not found.foreign or bool(found.initiatives))
