"""A provider of sign-in on the loopback: token endpoint, device flow, introspection; Microsoft's and Google's paths.

It knows one mailbox. Refresh tokens rotate and the old one is void at once, so that a client which uses an access token
before it stored the new refresh token is found out.
"""

import base64
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Self
from urllib.parse import parse_qs, urlsplit

import requests
from requests.adapters import HTTPAdapter

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
Fields = dict[str, str]
Answer = tuple[int, dict[str, Any]]


@dataclass
class Identity:
    """A context manager. Switches: `away` (503), `revoked` (every grant and token is void), `denied`."""

    user: str = "phong"
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    lasts: timedelta = timedelta(hours=1)
    away: bool = False
    revoked: bool = False
    confirmed: bool = True  # the person has typed the code of the device flow
    issued: int = 0  # access tokens
    asked: list[Fields] = field(default_factory=list)
    refresh_token: str = ""  # the one that is good now
    on_issue: Callable[[], None] = lambda: None  # called after a token was made and before it is answered
    _tokens: dict[str, datetime] = field(default_factory=dict)
    _server: Any = None

    # -- what a server of mail asks -----------------------------------------------------------------------------------

    def accepts(self, token: str) -> bool:
        end = self._tokens.get(token)
        return end is not None and not self.revoked and self.now() < end

    def forget(self, token: str) -> None:
        """It is void from now on, though its time is not over."""
        self._tokens.pop(token, None)

    # -- what a client asks -------------------------------------------------------------------------------------------

    def grant(self, fields: Fields) -> Answer:
        self.asked.append(fields)
        if self.away:
            return 503, {"error": "temporarily_unavailable"}
        if self.revoked:
            return 400, {"error": "invalid_grant", "error_description": "revoked"}
        kind = fields.get("grant_type", "")
        if kind == "refresh_token" and fields.get("refresh_token") != self.refresh_token:
            return 400, {"error": "invalid_grant", "error_description": "rotated away"}
        if kind in (DEVICE, "device_code") and not self.confirmed:
            self.confirmed = True
            return 400, {"error": "authorization_pending"}
        if kind == "authorization_code" and fields.get("code") != "good-code":
            return 400, {"error": "invalid_grant"}
        proven = fields.get("client_secret") == "bí mật" or "client_assertion" in fields
        if kind == "client_credentials" and not proven:
            return 401, {"error": "invalid_client"}
        return 200, self._issue(offline=kind not in ("client_credentials", JWT))

    def _issue(self, offline: bool) -> dict[str, Any]:
        token = secrets.token_urlsafe(24)
        self._tokens[token] = self.now() + self.lasts
        self.issued += 1
        answer: dict[str, Any] = {
            "access_token": token,
            "expires_in": int(self.lasts.total_seconds()),
            "token_type": "Bearer",
        }
        if offline:
            self.refresh_token = secrets.token_urlsafe(24)
            answer |= {
                "refresh_token": self.refresh_token,
                "id_token": _id_token(self.user, self.now()),
                "client_info": _packed({"uid": "u", "utid": "t"}),
                "scope": "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send",
            }
        self.on_issue()
        return answer

    def device(self) -> Answer:
        return 200, {
            "device_code": "device-1",
            "user_code": "ABCD-1234",
            "verification_uri": "https://login.test/device",
            "expires_in": 900,
            "interval": 1,
            "message": "ABCD-1234",
        }

    def introspect(self, fields: Fields) -> Answer:
        good = self.accepts(fields.get("token", ""))
        return 200, {"active": good, "username": self.user} if good else {"active": False}

    def discovery(self, base: str) -> Answer:
        return 200, {
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
            "issuer": f"{base}/v2.0",
        }

    # -- the server ---------------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        identity = self

        class Handler(_Handler):
            provider: ClassVar[Identity] = identity

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def web(self) -> requests.Session:
        """A session for which every address of https is this server: plays the providers' own hosts."""
        session = requests.Session()
        session.mount("https://", _Here(self.url))
        return session


class _Here(HTTPAdapter):
    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def send(self, request: requests.PreparedRequest, *more: Any, **options: Any) -> requests.Response:
        parts = urlsplit(request.url or "")
        request.headers["X-Host"] = parts.netloc
        request.url = f"{self._url}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        options.pop("verify", None)
        return super().send(request, *more, **options)


class _Handler(BaseHTTPRequestHandler):
    provider: ClassVar[Identity]

    def do_GET(self) -> None:
        if self.path.partition("?")[0].endswith("openid-configuration"):
            tenant = self.path.split("/")[1]
            self._say(self.provider.discovery(f"https://{self.headers['X-Host']}/{tenant}"))
        elif self.path.startswith("/common/discovery/instance"):
            self._say((200, _INSTANCE))
        else:
            self._say((404, {"error": "not_found"}))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        fields = {name: values[0] for name, values in parse_qs(body).items()}
        path = self.path.partition("?")[0]
        if path.endswith("/introspect"):
            self._say(self.provider.introspect(fields))
        elif path.endswith(("/device", "/devicecode")):
            self._say(self.provider.device())
        else:
            self._say(self.provider.grant(fields))

    def _say(self, answer: Answer) -> None:
        status, words = answer
        content = json.dumps(words).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: what failed is seen by who asked."""


_INSTANCE = {  # what Microsoft says of the names of its own hosts
    "tenant_discovery_endpoint": "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
    "metadata": [
        {
            "preferred_network": "login.microsoftonline.com",
            "preferred_cache": "login.windows.net",
            "aliases": ["login.microsoftonline.com", "login.windows.net"],
        }
    ],
}


def _packed(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _id_token(user: str, now: datetime) -> str:
    """Unsigned: who got it from the token endpoint itself need not check it (OpenID Connect Core, 3.1.3.7)."""
    claims = {
        "aud": "client",
        "iss": "https://login.test",
        "sub": "s",
        "preferred_username": user,
        "oid": "u",
        "tid": "t",
        "iat": int(now.timestamp()),
        "exp": int((now + timedelta(hours=1)).timestamp()),
    }
    return f"{_packed({'alg': 'none'})}.{_packed(claims)}."
