"""The sums of lib.reachability against Python's ipaddress: every small case, and random larger ones."""

import itertools
import json
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policies.rego import Rego

LIBRARY = Path(__file__).parents[2] / "policies" / "lib" / "reachability" / "reachability.rego"
ASK = """package ask
import data.lib.reachability
share := reachability.share(input.family, input.entries)
ranges := reachability.open_ranges(input.rules, input.apart, input.least)
through := reachability.through_both(input.rules, input.entries, input.ports, "ipv4", input.share)
"""
Network = IPv4Network | IPv6Network
Entry = tuple[str, bool]
PRIVATE = (
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16 224.0.0.0/3"
)
ELSEWHERE = {"ipv4": PRIVATE.split(), "ipv6": ["::/3", "4000::/2", "8000::/1"]}
EVERYTHING = {"ipv4": "0.0.0.0/0", "ipv6": "::/0"}
POOL = {
    "ipv4": ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "10.0.0.0/7", "11.0.0.0/8", "203.0.113.7/32"],
    "ipv6": ["::/0", "2000::/3", "2000::/4", "2a00::/12", "fc00::/7", "2001:db8::/32"],
}
WORLD = {"ipv4": 0.5, "ipv6": 0.5}


@pytest.fixture(scope="module")
def engine() -> Iterator[Rego]:
    with Rego.of([(LIBRARY.name, LIBRARY.read_text()), ("ask.rego", ASK)]) as found:
        yield found


def ask(engine: Rego, rule: str, given_: Any) -> Any:
    engine.input(json.dumps(given_))
    return json.loads(engine.ask(f"ask.{rule}"))


def without(networks: list[Network], hole: Network) -> list[Network]:
    """The networks less one, as ipaddress sees it."""
    left: list[Network] = []
    for each in networks:
        if not each.overlaps(hole):
            left.append(each)
        elif each.prefixlen < hole.prefixlen:
            left.extend(each.address_exclude(hole))  # type: ignore[arg-type] # both of one family
    return left


def allowed(family: str, entries: Sequence[Entry]) -> int:
    """How many addresses a walk through the entries lets in, each entry taking its part of what is left."""
    left: list[Network] = [ip_network(EVERYTHING[family])]
    for cidr in ELSEWHERE[family]:
        left = without(left, ip_network(cidr))
    found = 0
    for cidr, allow in entries:
        rest = without(left, ip_network(cidr))
        taken = sum(each.num_addresses for each in left) - sum(each.num_addresses for each in rest)
        found += taken if allow else 0
        left = rest
    return found


def share(family: str, entries: Sequence[Entry]) -> float:
    return allowed(family, entries) / allowed(family, [(EVERYTHING[family], True)])


def as_entries(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    return [{"cidr": cidr, "allow": allow} for cidr, allow in entries]


@pytest.mark.parametrize("family", ["ipv4", "ipv6"])
def test_every_list_of_up_to_three_entries(engine: Rego, family: str) -> None:
    choices = list(itertools.product(POOL[family], (True, False)))
    for length in range(4):
        for entries in itertools.product(choices, repeat=length):
            got = ask(engine, "share", {"family": family, "entries": as_entries(entries)})
            assert got == pytest.approx(share(family, entries), abs=1e-12), entries


NETWORKS = st.builds(
    lambda number, length: str(ip_network((number >> (32 - length) << (32 - length), length))),
    st.integers(0, 2**32 - 1),
    st.integers(1, 32),
)
NETWORKS_6 = st.builds(
    lambda number, length: str(
        IPv6Network(((1 << 125 | number) >> (128 - length) << (128 - length), length))
    ),
    st.integers(0, 2**125 - 1),
    st.integers(3, 50),
)


@settings(max_examples=200, deadline=None)
@given(entries=st.lists(st.tuples(NETWORKS, st.booleans()), max_size=12))
def test_any_list_of_entries(engine: Rego, entries: list[Entry]) -> None:
    got = ask(engine, "share", {"family": "ipv4", "entries": as_entries(entries)})
    assert got == pytest.approx(share("ipv4", entries), abs=1e-12)


@settings(max_examples=100, deadline=None)
@given(entries=st.lists(st.tuples(NETWORKS_6, st.booleans()), max_size=12))
def test_any_list_of_entries_for_ipv6(engine: Rego, entries: list[Entry]) -> None:
    got = ask(engine, "share", {"family": "ipv6", "entries": as_entries(entries)})
    assert got == pytest.approx(share("ipv6", entries), abs=1e-12)


def rule(protocol: str, first: int, last: int, cidr: str, **more: Any) -> dict[str, Any]:
    families = {"ipv4": [] if ":" in cidr else [cidr], "ipv6": [cidr] if ":" in cidr else []}
    return {"protocol": protocol, "first_port": first, "last_port": last} | families | more


RULES = [
    rule(protocol, first, last, cidr)
    for protocol, first, last in [("tcp", 0, 2), ("tcp", 2, 65535), ("udp", 1, 1), ("all", 0, 65535)]
    for cidr in ("0.0.0.0/1", "128.0.0.0/1", "::/0", "10.0.0.0/8")
]


def test_ranges_of_every_group_of_two_rules(engine: Rego) -> None:
    """For each port near a boundary: open by the ranges if and only if open by the networks of that port."""
    for rules in itertools.combinations(RULES, 2):
        got = ask(engine, "ranges", {"rules": rules, "apart": ["tcp/22"], "least": WORLD})
        for protocol, port in itertools.product(("tcp", "udp"), (0, 1, 2, 3, 22, 65534, 65535)):
            meant = [
                each
                for each in rules
                if each["protocol"] in ("all", protocol) and each["first_port"] <= port <= each["last_port"]
            ]
            wanted = any(
                share(family, [(cidr, True) for each in meant for cidr in each[family]]) >= 0.5
                for family in ("ipv4", "ipv6")
            )
            found = [
                each for each in got if each["protocol"] == protocol and each["first"] <= port <= each["last"]
            ]
            assert len(found) == wanted, (rules, protocol, port)


def test_no_range_holds_a_port_that_stands_apart(engine: Rego) -> None:
    rules = [rule("tcp", 0, 65535, "0.0.0.0/0")]
    got = ask(engine, "ranges", {"rules": rules, "apart": ["tcp/22"], "least": WORLD})
    assert sorted((each["first"], each["last"]) for each in got) == [(0, 21), (22, 22), (23, 65535)]


@settings(max_examples=150, deadline=None)
@given(
    sources=st.lists(NETWORKS, max_size=4),
    entries=st.lists(st.tuples(NETWORKS, st.booleans()), max_size=4),
    least=st.sampled_from([1e-9, 0.001, 0.1, 0.5]),
)
def test_an_address_must_pass_group_and_acl(
    engine: Rego, sources: list[str], entries: list[Entry], least: float
) -> None:
    rules = [rule("tcp", 20, 30, cidr) for cidr in sources]
    acl = [rule("tcp", 22, 22, cidr, allow=allow) for cidr, allow in entries]
    asked = {"rules": rules, "entries": acl, "ports": ["tcp/22"], "share": least}
    got = ask(engine, "through", asked)
    # Of all that the ACL allows, what is gone once the sources are denied first.
    closed = [(cidr, False) for cidr in sources]
    both = allowed("ipv4", entries) - allowed("ipv4", [*closed, *entries])
    wanted = both / allowed("ipv4", [("0.0.0.0/0", True)]) >= least
    assert got == (["tcp/22"] if wanted else [])
