"""The one door: what handling one mail leads to, by one ordered table of named rules.

The first rule that applies decides. The trace keeps every rule that was asked and, of the one that decided, why; so
each verdict can be explained in the words of the office. Nothing here writes, sends or looks at a clock.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256

from rules.calendar import local, local_day, short_day
from rules.campaign import Campaign, Stage
from rules.document import BODY
from rules.file_format import FORMATS, named, paged
from rules.initiative import DocumentVerdict, Reading, Understanding, UnitGuess
from rules.intake.answering import Answering, answered_letter, reply_of
from rules.intake.concern import Sign, Spoken, has_files, signs_of
from rules.intake.confirming import confirmation, named_letter
from rules.intake.correction_words import Worded, corrections_in
from rules.intake.decision import Decision, Wanted
from rules.intake.early import lay_there_before
from rules.intake.hearing import QUOTED_AT_MOST, Follows, answers_by_subject, follows, goes_on
from rules.intake.hearing import Spoken as Hearing
from rules.intake.lessons import Lesson, in_the_light
from rules.intake.office_requests import Help, NotOurs, Request, asks_a_favour, requests, thanks, units_named
from rules.intake.proof import Decisions, Weight, weight
from rules.intake.recording import Mailed, Recorded, record, result_of
from rules.intake.shared_files import shared_file
from rules.intake.unit_replies import Heard, Kind
from rules.letter_kind import ACKNOWLEDGEMENT, ANSWERED, CODE, RECEIPT, REPLY
from rules.letters.codes import code_lost
from rules.letters.letter import (
    FORM,
    AcknowledgementFacts,
    AnsweredFacts,
    Enclosure,
    LetterOrder,
    ReceiptFacts,
    ReplyFacts,
)
from rules.lexicon import lexicon
from rules.mail import Mail
from rules.post.authentication import NOT_ASKED, Authentication
from rules.post.manners import Manners, returned_message_ids
from rules.post.own_words import said, written_in
from rules.post.quoting import is_answer, is_forward
from rules.roster import Roster, Unit
from rules.season import ArrivalFacts, LetterFacts, Question, Season, Verdict
from rules.standing import questions as ask
from rules.standing.bounces import NONE, Failures, about_lost, reachable, undelivered
from rules.standing.ownership import Owner, Sender, is_the_office, owner_of, sender_of
from rules.standing.questions import Subject
from rules.standing.status import status_of
from rules.text import says, words
from rules.trace import OUT_OF_OFFICE, Step
from rules.wording import clipped, listed


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
class _Case:
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
        spoken, heard = Spoken(self.mail, self.campaign), self.hearing.heard()
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


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    applies: Callable[[_Case], str | None]  # why, in one Vietnamese sentence; None: it does not
    act: Callable[[_Case, str], Decision]


def decide(incoming: Incoming, season: Season) -> Decision:
    """Every effect of one mail, so that all are committed or none."""
    roster = season.roster.on(local_day(incoming.arrived_at, season.campaign.calendar))
    sender = sender_of(incoming.mail, season, roster)
    read = in_the_light(incoming.understanding, incoming.lessons, season.campaign, roster, sender)
    case = _Case(replace(incoming, understanding=read), season, roster, sender)
    trace = [Step(hit, "dấu hiệu về người gửi") for hit in incoming.manners.hits]
    if incoming.namesakes:
        trace.append(Step("same-message-id", f"Cùng mã thư với thư {listed(map(str, incoming.namesakes))}."))
    missed: list[str] = []
    for rule in RULES:
        reason = rule.applies(case)
        if reason is None:
            missed.append(rule.name)
            continue
        decision = rule.act(case, reason)
        early = lay_there_before(incoming.arrived_at, season)
        letters, silence = _letters_that_may_leave(decision.letters, early, case)
        trace += [
            Step("not", ", ".join(missed)),
            Step(rule.name, reason),
            *_files_in_words(decision.verdict, case),
            *decision.trace,
            *silence,
        ]
        return replace(decision, letters=letters, trace=tuple(trace), early=early is not None)
    raise AssertionError("the last rule applies to every mail")


def _files_in_words(verdict: Verdict, case: _Case) -> list[Step]:
    """What each file was taken for, and the signs that were weighed.

    Of mail that is not ours nothing is quoted, not even a file name: the files of a unit are numbered.
    """
    documents = case.incoming.understanding.documents
    if verdict == "other" and case.sender.units:
        weighed = ((number, found) for number, found in enumerate(documents, 1) if found.hits)
        return [Step("evidence", f"tệp thứ {number}: {'; '.join(found.hits)}") for number, found in weighed]
    if verdict not in ("submission", "unclear"):
        return []
    steps = []
    for found in documents:
        steps.append(Step(f"document:{found.kind}", f"{found.name}: {found.reason}"))
        if found.hits:
            steps.append(Step("evidence", f"{found.name}: {'; '.join(found.hits)}"))
    return steps


# --- When letters may leave -------------------------------------------------------------------------------------


def _letters_that_may_leave(
    letters: tuple[LetterOrder, ...], early: Step | None, case: _Case
) -> tuple[tuple[LetterOrder, ...], list[Step]]:
    """None for mail from outside the bounds of the campaign: it is recorded and counted without a word."""
    campaign = case.campaign
    arrived = local_day(case.incoming.arrived_at, campaign.calendar)
    today = local_day(case.season.as_of, campaign.calendar)
    if not letters:
        return (), []
    if early:
        return (), [early]
    if today < campaign.go_live:
        return (), [Step("before-go-live", f"Chưa đến ngày {short_day(campaign.go_live)}: chỉ ghi nhận.")]
    if max(arrived, today) > campaign.closes:
        return (), [Step("after-closing", f"Phong trào đã kết thúc ngày {short_day(campaign.closes)}: chỉ ghi nhận.")]
    return letters, []


# --- Rules without effect ---------------------------------------------------------------------------------------


def _verdict(verdict: Verdict) -> Callable[[_Case, str], Decision]:
    return lambda case, reason: Decision(verdict, reason)


def _is_own(case: _Case) -> str | None:
    return "Thư do mailbot gửi." if case.incoming.manners.own else None


def _is_bounce(case: _Case) -> str | None:
    return "Thư báo không gửi được." if case.incoming.manners.bounce else None


def _bounced(case: _Case, reason: str) -> Decision:
    """Where it is a letter of ours that did not arrive, the office must know whom to telephone."""
    letter = _answered_by_a_machine(case)
    if letter is None:
        return Decision("automatic", reason)
    manners, failures = case.incoming.manners, case.incoming.failures
    believed = manners.told_by_a_server or failures.temporary or failures.permanent
    found = undelivered(letter, failures, case.incoming.arrived_at) if believed else ()
    if found and not any(one.permanent for one in found):
        return Decision("automatic", "Thư báo gửi chậm; máy chủ còn gửi tiếp.", undelivered=found, unit=letter.unit)
    lost = tuple(one.address for one in found if one.permanent) or (", ".join(letter.to),)
    questions = tuple(about_lost(address, letter, found, case.season, case.incoming.arrival) for address in lost)
    alarms = (code_lost(letter, case.campaign, case.incoming.arrived_at),) if letter.kind == CODE else ()
    return Decision("automatic", reason, (), alarms, questions, undelivered=found, unit=letter.unit)


def _answered_by_a_machine(case: _Case) -> LetterFacts | None:
    """The letter of ours that a report or an automatic answer is about."""
    named = returned_message_ids(case.mail)
    return next((one for one in case.season.letters if one.message_id and one.message_id in named), None)


def _is_absence(case: _Case) -> str | None:
    return "Thư trả lời tự động: người nhận đang vắng mặt." if case.incoming.manners.out_of_office else None


def _absent(case: _Case, reason: str) -> Decision:
    """Noted on the unit that was written to, and never answered."""
    letter = _answered_by_a_machine(case)
    unit = letter.unit if letter else case.unit.code if case.unit else None
    return Decision("automatic", reason, unit=unit)


def _is_machine(case: _Case) -> str | None:
    """A machine is never answered; but a file that it carries for a unit must not be lost."""
    if case.incoming.manners.automatic and not _carries_a_submission(case):
        return "Thư do máy gửi tự động."
    return None


def _shares_a_file(case: _Case) -> str | None:
    """A drive tells us that somebody put a file there that is named like ours: never answered, and not lost."""
    if not case.incoming.manners.automatic or case.sender.office or case.incoming.manners.own:
        return None
    shared = shared_file(case.mail, case.campaign, case.roster)
    return f"Có tài liệu được chia sẻ qua {shared.place}: “{shared.title}”." if shared else None


def _shared(case: _Case, reason: str) -> Decision:
    shared = shared_file(case.mail, case.campaign, case.roster)
    if shared is None:
        return Decision("automatic", reason)
    subject = replace(case.subject, unit=shared.unit)
    question = ask.about_shared(subject, shared.sender or case.who, shared.title, shared.place)
    return Decision("unclear", reason, questions=(question,), unit=shared.unit.code if shared.unit else None)


def _carries_a_submission(case: _Case) -> bool:
    """A file of its own that submits something; a body or an attached mail may only quote a letter of ours."""
    files = {attachment.name for attachment in case.mail.attachments if attachment.media_type != "message/rfc822"}
    return any(files.intersection(reading.files) for reading in case.incoming.understanding.readings)


def _office_confirms(case: _Case) -> str | None:
    if not case.sender.office or case.incoming.manners.automatic or named_letter(case.mail, case.season) is None:
        return None
    return "Người của phòng trả lời thư có mã xác nhận."


def _confirmed(case: _Case, reason: str) -> Decision:
    letter = named_letter(case.mail, case.season) or ""
    refuted, then = case.incoming.authentication.failed, replace(case.season, as_of=case.incoming.arrived_at)
    found = confirmation(case.mail, case.sender.address, letter, then, refuted=refuted)
    told = Step("confirmation", found.note) if found and found.note else None
    return Decision("answer", reason, confirms=found, trace=(told,) if told else ())


def _office_answers(case: _Case) -> str | None:
    """An answer with a submission is a submission: a person of the office may pass on what a unit sent."""
    if not case.sender.office or _carries_a_submission(case):
        return None
    if answered_letter(case.mail, case.season):
        return "Người của phòng trả lời thư của mailbot."
    named = {*case.mail.in_reply_to, *case.mail.references}
    return "Người của phòng viết tiếp thư của mailbot." if named & _own_message_ids(case) else None


def _office_sends_a_workbook(case: _Case) -> str | None:
    if not case.incoming.workbook or not case.sender.office or case.incoming.manners.automatic:
        return None
    return "Người của phòng gửi bảng tính đã nhập số liệu."


def _workbook(case: _Case, reason: str) -> Decision:
    named = {*case.mail.in_reply_to, *case.mail.references}
    carried = any(letter.carried_drafts and letter.message_id in named for letter in case.season.letters)
    why = _UNPROVEN if case.worth == "refused" else "" if case.incoming.sealed or carried else _NOT_OURS
    if not why:
        return Decision("answer", reason, takes_workbook=case.worth)
    # Anybody may have written it in the office's name, so it is told once a day.
    office, day = case.campaign.office, local_day(case.season.as_of, case.campaign.calendar)
    facts = AnsweredFacts(case.mail.subject, case.incoming.arrived_at, note=why)
    key = f"answered:{case.campaign.code}:workbook:{day.isoformat()}"
    told = LetterOrder(ANSWERED, key, office.letters_to, facts)
    return Decision("answer", reason, letters=(told,), trace=(Step("office-reply", why),))


_UNPROVEN = "Máy chủ thư không xác nhận được người gửi nên không lấy số liệu nào từ bảng tính trong thư."
_NOT_OURS = (
    "Bảng tính này không mang mã của bản do mailbot lập nên không lấy số liệu nào. Hãy nhập vào tệp kèm thư mailbot "
    "gửi rồi trả lời chính thư ấy, hoặc dùng lệnh mailbot take-workbook TỆP."
)


def _own_message_ids(case: _Case) -> set[str]:
    return {letter.message_id for letter in case.season.letters if letter.message_id}


def _answer(case: _Case, reason: str) -> Decision:
    letter = answered_letter(case.mail, case.season)
    if letter is None:
        return Decision("answer", reason)
    given = Answering(case.mail, letter, case.sender.address, office=True)
    reply = reply_of(given, case.season, case.roster, case.worth, case.incoming.arrived_at)
    if case.incoming.authentication.failed:
        reply = replace(reply, holds=(), requests=())
    wanted = Wanted(reply.by, reply.to, reply.requests, reply.corrections, reply.weight, reply.words, letter.message_id)
    wanted_any = wanted if reply.requests or reply.corrections else None
    trace = (Step("office-reply", reply.note),) if reply.note else ()
    return Decision("answer", reason, reply=reply, trace=trace, wanted=wanted_any)


def _office_asks(case: _Case) -> str | None:
    """A listed person writes to mailbot. What is not for it, a mailbox that people share holds as well."""
    mailbox = case.campaign.office.mailbox.lower()
    if not case.sender.office or case.incoming.manners.automatic or has_files(case.mail):
        return None
    if case.incoming.understanding.readings or mailbox not in {one.address for one in (*case.mail.to, *case.mail.cc)}:
        return None
    return "Người của phòng viết cho mailbot." if any(_requested(case)) else None


def _requested(case: _Case) -> tuple[tuple[Request, ...], tuple[Worded, ...]]:
    own, worded = corrections_in(said(written_in(case.mail)), (), case.campaign, case.roster)
    title = "" if is_answer(case.mail.subject) or is_forward(case.mail.subject) else case.mail.subject
    found = requests(own, case.campaign, case.roster, _day(case)) or requests(
        title, case.campaign, case.roster, _day(case)
    )
    speaks = "mailbot" in f"{title} {own}".casefold() or _speaks_of_us(f"{title} . {own}", case)
    speaks = speaks or (bool(title) and _is_to_us_alone(case))
    to_mailbot = speaks and bool(own.strip()) and not worded and not thanks(own)
    if not found and not worded and not to_mailbot and asks_a_favour(own) and _is_to_the_mailbox(case):
        return (NotOurs(),), worded
    return found or ((Help(),) if to_mailbot else ()), worded


def _is_to_us_alone(case: _Case) -> bool:
    """A short mail to nobody but the mailbox, about no other business that we know."""
    spoken = Spoken(case.mail, case.campaign)
    return (
        _is_to_the_mailbox(case) and not spoken.speaks_of_other_business and len(words(spoken.own)) <= _SHORT_OF_OFFICE
    )


def _is_to_the_mailbox(case: _Case) -> bool:
    """Alone, and to no person beside."""
    return [one.address for one in (*case.mail.to, *case.mail.cc)] == [case.campaign.office.mailbox.lower()]


def _speaks_of_us(text: str, case: _Case) -> bool:
    """A short mail of the office that names the campaign, or one of its units and what units register."""
    if len(words(text)) > _SHORT_OF_OFFICE or any(says(text, phrase) for phrase in lexicon().said["other"]):
        return False
    topic = case.campaign.topic
    named = any(says(text, phrase) for phrase in (*topic.words, case.campaign.short))
    collected = any(says(text, noun) for noun in topic.nouns)
    return named or (collected and bool(units_named(text, case.roster)))


_SHORT_OF_OFFICE = 60  # words
_SHORT_OF_UNIT = 50


def _asked(case: _Case, reason: str) -> Decision:
    proof = case.incoming.authentication
    if proof.failed:  # somebody else wrote it
        return Decision("answer", reason, trace=(Step("office-request", "Không xác nhận được người gửi: không làm."),))
    found, worded = _requested(case)
    own = said(written_in(case.mail))
    words = own if worded or requests(own, case.campaign, case.roster, _day(case)) else case.mail.subject
    by = case.sender.address
    # An own mail names no letter of ours: to trust means less here, and what is not proven is asked for once more.
    named = case.incoming.decisions != "trusting" or proof.person or proof.verdict == "passed"
    worth: Weight = case.worth if named else "refused"
    return Decision("answer", reason, wanted=Wanted(by, (by,), found, worded, worth, words))


def _day(case: _Case) -> date:
    return local_day(case.incoming.arrived_at, case.campaign.calendar)


def _stranger_answers(case: _Case) -> str | None:
    """Somebody who is not of the office answers a letter that only the office got: it was passed on, or worse."""
    if case.incoming.manners.automatic or not case.sender.address or answered_letter(case.mail, case.season) is None:
        return None
    return "Người ngoài phòng trả lời thư mà mailbot gửi phòng."


def _told_of_a_stranger(case: _Case, reason: str) -> Decision:
    letter = answered_letter(case.mail, case.season)
    if letter is None:
        return Decision("unclear", reason)
    given = Answering(case.mail, letter, case.sender.address, office=False)
    reply = reply_of(given, case.season, case.roster, case.worth, case.incoming.arrived_at)
    return Decision("unclear", reason, reply=reply, trace=(Step("office-reply", reply.note),))


def _is_anything(case: _Case) -> str | None:
    return "Thư không thuộc phong trào."


def _filed(case: _Case, reason: str) -> Decision:
    """Of a unit's mail the files and their reasons are kept as long as its bytes, so that nobody need guess."""
    return Decision("other", reason, keeps_files=bool(case.sender.units))


# --- A state secret ---------------------------------------------------------------------------------------------


def _is_secret(case: _Case) -> str | None:
    return "Thư có dấu hiệu chứa tài liệu mật." if case.incoming.understanding.secret else None


def _secret(case: _Case, reason: str) -> Decision:
    arrived = local(case.incoming.arrived_at, case.campaign.calendar).strftime("%H:%M %d/%m/%Y")
    address = case.mail.sender.address if case.mail.sender else "người gửi không rõ"
    return Decision("unclear", reason, questions=(ask.about_secret(case.subject, address, arrived),), secret=True)


# --- A sender that our server does not believe ------------------------------------------------------------------


def _fails_a_check(case: _Case) -> str | None:
    """Only of mail that would have an effect: what is not ours is filed like any other."""
    if not case.incoming.authentication.failed:
        return None
    concerns_us = case.incoming.understanding.readings or _speaks_of_a_submission(case)
    return _forged(case) if concerns_us or (case.unit and (_unreadable(case) or _says_something(case))) else None


def _forged(case: _Case) -> str:
    checks = ", ".join(method.upper() for method in case.incoming.authentication.failures)
    return f"Máy chủ thư cho biết thư có thể không do địa chỉ ghi ở mục người gửi gửi đi (kiểm tra {checks} báo sai)."


def _held_back(case: _Case, reason: str) -> Decision:
    """Nothing of it counts before a person has said so, and nobody is answered: the address may be somebody else's."""
    if case.incoming.understanding.readings:
        return replace(_submission(case, reason), reason=reason)
    return Decision("unclear", reason, questions=(ask.about_suspect(case.subject, case.who),))


# --- The spam folder --------------------------------------------------------------------------------------------


def _is_junk(case: _Case) -> str | None:
    if not case.incoming.junk:
        return None
    if case.incoming.understanding.readings or _speaks_of_a_submission(case):
        return "Thư trong thư mục thư rác, có thể là bài gửi của đơn vị."
    return None


def _junk(case: _Case, reason: str) -> Decision:
    mail, sender = case.mail, case.mail.sender
    found = ArrivalFacts(
        id=case.incoming.arrival,
        arrived_at=case.incoming.arrived_at,
        state="done",
        verdict="unclear",
        reason=reason,
        sender=sender.address if sender else "",
        sender_name=sender.name if sender else "",
        subject=mail.subject,
        attachments=tuple(attachment.name for attachment in mail.attachments),
    )
    return Decision("unclear", reason, questions=(ask.about_junk(case.subject, found, mail.digest),))


def _is_only_junk(case: _Case) -> str | None:
    return "Thư rác." if case.incoming.junk else None


# --- Submissions ------------------------------------------------------------------------------------------------


def _submits(case: _Case) -> str | None:
    readings = case.incoming.understanding.readings
    if not readings or _only_mends(case):
        return None
    stages = dict.fromkeys(case.campaign.stage(reading.stage).document for reading in readings)
    return f"Thư gửi {listed(stages)}."


def _only_mends(case: _Case) -> bool:
    """ "Tên giải pháp 1 xin đổi thành “...”" in answer to us names no initiative more, though it reads like one."""
    of_body = all(reading.files == (BODY,) for reading in case.incoming.understanding.readings)
    if not (of_body and case.answers and case.said):
        return False
    return any(ask.wanted_by(question) for question in case.said.questions)


def _submission(case: _Case, reason: str) -> Decision:
    incoming = case.incoming
    proven = incoming.authentication.person
    mailed = Mailed(incoming.arrival, incoming.arrived_at, incoming.understanding, case.sender, case.season, proven)
    taken: list[Recorded] = []
    trace: list[Step] = []
    replaced = case.hearing is not None and has_files(case.mail) and case.hearing.replaces
    for place, read in enumerate(incoming.understanding.readings):
        reading = _of_another_stage(replace(read, replaces=read.replaces or replaced), case)
        owner = _owner(reading, case)
        taken.append(record(reading, place, owner, mailed))
        trace += [Step(f"owner:{owner.rule}", _owner_in_words(owner.unit, owner.why)), *_said_of(taken[-1])]
    questions = [question for one in taken for question in one.questions]
    questions += _about_the_rest(case)
    return Decision(
        verdict="submission",
        reason=result_of(tuple(taken)),
        versions=tuple(one.version for one in taken if one.version),
        letters=_receipt(case, tuple(taken)),
        questions=tuple(questions),
        trace=tuple(trace),
    )


def _of_another_stage(reading: Reading, case: _Case) -> Reading:
    """The form of the stage before in a mail that speaks of the stage after it: a person looks."""
    said = [stage for stage in Spoken(case.mail, case.campaign).stages if stage.compared_with == reading.stage]
    form = case.campaign.stage(reading.stage)
    if not said or said[0] != case.stage or not _is_our_form(reading, case):
        return reading
    doubt = f"Thư nói về {said[0].label} nhưng tệp gửi kèm là biểu mẫu {form.label}."
    return replace(reading, sure=False, doubts=(*reading.doubts, doubt))


def _is_our_form(reading: Reading, case: _Case) -> bool:
    forms = {one.name for one in case.incoming.understanding.documents if "returned-form" in one.hits}
    return bool(forms.intersection(reading.files))


def _owner(reading: Reading, case: _Case) -> Owner:
    """Whatever the document says: what a machine sent, or nobody can vouch for, waits for a person."""
    if reading.unit.unit is None and not reading.unit.candidates and not case.sender.known:
        named = units_named(Spoken(case.mail, case.campaign).all, case.roster)
        if len(named) == 1:  # the mail itself says whose it is
            reading = replace(reading, unit=UnitGuess(named[0], "mail", certain=False))
    owner = owner_of(reading, case.sender, case.roster)
    if case.incoming.authentication.failed:
        return replace(owner, certain=False, ask=ask.FORGED, why=_forged(case))
    if case.incoming.manners.automatic:
        return replace(owner, certain=False, ask=ask.MACHINE, why="Thư do máy gửi, có kèm tệp của đơn vị.")
    return owner


def _owner_in_words(unit: Unit | None, why: str) -> str:
    name = unit.name if unit else "chưa xác định được đơn vị"
    return f"{name}: {why}" if why else name


def _said_of(one: Recorded) -> tuple[Step, ...]:
    if one.version is None:
        return (Step("repeated", "Nội dung đã được ghi nhận trước đó, không tạo bản mới."),)
    return (Step("provisional", " ".join(one.version.doubts)),) if one.version.provisional else (Step("recorded", ""),)


def _about_the_rest(case: _Case) -> list[Question]:
    """What came beside the submissions: files that nobody read, what the mail says itself."""
    asked = []
    unread = _unread_beside(case)
    if unread:
        asked.append(ask.about_unreadable(case.subject, case.who, unread))
    return [*asked, *_said_beside(case).questions]


def _receipt(case: _Case, taken: tuple[Recorded, ...]) -> tuple[LetterOrder, ...]:
    """One letter per mail, to its sender; where nobody knows the sender, what was read is told to the unit alone."""
    parts = tuple(one.part for one in taken)
    units = {part.unit.code: part.unit for part in parts if part.unit}
    stages = {part.stage.code for part in parts}
    stage = next(iter(stages)) if len(stages) == 1 else None
    facts = ReceiptFacts(
        arrived_at=case.incoming.arrived_at,
        subject=case.mail.subject,
        parts=parts,
        documents=_files_to_tell(case),
        repeated=all(one.version is None for one in taken),
        note=" ".join((*_said_beside(case).notes, *_wished(taken))),
    )
    if not case.sender.known:
        named = next(iter(units.values())) if len(units) == 1 else None
        return (
            *_acknowledged(case, unnamed=not units),
            *(_told_to_the_unit(case, facts, named, stage) if named else ()),
        )
    unit = next(iter(units)) if len(units) == 1 else None
    return (
        *_to_sender(case, facts, unit, stage, attach=(FORM,) if _lacks_something(taken) else ()),
        *_told_at_its_other_addresses(case, facts, taken),
    )


def _wished(taken: tuple[Recorded, ...]) -> tuple[str, ...]:
    return (_WISHED,) if any(one.wish for one in taken) else ()


_WISHED = (
    "Đề nghị rút, thay thế nội dung đã gửi được chuyển phòng phụ trách xem xét; nội dung cũ giữ nguyên cho đến khi có "
    "quyết định."
)
_NOT_FROM_HERE = (
    "Thư do địa chỉ {address} gửi, xin rút hoặc thay thế nội dung đã gửi; phòng phụ trách sẽ xem xét. Nếu không phải "
    "của đơn vị, đề nghị trả lời thư này."
)


def _told_at_its_other_addresses(
    case: _Case, facts: ReceiptFacts, taken: tuple[Recorded, ...]
) -> tuple[LetterOrder, ...]:
    """What would take something from a unit it reads at each address it has: one of them may be in foreign hands."""
    parts = [one.part for one in taken if one.wish and one.part.unit]
    units = {part.unit.code: part.unit for part in parts if part.unit}
    if len(units) != 1 or not _may_be_answered(case):
        return ()
    (unit,) = units.values()
    told = replace(facts, parts=tuple(parts), note=_NOT_FROM_HERE.format(address=case.sender.address))
    others = [one for one in reachable(unit.addresses, case.season) if one != case.sender.address]
    return tuple(_to_the_unit(case, told, unit, parts[0].stage.code, address) for address in others)


def _acknowledged(case: _Case, *, unnamed: bool) -> tuple[LetterOrder, ...]:
    """Anybody can write in the name of an address that we do not know: it gets one letter a day, and nothing in it was
    chosen by whoever wrote."""
    if not _may_be_answered(case):
        return ()
    who = sha256(case.sender.address.encode()).hexdigest()[:24]
    today = local_day(case.season.as_of, case.campaign.calendar)
    return (
        LetterOrder(
            kind=ACKNOWLEDGEMENT,
            key=f"acknowledgement:{case.campaign.code}:{who}:{today.isoformat()}",
            to=(case.sender.address,),
            facts=AcknowledgementFacts(case.incoming.arrived_at, unnamed),
            arrival=case.incoming.arrival,
        ),
    )


_NOT_FROM_YOU = (
    "Thư do một địa chỉ chưa có trong danh sách gửi đến, ghi tên đơn vị. "
    "Nếu không phải của đơn vị, đề nghị trả lời thư này."
)


def _told_to_the_unit(case: _Case, facts: ReceiptFacts, unit: Unit, stage: str | None) -> tuple[LetterOrder, ...]:
    """The unit that a stranger's mail names reads what came in its name, at each of its own addresses."""
    if not _may_be_answered(case):
        return ()
    told = replace(facts, note=_NOT_FROM_YOU)
    return tuple(_to_the_unit(case, told, unit, stage, one) for one in reachable(unit.addresses, case.season))


def _to_the_unit(case: _Case, facts: ReceiptFacts, unit: Unit, stage: str | None, address: str) -> LetterOrder:
    """Outside the thread of a mail that its reader has not seen."""
    place = unit.addresses.index(address)
    which = f":{place}" if place else ""
    return LetterOrder(
        kind=RECEIPT,
        key=f"receipt:{case.campaign.code}:named:{_occasion(case, facts, unit.code, stage)}{which}",
        to=(address,),
        facts=facts,
        unit=unit.code,
        stage=stage,
        arrival=case.incoming.arrival,
        threaded=False,
    )


def _lacks_something(taken: tuple[Recorded, ...]) -> bool:
    """One unit, one stage, and gaps or wrong figures: the form comes with what was understood. A stranger gets none."""
    part = taken[0].part if len(taken) == 1 and taken[0].trusted else None
    return part is not None and part.unit is not None and bool(part.missing or part.figures)


def _to_sender(
    case: _Case,
    facts: ReceiptFacts,
    unit: str | None,
    stage: str | None = None,
    attach: tuple[Enclosure, ...] = (),
) -> tuple[LetterOrder, ...]:
    if not _may_be_answered(case) or _thanks_itself(case, facts, unit):
        return ()
    return (
        LetterOrder(
            kind=RECEIPT,
            key=f"receipt:{case.campaign.code}:{_occasion(case, facts, unit, stage)}",
            to=(case.sender.address,),
            facts=facts,
            unit=unit,
            stage=stage,
            arrival=case.incoming.arrival,
            attach=attach,
        ),
    )


def _thanks_itself(case: _Case, facts: ReceiptFacts, code: str | None) -> bool:
    """The office need not be told by itself that it has sent what it owes."""
    unit = case.season.roster.find(code)
    complete = bool(facts.parts) and not any(part.missing for part in facts.parts)
    return complete and unit is not None and is_the_office(unit, case.campaign)


def _may_be_answered(case: _Case) -> bool:
    """Neither a machine nor an address that may be somebody else's."""
    return bool(case.sender.address and not case.incoming.manners.automatic and not case.incoming.authentication.failed)


def _occasion(case: _Case, facts: ReceiptFacts, unit: str | None, stage: str | None) -> str:
    """What is answered once: a mail, by whatever ways its copies came. What says nothing new is answered once a day,
    so that two programs that take each other for people come to an end. A copy says nothing new either."""
    if case.incoming.namesakes or not (facts.repeated or facts.empty_form):
        return case.mail.identity[:24]
    who = sha256(f"{case.sender.address} {unit} {stage} {facts.empty_form}".encode()).hexdigest()[:24]
    return f"{who}:{local_day(case.incoming.arrived_at, case.campaign.calendar).isoformat()}"


# --- What only a person can read --------------------------------------------------------------------------------


def _unreadable(case: _Case) -> tuple[DocumentVerdict, ...]:
    ornaments = {attachment.name for attachment in case.mail.attachments if attachment.is_ornament}
    documents = case.incoming.understanding.documents
    return tuple(found for found in documents if found.kind == "unreadable" and found.name not in ornaments)


def _files_to_tell(case: _Case) -> tuple[DocumentVerdict, ...]:
    """Every file, without the logos and emblems of a signature and the covers of forwarded mails."""
    unreadable, wrappers = _unreadable(case), _forwarded_mails(case)
    documents = case.incoming.understanding.documents
    return tuple(
        found
        for found in documents
        if (found.kind != "unreadable" or found in unreadable)
        and not (found.kind == "other" and found.name in wrappers)
    )


def _forwarded_mails(case: _Case) -> set[str]:
    """Names of attached mails: what is inside them is told by its own name."""
    return {
        attachment.name
        for attachment in case.mail.attachments
        if attachment.media_type == "message/rfc822" or FORMATS["eml"].names(attachment.name)
    }


def _unread_beside(case: _Case) -> tuple[str, ...]:
    """Unreadable files beside a read one; a scan named like a file that was read is its signed copy."""
    read = {_stem(name) for reading in case.incoming.understanding.readings for name in reading.files}
    return tuple(
        found.name for found in _unreadable(case) if not (named(found.name, paged()) and _stem(found.name) in read)
    )


def _stem(name: str) -> str:
    stem = name.rpartition(".")[0] or name
    return " ".join(word for word in words(stem) if word not in ("signed", "ky", "so", "scan", "dau"))


def _unread_from_a_unit(case: _Case) -> str | None:
    files = _unreadable(case)
    if not files or not case.unit or _speaks_of_something_else(case):
        return None
    return f"Đơn vị gửi tệp chưa đọc được: {listed(found.name for found in files)}."


def _unread_from_the_office(case: _Case) -> str | None:
    """A workbook that a person filled for mailbot and that arrived broken: nothing of it is taken, and that is said."""
    files = [found.name for found in _unreadable(case) if FORMATS["xlsx"].names(found.name)]
    if not files or not case.sender.office:
        return None
    return f"Người của phòng gửi bảng tính không đọc được: {listed(files)}."


def _unread_of_the_campaign(case: _Case) -> str | None:
    files = _unreadable(case)
    if not files or not _speaks_of_a_submission(case):
        return None
    return f"Thư nói về phong trào, có tệp chưa đọc được: {listed(found.name for found in files)}."


def _unread(case: _Case, reason: str) -> Decision:
    files = _unreadable(case)
    question = ask.about_unreadable(case.subject, case.who, tuple(found.name for found in files))
    ours = Spoken(case.mail, case.campaign).one_word_of_it  # else it may be other business
    beside = _said_beside(case)
    letters = _unclear_receipt(case, files, " ".join(beside.notes)) if ours else ()
    return Decision("unclear", reason, letters=letters, questions=(question, *beside.questions))


def _unclear_receipt(case: _Case, files: tuple[DocumentVerdict, ...], note: str = "") -> tuple[LetterOrder, ...]:
    """To a known unit only: a stranger's mail may not be about the campaign at all."""
    if case.unit is None:
        return ()
    facts = ReceiptFacts(case.incoming.arrived_at, case.mail.subject, (), files, note=note)
    return _to_sender(case, facts, case.unit.code)


# --- What a unit says in plain words ----------------------------------------------------------------------------

_VAGUE = ("says", "thanks", "other")
_BESIDE_A_FILE = ("time", "exempt", "question", "roster")
"""What counts beside something that is submitted: a covering note promises, thanks and tells of paper copies."""


def _says_something(case: _Case) -> str | None:
    """A unit says in plain words what can be understood."""
    said = case.said
    if said is None or all(kind in _VAGUE for kind in said.kinds) or case.is_other_business:
        return None
    if set(said.kinds) <= {"thanks", "will"} and not said.notes:
        return None
    counts = _BESIDE_A_FILE if not case.incoming.understanding.empty_forms else (*_BESIDE_A_FILE, "value")
    if has_files(case.mail) and not case.answers and not set(said.kinds) & set(counts):
        return None
    return f"Đơn vị {'trả lời' if case.answers else 'viết'}: “{_in_short(said)}”."


_QUOTED_IN_A_TABLE = 120  # characters


def _in_short(said: Follows) -> str:
    return clipped(" ".join(dict.fromkeys(one.quote for one in said.heard)), _QUOTED_IN_A_TABLE).rstrip(".")


def _says_anything(case: _Case) -> str | None:
    """Whatever a unit answers that nobody understood: a person reads it."""
    said = case.said
    if said is None or not (case.answers or case.wishes) or said.kinds != ("says",):
        return None
    return f"Đơn vị trả lời: “{_in_short(said)}”."


def _only_thanks(case: _Case) -> str | None:
    said = case.said
    promised = said is not None and bool(said.kinds) and set(said.kinds) <= {"thanks", "will"} and not said.notes
    if said is None or has_files(case.mail) or not (said.kinds == ("thanks",) or promised):
        return None
    return "Đơn vị báo đã nhận hoặc cảm ơn, không cần trả lời."


def _speaks_of_other_business(case: _Case) -> str | None:
    said = case.said
    if said is None or not case.answers or not (said.kinds == ("other",) or case.is_other_business):
        return None
    return f"Đơn vị viết tiếp thư cũ về việc khác, không thuộc phong trào: “{_in_short(said)}”."


def _said_beside(case: _Case) -> Follows:
    """What is said beside a submission. In a body that is one, words are content; a wish for time is not."""
    if case.hearing is None or case.incoming.authentication.failed:
        return Follows(())
    heard = case.hearing.heard()
    if not case.of_words:
        of_body = any(BODY in reading.files for reading in case.incoming.understanding.readings)
        counting = ("time",) if of_body else _BESIDE_A_FILE
        heard = tuple(one for one in heard if one.kind in counting)
    return follows(case.hearing, heard)


def _said(case: _Case, reason: str) -> Decision:
    """Values that were missing are recorded like those of a form; all else gets one letter that says what follows."""
    said = case.said
    if said is None:
        return Decision("unclear", reason)
    if said.reading is not None:
        told = replace(case.incoming.understanding, readings=(said.reading,))
        return _submission(replace(case, incoming=replace(case.incoming, understanding=told), of_words=True), reason)
    return Decision("unclear", reason, letters=_reply(case, said), questions=said.questions, unit=_code(case))


def _code(case: _Case) -> str | None:
    return case.hearing.unit.code if case.hearing else None


def _reply(case: _Case, said: Follows) -> tuple[LetterOrder, ...]:
    """One a day for the same in one thread, lest two programs that take each other for people go on for ever."""
    if not _may_be_answered(case) or not said.notes or case.hearing is None or _has_been_told(case, said):
        return ()
    unit, stage = case.hearing.unit, case.hearing.stage
    others = reachable(unit.addresses, case.season) if _would_change(case, said) else ()
    to = dict.fromkeys((case.sender.address, *others))
    return (
        LetterOrder(
            kind=REPLY,
            key=f"reply:{case.campaign.code}:{_thread(case, said)}",
            to=tuple(to),
            facts=ReplyFacts(
                arrived_at=case.incoming.arrived_at,
                subject=case.mail.subject,
                quote=_in_short(said),
                notes=said.notes,
                waits=said.waits,
            ),
            unit=unit.code,
            stage=stage.code,
            arrival=case.incoming.arrival,
            attach=said.attach,
        ),
    )


_CHANGES: frozenset[Kind] = frozenset({"withdraw", "change", "paper", "exempt", "nothing", "time", "roster"})
"""What is said in plain words that the office may take for the unit's own wish to change what stands."""


def _would_change(case: _Case, said: Follows) -> bool:
    """Then every address of the unit reads of it, the old one among them: whoever wrote may be anybody."""
    return not case.incoming.authentication.person and not _CHANGES.isdisjoint(said.kinds)


def _has_been_told(case: _Case, said: Follows) -> bool:
    """A remark on what was only an acknowledgement of a remark, on the same day."""
    letter, calendar = case.letter, case.campaign.calendar
    if letter is None or letter.kind != REPLY or set(said.kinds) - {"says"}:
        return False
    return local_day(letter.created_at, calendar) == local_day(case.season.as_of, calendar)


def _thread(case: _Case, said: Follows) -> str:
    about = case.letter.key if case.letter and not case.letter.kind.answers else "-"
    who = f"{case.sender.address} {about} {' '.join(sorted(set(said.kinds)))}"
    day = local_day(case.incoming.arrived_at, case.campaign.calendar).isoformat()
    return f"{sha256(who.encode()).hexdigest()[:24]}:{day}"


def _returns_an_empty_form(case: _Case) -> str | None:
    """Sent back by mistake, or instead of the filled one: the unit is told at once, and nobody is asked."""
    if case.unit is None or not case.incoming.understanding.empty_forms:
        return None
    return f"Đơn vị gửi lại biểu mẫu chưa điền: {listed(case.incoming.understanding.empty_forms)}."


def _empty_form(case: _Case, reason: str) -> Decision:
    facts = ReceiptFacts(case.incoming.arrived_at, case.mail.subject, (), (), empty_form=True)
    unit = case.unit.code if case.unit else None
    return Decision("unclear", reason, letters=_to_sender(case, facts, unit, case.stage.code, attach=(FORM,)))


def _signs(case: _Case) -> tuple[Sign, ...]:
    """What binds a mail of a unit to the campaign; nothing binds that of a stranger, of the office, of a machine."""
    if not case.sender.units or case.sender.office or case.incoming.manners.automatic:
        return ()
    return signs_of(
        case.mail, case.incoming.understanding, case.season, case.sender.units, case.stage, answers=case.answers
    )


def _speaks_without_content(case: _Case) -> str | None:
    """A unit writes about its submission and nothing in the mail is one: an attachment forgotten, an empty form."""
    return next((sign.sentence for sign in _signs(case) if sign.asks), None)


def _stranger_speaks(case: _Case) -> str | None:
    """Somebody whom nobody knows writes of what units register and names one of them: a teacher, a private address."""
    if case.sender.known or case.incoming.manners.automatic or case.incoming.junk or not case.sender.address:
        return None
    told = {one.lower() for one in case.letter.to} if case.letter else set()
    if case.letter is not None and (case.sender.address in told or case.letter.unit):  # passed on within the unit
        return "Người chưa có trong danh sách trả lời thư của mailbot."
    spoken = Spoken(case.mail, case.campaign)
    ours = spoken.collected and bool(spoken.stages) and not spoken.something_else
    named = units_named(spoken.all, case.roster) if ours else ()
    return f"Người chưa có trong danh sách viết về {spoken.stages[0].label}, nêu tên đơn vị." if named else None


def _asked_by_a_stranger(case: _Case, reason: str) -> Decision:
    """One letter and one question a day for an address, whatever it writes. A new address or head of the unit to which
    our letter went is proposed as such, and the unit reads of it."""
    changed = _changed_by_a_stranger(case)
    if changed is not None:
        return Decision("unclear", reason, letters=changed[1], questions=(changed[0],), unit=changed[0].unit)
    words, day = clipped(said(written_in(case.mail)), QUOTED_AT_MOST), _day(case).isoformat()
    text = f"{case.who} (chưa có trong danh sách) viết: “{words.rstrip('.')}”. Đề nghị xem và trả lời nếu cần."
    question = replace(case.subject, unit=None, stage=None).ask(ask.NOTHING_READ, text, case.sender.address, day)
    return Decision("unclear", reason, letters=_acknowledged(case, unnamed=False), questions=(question,))


def _changed_by_a_stranger(case: _Case) -> tuple[Question, tuple[LetterOrder, ...]] | None:
    unit = case.roster.find(case.letter.unit) if case.letter else None
    if unit is None or not _may_be_answered(case):
        return None
    stage = case.campaign.stage(case.letter.stage) if case.letter and case.letter.stage else case.stage
    spoken = Hearing(
        case.mail, case.incoming.arrival, unit, stage, case.season, _day(case), letter=case.letter, answers=True
    )
    told = next((one for one in spoken.heard() if one.kind == "roster"), None)
    if told is None:
        return None
    address = told.detail if "@" in told.detail else ""
    question = ask.about_roster(spoken.subject, clipped(told.quote, QUOTED_AT_MOST).rstrip("."), address, case.who)
    note = (
        f"{case.sender.address} (chưa có trong danh sách) báo thay đổi của đơn vị; đã chuyển người phụ trách xem xét, "
        "thư vẫn gửi địa chỉ cũ. Nếu không phải của đơn vị, đề nghị trả lời thư này."
    )
    facts = ReplyFacts(case.incoming.arrived_at, case.mail.subject, "", (note,), waits=False)
    to, day = reachable(unit.addresses, case.season), _day(case).isoformat()
    who = sha256(case.sender.address.encode()).hexdigest()[:24]
    key = f"reply:{case.campaign.code}:stranger:{who}:{day}"
    order = LetterOrder(
        REPLY, key, tuple(to), facts, unit.code, stage.code, arrival=case.incoming.arrival, threaded=False
    )
    return question, (*_acknowledged(case, unnamed=False), *((order,) if to else ()))


def _concerns_us(case: _Case) -> str | None:
    """A sign of us: the office reads of it in its digest, and the mail is kept until the campaign closes."""
    return next((sign.sentence for sign in _signs(case)), None)


def _nothing_read(case: _Case, reason: str) -> Decision:
    own = clipped(" ".join(said(written_in(case.mail)).split()), QUOTED_AT_MOST).rstrip(".")
    question = ask.about_nothing_read(case.subject, case.who, has_files(case.mail), own)
    documents = tuple(found for found in case.incoming.understanding.documents if found.kind == "other")
    return Decision("unclear", reason, letters=_unclear_receipt(case, documents), questions=(question,))


# --- What a mail speaks of --------------------------------------------------------------------------------------


def _speaks_of_a_submission(case: _Case) -> bool:
    return Spoken(case.mail, case.campaign).a_submission


def _speaks_of_something_else(case: _Case) -> bool:
    return Spoken(case.mail, case.campaign).something_else


# --- The table --------------------------------------------------------------------------------------------------

RULES: tuple[_Rule, ...] = (
    _Rule("own-letter", _is_own, _verdict("own")),
    _Rule("bounce", _is_bounce, _bounced),
    _Rule(OUT_OF_OFFICE, _is_absence, _absent),
    _Rule("shared-on-a-drive", _shares_a_file, _shared),
    _Rule("machine", _is_machine, _verdict("automatic")),
    _Rule("state-secret", _is_secret, _secret),
    _Rule("submission-in-junk", _is_junk, _junk),
    _Rule("junk", _is_only_junk, _verdict("other")),
    _Rule("code-of-office", _office_confirms, _confirmed),
    _Rule("workbook-of-office", _office_sends_a_workbook, _workbook),
    _Rule("answer-of-office", _office_answers, _answer),
    _Rule("request-of-office", _office_asks, _asked),
    _Rule("failed-check", _fails_a_check, _held_back),
    _Rule("submission", _submits, _submission),
    _Rule("unreadable-from-unit", _unread_from_a_unit, _unread),
    _Rule("unreadable-from-office", _unread_from_the_office, _unread),
    _Rule("answer-of-a-stranger", _stranger_answers, _told_of_a_stranger),
    _Rule("unreadable-of-campaign", _unread_of_the_campaign, _unread),
    _Rule("unit-says", _says_something, _said),
    _Rule("empty-form", _returns_an_empty_form, _empty_form),
    _Rule("thanks", _only_thanks, _filed),
    _Rule("other-business", _speaks_of_other_business, _verdict("unclear")),
    _Rule("unit-says-anything", _says_anything, _said),
    _Rule("nothing-read", _speaks_without_content, _nothing_read),
    _Rule("concerns-us", _concerns_us, _verdict("unclear")),
    _Rule("a-stranger-speaks", _stranger_speaks, _asked_by_a_stranger),
    _Rule("other", _is_anything, _filed),
)
"""From the top: what must never be answered, what must never be read, what is recorded, what a person must see."""
