"""SSH endpoints: what OpenSSH and others offer before a login."""

import socket
import subprocess
from typing import Any

import pytest

from scanner.model import Enumerated, GapReason, Resource
from tests.collectors.endpoints.conftest import Look
from tests.collectors.endpoints.servers import free_port, saying
from tests.collectors.endpoints.test_tls import gaps, only
from tests.collectors.server.sshd import RealSshd
from tests.needs import need_root

SSH = "endpoint.ssh"
CONFIG = """
Ciphers aes256-gcm@openssh.com,aes128-cbc
MACs hmac-sha1,hmac-sha2-256-etm@openssh.com
KexAlgorithms curve25519-sha256@libssh.org,diffie-hellman-group14-sha1
"""


def test_algorithms_and_host_keys_of_openssh(look: Look) -> None:
    need_root("sshd")
    with RealSshd(config=CONFIG) as server:
        events = look(SSH, protocol="ssh", host="127.0.0.1", port=server.port, servers=["web1"])
        public = server.host_key.with_suffix(".pub")
        shown = subprocess.run(["ssh-keygen", "-lf", str(public)], capture_output=True, text=True, check=True)
        attempts = server.log()
    facts = only(events).facts
    assert facts["software"].startswith("SSH-2.0-OpenSSH")
    assert facts["ciphers"] == ["aes256-gcm@openssh.com", "aes128-cbc"]
    assert facts["macs"] == ["hmac-sha1", "hmac-sha2-256-etm@openssh.com"]
    assert facts["kexalgorithms"][:2] == ["curve25519-sha256@libssh.org", "diffie-hellman-group14-sha1"]
    (key,) = facts["host_keys"]
    assert key["fingerprint"] == shown.stdout.split()[1]
    assert gaps(events) == []
    assert "Failed" not in attempts
    assert "Invalid user" not in attempts


def test_a_kind_of_key_that_is_not_shown_is_a_gap_of_that_fact(look: Look) -> None:
    def first_message_only(connection: socket.socket) -> None:
        connection.sendall(b"SSH-2.0-appliance\r\n" + _kexinit())
        connection.recv(65536)

    with saying(first_message_only) as port:
        events = look(SSH, protocol="ssh", port=port, connect_timeout_seconds=2)
    (gap,) = gaps(events)
    assert gap.fact == "host_keys"
    assert only(events).facts["ciphers"] == ["3des-cbc"]


def _kexinit() -> bytes:
    lists = (
        b"diffie-hellman-group1-sha1",
        b"ssh-rsa",
        *(b"3des-cbc",) * 2,
        *(b"hmac-md5",) * 2,
        *(b"none",) * 2,
        b"",
        b"",
    )
    payload = bytes([20]) + bytes(16)
    payload += b"".join(len(one).to_bytes(4, "big") + one for one in lists) + bytes(5)
    padding = 8 - (len(payload) + 5) % 8 + 8
    return (len(payload) + padding + 1).to_bytes(4, "big") + bytes([padding]) + payload + bytes(padding)


def _another_protocol(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 200)


def _a_huge_packet(connection: socket.socket) -> None:
    connection.sendall(b"SSH-2.0-x\r\n" + (2**31).to_bytes(4, "big") + bytes(65536))


def _nothing(connection: socket.socket) -> None:
    connection.recv(65536)


def _cut(connection: socket.socket) -> None:
    connection.sendall(b"SSH-2.0-x\r\n" + _kexinit()[:40])


@pytest.mark.parametrize("answer", [_another_protocol, _a_huge_packet, _nothing, _cut])
def test_what_is_no_ssh_server_is_a_gap(answer: Any, look: Look) -> None:
    with saying(answer) as port:
        events = look(SSH, protocol="ssh", port=port, connect_timeout_seconds=1)
    assert [gap.fact for gap in gaps(events)] == [None]
    assert not [event for event in events if isinstance(event, Resource | Enumerated)]


def test_nothing_listens(look: Look) -> None:
    (gap,) = gaps(look(SSH, protocol="ssh", port=free_port()))
    assert gap.reason == GapReason.UNREACHABLE


def test_an_ssh_endpoint_has_no_tls(look: Look) -> None:
    events = look("endpoint.tls", "endpoint.http", protocol="ssh", port=free_port())
    assert {(event.type, event.count) for event in events if isinstance(event, Enumerated)} == {
        ("endpoint.tls", 0),
        ("endpoint.http", 0),
    }
