"""Snapshots: what was collected, as compressed JSON lines with a digest at the end.

Line 1 is the header, the last line the digest (SHA-256 over all lines before it); each line between is one
event. A snapshot is read as a stream, as often as needed, so that memory does not grow with it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import zstandard

from scanner.interfaces import ConfigurationError
from scanner.model import Enumerated, Event, Gap, GapReason, Resource

SCHEMA_VERSION = 1
MAX_LINE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class TargetInfo:
    """What a snapshot keeps of a target: enough to evaluate it, none of its settings."""

    id: str
    kind: str
    types: tuple[str, ...]
    """Resource types that targets of this kind can have."""
    labels: Mapping[str, str]
    evaluated: bool = True
    """False for a target that was collected only because a join needs it."""


@dataclass(frozen=True, slots=True)
class Header:
    """Line 1: who collected what, and when. `has_datasets` tells whether any dataset was configured."""

    tool: str
    created_at: datetime
    targets: tuple[TargetInfo, ...]
    has_datasets: bool
    warnings: tuple[str, ...] = ()


class SnapshotWriter:
    """Writes a snapshot, mode 0600. A context manager: the digest is written only on a clean end."""

    def __init__(self, handle: IO[bytes], header: Header) -> None:
        self._handle = handle
        self._stream = zstandard.ZstdCompressor().stream_writer(handle, closefd=False)
        self._digest = hashlib.sha256()
        self._line({"schema_version": SCHEMA_VERSION, **_header_out(header)})

    def add(self, event: Event) -> None:
        """Append one event."""
        kind = type(event).__name__.lower()
        values = {item.name: getattr(event, item.name) for item in fields(event)}
        self._line({"event": kind, **values})

    def _line(self, document: Mapping[str, Any]) -> None:
        raw = json.dumps(document, default=_plain, separators=(",", ":")).encode() + b"\n"
        self._digest.update(raw)
        self._stream.write(raw)

    def __enter__(self) -> "SnapshotWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._stream.write(json.dumps({"sha256": self._digest.hexdigest()}).encode() + b"\n")
        self._stream.flush(zstandard.FLUSH_FRAME)
        self._handle.flush()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A finished snapshot on disk."""

    path: Path
    header: Header

    def events(self) -> Iterator[Event]:
        """Stream the events. Raises ConfigurationError when the file is damaged or incomplete."""
        lines = _lines(self.path)
        digest = hashlib.sha256(next(lines))
        for raw in lines:
            document = _parse(self.path, raw)
            if "event" not in document:
                _verify(self.path, document, digest.hexdigest(), lines)
                return
            digest.update(raw)
            yield _event(self.path, document)
        raise _damaged(self.path, "it ends too early")


def open_snapshot(path: Path) -> Snapshot:
    """Open a snapshot file. Raises ConfigurationError when it is not one."""
    try:
        document = _parse(path, next(_lines(path)))
    except StopIteration as error:
        raise _damaged(path, "it is empty") from error
    if document.get("schema_version") != SCHEMA_VERSION:
        raise ConfigurationError(
            f"{path}: snapshot format {document.get('schema_version')} is not {SCHEMA_VERSION}; "
            "collect it again with this version"
        )
    try:
        return Snapshot(path, _header_in(document))
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(path, "its header is not valid") from error


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as handle, zstandard.ZstdDecompressor().stream_reader(handle) as stream:
            buffer = b""
            while chunk := stream.read(1 << 18):
                buffer += chunk
                *whole, buffer = buffer.split(b"\n")
                yield from (line + b"\n" for line in whole)
                if len(buffer) > MAX_LINE_BYTES:
                    raise _damaged(path, "a line is too long")
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror or error}") from error
    except zstandard.ZstdError as error:
        raise _damaged(path, "it is not zstd-compressed") from error
    if buffer:
        raise _damaged(path, "it ends in the middle of a line")


def _parse(path: Path, raw: bytes) -> dict[str, Any]:
    try:
        document = json.loads(raw)
    except ValueError as error:
        raise _damaged(path, "a line is not JSON") from error
    if not isinstance(document, dict):
        raise _damaged(path, "a line is not an object")
    return document


def _verify(path: Path, document: Mapping[str, Any], digest: str, rest: Iterator[bytes]) -> None:
    if document.get("sha256") != digest:
        raise _damaged(path, "its digest does not match")
    if next(rest, None) is not None:
        raise _damaged(path, "something follows its digest")


def _damaged(path: Path, what: str) -> ConfigurationError:
    return ConfigurationError(f"{path}: not a complete snapshot: {what}; collect it again")


def _event(path: Path, document: dict[str, Any]) -> Event:
    kind = document.pop("event")
    try:
        match kind:
            case "resource":
                collected = datetime.fromisoformat(document.pop("collected_at"))
                return Resource(**document, collected_at=collected)
            case "gap":
                return Gap(**document | {"reason": GapReason(document["reason"])})
            case "enumerated":
                return Enumerated(**document)
    except (TypeError, ValueError, KeyError) as error:
        raise _damaged(path, f"a {kind} is not valid") from error
    raise _damaged(path, f"'{kind}' is not a kind of event")


def _header_out(header: Header) -> dict[str, Any]:
    targets = [{item.name: getattr(info, item.name) for item in fields(info)} for info in header.targets]
    return {
        "tool": header.tool,
        "created_at": header.created_at,
        "targets": targets,
        "has_datasets": header.has_datasets,
        "warnings": header.warnings,
    }


def _header_in(document: Mapping[str, Any]) -> Header:
    return Header(
        tool=document["tool"],
        created_at=datetime.fromisoformat(document["created_at"]),
        targets=tuple(TargetInfo(**{**info, "types": tuple(info["types"])}) for info in document["targets"]),
        has_datasets=document["has_datasets"],
        warnings=tuple(document["warnings"]),
    )


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} does not belong in a snapshot")
