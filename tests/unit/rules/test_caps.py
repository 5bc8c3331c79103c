"""How much may be sent."""

from collections import Counter
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.config import LimitsSettings
from rules.letter_kind import RECEIPT, REMINDER, letter_kind
from rules.post.caps import WIDE, Cap, Limits, Sending, Tally, in_words, lacking, may_send
from tests.unit.rules.making import ROSTER

NOW = datetime(2024, 8, 23, 9, tzinfo=UTC)
MIDNIGHT = datetime(2024, 8, 22, 17, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WIDE_OPEN = Limits(**{field.name: 10_000 for field in fields(Limits)})
DEFAULT = Limits(**LimitsSettings().model_dump())
OFFICE, STRANGERS = "chi@so.example", "acknowledgement"


def sending(
    address: str = "a@b.example",
    kind: str = "reminder",
    ago: timedelta = timedelta(),
    unit: str | None = None,
    cause: str = "",
) -> Sending:
    return Sending((address,), letter_kind(kind), NOW - ago, unit, cause)


def asked(letter: Sending, history: list[Sending], limits: Limits) -> Cap | None:
    return may_send(letter, Tally(history), limits, lambda address: address == OFFICE, MIDNIGHT)


@pytest.mark.parametrize(
    ("letter", "earlier", "limits", "scope"),
    [
        (sending(), [sending()] * 2, {"address_hour": 3}, None),
        (sending(), [sending()] * 3, {"address_hour": 3}, "address"),
        (sending("A@B.example"), [sending()] * 3, {"address_hour": 3}, "address"),
        (sending(), [sending(ago=HOUR)] * 3, {"address_hour": 3}, None),
        (sending(), [sending(ago=23 * HOUR)] * 3, {"address_day": 3}, "address"),
        (sending(), [sending(ago=DAY)] * 3, {"address_day": 3}, None),
        (sending(), [sending("c@d.example")] * 3, {"address_hour": 3}, None),
        (sending(cause="x@y"), [sending("c@d.example", cause="x@y")] * 3, {"sender_hour": 3}, "sender"),
        (sending(unit="u"), [sending("c@d.example", unit="u")] * 3, {"unit_day": 3}, "unit"),
        (sending(kind=STRANGERS), [sending("c@d.example", STRANGERS)] * 3, {"strangers_hour": 3}, "strangers"),
        (sending(), [sending("c@d.example")] * 3, {"kind_hour": 3}, "kind"),
        (sending(), [sending("c@d.example", "overdue")] * 3, {"kind_hour": 3}, None),
        (sending(), [sending("c@d.example", "overdue")] * 3, {"hour": 3}, "all"),
        (sending(), [sending("c@d.example", "overdue", 2 * HOUR)] * 3, {"day": 3}, "all"),
        (sending(), [sending()] * 3, {"address_hour": 3, "kind_hour": 3, "hour": 3}, "address"),
        (sending(OFFICE), [sending(OFFICE)] * 14, {"address_hour": 3}, None),
        (sending(OFFICE), [sending(OFFICE)] * 15, {"address_hour": 3}, "address"),
        (sending(OFFICE), [sending()] * 15, {"kind_hour": 3, "kind_day": 3, "hour": 3, "day": 3}, None),
        (sending(cause=OFFICE), [sending(f"{n}@b", cause=OFFICE) for n in range(14)], {"sender_hour": 3}, None),
    ],
)  # fmt: skip
def test_the_narrowest_limit_that_is_reached_holds_a_letter(
    letter: Sending, earlier: list[Sending], limits: dict[str, int], scope: str | None
) -> None:
    cap = asked(letter, earlier, replace(WIDE_OPEN, **limits))
    assert (cap and cap.scope) == scope


def test_a_letter_with_a_code_waits_for_no_cap_and_fills_none() -> None:
    limits = replace(WIDE_OPEN, address_hour=1, hour=1, kind_hour=1)
    assert asked(sending(OFFICE, "code"), [sending(OFFICE, "code")] * 9, limits) is None
    assert asked(sending(), [sending(kind="code")] * 9, limits) is None


def test_a_limit_opens_by_itself_when_its_hour_has_passed() -> None:
    earlier = [sending(ago=timedelta(minutes=minutes)) for minutes in (50, 40, 30)]
    limits = replace(WIDE_OPEN, address_hour=3)
    cap = asked(sending(), earlier, limits)
    assert cap is not None
    assert cap.opens_at == NOW + timedelta(minutes=10)
    assert asked(replace(sending(), at=cap.opens_at), earlier, limits) is None


@pytest.mark.parametrize(
    ("letter", "earlier", "held"),
    [
        (sending(kind="receipt", unit="u"), [], False),
        (sending(kind="receipt"), [], False),
        (sending(kind="receipt", unit="u"), [sending(unit="u")], False),  # a reminder is no receipt
        (sending(kind="receipt", unit="u"), [sending("c@d.example", "receipt", HOUR, "u")], True),
        (sending(kind="receipt", unit="u"), [sending("c@d.example", "receipt", 17 * HOUR, "u")], False),  # yesterday
        (sending(kind="receipt", unit="u"), [sending(kind="receipt", unit="v")], False),  # the address is of both units
        (sending(kind="receipts"), [sending(kind="receipt")], True),
        (sending(kind="acknowledgement"), [], True),
        (sending(), [], True),
    ],
)
def test_what_may_stop_everybody_never_holds_the_first_receipt_of_the_day(
    letter: Sending, earlier: list[Sending], held: bool
) -> None:
    others = [sending(f"{n}@d.example", letter.kind.name, timedelta(minutes=1)) for n in range(3)]
    cap = asked(letter, [*earlier, *others], replace(WIDE_OPEN, kind_hour=3, hour=3))
    assert (cap is not None) == held


def test_the_first_receipt_of_the_day_does_not_pass_the_caps_of_its_own_unit_and_address() -> None:
    letter, limits = sending(kind="receipt", unit="u"), replace(WIDE_OPEN, address_hour=1, hour=1)
    cap = asked(letter, [sending()], limits)
    assert cap is not None
    assert cap.scope == "address"


def test_letters_to_the_office_use_up_nothing_of_what_units_get() -> None:
    limits = replace(WIDE_OPEN, kind_hour=3, hour=3)
    assert asked(sending(), [sending(OFFICE, "digest")] * 3, limits) is None
    assert asked(sending(OFFICE, "digest"), [sending(f"{n}@b.example") for n in range(3)], limits) is None


MINUTES = st.integers(0, 24 * 60 - 1)
FORGED = st.lists(st.tuples(MINUTES, st.integers(0, 49)), max_size=400)
SUDDEN = st.builds(
    lambda at, units: [(at, number % units) for number in range(400)], MINUTES, st.integers(min_value=1, max_value=50)
)
OWN = st.lists(st.tuples(MINUTES, st.integers(0, 49)), max_size=150)


@given(FORGED | SUDDEN, OWN)
@settings(max_examples=60)
def test_400_forged_mails_of_one_day_hold_nothing_of_units_that_they_do_not_name(
    forged: list[tuple[int, int]], own: list[tuple[int, int]]
) -> None:
    """With the limits that an installation has by itself, whenever they come and whomever they name."""
    tally, named, seen = Tally(), {unit for _, unit in forged}, Counter[int]()
    for minute, unit in sorted([*forged, *own]):
        letter = receipt_of(unit, NOW + timedelta(minutes=minute))
        cap = may_send(letter, tally, DEFAULT, lambda _: False, MIDNIGHT)
        if cap is None:
            tally.add(letter)
        else:
            assert cap.scope not in WIDE
            seen[unit] += unit not in named
        reminder = Sending(("x@truong.example",), REMINDER, letter.at, "x")
        assert may_send(reminder, tally, DEFAULT, lambda _: False, MIDNIGHT) is None
    assert all(sum(one == unit for _, one in own) > DEFAULT.sender_hour for unit in +seen)


def receipt_of(unit: int, at: datetime) -> Sending:
    address = f"unit{unit}@truong.example"
    return Sending((address,), RECEIPT, at, f"unit{unit}", address)


@given(
    limits=st.builds(Limits, **{field.name: st.integers(1, 20) for field in fields(Limits)}),
    others=st.lists(st.tuples(MINUTES, st.integers(0, 49)), max_size=60),
    unit=st.integers(0, 49),
)
@settings(max_examples=100)
def test_whatever_the_limits_the_wide_ones_hold_no_first_receipt_and_no_letter_to_the_office(
    limits: Limits, others: list[tuple[int, int]], unit: int
) -> None:
    day = [receipt_of(other, MIDNIGHT + timedelta(minutes=minute)) for minute, other in sorted(others)]
    tally, end = Tally(day), MIDNIGHT + DAY
    first = may_send(receipt_of(unit, end), tally, limits, lambda _: False, MIDNIGHT)
    if unit not in {other for _, other in others}:
        assert first is None
    digest = Sending((OFFICE,), letter_kind("digest"), end)
    assert may_send(digest, tally, limits, lambda address: address == OFFICE, MIDNIGHT) is None


def test_wide_limits_that_a_flood_could_reach_are_named_with_what_they_should_be() -> None:
    assert lacking(DEFAULT, 50) == {}
    assert lacking(DEFAULT, 60) == {"kind_hour": 720, "kind_day": 1500}
    assert lacking(replace(DEFAULT, hour=300), 49) == {"hour": 598}


@pytest.mark.parametrize(
    ("scope", "about", "words"),
    [
        ("address", "a@b.example", "đã đạt giới hạn 3 thư gửi tới a@b.example trong một giờ"),
        ("unit", "bac-ha", "đã đạt giới hạn 3 thư gửi Trường THPT số 1 Bắc Hà trong một giờ"),
        ("kind", "reminder", "đã đạt giới hạn 3 thư nhắc trong một giờ"),
        ("all", "", "đã đạt giới hạn 3 thư trong một giờ"),
    ],
)
def test_a_cap_is_told_in_words(scope: str, about: str, words: str) -> None:
    assert in_words(Cap(scope, about, 3, HOUR, NOW), ROSTER) == words  # type: ignore[arg-type]
