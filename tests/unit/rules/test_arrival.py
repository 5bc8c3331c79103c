"""When a mail arrived."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from rules.mail import Mail
from rules.post.arrival import earlier, own_received

INTERNAL = datetime(2024, 8, 26, 3, tzinfo=UTC)
OWN = ("mail.so.example",)


def mail(*received: str) -> Mail:
    return Mail(
        "0" * 64,
        None,
        "x",
        None,
        date=datetime(2020, 1, 1, tzinfo=UTC),
        headers=tuple(("Received", r) for r in received),
    )


def by(host: str, stamp: str) -> str:
    return f"from x (y [192.0.2.1]) by {host} (Postfix) with ESMTPS id 1; {stamp}"


EARLIER, LATER = "Sun, 25 Aug 2024 23:59:00 +0700", "Mon, 26 Aug 2024 23:00:00 +0700"


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ((), INTERNAL),
        ((by("mail.so.example", EARLIER),), datetime(2024, 8, 25, 16, 59, tzinfo=UTC)),
        ((by("MAIL.so.example.", EARLIER),), datetime(2024, 8, 25, 16, 59, tzinfo=UTC)),
        ((by("mail.so.example", LATER),), INTERNAL),
        ((by("mail.truong.example", EARLIER),), INTERNAL),
        ((by("mail.truong.example", EARLIER), by("mail.so.example", EARLIER)), INTERNAL),
        ((by("mail.so.example", "hom qua"),), INTERNAL),
        ((by("mail.so.example", "Sun, 25 Aug 2024 23:59:00"),), INTERNAL),
        (("",), INTERNAL),
    ],
)
def test_only_the_topmost_trace_of_our_own_server_can_be_earlier(received: tuple[str, ...], expected: datetime) -> None:
    assert earlier(INTERNAL, own_received(mail(*received), OWN)) == expected


def test_without_own_hosts_the_server_alone_decides() -> None:
    assert earlier(INTERNAL, own_received(mail(by("mail.so.example", EARLIER)), ())) == INTERNAL


def test_the_moment_is_in_utc() -> None:
    hanoi = datetime(2024, 8, 26, 10, tzinfo=timezone(timedelta(hours=7)))
    moment = earlier(hanoi, own_received(mail(), ()))
    assert (moment, moment.tzinfo) == (INTERNAL, UTC)
