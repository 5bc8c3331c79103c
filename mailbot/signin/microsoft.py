"""Microsoft 365 by its own library: a person with a device code, or an application with a secret or a certificate."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msal
from jwt.exceptions import InvalidKeyError

from mailbot.signin.endpoints import foreign, refused
from mailbot.signin.settings import SignInSettings
from mailbot.signin.store import Store
from mailbot.signin.tokens import Token
from rules.errors import SignInAway, SignInNeeded

_CACHE = "cache"  # the library's own words, as it wants them back


@dataclass
class Microsoft:
    """`http` stands in for the network in tests; None: the library's own, with its retries."""

    settings: SignInSettings
    store: Store
    now: Callable[[], datetime]
    http: Any = None

    def fetch(self) -> Token:
        with _foreign():
            answer = self._of_application() if self.settings.flow == "application" else self._of_person()
        if "access_token" not in answer:
            raise refused(answer)
        return Token(str(answer["access_token"]), self.now() + timedelta(seconds=int(answer.get("expires_in", 3600))))

    def by_device(self, show: Callable[[str, str], None]) -> None:
        """Shows an address and a code, and waits until the person has typed it there."""
        cache = msal.SerializableTokenCache()
        with _foreign():
            client = self._public(cache)
            flow = client.initiate_device_flow(scopes=list(self.settings.scopes))
            if "user_code" not in flow:
                raise refused(flow)
            show(flow["verification_uri"], flow["user_code"])
            answer = client.acquire_token_by_device_flow(flow)
        if "access_token" not in answer:
            raise refused(answer)
        self.store.write({_CACHE: cache.serialize(), "signed_in_at": self.now().isoformat()})

    def _of_person(self) -> Mapping[str, Any]:
        """By the refresh token; the library rotates it, and it lies on disk before the access token is used."""
        kept = self.store.read()
        cache = msal.SerializableTokenCache()
        cache.deserialize(kept.get(_CACHE, "{}"))
        client = self._public(cache)
        accounts = client.get_accounts()
        if not accounts:
            raise SignInNeeded(logged="sign-in: nobody has signed in")
        answer = client.acquire_token_silent_with_error(list(self.settings.scopes), accounts[0], force_refresh=True)
        if cache.has_state_changed:
            self.store.write({**kept, _CACHE: cache.serialize()})
        return answer or {"error": "invalid_grant"}

    def _of_application(self) -> Mapping[str, Any]:
        client = msal.ConfidentialClientApplication(
            self.settings.client_id, client_credential=self._credential(), **self._common
        )
        found: Mapping[str, Any] = client.acquire_token_for_client(scopes=list(self.settings.scopes))
        return found

    def _credential(self) -> str | dict[str, str]:
        """The secret, or the key with the certificate that the administrator uploaded (RFC 7523, 3)."""
        if not self.settings.certificate_file:
            return self.settings.client_secret
        try:
            pem = Path(self.settings.certificate_file).read_text("ascii")
            return {"private_key": pem, "public_certificate": pem, "thumbprint": thumbprint(pem)}
        except (OSError, ValueError) as error:
            raise _NoCertificate from error

    def _public(self, cache: Any) -> Any:
        return msal.PublicClientApplication(self.settings.client_id, token_cache=cache, **self._common)

    @property
    def _common(self) -> dict[str, Any]:
        return {
            "authority": f"{self.settings.authority}/{self.settings.tenant}",
            "http_client": self.http,
            "verify": self.settings.ca_file or True,
            "timeout": 30,
        }


@contextmanager
def _foreign() -> Iterator[None]:
    """Beside what any line may do: a service that is away, and a key or certificate that does not serve."""
    try:
        with foreign():
            yield
    except msal.exceptions.MsalServiceError as error:
        raise SignInAway(logged="sign-in: service error") from error
    except (InvalidKeyError, _NoCertificate) as error:
        raise SignInNeeded(_BAD_CERTIFICATE, logged="sign-in: certificate file") from error


_BAD_CERTIFICATE = "Tệp oauth.certificate_file không dùng được: phải có khóa riêng RSA và chứng thư, dạng PEM."


class _NoCertificate(Exception):
    pass


def thumbprint(pem: str) -> str:
    """The SHA-1 of the certificate in hexadecimal digits, by which Microsoft finds it. Raises ValueError for no PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    return x509.load_pem_x509_certificate(_certificate(pem)).fingerprint(hashes.SHA1()).hex()  # noqa: S303  # a name


def end_of_certificate(file: str) -> datetime:
    """When the certificate of an application ends, aware. Raises SignInNeeded where the file holds none."""
    from cryptography import x509

    with _foreign():
        try:
            return x509.load_pem_x509_certificate(_certificate(Path(file).read_text("ascii"))).not_valid_after_utc
        except (OSError, ValueError) as error:
            raise _NoCertificate from error


def _certificate(pem: str) -> bytes:
    begin, end = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
    if begin not in pem or end not in pem:
        raise ValueError("no certificate")
    return (pem[pem.index(begin) : pem.index(end) + len(end)] + "\n").encode("ascii")
