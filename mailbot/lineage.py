"""Whether the rows still belong to this folder: they may be gone, older than the archive, or replaced while we run.

Each pass writes one number higher into the database and then into a file beside the archive. A crash in between leaves
the file behind, never ahead: where the file is ahead, the rows are those of an earlier day.
"""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from mailbot.config import Config
from mailbot.database import Alarming, database_file
from storage.archive import Archive
from storage.work import PAUSED, UnitOfWork

GENERATION = "generation"  # of the fact and of the file
CUT_OFF = 50  # mails that a crash may leave in the archive before their rows are written: one batch

# The words are what `mailbot health` shows.
LOST = (
    "không thấy cơ sở dữ liệu cũ trong khi kho lưu trữ đã có thư nên không rõ thư nào đã gửi; "
    "khôi phục bản sao lưu (mailbot restore TỆP) hoặc dựng lại dữ liệu (mailbot rebuild)"
)
OLDER = (
    "cơ sở dữ liệu cũ hơn kho lưu trữ nên không rõ thư nào đã gửi; "
    "khôi phục bản sao lưu (mailbot restore TỆP) hoặc dựng lại dữ liệu (mailbot rebuild)"
)


class RowsReplaced(Alarming):
    """Cơ sở dữ liệu bị xóa hoặc bị thay khi mailbot đang chạy nên mailbot đã dừng, không gửi thư nào. Cần khôi phục bản
    sao lưu (mailbot restore TỆP) hoặc dựng lại dữ liệu (mailbot rebuild), rồi khởi động lại mailbot."""

    def __str__(self) -> str:
        return " ".join(super().__str__().split())


class Lineage:
    """One for a process, made when the database has been opened."""

    def __init__(self, config: Config) -> None:
        self._file, self._mark = database_file(config), config.data_folder / GENERATION
        self._identity = self._identified()
        self._known: int | None = None

    def watch(self) -> None:
        """Raises RowsReplaced where the file is not the one that was opened. Cheap enough for every step."""
        if self._identified() != self._identity:
            raise RowsReplaced

    def advance(self, work: UnitOfWork, archive: Archive, now: datetime) -> str | None:
        """At the beginning of a pass; commits. Why letters are held back from now on, said once.

        Raises RowsReplaced where the rows went back since this process saw them.
        """
        self.watch()
        found = int(work.notes.get(GENERATION) or 0)
        if self._known is not None and found < self._known:
            raise RowsReplaced
        reason = self._what_is_wrong(work, archive, found) if self._known is None else None
        if reason and not work.notes.get(PAUSED):
            work.notes.put(PAUSED, reason, now)
        ahead = max(found, self._marked()) + 1
        work.notes.put(GENERATION, str(ahead), now)
        work.commit()
        self._known = ahead  # only what was kept: a full disk that refused it has not put the rows back
        self._write(ahead)
        return reason

    def _what_is_wrong(self, work: UnitOfWork, archive: Archive, found: int) -> str | None:
        marked = self._marked()
        if found and marked <= found:
            return None
        known = work.arrivals.all_digests()
        unknown = sum(digest not in known for digest in archive.digests())
        if not known and unknown:
            return LOST
        return OLDER if marked > found or unknown > CUT_OFF else None

    def _identified(self) -> tuple[int, int] | None:
        if self._file is None:
            return None
        try:
            stat = self._file.stat()
        except FileNotFoundError:
            return None
        return stat.st_dev, stat.st_ino

    def _marked(self) -> int:
        try:
            return int(self._mark.read_text("ascii"))
        except (OSError, ValueError):
            return 0

    def _write(self, number: int) -> None:
        """That the disk refuses it leaves the file behind, where it does no harm."""
        draft = self._mark.with_name(f".{GENERATION}.new")
        with suppress(OSError):
            draft.touch(0o600)
            draft.write_text(str(number), "ascii")
            draft.replace(self._mark)


def forget_generation(folder: Path) -> None:
    """After a restore, which puts older rows there on purpose."""
    (folder / GENERATION).unlink(missing_ok=True)
