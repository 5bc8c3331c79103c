"""One step of the intake benchmark, in a process of its own: `python -m tests.bench.intake_steps STEP CONFIG`."""

import os
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

NOW = datetime(2024, 8, 20, 3, 0, tzinfo=UTC)


def yardstick(folder: Path) -> None:
    from imap_tools import MailBoxUnencrypted

    database = sqlite3.connect(folder / "mails.db")
    database.execute("create table mail (uid text primary key, message_id text, subject text)")
    files = folder / "files"
    files.mkdir()
    box = MailBoxUnencrypted("127.0.0.1", int(os.environ["BENCH_PORT"]))
    with box.login("bot", os.environ["MAILBOT_IMAP__PASSWORD"]):
        for message in box.fetch(bulk=500, mark_seen=False):
            (files / f"{message.uid}.eml").write_bytes(message.obj.as_bytes())
            row = (message.uid, message.obj["Message-ID"], message.subject)
            database.execute("insert into mail values (?, ?, ?)", row)
            database.commit()


def ours(step: str, config_path: Path) -> None:
    from mailbot.app import build_app
    from mailbot.config import load_config
    from mailbot.datafolder import DataFolder
    from mailbot.logs import set_up
    from mailbot.mail.message import read_mail
    from mailbot.pipeline import one_pass, read_mailbox
    from storage.values import FileNote

    set_up("ERROR")
    config = load_config(config_path)
    data = DataFolder(config.data_folder)
    campaign = data.campaign(config.campaign)
    roster = data.roster(campaign.roster, campaign.unit_kinds).roster
    app = build_app(config, campaign, roster, now=lambda: NOW)
    if step == "c":
        done = one_pass(app)
        assert done.whole
    else:
        read_mailbox(app)
    if step == "b":
        with app.begin() as work:
            waiting = work.arrivals.waiting(NOW, 10**6)
        for number in waiting:
            with app.begin() as work:
                mail = read_mail(app.archive.open(work.arrivals.mail(number).digest))
                files = [FileNote(file.name, mail.digest, file.size) for file in mail.attachments]
                work.arrivals.keep_files(number, files)
                work.commit()
    app.close()


if __name__ == "__main__":
    if sys.argv[1] == "yardstick":
        yardstick(Path(sys.argv[2]).parent)
    else:
        ours(sys.argv[1], Path(sys.argv[2]))
