"""A line between mailbot and a server that misbehaves when told to."""

import re
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import Queue
from types import TracebackType
from typing import Literal, Self

from mailbot.demo.servers import HOST

Kind = Literal["reset", "silence", "drip", "split", "bye", "refuse", "no-starttls", "wrong-password"]


@dataclass
class Fault:
    """What happens to each connection. `after`: so many bytes of the server's words pass first."""

    kind: Kind
    after: int = 0


class Proxy:
    """Passes everything on while `fault` is None. A context manager."""

    def __init__(self, port: int, on_client: Callable[[bytes], None] = lambda data: None) -> None:
        self._target, self.on_client = port, on_client
        self._listener = socket.create_server((HOST, 0))
        self.port = int(self._listener.getsockname()[1])
        self.fault: Fault | None = None
        self.said: list[bytes] = []  # by clients
        self.octets_down = 0  # that the server said
        self.struck: Counter[str] = Counter()  # how often a fault was felt
        self._closing = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while not self._closing.is_set():
            with suppress(OSError):
                client, _ = self._listener.accept()
                if self.fault is not None and self.fault.kind == "refuse":
                    self.struck["refuse"] += 1
                    _reset(client)
                    continue
                server = socket.create_connection((HOST, self._target))
                for line in (client, server):
                    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=self._up, args=(client, server), daemon=True).start()
                threading.Thread(target=self._down, args=(client, server), daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while data := client.recv(65536):
                self.said.append(data)
                self.on_client(data)
                if self.fault is not None and self.fault.kind == "wrong-password":
                    data, logins = re.subn(rb"(?i)( LOGIN \S+ ).*", rb'\1"sai"', data)
                    self.struck["wrong-password"] += logins
                server.sendall(data)
        _close(server)

    def _down(self, client: socket.socket, server: socket.socket) -> None:
        passed = 0
        with suppress(OSError):
            while data := server.recv(65536):
                self.octets_down += len(data)
                passed = self._pass(client, data, passed)
        _close(client)

    def _pass(self, client: socket.socket, data: bytes, passed: int) -> int:
        fault = self.fault
        if fault is None:
            client.sendall(data)
            return passed + len(data)
        if fault.kind == "no-starttls":
            data = data.replace(b"STARTTLS", b"NOTHING1")
        if passed + len(data) <= fault.after or fault.kind in ("no-starttls", "wrong-password"):
            client.sendall(data)
            return passed + len(data)
        cut = max(0, fault.after - passed)
        client.sendall(data[:cut])
        self._misbehave(fault, client, data[cut:])
        return passed + len(data)

    def _misbehave(self, fault: Fault, client: socket.socket, rest: bytes) -> None:
        self.struck[fault.kind] += 1
        if fault.kind == "reset":
            _reset(client)
        elif fault.kind == "bye":
            client.sendall(b"\r\n* BYE going down\r\n")
            _close(client)
        elif fault.kind == "silence":
            while self.fault is fault and not self._closing.is_set():
                time.sleep(0.02)
            _close(client)
        else:  # byte by byte while the fault lasts: each as soon as the one before has left, or one in a second
            position = 0
            while position < len(rest) and self.fault is fault:
                if fault.kind == "drip":
                    self._closing.wait(1)
                client.sendall(rest[position : position + 1])
                position += 1
            client.sendall(rest[position:])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        _close(self._listener)


class Expiring(Proxy):
    """Each session is as old as its access token at most: then the server says farewell instead of an answer."""

    def __init__(self, port: int, now: Callable[[], datetime], lasts: timedelta, farewell: bytes) -> None:
        self._now, self._lasts, self._farewell = now, lasts, farewell
        super().__init__(port)

    def _down(self, client: socket.socket, server: socket.socket) -> None:
        over = self._now() + self._lasts
        with suppress(OSError):
            while data := server.recv(65536):
                if self._now() >= over:
                    self.struck["expired"] += 1
                    client.sendall(self._farewell)
                    break
                client.sendall(data)
        _close(client)
        _close(server)


class Distant(Proxy):
    """A server that is far away: `round_trip` seconds there and back, whatever is said in whichever pieces."""

    def __init__(self, port: int, round_trip: float) -> None:
        self._one_way = round_trip / 2
        super().__init__(port)

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        self._carry(client, server)

    def _down(self, client: socket.socket, server: socket.socket) -> None:
        self._carry(server, client)

    def _carry(self, here: socket.socket, there: socket.socket) -> None:
        """What is under way does not hold up what is said after it."""
        under_way: Queue[tuple[float, bytes]] = Queue()
        threading.Thread(target=self._arrive, args=(under_way, there), daemon=True).start()
        with suppress(OSError):
            while data := here.recv(65536):
                under_way.put((time.monotonic() + self._one_way, data))
        under_way.put((time.monotonic() + self._one_way, b""))

    @staticmethod
    def _arrive(under_way: "Queue[tuple[float, bytes]]", there: socket.socket) -> None:
        with suppress(OSError):
            while True:
                at, data = under_way.get()
                time.sleep(max(0.0, at - time.monotonic()))
                if not data:
                    break
                there.sendall(data)
        _close(there)


def _close(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()


def _reset(line: socket.socket) -> None:
    """RST instead of FIN: a lingering time of zero. A thread that reads would hold the line open: it is woken."""
    with suppress(OSError):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.shutdown(socket.SHUT_RD)
    line.close()
