"""The only way out of the browser: a proxy that reaches listed origins, counts bytes, and refuses the rest.

Whatever starts a request (redirects, frames, workers, sockets, prefetching), it ends here.
"""

import contextlib
import selectors
import socket
import socketserver
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

from collectors.web.settings import origin

CONNECT_SECONDS = 10
IDLE_SECONDS = 30
MAX_HEAD = 65_536
_REFUSED = b"HTTP/1.1 403 Not listed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_FAILED = b"HTTP/1.1 502 No answer\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Gate:
    """What may be reached, and how much may come through it."""

    def __init__(self, origins: frozenset[str], max_bytes: int) -> None:
        self._places = {_place(url) for url in origins}
        self._left = max_bytes
        self._lock = threading.Lock()
        self.full = threading.Event()
        """Set when more came than is allowed; nothing more comes through."""

    def open_to(self, host: str, port: int) -> bool:
        """Whether a host and port belong to a listed origin."""
        return (host.lower().strip("[]"), port) in self._places and not self.full.is_set()

    def count(self, size: int) -> bool:
        """Whether these bytes may still come."""
        with self._lock:
            self._left -= size
            if self._left < 0:
                self.full.set()
        return not self.full.is_set()


def _place(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or {"http": 80, "https": 443}[parts.scheme]


@contextlib.contextmanager
def serving(gate: Gate) -> Iterator[int]:
    """A proxy on loopback; its port."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError):
                self.request.settimeout(IDLE_SECONDS)
                _serve(self.request, gate)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
        yield int(server.server_address[1])
        server.shutdown()


def _serve(client: socket.socket, gate: Gate) -> None:
    head, rest = _head(client)
    method, _, more = head.partition(b" ")
    address = more.split(b" ", 1)[0].decode("latin-1")
    tunnel = method == b"CONNECT"
    host, port = _target(address, tunnel=tunnel)
    if not gate.open_to(host, port):
        client.sendall(_REFUSED)
        return
    try:
        server = socket.create_connection((host.strip("[]"), port), CONNECT_SECONDS)
    except OSError:
        client.sendall(_FAILED)
        return
    with server:
        if tunnel:
            client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        else:
            server.sendall(_rewritten(head, address) + rest)
        _relay(client, server, gate)


def _head(client: socket.socket) -> tuple[bytes, bytes]:
    found = b""
    while b"\r\n\r\n" not in found:
        part = client.recv(MAX_HEAD)
        found += part
        if not part or len(found) > MAX_HEAD:
            raise OSError("no request")
    head, _, rest = found.partition(b"\r\n\r\n")
    return head, rest


def _target(address: str, *, tunnel: bool) -> tuple[str, int]:
    if tunnel:
        host, _, port = address.rpartition(":")
        return host, int(port) if port.isdigit() else 0
    return _place(address) if origin(address) else ("", 0)


def _rewritten(head: bytes, address: str) -> bytes:
    """The request as a server wants it, one per connection."""
    line, *fields = head.split(b"\r\n")
    method, _, version = line.split(b" ", 2)
    parts = urlsplit(address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    kept = [one for one in fields if not one.lower().startswith((b"connection:", b"proxy-"))]
    first = b" ".join((method, path.encode("latin-1"), version))
    return b"\r\n".join((first, *kept, b"Connection: close", b"", b""))


def _relay(client: socket.socket, server: socket.socket, gate: Gate) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(client, selectors.EVENT_READ, server)
        selector.register(server, selectors.EVENT_READ, client)
        while not gate.full.is_set():
            ready = selector.select(IDLE_SECONDS)
            if not ready:
                return
            for key, _ in ready:
                source = key.fileobj
                data = source.recv(1 << 16)  # type: ignore[union-attr]
                if not data or (source is server and not gate.count(len(data))):
                    return
                key.data.sendall(data)
