"""The program is down, the clock is wrong, midnight comes: what was due is done once, and only where it is true."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from mailbot.commands.doctor import doctor
from mailbot.scheduler import Clock
from rules.calendar import moment
from rules.roster import Roster
from storage.work import EVER
from tests.app.world import SCHOOL, SCHOOL_CODE, START, World, mail, registration, world
from tests.waiting import PATIENCE

DOCX = ("dang-ky.docx", registration(("Số hóa hồ sơ một cửa",)))


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    """One school owes its registration; reminders leave by themselves: 21/8, 23/8, 26/8, 4/9, 9/9, 16/9."""
    with world(tmp_path) as made:
        made.app.roster = Roster(
            tuple(replace(unit, must_register=unit.code == SCHOOL_CODE) for unit in made.app.roster)
        )
        reminders = made.app.campaign.reminders.model_copy(update={"release": "auto"})
        made.app.plan = made.app.campaign.model_copy(update={"reminders": reminders})
        yield made


def at(text: str, here: World) -> datetime:
    """ "23/8 07:30" on the clock of the office."""
    day = datetime.strptime(f"{text} 2024", "%d/%m %H:%M %Y")  # noqa: DTZ007
    return moment(day.date(), day.time(), here.app.campaign.calendar)


def passes(here: World, *moments: str) -> list[int]:
    """How many letters the school has got by each of these moments, with a pass at each."""
    got = []
    for when in moments:
        here.now = at(when, here)
        here.one_pass()
        got.append(here.receivers().count(SCHOOL))
    return got


# --- Down -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moments", "letters"),
    [
        pytest.param(("20/8 09:00", "21/8 09:00", "21/8 09:01"), [1, 2, 2], id="a-day"),
        pytest.param(("20/8 09:00", "27/8 09:00", "27/8 16:00"), [1, 2, 2], id="over-the-deadline"),
        pytest.param(("20/8 09:00", "20/9 09:00", "23/9 09:00"), [1, 2, 2], id="a-month"),
        pytest.param(("20/8 09:00", "31/8 09:00", "2/9 09:00", "4/9 07:29", "4/9 07:30"), [1, 1, 1, 1, 2], id="closed"),
    ],
)
def test_what_became_due_while_it_was_down_is_sent_once_in_office_hours(
    here: World, moments: tuple[str, ...], letters: list[int]
) -> None:
    assert passes(here, *moments) == letters


def test_who_submitted_while_it_was_down_is_not_reminded_and_was_in_time(here: World) -> None:
    passes(here, "20/8 09:00")
    here.deliver(mail(DOCX), at("23/8 17:00", here))
    assert passes(here, "27/8 09:00", "28/8 09:00") == [2, 2]  # the second is the receipt
    assert (here.cell().state, here.cell().timeliness) == ("sent", "on-time")


# --- Midnight ---------------------------------------------------------------------------------------------------


def test_a_pass_may_straddle_midnight(here: World) -> None:
    here.now = at("25/8 23:58", here)
    here.one_pass()  # what lay there before the first one gets no receipt
    here.now = at("25/8 23:59", here)
    here.deliver(mail(DOCX), here.now)
    here.deliver(mail(("bo-sung.docx", registration(("Họp không giấy",))), number=2), here.now)

    def ticking() -> datetime:
        here.now += timedelta(seconds=10)
        return here.now

    here.app.now = ticking
    assert here.one_pass().full
    assert here.now > at("26/8 00:00", here)
    assert (here.cell().state, here.cell().timeliness) == ("sent", "last-day")
    assert here.receivers().count(SCHOOL) == 2
    here.now = at("26/8 09:00", here)
    here.one_pass()
    assert here.receivers().count(SCHOOL) == 2


# --- Clocks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2023, 2025, 1970])
def test_the_clock_of_the_sender_decides_nothing(here: World, year: int) -> None:
    here.deliver(mail(DOCX, Date=f"Tue, 20 Aug {year} 09:00:00 +0700"), at("24/8 23:00", here))
    passes(here, "26/8 09:00")
    assert here.cell().timeliness == "on-time"


def test_a_clock_that_jumps_ahead_and_back_sends_nothing_twice(here: World) -> None:
    assert passes(here, "20/8 09:00", "23/8 09:00", "20/8 09:05", "21/8 09:00", "23/8 09:00", "26/8 09:00") == [
        1, 2, 2, 3, 3, 4,
    ]  # fmt: skip


def test_what_failed_while_the_clock_was_ahead_is_tried_again_when_it_is_right(here: World) -> None:
    with here.app.begin() as work:
        work.first_start(EVER)  # the mail lies there before the first pass, whose clock is ahead
    here.deliver(mail(DOCX))
    here.now = START + timedelta(days=40)
    here.sink.answers.append("451 try again later")
    here.one_pass()
    assert here.receivers().count(SCHOOL) == 0
    here.now = START + timedelta(minutes=5)
    here.one_pass()
    assert here.receivers().count(SCHOOL) == 1


def test_the_doctor_says_that_the_clock_is_behind(here: World) -> None:
    here.deliver(mail(DOCX), START + timedelta(hours=2))
    here.one_pass()
    assert [line for line in doctor(here.app).lines if "Đồng hồ" in line and line.startswith("LỖI")]
    here.now += timedelta(hours=2)
    assert [line for line in doctor(here.app).lines if "Đồng hồ" in line and line.startswith("ĐẠT")]


def test_passes_go_on_though_the_clock_was_set_back_by_a_year() -> None:
    stopping, done = threading.Event(), []
    end = threading.Timer(PATIENCE, stopping.set)
    with time_machine.travel(datetime.now(UTC), tick=True) as traveller:

        def one_pass() -> None:
            done.append(time.monotonic())
            if len(done) == 1:
                traveller.shift(timedelta(days=-365))
            if len(done) == 4:
                stopping.set()

        end.start()
        Clock(one_pass, 0.2, "Asia/Ho_Chi_Minh", stopping).run()
    end.cancel()
    assert len(done) >= 4
