"""The sign-in is revoked: seldom tried, told once, and a fresh `mailbot login` counts at once, without a restart."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

pytest.importorskip("requests")

from mailbot.alarms import FILE
from mailbot.config import Config
from mailbot.daemon import tick
from mailbot.mail.sign_in import SignIn
from mailbot.mail.smtp import Outgoing, SmtpSettings
from mailbot.servers import secret_of, sign_in_of, tokens_of
from mailbot.signin.endpoints import ByEndpoints
from mailbot.signin.sources import mark
from mailbot.signin.store import Store
from rules.errors import SendingRefused, SignInNeeded
from tests.app.world import SCHOOL, mail, registration
from tests.servers.dovecot import version
from tests.servers.identity import Identity
from tests.servers.smtp_tokens import TokenServer
from tests.signin.office import Office, provider_of
from tests.waiting import PATIENT

DOCX = ("dang-ky.docx", registration(("Số hóa hồ sơ một cửa",)))
dovecot = pytest.mark.skipif(version() is None, reason="needs Dovecot (make system-deps)")


@dovecot
@pytest.mark.dovecot
def test_a_revoked_sign_in_is_tried_seldom_told_once_and_renewed_without_a_restart(
    office: Office, tmp_path: Path
) -> None:
    here = office.here
    office.signs_in()
    office.identity.revoked = True
    here.deliver(mail(DOCX))
    for _ in range(8):
        tick(here.app)
        here.now += timedelta(minutes=8)
    assert 2 <= office.refreshes() <= 6
    assert office.told("alarm") == ["login"]
    assert "mailbot login" in (tmp_path / FILE).read_text("utf-8")
    tick(here.app)
    office.identity.revoked = False
    office.signs_in()
    tick(here.app)  # at the same moment: no wait stands in its way
    assert SCHOOL in here.receivers()
    assert office.told("alarm-over") == ["login"]
    assert not (tmp_path / FILE).exists()


@dovecot
@pytest.mark.dovecot
def test_a_token_that_the_server_never_takes_is_a_sign_in_to_be_renewed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the account that signed in has no right to the mailbox. Each try renews the token, and stays one try."""
    office.signs_in()
    monkeypatch.setattr(office.identity, "accepts", lambda token: False)
    with pytest.raises(SignInNeeded, match="từ chối phiên đăng nhập"):
        office.here.app.mailbox.connect()
    asked = office.refreshes()
    for _ in range(3):
        with pytest.raises(SignInNeeded, match="từ chối phiên đăng nhập"):
            office.here.app.another_mailbox().connect()
    assert office.refreshes() == asked


@dovecot
@pytest.mark.dovecot
def test_sender_and_mailbox_that_share_a_sign_in_have_one_alarm(office: Office) -> None:
    here, identity = office.here, office.identity
    office.signs_in()
    identity.revoked = True
    with TokenServer(identity) as server:
        settings = SmtpSettings(
            "127.0.0.1", server.port, "phong", security="plain", tokens=here.app.tokens, timeouts=PATIENT
        )
        here.app.outgoing = Outgoing(settings, here.app.sign_in_to_send)
        for _ in range(8):
            tick(here.app)
            here.now += timedelta(minutes=8)
        assert here.app.sign_in_to_send.is_refused
        assert office.told("alarm") == ["login"]
        assert office.refreshes() <= 2 * 6
        identity.revoked = False
        office.signs_in()
        tick(here.app)
        here.now += timedelta(minutes=4)
        tick(here.app)
        assert server.letters != []
        assert office.told("alarm") == ["login"]
        here.app.outgoing.close()


def test_a_sender_whose_sign_in_is_refused_asks_the_provider_no_more_for_a_while(tmp_path: Path) -> None:
    with Identity() as identity, TokenServer(identity) as server:
        identity.revoked = True
        config = Config(data_folder=tmp_path, oauth=provider_of(identity))
        Store(tmp_path).write({"refresh_token": "r", "signed_in_at": "2024-08-20T02:00:00+00:00"})
        tokens = tokens_of(config, identity.now)
        settings = SmtpSettings("127.0.0.1", server.port, "phong", security="plain", tokens=tokens, timeouts=PATIENT)
        post = Outgoing(settings, SignIn(secret_of(config.smtp, config)))
        for _ in range(3):
            with pytest.raises(SendingRefused, match="mailbot login"):
                post.check()
        assert len(identity.asked) == 1


def test_an_account_that_may_not_send_is_a_refused_sign_in(tmp_path: Path) -> None:
    with Identity() as identity, TokenServer(identity, closed=True) as server:
        config = Config(data_folder=tmp_path, oauth=provider_of(identity))
        identity.refresh_token = "r"
        Store(tmp_path).write({"refresh_token": "r", "signed_in_at": "2024-08-20T02:00:00+00:00"})
        tokens = tokens_of(config, identity.now)
        sign_in = SignIn(secret_of(config.smtp, config))
        post = Outgoing(
            SmtpSettings("127.0.0.1", server.port, "phong", security="plain", tokens=tokens, timeouts=PATIENT), sign_in
        )
        with pytest.raises(SendingRefused):
            post.check()
        assert "quản trị Microsoft 365" in sign_in.refusal.reason


def test_renewals_leave_the_name_of_a_sign_in_and_a_fresh_login_changes_it(tmp_path: Path) -> None:
    with Identity() as identity:
        settings = sign_in_of(Config(data_folder=tmp_path, oauth=provider_of(identity)))
        assert settings is not None and settings.endpoints is not None
        store, moment = Store(tmp_path), identity.now()
        source = ByEndpoints(settings, settings.endpoints, store, lambda: moment, sleep=lambda seconds: None)
        nobody = mark(settings, store)
        source.by_device(lambda address, code: None)
        first, kept = mark(settings, store), store.read()
        source.fetch()
        assert store.read() != kept  # the refresh token was rotated
        assert mark(settings, store) == first != nobody
        moment += timedelta(minutes=1)
        source.by_device(lambda address, code: None)
        assert mark(settings, store) != first
        key = tmp_path / "key.json"
        of_key = replace(settings, flow="service-account", key_file=str(key))
        missing = mark(of_key, store)
        key.write_text("{}", "utf-8")
        assert mark(of_key, store) != missing
