"""The archive of raw mails: one file per mail, named by the SHA-256 of its bytes.

A file is there whole or not at all (`storage.durable`). Keeping twice is keeping once.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from rules.errors import ArchiveDamaged
from storage.durable import sync, write_whole


class Archive:
    """Raw bytes by digest under `root`, spread over 256 folders."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True, mode=0o700)

    def path(self, digest: str) -> Path:
        return self.root / digest[:2] / f"{digest}.eml"

    def keep(self, raw: bytes, *, anew: bool = False) -> str:
        """Store durably and return the digest. Raises OSError where the disk refuses; then nothing is kept.

        `anew`: also in the place of a file that looks whole.
        """
        digest = hashlib.sha256(raw).hexdigest()
        target = self.path(digest)
        if not anew and target.exists() and target.stat().st_size == len(raw):
            return digest
        self._folder(target.parent)
        write_whole(target, raw)
        return digest

    def open(self, digest: str) -> bytes:
        """The bytes as they were kept. Raises ArchiveDamaged where they are missing, unreadable or altered."""
        try:
            raw = self.path(digest).read_bytes()
        except FileNotFoundError as error:
            raise ArchiveDamaged(f"Thiếu thư gốc {digest[:12]}… trong kho lưu trữ.") from error
        except OSError as error:
            raise ArchiveDamaged(f"Không mở được thư gốc {digest[:12]}… trong kho lưu trữ.") from error
        if hashlib.sha256(raw).hexdigest() != digest:
            raise ArchiveDamaged(f"Thư gốc {digest[:12]}… trong kho lưu trữ không còn nguyên vẹn.")
        return raw

    def has(self, digest: str) -> bool:
        return self.path(digest).exists()

    def forget(self, digest: str) -> None:
        """Delete the bytes of a mail that is not ours, after the time it may be kept."""
        self.path(digest).unlink(missing_ok=True)

    def quarantine(self, digest: str) -> None:
        """Move the bytes where only their owner reads them, beside the archive and outside backup and export."""
        folder = self.root.with_name("quarantine")
        folder.mkdir(exist_ok=True, mode=0o700)
        source, target = self.path(digest), folder / f"{digest}.eml"
        if source.exists():
            source.chmod(0o400)
            source.replace(target)
            sync(folder)
            sync(source.parent)

    def digests(self) -> Iterator[str]:
        """Every digest that is kept, in no order."""
        for file in self.root.glob("??/*.eml"):
            yield file.stem

    def _folder(self, folder: Path) -> None:
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            sync(self.root)
