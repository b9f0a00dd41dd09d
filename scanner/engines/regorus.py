"""The embedded policy engine: regorus in a worker process that can be killed.

The engine cannot be interrupted from within, so each rule has a deadline here: when it passes, the worker
is killed, that rule's answer is an error, and a new worker goes on with the next rule.
"""

import json
import os
import select
import struct
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO

from scanner.interfaces import Answer, ConfigurationError, EngineError, Json, Program, Query

DEADLINE_SECONDS = 5.0
START_SECONDS = 60.0
MISSES = 3
"""A rule that killed its worker this often is not asked again: the rest of the scan has to get done."""
_PORTION = 256 * 1024
"""Bytes of input that a rule has the deadline for: on a busy machine, a register takes a minute per rule."""
_LENGTH = struct.Struct(">I")


class _WorkerGone(Exception):  # noqa: N818 (a signal between two methods, never shown)
    """The worker ended or had to be killed; the text says which."""


@dataclass(slots=True)
class RegorusEngine:
    """Evaluates policies with the regorus library; `deadline` is seconds per rule and portion of input."""

    deadline: float = DEADLINE_SECONDS
    name: str = "regorus (embedded)"
    _program: bytes = b""
    _misses: Counter[str] = field(default_factory=Counter)
    _worker: "_Worker | None" = field(default=None, repr=False)

    @contextmanager
    def load(self, program: Program) -> Iterator[None]:
        """Start a worker with the program. Raises ConfigurationError when a policy does not compile."""
        modules = [[module.name, module.source] for module in program.modules]
        self._program = json.dumps({"modules": modules, "data": program.data}).encode()
        self._worker = self._start()
        try:
            yield
        finally:
            self._stop()

    def evaluate(self, queries: Iterable[Query]) -> Iterator[Mapping[str, Answer]]:
        """Answer each query; an error or a passed deadline concerns one rule on one resource."""
        for query in queries:
            yield self._answer(query)

    def _answer(self, query: Query) -> Mapping[str, Answer]:
        given_up = [ref for ref in query.refs if self._misses[ref] >= MISSES]
        text = f"ended {MISSES} workers before (by its deadline or by memory), so it is not asked again"
        answers = {ref: Answer(defined=False, error=f"the rule {text}") for ref in given_up}
        left = [ref for ref in query.refs if ref not in answers]
        if not left:
            return answers
        document = query.text()
        return answers | (self._together(left, document) or self._one_by_one(left, document))

    def _together(self, refs: Sequence[str], document: bytes) -> dict[str, Answer]:
        """All answers at once, in the time of one; none when there was trouble, which any rule may be."""
        if any(self._misses[ref] for ref in refs):
            return {}
        try:
            return self._ask(refs, document)
        except _WorkerGone:
            self._stop()
            return {}

    def _one_by_one(self, refs: Sequence[str], document: bytes) -> dict[str, Answer]:
        """Each answer by itself, so that it is plain whose fault it is when there is none."""
        answers: dict[str, Answer] = {}
        for ref in refs:
            try:
                answers.update(self._ask([ref], document))
            except _WorkerGone as error:
                answers[ref] = Answer(defined=False, error=str(error))
                self._misses[ref] += 1
                self._stop()
        return answers

    def _ask(self, refs: Sequence[str], document: bytes) -> dict[str, Answer]:
        worker = self._worker = self._worker or self._start()
        until = time.monotonic() + self.deadline * (1 + len(document) // _PORTION)
        worker.send((json.dumps(refs).encode(), document), until)
        answers = map(_decoded, json.loads(worker.receive(until)))
        return dict(zip(refs, answers, strict=True))

    def _start(self) -> "_Worker":
        worker = _Worker.spawn()
        try:
            worker.send((self._program,), time.monotonic() + START_SECONDS)
            reply = json.loads(worker.receive(time.monotonic() + START_SECONDS))
        except _WorkerGone as error:
            worker.stop()
            raise EngineError(f"the embedded engine did not start: {error}") from error
        if "error" in reply:
            worker.stop()
            raise ConfigurationError(_one_line(reply["error"]))
        return worker

    def _stop(self) -> None:
        if self._worker:
            self._worker.stop()
        self._worker = None


@dataclass(frozen=True, slots=True)
class _Worker:
    """A child process that speaks length-prefixed JSON over its pipes."""

    process: "subprocess.Popen[bytes]"
    requests: IO[bytes]
    replies: IO[bytes]

    @classmethod
    def spawn(cls) -> "_Worker":
        # -P keeps a decoy package in the working directory from being imported.
        command = [sys.executable, "-P", "-m", "scanner.engines.regorus_worker"]
        process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "RUST_BACKTRACE": "0"},
            start_new_session=True,  # Ctrl-C is the parent's to handle
        )
        if process.stdin is None or process.stdout is None:
            raise EngineError("the embedded engine has no pipes")
        os.set_blocking(process.stdin.fileno(), False)
        os.set_blocking(process.stdout.fileno(), False)
        return cls(process, process.stdin, process.stdout)

    def send(self, payloads: Iterable[bytes], until: float) -> None:
        left = memoryview(b"".join(_LENGTH.pack(len(payload)) + payload for payload in payloads))
        while left:
            try:
                left = left[os.write(self.requests.fileno(), left) :]
            except BlockingIOError:
                self._wait(self.requests, select.POLLOUT, until)
            except BrokenPipeError as error:
                raise _WorkerGone(self._ending()) from error

    def receive(self, until: float) -> bytes:
        (length,) = _LENGTH.unpack(self._read(_LENGTH.size, until))
        return self._read(length, until)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.requests.close()
        self.replies.close()

    def _read(self, size: int, until: float) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            self._wait(self.replies, select.POLLIN, until)
            part = os.read(self.replies.fileno(), size - len(parts))
            if not part:
                raise _WorkerGone(self._ending())
            parts += part
        return bytes(parts)

    def _wait(self, pipe: IO[bytes], event: int, until: float) -> None:
        waiting = select.poll()
        waiting.register(pipe, event)
        if not waiting.poll(max(0.0, until - time.monotonic()) * 1000):
            raise _WorkerGone("the rule did not finish before its deadline")

    def _ending(self) -> str:
        code = self.process.wait()
        return f"the policy worker ended while evaluating the rule (exit status {code})"


def _decoded(reply: Mapping[str, Json]) -> Answer:
    """A reply is `{"value": …}`, `{"undefined": true}` or `{"error": text}`."""
    if "error" in reply:
        return Answer(defined=False, error=_one_line(reply["error"]))
    if "undefined" in reply:
        return Answer(defined=False)
    return Answer(value=reply["value"])


def _one_line(text: str) -> str:
    """The engine's message as one line: place and reason, without the source excerpt."""
    lines = [line.strip() for line in text.split("Stack backtrace")[0].splitlines()]
    place = next((line.removeprefix("--> ") for line in lines if line.startswith("--> ")), "")
    reason = next((line.removeprefix("error: ") for line in lines if line.startswith("error: ")), "")
    return f"{place}: {reason}" if place and reason else " ".join(filter(None, lines))[:300]
