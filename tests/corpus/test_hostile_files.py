"""Every file of the hostile collection ends within a minute and the memory limit, as text or with a reason."""

import hashlib
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.mail.message import read_mail
from mailbot.reading.sandbox import Sandbox
from tests.conftest import shared_folder

SHARED = shared_folder() or Path("nowhere")
FILES = sorted(path for path in (SHARED / "hostile").glob("*") if path.suffix != ".json")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FILES, reason="the sample collection is not beside the project"),
]


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch")


@pytest.fixture(scope="module")
def sandbox(scratch: Path) -> Iterator[Sandbox]:
    with Sandbox(read_mail=read_mail, scratch=scratch) as running:
        yield running


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_hostile_file_ends_as_text_or_as_unreadable(path: Path, sandbox: Sandbox, scratch: Path) -> None:
    content = path.read_bytes()
    begin = time.monotonic()
    document = sandbox.parse(path.name, content)
    assert time.monotonic() - begin < 60
    assert document.digest == hashlib.sha256(content).hexdigest()
    for part in document.walk():
        assert part.unreadable is None or part.unreadable.endswith(".")
    assert not [left for nursery in scratch.iterdir() for left in nursery.iterdir()], "nothing stays behind"
    assert sandbox.parse("next.txt", b"x").unreadable is None, "the next file is untouched"


def test_no_external_entity_is_read(sandbox: Sandbox) -> None:
    host = socket.gethostname()
    for path in FILES:
        if "xxe" in path.name:
            assert host not in str(sandbox.parse(path.name, path.read_bytes()).blocks)


def test_nothing_is_written_where_archives_point(sandbox: Sandbox) -> None:
    def marks() -> set[str]:
        places = [Path("/"), Path("/tmp"), Path.cwd(), Path.cwd().parent, Path.home()]
        return {str(found) for place in places for found in place.glob("PWNED*")}

    before = marks()
    for path in FILES:
        if path.name.startswith("zipslip"):
            sandbox.parse(path.name, path.read_bytes())
    assert marks() == before
