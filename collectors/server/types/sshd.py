"""The SSH server; a machine without one has none."""

from collections.abc import Callable, Iterator

from collectors.server.facts import sshd, sshd_config
from collectors.server.machine import Machine, ServerType
from collectors.server.reply import NotSeenError, Reply
from scanner.interfaces import Json
from scanner.model import Enumerated, Event

NAME = "server.sshd"


def _listing(machine: Machine) -> Iterator[Event]:
    if not sshd.installed(machine.reply):
        yield Enumerated(machine.target, NAME, 0)
        return
    try:
        value = sshd.read(machine.reply)
    except NotSeenError as problem:
        value = _raising(problem)
    functions = {fact: _asking(value, fact) for fact in sshd_config.FACTS}
    yield from machine.resource(NAME, f"{machine.identity.id}/sshd", machine.identity.hostname, functions)
    yield Enumerated(machine.target, NAME, 1)


def _asking(value: Callable[[str], Json], fact: str) -> Callable[[Reply], Json]:
    return lambda _: value(fact)


def _raising(problem: NotSeenError) -> Callable[[str], Json]:
    def value(fact: str) -> Json:  # noqa: ARG001 (every fact has the same trouble)
        raise problem

    return value


TYPE = ServerType(NAME, _listing, sections=("sshd",))
