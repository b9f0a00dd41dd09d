"""What the tests of TLS endpoints share: files through the probe's own includes, and real handshakes."""

import secrets
import socket
import ssl
import subprocess
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from collectors.server import probe
from collectors.server.facts.tls.model import Library
from collectors.server.reply import Item, NotSeenError, Reply
from collectors.server.texts import Texts, parse_texts
from scanner.model import GapReason

REPLY = Reply({}, NotSeenError(GapReason.UNREACHABLE, "no probe ran"), root=True)
SYSTEM = Library((3, 0, 19))
"""An OpenSSL 3 as distributions ship it."""
OLD = Library((1, 1, 1))
VERSIONS = {
    "TLSv1": ssl.TLSVersion.TLSv1,
    "TLSv1.1": ssl.TLSVersion.TLSv1_1,
    "TLSv1.2": ssl.TLSVersion.TLSv1_2,
    "TLSv1.3": ssl.TLSVersion.TLSv1_3,
}


def followed(extractor: str, *mains: str, base: str = "", shell: Sequence[str] = ("sh",)) -> Texts:
    """The files as the probe reads them, includes and all."""
    script = (
        f'{probe.text("lib")}\n{probe.text("tls")}\nbase={base}\nroot={mains[0]}\nfollow {extractor} "$@"'
    )
    done = subprocess.run([*shell, "-c", script, "sh", *mains], capture_output=True, check=True)
    return parse_texts(Item(done.stdout, 0, ""), REPLY)


def texts(files: Mapping[str, str], includes: Mapping[str, Sequence[str]] | None = None) -> Texts:
    """Files that were never on a disk."""
    lines = {path: text.split("\n") for path, text in files.items()}
    return Texts(dict.fromkeys(files, "F"), lines, includes or {}, REPLY)


def free_ports(count: int) -> list[int]:
    """Different ports that nobody listened on a moment ago."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]


def handshakes(port: int, name: str = "localhost") -> list[str]:
    """The versions that a server on this machine really negotiates, with a client that takes everything."""
    found = []
    for version, number in VERSIONS.items():
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = number
        try:
            with (
                socket.create_connection(("127.0.0.1", port), timeout=5) as plain,
                context.wrap_socket(plain, server_hostname=name) as secure,
            ):
                assert secure.version() == version
                found.append(version)
        except (ssl.SSLError, ConnectionError):
            continue
    return found


def answer(port: int, path: str = "/", host: str = "localhost") -> tuple[int, str]:
    """Status and Location of a request in plain text; status 0 when the connection just ends."""
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
        plain.sendall(request.encode())
        reply = b""
        try:
            while part := plain.recv(65536):
                reply += part
        except ConnectionError:
            pass
    head = reply.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    if not head[0]:
        return 0, ""
    location = next((line[10:] for line in head if line.lower().startswith("location: ")), "")
    return int(head[0].split()[1]), location


def behaviour(port: int, host: str = "localhost") -> str:
    """What becomes of plain requests for some paths, in the words of the fact `plain_text`."""
    answers = [answer(port, path, host) for path in ("/", "/x", f"/{secrets.token_hex(4)}/index.php?a=b")]
    if all(status in (301, 302, 303, 307, 308) and to.startswith("https://") for status, to in answers):
        return "redirects"
    refused = all(status in (0, 400, 401, 403, 410, 426, 444, 503) or status == 404 for status, _ in answers)
    return "refuses" if refused else "serves"


@contextmanager
def running(command: Sequence[str], *ports: int) -> Iterator[None]:
    """A server in the foreground, listening; ends with the block."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            end = time.monotonic() + 20
            for port in ports:
                while not _listens(port):
                    assert process.poll() is None, process.stdout and process.stdout.read().decode()
                    assert time.monotonic() < end, f"nothing listens on {port}"
                    time.sleep(0.02)
            # httpd binds its sockets before it reads the rest of its configuration.
            time.sleep(0.2)
            assert process.poll() is None, process.stdout and process.stdout.read().decode()
            yield
        finally:
            process.terminate()
            process.wait(10)


def _listens(port: int) -> bool:
    with socket.socket() as one:
        one.settimeout(1)
        return one.connect_ex(("127.0.0.1", port)) == 0


def certificate(
    name: str = "www.example.com",
    *,
    days: int = 90,
    now: datetime | None = None,
    bits: int = 2048,
    names: Sequence[str] = ("www.example.com",),
    authority: tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None = None,
) -> tuple[str, str]:
    """(certificate, key) in PEM; signed by itself, or by an authority. `bits` 0 makes an EC key."""
    key = rsa.generate_private_key(65537, bits) if bits else ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    start = now or datetime.now(UTC) - timedelta(days=1)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(authority[0].subject if authority else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(one) for one in names]), critical=False)
    )
    made = builder.sign(authority[1] if authority else key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    return made.public_bytes(serialization.Encoding.PEM).decode(), private.decode()


def put(folder: Path, **files: str) -> None:
    """Writes files; double underscores in a name stand for a dot."""
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)
