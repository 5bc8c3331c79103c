"""Real mail of another season is played without a letter leaving."""

import mailbox
import shutil
from datetime import UTC, datetime
from email import message_from_bytes
from email.utils import format_datetime
from pathlib import Path

import pytest

from mailbot.config import Config
from mailbot.rehearsal import DRAFTS, LETTERS, SUMMARY, NothingToPlay, rehearse
from rules.errors import MailbotError
from tests.office.house import FORM, mail, office_campaign, small_roster

AT = datetime(2024, 8, 13, 2, 0, tzinfo=UTC)


def _source(kind: str, folder: Path) -> Path:
    message = mail("thptso2baothang@laocai.edu.vn", "Gửi đăng ký CCHC", FORM, Date=format_datetime(AT))
    source = folder / kind
    if kind == "mbox":
        box: mailbox.Mailbox[mailbox.Message] = mailbox.mbox(source)
        box.add(message.as_bytes())
        box.flush()
    elif kind == "maildir":
        box = mailbox.Maildir(source)
        box.add(message.as_bytes())
    else:
        source.mkdir()
        (source / "a.eml").write_bytes(message.as_bytes())
    return source


@pytest.mark.parametrize("kind", ["mbox", "maildir", "folder"])
def test_every_kind_of_source_is_played_into_a_folder_of_its_own(kind: str, tmp_path: Path) -> None:
    campaign = office_campaign()
    out = tmp_path / "out"
    told: list[str] = []
    summary = rehearse(_source(kind, tmp_path), out, Config(), campaign, small_roster(campaign), told.append)
    assert summary == out / SUMMARY
    text = summary.read_text("utf-8")
    assert "1 thư, không gửi thư nào" in text
    assert "bài gửi của đơn vị" in text
    letters = [message_from_bytes(path.read_bytes()) for path in (out / LETTERS).glob("*.eml")]
    assert any("/receipt/" in letter["X-Mailbot"] for letter in letters)
    assert {path.suffix for path in (out / DRAFTS).iterdir()} >= {".docx", ".xlsx"}
    assert "Không gửi thư nào." in told[0]


def test_what_somebody_else_put_there_is_not_deleted(tmp_path: Path) -> None:
    campaign = office_campaign()
    source = _source("folder", tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("x")
    with pytest.raises(MailbotError):
        rehearse(source, tmp_path / "out", Config(), campaign, small_roster(campaign), print)
    assert (tmp_path / "out" / "mine.txt").exists()
    shutil.rmtree(source)
    source.mkdir()
    with pytest.raises(NothingToPlay):
        rehearse(source, tmp_path / "other", Config(), campaign, small_roster(campaign), print)
