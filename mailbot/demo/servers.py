"""Mail servers inside this process, on real sockets of the loopback: pymap for IMAP, aiosmtpd for SMTP. No root.

The demo plays its season on them, and so do the tests that need no foreign server.
"""

import asyncio
import random
import socket
import ssl
import threading
from argparse import Namespace
from collections import deque
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from imapclient import IMAPClient
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPService
from pysasl.hashing import BuiltinHash

HOST = "127.0.0.1"
START_SECONDS = 60  # a busy machine is no reason to give up
_BELOW_EPHEMERAL = (20_000, 32_768)  # Linux gives the ports from 32768 on to whoever asks for any

# What the sink does with a letter: take it, answer with this line ("451 ...", "554 ..."), take it and cut the line
# before the answer, or cut the line and forget it.
Reaction = Literal["take", "take-and-drop", "drop"] | str


def free_port() -> int:
    """A port of the loopback that nobody uses now, and that the system gives to nobody who asks for any port."""
    while True:
        port = random.SystemRandom().randrange(*_BELOW_EPHEMERAL)
        with socket.socket() as probe, suppress(OSError):
            probe.bind((HOST, port))
            return port


class ImapServer:
    """A mailbox in memory, without TLS, for one user. A context manager."""

    def __init__(self, user: str = "phongtccb@laocai.example", password: str = "demo") -> None:  # noqa: S107
        self.user, self.password = user, password
        self.host, self.port = HOST, free_port()
        self._ready = threading.Event()
        self._stop: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="pymap", daemon=True)
        self._client: Any = None
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self) -> Self:
        """Raises TimeoutError if the server does not come up."""
        self._thread.start()
        if not self._ready.wait(START_SECONDS):
            raise TimeoutError("the embedded IMAP server did not start")
        return self

    def stop(self) -> None:
        """Stops the server. Clients should be gone: since Python 3.12 it waits for them, here a few seconds."""
        if self._client is not None:
            self._client.logout()
            self._client = None
        if self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(5)

    def deliver(self, raw: bytes, when: datetime | None = None, folder: str = "INBOX") -> None:
        """Puts a mail into a folder, unread; `when` (aware) is its INTERNALDATE."""
        self._connected().append(folder, raw, msg_time=when)

    def create_folder(self, name: str) -> None:
        self._connected().create_folder(name)

    def client(self) -> Any:
        """A new connection of its own, logged in; to be logged out by the caller."""
        client = IMAPClient(self.host, self.port, ssl=False, timeout=START_SECONDS)
        client._imap.debug = 0
        client.normalise_times = False
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else each APPEND waits 40 ms
        client.login(self.user, self.password)
        return client

    def _connected(self) -> Any:
        if self._client is None:
            self._client = self.client()
        return self._client

    async def _serve(self) -> None:
        # A stolen password leads nowhere here, so a login need not cost the half second that makes guessing hard.
        backend, config = await DictBackend.init(self._settings(), hash_context=BuiltinHash(rounds=1))
        config.apply_context()
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._loop.set_task_factory(self._kept)
        async with AsyncExitStack() as stack:
            await backend.start(stack)
            await IMAPService(backend, config).start(stack)
            self._ready.set()
            await self._stop.wait()

    def _kept(self, loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any) -> "asyncio.Task[Any]":
        """A task that lives until it is done. The loop itself holds tasks weakly, and from Python 3.12 on a connection
        whose client sends much at once was collected in the midst of it."""
        task = asyncio.Task(coroutine, loop=loop, **options)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _settings(self) -> Namespace:
        """What pymap's command line would hand over."""
        return Namespace(
            debug=False,
            host=self.host,
            port=self.port,
            cert=None,
            key=None,
            tls=False,
            proxy_protocol=None,
            passlib_cfg=None,
            demo_data=False,
            demo_data_resource=None,
            demo_user=self.user,
            demo_password=self.password,
            inherited_sockets=None,
            skip_services=[],
        )

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


@dataclass(frozen=True, slots=True)
class Letter:
    """What a client handed over."""

    sender: str  # envelope; "" for the null return path
    recipients: tuple[str, ...]
    raw: bytes = field(repr=False)


class SmtpSink:
    """Takes every letter and keeps it; can be told to misbehave. A context manager.

    `answers` is used up letter by letter; when it is empty letters are taken. `refused` maps a recipient to the reply
    line its RCPT gets.
    """

    def __init__(
        self,
        folder: Path | None = None,
        on_letter: Callable[[Letter], None] | None = None,
        tls: ssl.SSLContext | None = None,
        implicit_tls: bool = False,
        user: str | None = None,
        password: str = "",
    ) -> None:
        """`folder` receives each letter as NNNN.eml. With a user the sink wants AUTH.

        With `tls` it offers STARTTLS, or speaks nothing but TLS if that is `implicit_tls`.
        """
        self.letters: list[Letter] = []
        self.answers: deque[Reaction] = deque()
        self.refused: dict[str, str] = {}
        self.connections = 0
        self.host, self.port = HOST, free_port()  # the same after a stop and a start
        self._folder, self.on_letter = folder, on_letter
        self._user, self._password = user, password
        self._options: dict[str, Any] = {"data_size_limit": 64 * 1024 * 1024}
        if tls is not None:
            self._options["ssl_context" if implicit_tls else "tls_context"] = tls
        if user is not None:
            self._options |= {"authenticator": self._authenticate, "auth_required": True}
            self._options["auth_require_tls"] = tls is not None and not implicit_tls
        self._controller: Any = None

    def start(self) -> Self:
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
        # aiosmtpd cannot find out a port that it let the system choose.
        self._controller = Controller(
            self, hostname=self.host, port=self.port, ready_timeout=START_SECONDS, **self._options
        )
        self._controller.start()
        return self

    def stop(self) -> None:
        """Closes the port; letters stay. It may be started again."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # aiosmtpd finds its hooks by these names.
    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.answers.popleft() if self.answers else "take"
        if answer in ("take", "take-and-drop"):
            self._keep(
                Letter(
                    (envelope.mail_from or "").removeprefix("<>"),
                    tuple(envelope.rcpt_tos),
                    bytes(envelope.original_content),
                )
            )
        if answer in ("drop", "take-and-drop"):
            server.transport.abort()
        return "250 OK" if answer in ("take", "take-and-drop", "drop") else answer

    def _keep(self, letter: Letter) -> None:
        self.letters.append(letter)
        if self._folder is not None:
            (self._folder / f"{len(self.letters):04}.eml").write_bytes(letter.raw)
        if self.on_letter is not None:
            self.on_letter(letter)

    def _authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        wanted = LoginPassword((self._user or "").encode(), self._password.encode())
        return AuthResult(success=data == wanted, handled=False)
