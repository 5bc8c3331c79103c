"""A consistent copy of everything that is kept, made while mailbot runs; and the way back.

The database is copied as it is at one moment; the archive only ever grows by whole files and is copied after it, so
every mail that the copied rows know is there. The password is not part of it. A copy shares no bytes with what it is
a copy of; the mails in successive copies of one folder are the same files.
"""

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session

from mailbot.config import Config
from mailbot.database import RowsDamaged
from mailbot.database_copy import RowsCopy, rows_copy
from mailbot.lineage import forget_generation
from mailbot.packing import pack, unpack
from mailbot.seat import seat_of
from rules.errors import LeaseHeld, MailbotError
from storage.engine import open_engine
from storage.repositories import Notes
from storage.work import PAUSED

MANIFEST = "manifest.json"
INCOMPLETE = "-thieu"  # ends the name of a copy in which mails are missing
_FOLDERS = ("archive", "campaigns", "rosters", "templates")
# The words are what `mailbot health` shows.
_RESTORED = "vừa khôi phục từ bản sao lưu: có thể một số thư đã gửi sau khi sao lưu"


class NoBackup(MailbotError):
    """Đây không phải bản sao lưu của mailbot, hoặc bản sao lưu đã hỏng."""


@dataclass(frozen=True, slots=True)
class Copied:
    """Where a copy is, and the mails (digests) that the rows name and that were not there to be copied."""

    place: Path
    missing: tuple[str, ...] = ()


def back_up(config: Config, target: Path, now: datetime) -> Copied:
    """Into a folder that exists: a new folder named by the moment; else a file `target` (.tar.gz).

    There is a whole backup afterwards or none. One with missing mails gets a name of its own, so that it never takes
    the place of a good one. Raises CannotCopy, RowsDamaged, OSError.
    """
    folder = target if target.is_dir() else target.parent
    with tempfile.TemporaryDirectory(dir=folder, prefix=".mailbot-") as work:
        copy = Path(work) / "copy"
        missing = _copy(config, copy, _latest(target) if target.is_dir() else None, now)
        mark = INCOMPLETE if missing else ""
        if target.is_dir():
            final = target / f"mailbot-{now:%Y%m%d-%H%M%S}{mark}"
            copy.replace(final)
            return Copied(final, missing)
        packed = Path(work) / "packed"
        pack(copy, "mailbot", packed)
        final = target.with_name(f"{target.name.removesuffix('.tar.gz')}{mark}.tar.gz") if mark else target
        packed.replace(final)
    return Copied(final, missing)


def restore(config: Config, source: Path, now: datetime) -> Path | None:
    """Put a backup in the place of what is there; where that went, None where there was nothing.

    Letters do not leave before `mailbot resume`: the copy does not know which ones left after it was made. What fails
    on the way leaves everything as it was. Raises LeaseHeld while mailbot runs, NoBackup, CannotCopy, OSError.
    """
    rows, data = rows_copy(config), config.data_folder
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    seat = seat_of(config)
    if not seat.take():
        raise LeaseHeld
    aside = data / f"before-restore-{now:%Y%m%d-%H%M%S}"
    try:
        with _opened(source) as copy:
            _check(copy, rows)
            rows.put_aside(_made(aside))
            try:
                _exchange(copy, data, _made(aside))
                rows.bring_back(copy)
            except (OSError, MailbotError):
                _undo(aside, data, rows)
                raise
            pause(config, _RESTORED, now)
            forget_generation(data)
    finally:
        seat.leave()
    return aside if aside.exists() else None


def pause(config: Config, reason: str, now: datetime) -> None:
    """No letter leaves before `mailbot resume`, whatever version wrote the rows."""
    engine = open_engine(config.database_url)
    try:
        with Session(engine) as session:
            Notes(session).put(PAUSED, reason, now)
            session.commit()
    finally:
        engine.dispose()


def _made(folder: Path) -> Callable[[], Path]:
    def make() -> Path:
        folder.mkdir(exist_ok=True, mode=0o700)
        return folder

    return make


def _exchange(copy: Path, data: Path, aside: Callable[[], Path]) -> None:
    for name in _FOLDERS:
        if (data / name).exists():
            (data / name).rename(aside() / name)
        if (copy / name).is_dir():
            shutil.copytree(copy / name, data / name, copy_function=_private)


def _undo(aside: Path, data: Path, rows: RowsCopy) -> None:
    for name in _FOLDERS:
        if (aside / name).exists():
            shutil.rmtree(data / name, ignore_errors=True)
            (aside / name).rename(data / name)
    rows.put_back(aside)


def _private(source: str, target: str) -> None:
    """A copy for its owner alone that keeps the time: of a mail it says about when it came."""
    shutil.copyfile(source, target)
    Path(target).chmod(0o600)
    stat = Path(source).stat()
    os.utime(target, ns=(stat.st_atime_ns, stat.st_mtime_ns))


# --- The copy -------------------------------------------------------------------------------------------------------


def _copy(config: Config, copy: Path, before: Path | None, now: datetime) -> tuple[str, ...]:
    """Everything, checked as it lies there. The mails that should be there and are not, or are damaged."""
    rows, data = rows_copy(config), config.data_folder
    copy.mkdir(mode=0o700)
    rows.copy_to(copy)
    (copy / rows.name).chmod(0o600)
    if not rows.is_sound(copy):
        raise RowsDamaged
    wanted = _kept(config)
    for name in _FOLDERS:
        if (data / name).is_dir():
            kept = _Kept(data / name, before / name) if before and name == "archive" else _private
            shutil.copytree(data / name, copy / name, copy_function=kept, ignore=shutil.ignore_patterns("*.part"))
    for folder in (path for path in copy.rglob("*") if path.is_dir()):
        folder.chmod(0o700)
    missing = {digest for digest in wanted if not _whole(copy / "archive" / digest[:2] / f"{digest}.eml", digest)}
    mails = sum(1 for _ in copy.glob("archive/??/*.eml"))
    (copy / MANIFEST).write_text(json.dumps({"made": now.isoformat(), "mails": mails}), "utf-8")
    (copy / MANIFEST).chmod(0o600)
    return tuple(sorted(missing & _kept(config)))  # none that was let go meanwhile


def _kept(config: Config) -> set[str]:
    """The mails whose bytes the rows count on, whatever version wrote the rows."""
    engine = open_engine(config.database_url)
    try:
        with engine.connect() as connection:
            return set(connection.execute(text("select digest from arrival where forgotten_at is null")).scalars())
    finally:
        engine.dispose()


def _whole(file: Path, digest: str) -> bool:
    return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == digest


def _latest(target: Path) -> Path | None:
    """The copy before this one in a folder of copies."""
    return max((path for path in target.glob("mailbot-*") if (path / MANIFEST).is_file()), default=None)


class _Kept:
    """Copies a mail, or gives the one in the copy before a second name: the same bytes, and none of the original's."""

    def __init__(self, data: Path, before: Path) -> None:
        self._data, self._before = data, before

    def __call__(self, source: str, target: str) -> None:
        earlier = self._before / Path(source).relative_to(self._data)
        try:
            if source.endswith(".eml") and _whole(earlier, earlier.stem):
                os.link(earlier, target)
                return
        except OSError:  # a file system without second names
            pass
        try:
            _private(source, target)
        except FileNotFoundError:  # forgotten between listing and copying: none that the office keeps
            return


# --- The way back ---------------------------------------------------------------------------------------------------


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


def _check(copy: Path, rows: RowsCopy) -> None:
    """Before anything is moved: the rows are sound and the mails are as many as were copied."""
    try:
        mails = json.loads((copy / MANIFEST).read_text("utf-8"))["mails"]
    except (OSError, ValueError, LookupError) as error:
        raise NoBackup from error
    if not (copy / rows.name).is_file():
        raise NoBackup("Bản sao lưu này của một loại cơ sở dữ liệu khác với mục [database] url của tệp cấu hình.")
    if not rows.is_sound(copy) or sum(1 for _ in copy.glob("archive/??/*.eml")) != mails:
        raise NoBackup
