"""A server that says exactly what a test tells it to: for lines that no decent server would ever write."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Self

from mailbot.demo.servers import HOST


class Line:
    """One connection as the server sees it."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._buffer = b""

    def say(self, data: bytes) -> None:
        self._connection.sendall(data)

    def hear(self) -> bytes:
        """The next line without its end; b"" when the client has gone."""
        while b"\n" not in self._buffer:
            data = self._connection.recv(65536)
            if not data:
                return b""
            self._buffer += data
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line.rstrip(b"\r")

    def wait(self) -> None:
        """Says nothing more until the client has gone."""
        while self.hear():
            pass

    def cut(self) -> None:
        """Closes without a word."""
        self._connection.shutdown(socket.SHUT_RDWR)


class ScriptedServer:
    """Plays `script` with each connection, one after the other."""

    def __init__(self, script: Callable[[Line], None]) -> None:
        self.script = script
        self._listener = socket.create_server((HOST, 0))
        self.host, self.port = HOST, int(self._listener.getsockname()[1])
        self.connections = 0
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            with connection:
                try:
                    self.script(Line(connection))
                except OSError:
                    continue

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for line in (self._listener, *self._open):
            with suppress(OSError):  # most are closed already
                line.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)


@contextmanager
def nobody_listening() -> Iterator[int]:
    """A port that refuses every connection. It is held meanwhile, or a server of another test might open there."""
    with socket.socket() as held:
        held.bind((HOST, 0))
        yield int(held.getsockname()[1])
