"""Every file of the sample forms is read into blocks, without a reader failing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.mail.message import read_mail
from mailbot.reading import libreoffice, ocr
from mailbot.reading.sandbox import Sandbox
from rules.document import ParsedDocument
from tests.conftest import shared_folder

SHARED = shared_folder() or Path("nowhere")
CASES = sorted(path for path in (SHARED / "forms" / "cases").glob("*") if path.suffix != ".json")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.shared,
    pytest.mark.skipif(not CASES, reason="the sample collection is not beside the project"),
]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(read_mail=read_mail) as running:
        yield running


def needs_more(document: ParsedDocument) -> bool:
    """Whether a program that this machine lacks is needed."""
    return bool(document.unreadable and "cài đặt" in document.unreadable)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_a_sample_is_read_into_blocks(path: Path, sandbox: Sandbox) -> None:
    document = sandbox.parse(path.name, path.read_bytes())
    for part in document.walk():
        if needs_more(part):
            assert not (libreoffice.available() and ocr.available())
            continue
        assert part.unreadable is None, part.name
        assert part.blocks or part.members, part.name
        assert not any("Lỗi khi đọc" in note for note in part.notes), part.notes
