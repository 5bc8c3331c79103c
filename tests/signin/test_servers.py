"""Access tokens at the servers of mail: a real Dovecot, and an SMTP server that takes XOAUTH2."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

pytest.importorskip("requests")

from mailbot.mail.imap import ImapSettings, Mailbox
from mailbot.mail.smtp import Outgoing, SmtpSettings
from mailbot.signin.endpoints import ByEndpoints
from mailbot.signin.settings import Endpoints, SignInSettings
from mailbot.signin.store import Store
from mailbot.signin.tokens import Tokens
from rules.errors import LoginRefused, MailboxError, SendingError, SignInAway, SignInNeeded
from tests.servers.dovecot import Dovecot, configuration, version
from tests.servers.identity import Identity
from tests.servers.smtp_tokens import TokenServer
from tests.waiting import PATIENT

RAW = b"From: a@so.example\r\nTo: b@truong.example\r\nSubject: t\r\n\r\nt\r\n"
dovecot = pytest.mark.skipif(version() is None, reason="needs Dovecot (make system-deps)")


class Clock:
    """Moved by the test, for mailbot, provider and servers alike."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 8, 24, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def pass_by(self, **time: float) -> None:
        self.moment += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def identity(clock: Clock) -> Iterator[Identity]:
    with Identity(now=clock) as made:
        yield made


@pytest.fixture
def tokens(identity: Identity, clock: Clock, tmp_path: Path) -> Tokens:
    settings = SignInSettings("other", "device", "phong", "client", scopes=("mail",))
    places = Endpoints(f"{identity.url}/token", f"{identity.url}/device")
    source = ByEndpoints(settings, places, Store(tmp_path), clock, sleep=lambda seconds: None)
    source.by_device(lambda address, code: None)
    return Tokens(source, clock)


@pytest.fixture
def server(identity: Identity) -> Iterator[Dovecot]:
    with (
        TemporaryDirectory(prefix="mailbot-dovecot-") as folder,
        Dovecot(Path(folder), introspection=f"{identity.url}/introspect") as made,
    ):
        yield made


def mailbox(server: Dovecot, tokens: Tokens) -> Mailbox:
    return Mailbox(
        ImapSettings(server.host, server.port, server.user, lambda: "", "plain", tokens=tokens, timeouts=PATIENT)
    )


def outgoing(server: TokenServer, tokens: Tokens) -> Outgoing:
    return Outgoing(SmtpSettings("127.0.0.1", server.port, "phong", security="plain", tokens=tokens, timeouts=PATIENT))


# --- IMAP -------------------------------------------------------------------------------------------------------------


@dovecot
@pytest.mark.dovecot
def test_dovecot_lets_in_whom_the_provider_knows_and_a_password_still_serves(server: Dovecot, tokens: Tokens) -> None:
    server.deliver(RAW)
    box = mailbox(server, tokens)
    assert box.select("INBOX").uidnext == 2
    box.close()


@dovecot
@pytest.mark.dovecot
def test_a_token_that_the_server_refuses_before_its_end_is_replaced_at_once(
    server: Dovecot, tokens: Tokens, identity: Identity
) -> None:
    old = tokens()
    identity.forget(old)  # as after a change of password, or where one of the clocks is wrong
    box = mailbox(server, tokens)
    box.connect()
    box.close()
    assert tokens() != old


@dovecot
@pytest.mark.dovecot
def test_a_reconnect_after_hours_takes_a_fresh_token(
    server: Dovecot, tokens: Tokens, identity: Identity, clock: Clock
) -> None:
    box = mailbox(server, tokens)
    for _ in range(3):
        box.connect()
        box.close()
        clock.pass_by(hours=1)
    assert identity.issued == 1 + 3  # that of the sign-in, and one an hour


@dovecot
@pytest.mark.dovecot
def test_a_revoked_sign_in_is_a_refused_login_and_a_provider_that_is_away_is_not(
    server: Dovecot, tokens: Tokens, identity: Identity
) -> None:
    box = mailbox(server, tokens)
    identity.away = True
    with pytest.raises(SignInAway):
        box.connect()
    identity.away, identity.revoked = False, True
    with pytest.raises(SignInNeeded, match="mailbot login"):
        box.connect()
    assert issubclass(SignInNeeded, LoginRefused) and issubclass(SignInAway, MailboxError)


# --- SMTP -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_a_letter_leaves_by_a_token(tokens: Tokens, identity: Identity, mechanism: str) -> None:
    with TokenServer(identity, mechanism=mechanism) as server:
        post = outgoing(server, tokens)
        assert post.send(RAW, "a@so.example", ["b@truong.example"]).state == "sent"
        post.close()
        assert len(server.letters) == 1


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_a_token_that_smtp_refuses_is_replaced_once(tokens: Tokens, identity: Identity, mechanism: str) -> None:
    identity.forget(tokens())
    with TokenServer(identity, mechanism=mechanism) as server:
        post = outgoing(server, tokens)
        assert post.send(RAW, "a@so.example", ["b@truong.example"]).state == "sent"
        post.close()
        assert server.refused == 1


def test_where_the_sign_in_is_gone_a_letter_waits(tokens: Tokens, identity: Identity) -> None:
    identity.revoked = True
    with TokenServer(identity) as server:
        outcome = outgoing(server, tokens).send(RAW, "a@so.example", ["b@truong.example"])
    assert (outcome.state, outcome.server) == ("later", True)
    assert "mailbot login" in outcome.reason


def test_where_the_account_may_not_send_by_smtp_it_is_said_whom_to_ask(tokens: Tokens, identity: Identity) -> None:
    with TokenServer(identity, closed=True) as server, pytest.raises(SendingError, match="quản trị"):
        outgoing(server, tokens).check()


# --- Dovecot's own words, by its version ----------------------------------------------------------------------------


@pytest.mark.parametrize("of", ["2.3", "2.4"])
def test_a_dovecot_of_either_version_is_told_where_to_ask_about_tokens(of: str) -> None:
    text = configuration(of == "2.3", introspection="http://127.0.0.1:1/introspect", bare=True)
    assert "@folder@" in text and "imap_capability" in text
    if of == "2.3":
        assert "driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n" in text
        assert "auth_mechanisms = plain login xoauth2 oauthbearer\n" in text
    else:
        assert "introspection_url = http://127.0.0.1:1/introspect\n" in text
        assert "passdb oauth2 {\n  mechanisms_filter = xoauth2 oauthbearer\n}\n" in text
        assert "  xoauth2 = yes\n  oauthbearer = yes\n" in text
    lines = [line.strip() for line in text.splitlines()]
    assert sum(line.endswith("{") for line in lines) == lines.count("}")
