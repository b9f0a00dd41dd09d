"""Work on hostile input in a process of its own, which can be stopped at any time and takes nothing along."""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

from scanner.interfaces import Halt, Json
from scanner.model import GapReason

MAX_REPLY = 64 * 1024 * 1024
_POLL_SECONDS = 0.2
_ROOT = str(Path(__file__).parents[1])


class ChildError(Exception):
    """The process gave no reply: why, and what was wrong, in one line."""

    def __init__(self, reason: GapReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def ask(module: str, question: Json, seconds: float, halt: Halt) -> Json:
    """Run a module of ours with a question as JSON on its standard input; its reply comes on standard output.

    Raises ChildError when the time is over, on a halt, and for a reply that is too long or no JSON. All
    processes that it started are gone afterwards.
    """
    # -P: what lies in the working folder is not imported.
    command = [sys.executable, "-P", "-c", _START, _ROOT, module]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 (the interpreter that runs us, and a module of ours)
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, start_new_session=True
        )
        try:
            content = _content(process, json.dumps(question).encode(), seconds, halt)
        finally:
            _end(process)
        try:
            return json.loads(content)
        except ValueError:
            detail = f"the helper process died: {_last_line(said)}"
            raise ChildError(GapReason.MALFORMED, detail) from None


def _last_line(said: IO[bytes]) -> str:
    said.seek(max(0, said.tell() - 2000))
    lines = said.read(2000).decode(errors="replace").split("\n")
    text = next((line for line in reversed(lines) if line.strip()), "it said nothing")
    return "".join(char for char in text if char.isprintable())[:200]


_START = (
    "import runpy, sys; sys.path.insert(0, sys.argv[1]); runpy.run_module(sys.argv[2], run_name='__main__')"
)


def _content(process: "subprocess.Popen[bytes]", question: bytes, seconds: float, halt: Halt) -> bytes:
    if process.stdin is None or process.stdout is None:
        raise ValueError("both are pipes")
    with contextlib.suppress(BrokenPipeError):  # it died; that it gives no reply says so
        process.stdin.write(question)
        process.stdin.close()
    return _read(process.stdout.fileno(), time.monotonic() + seconds, halt)


def _read(source: int, end: float, halt: Halt) -> bytes:
    chunks: list[bytes] = []
    size = 0
    with selectors.DefaultSelector() as selector:
        selector.register(source, selectors.EVENT_READ)
        while True:
            if halt.is_set():
                raise ChildError(halt.reason, halt.detail)
            if time.monotonic() > end:
                raise ChildError(GapReason.TIMEOUT, "not done in time; raise timeout_seconds")
            if not selector.select(_POLL_SECONDS):
                continue
            chunk = os.read(source, 1 << 16)
            if not chunk:
                return b"".join(chunks)
            chunks.append(chunk)
            size += len(chunk)
            if size > MAX_REPLY:
                raise ChildError(GapReason.TRUNCATED, f"more than {MAX_REPLY} bytes were found")


def _end(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
