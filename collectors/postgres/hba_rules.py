"""Rules of pg_hba.conf: whom they concern, and what they mean among the others."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

from collectors.postgres.unseen import NotSeenError
from scanner.model import GapReason

SHOWN_OPTIONS = ("clientcert", "clientname", "map", "include_realm", "krb_realm", "ldaptls", "ldapscheme")
"""Other options are told by name only: they can hold secrets."""
Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `address` is a network in CIDR notation, a keyword, a host name, or None for `local`."""

    kind: str
    databases: tuple[str, ...]
    users: tuple[str, ...]
    address: str | None
    method: str
    options: tuple[str, ...]

    def __str__(self) -> str:
        """The rule as it would stand in pg_hba.conf."""
        names = (",".join(map(_quoted, self.databases)), ",".join(map(_quoted, self.users)))
        address = (self.address,) if self.address else ()
        return " ".join((self.kind, *names, *address, self.method, *self.options))

    @property
    def network(self) -> Network | None:
        """The addresses of the rule, None for keywords and host names."""
        return _network(self.address or "")

    @property
    def origin(self) -> str:
        """Where a client has to be: on the machine (local, loopback), or on the network."""
        if self.kind == "local":
            return "local"
        network = self.network
        inside = network.is_loopback if network else self.address in ("samehost", "localhost")
        return "loopback" if inside else "network"

    def covers(self, other: "Rule") -> bool:
        """Whether every connection that the other rule is for is one for this rule; certain when true."""
        return (
            (self.kind == other.kind or (self.kind == "host" and other.kind != "local"))
            and _all_of(self.databases, other.databases, but="replication")
            and _all_of(self.users, other.users)
            and self._reaches(other)
        )

    def _reaches(self, other: "Rule") -> bool:
        if self.address in ("all", other.address):
            return True
        if self.address == "samenet" and other.address == "samehost":
            return True
        mine, theirs = self.network, other.network
        if isinstance(mine, IPv4Network) and isinstance(theirs, IPv4Network):
            return theirs.subnet_of(mine)
        if isinstance(mine, IPv6Network) and isinstance(theirs, IPv6Network):
            return theirs.subnet_of(mine)
        return False


@lru_cache(4096)
def _network(text: str) -> Network | None:
    try:
        return ip_network(text)
    except ValueError:
        return None


def _all_of(mine: tuple[str, ...], theirs: tuple[str, ...], but: str | None = None) -> bool:
    """Equal words mean the same; `all` means every name, but not the keyword `but`."""
    return all(word in mine or ("all" in mine and word != but) for word in theirs)


def _quoted(word: str) -> str:
    plain = word and not any(char in ' ,"#\t\n' for char in word)
    return word if plain else '"' + word.replace('"', '""') + '"'


def named(rules: Sequence[Rule]) -> Iterator[tuple[Rule, str]]:
    """Each rule with the text that it goes by; the same rule again has a number."""
    seen: Counter[str] = Counter()
    for rule in rules:
        text = str(rule)
        seen[text] += 1
        yield rule, f"{text} #{seen[text]}" if seen[text] > 1 else text


def facts_of(
    rule: Rule, index: int, earlier: Sequence[Rule], place: Callable[[], str], *, complete: bool
) -> Mapping[str, Callable[[], Any]]:
    """The facts of the rule at this index; `place` tells where the server listens."""
    network = rule.network
    return {
        "position": lambda: index + 1,
        "connection": lambda: rule.kind,
        "databases": lambda: list(rule.databases),
        "users": lambda: list(rule.users),
        "address": lambda: rule.address,
        "prefix_length": lambda: 0 if rule.address == "all" else network.prefixlen if network else None,
        "origin": lambda: rule.origin,
        "method": lambda: rule.method,
        "options": lambda: list(rule.options),
        "listens": place,
        "shadowed_by": lambda: _shadow(rule, earlier, complete=complete),
    }


def _shadow(rule: Rule, earlier: Sequence[Rule], *, complete: bool) -> dict[str, Any] | None:
    """With a faulty line in the file the server goes by what it read before: nothing is certain."""
    if not complete:
        raise NotSeenError(GapReason.MALFORMED, "pg_hba.conf has faulty lines; correct them")
    for number, other in enumerate(earlier, start=1):
        if other.covers(rule):
            return {"position": number, "rule": str(other), "method": other.method}
    return None


def with_netmask(address: str | None, netmask: str | None) -> str | None:
    """An address in CIDR notation; raises ValueError for a netmask with holes."""
    if address is None or netmask is None:
        return address
    mask = ip_address(netmask)
    bits = f"{int(mask):0{mask.max_prefixlen}b}"
    if "01" in bits:
        raise ValueError(netmask)
    return str(ip_network(f"{address.split('%')[0]}/{bits.count('1')}", strict=False))
