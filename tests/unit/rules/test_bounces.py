"""Letters that did not arrive, and what follows for the next one."""

from dataclasses import replace

import pytest

from rules.intake.decide import decide
from rules.intake.decision import Decision
from rules.letters.reminders import due, silence
from rules.post.manners import Manners
from rules.roster import Unit
from rules.season import LetterFacts, Question, Season, Undelivered
from rules.standing import questions as ask
from rules.standing.bounces import Failures, bad_addresses, reachable, returned, undelivered
from rules.standing.status import status_of
from tests.unit.rules.making import BAC_HA, BAO_THANG, at, campaign, incoming, letter, mail, on, season, understood

REPORT = Manners(True, False, True, False, ("delivery-status",))
AWAY = Manners(True, False, False, True, ("absence-note",))
FIRST, SECOND = BAC_HA.addresses


def written(number: int, *to: str, key: str = "k", when: str = "20/8 09:00", unit: str = "bac-ha") -> LetterFacts:
    return replace(letter("reminder", key, when, unit), id=number, to=to, message_id=f"<r{number}@mailbot.example>")


def lost(number: int, address: str, when: str = "20/8 10:00", permanent: bool = True) -> Undelivered:
    return Undelivered(number, address, permanent, at(when))


def asked(address: str, answer: str | None, when: str) -> Question:
    base = Question(1, "k", ask.BOUNCE, 1, None, None, "?", candidates=(address,), asked_at=at("20/8"))
    return replace(base, answer=answer, answered_at=at(when))


@pytest.mark.parametrize(
    ("to", "failures", "expected"),
    [
        ((FIRST,), Failures(permanent=(FIRST,)), [(FIRST, True)]),
        ((FIRST,), Failures(temporary=(FIRST,)), [(FIRST, False)]),
        ((FIRST,), Failures(), [(FIRST, True)]),
        ((FIRST,), Failures(tries_on=True), [(FIRST, False)]),
        ((FIRST,), Failures(permanent=("passed.on@elsewhere.example",)), [(FIRST, True)]),
        ((FIRST, SECOND), Failures(permanent=(SECOND,)), [(SECOND, True)]),
        ((FIRST, SECOND), Failures(temporary=(FIRST,), permanent=(SECOND,)), [(SECOND, True), (FIRST, False)]),
        ((FIRST, SECOND), Failures(permanent=("passed.on@elsewhere.example",)), []),
    ],
)
def test_a_report_speaks_of_addresses_that_were_written_to(
    to: tuple[str, ...], failures: Failures, expected: list[tuple[str, bool]]
) -> None:
    found = undelivered(written(1, *to), failures, at("20/8"))
    assert [(one.address, one.permanent) for one in found] == expected


def test_an_address_is_bad_until_the_office_vouches_for_it_and_bad_again_after_the_next_report() -> None:
    known = season("21/8", undelivered=(lost(1, FIRST),))
    assert bad_addresses(known) == {FIRST}
    assert reachable(BAC_HA.addresses, known) == (SECOND,)
    vouched = replace(known, questions=(asked(FIRST, ask.YES, "20/8 15:00"),))
    assert bad_addresses(vouched) == frozenset()
    assert bad_addresses(replace(known, questions=(asked(FIRST, ask.NO, "20/8 15:00"),))) == {FIRST}
    again = replace(vouched, undelivered=(*vouched.undelivered, lost(2, FIRST, "21/8 08:00")))
    assert bad_addresses(again) == {FIRST}


def test_a_temporary_failure_changes_nothing() -> None:
    known = season("21/8", letters=(written(1, FIRST),), undelivered=(lost(1, FIRST, permanent=False),))
    assert (bad_addresses(known), returned(known)) == (frozenset(), frozenset())
    assert status_of(known, BAC_HA, campaign().stage("registration")).reminders_sent == 1


def test_a_letter_is_lost_where_its_addressee_is_whoever_had_a_copy() -> None:
    letters = (written(1, FIRST, "head@truong.example"), written(2, FIRST, "head@truong.example", key="l"))
    known = season("21/8", letters=letters, undelivered=(lost(1, FIRST), lost(2, "head@truong.example")))
    assert returned(known) == {1}


def reminded(*undelivered: Undelivered, now: str = "21/8 09:00", **more: object) -> Season:
    """The last step before the deadline left for Bắc Hà on the 20th, a Tuesday."""
    base = season("20/8 08:00", release="auto")
    (order,) = (one for one in due(base, base.as_of) if one.unit == "bac-ha")
    sent = replace(written(1, *order.to, key=order.key), batch=order.batch)
    return replace(base, as_of=at(now), read_to_end_at=at(now), letters=(sent,), undelivered=undelivered, **more)  # type: ignore[arg-type]


def test_a_reminder_that_came_back_does_not_count_and_goes_to_the_next_address_at_once() -> None:
    known = reminded(lost(1, FIRST), now="20/8 10:05")
    assert status_of(known, BAC_HA, campaign().stage("registration")).reminders_sent == 0
    (again,) = (one for one in due(known, known.as_of) if one.unit == "bac-ha")
    assert again.to == (SECOND,)
    assert again.key == f"{known.letters[0].key}:2"
    second = written(2, SECOND, key=again.key, when="20/8 10:05")
    after = replace(known, letters=(*known.letters, second))
    assert [one for one in due(after, after.as_of) if one.unit == "bac-ha"] == []
    assert status_of(after, BAC_HA, campaign().stage("registration")).reminders_sent == 1


def test_without_another_address_nobody_is_written_to_and_the_reason_is_told() -> None:
    known = reminded(lost(1, FIRST), lost(1, SECOND), now="20/8 10:05")
    assert [one for one in due(known, known.as_of) if one.unit == "bac-ha"] == []
    cell = status_of(known, BAC_HA, campaign().stage("registration"))
    assert "bị trả lại" in (silence(known, cell, on("20/8")) or "")


def test_a_reminder_that_nobody_sent_back_is_not_written_twice() -> None:
    known = reminded(lost(1, FIRST, permanent=False), now="20/8 10:05")
    assert [one for one in due(known, known.as_of) if one.unit == "bac-ha"] == []


# --- Deciding ---------------------------------------------------------------------------------------------------


def report(known: Season, failures: Failures, about: str = "<r1@mailbot.example>") -> Decision:
    back = mail("mailer-daemon@mx.example", files=(), text=f"Message-ID: {about}")
    return decide(replace(incoming("20/8 10:00", back, understood(), REPORT), failures=failures), known)


@pytest.mark.parametrize(
    ("unit", "told"),
    [(BAC_HA, f"từ nay gửi tới {SECOND}"), (BAO_THANG, "không còn địa chỉ nào khác")],
)
def test_the_office_is_told_what_is_written_to_instead(unit: Unit, told: str) -> None:
    address = unit.addresses[0]
    decision = report(
        season("20/8 10:00", letters=(written(1, address, unit=unit.code),)), Failures(permanent=(address,))
    )
    assert decision.undelivered == (Undelivered(1, address, True, at("20/8 10:00")),)
    (question,) = decision.questions
    assert question.kind == ask.BOUNCE
    assert told in question.text
    assert (decision.unit, decision.letters) == (unit.code, ())


def test_a_temporary_failure_is_noted_and_asks_nothing() -> None:
    decision = report(season("20/8 10:00", letters=(written(1, FIRST),)), Failures(temporary=(FIRST,)))
    assert [one.permanent for one in decision.undelivered] == [False]
    assert decision.questions == ()
    assert "chậm" in decision.reason


def test_that_a_person_writes_of_a_mail_that_came_back_marks_no_address() -> None:
    known = season("20/8 10:00", letters=(written(1, FIRST),))
    reply = mail(FIRST, "Re: Nhắc", "Thư tôi gửi bị trả lại", files=(), in_reply_to=("<r1@mailbot.example>",))
    words = Manners(True, False, True, False, ("bounce-note",))
    decision = decide(incoming("20/8 10:00", reply, understood(), words), known)
    assert decision.undelivered == ()
    (question,) = decision.questions
    assert "từ nay" not in question.text


def test_a_report_about_somebody_elses_letter_marks_nothing() -> None:
    decision = report(season("20/8 10:00", letters=(written(1, FIRST),)), Failures(permanent=(FIRST,)), "<x@y.example>")
    assert (decision.verdict, decision.undelivered, decision.questions) == ("automatic", (), ())


def test_an_address_is_asked_about_once_and_again_after_the_office_vouched_for_it() -> None:
    letters = (written(1, FIRST), written(2, FIRST, key="l"))
    known = season("20/8 10:00", letters=letters)
    keys = [
        report(one, Failures(permanent=(FIRST,)), about).questions[0].key
        for one, about in (
            (known, "<r1@mailbot.example>"),
            (known, "<r2@mailbot.example>"),
            (replace(known, questions=(asked(FIRST, ask.YES, "20/8 09:30"),)), "<r2@mailbot.example>"),
        )
    ]
    assert keys[0] == keys[1] != keys[2]


@pytest.mark.parametrize("sender", ["bh1@truong.example", "canhan@thu.example"])
def test_an_out_of_office_answer_is_noted_on_the_unit_that_was_written_to(sender: str) -> None:
    away = mail(sender, "Trả lời tự động", files=(), in_reply_to=("<r1@mailbot.example>",))
    decision = decide(incoming("20/8 10:00", away, understood(), AWAY), season("20/8", letters=(written(1, FIRST),)))
    assert (decision.verdict, decision.unit, decision.letters) == ("automatic", "bac-ha", ())


def test_an_out_of_office_answer_to_nothing_of_ours_is_noted_on_its_sender() -> None:
    away = mail("bt1@truong.example", "Vắng mặt", files=())
    assert decide(incoming("20/8 10:00", away, understood(), AWAY), season("20/8")).unit == "bao-thang"
