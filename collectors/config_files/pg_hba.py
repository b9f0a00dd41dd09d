"""pg_hba.conf as `postgres.hba_entry`: one per rule, in the order in which the server tries them."""

from collections.abc import Callable, Mapping
from functools import partial
from ipaddress import ip_network

from collectors.config_files.facts import Found, sources
from collectors.config_files.postgresql import Values
from collectors.config_files.tree import Tree
from collectors.planned.drafts import Draft
from collectors.postgres.hba_rules import SHOWN_OPTIONS, Rule, facts_of, named
from collectors.postgres.setting_facts import listens
from collectors.server.facts.tls.pg_hba import Record, records
from collectors.server.reply import NotSeenError
from scanner.interfaces import Json
from scanner.model import GapReason

TYPE = "postgres.hba_entry"
_SERVER = "/etc/postgresql/postgresql.conf"


def found(tree: Tree) -> Found:
    """All rules. Where the server listens stands in postgresql.conf beside it, if that is in the source."""
    try:
        given = records(tree, tree.place)
    except NotSeenError as problem:
        return Found(problems=[(TYPE, problem)])
    rules = [_rule(record) for record in given]
    place = partial(_listens, tree)
    shown = tree.shown(tree.place)
    drafts = []
    for number, (rule, name) in enumerate(named(rules)):
        facts: Mapping[str, Callable[[], Json]]
        facts = facts_of(rule, number, rules[:number], place, complete=True)
        locations = {"": tree.location(tree.place, given[number].line)}
        drafts.append(Draft(TYPE, f"{shown}/hba/{name}", name, sources(tree, facts), locations=locations))
    return Found(drafts)


def _listens(tree: Tree) -> str:
    """Without a word on it, rules for the network are judged as what they are for."""
    server = Tree(tree.main.parent / "postgresql.conf", tree.shown(_SERVER), _SERVER)
    try:
        return listens(Values.read(server).text("listen_addresses"))
    except NotSeenError as problem:
        if problem.reason is GapReason.NOT_IN_SOURCE:
            return "network"
        raise


def _rule(record: Record) -> Rule:
    return Rule(
        record.type,
        record.databases,
        record.users,
        _network(record.address) if record.type != "local" else None,
        record.method,
        tuple(_shown(option) for option in record.options),
    )


def _network(address: str) -> str:
    try:
        return str(ip_network(address, strict=False))
    except ValueError:
        return address


def _shown(option: str) -> str:
    name = option.partition("=")[0]
    return option if name in SHOWN_OPTIONS else name
