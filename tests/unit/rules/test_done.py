"""What was done as people of the office wrote: when all of the office reads it, and that it reads each once."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from rules import letter_kind as kinds
from rules.intake.answering import asked_by
from rules.letters.done import due, tells
from rules.letters.letter import DoneFacts, LetterOrder
from rules.letters.together import together
from rules.rulings import Answered, Effect, How, Mark, Ruling, TakeBack, Turn
from rules.season import Season
from rules.standing.questions import PROSE, SAYS
from tests.seasons import people
from tests.unit.rules.making import at, campaign, letter, on, question, season

HA, MINH = "ha@so.example", "minh@so.example"
EXEMPT = Mark("exempt", "registration", "bac-ha", HA, at("1/8"))


def _done(
    number: int,
    when: str,
    *effects: Effect,
    by: str = HA,
    how: How = "email",
    code: bool = False,
    undone: bool = False,
    question: int | None = None,
) -> Ruling:
    """`code`: it waited for one. Everything stands in mail 9."""
    confirmed = Turn("confirmed", by, at(when), how)
    before = (Turn("proposed", by, at(when), "email"),) if code else ()
    after = (Turn("undone", by, at(when), "email"),) if undone else ()
    turns = (*before, confirmed, *after)
    done = f"Việc {number}."
    return Ruling(number, "answer", effects or (EXEMPT,), turns, "", done, question=question, arrival=9)


def _told(now: str, rulings: Iterable[Ruling], leaving: tuple[LetterOrder, ...] = (), **more: object) -> list[int]:
    """Numbers of what is told at this moment."""
    known = season(now, rulings=tuple(rulings), **more)  # type: ignore[arg-type]
    return [int(item.removeprefix("decision:")) for order in due(known, at(now), leaving) for item in order.items]


PAUSE = Mark("pause", "registration", None, HA, at("13/8"), on("20/8"))


@pytest.mark.parametrize(
    ("done", "early", "late"),
    [
        ("13/8 09:00", "13/8 16:29", "13/8 16:30"),  # Tuesday
        ("13/8 17:00", "14/8 07:29", "14/8 07:30"),
        ("13/8 06:50", "13/8 07:29", "13/8 07:30"),
        ("17/8 10:00", "19/8 07:29", "19/8 07:30"),  # Saturday
    ],
)
def test_a_word_on_a_batch_is_told_before_the_batch_leaves(done: str, early: str, late: str) -> None:
    rulings = (_done(1, done, PAUSE), _done(2, done))
    assert _told(early, rulings) == []
    assert _told(late, rulings) == [1, 2]


def test_what_was_done_is_told_within_two_working_days() -> None:
    rulings = (_done(1, "16/8 09:00"),)  # Friday
    assert _told("20/8 16:29", rulings) == []
    assert _told("20/8 16:30", rulings) == [1]


@pytest.mark.parametrize(
    "ruling",
    [
        _done(1, "13/8 09:00", code=True),
        _done(1, "13/8 09:00", Answered(1, "yes"), question=1),
        _done(1, "13/8 09:00", Answered(2, "skip"), question=2),
        _done(1, "13/8 09:00", Mark("release", "registration", None, HA, at("13/8"), on("14/8"))),
    ],
    ids=["a code", "as suggested", "put aside", "let out"],
)
def test_what_was_read_before_or_shows_itself_waits_for_another_letter_for_two_weeks(ruling: Ruling) -> None:
    suggested = replace(question(PROSE, "bac-ha"), number=1, suggestion="yes")
    asked = (suggested, replace(question(SAYS, "bac-ha"), number=2, suggestion=""))
    assert _told("23/8 16:30", (ruling,), questions=asked) == []
    assert _told("26/8 07:30", (ruling,), questions=asked) == [1]
    assert _told("15/8 16:30", (ruling, _done(2, "13/8 10:00")), questions=asked) == [1, 2]


def test_each_is_told_once_by_whatever_letter() -> None:
    earlier = replace(letter("answered", "answered:1", "13/8 09:01", None), items=("decision:1",))
    rulings = (_done(1, "13/8 09:00"), _done(2, "13/8 09:00"))
    assert _told("15/8 16:30", rulings, letters=(earlier,)) == [2]


@pytest.mark.parametrize(
    "ruling",
    [
        _done(1, "13/8 09:00", how="command"),
        _done(1, "13/8 09:00", how="page"),
        replace(_done(1, "13/8 09:00"), arrival=None),
        _done(1, "13/8 09:00", undone=True),
        _done(1, "1/7 09:00"),
    ],
    ids=["command", "page", "no mail", "taken back", "long ago"],
)
def test_what_nobody_wrote_or_is_no_news_is_not_told(ruling: Ruling) -> None:
    assert _told("15/8 16:30", (ruling,)) == []


def test_what_leaves_to_the_office_brings_it_along_and_lets_it_be_taken_back() -> None:
    rulings = (_done(1, "13/8 09:00", code=True),)
    known = season("13/8 09:40", rulings=rulings)
    to = known.campaign.office.letters_to
    batch = LetterOrder(kinds.ANNOUNCEMENT, "announcement:1", to, DoneFacts(()), items=("unit:bac-ha",))
    (order,) = due(known, at("13/8 09:40"), (batch,))
    ((joint, _),) = together([(batch, ()), (order, ())])
    assert joint.kind == kinds.ANNOUNCEMENT
    assert joint.items == ("unit:bac-ha", "letter:done:cchc-2024:1", "done:1")
    sent = replace(letter("announcement", joint.key, "13/8 09:40", None), items=joint.items)
    assert asked_by(sent).decisions == ()  # "hủy" is about the batch
    assert _told("26/8 07:30", rulings, letters=(sent,)) == []
    assert due(known, at("13/8 09:40"), (replace(batch, to=("truong@truong.example",)),)) == ()
    assert due(known, at("13/8 09:40"), (replace(batch, kind=kinds.ALARM),)) == ()


def _facts(known: Season, now: str) -> DoneFacts:
    (order,) = due(known, at(now))
    assert isinstance(order.facts, DoneFacts)
    return order.facts


def test_it_says_who_wrote_what_and_what_was_taken_back() -> None:
    rulings = (
        _done(1, "13/8 09:00", question=4),
        _done(2, "13/8 09:10", by=MINH),
        _done(3, "13/8 09:20", TakeBack(2)),
    )
    first, second = _facts(season("15/8 16:30", rulings=rulings), "15/8 16:30").followed
    assert (first.by, [deed.undo for deed in first.deeds], first.undone) == (HA, ["hoàn tác câu 4"], ("Việc 3.",))
    assert (second.by, [deed.undo for deed in second.deeds]) == (MINH, ["hoàn tác 2"])


def test_who_wrote_reads_it_though_no_letter_of_the_office_goes_there() -> None:
    plain = campaign()
    listed = (people(MINH)[0], people(HA)[0].model_copy(update={"letters": False}))
    office = plain.office.model_copy(update={"people": listed})
    known = season("15/8 16:30", rulings=(_done(1, "13/8 09:00"),))
    known = replace(known, campaign=plain.model_copy(update={"office": office}))
    (order,) = due(known, at("15/8 16:30"))
    assert order.to == (MINH, HA)


def test_one_batch_that_was_stopped_may_be_let_out_in_answer_to_it() -> None:
    pause = Mark("pause", "registration", None, HA, at("13/8"), on("14/8"))
    (order,) = due(season("13/8 16:30", rulings=(_done(1, "13/8 09:00", pause),)), at("13/8 16:30"))
    assert order.batch == "registration:2024-08-14"


@pytest.mark.parametrize(
    ("batch", "now", "in_time"),
    [
        (None, "13/8 20:00", True),
        ("registration:2024-08-14", "13/8 09:00", True),  # told at 16:30, before it leaves
        ("registration:2024-08-14", "13/8 17:00", False),
        ("registration:2024-08-14", "14/8 07:00", False),
    ],
)
def test_whether_a_word_on_a_batch_can_be_told_before_the_batch_leaves(
    batch: str | None, now: str, in_time: bool
) -> None:
    assert tells(batch, at(now), season(now)) is in_time


def test_nothing_is_told_outside_the_campaign() -> None:
    rulings = (_done(1, "27/12 09:00"),)
    assert _told("31/12 16:30", rulings) == [1]
    assert due(season("2/1", rulings=rulings), at("2/1 07:30", 2025)) == ()
