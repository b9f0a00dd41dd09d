"""Paths that hold datasets: one section of the probe for each."""

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
    "files": ("run count count",),
}


def _section(index: int) -> str:
    return f"path.{index}"


def _made(facts: frozenset[str], wanted: Sequence[str]) -> Sequence[Made]:
    calls = dict.fromkeys(call for fact in sorted(facts) for call in _CALLS.get(fact, ()))
    return [
        Made(_section(index), "\n".join([f"path={shlex.quote(path)}", "run stat about", *calls]))
        for index, path in enumerate(wanted)
    ]


def _listing(machine: Machine) -> Iterator[Event]:
    for index, path in enumerate(machine.paths):
        functions = paths.facts(_section(index))
        yield from machine.resource(NAME, f"{machine.identity.id}/path{path}", path, functions)
    yield Enumerated(machine.target, NAME, len(machine.paths))


TYPE = ServerType(NAME, _listing, of_fact={"mount": ("mounts",)}, made=_made, seconds=60, library="path")
