"""What follows a plus sign in an address names no other person."""

from dataclasses import replace

import pytest

from rules.letter_kind import RECEIPT
from rules.mail import Address, Mail, untagged
from rules.post.caps import Sending, Tally, may_send
from rules.post.turns import named_sender
from rules.season import Season
from rules.standing.ownership import sender_of
from tests.seasons import shipped_campaign
from tests.unit.rules.making import ROSTER
from tests.unit.rules.test_caps import MIDNIGHT, NOW, WIDE_OPEN

UNIT = next(unit for unit in ROSTER if unit.addresses)


def tagged(address: str, tag: str = "cchc") -> str:
    return address.replace("@", f"+{tag}@")


@pytest.mark.parametrize(
    ("address", "behind"),
    [
        ("A.B@x.example", "a.b@x.example"),
        ("a+b+c@x.example", "a@x.example"),
        ("+84912@x.example", "+84912@x.example"),
        ("không-có", "không-có"),
    ],
)
def test_the_mailbox_behind_an_address(address: str, behind: str) -> None:
    assert untagged(address) == behind


def came_from(address: str) -> Mail:
    return Mail("0" * 64, "<1@x.example>", "Đăng ký", Address(address.lower()))


def test_a_unit_that_tags_its_address_is_that_unit() -> None:
    season = Season(shipped_campaign(), ROSTER, NOW)
    assert sender_of(came_from(tagged(UNIT.addresses[0])), season, ROSTER).units == (UNIT,)
    other = tagged(UNIT.addresses[0]).replace("@", "@khac.")
    assert sender_of(came_from(other), season, ROSTER).units == ()


def test_the_mailbox_is_the_office_by_each_of_its_names() -> None:
    office = shipped_campaign().office.model_copy(update={"aliases": ("tccb-cu@so.example",)})
    assert all(map(office.has, (tagged(office.mailbox), "TCCB-cu@so.example", office.mailbox.upper())))
    assert not office.has("tccb-moi@so.example")
    assert office.letters_to == (office.mailbox,)


def test_tags_get_nobody_more_letters() -> None:
    def letter(number: int) -> Sending:
        return Sending((f"a+{number}@x.example",), RECEIPT, NOW, None, f"a+{number}@x.example")

    limits = replace(WIDE_OPEN, address_hour=3)
    assert may_send(letter(9), Tally(list(map(letter, range(3)))), limits, lambda address: False, MIDNIGHT)
    assert {named_sender(b"From: a+%d@x.example\r\n\r\n" % n) for n in range(3)} == {"a@x.example"}
