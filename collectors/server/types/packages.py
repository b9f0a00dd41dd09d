"""Installed software: missing updates, the age of the lists, automatic updates, and the release's support."""

from collections.abc import Iterator, Sequence

from collectors.server.facts.packages import (
    automatic,
    held,
    lists,
    manager,
    reboot,
    repositories,
    support,
    updates,
)
from collectors.server.machine import Machine, Made, ServerType
from collectors.server.reply import alike
from scanner.model import Enumerated, Event

NAME = "server.packages"
FUNCTIONS = {
    "security_updates": alike(updates.security_updates),
    "lists": alike(lists.lists),
    "automatic": alike(automatic.automatic),
    "held": alike(held.held),
    "reboot": alike(reboot.reboot),
    "repositories": alike(repositories.repositories),
    "support": alike(support.support),
}


def _made(facts: frozenset[str] | None, paths: Sequence[str]) -> Sequence[Made]:  # noqa: ARG001
    return [
        Made(manager.section(fact), f"pkg_{fact}") for fact in FUNCTIONS if facts is None or fact in facts
    ]


def _listing(machine: Machine) -> Iterator[Event]:
    id_ = f"{machine.identity.id}/packages"
    yield from machine.resource(NAME, id_, machine.identity.hostname, FUNCTIONS)
    yield Enumerated(machine.target, NAME, 1)


TYPE = ServerType(NAME, _listing, made=_made, seconds=60, library="packages")
"""Package managers take their time: the sections have a limit of their own."""
