"""What a command loads before it does anything: how long it takes to start hangs on nothing else."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PRINTING = """
import json, sys
from mailbot.cli import main
sys.argv = ["mailbot", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""
SERVERS_AND_LETTERS = {"imapclient", "aiosmtpd", "jinja2", "css_inline", "rich", "mailparser"}
DOCUMENTS = {"docx", "openpyxl", "pdfplumber", "pypdfium2", "PIL", "numpy"}


def loaded(folder: Path, *words: str) -> set[str]:
    call = [sys.executable, "-c", PRINTING, *words]
    settings = folder / "config.toml"
    settings.touch()  # a machine on which mailbot is installed has one of its own
    environment = {
        "MAILBOT_CONFIG": str(settings),
        "MAILBOT_DATA_FOLDER": str(folder),
        "PATH": "/usr/bin",
        "LANG": "C.UTF-8",
    }
    said = subprocess.run(call, capture_output=True, text=True, check=True, env=environment, cwd=folder).stdout
    return set(json.loads(said.splitlines()[-1]))


def test_help_loads_the_command_line_alone(tmp_path: Path) -> None:
    assert not loaded(tmp_path, "--help") & {"sqlalchemy", "pydantic", *SERVERS_AND_LETTERS, *DOCUMENTS}


@pytest.mark.parametrize("words", [("status",), ("status", "--json"), ("remind", "--dry-run")], ids=" ".join)
def test_commands_that_look_at_what_is_kept_load_no_servers_letters_or_documents(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    found = loaded(tmp_path, *words)
    assert "sqlalchemy" in found
    assert not found & (SERVERS_AND_LETTERS | DOCUMENTS)


def test_a_pass_loads_what_mails_may_come_to_with_the_first_of_them() -> None:
    told = "import sys, mailbot.pipeline; print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split()
    assert "rules.letters.reminders" in found
    assert not {"mailbot.handling", "rules.intake.decide", "rules.intake.answering"} & set(found)
