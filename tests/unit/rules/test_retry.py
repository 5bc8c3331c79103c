"""When something is tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.letters.retry import after

NOW = datetime(2024, 8, 23, 9, tzinfo=UTC)


def test_a_mail_that_fails_three_times_is_held() -> None:
    waits = [after("mail", tries, NOW, jitter=1) for tries in (1, 2)]
    assert waits == [NOW + timedelta(minutes=1), NOW + timedelta(minutes=10)]
    assert after("mail", 3, NOW) is None


def test_a_letter_is_tried_for_days_at_growing_distances_and_then_held() -> None:
    moments: list[datetime] = []
    now = NOW
    while (later := after("letter", len(moments) + 1, now, jitter=1)) is not None:
        moments.append(later)
        now = later
    gaps = [b - a for a, b in zip([NOW, *moments], moments, strict=False)]
    assert gaps == sorted(gaps)
    assert timedelta(days=4) <= moments[-1] - NOW <= timedelta(days=6)


def test_a_server_is_never_given_up_and_never_awaited_for_more_than_a_minute() -> None:
    for tries in (1, 7, 10_000):
        moment = after("server", tries, NOW, jitter=1)
        assert moment is not None
        assert moment - NOW <= timedelta(minutes=1)


@pytest.mark.parametrize("jitter", [0.0, 0.3, 1.0, 9.0, -1.0])
def test_jitter_spreads_within_the_last_quarter(jitter: float) -> None:
    moment = after("mail", 1, NOW, jitter)
    assert moment is not None
    assert timedelta(seconds=45) <= moment - NOW <= timedelta(seconds=60)
