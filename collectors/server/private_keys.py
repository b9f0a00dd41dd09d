"""Private keys of the scanner, read once for all servers."""

from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path

import paramiko
from cryptography.exceptions import UnsupportedAlgorithm


def read(file: str, passphrase: str | None) -> paramiko.PKey | None:
    """A key with its certificate, where there is one.

    None for a key that cannot be read so: the SSH client then reads the file itself, and tells why not.
    """
    try:
        return _read(file, passphrase, stamp(file), stamp(f"{file}-cert.pub"))
    except (paramiko.SSHException, paramiko.pkey.UnknownKeyType, UnsupportedAlgorithm, OSError, ValueError):
        return None
    except TypeError:  # a passphrase for a key that has none, or none for one that has
        return None


def stamp(file: str) -> Hashable:
    """What changes when a file does; None for one that is not there."""
    try:
        found = Path(file).stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


@lru_cache(32)
def _read(file: str, passphrase: str | None, *_stamps: Hashable) -> paramiko.PKey:
    return paramiko.PKey.from_path(file, passphrase)
