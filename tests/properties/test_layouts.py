"""Whatever the layout, the order, the labels and the small mistakes: the same is understood."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.document import Block, Cell, ParsedDocument, Table, Text, Where
from rules.papers.extract.people import people
from tests.properties.layouts import Drawn, draw
from tests.unit.rules.papers import differences, read

SEEDS = st.integers(min_value=0, max_value=10**9)
LETTERS = {"a": "áàảãạ", "e": "éèẻẽẹ", "i": "íìỉĩị", "o": "óòỏõọ", "u": "úùủũụ"}
SAME = {letter: group + base for base, group in LETTERS.items() for letter in group + base}


def wanted(drawn: Drawn) -> dict[tuple[str, str | None], dict[str, dict[str, object]]]:
    return {(drawn.stage, drawn.unit): {name: dict(values) for name, values in drawn.initiatives.items()}}


@settings(max_examples=150)
@given(SEEDS)
def test_a_document_of_any_layout_is_read_whole(seed: int) -> None:
    drawn = draw(random.Random(seed))
    understanding = read(drawn.document)
    assert differences(wanted(drawn), understanding) == []  # type: ignore[arg-type]
    assert all(reading.sure for reading in understanding.readings if drawn.unit)


@settings(max_examples=60)
@given(SEEDS)
def test_wrong_accents_of_a_scan_cost_no_initiative(seed: int) -> None:
    chance = random.Random(seed)
    drawn = draw(chance)
    scanned = ParsedDocument(
        "scan.pdf", "pdf", tuple(_scanned(block, chance) for block in drawn.document.blocks), origin="ocr"
    )
    understanding = read(scanned)
    assert [reading.stage for reading in understanding.readings] == [drawn.stage]
    assert len(understanding.readings[0].initiatives) == len(drawn.initiatives)
    assert not understanding.readings[0].sure


def _scanned(block: Block, chance: random.Random) -> Block:
    if isinstance(block, Text):
        return Text(_misread(block.text, chance), block.where)
    rows = (
        tuple(Cell(_misread(c.text, chance), c.where, c.is_origin, c.row_span, c.column_span) for c in row)
        for row in block.rows
    )
    return Table(tuple(rows), block.where)


def _misread(words: str, chance: random.Random) -> str:
    return "".join(chance.choice(SAME[c]) if c in SAME and chance.random() < 0.02 else c for c in words)


@settings(max_examples=80)
@given(SEEDS)
def test_lines_in_any_order_raise_nothing(seed: int) -> None:
    chance = random.Random(seed)
    blocks = list(draw(chance).document.blocks)
    chance.shuffle(blocks)
    read(ParsedDocument("xáo trộn.docx", "docx", tuple(blocks)))


@settings(max_examples=200)
@given(st.text(max_size=120))
def test_any_text_raises_nothing(words: str) -> None:
    read(ParsedDocument("a.txt", "text", (Text(words, _where()), Table(((Cell(words, _where()),),), _where()))))
    people(words)


def _where() -> Where:
    return Where("a.txt")


@pytest.mark.parametrize("shape", [(), ((),)])
def test_a_table_without_cells_raises_nothing(shape: tuple[tuple[Cell, ...], ...]) -> None:
    read(ParsedDocument("a.docx", "docx", (Table(shape, _where()),)))
