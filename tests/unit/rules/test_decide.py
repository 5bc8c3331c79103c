"""What one mail leads to."""

from dataclasses import replace

import pytest

from rules.document import Signature
from rules.initiative import DocumentVerdict, Reading, Understanding
from rules.intake.answers import effects
from rules.intake.decide import RULES, decide
from rules.intake.decision import Decision
from rules.letter_kind import ACKNOWLEDGEMENT, RECEIPT, REPLY
from rules.letters.letter import AcknowledgementFacts, ReceiptFacts, ReplyFacts
from rules.mail import Attachment, Mail
from rules.post.authentication import Authentication
from rules.post.manners import Manners
from rules.roster import Roster
from rules.rulings import Answered, Withdraw
from rules.season import Season
from rules.standing import questions as ask
from tests.unit.rules.making import (
    BAO_THANG,
    PERSON,
    VAN_PHONG,
    at,
    campaign,
    incoming,
    item,
    letter,
    mail,
    mark,
    on,
    reading,
    season,
    understood,
    version,
)  # fmt: skip

ONE = item("Ngày không hẹn")
TWO = item("Họp không giấy")
MACHINE = Manners(True, False, False, False, ("auto-submitted",))
BOUNCE = Manners(True, False, True, False, ("null-return-path",))
ABSENT = Manners(True, False, False, True, ("absence",))
OWN = Manners(True, True, False, False, ("own-header",))


def handle(
    written: Mail,
    understanding: Understanding,
    where: Season | None = None,
    when: str = "10/8",
    person: Manners = PERSON,
) -> Decision:
    return decide(incoming(when, written, understanding, person), where or season(when))


def kinds(decision: Decision) -> list[str]:
    return [question.kind for question in decision.questions]


def receipt(decision: Decision) -> ReceiptFacts:
    (order,) = decision.letters
    assert order.kind == RECEIPT
    assert isinstance(order.facts, ReceiptFacts)
    return order.facts


def fired(decision: Decision) -> str:
    names = {rule.name for rule in RULES}
    return next(step.rule for step in decision.trace if step.rule in names)


# --- Submissions ------------------------------------------------------------------------------------------------


def test_a_unit_that_sends_its_list_is_recorded_and_gets_one_receipt() -> None:
    decision = handle(mail(), understood(reading(ONE, TWO)))
    (kept,) = decision.versions
    assert (decision.verdict, kept.unit, kept.provisional, kept.digests) == (
        "submission", "bao-thang", False, ("sha-dk.docx",),
    )  # fmt: skip
    (order,) = decision.letters
    assert (order.to, order.cc, order.unit, order.stage) == (("bt1@truong.example",), (), "bao-thang", "registration")
    (part,) = receipt(decision).parts
    assert (part.timeliness, part.first, part.changes.added) == ("on-time", True, ("Ngày không hẹn", "Họp không giấy"))
    assert decision.questions == ()


@pytest.mark.parametrize(("when", "expected"), [("24/8", "on-time"), ("25/8 23:59", "last-day"), ("26/8", "late")])
def test_the_receipt_says_how_the_arrival_stands_to_the_deadline(when: str, expected: str) -> None:
    assert receipt(handle(mail(), understood(reading(ONE)), when=when)).parts[0].timeliness == expected


def test_a_correction_after_the_deadline_does_not_make_a_submission_late() -> None:
    where = season("28/8", version(1, "1/8", ONE))
    part = receipt(handle(mail(), understood(reading(item("Ngày không hẹn", period="Tháng 9"))), where, "28/8")).parts[
        0
    ]
    assert (part.timeliness, part.changes.updated, part.first) == ("on-time", ("Ngày không hẹn",), False)


def test_what_is_missing_is_said_by_its_label() -> None:
    decision = handle(mail(), understood(reading(item("Ngày không hẹn", owners=None))))
    assert receipt(decision).parts[0].missing == (("Ngày không hẹn", "Người thực hiện"),)


def test_a_list_of_several_units_gives_a_version_each_and_one_receipt() -> None:
    decision = handle(mail(), understood(reading(ONE), reading(TWO, unit="bac-ha")))
    assert [(kept.unit, kept.provisional) for kept in decision.versions] == [("bao-thang", False), ("bac-ha", True)]
    assert len(decision.letters) == 1
    assert decision.letters[0].to == ("bt1@truong.example",)
    assert kinds(decision) == [ask.SENDER]


def test_an_unknown_sender_whose_document_names_a_unit_is_provisional_and_the_unit_alone_reads_what_came() -> None:
    decision = handle(mail("co.mai@mail.example"), understood(reading(ONE)))
    (kept,) = decision.versions
    assert (kept.unit, kept.provisional) == ("bao-thang", True)
    told = [(order.kind, order.to, order.cc, order.threaded) for order in decision.letters]
    assert told == [
        (ACKNOWLEDGEMENT, ("co.mai@mail.example",), (), True),
        (RECEIPT, ("bt1@truong.example",), (), False),
    ]
    (question,) = decision.questions
    assert (question.kind, question.suggestion, question.unit) == (ask.SENDER, ask.YES, "bao-thang")
    assert "Trường THPT số 1 Bảo Thắng" in question.text


def test_what_an_unknown_sender_caused_tells_nothing_of_what_is_recorded_for_the_unit() -> None:
    where = season("28/10", version(1, "1/8", ONE, TWO), version(2, "1/10", TWO, stage="report"))
    decision = handle(mail("x@mail.example"), understood(reading(TWO, stage="report")), where, "28/10")
    facts = decision.letters[1].facts
    assert isinstance(facts, ReceiptFacts)
    (part,) = facts.parts
    assert (part.ties, part.changes.unlisted, part.changes.removed, part.first) == ((), (), (), True)


def test_an_unknown_sender_replaces_nothing() -> None:
    where = season("10/8", version(1, "1/8", item("Ngày không hẹn", period="Tháng 4")))
    mine = reading(item("Ngày không hẹn", period="Tháng 9"), replaces=True)
    (kept,) = handle(mail("x@mail.example"), understood(mine), where).versions
    assert kept.provisional


@pytest.mark.parametrize("who", ["bh1@truong.example"])
def test_one_units_file_sent_by_another_is_asked_about(who: str) -> None:
    decision = handle(mail(who), understood(reading(ONE)))
    assert (decision.versions[0].unit, decision.versions[0].provisional) == ("bao-thang", True)
    assert kinds(decision) == [ask.SENDER]
    assert decision.questions[0].candidates == ("bao-thang", "bac-ha")
    assert decision.letters[0].cc == ()


def test_the_form_of_another_unit_is_nobodys_yet_and_its_sender_reads_that() -> None:
    """Its head is printed beforehand: nothing is suggested, both units are named, neither counts as having sent."""
    form = reading(ONE, unit="bao-thang")
    decision = handle(mail("bh1@truong.example"), understood(replace(form, unit=replace(form.unit, rule="form"))))
    assert [(one.unit, one.provisional) for one in decision.versions] == [(None, True)]
    (asked,) = decision.questions
    assert (asked.kind, asked.suggestion, asked.candidates) == (ask.UNIT, "", ("bao-thang", "bac-ha"))
    assert "Trường THPT số 1 Bảo Thắng" in asked.text and "Trường THPT số 1 Bắc Hà" in asked.text
    (order,) = decision.letters
    assert (order.to, order.unit) == (("bh1@truong.example",), "bac-ha")


def test_the_office_may_send_for_any_unit() -> None:
    decision = handle(mail("phongtccb@laocai.edu.vn"), understood(reading(ONE)))
    assert (decision.versions[0].provisional, decision.questions) == (False, ())


def test_the_office_does_not_thank_itself_but_says_what_is_missing() -> None:
    address = campaign().office.mailbox
    own = replace(VAN_PHONG, addresses=(address,))
    where = replace(season("10/8"), roster=Roster((BAO_THANG, own)))
    complete = handle(mail(address), understood(reading(ONE, unit="van-phong")), where)
    assert (len(complete.versions), complete.letters) == (1, ())
    gap = item("Ngày không hẹn", owners=None)
    lacking = handle(mail(address), understood(reading(gap, unit="van-phong")), where)
    assert receipt(lacking).parts[0].missing


def test_a_remembered_address_speaks_for_its_unit() -> None:
    where = season("10/8", addresses=(("co.mai@mail.example", "bao-thang"),))
    decision = handle(mail("co.mai@mail.example"), understood(reading(ONE)), where)
    assert (decision.versions[0].provisional, decision.letters[0].cc) == (False, ())


def test_a_document_that_names_nobody_is_the_senders() -> None:
    decision = handle(mail(), understood(reading(ONE, unit=None)))
    assert (decision.versions[0].unit, decision.versions[0].rule, decision.versions[0].provisional) == (
        "bao-thang", "sender", False,
    )  # fmt: skip


def test_two_possible_units_are_a_question_and_never_a_guess() -> None:
    decision = handle(mail("x@mail.example"), understood(reading(ONE, unit=None, candidates=("bao-thang", "bac-ha"))))
    (kept,) = decision.versions
    assert (kept.unit, kept.candidates, kept.provisional) == (None, ("bao-thang", "bac-ha"), True)
    (question,) = decision.questions
    assert (question.kind, question.candidates, question.suggestion) == (ask.UNIT, ("bao-thang", "bac-ha"), "")
    assert [order.facts for order in decision.letters] == [AcknowledgementFacts(at("10/8"), unnamed=True)]


def test_prose_is_provisional_with_its_doubts() -> None:
    decision = handle(mail(), understood(reading(ONE, sure=False, doubts=("Đọc từ đoạn văn.",))))
    assert (decision.versions[0].provisional, decision.versions[0].doubts) == (True, ("Đọc từ đoạn văn.",))
    assert kinds(decision) == [ask.PROSE]


def test_a_newer_list_that_lacks_a_recorded_one_is_asked_about() -> None:
    decision = handle(mail(), understood(reading(ONE)), season("10/8", version(1, "1/8", ONE, TWO)))
    (question,) = decision.questions
    assert (question.kind, question.candidates) == (ask.UNLISTED, ("Họp không giấy",))


def test_two_teachers_of_one_school_who_write_separately_are_no_question() -> None:
    decision = handle(mail(), understood(reading(TWO)), season("10/8", version(1, "1/8", ONE)))
    assert decision.questions == ()
    assert receipt(decision).parts[0].changes.added == ("Họp không giấy",)


def test_a_title_typed_anew_is_asked_about() -> None:
    where = season("10/8", version(1, "1/8", item("Số hóa hồ sơ tuyển sinh đầu cấp")))
    decision = handle(mail(), understood(reading(item("Số hóa hồ sơ tuyển sinh các đầu cấp"))), where)
    assert kinds(decision) == [ask.SIMILAR]


def test_a_withdrawal_of_something_unknown_is_asked_about() -> None:
    decision = handle(mail(), understood(reading(withdrawn=("Tên lạ",))), season("10/8", version(1, "1/8", ONE)))
    assert kinds(decision) == [ask.WITHDRAWN]


def test_a_file_altered_after_signing_is_asked_about() -> None:
    altered = Signature("Hiệu trưởng", None, intact=False, trusted=None)
    decision = handle(mail(), understood(reading(ONE, signatures=(altered,))))
    assert (kinds(decision), decision.versions[0].signed) == ([ask.SIGNATURE], 0)


# --- Reports beside registrations -------------------------------------------------------------------------------


def test_a_report_names_what_was_registered_and_not_reported() -> None:
    where = season("20/10", version(1, "1/8", ONE, TWO))
    decision = handle(mail(), understood(reading(ONE, stage="report")), where, "20/10")
    assert [tie.kind for tie in receipt(decision).parts[0].ties] == ["same", "not-reported"]
    assert decision.questions == ()


def test_a_report_without_a_registration_is_recorded_and_asked_about() -> None:
    decision = handle(mail(), understood(reading(ONE, stage="report")), season("20/10"), "20/10")
    assert len(decision.versions) == 1
    assert kinds(decision) == [ask.UNREGISTERED]
    paper = season("20/10", marks=(mark("paper", "bao-thang"),))
    assert kinds(handle(mail(), understood(reading(ONE, stage="report")), paper, "20/10")) == []


def test_a_nearly_equal_title_is_asked_about() -> None:
    where = season("20/10", version(1, "1/8", item("Mô hình Ngày không hẹn tại bộ phận một cửa")))
    decision = handle(mail(), understood(reading(ONE, stage="report")), where, "20/10")
    (question,) = decision.questions
    assert (question.kind, question.candidates) == (
        ask.SIMILAR, ("Mô hình Ngày không hẹn tại bộ phận một cửa", "Ngày không hẹn"),
    )  # fmt: skip


# --- The same again ---------------------------------------------------------------------------------------------


def test_the_same_files_again_are_no_new_version_and_get_a_short_receipt() -> None:
    where = season("10/8", version(1, "1/8", ONE, digests=("sha-dk.docx",)))
    decision = handle(mail(), understood(reading(ONE)), where)
    assert (decision.verdict, decision.versions, decision.questions) == ("submission", (), ())
    assert receipt(decision).repeated


def test_a_mail_read_behind_its_later_copy_counts_from_its_own_arrival() -> None:
    where = season("27/8", version(1, "27/8", ONE, digests=("sha-dk.docx",)))
    decision = handle(mail(), understood(reading(ONE)), where, "20/8")
    (kept,) = decision.versions
    assert kept.arrived_at == at("20/8")
    (part,) = receipt(decision).parts
    assert part.timeliness == "on-time"


def test_the_same_file_from_the_unit_itself_confirms_what_a_stranger_sent() -> None:
    where = season("10/8", version(1, "1/8", ONE, digests=("sha-dk.docx",), provisional=True))
    (kept,) = handle(mail(), understood(reading(ONE)), where).versions
    assert not kept.provisional


def test_a_file_sent_again_after_a_correction_counts_again() -> None:
    where = season(
        "10/8",
        version(1, "1/8", item("Ngày không hẹn", period="Tháng 4"), digests=("sha-dk.docx",)),
        version(2, "2/8", item("Ngày không hẹn", period="Tháng 9"), digests=("sha-2",)),
    )
    assert len(handle(mail(), understood(reading(item("Ngày không hẹn", period="Tháng 4"))), where).versions) == 1


def test_a_mail_that_is_handled_again_is_not_taken_for_a_repetition() -> None:
    own = replace(version(1, "10/8", ONE, digests=("sha-dk.docx",)), arrival=100)
    assert len(handle(mail(), understood(reading(ONE)), season("10/8", own)).versions) == 1


def key(written: Mail) -> str:
    return handle(written, understood(reading(ONE))).letters[0].key


def test_a_mail_that_came_by_two_ways_is_answered_once() -> None:
    assert key(replace(mail(), digest="a" * 64)) == key(replace(mail(text=" "), digest="b" * 64))


@pytest.mark.parametrize(
    "other",
    [
        mail(sender="bt1b@truong.example"),
        mail(text="Xin bổ sung một sáng kiến."),
        mail(files=("khac.docx",)),
        mail(files=("dk.docx", "khac.docx")),
        mail(message_id="<m2@truong.example>"),
    ],
)
def test_another_mail_is_answered_whatever_its_message_id(other: Mail) -> None:
    assert key(other) != key(mail())


def test_mails_without_a_message_id_are_told_apart_by_their_bytes() -> None:
    assert key(mail(message_id=None)) != key(mail(message_id=None, digest="b" * 64))


def test_another_mail_with_the_same_message_id_is_kept_and_flagged() -> None:
    found = incoming("10/8", mail(), understood(reading(ONE)))
    decision = decide(replace(found, namesakes=(7, 9)), season("10/8"))
    assert len(decision.versions) == 1
    assert [step.reason for step in decision.trace if step.rule == "same-message-id"] == ["Cùng mã thư với thư 7 và 9."]


# --- Without letters --------------------------------------------------------------------------------------------


def test_mail_from_before_go_live_is_recorded_without_a_letter() -> None:
    decision = handle(mail(), understood(reading(ONE)), season("2/4"), "31/3")
    assert (len(decision.versions), decision.letters) == (1, ())
    assert "before-go-live" in [step.rule for step in decision.trace]


def test_mail_from_before_the_first_start_is_recorded_without_a_letter() -> None:
    late = season("20/8", started_at=at("20/8 08:30"))
    decision = handle(mail(), understood(reading(ONE)), late, "20/8 08:29")
    assert (len(decision.versions), decision.letters, decision.early) == (1, (), True)
    assert {step.rule: step.reason for step in decision.trace}["before-first-start"] == (
        "Thư đến trước khi mailbot bắt đầu chạy (08:30 ngày 20/8/2024): chỉ ghi nhận."
    )


def test_mail_of_the_second_of_the_first_start_is_answered() -> None:
    late = season("20/8", started_at=at("20/8 08:30").replace(microsecond=700))
    decision = handle(mail(), understood(reading(ONE)), late, "20/8 08:30")
    assert (len(decision.letters), decision.early) == (1, False)


def test_where_the_first_start_is_not_known_only_the_campaign_decides_what_is_too_early() -> None:
    assert [handle(mail(), understood(reading(ONE)), season("20/8"), day).early for day in ("31/3", "1/4")] == [
        True,
        False,
    ]


def test_a_first_start_before_the_campaign_leaves_what_comes_before_the_campaign_too_early() -> None:
    early = season("2/4", started_at=at("1/3"))
    assert handle(mail(), understood(reading(ONE)), early, "31/3").early


def test_mail_after_the_end_of_the_campaign_is_recorded_without_a_letter() -> None:
    ended = campaign().model_copy(update={"closes": on("9/8")})
    decision = handle(mail(), understood(reading(ONE)), season("10/8", campaign=ended))
    assert (len(decision.versions), decision.letters) == (1, ())


@pytest.mark.parametrize(
    ("manners", "verdict"), [(OWN, "own"), (BOUNCE, "automatic"), (ABSENT, "automatic"), (MACHINE, "automatic")]
)
def test_a_machine_is_never_answered(manners: Manners, verdict: str) -> None:
    decision = handle(mail(files=()), understood(), person=manners)
    assert (decision.verdict, decision.letters, decision.versions) == (verdict, (), ())
    assert decision.trace[0].rule == manners.hits[0]


@pytest.mark.parametrize("manners", [OWN, BOUNCE, ABSENT])
def test_what_a_bounce_or_an_absence_note_carries_is_not_a_submission(manners: Manners) -> None:
    assert handle(mail(), understood(reading(ONE)), person=manners).versions == ()


def test_a_file_that_a_machine_sends_for_a_unit_is_kept_for_a_person_without_an_answer() -> None:
    decision = handle(mail(), understood(reading(ONE)), person=MACHINE)
    assert (decision.versions[0].provisional, decision.letters, kinds(decision)) == (True, (), [ask.MACHINE])


def test_a_machine_that_quotes_our_letter_submits_nothing() -> None:
    quoted = reading(ONE, files=("letter.eml",))
    carried = replace(mail(), attachments=(Attachment("letter.eml", b"x", "message/rfc822"),))
    assert handle(carried, understood(quoted), person=MACHINE).versions == ()


def test_a_letter_of_ours_that_came_back_is_told_to_the_office() -> None:
    ours = replace(
        letter("reminder", "k", "6/8", "bao-thang"), message_id="<r1@mailbot.example>", to=("bt1@truong.example",)
    )
    back = mail("mailer-daemon@mx.example", files=(), in_reply_to=("<r1@mailbot.example>",))
    decision = handle(back, understood(), season("10/8", letters=(ours,)), person=BOUNCE)
    assert (decision.verdict, kinds(decision)) == ("automatic", [ask.BOUNCE])
    assert "bt1@truong.example" in decision.questions[0].text


def test_a_newsletter_is_filed_without_a_word_and_nothing_of_it_is_quoted() -> None:
    written = mail("tin@bao.example", "Khuyến mãi tháng 8", files=("gia.docx",))
    decision = handle(written, understood(other=("gia.docx",)))
    assert (decision.verdict, decision.letters, decision.questions) == ("other", (), ())
    assert "gia" not in " ".join(step.reason for step in decision.trace)


def test_an_answer_of_the_office_to_our_letter_is_no_submission() -> None:
    ours = replace(letter("digest", "k", "9/8"), message_id="<d1@mailbot.example>")
    reply = mail("phongtccb@laocai.edu.vn", "Re: Tổng hợp", "1 đúng", files=(), in_reply_to=("<d1@mailbot.example>",))
    assert handle(reply, understood(), season("10/8", letters=(ours,))).verdict == "answer"


def test_a_state_secret_stops_everything_and_only_sender_and_time_are_told() -> None:
    decision = handle(mail(subject="Tài liệu X"), replace(understood(), secret="MẬT"))
    assert (decision.verdict, decision.letters, kinds(decision)) == ("unclear", (), [ask.CLASSIFIED])
    assert "Tài liệu X" not in decision.questions[0].text
    assert "bt1@truong.example" in decision.questions[0].text


def test_a_likely_submission_in_the_spam_folder_is_reported_and_not_answered() -> None:
    found = replace(incoming("10/8", mail(), understood(reading(ONE))), junk=True)
    decision = decide(found, season("10/8"))
    assert (decision.letters, decision.versions, kinds(decision)) == ((), (), [ask.JUNK])
    spam = replace(incoming("10/8", mail("x@y.example", "Trúng thưởng", files=()), understood()), junk=True)
    assert decide(spam, season("10/8")).verdict == "other"


# --- What only a person can read --------------------------------------------------------------------------------


def test_a_damaged_file_of_a_unit_is_named_in_a_receipt_and_waits_for_a_person() -> None:
    decision = handle(mail(subject="Gửi phòng", files=("hong.docx",)), understood(unreadable=("hong.docx",)))
    assert (decision.verdict, kinds(decision)) == ("unclear", [ask.UNREADABLE])
    assert [found.name for found in receipt(decision).documents] == ["hong.docx"]
    assert (decision.questions[0].unit, decision.questions[0].stage) == ("bao-thang", "registration")


def test_an_unreadable_file_in_a_mail_about_other_business_is_put_before_a_person_without_a_word() -> None:
    other = mail(subject="Bản vẽ GUI", text="Hello, see the file.", files=("hong.pdf",))
    decision = handle(other, understood(unreadable=("hong.pdf",)))
    assert (decision.letters, kinds(decision)) == ((), [ask.UNREADABLE])


def test_an_unreadable_file_of_a_stranger_concerns_us_only_where_the_mail_says_so() -> None:
    files = understood(unreadable=("scan.pdf",))
    ours = mail("x@mail.example", "Đăng ký mô hình, sáng kiến cải cách hành chính", files=("scan.pdf",))
    decision = handle(ours, files)
    assert (decision.verdict, decision.letters, kinds(decision)) == ("unclear", (), [ask.UNREADABLE])
    assert handle(mail("x@mail.example", "Hồ sơ nghỉ hưu", files=("scan.pdf",)), files).verdict == "other"


def test_the_emblem_in_a_signature_is_no_unreadable_file() -> None:
    emblem = Attachment("logo.png", b"x" * 900, "image/png")
    written = replace(mail(subject="Chúc mừng", files=()), attachments=(emblem,))
    assert handle(written, understood(unreadable=("logo.png",))).verdict == "other"


def test_experience_titles_of_another_campaign_are_not_ours() -> None:
    written = mail(subject="Danh sách sáng kiến kinh nghiệm", files=("skkn.pdf",))
    assert handle(written, understood(unreadable=("skkn.pdf",))).verdict == "other"


@pytest.mark.parametrize(
    ("unread", "asked"), [("dk_signed.pdf", []), ("dk.pdf", []), ("phu luc.pdf", [ask.UNREADABLE])]
)
def test_a_signed_copy_of_a_file_that_was_read_is_not_asked_about(unread: str, asked: list[str]) -> None:
    decision = handle(mail(files=("dk.docx", unread)), understood(reading(ONE), unreadable=(unread,)))
    assert kinds(decision) == asked
    assert [found.name for found in receipt(decision).documents] == ["dk.docx", unread]


def test_a_unit_that_forgot_its_attachment_is_told_so() -> None:
    written = mail(subject="Gửi đăng ký sáng kiến CCHC", text="Trường xin gửi bản đăng ký.", files=())
    decision = handle(written, understood())
    assert (decision.verdict, kinds(decision)) == ("unclear", [ask.NOTHING_READ])
    assert receipt(decision).parts == ()


@pytest.mark.parametrize("text", ["Em gửi kèm sáng kiến ạ.", "Trường xin gửi kèm biểu CCHC của đơn vị."])
def test_whoever_writes_that_a_file_is_enclosed_and_encloses_none_is_told_so(text: str) -> None:
    decision = handle(mail(subject="Gửi phòng", text=text, files=()), understood())
    assert (fired(decision), kinds(decision)) == ("nothing-read", [ask.NOTHING_READ])
    assert receipt(decision).parts == ()


def test_a_subject_over_nothing_at_all_has_lost_its_file() -> None:
    decision = handle(mail(subject="Đăng ký CCHC 2024", text="", files=()), understood())
    assert (decision.verdict, kinds(decision)) == ("unclear", [ask.NOTHING_READ])
    assert receipt(decision).parts == ()


@pytest.mark.parametrize(
    ("subject", "verdict"),
    [
        ("Gửi lại (thay thế) bảng đăng ký", "unclear"),
        ("Gửi bổ sung đăng ký", "unclear"),
        ("Gửi lại bảng lương", "other"),
    ],
)
def test_what_a_unit_sends_again_and_nobody_can_read_is_asked_about(subject: str, verdict: str) -> None:
    sent = season("10/8", version(1, "1/8", ONE))
    decision = handle(mail(subject=subject, files=("b.docx",)), found_in("b.docx"), sent)
    assert decision.verdict == verdict
    assert kinds(decision) == ([ask.NOTHING_READ] if verdict == "unclear" else [])


def found_in(name: str, *, initiatives: int = 0, foreign: bool = False) -> Understanding:
    verdict = DocumentVerdict(name, "other", "Không rõ.", "sha", initiatives=initiatives, foreign=foreign)
    return Understanding((verdict,), ())


@pytest.mark.parametrize(
    ("written", "understanding", "sentence"),
    [
        (mail(subject="Gửi file", files=("a.docx",)), found_in("a.docx"), "Đơn vị chưa gửi đăng ký; chưa rõ tệp"),
        (mail(subject="Về CCHC của trường", files=()), understood(), "Thư nhắc đến CCHC năm 2024"),
        (mail(subject="ve dang ky sang kien", files=()), understood(), "Thư nói về đăng ký"),
        (mail(subject="Re: Nhắc", files=(), in_reply_to=("<l1@mailbot>",)), understood(), "Đơn vị viết tiếp thư"),
    ],
)
def test_what_a_unit_sends_with_a_sign_of_us_is_told_in_the_digest(
    written: Mail, understanding: Understanding, sentence: str
) -> None:
    reminded = season(
        "10/8", letters=(replace(letter("reminder", "k", "9/8", "bao-thang"), message_id="<l1@mailbot>"),)
    )
    decision = handle(written, understanding, reminded)
    assert (decision.verdict, fired(decision), kinds(decision)) == ("unclear", "concerns-us", [])
    assert decision.reason.startswith(sentence)
    assert decision.letters == ()


@pytest.mark.parametrize(
    ("subject", "text", "asked"),
    [
        ("Thời khóa biểu học kỳ I", "Trường học bù vào sáng thứ Bảy tuần này.", []),
        ("Re: Nhắc gửi", "Trường học bù vào sáng thứ Bảy tuần này.", [ask.SAYS]),
        ("", "Trường học bù vào sáng thứ Bảy tuần này.", [ask.SAYS]),
        ("Mấy nội dung CCHC", "Trường làm vào sáng thứ Bảy tuần này.", [ask.SAYS]),
        ("Nguyện vọng của trường", "Trường xin lùi đến hết ngày 30/8/2024 ạ.", [ask.EXTENSION]),
        ("Gia hạn hợp đồng", "Hợp đồng của anh Phúc hết hạn ngày 7/9/2024, trường xin gia hạn thêm một năm.", []),
        ("Re: Nhắc gửi", "Cô văn thư nghỉ thai sản, trường xin gia hạn đến ngày 30/8/2024.", [ask.EXTENSION]),
    ],
)
def test_in_an_old_thread_what_stands_under_a_subject_of_its_own_is_told_and_asked_only_where_it_is_ours(
    subject: str, text: str, asked: list[str]
) -> None:
    reminded = season(
        "10/8", letters=(replace(letter("reminder", "k", "9/8", "bao-thang"), message_id="<l1@mailbot>"),)
    )
    decision = handle(mail(subject=subject, text=text, files=(), in_reply_to=("<l1@mailbot>",)), understood(), reminded)
    assert (decision.verdict, kinds(decision)) == ("unclear", asked)
    assert bool(decision.letters) == bool(asked)


def test_a_file_in_which_initiatives_were_found_is_put_before_a_person_whatever_it_was_taken_for() -> None:
    decision = handle(mail(subject="Gửi file", files=("a.docx",)), found_in("a.docx", initiatives=2))
    assert kinds(decision) == [ask.NOTHING_READ]
    assert "a.docx" in decision.reason


def test_a_paper_that_says_itself_what_it_is_and_a_unit_that_owes_nothing_are_other_business() -> None:
    written = mail(subject="Gửi file", files=("a.docx",))
    assert handle(written, found_in("a.docx", foreign=True)).verdict == "other"
    done = season("10/8", version(1, "2/8", ONE))
    assert handle(written, found_in("a.docx"), done).verdict == "other"
    assert handle(mail("nobody@example.com", "Gửi file", files=("a.docx",)), found_in("a.docx")).verdict == "other"


def test_of_a_units_mail_that_is_not_ours_the_files_are_kept_with_their_reasons() -> None:
    assert handle(mail(subject="Gửi file", files=("a.docx",)), found_in("a.docx", foreign=True)).keeps_files
    assert not handle(mail("nobody@example.com", "Gửi file"), found_in("a.docx")).keeps_files


@pytest.mark.parametrize(
    "text",
    ["Trường xin gia hạn đến 30/8 vì bận tuyển sinh.", "Đơn vị đề nghị lùi thời hạn nộp.", "xin nop muon 3 ngay"],
)
def test_a_request_for_more_time_goes_to_the_office(text: str) -> None:
    decision = handle(mail(subject="Về việc đăng ký", text=text, files=()), understood())
    assert (decision.verdict, kinds(decision)) == ("unclear", [ask.EXTENSION])
    assert text.rstrip(".") in decision.questions[0].text
    (order,) = decision.letters
    assert isinstance(order.facts, ReplyFacts)
    assert "lùi thời hạn" in order.facts.notes[0]


def test_words_that_only_stand_in_the_quoted_letter_ask_for_nothing() -> None:
    text = "Cảm ơn phòng.\n\nVào Thứ Sáu, Phòng TCCB đã viết:\n> Nếu cần gia hạn, đề nghị báo phòng."
    assert handle(mail(subject="Re: Nhắc", text=text, files=()), understood()).verdict == "other"


def test_a_mail_without_a_sender_gets_no_letter() -> None:
    decision = handle(replace(mail(), sender=None), understood(reading(ONE)))
    assert (decision.letters, decision.versions[0].provisional) == ((), True)


# --- The trace --------------------------------------------------------------------------------------------------


def test_the_trace_names_the_rule_that_decided_and_those_that_did_not() -> None:
    decision = handle(mail(), understood(reading(ONE)))
    rules = [step.rule for step in decision.trace]
    assert fired(decision) == "submission"
    assert "own-letter" in next(step.reason for step in decision.trace if step.rule == "not")
    assert "owner:header" in rules


def test_questions_have_keys_of_their_own_and_the_same_ones_again() -> None:
    understanding = understood(reading(ONE, sure=False), reading(TWO, unit="bac-ha"), unreadable=("x.doc",))
    first, second = (handle(mail(), understanding) for _ in range(2))
    keys = [question.key for question in first.questions]
    assert len(set(keys)) == len(keys) == 3
    assert [question.key for question in second.questions] == keys


def test_arrival_in_the_report_stage_is_asked_about_as_a_report() -> None:
    decision = handle(mail(files=("b.doc",)), understood(unreadable=("b.doc",)), when="20/10")
    assert decision.questions[0].stage == "report"
    assert at("20/10").date() == on("20/10")


# --- What only From says is a unit's ------------------------------------------------------------------------------


def _decided_of(written: Reading, *, person: bool = False) -> Decision:
    found = replace(
        incoming("10/8", mail(sender="bh1@truong.example"), understood(written)),
        authentication=Authentication("passed", person=person),
    )
    return decide(found, season("10/8", version(1, "1/8", ONE, TWO, unit="bac-ha")))


@pytest.mark.parametrize(
    ("written", "kind", "about"),
    [
        (reading(unit="bac-ha", withdrawn=("Họp không giấy",)), ask.TAKEN_BACK, ("Họp không giấy",)),
        (reading(ONE, unit="bac-ha", replaces=True), ask.UNLISTED, ("Họp không giấy",)),
    ],
)
def test_from_alone_takes_nothing_away_and_every_address_of_the_unit_is_told(
    written: Reading, kind: str, about: tuple[str, ...]
) -> None:
    decision = _decided_of(written)
    (kept,) = decision.versions
    assert (kept.withdrawn, kept.replaces) == ((), False)
    assert [(one.kind, one.candidates) for one in decision.questions] == [(kind, about)]
    assert [letter.to for letter in decision.letters] == [("bh1@truong.example",), ("bh1b@truong.example",)]
    assert not decision.letters[1].threaded


@pytest.mark.parametrize(
    "written",
    [
        reading(ONE, unit="bac-ha", withdrawn=("Họp không giấy",)),
        reading(ONE, unit="bac-ha", replaces=True),
    ],
)
def test_a_unit_that_is_proven_takes_back_what_it_sent(written: Reading) -> None:
    decision = _decided_of(written, person=True)
    assert (decision.versions[0].withdrawn, decision.versions[0].replaces) == (written.withdrawn, written.replaces)
    assert (decision.questions, len(decision.letters)) == ((), 1)


def test_what_is_only_added_counts_whoever_is_proven() -> None:
    decision = _decided_of(reading(TWO, item("Một cửa thân thiện"), unit="bac-ha"))
    assert not decision.versions[0].provisional
    assert [letter.to for letter in decision.letters] == [("bh1@truong.example",)]


@pytest.mark.parametrize(
    ("said", "person", "to"),
    [
        ("Trường xin lùi đến hết ngày 30/8/2024 ạ.", False, ("bh1@truong.example", "bh1b@truong.example")),
        ("Trường đã nộp bản giấy tại phòng ngày 9/8 ạ.", False, ("bh1@truong.example", "bh1b@truong.example")),
        ("Trường xin lùi đến hết ngày 30/8/2024 ạ.", True, ("bh1@truong.example",)),
        ("Trường sẽ gửi trong ngày 20/8 ạ.", False, ("bh1@truong.example",)),
    ],
)
def test_what_would_change_something_in_plain_words_is_read_at_every_address_of_the_unit(
    said: str, person: bool, to: tuple[str, ...]
) -> None:
    written = mail(sender="bh1@truong.example", subject="Re: Đăng ký sáng kiến CCHC năm 2024", text=said, files=())
    found = replace(incoming("10/8", written, understood()), authentication=Authentication("passed", person=person))
    decision = decide(found, season("10/8"))
    assert [letter.to for letter in decision.letters if letter.kind == REPLY] == [to]


def test_the_office_takes_back_what_a_unit_wished_by_its_answer() -> None:
    asked = _decided_of(reading(unit="bac-ha", withdrawn=("Họp không giấy",)))
    question = replace(asked.questions[0], number=1, asked_at=at("10/8"))
    kept = replace(asked.versions[0], id=2)
    known = season("11/8", version(1, "1/8", ONE, TWO, unit="bac-ha"), kept, questions=(question,))
    (taken, _) = effects(question, ask.YES, known, "Phòng")
    assert isinstance(taken, Withdraw) and taken.titles == ("Họp không giấy",)
    assert effects(question, ask.NO, known, "Phòng") == (Answered(1, "no"),)


def test_of_a_units_mail_that_is_filed_the_signs_are_kept_and_no_word_of_it() -> None:
    verdict = DocumentVerdict(
        "luong.docx", "other", "Không liên quan.", "sha", ("titled-otherwise -2.5",), foreign=True
    )
    decision = handle(mail(subject="Bảng lương", files=("luong.docx",)), Understanding((verdict,), ()))
    assert decision.verdict == "other"
    steps = [step for step in decision.trace if step.rule == "evidence"]
    assert [step.reason for step in steps] == ["tệp thứ 1: titled-otherwise -2.5"]
    assert not any("luong" in step.reason for step in decision.trace)
