"""A throw-away PostgreSQL in a folder of its own, reached over a socket there; as root it runs as `postgres`."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

NAME = "mailbot"


def programs() -> Path | None:
    """Where the newest installed server keeps its programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return found[-1].parent if found else None


class PostgreSQL:
    """A context manager; `url` is SQLAlchemy's. `durable`: what is committed is on the disk, as an office has it."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        bin_folder = programs()
        assert bin_folder is not None
        self.bin, self.folder = bin_folder, folder.resolve()
        self._fsync = "on" if durable else "off"

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://{NAME}@/{NAME}?host={self.folder}"

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", NAME, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"-c listen_addresses='' -k {self.folder} -c fsync={self._fsync}"
        self._run("pg_ctl", "-D", data, "-o", options, "-l", str(self.folder / "log"), "-w", "start")
        self._run("createdb", "-h", str(self.folder), "-U", NAME, NAME)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        user = pwd.getpwnam("postgres") if os.getuid() == 0 else None
        subprocess.run(
            [str(self.bin / program), *arguments],
            check=True,
            capture_output=True,
            cwd="/",
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )
