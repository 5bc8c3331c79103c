"""Whose mail is next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.post.turns import SLOW_LEAST, SLOW_MAIL, SLOW_SENDER, in_turn, named_sender, slow_seconds

KNOWN = {"a@x", "b@x", "c@x"}


@pytest.mark.parametrize(
    ("head", "who"),
    [
        (b"From: a@b.vn\r\nTo: c@d.vn\r\n\r\nFrom: x@y", "a@b.vn"),
        (b"To: c@d.vn\nFROM: =?utf-8?q?V=C4=83n_th=C6=B0?= <A@B.vn>\n\n", "a@b.vn"),
        (b'From: "x@y.vn"\r\n <a@b.vn>\r\nDate: x\r\n\r\n', "a@b.vn"),
        (b"Subject: s\r\n\r\nFrom: a@b.vn", ""),
        (b"From: khong ro\r\n\r\n", ""),
        (b"", ""),
        (b"From:" + b" \r\n" * 40_000 + b"<a@b>", ""),
    ],
)
def test_the_sender_is_who_from_names(head: bytes, who: str) -> None:
    assert named_sender(head) == who


def test_senders_take_turns_and_each_ones_mails_stay_in_order() -> None:
    waiting = [(1, "a@x"), (2, "a@x"), (3, "a@x"), (4, "b@x"), (5, "c@x"), (6, "b@x")]
    assert in_turn(waiting, {}, KNOWN) == [1, 4, 5, 2, 6, 3]


def test_whoever_was_served_often_waits_for_whoever_was_not() -> None:
    assert in_turn([(8, "a@x"), (9, "b@x")], {"a@x": 7}, KNOWN) == [9, 8]


def test_a_hundred_invented_names_come_after_one_that_is_known() -> None:
    waiting = [*((number, f"{number}@evil") for number in range(100)), (100, "a@x")]
    assert in_turn(waiting, {}, KNOWN)[0] == 100


@given(st.lists(st.sampled_from(["a@x", "b@x", "c@x", "d@y"]), max_size=40))
def test_nobody_is_left_out_and_nobody_overtakes_himself(senders: list[str]) -> None:
    order = in_turn(list(enumerate(senders)), {}, KNOWN)
    assert sorted(order) == list(range(len(senders)))
    for who in set(senders):
        own = [number for number in order if senders[number] == who]
        assert own == sorted(own)


@pytest.mark.parametrize(
    ("spent", "seconds"), [(0, SLOW_MAIL), (SLOW_SENDER - 100, 100), (SLOW_SENDER, SLOW_LEAST), (9999, SLOW_LEAST)]
)
def test_a_sender_has_so_much_of_slow_reading_in_a_day(spent: float, seconds: float) -> None:
    assert slow_seconds(spent) == seconds
