"""Rows belong to one mailbox: to whichever a configuration first names, and to no other."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.office_of_rows import AnotherOffice, claim, rename
from storage.engine import migrate, open_engine

NOW = datetime(2024, 8, 13, 2, 0, tzinfo=UTC)
OURS = "cchc@so.example@mail.so.example"


def test_a_configuration_that_is_not_written_yet_claims_nothing(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'mailbot.db'}")
    migrate(engine)
    for unwritten in ("@", "cchc@so.example@", "@mail.so.example"):
        claim(engine, unwritten, NOW)  # a look at an installation whose servers are not named yet
    claim(engine, OURS, NOW)
    with pytest.raises(AnotherOffice, match="rename-mailbox"):
        claim(engine, "phong-khac@so.example@mail.so.example", NOW)
    with pytest.raises(AnotherOffice, match=r"chưa ghi hộp thư nào.*\[imap\]"):
        claim(engine, "@", NOW)
    with pytest.raises(AnotherOffice, match="chưa ghi hộp thư nào"):
        rename(engine, OURS, "@", NOW)
    claim(engine, OURS, NOW)
    engine.dispose()
