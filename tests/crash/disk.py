"""A disk that really is full: a small file system of its own where this user may mount one, else a limit on files."""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SIZE = "6m"


@dataclass(frozen=True, slots=True)
class Disk:
    folder: Path
    own: bool  # a file system of its own; else the files of this process may not grow

    @contextmanager
    def left(self, octets: int) -> Iterator[None]:
        """So much can be written, and then no more; or, without a file system of its own, no file grows beyond that."""
        if not self.own:
            soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (octets, hard))
            try:
                yield
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            return
        free = os.statvfs(self.folder)
        ballast = self.folder / "ballast"
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(1, free.f_bavail * free.f_frsize - octets))
        try:
            yield
        finally:
            ballast.unlink()


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    folder.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=700", "tmpfs", str(folder)]
    own = os.getuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    try:
        yield Disk(folder, own)
    finally:
        if own:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
