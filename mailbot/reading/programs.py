"""The programs and system libraries that some formats need: whether they are here, and how to have them."""

import ctypes.util
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mailbot.reading.budget import CannotRead, NeedsHeavyReader


@dataclass(frozen=True, slots=True)
class Capability:
    """What `doctor` tells of one program, in Vietnamese."""

    name: str
    available: bool
    purpose: str
    remedy: str  # how to install it on Debian and Ubuntu; "" where nothing need be done


class ProgramFailed(Exception):
    """A program ended with an error or took too long; `code` where it ended by itself."""

    def __init__(self, program: str, code: int | None = None) -> None:
        super().__init__(program)
        self.code = code


def find(program: str) -> str | None:
    """The path of a program, None where it is not installed."""
    return shutil.which(program)


def need(program: str, package: str, what: str) -> str:
    """The path of a program; raises CannotRead that says what to install for which files."""
    path = find(program)
    if path is None:
        raise CannotRead(f"Cần cài đặt {program} để đọc {what} này (trên máy chủ: apt install {package}).")
    return path


def run(
    arguments: list[str], *, seconds: float, given: bytes | None = None, environment: dict[str, str] | None = None
) -> bytes:
    """Standard output of a program; raises ProgramFailed, and NeedsHeavyReader where this process may start none.

    Inside the sandbox its limits hold for programs too.
    """
    if not _allowed:
        raise NeedsHeavyReader
    try:
        done = subprocess.run(  # noqa: S603 - fixed programs; names of files are our own
            arguments,
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            env={**os.environ, **(environment or {})},
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise ProgramFailed(str(arguments[0])) from error
    if done.returncode != 0:
        raise ProgramFailed(arguments[0], done.returncode)
    return done.stdout


_allowed = True


def forbid() -> None:
    """This process starts no program any more: a file that needs one is for the heavy readers."""
    global _allowed  # noqa: PLW0603 - of a child that lives for one task
    _allowed = False


def scratch() -> "tempfile.TemporaryDirectory[str]":
    """A folder that vanishes; inside the sandbox it lies in the child's own scratch folder."""
    return tempfile.TemporaryDirectory(prefix="mailbot-", ignore_cleanup_errors=True)


@lru_cache(maxsize=1)
def tesseract_languages() -> frozenset[str]:
    """The languages that tesseract has models of; empty where it is not installed."""
    path = find("tesseract")
    if path is None:
        return frozenset()
    try:
        listed = run([path, "--list-langs"], seconds=20).decode("utf-8", "replace")
    except ProgramFailed:
        return frozenset()
    return frozenset(line.strip() for line in listed.splitlines()[1:])


@lru_cache(maxsize=1)
def has_libarchive() -> bool:
    return bool(os.environ.get("LIBARCHIVE")) or ctypes.util.find_library("archive") is not None


def capabilities() -> tuple[Capability, ...]:
    """Every optional program and what it is for."""
    return (
        Capability("antiword", find("antiword") is not None, "đọc tệp Word 97-2003 (.doc)", "apt install antiword"),
        Capability(
            "LibreOffice",
            find("soffice") is not None,
            "đọc tệp .doc, .rtf đầy đủ (số thứ tự tự động, ô gộp, phông chữ cũ)",
            "apt install --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui",
        ),
        Capability(
            "tesseract tiếng Việt",
            "vie" in tesseract_languages(),
            "nhận dạng chữ (OCR) trong bản chụp, bản quét và ảnh",
            "apt install tesseract-ocr tesseract-ocr-vie",
        ),
        Capability("libarchive", has_libarchive(), "mở tệp nén .rar, .7z, .tar", "apt install libarchive13"),
        Capability(
            "unar", find("unar") is not None, "mở các tệp .rar mà libarchive không đọc được", "apt install unar"
        ),
    )


def write(folder: str, name: str, content: bytes) -> Path:
    """Put bytes into a scratch folder under a name of ours."""
    path = Path(folder) / name
    path.write_bytes(content)
    return path
