"""Any provider of OAuth 2.0 by its endpoints: device flow, authorization code, refresh, client credentials.

RFC 6749 (the framework), RFC 7636 (PKCE), RFC 8628 (device flow), RFC 8252 (programs on a person's own machine).
"""

import base64
import hashlib
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests

from mailbot.signin.settings import Endpoints, SignInSettings
from mailbot.signin.store import Store
from mailbot.signin.tokens import Token
from rules.errors import SignInAway, SignInNeeded

TIMEOUT = 30  # seconds, for each answer
REDIRECT = "http://127.0.0.1:1/"  # nobody listens: the person copies the address that the browser then shows
_LASTS = 3600  # seconds, where a provider does not say

_NO_MORE = frozenset({"invalid_grant", "unauthorized_client", "invalid_client", "access_denied", "expired_token"})


@contextmanager
def foreign() -> Iterator[None]:
    """What the library raises on a line that broke or an answer that is none becomes SignInAway."""
    try:
        yield
    except requests.exceptions.SSLError as error:
        raise SignInAway("Máy chủ đăng nhập có chứng thư không hợp lệ.", logged="sign-in: certificate") from error
    except (requests.exceptions.RequestException, ValueError) as error:
        raise SignInAway(logged=f"sign-in: {type(error).__name__}") from error


def refused(answer: Mapping[str, Any]) -> SignInNeeded | SignInAway:
    """What an error answer of a token endpoint means (RFC 6749, 5.2): for a person, or for later."""
    code = str(answer.get("error", ""))
    logged = f"sign-in: {code or 'no token'}"
    return SignInNeeded(logged=logged) if code in _NO_MORE else SignInAway(logged=logged)


@dataclass
class ByEndpoints:
    """A source whose refresh token, if any, lies in the store; a rotated one is stored before anything is used."""

    settings: SignInSettings
    endpoints: Endpoints
    store: Store
    now: Callable[[], datetime]
    sleep: Callable[[float], None] = time.sleep
    _web: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        if self.settings.ca_file:
            self._web.verify = self.settings.ca_file

    def fetch(self) -> Token:
        if self.settings.flow == "application":
            return self._token(self._ask({"grant_type": "client_credentials", "scope": self._scope}))
        kept = self.store.read()
        if not kept.get("refresh_token"):
            raise SignInNeeded(logged="sign-in: nobody has signed in")
        answer = self._ask({"grant_type": "refresh_token", "refresh_token": kept["refresh_token"]})
        self._keep(answer, kept)
        return self._token(answer)

    # -- a person signs in ------------------------------------------------------------------------------------------

    def by_device(self, show: Callable[[str, str], None]) -> None:
        """Shows an address and a code, and waits until the person has typed it there (RFC 8628, 3.3 to 3.5)."""
        asked = self._post(self.endpoints.device, {"client_id": self.settings.client_id, "scope": self._scope})
        if "device_code" not in asked:
            raise refused(asked)
        show(str(asked.get("verification_uri") or asked.get("verification_url", "")), str(asked.get("user_code", "")))
        grant = "urn:ietf:params:oauth:grant-type:device_code"
        wanted = {"grant_type": grant, "device_code": str(asked["device_code"])}
        wait = float(asked.get("interval", 5))
        end = self.now() + timedelta(seconds=float(asked.get("expires_in", 900)))
        while self.now() < end:
            self.sleep(wait)
            answer = self._answer(wanted)
            if "access_token" in answer:
                self._keep(answer, {})
                return
            if answer.get("error") == "slow_down":
                wait += 5
            elif answer.get("error") != "authorization_pending":
                raise refused(answer)
        raise SignInNeeded(logged="sign-in: the code ran out")

    def by_code(self, ask: Callable[[str], str]) -> None:
        """`ask` shows the address to open and gives back the address that the browser showed in the end."""
        verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode("ascii")
        query = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": REDIRECT,
            "scope": self._scope,
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "access_type": "offline",  # Google gives a refresh token only then,
            "prompt": "consent",  # and a second time only with this
            "login_hint": self.settings.mailbox,
        }
        shown = parse_qs(urlsplit(ask(f"{self.endpoints.authorize}?{urlencode(query)}").strip()).query)
        if shown.get("state") != [state] or "code" not in shown:
            raise SignInNeeded(logged="sign-in: another address came back")
        wanted = {"grant_type": "authorization_code", "code": shown["code"][0], "redirect_uri": REDIRECT}
        self._keep(self._ask({**wanted, "code_verifier": verifier}), {})

    # -- the endpoints ----------------------------------------------------------------------------------------------

    @property
    def _scope(self) -> str:
        return " ".join(self.settings.scopes)

    def _keep(self, answer: Mapping[str, Any], kept: Mapping[str, Any]) -> None:
        """The refresh token lies on disk before the access token that came with it is used."""
        fresh = answer.get("refresh_token") or kept.get("refresh_token")
        if not fresh:
            raise SignInNeeded(logged="sign-in: no refresh token was given")
        lasts = answer.get("refresh_token_expires_in")
        ends = (self.now() + timedelta(seconds=float(lasts))).isoformat() if lasts else kept.get("ends_at")
        new = {"refresh_token": fresh, "signed_in_at": kept.get("signed_in_at") or self.now().isoformat()}
        if ends:
            new["ends_at"] = ends
        if new != kept:
            self.store.write(new)

    def _ask(self, wanted: Mapping[str, str]) -> dict[str, Any]:
        answer = self._answer(wanted)
        if "access_token" not in answer:
            raise refused(answer)
        return answer

    def _answer(self, wanted: Mapping[str, str]) -> dict[str, Any]:
        secret = {"client_secret": self.settings.client_secret} if self.settings.client_secret else {}
        return self._post(self.endpoints.token, {**wanted, "client_id": self.settings.client_id, **secret})

    def _post(self, url: str, fields: Mapping[str, str]) -> dict[str, Any]:
        with foreign():
            answer = self._web.post(url, data=fields, timeout=TIMEOUT, headers={"Accept": "application/json"})
            if answer.status_code >= 500 or answer.status_code == 429:
                raise SignInAway(logged=f"sign-in: HTTP {answer.status_code}")
            found = answer.json()
        if not isinstance(found, dict):
            raise SignInAway(logged="sign-in: no object")
        return found

    def _token(self, answer: Mapping[str, Any]) -> Token:
        lasts = timedelta(seconds=float(answer.get("expires_in") or _LASTS))
        return Token(str(answer["access_token"]), self.now() + lasts)
