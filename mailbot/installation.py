"""The key of an installation: 256 random bits, made once and kept with the rows, so that copies have it."""

import secrets
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from storage.work import UnitOfWork

KEY = "installation-key"


def fresh() -> bytes:
    return secrets.token_bytes(32)


def key_of(engine: Engine, now: datetime, new: Callable[[], bytes] = fresh) -> bytes:
    """The key as it is kept; where there is none yet, `new` gives it."""
    with UnitOfWork(engine, "") as work:
        kept = work.notes.get(KEY)
        if kept:
            return bytes.fromhex(kept)
        key = new()
        work.notes.put(KEY, key.hex(), now)
        work.commit()
    return key
