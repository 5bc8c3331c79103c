"""What the installer reads on the terminal is Vietnamese, and mistakes get a sentence."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting import PATIENCE

ENGLISH = re.compile(
    r"\b(Usage|Options|Commands|Arguments|Show this|Missing|Invalid|No such|required|default|Error|should be)\b"
)
COMMANDS = [
    "run", "once", "read", "status", "remind", "draft", "decide", "held", "explain", "ledger", "roster", "new-campaign",
    "doctor", "check-config", "demo", "take-workbook", "rehearse", "forms", "invite",
]  # fmt: skip


def mailbot(*words: str, config: Path | None = None) -> subprocess.CompletedProcess[str]:
    options = ["--config", str(config)] if config else []
    command = [sys.executable, "-m", "mailbot.cli", *options, *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)


def test_help_names_every_command_in_vietnamese() -> None:
    shown = mailbot("--help")
    assert shown.returncode == 0
    assert [command for command in COMMANDS if not re.search(rf"^  {command} ", shown.stdout, re.M)] == []
    assert ENGLISH.findall(shown.stdout) == []


@pytest.mark.parametrize(
    "words", [("reed",), ("explain",), ("decide", "undo", "x"), ("--confg", "x"), ("draft", "--as-of", "hôm qua")]
)
def test_a_mistyped_command_gets_a_vietnamese_sentence(words: tuple[str, ...]) -> None:
    shown = mailbot(*words)
    assert shown.returncode == 2
    assert ENGLISH.findall(shown.stderr) == []
    assert "Traceback" not in shown.stderr


def test_a_missing_configuration_file_is_named(tmp_path: Path) -> None:
    shown = mailbot("check-config", config=tmp_path / "none.toml")
    assert shown.returncode == 1
    assert "none.toml" in shown.stderr
    assert "Traceback" not in shown.stderr


def test_an_unknown_stage_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'data_folder = "{tmp_path}"\n', encoding="utf-8")
    shown = mailbot("draft", "bao-cao", config=config)
    assert shown.returncode == 1
    assert "registration, report" in shown.stderr


def test_an_empty_installation_shows_its_status(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'data_folder = "{tmp_path}"\n', encoding="utf-8")
    shown = mailbot("status", "--as-of", "2024-08-24", config=config)
    assert shown.returncode == 0, shown.stderr
    assert "chưa gửi: 49" in shown.stdout
