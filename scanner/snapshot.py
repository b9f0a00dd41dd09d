"""Snapshots: what was collected, as compressed JSON lines with a digest at the end.

Line 1 is the header, the last line the digest (SHA-256 over all lines before it); each line between is one
event. The columns of a register follow it, a line each, in the order in which its `facts` name them. It is
read as a stream, as often as needed, so that memory does not grow with it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import zstandard

from scanner.interfaces import ConfigurationError
from scanner.model import Columns, Enumerated, Event, Gap, GapReason, Location, Resource
from scanner.period import Calendar

SCHEMA_VERSION = 2
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
    """Line 1: who collected what, and when. `has_datasets` tells whether any dataset was configured.

    Calendar and overridden parameters travel along, so that a saved snapshot is judged as it was.
    """

    tool: str
    created_at: datetime
    targets: tuple[TargetInfo, ...]
    has_datasets: bool
    warnings: tuple[str, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def types(self) -> frozenset[str]:
        """The resource types that some target can have."""
        return frozenset(type_ for target in self.targets for type_ in target.types)


class SnapshotWriter:
    """Writes a snapshot, mode 0600. A context manager: the digest is written only on a clean end."""

    def __init__(self, handle: IO[bytes], header: Header) -> None:
        self._handle = handle
        self._stream = zstandard.ZstdCompressor().stream_writer(handle, closefd=False)
        self._digest = hashlib.sha256()
        self._line({"schema_version": SCHEMA_VERSION, **_header_out(header)})

    def add(self, event: Event) -> None:
        """Append one event."""
        kind, names = _SHAPES[type(event)]
        values = {name: getattr(event, name) for name in names}
        columns = values["facts"].texts if isinstance(values.get("facts"), Columns) else {}
        if columns:
            values["facts"] = list(columns)
        self._line({"event": kind, **values})
        for text in columns.values():
            self._raw(text + b"\n")

    def _line(self, document: Mapping[str, Any]) -> None:
        self._raw(_ENCODER.encode(document).encode() + b"\n")

    def _raw(self, raw: bytes) -> None:
        self._digest.update(raw)
        self._stream.write(raw)

    def __enter__(self) -> "SnapshotWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._stream.write(_last_line(self._digest.hexdigest()))
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
                _verify(self.path, raw, digest.hexdigest(), lines)
                return
            digest.update(raw)
            if isinstance(document.get("facts"), list):
                texts = {str(name): _column(self.path, next(lines, b"")) for name in document["facts"]}
                for text in texts.values():
                    digest.update(text + b"\n")
                document["facts"] = Columns(texts)
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
            # Parts of a line, joined once: a register makes lines of many megabytes.
            parts: list[bytes] = []
            while chunk := stream.read(1 << 18):
                *whole, rest = chunk.split(b"\n")
                for line in whole:
                    yield b"".join((*parts, line, b"\n"))
                    parts = []
                parts.append(rest)
                if sum(map(len, parts)) > MAX_LINE_BYTES:
                    raise _damaged(path, "a line is too long")
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror or error}") from error
    except zstandard.ZstdError as error:
        raise _damaged(path, "it is not zstd-compressed") from error
    if any(parts):
        raise _damaged(path, "it ends in the middle of a line")


def _column(path: Path, raw: bytes) -> bytes:
    if not isinstance(_json(path, raw), list):
        raise _damaged(path, "a column is not an array")
    return raw.rstrip(b"\n")


def _json(path: Path, raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError as error:
        raise _damaged(path, "a line is not JSON") from error


def _parse(path: Path, raw: bytes) -> dict[str, Any]:
    document = _json(path, raw)
    if not isinstance(document, dict):
        raise _damaged(path, "a line is not an object")
    return document


def _last_line(digest: str) -> bytes:
    return json.dumps({"sha256": digest}).encode() + b"\n"


def _verify(path: Path, raw: bytes, digest: str, rest: Iterator[bytes]) -> None:
    if raw != _last_line(digest):
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
                places = {fact: Location(**where) for fact, where in document.pop("locations").items()}
                former = tuple(document.pop("former_ids"))
                return Resource(**document, collected_at=collected, locations=places, former_ids=former)
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
        "calendar": header.calendar.document(),
        "parameters": header.parameters,
    }


def _header_in(document: Mapping[str, Any]) -> Header:
    return Header(
        tool=document["tool"],
        created_at=datetime.fromisoformat(document["created_at"]),
        targets=tuple(TargetInfo(**{**info, "types": tuple(info["types"])}) for info in document["targets"]),
        has_datasets=document["has_datasets"],
        warnings=tuple(document["warnings"]),
        calendar=Calendar.of(document.get("calendar", {})),
        parameters=document.get("parameters", {}),
    )


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Location):
        return asdict(value)
    raise TypeError(f"{type(value).__name__} does not belong in a snapshot")


_SHAPES = {
    kind: (kind.__name__.lower(), tuple(item.name for item in fields(kind)))
    for kind in (Resource, Gap, Enumerated)
}
_ENCODER = json.JSONEncoder(default=_plain, separators=(",", ":"))
