"""From a ruleset to a table: which ports let whom in."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import TypeVar

from collectors.server.facts.firewall_ranges import PUBLIC, Ranges, cidrs
from collectors.server.facts.firewall_walk import (
    Destination,
    DestinationPort,
    Interface,
    Packet,
    Ruleset,
    SourcePort,
    Test,
    boundaries,
    parts_of,
)
from collectors.server.reply import NotSeenError
from scanner.interfaces import Json
from scanner.model import GapReason

T = TypeVar("T")

WORK = 2_000_000
"""Rules that are tried at most, all packets together."""

SHOWN = 20
"""Networks that are named of a set of sources."""


@dataclass(frozen=True, slots=True)
class Network:
    """Where strangers come from and go to.

    `interfaces` by family: those with a default route or a public address; all but loopback where there is
    none. `addresses` by family: number to text, without loopback, link-local ones where there is no other.
    """

    interfaces: Mapping[str, Sequence[str]]
    addresses: Mapping[str, Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """Sources that get in, and those that may (these are among them)."""

    sure: Ranges
    may: Ranges
    rewritten: bool

    def facts(self, family: str) -> dict[str, Json]:
        """As a part of a row."""
        shown = list(islice(cidrs(self.sure, family), SHOWN + 1))
        return {
            "sources": shown[:SHOWN],
            "sources_cut": len(shown) > SHOWN,
            "public_share": _share(self.sure, family),
            "public_share_possible": _share(self.may, family),
            "undetermined": self.may != self.sure,
            "rewritten": self.rewritten,
        }


def _share(sources: Ranges, family: str) -> float:
    return round((sources & PUBLIC[family]).size / PUBLIC[family].size, 9)


def rows(ruleset: Ruleset, network: Network) -> list[Json]:
    """The table; raises NotSeenError when working it out would take too long."""
    tests = [part for table in ruleset.tables for rule in table.rules() for part in parts_of(rule.when)]
    found: list[Json] = []
    for family in ("ipv4", "ipv6"):
        if network.addresses[family]:
            found += _family_rows(ruleset, network, family, tests)
    return found


def _family_rows(ruleset: Ruleset, network: Network, family: str, tests: Sequence[Test]) -> Iterator[Json]:
    sports = [first for first, _ in boundaries(tests, SourcePort)]
    spans = boundaries(tests, DestinationPort)
    interfaces = _alike(
        network.interfaces[family],
        lambda name: tuple(_fits(tests, Interface, _packet(family, iif=name))),
    )
    addresses = _alike(
        network.addresses[family],
        lambda address: tuple(_fits(tests, Destination, _packet(family, daddr=address))),
    )
    _affordable(ruleset, len(interfaces) * len(addresses) * len(sports) * len(spans) * 2)
    for names, places in product(interfaces, addresses):
        place = {
            "family": family,
            "interfaces": sorted(names),
            "addresses": sorted(network.addresses[family][address] for address in places),
        }
        for protocol in ("tcp", "udp"):
            packets = (
                [Packet(family, protocol, sport, first, places[0], names[0]) for sport in sports]
                for first, _ in spans
            )
            answers = [_answer(ruleset, choices) for choices in packets]
            for first, last, answer in _joined(spans, answers):
                ports = {"protocol": protocol, "first_port": first, "last_port": last}
                yield {**place, **ports, **answer.facts(family)}


def _affordable(ruleset: Ruleset, packets: int) -> None:
    count = sum(1 for table in ruleset.tables for _ in table.rules())
    if packets * max(count, 1) > WORK:
        detail = f"{count} rules tell {packets} kinds of packets apart; that is too much to follow"
        raise NotSeenError(GapReason.UNSUPPORTED, detail)


def _packet(family: str, daddr: int = 0, iif: str = "") -> Packet:
    return Packet(family, "tcp", 0, 0, daddr, iif)


def _fits(tests: Iterable[Test], kind: type[Interface] | type[Destination], packet: Packet) -> Iterator[bool]:
    """Which of the tests of a kind hold for a packet."""
    for test in tests:
        if isinstance(test, kind):
            yield bool(test.among(packet)[0])


def _alike(things: Iterable[T], signature: Callable[[T], Hashable]) -> list[list[T]]:
    """Things with the same signature together."""
    groups: dict[Hashable, list[T]] = {}
    for thing in things:
        groups.setdefault(signature(thing), []).append(thing)
    return list(groups.values())


def _answer(ruleset: Ruleset, choices: Sequence[Packet]) -> Answer:
    """Whoever connects chooses the source port: one that gets in is enough."""
    sure, may, rewritten = Ranges(), Ranges(), False
    for packet in choices:
        fate = ruleset.fate(packet)
        sure |= fate.accepted - fate.dropped
        may |= fate.accepted
        rewritten = rewritten or bool(fate.rewritten)
    return Answer(sure, may, rewritten)


def _joined(spans: Sequence[tuple[int, int]], answers: Sequence[Answer]) -> Iterator[tuple[int, int, Answer]]:
    """Neighbouring spans with one answer as one."""
    start = 0
    for index, (_, last) in enumerate(spans):
        if index + 1 == len(spans) or answers[index + 1] != answers[start]:
            yield spans[start][0], last, answers[start]
            start = index + 1
