"""Receipts that follow each other closely."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.letter_kind import RECEIPT
from rules.letters.joining import WITHIN, joined, leaves_at
from rules.letters.letter import FORM, LetterOrder, ReceiptFacts, ReceiptsFacts

NOW = datetime(2024, 8, 23, 9, tzinfo=UTC)


def ago(*seconds: int) -> list[datetime]:
    return [NOW - timedelta(seconds=second) for second in seconds]


@pytest.mark.parametrize(
    ("earlier", "waits"),
    [
        ((), 0),
        ((601,), 0),
        ((0,), 15),
        ((10,), 5),
        ((20,), 0),  # a person who writes twice
        ((20, 5), 25),
        ((300, 250, 200, 150, 100, 50), 0),
        ((360, 300, 250, 200, 150, 100, 50), 240),  # seven within ten minutes: until the oldest is past
    ],
)
def test_the_first_receipt_leaves_at_once_and_the_next_ones_wait_the_longer_the_faster_they_come(
    earlier: tuple[int, ...], waits: int
) -> None:
    assert leaves_at(NOW, ago(*earlier)) - NOW == timedelta(seconds=waits)


def test_nobody_waits_longer_than_ten_minutes_nor_gets_more_than_seven_letters_in_them() -> None:
    left: list[datetime] = []
    for second in range(0, 3600, 3):
        now = NOW + timedelta(seconds=second)
        at = leaves_at(now, left)
        assert now <= at <= now + WITHIN
        if at == now:
            left.append(now)
            assert sum(one > now - WITHIN for one in left) <= 7


def order(number: int, unit: str | None = "u", **changed: object) -> LetterOrder:
    facts = ReceiptFacts(NOW + timedelta(seconds=number), f"Thư {number}", (), ())
    return LetterOrder(RECEIPT, f"r:{number}", ("a@b.example",), facts, unit=unit, arrival=number, **changed)  # type: ignore[arg-type]


def test_a_receipt_that_waited_alone_leaves_as_it_is() -> None:
    assert joined([order(1)]) == order(1)


def test_one_letter_names_each_mail_in_its_order() -> None:
    letter = joined([order(1), order(2, attach=(FORM,)), order(3)])
    assert isinstance(letter.facts, ReceiptsFacts)
    assert [one.subject for one in letter.facts.receipts] == ["Thư 1", "Thư 2", "Thư 3"]
    assert (letter.kind.name, letter.key, letter.to, letter.unit) == ("receipts", "receipts:r:1", ("a@b.example",), "u")
    assert (letter.arrival, letter.also, letter.attach) == (1, (2, 3), (FORM,))


def test_a_letter_about_several_units_is_of_none_and_one_about_a_strangers_mail_joins_no_thread() -> None:
    letter = joined([order(1), order(2, unit="v", threaded=False)])
    assert (letter.unit, letter.threaded) == (None, False)
