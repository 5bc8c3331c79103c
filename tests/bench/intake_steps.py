"""One step of the intake benchmark, in a process of its own: `python -m tests.bench.intake_steps STEP CONFIG`.

begin: an office that has just begun, before any mail. (a) raw store and rows; (b) MIME parsed and attachments recorded
as well; (c) everything, until nothing waits.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailbot.app import App

BEGUN = datetime(2024, 8, 20, 0, 30, tzinfo=UTC)  # before the mails came, or they would be none to be answered
NOW = datetime(2024, 8, 20, 3, 0, tzinfo=UTC)


def main(step: str, config_path: Path) -> None:
    from mailbot.app import build_app
    from mailbot.config import load_config
    from mailbot.datafolder import DataFolder
    from mailbot.logs import set_up
    from tests.seasons import uninvited

    set_up("ERROR")
    config = load_config(config_path)
    data = DataFolder(config.data_folder)
    campaign = data.campaign(config.campaign)
    roster = data.roster(campaign.roster, campaign.unit_kinds).roster
    now = BEGUN if step == "begin" else NOW
    app = build_app(config, uninvited(campaign), roster, now=lambda: now)
    try:
        if step == "begin":
            with app.begin() as work:
                work.first_start(now)
        elif step == "c":
            _everything(app)
        else:
            _stored(app, parsed=step == "b")
    finally:
        app.close()


def _stored(app: "App", *, parsed: bool) -> None:
    from mailbot.pipeline import read_mailbox

    read_mailbox(app)
    if not parsed:
        return
    from mailbot.mail.message import read_mail
    from storage.values import FileNote

    with app.begin() as work:
        waiting = work.arrivals.waiting(NOW, 10**6)
    for number in waiting:
        with app.begin() as work:
            mail = read_mail(app.archive.open(work.arrivals.mail(number).digest))
            work.arrivals.keep_files(number, [FileNote(file.name, file.digest, file.size) for file in mail.attachments])
            work.commit()


def _everything(app: "App") -> None:
    """Receipts that wait for others to the same address leave at the end: the clock of this run stands still."""
    from mailbot.joining import join_receipts
    from mailbot.outbox import post_waiting
    from mailbot.pipeline import one_pass

    done = one_pass(app)
    assert done.full, (done.failed, done.troubles)
    join_receipts(app, early=True)
    post_waiting(app)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
