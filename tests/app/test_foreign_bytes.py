"""What strangers write is read in children: a daemon that has worked has loaded no reader, and none can stop it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.commands.doctor import walls_that_stand
from mailbot.commands.reparse import reparse
from mailbot.demo.script import MAILBOX
from mailbot.demo.servers import ImapServer, SmtpSink
from mailbot.mail.message import read_mail
from mailbot.preparing.boundary import TASKS, children
from mailbot.reading.sandbox import Sandbox
from tests.app.world import SCHOOL, World, world
from tests.app.world import mail as registered
from tests.trials.office import PASSWORD, ROOT, Office, behind, mail, now_there, plain_servers
from tests.unit.preparing.test_boundary import BOUNCE, DOCX, HTML, misbehaving

READERS = (
    "mailparser", "flufl.bounce", "pdfplumber", "pypdfium2", "libarchive", "striprtf", "python_calamine", "zxingcpp",
    "mailbot.mail.message", "mailbot.mail.bounces", "mailbot.reading.files", "mailbot.reading.html",
    "mailbot.reading.body", "mailbot.reading.xlsx", "mailbot.reading.docx", "mailbot.reading.pdf",
    "mailbot.reading.filled_sheets", "mailbot.preparing.prepare", "mailbot.preparing.tasks",
)  # fmt: skip
"""Modules that take foreign bytes apart."""
LIBRARIES = (*READERS, "openpyxl", "lxml", "docx", "numpy")
"""With those that the daemon loads itself once it writes Word and Excel files."""

LOADED = """if True:
    import json, sys
    from datetime import UTC, datetime, timedelta
    from pathlib import Path
    from mailbot.app import build_app
    from mailbot.config import load_config
    from mailbot.datafolder import DataFolder
    from mailbot.pipeline import one_pass
    from mailbot.logs import set_up
    set_up("CRITICAL")
    config = load_config(Path(sys.argv[1]))
    folder = DataFolder(config.data_folder)
    campaign = folder.campaign(config.campaign)
    roster = folder.roster(campaign.roster, campaign.unit_kinds).roster
    weeks = timedelta(weeks=int(sys.argv[2]))
    app = build_app(config, campaign, roster, lambda: datetime.now(UTC) - weeks)
    done = one_pass(app)
    app.close()
    print(json.dumps([done.handled, sorted(sys.modules)]))
"""


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as running:
        yield running


def of(names: tuple[str, ...], loaded: list[str]) -> list[str]:
    return [one for one in loaded if any(one == name or one.startswith(f"{name}.") for name in names)]


def test_what_the_daemon_imports_takes_nothing_apart() -> None:
    program = "import json, sys, mailbot.cli, mailbot.daemon, mailbot.pipeline; print(json.dumps(list(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert of(LIBRARIES, json.loads(done.stdout)) == []


def test_a_daemon_that_has_worked_has_loaded_no_reader(tmp_path: Path) -> None:
    with ImapServer(MAILBOX, PASSWORD) as imap, SmtpSink() as sink:
        office = Office(tmp_path, plain_servers(imap.port, sink.port))
        workbook = mail(3).replace(b"dang-ky-3.docx", b"bang-tinh.xlsx")
        for raw in (mail(1), HTML, BOUNCE, workbook):
            imap.deliver(raw, now_there())
        command = [sys.executable, "-c", LOADED, str(office.config), str(behind().days // 7)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    handled, loaded = json.loads(done.stdout)
    assert handled == 4
    assert of(READERS, loaded) == []


@pytest.mark.slow
def test_where_no_wall_stands_files_stay_shut_and_the_office_is_told_once(here: World) -> None:
    here.app.sandbox = Sandbox(tasks=TASKS, means=())
    for number in (1, 2):
        here.deliver(registered(DOCX, number=number))
        here.one_pass()
        here.now += timedelta(hours=1)
    assert [entry["submissions"] for entry in here.ledger()] == [[], []]
    assert [entry["verdict"] for entry in here.ledger()] == ["unclear", "unclear"]
    to_unit = [letter.raw for letter in here.sink.letters if SCHOOL in letter.recipients]
    assert len(to_unit) == 2
    office = [letter for letter in here.sink.letters if here.app.campaign.office.mailbox in letter.recipients]
    alarms = [letter for letter in office if b"walls" in letter.raw or "Cảnh báo" in read_mail(letter.raw).subject]
    assert len(alarms) == 1
    assert "không mở tệp đính kèm" in doctor_says(here)
    here.app.sandbox.close()
    here.app.sandbox = children()
    assert any("thêm: Họp không giấy" in line for line in reparse([1], here.app, record=False, send=False).lines)
    here.deliver(registered(DOCX, number=3))
    here.one_pass()
    assert here.ledger()[-1]["verdict"] == "submission"


def doctor_says(here: World) -> str:
    return "\n".join(str(finding) for finding in walls_that_stand(here.app))


@pytest.mark.parametrize("how", [("mail-dies",), ("mail-dies", "open-dies")])
def test_a_mail_that_kills_its_readers_is_answered_and_keeps_nobody_waiting(here: World, how: tuple[str, ...]) -> None:
    here.app.sandbox = Sandbox(tasks="tests.unit.preparing.hostile")
    here.deliver(misbehaving(*how))
    here.one_pass()
    here.now += timedelta(hours=1)  # receipts to one address that follow each other at once are gathered
    here.deliver(misbehaving(number=2))
    here.one_pass()
    assert [entry["state"] for entry in here.ledger()] == ["done", "done"]
    letters = [letter.raw for letter in here.sink.letters if SCHOOL in letter.recipients]
    assert len(letters) == 2
    verdicts = sorted(entry["verdict"] for entry in here.ledger())
    assert verdicts == (["submission", "submission"] if how == ("mail-dies",) else ["submission", "unclear"])
