"""Sets of whole numbers (addresses, ports) as ranges."""

import ipaddress
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ranges:
    """Ranges (first, last), both ends included, in order, with a gap between each two."""

    parts: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int]]) -> "Ranges":
        """From ranges in any order, overlapping or not; those that end before they begin are empty."""
        joined: list[tuple[int, int]] = []
        for first, last in sorted(pair for pair in pairs if pair[0] <= pair[1]):
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(joined[-1][1], last))
            else:
                joined.append((first, last))
        return cls(tuple(joined))

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __contains__(self, number: int) -> bool:
        index = bisect_right(self.parts, number, key=lambda part: part[0])
        return index > 0 and number <= self.parts[index - 1][1]

    def __or__(self, other: "Ranges") -> "Ranges":
        if not other:
            return self
        return Ranges.of((*self.parts, *other.parts)) if self else other

    def __and__(self, other: "Ranges") -> "Ranges":
        if len(other.parts) > len(self.parts):
            return other & self
        found: list[tuple[int, int]] = []
        for first, last in other.parts:
            low, high = self._touched(first, last)
            found.extend((max(first, a), min(last, b)) for a, b in self.parts[low:high])
        return Ranges(tuple(found))

    def __sub__(self, other: "Ranges") -> "Ranges":
        parts = self.parts
        for first, last in other.parts:
            low, high = Ranges(parts)._touched(first, last)
            if low == high:
                continue
            kept = ((parts[low][0], first - 1), (last + 1, parts[high - 1][1]))
            parts = (*parts[:low], *(part for part in kept if part[0] <= part[1]), *parts[high:])
        return Ranges(parts)

    def _touched(self, first: int, last: int) -> tuple[int, int]:
        """Which parts share a number with the range, as a slice."""
        low = bisect_left(self.parts, first, key=lambda part: part[1])
        return low, bisect_right(self.parts, last, lo=low, key=lambda part: part[0])

    @property
    def size(self) -> int:
        """How many numbers."""
        return sum(last - first + 1 for first, last in self.parts)


ADDRESSES = {"ipv4": Ranges(((0, 2**32 - 1),)), "ipv6": Ranges(((0, 2**128 - 1),))}
"""Every address of a family."""


def network(text: str, family: str) -> Ranges:
    """The addresses of `address` or `address/prefix`; raises ValueError for anything else."""
    four = family == "ipv4"
    found = ipaddress.IPv4Network(text, strict=False) if four else ipaddress.IPv6Network(text, strict=False)
    return Ranges(((int(found.network_address), int(found.broadcast_address)),))


def address(text: str, family: str) -> int:
    """One address as a number; raises ValueError for anything else."""
    return int(ipaddress.IPv4Address(text) if family == "ipv4" else ipaddress.IPv6Address(text))


def cidrs(ranges: Ranges, family: str) -> Iterator[str]:
    """The ranges as networks, in order."""
    for first, last in ranges.parts:
        ends = (
            (ipaddress.IPv4Address(first), ipaddress.IPv4Address(last))
            if family == "ipv4"
            else (ipaddress.IPv6Address(first), ipaddress.IPv6Address(last))
        )
        yield from map(str, ipaddress.summarize_address_range(*ends))


def _public(family: str, space: str, *without: str) -> Ranges:
    found = network(space, family)
    for part in without:
        found = found - network(part, family)
    return found


# RFC 6890 and RFC 4291: what routers of the internet carry.
PUBLIC = {
    "ipv4": _public(
        "ipv4",
        "0.0.0.0/0",
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "224.0.0.0/3",
    ),
    "ipv6": network("2000::/3", "ipv6"),
}
"""Addresses that are routed on the internet, by family."""
