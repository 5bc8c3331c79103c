"""What lies beside the data after a restore, an upgrade or a nightly copy, and when it goes."""

import re
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mailbot.backup import INCOMPLETE, MANIFEST
from mailbot.upgrading import COPIES

STAY = 2  # of each kind, however old
KEPT = timedelta(days=60)  # the others, from the moment in their name
_NAME = re.compile(rf"[a-z-]+-(\d{{8}}-\d{{6}})(?:{INCOMPLETE})?")


def clear(data: Path, now: datetime) -> list[Path]:
    """Delete what a restore, a rebuild or an upgrade put aside long ago; what went."""
    copies = data / COPIES
    kinds = (
        data.glob("before-restore-*"),
        data.glob("before-rebuild-*"),
        (path for path in copies.glob("mailbot-*") if not path.name.endswith(INCOMPLETE)),
        copies.glob(f"mailbot-*{INCOMPLETE}"),
    )
    return [path for kind in kinds for path in _older(kind, STAY) if now - _moment(path) > KEPT and _gone(path)]


def rotate(target: Path, keep: int) -> list[Path]:
    """Delete all but the newest whole copies of a folder of copies; one in which mails are missing counts for none."""
    whole = (path for path in target.glob("mailbot-*") if (path / MANIFEST).is_file() and INCOMPLETE not in path.name)
    return [path for path in _older(whole, keep) if _gone(path)]


def _older(paths: Iterable[Path], stay: int) -> list[Path]:
    """All but the newest. What is not named as we name it is none of ours."""
    ours = (path for path in paths if path.is_dir() and not path.is_symlink() and _NAME.fullmatch(path.name))
    return sorted(ours, key=_moment)[:-stay]


def _moment(path: Path) -> datetime:
    found = _NAME.fullmatch(path.name)
    return datetime.strptime(found[1] if found else "19700101-000000", "%Y%m%d-%H%M%S").replace(tzinfo=UTC)


def _gone(path: Path) -> bool:
    shutil.rmtree(path, ignore_errors=True)
    return not path.exists()
