"""Configurations of nginx as `server.tls_endpoint`: one per server block."""

from collections import Counter
from collections.abc import Callable

from collectors.config_files.facts import Found, raising, sources
from collectors.config_files.tree import Tree
from collectors.planned.drafts import Draft
from collectors.server.facts.tls import nginx
from collectors.server.facts.tls.model import Endpoint, Library
from collectors.server.facts.tls.nginx_text import parse
from collectors.server.reply import NotSeenError
from scanner.interfaces import Json

TYPE = "server.tls_endpoint"
WILLING = Library((1, 1, 0), level=0)
"""A configuration is judged by what it allows, not by what the library of some machine refuses on top."""
_OF_THE_MACHINE = ("version", "running")


def found(tree: Tree) -> Found:
    """All server blocks, also of a file that stands within the http block of another."""
    try:
        all_ = nginx.endpoints(tree, tree.place, None, part=_is_part(tree))
    except NotSeenError as problem:
        return Found(problems=[(TYPE, problem)])
    drafts, seen = [], Counter[str]()
    for one in all_.endpoints:
        seen[one.label] += 1
        label = one.label if seen[one.label] == 1 else f"{one.label}#{seen[one.label]}"
        drafts.append(draft(tree, one, label, endpoint_facts(tree, one)))
    return Found(drafts, [(TYPE, problem) for problem in all_.problems])


def _is_part(tree: Tree) -> bool:
    names = {directive.name for directive in parse(tree.read(tree.place) or (), tree.place)}
    return "server" in names and not names & {"http", "stream"}


def draft(tree: Tree, endpoint: Endpoint, label: str, facts: dict[str, Callable[[], Json]]) -> Draft:
    """An endpoint with its places."""
    locations = {"": tree.location(endpoint.file, endpoint.line)}
    locations.update((fact, tree.location(*place)) for fact, place in endpoint.places.items())
    id_ = f"{tree.shown(tree.place)}/tls/{label}"
    return Draft(TYPE, id_, label, sources(tree, facts), locations=locations)


def endpoint_facts(tree: Tree, endpoint: Endpoint) -> dict[str, Callable[[], Json]]:
    """What the files alone tell of an endpoint."""
    live = raising(tree.not_in_source("only the machine tells"))
    return {
        **endpoint.facts(),
        **dict.fromkeys(_OF_THE_MACHINE, live),
        "protocols": lambda: list(endpoint.protocols(WILLING)) if endpoint.encrypted else [],
        "ciphers": lambda: _ciphers(tree, endpoint),
    }


def _ciphers(tree: Tree, endpoint: Endpoint) -> Json:
    if not endpoint.encrypted:
        return None
    if isinstance(endpoint.cipher_string, NotSeenError):
        raise endpoint.cipher_string
    if endpoint.ciphers_set is None:
        raise tree.not_in_source("no ciphers are set, and the default depends on the installed version")
    return {"configured": endpoint.ciphers_set, "suites": None}
