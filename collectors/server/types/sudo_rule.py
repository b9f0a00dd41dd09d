"""Rules of sudoers(5)."""

from collections.abc import Iterator, Mapping

from collectors.server.facts import sudo
from collectors.server.machine import Machine, ServerType, constant
from scanner.interfaces import Json
from scanner.model import Enumerated, Event, Gap

NAME = "server.sudo_rule"


def _listing(machine: Machine) -> Iterator[Event]:
    rules = sudo.rules(machine.reply)
    more = sudo.doas(machine.reply)
    if more is not None:
        yield Gap(machine.target, NAME, more.reason, more.detail)
    shared: Mapping[str, Json] = {}
    if rules:
        sources = {"nopasswd": sudo.defaults, "password_of": sudo.password_of}
        shared = yield from machine.shared(NAME, sources)
    for rule in rules:
        yield from _rule(machine, rule, shared)
    if more is None:
        yield Enumerated(machine.target, NAME, len(rules))


def _rule(machine: Machine, rule: sudo.Rule, shared: Mapping[str, Json]) -> Iterator[Event]:
    functions = {fact: constant(value) for fact, value in rule.facts().items()}
    if "nopasswd" in shared:
        functions["nopasswd"] = lambda _: sudo.nopasswd(rule, shared["nopasswd"], machine.identity.hostname)
    if "password_of" in shared:
        functions["password_of"] = constant(shared["password_of"])
    id_ = f"{machine.identity.id}/sudo_rule/{rule.key}"
    yield from machine.resource(NAME, id_, rule.name, functions)


TYPE = ServerType(NAME, _listing, sections=("sudo",))
