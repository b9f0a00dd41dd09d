"""A site over TLS that serves pages out of memory, and remembers who asked for what."""

import gzip
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.collectors.authority import Shown

Special = Callable[[BaseHTTPRequestHandler], None]
POLICY = "<!doctype html><title>隐私政策</title><h1>隐私政策</h1>" + "<p>我们如何处理您的个人信息。</p>" * 20


@dataclass
class Site:
    """A running site. `pages` maps paths to HTML, or to what is done with a request."""

    port: int
    pages: dict[str, str | Special]
    scheme: str = "https"
    headers: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """Further headers by path."""
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    """(method, path, user agent) of each request."""

    @property
    def origin(self) -> str:
        return f"{self.scheme}://localhost:{self.port}"

    def url(self, path: str) -> str:
        return f"{self.origin}{path}"


@contextmanager
def site(pages: Mapping[str, str | Special], shown: Shown | None = None) -> Iterator[Site]:
    """A site on loopback: over TLS with a certificate, else in plain text."""
    running = Site(0, {"/privacy": POLICY, **pages}, "https" if shown else "http")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def _answer(self) -> None:
            self.close_connection = True
            path = self.path.partition("?")[0]
            running.asked.append((self.command, self.path, self.headers.get("user-agent", "")))
            page = running.pages.get(path)
            if callable(page):
                page(self)
            elif page is None:
                answer(self, "nothing here", status=404)
            else:
                answer(self, page, *running.headers.get(path, ()))

        def log_message(self, *_: Any) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: Any) -> None:
            return  # clients that go away are part of the tests

    with Server(("127.0.0.1", 0), Handler) as server:
        if shown:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(shown.chain, shown.key)
            server.socket = context.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
        running.port = int(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield running
        server.shutdown()
        thread.join()


def answer(request: BaseHTTPRequestHandler, text: str, *headers: tuple[str, str], status: int = 200) -> None:
    """Send a whole answer."""
    body = text.encode()
    request.send_response(status)
    given = dict(headers)
    request.send_header("Content-Type", given.pop("Content-Type", "text/html; charset=utf-8"))
    request.send_header("Content-Length", str(len(body)))
    for name, value in headers:
        if name != "Content-Type":
            request.send_header(name, value)
    request.send_header("Connection", "close")
    request.end_headers()
    request.wfile.write(body)


def redirect(to: str) -> Special:
    """A redirect."""
    return lambda request: answer(request, "", ("Location", to), status=302)


def zip_bomb(request: BaseHTTPRequestHandler) -> None:
    """A small answer that unpacks to 200 MB."""
    body = gzip.compress(b"<p>" + b"0" * 200_000_000, 1)
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.send_header("Content-Encoding", "gzip")
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


def endless(request: BaseHTTPRequestHandler) -> None:
    """A page without an end."""
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.end_headers()
    while True:
        request.wfile.write(b"<p>more</p>" * 4000)
