"""`mailbot login`, `check-config` and `doctor` where an installation signs in without a password."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

pytest.importorskip("requests")

from mailbot.commands import login as command
from mailbot.commands.check import checks
from mailbot.config import Config, ImapSettings, OAuthSettings, SmtpSettings
from mailbot.servers import imap_settings, sign_in_of, smtp_settings, tokens_of
from mailbot.signin.settings import SignInSettings
from mailbot.signin.store import Store
from tests.seasons import shipped_campaign, shipped_roster
from tests.servers.identity import Identity


@pytest.fixture
def identity() -> Iterator[Identity]:
    with Identity() as made:
        yield made


def now() -> datetime:
    return datetime.now(UTC)


def configured(folder: Path, **oauth: object) -> Config:
    return Config(
        data_folder=folder,
        imap=ImapSettings(host="imap.example.vn", user="phong@so.vn"),
        smtp=SmtpSettings(host="smtp.example.vn", user="phong@so.vn"),
        oauth=OAuthSettings(**oauth),
    )


def settings_of(config: Config) -> SignInSettings:
    found = sign_in_of(config)
    assert found is not None
    return found


def refused(config: Config) -> list[str]:
    campaign = shipped_campaign()
    found = checks(config, campaign, shipped_roster(campaign), date(2024, 8, 1))
    return [str(one) for one in found if one.level == "refuse" and ("oauth" in str(one) or "đăng nhập" in str(one))]


def test_login_names_the_steps_of_the_administrator_shows_the_code_and_keeps_the_sign_in(
    identity: Identity, tmp_path: Path
) -> None:
    config = configured(
        tmp_path,
        provider="other",
        client_id="c",
        token_url=f"{identity.url}/token",
        device_url=f"{identity.url}/device",
    )
    assert "chạy: mailbot login" in refused(config)[0]
    said: list[str] = []
    command.login(settings_of(config), Store(tmp_path), now, said.append, lambda words: "")
    assert "người quản trị" in said[0] and said[1].startswith("  1. ")
    assert any("ABCD-1234" in line for line in said)
    assert refused(config) == []
    tokens = tokens_of(config, now)
    assert tokens is not None
    assert identity.accepts(tokens())
    assert imap_settings(config, tokens).tokens is tokens


@pytest.mark.parametrize(
    ("provider", "flow", "named"),
    [
        ("microsoft", "device", "SMTP.Send"),
        ("microsoft", "application", "New-ServicePrincipal"),
        ("google", "code", "OAuth client ID"),
        ("google", "service-account", "Domain-wide delegation"),
    ],
)
def test_each_way_names_what_its_administrator_must_grant(tmp_path: Path, provider: str, flow: str, named: str) -> None:
    from mailbot.signin.permissions import steps

    found = steps(settings_of(configured(tmp_path, provider=provider, flow=flow)))
    assert any(named in step for step in found)
    assert all("{" not in step for step in found)


@pytest.mark.parametrize(
    ("oauth", "named"),
    [
        ({"provider": "google", "flow": "device"}, "oauth.flow"),
        ({"provider": "microsoft"}, "client_id"),
        ({"provider": "microsoft", "flow": "application", "client_id": "c"}, "certificate_file"),
        ({"provider": "google", "flow": "service-account"}, "key_file"),
        ({"provider": "other", "client_id": "c"}, "token_url"),
    ],
)
def test_what_is_missing_is_named_with_its_key(tmp_path: Path, oauth: dict[str, str], named: str) -> None:
    assert any(named in line for line in refused(configured(tmp_path, **oauth)))


def test_a_server_that_has_a_password_keeps_it(tmp_path: Path) -> None:
    config = configured(tmp_path, provider="microsoft", client_id="c")
    config = config.model_copy(update={"smtp": SmtpSettings(host="h", user="u", password="mật khẩu")})
    tokens = tokens_of(config, now)
    assert smtp_settings(config, tokens).tokens is None
    assert imap_settings(config, tokens).tokens is tokens


def test_without_a_provider_nothing_is_different(tmp_path: Path) -> None:
    config = configured(tmp_path)
    assert sign_in_of(config) is None
    assert tokens_of(config, now) is None
