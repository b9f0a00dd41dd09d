"""Paths that hold datasets: stat(2), acl(5), what lies below, and the file system."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from collectors.server.facts import access, ciphers
from collectors.server.facts.disks import FSCRYPT, NO, UNDETERMINED, YES, Disks, Mount, describe, read_disks
from collectors.server.reply import NotSeenError, Reply
from scanner.interfaces import Json
from scanner.model import GapReason

_KINDS = {"directory": "directory", "regular file": "file", "regular empty file": "file"}
_ACL_LINE = re.compile(r"(default:)?(user|group|mask|other):([^:]*):([r-][w-][x-])")
_ABSENT = re.compile(r"(No such file or directory|Not a directory)$")


def exists(reply: Reply, section: str) -> bool:
    """Raises NotSeenError when a folder above the path is out of reach: it only looks absent then."""
    item = reply.item(section, "stat")
    if item.status == 0:
        return True
    if _ABSENT.search(item.error):
        return False
    if item.error.endswith("Permission denied"):
        raise reply.denied("a folder above the path cannot be searched")
    raise reply.failed(item, "stat")


def facts(section: str) -> Mapping[str, Callable[[Reply], Json]]:
    """Fact to the function that gives it, for the path in one section."""
    return {
        "exists": lambda reply: exists(reply, section),
        "stat": lambda reply: _stat(reply, section) if exists(reply, section) else None,
        "acl": lambda reply: _acl(reply, section, default=False) if exists(reply, section) else [],
        "default_acl": lambda reply: _acl(reply, section, default=True) if exists(reply, section) else [],
        "files": lambda reply: _files(reply, section) if exists(reply, section) else _no_files(),
        "mount": lambda reply: _mount(reply, section) if exists(reply, section) else None,
        "ciphers": lambda reply: _ciphers(reply, section) if exists(reply, section) else [],
        "parents": lambda reply: _parents(reply, section) if exists(reply, section) else [],
        "readers": lambda reply: _those_who(reply, section, write=False) if exists(reply, section) else [],
        "writers": lambda reply: _those_who(reply, section, write=True) if exists(reply, section) else [],
    }


def _parents(reply: Reply, section: str) -> Json:
    """Their modes alone: the class of others has no part in ACLs."""
    return [
        {"mode": f"{place.mode:04o}", "uid": place.uid, "gid": place.gid}
        for place in access.parse(reply.item(section, "chain").lines(), reply, "the path", acls=False)[1:]
    ]


def _those_who(reply: Reply, section: str, *, write: bool) -> Json:
    chain = access.parse(reply.item(section, "chain").lines(), reply, "the path")
    return access.those_who(chain, access.everybody(reply), write=write)


def _stat_lines(reply: Reply, section: str) -> list[str]:
    lines = reply.item(section, "stat").lines()
    if len(lines) < 3 or not re.fullmatch(r"[0-7]{1,4} \d+ \d+ \d+ [a-z -]+", lines[0]):
        raise NotSeenError(GapReason.MALFORMED, "stat answered with something else than asked for")
    return lines


def _stat(reply: Reply, section: str) -> Json:
    lines = _stat_lines(reply, section)
    mode, uid, gid, _, kind = lines[0].split(" ", 4)
    return {
        "kind": _KINDS.get(kind, "other"),
        "mode": mode.zfill(4),
        "owner": uid if lines[1] == "UNKNOWN" else lines[1],
        "group": gid if lines[2] == "UNKNOWN" else lines[2],
        "uid": int(uid),
        "gid": int(gid),
        "symlink": lines[3:] == ["link"],
    }


def _acl(reply: Reply, section: str, *, default: bool) -> Json:
    item = reply.output(section, "acl", "getfacl (package acl)")
    names = {kind: _names(reply, section, kind) for kind in ("users", "groups")}
    entries = []
    for line in item.lines():
        text = re.sub(r"\s*#.*$", "", line)
        if not text:
            continue
        match = _ACL_LINE.fullmatch(text)
        if match is None:
            raise NotSeenError(GapReason.MALFORMED, "getfacl answered with something that is no ACL entry")
        if (match[1] is not None) == default:
            entries.append((match[2], _named(names, match[2], match[3]), match[4]))
    if not entries and not default:
        raise NotSeenError(GapReason.MALFORMED, "getfacl told no ACL entry")
    return _effective(entries)


def _named(names: Mapping[str, Mapping[str, str]], tag: str, number: str) -> str:
    """The name of a user or group; the owner's own entry has no number, and so no name."""
    return names.get(f"{tag}s", {}).get(number, number) if number else ""


def _effective(entries: Sequence[tuple[str, str, str]]) -> Json:
    mask = next((perms for tag, _, perms in entries if tag == "mask"), "rwx")
    return [
        {
            "tag": tag,
            "qualifier": qualifier,
            "perms": perms,
            "effective": _masked(perms, mask) if tag == "group" or (tag == "user" and qualifier) else perms,
        }
        for tag, qualifier, perms in entries
    ]


def _masked(perms: str, mask: str) -> str:
    return "".join(one if one == other else "-" for one, other in zip(perms, mask, strict=True))


def _names(reply: Reply, section: str, kind: str) -> dict[str, str]:
    pairs = (line.split(":", 1) for line in reply.item(section, kind).lines())
    found: dict[str, str] = {}
    for pair in pairs:
        # The first line counts, as in getpwuid(3).
        found.setdefault(pair[0], pair[-1])
    return found


def _no_files() -> Json:
    return _summary([0] * 7)


def _summary(numbers: Sequence[int]) -> Json:
    count, oldest, newest, readable, writable, foreign, setuid = numbers
    return {
        "count": count,
        "oldest": _instant(oldest) if count else None,
        "newest": _instant(newest) if count else None,
        "world_readable": readable,
        "world_writable": writable,
        "foreign_owner": foreign,
        "setuid": setuid,
    }


def _instant(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        raise NotSeenError(GapReason.MALFORMED, "a file below has a time stamp out of range") from None


def _files(reply: Reply, section: str) -> Json:
    item = reply.output(section, "count", "find")
    rows = [line.split() for line in item.lines()]
    numbers = [word for row in rows for word in row]
    if len(numbers) != 11 or not all(re.fullmatch(r"-?\d{1,18}", word) for word in numbers[:7] + numbers[8:]):
        raise NotSeenError(GapReason.MALFORMED, "the count of files came back garbled")
    gone, denied, strange = (int(word) for word in numbers[8:])
    if denied:
        raise reply.denied(f"{denied} files or folders below cannot be looked at")
    if strange or (numbers[7] != "0" and not gone):
        detail = f"find ended with status {numbers[7]} and {strange} errors; part of the files was not seen"
        raise NotSeenError(GapReason.UNSUPPORTED, detail)
    return _summary([int(word) for word in numbers[:7]])


def _mount(reply: Reply, section: str) -> Json:
    disks, mount = _holding(reply, section)
    encrypted = disks.encrypted(mount)
    if encrypted == NO and mount.fstype in FSCRYPT:
        encrypted = _fscrypt(reply, section)
    return describe(mount, encrypted)


def _ciphers(reply: Reply, section: str) -> Json:
    disks, mount = _holding(reply, section)
    found = ciphers.layers(disks, mount, reply)
    if not found and mount.fstype in FSCRYPT and _fscrypt(reply, section) != NO:
        return [ciphers.unknown(mount.source)]
    return found


def _holding(reply: Reply, section: str) -> tuple[Disks, Mount]:
    real = reply.output(section, "real", "readlink").text.removesuffix("\n")
    number = int(_stat_lines(reply, section)[0].split(" ")[3])
    major = (number >> 8) & 0xFFF
    minor = (number & 0xFF) | ((number >> 12) & 0xFFF00)
    disks = read_disks(reply)
    mount = disks.holding(real, f"{major}:{minor}")
    if mount is None:
        raise NotSeenError(GapReason.UNSUPPORTED, "findmnt does not list the file system that holds the path")
    return disks, mount


def _fscrypt(reply: Reply, section: str) -> str:
    """A folder can be encrypted on a plain file system; lsattr(1) shows it as E."""
    item = reply.item(section, "flags")
    if item.status != 0 or not item.out:
        return UNDETERMINED
    return YES if "E" in item.text.split(" ", 1)[0] else NO
