"""Whatever bytes come, a reader ends with a document: text, or one sentence that says why not."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.mail.message import read_mail
from mailbot.reading import codec
from mailbot.reading.budget import NeedsHeavyReader
from mailbot.reading.files import parse_file
from rules.document import ParsedDocument, Table
from tests.unit.reading.breaking import broken
from tests.unit.reading.seeds import seeds

SEEDS = seeds()


def read(name: str, content: bytes) -> ParsedDocument | None:
    try:
        return parse_file(name, content, read_mail=read_mail, heavy=False)
    except NeedsHeavyReader:
        return None


def check(document: ParsedDocument) -> None:
    for part in document.walk():
        assert part.unreadable is None or (part.unreadable.endswith(".") and not part.blocks)
        for block in part.blocks:
            if isinstance(block, Table):
                assert len({len(row) for row in block.rows}) <= 1
    assert codec.load(codec.dump(document)).format == document.format


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_the_seeds_themselves_are_read(name: str) -> None:
    document = read(name, SEEDS[name])
    assert document is None or (document.unreadable is None and (document.blocks or document.members))


@pytest.mark.parametrize("name", sorted(SEEDS))
@settings(max_examples=25)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_a_broken_file_is_a_document(name: str, seed: int) -> None:
    document = read(name, broken(SEEDS[name], Random(seed)))
    if document is not None:
        check(document)


@settings(max_examples=100)
@given(content=st.binary(max_size=2000), name=st.text(max_size=20))
def test_any_bytes_under_any_name_are_a_document(content: bytes, name: str) -> None:
    document = read(name, content)
    if document is not None:
        check(document)
