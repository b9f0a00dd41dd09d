"""Ids and patterns, which the inventories have in common."""

import re
from fnmatch import fnmatchcase

_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9._-]+")


def id_of(name: str) -> str:
    """The name of a host as an id of a target: what ids do not allow becomes a hyphen."""
    return _NOT_IN_IDS.sub("-", name).strip("-._")


def fits(name: str, pattern: str | None) -> bool:
    """Whether a name matches a pattern list as in ssh_config(5): `web-*,!web-9`; no pattern matches all."""
    if pattern is None:
        return True
    parts = [part.strip() for part in pattern.split(",")]
    if any(part.startswith("!") and fnmatchcase(name, part[1:]) for part in parts):
        return False
    return any(fnmatchcase(name, part) for part in parts)
