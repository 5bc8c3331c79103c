"""What a list costs grows with its rows: nothing is done again for each unit that it names."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from rules.document import ParsedDocument, Where
from rules.papers.understand import understand
from tests.bench import understanding as lists

MOST = 1000  # calls of functions for a row of six or seven cells; today they are about 550


def calls(document: ParsedDocument) -> int:
    """How many functions are called to understand a document: the same on every machine."""
    counted = 0

    def note(frame: FrameType, event: str, _: object) -> None:
        nonlocal counted
        counted += event == "call"

    sys.setprofile(note)
    try:
        understand((document,), lists.CAMPAIGN, lists.ROSTER)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize(("name", "made"), [(name, made) for name, made, _ in lists.LISTS[:-1]])
def test_a_row_more_costs_what_a_row_costs_whatever_the_list(name: str, made: Callable[[int], ParsedDocument]) -> None:
    calls(made(20))  # what is worked out once a process
    a_row = (calls(made(90)) - calls(made(30))) / 60
    assert a_row < MOST, f"a list {name}: {a_row:.0f} calls a row"


def test_the_same_cell_of_each_page_is_a_place_of_its_own() -> None:
    places = [Where("danh-sach.pdf", f"trang {page}", "bảng 1, dòng 2, cột 3") for page in range(1, 501)]
    assert len(set(map(hash, places))) == len(places)
    assert hash(places[0]) == hash(Where("danh-sach.pdf", "trang 1", "bảng 1, dòng 2, cột 3"))
