"""Rules of iptables from iptables-save(8), of either backend: iptables(8), iptables-extensions(8).

A match that is not in the tables below may hold or not; after a target that is not, anything may happen.
"""

import re
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from collectors.server.facts.firewall_nft import TCP_FLAGS
from collectors.server.facts.firewall_ranges import Ranges, address, network
from collectors.server.facts.firewall_walk import (
    FALSE,
    TRUE,
    UNSURE,
    Chain,
    Destination,
    DestinationKind,
    DestinationPort,
    Every,
    Flags,
    Hook,
    Interface,
    Known,
    Rewritten,
    Rule,
    Some,
    Source,
    SourcePort,
    State,
    Table,
    Test,
    Transport,
    Verdict,
    negated,
)

# Where the chains of a table are called, and with which priority (netfilter_ipv4.h).
_PRIORITY = {"raw": -300, "mangle": -150, "filter": 0, "security": 50}
_NAT = {"PREROUTING": -100, "INPUT": 100}
_HOOKS = {"PREROUTING": "prerouting", "INPUT": "input", "FORWARD": "forward"}

_FREE_TEXT = frozenset(
    [
        "--bytecode",
        "--comment",
        "--hex-string",
        "--log-prefix",
        "--name",
        "--nflog-prefix",
        "--string",
        "--u32",
    ]
)
"""Options of which the value is free text."""

_STAY = frozenset(
    [
        "AUDIT",
        "CHECKSUM",
        "CLASSIFY",
        "CONNMARK",
        "CONNSECMARK",
        "CT",
        "DSCP",
        "ECN",
        "HL",
        "HMARK",
        "IDLETIMER",
        "LED",
        "LOG",
        "MARK",
        "NFLOG",
        "NOTRACK",
        "RATEEST",
        "SECMARK",
        "SET",
        "TCPMSS",
        "TCPOPTSTRIP",
        "TEE",
        "TOS",
        "TRACE",
        "TTL",
        "ULOG",
    ]
)
"""Targets after which the packet goes on as it is."""

_ENDS = {
    "ACCEPT": Verdict.ACCEPT,
    "DROP": Verdict.DROP,
    "REJECT": Verdict.DROP,
    "RETURN": Verdict.RETURN,
    "MASQUERADE": Verdict.ACCEPT,
    "SNAT": Verdict.ACCEPT,
    "NFQUEUE": Verdict.EITHER,
    "QUEUE": Verdict.EITHER,
}


@dataclass(frozen=True, slots=True)
class Option:
    """One option with what follows it; `! --option` is negated."""

    name: str
    values: tuple[str, ...]
    negated: bool

    def test(self, test: Test) -> Test:
        """The test, turned around when the option is."""
        return negated(test, negate=self.negated)


@dataclass(slots=True)
class Group:
    """A short option with its value and the long options that belong to it."""

    letter: Option
    options: list[Option] = field(default_factory=list)

    @property
    def value(self) -> str:
        """What the short option says."""
        return self.letter.values[0]


Sets = Mapping[str, Ranges]
"""Members of the ip sets (ipset(8)) of one address family that hold addresses or networks alone."""


def tables(text: str, family: str, sets: Sets) -> dict[str, Table]:
    """Tables by name; raises ValueError for what is no output of iptables-save."""
    found: dict[str, Table] = {}
    name = ""
    chains: dict[str, Chain] = {}
    for line in text.splitlines():
        if line.startswith("*"):
            name, chains = line[1:].strip(), {}
        elif line.startswith(":"):
            chain, policy = line[1:].split()[:2]
            chains[chain] = Chain(_hook(name, chain, policy))
        elif line.startswith("-A "):
            chain, words = _words_of(line)
            chains[chain].rules.extend(Reader(family, sets, chains).rule(words))
        elif line.strip() == "COMMIT":
            found[name] = Table("iptables", frozenset([family]), chains)
            name = ""
        elif line.strip() and not line.startswith("#"):
            raise ValueError("a line of iptables-save is not understood")
    if name:
        raise ValueError("the output of iptables-save has no end")
    return found


def incompatible(text: str) -> list[str]:
    """Tables that nft(8) has changed so that iptables-save does not show them."""
    return re.findall(r"^# Table `(\w+)' is incompatible", text, re.MULTILINE)


def ip_sets(text: str, family: str) -> dict[str, Ranges]:
    """Sets of one dimension in the output of `ipset save`; all others are left out."""
    kinds = {"ipv4": "inet", "ipv6": "inet6"}
    found: dict[str, list[tuple[int, int]]] = {}
    for line in text.splitlines():
        words = line.split()
        if words[:1] == ["create"] and words[2] in ("hash:ip", "hash:net", "bitmap:ip"):
            theirs = words[words.index("family") + 1] if "family" in words else "inet"
            if theirs == kinds[family] and "netmask" not in words and "markmask" not in words:
                found[words[1]] = []
        elif words[:1] == ["add"] and words[1] in found:
            if "nomatch" in words:
                del found[words[1]]
                continue
            first, _, last = words[2].partition("-")
            start = network(first, family).parts[0]
            end = network(last, family).parts[0] if last else start
            found[words[1]].append((start[0], end[1]))
    return {name: Ranges.of(pairs) for name, pairs in found.items()}


def _hook(table: str, chain: str, policy: str) -> Hook | None:
    priority = _NAT.get(chain) if table == "nat" else _PRIORITY.get(table)
    if chain not in _HOOKS or priority is None:
        return None
    return Hook(_HOOKS[chain], priority, Verdict.DROP if policy == "DROP" else Verdict.ACCEPT)


def _words_of(line: str) -> tuple[str, list[str]]:
    words = shlex.split(line)
    return words[1], words[2:]


def groups(words: Sequence[str]) -> Iterator[Group]:
    """The rule in groups; a short option begins one."""
    current: Group | None = None
    for option in _options(words):
        if option.name.startswith("--") and current is not None:
            current.options.append(option)
            continue
        if current is not None:
            yield current
        current = Group(option)
    if current is not None:
        yield current


def _options(words: Sequence[str]) -> Iterator[Option]:
    position = 0
    while position < len(words):
        negate = words[position] == "!"
        name = position + negate
        end = name + (2 if words[name] in _FREE_TEXT else 1)
        while end < len(words) and not words[end].startswith("-") and words[end] != "!":
            end += 1
        yield Option(words[name], tuple(words[name + 1 : end]), negate)
        position = end


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the rules of one table."""

    family: str
    sets: Sets
    chains: Mapping[str, Chain]

    def rule(self, words: Sequence[str]) -> Iterator[Rule]:
        """The rule, nothing for one without effect here."""
        tests: list[Test] = []
        for group in groups(words):
            if group.letter.name in ("-j", "-g"):
                rule = self._outcome(group, Every(tuple(tests)))
                if rule is not None:
                    yield rule
                return
            tests.append(self._test(group))

    def _outcome(self, group: Group, when: Test) -> Rule | None:
        name = group.value
        if group.letter.name == "-g":
            return Rule(when, Verdict.GOTO, name)
        if name in self.chains:
            return Rule(when, Verdict.JUMP, name)
        if name in _STAY:
            return None
        if name in _ENDS:
            return Rule(when, _ENDS[name])
        if name in ("DNAT", "REDIRECT"):
            return Rule(when, Verdict.REWRITE, to=self._destination(group), here=name == "REDIRECT")
        return Rule(when, Verdict.ANYTHING)

    def _destination(self, group: Group) -> tuple[int | None, int | None]:
        options = {option.name: option.values for option in group.options}
        if "--to-ports" in options:
            ports = options["--to-ports"][0]
            return None, int(ports) if ports.isdigit() else None
        place = re.fullmatch(r"\[?([0-9a-f.:]+?)\]?(?::(\d+))?", options.get("--to-destination", ("",))[0])
        if place is None:
            return None, None
        try:
            return address(place[1], self.family), int(place[2]) if place[2] else None
        except ValueError:
            return None, None

    def _test(self, group: Group) -> Test:
        option = group.letter
        if option.name in ("-s", "-d"):
            return option.test(self._place(option))
        if option.name in ("-i", "-o"):
            pattern = f"{group.value[:-1]}*" if group.value.endswith("+") else group.value
            return option.test(Interface((pattern,), out=option.name == "-o"))
        if option.name == "-p":
            return option.test(TRUE if group.value in ("all", "0") else Transport(frozenset([group.value])))
        if option.name == "-f":
            # The first packet of a connection is no later fragment.
            return option.test(FALSE)
        if option.name == "-m" and group.value == "set":
            return self._set(group)
        if option.name == "-m" and group.value == "iprange":
            return Every(tuple(self._range(entry) for entry in group.options))
        if option.name == "-m" and group.value in MATCHES:
            return MATCHES[group.value](group.options)
        return UNSURE

    def _place(self, option: Option) -> Test:
        try:
            found = network(option.values[0], self.family)
        except ValueError:
            return UNSURE
        return Source(self.family, found) if option.name == "-s" else Destination(self.family, found)

    def _range(self, option: Option) -> Test:
        first, last = option.values[0].split("-")
        found = Ranges.of([(address(first, self.family), address(last, self.family))])
        if option.name == "--src-range":
            return option.test(Source(self.family, found))
        return option.test(Destination(self.family, found) if option.name == "--dst-range" else UNSURE)

    def _set(self, group: Group) -> Test:
        (option, *others) = group.options
        name, side = option.values
        if others or option.name != "--match-set" or name not in self.sets or side not in ("src", "dst"):
            return UNSURE
        found = self.sets[name]
        return option.test(Source(self.family, found) if side == "src" else Destination(self.family, found))


Options = Sequence[Option]


def _port_ranges(option: Option) -> Ranges:
    pairs = [part.partition(":") for part in option.values[0].split(",")]
    return Ranges.of(
        (int(first or 0), int(last or 65535) if colon else int(first)) for first, colon, last in pairs
    )


def _ports(options: Options) -> Test:
    """tcp, udp and multiport."""
    return Every(tuple(option.test(_port_option(option)) for option in options))


def _port_option(option: Option) -> Test:
    if option.name in ("--dport", "--dports"):
        return DestinationPort(_port_ranges(option))
    if option.name in ("--sport", "--sports"):
        return SourcePort(_port_ranges(option))
    if option.name == "--ports":
        ranges = _port_ranges(option)
        return Some((DestinationPort(ranges), SourcePort(ranges)))
    if option.name == "--tcp-flags":
        mask, wanted = map(_flags, option.values)
        return Flags(mask, frozenset([wanted]))
    return UNSURE


def _flags(names: str) -> int:
    special = {"NONE": 0, "ALL": 63}
    return special[names] if names in special else sum(TCP_FLAGS[name.lower()] for name in names.split(","))


def _states(options: Options) -> Test:
    """state and conntrack."""
    return Every(tuple(option.test(_state_option(option)) for option in options))


def _state_option(option: Option) -> Test:
    if option.name in ("--state", "--ctstate"):
        names = frozenset(option.values[0].lower().split(","))
        return Some((State(names), Rewritten())) if "dnat" in names else State(names)
    if option.name == "--ctdir":
        return Known(value=option.values[0] == "ORIGINAL")
    return Rewritten() if option.name == "--ctstatus" and option.values[0] == "DNAT" else UNSURE


def _address_kinds(options: Options) -> Test:
    return Every(tuple(option.test(_address_kind(option)) for option in options))


def _address_kind(option: Option) -> Test:
    if option.name == "--limit-iface-in":
        return TRUE
    names = option.values[0].lower().split(",")
    if option.name == "--dst-type":
        return DestinationKind(frozenset(names))
    return Known(value="unicast" in names) if option.name == "--src-type" else UNSURE


def _always(options: Options) -> Test:  # noqa: ARG001 (the signature of a match)
    return TRUE


def _never(options: Options) -> Test:
    return UNSURE if any(option.negated for option in options) else FALSE


def _hash_limit(options: Options) -> Test:
    """Who does not hurry stays below every limit."""
    return Known(value=not any(option.name == "--hashlimit-above" for option in options))


def _connection_limit(options: Options) -> Test:
    for option in options:
        if option.name in ("--connlimit-above", "--connlimit-upto"):
            above = (option.name == "--connlimit-above") != option.negated
            return Known(value=above == (option.values[0] == "0"))
    return UNSURE


def _recent(options: Options) -> Test:
    names = {option.name for option in options}
    if any(option.negated for option in options):
        return UNSURE
    if "--set" in names:
        return TRUE
    # Seen so often in so short a time: not who does not hurry.
    return FALSE if "--hitcount" in names else UNSURE


def _packet_kind(options: Options) -> Test:
    return Every(tuple(option.test(Known(value=option.values == ("unicast",))) for option in options))


def _reverse_path(options: Options) -> Test:
    return Known(value=all(option.name != "--invert" for option in options))


MATCHES: Mapping[str, Callable[[Options], Test]] = {
    "tcp": _ports,
    "udp": _ports,
    "multiport": _ports,
    "state": _states,
    "conntrack": _states,
    "addrtype": _address_kinds,
    "comment": _always,
    "limit": _always,
    "hashlimit": _hash_limit,
    "connlimit": _connection_limit,
    "recent": _recent,
    "pkttype": _packet_kind,
    "rpfilter": _reverse_path,
    "ah": _never,
    "esp": _never,
    "icmp": _never,
    "icmp6": _never,
    "rt": _never,
}
"""Matches of iptables-extensions(8) that can be decided."""
