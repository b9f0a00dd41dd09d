"""Server blocks of web servers, proxies and databases, and how they encrypt."""

from collections import Counter
from collections.abc import Callable, Iterator

from collectors.server.facts.tls import openssl, servers
from collectors.server.machine import Facts, Machine, ServerType, constant
from collectors.server.reply import NotSeenError, Reply
from scanner.interfaces import Json
from scanner.model import Enumerated, Event, Gap

NAME = "server.tls_endpoint"


def _listing(machine: Machine) -> Iterator[Event]:
    found = servers.endpoints(machine.reply)
    problems = [one for one in found if isinstance(one, NotSeenError)]
    for problem in problems:
        yield Gap(machine.target, NAME, problem.reason, problem.detail)
    seen: Counter[str] = Counter()
    for served in found:
        if isinstance(served, NotSeenError):
            continue
        label = served.endpoint.label
        seen[label] += 1
        name = label if seen[label] == 1 else f"{label}#{seen[label]}"
        yield from machine.resource(NAME, f"{machine.identity.id}/tls/{name}", name, _functions(served))
    if not problems:
        yield Enumerated(machine.target, NAME, len(found))


def _functions(served: servers.Served) -> Facts:
    return {
        **{fact: _ignoring_reply(value) for fact, value in served.endpoint.facts().items()},
        "running": constant(served.running),
        "protocols": lambda reply: _protocols(served, reply),
        "ciphers": lambda reply: _ciphers(served, reply),
    }


def _ignoring_reply(value: Callable[[], Json]) -> Callable[[Reply], Json]:
    return lambda _: value()


def _protocols(served: servers.Served, reply: Reply) -> Json:
    return list(served.endpoint.protocols(served.library(reply))) if served.endpoint.encrypted else []


def _ciphers(served: servers.Served, reply: Reply) -> Json:
    endpoint = served.endpoint
    if not endpoint.encrypted:
        return None
    return openssl.ciphers(reply, endpoint.cipher_string, endpoint.ciphers_set, shared=served.shared)


TYPE = ServerType(
    NAME,
    _listing,
    sections=servers.SECTIONS,
    of_fact={"ciphers": (openssl.SUITES,)},
    library="tls",
)
"""One resource per server block that listens, running or not."""
