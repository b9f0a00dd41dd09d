"""Ways to run the probe for real: in any shell, as any user, on this machine or on a made-up one."""

import os
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from collectors.server import scan as server_scan
from collectors.server.transport import Deadline, Intake
from collectors.server.types import ALL
from scanner.interfaces import FactRequest
from scanner.model import Event, Target
from tests.collectors.server.support import EVERYTHING, Scan, scan, target

NOBODY = ("/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--no-new-privs")


@dataclass
class ShellCollector:
    """The collector with a shell of choice as its transport."""

    command: Sequence[str]
    path: str | None = None
    timeout: float = 600
    types = frozenset(ALL)
    settings_schema: Mapping[str, Any] = field(default_factory=dict)

    def check(self, target: Target) -> list[str]:
        return server_scan.problems(target)

    def collect(self, target: Target, wanted: FactRequest) -> Iterator[Event]:
        now = datetime(2026, 11, 20, tzinfo=UTC)
        yield from server_scan.events(
            server_scan.Job(
                target, wanted, self._run, sudo=False, timeout=self.timeout, nonce="0badc0de", now=now
            )
        )

    def _run(self, script: bytes, nonce: str, deadline: Deadline, command: str) -> Intake:
        assert command == "sh -s"
        env = {**os.environ, **({"PATH": self.path} if self.path else {})}
        done = subprocess.run(
            self.command, input=script, capture_output=True, env=env, timeout=deadline.seconds, check=False
        )
        intake = Intake(nonce)
        intake.take(done.stdout)
        intake.take_stderr(done.stderr)
        return intake


class FakeMachine:
    """A root folder with busybox and nothing else: whatever stands in it, a test has put there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "bin").mkdir()
        (root / "root").mkdir(mode=0o700)
        busybox = shutil.which("busybox")
        assert busybox is not None
        (root / "dev").mkdir()
        os.mknod(root / "dev" / "null", 0o666 | stat.S_IFCHR, os.makedev(1, 3))
        (root / "dev" / "null").chmod(0o666)
        self.program(busybox, "/bin/busybox")
        applets = subprocess.run([busybox, "--list"], capture_output=True, text=True, check=True).stdout
        for applet in applets.split():
            if applet not in ("busybox", "syslogd"):
                (root / "bin" / applet).symlink_to("busybox")
        self.write("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n")
        self.write("/etc/group", "root:x:0:\n")
        self.write("/etc/shadow", "root:*:20000:0:99999:7:::\n", 0o600)
        self.write("/etc/machine-id", "0123456789abcdef0123456789abcdef\n")
        self.write("/proc/1/comm", "init\n")
        self.write("/proc/self/mountinfo", "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n")

    def write(self, path: str, text: str | bytes, mode: int = 0o644) -> Path:
        """Puts a file there, and the folders above it."""
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        file.chmod(mode)
        return file

    def program(self, source: str, path: str = "") -> None:
        """Puts a program of this machine there, with its libraries."""
        self._copy(source, path or source)
        libraries = subprocess.run(["ldd", source], capture_output=True, text=True, check=False).stdout
        for library in re.findall(r"(/\S+)", libraries):
            self._copy(library, library)

    def tool(self, name: str, output: str = "", status: int = 0, error: str = "") -> None:
        """Puts a command there that says this."""
        self.write(f"/var/said/{name}", output)
        self.write(f"/var/said/{name}.error", error)
        text = f"#!/bin/sh\ncat /var/said/{name}\ncat /var/said/{name}.error >&2\nexit {status}\n"
        self.write(f"/bin/{name}", text, 0o755)

    def process(self, name: str, pid: int = 77, arguments: bytes = b"") -> None:
        """Makes a process look as if it ran."""
        self.write(f"/proc/{pid}/comm", f"{name}\n")
        self.write(f"/proc/{pid}/cmdline", arguments)

    def scan(self, wanted: FactRequest = EVERYTHING, *paths: str, user: Sequence[str] = ()) -> Scan:
        """Runs the whole probe in here."""
        command = ["/usr/sbin/chroot", str(self.root), "/bin/sh", "-s"]
        if user:
            command = ["/usr/sbin/chroot", "--userspec=65534:65534", "--groups=", *command[1:]]
        return scan(ShellCollector(command, "/bin"), target({}, *paths), wanted)

    def _copy(self, source: str, path: str) -> None:
        place = self.root / path.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, place)
