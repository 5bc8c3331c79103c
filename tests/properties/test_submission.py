"""What holds for every sequence of mails of a unit."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rules.submission import Submission, Version, current, merge, tie
from rules.titles import likeness, title_key
from tests.unit.rules.making import item, version

REQUIRED = ("title", "owners")
TITLES = st.sampled_from(
    ("Ngày không hẹn", "NGAY KHONG HEN", "Họp không giấy", "Ký số học bạ", "Số hóa lớp 6", "Số hóa lớp 10", "Mã QR")
)
ITEMS = st.builds(
    lambda title, period, owners: item(title, period=period, owners=owners),
    TITLES,
    st.sampled_from((None, "Tháng 4", "Tháng 9")),
    st.sampled_from((None, ("Lò Văn Mẫu",), ("Vàng Thị Mẫu",))),
)
PLAIN = st.builds(lambda items, provisional: (tuple(items), provisional), st.lists(ITEMS, max_size=4), st.booleans())


def versions_of(mails: list[tuple[tuple[object, ...], bool]]) -> list[Version]:
    return [
        version(number, f"{number}/8", *items, provisional=provisional)  # type: ignore[arg-type]
        for number, (items, provisional) in enumerate(mails, 1)
    ]


def keys(submission: Submission | None) -> set[str]:
    return {title_key(tracked.initiative.title) for tracked in submission.initiatives} if submission else set()


def values(submission: Submission | None) -> dict[str, dict[str, object]]:
    if submission is None:
        return {}
    return {
        title_key(tracked.initiative.title): {
            code: value.value for code, value in tracked.initiative.values.items() if code != "title"
        }
        for tracked in submission.initiatives
    }


def fold(versions: list[Version]) -> Submission | None:
    return current(versions, "bao-thang", "registration", REQUIRED)


@given(st.lists(PLAIN, min_size=1, max_size=6))
def test_nothing_vanishes_unless_it_is_withdrawn_or_replaced(mails: list[tuple[tuple[object, ...], bool]]) -> None:
    versions = versions_of(mails)
    wanted = {title_key(one.title) for each in versions for one in each.initiatives}
    assert keys(fold(versions)) == wanted


@given(st.lists(PLAIN, min_size=1, max_size=6))
def test_the_same_mail_again_changes_nothing(mails: list[tuple[tuple[object, ...], bool]]) -> None:
    versions = versions_of(mails)
    before = fold(versions)
    again = replace(versions[-1], id=99, arrival=99)
    after, changes = merge(before, again, REQUIRED)
    assert values(after) == values(before)
    assert not changes.added
    assert not changes.updated
    assert merge(after, again, REQUIRED)[0] == after


@given(st.permutations(("Ngày không hẹn", "Họp không giấy", "Ký số học bạ", "Số hóa lớp 6")), st.integers(0, 15))
def test_the_order_of_disjoint_mails_does_not_matter(titles: list[str], which: int) -> None:
    unsure = [bool(which >> place & 1) for place in range(4)]
    mails = [((item(title),), unsure[sorted(titles).index(title)]) for title in titles]
    ordered = [((item(title),), unsure[sorted(titles).index(title)]) for title in sorted(titles)]
    assert values(fold(versions_of(mails))) == values(fold(versions_of(ordered)))  # type: ignore[arg-type]
    assert not any(tracked.unlisted_since for tracked in fold(versions_of(mails)).initiatives)  # type: ignore[arg-type, union-attr]


@given(st.lists(PLAIN, min_size=1, max_size=6))
def test_what_is_unsure_never_changes_a_certain_value(mails: list[tuple[tuple[object, ...], bool]]) -> None:
    versions = versions_of(mails)
    certain = values(fold([one for one in versions if not one.provisional]))
    everything = values(fold(versions))
    for key, known in certain.items():
        assert {code: everything[key][code] for code in known} == known


@given(st.lists(TITLES, max_size=5), st.lists(TITLES, max_size=5))
def test_every_title_stands_in_exactly_one_tie(registered: list[str], reported: list[str]) -> None:
    ties = tie(tuple(registered), tuple(reported))
    assert sorted(found.registered for found in ties if found.registered) == sorted(registered)
    assert sorted(found.reported for found in ties if found.reported) == sorted(reported)


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) == 1
