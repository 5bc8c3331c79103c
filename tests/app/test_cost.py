"""What a mail costs in the database, counted: the same on every machine."""

from datetime import timedelta
from pathlib import Path

from mailbot.pipeline import one_pass
from tests.app.world import START, mail, registration, world
from tests.bench.growth import without_caps
from tests.bench.stages import Statements

MAILS = 16  # a round
STATEMENTS, COMMITS = 28.0, 2.2  # a mail at most, its receipt handed over


def test_a_mail_takes_few_statements_and_commits(tmp_path: Path) -> None:
    """Two passes over equally many mails of different units, the second of them in a season that has begun: what a pass
    takes by itself is taken off."""
    with world(tmp_path) as here:
        addresses = [unit.addresses[0] for unit in here.app.roster.units if unit.addresses]
        without_caps(here.app)
        one_pass(here.app)  # with what is done once a day
        here.now += timedelta(minutes=1)
        alone = Statements(here.app.engine)
        one_pass(here.app)
        alone.stop()
        for number in range(MAILS):
            file = ("dang-ky.docx", registration((f"Số hóa hồ sơ một cửa số {number}",)))
            here.deliver(mail(file, sender=addresses[number], number=number), START + timedelta(seconds=number))
        here.now += timedelta(minutes=1)
        asked = Statements(here.app.engine)
        done = one_pass(here.app)
        asked.stop()
        assert (done.handled, done.posted) == (MAILS, MAILS)
    statements, commits = ((asked.statements - alone.statements) / MAILS, (asked.commits - alone.commits) / MAILS)
    assert statements <= STATEMENTS, "\n".join(asked.lines(MAILS))
    assert commits <= COMMITS, "\n".join(asked.lines(MAILS))
