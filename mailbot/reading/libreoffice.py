"""Conversion by LibreOffice, for the formats that it alone reads fully. Slow (a second or more): a heavy reader."""

import contextlib
import os
import socket
from pathlib import Path

from mailbot.reading import programs

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>1</value></prop></item>
</oor:items>
"""  # no macros, no links updated; Writer counts "never" as 0, Calc "never" as 1
_SECONDS = 120.0
_ONCE_MORE = 81  # as it ends after it has made a new profile (EXITHELPER_NORMAL_RESTART)
SOCKETS = "/tmp"  # noqa: S108 - where LibreOffice makes a socket for each profile, whatever TMPDIR says


def sweep(since: float) -> None:
    """Remove the sockets of LibreOffice, made since that time (of the clock): it may make and not remove them.

    One that still answers belongs to somebody's running LibreOffice and stays.
    """
    for path in Path(SOCKETS).glob(f"OSL_PIPE_{os.getuid()}_*"):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
            if path.stat().st_mtime < since - 1 or not path.is_socket():
                continue
            try:
                probe.connect(str(path))
            except ConnectionRefusedError:
                path.unlink()


def program() -> str | None:
    """What `soffice` starts in the end: the script before it would need a shell, which a reader may not start."""
    script = programs.find("soffice")
    if script is None:
        return None
    itself = Path(script).resolve().with_name("soffice.bin")
    return str(itself) if itself.exists() else script


def folders() -> tuple[str, ...]:
    """Where it is installed."""
    found = program()
    return (str(Path(found).parent.parent),) if found and found.endswith(".bin") else ()


def available() -> bool:
    return program() is not None


def convert(content: bytes, source: str, target: str) -> bytes:
    """The same document in another format ("doc" to "docx"); raises ProgramFailed, also where nothing comes out."""
    path = program()
    if path is None:
        raise programs.ProgramFailed("soffice")
    with programs.scratch() as folder:
        profile = Path(folder) / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        given = programs.write(folder, f"document.{source}", content)
        out = Path(folder) / "out"
        try:
            _run(path, profile, target, given, out)
        except programs.ProgramFailed as failure:
            if failure.code != _ONCE_MORE:
                raise
            # In another place: its socket is named after the profile, and a reader may not remove the old one.
            _run(path, profile.rename(Path(folder) / "profile-2"), target, given, out)
        made = out / f"document.{target}"
        if not made.is_file() or not made.stat().st_size:
            raise programs.ProgramFailed("soffice")
        return made.read_bytes()


def _run(path: str, profile: Path, target: str, given: Path, out: Path) -> None:
    arguments = [
        path, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo",
        "--convert-to", target, "--outdir", str(out), str(given),
    ]  # fmt: skip
    environment = {"HOME": str(given.parent), "SAL_USE_VCLPLUGIN": "svp"}
    programs.run(arguments, seconds=_SECONDS, environment=environment)
