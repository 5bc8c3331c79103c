"""When the office is asked, again, whom it should telephone, and what a changed deadline leads to."""

from dataclasses import replace
from datetime import date

import pytest

from rules.campaign import Release
from rules.intake.answering import asked_by
from rules.letters import office, reminders
from rules.letters.batches import units_of
from rules.letters.deadlines import moved
from rules.letters.letter import AnnouncementFacts, LetterOrder, QuestionsFacts, SilentFacts
from rules.roster import Roster
from rules.season import ArrivalFacts, LetterFacts, Question, QuestionKind, Season
from rules.standing.questions import ASKED, BOUNCE, CLASSIFIED, EXTENSION, PROSE, SENDER
from tests.seasons import ruled
from tests.unit.rules.making import BAC_HA, BAO_THANG, at, item, season, version


def _question(number: int, kind: QuestionKind, asked: str, stage: str | None = "registration") -> Question:
    return Question(number, f"q{number}", kind, 1, "bao-thang", stage, "Câu hỏi?", asked_at=at(asked))


def _questions(known: Season, now: str) -> list[LetterOrder]:
    return [order for order in office.due(known, at(now)) if order.kind.name == "questions"]


def _sent(order: LetterOrder, when: str) -> LetterFacts:
    return LetterFacts(
        1, order.kind, order.key, order.to, order.unit, order.stage, "sent", at(when), at(when), "<a@b>", None,
        order.batch, order.items,
    )  # fmt: skip


def test_an_urgent_question_is_asked_at_once_with_everything_that_is_open() -> None:
    known = season("6/5 10:00", questions=(_question(1, PROSE, "6/5 09:50"), _question(2, CLASSIFIED, "6/5 09:55")))
    (order,) = _questions(known, "6/5 10:00")
    assert isinstance(order.facts, QuestionsFacts)
    assert order.items == ("question:1", "question:2")
    assert asked_by(_sent(order, "6/5 10:00")).questions == (1, 2)


def test_a_question_is_asked_once_and_counted_afterwards() -> None:
    first, second = _question(1, PROSE, "6/5 09:50"), _question(2, BOUNCE, "6/5 15:00")
    (order,) = _questions(season("13/5 07:31", questions=(first,)), "13/5 07:31")
    second = replace(second, asked_at=at("14/5 15:00"))
    known = season("14/5 16:31", questions=(first, second), letters=(_sent(order, "13/5 07:31"),))
    (later,) = _questions(known, "14/5 16:31")
    assert isinstance(later.facts, QuestionsFacts)
    assert ([one.number for one in later.facts.questions], later.facts.earlier) == ([2], 1)
    asked = asked_by(_sent(later, "14/5 16:31"))
    assert (asked.questions, asked.earlier) == ((2,), (1,))


def test_a_question_about_what_was_read_shows_it() -> None:
    read = version(1, "6/5 09:40", item("Ngày không hẹn"), item("Họp không giấy", owners=None), provisional=True)
    known = season("6/5 16:31", read, questions=(_question(1, PROSE, "6/5 09:50"), _question(2, BOUNCE, "6/5 09:55")))
    (order,) = _questions(known, "6/5 16:31")
    assert isinstance(order.facts, QuestionsFacts)
    assert order.facts.read == ((1, ("“Ngày không hẹn” (Trần Thị Mẫu)", "“Họp không giấy”")),)


@pytest.mark.parametrize(
    ("kind", "asked", "before", "then"),
    [
        (ASKED, "6/5 09:50", "6/5 10:00", "6/5 16:31"),  # a unit waits for the answer
        (PROSE, "6/5 09:50", "10/5 16:31", "13/5 07:31"),  # nobody does
        (SENDER, "10/5 15:00", "13/5 07:29", "13/5 07:31"),
        (PROSE, "30/7 09:50", "30/7 10:00", "30/7 16:31"),  # the last month of a stage
    ],
)
def test_an_ordinary_question_waits_for_the_end_of_the_day_or_for_monday_where_nobody_waits_for_its_answer(
    kind: QuestionKind, asked: str, before: str, then: str
) -> None:
    questions = (_question(1, kind, asked),)
    assert _questions(season(before, questions=questions), before) == []
    assert len(_questions(season(then, questions=questions), then)) == 1


def test_a_question_that_a_deadline_is_near_to_does_not_wait() -> None:
    known = season("22/8 10:00", questions=(_question(1, PROSE, "22/8 09:50"),))
    assert len(_questions(known, "22/8 10:00")) == 1


@pytest.mark.parametrize(
    ("kind", "now", "asked"),
    [
        (PROSE, "22/8 15:30", 0),  # the letter of the day leaves within the hour
        (CLASSIFIED, "22/8 15:30", 1),
        (EXTENSION, "16/8 10:00", 0),  # the deadline is a week away
        (EXTENSION, "22/8 10:00", 1),
        (EXTENSION, "26/8 10:00", 1),  # the unit is late until it is answered
        (PROSE, "26/8 10:00", 0),
    ],
)
def test_what_is_asked_at_once_and_what_with_the_letter_of_the_day(kind: QuestionKind, now: str, asked: int) -> None:
    known = season(now, questions=(_question(1, kind, now),))
    assert len(_questions(known, now)) == asked
    day = now.partition(" ")[0]
    assert len(_questions(replace(known, as_of=at(f"{day} 16:31")), f"{day} 16:31")) == 1


def test_nothing_is_asked_outside_office_hours_and_nothing_twice() -> None:
    known = season("6/5 20:00", questions=(_question(1, CLASSIFIED, "6/5 19:50"),))
    assert _questions(known, "6/5 20:00") == []
    (order,) = _questions(known, "7/5 07:31")
    assert _questions(replace(known, letters=(_sent(order, "7/5 07:31"),)), "7/5 16:31") == []


def test_units_of_which_nothing_has_come_are_listed_before_the_deadline_with_their_telephones() -> None:
    wrote = ArrivalFacts(5, at("1/8"), "done", "unclear", "", "bh1b@truong.example")
    known = season("22/8 07:31", version(1, "1/8", item("A"), unit="van-phong"), arrivals=(wrote,))
    (order,) = [one for one in office.due(known, at("22/8 07:31")) if one.kind.name == "silent"]
    assert isinstance(order.facts, SilentFacts)
    assert [unit.code for unit, _ in order.facts.units] == ["bao-thang"]
    assert order.facts.units[0][0].phone == "0214"
    again = replace(known, letters=(_sent(order, "22/8 07:31"),))
    assert [one for one in office.due(again, at("23/8 07:31")) if one.kind.name == "silent"] == []


# --- Release --------------------------------------------------------------------------------------------------------


def _announced(known: Season, now: str) -> list[LetterOrder]:
    known = replace(known, read_to_end_at=at(now), as_of=at(now))
    return [order for order in reminders.due(known, at(now)) if order.kind.name == "announcement"]


def _leaving(known: Season, now: str) -> list[LetterOrder]:
    known = replace(known, read_to_end_at=at(now), as_of=at(now))
    return [order for order in reminders.due(known, at(now)) if order.kind.name in ("reminder", "overdue")]


def test_an_announcement_numbers_its_units_for_the_answer() -> None:
    (order,) = _announced(season("14/8 07:31"), "14/8 07:31")
    assert (order.batch, units_of(_sent(order, "14/8 07:31"))) == (
        "registration:2024-08-15",
        ("bao-thang", "bac-ha", "van-phong"),
    )


def test_an_unanswered_request_is_asked_again_each_working_day_and_any_answer_counts() -> None:
    known = season("14/8 07:31", release="approve")
    (first,) = _announced(known, "14/8 07:31")
    known = replace(known, letters=(_sent(first, "14/8 07:31"),))
    assert _announced(known, "15/8 07:31") == []  # its day has not passed
    (second,) = _announced(known, "16/8 07:31")
    assert isinstance(second.facts, AnnouncementFacts)
    assert (second.facts.asked_before, second.facts.note) == (1, "")
    known = replace(known, letters=(*known.letters, _sent(second, "16/8 07:31")))
    assert _leaving(known, "19/8 07:31") == []
    late = replace(
        known,
        rulings=ruled(
            reminders.release("registration:2024-08-15", "Hà", at("19/8 07:00")),
        ),
    )
    assert {order.unit for order in _leaving(late, "19/8 07:31")} == {"bao-thang", "bac-ha", "van-phong"}


def test_who_said_stop_is_not_asked_again() -> None:
    known = season("14/8 07:31", release="approve")
    (first,) = _announced(known, "14/8 07:31")
    stopped = reminders.stop("registration:2024-08-15", "Hà", at("15/8 09:00"))
    known = replace(known, letters=(_sent(first, "14/8 07:31"),), rulings=ruled(*stopped))
    assert _announced(known, "16/8 07:31") == []


@pytest.mark.parametrize(
    ("rule", "released", "copied"),
    [("asked", False, ()), ("asked", True, ("ht@truong.example",)), ("never", True, ()),
     ("always", False, ("ht@truong.example",))],
)  # fmt: skip
def test_a_head_of_unit_reads_of_it_only_by_the_word_of_the_office(
    rule: str, released: bool, copied: tuple[str, ...]
) -> None:
    headed = replace(BAO_THANG, head_address="HT@truong.example")
    known = season("28/8 07:31")
    settings = known.campaign.reminders.model_copy(update={"cc_heads": rule})
    campaign = known.campaign.model_copy(update={"reminders": settings})
    known = replace(known, campaign=campaign, roster=Roster((headed, BAC_HA)))
    for day in range(26, 32):  # the first letter after the deadline, whichever day it falls on
        for order in _announced(known, f"{day}/8 07:31"):
            assert isinstance(order.facts, AnnouncementFacts)
            assert order.facts.heads == (1 if rule == "asked" and order.facts.overdue else 0)
            known = replace(known, letters=(*known.letters, _sent(order, f"{day}/8 07:31")))
    batches = [one.batch for one in known.letters if one.batch]
    assert batches
    if released:
        known = replace(known, rulings=ruled(*(reminders.release(one, "Hà", at("26/8")) for one in batches)))
    leaving = [one for day in range(27, 32) for one in _leaving(known, f"{day}/8 07:40") if one.unit == "bao-thang"]
    assert {order.kind.name for order in leaving} == {"overdue"}
    assert {order.cc for order in leaving} == {copied}


def test_a_reminder_before_the_deadline_has_no_copy() -> None:
    headed = replace(BAO_THANG, head_address="ht@truong.example")
    known = replace(season("15/8 07:31", release="auto"), roster=Roster((headed,)))
    assert {order.cc for order in _leaving(known, "15/8 07:31")} == {()}


# --- A changed deadline ---------------------------------------------------------------------------------------------

KNOWN = {"registration": date(2024, 8, 20), "report": date(2024, 10, 31)}


def _moved_in(release: Release, **more: object) -> Season:
    return season("6/5 10:00", version(1, "1/5", item("A"), unit="van-phong"), release=release, **more)


def test_units_are_told_of_a_changed_deadline_at_once_where_letters_need_no_word() -> None:
    (found,) = moved(_moved_in("auto"), KNOWN, at("6/5 10:00"))
    assert found.settled
    assert {order.unit for order in found.letters} == {"bao-thang", "bac-ha", "van-phong"}
    assert {order.kind.name for order in found.letters} == {"deadline"}


def test_else_the_office_is_asked_first_and_its_answer_decides() -> None:
    (found,) = moved(_moved_in("announce"), KNOWN, at("6/5 10:00"))
    assert (found.letters, found.settled) == ((), False)
    assert found.question is not None
    for answer, letters in (("yes", 3), ("no", 0)):
        asked = replace(found.question, number=4, answer=answer)
        (decided,) = moved(_moved_in("announce", questions=(asked,)), KNOWN, at("6/5 10:00"))
        assert (len(decided.letters), decided.settled) == (letters, True)


def test_a_deadline_that_is_the_known_one_and_one_at_night_lead_to_nothing() -> None:
    same = {"registration": date(2024, 8, 25), "report": date(2024, 10, 31)}
    assert moved(_moved_in("auto"), same, at("6/5 10:00")) == ()
    assert moved(_moved_in("auto"), KNOWN, at("6/5 22:00")) == ()
