"""Files that only their owner may read, written whole or not at all."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from scanner.interfaces import ConfigurationError


class OutputError(Exception):
    """A file could not be written after the audit was done."""


def prepare_folder(folder: Path, names: Iterable[str]) -> None:
    """Make the output folder. Raises ConfigurationError when these files cannot be written there."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"{folder}: cannot be made: {error.strerror or error}") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ConfigurationError(f"{folder}: cannot be written to; choose another with --output")
    for name in names:
        _refuse_symlink(folder / name)


def _refuse_symlink(path: Path) -> None:
    if path.is_symlink():
        raise ConfigurationError(f"{path}: is a symlink; remove it or choose another place")


@contextmanager
def private_file(path: Path) -> Iterator[IO[bytes]]:
    """Write a file, mode 0600, that appears under its name only when it is complete.

    Raises ConfigurationError when it cannot be written, or when a symlink stands in its place.
    """
    _refuse_symlink(path)
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be written: {error.strerror or error}") from error
    try:
        with os.fdopen(descriptor, "wb") as handle:
            yield handle
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
