"""Certificates that the endpoints of a machine show."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collectors.server.facts.tls import certificates, servers
from collectors.server.facts.tls.model import Endpoint
from collectors.server.machine import Facts, Machine, ServerType
from collectors.server.reply import NotSeenError, Reply, once
from scanner.interfaces import Json
from scanner.model import Enumerated, Event, Gap

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

NAME = "server.certificate"


@dataclass(slots=True)
class _Use:
    keys: dict[str, None] = field(default_factory=dict)
    endpoints: list[Endpoint] = field(default_factory=list)


def _listing(machine: Machine) -> Iterator[Event]:
    uses: dict[str, _Use] = {}
    problems: list[NotSeenError] = []
    for found in servers.endpoints(machine.reply):
        if isinstance(found, NotSeenError):
            problems.append(found)
        elif isinstance(found.endpoint.certificates, NotSeenError):
            why = found.endpoint.certificates
            problems.append(NotSeenError(why.reason, f"{found.endpoint.label}: {why.detail}"))
        else:
            for pair in found.endpoint.certificates:
                use = uses.setdefault(pair.certificate, _Use())
                use.keys[pair.key] = None
                use.endpoints.append(found.endpoint)
    for problem in problems:
        yield Gap(machine.target, NAME, problem.reason, problem.detail)
    for path, use in uses.items():
        id_ = f"{machine.identity.id}/certificate{path}"
        yield from machine.resource(NAME, id_, path, _functions(path, use))
    if not problems:
        yield Enumerated(machine.target, NAME, len(uses))


def _functions(path: str, use: _Use) -> Facts:
    def chain(reply: Reply) -> Sequence["Certificate"]:
        return certificates.certificates(_files(reply), path, reply)

    def of_chain(function: Callable[[Sequence["Certificate"]], Json]) -> Callable[[Reply], Json]:
        return lambda reply: function(reply.once(chain))

    return {
        "path": lambda _: path,
        "subject": of_chain(lambda chain: certificates.subject(chain[0])),
        "issuer": of_chain(lambda chain: certificates.issuer(chain[0])),
        "validity": of_chain(lambda chain: certificates.validity(chain[0])),
        "key": of_chain(lambda chain: certificates.key(chain[0])),
        "signature_hash": of_chain(lambda chain: certificates.signature_hash(chain[0])),
        "chain": of_chain(certificates.chain),
        "key_files": lambda reply: [certificates.key_file(_files(reply), key, reply) for key in use.keys],
        "endpoints": lambda _: [_endpoint(endpoint) for endpoint in use.endpoints],
    }


def _endpoint(endpoint: Endpoint) -> Json:
    local = all(listen.local for listen in endpoint.listens)
    return {
        "name": endpoint.label,
        "software": endpoint.software,
        "names": list(endpoint.names),
        "local": local,
    }


@once
def _files(reply: Reply) -> Mapping[str, certificates.File]:
    return certificates.files(reply, certificates.SECTION)


TYPE = ServerType(NAME, _listing, sections=(*servers.SECTIONS, certificates.SECTION), library="tls")
"""One resource per certificate file that an endpoint refers to."""
