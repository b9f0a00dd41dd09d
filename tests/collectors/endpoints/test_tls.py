"""TLS endpoints: what real servers negotiate and show, good and bad."""

import socket
import struct
import subprocess
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from collectors.endpoints import EndpointCollector
from collectors.endpoints.certificates import roots_of
from scanner.interfaces import ConfigurationError, FactRequest, Halt
from scanner.model import Enumerated, Event, Gap, GapReason, Resource, Target
from tests.collectors.authority import Authority, Shown
from tests.collectors.endpoints.conftest import Look
from tests.collectors.endpoints.servers import free_port, haproxy, nginx, s_server, saying
from tests.collectors.postgres.cluster import Cluster

TLS = "endpoint.tls"


def only(events: list[Event]) -> Resource:
    (found,) = (event for event in events if isinstance(event, Resource))
    return found


def gaps(events: list[Event]) -> list[Gap]:
    return [event for event in events if isinstance(event, Gap)]


def certificate(events: list[Event]) -> dict[str, Any]:
    (found,) = only(events).facts["certificates"]
    assert isinstance(found, dict)
    return found


def test_a_good_server_shows_all_that_is_good(look: Look, authority: Authority, folder: Path) -> None:
    shown, port = authority.shown("good"), free_port()
    lines = f"ssl_certificate {shown.chain}; ssl_certificate_key {shown.key}; ssl_protocols TLSv1.2 TLSv1.3;"
    with nginx(folder, f"server {{ listen 127.0.0.1:{port} ssl; {lines} ssl_ciphers ECDHE+AESGCM; }}"):
        events = look(TLS, port=port, servers=["web1"])
    assert gaps(events) == []
    facts = only(events).facts
    assert only(events).id == f"https://localhost:{port}"
    assert facts["protocols"] == ["TLSv1.2", "TLSv1.3"]
    old = {suite["openssl"] for suite in facts["suites"] if suite["protocol"] == "TLSv1.2"}
    assert old == {"ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-GCM-SHA256"}
    assert all(suite["forward_secrecy"] and not suite["anonymous"] for suite in facts["suites"])
    assert "X25519" in facts["key_exchange"]["curves"]
    assert facts["key_exchange"]["dh_bits"] is None
    assert facts["renegotiation"] == {"secure": True, "by_client": False}
    assert facts["compression"] is False
    assert (facts["servers"], facts["server_name"], facts["port"]) == (["web1"], "localhost", port)
    assert certificate(events)["trust"] == "trusted"
    assert certificate(events)["name_matches"] is True
    assert certificate(events)["key"] == {"type": "ec", "bits": 256}
    assert [one["subject"] for one in certificate(events)["chain"]] == ["CN=middle of the tests"]


FAULTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "expired": ({"days": (-60, -1)}, {"trust": "trusted", "name_matches": True}),
    "not-yet": ({"days": (1, 60)}, {"trust": "trusted"}),
    "other-name": ({"name": "other.example"}, {"name_matches": False, "names": ["other.example"]}),
    "wildcard": ({"name": "*.localhost"}, {"name_matches": False}),
    "self-signed": ({"self_signed": True}, {"trust": "self_signed", "name_matches": True}),
    "incomplete": ({"chain": False}, {"trust": "incomplete"}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_of_certificates(fault: str, look: Look, authority: Authority, folder: Path) -> None:
    given, expected = FAULTS[fault]
    shown, port = authority.shown(fault, **given), free_port()
    with haproxy(folder, shown, port):
        found = certificate(look(TLS, port=port))
    assert {key: found[key] for key in expected} == expected
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert (found["not_before"] <= now <= found["not_after"]) is (fault not in ("expired", "not-yet"))


def test_a_ca_that_clients_do_not_know(look: Look, authority: Authority, folder: Path) -> None:
    shown, port = authority.shown("unknown-ca"), free_port()
    with haproxy(folder, shown, port):
        found = certificate(look(TLS, port=port, ca_file=None))
    assert found["trust"] == "incomplete"
    assert "root of the tests" in found["trust_detail"]


def test_old_protocols_weak_suites_and_a_short_key(look: Look, authority: Authority) -> None:
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    shown, port = authority.shown("weak", key=weak), free_port()
    options = ("-cipher", "ALL:eNULL:@SECLEVEL=0", "-min_protocol", "TLSv1")
    with s_server(shown, port, *options):
        events = look(TLS, port=port)
    facts = only(events).facts
    assert facts["protocols"] == ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"]
    names = {suite["name"] for suite in facts["suites"]}
    assert "TLS_RSA_WITH_NULL_SHA256" in names
    assert any(suite["anonymous"] for suite in facts["suites"])
    assert {s["name"] for s in facts["suites"] if not s["forward_secrecy"]} >= {
        "TLS_RSA_WITH_AES_128_CBC_SHA"
    }
    assert facts["key_exchange"]["dh_bits"] >= 512
    assert certificate(events)["key"] == {"type": "rsa", "bits": 1024}


def test_a_signature_with_sha1(look: Look, folder: Path) -> None:
    key, shown, port = folder / "key.pem", folder / "chain.pem", free_port()
    command = ["openssl", "req", "-x509", "-sha1", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(shown)], check=True, capture_output=True)
    with s_server(Shown(shown, key, shown), port, "-cipher", "DEFAULT:@SECLEVEL=0"):
        found = certificate(look(TLS, port=port))
    assert found["signature_hash"] == "sha1"
    assert found["names"] == []
    assert found["name_matches"] is False


def test_starttls_of_postgresql(look: Look) -> None:
    with Cluster({"listen_addresses": "'localhost'"}, tls=True) as cluster:
        events = look(TLS, port=cluster.port, starttls="postgres")
    assert only(events).id == f"postgres://localhost:{cluster.port}"
    assert only(events).facts["protocols"] == ["TLSv1.2", "TLSv1.3"]
    assert certificate(events)["trust"] == "incomplete"


def test_postgresql_without_tls_is_a_gap(look: Look) -> None:
    with Cluster({"listen_addresses": "'localhost'"}) as cluster:
        events = look(TLS, port=cluster.port, starttls="postgres")
    assert [gap.fact for gap in gaps(events)] == [None]
    assert not [event for event in events if isinstance(event, Resource | Enumerated)]


def test_a_server_that_wants_a_client_certificate_still_tells_its_protocols(
    look: Look, authority: Authority
) -> None:
    shown, port = authority.shown("mutual"), free_port()
    with s_server(shown, port, "-Verify", "1", "-CAfile", str(authority.ca_file)):
        events = look(TLS, port=port)
    missing = {gap.fact for gap in gaps(events)}
    assert None not in missing
    assert only(events).facts["protocols"] == ["TLSv1.2", "TLSv1.3"]


def test_nothing_listens(look: Look) -> None:
    events = look(port=free_port())
    assert {(gap.type, gap.reason) for gap in gaps(events)} == {
        (TLS, GapReason.UNREACHABLE),
        ("endpoint.http", GapReason.UNREACHABLE),
    }
    assert not [event for event in events if isinstance(event, Resource)]


def test_a_name_that_does_not_resolve(look: Look) -> None:
    (gap,) = gaps(look(TLS, host="nobody.invalid", port=443))
    assert gap.reason == GapReason.UNREACHABLE
    assert "nobody.invalid" in gap.detail


def test_a_ca_file_that_is_none_leaves_the_rest(look: Look, authority: Authority, folder: Path) -> None:
    shown, port = authority.shown("no-ca"), free_port()
    (folder / "ca.pem").write_text("nothing\n")
    with haproxy(folder, shown, port):
        events = look(TLS, port=port, ca_file=str(folder / "ca.pem"))
    (gap,) = gaps(events)
    assert gap.fact == "certificates"
    assert "holds no certificates" in gap.detail
    assert "TLSv1.3" in only(events).facts["protocols"]


def _silence(connection: socket.socket) -> None:
    connection.recv(1)
    threading.Event().wait(60)


def _noise(connection: socket.socket) -> None:
    connection.recv(64)
    connection.sendall(b"220 hello\r\n" * 1000)


def _alert(connection: socket.socket) -> None:
    connection.recv(1024)
    connection.sendall(struct.pack("!BHHBB", 21, 0x0301, 2, 2, 40))


@pytest.mark.parametrize("answer", [_silence, _noise, _alert])
def test_a_server_that_does_not_speak_tls_is_a_gap(answer: Any, look: Look) -> None:
    with saying(answer) as port:
        events = look(TLS, port=port, connect_timeout_seconds=1, timeout_seconds=30)
    assert [gap.type for gap in gaps(events)] == [TLS]
    assert not [event for event in events if isinstance(event, Resource | Enumerated)]


def test_the_time_of_an_endpoint_is_bounded(look: Look) -> None:
    with saying(_silence) as port:
        begin = time.monotonic()
        events = look(TLS, port=port, connect_timeout_seconds=60, timeout_seconds=2)
        assert time.monotonic() - begin < 30
    assert [gap.reason for gap in gaps(events)] == [GapReason.TIMEOUT]


def test_a_halt_ends_it(schemas: dict[str, Any]) -> None:
    halt = Halt()
    with saying(_silence) as port:
        target = Target(
            "shop", "endpoint", {"host": "localhost", "port": port, "connect_timeout_seconds": 60}
        )
        wanted = FactRequest({TLS: frozenset(schemas[TLS]["properties"])}, halt=halt)
        threading.Timer(1, halt.set, (GapReason.CANCELLED, "stopped")).start()
        events = list(EndpointCollector().collect(target, wanted))
    assert [event.reason for event in events if isinstance(event, Gap)] == [GapReason.CANCELLED]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"starttls": "smtp", "protocol": "ssh"}, "starttls goes with"),
        ({"protocol": "tls"}, "give the port"),
        ({"protocol": "ssh", "ca_file": "/x"}, "ca_file means nothing"),
        ({"port": 443, "plain_ports": [443]}, "other ports"),
    ],
)
def test_settings_that_make_no_sense(settings: dict[str, Any], said: str) -> None:
    target = Target("shop", "endpoint", {"host": "localhost", **settings})
    with pytest.raises(ConfigurationError, match=said):
        EndpointCollector().collect(target, FactRequest({TLS: frozenset()}))


def test_the_systems_cas_can_be_read() -> None:
    assert len(roots_of(None)) > 50
