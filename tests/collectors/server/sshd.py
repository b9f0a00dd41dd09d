"""A real sshd on a loopback port, with keys and files of its own."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

START_SECONDS = 20
_APART = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")


class RealSshd:
    """OpenSSH's server for tests; needs root, as it logs in other users.

    `host`, `port`, `user`, `key_file` and `known_hosts` are what a client needs; `settings` has them as
    the settings of an ssh target. `path` puts a folder before PATH of every command, `force_command` runs
    instead of it (the command is in SSH_ORIGINAL_COMMAND), `authorized` is a public key to let in besides
    its own. With `apart`, it sees no processes but its own: not the servers of other tests.
    """

    host = "127.0.0.1"

    def __init__(
        self,
        user: str = "root",
        *,
        force_command: str | None = None,
        path: Path | None = None,
        authorized: Path | None = None,
        config: str = "",
        apart: bool = False,
    ) -> None:
        self.user = user
        self._before = _APART if apart else ()
        # Not below pytest's folders: the user who logs in has to reach the authorized_keys.
        self.folder = Path(tempfile.mkdtemp(prefix="selfaudit-sshd-"))
        self.folder.chmod(0o755)
        self.key_file = self._key("client")
        self.host_key = self._key("host")
        self.port = _free_port()
        self.known_hosts = self.folder / "known_hosts"
        self.write_known_hosts(self.host_key)
        keys = self.key_file.with_suffix(".pub").read_text()
        (self.folder / "authorized_keys").write_text(keys + (authorized.read_text() if authorized else ""))
        lines = [
            f"ListenAddress {self.host}:{self.port}",
            f"HostKey {self.host_key}",
            f"AuthorizedKeysFile {self.folder}/authorized_keys",
            f"PidFile {self.folder}/pid",
            "StrictModes no",
            "UsePAM no",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            "PermitRootLogin prohibit-password",
            "MaxStartups 100:30:200",
            config,
        ]
        if path is not None:
            force_command = f'PATH={path}:/usr/sbin:/usr/bin:/sbin:/bin exec sh -c "$SSH_ORIGINAL_COMMAND"'
        if force_command is not None:
            lines.append(f"ForceCommand {force_command}")
        (self.folder / "sshd_config").write_text("\n".join(lines) + "\n")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "RealSshd":
        """Starts the server and waits until it listens; raises RuntimeError when it does not."""
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [*self._before, "/usr/sbin/sshd", "-D", "-e", "-f", str(self.folder / "sshd_config")],
                stdin=subprocess.DEVNULL,
                stderr=log,
            )
        end = time.monotonic() + START_SECONDS
        # Not by connecting: another server could have taken the port in between.
        while time.monotonic() < end and self._process.poll() is None:
            if f"Server listening on {self.host} port {self.port}" in self.log():
                return self
            time.sleep(0.02)
        self._process.terminate()
        self._process.wait(START_SECONDS)
        raise RuntimeError(f"sshd did not start: {self.log()}")

    def stop(self) -> None:
        """Stops the server and removes its files."""
        if self._process is not None:
            # unshare(1) does not end by SIGTERM.
            self._process.kill() if self._before else self._process.terminate()
            self._process.wait(START_SECONDS)
            self._process = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> "RealSshd":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def settings(self) -> dict[str, Any]:
        """Settings of an ssh target that gets in; no file of the user takes part."""
        return {
            "host": self.host,
            "port": self.port,
            "user": self.user,
            "key_file": str(self.key_file),
            "known_hosts": str(self.known_hosts),
            "ssh_config": os.devnull,
        }

    def write_known_hosts(self, key: Path) -> None:
        """Makes this the only host key that clients accept."""
        public = " ".join(key.with_suffix(".pub").read_text().split()[:2])
        self.known_hosts.write_text(f"[{self.host}]:{self.port} {public}\n")

    def other_key(self, name: str, passphrase: str = "") -> Path:
        """A new key pair next to the server's own."""
        return self._key(name, passphrase)

    def log(self) -> str:
        """What the server wrote so far."""
        return (self.folder / "log").read_text(errors="replace")

    def _key(self, name: str, passphrase: str = "") -> Path:
        path = self.folder / name
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "test", "-f", str(path)]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        return path


def merged(settings: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Settings with some replaced; None takes one away."""
    return {key: value for key, value in {**settings, **more}.items() if value is not None}


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port
