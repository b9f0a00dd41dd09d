"""Sockets that wait for connections."""

from collections.abc import Iterator

from collectors.server.facts import listeners
from collectors.server.machine import Machine, ServerType, constant
from scanner.model import Enumerated, Event

NAME = "server.listener"


def _listing(machine: Machine) -> Iterator[Event]:
    found = listeners.listing(machine.reply)
    for listener in found:
        functions = {fact: constant(value) for fact, value in listener.facts().items()}
        functions["processes"] = listener.owners
        yield from machine.resource(
            NAME, f"{machine.identity.id}/listener/{listener.key}", listener.name, functions
        )
    yield Enumerated(machine.target, NAME, len(found))


TYPE = ServerType(NAME, _listing, sections=("listeners",))
