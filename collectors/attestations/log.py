"""The log of statements: append-only, each line bound to the one before, the last one named in `log.head`.

What the head does not vouch for is damage: then no statement counts, because nobody knows what is missing.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from collectors.attestations.statement import (
    BEGINNING,
    NoStatementError,
    Statement,
    canonical,
    digest,
    parse,
)
from scanner.interfaces import ConfigurationError

NAME = "log.jsonl"
HEAD = "log.head"
MAX_BYTES = 16 * 1024 * 1024
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
_APPEND = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


class DamageError(ValueError):
    """The log is not as it was written: in which line, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Head:
    """How many lines there are, and the digest of the last one."""

    entries: int = 0
    digest: str = BEGINNING

    def after(self, statement: Statement) -> "Head":
        """The head when a line is added."""
        return Head(self.entries + 1, digest(statement.line))

    @property
    def content(self) -> bytes:
        """The file `log.head`."""
        return canonical({"digest": self.digest, "entries": self.entries}) + b"\n"


@dataclass(frozen=True, slots=True)
class Log:
    """All statements in order, and the head that they lead to."""

    statements: tuple[Statement, ...] = ()
    head: Head = Head()


def read(folder: Path) -> Log:
    """The log of a folder; a log that was never written is empty.

    Raises DamageError, and OSError when a file cannot be read.
    """
    with _reading(folder / NAME):
        content, head = _file(folder / NAME), _file(folder / HEAD)
    if not content and head is None:
        return Log()
    if content is None or head is None:
        missing = NAME if content is None else HEAD
        raise DamageError(f"{missing} is missing; restore it from a copy")
    return verified(content, head)


def verified(content: bytes, head: bytes) -> Log:
    """The log in two files. Raises DamageError."""
    if len(content) > MAX_BYTES:
        raise DamageError(f"more than {MAX_BYTES} bytes")
    log = _chained(content)
    known = _head(head)
    if known.entries > len(log.statements):
        count = known.entries - len(log.statements)
        raise DamageError(
            f"the last {count} of {known.entries} entries are missing; restore them from a copy"
        )
    # One more than the head knows is an append that was interrupted between the two files.
    before = known.entries
    if len(log.statements) - before > 1:
        raise DamageError(
            f"{HEAD} knows only {before} of {len(log.statements)} entries; restore both from a copy"
        )
    last = digest(log.statements[before - 1].line) if before else BEGINNING
    if last != known.digest:
        raise DamageError(f"line {before}: not what {HEAD} says it was; restore it from a copy")
    return log


def append(folder: Path, make: Callable[[int, str], Statement]) -> Statement:
    """Add the statement that `make` gives for a number and the digest of the line before; it is on disk then.

    A line that an earlier append left half written is removed first. Raises ConfigurationError when the log
    is damaged or cannot be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _locked(folder / NAME) as handle:
            log = _repaired(folder, handle)
            statement = make(log.head.entries + 1, log.head.digest)
            if not (folder / HEAD).exists():
                _replace(folder / HEAD, Head().content)
            elif log.head.content != _file(folder / HEAD):
                _replace(folder / HEAD, log.head.content)
            handle.seek(0, os.SEEK_END)
            handle.write(statement.line)
            handle.flush()
            os.fsync(handle.fileno())
            _replace(folder / HEAD, log.head.after(statement).content)
    except DamageError as error:
        raise ConfigurationError(
            f"{folder / NAME}: {error}; nothing can be added to a damaged log"
        ) from error
    except OSError as error:
        raise ConfigurationError(f"{folder / NAME}: cannot be written: {error.strerror or error}") from error
    return statement


def _repaired(folder: Path, handle: IO[bytes]) -> Log:
    """The log without the rest of an interrupted append, which nobody was told is there."""
    content = handle.read(MAX_BYTES + 1)
    head = _file(folder / HEAD)
    if head is None and b"\n" not in content:
        head = Head().content
    if head is None:
        raise DamageError(f"{HEAD} is missing; restore it from a copy")
    whole = content[: content.rfind(b"\n") + 1]
    log = verified(whole, head)
    if whole != content:
        handle.truncate(len(whole))
        os.fsync(handle.fileno())
    return log


def _chained(content: bytes) -> Log:
    *lines, rest = content.split(b"\n")
    if rest:
        raise DamageError(f"line {len(lines) + 1}: ends in the middle; add a statement to repair it")
    statements, head = [], Head()
    for number, line in enumerate(lines, 1):
        try:
            statement = parse(line)
        except NoStatementError as error:
            raise DamageError(f"line {number}: {error}; restore it from a copy") from error
        if statement.values["entry"] != number or statement.values["previous"] != head.digest:
            raise DamageError(f"line {number}: does not follow the line before; restore the log from a copy")
        statements.append(statement)
        head = head.after(statement)
    return Log(tuple(statements), head)


def _head(content: bytes) -> Head:
    try:
        values: Mapping[str, Any] = json.loads(content)
        head = Head(int(values["entries"]), str(values["digest"]))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise DamageError(f"{HEAD} is damaged; restore it from a copy") from error
    if head.content != content:
        raise DamageError(f"{HEAD} is damaged; restore it from a copy")
    return head


def _file(path: Path) -> bytes | None:
    try:
        with os.fdopen(os.open(path, _READ), "rb") as handle:
            return handle.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Nobody appends meanwhile; without a log there is nothing to wait for."""
    try:
        descriptor = os.open(path, _READ)
    except FileNotFoundError:
        yield
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _locked(path: Path) -> Iterator[IO[bytes]]:
    """The log, for one writer at a time (flock(2)); symlinks are refused."""
    descriptor = os.open(path, _APPEND, 0o600)
    with os.fdopen(descriptor, "r+b") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle


def _replace(path: Path, content: bytes) -> None:
    """Replace a file as a whole, and have that on disk."""
    temporary = path.with_name(f".{path.name}.new")
    descriptor = os.open(temporary, _APPEND | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
