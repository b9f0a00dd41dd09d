"""HSTS and plain-text ports of real web servers."""

import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.endpoints.http import parse_hsts
from scanner.model import GapReason, Resource
from tests.collectors.authority import Authority
from tests.collectors.endpoints.conftest import Look
from tests.collectors.endpoints.servers import free_port, nginx, saying
from tests.collectors.endpoints.test_tls import gaps, only

HTTP = "endpoint.http"
PORT = "endpoint.port"


def test_hsts_of_the_answer(look: Look, authority: Authority, folder: Path) -> None:
    shown, port, bare = authority.shown("hsts"), free_port(), free_port()
    keys = f"ssl_certificate {shown.chain}; ssl_certificate_key {shown.key};"
    header = 'add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;'
    with nginx(
        folder,
        f"server {{ listen 127.0.0.1:{port} ssl; {keys} {header} return 404; }}",
        f"server {{ listen 127.0.0.1:{bare} ssl; {keys} return 200 ok; }}",
    ):
        promised, none = look(HTTP, port=port), look(HTTP, port=bare)
    assert only(promised).facts["hsts"] == {"max_age": 31536000, "include_subdomains": True, "preload": False}
    assert only(none).facts["hsts"]["max_age"] is None


def test_what_ports_do_without_tls(look: Look, authority: Authority, folder: Path) -> None:
    shown, port = authority.shown("ports"), free_port()
    ports = {
        name: free_port() for name in ("serves", "missing", "redirects", "root", "redirects_plain", "refuses")
    }
    answers = {
        "serves": "return 200 ok;",
        "missing": "return 404;",
        "redirects": "return 301 https://$host$request_uri;",
        "root": "location = / { return 301 https://$host/; } location / { return 200 ok; }",
        "redirects_plain": "return 301 http://elsewhere.example/;",
        "refuses": "return 403;",
    }
    keys = f"ssl_certificate {shown.chain}; ssl_certificate_key {shown.key};"
    blocks = [f"server {{ listen 127.0.0.1:{ports[name]}; {answers[name]} }}" for name in ports]
    closed = free_port()
    with nginx(folder, f"server {{ listen 127.0.0.1:{port} ssl; {keys} return 200 ok; }}", *blocks):
        events = look(PORT, port=port, plain_ports=[*ports.values(), closed])
    found = {e.facts["port"]: e.facts["answer"] for e in events if isinstance(e, Resource)}
    said = {ports[name]: {"missing": "serves", "root": "serves"}.get(name, name) for name in ports}
    assert found == {**said, closed: "closed"}
    assert gaps(events) == []


def test_a_site_without_tls_is_its_own_plain_port(look: Look, folder: Path) -> None:
    port = free_port()
    with nginx(folder, f"server {{ listen 127.0.0.1:{port}; return 200 ok; }}"):
        events = look(protocol="http", port=port)
    assert only(events).facts == {"port": port, "answer": "serves"}
    assert only(events).id == f"http://localhost:{port}/plain/{port}"


def test_other_services_are_open_or_closed(look: Look) -> None:
    with saying(lambda connection: connection.sendall(b"* OK IMAP4rev1\r\n")) as port:
        events = look(PORT, protocol="tls", port=free_port(), plain_ports=[port])
    assert only(events).facts["answer"] == "open"


def test_a_port_that_accepts_and_says_nothing_is_a_gap(look: Look) -> None:
    def silence(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.recv(1)

    with saying(silence) as port:
        events = look(PORT, port=free_port(), plain_ports=[port], connect_timeout_seconds=1)
    (gap,) = gaps(events)
    assert (gap.reason, gap.resource) == (GapReason.TIMEOUT, only(events).id)
    assert only(events).facts == {}


def test_a_page_without_an_end_is_not_read(look: Look) -> None:
    def endless(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    with saying(endless) as port:
        events = look(PORT, port=free_port(), plain_ports=[port])
    assert only(events).facts["answer"] == "serves"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("max-age=300", 300),
        ('Max-Age="300" ; includeSubDomains', 300),
        ("includeSubDomains", None),
        ("max-age=abc", None),
        ("max-age=-1", None),
        ("max-age=1; max-age=2", None),
        ("", None),
        (None, None),
    ],
)
def test_headers_as_browsers_read_them(header: str | None, seconds: int | None) -> None:
    assert parse_hsts(header)["max_age"] == seconds


@given(st.text())
def test_no_header_breaks_the_parser(header: str) -> None:
    found: dict[str, Any] = parse_hsts(header)
    assert found["max_age"] is None or found["max_age"] >= 0
