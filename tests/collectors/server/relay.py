"""A bad line to a server: a TCP relay that drops connections, or cuts them."""

import socket
import struct
import threading
from collections.abc import Sequence
from contextlib import suppress


class Relay:
    """Relays to `port` on the loopback.

    `plan` has a number for each connection in turn, None for those after it: how many bytes of the server's
    go through before the line is cut, None for all. 0 drops a connection before the first byte.
    """

    def __init__(self, port: int, plan: Sequence[int | None]) -> None:
        self.connections = 0
        self._target = port
        self._plan = plan
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> "Relay":
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            limit = self._plan[self.connections] if self.connections < len(self._plan) else None
            self.connections += 1
            if limit == 0:
                client.close()
                continue
            server = socket.create_connection(("127.0.0.1", self._target))
            for source, sink, most in ((client, server, None), (server, client, limit)):
                threading.Thread(target=_copy, args=(source, sink, most), daemon=True).start()


def _copy(source: socket.socket, sink: socket.socket, most: int | None) -> None:
    left = most
    with suppress(OSError):
        while data := source.recv(65536 if left is None else min(left, 65536)):
            sink.sendall(data)
            if left is not None:
                left -= len(data)
                if left == 0:
                    # Without a farewell: a reset, as a firewall that forgets the connection sends it.
                    sink.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    break
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
