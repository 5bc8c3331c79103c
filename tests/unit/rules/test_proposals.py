"""What waits for a code: when it is shown, with what, how long it stands, and what it keeps from leaving."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rules.places import Part
from rules.proposal import Proposal
from rules.rulings import (
    Answered,
    Confirm,
    Entered,
    How,
    Learn,
    Mark,
    Ruling,
    TakeBack,
    Turn,
    Withdraw,
    as_if_confirmed,
    counting,
)
from rules.season import Season
from rules.standing.proposals import (
    always_asks,
    expiry,
    is_at_the_desk,
    matters,
    overdue,
    rivals,
    same,
    to_show,
    told_of,
)
from rules.standing.ruling_words import NOT_DONE, in_short
from tests.unit.rules.making import at, campaign, on, season

CLERK, OTHER = "ha@so.example", "minh@so.example"
PART = Part(5, "registration", "bac-ha")


def _ruling(number: int, *effects: object, question: int | None = None, kind: str = "answer", said: str = "") -> Ruling:
    turn = Turn("proposed", CLERK, at("13/8 09:00"), "email")
    return Ruling(number, kind, tuple(effects), (turn,), said, f"Việc {number}.", question=question)  # type: ignore[arg-type]


def _wish(number: int, when: str, *, person: str = CLERK, shown: str = "", state: str = "open") -> Proposal:
    """Of the ruling of the same number; `shown`: when."""
    base = Proposal(number, person, number, at(when), f"{number} đúng", (number,), state=state)  # type: ignore[arg-type]
    if not shown:
        return base
    expires = expiry(at(shown), campaign())
    return replace(base, code="123456", letter=f"<{number}@so.example>", shown_at=at(shown), expires_at=expires)


def _known(*wishes: Proposal, one_matter: bool = False) -> Season:
    rulings = tuple(_ruling(one.number, question=7 if one_matter else one.number) for one in wishes)
    return season("13/8 10:00", rulings=rulings, proposals=wishes)


def _confirmed(known: Season, how: How) -> Season:
    """Half an hour after it was proposed."""
    turn = Turn("confirmed", "Hà", at("13/8 09:30"), how)
    return replace(known, rulings=tuple(replace(one, turns=(*one.turns, turn)) for one in known.rulings))


def _numbers(found: tuple[Proposal, ...]) -> list[int]:
    return [one.number for one in found]


def test_what_is_new_is_shown_at_once_and_to_its_writer_alone() -> None:
    known = _known(_wish(1, "13/8 09:59"), _wish(2, "13/8 09:59", person=OTHER))
    assert _numbers(to_show(CLERK, known, at("13/8 10:00"))) == [1]


def test_within_ten_minutes_of_a_letter_it_waits_and_then_all_is_shown_together() -> None:
    known = _known(_wish(1, "13/8 09:50", shown="13/8 09:55"), _wish(2, "13/8 09:57"), _wish(3, "13/8 09:59"))
    assert to_show(CLERK, known, at("13/8 10:04")) == ()
    assert _numbers(to_show(CLERK, known, at("13/8 10:05"))) == [2, 3]
    assert _numbers(to_show(CLERK, known, at("13/8 10:00"), at_once=True)) == [2, 3]


def test_three_letters_that_wait_are_enough() -> None:
    shown = [_wish(number, "13/8 08:00", shown=f"13/8 08:{number}0") for number in (1, 2, 3)]
    known = _known(*shown, _wish(4, "13/8 09:00"))
    assert to_show(CLERK, known, at("13/8 10:00")) == ()
    settled = replace(shown[0], state="confirmed")
    assert _numbers(to_show(CLERK, _known(settled, *shown[1:], _wish(4, "13/8 09:00")), at("13/8 10:00"))) == [4]


def test_two_about_one_matter_are_shown_together() -> None:
    known = _known(_wish(1, "13/8 08:00", shown="13/8 08:01"), _wish(2, "13/8 09:00"), one_matter=True)
    assert _numbers(to_show(CLERK, known, at("13/8 10:00"))) == [1, 2]
    assert _numbers(rivals(known.proposals[0], known)) == [2]
    assert rivals(known.proposals[0], _known(*known.proposals)) == ()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (_ruling(1, question=3), _ruling(2, question=3), True),
        (_ruling(1, question=3), _ruling(2, question=4), False),
        (_ruling(1, TakeBack(2)), _ruling(3, TakeBack(2)), True),
        (_ruling(1, TakeBack(2)), _ruling(3, TakeBack(4)), False),
        (
            _ruling(1, Mark("pause", "registration", None, "", at("1/8"), on("15/8"))),
            _ruling(2, Mark("release", "registration", None, "", at("1/8"), on("15/8"))),
            True,
        ),
        (
            _ruling(1, Entered("target:a", "part", 1.0, "", at("1/8"))),
            _ruling(2, Entered("target:a", "part", 2.0, "", at("2/8"))),
            True,
        ),
        (
            _ruling(1, Mark("paper", "registration", "bac-ha", "", at("1/8"))),
            _ruling(2, Mark("paper", "registration", "bao-thang", "", at("1/8"))),
            False,
        ),
    ],
)
def test_what_a_decision_is_about(one: Ruling, other: Ruling, alike: bool) -> None:
    assert bool(matters(one) & matters(other)) is alike


@pytest.mark.parametrize(
    ("shown", "until"),
    [("13/8 10:00", "16/8"), ("16/8 10:00", "21/8"), ("30/8 10:00", "6/9"), ("30/12 10:00", "31/12")],
)
def test_a_code_lasts_three_working_days_and_not_beyond_the_campaign(shown: str, until: str) -> None:
    assert expiry(at(shown), campaign()).date() == on(until)


def test_what_nobody_confirmed_in_time_is_over_whether_it_was_shown_or_not() -> None:
    known = _known(_wish(1, "13/8 08:00", shown="14/8 08:00"), _wish(2, "13/8 08:00"), _wish(3, "13/8", state="lapsed"))
    assert overdue(known, at("16/8 23:59")) == ()
    assert _numbers(overdue(known, at("17/8 00:01"))) == [2]
    assert _numbers(overdue(known, at("20/8 00:01"))) == [1, 2]


def test_who_confirmed_something_is_at_the_desk_until_midnight() -> None:
    done = replace(_wish(1, "13/8 09:00", state="confirmed"), settled_at=at("13/8 09:30"))
    known = _confirmed(_known(done), "email")
    assert is_at_the_desk(CLERK, known, at("13/8 23:59"))
    assert not is_at_the_desk(CLERK, known, at("14/8 00:01"))
    assert not is_at_the_desk(OTHER, known, at("13/8 10:00"))
    on_the_page = _confirmed(_known(done), "page")  # by anybody who came in there
    assert not is_at_the_desk(CLERK, on_the_page, at("13/8 10:00"))


@pytest.mark.parametrize(
    ("effects", "asks"),
    [
        ((Confirm(PART), Answered(1, "yes")), False),
        ((Mark("extension", "registration", "bac-ha", "", at("1/8"), on("30/8")),), False),
        ((Mark("pause", "registration", None, "", at("1/8"), on("15/8")),), False),
        ((Mark("release", "registration", None, "", at("1/8"), on("15/8")),), True),
        ((TakeBack(2),), True),
        ((Confirm(PART), Learn("x@thu.example", "bac-ha")), True),
        ((Withdraw(PART, ("Tên",)),), True),
        ((Entered("target:a", "part", 1.0, "", at("1/8")),), True),
    ],
)
def test_what_binds_or_takes_away_asks_for_a_code_of_its_own(effects: tuple[object, ...], asks: bool) -> None:
    assert always_asks(effects) is asks  # type: ignore[arg-type]


def test_what_is_confirmed_is_what_was_shown_whenever_it_is_weighed() -> None:
    mark = Mark("extension", "registration", "bac-ha", "Hà", at("13/8"), on("30/8"))
    shown = _ruling(1, mark, Answered(3, "2024-08-30"), question=3)
    later = replace(shown, number=0, effects=(replace(mark, at=at("14/8"), by="hộp thư chung"), shown.effects[1]))
    assert same([shown], [later])
    assert not same([shown], [replace(later, effects=(replace(mark, until=on("31/8")), shown.effects[1]))])
    assert not same([shown], [])
    undo = _ruling(2, TakeBack(1))
    assert not same([undo], [replace(undo, done="Hủy quyết định số 1. Quyết định số 3 dựa vào đó.")])


def test_as_if_it_were_confirmed_what_is_to_be_taken_back_does_not_count() -> None:
    extended = _ruling(1, Mark("extension", "registration", "bac-ha", "", at("13/8"), on("30/8")))
    counts = replace(extended, turns=(Turn("confirmed", CLERK, at("13/8"), "command"),))
    asked = _ruling(2, question=4)
    seen = as_if_confirmed((counts, asked, _ruling(3, TakeBack(1))))
    assert [one.state for one in seen] == ["undone", "confirmed", "confirmed"]
    assert as_if_confirmed((counts,)) == (counts,)


def test_a_confirmed_proposal_counts_from_its_arrival_and_not_before_it_was_confirmed() -> None:
    proposed = _ruling(1, Mark("extension", "registration", "bac-ha", "", at("13/8"), on("30/8")))
    turn = Turn("confirmed", CLERK, at("14/8 10:00"), "email")
    confirmed = replace(proposed, turns=(*proposed.turns, turn))
    assert counting([confirmed])[0].decided.at == at("13/8 09:00")
    seen = confirmed.seen_at(at("14/8 09:00"))
    assert seen is not None and not seen.counts


def test_the_digest_names_what_waits_and_what_waited_in_vain() -> None:
    waiting, vain = _wish(1, "13/8 09:00", shown="13/8 09:01"), _wish(2, "12/8 09:00", state="lapsed")
    unshown, quiet = _wish(3, "13/8 09:30"), _wish(4, "13/8 09:00", state="lapsed")
    vain = replace(vain, settled_at=at("13/8 08:00"), why="quá thời hạn xác nhận")
    quiet = replace(quiet, settled_at=at("13/8 09:00"), why="nội dung đã thay đổi")
    period = (at("12/8 16:30"), at("13/8 16:30"))
    lines = told_of(_known(waiting, vain, unshown, quiet), period)
    assert [line.partition("”")[2] for line in lines] == [
        ": chờ xác nhận, đã gửi mã.",
        ": không thực hiện, quá thời hạn xác nhận.",
        ": chờ xác nhận, chưa gửi mã vì còn thư có mã chưa trả lời.",
    ]
    later = (period[1], period[1] + timedelta(days=1))
    assert len(told_of(_known(waiting), later)) == 1
    assert told_of(_known(waiting), later, waiting=False) == ()


def test_what_stood_beside_a_decision_is_no_part_of_it() -> None:
    now = replace(_ruling(1, TakeBack(3), kind="undo"), done="Hủy quyết định số 3 (Miễn).")
    shown = replace(now, done=f"{now.done} {NOT_DONE.format(rest='“cô Lan mới sinh”')}")
    assert same([shown], [now]) and in_short(shown) == "Hủy quyết định số 3 (Miễn)"
