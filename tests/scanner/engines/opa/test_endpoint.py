"""Reaching the server: URL, token, TLS."""

import datetime
import http.server
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from scanner.engines.opa import OpaEngine
from scanner.interfaces import Answer, ConfigurationError, EngineError, Program, Query
from tests.conformance.opa_rest import OpaRest
from tests.conformance.oracle import need_oracle
from tests.scanner.engines.opa.conftest import REFS, resource


@dataclass(frozen=True)
class Identity:
    """A certificate and its key as PEM files."""

    cert: str
    key: str


@dataclass(frozen=True)
class Authority:
    folder: Path
    key: ec.EllipticCurvePrivateKey
    name: x509.Name
    cert: str

    def issue(self, name: str, password: bytes | None = None) -> Identity:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        names: list[x509.GeneralName] = [x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        builder = _builder(subject, self.name, key).add_extension(
            x509.SubjectAlternativeName(names), critical=False
        )
        cert = self.folder / f"{name}.pem"
        cert.write_bytes(builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        return Identity(str(cert), _write_key(self.folder / f"{name}.key", key, password))


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
    )


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey, password: bytes | None) -> str:
    secret: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if password:
        secret = serialization.BestAvailableEncryption(password)
    form = serialization.PrivateFormat.PKCS8
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, secret))
    return str(path)


def authority(folder: Path) -> Authority:
    folder.mkdir()
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test CA")])
    builder = _builder(name, name, key).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    cert = folder / "ca.pem"
    cert.write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return Authority(folder, key, name, str(cert))


@pytest.fixture
def ca(tmp_path: Path) -> Authority:
    return authority(tmp_path / "ca")


@pytest.fixture
def tls_url(ca: Authority) -> Iterator[str]:
    """A server that wants a client certificate of the CA."""
    need_oracle()
    server = ca.issue("server")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(server.cert, server.key)
    context.load_verify_locations(ca.cert)
    context.verify_mode = ssl.CERT_REQUIRED
    with OpaRest(tls=context) as opa:
        yield opa.url


def works(engine: OpaEngine, program: Program) -> bool:
    with engine.load(program):
        [answer] = engine.evaluate([Query(resource("a"), REFS)])
    return answer["storage.plain.deny"] == Answer([])


def test_mutual_tls(tls_url: str, ca: Authority, program: Program) -> None:
    client = ca.issue("client")
    assert works(OpaEngine(tls_url, ca_cert=ca.cert, client_cert=client.cert, client_key=client.key), program)


def test_a_server_of_another_ca_is_not_trusted(
    tls_url: str, ca: Authority, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = authority(tmp_path / "other")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", ca.cert)
    for trusted in (other.cert, None):
        with pytest.raises(EngineError, match=r"TLS failed.*give the CA"):
            works(OpaEngine(tls_url, ca_cert=trusted), program)


def test_a_client_without_certificate_is_turned_away(tls_url: str, ca: Authority, program: Program) -> None:
    with pytest.raises(EngineError):
        works(OpaEngine(tls_url, ca_cert=ca.cert), program)


def test_the_token_is_sent_whatever_the_environment_says(
    program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    need_oracle()
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with OpaRest(token="s3cret") as opa:
        assert works(OpaEngine(opa.url, token="s3cret"), program)


@pytest.mark.parametrize("token", [None, "wr0ng"])
def test_a_token_that_is_missing_or_wrong_is_named_as_the_trouble(
    program: Program, token: str | None
) -> None:
    need_oracle()
    rejected = r"401: request rejected.*give a token"
    with OpaRest(token="s3cret") as opa, pytest.raises(EngineError, match=rejected) as caught:
        works(OpaEngine(opa.url, token=token), program)
    assert "wr0ng" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://opa.example.com:8181", "use https"),
        ("http://10.0.0.1", "use https"),
        ("http://localhost.example.com", "use https"),
        ("ftp://localhost", "not an http or https URL"),
        ("localhost:8181", "not an http or https URL"),
        ("https://", "not an http or https URL"),
        ("https://[::1", "not a URL"),
        ("https://host:99999", "not a URL"),
        ("https://me:hush@host", "use a token"),
        ("https://host/opa", "only scheme, host and port"),
    ],
)
def test_urls_that_cannot_or_must_not_be_used(url: str, problem: str) -> None:
    with pytest.raises(ConfigurationError, match=problem) as caught:
        OpaEngine(url)
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["http://localhost:1", "http://127.8.8.8", "http://[::1]:8181", "https://host/"]
)
def test_urls_that_can_be_used(url: str) -> None:
    OpaEngine(url)


@pytest.mark.parametrize("token", ["", "two words", "line\n", "schlüssel"])
def test_a_token_that_no_header_can_carry_is_refused_and_not_shown(token: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        OpaEngine("https://host", token=token)
    assert not token or token not in str(caught.value)


def test_files_that_cannot_be_used_are_named(ca: Authority, tmp_path: Path) -> None:
    locked = ca.issue("locked", password=b"hush")
    nothing = str(tmp_path / "nothing.pem")
    cases: list[tuple[dict[str, Any], str]] = [
        ({"ca_cert": nothing}, nothing),
        ({"ca_cert": locked.key}, locked.key),
        ({"client_cert": nothing}, nothing),
        ({"client_cert": locked.cert, "client_key": locked.key}, locked.cert),
        ({"client_key": locked.key}, "needs its client certificate"),
    ]
    for settings, named in cases:
        with pytest.raises(ConfigurationError, match=named.replace("\\", ".")):
            OpaEngine("https://host", **settings)


@pytest.mark.parametrize("url", ["https://no-such-host.invalid", "http://127.0.0.1:9"])
def test_a_server_that_is_not_there(url: str, program: Program) -> None:
    with pytest.raises(EngineError, match=f"OPA server {url}: no answer"):
        works(OpaEngine(url), program)


@pytest.fixture(params=["page", "redirect"])
def stranger(request: pytest.FixtureRequest) -> Iterator[str]:
    """A web server that is no OPA."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302 if request.param == "redirect" else 200)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            self.wfile.write(b"<html>welcome</html>")

        def log_message(self, *_: object) -> None:
            """Keep the test output quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_server_that_is_no_opa(stranger: str, program: Program) -> None:
    with pytest.raises(EngineError, match=stranger):
        works(OpaEngine(stranger), program)
