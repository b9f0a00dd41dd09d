"""Files in which the system and the audit daemon write: who may read and write them, and what they are."""

import re

from collectors.server.reply import NotSeenError, Reply
from collectors.server.texts import parse_texts
from scanner.interfaces import Json
from scanner.model import GapReason

_LINE = re.compile(r"([0-7]{1,4}) (\S+) (\S+) (.+)")
_MAIN = frozenset(("auth.log", "secure", "messages", "syslog", "audit", "audit/audit.log", "journal"))
_KINDS = {"regular file": "file", "regular empty file": "file", "directory": "directory"}


def log_files(reply: Reply) -> Json:
    """Modes of logs and their folders. Of rotated files only those that others may read or write."""
    parse_texts(reply.item("log_files", "folders"), reply).demand_all()
    lines = reply.output("log_files", "files", "stat").lines()
    if len(lines) % 2:
        raise NotSeenError(GapReason.MALFORMED, "the names of the log files came back garbled")
    found = [_file(about, path) for about, path in zip(lines[::2], lines[1::2], strict=True)]
    return [entry for entry in found if _named(entry["path"]) or _open(entry)]


def _file(about: str, path: str) -> dict[str, str]:
    match = _LINE.fullmatch(about)
    if match is None or not path.startswith("/var/log/"):
        raise NotSeenError(GapReason.MALFORMED, "the names of the log files came back garbled")
    return {
        "path": path,
        "kind": _KINDS.get(match[4], "other"),
        "mode": match[1].zfill(4),
        "owner": match[2],
        "group": match[3],
    }


def _named(path: str) -> bool:
    return path.removeprefix("/var/log/") in _MAIN


def _open(entry: dict[str, str]) -> bool:
    return entry["mode"][-1] not in "01" and entry["kind"] == "file"


_RECORDS = {
    "wtmp": "/var/log/wtmp",
    "btmp": "/var/log/btmp",
    "lastlog": "/var/log/lastlog",
    "wtmpdb": "/var/lib/wtmpdb/wtmp.db",
    "lastlog2": "/var/lib/lastlog/lastlog2.db",
}
_STATES = {"file": "kept", "absent": "absent", "other": "diverted"}


def login_records(reply: Reply) -> Json:
    """Files of utmp(5) and their successors: kept, absent, or something else than a file (/dev/null)."""
    found = {}
    for line in reply.output("login_records", "kinds", "sh").lines():
        kind, _, path = line.partition(" ")
        found[path] = kind
    for path in _RECORDS.values():
        if found.get(path) == "hidden":
            raise reply.denied(f"{path} cannot be looked at")
        if found.get(path) not in _STATES:
            raise NotSeenError(GapReason.MALFORMED, f"{path} was not looked at")
    return {name: _STATES[found[path]] for name, path in _RECORDS.items()}
