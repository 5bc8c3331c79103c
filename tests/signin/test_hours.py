"""Days with tokens of an hour: mailbot, its provider and both servers on one clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

pytest.importorskip("requests")

from mailbot.alarms import FILE
from mailbot.daemon import tick
from rules.roster import Unit
from tests.app.world import mail, registration
from tests.servers.dovecot import version
from tests.servers.smtp_tokens import TokenServer
from tests.signin.office import Office
from tests.trials.proxy import Expiring, Fault

pytestmark = [
    pytest.mark.dovecot,
    pytest.mark.skipif(version() is None, reason="needs Dovecot (make system-deps)"),
]

HOUR = timedelta(hours=1)


@contextmanager
def on_servers_that_end_sessions(office: Office) -> Iterator[tuple[Expiring, Expiring, TokenServer]]:
    """As Exchange Online does: with its token a session is over, at IMAP by BYE and at SMTP by 421."""
    now, app = lambda: office.here.now, office.here.app
    with (
        TokenServer(office.identity) as server,
        Expiring(office.here.imap.port, now, HOUR, b"* BYE Session invalidated - AccessTokenExpired\r\n") as imap,
        Expiring(server.port, now, HOUR, b"421 4.4.2 session expired\r\n") as smtp,
    ):
        app.mailbox.close()
        app.mailbox.settings = replace(app.mailbox.settings, port=imap.port)
        office.sends_by(smtp.port)
        yield imap, smtp, server
        app.outgoing.close()


def writes(unit: Unit, number: int) -> bytes:
    paper = registration((f"Số hóa hồ sơ một cửa, bản {number}",), unit.name.upper())
    return mail(("dang-ky.docx", paper), sender=unit.addresses[0], number=number)


@pytest.mark.parametrize(
    ("hours", "mails"), [(4, 2), pytest.param(200, 30, marks=pytest.mark.slow, id="eight days and eight hours")]
)
def test_with_tokens_of_an_hour_nothing_is_lost_and_no_alarm_is_wrong(
    office: Office, tmp_path: Path, hours: int, mails: int
) -> None:
    office.signs_in()
    here, identity = office.here, office.identity
    units = [unit for unit in here.app.roster if unit.addresses][:mails]
    steps = hours * 3  # of twenty minutes
    with on_servers_that_end_sessions(office) as (imap, _, server):
        waiting = dict(zip(range(1, steps, steps // mails), units, strict=False))
        for step in range(steps):
            if step in waiting:
                here.deliver(writes(waiting[step], step))
            identity.away = step % 9 == 4  # for a while in which a token still serves
            assert tick(here.app), f"after {step / 3:.1f} hours"
            here.now += HOUR / 3
        tick(here.app)
        letters = b"".join(server.letters).lower()
    assert imap.struck["expired"] >= hours - 2
    assert hours - 2 <= office.refreshes() <= 2 * hours
    assert [entry["state"] for entry in here.ledger()] == ["done"] * mails
    assert all(unit.addresses[0].encode() in letters for unit in units)
    assert (office.told("alarm"), here.app.sign_in.is_refused) == ([], False)
    assert not (tmp_path / FILE).exists()


def test_a_sign_in_that_is_revoked_is_told_within_the_hour_though_connections_live_on(
    office: Office, tmp_path: Path
) -> None:
    """A server that never ends a session lets mailbot read on; nobody would know before the next connection."""
    office.signs_in()
    here = office.here
    assert tick(here.app)
    office.identity.revoked = True
    here.deliver(writes(next(unit for unit in here.app.roster if unit.addresses), 1))
    since = here.now
    while not office.told("alarm"):
        here.now += timedelta(minutes=10)
        assert tick(here.app)  # mail is read and letters leave all the while
        assert here.now - since <= HOUR
    assert office.told("alarm") == ["login"]
    assert "mailbot login" in (tmp_path / FILE).read_text("utf-8")
    assert [entry["state"] for entry in here.ledger()] == ["done"]
    office.identity.revoked = False
    office.signs_in()
    here.now += timedelta(minutes=1)
    tick(here.app)
    assert office.told("alarm-over") == ["login"]
    assert not (tmp_path / FILE).exists()


def test_with_tokens_trouble_at_one_server_keeps_the_other_going(office: Office) -> None:
    office.signs_in()
    here = office.here
    with on_servers_that_end_sessions(office) as (imap, smtp, server):
        imap.fault = Fault("refuse")
        assert not tick(here.app)
        assert server.letters  # what was due left by the same sign-in
        imap.fault, smtp.fault = None, Fault("refuse")
        here.app.outgoing.close()
        here.deliver(writes(next(unit for unit in here.app.roster if unit.addresses), 1))
        here.now += timedelta(minutes=1)
        tick(here.app)
        assert [entry["state"] for entry in here.ledger()] == ["done"]
        assert not here.app.sign_in.is_refused


def test_a_server_whose_clock_is_ahead_refuses_a_token_and_takes_the_next(office: Office) -> None:
    office.signs_in()
    here, honest = office.here, office.identity.now
    assert tick(here.app)
    office.identity.now = lambda: honest() + timedelta(minutes=58)  # the token at hand is over for the servers
    here.app.mailbox.close()
    assert tick(here.app)
    assert office.told("alarm") == []
