"""The part of OPA's REST API that the adapter uses, served over the oracle.

Answers, status codes and error bodies are those of OPA (v1/server/server.go, v1/server/types).
"""

import json
import ssl
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

from scanner.interfaces import Json
from tests.conformance.oracle import Oracle, OracleError, Undefined

COMPILE = "error(s) occurred while compiling module(s)"
EVALUATE = "error(s) occurred while evaluating query"

Reply = tuple[int, Json]


class OpaRest:
    """A server on a free port of the loopback, for the time of the context.

    With `token` every request must bear it; with `tls` it speaks TLS. `requests` lists method and path of
    each request, in order.
    """

    def __init__(self, token: str | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.token = token
        self.policies: dict[str, str] = {}
        self.requests: list[tuple[str, str]] = []
        self._lock = threading.Lock()
        self._idle: list[Oracle] = []
        self._version = 0
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._scheme = "https" if tls else "http"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"{self._scheme}://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, method: str, path: str, body: bytes) -> Reply:
        """Route one request."""
        parts = urlsplit(path)
        self.requests.append((method, parts.path))
        if (method, parts.path) == ("GET", "/health"):
            return 200, {}
        if (method, parts.path) == ("GET", "/v1/policies"):
            return 200, {"result": [_policy(*item) for item in sorted(self.policies.items())]}
        if parts.path.startswith("/v1/policies/"):
            return self._policy(method, unquote(parts.path.removeprefix("/v1/policies/")), body)
        if method == "POST" and parts.path.startswith("/v1/data/"):
            return self._data(unquote(parts.path.removeprefix("/v1/data/")), parse_qs(parts.query), body)
        return 405, None

    def _policy(self, method: str, policy: str, body: bytes) -> Reply:
        if method == "PUT":
            policies = {**self.policies, policy: body.decode()}
            return self._replace(policies, _around(policies, policy), "invalid_parameter")
        if policy not in self.policies:
            message = f"storage_not_found_error: policy id {json.dumps(policy)}"
            return 404, {"code": "resource_not_found", "message": message}
        if method == "GET":
            return 200, {"result": _policy(policy, self.policies[policy])}
        kept = {key: source for key, source in self.policies.items() if key != policy}
        return self._replace(kept, _users(kept, self.policies[policy]), "invalid_operation")

    def _replace(self, policies: dict[str, str], doubtful: dict[str, str], code: str) -> Reply:
        """OPA compiles everything at each change; here it is what the change can touch, which is as good."""
        try:
            Oracle(doubtful).close()
        except OracleError as error:
            return 400, {"code": code, "message": COMPILE, "errors": error.errors}
        with self._lock:
            self.policies, self._idle = policies, []
            self._version += 1
        return 200, {}

    def _data(self, path: str, parameters: Mapping[str, list[str]], body: bytes) -> Reply:
        try:
            document = json.loads(body)
        except ValueError as error:
            return 400, {
                "code": "invalid_parameter",
                "message": f"body contains malformed input document: {error}",
            }
        strict = parameters.get("strict-builtin-errors") == ["true"]
        with self._oracle() as oracle:
            try:
                return 200, {"result": oracle.value(path.replace("/", "."), document.get("input"))}
            except Undefined:
                return 200, {}
            except OracleError as error:
                if (
                    not strict
                    and error.errors
                    and all(item["code"] == "eval_builtin_error" for item in error.errors)
                ):
                    return 200, {}
                return 500, _internal_error(error)

    @contextmanager
    def _oracle(self) -> Iterator[Oracle]:
        """An evaluator of its own for each request under way: one that hangs holds up no other."""
        with self._lock:
            version, policies = self._version, dict(self.policies)
            oracle = self._idle.pop() if self._idle else None
        oracle = oracle or Oracle(policies)
        yield oracle
        with self._lock:
            if version == self._version:
                self._idle.append(oracle)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Json, client_address: Json) -> None:
        """A client that hangs up is no news."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def _around(policies: Mapping[str, str], policy: str) -> dict[str, str]:
    """A policy with all that it uses."""
    found = {policy: policies[policy]}
    waiting = [policies[policy]]
    while waiting:
        source = waiting.pop()
        used = {
            key: other for key, other in policies.items() if key not in found and _package(other) in source
        }
        found |= used
        waiting += used.values()
    return found


def _users(policies: Mapping[str, str], source: str) -> dict[str, str]:
    """All policies when some of them use the package of this one."""
    package = _package(source)
    return dict(policies) if any(package in other for other in policies.values()) else {}


def _package(source: str) -> str:
    return next(line.split()[1] for line in source.splitlines() if line.startswith("package "))


def _internal_error(error: OracleError) -> Json:
    if not error.errors:
        return {"code": "internal_error", "message": str(error)}
    return {"code": "internal_error", "message": EVALUATE, "errors": error.errors}


def _policy(policy: str, source: str) -> Json:
    return {"id": policy, "raw": source, "ast": {}}


def _handler(opa: OpaRest) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet

        def handle_request(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if opa.token and self.headers.get("Authorization") != f"Bearer {opa.token}":
                message = "request rejected by administrative policy"
                status, reply = 401, {"code": "unauthorized", "message": message}
            else:
                status, reply = opa.answer(self.command, self.path, body)
            payload = b"" if reply is None else json.dumps(reply).encode() + b"\n"
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        do_GET = do_PUT = do_POST = do_DELETE = handle_request  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Keep the test output quiet."""

    return Handler
