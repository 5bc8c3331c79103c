"""What people decide is folded over what was read, and stands wherever its object stands after another reading."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.document import Where
from rules.initiative import Initiative, Value
from rules.places import Item, Part, Place, found_again
from rules.rulings import (
    Add,
    Answered,
    Apart,
    Assign,
    Confirm,
    Correct,
    Drop,
    Effect,
    Entered,
    Learn,
    Mark,
    Merge,
    Move,
    Reject,
    Rename,
    Ruling,
    Split,
    Submission,
    Turn,
    Unmark,
    Withdraw,
    answers,
    at_moment,
    counting,
    entered,
    fold,
    in_force,
    learned,
    marks,
    part_of,
    standing,
)
from rules.submission import Version, current
from tests.unit.rules.making import at, version

REQUIRED = ("title", "owners")


def row(number: int, title: str, *owners: str, file: str = "dk.docx") -> Initiative:
    where = Where(file, "", f"bảng 1, dòng {number}, cột 2")
    values = {"title": Value(title, where, "column")}
    if owners:
        values["owners"] = Value(owners, where, "column")
    return Initiative(values)


def ruled(*effects: Effect, number: int = 1, when: str = "20/8", undone: str = "") -> Ruling:
    turns = [Turn("confirmed", "Hà", at(when), "command")]
    if undone:
        turns.append(Turn("undone", "Lan", at(undone), "command"))
    return Ruling(number, "ruling", effects, tuple(turns))


def titles(versions: tuple[Version, ...]) -> list[str]:
    return [one.title for each in versions for one in each.initiatives]


def item_of(read: Version, place: int) -> Item:
    part = part_of(read)
    return Item(part, part.items[place])


READ = version(17, "10/8", row(2, "Họp không giấy", "Lò Văn A"), row(3, "Mã QR tra cứu hồ sơ", "Vàng Thị B"))
UNSURE = replace(READ, provisional=True, candidates=("bao-thang", "bac-ha"))
PART = part_of(READ)
FIRST, SECOND = item_of(READ, 0), item_of(READ, 1)


# --- What each does -------------------------------------------------------------------------------------------------


def test_a_part_that_is_confirmed_counts_for_the_unit_that_was_named() -> None:
    (one,) = standing((UNSURE,), (ruled(Confirm(PART, "bac-ha")),))
    assert (one.unit, one.provisional, one.candidates) == ("bac-ha", False, ())


def test_a_part_that_is_rejected_does_not_count_until_it_is_confirmed() -> None:
    rejected = ruled(Reject(PART), number=1)
    assert standing((READ,), (rejected,))[0].rejected
    assert not standing((READ,), (rejected, ruled(Confirm(PART), number=2, when="21/8")))[0].rejected


def test_a_part_that_is_assigned_waits_as_before() -> None:
    (one,) = standing((UNSURE,), (ruled(Assign(PART, "bac-ha")),))
    assert (one.unit, one.provisional) == ("bac-ha", True)


def test_a_part_is_moved_to_another_stage() -> None:
    assert standing((READ,), (ruled(Move(PART, "report")),))[0].stage == "report"


def test_what_the_reading_missed_is_added_and_can_be_corrected() -> None:
    added = ruled(Add(PART, (("title", "Ký số học bạ"), ("owners", ("Tổ Văn phòng",)))), number=1)
    held = fold((READ,), (added,)).held[0]
    assert titles((held.version,)) == ["Họp không giấy", "Mã QR tra cứu hồ sơ", "Ký số học bạ"]
    corrected = ruled(Correct(held.item(2), "owners", ("Lê Thị Hoa",)), number=2, when="21/8")
    assert standing((READ,), (added, corrected))[0].initiatives[2].get("owners") == ("Lê Thị Hoa",)


def test_what_is_no_initiative_is_dropped() -> None:
    assert titles(standing((READ,), (ruled(Drop(FIRST)),))) == ["Mã QR tra cứu hồ sơ"]


def test_one_is_split_into_several_that_keep_the_other_values() -> None:
    split = ruled(Split(FIRST, ("Họp không giấy", "Ký số văn bản")))
    (one,) = standing((READ,), (split,))
    assert titles((one,)) == ["Họp không giấy", "Ký số văn bản", "Mã QR tra cứu hồ sơ"]
    assert one.initiatives[1].get("owners") == ("Lò Văn A",)


def test_several_are_merged_into_one_that_unites_their_lists() -> None:
    (one,) = standing((READ,), (ruled(Merge((FIRST, SECOND))),))
    assert titles((one,)) == ["Họp không giấy"]
    assert one.initiatives[0].get("owners") == ("Lò Văn A", "Vàng Thị B")


def test_a_value_is_corrected_and_says_by_which_ruling() -> None:
    (one,) = standing((READ,), (ruled(Correct(SECOND, "owners", ("Lê Thị Hoa",)), number=7),))
    value = one.initiatives[1].values["owners"]
    assert (value.value, str(value.where), value.rule) == (("Lê Thị Hoa",), "quyết định số 7", "corrected")
    assert titles((one,)) == titles((READ,))


def test_a_value_can_be_emptied() -> None:
    assert "owners" not in standing((READ,), (ruled(Correct(FIRST, "owners", None)),))[0].initiatives[0].values


def test_a_corrected_value_yields_to_what_is_new_and_not_to_what_was_corrected() -> None:
    corrected = ruled(Correct(FIRST, "owners", ("Lò Văn An",)))
    again = version(18, "22/8", row(2, "Họp không giấy", "Lò Văn A"))
    other = version(18, "22/8", row(2, "Họp không giấy", "Đỗ Văn C"))
    for later, wanted in ((again, ("Lò Văn An",)), (other, ("Đỗ Văn C",))):
        submission = current(standing((READ, later), (corrected,)), "bao-thang", "registration", REQUIRED)
        assert submission is not None
        assert submission.initiatives[0].initiative.get("owners") == wanted


def test_two_titles_that_are_one_stay_one_when_the_recorded_title_is_corrected() -> None:
    later = version(18, "22/8", row(2, "Họp không giấy tờ"))
    renamed = ruled(Rename(item_of(later, 0), "Họp không giấy", FIRST), number=1)
    corrected = ruled(Correct(FIRST, "title", "Phòng họp không giấy"), number=2, when="23/8")
    assert titles(standing((READ, later), (renamed,))) == [*titles((READ,)), "Họp không giấy"]
    assert titles(standing((READ, later), (renamed, corrected))).count("Phòng họp không giấy") == 2


def test_what_is_taken_back_is_taken_back_under_the_title_it_has_by_then() -> None:
    later = version(18, "22/8", row(2, "Mã QR tra cứu hồ sơ"))
    gone = ruled(Withdraw(part_of(later), ("Họp không giấy",), (FIRST,)), number=1)
    better = replace(READ, initiatives=(row(2, "Phòng họp không giấy tờ"), READ.initiatives[1]))
    submission = current(standing((better, later), (gone,)), "bao-thang", "registration", REQUIRED)
    assert submission is not None
    assert [one.initiative.title for one in submission.initiatives] == ["Mã QR tra cứu hồ sơ"]


def test_a_mail_in_which_nothing_was_found_is_a_submission_to_be_filled_by_hand() -> None:
    known = ruled(Submission(23, at("11/8"), "registration", "bac-ha"), number=1)
    (empty,) = fold((), (known,)).held
    assert (empty.version.unit, empty.version.provisional, empty.version.arrival) == ("bac-ha", True, 23)
    filled = ruled(Add(empty.part, (("title", "Họp không giấy"),)), number=2, when="21/8")
    (one,) = standing((), (known, filled))
    assert (titles((one,)), one.provisional) == (["Họp không giấy"], False)


def test_what_a_later_reading_finds_in_such_a_mail_counts_with_what_was_added() -> None:
    known = ruled(Submission(23, at("11/8"), "registration", "bac-ha"), number=1)
    part = fold((), (known,)).held[0].part
    filled = ruled(Add(part, (("title", "Ký số học bạ"),)), number=2, when="21/8")
    read = replace(UNSURE, arrival=23, unit=None)
    (one,) = standing((read,), (known, filled))
    assert (one.unit, one.provisional, len(one.initiatives)) == ("bac-ha", False, 3)


def test_titles_that_were_told_apart_are_told_by_the_names_they_have() -> None:
    later = version(18, "22/8", row(2, "Họp không giấy tờ"))
    found = fold((READ, later), (ruled(Apart(FIRST, item_of(later, 0))),))
    assert found.apart == (("Họp không giấy", "Họp không giấy tờ"),)


def test_marks_cells_addresses_and_answers_hold_by_the_last_word() -> None:
    paper = Mark("paper", "registration", "bac-ha", "", at("1/8"))
    first = ruled(paper, Learn("x@y.example", "bac-ha"), Answered(3, "yes"), Entered("r", "c", 1.0, "", at("1/8")))
    second = ruled(Unmark("paper", "registration", "bac-ha"), Learn("x@y.example", "mien"), number=2, when="21/8")
    assert marks((first,)) == (replace(paper, by="Hà", at=at("20/8")),)
    assert (marks((first, second)), learned((first, second))) == ((), (("x@y.example", "mien"),))
    assert (entered((first,))[0].by, answers((first,))[3][0]) == ("Hà", "yes")


# --- States -----------------------------------------------------------------------------------------------------------


def test_nothing_follows_from_what_is_only_proposed_or_has_lapsed() -> None:
    proposal = Turn("proposed", "Hà", at("20/8"), "email", shown="<x@y.example>")
    ruling = Ruling(1, "reject", (Reject(PART),), (proposal,))
    lapsed = replace(ruling, turns=(proposal, Turn("lapsed", "", at("24/8"), "email")))
    confirmed = replace(ruling, turns=(proposal, Turn("confirmed", "Hà", at("21/8"), "email")))
    assert [standing((READ,), (one,))[0].rejected for one in (ruling, lapsed, confirmed)] == [False, False, True]
    assert at_moment((confirmed,), at("20/8 12:00")) == (ruling,)
    assert at_moment((confirmed,), at("19/8")) == ()


def test_a_ruling_that_is_undone_is_as_if_it_had_never_been() -> None:
    assert standing((READ,), (ruled(Reject(PART), undone="21/8"),)) == (READ,)


def test_a_ruling_that_is_undone_under_a_later_one_leaves_the_later_one_standing() -> None:
    first = ruled(Confirm(PART, "bac-ha"), undone="25/8", number=1)
    second = ruled(Correct(FIRST, "owners", ("Lê Thị Hoa",)), number=2, when="22/8")
    (one,) = standing((UNSURE,), (first, second))
    assert (one.provisional, one.initiatives[0].get("owners")) == (True, ("Lê Thị Hoa",))


def test_what_was_made_by_a_ruling_is_lost_with_it_and_never_taken_for_something_else() -> None:
    split = ruled(Split(FIRST, ("Họp không giấy", "Ký số văn bản")), number=1)
    piece = fold((READ,), (split,)).held[0].item(0)
    corrected = ruled(Correct(piece, "owners", ("Lê Thị Hoa",)), number=2, when="21/8")
    undone = ruled(Split(FIRST, ("Họp không giấy", "Ký số văn bản")), number=1, undone="22/8")
    found = fold((READ,), (undone, corrected))
    assert ([one.ruling.number for one in found.lost], found.versions) == ([2], (READ,))


def test_what_counts_counts_in_the_order_in_which_it_began_to() -> None:
    late = Ruling(1, "x", (), (Turn("proposed", "a", at("1/8"), "page"), Turn("confirmed", "a", at("9/8"), "page")))
    assert [one.number for one in counting((late, ruled(number=2, when="5/8")))] == [2, 1]


def test_of_each_mail_the_reading_of_that_moment_is_in_force() -> None:
    old = replace(READ, read_at=at("10/8 10:00"), superseded_at=at("15/8"))
    new = replace(READ, id=18, read_at=at("15/8"))
    seen = [[one.id for one in in_force((old, new), at(when))] for when in ("10/8 09:30", "12/8", "15/8")]
    assert seen == [[], [17], [18]]


# --- After another reading --------------------------------------------------------------------------------------------


def again(*items: Initiative, **changes: object) -> Version:
    return replace(READ, id=99, initiatives=items, **changes)  # type: ignore[arg-type]


CORRECTED = ruled(Correct(SECOND, "owners", ("Lê Thị Hoa",)))
QR = "Mã QR tra cứu hồ sơ"


@pytest.mark.parametrize(
    ("read", "where"),
    [
        (again(row(2, "Họp không giấy"), row(3, QR)), 1),
        (again(row(3, QR), row(2, "Họp không giấy")), 0),
        (again(row(3, "Họp không giấy"), row(4, QR)), 1),  # a line above was not counted
        (again(row(2, "Họp không giấy"), row(3, "Mã QR tra cứu hồ sơ thủ tục hành chính tại phòng tiếp dân")), 1),
        (again(row(2, "Họp không giấy"), row(3, "Nội dung khác hẳn")), 1),  # the row says it
        (again(row(2, "Ký số học bạ"), row(3, "Họp không giấy"), row(4, QR)), 2),
        (again(row(7, "Mã QR tra cứu hồ sơ học sinh"), row(9, "Họp không giấy")), 0),
        (again(row(3, QR), row(2, "Họp không giấy"), unit="bac-ha"), 0),  # whose it is reads otherwise
        (again(row(3, QR), row(2, "Họp không giấy"), stage="report"), 0),
    ],
    ids=["same", "order", "shifted", "longer", "other-title", "one-more", "moved", "unit", "stage"],
)
def test_a_correction_finds_its_initiative_in_another_reading(read: Version, where: int) -> None:
    found = fold((read,), (CORRECTED,))
    owners = [one.get("owners") for one in found.versions[0].initiatives]
    assert found.lost == ()
    assert [place for place, one in enumerate(owners) if one == ("Lê Thị Hoa",)] == [where]


@pytest.mark.parametrize(
    ("read", "several"),
    [
        ((again(row(2, "Họp không giấy")),), False),  # it is no longer there
        ((again(row(5, "Họp không giấy"), row(3, "Nội dung khác hẳn")),), False),  # rows have moved: they say nothing
        ((again(row(3, QR), row(5, QR), row(2, "Họp không giấy")),), True),
        ((), False),  # nothing is read any more
        ((again(row(3, QR), unit="bac-ha"), again(row(3, QR), unit="mien")), True),
    ],
    ids=["gone", "moved", "twice", "nothing", "two-units"],
)
def test_a_correction_that_finds_none_or_several_is_shown_and_changes_nothing(
    read: tuple[Version, ...], several: bool
) -> None:
    found = fold(read, (CORRECTED,))
    assert [(one.ruling.number, one.several) for one in found.lost] == [(1, several)]
    assert found.versions == read


def test_a_title_that_stands_twice_is_known_by_its_row_only_where_no_row_moved() -> None:
    then = tuple(Place("Mã QR", Where("a.docx", "", f"bảng 1, dòng {row}, cột 2")) for row in (2, 3))
    moved = tuple(Place("Mã QR", Where("a.docx", "", f"bảng 1, dòng {row}, cột 2")) for row in (3, 4))
    other = tuple(Place("Mã QR.", Where("a.docx", "", f"bảng 1, dòng {row}, cột 3")) for row in (3, 2))
    assert found_again(then, moved) == ((0, 1), (0, 1))
    assert found_again(then, other) == ((1,), (0,))


def test_cells_of_a_sheet_are_known_by_their_row() -> None:
    assert Place("a", Where("a.xlsx", "ĐK", "ô C7")).row == Place("b", Where("a.xlsx", "ĐK", "ô D7")).row
    assert Place("a", Where("a.xlsx", "ĐK", "ô C7")).row != Place("b", Where("a.xlsx", "ĐK", "ô C8")).row


# --- Any order --------------------------------------------------------------------------------------------------------

EFFECTS: tuple[Effect, ...] = (
    Confirm(PART, "bac-ha"),
    Reject(PART),
    Assign(PART, "mien"),
    Move(PART, "report"),
    Rename(FIRST, "Họp trực tuyến", SECOND),
    Withdraw(PART, ("Họp không giấy",), (FIRST,)),
    Add(PART, (("title", "Ký số học bạ"),)),
    Drop(SECOND),
    Split(FIRST, ("Một", "Hai")),
    Merge((FIRST, SECOND)),
    Correct(SECOND, "owners", ("Lê Thị Hoa",)),
    Mark("paper", "registration", "bac-ha", "", at("1/8")),
)
READINGS = (
    UNSURE,
    again(row(3, QR), row(2, "Họp không giấy")),
    again(row(4, QR), row(3, "Họp không giấy"), row(2, "Số hóa hồ sơ"), unit=None),
    again(),
)
STEPS = st.lists(st.sampled_from((*range(len(EFFECTS)), *"abcd")), max_size=12)
MOMENTS = [datetime.fromisoformat(f"2024-08-{day:02}T09:00:00+07:00") for day in range(10, 31)]


def played(steps: Sequence[int | str], last: Version) -> tuple[list[Version], list[Ruling]]:
    """Decisions by their number and readings by a letter, one a day; in the end the same reading of the paper."""
    versions = [replace(UNSURE, read_at=MOMENTS[0])]
    rulings: list[Ruling] = []
    for day, step in enumerate((*steps, "last"), 1):
        if isinstance(step, int):
            rulings.append(
                Ruling(len(rulings) + 1, "x", (EFFECTS[step],), (Turn("confirmed", "Hà", MOMENTS[day], "page"),))
            )
            continue
        read = last if step == "last" else READINGS["abcd".index(step)]
        versions[-1] = replace(versions[-1], superseded_at=MOMENTS[day])
        versions.append(replace(read, id=100 + day, read_at=MOMENTS[day]))
    return versions, rulings


def known(versions: list[Version], rulings: list[Ruling], moment: datetime) -> tuple[Version, ...]:
    return standing(in_force(versions, moment), at_moment(rulings, moment))


@settings(deadline=None)
@given(STEPS, st.sampled_from(READINGS))
def test_the_same_decisions_give_the_same_state_however_often_the_mail_was_read_between_them(
    steps: list[int | str], last: Version
) -> None:
    decided = [step for step in steps if isinstance(step, int)]
    reread = [step for step in steps if isinstance(step, str)]
    ends = []
    orders: tuple[Sequence[int | str], ...] = (steps, decided, (*reread, *decided))
    for order in orders:
        versions, rulings = played(order, last)
        ends.append([replace(one, id=0, read_at=None) for one in known(versions, rulings, MOMENTS[-1])])
    assert ends[0] == ends[1] == ends[2]


@settings(deadline=None)
@given(STEPS)
def test_every_view_of_a_moment_is_what_it_was_then(steps: list[int | str]) -> None:
    whole_versions, whole_rulings = played(steps, UNSURE)
    for day in range(len(steps) + 1):
        versions, rulings = played(steps, UNSURE)
        then = [replace(one, superseded_at=None) if one.superseded_at and one.superseded_at > MOMENTS[day] else one
                for one in versions if one.known_at <= MOMENTS[day]]  # fmt: skip
        until = [one for one in rulings if one.turns[0].at <= MOMENTS[day]]
        assert known(whole_versions, whole_rulings, MOMENTS[day]) == standing(in_force(then, MOMENTS[day]), until)


def test_a_part_without_initiatives_is_found_where_it_is_the_only_one() -> None:
    empty = replace(READ, initiatives=(), withdrawn=("Họp không giấy",))
    ruling = ruled(Confirm(part_of(empty)))
    assert fold((replace(empty, unit="bac-ha", provisional=True),), (ruling,)).versions[0].provisional is False
    assert fold((replace(empty, unit="bac-ha", stage="report"),), (ruling,)).lost != ()
    assert Part(17, "registration", "bao-thang") == ruling.effects[0].part  # type: ignore[union-attr]
