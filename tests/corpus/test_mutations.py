"""Small natural changes of the sample forms cost hardly a reading, and never make a wrong one sure."""

import pytest

from tests.conftest import shared_folder
from tests.reading.ablation import KEPT, readable
from tests.reading.collections import cases
from tests.reading.mutations import Outcome, outcomes

FORMS = shared_folder()

pytestmark = [
    pytest.mark.slow,
    pytest.mark.shared,
    pytest.mark.skipif(FORMS is None, reason="the sample collection is not beside the project"),
]


@pytest.fixture(scope="module")
def found() -> dict[str, Outcome]:
    assert FORMS is not None
    known = list(readable(cases([FORMS / "forms" / "cases"], KEPT)))
    return dict(outcomes(known))


def test_hardly_a_document_is_lost(found: dict[str, Outcome]) -> None:
    made = sum(one.documents for one in found.values())
    assert made and sum(one.unread for one in found.values()) <= 0.05 * made
    assert all(one.unread <= 1 for one in found.values())


def test_nothing_altered_is_called_sure(found: dict[str, Outcome]) -> None:
    assert not any(one.sure_and_wrong for one in found.values())
