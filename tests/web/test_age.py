"""How old what people look at may be."""

from datetime import UTC, datetime, timedelta

import pytest

from mailbot.web import age
from mailbot.web.age import OLDEST, Age
from tests.office.house import mail
from tests.web.rooms import Room

NOW = datetime(2024, 8, 13, 2, 0, tzinfo=UTC)
A_MOMENT = timedelta(seconds=0.1)


def made(seconds: float, monkeypatch: pytest.MonkeyPatch) -> Age:
    """Of something that took so long to be made."""
    ticks = iter((0.0, seconds))
    monkeypatch.setattr(age, "perf_counter", lambda: next(ticks))
    found = Age()
    assert found.is_over(NOW)
    with found.begins(lambda: NOW):
        pass
    return found


def test_what_is_quickly_made_is_young_and_what_is_slowly_made_lasts_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = made(0.004, monkeypatch)
    assert not quick.is_over(NOW) and quick.is_over(NOW + A_MOMENT)
    slow = made(0.1, monkeypatch)
    assert not slow.is_over(NOW + 24 * A_MOMENT) and slow.is_over(NOW + 26 * A_MOMENT)


def test_nothing_is_older_than_a_few_seconds_and_nothing_survives_a_clock_that_was_set_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = made(60.0, monkeypatch)
    assert not found.is_over(NOW + OLDEST - A_MOMENT) and found.is_over(NOW + OLDEST)
    assert found.is_over(NOW - A_MOMENT)


def test_what_is_done_while_something_is_made_is_in_the_next_one() -> None:
    found = Age()
    with found.begins(lambda: NOW):
        found.end()
    assert found.is_over(NOW)


def test_whoever_decides_sees_it_at_once_and_mails_that_came_within_seconds(office: Room) -> None:
    browser = office.enter()
    school = "thptso2baothang@laocai-edu.example"
    browser.get("/thu-den")
    office.house.receive(mail(school, "Lịch công tác tuần 33", "Kính gửi Phòng, trường gửi lịch công tác tuần."))
    office.house.tick(seconds=OLDEST.total_seconds())
    assert "không thuộc phong trào" in browser.get("/thu-den").text.lower()
    given = {"act": "exempt", "stage": "registration", "reason": "sáp nhập"}
    office.post("/don-vi/thpt-so-2-bao-thang", **given)
    assert "Miễn" in browser.get("/don-vi/thpt-so-2-bao-thang").text
