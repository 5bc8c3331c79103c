"""What the configuration says of the servers, as the settings of the edges that talk to them."""

from collections.abc import Callable
from datetime import datetime

from mailbot.config import Config, ServerSettings, current_password
from mailbot.mail.connection import Timeouts
from mailbot.mail.imap import ImapSettings
from mailbot.mail.sign_in import SignIn
from mailbot.mail.smtp import SmtpSettings
from mailbot.renewal import Renewal
from mailbot.signin.settings import (
    FLOWS,
    GOOGLE_SCOPES,
    MICROSOFT_APPLICATION,
    MICROSOFT_DELEGATED,
    Endpoints,
    SignInSettings,
)
from mailbot.signin.sources import Later, mark
from mailbot.signin.store import Store
from mailbot.signin.tokens import Tokens


def imap_settings(config: Config, tokens: Tokens | None = None) -> ImapSettings:
    server = config.imap
    return ImapSettings(
        host=server.host,
        port=server.port,
        user=server.user,
        password=current_password(server),
        security=server.security,
        folders=server.folders,
        sent_folder=config.intake.sent_folder or None,
        ca_file=server.ca_file or None,
        timeouts=Timeouts(server.connect_timeout, server.read_timeout),
        tokens=_unless_password(server, tokens),
    )


def smtp_settings(config: Config, tokens: Tokens | None = None) -> SmtpSettings:
    server = config.smtp
    return SmtpSettings(
        host=server.host,
        port=server.port,
        user=server.user if server.login else "",
        password=current_password(server),
        security=server.security,
        ca_file=server.ca_file or None,
        timeouts=Timeouts(config.imap.connect_timeout, server.timeout),
        tokens=_unless_password(server, tokens) if server.login else None,
    )


def secret_of(server: ServerSettings, config: Config) -> Callable[[], str]:
    """What the sign-in to a server is made with at the moment of asking; see `SignIn`."""
    settings = sign_in_of(config)
    if settings is None or not signs_in_by_token(server, config):
        return current_password(server)
    store = Store(config.data_folder)
    return lambda: mark(settings, store)


def signs_in_by_token(server: ServerSettings, config: Config) -> bool:
    return bool(config.oauth.provider) and not server.password.get_secret_value()


def _unless_password(server: ServerSettings, tokens: Tokens | None) -> Tokens | None:
    return None if server.password.get_secret_value() else tokens


def sign_in_of(config: Config) -> SignInSettings | None:
    """How to sign in without a password; None where passwords serve."""
    said = config.oauth
    if not said.provider:
        return None
    flow = said.flow or FLOWS[said.provider][0]
    of_microsoft = MICROSOFT_APPLICATION if flow == "application" else MICROSOFT_DELEGATED
    scopes = {"microsoft": of_microsoft, "google": GOOGLE_SCOPES, "other": said.scopes}[said.provider]
    return SignInSettings(
        provider=said.provider,
        flow=flow,
        mailbox=config.imap.user,
        client_id=said.client_id,
        client_secret=said.client_secret.get_secret_value(),
        tenant=said.tenant or "organizations",
        certificate_file=said.certificate_file,
        key_file=said.key_file,
        endpoints=Endpoints(said.token_url, said.device_url, said.authorize_url) if said.token_url else None,
        scopes=scopes,
        ca_file=said.ca_file or None,
    )


def tokens_of(config: Config, now: Callable[[], datetime]) -> Tokens | None:
    """The tokens of the account; nothing is asked of anybody yet."""
    settings = sign_in_of(config)
    return Tokens(Later(settings, Store(config.data_folder), now), now) if settings else None


def renewal_of(config: Config, tokens: Tokens | None, to_read: SignIn, to_send: SignIn) -> Renewal | None:
    """What renews the sign-in of the account; None where it has passwords."""
    return Renewal(tokens, to_read if signs_in_by_token(config.imap, config) else to_send) if tokens else None
