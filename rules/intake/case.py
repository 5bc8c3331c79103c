"""One mail at the door, with everything that the rules ask of it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from rules.calendar import local_day
from rules.campaign import Campaign, Stage
from rules.initiative import TITLE, Reading, Understanding
from rules.intake.concern import Spoken, has_files
from rules.intake.heard import Heard
from rules.intake.hearing import Follows, answers_by_subject, follows, goes_on
from rules.intake.hearing import Spoken as Hearing
from rules.intake.lessons import Lesson
from rules.intake.office_requests import units_named
from rules.intake.proof import Decisions, Weight, weight
from rules.lexicon import lexicon
from rules.mail import Mail
from rules.post.authentication import NOT_ASKED, Authentication
from rules.post.manners import Manners
from rules.post.quoting import is_answer
from rules.roster import Roster, Unit
from rules.season import LetterFacts, Season
from rules.standing.bounces import NONE, Failures
from rules.standing.ownership import Sender
from rules.standing.questions import Subject
from rules.standing.status import status_of
from rules.text import says, words
from rules.titles import title_key


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mail at the door: as it was parsed, as its files were understood, and who seems to have written it."""

    arrival: int
    arrived_at: datetime  # aware; the moment that decides lateness
    mail: Mail
    understanding: Understanding
    manners: Manners
    junk: bool = False  # found in the spam folder: reported to the office, never answered
    workbook: bool = False  # a workbook like ours is attached
    sealed: bool = False  # and this installation made it
    authentication: Authentication = NOT_ASKED  # what our server says of the sender
    failures: Failures = NONE  # what a report of a server says
    namesakes: tuple[int, ...] = ()  # other mails with the same Message-ID, by number
    decisions: Decisions = "confirmed"  # whose decisions by mail count
    lessons: tuple[Lesson, ...] = ()  # what corrections have taught


@dataclass(frozen=True)
class Case:
    """One mail with everything the rules ask of it. `of_words`: what it submits was said in plain words."""

    incoming: Incoming
    season: Season
    roster: Roster
    sender: Sender
    of_words: bool = False

    @property
    def mail(self) -> Mail:
        return self.incoming.mail

    @property
    def campaign(self) -> Campaign:
        return self.season.campaign

    @property
    def unit(self) -> Unit | None:
        """The one unit that the sender speaks for."""
        return self.sender.units[0] if len(self.sender.units) == 1 else None

    @property
    def worth(self) -> Weight:
        """Of what the sender decides, where he may decide."""
        return weight(self.incoming.authentication, self.incoming.decisions)

    @property
    def who(self) -> str:
        return str(self.mail.sender) if self.mail.sender else "người gửi không rõ"

    @property
    def subject(self) -> Subject:
        return Subject(self.campaign.code, self.incoming.arrival, self.unit, self.stage)

    @property
    def stage(self) -> Stage:
        """The stage that had begun last when the mail arrived: what a mail is about that does not say so."""
        day = local_day(self.incoming.arrived_at, self.campaign.calendar)
        begun = [stage for stage in self.campaign.stages if stage.opens <= day]
        return max(begun, key=lambda stage: stage.opens, default=self.campaign.stages[0])

    @cached_property
    def letter(self) -> LetterFacts | None:
        """The letter of ours that the mail answers."""
        return goes_on(self.mail, self.season)

    @cached_property
    def answers(self) -> bool:
        """Whether a unit goes on with a letter of ours, or with one that the office wrote of the campaign."""
        return self.letter is not None or answers_by_subject(self.mail, self.season)

    @cached_property
    def submitted(self) -> tuple[Reading, ...]:
        """What the mail submits: without forms that came back as they had left."""
        return tuple(one for one in self.incoming.understanding.readings if not self._came_back(one))

    @property
    def empty_forms(self) -> tuple[str, ...]:
        """Files: our forms that nobody has filled in."""
        returned = (name for one in self.incoming.understanding.readings if self._came_back(one) for name in one.files)
        return tuple(dict.fromkeys((*self.incoming.understanding.empty_forms, *returned)))

    def _came_back(self, reading: Reading) -> bool:
        """Whether a form says nothing but what the unit had said for the stage before."""
        unit, stage = self.roster.find(reading.unit.unit), self.campaign.stage(reading.stage)
        if not reading.repeats or unit is None or stage.compared_with is None:
            return False
        earlier = status_of(self.season, unit, self.campaign.stage(stage.compared_with)).submission
        known = {title_key(one.initiative.title): one.initiative for one in earlier.initiatives} if earlier else {}
        return all(
            (before := known.get(title_key(one.title))) is not None
            and all(code == TITLE or before.get(code) == value.value for code, value in one.values.items())
            for one in reading.initiatives
        )

    @property
    def is_other_business(self) -> bool:
        """In an old thread, with a subject of its own and no word of the campaign: an old letter was at hand when
        somebody looked for the address. What can be meant for us counts, unless other business is named."""
        if self.letter is None or self.said is None:
            return False
        spoken, kinds = Spoken(self.mail, self.campaign), self.said.kinds
        if kinds == ("other",):
            return True
        titled = bool(self.mail.subject.strip()) and not is_answer(self.mail.subject)
        ours = spoken.topic or spoken.collected
        return titled and not ours and (kinds == ("says",) or spoken.speaks_of_other_business)

    @cached_property
    def hearing(self) -> Hearing | None:
        """What a unit says in plain words; None where it is not one unit that speaks."""
        if self.sender.office or self.incoming.manners.automatic:
            return None
        written_to = self.roster.find(self.letter.unit) if self.letter else None
        unit = written_to if written_to in self.sender.units else self.unit or self._named_of_a_shared_address
        if unit is None:
            return None
        stages = Spoken(self.mail, self.campaign).stages
        named = self.letter.stage if self.letter else stages[0].code if len(stages) == 1 and not self.answers else None
        return Hearing(
            mail=self.mail,
            arrival=self.incoming.arrival,
            unit=unit,
            stage=self.campaign.stage(named) if named else self.stage,
            season=self.season,
            today=local_day(self.incoming.arrived_at, self.campaign.calendar),
            letter=self.letter,
            answers=self.answers,
        )

    @property
    def _named_of_a_shared_address(self) -> Unit | None:
        """Of the schools that share a mailbox the one that the mail names."""
        named = units_named(Spoken(self.mail, self.campaign).all, self.roster) if self.sender.units else ()
        found = [unit for unit in self.sender.units if unit.code in named]
        return found[0] if len(found) == 1 else None

    @cached_property
    def said(self) -> Follows | None:
        """What follows from it. A mail that bears no sign of us says nothing to us."""
        if self.hearing is None:
            return None
        spoken, heard = Spoken(self.mail, self.campaign), self.hearing.heard
        signed = not spoken.something_else and (spoken.topic or (spoken.collected and bool(spoken.stages)))
        wished = any(one.kind == "time" for one in heard) and self._owes_what_it_names
        if self.answers or signed or wished or self._goes_on_with_what_it_sent(spoken, heard):
            return follows(self.hearing, heard)
        return None

    def _goes_on_with_what_it_sent(self, spoken: Spoken, heard: tuple[Heard, ...]) -> bool:
        """A short mail that bears no sign of us: it corrects, adds to or takes back what the unit has sent, or names a
        stage and says something definite. Nothing of it is about other business."""
        kinds = {one.kind for one in heard}
        if self.hearing and _tells_of_itself(heard, spoken) and not has_files(self.mail):
            return True
        foreign = spoken.something_else or "other" in kinds or spoken.speaks_of_other_business
        if self.hearing is None or foreign or has_files(self.mail) or len(words(spoken.own)) > _SHORT_OF_UNIT:
            return False
        unit, stages = self.hearing.unit, self.campaign.stages
        if kinds & {"value", "change", "withdraw"}:
            return any(status_of(self.season, unit, stage).submission for stage in stages)
        if "roster" in kinds and any(says(spoken.own, phrase) for phrase in lexicon().said["mailbox"]):
            return True
        if kinds & {"paper", "already"} and status_of(self.season, unit, self.hearing.stage).state == "owes":
            return any(_is_all_of_it(spoken.own, stage) for stage in spoken.stages)
        return bool(spoken.stages) and bool(kinds & {"link", "question", "form", "value", "nothing", "exempt"})

    @property
    def wishes(self) -> bool:
        """Whether a mail that bears a sign of us and carries nothing asks for something."""
        spoken = Spoken(self.mail, self.campaign)
        asked = any(says(spoken.own, phrase) for phrase in lexicon().said["beg"])
        return asked and not has_files(self.mail) and not spoken.forgot_its_file

    @property
    def _owes_what_it_names(self) -> bool:
        """A wish for time that names a stage and nothing else of us counts while the unit owes that very stage."""
        if self.hearing is None or self.incoming.understanding.readings:
            return False
        stage, text = self.hearing.stage, Spoken(self.mail, self.campaign).all
        return says(text, stage.label) and status_of(self.season, self.hearing.unit, stage).state == "owes"


_SMALL = frozenset(
    words("bằng tại qua rồi ngày cho theo của từ lên ạ về vào gửi nộp bản trên đến và cho phòng sở trường")
)


def _is_all_of_it(text: str, stage: Stage) -> bool:
    """Whether the stage is named without what else one may register or report: "đã nộp đăng ký bằng văn bản"."""
    said, label = words(text), words(stage.label)
    places = [at for at in range(len(said) - len(label) + 1) if said[at : at + len(label)] == label]
    return any(at + len(label) == len(said) or said[at + len(label)] in _SMALL for at in places)


_UP_TO_DATE = ("danh bạ", "danh sách", "cập nhật", "liên hệ", "liên lạc", "thư từ")


def _tells_of_itself(heard: tuple[Heard, ...], spoken: Spoken) -> bool:
    """A short mail about a new head or telephone that wants it noted: other business of a personnel office, and ours
    as far as our letters go there."""
    told = any(one.kind == "roster" and one.detail for one in heard)
    wanted = any(says(spoken.own, phrase) for phrase in _UP_TO_DATE)
    return told and wanted and len(words(spoken.own)) <= _SHORT_OF_UNIT * 2


_SHORT_OF_UNIT = 50  # words
