"""The data folder of an installation: its campaigns and rosters shadow the shipped ones of the same name.

So an upgrade never meets an office's edits. A file is changed by writing the new one beside it and renaming; the
old one stays in `old/` under the time at which it was replaced.
"""

import shutil
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Literal

from rules.campaign import Campaign, UnitKind
from rules.errors import ConfigurationError, Problem
from rules.setup.campaign_file import parse_campaign
from rules.setup.roster_file import RosterReading, parse_roster
from storage.durable import write_whole

Kind = Literal["campaigns", "rosters"]

_ENDINGS: dict[Kind, str] = {"campaigns": ".toml", "rosters": ".csv"}
_NAMES: dict[Kind, str] = {"campaigns": "phong trào", "rosters": "danh sách đơn vị"}


@dataclass(frozen=True, slots=True)
class DataFolder:
    root: Path

    def own(self, kind: Kind, name: str) -> Path:
        """Where the office's own file stands or would stand."""
        return self.root / kind / f"{name}{_ENDINGS[kind]}"

    def find(self, kind: Kind, name: str) -> Path:
        """The office's own file, else the shipped one; a ConfigurationError that lists what there is, else."""
        places = (self.own(kind, name), _shipped(kind) / f"{name}{_ENDINGS[kind]}")
        found = next((path for path in places if path.is_file()), None)
        if found is None:
            known = ", ".join(self.names(kind)) or "chưa có tệp nào"
            remedy = f"chọn một tên đã có ({known}), hoặc đặt tệp {name}{_ENDINGS[kind]} vào {self.root / kind}"
            raise ConfigurationError((Problem(str(places[0]), None, f"không có {_NAMES[kind]} «{name}»", remedy),))
        return found

    def names(self, kind: Kind) -> tuple[str, ...]:
        folders = (self.root / kind, _shipped(kind))
        return tuple(sorted({path.stem for folder in folders for path in folder.glob(f"*{_ENDINGS[kind]}")}))

    def campaign(self, code: str) -> Campaign:
        path = self.find("campaigns", code)
        return parse_campaign(read_text(path), str(path))

    def roster(self, name: str, kinds: tuple[UnitKind, ...]) -> RosterReading:
        path = self.find("rosters", name)
        return parse_roster(read_bytes(path), str(path), kinds)

    def write(self, kind: Kind, name: str, content: bytes, now: datetime) -> Path | None:
        """Put a file into the data folder; where the one it replaces now stands, or None. Raises OSError."""
        path = self.own(kind, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = _keep_old(path, now)
        write_whole(path, content)
        return kept


def _shipped(kind: Kind) -> Path:
    return Path(str(files("rules"))) / kind


def _keep_old(path: Path, now: datetime) -> Path | None:
    if not path.is_file():
        return None
    kept = path.parent / "old" / f"{path.stem}.{now:%Y%m%d-%H%M%S-%f}{path.suffix}"
    kept.parent.mkdir(exist_ok=True)
    shutil.copy2(path, kept)
    return kept


def read_bytes(path: Path) -> bytes:
    """What a file holds; a ConfigurationError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        what = f"không mở được tệp ({error.strerror})"
        raise ConfigurationError((Problem(str(path), None, what, "kiểm tra tên tệp và quyền đọc"),)) from error


def read_text(path: Path) -> str:
    """The text of a UTF-8 file; a ConfigurationError where it is none."""
    try:
        return read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        problem = Problem(str(path), None, "tệp không phải UTF-8", "lưu lại tệp với bảng mã UTF-8")
        raise ConfigurationError((problem,)) from error
