"""Paths that hold datasets: one section of the probe for each."""

import hashlib
import shlex
from collections.abc import Iterator, Sequence

from collectors.server.facts import paths
from collectors.server.machine import Machine, Made, ServerType
from scanner.model import Enumerated, Event

NAME = "server.path"
_CALLS = {
    "acl": ("acl",),
    "default_acl": ("acl",),
    "mount": ("place",),
    "ciphers": ("place",),
    "files": ("run count count",),
    "parents": ('run chain chain "$path"',),
    "readers": ('run chain chain "$path"',),
    "writers": ('run chain chain "$path"',),
}
_ACCOUNTS = ("accounts", "directories")


def _section(path: str) -> str:
    """Named after the path: the installed probe may have other paths, or the same in another order."""
    return f"path.{hashlib.sha256(path.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"


def _made(facts: frozenset[str] | None, wanted: Sequence[str]) -> Sequence[Made]:
    chosen = _CALLS if facts is None else facts
    calls = dict.fromkeys(call for fact in sorted(chosen) for call in _CALLS.get(fact, ()))
    return [
        Made(_section(path), "\n".join([f"path={shlex.quote(path)}", "run stat about", *calls]))
        for path in wanted
    ]


def _listing(machine: Machine) -> Iterator[Event]:
    for path in machine.paths:
        functions = paths.facts(_section(path))
        yield from machine.resource(NAME, f"{machine.identity.id}/path{path}", path, functions)
    yield Enumerated(machine.target, NAME, len(machine.paths))


TYPE = ServerType(
    NAME,
    _listing,
    of_fact={
        "mount": ("mounts",),
        "ciphers": ("mounts", "disk_ciphers"),
        "readers": _ACCOUNTS,
        "writers": _ACCOUNTS,
    },
    made=_made,
    seconds=60,
    library="path",
)
