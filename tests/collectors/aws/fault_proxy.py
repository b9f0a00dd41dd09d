"""A reverse proxy that answers chosen requests with a fault, and counts all of them."""

import http.client
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR
from typing import Self
from urllib.parse import parse_qsl, urlsplit

ACCOUNT = "account"
"""Subresource of the S3 Control calls."""
STS = "sts"
"""Subresource of the STS calls."""
_SUBRESOURCES = frozenset(
    {
        "acl",
        "encryption",
        "lifecycle",
        "location",
        "logging",
        "ownershipControls",
        "policy",
        "policyStatus",
        "publicAccessBlock",
        "tagging",
        "versioning",
    }
)


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for: `GET`, bucket and subresource (both empty for the list of buckets).

    Services that name their operation in the request (all but S3) have it in `operation`.
    """

    method: str
    bucket: str
    subresource: str
    query: str = field(default="", compare=False)
    operation: str = field(default="", compare=False)


@dataclass(slots=True)
class Fault:
    """An answer instead of the real one; an unset field matches everything.

    `times` counts down to the real answer. `reset` cuts the connection instead of answering.
    """

    status: int = 403
    code: str = "AccessDenied"
    message: str = "Access Denied"
    method: str | None = None
    bucket: str | None = None
    subresource: str | None = None
    operation: str | None = None
    body: bytes | None = None
    reset: bool = False
    times: int | None = None

    def meets(self, request: Request) -> bool:
        """Whether this fault is for the request."""
        return (
            self.method in (None, request.method)
            and self.bucket in (None, request.bucket)
            and self.subresource in (None, request.subresource)
            and self.operation in (None, request.operation)
            and self.times != 0
        )

    def answer(self) -> bytes:
        """Body of the answer."""
        if self.body is not None:
            return self.body
        error = f"<Error><Code>{self.code}</Code><Message>{self.message}</Message></Error>"
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{error}'.encode()


class FaultProxy:
    """The proxy in front of `upstream`, a URL on the loopback. Use as a context."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.requests: list[Request] = []
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self._server = _Server(self)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def reset(self) -> None:
        """Forget faults and requests."""
        with self._lock:
            self._faults = []
            self.requests = []

    def inject(self, *faults: Fault) -> None:
        """Add faults; the first that meets a request answers it."""
        with self._lock:
            self._faults.extend(faults)

    def asked(self) -> list[Request]:
        """The requests so far, in an order that does not depend on threads."""
        with self._lock:
            return sorted(self.requests, key=lambda r: (r.bucket, r.subresource, r.method))

    def fault_for(self, request: Request) -> Fault | None:
        """Note the request; the fault that answers it, if any."""
        with self._lock:
            self.requests.append(request)
            fault = next((fault for fault in self._faults if fault.meets(request)), None)
            if fault and fault.times:
                fault.times -= 1
            return fault


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, proxy: FaultProxy) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.proxy = proxy


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def setup(self) -> None:
        super().setup()
        self._upstream = http.client.HTTPConnection(urlsplit(self.server.proxy.upstream).netloc, timeout=30)

    def finish(self) -> None:
        self._upstream.close()
        super().finish()

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        request = replace(request_of(self.command, self.path), operation=self._operation(body))
        fault = self.server.proxy.fault_for(request)
        if fault is None:
            self._forward(body)
        elif fault.reset:
            self.close_connection = True
            self.connection.shutdown(SHUT_RDWR)
        else:
            self._answer(fault.status, [("Content-Type", "application/xml")], fault.answer())

    def _operation(self, body: bytes) -> str:
        """By the header of the JSON protocols, or the parameter of the query protocols."""
        named = self.headers.get("X-Amz-Target", "")
        return named.rpartition(".")[2] or dict(parse_qsl(body.decode("latin-1"))).get("Action", "")

    def _forward(self, body: bytes) -> None:
        self._upstream.request(self.command, self.path, body, dict(self.headers.items()))
        answer = self._upstream.getresponse()
        content = answer.read()
        kept = [item for item in answer.getheaders() if item[0].lower() not in _HOP]
        self._answer(answer.status, kept, content)

    def _answer(self, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815 - names of http.server


_HOP = frozenset({"connection", "content-length", "transfer-encoding", "keep-alive"})


def request_of(method: str, target: str) -> Request:
    """What a request line in path style asks for."""
    parts = urlsplit(target)
    if parts.path.startswith("/v20180820/"):
        return Request(method, "", ACCOUNT, parts.query)
    bucket = parts.path.strip("/").split("/")[0]
    if method == "POST" and not bucket:
        return Request(method, "", STS, parts.query)
    keys = {key for key, _ in parse_qsl(parts.query, keep_blank_values=True)}
    return Request(method, bucket, next(iter(keys & _SUBRESOURCES), ""), parts.query)
