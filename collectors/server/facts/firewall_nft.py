"""Rules of nftables from `nft -j list ruleset`: libnftables-json(5), nft(8).

Whatever is not in the tables below is a condition that may hold or not, or a statement after which anything
may happen.
"""

import ipaddress
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from collectors.server.facts.firewall_ranges import ADDRESSES, Ranges, network
from collectors.server.facts.firewall_walk import (
    FALSE,
    TRUE,
    UNSURE,
    Chain,
    Destination,
    DestinationKind,
    DestinationPort,
    Every,
    Family,
    Flags,
    Hook,
    Interface,
    Known,
    Not,
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
)
from scanner.interfaces import Json

BOTH = frozenset(["ipv4", "ipv6"])
FAMILIES = {"ip": frozenset(["ipv4"]), "ip6": frozenset(["ipv6"]), "inet": BOTH, "netdev": BOTH}
"""Address families that the tables of a family see; bridge and arp are another road."""
HOOKS = frozenset(["ingress", "prerouting", "input", "forward"])
TCP_FLAGS = {"fin": 1, "syn": 2, "rst": 4, "psh": 8, "ack": 16, "urg": 32, "ecn": 64, "cwr": 128}
_TRANSPORTS = {"tcp": ["tcp"], "udp": ["udp"], "th": ["tcp", "udp"]}
_OTHER_PROTOCOLS = frozenset(
    ["ah", "arp", "comp", "dccp", "esp", "gre", "icmp", "icmpv6", "igmp", "sctp", "udplite"]
)
_SILENT = frozenset(
    [
        "add",
        "comment",
        "counter",
        "ct expectation",
        "ct helper",
        "ct timeout",
        "delete",
        "dup",
        "flow",
        "last",
        "log",
        "map",
        "meter",
        "notrack",
        "secmark",
        "set",
        "update",
    ]
)
"""Statements that let the packet go on as it is."""

Single = Callable[[Json], Test]
"""From one value on the right side of a match to a test."""


@dataclass(frozen=True, slots=True)
class Key:
    """The left side of a match: what has to hold before it can be looked at, and how values are compared."""

    single: Single
    guard: Test = TRUE
    many: Callable[[Sequence[Json]], Test] | None = None
    """All values at once, where that is quicker."""
    bits: Callable[[Sequence[Json]], Test] | None = None
    """For sets of bits: any of these is set (the operators `in` and `!`)."""

    def among(self, values: Sequence[Json]) -> Test:
        """The value is one of these."""
        return self.many(values) if self.many is not None else Some(tuple(map(self.single, values)))


UNKNOWN = Key(lambda _: UNSURE)


Name = tuple[str, str]
"""Family and name of a table."""


def tables(ruleset: Json) -> dict[Name, Table]:
    """Tables of a listing; raises KeyError, TypeError or ValueError for what is no such listing."""
    own: dict[Name, list[tuple[str, Mapping[str, Json]]]] = {}
    for entry in ruleset["nftables"]:
        ((kind, body),) = entry.items()
        if kind == "table":
            own[(body["family"], body["name"])] = []
        elif kind != "metainfo":
            own[(body["family"], body["table"])].append((kind, body))
    return {
        name: Table("nftables", FAMILIES[name[0]], _chains(entries))
        for name, entries in own.items()
        if name[0] in FAMILIES
    }


def bridges_filter(ruleset: Json) -> bool:
    """Whether frames can be turned away where they come in over a bridge."""
    bodies = [body for entry in ruleset["nftables"] for body in entry.values() if "family" in body]
    return any(
        body["family"] == "bridge" and (body.get("policy") == "drop" or _drops(body)) for body in bodies
    )


def _drops(body: Mapping[str, Json]) -> bool:
    text = json.dumps(body.get("expr", body.get("elem", ())))
    return '"drop"' in text or '"reject"' in text or '"queue"' in text


def _chains(entries: Sequence[tuple[str, Mapping[str, Json]]]) -> dict[str, Chain]:
    sets = {f"@{body['name']}": body.get("elem", ()) for kind, body in entries if kind in ("set", "map")}
    chains = {body["name"]: Chain(_hook(body)) for kind, body in entries if kind == "chain"}
    reader = Reader(sets)
    for kind, body in entries:
        if kind == "rule":
            chains[body["chain"]].rules.extend(reader.rules(body["expr"]))
    return chains


def _hook(chain: Mapping[str, Json]) -> Hook | None:
    if chain.get("hook") not in HOOKS:
        return None
    device = chain.get("dev")
    if chain["hook"] == "ingress" and not isinstance(device, str):
        # Before version 1.0.9 the listing does not tell the device.
        device = ""
    policy = Verdict.DROP if chain.get("policy") == "drop" else Verdict.ACCEPT
    return Hook(chain["hook"], int(chain["prio"]), policy, device)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the rules of one table; `sets` are its named sets and maps by `@name`."""

    sets: Mapping[str, Sequence[Json]]

    def rules(self, statements: Sequence[Mapping[str, Json]]) -> Iterator[Rule]:
        """One rule: several, when a map gives the verdict."""
        when: list[Test] = []
        for statement in statements:
            ((name, body),) = statement.items()
            if name == "vmap":
                yield from self._map(when, body)
                return
            test = self._condition(name, body)
            if test is not None:
                when.append(test)
                continue
            rule = _outcome(name, body, Every(tuple(when)))
            if rule is not None:
                yield rule
                # After what is not understood the rest of the rule may still be reached.
                if rule.verdict is not Verdict.ANYTHING:
                    return

    def _condition(self, name: str, body: Json) -> Test | None:
        """None for a statement that is no condition."""
        if name == "match":
            return self._match(body)
        if name in ("set", "add", "update") and isinstance(body, dict):
            inner = [self._condition(*next(iter(stmt.items()))) for stmt in body.get("stmt", ())]
            tests = tuple(test for test in inner if test is not None)
            return Every(tests) if tests else None
        # Who does not hurry stays below every limit.
        if name == "limit":
            return UNSURE if isinstance(body, str) else Known(value=not body.get("inv"))
        if name == "ct count":
            return Known(value=bool(body.get("inv")) == (body["val"] == 0))
        if name == "quota" or (name == "xt" and _is_match(body)):
            return UNSURE
        return None

    def _match(self, body: Mapping[str, Json]) -> Test:
        op, left = body["op"], body["left"]
        values = self._values(body["right"])
        if values is None:
            return UNSURE
        key = _key(left)
        if op in ("<", ">", "<=", ">="):
            return _compared(key, op, values)
        if key.bits is not None and op in ("in", "!"):
            found = key.bits(values)
        elif isinstance(body["right"], list):
            # Bits joined to one value.
            found = key.single(values) if key.bits is not None else UNSURE
        elif op == "!":
            return UNSURE
        else:
            found = key.among(values)
        return Every((key.guard, found if op in ("==", "in") else Not(found)))

    def _values(self, right: Json) -> Sequence[Json] | None:
        """The values on the right side; None for a set that is not in the listing."""
        if isinstance(right, str) and right.startswith("@"):
            return self._elements(self.sets[right]) if right in self.sets else None
        if isinstance(right, dict) and "set" in right:
            found = right["set"]
            return self._elements(found if isinstance(found, list) else [found])
        return right if isinstance(right, list) else [right]

    @staticmethod
    def _elements(values: Sequence[Json]) -> list[Json]:
        return [_bare(value) for value in values]

    def _map(self, when: Sequence[Test], body: Mapping[str, Json]) -> Iterator[Rule]:
        key = _key(body["key"])
        data = body["data"]
        pairs = self.sets.get(data) if isinstance(data, str) else data["set"]
        if pairs is None:
            yield Rule(Every(tuple(when)), Verdict.ANYTHING)
            return
        for value, verdict in pairs:
            ((name, target),) = verdict.items()
            test = Every((*when, key.guard, key.single(_bare(value))))
            rule = _outcome(name, target, test)
            if rule is not None:
                yield rule


def _bare(value: Json) -> Json:
    """An element without its timeout, counter or comment."""
    return value["elem"]["val"] if isinstance(value, dict) and "elem" in value else value


def _is_match(body: Json) -> bool:
    return not isinstance(body, dict) or body.get("type") != "target"


def _outcome(name: str, body: Json, when: Test) -> Rule | None:
    """What a statement does; None when the rule goes on after it."""
    if name in _SILENT or name == "continue":
        return None
    if name == "reject":
        return Rule(Every((when, _rejected(body))), Verdict.DROP)
    if name in _VERDICTS:
        target = body["target"] if name in ("jump", "goto") else ""
        return Rule(when, _VERDICTS[name], target)
    if name in ("dnat", "redirect"):
        family = FAMILIES.get(body.get("family", "inet") if isinstance(body, dict) else "inet", BOTH)
        guard = TRUE if family == BOTH else Family(*family)
        here = name == "redirect"
        return Rule(Every((when, guard)), Verdict.REWRITE, to=_destination(body), here=here)
    if name == "mangle" and not _moves(body["key"]):
        return None
    return Rule(when, Verdict.ANYTHING)


_VERDICTS = {
    "accept": Verdict.ACCEPT,
    "drop": Verdict.DROP,
    "return": Verdict.RETURN,
    "jump": Verdict.JUMP,
    "goto": Verdict.GOTO,
    "queue": Verdict.EITHER,
    "snat": Verdict.ACCEPT,
    "masquerade": Verdict.ACCEPT,
}


def _rejected(body: Json) -> Test:
    """What an answer of this kind goes to: the listing leaves out a match that says the same."""
    kind = body.get("type") if isinstance(body, dict) else None
    tests: dict[str, Test] = {
        "icmp": Family("ipv4"),
        "icmpv6": Family("ipv6"),
        "tcp reset": Transport(frozenset(["tcp"])),
    }
    return tests.get(str(kind), TRUE)


def _moves(key: Mapping[str, Json]) -> bool:
    """Whether a packet with this changed may go to another place."""
    return not ("meta" in key or "ct" in key or "tcp option" in key)


def _destination(body: Json) -> tuple[int | None, int | None]:
    body = body if isinstance(body, dict) else {}
    port = body.get("port")
    try:
        address = int(ipaddress.ip_address(body.get("addr", "")))
    except ValueError:
        address = None
    # What a map gives as the port is not known, and neither is the place as a whole.
    if port is not None and not isinstance(port, int):
        return None, None
    return address, port


# The left sides of matches.


def _key(left: Json) -> Key:
    ((kind, body),) = left.items()
    reader = _KINDS.get(kind)
    return UNKNOWN if reader is None else reader(body)


def _payload(body: Mapping[str, Json]) -> Key:
    protocol, name = body.get("protocol"), body.get("field")
    if protocol in _OTHER_PROTOCOLS:
        return Key(lambda _: FALSE, guard=FALSE)
    if protocol in _TRANSPORTS and name in ("dport", "sport"):
        port = DestinationPort if name == "dport" else SourcePort
        guard = Transport(frozenset(_TRANSPORTS[protocol]))
        return _numbers(lambda ranges: port(ranges), _ports, guard)
    if protocol == "tcp":
        return _flags(255) if name == "flags" else UNKNOWN
    family = {"ip": "ipv4", "ip6": "ipv6"}.get(str(protocol))
    if family is None:
        return UNKNOWN
    if name in ("protocol", "nexthdr"):
        return Key(_transport, Family(family))
    if name not in ("saddr", "daddr"):
        return UNKNOWN
    place = Source if name == "saddr" else Destination
    return _numbers(
        lambda ranges: place(family, ranges), lambda value: addresses(value, family), Family(family)
    )


def _numbers(make: Callable[[Ranges], Test], read: Callable[[Json], Ranges], guard: Test) -> Key:
    """A key of which the values are ranges: thousands of them become one test."""

    def many(values: Iterable[Json]) -> Test:
        return make(Ranges.of(part for value in values for part in read(value).parts))

    return Key(lambda value: many([value]), guard, many)


def addresses(value: Json, family: str) -> Ranges:
    """An address, a prefix or a range of them."""
    if isinstance(value, str):
        return network(value, family)
    if "prefix" in value:
        return network(f"{value['prefix']['addr']}/{value['prefix']['len']}", family)
    first, last = value["range"]
    return Ranges(((network(first, family).parts[0][0], network(last, family).parts[0][1]),))


def _ports(value: Json) -> Ranges:
    if isinstance(value, int):
        return Ranges(((value, value),))
    first, last = value["range"]
    return Ranges(((int(first), int(last)),))


def _transport(value: Json) -> Test:
    return Transport(frozenset([{"6": "tcp", "17": "udp"}.get(str(value), str(value))]))


def _meta(body: Mapping[str, Json]) -> Key:
    return _META.get(str(body.get("key")), UNKNOWN)


def _interface(value: Json, *, out: bool = False) -> Test:
    return Interface((value,), out) if isinstance(value, str) else UNSURE


def _family(names: Mapping[str, str]) -> Single:
    def single(value: Json) -> Test:
        return Family(names[value]) if value in names else FALSE

    return single


_META: Mapping[str, Key] = {
    "iif": Key(_interface),
    "iifname": Key(_interface),
    "oif": Key(lambda value: _interface(value, out=True)),
    "oifname": Key(lambda value: _interface(value, out=True)),
    "l4proto": Key(_transport),
    "nfproto": Key(_family({"ipv4": "ipv4", "ipv6": "ipv6"})),
    "protocol": Key(_family({"ip": "ipv4", "ip6": "ipv6"})),
    "pkttype": Key(lambda value: Known(value=value in ("host", "unicast"))),
}


def _conntrack(body: Mapping[str, Json]) -> Key:
    key = body.get("key")
    if key == "state":
        return Key(lambda value: _state([value]), bits=_state)
    if key == "direction":
        return Key(lambda value: Known(value=value in ("original", 0)))
    if key == "status":
        return Key(lambda _: UNSURE, bits=lambda values: Rewritten() if values == ["dnat"] else UNSURE)
    return UNKNOWN


def _state(values: Sequence[Json]) -> Test:
    return State(frozenset(values)) if all(isinstance(value, str) for value in values) else UNSURE


def _fib(body: Mapping[str, Json]) -> Key:
    flags: Collection[str] = body.get("flags", ())
    if body.get("result") == "type" and "daddr" in flags:
        return Key(lambda value: DestinationKind(frozenset([value])) if isinstance(value, str) else UNSURE)
    if body.get("result") in ("oif", "oifname") and "saddr" in flags:
        # The way back to a real client exists.
        return Key(lambda value: Known(value=value) if isinstance(value, bool) else UNSURE)
    return UNKNOWN


def _concatenation(parts: Sequence[Json]) -> Key:
    keys = [_key(part) for part in parts]

    def single(value: Json) -> Test:
        values = value["concat"]
        pairs = zip(keys, values, strict=True)
        return Every(tuple(key.single(_bare(part)) for key, part in pairs))

    return Key(single, Every(tuple(key.guard for key in keys)))


def _masked(parts: Sequence[Json]) -> Key:
    left, mask = parts
    if left != {"payload": {"protocol": "tcp", "field": "flags"}}:
        return UNKNOWN
    return _flags(_bits(mask))


def _flags(mask: int) -> Key:
    def single(value: Json) -> Test:
        return Flags(mask, frozenset([_bits(value)]))

    def any_set(values: Sequence[Json]) -> Test:
        return Flags(mask & _bits(list(values)), frozenset(range(1, 256)))

    return Key(single, Transport(frozenset(["tcp"])), bits=any_set)


_KINDS: Mapping[str, Callable[[Json], Key]] = {
    "payload": _payload,
    "meta": _meta,
    "ct": _conntrack,
    "fib": _fib,
    "concat": _concatenation,
    "&": _masked,
}


def _bits(value: Json) -> int:
    """TCP flags by name, or joined: a list, or `{"|": [...]}`."""
    if isinstance(value, int):
        return value
    if isinstance(value, str):
        return TCP_FLAGS[value]
    names = value["|"] if isinstance(value, dict) else value
    total = 0
    for name in names:
        total |= _bits(name)
    return total


def _compared(key: Key, op: str, values: Sequence[Json]) -> Test:
    (value,) = values
    test = key.single(value)
    if isinstance(test, DestinationPort | SourcePort):
        return Every((key.guard, type(test)(_beyond(op, value, 65535))))
    if isinstance(test, Source | Destination):
        limit = ADDRESSES[test.family].parts[0][1]
        number = test.ranges.parts[0][0]
        return Every((key.guard, type(test)(test.family, _beyond(op, number, limit))))
    return UNSURE


def _beyond(op: str, number: int, limit: int) -> Ranges:
    span = {
        "<": (0, number - 1),
        "<=": (0, number),
        ">": (number + 1, limit),
        ">=": (number, limit),
    }[op]
    return Ranges.of([span])
