"""What people read is spelled as a public office spells: letters, campaign files, messages of the program."""

import ast
import random
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from unicodedata import is_normalized

import pytest

from mailbot.writing.template_check import GUIDE
from mailbot.writing.workshop import SHIPPED
from tests.vietnamese import TONES, bare, is_syllable, misspelled, suspects, tone_of, with_tone

_ROOT = Path(__file__).parents[3]
_PACKAGES = ("mailbot", "rules", "storage")
_READ_NOT_SAID = {
    "mailbot/demo": "what invented units write, mistakes included",
    "rules/post/automatic_words.py": "words of machines in many languages",
    "rules/lexicon.py": "words as units write them",
    "rules/papers/extract/people.py": "words as units write them",
    "rules/text.py": "tables of letters",
    "mailbot/writing/metrics.py": "tables of letters",
}

_OFFICIAL = (
    "Sở Giáo dục và Đào tạo",
    "Sở Nội vụ",
    "Phòng Tổ chức cán bộ",
    "Ủy ban nhân dân",
    "UBND tỉnh",
    "Lào Cai",
    "Chủ nhật",
)


def _templates() -> list[Path]:
    return sorted(SHIPPED.iterdir())


def _views() -> list[Path]:
    return sorted((_ROOT / "mailbot" / "web" / "templates").glob("*.html"))


def _prose(path: Path) -> str:
    """A template without tags, placeholders and styles; with what its tags say to those who hear it read."""
    text = re.sub(r"\{[%#].*?[%#]\}|\{\{.*?\}\}", "\n", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    heard = re.findall(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"', text)
    return "\n".join((re.sub(r"<style>.*?</style>|<[^>]+>", "\n", text, flags=re.DOTALL), *heard))


def _campaigns() -> list[Path]:
    return sorted((_ROOT / "rules" / "campaigns").glob("*.toml"))


def _documents() -> list[Path]:
    return sorted(_ROOT.glob("*.vi.md"))


def _modules() -> list[Path]:
    modules = (path for package in _PACKAGES for path in sorted((_ROOT / package).rglob("*.py")))
    return [path for path in modules if not str(path.relative_to(_ROOT)).startswith(tuple(_READ_NOT_SAID))]


_PATTERN = re.compile(r"\\[a-zA-Z]|\(\?|\[\^|[a-z]-[a-zđ]\b.*\]")  # a regular expression is no sentence


@cache
def _messages(module: Path) -> tuple[tuple[int, str], ...]:
    """The strings of a module that are Vietnamese sentences, with their lines; not its docstrings."""
    return tuple(_messages_of(module))


def _messages_of(module: Path) -> Iterator[tuple[int, str]]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in docstrings:
            message = node.value
            if " " in message and bare(message) != message.lower() and not _PATTERN.search(message):
                yield node.lineno, message


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value if " " in value or bare(value) != value.lower() else ""  # not the codes
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _said(campaign: Path) -> str:
    """What a campaign file says itself: its comments, labels and names; not the words as units write them."""
    text = campaign.read_text(encoding="utf-8")
    comments = re.findall(r"#\s*(.*)", text)
    tables = tomllib.loads(text)
    said = [value for key, value in tables.items() if key not in ("topic", "fields", "remarks")]
    labels = [field["label"] for kind in ("fields", "remarks") for field in tables.get(kind, [])]
    return "\n".join([*comments, *labels, *_strings(said)])


# --- The texts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*_templates(), *_views(), *_campaigns(), *_documents()], ids=lambda path: path.name)
def test_a_text_that_the_office_reads_is_spelled_well(path: Path) -> None:
    text = _said(path) if path.suffix == ".toml" else _prose(path)
    assert is_normalized("NFC", path.read_text(encoding="utf-8"))
    check = misspelled if path.suffix == ".md" or path.name == GUIDE else suspects  # the guide names variables
    found = sorted({str(word) for word in check(text)})
    assert not found, "where a word is right, give it a line in tests/data/spelling"


@pytest.mark.parametrize("package", _PACKAGES)
def test_messages_of_the_program_are_spelled_well(package: str) -> None:
    found = [
        f"{module.relative_to(_ROOT)}:{line}: {word}"
        for module in _modules()
        if module.relative_to(_ROOT).parts[0] == package
        for line, message in _messages(module)
        for word in misspelled(message)
    ]
    assert not found, "where a word is right, give it a line in tests/data/spelling/words.vi.txt"


@pytest.mark.parametrize("package", _PACKAGES)
def test_messages_of_the_program_are_composed(package: str) -> None:
    for module in _modules():
        if module.relative_to(_ROOT).parts[0] == package:
            assert all(is_normalized("NFC", message) for _, message in _messages(module)), module.name


@pytest.mark.parametrize("name", _OFFICIAL)
def test_an_official_name_is_written_exactly(name: str) -> None:
    texts = [_prose(path) for path in _templates()] + [_said(path) for path in _campaigns()]
    texts += [message for module in _modules() for _, message in _messages(module)]
    pattern = re.compile(rf"\b{re.escape(bare(name))}\b")
    for text in texts:
        folded = bare(text)
        assert len(folded) == len(text)  # so that places in one are places in the other
        for hit in pattern.finditer(folded):
            written = text[hit.start() : hit.end()]
            assert written in (name, name.upper()) or text == text.lower(), text  # or a word that is read


def _deadlines_in_other_words(text: str) -> list[str]:
    """Beside "trước ngày …", as the plan says it, and "đến hết ngày …" of what the office extended or holds. A cap on
    letters ends with the day, and is no deadline."""
    return re.findall(r"chậm nhất|muộn nhất|(?<!đến )(?<!giờ hoặc )hết ngày", " ".join(text.split()), re.IGNORECASE)


def test_a_deadline_has_one_wording() -> None:
    said = {path.name: [_prose(path)] for path in (*_templates(), *_views())}
    said |= {str(module): [message for _, message in _messages(module)] for module in _modules()}
    assert [(name, text) for name, texts in said.items() for text in texts if _deadlines_in_other_words(text)] == []


@pytest.mark.parametrize("said", ["chậm nhất là ngày 24/8/2024", "vẫn là hết ngày ", "Hạn: hết ngày 24/8"])
def test_another_wording_of_a_deadline_is_found(said: str) -> None:
    assert _deadlines_in_other_words(said)


def test_there_is_something_to_check() -> None:
    assert len(_templates()) > 20
    assert sum(1 for module in _modules() for _ in _messages(module)) > 300


# --- The check itself -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["hoá", "Uỷ", "thuỷ", "khoẻ", "kiénh", "ngiệp", "qủa", "gỉai", "hòan", "nghành"])
def test_a_word_that_is_no_syllable_or_bears_its_tone_elsewhere_is_found(word: str) -> None:
    assert list(misspelled(f"việc {word} này"))


_RIGHT = "hóa Ủy thủy khỏe quý quốc giếng gì huỳnh khuya nguyễn chuyển toàn suýt thuở quyết nghiêng yêu"


@pytest.mark.parametrize("word", _RIGHT.split())
def test_a_word_that_is_spelled_by_the_rules_passes(word: str) -> None:
    assert is_syllable(word)
    assert not list(misspelled(word))


@pytest.mark.parametrize("pair", ["phát động phòng trào", "sáng kiên cải cách", "cán bô phụ trách"])
def test_words_that_exist_and_are_wrong_here_are_found(pair: str) -> None:
    assert list(misspelled(pair))


def test_nine_of_ten_swapped_tones_in_the_templates_are_found() -> None:
    texts = [_prose(path) for path in _templates() if path.suffix == ".txt"]
    places = [
        (text, word)
        for text in texts
        for word in re.finditer(r"[^\W\d_]+", text)
        if is_syllable(word[0]) and not word[0].isupper()
    ]
    dice = random.Random(2024)
    missed = [
        f"{word[0]} → {swapped}"
        for text, word in dice.sample(places, 200)
        for swapped in [with_tone(word[0], dice.choice([tone for tone in TONES if tone != tone_of(word[0])]))]
        if not list(suspects(text[: word.start()] + swapped + text[word.end() :]))
    ]
    assert len(missed) <= 20, missed
