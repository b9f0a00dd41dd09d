"""The known_hosts files, sshd(8): which keys a host may have, and which are revoked."""

import re
from collections.abc import Hashable, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

import paramiko
import paramiko.hostkeys

from collectors.server.private_keys import stamp
from collectors.server.reply import NotSeenError
from scanner.model import GapReason

_SPECIAL = re.compile(r"[*?!]")


def load(client: paramiko.SSHClient, label: str, files: Sequence[str]) -> None:
    """Gives the client the keys of one host; `label` is its name, `[name]:port` for another port than 22."""
    known = client.get_host_keys()
    for file in files:
        for line in _lines(file):
            if line.startswith("@") or not _names(line.split(" ", 1)[0], label):
                continue
            key = _key(line, file)
            if key is not None:
                known.add(label, key.get_name(), key)


def check_revoked(key: paramiko.PKey, label: str, files: Sequence[str]) -> None:
    """Raises NotSeenError for a key on an `@revoked` line, which paramiko does not know."""
    blob = key.get_base64()
    for file in files:
        if any(line.startswith("@revoked") and blob in line.split() for line in _lines(file)):
            raise NotSeenError(GapReason.DENIED, f"the host key of {label} is marked @revoked in {file}")


def _lines(file: str) -> Sequence[str]:
    try:
        return _read(file, stamp(file))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise NotSeenError(GapReason.DENIED, f"{file} cannot be read: {error.strerror}") from None


@lru_cache(16)  # one file mostly has the keys of all servers
def _read(file: str, _stamp: Hashable) -> Sequence[str]:
    text = Path(file).read_text(encoding="utf-8", errors="replace")
    return [line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#")]


def _names(field: str, label: str) -> bool:
    """Whether the first field of a line means this host: hashed, plain or with wildcards."""
    if field.startswith("|1|"):
        try:
            return paramiko.HostKeys.hash_host(label, field) == field
        except ValueError:
            return False
    if not _SPECIAL.search(field):
        return label in field.split(",")
    patterns = field.split(",")
    if any(p.startswith("!") and fnmatchcase(label, _glob(p[1:])) for p in patterns):
        return False
    return any(fnmatchcase(label, _glob(pattern)) for pattern in patterns)


def _glob(pattern: str) -> str:
    return pattern.replace("[", "[[]")


def _key(line: str, file: str) -> paramiko.PKey | None:
    try:
        entry = paramiko.hostkeys.HostKeyEntry.from_line(line)
    except (paramiko.hostkeys.InvalidHostKey, paramiko.SSHException, ValueError):
        raise NotSeenError(GapReason.MALFORMED, f"the line of this host in {file} is no host key") from None
    return None if entry is None else entry.key
