"""The unit file that is shipped: as tight as it can be while LibreOffice and Tesseract still run under it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

UNIT = Path(__file__).parents[2] / "mailbot" / "deploy" / "mailbot.service"
WORST = 2.0  # of systemd's own scale, on which 10 is an ordinary service


def test_the_service_is_confined() -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed")
    command = [program, "security", "--offline=true", "--no-pager", str(UNIT)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", said)
    assert found, said
    assert float(found[1]) <= WORST


def test_the_password_is_a_credential_and_stands_nowhere() -> None:
    text = UNIT.read_text("utf-8")
    assert "LoadCredential=password:" in text
    assert "MAILBOT_IMAP__PASSWORD_FILE=%d/password" in text
    assert "MAILBOT_IMAP__PASSWORD=" not in text
