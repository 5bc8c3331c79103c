"""A kind of letter is added by its entry, its template and its sample; facts of its own bring their view."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.writing import samples, views
from mailbot.writing.letters import Letters
from mailbot.writing.samples import CAMPAIGN, ROSTER
from mailbot.writing.template_check import check_templates
from rules.letter_kind import KINDS, LetterKind, letter_kind
from rules.letters.letter import Facts, LetterOrder
from rules.season import LetterFacts
from rules.standing.history import history
from tests.unit.rules.making import season

GREETING = LetterKind("greeting", "unit", "thư chúc mừng", essential={"wish": "lời chúc"})


@dataclass(frozen=True, slots=True)
class GreetingFacts(Facts):
    wish: str


@views.view.register
def _(facts: GreetingFacts, desk: views.Desk) -> views.Words:
    return {"wish": facts.wish}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(KINDS, GREETING.name, GREETING)
    monkeypatch.setitem(samples.SAMPLES, GREETING, lambda: (GreetingFacts("Chúc mừng năm mới"),))
    (tmp_path / "greeting.vi.txt").write_text("Tiêu đề: Thư chúc mừng\n{{ wish }}.\n", encoding="utf-8")
    return tmp_path


def test_a_letter_of_a_new_kind_is_written_and_its_template_checked(folder: Path) -> None:
    order = LetterOrder(GREETING, "greeting:1", ("a@truong.example",), GreetingFacts("Chúc thầy cô sức khỏe"))
    assert "Chúc thầy cô sức khỏe." in Letters((folder,)).render(order, CAMPAIGN, ROSTER).text
    assert check_templates((folder,)) == ()


def test_a_template_of_a_new_kind_that_lost_what_it_is_for_is_told(folder: Path) -> None:
    (folder / "greeting.vi.txt").write_text("Tiêu đề: Thư chúc mừng\nChào.\n", encoding="utf-8")
    assert any("thiếu biến “wish” (lời chúc)" in problem.what for problem in check_templates((folder,)))


def test_history_calls_a_new_kind_by_its_name(folder: Path) -> None:
    now = datetime(2024, 8, 6, 1, tzinfo=UTC)
    sent = LetterFacts(1, letter_kind("greeting"), "k", ("a@truong.example",), None, None, "sent", now, now)
    assert [line.what for line in history(season("7/8", letters=(sent,)), ())] == ["Gửi thư chúc mừng"]
