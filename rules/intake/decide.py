"""The one door: what handling one mail leads to, by one ordered table of named rules.

The first rule that applies decides. The trace keeps every rule that was asked and, of the one that decided, why; so
each verdict can be explained in the words of the office. Nothing here writes, sends or looks at a clock.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from rules.calendar import local, local_day, short_day
from rules.document import BODY
from rules.file_format import FORMATS, named, paged
from rules.initiative import TITLE, Json, Reading, UnitGuess
from rules.intake.answering import Answering, answered_letter, reply_of
from rules.intake.case import Case, Incoming
from rules.intake.concern import Sign, Spoken, has_files, signs_of
from rules.intake.confirming import confirmation, named_letter
from rules.intake.correction_words import Worded, corrections_in
from rules.intake.decision import Decision, Wanted
from rules.intake.early import lay_there_before
from rules.intake.hearing import QUOTED_AT_MOST
from rules.intake.hearing import Spoken as Hearing
from rules.intake.lessons import in_the_light
from rules.intake.office_orders import Unclear
from rules.intake.office_requests import Help, NotOurs, Wishes, asks_a_favour, requests, thanks, units_named, wishes
from rules.intake.office_settled import NOT_ORDERED, may_order, says_only_to_mend
from rules.intake.proof import Weight
from rules.intake.receipts import (
    acknowledged,
    may_be_answered,
    receipt_of,
    said_beside,
    to_sender,
    unclear_receipt,
    unread_files,
)
from rules.intake.recording import Mailed, Recorded, record, result_of
from rules.intake.shared_files import shared_file
from rules.intake.unit_says import (
    only_thanks,
    reply_to,
    says_anything,
    says_something,
    unit_of,
    writes_of_other_business,
)
from rules.letter_kind import ANSWERED, CODE, REPLY
from rules.letters.codes import code_lost
from rules.letters.letter import (
    FORM,
    AnsweredFacts,
    LetterOrder,
    ReceiptFacts,
    ReplyFacts,
)
from rules.lexicon import lexicon
from rules.post.manners import returned_message_ids
from rules.post.own_words import said, written_in
from rules.post.quoting import is_answer, is_forward
from rules.roster import Unit
from rules.season import ArrivalFacts, LetterFacts, Question, Season, Verdict
from rules.standing import questions as ask
from rules.standing.bounces import about_lost, reachable, undelivered
from rules.standing.ownership import Owner, owner_of, sender_of
from rules.text import bare, says, words
from rules.titles import title_key
from rules.trace import OUT_OF_OFFICE, Step
from rules.wording import clipped, listed


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    applies: Callable[[Case], str | None]  # why, in one Vietnamese sentence; None: it does not
    act: Callable[[Case, str], Decision]


def decide(incoming: Incoming, season: Season) -> Decision:
    """Every effect of one mail, so that all are committed or none."""
    roster = season.roster.on(local_day(incoming.arrived_at, season.campaign.calendar))
    sender = sender_of(incoming.mail, season, roster)
    read = in_the_light(incoming.understanding, incoming.lessons, season.campaign, roster, sender)
    case = Case(replace(incoming, understanding=read), season, roster, sender)
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


def _files_in_words(verdict: Verdict, case: Case) -> list[Step]:
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
    letters: tuple[LetterOrder, ...], early: Step | None, case: Case
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


def _verdict(verdict: Verdict) -> Callable[[Case, str], Decision]:
    return lambda case, reason: Decision(verdict, reason)


def _is_own(case: Case) -> str | None:
    return "Thư do mailbot gửi." if case.incoming.manners.own else None


def _is_bounce(case: Case) -> str | None:
    return "Thư báo không gửi được." if case.incoming.manners.bounce else None


def _bounced(case: Case, reason: str) -> Decision:
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


def _answered_by_a_machine(case: Case) -> LetterFacts | None:
    """The letter of ours that a report or an automatic answer is about."""
    named = returned_message_ids(case.mail)
    return next((one for one in case.season.letters if one.message_id and one.message_id in named), None)


def _is_absence(case: Case) -> str | None:
    return "Thư trả lời tự động: người nhận đang vắng mặt." if case.incoming.manners.out_of_office else None


def _absent(case: Case, reason: str) -> Decision:
    """Noted on the unit that was written to, and never answered."""
    letter = _answered_by_a_machine(case)
    unit = letter.unit if letter else case.unit.code if case.unit else None
    return Decision("automatic", reason, unit=unit)


def _is_machine(case: Case) -> str | None:
    """A machine is never answered; but a file that it carries for a unit must not be lost."""
    if case.incoming.manners.automatic and not _carries_a_submission(case):
        return "Thư do máy gửi tự động."
    return None


def _shares_a_file(case: Case) -> str | None:
    """A drive tells us that somebody put a file there that is named like ours: never answered, and not lost."""
    if not case.incoming.manners.automatic or case.sender.office or case.incoming.manners.own:
        return None
    shared = shared_file(case.mail, case.campaign, case.roster)
    return f"Có tài liệu được chia sẻ qua {shared.place}: “{shared.title}”." if shared else None


def _shared(case: Case, reason: str) -> Decision:
    shared = shared_file(case.mail, case.campaign, case.roster)
    if shared is None:
        return Decision("automatic", reason)
    subject = replace(case.subject, unit=shared.unit)
    question = ask.about_shared(subject, shared.sender or case.who, shared.title, shared.place)
    return Decision("unclear", reason, questions=(question,), unit=shared.unit.code if shared.unit else None)


def _carries_a_submission(case: Case) -> bool:
    """A file of its own that submits something; a body or an attached mail may only quote a letter of ours."""
    files = {attachment.name for attachment in case.mail.attachments if attachment.media_type != "message/rfc822"}
    return any(files.intersection(reading.files) for reading in case.incoming.understanding.readings)


def _office_confirms(case: Case) -> str | None:
    if not case.sender.office or case.incoming.manners.automatic or named_letter(case.mail, case.season) is None:
        return None
    return "Người của phòng trả lời thư có mã xác nhận."


def _confirmed(case: Case, reason: str) -> Decision:
    letter = named_letter(case.mail, case.season) or ""
    refuted, then = case.incoming.authentication.failed, replace(case.season, as_of=case.incoming.arrived_at)
    found = confirmation(case.mail, case.sender.address, letter, then, refuted=refuted)
    told = Step("confirmation", found.note) if found and found.note else None
    return Decision("answer", reason, confirms=found, trace=(told,) if told else ())


def _office_answers(case: Case) -> str | None:
    """An answer with a submission is a submission: a person of the office may pass on what a unit sent."""
    if not case.sender.office or _carries_a_submission(case):
        return None
    if answered_letter(case.mail, case.season):
        return "Người của phòng trả lời thư của mailbot."
    named = {*case.mail.in_reply_to, *case.mail.references}
    return "Người của phòng viết tiếp thư của mailbot." if named & _own_message_ids(case) else None


def _office_sends_a_workbook(case: Case) -> str | None:
    if not case.incoming.workbook or not case.sender.office or case.incoming.manners.automatic:
        return None
    return "Người của phòng gửi bảng tính đã nhập số liệu."


def _workbook(case: Case, reason: str) -> Decision:
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


def _own_message_ids(case: Case) -> set[str]:
    return {letter.message_id for letter in case.season.letters if letter.message_id}


def _answer(case: Case, reason: str) -> Decision:
    letter = answered_letter(case.mail, case.season)
    if letter is None:
        return Decision("answer", reason)
    given = Answering(case.mail, letter, case.sender.address, office=True)
    reply = reply_of(given, case.season, case.roster, case.worth, case.incoming.arrived_at)
    if case.incoming.authentication.failed:
        reply = replace(reply, holds=(), requests=())
    beside = () if reply.orders or reply.unclear else reply.beside  # else told with what was ordered
    wished = reply.requests, reply.corrections
    wanted = Wanted(reply.by, reply.to, *wished, reply.weight, reply.words, letter.message_id, beside=beside)
    wanted_any = wanted if reply.requests or reply.corrections else None
    trace = (Step("office-reply", reply.note),) if reply.note else ()
    return Decision("answer", reason, reply=reply, trace=trace, wanted=wanted_any)


def _office_asks(case: Case) -> str | None:
    """A listed person writes to mailbot. What is not for it, a mailbox that people share holds as well."""
    mailbox = case.campaign.office.mailbox.lower()
    if not case.sender.office or case.incoming.manners.automatic or has_files(case.mail):
        return None
    if case.incoming.understanding.readings or mailbox not in {one.address for one in (*case.mail.to, *case.mail.cc)}:
        return None
    wished, worded = _requested(case)
    return "Người của phòng viết cho mailbot." if wished.requests or worded else None


def _requested(case: Case) -> tuple[Wishes, tuple[Worded, ...]]:
    own, worded = corrections_in(said(written_in(case.mail)), (), case.campaign, case.roster)
    title = "" if is_answer(case.mail.subject) or is_forward(case.mail.subject) else case.mail.subject
    wished = wishes(own, case.campaign, case.roster, _day(case))
    if worded:  # "sửa giúp"
        wished = replace(wished, left=tuple(one for one in wished.left if not says_only_to_mend(one)))
    found = wished.requests or requests(title, case.campaign, case.roster, _day(case))
    speaks = "mailbot" in f"{title} {own}".casefold() or _speaks_of_us(f"{title} . {own}", case)
    speaks = speaks or (bool(title) and _is_to_us_alone(case))
    to_mailbot = speaks and bool(own.strip()) and not worded and not thanks(own)
    favour = asks_a_favour(own) or any(map(may_order, (*wished.left, *wished.beside)))
    if not found and not worded and not to_mailbot and favour and _is_to_the_mailbox(case):
        return Wishes((NotOurs(),)), worded
    return replace(wished, requests=found or ((Help(),) if to_mailbot else ())), worded


def _is_to_us_alone(case: Case) -> bool:
    """A short mail to nobody but the mailbox, about no other business that we know."""
    spoken = Spoken(case.mail, case.campaign)
    return (
        _is_to_the_mailbox(case) and not spoken.speaks_of_other_business and len(words(spoken.own)) <= _SHORT_OF_OFFICE
    )


def _is_to_the_mailbox(case: Case) -> bool:
    """Alone, and to no person beside."""
    return [one.address for one in (*case.mail.to, *case.mail.cc)] == [case.campaign.office.mailbox.lower()]


def _speaks_of_us(text: str, case: Case) -> bool:
    """A short mail of the office that names the campaign, or one of its units and what units register."""
    if len(words(text)) > _SHORT_OF_OFFICE or any(says(text, phrase) for phrase in lexicon().said["other"]):
        return False
    topic = case.campaign.topic
    named = any(says(text, phrase) for phrase in (*topic.words, case.campaign.short))
    collected = any(says(text, noun) for noun in topic.nouns)
    return named or (collected and bool(units_named(text, case.roster)))


_SHORT_OF_OFFICE = 60  # words


def _asked(case: Case, reason: str) -> Decision:
    proof = case.incoming.authentication
    if proof.failed:  # somebody else wrote it
        return Decision("answer", reason, trace=(Step("office-request", "Không xác nhận được người gửi: không làm."),))
    wished, worded = _requested(case)
    own = said(written_in(case.mail))
    words = own if worded or requests(own, case.campaign, case.roster, _day(case)) else case.mail.subject
    by = case.sender.address
    # An own mail names no letter of ours: to trust means less here, and what is not proven is asked for once more.
    named = case.incoming.decisions != "trusting" or proof.person or proof.verdict == "passed"
    worth: Weight = case.worth if named else "refused"
    unclear = tuple(Unclear(one, NOT_ORDERED) for one in wished.left)
    wanted = Wanted(by, (by,), wished.requests, worded, worth, words, unclear=unclear, beside=wished.beside)
    return Decision("answer", reason, wanted=wanted)


def _day(case: Case) -> date:
    return local_day(case.incoming.arrived_at, case.campaign.calendar)


def _stranger_answers(case: Case) -> str | None:
    """Somebody who is not of the office answers a letter that only the office got: it was passed on, or worse."""
    if case.incoming.manners.automatic or not case.sender.address or answered_letter(case.mail, case.season) is None:
        return None
    return "Người ngoài phòng trả lời thư mà mailbot gửi phòng."


def _told_of_a_stranger(case: Case, reason: str) -> Decision:
    letter = answered_letter(case.mail, case.season)
    if letter is None:
        return Decision("unclear", reason)
    given = Answering(case.mail, letter, case.sender.address, office=False)
    reply = reply_of(given, case.season, case.roster, case.worth, case.incoming.arrived_at)
    return Decision("unclear", reason, reply=reply, trace=(Step("office-reply", reply.note),))


def _signs_as_the_office(case: Case) -> str | None:
    """Somebody whom nobody knows signs with the name of a person of the office or of who signs for it."""
    if case.sender.office or case.sender.known or case.incoming.manners.automatic or case.incoming.junk:
        return None
    name = _signed_as(case) if case.sender.address else ""
    return f"Người chưa có trong danh sách ký tên {name}." if name else None


def _signed_as(case: Case) -> str:
    """By the name beside the address, or at the end of the mail."""
    office = case.campaign.office
    names = {office.signer_name, office.head_name, *(person.name for person in office.people)} - {""}
    own = (bare(line).strip(" .,-") for line in written_in(case.mail).splitlines())
    end = [line for line in own if line][-_SIGNED:]
    beside = bare(case.mail.sender.name).strip() if case.mail.sender else ""
    signs = (one for one in sorted(names) if beside == bare(one) or any(line.endswith(bare(one)) for line in end))
    return next(signs, "")


_SIGNED = 3  # lines: a name, and what its owner is


def _asked_about_a_name(case: Case, reason: str) -> Decision:
    words = clipped(" ".join(said(written_in(case.mail)).split()), QUOTED_AT_MOST)
    question = ask.about_poser(case.subject, case.sender.address, _signed_as(case), words, _day(case))
    return Decision("unclear", reason, questions=(question,))


def _is_anything(case: Case) -> str | None:
    return "Thư không thuộc phong trào."


def _filed(case: Case, reason: str) -> Decision:
    """Of a unit's mail the files and their reasons are kept as long as its bytes, so that nobody need guess."""
    return Decision("other", reason, keeps_files=bool(case.sender.units))


# --- A state secret ---------------------------------------------------------------------------------------------


def _is_secret(case: Case) -> str | None:
    return "Thư có dấu hiệu chứa tài liệu mật." if case.incoming.understanding.secret else None


def _secret(case: Case, reason: str) -> Decision:
    arrived = local(case.incoming.arrived_at, case.campaign.calendar).strftime("%H:%M %d/%m/%Y")
    address = case.mail.sender.address if case.mail.sender else "người gửi không rõ"
    return Decision("unclear", reason, questions=(ask.about_secret(case.subject, address, arrived),), secret=True)


# --- A sender that our server does not believe ------------------------------------------------------------------


def _fails_a_check(case: Case) -> str | None:
    """Only of mail that would have an effect: what is not ours is filed like any other."""
    if not case.incoming.authentication.failed:
        return None
    concerns_us = case.incoming.understanding.readings or _speaks_of_a_submission(case)
    return _forged(case) if concerns_us or (case.unit and (unread_files(case) or says_something(case))) else None


def _forged(case: Case) -> str:
    checks = ", ".join(method.upper() for method in case.incoming.authentication.failures)
    return f"Máy chủ thư cho biết thư có thể không do địa chỉ ghi ở mục người gửi gửi đi (kiểm tra {checks} báo sai)."


def _held_back(case: Case, reason: str) -> Decision:
    """Nothing of it counts before a person has said so, and nobody is answered: the address may be somebody else's."""
    if case.incoming.understanding.readings:
        return replace(_submission(case, reason), reason=reason)
    return Decision("unclear", reason, questions=(ask.about_suspect(case.subject, case.who),))


# --- The spam folder --------------------------------------------------------------------------------------------


def _is_junk(case: Case) -> str | None:
    if not case.incoming.junk:
        return None
    if case.incoming.understanding.readings or _speaks_of_a_submission(case):
        return "Thư trong thư mục thư rác, có thể là bài gửi của đơn vị."
    return None


def _junk(case: Case, reason: str) -> Decision:
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


def _is_only_junk(case: Case) -> str | None:
    return "Thư rác." if case.incoming.junk else None


# --- Submissions ------------------------------------------------------------------------------------------------


def _submits(case: Case) -> str | None:
    readings = case.submitted
    if not readings or _only_mends(case):
        return None
    stages = dict.fromkeys(case.campaign.stage(reading.stage).document for reading in readings)
    return f"Thư gửi {listed(stages)}."


def _only_mends(case: Case) -> bool:
    """ "Tên giải pháp 1 xin đổi thành “...”" in answer to us names no initiative more, though it reads like one."""
    of_body = all(reading.files == (BODY,) for reading in case.incoming.understanding.readings)
    if not (of_body and case.answers and case.said):
        return False
    return any(ask.wanted_by(question) for question in case.said.questions)


def _submission(case: Case, reason: str) -> Decision:
    incoming = case.incoming
    proven = incoming.authentication.person
    mailed = Mailed(incoming.arrival, incoming.arrived_at, incoming.understanding, case.sender, case.season, proven)
    taken: list[Recorded] = []
    trace: list[Step] = []
    replaced = case.hearing is not None and has_files(case.mail) and case.hearing.replaces
    for place, read in enumerate(_with_what_is_said(case)):
        reading = _of_another_stage(replace(read, replaces=read.replaces or replaced), case)
        owner = _owner(reading, case)
        taken.append(record(reading, place, owner, mailed))
        trace += [Step(f"owner:{owner.rule}", _owner_in_words(owner.unit, owner.why)), *_said_of(taken[-1])]
    questions = [question for one in taken for question in one.questions]
    questions += _about_the_rest(case)
    questions += _about_contacts(case, taken) if not any(one.kind == ask.ROSTER for one in questions) else []
    return Decision(
        verdict="submission",
        reason=result_of(tuple(taken)),
        versions=tuple(one.version for one in taken if one.version),
        letters=receipt_of(case, tuple(taken)),
        questions=tuple(questions),
        trace=tuple(trace),
    )


def _with_what_is_said(case: Case) -> tuple[Reading, ...]:
    """An answer that names something new may also tell what was missing of what is recorded: both are kept."""
    readings, said = case.submitted, case.said.reading if case.said and case.answers else None
    if said is None or case.of_words or any(one.files != (BODY,) for one in readings):
        return readings
    return tuple(_joined(one, said) if one.stage == said.stage else one for one in readings)


def _joined(read: Reading, said: Reading) -> Reading:
    told, named = said.initiatives, {title_key(one.title) for one in said.initiatives}
    taken = [
        str(text) for one in told for code, value in one.values.items() if code != TITLE for text in _texts(value.value)
    ]
    doubts = tuple(doubt for doubt in read.doubts if not any(text in doubt for text in taken))
    rest = [one for one in read.initiatives if title_key(one.title) not in named]
    return replace(read, initiatives=(*told, *rest), doubts=doubts)


def _texts(value: Json) -> tuple[Json, ...]:
    return value if isinstance(value, tuple) else (value,)


def _of_another_stage(reading: Reading, case: Case) -> Reading:
    """The form of the stage before in a mail that speaks of the stage after it: a person looks."""
    said = [stage for stage in Spoken(case.mail, case.campaign).stages if stage.compared_with == reading.stage]
    form = case.campaign.stage(reading.stage)
    if not said or said[0] != case.stage or not _is_our_form(reading, case):
        return reading
    doubt = f"Thư nói về {said[0].label} nhưng tệp gửi kèm là biểu mẫu {form.label}."
    return replace(reading, sure=False, doubts=(*reading.doubts, doubt))


def _is_our_form(reading: Reading, case: Case) -> bool:
    forms = {one.name for one in case.incoming.understanding.documents if "returned-form" in one.hits}
    return bool(forms.intersection(reading.files))


def _owner(reading: Reading, case: Case) -> Owner:
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


def _about_the_rest(case: Case) -> list[Question]:
    """What came beside the submissions: files that nobody read, what the mail says itself."""
    asked = []
    unread = _unread_beside(case)
    if unread:
        asked.append(ask.about_unreadable(case.subject, case.who, unread))
    return [*asked, *said_beside(case).questions]


# --- What only a person can read --------------------------------------------------------------------------------


def _about_contacts(case: Case, taken: list[Recorded]) -> list[Question]:
    """Another address or telephone than the roster has, in a form that a unit sent itself."""
    for one, reading in zip(taken, case.submitted, strict=False):
        unit = one.part.unit if one.trusted else None
        known = {*unit.addresses, unit.head_address.lower(), case.sender.address} if unit else set()
        new = [
            (code, text)
            for code, text in reading.contacts
            if unit
            and (text not in known if code == "address" else unit.phone and _digits(text) != _digits(unit.phone))
        ]
        if new:
            told = "; ".join(f"{_CONTACT[code]} {text}" for code, text in new)
            address = next((text for code, text in new if code == "address"), "")
            subject = replace(case.subject, unit=unit, stage=one.part.stage)
            return [ask.about_roster(subject, f"Biểu mẫu ghi {told}", address)]
    return []


_CONTACT = {"address": "thư điện tử của đơn vị:", "phone": "điện thoại:"}


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _unread_beside(case: Case) -> tuple[str, ...]:
    """Unreadable files beside a read one; a scan named like a file that was read is its signed copy."""
    read = {_stem(name) for reading in case.incoming.understanding.readings for name in reading.files}
    return tuple(
        found.name for found in unread_files(case) if not (named(found.name, paged()) and _stem(found.name) in read)
    )


def _stem(name: str) -> str:
    stem = name.rpartition(".")[0] or name
    return " ".join(word for word in words(stem) if word not in ("signed", "ky", "so", "scan", "dau"))


def _unread_from_a_unit(case: Case) -> str | None:
    files = unread_files(case)
    if not files or not case.unit or _speaks_of_something_else(case):
        return None
    return f"Đơn vị gửi tệp chưa đọc được: {listed(found.name for found in files)}."


def _unread_from_the_office(case: Case) -> str | None:
    """A workbook that a person filled for mailbot and that arrived broken: nothing of it is taken, and that is said."""
    files = [found.name for found in unread_files(case) if FORMATS["xlsx"].names(found.name)]
    if not files or not case.sender.office:
        return None
    return f"Người của phòng gửi bảng tính không đọc được: {listed(files)}."


def _unread_of_the_campaign(case: Case) -> str | None:
    files = unread_files(case)
    if not files or not _speaks_of_a_submission(case):
        return None
    return f"Thư nói về phong trào, có tệp chưa đọc được: {listed(found.name for found in files)}."


def _unread(case: Case, reason: str) -> Decision:
    files = unread_files(case)
    question = ask.about_unreadable(case.subject, case.who, tuple(found.name for found in files))
    ours = Spoken(case.mail, case.campaign).one_word_of_it  # else it may be other business
    beside = said_beside(case)
    letters = unclear_receipt(case, files, " ".join(beside.notes)) if ours else ()
    return Decision("unclear", reason, letters=letters, questions=(question, *beside.questions))


# --- What a unit says in plain words ----------------------------------------------------------------------------


def _said(case: Case, reason: str) -> Decision:
    """Values that were missing are recorded like those of a form; all else gets one letter that says what follows."""
    said = case.said
    if said is None:
        return Decision("unclear", reason)
    if said.reading is not None:
        told = replace(case.incoming.understanding, readings=(said.reading,))
        return _submission(replace(case, incoming=replace(case.incoming, understanding=told), of_words=True), reason)
    return Decision("unclear", reason, letters=reply_to(case, said), questions=said.questions, unit=unit_of(case))


def _returns_an_empty_form(case: Case) -> str | None:
    """Sent back by mistake, or instead of the filled one: the unit is told at once, and nobody is asked."""
    if case.unit is None or not case.empty_forms:
        return None
    return f"Đơn vị gửi lại biểu mẫu chưa điền: {listed(case.empty_forms)}."


def _empty_form(case: Case, reason: str) -> Decision:
    facts = ReceiptFacts(case.incoming.arrived_at, case.mail.subject, (), (), empty_form=True)
    unit = case.unit.code if case.unit else None
    return Decision("unclear", reason, letters=to_sender(case, facts, unit, case.stage.code, attach=(FORM,)))


def _signs(case: Case) -> tuple[Sign, ...]:
    """What binds a mail of a unit to the campaign; nothing binds that of a stranger, of the office, of a machine."""
    if not case.sender.units or case.sender.office or case.incoming.manners.automatic:
        return ()
    return signs_of(
        case.mail, case.incoming.understanding, case.season, case.sender.units, case.stage, answers=case.answers
    )


def _speaks_without_content(case: Case) -> str | None:
    """A unit writes about its submission and nothing in the mail is one: an attachment forgotten, an empty form."""
    return next((sign.sentence for sign in _signs(case) if sign.asks), None)


def _stranger_speaks(case: Case) -> str | None:
    """Somebody whom nobody knows writes of what units register and names one of them: a teacher, a private address."""
    if case.sender.known or case.incoming.manners.automatic or case.incoming.junk or not case.sender.address:
        return None
    told = {one.lower() for one in case.letter.to} if case.letter else set()
    if case.letter is not None and (case.sender.address in told or case.letter.unit):  # passed on within the unit
        return "Người chưa có trong danh sách trả lời thư của mailbot."
    spoken = Spoken(case.mail, case.campaign)
    ours = (spoken.collected or spoken.topic) and bool(spoken.stages) and not spoken.something_else
    named = units_named(spoken.all, case.roster) if ours else ()
    return f"Người chưa có trong danh sách viết về {spoken.stages[0].label}, nêu tên đơn vị." if named else None


def _asked_by_a_stranger(case: Case, reason: str) -> Decision:
    """One letter and one question a day for an address, whatever it writes. A new address or head of the unit to which
    our letter went is proposed as such, and the unit reads of it."""
    changed = _changed_by_a_stranger(case)
    if changed is not None:
        return Decision("unclear", reason, letters=changed[1], questions=(changed[0],), unit=changed[0].unit)
    words, day = clipped(said(written_in(case.mail)), QUOTED_AT_MOST), _day(case).isoformat()
    text = f"{case.who} (chưa có trong danh sách) viết: “{words.rstrip('.')}”. Đề nghị xem và trả lời nếu cần."
    question = replace(case.subject, unit=None, stage=None).ask(ask.NOTHING_READ, text, case.sender.address, day)
    return Decision("unclear", reason, letters=acknowledged(case, unnamed=False), questions=(question,))


def _changed_by_a_stranger(case: Case) -> tuple[Question, tuple[LetterOrder, ...]] | None:
    unit = case.roster.find(case.letter.unit) if case.letter else None
    if unit is None or not may_be_answered(case):
        return None
    stage = case.campaign.stage(case.letter.stage) if case.letter and case.letter.stage else case.stage
    spoken = Hearing(
        case.mail, case.incoming.arrival, unit, stage, case.season, _day(case), letter=case.letter, answers=True
    )
    told = next((one for one in spoken.heard if one.kind == "roster"), None)
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
    return question, (*acknowledged(case, unnamed=False), *((order,) if to else ()))


def _concerns_us(case: Case) -> str | None:
    """A sign of us: the office reads of it in its digest, and the mail is kept until the campaign closes."""
    return next((sign.sentence for sign in _signs(case)), None)


def _nothing_read(case: Case, reason: str) -> Decision:
    own = clipped(" ".join(said(written_in(case.mail)).split()), QUOTED_AT_MOST).rstrip(".")
    question = ask.about_nothing_read(case.subject, case.who, has_files(case.mail), own)
    documents = tuple(found for found in case.incoming.understanding.documents if found.kind == "other")
    return Decision("unclear", reason, letters=unclear_receipt(case, documents), questions=(question,))


# --- What a mail speaks of --------------------------------------------------------------------------------------


def _speaks_of_a_submission(case: Case) -> bool:
    return Spoken(case.mail, case.campaign).a_submission


def _speaks_of_something_else(case: Case) -> bool:
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
    _Rule("signs-as-the-office", _signs_as_the_office, _asked_about_a_name),
    _Rule("unit-says", says_something, _said),
    _Rule("empty-form", _returns_an_empty_form, _empty_form),
    _Rule("thanks", only_thanks, _filed),
    _Rule("other-business", writes_of_other_business, _verdict("unclear")),
    _Rule("unit-says-anything", says_anything, _said),
    _Rule("nothing-read", _speaks_without_content, _nothing_read),
    _Rule("concerns-us", _concerns_us, _verdict("unclear")),
    _Rule("a-stranger-speaks", _stranger_speaks, _asked_by_a_stranger),
    _Rule("other", _is_anything, _filed),
)
"""From the top: what must never be answered, what must never be read, what is recorded, what a person must see."""
