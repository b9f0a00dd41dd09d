"""Endpoints with real servers and certificates: exactly the expected findings, and what is configured."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa

from tests.collectors.authority import Authority, Shown
from tests.collectors.endpoints.servers import free_port, haproxy, nginx, s_server
from tests.collectors.server.sshd import RealSshd
from tests.e2e.conftest import Run, Workspace
from tests.needs import need_root

HSTS = "add_header Strict-Transport-Security max-age=31536000 always;"
SSHD = """
Ciphers aes256-gcm@openssh.com,aes128-cbc
MACs hmac-sha2-256-etm@openssh.com
KexAlgorithms curve25519-sha256,curve25519-sha256@libssh.org
HostKeyAlgorithms ssh-ed25519
"""
JOINED = ("protocols", "ciphers", "certificate")


def block(port: int, shown: Shown, protocols: str = "TLSv1.2 TLSv1.3", more: str = HSTS) -> str:
    return (
        f"server {{ listen 127.0.0.1:{port} ssl; server_name localhost; ssl_protocols {protocols};"
        f" ssl_certificate {shown.chain}; ssl_certificate_key {shown.key}; ssl_ciphers ECDHE+AESGCM;"
        f" {more} location / {{ return 200 ok; }} }}"
    )


HIDE = """\
for name in apache2 httpd haproxy mariadbd mysqld; do
	for folder in /usr/sbin /usr/local/sbin; do
		[ ! -e $folder/$name ] || mount --bind /dev/null $folder/$name
	done
done
echo ready
exec sleep infinity
"""


@contextmanager
def alone() -> Iterator[list[str]]:
    """What starts a command where no other server of this machine is installed or runs."""
    unshare = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", HIDE]
    with subprocess.Popen(unshare, stdout=subprocess.PIPE) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == b"ready\n"
            [first] = Path(f"/proc/{holder.pid}/task/{holder.pid}/children").read_text().split()
            yield ["nsenter", "--target", first, "--mount", "--pid"]
        finally:
            holder.kill()


def found(run: Run, outcome: str, names: dict[str, str]) -> set[tuple[str, str]]:
    return {(check, names[name]) for check, name in run.checks(outcome)}


def test_exactly_the_expected_findings(workspace: Workspace, tmp_path: Path) -> None:
    need_root("sshd")
    tmp_path.chmod(0o755)
    authority = Authority(tmp_path)
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    ports = {name: free_port() for name in ("good", "moved", "expired", "plain", "self", "old")}
    redirect = f"server {{ listen 127.0.0.1:{ports['moved']}; return 301 https://localhost$request_uri; }}"
    plain = f"server {{ listen 127.0.0.1:{ports['plain']}; return 200 ok; }}"
    alone = authority.shown("self", "other.example", self_signed=True)
    old = authority.shown("old", key=weak)
    (tmp_path / "ha1").mkdir()
    (tmp_path / "ha2").mkdir()
    with (
        nginx(tmp_path / "nginx", block(ports["good"], authority.shown("good")), redirect, plain),
        haproxy(tmp_path / "ha1", authority.shown("expired", days=(-60, -1)), ports["expired"]),
        haproxy(tmp_path / "ha2", alone, ports["self"]),
        s_server(old, ports["old"], "-cipher", "ALL:@SECLEVEL=0", "-min_protocol", "TLSv1"),
        RealSshd(config=SSHD) as sshd,
    ):
        common = {"kind": "endpoint", "host": "localhost", "ca_file": str(authority.ca_file)}
        workspace.configure(
            targets=[
                {**common, "id": "good", "port": ports["good"], "plain_ports": [ports["moved"]]},
                {**common, "id": "expired", "port": ports["expired"], "plain_ports": [ports["plain"]]},
                {**common, "id": "self", "port": ports["self"]},
                {**common, "id": "old", "port": ports["old"], "protocol": "tls"},
                {"id": "ssh", "kind": "endpoint", "host": "localhost", "port": sshd.port, "protocol": "ssh"},
            ]
        )
        run = workspace.scan()
    assert run.report, run.err
    names = {f"localhost:{port}": name for name, port in ports.items()} | {f"localhost:{sshd.port}": "ssh"}
    assert found(run, "fail", names) == {
        ("endpoint-certificate-expired", "expired"),
        ("endpoint-hsts", "expired"),
        ("endpoint-plain-text", "plain"),
        ("endpoint-certificate-name", "self"),
        ("endpoint-certificate-trust", "self"),
        ("endpoint-hsts", "self"),
        ("endpoint-old-protocols", "old"),
        ("endpoint-weak-ciphers", "old"),
        ("endpoint-forward-secrecy", "old"),
        ("endpoint-weak-key-exchange", "old"),
        ("endpoint-certificate-weak-key", "old"),
        ("endpoint-ssh-weak-ciphers", "ssh"),
    }
    assert found(run, "unknown", names) == set()
    assert run.code == 1


def test_what_is_negotiated_is_compared_with_what_is_configured(workspace: Workspace, tmp_path: Path) -> None:
    need_root("nginx", "sshd", "unshare", "nsenter")
    tmp_path.chmod(0o755)
    authority = Authority(tmp_path)
    port = free_port()
    shown = authority.shown("first")
    checks = [word for name in JOINED for word in ("--check", f"endpoint-{name}-as-configured")]
    with (
        alone() as inside,
        nginx(tmp_path / "nginx", block(port, shown), inside=inside) as write,
        RealSshd(force_command=f'{" ".join(inside)} sh -c "$SSH_ORIGINAL_COMMAND"') as web1,
    ):
        workspace.configure(
            targets=[
                {"id": "web1", "kind": "ssh", **web1.settings},
                {
                    "id": "shop",
                    "kind": "endpoint",
                    "host": "localhost",
                    "port": port,
                    "ca_file": str(authority.ca_file),
                    "servers": ["web1"],
                },
            ]
        )
        same = workspace.scan(*checks)
        # Renewed and tightened on disk, and never loaded.
        authority.shown("first", days=(-2, 90))
        write(block(port, shown, "TLSv1.3").replace("AESGCM", "CHACHA20"), reload=False)
        changed = workspace.scan(*checks)
    # Which suites a cipher string stands for is only known where nginx and the openssl tool share a library.
    ciphers = {("endpoint-ciphers-as-configured", f"localhost:{port}")}
    assert same.checks("fail") == set(), same.out
    assert same.checks("unknown") <= ciphers, same.out
    assert same.code == 0
    loaded = {
        (f"endpoint-{name}-as-configured", f"localhost:{port}") for name in ("protocols", "certificate")
    }
    assert loaded <= changed.checks("fail") <= loaded | ciphers, changed.out
    assert ciphers <= changed.checks("fail") | changed.checks("unknown")
