"""The packet filter of the kernel, as it is loaded."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

from collectors.server.facts import firewall_iptables, firewall_nft, firewall_reach
from collectors.server.facts.firewall_network import links
from collectors.server.facts.firewall_ranges import Ranges
from collectors.server.facts.firewall_walk import Ruleset, Table, Verdict
from collectors.server.reply import Item, NotSeenError, Reply
from collectors.server.texts import parse_texts, settings
from scanner.interfaces import Json
from scanner.model import GapReason

SECTION = "firewall"
_ITEM = {"ipv4": "ip", "ipv6": "ipsix"}
_NFT_FAMILY = {"ipv4": "ip", "ipv6": "ip6"}
_NAMES = frozenset(["raw", "mangle", "nat", "filter", "security"])


def inbound(reply: Reply) -> Json:
    """Which ports let whom in."""
    found = links(reply)
    tables, unseen = _tables(reply)
    ruleset = Ruleset(
        tables,
        found.local,
        {
            family: [(route.network, route.interface) for route in rows]
            for family, rows in found.routes.items()
        },
        unseen=bool(unseen),
        notrack=_mentions_notrack(reply),
    )
    rewrites = [rule for table in tables for rule in table.rules() if rule.verdict is Verdict.REWRITE]
    local = found.local["ipv4"] | found.local["ipv6"]
    redirects = any(rule.here or rule.to[0] is None or rule.to[0] in local for rule in rewrites)
    return firewall_reach.rows(replace(ruleset, redirects=redirects), found.network())


def filters(reply: Reply) -> Json:
    """Base chains that new connections to the machine pass."""
    tables, _ = _tables(reply)
    return [
        {
            "backend": table.backend,
            "family": family,
            "chain": name,
            "policy": "drop" if chain.hook.policy is Verdict.DROP else "accept",
            "rules": len(chain.rules),
        }
        for table in tables
        for family in sorted(table.families)
        for name, chain in table.chains.items()
        if chain.hook is not None and chain.hook.name == "input"
    ]


def unseen(reply: Reply) -> Json:
    """What may turn connections away besides, but was not seen."""
    return _tables(reply)[1]


def boot(reply: Reply) -> Json:
    """What loads rules when the machine starts."""
    services = set(reply.output("firewall_boot", "enabled", "sh").text.split())
    texts = parse_texts(reply.item("firewall_boot", "ufw"), reply)
    ufw = settings(texts.read("/etc/ufw/ufw.conf") or (), "=")
    if ufw.get("ENABLED", "no").strip("\"'").lower() != "yes":
        services.discard("ufw")
    scripts = reply.item("firewall_boot", "scripts")
    if scripts.status != 0 and not scripts.out:
        raise reply.failed(scripts, "grep")
    return {"services": sorted(services), "scripts": sorted(scripts.lines())}


def _tables(reply: Reply) -> tuple[list[Table], list[str]]:
    """All tables, and what there may be besides."""
    native, listing, unseen = _nftables(reply)
    found: list[Table] = []
    for family in _ITEM:
        sets = _ip_sets(reply, family)
        found += _legacy(reply, family, sets)
        saved = _saved_by_nft(reply, family, sets)
        for name, table in saved.items():
            key = (_NFT_FAMILY[family], name)
            # A table of iptables holds matches that only iptables-save can tell.
            if listing is None or _holds_extensions(listing, key):
                native[key] = table
    return [*native.values(), *found], unseen


def _nftables(reply: Reply) -> tuple[dict[firewall_nft.Name, Table], Json, list[str]]:
    """Tables of nftables, the listing itself (None without one), and what was not seen."""
    item = reply.item(SECTION, "nft")
    if item.status == 127:
        if reply.output(SECTION, "loaded", "sh").text.strip() == "no":
            return {}, None, []
        if all(reply.maybe(SECTION, name) is None for name in ("ip-nft", "ip-save", "ip-legacy")):
            detail = "neither nft nor iptables-save is there to list the rules; install nftables"
            raise NotSeenError(GapReason.TOOL_ABSENT, detail)
        return {}, None, ["tables of nftables: the command nft is not there; install nftables"]
    if item.status != 0 and "not supported" in item.error.lower():
        return {}, None, []
    listing = json.loads(reply.output(SECTION, "nft", "nft").text)
    asleep = {tuple(line.split()) for line in reply.output(SECTION, "dormant", "nft").lines()}
    tables = {name: table for name, table in firewall_nft.tables(listing).items() if name not in asleep}
    bridged = ["rules of the family bridge"] if firewall_nft.bridges_filter(listing) else []
    return tables, listing, bridged


def _holds_extensions(listing: Mapping[str, Json], name: firewall_nft.Name) -> bool:
    bodies = (entry["rule"] for entry in listing["nftables"] if "rule" in entry)
    return any(
        (body["family"], body["table"]) == name and any("xt" in statement for statement in body["expr"])
        for body in bodies
    )


def _legacy(reply: Reply, family: str, sets: firewall_iptables.Sets) -> list[Table]:
    """Tables of the older backend."""
    item = reply.maybe(SECTION, f"{_ITEM[family]}-legacy")
    if item is None and not _by_nft(reply, family):
        item = reply.maybe(SECTION, f"{_ITEM[family]}-save")
    if item is not None:
        return list(_read(reply, item, family, sets).values())
    path = f"/proc/net/{_NFT_FAMILY[family]}_tables_names"
    states = parse_texts(reply.item(SECTION, "legacy"), reply)
    if states.states.get(path) == "D":
        raise states.out_of_reach(path)
    if reply.output(SECTION, "names", "cat").text.split():
        detail = "the kernel holds tables of iptables-legacy, which iptables-legacy-save is not there to list"
        raise NotSeenError(GapReason.TOOL_ABSENT, detail)
    return []


def _saved_by_nft(reply: Reply, family: str, sets: firewall_iptables.Sets) -> dict[str, Table]:
    """Tables of iptables in nftables that iptables-save can tell."""
    item = reply.maybe(SECTION, f"{_ITEM[family]}-nft")
    if item is None and _by_nft(reply, family):
        item = reply.maybe(SECTION, f"{_ITEM[family]}-save")
    return {} if item is None else _read(reply, item, family, sets)


def _by_nft(reply: Reply, family: str) -> bool:
    version = reply.maybe(SECTION, f"{_ITEM[family]}-version")
    return version is not None and "nf_tables" in version.text


def _read(reply: Reply, item: Item, family: str, sets: firewall_iptables.Sets) -> dict[str, Table]:
    if item.status != 0:
        raise reply.failed(item, "iptables-save")
    try:
        return firewall_iptables.tables(item.text, family, sets)
    except (ValueError, LookupError) as error:
        detail = f"the output of iptables-save was not understood: {error}"
        raise NotSeenError(GapReason.MALFORMED, detail) from None


def _ip_sets(reply: Reply, family: str) -> dict[str, Ranges]:
    item = reply.maybe(SECTION, "ipset")
    # Without a listing, a match on a set may hold or not.
    return firewall_iptables.ip_sets(item.text, family) if item is not None and item.status == 0 else {}


def _items(reply: Reply) -> Iterator[Item]:
    for name in (
        "nft",
        *(f"{prefix}-{kind}" for prefix in _ITEM.values() for kind in ("nft", "legacy", "save")),
    ):
        item = reply.maybe(SECTION, name)
        if item is not None:
            yield item


def _mentions_notrack(reply: Reply) -> bool:
    return any("notrack" in item.text.lower() for item in _items(reply))
