"""README's commands: those that `make chroots` follows on bare systems are read out of it, and all of them exist."""

import re
import subprocess
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from mailbot.cli import cli
from tests.trials.chroots import blocks

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "mailbot" / "deploy"


def _commands(group: TyperGroup) -> set[str]:
    return set(group.commands)


@pytest.mark.parametrize("document", ["README.md", "README.vi.md"])
def test_every_command_that_is_named_exists(document: str) -> None:
    top = typer.main.get_command(cli)
    assert isinstance(top, TyperGroup)
    text = (ROOT / document).read_text("utf-8")
    named = re.findall(r"(?:`|-- )mailbot(?: --config \S+)? ([a-z][a-z-]+)(?: ([a-z]+))?", text)
    assert named
    for command, below in named:
        assert command in _commands(top), command
        group = top.commands[command]
        if isinstance(group, TyperGroup):
            alone = group.invoke_without_command and not below
            assert alone or below in _commands(group), (command, below)


def test_the_first_installation_can_be_followed_by_a_program() -> None:
    found = blocks((ROOT / "README.md").read_text("utf-8"))
    whole = "".join(found)
    for step in (
        "git clone REPOSITORY", "requirements.lock", "useradd", "tesseract", "new-campaign", "roster take --yes",
        "roster confirm", "check-config", "doctor --letter", "mailbot.service", "mailbot-backup.timer", "mailbot-b",
    ):  # fmt: skip
        assert step in whole, step
    assert "sudo" not in whole  # a bare Debian has none
    for block in found:
        subprocess.run(["/bin/bash", "-n", "-c", block], check=True)


def test_what_readme_puts_into_place_is_shipped() -> None:
    named = re.findall(r"/opt/mailbot/mailbot/deploy/([\w.-]+)", (ROOT / "README.md").read_text("utf-8"))
    assert set(named) == {path.name for path in DEPLOY.iterdir()}
