"""Keyed digests of private values: the same value gives the same digest, within one workspace only."""

import hmac
import os
import stat
import unicodedata
from pathlib import Path
from typing import Any

MIN_KEY_BYTES = 32
_MAX_KEY_BYTES = 4096


class KeyProblemError(Exception):
    """The key cannot be used: what, and how to fix it."""


def read_key(path: Path) -> bytes:
    """The key of the workspace. Raises KeyProblemError; a key that others can read hides nothing."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            state = os.fstat(file.fileno())
            key = file.read(_MAX_KEY_BYTES)
    except FileNotFoundError:
        raise KeyProblemError(f"{path}: not there; selfaudit init makes it") from None
    except (OSError, ValueError) as error:
        raise KeyProblemError(f"{path}: cannot be read ({type(error).__name__})") from error
    if not stat.S_ISREG(state.st_mode):
        raise KeyProblemError(f"{path}: not a regular file")
    if state.st_mode & 0o077:
        raise KeyProblemError(f"{path}: others may read it; chmod 600 {path}")
    if len(key.strip()) < MIN_KEY_BYTES:
        raise KeyProblemError(f"{path}: shorter than {MIN_KEY_BYTES} bytes; selfaudit init makes a good one")
    return key.strip()


def digest(key: bytes, value: Any) -> Any:
    """The digest of a text, of each text of a list, or null for null."""
    if value is None:
        return None
    if isinstance(value, list):
        return [digest(key, item) for item in value]
    text = unicodedata.normalize("NFC", value if isinstance(value, str) else repr(value))
    return "hmac:" + hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex()[:32]
