"""Every way to a token, against a provider that rotates, refuses, revokes and is away."""

import json
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

pytest.importorskip("msal")
pytest.importorskip("google.auth")

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from mailbot.signin.endpoints import ByEndpoints
from mailbot.signin.google import ServiceAccount
from mailbot.signin.microsoft import Microsoft
from mailbot.signin.settings import (
    GOOGLE,
    GOOGLE_SCOPES,
    MICROSOFT_APPLICATION,
    MICROSOFT_DELEGATED,
    Endpoints,
    Flow,
    SignInSettings,
)
from mailbot.signin.sources import source_of
from mailbot.signin.store import Store
from mailbot.signin.tokens import MARGIN, Token, Tokens
from rules.errors import SignInAway, SignInNeeded
from tests.servers.certificate import make_certificate
from tests.servers.identity import Identity


@pytest.fixture
def identity() -> Iterator[Identity]:
    with Identity() as made:
        yield made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def utc_now() -> datetime:
    return datetime.now(UTC)


def other(identity: Identity, store: Store, flow: Flow = "device", secret: str = "") -> ByEndpoints:
    settings = SignInSettings("other", flow, "phong", "client", secret, scopes=("mail",))
    places = Endpoints(f"{identity.url}/token", f"{identity.url}/device", "https://login.test/authorize")
    return ByEndpoints(settings, places, store, utc_now, sleep=lambda seconds: None)


def microsoft(
    identity: Identity, store: Store, flow: Flow = "device", secret: str = "", certificate: str = ""
) -> Microsoft:
    scopes = MICROSOFT_APPLICATION if flow == "application" else MICROSOFT_DELEGATED
    settings = SignInSettings(
        "microsoft",
        flow,
        "phong@so.example",
        "client",
        secret,
        tenant="so.example",
        certificate_file=certificate,
        scopes=scopes,
    )
    return Microsoft(settings, store, utc_now, http=identity.web())


# --- another provider, and Google as an installed application -------------------------------------------------------


def test_a_person_signs_in_with_a_device_code_and_the_program_goes_on_alone(identity: Identity, store: Store) -> None:
    identity.confirmed = False  # the first question comes before the person has typed the code
    shown: list[tuple[str, str]] = []
    source = other(identity, store)
    source.by_device(lambda address, code: shown.append((address, code)))
    assert shown == [("https://login.test/device", "ABCD-1234")]
    assert identity.accepts(source.fetch().value)
    assert identity.accepts(source.fetch().value)  # with the token that the first one rotated in


def test_a_person_signs_in_with_the_address_that_the_browser_shows(identity: Identity, store: Store) -> None:
    source = other(identity, store, "code")

    def browser(address: str) -> str:
        assert "code_challenge_method=S256" in address and "access_type=offline" in address
        state = address.partition("state=")[2].partition("&")[0]
        return f"http://127.0.0.1:1/?state={state}&code=good-code\n"

    source.by_code(browser)
    assert "code_verifier" in identity.asked[-1]
    assert identity.accepts(source.fetch().value)


@pytest.mark.parametrize("pasted", ["", "http://127.0.0.1:1/?code=good-code&state=other", "https://x.example/"])
def test_an_address_of_another_sign_in_is_not_taken(identity: Identity, store: Store, pasted: str) -> None:
    with pytest.raises(SignInNeeded):
        other(identity, store, "code").by_code(lambda address: pasted)
    assert store.read() == {}


def test_an_application_signs_in_by_its_secret(identity: Identity, store: Store) -> None:
    assert identity.accepts(other(identity, store, "application", "bí mật").fetch().value)
    with pytest.raises(SignInNeeded):
        other(identity, store, "application", "sai").fetch()


def test_google_as_an_installed_application_asks_google(store: Store) -> None:
    settings = SignInSettings("google", "code", "a@so.example", "client", scopes=GOOGLE_SCOPES)
    source = source_of(settings, store, utc_now)
    assert isinstance(source, ByEndpoints)
    assert source.endpoints == GOOGLE


# --- what may go wrong ----------------------------------------------------------------------------------------------


def signed_in(identity: Identity, store: Store) -> ByEndpoints:
    source = other(identity, store)
    source.by_device(lambda address, code: None)
    return source


def test_nobody_has_signed_in_yet(identity: Identity, store: Store) -> None:
    with pytest.raises(SignInNeeded, match="mailbot login"):
        other(identity, store).fetch()


def test_a_revoked_sign_in_needs_a_person_and_an_endpoint_that_is_away_does_not(
    identity: Identity, store: Store
) -> None:
    source = signed_in(identity, store)
    identity.away = True
    with pytest.raises(SignInAway):
        source.fetch()
    identity.away = False
    assert source.fetch().value
    identity.revoked = True
    with pytest.raises(SignInNeeded):
        source.fetch()


def test_an_endpoint_that_nobody_serves_is_away(store: Store) -> None:
    settings = SignInSettings("other", "application", "phong", "client", "x")
    with pytest.raises(SignInAway):
        ByEndpoints(settings, Endpoints("http://127.0.0.1:9/token"), store, utc_now).fetch()


def test_a_rotated_refresh_token_is_on_disk_before_the_access_token_is_used(identity: Identity, store: Store) -> None:
    source = signed_in(identity, store)
    token = source.fetch()
    assert store.read()["refresh_token"] == identity.refresh_token
    assert identity.accepts(token.value)


def test_a_disk_that_is_full_costs_the_access_token_and_not_the_sign_in(
    identity: Identity, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = signed_in(identity, store)
    before = store.path.read_bytes()

    def full(kept: dict[str, object]) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(store, "write", full)
        with pytest.raises(OSError, match="space"):
            source.fetch()
    assert store.path.read_bytes() == before


def test_the_file_is_for_the_owner_alone_and_a_damaged_one_asks_for_a_new_sign_in(
    identity: Identity, store: Store
) -> None:
    source = signed_in(identity, store)
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    assert [path.name for path in store.path.parent.iterdir()] == [store.path.name]  # nothing half written beside it
    store.path.write_text("{")
    with pytest.raises(SignInNeeded):
        source.fetch()


# --- Microsoft ------------------------------------------------------------------------------------------------------


def test_microsoft_takes_a_person_with_a_device_code(identity: Identity, store: Store) -> None:
    shown: list[str] = []
    source = microsoft(identity, store)
    source.by_device(lambda address, code: shown.append(code))
    assert shown == ["ABCD-1234"]
    assert identity.accepts(source.fetch().value)
    again = microsoft(identity, store)  # another process
    assert identity.accepts(again.fetch().value)
    identity.revoked = True
    with pytest.raises(SignInNeeded):
        again.fetch()


def test_microsoft_takes_an_application_with_a_secret_or_a_certificate(
    identity: Identity, store: Store, tmp_path: Path
) -> None:
    assert identity.accepts(microsoft(identity, store, "application", secret="bí mật").fetch().value)
    make_certificate(tmp_path / "cert.pem", tmp_path / "key.pem", by_rsa=True)
    pem = tmp_path / "both.pem"
    pem.write_text((tmp_path / "key.pem").read_text() + (tmp_path / "cert.pem").read_text())
    assert identity.accepts(microsoft(identity, store, "application", certificate=str(pem)).fetch().value)
    assert identity.asked[-1]["client_assertion_type"].endswith("jwt-bearer")
    with pytest.raises(SignInNeeded):
        microsoft(identity, store, "application", secret="sai").fetch()


def test_microsoft_that_is_away_is_asked_again_later(identity: Identity, store: Store) -> None:
    source = microsoft(identity, store, "application", secret="bí mật")
    identity.away = True
    with pytest.raises(SignInAway):
        source.fetch()


# --- Google ---------------------------------------------------------------------------------------------------------


def key_file(folder: Path, identity: Identity) -> Path:
    key = rsa.generate_private_key(65537, 2048)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "service.json"
    account = {
        "type": "service_account",
        "client_email": "mailbot@project.example",
        "private_key": pem.decode(),
        "token_uri": f"{identity.url}/token",
    }
    path.write_text(json.dumps(account))
    return path


def test_google_takes_a_service_account_that_speaks_for_the_mailbox(
    identity: Identity, store: Store, tmp_path: Path
) -> None:
    file = str(key_file(tmp_path, identity))
    settings = SignInSettings("google", "service-account", "a@so.example", key_file=file, scopes=GOOGLE_SCOPES)
    source = source_of(settings, store, utc_now)
    assert isinstance(source, ServiceAccount)
    token = source.fetch()
    assert identity.accepts(token.value)
    assert timedelta(minutes=50) < token.expires_at - utc_now() < timedelta(minutes=70)
    identity.revoked = True
    with pytest.raises(SignInNeeded):
        source.fetch()


def test_a_key_file_that_is_none_is_said(store: Store, tmp_path: Path) -> None:
    (tmp_path / "service.json").write_text("{}")
    settings = SignInSettings("google", "service-account", "a@so.example", key_file=str(tmp_path / "service.json"))
    with pytest.raises(SignInNeeded):
        source_of(settings, store, utc_now).fetch()


# --- what connections ask -------------------------------------------------------------------------------------------


class Counting:
    def __init__(self, lasts: timedelta, now: datetime) -> None:
        self.fetched, self.lasts, self.now = 0, lasts, now

    def fetch(self) -> Token:
        self.fetched += 1
        return Token(f"token-{self.fetched}", self.now + self.lasts)


def test_a_token_serves_until_shortly_before_its_end_and_no_longer_once_it_was_refused() -> None:
    start = datetime(2026, 8, 24, 1, tzinfo=UTC)
    source = Counting(timedelta(hours=1), start)
    moment = [start]
    tokens = Tokens(source, lambda: moment[0])
    assert [tokens(), tokens()] == ["token-1", "token-1"]
    moment[0] = start + timedelta(hours=1) - MARGIN
    source.now = moment[0]
    assert tokens() == "token-2"
    tokens.refused("token-1")  # of another connection, and old
    assert tokens() == "token-2"
    tokens.refused("token-2")
    assert tokens() == "token-3"
