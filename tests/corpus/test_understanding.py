"""The sample forms are understood as their expectations say, measured by the score that ships with them."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mailbot.commands.read import as_record
from mailbot.mail.message import read_mail
from mailbot.reading.sandbox import DirectReader
from rules.papers.understand import understand
from tests.conftest import shared_folder
from tests.unit.rules.papers import campaign, roster

FORMS = (shared_folder() or Path("nowhere")) / "forms"
QUICK = {".docx", ".xlsx", ".zip", ".eml", ".xls", ".rtf", ".odt", ".ods"}
EXPECTED = sorted(
    path
    for path in (FORMS / "cases").glob("*.expected.json")
    if Path(path.name.removesuffix(".expected.json")).suffix in QUICK
)

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not EXPECTED, reason="the sample collection is not beside the project"),
]


@pytest.fixture(scope="module")
def score() -> ModuleType:
    spec = importlib.util.spec_from_file_location("forms_score", FORMS / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tally(score: ModuleType) -> Any:
    """The score of all samples that need no OCR."""
    total = score.Tally()
    misses: list[str] = []
    reader = DirectReader(read_mail=read_mail)
    for path in EXPECTED:
        sample = path.with_name(path.name.removesuffix(".expected.json"))
        document = reader.parse(sample.name, sample.read_bytes())
        if any(part.origin == "ocr" or (part.unreadable and "cài đặt" in part.unreadable) for part in document.walk()):
            continue
        answer = as_record(sample, understand((document,), campaign(), roster()), campaign())
        score.judge(sample.name, json.loads(path.read_text("utf-8")), answer, (total,), misses)
    print(*misses, sep="\n")
    return total


def test_whose_and_of_which_stage_is_right(tally: Any) -> None:
    assert tally.recognised / tally.cases >= 0.97
    assert tally.documents[0] / tally.documents[1] >= 0.97


def test_titles_are_found_and_none_is_made_up(tally: Any) -> None:
    assert 2 * tally.hit / (tally.want + tally.hit + tally.surplus) >= 0.98


def test_values_are_found_and_none_is_made_up(tally: Any) -> None:
    found, wanted = (sum(pair[i] for pair in tally.fields.values()) for i in (0, 1))
    assert found / wanted >= 0.95
    assert tally.invented[0] <= 0.03 * tally.invented[1]


def test_what_is_called_sure_is_right(tally: Any) -> None:
    assert tally.sure_wrong <= 0.005 * tally.sure
    assert tally.sure >= 0.85 * tally.given
