"""What a unit has sent: folding versions, and tying reports to registrations."""

from collections.abc import Iterable

import pytest

from rules.submission import Submission, Version, current, merge, tie
from tests.unit.rules.making import item, version

REQUIRED = ("title", "owners")


def titles(submission: Submission | None) -> list[str]:
    return [tracked.initiative.title for tracked in submission.initiatives] if submission else []


def fold(versions: Iterable[Version]) -> Submission:
    submission = current(versions, "bao-thang", "registration", REQUIRED)
    assert submission is not None
    return submission


def test_a_further_mail_adds_what_is_new_and_keeps_what_was_there() -> None:
    first, _ = merge(None, version(1, "1/8", item("Ngày không hẹn")), REQUIRED)
    after, changes = merge(first, version(2, "2/8", item("Họp không giấy")), REQUIRED)
    assert titles(after) == ["Ngày không hẹn", "Họp không giấy"]
    assert (changes.added, changes.updated, changes.unlisted) == (("Họp không giấy",), (), ())


@pytest.mark.parametrize("spelling", ["NGÀY KHÔNG HẸN", "ngay khong hen", "“Ngày không  hẹn”.", "Ngày không hẹn"])
def test_the_same_title_in_another_spelling_is_the_same_initiative(spelling: str) -> None:
    first, _ = merge(None, version(1, "1/8", item("Ngày không hẹn")), REQUIRED)
    after, changes = merge(first, version(2, "2/8", item(spelling, period="Tháng 9")), REQUIRED)
    assert len(after.initiatives) == 1
    assert changes.updated == (spelling,)
    assert after.initiatives[0].initiative.get("period") == "Tháng 9"


def test_a_later_value_wins_and_an_absent_one_erases_nothing() -> None:
    first = version(1, "1/8", item("Ngày không hẹn", period="Tháng 4", content="Một cửa"))
    later = version(2, "2/8", item("Ngày không hẹn", period="Tháng 9", content=None))
    initiative = fold((first, later)).initiatives[0].initiative
    assert (initiative.get("period"), initiative.get("content")) == ("Tháng 9", "Một cửa")


def test_a_newer_list_that_lacks_a_recorded_one_keeps_it_and_says_so() -> None:
    first, _ = merge(None, version(1, "1/8", item("Ngày không hẹn"), item("Họp không giấy")), REQUIRED)
    after, changes = merge(first, version(2, "2/8", item("Ngày không hẹn")), REQUIRED)
    assert titles(after) == ["Ngày không hẹn", "Họp không giấy"]
    assert changes.unlisted == ("Họp không giấy",)
    assert after.initiatives[1].unlisted_since == 2


def test_an_initiative_that_is_listed_again_is_no_longer_asked_about() -> None:
    both = (item("Ngày không hẹn"), item("Họp không giấy"))
    after = fold((version(1, "1/8", *both), version(2, "2/8", both[0]), version(3, "3/8", *both)))
    assert [tracked.unlisted_since for tracked in after.initiatives] == [None, None]


def test_a_replacing_list_removes_what_it_does_not_name() -> None:
    first, _ = merge(None, version(1, "1/8", item("Ngày không hẹn"), item("Họp không giấy")), REQUIRED)
    after, changes = merge(first, version(2, "2/8", item("Ngày không hẹn"), replaces=True), REQUIRED)
    assert titles(after) == ["Ngày không hẹn"]
    assert changes.removed == ("Họp không giấy",)


def test_an_empty_list_replaces_nothing() -> None:
    after = fold((version(1, "1/8", item("Ngày không hẹn")), version(2, "2/8", replaces=True)))
    assert titles(after) == ["Ngày không hẹn"]


def test_a_withdrawal_removes_by_name() -> None:
    first, _ = merge(None, version(1, "1/8", item("Ngày không hẹn"), item("Họp không giấy")), REQUIRED)
    after, changes = merge(first, version(2, "2/8", withdrawn=("họp không giấy",)), REQUIRED)
    assert (titles(after), changes.removed) == (["Ngày không hẹn"], ("Họp không giấy",))


def test_a_withdrawal_of_everything_leaves_no_complete_submission() -> None:
    after = fold((version(1, "1/8", item("Ngày không hẹn")), version(2, "2/8", withdrawn=("Ngày không hẹn",))))
    assert (titles(after), after.complete_at) == ([], None)


def test_a_provisional_version_never_overwrites_or_removes_what_is_certain() -> None:
    certain = version(1, "1/8", item("Ngày không hẹn", period="Tháng 4"), item("Họp không giấy"))
    unsure = version(
        2, "2/8", item("Ngày không hẹn", period="Tháng 9", content="Mới"), item("Ký số"), provisional=True,
        replaces=True, withdrawn=("Họp không giấy",),
    )  # fmt: skip
    after = fold((certain, unsure))
    first = after.initiatives[0].initiative
    assert titles(after) == ["Ngày không hẹn", "Họp không giấy", "Ký số"]
    assert (first.get("period"), first.get("content")) == ("Tháng 4", "Mới")
    assert [tracked.provisional for tracked in after.initiatives] == [False, False, True]
    assert not after.provisional


def test_confirming_a_provisional_version_lets_its_values_count() -> None:
    certain = version(1, "1/8", item("Ngày không hẹn", period="Tháng 4"))
    confirmed = version(2, "2/8", item("Ngày không hẹn", period="Tháng 9"))
    assert fold((certain, confirmed)).initiatives[0].initiative.get("period") == "Tháng 9"


def test_a_certain_version_after_a_provisional_one_makes_it_certain() -> None:
    after = fold(
        (version(1, "1/8", item("Ký số", period="X"), provisional=True), version(2, "2/8", item("Ký số", period="Y")))
    )
    assert (after.provisional, after.initiatives[0].provisional) == (False, False)
    assert after.initiatives[0].initiative.get("period") == "Y"


def test_lateness_is_judged_by_the_first_complete_version() -> None:
    lacking = version(1, "20/8", item("Ngày không hẹn", owners=None))
    complete = version(2, "27/8", item("Ngày không hẹn"))
    further = version(3, "28/8", item("Họp không giấy", owners=None))
    after = fold((lacking, complete, further))
    assert (after.first_at, after.complete_at) == (lacking.arrived_at, complete.arrived_at)


def test_two_entries_of_one_title_in_one_mail_are_one_initiative_with_both_owners() -> None:
    twice = version(1, "1/8", item("Ký số", owners=("Lò Văn Mẫu",)), item("KÝ SỐ", owners=("Vàng Thị Mẫu",)))
    assert fold((twice,)).initiatives[0].initiative.get("owners") == ("Lò Văn Mẫu", "Vàng Thị Mẫu")


def test_rejected_versions_and_those_of_others_do_not_count() -> None:
    versions = (
        version(1, "1/8", item("Ngày không hẹn"), rejected=True),
        version(2, "1/8", item("Họp không giấy"), unit="bac-ha"),
        version(3, "1/8", item("Ký số"), stage="report"),
        version(4, "1/8", item("Số hóa"), unit=None),
    )
    assert current(versions, "bao-thang", "registration", REQUIRED) is None


def test_versions_are_folded_in_order_of_arrival_whatever_their_order_in_the_store() -> None:
    early, late = version(2, "1/8", item("Ký số", period="A")), version(1, "2/8", item("Ký số", period="B"))
    assert fold((late, early)).initiatives[0].initiative.get("period") == "B"


def test_a_version_without_a_unit_cannot_be_merged() -> None:
    with pytest.raises(ValueError, match="unit"):
        merge(None, version(1, "1/8", unit=None), REQUIRED)


@pytest.mark.parametrize(
    ("registered", "reported", "kinds"),
    [
        (("Ngày không hẹn",), ("NGÀY KHÔNG HẸN",), ["same"]),
        (("Số hóa hồ sơ tuyển sinh đầu cấp",), ("Số hoá hồ sơ tuyển sinh đầu cấp.",), ["same"]),
        (("Họp không giấy trong sinh hoạt tổ chuyên môn",), ("Họp không giấy trong sinh hoạt chuyên môn",), ["same"]),
        (("Mô hình Ngày không hẹn tại bộ phận một cửa",), ("Ngày không hẹn",), ["similar"]),
        (("Số hóa hồ sơ tuyển sinh lớp 6",), ("Số hóa hồ sơ tuyển sinh lớp 10",), ["similar"]),
        (("Số hóa hồ sơ tuyển sinh lớp 6",), ("Số hóa hồ sơ tuyển sinh lớp 06",), ["same"]),
        (("Thu học phí không dùng tiền mặt",), ("Ký số học bạ điện tử",), ["not-reported", "new"]),
        (("Ngày không hẹn", "Ký số học bạ"), ("Ký số học bạ",), ["not-reported", "same"]),
        ((), ("Ký số học bạ",), ["new"]),
        (("Ký số học bạ",), (), ["not-reported"]),
    ],
)
def test_a_reported_title_is_tied_to_the_registered_one(
    registered: tuple[str, ...], reported: tuple[str, ...], kinds: list[str]
) -> None:
    assert [found.kind for found in tie(registered, reported)] == kinds


def test_each_title_is_tied_once_and_the_best_pair_comes_first() -> None:
    registered = ("Số hóa hồ sơ tuyển sinh lớp 6", "Số hóa hồ sơ tuyển sinh lớp 10")
    ties = tie(registered, ("Số hóa hồ sơ tuyển sinh lớp 10", "Số hóa hồ sơ tuyển sinh lớp 6"))
    assert [(found.kind, found.registered == found.reported) for found in ties] == [("same", True), ("same", True)]


def test_titles_that_the_office_keeps_apart_are_not_tied() -> None:
    pair = ("Mô hình Ngày không hẹn tại bộ phận một cửa", "Ngày không hẹn")
    kinds = [found.kind for found in tie((pair[0],), (pair[1],), frozenset({pair}))]
    assert kinds == ["not-reported", "new"]
