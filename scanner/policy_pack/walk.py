"""The files of a folder, found and hashed: a thousand at each start, so without a `Path` for each."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path


def pack_files(folder: Path) -> list[str]:
    """The files that belong to a pack, relative to its folder, in the order of their paths.

    Raises OSError for a folder that cannot be read.
    """
    return files_below(folder, ("rego", "yaml", "json"))


def files_below(folder: Path, suffixes: tuple[str, ...]) -> list[str]:
    """The files with these suffixes, in the order of their paths; folders that are links are left out."""
    found = (name for name in _walk(str(folder)) if _suffix(name) in suffixes)
    return sorted(found, key=lambda name: name.split("/"))


def _walk(folder: str) -> Iterator[str]:
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        with os.scandir(f"{folder}/{inside}") as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{inside}{entry.name}/")
                elif entry.is_file():
                    yield f"{inside}{entry.name}"


def _suffix(name: str) -> str:
    stem, _, suffix = name.rpartition("/")[2].rpartition(".")
    return suffix if stem else ""


def add_files(digest: "hashlib._Hash", folder: Path, names: Iterable[str]) -> None:
    """Add names and contents to a digest. Raises OSError for a file that cannot be read."""
    for name in names:
        with open(f"{folder}/{name}", "rb", buffering=0) as handle:  # noqa: PTH123
            content = handle.read()
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
