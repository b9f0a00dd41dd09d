"""A real PostgreSQL cluster of its own for tests, run by an unprivileged user in a folder of its own."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any

import psycopg
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.needs import SYSTEM_PATH, need

SUPERUSER = "postgres"
TRUST_LOCAL = "local all all trust\n"


def _programs() -> Iterator[Path]:
    found = shutil.which("initdb", path=SYSTEM_PATH)
    if found:
        yield Path(found).resolve()
    for place, pattern in (
        ("/usr/lib/postgresql", "*/bin"),
        ("/usr", "pgsql-*/bin"),
        ("/usr/libexec", "postgresql*"),
    ):
        yield from sorted(Path(place).glob(f"{pattern}/initdb"), reverse=True)


class Cluster:
    """A running cluster. `settings` are lines of postgresql.conf by name, `hba` is the text of pg_hba.conf,
    `ident` that of pg_ident.conf.

    The superuser gets in over the unix socket in `folder` without a password, unless `hba` says otherwise.
    """

    def __init__(
        self,
        settings: dict[str, str] | None = None,
        hba: str = TRUST_LOCAL,
        *,
        tls: bool = False,
        ident: str = "",
    ) -> None:
        programs = next(_programs(), None)
        need(present=programs is not None, what="PostgreSQL (initdb)")
        assert programs
        self._bin = programs.parent
        self.port = _free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="selfaudit-pg-"))
        self.folder.chmod(0o755)
        self._data = self.folder / "data"
        self._account = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        os.chown(self.folder, self._account.pw_uid, self._account.pw_gid)
        self._run(
            "initdb", "-D", str(self._data), "-U", SUPERUSER, "-N", "-A", "trust", "-E", "UTF8", "--no-locale"
        )
        if tls:
            self._certify()
        given = {
            "port": str(self.port),
            "listen_addresses": "''",
            "unix_socket_directories": f"'{self.folder}'",
            "shared_buffers": "8MB",
            **({"ssl": "on"} if tls else {}),
            **(settings or {}),
        }
        with (self._data / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{name} = {value}\n" for name, value in given.items())
        self.write_hba(hba)
        (self._data / "pg_ident.conf").write_text(ident)

    def __enter__(self) -> "Cluster":
        self._run("pg_ctl", "-D", str(self._data), "-l", str(self.folder / "log"), "-w", "start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def authority(self) -> Path:
        """The certificate of the CA that the server's certificate is of; it is for `localhost`."""
        return self.folder / "ca.pem"

    @property
    def settings(self) -> dict[str, Any]:
        """Settings of a target that reaches the cluster over its unix socket as the superuser."""
        return {"host": str(self.folder), "port": self.port, "user": SUPERUSER}

    @property
    def tcp(self) -> dict[str, Any]:
        """Settings of a target that reaches it over TCP."""
        return {"host": "localhost", "port": self.port, "user": SUPERUSER, "sslrootcert": str(self.authority)}

    def sql(self, script: str, database: str = "postgres") -> None:
        """Run statements as the superuser, each in a transaction of its own."""
        where = {"host": str(self.folder), "port": self.port, "user": SUPERUSER, "dbname": database}
        with psycopg.connect(**where, autocommit=True) as connection:  # type: ignore[arg-type]
            for statement in script.split(";\n"):
                if statement.strip():
                    connection.execute(statement.encode())

    def write_hba(self, text: str) -> None:
        """Replace pg_hba.conf; the server reads it with the next start or reload."""
        (self._data / "pg_hba.conf").write_text(text)

    def freeze(self) -> None:
        """Let the server hang: connections stay, answers do not come."""
        for process in self._processes():
            os.kill(process, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        for process in self._processes():
            os.kill(process, signal.SIGCONT)

    def _processes(self) -> list[int]:
        main = int((self._data / "postmaster.pid").read_text().split("\n", 1)[0])
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        return [main, *map(int, children)]

    def _certify(self) -> None:
        """server.crt for localhost, by a CA that exists only here."""
        now = datetime.now(UTC)
        ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA of a test")])
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        valid = (now - timedelta(days=1), now + timedelta(days=1))
        ca = _builder(ca_name, ca_name, ca_key.public_key(), valid).add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        )
        names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
        leaf = _builder(name, ca_name, key.public_key(), valid).add_extension(names, critical=False)
        self._put(
            self.authority, ca.sign(ca_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM), 0o644
        )
        crt = leaf.sign(ca_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        self._put(self._data / "server.crt", crt, 0o600)
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self._put(self._data / "server.key", pem, 0o600)

    def _put(self, path: Path, content: bytes, mode: int) -> None:
        path.write_bytes(content)
        path.chmod(mode)
        os.chown(path, self._account.pw_uid, self._account.pw_gid)

    def _run(self, program: str, *arguments: str) -> None:
        as_account: dict[str, Any] = {}
        if os.getuid() == 0:
            as_account = {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []}
        done = subprocess.run(
            [str(self._bin / program), *arguments],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": SYSTEM_PATH, "LC_ALL": "C"},
            timeout=120,
            check=False,
            **as_account,
        )
        if done.returncode:
            log = self.folder / "log"
            text = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise RuntimeError(f"{program} failed ({done.returncode}): {text}")


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    valid: tuple[datetime, datetime],
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    return (
        builder.serial_number(x509.random_serial_number())
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
    )


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port
