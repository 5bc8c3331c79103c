"""An office that signs in without a password, on one clock with its provider, and the person who signs in."""

from dataclasses import dataclass

from pydantic import SecretStr

from mailbot.config import Config, OAuthSettings
from mailbot.mail.sign_in import SignIn
from mailbot.mail.smtp import Outgoing, SmtpSettings
from mailbot.servers import renewal_of, secret_of, sign_in_of, tokens_of
from mailbot.signin.endpoints import ByEndpoints
from mailbot.signin.store import Store
from tests.app.world import World
from tests.servers.identity import Identity
from tests.waiting import PATIENT


@dataclass
class Office:
    """An installation without a password, and the person who signs in."""

    here: World
    identity: Identity

    def sends_by(self, port: int) -> None:
        """By the tokens of the mailbox as well."""
        app = self.here.app
        settings = SmtpSettings("127.0.0.1", port, "phong", security="plain", tokens=app.tokens, timeouts=PATIENT)
        app.outgoing = Outgoing(settings, app.sign_in_to_send)

    def signs_in(self) -> None:
        settings = sign_in_of(self.here.app.config)
        assert settings is not None and settings.endpoints is not None
        store = Store(self.here.app.config.data_folder)
        source = ByEndpoints(settings, settings.endpoints, store, lambda: self.here.now, sleep=lambda seconds: None)
        source.by_device(lambda address, code: None)

    def refreshes(self) -> int:
        return sum(fields.get("grant_type") == "refresh_token" for fields in self.identity.asked)

    def told(self, kind: str) -> list[str]:
        with self.here.app.look() as work:
            keys = [letter.key.split(":") for letter in work.letters.facts()]
        return [name for begin, _, name, *_ in (key for key in keys if len(key) > 3) if begin == kind]


def provider_of(identity: Identity) -> OAuthSettings:
    return OAuthSettings(
        provider="other",
        flow="device",
        client_id="client",
        token_url=f"{identity.url}/token",
        device_url=f"{identity.url}/device",
        scopes=("mail",),
    )


def without_password(here: World, identity: Identity) -> None:
    """As `build_app` fits it together where [oauth] names a provider."""
    old: Config = here.app.config
    oauth = provider_of(identity)
    imap = old.imap.model_copy(update={"password": SecretStr("")})
    config = old.model_copy(update={"imap": imap, "oauth": oauth})
    app, now = here.app, lambda: here.now
    app.mailbox.close()
    app.config, app.tokens = config, tokens_of(config, now)
    app.sign_in, app.sign_in_to_send = (SignIn(secret_of(server, config), now) for server in (config.imap, config.smtp))
    app.renewal = renewal_of(config, app.tokens, app.sign_in, app.sign_in_to_send)
    app.mailbox = app.another_mailbox()
