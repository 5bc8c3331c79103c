"""The source of an installation's tokens. Only what it needs is loaded; what is missing is said."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from mailbot.signin.settings import BY_A_PERSON, GOOGLE, SignInSettings
from mailbot.signin.store import Store
from mailbot.signin.tokens import Source, Token
from rules.errors import SignInNeeded

if TYPE_CHECKING:
    from mailbot.signin.endpoints import ByEndpoints

_LIBRARIES = ("requests", "msal", "google.auth", "cryptography")
MISSING = "Thiếu thư viện đăng nhập không mật khẩu; cài bằng: pip install 'mailbot[oauth]'."


def libraries_missing() -> bool:
    """Whether the extra `oauth` is not installed as a whole."""
    return any(find_spec(name.partition(".")[0]) is None for name in _LIBRARIES)


def source_of(settings: SignInSettings, store: Store, now: Callable[[], datetime]) -> Source:
    """Raises SignInNeeded where the libraries are not installed."""
    _require()
    if settings.flow == "service-account":
        from mailbot.signin.google import ServiceAccount

        return ServiceAccount(settings, now)
    if settings.provider == "microsoft":
        from mailbot.signin.microsoft import Microsoft

        return Microsoft(settings, store, now)
    return _by_endpoints(settings, store, now)


def by_device(
    settings: SignInSettings, store: Store, now: Callable[[], datetime], show: Callable[[str, str], None]
) -> None:
    """A person signs in with a code on another machine. Raises SignInNeeded, SignInAway or OSError."""
    _require()
    if settings.provider == "microsoft":
        from mailbot.signin.microsoft import Microsoft

        Microsoft(settings, store, now).by_device(show)
    else:
        _by_endpoints(settings, store, now).by_device(show)


def by_code(settings: SignInSettings, store: Store, now: Callable[[], datetime], ask: Callable[[str], str]) -> None:
    """A person signs in with a browser and copies its last address. Raises SignInNeeded, SignInAway or OSError."""
    _require()
    _by_endpoints(settings, store, now).by_code(ask)


def end_of(settings: SignInSettings, store: Store) -> datetime | None:
    """When a person has to renew the sign-in, aware, as far as it is known: a certificate ends, and so do some refresh
    tokens; None for what goes on by itself or tells no end. Raises SignInNeeded for a certificate that is none."""
    if settings.flow == "application" and settings.certificate_file:
        _require()
        from mailbot.signin.microsoft import end_of_certificate

        return end_of_certificate(settings.certificate_file)
    ends = store.read().get("ends_at") if settings.flow in BY_A_PERSON else None
    return datetime.fromisoformat(ends) if isinstance(ends, str) else None


def mark(settings: SignInSettings, store: Store) -> str:
    """Names the sign-in as people made it: another one after a fresh `mailbot login` or with another key.

    The tokens that mailbot renews by itself leave it as it is, or each try would look like a fresh sign-in.
    """
    made = []
    with suppress(OSError):
        made.append(str(store.read().get("signed_in_at", "")))
    for file in filter(None, (settings.certificate_file, settings.key_file)):
        with suppress(OSError):
            made.append(Path(file).read_bytes().hex())
    return " ".join(made)


def _by_endpoints(settings: SignInSettings, store: Store, now: Callable[[], datetime]) -> "ByEndpoints":
    from mailbot.signin.endpoints import ByEndpoints

    return ByEndpoints(settings, settings.endpoints or GOOGLE, store, now)


class Later:
    """The source, made when the first token is wanted: only installations that sign in so load its libraries."""

    def __init__(self, settings: SignInSettings, store: Store, now: Callable[[], datetime]) -> None:
        self._make: Callable[[], Source] = lambda: source_of(settings, store, now)
        self._source: Source | None = None

    def fetch(self) -> Token:
        if self._source is None:
            self._source = self._make()
        return self._source.fetch()


def _require() -> None:
    if libraries_missing():
        raise SignInNeeded(MISSING, logged="sign-in: libraries missing")
