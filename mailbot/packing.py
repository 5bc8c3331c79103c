"""One folder as a .tar.gz, and back.

What comes back is written member by member rather than by `TarFile.extractall`: its `filter=` is missing from Python
3.11.0 to 3.11.3 (Debian 12 has 3.11.2), and without it a hostile file may write anywhere.
"""

import os
import shutil
import tarfile
from pathlib import Path, PurePosixPath


class HostileTar(tarfile.TarError):
    """A member that no copy of ours can have: a link, a device, or a name that leads out of the folder."""


def pack(folder: Path, name: str, target: Path) -> None:
    """Write `folder` as the one folder `name` of a file that only its owner reads. Raises OSError."""
    target.touch(0o600)
    with tarfile.open(target, "w:gz", dereference=True) as tar:
        tar.add(folder, name)


def unpack(source: Path, folder: Path) -> None:
    """Write what is packed below a folder that exists. Raises TarError, EOFError, OSError, zlib.error."""
    with tarfile.open(source) as tar:
        for member in tar:
            _unpack(tar, member, folder)


def _unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    name = PurePosixPath(member.name)
    if name.is_absolute() or ".." in name.parts or not (member.isreg() or member.isdir()):
        raise HostileTar(member.name)
    target = folder / name
    if member.isdir():
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
        return
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = tar.extractfile(member)
    if content is None:
        raise HostileTar(member.name)
    with content, target.open("xb") as file:  # a name that comes twice is not ours either
        target.chmod(0o600)
        shutil.copyfileobj(content, file)
    os.utime(target, (member.mtime, member.mtime))
