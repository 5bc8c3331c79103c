"""`mailbot upgrade`: the one command that changes the schema of what is kept, never without a copy unless told to."""

from datetime import datetime
from pathlib import Path

from mailbot.backup import Copied, back_up
from mailbot.config import Config
from mailbot.database import SchemaNewer, state_of
from mailbot.seat import seat_of
from rules.errors import LeaseHeld
from storage.engine import migrate, open_engine

COPIES = "backups"  # below the data folder, unless another place is named


def upgrade(config: Config, keep: Path | None, now: datetime, *, copied: bool = True) -> Copied | None:
    """Bring older rows to this version, after a copy; where it is. None where nothing was to be done or copied.

    Raises LeaseHeld while mailbot runs, SchemaNewer, CannotCopy, RowsDamaged, OSError; then nothing has changed.
    """
    state = state_of(config)
    if state == "newer":
        raise SchemaNewer
    if state != "older":
        return None
    seat = seat_of(config)
    if not seat.take():
        raise LeaseHeld
    try:
        copy = _copy(config, keep, now) if copied else None
        engine = open_engine(config.database_url)
        try:
            migrate(engine)
        finally:
            engine.dispose()
    finally:
        seat.leave()
    return copy


def _copy(config: Config, keep: Path | None, now: datetime) -> Copied:
    folder = keep or config.data_folder / COPIES
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return back_up(config, folder, now)
