"""Two offices with a mailbot each write to each other: each takes the other for a unit that owes something."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from rules.roster import Roster
from tests.app.world import SCHOOL_CODE, World, mail, registration, world

OURS, THEIRS = "phong@so-a.example", "phong@so-b.example"
MOST = 2  # letters of each to the other before both are silent
ROUNDS = 8

WITH_GAPS = ("dang-ky.docx", registration(("Số hóa hồ sơ một cửa",), owner=""))  # its receipt carries a form

_MARKS = re.compile(rb"(?im)^(?:Auto-Submitted|X-Auto-Response-Suppress|X-Mailbot|In-Reply-To|References):.*\r\n")


def without_marks(raw: bytes) -> bytes:
    """As behind a gateway that throws away whatever says that a program wrote the letter."""
    return _MARKS.sub(b"", raw)


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[World, World]]:
    with ExitStack() as stack:
        made = []
        for own, other in ((OURS, THEIRS), (THEIRS, OURS)):
            here = stack.enter_context(world(tmp_path / own))
            campaign = here.app.campaign
            office = campaign.office.model_copy(update={"mailbox": own, "people": ()})
            reminders = campaign.reminders.model_copy(update={"release": "auto"})
            here.app.plan = campaign.model_copy(update={"office": office, "reminders": reminders})
            here.app.roster = Roster(
                tuple(
                    replace(unit, addresses=(other,) if unit.code == SCHOOL_CODE else (), head_address="")
                    for unit in here.app.roster
                )
            )
            made.append(here)
        yield made[0], made[1]


def play(ours: World, theirs: World, gateway: Callable[[bytes], bytes]) -> tuple[int, int]:
    """How many letters each wrote to the other until both were silent. AssertionError: they never were."""
    passed = {OURS: 0, THEIRS: 0}
    for _ in range(ROUNDS):
        before = dict(passed)
        for here, there, to in ((ours, theirs, THEIRS), (theirs, ours, OURS)):
            here.one_pass()
            letters = [letter for letter in here.sink.letters if to in letter.recipients]
            for letter in letters[passed[to] :]:
                there.deliver(gateway(letter.raw))
            passed[to] = len(letters)
            here.now += timedelta(minutes=1)
        if passed == before:
            return passed[THEIRS], passed[OURS]
    raise AssertionError(f"still writing after {ROUNDS} rounds: {passed}")


@pytest.mark.parametrize("gateway", [bytes, without_marks])
def test_reminders_to_each_other_are_not_answered(both: tuple[World, World], gateway: Callable[[bytes], bytes]) -> None:
    """A reminder carries an empty form, which a unit that sends it back is told."""
    assert max(play(*both, gateway)) <= MOST


def test_a_receipt_is_not_answered(both: tuple[World, World]) -> None:
    ours, theirs = both
    ours.deliver(mail(WITH_GAPS, sender=THEIRS))
    assert max(play(ours, theirs, bytes)) <= MOST


def test_a_receipt_that_looks_like_a_persons_mail_is_answered_while_it_says_something_new(
    both: tuple[World, World],
) -> None:
    """It carries what was understood as a form, which the other records; what is recorded already is told once."""
    ours, theirs = both
    ours.deliver(mail(WITH_GAPS, sender=THEIRS))
    assert max(play(ours, theirs, without_marks)) <= 2 * MOST
