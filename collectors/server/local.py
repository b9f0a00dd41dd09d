"""The machine that the scanner runs on."""

import getpass
import os
import selectors
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from collectors.server import installed
from collectors.server.advice import Site
from collectors.server.base import SUDO, ServerCollector
from collectors.server.reply import NotSeenError
from collectors.server.transport import POLL_SECONDS, Deadline, Intake
from scanner.interfaces import FactRequest, Json
from scanner.model import Event, Target

TIMEOUT_SECONDS = 120.0


class LocalCollector(ServerCollector):
    """Runs the probe in a shell of this machine, as the user of the scanner or through sudo."""

    settings_schema: Mapping[str, Json] = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "sudo": SUDO,
            "installed_probe": installed.SETTING,
        },
    }

    def collect(self, target: Target, wanted: FactRequest) -> Iterator[Event]:
        """Stream what the machine tells; see scanner.interfaces.Collector."""
        yield from self._events(target, wanted, _run)

    def site(self, target: Target) -> Site:
        """This machine and its user."""
        return Site(target, getpass.getuser())

    def timeout(self, target: Target) -> float:  # noqa: ARG002 (not a setting here)
        """Seconds for the machine."""
        return TIMEOUT_SECONDS


def _run(script: bytes, nonce: str, deadline: Deadline, command: str) -> Intake:
    intake = Intake(nonce)
    with subprocess.Popen(  # noqa: S603 (a constant command)
        ["/bin/sh", "-c", f"exec {command}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        cwd="/",
        start_new_session=True,
    ) as process:
        try:
            _pump(process, memoryview(script), intake, deadline)
        finally:
            _end(process)
    return intake


def _pump(process: "subprocess.Popen[bytes]", script: memoryview, intake: Intake, deadline: Deadline) -> None:
    takers = {process.stdout: intake.take, process.stderr: intake.take_stderr}
    with selectors.DefaultSelector() as selector:
        os.set_blocking(_fd(process.stdin), False)
        selector.register(_fd(process.stdin), selectors.EVENT_WRITE)
        for stream, take in takers.items():
            selector.register(_fd(stream), selectors.EVENT_READ, take)
        while not intake.ended and any(key.data for key in selector.get_map().values()):
            try:
                left = min(deadline.left(), POLL_SECONDS)
            except NotSeenError as over:
                intake.broken = over
                return
            for key, _ in selector.select(left):
                if key.data is None:
                    script = _write(key.fd, script, selector, process)
                elif data := os.read(key.fd, 65536):
                    key.data(data)
                else:
                    selector.unregister(key.fd)


def _write(
    fd: int, script: memoryview, selector: selectors.BaseSelector, process: "subprocess.Popen[bytes]"
) -> memoryview:
    """Writes what fits; what is left of the script."""
    try:
        script = script[os.write(fd, script) :]
    except BrokenPipeError:
        script = script[:0]
    if not script:
        selector.unregister(fd)
        if process.stdin is not None:
            process.stdin.close()
    return script


def _fd(stream: object) -> int:
    return int(stream.fileno())  # type: ignore[attr-defined]


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ends whatever the probe left: its whole session, as timeout(1) makes process groups of its own."""
    for pid in _session(process.pid):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def _session(leader: int) -> list[int]:
    members = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, IndexError, ValueError):
            fields = entry.read_bytes().rpartition(b")")[2].split()
            if int(fields[3]) == leader:
                members.append(int(entry.parent.name))
    return members
