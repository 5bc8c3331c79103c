"""The unit file that is shipped: as tight as it can be while LibreOffice and Tesseract still run under it."""

import re
import shutil
import subprocess
import sys
from ctypes.util import find_library
from pathlib import Path

import pytest

from mailbot.reading import ocr
from tests.waiting import PATIENCE

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


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.skipif(not ocr.available(), reason="tesseract with Vietnamese is not installed")
@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.skipif(find_library("seccomp") is None, reason="libseccomp is not installed")
@pytest.mark.slow
def test_libreoffice_and_tesseract_work_with_the_calls_that_the_unit_leaves_them() -> None:
    command = [sys.executable, "-m", "tests.keeping.confined", str(UNIT)]
    read = subprocess.run(command, capture_output=True, text=True, check=False, cwd=UNIT.parents[2], timeout=PATIENCE)
    assert read.stdout.splitlines() == [
        "confined",
        "dang-ky.doc Đăng ký sáng kiến năm 2024",
        "ban-quet.png Đăng ký sáng kiến năm 2024",
    ], read.stderr


def test_the_password_is_a_credential_and_stands_nowhere() -> None:
    text = UNIT.read_text("utf-8")
    assert "LoadCredential=password:" in text
    assert "MAILBOT_IMAP__PASSWORD_FILE=%d/password" in text
    assert "MAILBOT_IMAP__PASSWORD=" not in text
