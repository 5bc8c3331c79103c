"""What corrections teach: from two mails on, as a doubt, and no longer than the rulings count."""

from dataclasses import replace

import pytest

from rules.document import Where
from rules.imprint import ISSUER
from rules.initiative import Headed, Initiative, Understanding, Value
from rules.intake.lessons import RULE, Lesson, heading_of, in_the_light, lessons, read_otherwise, spelling_of
from rules.places import Item, Part, Place
from rules.rulings import Assign, Confirm, Correct, Effect, Ruling, Turn
from rules.standing.ownership import Sender
from tests.unit.rules.making import BAC_HA, BAO_THANG, ROSTER, at, campaign, item, reading, understood, version

CELL = Where("dk.docx", "", "bảng 1, dòng 2, cột 5")
HEADING = "Ghi nhớ"
STRANGER = Sender("la@thu.example")
SENDERS = {1: "bt1@truong.example", 2: "bh1@truong.example", 3: "bt1@truong.example"}


def beside(
    initiative: Initiative, heading: str = HEADING, text: str = "Thứ Sáu hằng tuần", field: str = ""
) -> Initiative:
    return replace(initiative, beside=(Headed(heading, text, CELL, field),))


def corrected(mail: int, field: str = "period", heading: str = HEADING) -> Correct:
    part = Part(mail, "registration", "bao-thang")
    return Correct(Item(part, Place("Ngày không hẹn", CELL)), field, "Thứ Sáu hằng tuần", heading)


def ruled(*effects: Effect, undone: int = 0) -> tuple[Ruling, ...]:
    turns = Turn("confirmed", "Hà", at("1/8"), "command"), Turn("undone", "Hà", at("2/8"), "command")
    return tuple(
        Ruling(number, "correct", (one,), turns if number == undone else turns[:1])
        for number, one in enumerate(effects, 1)
    )


def counting(*effects: Effect, undone: int = 0) -> list[Lesson]:
    return [one for one in lessons(ruled(*effects, undone=undone), SENDERS) if one.counts]


def light(understanding: Understanding, *effects: Effect, sender: Sender = STRANGER) -> Understanding:
    return in_the_light(understanding, lessons(ruled(*effects), SENDERS), campaign(), ROSTER, sender)


# --- What is learned ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effects", "undone", "expected"),
    [
        ((corrected(1),), 0, 0),
        ((corrected(1), corrected(1)), 0, 0),  # one mail, corrected twice
        ((corrected(1), corrected(2)), 0, 1),
        ((corrected(1), corrected(2)), 2, 0),
        ((corrected(1), corrected(2), corrected(3, "expected")), 0, 1),
        (
            (corrected(1), corrected(2), corrected(3, "expected"), corrected(4, "expected")),
            0,
            0,
        ),  # as many say otherwise
        ((corrected(1), corrected(2, heading="GHI NHỚ:")), 0, 1),
        ((corrected(1), corrected(2, heading="")), 0, 0),  # the paper says the value nowhere
    ],
)
def test_a_heading_counts_from_two_mails_on(effects: tuple[Effect, ...], undone: int, expected: int) -> None:
    assert len(counting(*effects, undone=undone)) == expected


def test_what_one_sender_taught_holds_for_that_sender() -> None:
    (own,) = counting(corrected(1), corrected(3))
    (everybody,) = counting(corrected(1), corrected(2))
    assert (own.sender, everybody.sender) == ("bt1@truong.example", "")
    before = understood(reading(beside(item("Họp không giấy", period=None))))
    assert light(before, corrected(1), corrected(3)) == before
    after = light(before, corrected(1), corrected(3), sender=Sender("bt1@truong.example", (BAO_THANG,)))
    assert after.readings[0].initiatives[0].get("period") == "Thứ Sáu hằng tuần"


@pytest.mark.parametrize(
    ("initiative", "field", "value", "expected"),
    [
        (beside(item("A b", period=None)), "period", "Thứ Sáu hằng tuần", HEADING),
        (beside(item("A b", period=None)), "period", "thứ sáu, hằng tuần", HEADING),
        (beside(item("A b", period=None)), "period", "Tháng 9", ""),
        (beside(item("A b", period=None)), "period", None, ""),
        (
            beside(item("A b", content="Thứ Sáu hằng tuần"), text="", field="content"),
            "period",
            "Thứ Sáu hằng tuần",
            HEADING,
        ),
        (beside(item("A b", owners=None), text="Lê Thị Hoa"), "owners", ("Lê Thị Hoa",), HEADING),
    ],
)
def test_a_correction_teaches_the_heading_under_which_the_paper_says_the_value(
    initiative: Initiative, field: str, value: object, expected: str
) -> None:
    spec = next(spec for spec in campaign().fields if spec.code == field)
    assert heading_of(initiative, spec, value) == expected  # type: ignore[arg-type]


# --- What follows for the next paper --------------------------------------------------------------------------------


def test_a_taught_heading_is_read_and_told_and_nothing_is_sure_by_it() -> None:
    unknown = f"Cột “{HEADING}” có nội dung nhưng không rõ là thông tin gì."
    before = understood(reading(beside(item("Họp không giấy", period=None)), sure=False, doubts=(unknown, "Khác.")))
    (after,) = light(before, corrected(1), corrected(2)).readings
    value = after.initiatives[0].values["period"]
    assert (value.value, value.where, value.rule) == ("Thứ Sáu hằng tuần", CELL, RULE)
    assert not after.sure
    assert after.doubts[0] == "Khác."
    assert "“Ghi nhớ” được hiểu là" in after.doubts[1] and "quyết định số 1 và 2" in after.doubts[1]


def test_a_guess_gives_way_to_what_was_taught() -> None:
    guessed = beside(item("Họp không giấy", period=None, content="Thứ Sáu hằng tuần"), text="", field="content")
    (after,) = light(understood(reading(guessed)), corrected(1), corrected(2)).readings
    assert (after.initiatives[0].get("period"), after.initiatives[0].get("content")) == ("Thứ Sáu hằng tuần", None)


@pytest.mark.parametrize("effects", [(), (corrected(1),)])
def test_less_than_two_mails_change_nothing(effects: tuple[Effect, ...]) -> None:
    before = understood(reading(beside(item("Họp không giấy", period=None))))
    assert light(before, *effects) is before


def test_what_a_paper_says_itself_is_never_replaced() -> None:
    before = understood(reading(beside(item("Họp không giấy", period="Tháng 9"))))
    assert light(before, corrected(1), corrected(2)).readings == before.readings


# --- Spellings ------------------------------------------------------------------------------------------------------

NAME = "Trường cấp ba Phố Ràng"


def named(unit: str | None) -> Value:
    return Value(NAME, CELL, "imprint")


def test_a_spelling_means_the_unit_that_the_office_gave_two_papers_to() -> None:
    part = Part(1, "registration", None)
    given = (Confirm(part, "bac-ha", NAME), Assign(replace(part, arrival=2), "bac-ha", NAME))
    paper = replace(reading(item("Họp không giấy"), unit=None), imprint={ISSUER: named(None)})
    (after,) = light(understood(paper), *given).readings
    assert (after.unit.unit, after.unit.rule, after.unit.certain) == ("bac-ha", RULE, False)
    (own,) = light(understood(paper), *given, sender=Sender("bh1@truong.example", (BAC_HA,))).readings
    assert own.unit.unit is None  # it is the sender's anyway, and that is certain


def test_a_paper_that_was_read_as_this_units_teaches_no_spelling() -> None:
    read = replace(version(1, "1/8", item("Họp không giấy"), unit=None), imprint={ISSUER: named(None)})
    assert spelling_of(read, "bac-ha") == NAME
    assert spelling_of(replace(read, unit="bac-ha"), "bac-ha") == ""


# --- What waits -----------------------------------------------------------------------------------------------------


def test_what_waits_is_read_again_when_a_lesson_comes_and_when_it_goes() -> None:
    lacks = version(7, "3/8", beside(item("Họp không giấy", period=None)), provisional=True)
    has = {**lacks.initiatives[0].values, "period": Value("Thứ Sáu hằng tuần", CELL, RULE)}
    taught = replace(lacks, initiatives=(replace(lacks.initiatives[0], values=has),))
    known = lessons(ruled(corrected(1), corrected(2)), SENDERS)
    assert read_otherwise([lacks], known, SENDERS, campaign()) == (7,)
    assert read_otherwise([taught], known, SENDERS, campaign()) == ()
    assert read_otherwise([taught], [], SENDERS, campaign()) == (7,)
    assert read_otherwise([lacks], [], SENDERS, campaign()) == ()
