"""What an installation says of its sign-in, and what follows from it before anything is asked of a provider."""

from dataclasses import dataclass, field
from typing import Literal

Provider = Literal["microsoft", "google", "other"]
Flow = Literal["device", "code", "application", "service-account"]

FLOWS: dict[Provider, tuple[Flow, ...]] = {
    "microsoft": ("device", "application"),
    "google": ("code", "service-account"),
    "other": ("device", "code", "application"),
}
"""Which ways each provider knows for mail; the first is the usual one. Google has no device flow for mail."""

BY_A_PERSON: frozenset[Flow] = frozenset({"device", "code"})
"""Flows in which somebody signs in once (`mailbot login`); the others need only what the administrator granted."""

MICROSOFT = "https://login.microsoftonline.com"
GOOGLE_SCOPES = ("https://mail.google.com/",)
MICROSOFT_DELEGATED = (
    "https://outlook.office.com/IMAP.AccessAsUser.All",
    "https://outlook.office.com/SMTP.Send",
)
MICROSOFT_APPLICATION = ("https://outlook.office365.com/.default",)


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a provider answers (RFC 6749, 3; RFC 8628, 3.1)."""

    token: str
    device: str = ""
    authorize: str = ""


GOOGLE = Endpoints(
    token="https://oauth2.googleapis.com/token",  # noqa: S106  # an address
    authorize="https://accounts.google.com/o/oauth2/v2/auth",
)


@dataclass(frozen=True, slots=True)
class SignInSettings:
    """`mailbox` is whose mail is read: a shared mailbox need not be the account that signs in."""

    provider: Provider
    flow: Flow
    mailbox: str
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    tenant: str = "organizations"
    certificate_file: str = ""  # PEM: the private key and the certificate of an application
    key_file: str = ""  # JSON: a service account of Google
    endpoints: Endpoints | None = None  # of another provider
    scopes: tuple[str, ...] = ()
    authority: str = MICROSOFT
    ca_file: str | None = None
