"""Papers as pictures: drawn by a reader's child when somebody first looks, or ahead of that, and kept by digest.

What is kept is made from what units sent and goes when nobody has looked for a while; it is in no backup.
"""

import json
import shutil
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from mailbot.app import App
from mailbot.preparing import looking
from mailbot.preparing.looking import Drawing
from rules.errors import ArchiveDamaged
from rules.standing.framing import Word

FOLDER = "pictures"
KEPT_SECONDS = 30 * 24 * 3600  # since somebody looked
_AGAIN_SECONDS = 24 * 3600  # what could not be drawn is tried again after that: a program may have been installed
_ABOUT = "pages.json"
_PAGES: TypeAdapter[list[list[tuple[str, int, int, int, int]]]] = TypeAdapter(
    list[list[tuple[str, int, int, int, int]]]
)


class Papers:
    """The pictures of an installation. Safe to use from several threads; a paper is drawn by one of them."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._root = app.config.data_folder / FOLDER
        self._lock = threading.Lock()
        self._drawing: dict[str, threading.Lock] = {}

    def known(self, digest: str) -> "Paper | None":
        """What was drawn before; None where nothing was."""
        return _load(self._folder(digest))

    def paper(self, mail: int, digest: str) -> "Paper":
        """The pages of a file of a mail; drawn now where they were not."""
        with self._lock:
            turn = self._drawing.setdefault(digest, threading.Lock())
        with turn:
            found = self.known(digest)
            if found is None:
                found = self._drawn(mail, digest)
        with self._lock:
            self._drawing.pop(digest, None)
        return found

    def picture(self, digest: str, page: int) -> Path | None:
        path = self._folder(digest) / f"{page}.png"
        return path if path.is_file() else None

    def raw(self, mail: int) -> bytes | None:
        """A mail as it came; None where its bytes are not kept any more."""
        with self._app.look() as work:
            row = work.arrivals.find(str(mail))
        if row is None or row.forgotten_at is not None:
            return None
        try:
            return self._app.archive.open(row.digest)
        except ArchiveDamaged:
            return None

    def clear(self) -> int:
        """What nobody has looked at for long goes; how many."""
        old = time.time() - KEPT_SECONDS
        gone = [one for one in self._root.glob("??/*") if one.is_dir() and _looked_at(one) < old]
        for one in gone:
            shutil.rmtree(one, ignore_errors=True)
        return len(gone)

    def _folder(self, digest: str) -> Path:
        return self._root / digest[:2] / digest

    def _drawn(self, mail: int, digest: str) -> "Paper":
        raw = self.raw(mail)
        if raw is None:
            return Paper((), 0, "Bản gốc của thư này không còn được lưu.")
        drawing = looking.drawn(raw, digest, self._app.sandbox)
        _keep(self._folder(digest), drawing)
        return Paper(tuple(page.words for page in drawing.pages), drawing.of, drawing.why, drawing.text)


class Paper:
    """`pages`: the words of each that is drawn; `of`: how many the file has; `why` there is none, and its `text`."""

    def __init__(self, pages: tuple[tuple[Word, ...], ...], of: int, why: str, text: tuple[str, ...] = ()) -> None:
        self.pages, self.of, self.why, self.text = pages, of, why, text


def _keep(folder: Path, drawing: Drawing) -> None:
    """Whole or not at all. A disk that is full costs the picture its place, not the look at it."""
    draft = folder.with_name(f".{folder.name}.{threading.get_ident()}")
    with suppress(OSError):
        draft.mkdir(parents=True, mode=0o700)
        for number, page in enumerate(drawing.pages, 1):
            (draft / f"{number}.png").write_bytes(page.png)
        about: Mapping[str, object] = {
            "of": drawing.of,
            "why": drawing.why,
            "text": drawing.text,
            "pages": [[tuple(asdict(word).values()) for word in page.words] for page in drawing.pages],
        }
        (draft / _ABOUT).write_text(json.dumps(about, ensure_ascii=False), "utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        draft.replace(folder)
    shutil.rmtree(draft, ignore_errors=True)


def _load(folder: Path) -> Paper | None:
    try:
        about = json.loads((folder / _ABOUT).read_bytes())
        pages = _PAGES.validate_python(about["pages"])
        words = tuple(tuple(Word(*one) for one in page) for page in pages)
        found = Paper(words, int(about["of"]), str(about["why"]), tuple(map(str, about["text"])))
    except (OSError, ValueError, KeyError, TypeError, ValidationError):
        return None
    if found.why and time.time() - _looked_at(folder) > _AGAIN_SECONDS:
        return None
    if not found.why:
        with suppress(OSError):
            (folder / _ABOUT).touch()
    return found


def _looked_at(folder: Path) -> float:
    try:
        return (folder / _ABOUT).stat().st_mtime
    except OSError:
        return 0.0
