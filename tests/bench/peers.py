"""The programs beside which mailbot is measured, each doing its real work with its own code.

mbsync is Debian's isync; imap-tools (with glue) and django-helpdesk are installed into a Python of their own, pinned by
`peers.lock`, in the user's cache folder.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LOCK = Path(__file__).with_name("peers.lock")
ROOT = Path(__file__).parents[2]
_GLUE = Path(__file__).with_name("imap_tools_glue.py")


@dataclass(frozen=True, slots=True)
class Place:
    """A mailbox, where letters go, and a folder for what a program keeps."""

    folder: Path
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    smtp: int
    ca_file: str


@dataclass(frozen=True, slots=True)
class Command:
    """One poll: everything that follows from what lies in the mailbox is done when it ends."""

    words: tuple[str, ...]
    environment: Mapping[str, str]


def mbsync(place: Place) -> Command | None:
    """Pull only, into a Maildir, synced to the disk. None where it is not installed."""
    program = shutil.which("mbsync")
    if program is None:
        return None
    store, settings = place.folder / "store", place.folder / "mbsyncrc"
    store.mkdir(exist_ok=True)
    settings.write_text(
        f"""FSync yes
IMAPAccount server
Host {place.host}
Port {place.port}
User {place.user}
Pass {place.password}
SSLType None
AuthMechs LOGIN

IMAPStore far
Account server

MaildirStore near
Inbox {store}/INBOX

Channel inbox
Far :far:INBOX
Near :near:INBOX
Sync Pull
Create Near
Expunge None
SyncState {place.folder}/state-
""",
        encoding="utf-8",
    )
    return Command((program, "-q", "-c", str(settings), "inbox"), {"HOME": str(place.folder)})


def imap_tools(place: Place, python: str) -> Command:
    words = (python, str(_GLUE), str(place.folder), place.host, str(place.port), place.user)
    return Command(words, {"BENCH_PASSWORD": place.password})


def helpdesk(place: Place, python: str) -> Command:
    """With its database migrated and its queue made. It deletes what it has taken from the server."""
    environment = {
        "BENCH_FOLDER": str(place.folder),
        "BENCH_SMTP": str(place.smtp),
        "BENCH_PASSWORD": place.password,
        "DJANGO_SETTINGS_MODULE": "tests.bench.helpdesk.settings",
        "PYTHONPATH": str(ROOT),
        "SSL_CERT_FILE": place.ca_file,  # it takes STARTTLS where that is offered
    }

    def run(*words: str) -> None:
        done = subprocess.run(
            [python, *words], env=os.environ | environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{words}: {done.stderr[-2000:]}")

    run("-m", "django", "migrate", "-v0")
    run("-m", "tests.bench.helpdesk.queue", place.host, str(place.port), place.user)
    return Command((python, "-m", "django", "get_email"), environment)


def interpreter() -> str:
    """The Python with the pinned peers, installed once for each state of the lock. Raises OSError where they cannot
    be had."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mailbot-bench"
    home = (
        cache / f"{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]}-{sys.version_info.major}{sys.version_info.minor}"
    )
    python, whole = home / "bin" / "python", home / ".whole"
    if not whole.exists():
        print(f"installing the peers into {home}", flush=True)
        shutil.rmtree(home, ignore_errors=True)
        venv.create(home, with_pip=True)
        _pip(python, "install", "--no-deps", "--require-hashes", "-r", str(LOCK))
        whole.touch()
    return str(python)


def _pip(python: Path, *words: str) -> None:
    command = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(f"pip: {done.stderr.strip()[-500:]}")


def versions(python: str | None, packages: Sequence[str]) -> str:
    """As people would name them, one after the other."""
    found = [_said("mbsync", "--version")] if shutil.which("mbsync") else []
    if python is not None:
        code = "import importlib.metadata as m, sys; print(', '.join(f'{n} {m.version(n)}' for n in sys.argv[1:]))"
        found.append(_said(python, "-c", code, *packages))
    return ", ".join(found)


def _said(*words: str) -> str:
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
