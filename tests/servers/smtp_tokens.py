"""An SMTP server on the loopback that takes access tokens (XOAUTH2), and keeps what it is given."""

import base64
import json
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from mailbot.demo.servers import free_port
from tests.servers.identity import Identity

CLOSED = (
    "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. "
    "Visit https://aka.ms/smtp_auth_disabled for more information."
)


class TokenServer:
    """A context manager. `closed`: the account may not send by SMTP, as Exchange Online says it. `mechanism`: the one
    that it offers."""

    def __init__(self, identity: Identity, closed: bool = False, mechanism: str = "XOAUTH2") -> None:
        self.identity, self.closed, self.mechanism = identity, closed, mechanism
        self.letters: list[bytes] = []
        self.refused = 0
        self.port = free_port()
        self._controller = _Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    # -- what the library calls ---------------------------------------------------------------------------------------

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802  # the library's name
        """Google's and Microsoft's mechanism: a refused token gets a challenge with the reason, answered by nothing."""
        return await self._judged(server, args, end=b"")

    async def auth_OAUTHBEARER(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        """RFC 7628, 3.2.3: the challenge is answered by a single ^A."""
        return await self._judged(server, args, end=b"\1")

    async def _judged(self, server: SMTP, args: list[str], end: bytes) -> AuthResult:
        words = base64.b64decode(args[1]).decode().split("\x01") if len(args) > 1 else []
        token = next((word.removeprefix("auth=Bearer ") for word in words if word.startswith("auth=")), "")
        if self.closed:
            await server.push(CLOSED)
            return AuthResult(success=False, handled=True)
        if self.identity.accepts(token):
            return AuthResult(success=True)
        self.refused += 1
        why = base64.b64encode(json.dumps({"status": "400", "schemes": "Bearer"}).encode()).decode()
        assert await server.challenge_auth(why, encode_to_b64=False) == end
        await server.push("535 5.7.8 Username and Password not accepted")
        return AuthResult(success=False, handled=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.letters.append(bytes(envelope.original_content or b""))
        return "250 2.0.0 taken"


class _Controller(Controller):
    def factory(self) -> SMTP:
        others = {"LOGIN", "PLAIN", "XOAUTH2", "OAUTHBEARER"} - {self.handler.mechanism}
        return SMTP(self.handler, auth_require_tls=False, auth_required=True, auth_exclude_mechanism=others)
