"""Interfaces, addresses and routes, from proc(5): /proc/net/{dev,route,fib_trie,if_inet6,ipv6_route}."""

import ipaddress
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from collectors.server.facts.firewall_ranges import PUBLIC, Ranges, cidrs
from collectors.server.facts.firewall_reach import Network
from collectors.server.reply import Reply

SECTION = "network"
UP, REJECT = 0x1, 0x200
"""Flags of a route (route.h)."""
LINK_SCOPE = "20"


@dataclass(frozen=True, slots=True)
class Route:
    """One route to a network of `bits` bits."""

    network: Ranges
    bits: int
    interface: str


@dataclass(frozen=True, slots=True)
class Links:
    """What the machine is connected to."""

    interfaces: Sequence[str]
    routes: Mapping[str, Sequence[Route]]
    local: Mapping[str, frozenset[int]]
    """All addresses of the machine, by family."""
    link_local: frozenset[int]

    def network(self) -> Network:
        """Where strangers come from."""
        return Network(
            {family: self._outward(family) for family in self.routes},
            {family: self._reachable(family) for family in self.routes},
        )

    def _reachable(self, family: str) -> dict[int, str]:
        own = [number for number in sorted(self.local[family]) if not _loopback(number, family)]
        routed = [number for number in own if number not in self.link_local]
        return {number: _text(number, family) for number in routed or own}

    def _outward(self, family: str) -> Sequence[str]:
        public = {number for number in self.local[family] if number in PUBLIC[family]}
        names = {
            route.interface
            for route in self.routes[family]
            if route.bits == 0 or any(number in route.network for number in public)
        }
        return [name for name in self.interfaces if name in names] or self.interfaces


def links(reply: Reply) -> Links:
    """Reads the section; raises NotSeenError when it did not arrive."""
    members = set(reply.output(SECTION, "members", "sh").text.split())
    names = re.findall(r"^\s*([^\s:]+):", reply.output(SECTION, "interfaces", "cat").text, re.MULTILINE)
    inet6 = reply.maybe(SECTION, "inet")
    rows = [] if inet6 is None or inet6.status != 0 else [line.split() for line in inet6.lines()]
    local6 = {int(row[0], 16): row for row in rows if len(row) == 6}
    local4 = reply.output(SECTION, "local", "awk").text.split()
    return Links(
        [name for name in names if name != "lo" and name not in members],
        {"ipv4": _by_length(_routes4(reply)), "ipv6": _by_length(_routes6(reply))},
        {
            "ipv4": frozenset(int(ipaddress.IPv4Address(text)) for text in local4),
            "ipv6": frozenset(local6),
        },
        frozenset(number for number, row in local6.items() if row[3] == LINK_SCOPE),
    )


def _by_length(routes: Iterator[Route]) -> list[Route]:
    return sorted(routes, key=lambda route: -route.bits)


def _routes4(reply: Reply) -> Iterator[Route]:
    order: Literal["little", "big"] = "little"
    if reply.output(SECTION, "order", "od").text.strip() != "1":
        order = "big"
    for line in reply.output(SECTION, "routes", "cat").lines()[1:]:
        fields = line.split()
        if int(fields[3], 16) & (UP | REJECT) == UP:
            start, mask = (int.from_bytes(bytes.fromhex(fields[column]), order) for column in (1, 7))
            yield Route(Ranges(((start, start | (mask ^ 0xFFFFFFFF)),)), mask.bit_count(), fields[0])


def _routes6(reply: Reply) -> Iterator[Route]:
    item = reply.maybe(SECTION, "routes-six")
    for line in [] if item is None or item.status != 0 else item.lines():
        fields = line.split()
        bits, flags = int(fields[1], 16), int(fields[8], 16)
        if flags & (UP | REJECT) == UP and fields[9] != "lo":
            start = int(fields[0], 16)
            yield Route(Ranges(((start, start | ((1 << (128 - bits)) - 1)),)), bits, fields[9])


def _loopback(number: int, family: str) -> bool:
    return number >> 24 == 127 if family == "ipv4" else number == 1


def _text(number: int, family: str) -> str:
    (text,) = cidrs(Ranges(((number, number),)), family)
    return text.rpartition("/")[0]
