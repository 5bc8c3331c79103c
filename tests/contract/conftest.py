"""One mailbox contract, many servers: pymap in this process, and a real Dovecot over plain IMAP, STARTTLS and TLS."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from mailbot.demo.servers import ImapServer
from mailbot.mail.connection import Security, Timeouts
from mailbot.mail.imap import ImapSettings, Mailbox
from tests.servers.dovecot import Dovecot, version
from tests.waiting import PATIENCE

MOMENT = datetime(2024, 8, 23, 9, 30, tzinfo=UTC)


def mail(subject: str, body: str = "x", message_id: str | None = None) -> bytes:
    head = (
        f"From: a@truong.example\r\nMessage-ID: {message_id or f'<{subject}@truong.example>'}\r\nSubject: {subject}\r\n"
    )
    return f"{head}\r\n{body}\r\n".encode()


@dataclass
class Server:
    """A server under test, with a mailbox that is empty."""

    host: str
    port: int
    user: str
    password: str
    security: Security
    backend: Any
    ca_file: str | None = None
    opened: list[Mailbox] = field(default_factory=list)

    def mailbox(self, **changes: Any) -> Mailbox:
        settings: dict[str, Any] = {
            "host": self.host,
            "port": self.port,
            "user": self.user,
            "password": lambda: self.password,
            "security": self.security,
            "ca_file": self.ca_file,
            "timeouts": Timeouts(PATIENCE, PATIENCE),
        }
        mailbox = Mailbox(ImapSettings(**settings | changes))
        self.opened.append(mailbox)
        return mailbox

    def deliver(self, raw: bytes, folder: str = "INBOX", when: datetime = MOMENT) -> None:
        self.backend.deliver(raw, when, folder)

    def create_folder(self, name: str) -> None:
        self.backend.create_folder(name)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    if version() is None:
        pytest.skip("Dovecot is not installed")
    with TemporaryDirectory(prefix="mailbot-dovecot-") as folder, Dovecot(Path(folder)) as server:
        yield server


REAL = pytest.mark.dovecot


@pytest.fixture(
    params=[
        "pymap",
        pytest.param("plain", marks=REAL),
        pytest.param("starttls", marks=REAL),
        pytest.param("tls", marks=REAL),
    ]
)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    if request.param == "pymap":
        with ImapServer() as embedded:
            under_test = Server(embedded.host, embedded.port, embedded.user, embedded.password, "plain", embedded)
            yield under_test
            _close(under_test)
        return
    real: Dovecot = request.getfixturevalue("dovecot")
    real.next_account()
    port = real.tls_port if request.param == "tls" else real.port
    ca_file = None if request.param == "plain" else real.ca_file
    under_test = Server(real.host, port, real.user, real.password, request.param, real, ca_file)
    yield under_test
    _close(under_test)


def _close(server: Server) -> None:
    for mailbox in server.opened:
        mailbox.close()
