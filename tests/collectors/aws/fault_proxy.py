"""A reverse proxy that answers chosen requests with a fault, and counts all of them."""

import http.client
import re
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from tests.collectors.aws.aws_request import Request, request_of, rest_operation
from tests.collectors.aws.first_pages import asks_for_more, without_token


@dataclass(slots=True)
class Fault:
    """An answer instead of the real one; an unset field matches everything.

    `times` counts down to the real answer. `reset` cuts the connection instead of answering, `truncate` in
    the middle of the real answer, `seconds` is how long that takes. `contains` is a part of the body of the
    request.
    """

    status: int = 403
    code: str = "AccessDenied"
    message: str = "Access Denied"
    method: str | None = None
    bucket: str | None = None
    subresource: str | None = None
    operation: str | None = None
    service: str | None = None
    region: str | None = None
    contains: str = ""
    body: bytes | None = None
    reset: bool = False
    truncate: bool = False
    seconds: float = 0
    times: int | None = None

    def meets(self, request: Request) -> bool:
        """Whether this fault is for the request."""
        return (
            self.method in (None, request.method)
            and self.bucket in (None, request.bucket)
            and self.subresource in (None, request.subresource)
            and self.operation in (None, request.operation)
            and self.service in (None, request.service)
            and self.region in (None, request.region)
            and self.contains.encode() in request.body
            and self.times != 0
        )

    def answer(self) -> bytes:
        """Body of the answer."""
        if self.body is not None:
            return self.body
        error = f"<Error><Code>{self.code}</Code><Message>{self.message}</Message></Error>"
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{error}'.encode()


Amendments = Mapping[str, Callable[[bytes], bytes]]
"""What makes an answer of the emulator, which may be an error, one of AWS with status 200.

By operation, or subresource of a bucket.
"""


class FaultProxy:
    """The proxy in front of `upstream`, a URL on the loopback. Use as a context."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.requests: list[Request] = []
        self.most_at_once = 0
        """Requests that were under way at the same time."""
        self._under_way = 0
        self._faults: list[Fault] = []
        self._first_pages: dict[str, bytes] = {}
        self._amendments: dict[str, Callable[[bytes], bytes]] = {}
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
        """Forget faults and requests, but not amendments."""
        with self._lock:
            self._faults = []
            self._first_pages = {}
            self.requests = []
            self.most_at_once = 0

    def inject(self, *faults: Fault) -> None:
        """Add faults; the first that meets a request answers it."""
        with self._lock:
            self._faults.extend(faults)

    def amend(self, amendments: Amendments) -> None:
        """From now on, answer these operations as AWS does."""
        self._amendments.update(amendments)

    def page(self, first_pages: Mapping[str, bytes]) -> None:
        """Answer these operations with an empty first page; what there is comes on the second."""
        with self._lock:
            self._first_pages.update(first_pages)

    def asked(self) -> list[Request]:
        """The requests so far, in an order that does not depend on threads."""
        with self._lock:
            return sorted(self.requests, key=lambda r: (r.bucket, r.subresource, r.method))

    def fault_for(self, request: Request) -> Fault | None:
        """Note the request; the fault that answers it, if any."""
        with self._lock:
            self.requests.append(request)
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
            fault = next((fault for fault in self._faults if fault.meets(request)), None)
            if fault and fault.times:
                fault.times -= 1
            return fault

    def first_page_for(self, request: Request) -> bytes | None:
        """The page in the place of the answer, if there is one and the next was not asked for."""
        page = self._first_pages.get(request.operation)
        return None if asks_for_more(request.query, request.body) else page

    def amendment_for(self, operation: str) -> Callable[[bytes], bytes] | None:
        """What turns an answer of the emulator into one of AWS, if anything."""
        return self._amendments.get(operation)

    def done(self) -> None:
        """Note that a request is about to be answered."""
        with self._lock:
            self._under_way -= 1


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
        request = replace(
            request_of(self.command, self.path),
            operation=self._operation(body),
            body=body,
            credential=self._credential(),
        )
        fault = self.server.proxy.fault_for(request)
        time.sleep(fault.seconds if fault else 0)
        page = self.server.proxy.first_page_for(request)
        if fault is None and page is not None:
            self._answer(200, [("Content-Type", "application/xml")], page)
        elif fault is None:
            self._forward(body, request.operation or request.subresource)
        elif fault.truncate:
            self._forward(body, request.operation, part=0.5)
            self.close_connection = True
        elif fault.reset:
            self.server.proxy.done()
            self.close_connection = True
            self.connection.shutdown(SHUT_RDWR)
        else:
            self._answer(fault.status, [("Content-Type", "application/xml")], fault.answer())

    def _operation(self, body: bytes) -> str:
        """By the header of the JSON protocols, the parameter of the query protocols, or the path."""
        named = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
        asked = named or dict(parse_qsl(body.decode("latin-1"))).get("Action", "")
        service = "".join(self._credential().split("/")[3:4])
        return asked or rest_operation(service, self.command, self.path)

    def _credential(self) -> str:
        found = re.search(r"Credential=([^,\s]+)", self.headers.get("Authorization", ""))
        return found[1] if found else ""

    def _forward(self, body: bytes, operation: str, part: float = 1) -> None:
        headers = dict(self.headers.items())
        path, body = without_token(self.path, body) if asks_for_more(self.path, body) else (self.path, body)
        if "Content-Length" in headers:
            headers["Content-Length"] = str(len(body))
        self._upstream.request(self.command, path, body, headers)
        answer = self._upstream.getresponse()
        content = answer.read()
        status, amended = answer.status, self.server.proxy.amendment_for(operation)
        if amended:
            status, content = 200, amended(content)
        kept = [item for item in answer.getheaders() if item[0].lower() not in _HOP]
        self._answer(status, kept, content, part)

    def _answer(self, status: int, headers: Iterable[tuple[str, str]], body: bytes, part: float = 1) -> None:
        self.server.proxy.done()
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body[: int(len(body) * part)])
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815 - names of http.server


_HOP = frozenset({"connection", "content-length", "transfer-encoding", "keep-alive"})
