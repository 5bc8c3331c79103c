"""What an installation keeps in the middle of a season, and its commands in this process."""

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.cli import run_command
from mailbot.config import load_config
from mailbot.packing import unpack
from mailbot.upgrading import upgrade
from tests.trials.audit import header
from tests.trials.office import Office

KEPT = Path(__file__).parents[1] / "data" / "upgrades" / "0.1.0.tar.gz"  # a copy that `mailbot backup` 0.1.0 made
# Tuesday, 20/8/2024, 09:35 in Vietnam. It holds: three mails that were answered, one open question, a batch of
# reminders that was announced for the next morning, and a receipt that waits since the SMTP server was away.
STOPPED = datetime(2024, 8, 20, 2, 35, tzinfo=UTC)


def put(office: Office) -> list[bytes]:
    """The data folder as version 0.1.0 left it; the mails that the server holds."""
    unpack(KEPT, office.folder)
    shutil.rmtree(office.data)
    (office.folder / "mailbot").rename(office.data)
    mails = [path.read_bytes() for path in office.data.glob("archive/??/*.eml")]
    return sorted(mails, key=lambda raw: header(raw, "Message-ID"))


def put_current(office: Office) -> list[bytes]:
    """The same at the schema of today."""
    mails = put(office)
    upgrade(load_config(office.config), None, STOPPED, copied=False)
    return mails


class Typed:
    """Commands as a person types them, in this process: (exit code, standard output, standard error)."""

    def __init__(self, office: Office, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._config, self._patch, self._capsys = office.config, patch, capsys

    def __call__(self, *command: str) -> tuple[int, str, str]:
        self._patch.setattr(sys, "argv", ["mailbot", "--config", str(self._config), *command])
        self._capsys.readouterr()
        code = run_command()
        return code, *self._capsys.readouterr()
