"""What the disk or the database refuses reads as a reason with a remedy."""

import errno
import sqlite3

import pytest
from sqlalchemy.exc import DatabaseError, OperationalError

from mailbot.database import is_damage
from mailbot.faults import in_words


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "mailbot.db"), "ổ đĩa đã đầy"),
        (PermissionError(errno.EACCES, "Permission denied", "archive"), "không có quyền ghi"),
        (OSError(errno.EROFS, "Read-only file system", "lock"), "không có quyền ghi"),
        (sqlite3.OperationalError("database is locked"), "chương trình khác đang giữ"),
        (sqlite3.OperationalError("database or disk is full"), "ổ đĩa đã đầy"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "không có quyền ghi"),
        (sqlite3.OperationalError("disk I/O error"), "mailbot verify"),
        (sqlite3.OperationalError("something new"), "mailbot verify"),
    ],
)
def test_a_refusal_reads_as_a_reason_with_a_remedy(error: Exception, reason: str) -> None:
    refused = error if isinstance(error, OSError) else OperationalError("COMMIT", {}, error)
    sentence = in_words(refused)
    assert reason in sentence
    assert sentence.startswith("Không dùng được")
    assert sentence.endswith(".")
    if isinstance(error, OSError):
        assert str(error.filename) in sentence


@pytest.mark.parametrize("words", ["database disk image is malformed", "file is not a database"])
def test_a_broken_database_is_told_from_one_that_is_busy(words: str) -> None:
    for error in (sqlite3.DatabaseError(words), DatabaseError("SELECT", {}, sqlite3.DatabaseError(words))):
        assert is_damage(error)
        assert "mailbot restore" in in_words(error)
    assert not is_damage(sqlite3.OperationalError("database is locked"))
    assert not is_damage(ValueError(words))
