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
SOCKETS = "/tmp"  # noqa: S108 - where LibreOffice makes a socket for each profile, whatever TMPDIR says


def sweep(since: float) -> None:
    """Remove the sockets of a LibreOffice that was killed, made since that time (of the clock).

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


def available() -> bool:
    return programs.find("soffice") is not None


def convert(content: bytes, source: str, target: str) -> bytes:
    """The same document in another format ("doc" to "docx"); raises ProgramFailed, also where nothing comes out."""
    program = programs.find("soffice")
    if program is None:
        raise programs.ProgramFailed("soffice")
    with programs.scratch() as folder:
        profile = Path(folder) / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        given = programs.write(folder, f"document.{source}", content)
        arguments = [
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo",
            "--convert-to", target, "--outdir", str(Path(folder) / "out"), str(given),
        ]  # fmt: skip
        programs.run(arguments, seconds=_SECONDS, environment={"HOME": folder, "SAL_USE_VCLPLUGIN": "svp"})
        made = Path(folder) / "out" / f"document.{target}"
        if not made.is_file() or not made.stat().st_size:
            raise programs.ProgramFailed("soffice")
        return made.read_bytes()
