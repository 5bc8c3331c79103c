"""Files that are there whole or not at all, whenever the power goes.

Temporary file, fsync, rename, fsync of the folder: a rename is atomic within a file system (POSIX rename).
"""

import os
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """On disk before this returns, for its owner alone. Raises OSError, and leaves what stood there as it was."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    sync(path.parent)


def sync(folder: Path) -> None:
    """Make a rename in this folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
