"""A server of its own for tests: the machine's root file system under an overlay, with a real sshd in it.

What a test writes below `etc` of the twin never reaches the machine. The twin has its own mount, PID and
host-name namespaces and shares the loopback network. Needs root.
"""

import random
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.needs import need_root

START_SECONDS = 120
_HANDED_OUT: set[int] = set()

_ENTER = """\
set -e
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=$4,upperdir=$1/upper,workdir=$1/work" "$1/root"
mount -t proc proc "$1/root/proc"
mount -t tmpfs tmpfs "$1/root/run"
mkdir -p "$1/root/run/sshd"
mount -t tmpfs tmpfs "$1/root/dev"
for device in null zero full random urandom tty; do
	touch "$1/root/dev/$device"
	mount --bind "/dev/$device" "$1/root/dev/$device"
done
ln -s /proc/self/fd "$1/root/dev/fd"
hostname "$2"
cp -a "$3/." "$1/root/"
chroot "$1/root" sh -e /setup.sh
rm "$1/root/setup.sh"
# The words of $5 one by one.
exec chroot "$1/root" /usr/sbin/sshd -D -e $5
"""


class Twin:
    """A host that looks as the test says; its root file system is that of the machine, or a folder.

    `files` maps absolute paths to text that is put there before the server starts; `setup` is a shell script
    that runs inside it then. `settings` are those of an `ssh` target that reaches it.
    """

    address = "127.0.0.1"
    sshd_options = ""
    """What its server is started with besides its files."""

    def __init__(self, name: str, files: dict[str, str], setup: str, root: Path = Path("/")) -> None:
        need_root("sshd", "ssh-keygen", "unshare", "sudo")
        self.name = name
        self.port = self._free_port()
        self._root = root
        self.folder = Path(tempfile.mkdtemp(prefix="selfaudit-twin-"))
        self._mount, self._files = self.folder / "mount", self.folder / "files"
        self._mount.mkdir()
        for key in ("client", "host"):
            command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", key, "-f", str(self.folder / key)]
            subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        for path, text in files.items():
            self._put(path, self._filled(text))
        self._put("/setup.sh", setup, 0o700)
        self._put("/etc/ssh/twin_host_key", (self.folder / "host").read_text(), 0o600)
        self._put("/etc/ssh/twin_client.pub", (self.folder / "client.pub").read_text())
        public = (self.folder / "host.pub").read_text()
        (self.folder / "known_hosts").write_text(f"{self.address},[{self.address}]:{self.port} {public}")
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Twin":
        namespaces = ["unshare", "--mount", "--pid", "--uts", "--fork", "--kill-child"]
        arguments = [str(self._mount), self.name, str(self._files), str(self._root), self.sshd_options]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [*self._inside(), *namespaces, "sh", "-c", _ENTER, "twin", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            # Not by connecting: another server could have taken the port in between.
            if f"Server listening on {self.address} port {self.port}" in self._log():
                return self
            time.sleep(0.02)
        log_text = self._log()
        self.__exit__(None, None, None)
        raise RuntimeError(f"the twin did not start: {log_text}")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(START_SECONDS)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def settings(self) -> dict[str, Any]:
        """Settings of a target that reaches the twin."""
        return {
            "host": self.address,
            "port": self.port,
            "user": "audit",
            "key_file": str(self.folder / "client"),
            "known_hosts": str(self.folder / "known_hosts"),
            "ssh_config": "/dev/null",
            "sudo": True,
        }

    def _inside(self) -> list[str]:
        """A command to start the host with."""
        return []

    def _free_port(self) -> int:
        return _free_port()

    def _filled(self, text: str) -> str:
        """A file's text with what is known only now."""
        return text.replace("@PORT@", str(self.port)).replace("@ADDRESS@", self.address)

    def _log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def _put(self, path: str, text: str, mode: int = 0o644) -> None:
        target = self._files / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        target.chmod(mode)


def _free_port() -> int:
    """One that this process has not handed out before: a fleet asks for many before the first is used."""
    while True:
        # Below the ports that the kernel gives to clients, of which one could be gone until it is used.
        port = random.randrange(10_000, 32_000)
        with socket.socket() as sock, suppress(OSError):
            sock.bind(("127.0.0.1", port))
            if port not in _HANDED_OUT:
                _HANDED_OUT.add(port)
                return port
