"""Reading files that a stranger wrote: bounded in size, and never through a device."""

import json
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scanner.interfaces import ConfigurationError

MAX_BYTES = 40 * 1024 * 1024
"""Of one file."""
MAX_VALUES = 3_000_000
"""Of one JSON document: each takes some two hundred bytes of memory."""
MAX_FILES = 2000
"""Of one folder and what it refers to."""


def read_bytes(path: Path, shown: str) -> bytes:
    """A whole file. Raises ConfigurationError when it cannot be read or is too large."""
    try:
        with path.open("rb") as handle:
            if not stat.S_ISREG(path.stat().st_mode):
                raise ConfigurationError(f"{shown}: not a regular file")
            raw = handle.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigurationError(f"{shown}: cannot be read: {error.strerror or error}") from error
    if len(raw) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        raise ConfigurationError(f"{shown}: larger than {limit} MiB; split what it describes")
    return raw


def read_text(path: Path, shown: str) -> str:
    """A whole file as text. Raises ConfigurationError, also when it is not UTF-8."""
    try:
        return read_bytes(path, shown).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{shown}: not UTF-8; save the file as UTF-8") from error


def parse_json(raw: bytes, shown: str) -> Mapping[str, Any]:
    """A JSON object. Raises ConfigurationError for everything else, also for one that nests too deep."""
    if sum(map(raw.count, (b",", b"[", b"{"))) > MAX_VALUES:
        raise ConfigurationError(f"{shown}: more than {MAX_VALUES:,} values; split what it describes")
    try:
        found = json.loads(raw)
    except RecursionError as error:
        raise ConfigurationError(f"{shown}: nested too deep to be read") from error
    except ValueError as error:
        text = str(error).splitlines()[0][:120]
        raise ConfigurationError(f"{shown}: not JSON: {text}; write it again") from error
    if not isinstance(found, dict):
        raise ConfigurationError(f"{shown}: not a JSON object")
    return found
