"""The office with a page, for each test its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.rooms import Room, room


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Room]:
    with room(tmp_path) as built:
        yield built
