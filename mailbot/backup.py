"""A consistent copy of everything that is kept, made while mailbot runs; and the way back.

The database is copied as it is at one moment; the archive only ever grows by whole files and is copied after it, so
every mail that the copied rows know is there. The password is not part of it.
"""

import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from mailbot.config import Config
from mailbot.packing import pack, unpack
from mailbot.seat import Seat
from rules.errors import LeaseHeld, MailbotError

DATABASE, MANIFEST = "mailbot.db", "manifest.json"
_FOLDERS = ("archive", "campaigns", "rosters", "templates")


class CannotCopy(MailbotError):
    """Chỉ sao lưu được cơ sở dữ liệu SQLite; với cơ sở dữ liệu khác hãy dùng công cụ của cơ sở dữ liệu ấy."""


class NoBackup(MailbotError):
    """Đây không phải bản sao lưu của mailbot, hoặc bản sao lưu đã hỏng."""


def back_up(config: Config, target: Path, now: datetime) -> Path:
    """Into a folder that exists: a new folder named by the moment; else a file `target` (.tar.gz). Where it is now.

    There is a whole backup afterwards or none. Raises CannotCopy, OSError.
    """
    database = _database(config)
    if target.is_dir():
        final = target / f"mailbot-{now:%Y%m%d-%H%M%S}"
        with tempfile.TemporaryDirectory(dir=target, prefix=".mailbot-") as work:
            copy = Path(work) / "copy"
            _copy(config.data_folder, database, copy, now)
            copy.replace(final)
        return final
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".mailbot-") as work:
        copy, packed = Path(work) / "copy", Path(work) / "packed"
        _copy(config.data_folder, database, copy, now)
        pack(copy, "mailbot", packed)
        packed.replace(target)
    return target


def restore(config: Config, source: Path, now: datetime) -> Path | None:
    """Put a backup in the place of what is there; where that went, None where there was nothing.

    Letters do not leave before `mailbot resume`: the copy does not know which ones left after it was made.
    Raises LeaseHeld while mailbot runs, NoBackup, CannotCopy, OSError.
    """
    database, data = _database(config), config.data_folder
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    seat = Seat(data, f"{config.imap.user}@{config.imap.host}:{config.imap.port}")
    if not seat.take():
        raise LeaseHeld
    try:
        with _opened(source) as copy:
            _check(copy)
            aside = data / f"before-restore-{now:%Y%m%d-%H%M%S}"
            moved = [path for name in (*_FOLDERS, *_files_of(database)) if (path := data / name).exists()]
            for path in moved:
                aside.mkdir(exist_ok=True, mode=0o700)
                path.rename(aside / path.name)
            for name in _FOLDERS:
                if (copy / name).is_dir():
                    shutil.copytree(copy / name, data / name)
            shutil.copy2(copy / DATABASE, database)
            with closing(sqlite3.connect(database)) as rows, rows:
                # The words are what `mailbot health` shows.
                reason = "vừa khôi phục từ bản sao lưu: có thể một số thư đã gửi sau khi sao lưu"
                rows.execute(
                    "insert or replace into fact values ('paused', ?, ?)", (reason, f"{now:%Y-%m-%d %H:%M:%S.%f}")
                )
    finally:
        seat.leave()
    return aside if moved else None


def _database(config: Config) -> Path:
    if not config.database_url.startswith("sqlite:///"):
        raise CannotCopy
    return Path(config.database_url.removeprefix("sqlite:///"))


def _files_of(database: Path) -> tuple[str, ...]:
    return tuple(f"{database.name}{end}" for end in ("", "-wal", "-shm"))


def _copy(data: Path, database: Path, copy: Path, now: datetime) -> None:
    copy.mkdir(mode=0o700)
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy / DATABASE)) as target:
        source.backup(target)
    for name in _FOLDERS:
        if (data / name).is_dir():
            shutil.copytree(data / name, copy / name, copy_function=_keep, ignore=shutil.ignore_patterns("*.part"))
    mails = sum(1 for _ in copy.glob("archive/??/*.eml"))
    (copy / MANIFEST).write_text(json.dumps({"made": now.isoformat(), "mails": mails}), "utf-8")


def _keep(source: str, target: str) -> None:
    """Mails never change, so a second name is as good as a copy; what people edit is copied.

    A mail that is forgotten between listing and copying is none that the office keeps.
    """
    if not source.endswith(".eml"):
        shutil.copy2(source, target)
        return
    try:
        os.link(source, target)
    except FileNotFoundError:
        return
    except OSError:  # another file system
        shutil.copy2(source, target)


@contextmanager
def _opened(source: Path) -> Iterator[Path]:
    if source.is_dir():
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="mailbot-") as work:
        try:
            unpack(source, Path(work))
        except (tarfile.TarError, EOFError, FileExistsError, zlib.error) as error:
            raise NoBackup from error
        yield Path(work) / "mailbot"


def _check(copy: Path) -> None:
    """Before anything is moved: the rows are sound and the mails are as many as were copied."""
    try:
        mails = json.loads((copy / MANIFEST).read_text("utf-8"))["mails"]
        with closing(sqlite3.connect(f"file:{copy / DATABASE}?mode=ro", uri=True)) as rows:
            sound = rows.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    except (OSError, ValueError, LookupError, sqlite3.Error) as error:
        raise NoBackup from error
    if not sound or sum(1 for _ in copy.glob("archive/??/*.eml")) != mails:
        raise NoBackup
