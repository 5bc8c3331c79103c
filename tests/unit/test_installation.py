"""What README installs, the main lock alone, is enough for every command: here the rest is hidden."""

import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

_HIDING = """
import sys
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {hidden!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Hidden())
"""
_EVERY_MODULE = """
import importlib, pkgutil, mailbot, rules, storage
for room in (mailbot, rules, storage):
    for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
        if "migrations" not in module.name:
            importlib.import_module(module.name)
"""
_REHEARSAL = "from mailbot.cli import main; main()"


def _locked(lock: str) -> set[str]:
    return {_plain(name) for name in re.findall(r"^([\w.-]+)==", (ROOT / lock).read_text("utf-8"), re.MULTILINE)}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _hidden() -> set[str]:
    """Top-level modules that only the development lock brings."""
    extra = _locked("requirements-dev.lock") - _locked("requirements.lock")
    return {module for module, owners in packages_distributions().items() if {*map(_plain, owners)} <= extra}


def _run(code: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    script = _HIDING.format(hidden=_hidden()) + code
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        check=False,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_what_an_office_does_not_install_is_hidden_here() -> None:
    assert {"pytest", "hypothesis", "reportlab"} <= _hidden()
    assert not {"aiosmtpd", "pymap", "docx"} & _hidden()


def test_every_module_finds_its_libraries_in_the_lock_that_offices_install(tmp_path: Path) -> None:
    done = _run(_EVERY_MODULE, folder=tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_a_rehearsal_runs_on_what_an_office_installs(tmp_path: Path) -> None:
    (tmp_path / "thu").mkdir()
    mail = "From: a@truong.example\nDate: Tue, 13 Aug 2024 02:00:00 +0000\nSubject: Hop\n\nMoi hop.\n"
    (tmp_path / "thu" / "a.eml").write_text(mail)
    (tmp_path / "config.toml").write_text('campaign = "cchc-2024"\ndata_folder = "du-lieu"\n')
    done = _run(_REHEARSAL, "--config", "config.toml", "rehearse", "thu", "--out", "ra", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1 thư, không gửi thư nào" in (tmp_path / "ra" / "tom-tat.txt").read_text("utf-8")
