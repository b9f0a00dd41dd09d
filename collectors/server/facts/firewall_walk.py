"""What becomes of a new connection on its way through the packet filter of the kernel.

A packet is known but for its source address: a walk tells for which sources it may get in and for which it
may be turned away. What is not understood (a match on a mark, say) may match or not, so a source can be in
both; a source in one alone is certain.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Protocol

from collectors.server.facts.firewall_ranges import ADDRESSES, Ranges

DEPTH = 32
"""Jumps below each other that are followed; the kernel refuses more than 16."""

TRACKING = -200
"""Priority at which connection tracking sees a packet."""

SYN = 0x02
NOBODY = Ranges()


@dataclass(frozen=True, slots=True)
class Packet:
    """The first packet of a connection. `local`: it is for this machine; `oif` is None when not known."""

    family: str
    protocol: str
    sport: int
    dport: int
    daddr: int
    iif: str
    oif: str | None = None
    local: bool = True
    notrack: bool = False
    """Some rule takes packets from connection tracking."""
    redirects: bool = False
    """Some rule rewrites connections to local ports."""
    early: bool = False
    """Connection tracking has not seen it yet."""

    @property
    def everyone(self) -> Ranges:
        """All sources."""
        return ADDRESSES[self.family]


Sources = tuple[Ranges, Ranges]
"""For which sources something holds for sure, and for which it may hold."""


class Test(Protocol):
    """A condition of a rule."""

    def among(self, packet: Packet) -> Sources:
        """For which sources of the packet it holds."""
        ...


@dataclass(frozen=True, slots=True)
class Known:
    """Holds for every source, or for none."""

    value: bool

    def among(self, packet: Packet) -> Sources:
        """See Test."""
        return _all_or_none(packet, holds=self.value)


@dataclass(frozen=True, slots=True)
class Unsure:
    """A condition that is not understood, or that nothing here can decide."""

    def among(self, packet: Packet) -> Sources:
        """See Test."""
        return NOBODY, packet.everyone


TRUE, FALSE, UNSURE = Known(value=True), Known(value=False), Unsure()


@dataclass(frozen=True, slots=True)
class Source:
    """Comes from one of these addresses."""

    family: str
    ranges: Ranges

    def among(self, packet: Packet) -> Sources:
        """See Test."""
        found = self.ranges if packet.family == self.family else NOBODY
        return found, found


@dataclass(frozen=True, slots=True)
class Destination:
    """Goes to one of these addresses."""

    family: str
    ranges: Ranges

    def among(self, packet: Packet) -> Sources:
        """See Test."""
        return _all_or_none(packet, holds=packet.family == self.family and packet.daddr in self.ranges)


@dataclass(frozen=True, slots=True)
class DestinationPort:
    """Goes to one of these ports."""

    ranges: Ranges

    def among(self, packet: Packet) -> Sources:
        """See Test."""
        return _all_or_none(packet, holds=packet.dport in self.ranges)


@dataclass(frozen=True, slots=True)
class SourcePort:
    """Comes from one of these ports."""

    ranges: Ranges

    def among(self, packet: Packet) -> Sources:
        """See Test."""
        return _all_or_none(packet, holds=packet.sport in self.ranges)


@dataclass(frozen=True, slots=True)
class Interface:
    """Comes in, or goes out, on an interface that fits one of these patterns (`*` at the end)."""

    patterns: tuple[str, ...]
    out: bool = False

    def among(self, packet: Packet) -> Sources:
        """See Test."""
        name = packet.oif if self.out else packet.iif
        if name is None:
            return UNSURE.among(packet)
        return _all_or_none(packet, holds=any(_fits(name, pattern) for pattern in self.patterns))


@dataclass(frozen=True, slots=True)
class Transport:
    """Is of one of these protocols."""

    names: frozenset[str]

    def among(self, packet: Packet) -> Sources:
        """See Test."""
        return _all_or_none(packet, holds=packet.protocol in self.names)


@dataclass(frozen=True, slots=True)
class Family:
    """Is of this address family."""

    name: str

    def among(self, packet: Packet) -> Sources:
        """See Test."""
        return _all_or_none(packet, holds=packet.family == self.name)


@dataclass(frozen=True, slots=True)
class Flags:
    """TCP flags under the mask are one of these; a new connection has SYN alone."""

    mask: int
    values: frozenset[int]

    def among(self, packet: Packet) -> Sources:
        """See Test."""
        return _all_or_none(packet, holds=packet.protocol == "tcp" and SYN & self.mask in self.values)


@dataclass(frozen=True, slots=True)
class State:
    """The state of connection tracking is one of these (lower case)."""

    names: frozenset[str]

    def among(self, packet: Packet) -> Sources:
        """See Test."""
        possible = {"new", "untracked"} if packet.notrack else {"new"}
        if packet.early:
            possible = {"invalid"}
        if possible <= self.names:
            return TRUE.among(packet)
        return UNSURE.among(packet) if possible & self.names else FALSE.among(packet)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The destination was rewritten by NAT."""

    def among(self, packet: Packet) -> Sources:
        """See Test."""
        if not packet.local:
            return TRUE.among(packet)
        return UNSURE.among(packet) if packet.redirects else FALSE.among(packet)


@dataclass(frozen=True, slots=True)
class DestinationKind:
    """The destination is of one of these kinds (local, unicast, broadcast, ...)."""

    names: frozenset[str]

    def among(self, packet: Packet) -> Sources:
        """See Test."""
        return _all_or_none(packet, holds=("local" if packet.local else "unicast") in self.names)


@dataclass(frozen=True, slots=True)
class Every:
    """All of these hold."""

    tests: tuple[Test, ...]

    def among(self, packet: Packet) -> Sources:
        """See Test."""
        sure, may = packet.everyone, packet.everyone
        for test in self.tests:
            if not may:
                break
            also_sure, also_may = test.among(packet)
            sure, may = sure & also_sure, may & also_may
        return sure, may


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of these holds."""

    tests: tuple[Test, ...]

    def among(self, packet: Packet) -> Sources:
        """See Test."""
        found = [test.among(packet) for test in self.tests]
        return (
            Ranges.of(part for sure, _ in found for part in sure.parts),
            Ranges.of(part for _, may in found for part in may.parts),
        )


@dataclass(frozen=True, slots=True)
class Not:
    """This does not hold."""

    test: Test

    def among(self, packet: Packet) -> Sources:
        """See Test."""
        sure, may = self.test.among(packet)
        return packet.everyone - may, packet.everyone - sure


def negated(test: Test, *, negate: bool) -> Test:
    """The test, or its opposite."""
    return Not(test) if negate else test


def parts_of(test: Test) -> Iterator[Test]:
    """The test and all that it consists of."""
    yield test
    if isinstance(test, Not):
        yield from parts_of(test.test)
    elif isinstance(test, Every | Some):
        for part in test.tests:
            yield from parts_of(part)


def _all_or_none(packet: Packet, *, holds: bool) -> Sources:
    found = packet.everyone if holds else NOBODY
    return found, found


def _fits(name: str, pattern: str) -> bool:
    # Only a star at the end is a pattern, and no other character is special in the kernel.
    if pattern.endswith("*"):
        return name.startswith(pattern[:-1])
    return name == pattern


class Verdict(Enum):
    """What a rule does with what matches it."""

    ACCEPT = auto()
    DROP = auto()
    RETURN = auto()
    JUMP = auto()
    GOTO = auto()
    EITHER = auto()
    """Something outside of the rules decides (a queue)."""
    ANYTHING = auto()
    """Not understood: accepted, dropped or left to the next rule."""
    REWRITE = auto()
    """Destination NAT."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `to` is where REWRITE sends the packet: (address, port); None keeps it or is not known."""

    when: Test
    verdict: Verdict
    target: str = ""
    to: tuple[int | None, int | None] = (None, None)
    here: bool = False
    """REWRITE to a port of this machine (redirect)."""


@dataclass(frozen=True, slots=True)
class Hook:
    """Where a base chain is called, and its policy. `device` is None where it is not bound to one."""

    name: str
    priority: int
    policy: Verdict = Verdict.ACCEPT
    device: str | None = None


@dataclass(slots=True)
class Chain:
    """A chain; `hook` is None for those that are only jumped to."""

    hook: Hook | None = None
    rules: list[Rule] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `families` are those of which it sees packets."""

    backend: str
    families: frozenset[str]
    chains: Mapping[str, Chain]

    def rules(self) -> Iterator[Rule]:
        """All rules of all chains."""
        for chain in self.chains.values():
            yield from chain.rules


@dataclass(slots=True)
class Fate:
    """Sources that may get in, may be turned away, and whose packets NAT may send elsewhere."""

    accepted: Ranges = NOBODY
    dropped: Ranges = NOBODY
    rewritten: list[tuple[Ranges, Rule]] = field(default_factory=list)

    def either(self, sources: Ranges) -> None:
        """Both is possible."""
        self.accepted |= sources
        self.dropped |= sources


@dataclass(frozen=True, slots=True)
class Ruleset:
    """All tables. `unseen`: there may be further ones that turn packets away.

    `local` are the addresses of this machine by family, `routes` its routes (network, interface) by family,
    the most specific first.
    """

    tables: Sequence[Table]
    local: Mapping[str, frozenset[int]]
    routes: Mapping[str, Sequence[tuple[Ranges, str]]] = field(default_factory=dict)
    unseen: bool = False
    notrack: bool = False
    redirects: bool = False

    def fate(self, packet: Packet) -> Fate:
        """Whose packets get to the port that the packet names, and whose do not.

        Follows the hooks ingress, prerouting and input, or forward for what NAT sends to another machine.
        A packet has to pass every base chain.
        """
        packet = replace(packet, notrack=self.notrack, redirects=self.redirects)
        before = self._pass(packet, ("ingress", "prerouting"), packet.everyone)
        # What another port is rewritten to may get around rules that see the packet before.
        inner = packet.everyone if self.redirects else before.accepted
        found = self._pass(packet, ("input",), inner)
        found.dropped |= before.dropped
        for sources, rule in before.rewritten:
            self._elsewhere(packet, sources, rule, found)
        found.rewritten = before.rewritten
        if self.unseen:
            found.dropped = packet.everyone
        return found

    def _elsewhere(self, packet: Packet, sources: Ranges, rule: Rule, fate: Fate) -> None:
        address, port = rule.to
        if rule.here and port not in (None, packet.dport):
            # The port asked for is not the one that gets it; that one has an answer of its own.
            fate.dropped |= sources
            return
        if address is None or address in self.local[packet.family]:
            fate.either(sources)
            return
        forwarded = replace(
            packet,
            daddr=address,
            dport=packet.dport if port is None else port,
            local=False,
            oif=next(
                (name for network, name in self.routes.get(packet.family, ()) if address in network), None
            ),
        )
        onward = self._pass(forwarded, ("forward",), sources)
        fate.accepted |= onward.accepted
        fate.dropped |= onward.dropped

    def _pass(self, packet: Packet, hooks: tuple[str, ...], sources: Ranges) -> Fate:
        """The base chains of the hooks, one after the other."""
        total = Fate()
        for hook, table, chain in self._base_chains(packet.family, hooks):
            if hook.device not in (None, "", packet.iif):
                continue
            fate = Fate()
            early = hook.name == "ingress" or (hook.name == "prerouting" and hook.priority < TRACKING)
            rest = _walk(table, chain, replace(packet, early=early), sources, fate, DEPTH)
            if hook.policy is Verdict.DROP:
                fate.dropped |= rest
            else:
                fate.accepted |= rest
            # A device that is not told may be another one.
            sources = sources if hook.device == "" else fate.accepted
            total.dropped |= fate.dropped
            total.rewritten += fate.rewritten
        total.accepted = sources
        return total

    def _base_chains(self, family: str, hooks: tuple[str, ...]) -> list[tuple[Hook, Table, Chain]]:
        found = [
            (chain.hook, table, chain)
            for table in self.tables
            if family in table.families
            for chain in table.chains.values()
            if chain.hook is not None and chain.hook.name in hooks
        ]
        return sorted(found, key=lambda entry: (hooks.index(entry[0].name), entry[0].priority))


def _walk(table: Table, chain: Chain, packet: Packet, sources: Ranges, fate: Fate, depth: int) -> Ranges:
    """Runs through a chain; the sources that come to its end or are sent back."""
    returned = NOBODY
    for rule in chain.rules:
        if not sources:
            break
        sure, may = rule.when.among(packet)
        hit = sources & may
        if not hit:
            continue
        match rule.verdict:
            case Verdict.ANYTHING:
                fate.either(hit)
                continue
            case Verdict.JUMP | Verdict.GOTO:
                back = _jump(table, rule.target, packet, hit, fate, depth)
                if rule.verdict is Verdict.GOTO:
                    returned |= back
                    back = NOBODY
                sources = (sources - sure) | back
                continue
            case Verdict.RETURN:
                returned |= hit
            case _:
                _end(rule, hit, fate)
        sources = sources - sure
    return returned | sources


def _jump(table: Table, target: str, packet: Packet, hit: Ranges, fate: Fate, depth: int) -> Ranges:
    chain = table.chains.get(target)
    if chain is None or depth == 0:
        fate.either(hit)
        return hit
    return _walk(table, chain, packet, hit, fate, depth - 1)


def _end(rule: Rule, hit: Ranges, fate: Fate) -> None:
    if rule.verdict is Verdict.ACCEPT:
        fate.accepted |= hit
    elif rule.verdict is Verdict.DROP:
        fate.dropped |= hit
    elif rule.verdict is Verdict.REWRITE:
        fate.rewritten.append((hit, rule))
    else:
        fate.either(hit)


def boundaries(
    tests: Iterable[Test], kind: type[DestinationPort] | type[SourcePort]
) -> list[tuple[int, int]]:
    """Port ranges (first, last) within which no test of this kind tells one port from another."""
    starts = {0}
    for test in tests:
        if isinstance(test, kind):
            starts.update(number for first, last in test.ranges.parts for number in (first, last + 1))
    edges = sorted(start for start in starts if 0 <= start <= 65535)
    return list(zip(edges, [*(edge - 1 for edge in edges[1:]), 65535], strict=True))
