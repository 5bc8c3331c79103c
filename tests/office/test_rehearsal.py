"""Real mail of another season is played without a letter leaving."""

import json
import mailbox
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mailbot.cli import cli
from mailbot.commands.rehearsal import DRAFTS, LETTERS, SUMMARY, NothingToPlay, mails_in, rehearse
from mailbot.config import Config
from mailbot.demo.script import ZONE
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


@dataclass(frozen=True, slots=True)
class Played:
    out: Path
    told: list[str]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder, campaign, told = tmp_path_factory.mktemp("rehearsal"), office_campaign(), list[str]()
    rehearse(_source("folder", folder), folder / "out", Config(), campaign, small_roster(campaign), told.append)
    return Played(folder / "out", told)


@pytest.mark.parametrize("kind", ["mbox", "maildir", "folder"])
def test_every_kind_of_source_is_read_with_the_moment_at_which_its_mails_arrived(kind: str, tmp_path: Path) -> None:
    (old,) = mails_in(_source(kind, tmp_path))
    assert old.at == AT
    assert message_from_bytes(old.raw)["From"] == "thptso2baothang@laocai.edu.vn"


def test_what_would_have_been_sent_and_written_lies_in_a_folder_of_its_own(played: Played) -> None:
    text = (played.out / SUMMARY).read_text("utf-8")
    assert "1 thư, không gửi thư nào" in text
    assert "bài gửi của đơn vị" in text
    letters = [message_from_bytes(path.read_bytes()) for path in (played.out / LETTERS).glob("*.eml")]
    assert any("/receipt/" in letter["X-Mailbot"] for letter in letters)
    assert {path.suffix for path in (played.out / DRAFTS).iterdir()} >= {".docx", ".xlsx"}
    assert "Không gửi thư nào." in played.told[0]


def test_every_letter_is_named_by_the_clock_of_the_office(played: Played) -> None:
    files = sorted((played.out / LETTERS).glob("*.eml"))
    named = [path.name.split("_", 1)[1][:16] for path in files]
    written = [parsedate_to_datetime(message_from_bytes(path.read_bytes())["Date"]) for path in files]
    assert named == [f"{at.astimezone(ZONE):%Y-%m-%d_%Hh%M}" for at in written]
    assert {"receipt", "announcement"} <= {
        str(message_from_bytes(path.read_bytes())["X-Mailbot"]).split("/")[1] for path in files
    }


@pytest.mark.parametrize(
    "words",
    ["status", "explain 1", "held", "decide list", "remind --dry-run", "backup sao-luu.tar.gz", "export 1 thu.eml"],
)
def test_every_command_can_be_tried_on_what_was_played(
    words: str, played: Played, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["--config", str(played.out / "config.toml"), *words.split()])
    assert done.exit_code == 0, done.output


def test_the_ledger_of_what_was_played_can_be_audited(played: Played) -> None:
    done = CliRunner().invoke(cli, ["--config", str(played.out / "config.toml"), "ledger", "--json"])
    submissions = [one["submissions"] for one in json.loads(done.output) if one["submissions"]]
    assert submissions[0][0]["titles"] == ["Sổ theo dõi văn bản có nhắc hạn tự động"]


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
