"""Who may read what is kept: its owner alone, whatever the umask of who types a command."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailbot.config import Config

OTHERS = 0o077  # group and everybody else
EVERYBODY = 0o007


def keep_private() -> None:
    """From now on this process and its children make files 0600 and folders 0700 (umask(2))."""
    os.umask(OTHERS)


def too_open(config: "Config") -> list[Path]:
    """What others may read: files and folders of the installation, the database wherever it is."""
    return [path for path in _kept(config) if _mode(path) & OTHERS]


def shut(config: "Config") -> int:
    """Mend what an earlier version, or a hand, left open; how many. What is not ours to change stays for `doctor`."""
    mended = 0
    for path in too_open(config):
        with suppress(OSError):
            path.chmod(_mode(path) & ~OTHERS)
            mended += 1
    return mended


def _kept(config: "Config") -> Iterator[Path]:
    """Links are not followed, for what they lead to may be anybody's; but for the archive, which may lie elsewhere."""
    from mailbot.database import database_file  # loads SQLAlchemy, which `keep_private` does without

    root, file = config.data_folder, database_file(config)
    if root.is_dir():
        yield root
        yield from _below(root)
    if (root / "archive").is_symlink():
        yield from _below(root / "archive")
    if file is not None and root not in file.parents:
        yield from (path for path in sorted(file.parent.glob(f"{file.name}*")) if path.is_file())


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        yield from (path for name in (*folders, *names) if not (path := Path(place) / name).is_symlink())


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:  # gone since it was listed
        return 0
