import secrets
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.collectors.server.machine import FakeMachine
from tests.collectors.server.sshd import RealSshd
from tests.collectors.server.support import open_way
from tests.needs import need_root


@pytest.fixture(scope="session", autouse=True)
def _machine() -> None:
    """Packages: openssh-server, sudo, acl, busybox, util-linux, passwd; and root."""
    need_root("sshd", "ssh-keygen", "sudo", "getfacl", "setfacl", "busybox", "bash", "dash", "findmnt")
    # sshd -T wants it; a machine on which sshd was never started does not have it.
    Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)


@pytest.fixture(scope="session")
def login() -> Iterator[str]:
    """A temporary account without rights that can log in."""
    name = f"sa{secrets.token_hex(4)}"
    subprocess.run(
        ["/usr/sbin/useradd", "--no-create-home", "--home-dir", "/", "-s", "/bin/sh", "-p", "*", name],
        check=True,
    )
    try:
        yield name
    finally:
        subprocess.run(["/usr/sbin/userdel", "--force", name], check=True, capture_output=True)


@pytest.fixture(scope="session")
def root_sshd() -> Iterator[RealSshd]:
    """A server to log in to as root."""
    with RealSshd() as server:
        yield server


@pytest.fixture(scope="session")
def user_sshd(login: str) -> Iterator[RealSshd]:
    """A server to log in to without rights."""
    with RealSshd(login, apart=True) as server:
        yield server


@pytest.fixture
def open_folder(tmp_path: Path) -> Path:
    """A folder that every user can reach."""
    open_way(tmp_path)
    return tmp_path


@pytest.fixture
def machine(open_folder: Path) -> FakeMachine:
    """A made-up machine."""
    root = open_folder / "machine"
    root.mkdir()
    root.chmod(0o755)
    return FakeMachine(root)
