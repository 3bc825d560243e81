"""A server that does to each exchange what a script says.

It listens on the loopback interface alone, every wait in it is bounded, and leaving its ``with``
block closes every socket and joins every thread, so that what it saw may be read after that.
"""

import select
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread
from typing import Final, Self

_BOUND: Final = 5.0  # seconds that any wait of the server may take
_TICK: Final = 0.02  # seconds after which a waiting thread looks whether it should stop
_LINGER_NOT: Final = struct.pack("ii", 1, 0)


def answer(status: str, body: bytes = b"", *headers: str) -> bytes:
    """Write a whole answer; a ``Content-Length`` among the headers replaces the true one."""
    lines = [f"HTTP/1.1 {status}", *headers]
    if not any(line.lower().startswith(("content-length:", "transfer-")) for line in headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


class Peer:
    """The server's end of one connection."""

    def __init__(self, connection: socket.socket, server: "FaultServer") -> None:
        self._socket = connection
        self._server = server
        self._early = b""
        self.is_open = True
        connection.settimeout(_BOUND)

    def begins(self) -> bool:
        """Wait for the first byte of a request; false when the client or the server ends."""
        while not self._early:
            if select.select([self._socket], [], [], _TICK)[0]:
                return self._receive()
            if self._server.stopped.is_set():
                return False
        return True

    def read(self) -> bytes:
        """Read one whole request and keep it in the server's ``requests``."""
        while b"\r\n\r\n" not in self._early:
            if not self._receive():
                return b""
        head, _, rest = self._early.partition(b"\r\n\r\n")
        missing = _announced(head) - len(rest)
        while missing > 0 and (before := len(self._early)) and self._receive():
            missing -= len(self._early) - before
        request, self._early = self._early, b""
        self._server.requests.append(request)
        return request

    def sip(self, size: int) -> bool:
        """Read at most ``size`` bytes and forget them; false when all is over."""
        return not self._server.stopped.is_set() and bool(self._socket.recv(size))

    def send(self, *pieces: bytes, every: float = 0.0) -> bool:
        """Send pieces, ``every`` so many seconds; false as soon as the client has hung up."""
        for piece in pieces:
            if every and self.gone(every):
                return False
            self._socket.sendall(piece)
        return True

    def gone(self, within: float = _BOUND) -> bool:
        """Wait for the client to hang up, and note with the server that it did."""
        ready, _, _ = select.select([self._socket], [], [], within)
        if not ready:
            return False
        with suppress(ConnectionError):
            while self._socket.recv(65536):
                pass
        self._server.hung_up += 1
        return True

    def ignore(self) -> None:
        """Read nothing until the server is stopped."""
        self._server.stopped.wait(_BOUND)

    def close(self) -> None:
        """End the connection in order."""
        self.is_open = False
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
        self._socket.close()

    def reset(self) -> None:
        """End the connection with a RST."""
        self.is_open = False
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
        self._socket.close()

    def _receive(self) -> bool:
        piece = self._socket.recv(65536)
        self._early += piece
        return bool(piece)


def _announced(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


Script = Callable[[Peer], object]
"""What to do with one exchange; a connection that it leaves open waits for the next."""


class FaultServer:
    """Plays one script for each exchange, the last one again and again.

    ``eager`` starts a script when the connection is there, not when a request begins.
    ``exchanges`` counts the scripts played, ``connections`` what was accepted, ``hung_up`` the
    clients that were seen to leave; ``requests`` are those that were read whole.
    """

    def __init__(self, *scripts: Script, eager: bool = False, buffer: int | None = None) -> None:
        self._scripts = list(scripts)
        self._eager = eager
        self._lock = Lock()
        self.stopped = Event()
        self._threads: list[Thread] = []
        self._peers: list[Peer] = []
        self.exchanges = self.connections = self.hung_up = 0
        self.requests: list[bytes] = []
        self._listener = socket.socket()
        if buffer:
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(16)
        self._listener.settimeout(_TICK)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        while self._threads:
            self._threads.pop().join(2 * _BOUND)
        self._listener.close()

    def _start(self, work: Callable[[], None]) -> None:
        thread = Thread(target=work, daemon=True)
        thread.start()
        self._threads.append(thread)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                if self.stopped.is_set():  # and nobody who came before is left waiting
                    return
                continue
            self.connections += 1
            self._start(lambda connection=connection: self._serve(connection))  # type: ignore[misc]

    def _serve(self, connection: socket.socket) -> None:
        peer = Peer(connection, self)
        with suppress(OSError):  # the client may leave at any moment
            while peer.is_open and (self._eager or peer.begins()):
                self._next_script()(peer)
                if self._eager:
                    break
        if peer.is_open:
            peer.close()

    def _next_script(self) -> Script:
        with self._lock:
            self.exchanges += 1
            return self._scripts.pop(0) if len(self._scripts) > 1 else self._scripts[0]


@contextmanager
def refusing_url() -> Iterator[str]:
    """Give a URL whose port is taken and where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@contextmanager
def full_backlog() -> Iterator[str]:
    """Give a URL where connecting is neither taken nor refused."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        try:
            for one in waiting:
                one.setblocking(False)
                one.connect_ex(listener.getsockname())
            time.sleep(0.05)  # so that the queue is full before the first real client comes
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            for one in waiting:
                one.close()
